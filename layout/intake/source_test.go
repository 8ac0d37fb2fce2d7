package intake_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"duikai/layout/diag"
	"duikai/layout/intake"
)

// zipOf is a zip of such files; names in bytes that are no UTF-8 have no flag that says
// what they are.
func zipOf(t *testing.T, files ...[2]string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, f := range files {
		w, err := z.CreateHeader(&zip.FileHeader{Name: f[0], Method: zip.Deflate})
		if err == nil {
			_, err = w.Write([]byte(f[1]))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// told are the codes of findings, in order, each once.
func told(found []intake.Finding) (codes []diag.Code) {
	for _, f := range found {
		codes = append(codes, f.Code)
	}
	slices.Sort(codes)
	return slices.Compact(codes)
}

// TestHostileZip: no name leads out of a zip, none is there twice, nothing unpacks to more
// than it may, and every one that is not taken is told; names in GBK are read.
func TestHostileZip(t *testing.T) {
	bomb := strings.Repeat("\x00", 4<<20)
	for name, tt := range map[string]struct {
		data  []byte
		files string
		codes []diag.Code
	}{
		"sound":                 {zipOf(t, [2]string{"a/2.txt", "b"}, [2]string{"a/10.txt", "c"}, [2]string{"__MACOSX/a", "d"}), "a/2.txt a/10.txt", nil},
		"a name that climbs":    {zipOf(t, [2]string{"../a.txt", "b"}, [2]string{"b.txt", "c"}), "b.txt", []diag.Code{diag.ImportLeaves}},
		"one that climbs later": {zipOf(t, [2]string{"a/../../b.txt", "b"}), "", []diag.Code{diag.ImportLeaves}},
		"backslashes":           {zipOf(t, [2]string{`a\..\..\b.txt`, "b"}, [2]string{`a\b.txt`, "c"}), "a/b.txt", []diag.Code{diag.ImportLeaves}},
		"the root":              {zipOf(t, [2]string{"/etc/passwd", "b"}), "", []diag.Code{diag.ImportLeaves}},
		"a drive":               {zipOf(t, [2]string{`C:\a.txt`, "b"}), "", []diag.Code{diag.ImportLeaves}},
		"twice":                 {zipOf(t, [2]string{"a.txt", "b"}, [2]string{"a.txt", "c"}), "a.txt", []diag.Code{diag.ImportUnreadable}},
		"no zip":                {[]byte("PK\x03\x04 and no more"), "", []diag.Code{diag.ImportUnreadable}},
		"a bomb":                {zipOf(t, [2]string{"a.txt", bomb}), "a.txt", []diag.Code{diag.ImportUnreadable}},
		"names in GBK":          {zipOf(t, [2]string{"\xcd\xfb\xcd\xa1\xc8\xd5\xb1\xa8/1\xb0\xe6.txt", "b"}), "望汀日报/1版.txt", nil},
	} {
		src, found := intake.OpenZip(bytes.NewReader(tt.data), int64(len(tt.data)), "a.zip")
		for _, f := range src.Files {
			if _, why := src.Read(f, intake.MaxText); why != nil {
				found = append(found, *why)
			}
		}
		if got := strings.Join(src.Files, " "); got != tt.files || !slices.Equal(told(found), tt.codes) {
			t.Errorf("%s: %q, told %v", name, got, found)
		}
	}
}

// TestHostileFolder: links are not followed, so that none leads out or in circles; folders
// of any depth, pipes, and files that are too large are told.
func TestHostileFolder(t *testing.T) {
	deep := strings.Repeat("a/", 60) + "b.txt"
	for name, tt := range map[string]struct {
		files fstest.MapFS
		want  string
		codes []diag.Code
	}{
		"sound":      {fstest.MapFS{"a/b.txt": {}, ".git/x": {}, "~$a.docx": {}}, "a/b.txt", nil},
		"a link":     {fstest.MapFS{"a/b.txt": {}, "a/up": {Mode: fs.ModeSymlink, Data: []byte("../a")}}, "a/b.txt", []diag.Code{diag.ImportUnreadable}},
		"a pipe":     {fstest.MapFS{"a.txt": {Mode: fs.ModeNamedPipe}}, "", []diag.Code{diag.ImportUnreadable}},
		"very deep":  {fstest.MapFS{deep: {}}, "", []diag.Code{diag.ImportTooLarge}},
		"over large": {fstest.MapFS{"a.txt": {Data: []byte("123456789")}}, "a.txt", []diag.Code{diag.ImportTooLarge}},
	} {
		src, found := intake.OpenFolder(tt.files, "a")
		for _, f := range src.Files {
			if _, why := src.Read(f, 8); why != nil {
				found = append(found, *why)
			}
		}
		if got := strings.Join(src.Files, " "); got != tt.want || !slices.Equal(told(found), tt.codes) {
			t.Errorf("%s: %q, told %v", name, got, found)
		}
	}
}

// TestLinksInOtherLetters: a link leads to the file that Windows would open.
func TestLinksInOtherLetters(t *testing.T) {
	src, _ := intake.OpenFolder(fstest.MapFS{"html/node_1.htm": {}, "html/content_1.htm": {}, "html/Content_2.HTM": {}, "Pic/A01/x.JPG": {}}, "a")
	if got, kind := src.Only("html/node_1.htm").Link("html/node_1.htm", "content_2.htm"); kind == intake.LinkFile {
		t.Errorf("a source of one file has %s", got)
	}
	// What a part of the source found, which was asked first, does not hold for the whole.
	for link, want := range map[string]string{
		"content_1.htm": "html/content_1.htm", "Content_1.HTM": "html/content_1.htm", "content_2.htm": "html/Content_2.HTM", "../pic/a01/X.jpg": "Pic/A01/x.JPG", "content_3.htm": "",
	} {
		got, kind := src.Link("html/node_1.htm", link)
		if (kind == intake.LinkFile) != (want != "") || want != "" && got != want {
			t.Errorf("%s leads to %q (%d), not %q", link, got, kind, want)
		}
	}
}

// FuzzZip opens zips of any bytes.
func FuzzZip(f *testing.F) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range []string{"a.txt", "\xd2\xbb.txt"} {
		w, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate})
		if err == nil {
			_, err = fmt.Fprint(w, "文")
		}
		if err != nil {
			f.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		f.Fatal(err)
	}
	f.Add(b.Bytes())
	f.Fuzz(func(t *testing.T, data []byte) {
		src, _ := intake.OpenZip(bytes.NewReader(data), int64(len(data)), "a.zip")
		for _, name := range src.Files {
			if !fs.ValidPath(name) {
				t.Errorf("%q leaves the zip", name)
			}
			src.Read(name, 1<<16)
		}
	})
}
