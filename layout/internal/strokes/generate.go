//go:build ignore

// Generate writes strokes.table from the Unicode Character Database (the folder
// is given, as the Debian package unicode-data lays it out):
//
//	go run generate.go /usr/share/unicode
//
// It takes exactly the file named below, so that the same command makes the
// same bytes.
package main

import (
	"bytes"
	"log"
	"strconv"
	"strings"

	"duikai/samples/unicode"
)

// The file, of version 15.0.0, and its sum as it lies there.
const (
	file = "Unihan_IRGSources.txt.bz2"
	sum  = "52e6e55d22dd124d61dfbb845033fe354caf9a62ab84ac89aa0c374b0f8b99c5"
)

// As in strokes.go.
const (
	first, last = 0x3400, 0x9fff
	perLine     = 64
	zeroSign    = '!'
)

func main() {
	signs := bytes.Repeat([]byte{zeroSign}, last-first+1)
	for _, e := range unicode.Must(unicode.Entries(unicode.Read(unicode.Folder(), file, sum))) {
		if e.Field != "kTotalStrokes" || e.Char < first || e.Char > last {
			continue
		}
		count, _, _ := strings.Cut(e.Value, " ")
		n, err := strconv.Atoi(count)
		if err != nil || n < 1 || n > '~'-zeroSign {
			log.Fatalf("%c has %q strokes", e.Char, e.Value)
		}
		signs[e.Char-first] = byte(zeroSign + n)
	}
	var out bytes.Buffer
	for i := 0; i < len(signs); i += perLine {
		out.Write(signs[i:min(i+perLine, len(signs))])
		out.WriteByte('\n')
	}
	unicode.Write("strokes.table", out.Bytes())
}
