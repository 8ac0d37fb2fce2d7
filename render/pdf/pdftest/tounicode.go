package pdftest

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"unicode/utf16"
)

// maxBlock is how many entries a block of a CMap may have (Adobe technical
// note 5411).
const maxBlock = 100

// ReadMap reads maps from glyphs to text, taking what the standard allows
// (ISO 32000-2, 9.10.3) and nothing else.
func ReadMap(b []byte) (map[int]string, error) {
	m := make(map[int]string)
	left, ranges := 0, false
	for line := range bytes.Lines(b) {
		line = bytes.TrimRight(line, "\r\n ")
		if left == 0 {
			n, kind, _ := bytes.Cut(line, []byte(" beginbf"))
			if string(kind) != "char" && string(kind) != "range" {
				continue
			}
			var err error
			if left, err = strconv.Atoi(string(n)); err != nil || left < 1 || left > maxBlock {
				return nil, fmt.Errorf("a block of %.20q", n)
			}
			ranges = string(kind) == "range"
			continue
		}
		left--
		if err := mapLine(m, line, ranges); err != nil {
			return nil, fmt.Errorf("the line %.60q: %w", line, err)
		}
	}
	if left > 0 {
		return nil, errors.New("it ends too soon")
	}
	return m, nil
}

var errEntry = errors.New("it maps nothing")

// mapLine reads <2B48><5E74>, or <2B48><2B4A><5E74> for a range.
func mapLine(m map[int]string, line []byte, ranges bool) error {
	fields := bytes.FieldsFunc(line, func(r rune) bool { return r == '<' || r == '>' || r == ' ' })
	if !ranges && len(fields) > 0 {
		fields = slices.Insert(fields, 1, fields[0])
	}
	if len(fields) != 3 || len(fields[0]) != 4 || len(fields[1]) != 4 {
		return errEntry
	}
	from, err := strconv.ParseUint(string(fields[0]), 16, 16)
	to, err2 := strconv.ParseUint(string(fields[1]), 16, 16)
	last, ok := utf16Hex(fields[2])
	if err != nil || err2 != nil || !ok || from > to || from>>8 != to>>8 {
		return errEntry
	}
	for g := from; g <= to; g++ {
		if _, ok := m[int(g)]; ok {
			return errors.New("a glyph stands there twice")
		}
		m[int(g)] = string(last)
		// A range counts in the last byte only.
		if last[len(last)-1]++; g < to && last[len(last)-1]&0xff == 0 {
			return errEntry
		}
	}
	return nil
}

// utf16Hex reads UTF-16 in hex digits.
func utf16Hex(b []byte) ([]rune, bool) {
	raw, err := hex.DecodeString(string(b))
	if err != nil || len(raw) == 0 || len(raw)%2 != 0 {
		return nil, false
	}
	var units []uint16
	for u := range slices.Chunk(raw, 2) {
		units = append(units, uint16(u[0])<<8|uint16(u[1]))
	}
	rs := utf16.Decode(units)
	return rs, slices.Equal(utf16.Encode(rs), units) // no half of a pair
}
