package preflight

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"unicode"

	"duikai/layout/diag"
)

// Write prints one line a finding, and the advice the first time its code
// appears.
func (r Report) Write(w io.Writer, file string, l diag.Lang) error {
	var b strings.Builder
	advised := make(map[Code]bool)
	for _, f := range r.Findings {
		fmt.Fprintf(&b, "%s: %s%s: %s [%s; %s]", file, f.where(l), f.Severity().In(l), f.Text(l), f.Code, f.Clause(l))
		if f.Count > 1 {
			fmt.Fprintf(&b, " ×%d", f.Count)
		}
		b.WriteByte('\n')
		if h := f.Hint(l); h != "" && !advised[f.Code] {
			advised[f.Code] = true
			b.WriteString("    " + h + "\n")
		}
	}
	_, err := io.WriteString(w, visible(b.String()))
	return err
}

// where says page, object and place.
func (f Finding) where(l diag.Lang) string {
	var parts []string
	if f.Page > 0 {
		parts = append(parts, fmt.Sprintf([...]string{"page %d", "第 %d 页"}[l], f.Page))
	}
	if f.Object > 0 {
		parts = append(parts, fmt.Sprintf([...]string{"object %d", "对象 %d"}[l], f.Object))
	}
	if f.Placed {
		parts = append(parts, fmt.Sprintf([...]string{"at %.0f, %.0f mm", "位于 %.0f, %.0f mm"}[l], millimetres(f.X), millimetres(f.Y)))
	}
	if len(parts) == 0 {
		return ""
	}
	return strings.Join(parts, [...]string{", ", "，"}[l]) + ": "
}

// millimetres turns points into millimetres.
func millimetres(pt float64) float64 { return pt * 25.4 / 72 }

// visible writes control characters out: what a file says must not move the
// cursor of a terminal.
func visible(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' {
			return '?'
		}
		return r
	}, s)
}

// Summary is the closing line.
func (r Report) Summary(file string, l diag.Lang) string {
	var n [diag.Fatal + 1]int
	for _, f := range r.Findings {
		n[f.Severity()]++
	}
	return visible(fmt.Sprintf([...]string{
		"%s: %s, pages: %d; errors: %d, warnings: %d, notes: %d",
		"%s：%s，%d 页；错误 %d 处，警告 %d 处，提示 %d 条"}[l],
		file, r.Standard, r.Pages, n[diag.Error]+n[diag.Fatal], n[diag.Warning], n[diag.Info]))
}

// record is a finding for scripts; x and y are millimetres from the lower left
// corner of the trim.
type record struct {
	Severity string   `json:"severity"`
	Code     Code     `json:"code"`
	Page     int      `json:"page,omitempty"`
	Object   int      `json:"object,omitempty"`
	X        *float64 `json:"x,omitempty"`
	Y        *float64 `json:"y,omitempty"`
	Count    int      `json:"count"`
	Clause   string   `json:"clause"`
	Text     string   `json:"text"`
	Hint     string   `json:"hint,omitempty"`
}

// WriteJSON prints the report as one JSON object.
func (r Report) WriteJSON(w io.Writer, file string, l diag.Lang) error {
	out := struct {
		File     string   `json:"file"`
		Standard string   `json:"standard"`
		Pages    int      `json:"pages"`
		Findings []record `json:"findings"`
	}{file, r.Standard.String(), r.Pages, []record{}}
	for _, f := range r.Findings {
		rec := record{Severity: f.Severity().String(), Code: f.Code, Page: f.Page, Object: f.Object, Count: f.Count, Clause: f.Clause(l), Text: f.Text(l), Hint: f.Hint(l)}
		if f.Placed {
			x, y := millimetres(f.X), millimetres(f.Y)
			rec.X, rec.Y = &x, &y
		}
		out.Findings = append(out.Findings, rec)
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(out)
}
