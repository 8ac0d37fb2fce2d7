package main

import (
	"bytes"
	"compress/zlib"
	"crypto/md5"
	"crypto/rc4"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"duikai/layout/diag"
	"duikai/render"
	"duikai/render/pdfx"
	"duikai/render/proof"
	"duikai/render/rip"
)

// oddAd is an advertisement of one page, or of more, in ink, with objects of its
// own and more in its catalogue, its page and its resources.
func oddAd(catalogue, page, resources, content string, objects ...string) string {
	bodies := append([]string{
		"<</Type /Catalog /Pages 2 0 R " + catalogue + ">>",
		"<</Type /Pages /Kids [3 0 R] /Count 1>>",
		"<</Type /Page /Parent 2 0 R /MediaBox [0 0 200 100] /Contents 4 0 R /Resources <<" + resources + ">> " + page + ">>",
		content,
	}, objects...)
	b := []byte("%PDF-1.4\n")
	var table strings.Builder
	for i, s := range bodies {
		fmt.Fprintf(&table, "%010d 00000 n \n", len(b))
		b = fmt.Appendf(b, "%d 0 obj\n%s\nendobj\n", i+1, s)
	}
	return string(fmt.Appendf(b, "xref\n0 %d\n0000000000 65535 f \n%strailer\n<</Root 1 0 R /Size %d>>\nstartxref\n%d\n%%%%EOF\n", len(bodies)+1, table.String(), len(bodies)+1, len(b)))
}

func streamOf(entries, data string) string {
	return fmt.Sprintf("<<%s /Length %d>>\nstream\n%s\nendstream", entries, len(data), data)
}

func deflated(b []byte) string {
	var out bytes.Buffer
	z := zlib.NewWriter(&out)
	_, _ = z.Write(b)
	_ = z.Close()
	return out.String()
}

// adFolder is an issue with an advertisement.
func adFolder(t *testing.T, file string) string {
	t.Helper()
	files := good()
	files["issue.yaml"] = onePage + "      - {ad: pictures/shop.pdf, at: [1, 40], span: [4, 10]}\n"
	files["pictures/shop.pdf"] = file
	return issueFolder(t, files)
}

// TestOneVerdictOnAdvertisements shows each command the same advertisements: all
// say the same of them, and end alike.
func TestOneVerdictOnAdvertisements(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes seconds")
	}
	ink := streamOf("", "0 0 0 1 k 10 10 50 50 re f")
	const layers = "/OCProperties <</OCGs [5 0 R] /D <</OFF [5 0 R]>>>>"
	const group = "<</Type /OCG /Name (old price)>>"
	fine := oddAd("", "", "", ink)
	bomb := deflated([]byte(deflated(bytes.Repeat([]byte(" "), 140<<20))))
	stamp := streamOf("/Subtype /Form /BBox [0 0 10 10]", "0 0 0 1 k 0 0 9 9 re f")
	twice := strings.Replace(oddAd("", "", "", ink, "<</Type /Page /MediaBox [0 0 9 9]>>"), "[3 0 R] /Count 1", "[3 0 R 5 0 R]   ", 1)
	coded := func(m draw.Image) string {
		for i := range 96 * 96 {
			m.Set(i%96, i/96, color.RGBA{uint8(i * i), uint8(i * 7), uint8(i / 9), 255})
		}
		var b bytes.Buffer
		if err := jpeg.Encode(&b, m, nil); err != nil {
			t.Fatal(err)
		}
		return b.String()
	}
	grain, colours := coded(image.NewGray(image.Rect(0, 0, 96, 96))), coded(image.NewRGBA(image.Rect(0, 0, 96, 96)))
	photograph := func(space, data string) string {
		return oddAd("", "", "/XObject <</X 5 0 R>>", streamOf("", "20 0 0 20 0 0 cm /X Do"), streamOf("/Type /XObject /Subtype /Image /Width 96 /Height 96 /BitsPerComponent 8 /ColorSpace /"+space+" /Filter /DCTDecode", data))
	}
	tests := []struct {
		name, file string
		code       int
		want       string // a code and some words; empty: nothing is said
	}{
		{"good", fine, exitOK, ""},
		{"a hidden layer", oddAd(layers, "", "/Properties <</L 5 0 R>>", streamOf("", "/OC /L BDC 0 0 9 9 re f EMC"), group), exitOK, `1 hidden layers are left out (old price) [ad-layers]`},
		{"a hidden form", oddAd(layers, "", "/XObject <</X 6 0 R>>", streamOf("", "/X Do"), group, streamOf("/Type /XObject /Subtype /Form /OC 5 0 R /BBox [0 0 9 9]", "0 0 9 9 re f")), exitOK, `1 hidden layers are left out (old price) [ad-layers]`},
		{"a hidden form that nothing draws", oddAd(layers, "", "/XObject <</X 6 0 R>>", ink, group, streamOf("/Type /XObject /Subtype /Form /OC 5 0 R /BBox [0 0 9 9]", "0 0 9 9 re f")), exitOK, ""},
		{"a hidden form in a form", oddAd(layers, "", "/XObject <</X 7 0 R>>", streamOf("", "/X Do"), group, streamOf("/Type /XObject /Subtype /Form /OC 5 0 R /BBox [0 0 9 9]", "0 0 9 9 re f"), streamOf("/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources <</XObject <</Y 6 0 R>>>>", "/Y Do")), exitOK, "[ad-layers]"},
		{"a hidden part of a form that nothing draws", oddAd(layers, "", "/XObject <</X 6 0 R>>", ink, group, streamOf("/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources <</Properties <</L 5 0 R>>>>", "/OC /L BDC 0 0 9 9 re f EMC")), exitOK, ""},
		{"a broken object", oddAd("", "", "/XObject <</X 5 0 R>>", streamOf("", "/X Do"), "<</A [>>"), exitErrors, "[ad-damaged]"},
		{"a broken object that nothing draws", oddAd("", "", "/XObject <</X 5 0 R>>", ink, "<</A [>>"), exitOK, "the object cannot be read [ad-fault]"},
		{"a bomb in a form", oddAd("", "", "/XObject <</X 5 0 R>>", streamOf("", "/X Do"), streamOf("/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Filter [/FlateDecode /FlateDecode]", bomb)), exitErrors, "[ad-damaged]"},
		{"an empty stream", oddAd("", "", "", streamOf("/Filter /FlateDecode", "")), exitOK, "nothing is drawn on the page: it is white [ad-fault]"},
		{"white alone", oddAd("", "", "", streamOf("", "1 g 0 0 99 99 re f")), exitOK, "nothing is drawn on the page: it is white [ad-fault]"},
		{"turned askew", oddAd("", "/Rotate 45", "", ink), exitOK, "the page is turned by 45, which is no multiple of 90 degrees: it is shown turned by 0 [ad-fault]"},
		{"an empty form", oddAd("", "", "/XObject <</X 5 0 R>>", streamOf("", "/X Do"), streamOf("/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Filter /FlateDecode", "")), exitOK, "it is white [ad-fault]"},
		{"a bomb", oddAd("", "", "", streamOf("/Filter [/FlateDecode /FlateDecode]", bomb)), exitErrors, "it is larger than the program will open (PDF, > 128 MB): save it smaller [bad-picture]"},
		{"cut content", oddAd("", "", "", streamOf("/Filter /FlateDecode", deflated([]byte(strings.Repeat("0 0 9 9 re f 1 2 m ", 99)))[:20])), exitErrors, "the file is damaged (PDF FlateDecode): ask for it again [bad-picture]"},
		{"a damaged table", strings.Replace(fine, "startxref\n", "startxref\n9", 1), exitOK, "the table of objects is damaged; they had to be searched for [ad-fault]"},
		{"no table", fine[:strings.Index(fine, "xref\n0")], exitOK, "the table of objects is damaged; they had to be searched for [ad-fault]"},
		{"a number of 80 figures", oddAd("", "", "/XObject <</X 5 0 R>>", streamOf("", "/X Do"), streamOf("/Type /XObject /Subtype /Form /A "+strings.Repeat("9", 80)+" /BBox [0 0 9 9]", "0 0 9 9 re f")), exitOK, ""},
		{"locked", strings.Replace(fine, "/Size", "/Encrypt <</Filter /Standard>> /Size", 1), exitErrors, "it is locked by a password; ask for the file without one [bad-picture]"},
		{"a stamp", oddAd("", "/Annots [<</Subtype /Stamp /F 4 /Rect [50 50 90 90] /AP <</N 5 0 R>>>>]", "", ink, stamp), exitOK, "[ad-stamps]"},
		{"a stamp that nothing draws", oddAd("", "/Annots [<</Subtype /FreeText /Contents (198) /F 4 /Rect [50 50 90 90]>>]", "", ink), exitOK, "FreeText “198” is to be printed, but the file does not hold what it looks like; it is left out [ad-not-printed]"},
		{"two pages", twice, exitOK, "has 2 pages; page 1 is printed [ad-pages]"},
		{"in RGB", oddAd("", "", "", streamOf("", "1 0 0 rg 0 0 9 9 re f")), exitOK, "(converted: colours 1, pictures 0, shadings 0) [ad-converted]"},
		{"an RGB picture that cannot be read", oddAd("", "", "/XObject <</X 5 0 R>>", streamOf("", "/X Do"), streamOf("/Type /XObject /Subtype /Image /Width 9 /Height 9 /BitsPerComponent 8 /ColorSpace /DeviceRGB /Filter /DCTDecode", "x")), exitErrors, "cannot be printed as it is: the picture cannot be read: the file is damaged"},
		{"a photograph", photograph("DeviceGray", grain), exitOK, ""},
		{"a photograph that is cut short", photograph("DeviceGray", grain[:len(grain)/2]), exitErrors, "the picture cannot be read: the file is damaged (JPEG, data is missing): ask for it again [ad-damaged]"},
		{"a photograph that lacks its end mark", photograph("DeviceGray", grain[:len(grain)-2]), exitOK, ""},
		{"a photograph of a screen that is cut short", photograph("DeviceRGB", colours[:len(colours)/2]), exitErrors, "JPEG, data is missing"},
		{"no PDF", "hello", exitErrors, "[bad-picture]"},
	}
	about := regexp.MustCompile(`(?m)^.*"pictures/shop\.pdf".*$`)
	for _, tt := range tests {
		dir := adFolder(t, tt.file)
		out := filepath.Join(t.TempDir(), "out.pdf")
		said := ""
		for _, args := range [][]string{
			{"check", "-v", dir}, {"render", "-v", dir, "-o", out, "--standard", "x4"},
			{"proof", "-v", dir, "--dpi", "10", "-o", filepath.Join(t.TempDir(), "p")},
		} {
			got := duikai(t, append([]string{"--lang", "en"}, args...)...)
			if got.code != tt.code {
				t.Errorf("%s: %s ends with %d, want %d\n%s%s", tt.name, args[0], got.code, tt.code, got.stdout, got.stderr)
			}
			var lines []string
			for _, l := range about.FindAllString(got.stdout+got.stderr, -1) {
				if !strings.Contains(l, "[ad-size]") {
					lines = append(lines, l)
				}
			}
			all := strings.Join(lines, "\n")
			if tt.want == "" && all != "" || !strings.Contains(all, tt.want) {
				t.Errorf("%s: %s says\n%s\nwant %q", tt.name, args[0], all, tt.want)
			}
			if said == "" {
				said = all
			} else if said != all {
				t.Errorf("%s: %s says\n%s\nand another command\n%s", tt.name, args[0], all, said)
			}
		}
		if b, err := os.ReadFile(out); tt.code == exitOK && (err != nil || !strings.Contains(string(b), "PDF/X-4")) && !strings.Contains(tt.want, "unconverted") {
			t.Errorf("%s: no claim, %v", tt.name, err)
		}
	}
}

// TestEveryCommandForeseesNoClaim: that an advertisement keeps the edition from being of
// its standard is said by every command, before anything is written, in the same words at
// the same place.
func TestEveryCommandForeseesNoClaim(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes seconds")
	}
	half := oddAd("", "", "/ExtGState <</G <</ca 0.5>>>>", streamOf("", "/G gs 0 0 0 1 k 10 10 50 50 re f"))
	for _, tt := range []struct {
		standard, name, file string
		want                 string // words of what is said; empty: nothing is
	}{
		{"x1a", "half seen through", half, "it has transparency"},
		{"x4", "half seen through", half, ""},
		{"x1a", "a font that is elsewhere", oddAd("", "", "/Font <</F <</Type /Font /Subtype /Type1 /BaseFont /Times-Roman>>>>", streamOf("", "BT /F 20 Tf 0 0 0 1 k 20 20 Td (x) Tj ET")), "a font is not embedded"},
		{"x4", "with a transfer function", oddAd("", "", "/ExtGState <</G <</TR /Identity>>>>", streamOf("", "/G gs 0 0 0 1 k 10 10 50 50 re f")), "settings of a printing device"},
	} {
		dir, said := adFolder(t, tt.file), ""
		for i, args := range [][]string{
			{"check", "-v", dir}, {"render", "-v", dir, "-o", filepath.Join(t.TempDir(), "out.pdf")},
			{"proof", "-v", dir, "--dpi", "10", "-o", filepath.Join(t.TempDir(), "p")},
		} {
			got := duikai(t, append([]string{"--lang", "en", "--standard", tt.standard}, args...)...)
			all := strings.Join(regexp.MustCompile(`(?m)^.*\[not-pdfx\].*$`).FindAllString(got.stdout+got.stderr, -1), "\n")
			if got.code != exitOK || (tt.want == "") != (all == "") || !strings.Contains(all, tt.want) {
				t.Errorf("%s: %s --standard %s ends with %d and says %q, want %q", tt.name, args[0], tt.standard, got.code, all, tt.want)
			}
			if i > 0 && all != said {
				t.Errorf("%s: %s --standard %s says\n%s\nand another command\n%s", tt.name, args[0], tt.standard, all, said)
			}
			said = all
		}
	}
}

// countingPainter counts what it is asked to draw.
type countingPainter int

func (p *countingPainter) Paint(_ []byte, _, w, h int) (*image.RGBA, error) {
	*p++
	return image.NewRGBA(image.Rect(0, 0, w, h)), nil
}

// TestDamagedAdsAreNotDrawn: an advertisement that an error is told of is left
// out of every page that is shown, and nobody waits for it.
func TestDamagedAdsAreNotDrawn(t *testing.T) {
	for _, tt := range []struct {
		name, file string
		drawn      countingPainter
	}{
		{"good", oddAd("", "", "", streamOf("", "0 0 0 1 k 0 0 9 9 re f")), 1},
		{"with a warning", oddAd("", "", "", streamOf("", "0.01 w 0 0 0 1 K 0 0 m 9 9 l S")), 1},
		{"no form", oddAd("", "", "", streamOf("", "/X Do")), 0},
		{"no file", "%PDF-1.4", 0},
	} {
		var p countingPainter
		r, err := render.Job{FS: os.DirFS(adFolder(t, tt.file)), Draft: true, Painter: &p}.Run()
		if err != nil || r.Problems.Has(diag.Error) != (tt.drawn == 0) {
			t.Fatalf("%s: %v\n%v", tt.name, err, r.Problems)
		}
		if _, err := proof.Draw(r.Edition.Pages[0], proof.Options{DPI: leastDPI, Pictures: r.Pictures}); err != nil || p != tt.drawn {
			t.Errorf("%s: drawn %d times, not %d: %v", tt.name, p, tt.drawn, err)
		}
	}
}

// slowPainter gives up.
type slowPainter struct{}

func (slowPainter) Paint([]byte, int, int, int) (*image.RGBA, error) { return nil, rip.ErrTime }

// TestSlowAd: what nobody could know before it was drawn is told when it is, in
// the language of the run.
func TestSlowAd(t *testing.T) {
	r, err := render.Job{FS: os.DirFS(adFolder(t, oddAd("", "", "", streamOf("", "0 0 9 9 re f")))), Draft: true, Painter: slowPainter{}}.Run()
	if err != nil {
		t.Fatal(err)
	}
	s := &proofRun{}
	_, err = proof.Draw(r.Edition.Pages[0], proof.Options{DPI: leastDPI, Pictures: r.Pictures})
	if err := s.excuse(err); err != nil || len(s.bad) != 1 {
		t.Fatalf("%v, %v", s.bad, err)
	}
	for l, want := range map[diag.Lang]string{diag.English: "drawing it took too long", diag.Chinese: "绘制用时过长"} {
		if got := s.bad[0].Text(l); !strings.Contains(got, want) || s.bad[0].Severity() != diag.Warning {
			t.Error(got) // a slow machine is no verdict on a file
		}
	}
}

// TestAdsKeep: --ads keep leaves the colours of an advertisement.
func TestAdsKeep(t *testing.T) {
	dir := adFolder(t, oddAd("", "", "", streamOf("", "1 0 0 rg 0 0 9 9 re f")))
	out := filepath.Join(t.TempDir(), "out.pdf")
	for _, tt := range []struct {
		args []string
		want string
		code int
	}{
		{[]string{"--ads", "keep"}, "[ad-colour]", exitOK},
		{[]string{"--ads", "convert", "-v"}, "[ad-converted]", exitOK},
		{[]string{"--ads", "burn"}, `--ads takes convert or keep, not "burn"`, exitUnusable},
	} {
		for _, c := range [][]string{{"check", dir}, {"render", dir, "-o", out}} {
			got := duikai(t, append(append([]string{"--lang", "en"}, c...), tt.args...)...)
			if got.code != tt.code || !strings.Contains(got.stdout+got.stderr, tt.want) {
				t.Errorf("%s %v: %d\n%s%s", c[0], tt.args, got.code, got.stdout, got.stderr)
			}
		}
	}
}

// ownersAlone is the encryption dictionary of a file without identifier that
// opens with the empty password and is its owner's all the same (algorithms 2
// and 4, revision 2).
func ownersAlone() string {
	const padding = "\x28\xbf\x4e\x5e\x4e\x75\x8a\x41\x64\x00\x4e\x56\xff\xfa\x01\x08\x2e\x2e\x00\xb6\xd0\x68\x3e\x80\x2f\x0c\xa9\xfe\x64\x53\x69\x7a"
	owner := strings.Repeat("o", 32)
	key := md5.Sum([]byte(padding + owner + "\xfc\xff\xff\xff"))
	c, err := rc4.NewCipher(key[:5])
	if err != nil {
		panic(err)
	}
	user := make([]byte, len(padding))
	c.XORKeyStream(user, []byte(padding))
	return fmt.Sprintf("<</Filter /Standard /V 1 /R 2 /P -4 /O (%s) /U <%x>>>", owner, user)
}

// TestAnotherPurpose: an edition that is drawn for another purpose is judged for that,
// and what is wrong for both is told once.
func TestAnotherPurpose(t *testing.T) {
	r, err := render.Job{FS: os.DirFS(adFolder(t, oddAd("", "", "", streamOf("", "1 0 0 rg 0 0 9 9 re f")))), Printing: render.Printing{Standard: pdfx.Plain, KeepAds: true}}.Run()
	if err != nil || r.Fails() {
		t.Fatal(err, r.Problems)
	}
	count := func(list diag.List, code diag.Code) (n int) {
		for _, p := range list {
			if p.Code == code {
				n++
			}
		}
		return n
	}
	press, err := r.For(render.Printing{Standard: pdfx.X1a, KeepAds: true})
	if err != nil || press.Document == nil {
		t.Fatal(err, press.Problems)
	}
	if plain, x1a := count(r.Problems, diag.AdColour), count(press.Problems, diag.AdColour); plain != 0 || x1a != 1 {
		t.Errorf("colours of a screen: told %d times for a plain file, %d times for the press", plain, x1a)
	}
	for _, code := range []diag.Code{diag.AdSize, diag.PageWhite} {
		if before, after := count(r.Problems, code), count(press.Problems, code); before == 0 || before != after {
			t.Errorf("%s: %d times before, %d times after", code, before, after)
		}
	}
	converted, err := r.For(render.Printing{Standard: pdfx.X1a})
	if err != nil || count(converted.Problems, diag.AdColour) != 0 || count(converted.Problems, diag.AdConverted) != 1 {
		t.Errorf("%v: %v", err, converted.Problems)
	}
}
