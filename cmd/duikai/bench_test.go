package main

import (
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"duikai/layout/diag"
	"duikai/layout/page"
	"duikai/render/pdf"
	"duikai/render/pdf/pdftest"
	"duikai/samples"
)

// BenchmarkRender loads, composes and draws an edition of eight pages;
// BenchmarkFloor draws its texts and pictures with gopdf and nothing
// else. Their quotient is what make-up costs:
//
//	go test -run '^$' -bench 'Render|Floor' ./cmd/duikai
//
// Warm, faces are parsed before, as in a batch; cold, each document parses
// its own.
func BenchmarkRender(b *testing.B) {
	fsys := eightPages(b)
	warm := new(pdf.Cache)
	b.Run("warm", func(b *testing.B) {
		bench(b, func() ([]byte, *page.Edition) { return setIssue(b, fsys, warm) })
	})
	b.Run("cold", func(b *testing.B) {
		bench(b, func() ([]byte, *page.Edition) { return setIssue(b, fsys, new(pdf.Cache)) })
	})
}

func BenchmarkFloor(b *testing.B) {
	fsys := eightPages(b)
	_, e := setIssue(b, fsys, new(pdf.Cache))
	draw := func(f *pdftest.Fonts) ([]byte, *page.Edition) {
		doc, err := f.Floor(e)
		if err != nil {
			b.Fatal(err)
		}
		return doc, e
	}
	warm := &pdftest.Fonts{Files: fsys}
	b.Run("warm", func(b *testing.B) {
		bench(b, func() ([]byte, *page.Edition) { return draw(warm) })
	})
	b.Run("cold", func(b *testing.B) {
		bench(b, func() ([]byte, *page.Edition) { return draw(&pdftest.Fonts{Files: fsys}) })
	})
}

// bench measures f after a first call that fills caches.
func bench(b *testing.B, f func() ([]byte, *page.Edition)) {
	doc, e := f()
	b.ReportAllocs()
	for b.Loop() {
		f()
	}
	chars := 0
	for _, p := range e.Pages {
		for _, pl := range p.Placements {
			chars += pl.Chars
		}
	}
	b.ReportMetric(float64(b.N*len(e.Pages))/b.Elapsed().Seconds(), "pages/s")
	b.ReportMetric(float64(chars), "chars")
	b.ReportMetric(float64(len(doc)), "pdf-bytes")
}

func setIssue(b *testing.B, fsys fs.FS, cache *pdf.Cache) ([]byte, *page.Edition) {
	b.Helper()
	// As a draft: turned paragraphs may leave a line over, which is no matter
	// here.
	r, err := job{fsys: fsys, draw: true, draft: true, cache: cache, at: func(stage) {}}.run()
	if err != nil {
		b.Fatal(err)
	}
	for _, p := range r.problems {
		if p.Severity() >= diag.Error && p.Code != diag.Overset {
			b.Fatal(p)
		}
	}
	if r.pdf == nil {
		b.Fatal("nothing was drawn")
	}
	return r.pdf, r.edition
}

// eightPages is the sample's two pages four times over. Every copy has its own
// stories, with the paragraphs turned by one, so that no two pages are alike.
func eightPages(b *testing.B) fs.FS {
	b.Helper()
	const copies, pagesEach = 4, 2
	src := samples.Wangting()
	read := func(name string) string {
		data, err := fs.ReadFile(src, name)
		if err != nil {
			b.Fatal(err)
		}
		return string(data)
	}
	all := fstest.MapFS{}
	head, plan, ok := strings.Cut(read("issue.yaml"), "\npages:\n")
	if !ok {
		b.Fatal("the sample has no pages")
	}
	var issue strings.Builder
	fmt.Fprintf(&issue, "%s\npages:\n", head)
	stories, err := fs.Glob(src, "stories/*.md")
	if err != nil || len(stories) == 0 {
		b.Fatal("the sample has no stories:", err)
	}
	story, number := regexp.MustCompile(`story: `), regexp.MustCompile(`number: (\d+)`)
	for c := range copies {
		turned := story.ReplaceAllString(plan, fmt.Sprintf("story: c%d-", c))
		turned = number.ReplaceAllStringFunc(turned, func(s string) string {
			var n int
			if _, err := fmt.Sscanf(s, "number: %d", &n); err != nil {
				b.Fatal(err)
			}
			return fmt.Sprintf("number: %d", n+c*pagesEach)
		})
		fmt.Fprintln(&issue, turned)
		for _, name := range stories {
			copied := fmt.Sprintf("stories/c%d-%s", c, path.Base(name))
			all[copied] = &fstest.MapFile{Data: []byte(turn(read(name), c))}
		}
	}
	all["issue.yaml"] = &fstest.MapFile{Data: []byte(issue.String())}
	return all
}

// turn moves the first n paragraphs of a story to its end.
func turn(story string, n int) string {
	front, body, ok := strings.Cut(story, "\n---\n")
	if !ok {
		return story
	}
	paragraphs := strings.Split(strings.TrimSpace(body), "\n\n")
	n %= len(paragraphs)
	return front + "\n---\n" + strings.Join(slices.Concat(paragraphs[n:], paragraphs[:n]), "\n\n") + "\n"
}
