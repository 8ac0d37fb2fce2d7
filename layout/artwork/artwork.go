package artwork

import (
	"errors"
	"io"

	"duikai/layout/geom"
)

// Format is the kind of a file, told from its first bytes and not its name.
type Format uint8

const (
	Unknown Format = iota
	JPEG
	PNG
	TIFF
	WebP
	PDF
)

// Model is how a picture's pixels are coloured.
type Model uint8

const (
	Gray Model = iota
	RGB
	CMYK
)

// Info is what a file says about itself.
type Info struct {
	Format Format
	// Width and Height are in pixels of the picture as it is to be looked at,
	// after its orientation; 0 for a PDF.
	Width, Height int
	// Turn is the EXIF orientation, 1 to 8; 1 is upright. 0 for a PDF.
	Turn  int
	Model Model
	Depth int  // bits a channel
	Alpha bool // some of it may be transparent
	// Pages is how many pages a PDF has, and Trim the size of its first one:
	// TrimBox, else CropBox, else MediaBox, as it is looked at.
	Pages int
	Trim  geom.Size
}

// Faults of files. They are wrapped with what exactly is wrong.
var (
	ErrUnknown   = errors.New("it is no JPEG, PNG, TIFF, WebP or PDF file")
	ErrBroken    = errors.New("the file is damaged")
	ErrTooLarge  = errors.New("it is larger than the program will open")
	ErrEncrypted = errors.New("it is locked by a password")
	ErrNoPage    = errors.New("it has no such page")
)

// Probe reads the beginning of a file, or for a PDF what leads to its first
// page, and decodes no pixels.
func Probe(r io.ReaderAt, size int64) (Info, error) {
	return Info{}, ErrUnknown
}
