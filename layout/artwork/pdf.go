package artwork

import (
	"duikai/layout/geom"
	"duikai/layout/pdffile"
)

// withDocument opens a PDF and does something with it, twice where its table
// turns out to be damaged.
func withDocument(b []byte, do func(*pdffile.File) error) error {
	if pdffile.Header(b) < 0 {
		return &Fault{Kind: ErrUnknown}
	}
	return pdffile.Do(b, do)
}

// pdf counts the pages of a PDF and measures one.
func (f *file) pdf(page int) (Info, error) {
	if f.size > pdffile.MaxBytes {
		return Info{}, fault(ErrTooLarge, "PDF, > %d MB", pdffile.MaxBytes>>20)
	}
	b, err := f.bytes(0, f.size)
	if err != nil {
		return Info{}, err
	}
	info := Info{Format: PDF}
	err = withDocument(b, func(d *pdffile.File) error {
		var found pdffile.Dict
		pages, err := d.Pages(func(n int, m pdffile.Dict) bool {
			if n == page {
				found = m
			}
			return true
		})
		if err != nil {
			return err
		}
		if found == nil {
			return fault(ErrNoPage, "%d / %d", page, pages)
		}
		p, err := d.Page(found)
		if err != nil {
			return err
		}
		w, h := p.Size()
		info.Pages, info.Trim = pages, geom.Size{W: geom.FromPoints(w), H: geom.FromPoints(h)}
		return nil
	})
	return info, err
}
