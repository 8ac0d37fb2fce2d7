package pdf

import (
	"encoding/binary"
	"errors"
	"fmt"
	"strings"
	"sync"

	"github.com/signintech/gopdf"

	"duikai/fonts"
)

// Cache keeps faces as gopdf parses them, so that many documents, also at
// once, pay for each face once. The zero value is ready. It keeps the faces'
// own bytes and copies none.
type Cache struct {
	mu    sync.Mutex
	faces map[*fonts.Face]*parsedFace
}

// parsedFace is a face inside gopdf. Each has a container of its own, for two
// faces may share a name.
type parsedFace struct {
	family    string // stand-in tag and PostScript name
	once      sync.Once
	container gopdf.FontContainer
	err       error
}

// Load parses faces ahead of the first document, side by side.
func (c *Cache) Load(faces ...*fonts.Face) error {
	list := make([]*subset, len(faces))
	for i, f := range faces {
		list[i] = &subset{face: f}
	}
	_, err := c.load(list)
	return err
}

// load gives the parsed faces, parsing side by side those that are new:
// gopdf takes several milliseconds for a Chinese face.
func (c *Cache) load(used []*subset) ([]*parsedFace, error) {
	list := make([]*parsedFace, len(used))
	c.mu.Lock()
	if c.faces == nil {
		c.faces = make(map[*fonts.Face]*parsedFace)
	}
	for i, s := range used {
		p := c.faces[s.face]
		if p == nil {
			p = &parsedFace{family: letters(uint64(len(c.faces))) + "+" + printable(s.face.Name())}
			c.faces[s.face] = p
		}
		list[i] = p
	}
	c.mu.Unlock()

	var wg sync.WaitGroup
	for i, s := range used {
		wg.Go(func() { list[i].once.Do(func() { list[i].err = list[i].parse(s.face) }) })
	}
	wg.Wait()
	for _, p := range list {
		if p.err != nil {
			return nil, p.err
		}
	}
	return list, nil
}

func (p *parsedFace) parse(f *fonts.Face) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%v", r)
		}
		if err != nil {
			err = fmt.Errorf("gopdf cannot use the face %s: %w", f.Name(), err)
		}
	}()
	data, err := mend(f.Data())
	if err != nil {
		return err
	}
	// Kerning is the door through which characters get their places: doc.go.
	return p.container.AddTTFFontDataWithOption(p.family, data, gopdf.TtfOption{UseKerning: true})
}

// printable keeps what may stand in a PDF name without escapes.
func printable(name string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case 'a' <= r && r <= 'z', 'A' <= r && r <= 'Z', '0' <= r && r <= '9', r == '-', r == '_', r == '.':
			return r
		}
		return '-'
	}, name)
}

// mend makes a font file digestible for gopdf, which refuses a file over a
// kern table it cannot read (though none is wanted here) and reads tables up to
// a multiple of four bytes even where the file ends sooner. A file without
// these faults is given back as it is: copying 15 MB for nothing is what the
// cache is there to avoid.
func mend(data []byte) ([]byte, error) {
	const header, record = 12, 16
	if len(data) < header {
		return nil, errors.New("the file is too short")
	}
	kern, end := -1, len(data)
	for i := range int(binary.BigEndian.Uint16(data[4:])) {
		at := header + i*record
		if at+record > len(data) {
			return nil, errors.New("the table directory is cut off")
		}
		if string(data[at:at+4]) == "kern" {
			kern = at
		}
		offset, length := int(binary.BigEndian.Uint32(data[at+8:])), int(binary.BigEndian.Uint32(data[at+12:]))
		if offset+length > len(data) {
			return nil, fmt.Errorf("the table %q reaches beyond the file", data[at:at+4])
		}
		end = max(end, offset+(length+3)&^3)
	}
	if kern < 0 && end == len(data) {
		return data, nil
	}
	mended := make([]byte, end)
	copy(mended, data)
	if kern >= 0 {
		copy(mended[kern:], "none")
	}
	return mended, nil
}
