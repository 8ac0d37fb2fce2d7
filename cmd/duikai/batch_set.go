package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"image/jpeg"
	"io/fs"
	"path/filepath"
	"slices"

	"duikai/cmd/duikai/archive"
	"duikai/fonts"
	"duikai/layout/diag"
	"duikai/layout/geom"
	"duikai/layout/page"
	"duikai/render/pdf"
	"duikai/render/pdfx"
	"duikai/render/picture"
	"duikai/render/proof"
)

// setter sets the issues of a batch, one after the other. Faces that come with
// the program are parsed once, and the inks of a press worked out once.
type setter struct {
	painter picture.Painter // draws advertisements in proofs
	cache   *pdf.Cache
	press   *presses
}

// maxPresses bounds what is kept: a paper has a press or two in a decade.
const maxPresses = 4

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
	if s.press == nil || len(s.press.made) > maxPresses {
		s.press = new(presses)
	}
	j := s.job(f.fs(), want)
	r, err := j.run()
	if r.issue != nil && len(r.issue.Style.Fonts) > 0 {
		s.cache = nil // the paper's own faces are opened anew for each issue: do not gather them
	}
	out := archive.Outcome{Status: archive.Done, Problems: batchProblems(r.problems), Counts: countProblems(r.problems)}
	switch {
	case err != nil:
		out.Status, out.Detail = archive.Bug, err.Error()
		return out
	case r.pdf == nil:
		out.Status = archive.Errors
		return out
	}
	describe(&out, r)
	if err := j.write(&out, r, want, to); err != nil {
		out.Status, out.Detail = archive.Bug, err.Error() // or unwritable, as the stage knows
	}
	return out
}

// job sets an issue as `duikai render` does.
func (s *setter) job(fsys fs.FS, want batchSettings) job {
	standard, _ := pdfx.ParseStandard(want.Standard) // batch has looked at it
	return job{
		fsys: fsys, draw: true, cache: s.cache, press: s.press, painter: s.painter, shelf: new(picture.Shelf),
		print: printing{standard: standard, marks: want.Marks, keepAds: want.KeepAds}, at: func(stage) {},
	}
}

// write puts down the files of an issue.
func (j job) write(out *archive.Outcome, r result, want batchSettings, to *archive.Stage) error {
	if err := to.Write(".pdf", r.pdf); err != nil {
		return err
	}
	var err error
	if want.Reading {
		j.print = printing{standard: pdfx.Plain, reading: true, keepAds: want.KeepAds}
		screen := r
		if screen.pictures, err = j.pictures(r.profile); err == nil {
			screen, err = j.output(screen)
		}
		if err == nil && screen.pdf == nil {
			err = fmt.Errorf("the reading copy was not drawn: %v", screen.problems)
		}
		if err == nil {
			err = to.Write("/reading.pdf", screen.pdf)
		}
		if err != nil {
			return err
		}
	}
	var pictures *picture.Store // reading them again takes long: not for the report alone
	if want.Proof {
		pictures = r.pictures // as they are printed
	}
	if out.Thumb, err = thumb(r.edition, pictures); err != nil {
		return err
	}
	if want.Proof {
		labels := r.faces.Chain(fonts.Hei)
		bad, err := writeProofs(to, r.edition, proof.Options{Pictures: pictures, Labels: labels})
		if err != nil {
			return err
		}
		if len(bad) > 0 {
			r.problems = append(r.problems, bad...)
			r.problems.Sort()
			out.Problems, out.Counts = batchProblems(r.problems), countProblems(r.problems)
		}
	}
	if !want.Text {
		return nil
	}
	replica, err := replicaOf(r)
	if err != nil {
		return err
	}
	if err := to.Write("/layout.json", replica); err != nil {
		return err
	}
	for _, st := range r.issue.Stories {
		// An id is a file's name already.
		if err := to.Write("/stories/"+st.ID+".txt", []byte(plainText(st))); err != nil {
			return err
		}
	}
	return nil
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
		bar := textBox(t)
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
			bad.Add(diag.BadPicture, f.Src, f.File, said{f.Err})
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
func describe(out *archive.Outcome, r result) {
	out.Pages = len(r.edition.Pages)
	seen := make(map[string]bool)
	for _, p := range r.edition.Pages {
		entry := archive.Page{Title: pageTitle(p)}
		for _, pl := range p.Placements {
			out.Chars += pl.Chars
			st := r.issue.Story(pl.Story)
			if pl.Kind != "story" || st == nil {
				continue
			}
			if !seen[st.ID] {
				seen[st.ID] = true
				out.Stories++
			}
			entry.Stories = append(entry.Stories, archive.Spot{Title: storyTitle(st), X: pl.Area.X.Points(), Y: pl.Area.Y.Points()})
		}
		out.Outline = append(out.Outline, entry)
	}
}

// pageTitle is what a bookmark calls a page.
func pageTitle(p *page.Page) string {
	if p.Name == "" {
		return fmt.Sprintf("第%d版", p.Number)
	}
	return fmt.Sprintf("第%d版 %s", p.Number, p.Name)
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
