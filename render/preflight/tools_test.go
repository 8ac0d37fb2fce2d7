package preflight_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"duikai/render/preflight"
	"duikai/samples/oracle"
)

// tool runs a program of others on a file.
func tool(t *testing.T, file []byte, name string, args ...string) (string, error) {
	t.Helper()
	pdf := filepath.Join(t.TempDir(), "a.pdf")
	if err := os.WriteFile(pdf, file, 0o644); err != nil {
		t.Fatal(err)
	}
	for i := range args {
		args[i] = strings.ReplaceAll(args[i], "FILE", pdf)
	}
	out, err := oracle.Command(t, name, args...).CombinedOutput()
	return string(out), err
}

// TestCleanFilesAreSound: the files that these tests build upon are sound for
// another reader.
func TestCleanFilesAreSound(t *testing.T) {
	for _, b := range [][]byte{clean(false).write(), clean(true).write(), clean(true).packed(state, intent)} {
		if out, err := tool(t, b, "qpdf", "--check", "FILE"); err != nil || strings.Contains(out, "WARNING") {
			t.Errorf("%v\n%s", err, out)
		}
	}
}

// TestFontsAgree: pdffonts calls embedded, subset and mapped what we do.
func TestFontsAgree(t *testing.T) {
	x1a := clean(false)
	for _, tt := range []struct {
		name string
		d    document
		want [3]string // emb sub uni
		code preflight.Code
	}{
		{"clean", x1a, [3]string{"yes", "yes", "yes"}, ""},
		{"not embedded", x1a.change(descriptor, "/FontFile2 9 0 R", ""), [3]string{"no", "yes", "yes"}, preflight.NotEmbedded},
		{"no subset", x1a.change(descendant, "ABCDEF+", "").change(descriptor, "ABCDEF+", "").change(type0, "ABCDEF+", ""), [3]string{"yes", "no", "yes"}, preflight.WholeFont},
		{"no Unicode", x1a.change(type0, "/ToUnicode 10 0 R", ""), [3]string{"yes", "yes", "no"}, preflight.NoUnicode},
	} {
		out, err := tool(t, tt.d.write(), "pdffonts", "FILE")
		if err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		lines := strings.Split(strings.TrimSpace(out), "\n")
		fields := strings.Fields(lines[len(lines)-1])
		// name type encoding emb sub uni object generation
		n := len(fields)
		if n < 8 || !slices.Equal(fields[n-5:n-2], tt.want[:]) {
			t.Errorf("%s: pdffonts says\n%s", tt.name, out)
		}
		if got := codesOf(preflight.Check(tt.d.write(), preflight.Options{})); tt.code == "" && len(got) > 0 || tt.code != "" && !slices.Equal(got, []preflight.Code{tt.code}) {
			t.Errorf("%s: %v", tt.name, got)
		}
	}
}

// TestResolutionAgrees: pdfimages measures the pixels an inch as we do.
func TestResolutionAgrees(t *testing.T) {
	d := clean(false).with(picture, cmykPicture(60, 90, "\x80\x40\x20\x10", "")).change(content1, "36 0 0 36", "0 36 -48 0")
	out, err := tool(t, d.write(), "pdfimages", "-list", "FILE")
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	lines := strings.Split(strings.TrimSpace(out), "\n")
	fields := strings.Fields(lines[len(lines)-1])
	if len(fields) < 14 {
		t.Fatal(out)
	}
	x, err1 := strconv.Atoi(fields[12])
	y, err2 := strconv.Atoi(fields[13])
	if err1 != nil || err2 != nil {
		t.Fatal(out)
	}
	got := preflight.Check(d.write(), preflight.Options{})
	if len(got) != 1 || got[0].Code != preflight.LowImage || int(got[0].Args[0].(float64)+.5) != min(x, y) {
		t.Errorf("pdfimages says %d and %d, we %+v", x, y, got)
	}
}

// TestInkAgrees: a page covered by one colour takes as much ink in Ghostscript
// as we say.
func TestInkAgrees(t *testing.T) {
	covered := []document{
		clean(false).with(content1, streamBody("", "0.8 0.7 0.6 0.5 k 0 0 300 400 re f")),
		clean(false).with(content1, streamBody("", "q 300 0 0 400 0 0 cm /I1 Do Q")).with(picture, cmykPicture(1000, 1000, "\xd0\xc0\xb0\x80", "")),
		clean(false).with(content1, streamBody("", "q 300 0 0 400 0 0 cm /I1 Do Q")).with(picture, cmykPicture(1000, 1000, "\x2f\x3f\x4f\x7f", "/Decode [1 0 1 0 1 0 1 0]")),
		clean(false).with(content1, streamBody("", "q 300 0 0 400 0 0 cm /I1 Do Q")).with(picture, streamBody("/Type /XObject /Subtype /Image /Width 1000 /Height 1000 /BitsPerComponent 8 /ColorSpace /DeviceCMYK /Filter /DCTDecode /Decode [1 0 1 0 1 0 1 0]", cmykJPEG(1000, 1000, 80))),
		clean(false).with(content1, streamBody("", "q 300 0 0 400 0 0 cm /I1 Do Q")).with(picture, streamBody("/Type /XObject /Subtype /Image /Width 1000 /Height 1000 /BitsPerComponent 8 /ColorSpace /DeviceCMYK /Filter /DCTDecode", cmykJPEG(1000, 1000, 180))),
	}
	row := regexp.MustCompile(`([\d.]+)\s+([\d.]+)\s+([\d.]+)\s+([\d.]+)\s+CMYK`)
	for i, d := range covered {
		out, err := tool(t, d.write(), "gs", "-q", "-dBATCH", "-dNOPAUSE", "-r36", "-o", "-", "-sDEVICE=ink_cov", "FILE")
		m := row.FindStringSubmatch(out)
		if err != nil || m == nil {
			t.Fatalf("%v\n%s", err, out)
		}
		var total float64
		for _, s := range m[1:] {
			v, err := strconv.ParseFloat(s, 64)
			if err != nil {
				t.Fatal(err)
			}
			total += v
		}
		got := preflight.Check(d.write(), preflight.Options{})
		// Percents are told whole; Ghostscript rounds plates to 1/255.
		if len(got) != 1 || got[0].Code != preflight.InkOver || max(total-got[0].Args[1].(float64), got[0].Args[1].(float64)-total) > 2 {
			t.Errorf("%d: Ghostscript says %.1f, we %+v", i, total, got)
		}
	}
}
