package main

import (
	"context"
	"errors"
	"io/fs"
	"math"
	"slices"

	"duikai/fonts"
	"duikai/fonts/embedded"
	"duikai/layout"
	"duikai/layout/diag"
	"duikai/layout/manuscript"
	"duikai/layout/page"
	"duikai/layout/planner"
	"duikai/render/pdf"
	"duikai/render/picture"
)

// job is one issue on its way to the press.
type job struct {
	fsys  fs.FS
	pages []int // nil: all
	draft bool  // draw in spite of errors
	keep  bool  // keep the record of every line
	draw  bool  // false: compose only
	plan  planner.Options
	again []byte // issue.yaml, of which the slots that were found are planned again; nil: none
	cache *pdf.Cache
	press *presses
	shelf *picture.Shelf // of decoded pictures; nil: for this job alone
	print printing
	at    func(stage) // told of every stage; for the progress line
	// painter draws advertisements where pages are shown; nil: their places are
	// grey.
	painter picture.Painter
	// own opens the issue's own faces; nil: ownFaces.
	own func(fs.FS, []manuscript.FontFiles) (map[fonts.Role][]*fonts.Face, diag.List)
}

// stage is a step of the pipeline an editor may have to wait for.
type stage int

const (
	reading stage = iota
	planning
	composing
	drawing
)

// result is what became of a job.
type result struct {
	issue    *manuscript.Issue // nil: unusable
	faces    *fonts.Set
	plans    planner.Edition // of the pages that the program made up
	edition  *page.Edition   // nil: not composed
	pictures *picture.Store
	profile  []byte    // of the press, as the house style names it; nil: the newsprint profile
	pdf      []byte    // nil: not drawn
	problems diag.List // sorted
}

// unusable tells that the input could not be worked with at all.
func (r result) unusable() bool { return r.issue == nil || r.problems.Has(diag.Fatal) }

// verdict is the exit code the result deserves.
func (r result) verdict() error {
	if r.unusable() {
		return verdict(exitUnusable)
	}
	return judge(r.problems)
}

// run is the pipeline: load, faces, compose, draw. An editor's faults are
// problems of the result; the error is for what no editor can mend.
func (j job) run() (r result, err error) {
	defer func() { r.problems.Sort() }()

	if j.shelf == nil {
		j.shelf = new(picture.Shelf)
	}
	j.at(reading)
	base := j.openFaces() // beside the loading
	r.issue, r.problems = manuscript.Load(j.fsys)
	if r.unusable() {
		return r, nil
	}
	r.problems = append(r.problems, faint(j.fsys, r.issue)...)
	if r.faces, err = base(); err != nil {
		return r, err
	}
	if j.own == nil {
		j.own = ownFaces
	}
	own, problems := j.own(j.fsys, r.issue.Style.Fonts)
	r.problems = append(r.problems, problems...)
	if len(own) > 0 {
		r.faces = r.faces.With(own)
	}

	if j.again != nil && manuscript.Reopened(r.issue, j.again) == 0 {
		r.problems.Add(diag.NothingFound, r.issue.Src)
	}
	if planner.Needed(r.issue) {
		j.at(planning)
		var found diag.List
		r.plans, found = planner.Plan(r.issue, r.faces, j.plan)
		r.problems = append(r.problems, found...)
	}

	if j.pages != nil {
		r.problems = ofPages(r.problems, r.issue, j.pages)
	}

	if err := j.compose(&r); err != nil || r.unusable() || r.edition == nil {
		return r, err
	}
	r.problems = append(r.problems, j.ads(r, r.pictures)...)
	if !j.draw || r.problems.Has(diag.Error) && !j.draft || len(r.edition.Pages) == 0 {
		return r, nil
	}
	return j.output(r)
}

// compose makes up the pages and reads their pictures to the end. In the place of
// one that cannot be used there is a mark on a draft; the problems stay those of
// every command.
func (j job) compose(r *result) (err error) {
	var problems diag.List
	r.profile, problems = j.readProfile(r.issue)
	r.problems = append(r.problems, problems...)
	j.at(composing)
	how := layout.Options{Pages: j.pages, Draft: j.draft, Record: j.keep}
	r.edition, problems = layout.Compose(r.issue, r.faces, how)
	defer func() { r.problems = append(r.problems, problems...) }()
	if r.edition == nil {
		return nil
	}
	if r.pictures, err = j.pictures(r.profile); err != nil {
		return err
	}
	refused := r.problems.Has(diag.Error) || problems.Has(diag.Error)
	if broken := r.decode(j.shown() && (j.draft || !refused)); broken && j.draft {
		r.edition, _ = layout.Compose(r.issue, r.faces, how)
	}
	return nil
}

// shown tells whether the pages will be drawn: into the file, or by who wants the
// record of every line, for proofs and reports.
func (j job) shown() bool { return j.draw || j.keep }

// output draws what is composed.
func (j job) output(r result) (result, error) {
	j.at(drawing)
	pictures := r.pictures
	drawn, err := pdf.Draw(r.edition, pdf.Options{Cache: j.cache, Pictures: pictures, Margin: j.print.margin(), Uncompressed: true})
	if bad, ok := errors.AsType[*pdf.FileError](err); ok {
		r.problems.Add(diag.BadPicture, bad.Src, bad.File, said{bad.Err})
		return r, nil
	}
	if missing, ok := errors.AsType[*pdf.MissingError](err); ok {
		r.problems.Add(diag.CannotWrite, missing.Src, missing)
		return r, nil
	}
	if err != nil {
		return r, err
	}
	var problems diag.List
	r.pdf, problems, err = j.finish(r, drawn)
	r.problems = append(r.problems, problems...)
	return r, err
}

// ofPages leaves out what is wrong with pages that are not wanted and with
// stories that stand on none of the others: a finished page can be printed
// while the next one is still being written.
func ofPages(problems diag.List, is *manuscript.Issue, pages []int) diag.List {
	wanted := make(map[string]bool) // files of stories
	type span struct{ from, to int }
	var others []span // lines of issue.yaml
	for i, p := range is.Pages {
		if p.Made && !slices.Contains(pages, p.Number) {
			continue // it has no lines of its own
		}
		if slices.Contains(pages, p.Number) {
			for _, s := range p.Slots {
				if story := is.Story(s.Story); s.Kind == manuscript.StorySlot && story != nil {
					wanted[story.Src.File] = true
				}
			}
			continue
		}
		end := math.MaxInt
		if i+1 < len(is.Pages) {
			end = is.Pages[i+1].Src.Line
		}
		others = append(others, span{p.Src.Line, end})
	}
	return slices.DeleteFunc(problems, func(p diag.Problem) bool {
		if p.Pos.File == is.Src.File {
			return slices.ContainsFunc(others, func(s span) bool { return s.from > 0 && s.from <= p.Pos.Line && p.Pos.Line < s.to })
		}
		return is.StoryFile(p.Pos.File) && !wanted[p.Pos.File]
	})
}

// openFaces opens the embedded faces while the manuscript is read: on two
// cores neither waits for the other.
func (j job) openFaces() func() (*fonts.Set, error) {
	type opened struct {
		set *fonts.Set
		err error
	}
	ch := make(chan opened, 1)
	go func() {
		set, err := embedded.Set()
		ch <- opened{set, err}
	}()
	return func() (*fonts.Set, error) {
		o := <-ch
		return o.set, o.err
	}
}

// await runs the job, but not beyond the end of ctx: a job writes nothing, so
// an interrupted one can be left behind. With an error too the result has the
// problems found before it.
func await(ctx context.Context, j job) (result, error) {
	type outcome struct {
		r   result
		err error
	}
	ch := make(chan outcome, 1)
	go func() {
		r, err := j.run()
		ch <- outcome{r, err}
	}()
	select {
	case <-ctx.Done():
		return result{}, ctx.Err()
	case o := <-ch:
		return o.r, errors.Join(o.err, ctx.Err())
	}
}
