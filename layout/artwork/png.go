package artwork

import (
	"encoding/binary"
	"hash/crc32"
)

// maxChunks bounds the walk through a PNG or WebP file. Encoders that write
// blocks of 8 kB need 50,000 of them for 400 MB.
const maxChunks = 1 << 16

// png reads the header of a PNG file and walks its chunks for transparency and
// orientation (PNG, third edition, sections 11.2 and 11.3).
func (f *file) png() (Info, error) {
	// The signature, the length and the name of the first chunk, 13 bytes, and
	// their check sum.
	head, err := f.bytes(0, 8+8+13+4)
	if err != nil {
		return Info{}, err
	}
	d := head[16:29]
	if string(head[12:16]) != "IHDR" || binary.BigEndian.Uint32(head[8:]) != 13 ||
		binary.BigEndian.Uint32(head[29:]) != crc32.ChecksumIEEE(head[12:29]) {
		return Info{}, fault(ErrBroken, "PNG IHDR")
	}
	w, h := binary.BigEndian.Uint32(d), binary.BigEndian.Uint32(d[4:])
	if err := checkSize(int64(w), int64(h)); err != nil {
		return Info{}, err
	}
	info := Info{Format: PNG, Depth: int(d[8])}
	depths := 0 // a bit for each that the colour type may have
	switch d[9] {
	case 0:
		depths = 1 | 2 | 4 | 8 | 16
	case 2:
		info.Model, depths = RGB, 8|16
	case 3:
		// The depth of a palette's numbers is not that of its colours.
		info.Model, info.Depth, depths = RGB, 8, 1|2|4|8
	case 4:
		info.Alpha, depths = true, 8|16
	case 6:
		info.Model, info.Alpha, depths = RGB, true, 8|16
	}
	if depth := int(d[8]); depth&(depth-1) != 0 || depth&depths == 0 || d[10] != 0 || d[11] != 0 || d[12] > 1 {
		return Info{}, fault(ErrBroken, "PNG IHDR % x", d[8:])
	}
	turn := 1
	if err := f.pngChunks(8+8+13+4, &info, &turn); err != nil {
		return Info{}, err
	}
	return info.upright(int(w), int(h), turn), nil
}

// pngChunks walks the chunks after the header. EXIF data may stand after the
// picture data, so the walk goes to the end; what is cut off behind the first
// picture data is the decoder's to report.
func (f *file) pngChunks(at int64, info *Info, turn *int) error {
	data := false
	for range maxChunks {
		b, err := f.upTo(at, 8)
		if err != nil {
			return err
		}
		if len(b) < 8 {
			break
		}
		n := int64(binary.BigEndian.Uint32(b))
		switch string(b[4:]) {
		case "IDAT":
			data = true
		case "tRNS":
			info.Alpha = true
		case "acTL": // an animation; a reader that knows none shows its first frame
			d, err := f.bytes(at+8, 4)
			if err != nil {
				return err
			}
			info.Still = int(min(binary.BigEndian.Uint32(d), maxStills))
		case "cICP":
			d, err := f.bytes(at+8, 2)
			if err != nil {
				return err
			}
			info.HighRange = highRange(int(d[1]))
		case "eXIf":
			exif, err := f.bytes(at+8, n)
			if err != nil {
				return err
			}
			*turn = exifTurn(exif)
		case "IEND":
			n = f.size
		}
		at += 8 + n + 4
		if at >= f.size {
			break
		}
	}
	if !data {
		return fault(ErrBroken, "PNG IDAT")
	}
	return nil
}
