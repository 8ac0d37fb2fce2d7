package picture

import "duikai/render/internal/icc"

// The inks of the press, for what else is converted to them than pictures: see
// separation.Inks.

// Link turns the colours of a profile into ink as pictures are; nil: sRGB.
func (p *Press) Link(from *icc.Profile) (*icc.Link, error) {
	if from == nil {
		return p.link(nil)
	}
	return icc.NewLink(from, p.profile, int(p.limit))
}

// Tones turns the greys of a profile into tones of the black ink; nil: those of
// sRGB.
func (p *Press) Tones(from *icc.Profile) (*[256]byte, error) {
	if from == nil {
		return p.gray(nil)
	}
	tones, err := icc.GrayLink(from, p.profile)
	return &tones, err
}

// JPEG compresses pixels as a photograph is: one channel, 0 is black, or four,
// 255 is full ink.
func (p *Press) JPEG(pix []byte, w, h, channels int) []byte {
	return encodeJPEG(samples{pix, w, h, channels}, p.limit)
}
