package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"duikai/layout/geom"
	"duikai/layout/page"
	"duikai/render"
)

// TestAgainstAnyPDF: a PDF that the program did not write is shown beside the
// pages of now, and what differs is found: nothing in a copy of them that
// another program could have made, and a headline alone where that was changed.
func TestAgainstAnyPDF(t *testing.T) {
	dir := issueFolder(t, good())
	file := filepath.Join(t.TempDir(), "first.Document")
	if got := duikai(t, "render", dir, "-o", file, "--standard=none"); got.code != exitOK {
		t.Fatal(got.stderr)
	}
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	painter := (&app{}).painter()
	defer painter.Close()
	old, err := otherPDF(b, painter)
	if err != nil {
		t.Fatal(err)
	}
	changed := good()
	changed["stories/harbour.md"] = strings.Replace(harbour, "老码头", "新码头", 1)
	word := good()
	at := strings.LastIndex(harbour, "。") // of the text
	word["stories/harbour.md"] = harbour[:at-len("港港")] + "鼎鬯" + harbour[at:]
	for name, issue := range map[string]string{"the same": dir, "a headline": issueFolder(t, changed), "a word": issueFolder(t, word)} {
		f, err := openFolder(issue)
		if err != nil {
			t.Fatal(err)
		}
		now, _, err := newDesk(f, render.Printing{}).set(t.Context())
		if err != nil || now.Edition == nil {
			t.Fatal(err)
		}
		p := now.Edition.Pages[0]
		var area geom.Length
		found := old.Changes(p, now.Draw)
		for _, r := range found {
			area += r.W / geom.Pt * r.H / geom.Pt
		}
		if whole := p.Trim.W / geom.Pt * p.Trim.H / geom.Pt; (len(found) > 0) != (name != "the same") || area > whole/4 {
			t.Errorf("%s: differs at %v", name, found)
		}
		_ = f.close()
	}

	alien := filepath.Join(t.TempDir(), "alien.pdf")
	if err := os.WriteFile(alien, []byte(oddAd("", "", "", streamOf("", "1 0 0 rg 0 0 200 100 re f"))), 0o644); err != nil {
		t.Fatal(err)
	}
	st, err := earlierPDF(alien, painter)
	if err != nil || len(st.Edition.Pages) != 1 {
		t.Fatal(err)
	}
	drawn, err := st.Draw(st.Edition.Pages[0], 72)
	if err != nil || !red(t, drawn) || !bytes.HasPrefix(drawn, []byte("\x89PNG")) {
		t.Errorf("another's page is not drawn: %v", err)
	}
	s := startServe(t, dir, "--against", alien)
	s.until(`class="sheet before"`, alert)
	s.stop()
}

// TestVersionsOfOneName: two files are two versions, whatever they are called: browsers keep
// the pictures of pages under what names them.
func TestVersionsOfOneName(t *testing.T) {
	sums := map[string]bool{}
	for _, fill := range []string{"1 0 0 rg 0 0 200 100 re f", "0 0 1 rg 0 0 200 100 re f"} {
		st, err := earlierData([]byte(oddAd("", "", "", streamOf("", fill))), nil)
		if err != nil {
			t.Fatal(err)
		}
		sums[page.Sum(st.Edition.Pages[0], st.Stamp)] = true
	}
	if len(sums) != 2 {
		t.Errorf("%d names for two files", len(sums))
	}
}
