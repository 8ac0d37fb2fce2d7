package main

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"os"
	"strings"
	"testing"

	"duikai/render/newsprint"
)

// rendered renders an issue and gives the file.
func rendered(t *testing.T, dir string, args ...string) (ran, string) {
	t.Helper()
	t.Chdir(t.TempDir())
	got := duikai(t, append([]string{"render", dir, "-o", "out.pdf"}, args...)...)
	data, err := os.ReadFile("out.pdf")
	if err != nil && got.code == exitOK {
		t.Fatal(err)
	}
	return got, string(data)
}

// TestStandards: what is written by default and by each flag.
func TestStandards(t *testing.T) {
	files := good()
	files["issue.yaml"] = strings.Replace(onePage, "pages:", "style: {icc: press.icc}\npages:", 1)
	files["press.icc"] = pressProfile(2)
	dir := issueFolder(t, files)
	for _, tt := range []struct {
		args   []string
		header string
		has    []string
		lacks  []string
	}{
		{nil, "%PDF-1.4\n", []string{"(PDF/X-1a:2003)", "/GTS_PDFX", "/OPM 1", "(Custom)"}, []string{"/Outlines", "/Spot1", "Separation"}},
		{[]string{"--standard", "x1a"}, "%PDF-1.4\n", []string{"(PDF/X-1a:2003)"}, nil},
		{[]string{"--standard=x4"}, "%PDF-1.6\n", []string{">PDF/X-4<", "/DestOutputProfile"}, []string{"/Outlines"}},
		{[]string{"--standard", "none"}, "%PDF-1.7\n", []string{"/Outlines", "/OPM 1"}, []string{"PDF/X", "/GTS_PDFX"}},
		{[]string{"--marks"}, "%PDF-1.4\n", []string{"/Separation/All/DeviceCMYK", "(PDF/X-1a:2003)", "/TrimBox[42.53 42.53 "}, nil},
		{[]string{"--reading"}, "%PDF-1.7\n", []string{"/Outlines"}, []string{"PDF/X", "/OPM"}},
		{[]string{"--reading", "--standard", "none"}, "%PDF-1.7\n", []string{"/Outlines"}, []string{"/OPM"}},
	} {
		got, file := rendered(t, dir, tt.args...)
		if got.code != exitOK || !strings.HasPrefix(file, tt.header) {
			t.Errorf("%v: exit code %d, %.9q\n%s", tt.args, got.code, file, got.stderr)
		}
		for _, s := range tt.has {
			if !strings.Contains(file, s) {
				t.Errorf("%v: no %s", tt.args, s)
			}
		}
		for _, s := range tt.lacks {
			if strings.Contains(file, s) {
				t.Errorf("%v: %s", tt.args, s)
			}
		}
	}
}

func TestStandardsRefused(t *testing.T) {
	dir := issueFolder(t, good())
	for _, tt := range []struct {
		args []string
		code int
		want string
	}{
		{[]string{"--standard", "x3"}, exitUnusable, `--standard takes x1a, x4 or none, not "x3"`},
		{[]string{"--reading", "--marks"}, exitUnusable, "--reading is a copy for the screen"},
		{[]string{"--reading", "--standard", "x1a"}, exitUnusable, "--reading is a copy for the screen"},
	} {
		got, file := rendered(t, dir, tt.args...)
		if got.code != tt.code || !strings.Contains(got.stderr, tt.want) || file != "" {
			t.Errorf("%v: exit code %d, %d bytes\n%s", tt.args, got.code, len(file), got.stderr)
		}
	}
	// X-4 carries a profile: that of coldset newsprint where the house names none.
	if got, file := rendered(t, dir, "--standard", "x4"); got.code != exitOK || !strings.HasPrefix(file, "%PDF-1.6") || !strings.Contains(file, "/DestOutputProfile") {
		t.Errorf("X-4 without a profile of the house: exit code %d, %.9q\n%s", got.code, file, got.stderr)
	}
}

// TestStandardsAsTheyAreWritten: standards go by the names that others give them, and a
// batch remembers the one word.
func TestStandardsAsTheyAreWritten(t *testing.T) {
	dir := issueFolder(t, good())
	if got, file := rendered(t, dir, "--standard", "PDF/X-4"); got.code != exitOK || !strings.HasPrefix(file, "%PDF-1.6") {
		t.Errorf("exit code %d, %.9q\n%s", got.code, file, got.stderr)
	}
	var settings []string
	for _, name := range []string{"x1a", "PDF/X-1a:2003", "X-1A"} {
		a := new(app)
		c, err := a.batchConfig(dir, batchOptions{ads: adChoices[0], want: batchSettings{Standard: name}, limits: batchLimits{workers: 1}})
		if err != nil {
			t.Fatal(name, err)
		}
		settings = append(settings, c.Settings)
	}
	if settings[0] != settings[1] || settings[0] != settings[2] {
		t.Errorf("one standard, written in %q", settings)
	}
}

// TestProfileOfThePress: a profile that cannot be used is named at its place.
func TestProfileOfThePress(t *testing.T) {
	for _, tt := range []struct {
		name, profile, lang, want string
		args                      []string
	}{
		{"newer than X-1a", pressProfile(4), "en", `issue.yaml:4:14: error: the profile "press.icc" cannot be used for PDF/X-1a:2003: the version of the profile is too new for the standard [bad-profile]`, nil},
		{"a header alone", pressHeader(2), "en", "issue.yaml:4:14: error: the profile \"press.icc\" cannot be used for PDF/X-1a:2003: ", nil},
		{"no profile", "profile", "zh", "issue.yaml:4:14: 错误: ICC 特性文件 \"press.icc\" 不能用于 PDF/X-1a:2003：不是 ICC 特性文件 [bad-profile]", nil},
		{"newer for X-4", pressProfile(4), "en", "", []string{"--standard", "x4"}},
		{"newer for none", pressProfile(4), "en", "", []string{"--standard", "none"}},
	} {
		files := good()
		files["issue.yaml"] = strings.Replace(onePage, "pages:", "style: {icc: press.icc}\npages:", 1)
		files["press.icc"] = tt.profile
		got, _ := rendered(t, issueFolder(t, files), append(tt.args, "--lang", tt.lang)...)
		if (got.code == exitOK) != (tt.want == "") || !strings.Contains(got.stderr, tt.want) {
			t.Errorf("%s: exit code %d\n%s", tt.name, got.code, got.stderr)
		}
	}
	// A trial judges for the standard that render would write.
	files := good()
	files["issue.yaml"] = strings.Replace(onePage, "pages:", "style: {icc: press.icc}\npages:", 1)
	files["press.icc"] = pressProfile(4)
	dir := issueFolder(t, files)
	for standard, want := range map[string]int{"x1a": exitErrors, "x4": exitOK, "none": exitOK} {
		for _, args := range [][]string{{"check", dir}, {"report", dir}, {"proof", dir, "-o", t.TempDir(), "--dpi", "20"}, {"render", dir, "-o", "-"}} {
			if got := duikai(t, append(args, "--standard", standard)...); got.code != want {
				t.Errorf("%s for %s: exit code %d\n%s", args[0], standard, got.code, got.stderr)
			}
		}
	}
}

// TestNoFalseClaim: a page that shows what PDF/X forbids comes out without the
// claim, and that is said.
func TestNoFalseClaim(t *testing.T) {
	block := blockWith("1 0 0 rg 0 0 100 100 re f")
	files := good()
	files["issue.yaml"] = onePage + "      - {ad: pictures/ad.pdf, at: [4, 20], span: [2, 20]}\n      - {ad: pictures/ad.pdf, at: [1, 50], span: [2, 20]}\n"
	files["pictures/ad.pdf"] = block
	dir := issueFolder(t, files)
	got, file := rendered(t, dir, "--ads", "keep")
	const want = "issue.yaml:9:14: warning: the PDF makes no claim to be PDF/X-1a:2003: page 1, a ready-made block: it has colour that is not CMYK, gray or a spot ink [not-pdfx]"
	if got.code != exitOK || strings.Count(got.stderr, want) != 1 || strings.Contains(file, "PDF/X") || !strings.HasPrefix(file, "%PDF-") {
		t.Errorf("exit code %d, %d bytes\n%s", got.code, len(file), got.stderr)
	}
	got, _ = rendered(t, dir, "--ads", "keep", "--lang", "zh")
	if want := "PDF 未标为 PDF/X-1a:2003：第 1 版的成品版块含有 CMYK、灰度和专色之外的颜色"; !strings.Contains(got.stderr, want) {
		t.Errorf("no %s in\n%s", want, got.stderr)
	}
	for _, args := range [][]string{{"--standard", "none"}, {"--reading"}} {
		if got, _ := rendered(t, dir, args...); strings.Contains(got.stderr, "not-pdfx") {
			t.Errorf("%v: %s", args, got.stderr)
		}
	}
	// Alone on its page, it is named itself.
	files["issue.yaml"] = onePage + "      - {ad: pictures/ad.pdf, at: [4, 20], span: [2, 20]}\n"
	if got, _ := rendered(t, issueFolder(t, files), "--ads", "keep"); !strings.Contains(got.stderr, "issue.yaml:9:14: warning: the PDF makes no claim") {
		t.Error(got.stderr)
	}
	// In the inks of the press it keeps the claim.
	if got, file := rendered(t, issueFolder(t, files)); got.code != exitOK || !strings.Contains(file, "(PDF/X-1a:2003)") {
		t.Errorf("converted: exit code %d\n%s", got.code, got.stderr)
	}
	files["pictures/ad.pdf"] = blockWith("0 1 1 0 k 0 0 100 100 re f")
	if got, file := rendered(t, issueFolder(t, files)); strings.Contains(got.stderr, "not-pdfx") || !strings.Contains(file, "(PDF/X-1a:2003)") {
		t.Errorf("a sound block: %s", got.stderr)
	}
}

// TestGrayPicture keeps the claim.
func TestGrayPicture(t *testing.T) {
	img := image.NewGray(image.Rect(0, 0, 600, 600))
	for i := range img.Pix {
		img.Pix[i] = color.Gray{Y: uint8(i)}.Y
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	files := good()
	files["issue.yaml"] = onePage + "      - {picture: pictures/a.png, at: [4, 20], span: [2, 20]}\n"
	files["pictures/a.png"] = b.String()
	if got, file := rendered(t, issueFolder(t, files)); got.code != exitOK || !strings.Contains(file, "(PDF/X-1a:2003)") {
		t.Errorf("exit code %d\n%s", got.code, got.stderr)
	}
}

// TestSpotNameplate: a red name is printed with the house's spot ink, except in
// a copy for the screen.
func TestSpotNameplate(t *testing.T) {
	files := good()
	files["issue.yaml"] = strings.Replace(onePage, "pages:", "style: {nameplate: {ink: red, spot: DIC 156}}\npages:", 1) +
		"      - {nameplate: across, at: [1, 1], span: [6, 15]}\n"
	dir := issueFolder(t, files)
	for args, want := range map[string]bool{"--standard=x1a": true, "--standard=none": true, "--reading": false} {
		if got, file := rendered(t, dir, args); got.code != exitOK || strings.Contains(file, "/Separation/DIC#20156") != want {
			t.Errorf("%s: exit code %d\n%s", args, got.code, got.stderr)
		}
	}
}

// pressHeader is a CMYK profile of a version, as far as an output intent reads
// it.
func pressHeader(version byte) string {
	b := make([]byte, 132)
	b[3], b[8] = byte(len(b)), version
	copy(b[12:], "prtrCMYKLab ")
	copy(b[36:], "acsp")
	return string(b)
}

// pressProfile is a whole profile that says it is of a version.
func pressProfile(version byte) string {
	b := bytes.Clone(newsprint.Profile())
	b[8] = version
	return string(b)
}

// blockWith is a page of 100 by 100 points.
func blockWith(content string) string {
	objects := []string{
		"<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]/Resources<<>>/Contents 4 0 R>>",
		fmt.Sprintf("<</Length %d>>\nstream\n%s\nendstream", len(content), content),
	}
	doc, table := "%PDF-1.4\n", fmt.Sprintf("xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for i, o := range objects {
		table += fmt.Sprintf("%010d 00000 n \n", len(doc))
		doc += fmt.Sprintf("%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	return fmt.Sprintf("%s%strailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", doc, table, len(objects)+1, len(doc))
}
