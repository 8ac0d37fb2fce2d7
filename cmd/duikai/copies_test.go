package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"duikai/layout/geom"
	"duikai/layout/page"
	"duikai/render"
	"duikai/render/pdf"
	"duikai/samples/oracle"
)

// The pages of invented issues, and what is copied out of their PDF files: the
// reader of raw text is measured with them where there is neither.
const (
	copiedIssues = "../../layout/intake/dump/testdata/issues"
	copiedTexts  = "../../layout/intake/dump/testdata/copied"
)

var (
	copyAnew = flag.Bool("copy-anew", false, "set the invented issues and write what is copied out of their PDF files")
	pdfJS    = flag.String("pdfjs", "", "with -copy-anew: the folder in which the npm package pdfjs-dist is installed")
)

// TestCopyAnew writes the copies anew: in the ways of poppler and, where
// it is named, of pdf.js.
func TestCopyAnew(t *testing.T) {
	if !*copyAnew {
		t.Skip("the copies are kept; -copy-anew writes them")
	}
	for _, name := range issueNames(t) {
		t.Run(name, func(t *testing.T) { copyAgain(t, name) })
	}
}

func copyAgain(t *testing.T, name string) {
	t.Helper()
	dir := filepath.Join(copiedTexts, name)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	c, file, e := setInvented(t, name)
	truth, err := json.MarshalIndent(c.stories, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	texts := map[string]string{"truth.json": string(truth) + "\n", "paragraphs.txt": c.whole}
	for way, flags := range map[string][]string{"raw": {"-raw"}, "reading": nil, "layout": {"-layout"}} {
		texts[way+".txt"] = copied(t, file, flags...)
		texts["columns-"+way+".txt"] = byColumn(t, file, e.Pages[0], flags)
	}
	if *pdfJS != "" {
		texts["pdfjs.txt"] = byPDFJS(t, file)
	}
	for n, text := range texts {
		if err := os.WriteFile(filepath.Join(dir, n), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func issueNames(t *testing.T) (names []string) {
	t.Helper()
	all, err := os.ReadDir(copiedIssues)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range all {
		names = append(names, d.Name())
	}
	return names
}

// setInvented sets an issue of one page: the truth, the PDF file, the display list.
func setInvented(t *testing.T, name string) (copiedPage, string, *page.Edition) {
	t.Helper()
	r, err := render.Job{FS: os.DirFS(filepath.Join(copiedIssues, name)), Draw: true, Draft: true, Cache: new(pdf.Cache)}.Run()
	if err != nil {
		t.Fatal(err)
	}
	if verdictOf(r) != nil || len(r.Edition.Pages) != 1 {
		t.Fatalf("%s: %v", name, r.Problems)
	}
	p := r.Edition.Pages[0]
	c := copiedPage{name: name}
	_, c.stories = copyOut(r.Issue, p, false)
	c.whole, _ = copyOut(r.Issue, p, true)
	file := filepath.Join(t.TempDir(), name+".pdf")
	if err := os.WriteFile(file, r.Document, 0o600); err != nil {
		t.Fatal(err)
	}
	return c, file, r.Edition
}

// copied is what poppler copies.
func copied(t *testing.T, file string, flags ...string) string {
	return string(oracle.Run(t, "pdftotext", append(slices.Clone(flags), "-nopgbrk", "-enc", "UTF-8", file, "-")...))
}

// byColumn copies as a person does who marks a column after the other: the page
// header, then of each story its head and its columns.
func byColumn(t *testing.T, file string, p *page.Page, flags []string) string {
	var order []string
	boxes := make(map[string]*geom.Rect)
	add := func(key string, b geom.Rect) {
		if boxes[key] == nil {
			boxes[key] = &b
			order = append(order, key)
			return
		}
		*boxes[key] = boxes[key].Union(b)
	}
	for _, it := range p.Items {
		x, ok := it.(*page.Text)
		if !ok || len(x.Glyphs) == 0 {
			continue
		}
		k := slices.IndexFunc(p.Placements, func(pl page.Placement) bool { return pl.Story != "" && pl.Story == x.Story })
		body := x.Part == page.Body || x.Part == page.Subhead || x.Part == page.Note || x.Part == page.Jump || x.Part == page.Cell || x.Part == page.Hyphen
		switch {
		case !body && len(x.Glyphs) == 1: // of a line that runs downward
			add(fmt.Sprintf("%d downward %d", k, x.At.X), x.Box())
		case !body || k < 0:
			add(fmt.Sprintf("%d line %d", k, x.At.Y), x.Box())
		default:
			pl := p.Placements[k]
			column := 0
			if pl.Columns > 1 {
				gutter := (pl.Area.W - geom.Length(pl.Columns)*pl.Measure) / geom.Length(pl.Columns-1)
				column = int((x.At.X - pl.Area.X + gutter/2) / (pl.Measure + gutter))
			}
			add(fmt.Sprintf("%d column %d", k, column), x.Box())
		}
	}
	var b strings.Builder
	const unit = 10 // of a point: pdftotext takes whole pixels
	for _, key := range order {
		r := boxes[key]
		x, y := int(math.Floor(r.X.Points()*unit)), int(math.Floor(r.Y.Points()*unit))
		w, h := int(math.Ceil(r.W.Points()*unit)), int(math.Ceil(r.H.Points()*unit))
		crop := []string{"-r", fmt.Sprint(72 * unit), "-x", fmt.Sprint(x), "-y", fmt.Sprint(y), "-W", fmt.Sprint(w), "-H", fmt.Sprint(h)}
		b.WriteString(copied(t, file, append(crop, flags...)...))
	}
	return b.String()
}

// pdfJSCopy is what a page in a browser does: the items in their order, a new
// line where one ends.
const pdfJSCopy = `import { getDocument } from './node_modules/pdfjs-dist/legacy/build/pdf.mjs';
import { readFileSync } from 'node:fs';
const doc = await getDocument({ data: new Uint8Array(readFileSync(process.argv[2])), verbosity: 0,
  cMapUrl: './node_modules/pdfjs-dist/cmaps/', cMapPacked: true, useSystemFonts: false }).promise;
let out = '';
for (let n = 1; n <= doc.numPages; n++) {
  const text = await (await doc.getPage(n)).getTextContent();
  for (const i of text.items) out += i.str + (i.hasEOL ? '\n' : '');
}
process.stdout.write(out);
`

func byPDFJS(t *testing.T, file string) string {
	script := filepath.Join(*pdfJS, "copy.mjs")
	if err := os.WriteFile(script, []byte(pdfJSCopy), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("node", script, file)
	cmd.Dir = *pdfJS
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("node: %v\n%s", err, out)
	}
	return string(out)
}
