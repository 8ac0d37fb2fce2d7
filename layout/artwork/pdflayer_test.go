package artwork_test

import (
	"fmt"
	"strings"
	"testing"

	"duikai/layout/artwork"
)

// layered is a page whose content is drawn with the property /M, in a document of two groups: 10 is a, 11 is b.
func layered(config, member, content string) source {
	s := onePage("", content)
	s[1] = "<</Pages 2 0 R /OCProperties <</OCGs [10 0 R 11 0 R] /D <<" + config + ">>>>>>"
	s[5] = "<</Properties <</M " + member + " /Group 10 0 R>>>>"
	s[10] = "<</Type /OCG /Name (a) /Usage <</Print <</PrintState /OFF>> /View <</ViewState /ON>>>>>>"
	s[11] = "<</Type /OCG /Name <FEFF62535C42> /Usage <</Print <</PrintState /ON>>>>>>"
	return s
}

// TestHiddenLayers looks at what stays of a page under every state of its
// layers (ISO 32000-1, 8.11).
func TestHiddenLayers(t *testing.T) {
	const gone, here = false, true
	const b = "11 0 R"
	ve := func(s string) string { return "<</Type /OCMD /VE " + s + ">>" }
	ocmd := func(p string) string { return "<</Type /OCMD /OCGs [10 0 R 11 0 R] /P /" + p + ">>" }
	const off = "/OFF [11 0 R]"
	tests := []struct {
		name, config, member string
		want                 bool
	}{
		{"nothing is off", "", b, here},
		{"another is off", "/OFF [10 0 R]", b, here},
		{"off", off, b, gone},
		{"all off", "/BaseState /OFF", b, gone},
		{"all off but this", "/BaseState /OFF /ON [11 0 R]", b, here},
		{"base unchanged", "/BaseState /Unchanged " + off, b, gone},
		{"on and off: off", "/ON [11 0 R] " + off, b, gone},
		{"a group that is gone", off, "99 0 R", here},
		{"no group at all", off, "<</Type /Other>>", here},
		{"printed by its usage", off + " /AS [<</Event /Print /Category [/Print] /OCGs [11 0 R]>>]", b, here},
		{"not printed by its usage", "/AS [<</Event /Print /Category [/Print] /OCGs [10 0 R]>>]", "10 0 R", gone},
		{"usage of a screen", "/AS [<</Event /View /Category [/Print] /OCGs [10 0 R]>>]", "10 0 R", here},
		{"one of two categories says no", "/AS [<</Event /Print /Category [/View /Print] /OCGs [10 0 R]>>]", "10 0 R", gone},
		{"a category that says nothing", off + " /AS [<</Event /Print /Category [/Zoom] /OCGs [11 0 R]>>]", b, gone},
		{"any on", off, ocmd("AnyOn"), here},
		{"all on", off, ocmd("AllOn"), gone},
		{"any off", off, ocmd("AnyOff"), here},
		{"any off, none is", "/Name (x)", ocmd("AnyOff"), here}, // nothing can be hidden in such a file
		{"all off policy", off, ocmd("AllOff"), gone},
		{"all off policy, all are", "/BaseState /OFF", ocmd("AllOff"), here},
		{"one group without a list", off, "<</Type /OCMD /OCGs 11 0 R>>", gone},
		{"no groups", off, "<</Type /OCMD /OCGs []>>", here},
		{"groups that are gone", off, "<</Type /OCMD /OCGs [null 98 0 R]>>", here},
		{"not", off, ve("[/Not 11 0 R]"), here},
		{"not not", off, ve("[/Not [/Not 11 0 R]]"), gone},
		{"and", off, ve("[/And 10 0 R 11 0 R]"), gone},
		{"or", off, ve("[/Or 11 0 R 10 0 R]"), here},
		{"an expression before a policy", off, "<</Type /OCMD /OCGs 10 0 R /VE [/And 11 0 R]>>", gone},
		{"made for another end", off + " /Intent /Design", b, here},
		{"made for all ends", off + " /Intent [/All]", b, gone},
	}
	for _, tt := range tests {
		file := layered(tt.config, tt.member, "/OC /M BDC 5 5 5 5 re f EMC 6 6 6 6 re f").classic()
		o := extract(t, file, 1)
		content := o.data(theForm)
		if got := strings.Contains(content, "5 5 5 5 re f"); got != tt.want || !strings.Contains(content, "6 6 6 6 re f") {
			t.Errorf("%s: %q", tt.name, content)
		}
		if strings.Contains(o.file, "OCG") {
			t.Errorf("%s: groups are still there", tt.name)
		}
		x, err := artwork.ExtractPage(file, 1)
		if told := len(x.Remarks) > 0; err != nil || told == tt.want {
			t.Errorf("%s: %+v, %v", tt.name, x.Remarks, err)
		}
	}
}

// TestHiddenContent looks at what becomes of each operator on a hidden layer:
// nothing is painted, and every state goes on.
func TestHiddenContent(t *testing.T) {
	tests := []struct{ content, want string }{
		{"/OC /M BDC 1 0 0 rg 1 1 2 2 re f EMC f", "/OC /M BDC 1 0 0 rg 1 1 2 2 re n EMC f"},
		{"/OC /M BDC 1 1 2 2 re W n 3 3 m S B* b sh s EMC S", "/OC /M BDC 1 1 2 2 re W n 3 3 m n n n  n EMC S"},
		{"/OC /M BDC /X Do EMC /Y Do", "/OC /M BDC  EMC /Y Do"},
		{"/OC /M BDC BI /W 1 ID x EI EMC S", "/OC /M BDC  EMC S"},
		{"BT /OC /M BDC (a) Tj [(b) 3] TJ EMC (c) Tj ET", "BT /OC /M BDC 3 Tr (a) Tj 0 Tr 3 Tr [(b) 3] TJ 0 Tr EMC (c) Tj ET"},
		{"2 Tr q 5 Tr /OC /M BDC (a) ' Q (b) Tj EMC", "2 Tr q 5 Tr /OC /M BDC 7 Tr (a) ' 5 Tr Q 3 Tr (b) Tj 2 Tr EMC"},
		{"/OC /M BDC /Span <</MCID 0>> BDC f EMC f EMC f", "/OC /M BDC /Span <</MCID 0>> BDC n EMC n EMC f"},
		{"/OC /Group BDC /OC /M BDC f EMC f EMC EMC f", "/OC /Group BDC /OC /M BDC n EMC f EMC EMC f"},
		{"/OC /None BDC f EMC", "/OC /None BDC f EMC"},
		{"/Span /M BDC f EMC", "/Span /M BDC f EMC"},
	}
	for _, tt := range tests {
		o := extract(t, layered("/OFF [11 0 R]", "11 0 R", tt.content).classic(), 1)
		if got := strings.TrimSpace(o.data(theForm)); got != tt.want {
			t.Errorf("%s\n%q, want\n%q", tt.content, got, tt.want)
		}
	}
}

// TestHiddenObjects: forms on a hidden layer, and layers inside forms.
func TestHiddenObjects(t *testing.T) {
	s := layered("/OFF [11 0 R]", "11 0 R", "/X Do /Y Do")
	s[5] = "<</XObject <</X 13 0 R /Y 14 0 R>>>>"
	s[13] = streamBody("/Type /XObject /Subtype /Form /BBox [0 0 9 9] /OC 11 0 R", "1 1 1 1 re f")
	s[14] = streamBody("/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources <</Properties <</Z 11 0 R>>>>", "/OC /Z BDC 2 2 2 2 re f EMC 3 3 3 3 re f")
	x, err := artwork.ExtractPage(s.classic(), 1)
	if err != nil {
		t.Fatal(err)
	}
	o := open(t, x.Document())
	var all []string
	for n := theForm + 1; n <= len(o.objects); n++ {
		all = append(all, o.data(n))
	}
	if got := strings.Join(all, "|"); got != "|/OC /Z BDC 2 2 2 2 re n EMC 3 3 3 3 re f" {
		t.Errorf("%q", got)
	}
	if want := []artwork.Remark{{Kind: artwork.HiddenLayers, Detail: "打层", Count: 1}}; fmt.Sprint(x.Remarks) != fmt.Sprint(want) {
		t.Errorf("%+v", x.Remarks)
	}
}
