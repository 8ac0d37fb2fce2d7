package artwork

import "encoding/binary"

// webpHead is what the chunks of a WebP file say so far.
type webpHead struct {
	info             Info
	turn             int
	w, h             int64 // of the picture data
	canvasW, canvasH int64
	exif             bool   // it comes after the picture data
	frames           []byte // the canvas of an animation
}

// webp reads the chunks of a WebP file (RFC 9649).
func (f *file) webp() (Info, error) {
	v := webpHead{info: Info{Format: WebP, Model: RGB, Depth: 8}, turn: 1}
	at := int64(12)
	for range maxChunks {
		b, err := f.upTo(at, 8)
		if err != nil {
			return Info{}, err
		}
		if len(b) < 8 {
			break
		}
		n := int64(binary.LittleEndian.Uint32(b[4:]))
		if err := v.chunk(f, string(b[:4]), at+8, n); err != nil {
			return Info{}, err
		}
		if v.frames != nil {
			return f.webpFrames(v.frames)
		}
		at += 8 + n + n&1
		if v.w > 0 && !v.exif {
			break
		}
	}
	if v.w == 0 || v.canvasW > 0 && (v.w != v.canvasW || v.h != v.canvasH) {
		return Info{}, fault(ErrBroken, "WebP %d×%d, %d×%d", v.w, v.h, v.canvasW, v.canvasH)
	}
	if err := checkSize(v.w, v.h); err != nil {
		return Info{}, err
	}
	return v.info.upright(int(v.w), int(v.h), v.turn), nil
}

// chunk reads what matters of a chunk of n bytes.
func (v *webpHead) chunk(f *file, name string, at, n int64) error {
	need, known := map[string]int64{"VP8X": 10, "VP8 ": 10, "VP8L": 5, "EXIF": n}[name]
	if !known {
		return nil
	}
	if n < need {
		return fault(ErrBroken, "WebP %s", name)
	}
	d, err := f.bytes(at, need)
	if err != nil {
		return err
	}
	switch name {
	case "VP8X":
		if d[0]&0x02 != 0 {
			v.frames = d
			return nil
		}
		v.info.Alpha, v.exif = d[0]&0x10 != 0, d[0]&0x08 != 0
		v.canvasW, v.canvasH = int64(uint24(d[4:]))+1, int64(uint24(d[7:]))+1
	case "VP8 ":
		if d[0]&1 != 0 || string(d[3:6]) != "\x9d\x01\x2a" {
			return fault(ErrBroken, "WebP VP8")
		}
		v.w, v.h = int64(binary.LittleEndian.Uint16(d[6:])&0x3fff), int64(binary.LittleEndian.Uint16(d[8:])&0x3fff)
	case "VP8L":
		bits := binary.LittleEndian.Uint32(d[1:])
		if d[0] != 0x2f || bits>>29 != 0 {
			return fault(ErrBroken, "WebP VP8L")
		}
		v.w, v.h = int64(bits&0x3fff)+1, int64(bits>>14&0x3fff)+1
		v.info.Alpha = v.info.Alpha || bits>>28&1 != 0
	case "EXIF":
		if hasPrefix(d, "Exif\x00\x00") { // some writers put JPEG's heading before it
			d = d[6:]
		}
		v.turn, v.exif = exifTurn(d), false
	}
	return nil
}

// webpFrames counts the frames of an animation, whose size is that of its
// canvas.
func (f *file) webpFrames(canvas []byte) (Info, error) {
	w, h := int64(uint24(canvas[4:]))+1, int64(uint24(canvas[7:]))+1
	if err := checkSize(w, h); err != nil {
		return Info{}, err
	}
	info := Info{Format: WebP, Model: RGB, Depth: 8, Alpha: true}.upright(int(w), int(h), 1)
	for at := int64(12); info.Still < maxStills; {
		b, err := f.upTo(at, 8)
		if err != nil {
			return Info{}, err
		}
		if len(b) < 8 {
			break
		}
		if string(b[:4]) == "ANMF" {
			info.Still++
		}
		n := int64(binary.LittleEndian.Uint32(b[4:]))
		at += 8 + n + n&1
	}
	if info.Still == 0 {
		return Info{}, fault(ErrBroken, "WebP ANIM")
	}
	return info, nil
}

func uint24(b []byte) uint32 { return uint32(b[0]) | uint32(b[1])<<8 | uint32(b[2])<<16 }
