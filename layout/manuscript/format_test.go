package manuscript

import (
	"strings"
	"testing"

	"duikai/layout/geom"
)

// TestFormatFollowsType: characters and rows that are not given are those that
// the room between the margins holds.
func TestFormatFollowsType(t *testing.T) {
	for _, tt := range []struct {
		format, body string
		chars, rows  int
	}{
		{"broadsheet", "", 13, 120},
		{"tabloid", "", 11, 86},
		{"tabloid", "size: 10.5pt, leading: 14pt", 9, 70},
		{"tabloid", "size: 12pt, leading: 18pt", 8, 54},
		{"broadsheet", "size: 10pt, leading: 13pt", 11, 106},
		{"broadsheet", "size: 8pt, leading: 10pt", 14, 138},
		{"{trim: [390mm, 546mm], columns: 8}", "", 13, 120},
		{"{trim: [390mm, 546mm], columns: 6}", "", 17, 120},
		{"{trim: [390mm, 546mm], columns: 6, chars: 15}", "", 15, 120},
		{"{trim: [390mm, 546mm], columns: 6, rows: 100}", "", 17, 100},
		{"{trim: [390mm, 546mm], columns: 6, gutter: 10mm}", "", 15, 120},
		{"{trim: [210mm, 297mm], columns: 3, margins: [20mm, 15mm]}", "size: 10pt, leading: 14pt", 16, 52},
		{"{trim: [10in, 15in], columns: 4, margins: {top: 1in, right: 0.5in, bottom: 1in, left: 0.5in}}", "", 17, 81},
	} {
		style := ""
		if tt.body != "" {
			style = "style: {body: {" + tt.body + "}}\n"
		}
		is, problems := Load(folder(issueY, sound+"format: "+tt.format+"\n"+style, storyA, goodA))
		if len(problems) > 0 {
			t.Errorf("%s: %v", tt.format, problems)
			continue
		}
		f := is.Format
		if f.Chars != tt.chars || f.Rows != tt.rows {
			t.Errorf("%s %s: %d characters, %d rows", tt.format, tt.body, f.Chars, f.Rows)
		}
		// No more fits.
		if c, r := f.holds(f.room(), is.Style.Body); f.Chars > c || f.Rows > r {
			t.Errorf("%s: %d of %d, %d of %d", tt.format, f.Chars, c, f.Rows, r)
		}
	}
}

// TestFormatSpeaksTheTypedUnit: messages about the sheet give lengths in the
// unit of its trim, and the value that would be right.
func TestFormatSpeaksTheTypedUnit(t *testing.T) {
	for _, tt := range []struct{ format, says string }{
		{"{trim: [390mm, 546mm], columns: 8, chars: 15}", "403.2mm"},
		{"{trim: [39cm, 54.6cm], columns: 8, chars: 15}", "40.32cm"},
		{"{trim: [15.35in, 21.5in], columns: 8, chars: 15}", "15.88in"},
		{"{trim: [1105pt, 1548pt], columns: 8, chars: 15}", "1143pt"},
		{"{trim: [390mm, 546mm], columns: 8, chars: 15}", "chars: 14, rows: 120"},
		{"{trim: [100mm, 150mm], columns: 10}", "write columns: 5"},
		{"{trim: [100mm, 150mm], columns: 2, margins: [75mm, 5mm]}", "no row of 11.5pt"},
	} {
		_, problems := Load(folder(issueY, sound+"format: "+tt.format+"\n", storyA, goodA))
		var said []string
		for _, p := range problems {
			said = append(said, p.String())
		}
		if s := strings.Join(said, "\n"); !strings.Contains(s, tt.says) {
			t.Errorf("%s: %s does not say %s", tt.format, s, tt.says)
		}
	}
}

func TestLengthsAsRead(t *testing.T) {
	for unit, want := range map[string]string{"mm": "390mm", "cm": "39cm", "in": "15.35in", "pt": "1105.512pt"} {
		if got := geom.Millimetres(390).In(unit); got != want {
			t.Errorf("%s, not %s", got, want)
		}
	}
}
