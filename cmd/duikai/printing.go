package main

import (
	"cmp"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"sync"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"duikai/fonts"
	"duikai/layout/diag"
	"duikai/layout/geom"
	"duikai/layout/manuscript"
	"duikai/layout/page"
	"duikai/render/icc/newsprint"
	"duikai/render/pdf"
	"duikai/render/pdfx"
	"duikai/render/picture"
)

// printing is what the PDF is for.
type printing struct {
	standard pdfx.Standard
	marks    bool
	reading  bool // a copy for the screen
	keepAds  bool // advertisements keep the colours of screens
}

// margin is the white that the marks need around a page.
func (p printing) margin() geom.Length {
	if p.marks {
		return pdfx.MarksMargin
	}
	return 0
}

func (a *app) printingFlags(c *cobra.Command) {
	a.standardFlag(c)
	c.Flags().Bool("marks", false, a.say("add crop, fold and register marks, a colour bar and a slug line", "加印裁切线、折页线、套准线、色标和版面说明"))
	c.Flags().Bool("reading", false, a.say("write a copy for the screen, with links and bookmarks", "输出供屏幕阅读的文件，带链接和书签"))
}

// standardFlag is taken by every command that judges an edition: a profile or
// an advertisement may be good for one standard and not for another.
func (a *app) standardFlag(c *cobra.Command) {
	c.Flags().String("standard", pdfx.Names()[0], a.say("the `STANDARD` of the file: x1a (PDF/X-1a:2003), x4 (PDF/X-4) or none", "文件标准 `STANDARD`：x1a（PDF/X-1a:2003）、x4（PDF/X-4）或 none"))
	a.adsFlag(c, new(string))
	must(c.RegisterFlagCompletionFunc("standard", cobra.FixedCompletions(pdfx.Names(), cobra.ShellCompDirectiveNoFileComp)))
}

// standard reads the flag.
func (a *app) standard(flags *pflag.FlagSet) (p printing, err error) {
	name, err := flags.GetString("standard")
	ads, err2 := flags.GetString("ads")
	if err := errors.Join(err, err2); err != nil {
		return p, err
	}
	if p.keepAds, err = a.keepAds(ads); err != nil {
		return p, err
	}
	var ok bool
	if p.standard, ok = pdfx.ParseStandard(name); !ok {
		return p, fmt.Errorf(a.say("--standard takes x1a, x4 or none, not %q", "--standard 应为 x1a、x4 或 none，而非 %q"), name)
	}
	return p, nil
}

// adChoices are the values of --ads.
var adChoices = [...]string{"convert", "keep"}

func (a *app) adsFlag(c *cobra.Command, to *string) {
	c.Flags().StringVar(to, "ads", adChoices[0], a.say("what becomes of advertisements in the colours of a screen: `CHOICE` convert, to the press's inks, or keep", "使用屏幕颜色的广告如何处理 `CHOICE`：convert 按印刷油墨分色，keep 保持原样"))
	must(c.RegisterFlagCompletionFunc("ads", cobra.FixedCompletions(adChoices[:], cobra.ShellCompDirectiveNoFileComp)))
}

// keepAds reads a value of --ads.
func (a *app) keepAds(choice string) (bool, error) {
	if !slices.Contains(adChoices[:], choice) {
		return false, fmt.Errorf(a.say("--ads takes convert or keep, not %q", "--ads 应为 convert 或 keep，而非 %q"), choice)
	}
	return choice == adChoices[1], nil
}

// printing reads the flags.
func (a *app) printing(flags *pflag.FlagSet) (p printing, err error) {
	p, err = a.standard(flags)
	marks, err2 := flags.GetBool("marks")
	reading, err3 := flags.GetBool("reading")
	if err := errors.Join(err, err2, err3); err != nil {
		return p, err
	}
	p.marks, p.reading = marks, reading
	if reading {
		if marks || flags.Changed("standard") && p.standard != pdfx.Plain {
			return p, errors.New(a.say("--reading is a copy for the screen: it takes no marks and no PDF/X", "--reading 输出供屏幕阅读的文件，不能与 --marks 或 PDF/X 标准同用"))
		}
		p.standard = pdfx.Plain
	}
	return p, nil
}

// maxProfile is far above what profiles weigh: those of presses stay below
// four megabytes.
const maxProfile = 32 << 20

// presses keeps what is worked out for a press, the tables from the colours of
// pictures to its inks, for all editions that are made for it.
type presses struct {
	mu   sync.Mutex
	made map[[sha256.Size]byte]*picture.Press
}

// of is the press of a profile; nil: coldset newsprint.
func (p *presses) of(profile []byte) (*picture.Press, error) {
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
	if p.made == nil {
		p.made = make(map[[sha256.Size]byte]*picture.Press)
	}
	p.made[key] = press
	return press, nil
}

// readingPPI is what pictures of a reading copy keep, in pixels an inch: sharp
// on a screen that shows a page whole, and readable when it is enlarged.
const readingPPI = 110

// pictures opens the folder's pictures for what the PDF is for.
func (j job) pictures(profile []byte) (*picture.Store, error) {
	s, err := j.openPictures(profile)
	if err == nil && j.painter != nil {
		s.Paint(j.painter)
	}
	return s, err
}

func (j job) openPictures(profile []byte) (*picture.Store, error) {
	switch {
	case j.print.reading:
		s, err := picture.Open(j.fsys, picture.Options{RGB: true, PPI: readingPPI})
		if err != nil {
			return nil, err
		}
		return s.On(j.shelf), nil
	case j.print.standard == pdfx.Plain:
		return picture.New(j.fsys).On(j.shelf), nil // as they are
	}
	press, err := j.press.of(profile)
	if err != nil {
		return nil, err
	}
	s := press.Open(j.fsys).On(j.shelf)
	if j.print.keepAds {
		s.LeaveForeign()
	}
	return s, nil
}

// readProfile reads the profile that the house style names; nil: there is none,
// and pictures are made ready for coldset newsprint.
func (j job) readProfile(is *manuscript.Issue) (data []byte, problems diag.List) {
	f := is.Style.ICC
	if f.Path == "" {
		return nil, nil
	}
	standard := j.print.standard
	data, err := readProfileFile(j.fsys, f.Path)
	if err == nil {
		err = pdfx.CheckProfile(data, standard)
	}
	if err == nil {
		_, err = j.press.of(data)
	}
	if err != nil {
		var why any = cause(err)
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
func (j job) finish(r result, drawn pdf.Drawn) ([]byte, diag.List, error) {
	o := pdfx.Options{
		Edition: r.edition, Standard: j.print.standard, Profile: r.profile, Condition: r.issue.Style.Condition,
		Marks: j.print.marks, Slug: r.faces.Chain(fonts.Hei), Reading: j.print.reading,
	}
	if spot := r.issue.Style.Nameplate.Spot; spot != "" && !o.Reading {
		o.Spots = []pdfx.Spot{{Name: spot, Ink: page.Red}}
	}
	for _, i := range r.issue.Style.Inks {
		if i.Spot != "" && !o.Reading {
			o.Spots = append(o.Spots, pdfx.Spot{Name: i.Spot, Ink: page.Ink{C: uint8(i.C), M: uint8(i.M), Y: uint8(i.Y), K: uint8(i.K)}})
		}
	}
	if o.Standard == pdfx.X4 && r.profile == nil {
		o.Profile = newsprint.Profile() // X-4 carries one, and pictures are in its inks
	}
	if o.Standard != pdfx.Plain && r.edition.Date.IsZero() { // a draft: the date was told to be wrong
		var problems diag.List
		problems.Add(diag.Undated, cmp.Or(r.issue.DateSrc, r.issue.Src), o.Standard)
		o.Standard = pdfx.Plain
		b, err := pdfx.Finish(drawn.PDF, drawn.Painted, o)
		return b, problems, err
	}
	b, err := pdfx.Finish(drawn.PDF, drawn.Painted, o)
	refused, ok := errors.AsType[*pdfx.RefusedError](err)
	if !ok {
		return b, nil, err
	}
	var problems diag.List
	for _, f := range refused.Faults {
		// Ten pictures in RGB on a page are said once: sorting drops repetitions.
		problems.Add(diag.NotPDFX, r.culprit(f.Page), refused.Standard, f.Page, f.Kind, f.What)
	}
	o.Standard = pdfx.Plain
	b, err = pdfx.Finish(drawn.PDF, drawn.Painted, o)
	return b, problems, err
}

// culprit is where the manuscript names what came from elsewhere on a page: the
// only picture or block there, or else the plan of the page.
func (r result) culprit(number int) diag.Pos {
	at := r.issue.Src
	for _, p := range r.issue.Pages {
		if p.Number == number {
			at = p.Src
		}
	}
	var found []diag.Pos
	for _, p := range r.edition.Pages {
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
