package artwork

import (
	"bytes"
	"cmp"
	"encoding/binary"
)

// gif reads the screen of a GIF file (GIF89a, section 18), and counts its
// frames.
func (f *file) gif(head []byte) (Info, error) {
	if len(head) < 13 {
		return Info{}, &Fault{Kind: ErrCut}
	}
	w, h := int(binary.LittleEndian.Uint16(head[6:])), int(binary.LittleEndian.Uint16(head[8:]))
	if err := CheckSize(w, h); err != nil {
		return Info{}, err
	}
	info := Info{Format: GIF, Model: RGB, Depth: 8, Alpha: true}.upright(w, h, 1)
	at := int64(13) + paletteBytes(head[10])
	for info.Still <= maxStills {
		what, next, err := f.gifPart(at)
		if err != nil || what != gifFrame && what != gifExtension {
			return info, nil // the end, or what the decoder will tell; the first frame may be whole
		}
		if what == gifFrame {
			info.Still++
		}
		at = next
	}
	return info, nil
}

// What the parts of a GIF file begin with.
const (
	gifFrame     = ','
	gifExtension = '!'
	gifTrailer   = ';'
)

// gifPart is what begins at a place, and where the next part does.
func (f *file) gifPart(at int64) (what byte, next int64, err error) {
	b, err := f.upTo(at, 10)
	if err != nil || len(b) == 0 {
		return 0, at, cmp.Or(err, error(&Fault{Kind: ErrCut}))
	}
	switch what = b[0]; {
	case what == gifExtension:
		at += 2
	case what == gifFrame && len(b) == 10:
		at += 10 + paletteBytes(b[9]) + 1
	case what == gifFrame:
		return what, at, &Fault{Kind: ErrCut}
	default:
		return what, at, nil
	}
	next, err = f.gifBlocks(at)
	return what, next, err
}

// GIFEnds tells whether the parts of a GIF file go on to its trailer; frames is how
// many come before its data breaks off, or before something that is no part.
func GIFEnds(data []byte) (frames int, whole bool) {
	const screen = 13
	if len(data) < screen {
		return 0, false
	}
	f := &file{r: bytes.NewReader(data), size: int64(len(data))}
	for at := int64(screen) + paletteBytes(data[10]); ; {
		what, next, err := f.gifPart(at)
		if err != nil || what == gifTrailer {
			return frames, err == nil
		}
		switch what {
		case gifFrame:
			frames++
		case gifExtension:
		default:
			return frames, true // it is there, whatever it is
		}
		at = next
	}
}

// maxStills bounds the counting of what is not set.
const maxStills = 1000

// gifBlocks passes over blocks of data.
func (f *file) gifBlocks(at int64) (int64, error) {
	for range f.size/2 + 1 {
		n, err := f.bytes(at, 1)
		if err != nil {
			return at, err
		}
		at += 1 + int64(n[0])
		if n[0] == 0 {
			return at, nil
		}
	}
	return at, nil
}

// paletteBytes is the size of a table of colours.
func paletteBytes(flags byte) int64 {
	if flags&0x80 == 0 {
		return 0
	}
	return 3 << (flags&7 + 1)
}

// bmp reads the header of a Windows or OS/2 bitmap.
func (f *file) bmp(head []byte) (Info, error) {
	size := binary.LittleEndian.Uint32(head[14:])
	var w, h, bits int64
	switch {
	case size == 12 && len(head) >= 26:
		w, h, bits = int64(binary.LittleEndian.Uint16(head[18:])), int64(binary.LittleEndian.Uint16(head[20:])), int64(binary.LittleEndian.Uint16(head[24:]))
	case size >= 16 && size <= 256 && len(head) >= 30:
		w, h, bits = int64(int32(binary.LittleEndian.Uint32(head[18:]))), int64(int32(binary.LittleEndian.Uint32(head[22:]))), int64(binary.LittleEndian.Uint16(head[28:]))
	default:
		return Info{}, &Fault{Kind: ErrUnknown}
	}
	if h < 0 {
		h = -h
	}
	if err := checkSize(w, h); err != nil {
		return Info{}, err
	}
	info := Info{Format: BMP, Model: RGB, Depth: 8}
	if bits == 1 {
		info.Depth = 1
	}
	return info.upright(int(w), int(h), 1), nil
}
