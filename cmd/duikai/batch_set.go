package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"image/jpeg"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"duikai/cmd/internal/archive"
	"duikai/fonts"
	"duikai/layout/diag"
	"duikai/layout/geom"
	"duikai/layout/page"
	"duikai/render"
	"duikai/render/pdf"
	"duikai/render/pdfx"
	"duikai/render/picture"
	"duikai/render/proof"
	"duikai/render/reading"
	web "duikai/render/replica"
)

// setter sets the issues of a batch, one after the other. Faces that come with
// the program are parsed once, and the inks of a press worked out once.
type setter struct {
	painter picture.Painter // draws advertisements in proofs
	cache   *pdf.Cache
	press   *render.Presses
	shelf   func() *picture.Shelf // a new one for each issue
	faces   *faceFolder
}

// set is the archive.Setter: pipeline, then the files.
func (s *setter) set(o archive.Order, to *archive.Stage) archive.Outcome {
	var want batchSettings
	if err := json.Unmarshal([]byte(o.Settings), &want); err != nil {
		return archive.Outcome{Status: archive.Bug, Detail: err.Error()}
	}
	f, err := openFolder(o.Dir)
	if err != nil {
		list := diag.List{diag.New(diag.Unreadable, diag.Pos{}, reasonOf(err))}
		return archive.Outcome{Status: archive.Unreadable, Problems: batchProblems(list), Counts: countProblems(list)}
	}
	defer f.close()
	if s.cache == nil {
		s.cache = new(pdf.Cache)
	}
	if s.press == nil {
		s.press = new(render.Presses)
	}
	if s.faces == nil || s.faces.dir != want.Fonts {
		s.faces = &faceFolder{dir: want.Fonts}
	}
	j := s.job(f.fs(), want)
	r, err := j.Run()
	if r.Issue != nil && len(r.Issue.Style.Fonts) > 0 {
		s.cache = nil // the paper's own faces are opened anew for each issue: do not gather them
	}
	out := archive.Outcome{Status: archive.Done, Problems: batchProblems(r.Problems), Counts: countProblems(r.Problems)}
	switch {
	case err != nil:
		out.Status, out.Detail = archive.Bug, err.Error()
		return out
	case r.Document == nil:
		out.Status = archive.Errors
		return out
	}
	describe(&out, r)
	if err := writeIssue(&out, r, want, to); err != nil {
		out.Status, out.Detail = archive.Bug, err.Error() // or unwritable, as the stage knows
	}
	return out
}

// job sets an issue as `duikai render` does.
func (s *setter) job(fsys fs.FS, want batchSettings) render.Job {
	standard, _ := pdfx.ParseStandard(want.Standard) // batch has looked at it
	return render.Job{
		FacesOf: s.faces.open,
		FS:      fsys, Draw: true, Cache: s.cache, Presses: s.press, Painter: s.painter, Shelf: s.shelf(),
		Printing: render.Printing{Standard: standard, Marks: want.Marks, KeepAds: want.KeepAds},
	}
}

// writeIssue puts down the files of an issue.
func writeIssue(out *archive.Outcome, r render.Result, want batchSettings, to *archive.Stage) error {
	if err := to.Write(".pdf", r.Document); err != nil {
		return err
	}
	if want.Reading {
		screen, err := r.For(render.Printing{Standard: pdfx.Plain, ForScreen: true, KeepAds: want.KeepAds})
		if err == nil && screen.Document == nil {
			err = fmt.Errorf("the reading copy was not drawn: %v", screen.Problems)
		}
		if err == nil {
			err = to.Write("/reading.pdf", screen.Document)
		}
		if err != nil {
			return err
		}
	}
	for _, f := range want.Replica {
		err := r.Copy(f, "", func(name string, data []byte) error { return to.Write("/"+string(f)+"/"+name, data) })
		if err != nil {
			return err
		}
	}
	var pictures *picture.Store // reading them again takes long: not for the report alone
	if want.Proof {
		pictures = r.Pictures // as they are printed
	}
	var err error
	if out.Thumb, err = thumb(r.Edition, pictures); err != nil {
		return err
	}
	if want.Proof {
		labels := r.Faces.Chain(fonts.Hei)
		bad, err := writeProofs(to, r.Edition, proof.Options{Pictures: pictures, Labels: labels})
		if err != nil {
			return err
		}
		if len(bad) > 0 {
			r.Problems = append(r.Problems, bad...)
			r.Problems.Sort()
			out.Problems, out.Counts = batchProblems(r.Problems), countProblems(r.Problems)
		}
	}
	if !want.Text {
		return nil
	}
	replica, err := r.LayoutJSON()
	if err != nil {
		return err
	}
	if err := to.Write("/layout.json", replica); err != nil {
		return err
	}
	for _, st := range r.Issue.Stories {
		// An id is a file's name already.
		if err := to.Write("/stories/"+st.ID+".txt", []byte(render.PlainText(st))); err != nil {
			return err
		}
	}
	return nil
}

// boundFolder is where the calendar and the search of an archive stand in OUT.
const boundFolder = "web"

// bindWeb has the web editions of a batch bound together, where it writes them.
func bindWeb(c *archive.Config) {
	var want batchSettings
	if json.Unmarshal([]byte(c.Settings), &want) != nil || !slices.Contains(want.Replica, web.Web) {
		return
	}
	out := c.Out
	c.Bound = boundFolder
	c.Bind = func(issues []archive.Standing, put func(string, []byte) error) error {
		const index = "/" + string(web.Web) + "/search.json"
		var list []web.Issue
		for _, is := range issues {
			if slices.ContainsFunc(is.Files, func(f archive.File) bool { return f.Suffix == index }) {
				file := filepath.Join(out, filepath.FromSlash(is.Name+index))
				list = append(list, web.Issue{Path: "../" + is.Name + "/" + string(web.Web), Date: is.Date, Read: func() ([]byte, error) { return os.ReadFile(file) }})
			}
		}
		return web.WriteArchive(list, put)
	}
}

// thumbDPI makes a broadsheet page 120 pixels wide.
const (
	thumbDPI     = 8
	thumbQuality = 60
)

// thumb is a small picture of the first page for the report. One that cannot be
// drawn leaves the report without it, no more.
func thumb(e *page.Edition, pictures *picture.Store) ([]byte, error) {
	if len(e.Pages) == 0 {
		return nil, nil
	}
	img, err := proof.Draw(greeked(e.Pages[0]), proof.Options{DPI: thumbDPI, Pictures: pictures})
	if err != nil {
		return nil, nil
	}
	var b bytes.Buffer
	err = jpeg.Encode(&b, img, &jpeg.Options{Quality: thumbQuality})
	return b.Bytes(), err
}

// Text below a pixel and a half is shown as grey bars (灰条): nobody could read
// it, and its outlines cost more than all the rest of the picture.
const (
	greekBelow = 14 * geom.Pt
	greekInk   = 40 // percent of black, as a column of body text looks from afar
)

// greeked is a page with its small text as bars.
func greeked(p *page.Page) *page.Page {
	out := *p
	out.Items = make([]page.Item, len(p.Items))
	for i, it := range p.Items {
		t, ok := it.(*page.Text)
		if !ok || t.Size >= greekBelow || len(t.Glyphs) == 0 {
			out.Items[i] = it
			continue
		}
		bar := t.Box()
		if t.Turned {
			bar.W = bar.W * 2 / 3
		} else {
			bar.H = bar.H * 2 / 3
		}
		out.Items[i] = &page.Fill{Rect: bar, Ink: page.Ink{K: greekInk}}
	}
	return &out
}

// writeProofs draws the pages as `duikai proof` does, without what cannot be
// drawn: that is told, and only here, for an issue with errors has no proofs.
func writeProofs(to *archive.Stage, e *page.Edition, o proof.Options) (bad diag.List, err error) {
	o.Glyphs = new(proof.Glyphs) // for this issue: sizes differ from paper to paper
	for _, p := range e.Pages {
		img, err := proof.Draw(p, o)
		if f, ok := errors.AsType[*proof.FileError](err); ok {
			bad = append(bad, render.FileProblem(f.Src, f.File, f.Err))
		} else if err != nil {
			return bad, err
		}
		var b bytes.Buffer
		if err := proof.EncodePNG(&b, img, proof.DefaultDPI); err != nil {
			return bad, err
		}
		if err := to.Write("/"+pageFile(p.Number), b.Bytes()); err != nil {
			return bad, err
		}
	}
	return bad, nil
}

// describe fills in what the record and the bookmarks need.
func describe(out *archive.Outcome, r render.Result) {
	out.Pages = len(r.Edition.Pages)
	seen := make(map[string]bool)
	for _, p := range r.Edition.Pages {
		entry := archive.Page{Title: reading.PageTitle(p)}
		for _, pl := range p.Placements {
			out.Chars += pl.Chars
			st := r.Issue.Story(pl.Story)
			if pl.Kind != "story" || st == nil {
				continue
			}
			if !seen[st.ID] {
				seen[st.ID] = true
				out.Stories++
			}
			entry.Stories = append(entry.Stories, archive.Spot{Title: render.StoryTitle(st), X: pl.Area.X.Points(), Y: pl.Area.Y.Points()})
		}
		out.Outline = append(out.Outline, entry)
	}
}

func countProblems(list diag.List) (c archive.Counts) {
	for _, p := range list {
		switch p.Severity() {
		case diag.Info:
			c.Notes++
		case diag.Warning:
			c.Warnings++
		default:
			c.Errors++
		}
	}
	return c
}

// batchProblems puts problems down in both languages, the worst first: the
// report may be read in another one than the run spoke.
func batchProblems(list diag.List) []archive.Problem {
	sorted := slices.Clone(list)
	slices.SortStableFunc(sorted, func(a, b diag.Problem) int { return int(b.Severity()) - int(a.Severity()) })
	var out []archive.Problem
	for _, p := range sorted[:min(len(sorted), archive.MaxProblems)] {
		out = append(out, archive.Problem{
			Code: string(p.Code), Severity: p.Severity().String(), File: p.Pos.File, Line: p.Pos.Line, Col: p.Pos.Col,
			Text: archive.Words{En: p.Text(diag.English), Zh: p.Text(diag.Chinese)},
		})
	}
	return out
}

// failure is a failed issue in lines: the issue, then what is wrong with it.
func (a *app) failure(r *archive.Record) []string {
	state := r.Status.Words()
	first := fmt.Sprintf("%s: %s", r.Path, a.say(state.En, state.Zh))
	if r.Status == archive.Bug {
		first += fmt.Sprintf(a.say(" (please report it; inputs %.16s)", "（请报告；输入 %.16s）"), r.Inputs)
	}
	lines := []string{printable(first)}
	for i, p := range r.Problems {
		if p.Severity == diag.Info.String() || p.Severity == diag.Warning.String() {
			continue
		}
		if len(lines) > maxFailureLines {
			lines = append(lines, fmt.Sprintf("    ... %d", len(r.Problems)-i))
			break
		}
		p.File = filepath.Join(filepath.FromSlash(r.Path), filepath.FromSlash(p.File))
		lines = append(lines, "    "+printable(fmt.Sprintf("%s: %s [%s]", p.Place(), a.say(p.Text.En, p.Text.Zh), p.Code)))
	}
	if r.Detail != "" {
		lines = append(lines, "    "+printable(firstLine(r.Detail)))
	}
	return lines
}

// maxFailureLines is how many problems of an issue are listed on a terminal;
// the report has more.
const maxFailureLines = 5
