package join_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"duikai/render/join"
	"duikai/samples/oracle"
)

// document writes a PDF of the given objects; the first is the catalogue.
func document(objects ...string) []byte {
	var b bytes.Buffer
	var at []int
	b.WriteString("%PDF-1.7\n%\x80\x81\x82\x83\n")
	for i, o := range objects {
		at = append(at, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	start := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, a := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", a)
	}
	fmt.Fprintf(&b, "trailer\n<<\n/Size %d\n/Root 1 0 R\n/Info << /Title (x) >>\n>>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, start)
	return b.Bytes()
}

// newspaper has pages that name each other, a string and a name that look like
// references, a length of its own object, and things no page needs.
func newspaper(name string, pages int) []byte {
	stream := "BT (" + name + " 3 0 R) Tj ET endobj"
	o := []string{
		"<</Type /Catalog /Pages 2 0 R /Outlines 3 0 R /Metadata 3 0 R>>",
		"", "<</Type /Outlines /Title (dropped)>>",
		fmt.Sprintf("<</Length 5 0 R>>\nstream\n%s\nendstream", stream),
		strconv.Itoa(len(stream)),
		"<</Font <</F1 7 0 R>> % 3 0 R stays out\n/Odd (\\) 3 0 R) /Hex<203320302052> /N#20 [3 0 0 1 .5 true null]>>",
		"<</Type /Font /BaseFont /" + name + " /Back 6 0 R>>",
	}
	var kids []string
	for i := range pages {
		kids = append(kids, fmt.Sprintf("%d 0 R", len(o)+1))
		next := 8 + (i+1)%pages
		o = append(o, fmt.Sprintf("<</Type /Page /Parent 2 0 R /Contents 4 0 R /Resources 6 0 R /TrimBox [10 10 110 210] /Annots [<</Subtype /Link /Rect [0 0 9 9] /Dest [%d 0 R /XYZ 0 0 0]>>]>>", next))
	}
	o[1] = fmt.Sprintf("<</Type /Pages /MediaBox [0 0 120 220] /Count %d /Kids [ %s ]>>", pages, strings.Join(kids, "  "))
	return document(o...)
}

func joined(t *testing.T, docs ...[]byte) []byte {
	t.Helper()
	var b bytes.Buffer
	j := join.New(&b, "一九九八年")
	for i, d := range docs {
		m := join.Mark{Title: fmt.Sprint("issue ", i), Below: []join.Mark{{Title: "第1版", Below: []join.Mark{{Title: "稿件", X: 5, Y: 50}}}, {Title: "last", Page: 99}}}
		if err := j.Add(d, m); err != nil {
			t.Fatal(err)
		}
	}
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// objects reads a file by its table, independently of the package.
func objects(t *testing.T, doc []byte) map[int]string {
	t.Helper()
	m := regexp.MustCompile(`startxref\n(\d+)\n%%EOF\n$`).FindSubmatch(doc)
	if m == nil {
		t.Fatal("no end")
	}
	start, _ := strconv.Atoi(string(m[1]))
	lines := strings.Split(string(doc[start:]), "\n")
	all := make(map[int]string)
	for i, l := range lines[2:] {
		var at, gen int
		var kind string
		if n, _ := fmt.Sscanf(l, "%d %d %s", &at, &gen, &kind); n != 3 {
			break
		}
		if i == 0 {
			continue
		}
		head := fmt.Sprintf("%d 0 obj\n", i)
		if !bytes.HasPrefix(doc[at:], []byte(head)) {
			t.Fatalf("object %d does not stand at %d", i, at)
		}
		body, _, _ := strings.Cut(string(doc[at+len(head):]), "\nendobj\n")
		all[i] = body
	}
	return all
}

func TestJoin(t *testing.T) {
	doc := joined(t, newspaper("First", 3), newspaper("Second", 1))
	all := objects(t, doc)
	count := func(part string) (n int) {
		for _, o := range all {
			n += strings.Count(o, part)
		}
		return n
	}
	for part, want := range map[string]int{
		"/Type/Page/": 4, "/Type/Pages": 3, "/Type/Catalog": 1, "/BaseFont/First": 1, "/BaseFont/Second": 1, "dropped": 0, "/Metadata": 0,
		"(First 3 0 R) Tj": 1, `(\) 3 0 R)`: 2, "<203320302052>": 2, "[3 0 0 1 .5 true null]": 2, "/Dest[": 4 + 2*4, "stays out": 0,
		// Story bookmarks: 5 right of the trim's left edge, 50 below its top.
		"/XYZ 15 160 0]": 2,
	} {
		if got := count(part); got != want {
			t.Errorf("%q stands %d times, not %d", part, got, want)
		}
	}
	// Every reference leads to an object of the right kind.
	ref := regexp.MustCompile(`/(Parent|Contents|Resources|F1|Dest|Back|First|Last|Next|Prev|Pages|Length) ?\[?(\d+) 0 R`)
	kinds := map[string]string{"Contents": "stream", "Resources": "/Font", "F1": "/Type/Font", "Back": "/Font<<", "Pages": "/Type/Pages", "First": "/Title", "Last": "/Title", "Next": "/Title", "Prev": "/Title"}
	for n, o := range all {
		for _, m := range ref.FindAllStringSubmatch(o, -1) {
			to, _ := strconv.Atoi(m[2])
			if target, ok := all[to]; !ok || !strings.Contains(target, kinds[m[1]]) || m[1] == "Dest" && !strings.Contains(target, "/Type/Page/") {
				t.Errorf("object %d: %s leads to %q", n, m[0], target)
			}
		}
	}
	if !bytes.Equal(doc, joined(t, newspaper("First", 3), newspaper("Second", 1))) {
		t.Error("the same files give other bytes")
	}
}

func TestToolsAreContent(t *testing.T) {
	name := filepath.Join(t.TempDir(), "joined.pdf")
	if err := os.WriteFile(name, joined(t, newspaper("First", 3), newspaper("Second", 2)), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"qpdf", "--check", name}, "No syntax or stream encoding errors found"},
		{[]string{"mutool", "show", name, "outline"}, "\t\"issue 1\"\t#page=4"},
		{[]string{"pdfinfo", name}, "Pages:           5"},
	} {
		t.Run(c.args[0], func(t *testing.T) {
			out, err := oracle.Command(t, c.args[0], c.args[1:]...).CombinedOutput()
			if err != nil || !strings.Contains(string(out), c.want) {
				t.Errorf("%v\n%s", err, out)
			}
		})
	}
}

func TestJoinedFilesCanBeJoined(t *testing.T) {
	once := joined(t, newspaper("First", 2))
	all := objects(t, joined(t, once, once))
	n := 0
	for _, o := range all {
		n += strings.Count(o, "/Type/Page/")
	}
	if n != 4 {
		t.Errorf("%d pages", n)
	}
}

// A file with a fault is refused, and what was joined before stays good.
func TestRefused(t *testing.T) {
	good := newspaper("Good", 1)
	for name, bad := range map[string][]byte{
		"empty": nil, "text": []byte("no PDF"), "no table": good[:bytes.LastIndex(good, []byte("xref\n0"))],
		"encrypted":   bytes.Replace(good, []byte("/Root"), []byte("/Encrypt 3 0 R /Root"), 1),
		"updated":     bytes.Replace(good, []byte("/Root"), []byte("/Prev 3 /Root"), 1),
		"moved":       bytes.Replace(good, []byte("2 0 obj"), []byte("9 0 obj"), 1),
		"bad length":  bytes.Replace(good, []byte("5 0 obj\n2"), []byte("5 0 obj\n9"), 1),
		"no pages":    document("<</Type /Catalog>>"),
		"not pages":   document("<</Type /Catalog /Pages 1 0 R>>"),
		"circle":      document("<</Type /Catalog /Pages 2 0 R>>", "<</Type /Pages /Kids [2 0 R]>>"),
		"empty pages": document("<</Type /Catalog /Pages 2 0 R>>", "<</Type /Pages /Kids []>>"),
		"unclosed":    document("<</Type /Catalog /Pages 2 0 R>>", "<</Type /Pages /Kids [3 0 R", "<</Type /Page>>"),
	} {
		var b bytes.Buffer
		j := join.New(&b, "x")
		if err := j.Add(good, join.Mark{Title: "good"}); err != nil {
			t.Fatal(err)
		}
		if err := j.Add(bad, join.Mark{Title: "bad"}); err == nil {
			t.Errorf("%s: let through", name)
		}
		if err := j.Close(); err != nil {
			t.Fatal(err)
		}
		var clean bytes.Buffer
		j = join.New(&clean, "x")
		_ = j.Add(good, join.Mark{Title: "good"})
		_ = j.Close()
		if !bytes.Equal(b.Bytes(), clean.Bytes()) {
			t.Errorf("%s: the joined file is another one", name)
		}
	}
}

func TestNothingJoined(t *testing.T) {
	if err := join.New(new(bytes.Buffer), "x").Close(); err == nil {
		t.Error("a file without pages")
	}
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("full") }

func TestFailingWriter(t *testing.T) {
	j := join.New(full{}, "x")
	err := errors.Join(j.Add(newspaper("First", 1), join.Mark{}), j.Close())
	if err == nil || !strings.Contains(err.Error(), "full") {
		t.Error(err)
	}
}

func FuzzAdd(f *testing.F) {
	f.Add(newspaper("First", 2))
	f.Add(document("<</Type /Catalog /Pages 2 0 R>>", "<</Type /Pages /Kids [2 0 R]>>"))
	f.Fuzz(func(t *testing.T, doc []byte) {
		var b bytes.Buffer
		j := join.New(&b, "x")
		if j.Add(doc, join.Mark{Title: "a"}) == nil {
			if err := j.Close(); err != nil {
				t.Fatal(err)
			}
			objects(t, b.Bytes())
		}
	})
}
