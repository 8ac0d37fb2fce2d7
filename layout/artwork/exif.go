package artwork

import "encoding/binary"

// tiffTags reads one directory of a TIFF file, or of the TIFF file that EXIF
// data is, through whatever gives its bytes.
type tiffTags struct {
	order binary.ByteOrder
	read  func(at, n int64) ([]byte, error)
	raw   []byte // the entries, 12 bytes each
}

// Numbers of tags (TIFF 6.0, section 8).
const (
	tagWidth        = 256
	tagHeight       = 257
	tagBits         = 258
	tagCompression  = 259
	tagPhotometric  = 262
	tagOrientation  = 274
	tagSamples      = 277
	tagPredictor    = 317
	tagInkSet       = 332
	tagExtraSamples = 338
	tagSampleFormat = 339
)

// firstDirectory reads the header and the first directory.
func firstDirectory(read func(at, n int64) ([]byte, error)) (*tiffTags, error) {
	head, err := read(0, 8)
	if err != nil {
		return nil, err
	}
	t := &tiffTags{read: read}
	switch string(head[:4]) {
	case "II*\x00":
		t.order = binary.LittleEndian
	case "MM\x00*":
		t.order = binary.BigEndian
	default:
		return nil, fault(ErrBroken, "TIFF %q", head[:4])
	}
	at := int64(t.order.Uint32(head[4:]))
	count, err := read(at, 2)
	if err != nil {
		return nil, err
	}
	// At most 65,535 entries of 12 bytes: the format bounds itself.
	t.raw, err = read(at+2, 12*int64(t.order.Uint16(count)))
	return t, err
}

// values gives the whole numbers of a tag, at most eight of them, for no tag
// that is asked for here has more; nil where the tag is missing or is no whole
// number.
func (t *tiffTags) values(tag uint16) ([]uint32, error) {
	for e := t.raw; len(e) >= 12; e = e[12:] {
		if t.order.Uint16(e) != tag {
			continue
		}
		width := int64(0)
		switch t.order.Uint16(e[2:]) {
		case 1:
			width = 1
		case 3:
			width = 2
		case 4:
			width = 4
		default:
			return nil, nil
		}
		n := min(int64(t.order.Uint32(e[4:])), 8)
		data := e[8:12]
		if int64(t.order.Uint32(e[4:]))*width > 4 {
			var err error
			if data, err = t.read(int64(t.order.Uint32(e[8:])), n*width); err != nil {
				return nil, err
			}
		}
		list := make([]uint32, n)
		for i := range list {
			switch width {
			case 1:
				list[i] = uint32(data[i])
			case 2:
				list[i] = uint32(t.order.Uint16(data[2*i:]))
			case 4:
				list[i] = t.order.Uint32(data[4*i:])
			}
		}
		return list, nil
	}
	return nil, nil
}

// value is the first number of a tag, or what holds where it is missing.
func (t *tiffTags) value(tag uint16, missing uint32) (uint32, error) {
	list, err := t.values(tag)
	if err != nil || len(list) == 0 {
		return missing, err
	}
	return list[0], nil
}

// exifTurn is the orientation in EXIF data, 1 where it is missing or cannot be
// read: damaged EXIF data does not make the picture unusable.
func exifTurn(data []byte) int {
	f := &file{r: byteReader(data), size: int64(len(data))}
	t, err := firstDirectory(f.bytes)
	if err != nil {
		return 1
	}
	turn, err := t.value(tagOrientation, 1)
	if err != nil || turn < 1 || turn > 8 {
		return 1
	}
	return int(turn)
}
