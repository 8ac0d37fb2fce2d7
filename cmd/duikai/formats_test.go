package main

import (
	"archive/zip"
	"encoding/json"
	"encoding/xml"
	"io"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"duikai/layout/intake"
	"duikai/layout/manuscript"
	"duikai/render"
	"duikai/samples/oracle"
)

// replicaOfSample writes the sample in a form.
func replicaOfSample(t *testing.T, sample, format string, more ...string) (dir string) {
	t.Helper()
	dir = filepath.Join(t.TempDir(), format)
	if got := duikai(t, append([]string{"replica", "../../samples/" + sample, "--format", format, "-o", dir}, more...)...); got.code != exitOK {
		t.Fatalf("%d: %s%s", got.code, got.stdout, got.stderr)
	}
	return dir
}

// TestBook: a book begins with its type, names every file that it has and no other,
// leads to every page, and is what the checker of the standard's makers calls
// flawless; the same edition is the same book. A book with pinyin is too.
func TestBook(t *testing.T) {
	file := filepath.Join(replicaOfSample(t, "wangting", "epub"), "2026-11-23.epub")
	z, err := zip.OpenReader(file)
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	if f := z.File[0]; f.Name != "mimetype" || f.Method != zip.Store || f.Flags&8 != 0 {
		t.Errorf("the book begins with %s, method %d, flags %x", f.Name, f.Method, f.Flags)
	}
	const opening = 38 // where readers look for the type (OCF 3.2, 4.3)
	if text := fileText(t, file); text[opening:opening+len("application/epub+zip")] != "application/epub+zip" {
		t.Errorf("the type does not stand at its place: %q", text[:60])
	}
	inside := make(map[string]string)
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		inside[f.Name] = string(data)
		if strings.HasSuffix(f.Name, "xhtml") {
			wellFormed(t, f.Name, string(data))
		}
	}
	var opf struct {
		Items []struct {
			ID   string `xml:"id,attr"`
			Href string `xml:"href,attr"`
		} `xml:"manifest>item"`
		Spine []struct {
			Ref string `xml:"idref,attr"`
		} `xml:"spine>itemref"`
	}
	if err := xml.Unmarshal([]byte(inside["EPUB/package.opf"]), &opf); err != nil {
		t.Fatal(err)
	}
	if len(opf.Items) != len(inside)-3 {
		t.Errorf("%d files are named, %d are there", len(opf.Items), len(inside)-3)
	}
	for _, it := range opf.Items {
		if _, ok := inside["EPUB/"+it.Href]; !ok {
			t.Errorf("%s is named and not there", it.Href)
		}
	}
	oldContents(t, inside)
	if n := strings.Count(inside["EPUB/nav.xhtml"], `#page">`); n != 8 || len(opf.Spine) != 1+8+64 {
		t.Errorf("%d pages are listed, %d files are read", n, len(opf.Spine))
	}
	if said := check(t, file); !strings.Contains(said, "0 fatals / 0 errors / 0 warnings") {
		t.Error(said)
	}
	var books []string
	for i, sample := range []string{"children", "children"} {
		book := filepath.Join(t.TempDir(), strconv.Itoa(i)+".epub")
		if got := duikai(t, "replica", "../../samples/pages/"+sample, "--format", "epub", "-o", book); got.code != exitOK {
			t.Fatalf("%s: %s", sample, got.stderr)
		}
		books = append(books, book)
	}
	if fileText(t, books[0]) != fileText(t, books[1]) {
		t.Error("a second book has other bytes")
	}
	check(t, books[0])
}

// oldContents: what readers of EPUB 2 see of a book leads to all pages and stories,
// under the name of the book, and counts them in the order of reading; a page that is
// named twice has one number.
func oldContents(t *testing.T, inside map[string]string) {
	t.Helper()
	type point struct {
		Order int    `xml:"playOrder,attr"`
		Label string `xml:"navLabel>text"`
		To    struct {
			Src string `xml:"src,attr"`
		} `xml:"content"`
		Below []point `xml:"navPoint"`
	}
	var ncx struct {
		Meta []struct {
			Name    string `xml:"name,attr"`
			Content string `xml:"content,attr"`
		} `xml:"head>meta"`
		Points  []point `xml:"navMap>navPoint"`
		Targets []point `xml:"pageList>pageTarget"`
	}
	if err := xml.Unmarshal([]byte(inside["EPUB/toc.ncx"]), &ncx); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(inside["EPUB/package.opf"], ">"+ncx.Meta[0].Content+"</dc:identifier>") || !regexp.MustCompile(`<spine toc="f\d+">`).MatchString(inside["EPUB/package.opf"]) {
		t.Errorf("the contents are those of %q", ncx.Meta[0].Content)
	}
	order := make(map[string]int)
	n := 0
	var walk func(list []point)
	walk = func(list []point) {
		for _, p := range list {
			n++
			if p.Order != n || p.Label == "" || inside["EPUB/"+p.To.Src] == "" || order[p.To.Src] > 0 {
				t.Errorf("%+v is not the %d. thing to be read", p, n)
			}
			order[p.To.Src] = n
			walk(p.Below)
		}
	}
	walk(ncx.Points)
	if len(ncx.Points) != 8 || n != 8+64 || len(ncx.Targets) != 8 {
		t.Errorf("%d pages, %d in all, %d printed pages", len(ncx.Points), n, len(ncx.Targets))
	}
	for _, p := range ncx.Targets {
		if order[p.To.Src] != p.Order {
			t.Errorf("page %s is number %d here and %d there", p.Label, p.Order, order[p.To.Src])
		}
	}
}

// check asks the checker of the standard's makers; it is fatal that it finds errors.
// A machine that compiles little is done sooner with the few files of a book.
func check(t *testing.T, book string) string {
	t.Helper()
	const checker = "/usr/share/java/epubcheck.jar"
	oracle.File(t, checker)
	return string(oracle.Run(t, "java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-jar", checker, book))
}

func wellFormed(t *testing.T, name, text string) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(text))
	for {
		if _, err := d.Token(); err == io.EOF {
			return
		} else if err != nil {
			t.Errorf("%s: %v", name, err)
			return
		}
	}
}

// TestLibraryForm: identifiers are unique, what refers to one finds it, every block
// lies on its page, and every file is there; and every story comes back from it to the
// letter.
func TestLibraryForm(t *testing.T) {
	dir := replicaOfSample(t, "wangting", "alto")
	comeBack(t, dir, func(back []string, st manuscript.Story) bool {
		return slices.Contains(back, intake.Squeezed(render.PlainText(&st)))
	})
	files := treeOf(t, dir)
	ids := make(map[string]bool)
	id, refs := regexp.MustCompile(` ID="([^"]*)"`), regexp.MustCompile(` (?:IDNEXT|STYLEREFS|TAGREFS|BEGIN|FILEID|DMDID)="([^"]*)"`)
	place := regexp.MustCompile(`<(?:TextBlock|TextLine|Illustration|String) [^>]*HPOS="(\d+)" VPOS="(\d+)" WIDTH="(\d+)" HEIGHT="(\d+)"`)
	for _, name := range keysOf(files) {
		if !strings.HasSuffix(name, ".xml") {
			continue
		}
		wellFormed(t, name, files[name])
		own := make(map[string]bool)
		for _, m := range id.FindAllStringSubmatch(files[name], -1) {
			if own[m[1]] {
				t.Errorf("%s: %s twice", name, m[1])
			}
			own[m[1]], ids[m[1]] = true, true
		}
	}
	for _, name := range keysOf(files) {
		if !strings.HasSuffix(name, ".xml") {
			continue
		}
		for _, m := range refs.FindAllStringSubmatch(files[name], -1) {
			if !ids[m[1]] {
				t.Errorf("%s refers to %s, which is nowhere", name, m[1])
			}
		}
		const width, height = 3071, 4299 // a broadsheet page at 200 dots an inch
		for _, m := range place.FindAllStringSubmatch(files[name], -1) {
			x, y, w, h := atoi(m[1]), atoi(m[2]), atoi(m[3]), atoi(m[4])
			if x+w > width || y+h > height {
				t.Errorf("%s: %s lies outside", name, m[0])
			}
		}
	}
	for _, m := range regexp.MustCompile(`xlink:href="([^"]*)"`).FindAllStringSubmatch(files["mets.xml"], -1) {
		if _, ok := files[m[1]]; !ok {
			t.Errorf("%s is named and not there", m[1])
		}
	}
}

func atoi(s string) int {
	n, _ := strconv.Atoi(s)
	return n
}

// brought is the stories of an issue that went out in a format and came back.
func brought(t *testing.T, issue, format string) (stories string) {
	t.Helper()
	dir := t.TempDir()
	out, back := filepath.Join(dir, "out"), filepath.Join(dir, "back")
	for _, args := range [][]string{{"replica", issue, "--format", format, "-o", out}, {"import", out, "-o", back}} {
		if got := duikai(t, args...); got.code != exitOK {
			t.Fatalf("%d: %s%s", got.code, got.stdout, got.stderr)
		}
	}
	for name, text := range treeOf(t, back) {
		if strings.HasSuffix(name, ".md") {
			stories += text
		}
	}
	return stories
}

// TestLibraryTables: tables come back one by one, with their titles, what they count in
// and their empty cells.
func TestLibraryTables(t *testing.T) {
	const table = "**各泊位今年三月与上年三月船数**\n\n单位：个\n\n| 泊位 | 上年 | 今年 |\n|---|---|---|\n| 一号 | 3月 | 12 |\n| 二号 |  | 13 |\n\n| 站 | 船 |\n|---|---|\n| 江口 | 7 |\n"
	issue := issueFolder(t, map[string]string{
		"issue.yaml":   "paper: 望汀日报\ndate: 2026-11-23\npages: [{number: 2, slots: [{story: a, at: [1, 1], span: [2, 20]}]}]\n",
		"stories/a.md": "---\nheadline: 泊位表\n---\n雾散了，船也开了。\n\n" + table + "\n船开走了。\n",
	})
	for format, want := range map[string]string{"alto": table, "epaper": strings.ReplaceAll(table, "**", "")} {
		back := brought(t, issue, format)
		if !strings.Contains(back, "\n\n"+want+"\n") {
			t.Errorf("%s: no table\n%sin\n%s", format, want, back)
		}
	}
}

// TestLibraryVerse: the stanzas of a poem come back from a library apart.
func TestLibraryVerse(t *testing.T) {
	const verse = "verse:\n  江水先到\n  灯笼后到\n\n  石阶数着他们\n  一级一级\n\n  船开了\n"
	issue := issueFolder(t, map[string]string{
		"issue.yaml":   "paper: 望汀日报\ndate: 2026-11-23\npages: [{number: 2, slots: [{story: a, at: [1, 1], span: [2, 20]}]}]\n",
		"stories/a.md": "---\nheadline: 渡口\n---\n雾散了，船也开了。\n\n" + verse + "\n灯灭了。\n\nverse:\n  夜里\n  雾里\n",
	})
	back := brought(t, issue, "alto")
	if !strings.Contains(back, "\n\n"+verse+"\n灯灭了。\n\nverse:\n  夜里\n  雾里\n") {
		t.Errorf("no verse\n%sin\n%s", verse, back)
	}
}

// TestManifest: all addresses begin where the folder will be published, the files
// among them are there, and regions lie on their canvas.
func TestManifest(t *testing.T) {
	const at = "https://paper.example.test/2026-11-23/"
	files := treeOf(t, replicaOfSample(t, "wangting", "iiif", "--pages", "2-3", "--address", strings.TrimSuffix(at, "/")))
	var m struct {
		ID    string
		Items []struct {
			ID            string
			Width, Height int
			Items         []struct {
				Items []struct{ Body struct{ ID string } }
			}
			Annotations []struct {
				Items []struct {
					Target string
					Body   struct{ Value string }
				}
			}
		}
		Structures []struct {
			Items []struct{ Label map[string][]string }
		}
	}
	if err := json.Unmarshal([]byte(files["manifest.json"]), &m); err != nil {
		t.Fatal(err)
	}
	if len(m.Items) != 2 || m.ID != at+"manifest.json" || len(m.Structures) != 2 {
		t.Fatalf("%d canvases, %s", len(m.Items), m.ID)
	}
	region := regexp.MustCompile(`^(.*)#xywh=(\d+),(\d+),(\d+),(\d+)$`)
	texts := ""
	for _, c := range m.Items {
		if _, ok := files[strings.TrimPrefix(c.Items[0].Items[0].Body.ID, at)]; !ok {
			t.Errorf("%s is not there", c.Items[0].Items[0].Body.ID)
		}
		for _, a := range c.Annotations[0].Items {
			r := region.FindStringSubmatch(a.Target)
			if r == nil || r[1] != c.ID || atoi(r[2])+atoi(r[4]) > c.Width || atoi(r[3])+atoi(r[5]) > c.Height {
				t.Errorf("%s on %s", a.Target, c.ID)
			}
			texts += a.Body.Value
		}
	}
	if !strings.Contains(texts, "豆腐") {
		t.Error("the texts of the stories are not there")
	}
}

// TestEPaper: a tree of an e-paper has every line of every story when it is imported
// again.
func TestEPaper(t *testing.T) {
	comeBack(t, replicaOfSample(t, "wangting", "epaper"), func(back []string, st manuscript.Story) bool {
		want := render.PlainText(&st)
		return slices.ContainsFunc(back, func(got string) bool { return holds(got, want) })
	})
}

// comeBack imports a copy of the sample and looks for all its stories.
func comeBack(t *testing.T, dir string, found func(back []string, st manuscript.Story) bool) {
	t.Helper()
	issue, problems := manuscript.Load(os.DirFS("../../samples/wangting"))
	if issue == nil {
		t.Fatal(problems)
	}
	// What is set is the text put right, and a pull quote stands where it is read.
	otherwise := map[string]bool{"brief-dates": true, "sugar-lane": true}
	back := importedStories(t, dir)
	for _, st := range issue.Stories {
		if !otherwise[st.ID] && !found(back, *st) {
			t.Errorf("%s does not come back:\n%s", st.ID, render.PlainText(st))
		}
	}
}

// holds tells whether a text has every line of another.
func holds(got, want string) bool {
	for line := range strings.Lines(want) {
		for part := range strings.FieldsSeq(line) {
			if !strings.Contains(got, intake.Squeezed(part)) {
				return false
			}
		}
	}
	return true
}

// importedStories imports a folder and gives its stories as plain texts without
// blanks.
func importedStories(t *testing.T, dir string) (out []string) {
	t.Helper()
	to := t.TempDir()
	if got := duikai(t, "import", dir, "-o", to); got.code != exitOK {
		t.Fatalf("%d: %s%s", got.code, got.stdout, got.stderr)
	}
	issue, problems := manuscript.Load(os.DirFS(filepath.Join(to, "2026", "2026-11-23")))
	if issue == nil {
		t.Fatal(problems)
	}
	for _, st := range issue.Stories {
		out = append(out, intake.Squeezed(render.PlainText(st)))
	}
	return out
}

// TestReplicaFormats: several forms get a folder each, a book may be named as a file,
// and what is no form or no address is refused with what would be right.
func TestReplicaFormats(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "all")
	if got := duikai(t, "replica", "../../samples/pages/poem", "--format", "epub,mets,iiif", "-o", dir); got.code != exitOK || !strings.Contains(got.stderr, "--address") {
		t.Fatalf("%d: %s%s", got.code, got.stdout, got.stderr)
	}
	files := treeOf(t, dir)
	for _, name := range []string{"alto/mets.xml", "iiif/manifest.json", "replica.json"} {
		if files[name] == "" {
			t.Errorf("no %s among %v", name, keysOf(files))
		}
	}
	if got := duikai(t, "replica", "../../samples/pages/poem", "--format", "web", "-o", dir); got.code != exitOK {
		t.Errorf("a folder of copies is not replaced: %s", got.stderr)
	}
	if _, err := os.Stat(filepath.Join(dir, "alto")); err == nil {
		t.Error("what an earlier copy had stays")
	}
	book := filepath.Join(t.TempDir(), "BOOK.EPUB")
	if got := duikai(t, "replica", "../../samples/pages/poem", "--format", "epub", "-o", book); got.code != exitOK || !strings.HasPrefix(fileText(t, book), "PK") {
		t.Errorf("%s", got.stderr)
	}
	for _, args := range [][]string{
		{"--format", "word"}, {"--format", ""}, {"--format", "iiif", "--address", "paper.example"}, {"--format", "iiif", "--address", "ftp://paper.example/"}, {"--address", "https://paper.example/"},
	} {
		got := duikai(t, append([]string{"replica", "../../samples/pages/poem", "-o", path.Join(t.TempDir(), "x")}, args...)...)
		if got.code != exitUnusable || !strings.Contains(got.stderr, "--format") && !strings.Contains(got.stderr, "--address") {
			t.Errorf("%v: %d %s", args, got.code, got.stderr)
		}
	}
}
