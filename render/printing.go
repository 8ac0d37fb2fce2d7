package render

import (
	"cmp"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"sync"

	"duikai/fonts"
	"duikai/layout/diag"
	"duikai/layout/geom"
	"duikai/layout/manuscript"
	"duikai/layout/page"
	"duikai/render/newsprint"
	"duikai/render/pdf"
	"duikai/render/pdfx"
	"duikai/render/picture"
)

// Printing is what a PDF is for. The zero value is a plain PDF.
type Printing struct {
	Standard  pdfx.Standard
	Marks     bool // crop, fold and register marks, a colour bar, a slug line
	ForScreen bool // a copy for the screen, with tags, links and bookmarks
	KeepAds   bool // advertisements keep the colours of screens
}

// margin is the white that the marks need around a page.
func (p Printing) margin() geom.Length {
	if p.Marks {
		return pdfx.MarksMargin
	}
	return 0
}

// maxProfile is far above what profiles weigh: those of presses stay below
// four megabytes.
const maxProfile = 32 << 20

// maxPresses bounds what is kept: a paper has a press or two in a decade.
const maxPresses = 4

// Presses keeps what is worked out for a press, the tables from the colours of
// pictures to its inks, for all editions that are made for it.
type Presses struct {
	mu   sync.Mutex
	made map[[sha256.Size]byte]*picture.Press
}

// of is the press of a profile; nil: coldset newsprint.
func (p *Presses) of(profile []byte) (*picture.Press, error) {
	if p == nil { // one edition alone
		return picture.NewPress(picture.Options{Profile: profile})
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	key := sha256.Sum256(profile)
	if press := p.made[key]; press != nil {
		return press, nil
	}
	press, err := picture.NewPress(picture.Options{Profile: profile})
	if err != nil {
		return nil, err
	}
	if p.made == nil || len(p.made) == maxPresses {
		p.made = make(map[[sha256.Size]byte]*picture.Press)
	}
	p.made[key] = press
	return press, nil
}

// readingPPI is what pictures of a reading copy keep, in pixels an inch: sharp
// on a screen that shows a page whole, and readable when it is enlarged.
const readingPPI = 110

// pictures opens the folder's pictures for what the PDF is for.
func (j Job) pictures(profile []byte) (*picture.Store, error) {
	s, err := j.openPictures(profile)
	if err == nil && j.Painter != nil {
		s.Paint(j.Painter)
	}
	return s, err
}

func (j Job) openPictures(profile []byte) (*picture.Store, error) {
	switch {
	case j.ForScreen:
		s, err := picture.Open(j.FS, picture.Options{RGB: true, PPI: readingPPI})
		if err != nil {
			return nil, err
		}
		return s.On(j.Shelf).Knowing(j.Looks), nil
	case j.Standard == pdfx.Plain:
		return picture.New(j.FS).On(j.Shelf).Knowing(j.Looks), nil // as they are
	}
	press, err := j.Presses.of(profile)
	if err != nil {
		return nil, err
	}
	s := press.Open(j.FS).On(j.Shelf).Knowing(j.Looks)
	if j.KeepAds {
		s.LeaveForeign()
	}
	return s, nil
}

// readProfile reads the profile that the house style names; nil: there is none,
// and pictures are made ready for coldset newsprint.
func (j Job) readProfile(is *manuscript.Issue) (data []byte, problems diag.List) {
	f := is.Style.ICC
	if f.Path == "" {
		return nil, nil
	}
	standard := j.Standard
	data, err := readProfileFile(j.FS, f.Path)
	if err == nil {
		err = pdfx.CheckProfile(data, standard)
	}
	if err == nil {
		_, err = j.Presses.of(data)
	}
	if err != nil {
		var why any = reason{err}
		if _, ok := errors.AsType[*fs.PathError](err); ok {
			why = manuscript.Cause(err)
		}
		if bad, ok := errors.AsType[*pdfx.ProfileError](err); ok {
			why = bad.What
		}
		problems.Add(diag.BadProfile, f.Src, f.Path, standard, why)
		return nil, problems
	}
	return data, nil
}

func readProfileFile(fsys fs.FS, name string) ([]byte, error) {
	f, err := fsys.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxProfile+1))
	if err == nil && len(data) > maxProfile {
		err = fmt.Errorf("%d > %d", len(data), maxProfile)
	}
	return data, err
}

// finish makes the drawn PDF what it is for. A file that holds what the
// standard forbids is written without the claim to keep it, and said so: the
// paper must come out, and the platesetter may still take it.
func (j Job) finish(r Result, drawn pdf.Drawn) ([]byte, diag.List, error) {
	o := pdfx.Options{
		Edition: r.Edition, Standard: j.Standard, Profile: r.Profile, Condition: r.Issue.Style.Condition,
		Marks: j.Marks, Slug: r.Faces.Chain(fonts.Hei), Reading: j.ForScreen,
	}
	if spot := r.Issue.Style.Nameplate.Spot; spot != "" && !o.Reading {
		o.Spots = []pdfx.Spot{{Name: spot, Ink: page.Red}}
	}
	for _, i := range r.Issue.Style.Inks {
		if i.Spot != "" && !o.Reading {
			o.Spots = append(o.Spots, pdfx.Spot{Name: i.Spot, Ink: page.Ink{C: uint8(i.C), M: uint8(i.M), Y: uint8(i.Y), K: uint8(i.K)}})
		}
	}
	if o.Standard == pdfx.X4 && r.Profile == nil {
		o.Profile = newsprint.Profile() // X-4 carries one, and pictures are in its inks
	}
	if o.Standard != pdfx.Plain && r.Edition.Date.IsZero() { // a draft: the date was told to be wrong
		var problems diag.List
		problems.Add(diag.Undated, cmp.Or(r.Issue.DateSrc, r.Issue.Src), o.Standard)
		o.Standard = pdfx.Plain
		b, err := pdfx.Finish(drawn.Doc, drawn.Painted, o)
		return b, problems, err
	}
	b, err := pdfx.Finish(drawn.Doc, drawn.Painted, o)
	refused, ok := errors.AsType[*pdfx.RefusedError](err)
	if !ok {
		return b, nil, err
	}
	var problems diag.List
	for _, f := range refused.Faults {
		// Ten pictures in RGB on a page are said once: sorting drops repetitions.
		args := []any{refused.Standard, f.Page, f.Kind, f.What}
		foreseen := func(p diag.Problem) bool { return p.Code == diag.NotPDFX && slices.Equal(p.Args, args) }
		if !slices.ContainsFunc(r.Problems, foreseen) {
			problems.Add(diag.NotPDFX, r.culprit(f.Page), args...)
		}
	}
	o.Standard = pdfx.Plain
	b, err = pdfx.Finish(drawn.Doc, drawn.Painted, o)
	return b, problems, err
}

// culprit is where the manuscript names what came from elsewhere on a page: the
// only picture or block there, or else the plan of the page.
func (r Result) culprit(number int) diag.Pos {
	at := r.Issue.Src
	for _, p := range r.Issue.Pages {
		if p.Number == number {
			at = p.Src
		}
	}
	var found []diag.Pos
	for _, p := range r.Edition.Pages {
		if p.Number != number {
			continue
		}
		for _, it := range p.Items {
			switch it := it.(type) {
			case *page.Picture:
				found = append(found, it.Src)
			case *page.Block:
				found = append(found, it.Src)
			}
		}
	}
	if len(found) == 1 {
		return found[0]
	}
	return at
}
