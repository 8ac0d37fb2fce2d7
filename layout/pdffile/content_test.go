package pdffile_test

import (
	"fmt"
	"strings"
	"testing"

	"duikai/layout/pdffile"
)

func TestOperations(t *testing.T) {
	const content = "q 1 0 0 1 5 6 cm % a remark\n/P1 scn [(a) -20 <62>] TJ\nBI /W 1 /CS /RGB ID \x00EI\xff EI\n) 1..2 3 w Q"
	var got []string
	err := pdffile.Operations([]byte(content), func(o pdffile.Operation) error {
		got = append(got, fmt.Sprintf("%s %v %d %q %v", o.Operator, o.Operands, len(o.Inline), o.Data, content[o.From:o.To]))
		return nil
	})
	want := []string{
		`q [] 0 "" q`,
		`cm [1 0 0 1 5 6] 0 "" 1 0 0 1 5 6 cm`,
		`scn [P1] 0 "" /P1 scn`,
		`TJ [[a -20 b]] 0 "" [(a) -20 <62>] TJ`,
		"BI [] 2 \"\\x00EI\\xff \" BI /W 1 /CS /RGB ID \x00EI\xff EI",
		`w [0 3] 0 "" 1..2 3 w`,
		`Q [] 0 "" Q`,
	}
	if err != nil || strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("%v\n%s\nwant\n%s", err, strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}
