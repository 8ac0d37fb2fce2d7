package pdffile_test

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"duikai/layout/pdffile"
	_ "duikai/samples/draws" // the same draws every time
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

// TestNumbersAreThoseOfStrconv: the quick way to read a number gives what the
// library gives, to the last bit.
func TestNumbersAreThoseOfStrconv(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.StringMatching(`-?[0-9]{1,9}\.[0-9]{1,9}`).Draw(t, "number")
		v, more, err := pdffile.NewLexer([]byte(word)).Next()
		want, _ := strconv.ParseFloat(word, 64)
		if err != nil || !more || v != want || math.Signbit(v.(float64)) != math.Signbit(want) {
			t.Fatalf("%s is read as %v, not %v", word, v, want)
		}
	})
}
