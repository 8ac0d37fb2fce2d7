package artwork_test

import (
	"fmt"
	"strings"
	"testing"

	"duikai/layout/artwork"
	"duikai/samples/oracle"
)

// annotated is a page with one annotation, object 20, whose appearance is object
// 21 and 22 another one.
func annotated(page, annotation string) source {
	s := onePage("/Annots [20 0 R] "+page, "0 0 0 1 k 120 220 10 10 re f")
	s[20] = "<</Type /Annot /Rect [150 300 190 340] " + annotation + ">>"
	s[21] = streamBody("/BBox [0 0 20 10]", "0 1 1 0 k 0 0 20 10 re f")
	s[22] = streamBody("/Type /XObject /Subtype /Form /BBox [0 0 10 10] /Matrix [0 2 -2 0 5 5] /Resources <</Font 6 0 R>>", "1 0 0 0 k 0 0 10 10 re f")
	return s
}

// TestAnnotations looks at what becomes of stamps, fields and comments.
func TestAnnotations(t *testing.T) {
	kinds := map[artwork.RemarkKind]string{
		artwork.HiddenLayers: "layers", artwork.MorePages: "pages", artwork.Drawn: "drawn", artwork.ScreenOnly: "screen",
		artwork.NoAppearance: "no appearance", artwork.Comment: "comment", artwork.StaleFields: "stale",
	}
	const ap, states = " /AP <</N 21 0 R>>", " /AP <</N <</On 22 0 R /Off 21 0 R>>>>"
	tests := []struct {
		name, annotation string
		want             string // remarks
		matrix           string // of what is drawn
	}{
		{"a stamp", "/Subtype /Stamp /F 4" + ap, "drawn", "2 0 0 4 150 300"},
		{"a stamp with a matrix", "/Subtype /Stamp /F 4 /AP <</N 22 0 R>>", "drawn", "2 0 0 2 180 290"},
		{"hidden", "/Subtype /Stamp /F 6" + ap, "", ""},
		{"not on a screen, but in print", "/Subtype /Stamp /F 36" + ap, "drawn", "2 0 0 4 150 300"},
		{"on a screen alone", "/Subtype /FreeText /Contents (198 yuan)" + ap, "screen FreeText “198 yuan”", ""},
		{"no appearance", "/Subtype /FreeText /F 4 /Contents (198 yuan)", "no appearance FreeText “198 yuan”", ""},
		{"no appearance in its state", "/Subtype /Widget /FT /Btn /V /On /AS /Other /F 4" + states, "no appearance Widget", ""},
		{"a box ticked", "/Subtype /Widget /FT /Btn /V /On /AS /On /F 4" + states, "drawn", "2 0 0 2 180 290"},
		{"a box not ticked", "/Subtype /Widget /FT /Btn /V /Off /AS /None /F 4" + states, "", ""},
		{"a field", "/Subtype /Widget /FT /Tx /V (5) /F 4" + ap, "drawn", "2 0 0 4 150 300"},
		{"a field without a picture", "/Subtype /Widget /FT /Tx /V <FEFF96F64EF7> /F 4", "no appearance Widget “零价”", ""},
		{"a field that has it from above", "/Subtype /Widget /Parent <</FT /Tx /V (7)>> /F 4", "no appearance Widget “7”", ""},
		{"an empty field", "/Subtype /Widget /FT /Tx /F 4", "", ""},
		{"a signature not seen", "/Subtype /Widget /FT /Sig /V <<>> /F 132", "", ""},
		{"a sticky note", "/Subtype /Text /F 28 /Contents (make it red)" + ap, "comment Text “make it red”", ""},
		{"a file", "/Subtype /FileAttachment /F 4" + ap, "comment FileAttachment", ""},
		{"a window of a note", "/Subtype /Popup /F 4" + ap, "", ""},
		{"a link", "/Subtype /Link /F 4", "", ""},
		{"beside the page", "/Subtype /Stamp /F 4 /Rect [500 500 600 600]" + ap, "", ""},
		{"no place", "/Subtype /Stamp /F 4 /Rect [150 300 150 300]" + ap, "", ""},
		{"a box of no size", "/Subtype /Stamp /F 4 /AP <</N 23 0 R>>", "", ""},
	}
	for _, tt := range tests {
		s := annotated("", tt.annotation)
		s[23] = streamBody("/BBox [0 0 0 0]", "")
		x, err := artwork.ExtractPage(s.classic(), 1)
		if err != nil {
			t.Errorf("%s: %v", tt.name, err)
			continue
		}
		var got []string
		for _, r := range x.Remarks {
			got = append(got, strings.TrimSpace(kinds[r.Kind]+" "+r.Detail))
		}
		if told := strings.Join(got, ", "); told != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, told, tt.want)
		}
		content := open(t, x.Document()).data(theForm)
		if want := "q " + tt.matrix + " cm /A0 Do Q"; tt.matrix != "" && !strings.Contains(content, want) || tt.matrix == "" && strings.Contains(content, "Do") {
			t.Errorf("%s: %q, want %q", tt.name, content, want)
		}
	}
}

// TestAnnotationOnHiddenLayer: what a layer hides is not drawn.
func TestAnnotationOnHiddenLayer(t *testing.T) {
	s := annotated("", "/Subtype /Stamp /F 4 /AP <</N 21 0 R>> /OC 30 0 R")
	s[1] = "<</Pages 2 0 R /OCProperties <</OCGs [30 0 R] /D <</OFF [30 0 R]>>>>>>"
	s[30] = "<</Type /OCG /Name (old price)>>"
	x, err := artwork.ExtractPage(s.classic(), 1)
	if err != nil || fmt.Sprint(x.Remarks) != "[{0 old price 1 0}]" {
		t.Errorf("%+v, %v", x, err)
	}
}

// TestStaleFields: a program is asked to draw fields anew, which only it can.
func TestStaleFields(t *testing.T) {
	s := annotated("", "/Subtype /Widget /FT /Tx /V (5) /F 4 /AP <</N 21 0 R>>")
	s[1] = "<</Pages 2 0 R /AcroForm <</NeedAppearances true /Fields [20 0 R]>>>>"
	x, err := artwork.ExtractPage(s.classic(), 1)
	if err != nil || len(x.Remarks) != 2 || x.Remarks[1].Kind != artwork.StaleFields {
		t.Errorf("%+v, %v", x.Remarks, err)
	}
}

// TestMorePages: the pages that are not printed are told of.
func TestMorePages(t *testing.T) {
	s := onePage("", "")
	s[2] = strings.Replace(s[2], "[3 0 R]", "[3 0 R 3 0 R 8 0 R]", 1)
	s[8] = "<</Type /Page>>"
	x, err := artwork.ExtractPage(s.classic(), 1)
	if err != nil || len(x.Remarks) != 1 || x.Remarks[0] != (artwork.Remark{Kind: artwork.MorePages, Count: 2}) {
		t.Errorf("%+v, %v", x, err)
	}
}

// TestAnnotationsLookTheSame compares with what another program prints, on
// pages turned all ways and with annotations that do not turn.
func TestAnnotationsLookTheSame(t *testing.T) {
	for _, turn := range []int{0, 90, 180, 270} {
		for _, flags := range []int{4, 4 + 16} {
			s := annotated(fmt.Sprintf("/CropBox [110 210 290 380] /Rotate %d", turn), fmt.Sprintf("/Subtype /Stamp /F %d /AP <</N 22 0 R>>", flags))
			src := s.classic()
			out, err := document(src, 1)
			if err != nil {
				t.Fatal(err)
			}
			args := func(b []byte) []string {
				return []string{"draw", "-q", "-r", "72", "-F", "ppm", "-o", "-", save(t, b), "1"}
			}
			was, is := oracle.Run(t, "mutool", args(src)...), oracle.Run(t, "mutool", args(out)...)
			if n := differ(t, was, is); n > len(was)/500 {
				t.Errorf("turned %d, flags %d: %d of %d bytes differ", turn, flags, n, len(was))
			}
		}
	}
}
