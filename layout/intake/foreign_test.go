package intake_test

import (
	"strings"
	"testing"

	"duikai/layout/diag"
	"duikai/layout/intake"
)

// TestForeign: what newsrooms send and no reader takes is named, by its ending or by its
// first bytes, with what to do.
func TestForeign(t *testing.T) {
	for name, want := range map[string]string{
		"a.XLSX": "CSV", "a.et": "CSV", "a.rtf": ".docx", "a.wps": ".docx", "a.7z": ".zip", "a.rar": ".zip", "a.epub": "text", "a.fbd": "PDF", "a.ofd": "PDF", "a.zip": "folder", "a.jpg": "ALTO",
		"a.html": ".txt", "a.json": "title", "old": ".docx", "a.bin": "", "a.txt": "",
	} {
		data := "x"
		if name == "old" {
			data = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
		}
		_, advice, ok := intake.Foreign(intake.OpenBytes([]byte(data), name, name))
		if ok != (want != "") || !strings.Contains(advice.In(diag.English), want) {
			t.Errorf("%s: %v, %v, want %q", name, advice, ok, want)
		}
	}
}
