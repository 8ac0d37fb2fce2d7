package main

import (
	"io/fs"
	"os"
	"strings"
	"testing"

	"duikai/layout/intake"
	ourpages "duikai/layout/intake/replica"
	"duikai/render"
	"duikai/render/pdf"
)

// TestOwnPagesComeBack: what the program records of its pages gives the same
// stories when it is imported again, to the letter and in their order.
func TestOwnPagesComeBack(t *testing.T) {
	for _, kind := range []string{"interview", "briefs", "children", "holiday"} {
		t.Run(kind, func(t *testing.T) {
			sub, err := fs.Sub(os.DirFS("../../samples/pages"), kind)
			if err != nil {
				t.Fatal(err)
			}
			r, err := render.Job{FS: sub, Draft: true, Cache: new(pdf.Cache)}.Run()
			if err != nil || r.Edition == nil {
				t.Fatal(err, r.Problems)
			}
			record, err := r.LayoutJSON()
			if err != nil {
				t.Fatal(err)
			}
			src := intake.OpenBytes(record, "layout.json", "layout.json")
			if chosen := intake.Choose((&app{}).importReaders(), src); chosen == nil || chosen.Kind != ourpages.Kind {
				t.Fatalf("it is read as %v", chosen)
			}
			lots, found := ourpages.Reader().Lots(src, intake.Options{})
			if len(lots) != 1 {
				t.Fatal(len(lots), found)
			}
			e := intake.Take(lots).Edition
			e.Restore(e.Grids().Grid())
			compared := 0
			for _, p := range r.Edition.Pages {
				for _, pl := range p.Placements {
					if pl.Kind != "story" || pl.From > 0 {
						continue
					}
					compared++
					got := storyOf(e, pl.Story)
					if want := intake.Squeezed(render.PlainText(r.Issue.Story(pl.Story))); got != want {
						t.Errorf("%s says\n%s\nwritten was\n%s", pl.Story, got, want)
					}
				}
			}
			if compared == 0 {
				t.Error("no story was compared")
			}
		})
	}
}

// storyOf is all that an imported story says, in the order of the record: the
// words under pictures, which the source does not have, are left out there too.
func storyOf(e *intake.Edition, id string) string {
	var b strings.Builder
	for _, s := range e.Stories() {
		if s.ID != id {
			continue
		}
		for _, f := range []intake.Field{s.Column, s.Kicker} {
			b.WriteString(f.Text.String())
		}
		for _, list := range [][]intake.Field{s.Headline, s.Deck, s.Summary, {s.Byline}} {
			for _, f := range list {
				b.WriteString(f.Text.String())
			}
		}
		for _, k := range s.Body {
			b.WriteString(k.Text.String())
		}
		b.WriteString(s.Note.Text.String())
	}
	return intake.Squeezed(b.String())
}
