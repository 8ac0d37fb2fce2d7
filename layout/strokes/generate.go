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
	"compress/bzip2"
	"crypto/sha256"
	"fmt"
	"io"
	"log"
	"os"
	"path/filepath"
	"strconv"
	"strings"
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
	log.SetFlags(0)
	if len(os.Args) != 2 {
		log.Fatal("usage: go run generate.go <folder of the Unicode Character Database>")
	}
	packed, err := os.ReadFile(filepath.Join(os.Args[1], file))
	if err != nil {
		log.Fatal(err)
	}
	if got := fmt.Sprintf("%x", sha256.Sum256(packed)); got != sum {
		log.Fatalf("%s has the sum %s, not %s", file, got, sum)
	}
	data, err := io.ReadAll(bzip2.NewReader(bytes.NewReader(packed)))
	if err != nil {
		log.Fatal(err)
	}
	signs := bytes.Repeat([]byte{zeroSign}, last-first+1)
	for line := range strings.Lines(string(data)) {
		f := strings.Split(strings.TrimSpace(line), "\t")
		if len(f) != 3 || f[1] != "kTotalStrokes" {
			continue
		}
		r, err := strconv.ParseInt(f[0][2:], 16, 32)
		if err != nil || r < first || r > last {
			continue
		}
		count, _, _ := strings.Cut(f[2], " ")
		n, err := strconv.Atoi(count)
		if err != nil || n < 1 || n > '~'-zeroSign {
			log.Fatalf("%s has %q strokes", f[0], f[2])
		}
		signs[r-first] = byte(zeroSign + n)
	}
	var out bytes.Buffer
	for i := 0; i < len(signs); i += perLine {
		out.Write(signs[i:min(i+perLine, len(signs))])
		out.WriteByte('\n')
	}
	if err := os.WriteFile("strokes.table", out.Bytes(), 0o644); err != nil {
		log.Fatal(err)
	}
}
