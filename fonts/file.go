package fonts

import (
	"encoding/binary"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/image/font/sfnt"
)

// u16, i16 and u32 read numbers as font files hold them.
func u16(b []byte) int    { return int(binary.BigEndian.Uint16(b)) }
func i16(b []byte) int    { return int(int16(binary.BigEndian.Uint16(b))) }
func u32(b []byte) uint32 { return binary.BigEndian.Uint32(b) }

// slice is b[at:at+n], or nil where that is not inside.
func slice(b []byte, at, n int) []byte {
	if at < 0 || n < 0 || at > len(b) || n > len(b)-at {
		return nil
	}
	return b[at : at+n : at+n]
}

// tables are a font's tables by tag, parts of the file's own bytes. Tables that
// lie outside the file are left out.
type tables map[string][]byte

// readTables reads the table directory that begins at an offset.
func readTables(data []byte, at int) tables {
	const header, record = 12, 16
	t := make(tables)
	head := slice(data, at, header)
	if head == nil {
		return t
	}
	for i := range u16(head[4:]) {
		r := slice(data, at+header+i*record, record)
		if r == nil {
			break
		}
		offset, length := u32(r[8:]), u32(r[12:])
		if uint64(offset)+uint64(length) <= uint64(len(data)) {
			t[string(r[:4])] = data[offset : offset+length : offset+length]
		}
	}
	return t
}

// collectionTag begins a collection (.ttc, .otc): several fonts that share
// tables.
const collectionTag = "ttcf"

// maxMembers bounds the fonts of a collection. Noto CJK has ten at most.
const maxMembers = 256

// members lists where the fonts of a file begin: one place for a file that is
// no collection.
func members(data []byte) ([]int, error) {
	const header = 12
	if len(data) < header || string(data[:4]) != collectionTag {
		return []int{0}, nil
	}
	n := int(u32(data[8:]))
	if n < 1 || n > maxMembers || slice(data, header, 4*n) == nil {
		return nil, errors.New("not a usable font: the list of the collection's fonts is damaged")
	}
	at := make([]int, n)
	for i := range at {
		at[i] = int(u32(data[header+4*i:]))
	}
	return at, nil
}

// Open reads a TrueType or OpenType file. The face keeps data, which must not
// change afterwards. Of a collection it opens the font for Simplified Chinese
// where the names tell it, else the first.
func Open(data []byte) (*Face, error) { return OpenMember(data, "") }

// OpenMember opens one font of a collection (字体合集), chosen by its number,
// counted from 0, or by its PostScript name. An empty choice is that of Open.
func OpenMember(data []byte, which string) (*Face, error) {
	data, err := unpack(data)
	if err != nil {
		return nil, err
	}
	at, err := members(data)
	if err != nil {
		return nil, err
	}
	if n, err := strconv.Atoi(which); err == nil {
		if n < 0 || n >= len(at) {
			return nil, &Fault{fmt.Sprintf("there is no font %d in a file of %d: they are counted from 0", n, len(at)), fmt.Sprintf("文件共有 %[2]d 个字体，没有编号 %[1]d（从 0 数起）", n, len(at))}
		}
		return open(data, at[n], n)
	}
	if len(at) == 1 && which == "" {
		return open(data, at[0], 0)
	}
	var names []string
	best := -1
	for i := range at {
		name, err := memberName(data, at[i], i)
		if err != nil {
			continue
		}
		if which != "" && strings.EqualFold(name, which) || which == "" && best < 0 && simplified(name) {
			best = i
		}
		names = append(names, name)
	}
	switch {
	case best >= 0:
		return open(data, at[best], best)
	case which == "":
		return open(data, at[0], 0)
	}
	all := strings.Join(names, ", ")
	return nil, &Fault{fmt.Sprintf("there is no font %q in the file, which has %s", which, all), fmt.Sprintf("文件中没有字体 %q，现有 %s", which, all)}
}

// simplified tells whether a font of a collection is the one for Simplified
// Chinese: NotoSerifCJKsc-Regular, SourceHanSerifSC-Bold.
func simplified(name string) bool {
	family, _, _ := strings.Cut(strings.ToLower(name), "-")
	return strings.HasSuffix(family, "sc") || strings.HasSuffix(family, "cn") || strings.HasSuffix(family, "gb")
}

func memberName(data []byte, at, n int) (name string, err error) {
	f, err := openTables(data, at, n)
	if err != nil {
		return "", err
	}
	return f.name, nil
}

// member opens a font of a file with sfnt.
func member(data []byte, n int) (*sfnt.Font, error) {
	if string(data[:min(4, len(data))]) != collectionTag {
		return sfnt.Parse(data)
	}
	c, err := sfnt.ParseCollection(data)
	if err != nil {
		return nil, err
	}
	return c.Font(n)
}
