package picture

import (
	"crypto/sha256"
	"fmt"
	"io/fs"
	"sync"

	"duikai/render/internal/icc"
	"duikai/render/newsprint"
)

// Options say what a store's pictures are made ready for. The zero value is a
// newspaper: coldset newsprint.
type Options struct {
	// RGB leaves pictures in the colours of screens, for reading copies. Without
	// a PPI it embeds their files whole; nothing else counts then.
	RGB bool
	// Profile is the ICC profile of the press; nil: coldset newsprint.
	Profile []byte
	// InkLimit is the most ink of all four together, in percent; 0: 220, as
	// newspaper presses have it.
	InkLimit int
	// PPI is the resolution that photographs are printed with, in pixels an
	// inch; 0: 200, enough for screens of up to 100 lines.
	PPI int
}

// What options stand for when they are 0, and what they may be.
const (
	defaultInkLimit, minInkLimit, maxInkLimit = newsprint.Limit, 100, 400
	defaultPPI, minPPI, maxPPI                = 200, 30, 2400
)

// Press is what pictures are made ready for. What it works out, the tables from
// each of the pictures' colour spaces to its inks, is kept for all stores that
// are opened with it; it is safe for use by many goroutines.
type Press struct {
	data    []byte
	profile *icc.Profile
	limit   icc.Limiter
	ppi     int
	links   memo[[sha256.Size]byte, *icc.Link]  // by the picture's profile
	grays   memo[[sha256.Size]byte, *[256]byte] // the same for gray ones
	screen  func() (*icc.Proof, error)
}

// NewPress reads the profile. The error is about the options: a profile that is
// none of a press, a limit out of reach.
func NewPress(o Options) (*Press, error) {
	if o.RGB {
		return nil, nil
	}
	p := &Press{limit: icc.Limiter(o.InkLimit), ppi: o.PPI}
	if p.limit == 0 {
		p.limit = defaultInkLimit
	}
	if p.ppi == 0 {
		p.ppi = defaultPPI
	}
	switch {
	case p.limit < minInkLimit || p.limit > maxInkLimit:
		return nil, fmt.Errorf("an ink limit of %d%%", p.limit)
	case p.ppi < minPPI || p.ppi > maxPPI:
		return nil, fmt.Errorf("a resolution of %d pixels an inch", p.ppi)
	}
	p.data = o.Profile
	if p.data == nil {
		p.data = newsprint.Profile()
	}
	var err error
	if p.profile, err = icc.Parse(p.data); err != nil {
		return nil, err
	}
	if p.profile.Space() != icc.CMYK || !p.profile.Output() {
		return nil, fmt.Errorf("%w: %q is of no CMYK press", icc.ErrUnsupported, p.profile.Name())
	}
	p.screen = sync.OnceValues(func() (*icc.Proof, error) { return icc.NewProof(p.profile) })
	return p, nil
}

// Open is a store over an issue folder for this press; nil: for a screen.
func (p *Press) Open(fsys fs.FS) *Store { return &Store{fsys: fsys, press: p, shelf: new(Shelf)} }

// Profile is the ICC profile's bytes, which must not be changed, and Name what it
// calls itself: the condition a document is made for.
func (p *Press) Profile() []byte { return p.data }

func (p *Press) Name() string { return p.profile.Name() }

// link turns the colours of a picture with this profile into ink; nil: sRGB.
func (p *Press) link(profile *sourceProfile) (*icc.Link, error) {
	return p.links.get(profile.sum(), func() (*icc.Link, error) {
		from := icc.SRGB()
		if profile != nil {
			from = profile.parsed
		}
		return icc.NewLink(from, p.profile, int(p.limit))
	})
}

// gray turns the tones of a picture with this profile into those of the black
// ink; nil: the tones of sRGB.
func (p *Press) gray(profile *sourceProfile) (*[256]byte, error) {
	return p.grays.get(profile.sum(), func() (*[256]byte, error) {
		from := icc.GraySRGB()
		if profile != nil {
			from = profile.parsed
		}
		tones, err := icc.GrayLink(from, p.profile)
		return &tones, err
	})
}

// sourceProfile is the profile of a picture.
type sourceProfile struct {
	parsed *icc.Profile
	hash   [sha256.Size]byte
}

func (p *sourceProfile) sum() (hash [sha256.Size]byte) {
	if p != nil {
		hash = p.hash
	}
	return hash
}
