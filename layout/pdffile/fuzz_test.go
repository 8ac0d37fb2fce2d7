package pdffile_test

import (
	"bytes"
	"strings"
	"testing"

	"duikai/layout/pdffile"
)

// FuzzLexer: reading ends, goes forward with every step and never leaves the
// bytes, whatever they are.
func FuzzLexer(f *testing.F) {
	for _, s := range []string{
		"1 0 0 1 5 5 cm q 0 .5 -1. k BT /F#31 9 Tf (a\\(b\\)\\053\\\r\n) Tj [(a) 3 <6162 6>] TJ ET Q",
		"BI /W 2 /H 2 /BPC 8 /CS /CMYK /F /AHx ID 00 EI\x01 EI BX foo EX", "ID \x00EI EI", "ID", "EI", "ID EI",
		"<</A [1 0 R <</B null>>] /C true>> % note\rendobj", "<<<", "[[[[", "((((", "<g", "/#", "1 0", "+-.", "--1 .. 1e9 9223372036854775808 99999999999999999999.9", "]>>)}",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		l := pdffile.NewLexer(b)
		for at := 0; ; at = l.At() {
			v, more, err := l.Next()
			if err != nil {
				l.Skip(at)
			} else if !more {
				break
			} else if v == pdffile.Keyword("ID") {
				if data := l.Inline(); len(data) > len(b)-at {
					t.Errorf("%d bytes of an inline picture from %d of %d", len(data), at, len(b))
				}
			}
			if l.At() <= at {
				t.Fatalf("stands still at %d", at)
			}
		}
		if l.At() < len(b) {
			t.Errorf("ends at %d of %d", l.At(), len(b))
		}
		end := 0
		err := pdffile.Operations(b, func(o pdffile.Operation) error {
			if o.From < end || o.To <= o.From || o.To > len(b) {
				t.Errorf("%s from %d to %d of %d, behind one that ends at %d", o.Operator, o.From, o.To, len(b), end)
			}
			end = o.To
			return nil
		})
		if err != nil {
			t.Error(err)
		}
		for at := range min(len(b), 40) {
			if end := pdffile.AfterInlineImage(b, at); end < at || end > len(b) {
				t.Errorf("an inline picture from %d ends at %d of %d", at, end, len(b))
			}
		}
	})
}

// FuzzFilters: streams of any bytes under any filters are decoded or refused,
// never to more than the limit.
func FuzzFilters(f *testing.F) {
	const limit = 1 << 16
	for entries, data := range map[string]string{
		"/Filter /Fl": flate(strings.Repeat("a", 5000)),
		"/Filter /FlateDecode /DecodeParms <</Predictor 15 /Columns 3 /Colors 2 /BitsPerComponent 4>>": flate("\x00abc\x01abc\x02abc\x03abc\x04abc"),
		"/Filter [/Fl] /DecodeParms [<</Predictor 2 /Columns 2 /Colors 3 /BitsPerComponent 16>>]":      flate("abcdefghijklabcdefghijkl"),
		"/Filter [/AHx /Fl]": "78 9c 4b 04 00 00 62 00 62>",
		"/Filter /A85":       "87cURD]i,\"Ebo80z~>",
		"/Filter [/A85 /RL]": "!<7QdJ,~>",
		"/Filter /RL":        "\x02abc\xfed\x80",
		"/Filter /LZW":       "\x80\x0b\x60\x50\x22\x0c\x0c\x85\x01",
		"/Filter [/LZW] /DP [<</EarlyChange 0 /Predictor 12 /Columns 4>>]": "\x80\x0b\x60\x50\x22\x0c\x0c\x85\x01",
		"/Filter [/AHx /DCTDecode]":                                        "FFD8>",
		"/Filter [/Fl /Fl /Fl]":                                            flate(flate(flate("a"))),
		"/Filter [/Fl] /DecodeParms 1 0 R":                                 flate("a"),
		"/Filter /Fl /DecodeParms <</Columns -1>>":                         "\x78\x9c",
		"": "plain",
	} {
		f.Add(entries, []byte(data))
	}
	f.Fuzz(func(t *testing.T, entries string, data []byte) {
		v, _, err := pdffile.NewLexer([]byte("<<" + entries + ">>")).Next()
		m, ok := v.(pdffile.Dict)
		if err != nil || !ok {
			return
		}
		s := &pdffile.Stream{Dict: m, Data: data}
		u, err := pdffile.Bare().Undo(s, limit)
		if err == nil && len(u.Data) > max(limit, len(data)) {
			t.Errorf("%d bytes, %d are the limit", len(u.Data), limit)
		}
		if err == nil && len(u.Rest) != len(u.Parms) {
			t.Errorf("%d filters are left with %d sets of parameters", len(u.Rest), len(u.Parms))
		}
		if len(data) > limit {
			return
		}
		all, errAll := pdffile.Bare().Decode(s)
		if err == nil && (errAll == nil) != (len(u.Rest) == 0) {
			t.Errorf("undone as far as %v, but decoded: %v", u.Rest, errAll)
		}
		if err == nil && errAll == nil && !bytes.Equal(all, u.Data) {
			t.Error("decoded in two ways")
		}
	})
}

// FuzzOpen: a file of any bytes is refused, or all its objects, pages and
// streams can be asked for.
func FuzzOpen(f *testing.F) {
	f.Add(small(stream("", "q Q")))
	f.Add(small(stream("/Filter /Fl", flate("q Q"))))
	f.Add(small(stream("/Length 5 0 R", "q Q"), "3"))
	f.Add(bytes.Replace(small(stream("", "q Q")), []byte("startxref\n"), []byte("startxref\n9"), 1))
	f.Add(small(stream("/Type /ObjStm /N 2 /First 8", "7 0 8 2 1 [7 0 R]")))
	f.Add(small("<</Kids [5 0 R 2 0 R]>>", "[4 0 R 5 0 R]"))
	f.Add([]byte("%PDF-1.5\n1 0 obj\n<</Type /XRef /Size 2 /W [1 2 1] /Root 1 0 R /Length 8>>\nstream\n\x00\x00\x00\x00\x01\x00\x09\x00\nendstream\nendobj\nstartxref\n9\n%%EOF"))
	f.Fuzz(func(t *testing.T, b []byte) {
		if len(b) > 1<<15 {
			return
		}
		d, err := pdffile.Open(b)
		if err != nil {
			return
		}
		d.Version()
		for _, n := range d.Numbers() {
			d.Packed(n)
			v, err := d.Resolve(pdffile.Ref{Num: n})
			if s, ok := v.(*pdffile.Stream); ok && err == nil {
				_, _ = d.Undo(s, 1<<16)
			}
		}
		seen := 0
		n, err := d.Pages(func(_ int, m pdffile.Dict) bool {
			seen++
			if p, err := d.Page(m); err == nil {
				p.Size()
				p.Matrix()
			}
			_, _ = d.Content(m["Contents"])
			return true
		})
		if err == nil && n != seen {
			t.Errorf("%d pages, %d were shown", n, seen)
		}
	})
}
