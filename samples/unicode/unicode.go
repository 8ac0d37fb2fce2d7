// Package unicode reads files of the Unicode Character Database, for generators
// of tables and for tests that compare with it.
package unicode

import (
	"bytes"
	"compress/bzip2"
	"crypto/sha256"
	"fmt"
	"go/format"
	"io"
	"log"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// Folder is the folder of the database that a generator is called with; it ends
// the program where there is none.
func Folder() string {
	log.SetFlags(0)
	if len(os.Args) != 2 {
		log.Fatalf("usage: %s <folder of the Unicode Character Database>", filepath.Base(os.Args[0]))
	}
	return os.Args[1]
}

// Read gives the text of a file of a folder, unpacked where its name ends in
// .bz2. It ends the program where the file, as it lies there, has not the SHA-256
// sum that is meant: the same command makes the same bytes.
func Read(folder, name, sum string) string {
	data, err := os.ReadFile(filepath.Join(folder, name))
	if err != nil {
		log.Fatal(err)
	}
	if got := fmt.Sprintf("%x", sha256.Sum256(data)); got != sum {
		log.Fatalf("%s has the sum %s, not %s", name, got, sum)
	}
	if strings.HasSuffix(name, ".bz2") {
		if data, err = io.ReadAll(bzip2.NewReader(bytes.NewReader(data))); err != nil {
			log.Fatal(err)
		}
	}
	return string(data)
}

// Span is a line of a file that gives ranges of characters a value (UAX #44,
// 4.2): from and to are the first and the last of them.
type Span struct {
	From, To rune
	Value    string
}

// Spans reads the lines of such a file.
func Spans(text string) (spans []Span, err error) {
	for line := range strings.Lines(text) {
		line, _, _ = strings.Cut(line, "#")
		codes, value, ok := strings.Cut(line, ";")
		if !ok {
			continue
		}
		from, to, ranged := strings.Cut(strings.TrimSpace(codes), "..")
		if !ranged {
			to = from
		}
		s := Span{Value: strings.TrimSpace(value)}
		if s.From, err = Code(from); err != nil {
			return nil, err
		}
		if s.To, err = Code(to); err != nil {
			return nil, err
		}
		spans = append(spans, s)
	}
	return spans, nil
}

// Entry is a line of Unihan (UAX #38, 2): what a character's field holds.
type Entry struct {
	Char         rune
	Field, Value string
}

// Entries reads the lines of such a file.
func Entries(text string) (entries []Entry, err error) {
	for line := range strings.Lines(text) {
		f := strings.Split(strings.TrimSpace(line), "\t")
		if len(f) != 3 || strings.HasPrefix(line, "#") {
			continue
		}
		r, err := Code(f[0])
		if err != nil {
			return nil, err
		}
		entries = append(entries, Entry{r, f[1], f[2]})
	}
	return entries, nil
}

// Code reads a code point, 4E00 or U+4E00.
func Code(s string) (rune, error) {
	v, err := strconv.ParseUint(strings.TrimPrefix(s, "U+"), 16, 21)
	return rune(v), err
}

// Must is the value of a reading; it ends the program where there was an error.
func Must[T any](v T, err error) T {
	if err != nil {
		log.Fatal(err)
	}
	return v
}

// Write writes a generated file beside its generator, Go source in its usual form.
func Write(name string, text []byte) {
	if strings.HasSuffix(name, ".go") {
		text = Must(format.Source(text))
	}
	if err := os.WriteFile(name, text, 0o644); err != nil {
		log.Fatal(err)
	}
}
