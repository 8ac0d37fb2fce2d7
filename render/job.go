package render

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
	"duikai/layout/proofs"
	"duikai/render/pdf"
	"duikai/render/picture"
	"duikai/render/reading"
	"duikai/render/replica"
)

// Job is an issue on its way to the press: what is to be set, and how. FS alone is
// needed. A Job may be run many times; what it shares with others (Cache, Presses,
// Shelf) is safe for many at once.
type Job struct {
	FS    fs.FS // the issue folder
	Pages []int // numbers of the pages wanted; nil: all
	Draft bool  // draw in spite of errors, marked as a draft (草样)
	// Record keeps how every line was set, for proofs with overlays and reports.
	Record bool
	Draw   bool // draw the PDF too; without it the issue is composed alone, as check does
	Printing
	// Plan is how pages are made up whose slots have no place.
	Plan planner.Options
	// Again is an issue.yaml in which the program wrote the places that it found: they
	// are sought anew. nil: what is written stays.
	Again []byte
	// Painter draws advertisements where pages are shown as pictures; nil: their
	// places are grey.
	Painter picture.Painter

	Cache   *pdf.Cache     // of embedded faces
	Presses *Presses       // of what was worked out for presses
	Shelf   *picture.Shelf // of decoded pictures; nil: for this job alone
	Looks   *picture.Looks // that were taken at the files of this folder before; nil: none
	// Stories are those read before, for who runs jobs on a folder again and again while
	// it is written; nil: all are read.
	Stories *manuscript.Memory
	// Poured are the stories as the edition before had them, likewise.
	Poured *layout.Memory
	// FacesOf opens the faces that issues are set in; nil: those that come with the
	// program (embedded.Set).
	FacesOf func() (*fonts.Set, error)
	// OwnFaces opens the faces that the issue brings; nil: OpenFaces.
	OwnFaces func(fs.FS, []manuscript.FontFiles) (map[fonts.Role][]*fonts.Face, diag.List)
	// FileSum names what a file of the issue holds; nil: the files are read for it.
	FileSum func(name string) string
	// At is told of every stage, for who waits; may be nil.
	At func(Stage)
}

// Stage is a step that may take a while.
type Stage int

// The stages in their order.
const (
	Reading Stage = iota
	Planning
	Composing
	Drawing
)

// Result is what became of a job.
type Result struct {
	Issue    *manuscript.Issue // as it is written; nil: it cannot be worked with
	Faces    *fonts.Set
	Plans    planner.Edition // of the pages that the program made up
	Edition  *page.Edition   // the finished pages; nil: not composed
	Pictures *picture.Store
	Document []byte    // the PDF; nil: not drawn
	Problems diag.List // everything that is wrong or worth knowing, sorted
	Profile  []byte    // of the press, as the house style names it; nil: the newsprint profile

	job  Job
	made *replica.Made // of copies
}

// Unusable tells that the input could not be worked with at all.
func (r Result) Unusable() bool { return r.Issue == nil || r.Problems.Has(diag.Fatal) }

// Run loads the issue, makes up what has no place, composes and, where it is
// wanted, draws. An editor's faults are problems of the result; the error is for what
// no editor can mend. With an error too the result has the problems found before it.
func (j Job) Run() (r Result, err error) {
	defer func() { r.Problems.Sort() }()

	if j.At == nil {
		j.At = func(Stage) {}
	}
	r.job, r.made = j, new(replica.Made)
	if r.job.FileSum == nil {
		r.job.FileSum = fileSums(j.FS)
	}
	if j.Shelf == nil {
		j.Shelf = new(picture.Shelf)
		r.job.Shelf = j.Shelf
	}
	j.At(Reading)
	base := j.openFaces() // beside the loading
	load := manuscript.Load
	if j.Stories != nil {
		load = j.Stories.Load
	}
	r.Issue, r.Problems = load(j.FS)
	if r.Unusable() {
		return r, nil
	}
	r.Problems = append(r.Problems, faint(j.FS, r.Issue)...)
	if r.Faces, err = base(); err != nil {
		return r, err
	}
	if j.OwnFaces == nil {
		j.OwnFaces = OpenFaces
	}
	own, problems := j.OwnFaces(j.FS, r.Issue.Style.Fonts)
	r.Problems = append(r.Problems, problems...)
	if len(own) > 0 {
		r.Faces = r.Faces.With(own)
	}

	if j.Again != nil && manuscript.Reopened(r.Issue, j.Again) == 0 {
		r.Problems.Add(diag.NothingFound, r.Issue.Src)
	}
	if planner.Needed(r.Issue) {
		j.At(Planning)
		var found diag.List
		r.Plans, found = planner.Plan(r.Issue, r.Faces, j.Plan)
		r.Problems = append(r.Problems, found...)
	}

	if j.Pages != nil {
		r.Problems = ofPages(r.Problems, r.Issue, j.Pages)
	}

	if err := j.compose(&r); err != nil || r.Unusable() || r.Edition == nil {
		return r, err
	}
	r.Problems = append(r.Problems, j.ads(r, r.Pictures)...)
	r.Problems = append(r.Problems, proofs.Place(r.Edition, r.Issue, proofs.Options{Sum: r.Content, Some: j.Pages != nil})...)
	if !j.Draw || r.Problems.Has(diag.Error) && !j.Draft || len(r.Edition.Pages) == 0 {
		return r, nil
	}
	return r, j.output(&r)
}

// compose makes up the pages and reads their pictures to the end. In the place of
// one that cannot be used there is a mark on a draft; the problems stay those of
// every command.
func (j Job) compose(r *Result) (err error) {
	var problems diag.List
	r.Profile, problems = j.readProfile(r.Issue)
	r.Problems = append(r.Problems, problems...)
	j.At(Composing)
	how := layout.Options{Pages: j.Pages, Draft: j.Draft, Record: j.Record, Memory: j.Poured}
	r.Edition, problems = layout.Compose(r.Issue, r.Faces, how)
	defer func() { r.Problems = append(r.Problems, problems...) }()
	if r.Edition == nil {
		return nil
	}
	if r.Pictures, err = j.pictures(r.Profile); err != nil {
		return err
	}
	refused := r.Problems.Has(diag.Error) || problems.Has(diag.Error)
	if broken := r.decode(j, j.shown() && (j.Draft || !refused)); broken && j.Draft {
		r.Edition, _ = layout.Compose(r.Issue, r.Faces, how)
	}
	return nil
}

// shown tells whether the pages will be drawn: into the file, or by who wants the
// record of every line, for proofs and reports.
func (j Job) shown() bool { return j.Draw || j.Record }

// output draws what is composed.
func (j Job) output(r *Result) error {
	j.At(Drawing)
	drawing := *r
	if j.ForScreen {
		drawing.Edition = reading.Spoken(r.Edition)
	}
	drawn, err := pdf.Draw(drawing.Edition, pdf.Options{Cache: j.Cache, Pictures: r.Pictures, Margin: j.margin(), Uncompressed: true})
	var problems diag.List
	if err == nil {
		r.Document, problems, err = j.finish(drawing, drawn)
	}
	if bad, ok := errors.AsType[*pdf.FileError](err); ok {
		r.Problems.Add(diag.BadPicture, bad.Src, bad.File, said{bad.Err})
		return nil
	}
	if missing, ok := errors.AsType[*pdf.MissingError](err); ok {
		r.Problems.Add(diag.CannotWrite, missing.Src, missing)
		return nil
	}
	r.Problems = append(r.Problems, problems...)
	return err
}

// For draws the edition for another purpose, such as a copy for the screen beside the
// file for the press. Profile, pictures and advertisements are judged again, for one
// purpose takes what another refuses; the problems are those of both. What fails is
// drawn only as a draft (ErrNotDrawn).
func (r Result) For(p Printing) (out Result, err error) {
	if r.Edition == nil {
		return r, ErrNotComposed
	}
	j := r.job
	j.Printing = p
	out = r
	out.job, out.made, out.Document, out.Problems = j, new(replica.Made), nil, slices.Clone(r.Problems)
	defer func() { out.Problems.Sort() }() // what is the same for both stands once
	var problems diag.List
	out.Profile, problems = j.readProfile(r.Issue)
	out.Problems = append(out.Problems, problems...)
	if out.Pictures, err = j.pictures(out.Profile); err != nil {
		return out, err
	}
	out.Problems = append(out.Problems, j.ads(out, out.Pictures)...)
	if out.Fails() && !j.Draft {
		return out, ErrNotDrawn
	}
	err = j.output(&out)
	return out, err
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
func (j Job) openFaces() func() (*fonts.Set, error) {
	type opened struct {
		set *fonts.Set
		err error
	}
	if j.FacesOf == nil {
		j.FacesOf = embedded.Set
	}
	ch := make(chan opened, 1)
	go func() {
		set, err := j.FacesOf()
		ch <- opened{set, err}
	}()
	return func() (*fonts.Set, error) {
		o := <-ch
		return o.set, o.err
	}
}

// RunContext runs the job, but not beyond the end of ctx: a job writes nothing, so
// an interrupted one is left behind, and its result is empty.
func (j Job) RunContext(ctx context.Context) (Result, error) {
	type outcome struct {
		r   Result
		err error
	}
	ch := make(chan outcome, 1)
	go func() {
		r, err := j.Run()
		ch <- outcome{r, err}
	}()
	select {
	case <-ctx.Done():
		return Result{}, ctx.Err()
	case o := <-ch:
		return o.r, errors.Join(o.err, ctx.Err())
	}
}
