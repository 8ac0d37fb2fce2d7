//go:build ignore

// Generate_first writes first.table from the npm package cnchar-order 3.2.6 (the folder
// it is unpacked in is given):
//
//	npm pack cnchar-order@3.2.6 && tar -xzf cnchar-order-3.2.6.tgz
//	go run generate_first.go package
//
// It takes exactly the file named below, so that the same command makes the
// same bytes. Of a character whose strokes there are not as many as Unihan counts
// nothing is taken.
package main

import (
	"bytes"
	"os"
	"regexp"
	"unicode/utf8"

	"duikai/layout/internal/strokes"
	"duikai/samples/unicode"
)

// The file, and its sum.
const (
	file = "cnchar.order.min.js"
	sum  = "3dbe473a9496d43c1ed8d782bc8673c500bac32d29cb3d72be72b25e82cdea38"
)

// As in strokes.go.
const (
	first, last = 0x3400, 0x9fff
	perLine     = 64
	zeroSign    = '!'
)

// kinds are the five kinds of strokes (横竖撇点折) by the letters of the file: 提 counts
// as 横, 竖钩 as 竖, 捺 as 点, all that bends as 折.
var kinds = map[byte]byte{'j': 1, 'i': 1, 'f': 2, 'g': 2, 's': 3, 'k': 4, 'd': 4, 'l': 4}

const bent = 5

func main() {
	signs := bytes.Repeat([]byte{zeroSign}, last-first+1)
	for _, m := range regexp.MustCompile(`"(\p{Han})":"([a-z]+)"`).FindAllStringSubmatch(unicode.Read(os.Args[1], file, sum), -1) {
		r, _ := utf8.DecodeRuneInString(m[1])
		if r < first || r > last || len(m[2]) != strokes.Of(r) {
			continue
		}
		kind, ok := kinds[m[2][0]]
		if !ok {
			kind = bent
		}
		signs[r-first] = zeroSign + kind
	}
	var out bytes.Buffer
	for i := 0; i < len(signs); i += perLine {
		out.Write(signs[i:min(i+perLine, len(signs))])
		out.WriteByte('\n')
	}
	unicode.Write("first.table", out.Bytes())
}
