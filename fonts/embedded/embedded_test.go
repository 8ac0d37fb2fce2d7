package embedded_test

import (
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"duikai/fonts"
	"duikai/fonts/embedded"
)

// row is a line of the table in FONTS.md.
type row struct {
	file, role, licence, sum string
	bytes                    int
}

func table(t *testing.T) []row {
	t.Helper()
	md, err := os.ReadFile("FONTS.md")
	if err != nil {
		t.Fatal(err)
	}
	var rows []row
	for line := range strings.Lines(string(md)) {
		cells := strings.Split(strings.TrimSpace(line), "|")
		for i := range cells {
			cells[i] = strings.TrimSpace(cells[i])
		}
		if len(cells) != 11 || !strings.HasSuffix(cells[1], ".ttf") {
			continue
		}
		n, err := strconv.Atoi(cells[7])
		if err != nil {
			t.Fatal(err)
		}
		_, licence, _ := strings.Cut(strings.TrimSuffix(cells[8], ")"), "(")
		rows = append(rows, row{cells[1], strings.Fields(cells[2])[0], licence, cells[9], n})
	}
	return rows
}

// What is linked into the program is what the table says, and nothing lies in
// the folder that the table does not know.
func TestFilesAreThoseOfTheTable(t *testing.T) {
	set, err := embedded.Set()
	if err != nil {
		t.Fatal(err)
	}
	rows := table(t)
	if files, _ := filepath.Glob("*.ttf"); len(files) != len(rows) || len(rows) != len(set.Faces()) {
		t.Errorf("%d files, %d rows, %d faces", len(files), len(rows), len(set.Faces()))
	}
	for _, r := range rows {
		role, ok := fonts.ParseRole(r.role)
		if !ok {
			t.Errorf("%s: no role %q", r.file, r.role)
			continue
		}
		f := set.Chain(role).Faces()[0]
		if f.Name()+".ttf" != r.file {
			t.Errorf("%s is set with %s, not %s", r.role, f.Name(), r.file)
		}
		if len(f.Data()) != r.bytes {
			t.Errorf("%s: %d bytes, not %d", r.file, len(f.Data()), r.bytes)
		}
		if sum := sha256.Sum256(f.Data()); hex.EncodeToString(sum[:]) != r.sum {
			t.Errorf("%s: SHA-256 %x, not %s", r.file, sum, r.sum)
		}
	}
}

// Each licence text names the holders the files themselves name.
func TestLicences(t *testing.T) {
	set, err := embedded.Set()
	if err != nil {
		t.Fatal(err)
	}
	holders := map[string][]string{
		"OFL-NotoSerifSC.txt": {"2017-2024 Adobe (http://www.adobe.com/)"},
		"OFL-NotoSansSC.txt":  {"2014-2021 Adobe (http://www.adobe.com/)", "Reserved Font Name 'Source'"},
		"OFL-LXGWWenKai.txt":  {"Copyright 2021-2023 LXGW (https://github.com/lxgw/LxgwWenKai)", "Copyright 2020 The Klee Project Authors (https://github.com/fontworks-fonts/Klee)"},
	}
	for _, r := range table(t) {
		text, err := os.ReadFile(r.licence)
		if err != nil {
			t.Error(err)
			continue
		}
		role, _ := fonts.ParseRole(r.role)
		about := set.Chain(role).Faces()[0].About()
		if !strings.Contains(about.Licence, "SIL Open Font License, Version 1.1") {
			t.Errorf("%s is licensed otherwise: %s", r.file, about.Licence)
		}
		for _, h := range append(holders[r.licence], "SIL OPEN FONT LICENSE Version 1.1") {
			if !strings.Contains(string(text), h) {
				t.Errorf("%s does not say %q", r.licence, h)
			}
		}
		for _, h := range holders[r.licence] {
			if !strings.Contains(about.Copyright, h) {
				t.Errorf("%s does not say %q: %s", r.file, h, about.Copyright)
			}
		}
	}
}
