// Package render sets issues of newspapers: it is the door for programs that want
// pages and not the command line. The command is one of its callers.
//
// # An issue becomes pages
//
// An issue is a folder, any fs.FS: issue.yaml and its stories, as the guide under
// samples/ tells. A Job says what is wanted of it, Run does the work, and the Result
// holds all that came of it as values: the issue as it was read, the pages that were
// made up, the finished edition, every problem.
//
//	r, err := render.Job{FS: os.DirFS("2026-11-23")}.Run()
//	if err != nil { … }                        // a full disk, a bug: nothing an editor can mend
//	for _, p := range r.Problems {             // what an editor can: at its file, line and column
//		fmt.Println(p.Pos, p.Text(diag.Chinese))
//	}
//	if !r.Fails() {
//		found, err := r.PDF(w, render.Printing{Standard: pdfx.X1a})
//	}
//
// # What comes out
//
//	Result.PDF         a file for a press (PDF/X-1a, PDF/X-4), plain, or for readers, tagged
//	Result.PNG         a page as a picture, with overlays that say why it is so
//	Result.Copy        web pages, a book, METS/ALTO, an e-paper tree, a IIIF manifest
//	Result.Report      what happened, slot by slot, as text or JSON
//	Result.LayoutJSON  what stands where, and every text
//	Result.Problems    values of layout/diag: a stable code, a place, words in two languages
//
// Pages without places are made up by the program (Job.Plan); what it found stands in
// Result.Plans. One composed edition is drawn for as many purposes as are wanted, each
// judged for its own.
//
// # Many at once
//
// A Result is read by as many goroutines as like it. Many jobs may run at once; a
// program that sets many issues shares a Cache, Presses and, for pictures that
// return, a Shelf between them. The same folder gives the same bytes.
//
// # From another module
//
// What is named here and in the values that it hands on is all that is needed; what
// stands below folders called internal is promised to nobody. What is below this
// folder draws and writes, each room a kind of output. Of those that a caller meets:
// pdfx names standards, proof has the choices of pictures, report says the result in
// sentences, tables and JSON, replica has the forms of copies.
package render

import (
	"errors"
	"fmt"
	"io"

	"duikai/fonts"
	"duikai/layout/diag"
	"duikai/layout/geom"
	"duikai/layout/page"
	"duikai/render/pdfx"
	"duikai/render/proof"
	"duikai/render/replica"
	"duikai/render/report"
)

// Fails tells that the edition must not be printed: it was not composed, or has an
// error. A caller may draw it as a draft all the same (Job.Draft).
func (r Result) Fails() bool {
	return r.Unusable() || r.Edition == nil || r.Problems.Has(diag.Error)
}

// ErrNotComposed is the refusal to draw what is no edition: the issue could not be
// worked with, or none of its pages were wanted.
var ErrNotComposed = errors.New("the issue was not composed")

// ErrNotDrawn is the refusal to write an edition in which something would be missing;
// the problems say what.
var ErrNotDrawn = errors.New("the edition was not drawn")

// PDF writes the edition for a purpose. One that fails is refused with ErrNotDrawn,
// unless the job asked for a draft, on which what is wrong is marked. problems are
// those of the result and what is wrong for this purpose alone: an advertisement that
// keeps the standard from being claimed, say.
func (r Result) PDF(w io.Writer, p Printing) (problems diag.List, err error) {
	drawn, err := r.For(p)
	switch {
	case err != nil:
		return drawn.Problems, err
	case drawn.Document == nil:
		return drawn.Problems, ErrNotDrawn
	}
	_, err = w.Write(drawn.Document)
	return drawn.Problems, err
}

// PNG writes a page as a picture. What o leaves open is filled in: the pictures of
// the issue, the faces of labels, proof.DefaultDPI.
func (r Result) PNG(w io.Writer, number int, o proof.Options) error {
	p, err := r.page(number)
	if err != nil {
		return err
	}
	if o.DPI == 0 {
		o.DPI = proof.DefaultDPI
	}
	if o.Pictures == nil {
		o.Pictures = r.Pictures
	}
	if len(o.Labels.Faces()) == 0 {
		o.Labels = r.Faces.Chain(fonts.Hei)
	}
	img, err := proof.Draw(p, o)
	if err != nil {
		return err
	}
	return proof.EncodePNG(w, img, o.DPI)
}

// page finds a page by its number.
func (r Result) page(number int) (*page.Page, error) {
	if r.Edition == nil {
		return nil, ErrNotComposed
	}
	for _, p := range r.Edition.Pages {
		if p.Number == number {
			return p, nil
		}
	}
	return nil, fmt.Errorf("the edition has no page %d", number)
}

// Copy writes the edition for readers, libraries or sites; address is where it will
// be published, for the forms that have to know (replica.Options). One that fails is
// refused as by PDF. Pages are drawn once for several forms.
func (r Result) Copy(f replica.Format, address string, put replica.Put) error {
	switch {
	case r.Edition == nil:
		return ErrNotComposed
	case r.Fails() && !r.job.Draft:
		return ErrNotDrawn
	}
	pictures := r.Pictures
	if !r.job.ForScreen { // they were made ready for a press
		j := r.job
		j.Printing = Printing{Standard: pdfx.Plain, ForScreen: true}
		var err error
		if pictures, err = j.pictures(r.Profile); err != nil {
			return err
		}
	}
	return replica.Write(r.Edition, replica.Options{Format: f, Pictures: pictures, Labels: r.Faces.Chain(fonts.Hei), Address: address, Made: r.made}, put)
}

// Report says what happened: slot by slot and, where the job keeps the record, line by
// line. It is written as text or JSON.
func (r Result) Report(l diag.Lang) (*report.Report, error) {
	if r.Edition == nil {
		return nil, ErrNotComposed
	}
	return report.Build(r.Edition, r.Problems, Places(r.Edition, r.Problems), l), nil
}

// Places finds problems on the pages, under the numbers that proofs give them.
func Places(e *page.Edition, list diag.List) []report.Place {
	places := make([]report.Place, len(list))
	for i, f := range proof.Find(e, list) {
		if f.Page > 0 {
			places[i] = report.Place{Number: f.Number, Page: f.Page, Areas: []geom.Rect{f.Area}}
		}
	}
	return places
}
