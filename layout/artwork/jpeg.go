package artwork

import (
	"bytes"
	"encoding/binary"
)

func byteReader(b []byte) *bytes.Reader { return bytes.NewReader(b) }

// maxSegments bounds the walk through a JPEG file's header: large profiles and
// metadata come in a few hundred segments of 64 kB.
const maxSegments = 4096

// jpegHeader is what the segments before the first scan say.
type jpegHeader struct {
	marker byte   // of the frame header
	frame  []byte // its contents
	turn   int
	exif   bool // the orientation was read
}

// jpeg reads a JPEG file up to its first scan (ITU-T T.81, annex B). What is
// not read at all is refused here, with the reason.
func (f *file) jpeg() (Info, error) {
	h := jpegHeader{turn: 1}
	if err := f.jpegSegments(h.take); err != nil {
		return Info{}, err
	}
	d := h.frame
	switch {
	case h.marker > 0xc2: // lossless, hierarchical and arithmetic frames
		return Info{}, fault(ErrUnsupported, "JPEG SOF%d", h.marker-0xc0)
	case len(d) < 6 || len(d) != 6+3*int(d[5]):
		return Info{}, fault(ErrBroken, "JPEG SOF")
	case d[0] != 8:
		return Info{}, fault(ErrUnsupported, "JPEG, %d bit", d[0])
	}
	model, ok := map[byte]Model{1: Gray, 3: RGB, 4: CMYK}[d[5]]
	if !ok {
		return Info{}, fault(ErrUnsupported, "JPEG, %d components", d[5])
	}
	if !sampled(d[6:]) {
		return Info{}, fault(ErrUnsupported, "JPEG sampling % x", sampling(d[6:]))
	}
	height, width := int(binary.BigEndian.Uint16(d[1:])), int(binary.BigEndian.Uint16(d[3:]))
	if err := checkSize(int64(width), int64(height)); err != nil {
		return Info{}, err
	}
	return Info{Format: JPEG, Model: model, Depth: 8}.upright(width, height, h.turn), nil
}

// jpegSegments walks the segments up to the first scan.
func (f *file) jpegSegments(take func(marker byte, read func(n int64) ([]byte, error), n int64) error) error {
	at := int64(2)
	for range maxSegments {
		b, err := f.bytes(at, 4)
		if err != nil {
			return err
		}
		switch marker := b[1]; {
		case b[0] != 0xff:
			return fault(ErrBroken, "JPEG %#02x", b[0])
		case marker == 0xff: // a fill byte
			at++
			continue
		case marker == 0x01 || marker >= 0xd0 && marker <= 0xd7: // no length follows
			at += 2
			continue
		case marker == 0xd9 || marker == 0xda: // the end, or the first scan
			return nil
		}
		n := int64(binary.BigEndian.Uint16(b[2:])) - 2
		if n < 0 {
			return fault(ErrBroken, "JPEG %#02x", b[1])
		}
		body := at + 4
		read := func(n int64) ([]byte, error) { return f.bytes(body, n) }
		if err := take(b[1], read, n); err != nil {
			return err
		}
		at = body + n
	}
	return fault(ErrTooLarge, "JPEG, %d segments", maxSegments)
}

// take looks at one segment.
func (h *jpegHeader) take(marker byte, read func(n int64) ([]byte, error), n int64) error {
	switch {
	case marker == 0xe1 && !h.exif:
		data, err := read(n)
		if err != nil {
			return err
		}
		if tiff, ok := bytes.CutPrefix(data, []byte("Exif\x00\x00")); ok {
			h.turn, h.exif = exifTurn(tiff), true
		}
	case marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc:
		if h.frame != nil {
			return fault(ErrBroken, "JPEG SOF")
		}
		data, err := read(n)
		if err != nil {
			return err
		}
		h.marker, h.frame = marker, data
	}
	return nil
}

// sampling lists the sampling factors of the components, two half bytes each.
func sampling(components []byte) []byte {
	var list []byte
	for c := components; len(c) >= 3; c = c[3:] {
		list = append(list, c[1])
	}
	return list
}

// sampled tells whether the sampling factors go into each other.
func sampled(components []byte) bool {
	list := sampling(components)
	if len(list) == 1 {
		return list[0]>>4 != 0 && list[0]&15 != 0
	}
	across, down := 1, 1
	for _, hv := range list {
		across, down = max(across, int(hv>>4)), max(down, int(hv&15))
	}
	for _, hv := range list {
		h, v := int(hv>>4), int(hv&15)
		if h == 0 || h > 4 || v == 0 || v > 4 || across%h != 0 || down%v != 0 {
			return false
		}
	}
	return true
}
