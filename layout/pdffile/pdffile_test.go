package pdffile_test

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"duikai/layout/pdffile"
)

func small(streams ...string) []byte {
	b := []byte("%PDF-1.4\n")
	bodies := append([]string{"<</Pages 2 0 R>>", "<</Kids [3 0 R] /MediaBox [0 0 9 9]>>", "<</Type /Page /Contents 4 0 R>>"}, streams...)
	var at []int
	for i, s := range bodies {
		at = append(at, len(b))
		b = fmt.Appendf(b, "%d 0 obj\n%s\nendobj\n", i+1, s)
	}
	xref := len(b)
	b = fmt.Appendf(b, "xref\n0 %d\n0000000000 65535 f \n", len(bodies)+1)
	for _, n := range at {
		b = fmt.Appendf(b, "%010d 00000 n \n", n)
	}
	return fmt.Appendf(b, "trailer\n<</Root 1 0 R>>\nstartxref\n%d\n%%%%EOF", xref)
}

func flate(s string) string {
	var b bytes.Buffer
	w := zlib.NewWriter(&b)
	_, _ = w.Write([]byte(s))
	_ = w.Close()
	return b.String()
}

func stream(entries, data string) string {
	return fmt.Sprintf("<<%s /Length %d>>\nstream\n%s\nendstream", entries, len(data), data)
}

func TestOpen(t *testing.T) {
	f, err := pdffile.Open(small(stream("", "q Q")))
	if err != nil || f.Version() != "1.4" || f.Recovered || f.XRefStreams || f.Packed(4) || !cmp.Equal(f.Numbers(), []int{1, 2, 3, 4}) {
		t.Fatalf("%+v, %v", f, err)
	}
	broken := bytes.Replace(small(stream("", "q Q")), []byte("startxref\n"), []byte("startxref\n9"), 1)
	if f, err = pdffile.Open(broken); err != nil || !f.Recovered || len(f.Numbers()) != 4 {
		t.Fatalf("%+v, %v", f, err)
	}
	if _, err := pdffile.Open([]byte("notes")); !errors.Is(err, pdffile.ErrNoPDF) {
		t.Error(err)
	}
}

// TestUndo: filters of pictures stay, and the limit of one stream is its own.
func TestUndo(t *testing.T) {
	f, err := pdffile.Open(small(
		stream("/Filter [/ASCIIHexDecode /DCTDecode] /DecodeParms [null <</ColorTransform 0>>]", "FFD8>"),
		stream("/Filter /FlateDecode", flate(strings.Repeat("a", 5000)))))
	if err != nil {
		t.Fatal(err)
	}
	at := func(num int) *pdffile.Stream {
		v, err := f.Resolve(pdffile.Ref{Num: num})
		if err != nil {
			t.Fatal(err)
		}
		return v.(*pdffile.Stream)
	}
	u, err := f.Undo(at(4), 100)
	if err != nil || string(u.Data) != "\xff\xd8" || !cmp.Equal(u.Rest, []pdffile.Name{"DCTDecode"}) || u.Parms[0]["ColorTransform"] != int64(0) {
		t.Errorf("%+v, %v", u, err)
	}
	if _, err := f.Decode(at(4)); !errors.Is(err, pdffile.ErrUnsupported) {
		t.Error(err)
	}
	if _, err := f.Undo(at(5), 4999); !errors.Is(err, pdffile.ErrTooLarge) {
		t.Error(err)
	}
	for range 3 {
		if u, err = f.Undo(at(5), 5000); err != nil || len(u.Data) != 5000 {
			t.Errorf("%d, %v", len(u.Data), err)
		}
	}
}

func TestLexer(t *testing.T) {
	l := pdffile.NewLexer([]byte("1 .5 (a) Tj BI /W 1 ID \x00EI\x01 EI\nQ ) Q"))
	var got []any
	for {
		v, more, err := l.Next()
		if err != nil {
			l.Skip(l.At())
			got = append(got, "fault")
			continue
		}
		if !more {
			break
		}
		got = append(got, v)
		if v == pdffile.Keyword("ID") {
			got = append(got, l.Inline())
		}
	}
	want := []any{int64(1), .5, pdffile.String("a"), pdffile.Keyword("Tj"), pdffile.Keyword("BI"), pdffile.Name("W"), int64(1), pdffile.Keyword("ID"),
		[]byte("\x00EI\x01 "), pdffile.Keyword("Q"), "fault", pdffile.Keyword("Q")}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}
