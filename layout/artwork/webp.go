package artwork

import "encoding/binary"

// webp reads the chunks of a WebP file (RFC 9649).
func (f *file) webp() (Info, error) {
	info := Info{Format: WebP, Model: RGB, Depth: 8}
	turn, at := 1, int64(12)
	var w, h int64 // of the picture data
	var canvasW, canvasH int64
	exif := false // it comes after the picture data
	for range maxChunks {
		b, err := f.upTo(at, 8)
		if err != nil {
			return Info{}, err
		}
		if len(b) < 8 {
			break
		}
		n := int64(binary.LittleEndian.Uint32(b[4:]))
		read := func(k int64) ([]byte, error) {
			if n < k {
				return nil, fault(ErrBroken, "WebP %s", b[:4])
			}
			return f.bytes(at+8, k)
		}
		var d []byte
		switch string(b[:4]) {
		case "VP8X":
			if d, err = read(10); err != nil {
				return Info{}, err
			}
			if d[0]&0x02 != 0 {
				return f.webpFrames(d)
			}
			info.Alpha, exif = d[0]&0x10 != 0, d[0]&0x08 != 0
			canvasW, canvasH = int64(uint24(d[4:]))+1, int64(uint24(d[7:]))+1
		case "VP8 ":
			if d, err = read(10); err != nil {
				return Info{}, err
			}
			if d[0]&1 != 0 || string(d[3:6]) != "\x9d\x01\x2a" {
				return Info{}, fault(ErrBroken, "WebP VP8")
			}
			w, h = int64(binary.LittleEndian.Uint16(d[6:])&0x3fff), int64(binary.LittleEndian.Uint16(d[8:])&0x3fff)
		case "VP8L":
			if d, err = read(5); err != nil {
				return Info{}, err
			}
			bits := binary.LittleEndian.Uint32(d[1:])
			if d[0] != 0x2f || bits>>29 != 0 {
				return Info{}, fault(ErrBroken, "WebP VP8L")
			}
			w, h = int64(bits&0x3fff)+1, int64(bits>>14&0x3fff)+1
			info.Alpha = info.Alpha || bits>>28&1 != 0
		case "EXIF":
			if d, err = read(n); err != nil {
				return Info{}, err
			}
			if hasPrefix(d, "Exif\x00\x00") { // some writers put JPEG's heading before it
				d = d[6:]
			}
			turn, exif = exifTurn(d), false
		}
		at += 8 + n + n&1
		if w > 0 && !exif {
			break
		}
	}
	if w == 0 || canvasW > 0 && (w != canvasW || h != canvasH) {
		return Info{}, fault(ErrBroken, "WebP %d×%d, %d×%d", w, h, canvasW, canvasH)
	}
	if err := checkSize(w, h); err != nil {
		return Info{}, err
	}
	return info.upright(int(w), int(h), turn), nil
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
