package artwork

// headerRoom is where a PDF's header must begin: in the first kilobyte, as
// every viewer has it, for mail systems put lines before it.
const headerRoom = 1024

// headerAt finds the header of a PDF.
func headerAt(head []byte) int { return -1 }

func (f *file) pdf() (Info, error) { return Info{}, &Fault{Kind: ErrUnsupported} }
