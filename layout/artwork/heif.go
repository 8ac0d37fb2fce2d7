package artwork

import (
	"bytes"
	"encoding/binary"
	"io"
)

// HEIF is what a HEIC or AVIF file says about its picture (ISO/IEC 23008-12).
type HEIF struct {
	Info
	// Profile is its ICC profile; nil: the numbers below count, of ISO/IEC
	// 23091-2: primaries, transfer, matrix; 2 or 0 is unknown.
	Profile                     []byte
	Primaries, Transfer, Matrix int
	Full                        bool // 0 to 255, not 16 to 235
	alpha                       bool
	coded                       string // the kind of the main picture
	turn                        int
	width, height, cropW, cropH int64
}

// heifBrand tells HEIC from AVIF by the brands that the file begins with.
func heifBrand(head []byte) Format {
	n := min(int(binary.BigEndian.Uint32(head)), len(head))
	found := Unknown
	for at := 8; at+4 <= n; at += 4 {
		switch string(head[at : at+4]) {
		case "avif", "avis":
			return AVIF
		case "heic", "heix", "heim", "heis", "hevc", "hevx":
			found = HEIC
		case "mif1", "msf1":
			if found == Unknown && at == 8 {
				found = HEIC
			}
		}
	}
	return found
}

func (f *file) heif(format Format) (Info, error) {
	h, err := f.readHEIF(format)
	if err == nil {
		h.Info.Still = f.frames()
	}
	return h.Info, err
}

// frames counts the pictures of a sequence (ISO/IEC 14496-12, 8.7.3), which a
// file may hold beside its picture; 0: there is none.
func (f *file) frames() (most int) {
	movie, err := f.topBox("moov")
	if err != nil {
		return 0
	}
	for at := bytes.Index(movie, []byte("stsz")); at >= 0; {
		const count = 12 // behind the name: version and flags, one size for all
		if at+count+4 > len(movie) {
			break
		}
		most = max(most, int(min(binary.BigEndian.Uint32(movie[at+count:]), maxStills)))
		next := bytes.Index(movie[at+4:], []byte("stsz"))
		if next < 0 {
			break
		}
		at += 4 + next
	}
	return most
}

// ReadHEIF reads what a HEIC or AVIF file says about its picture.
func ReadHEIF(r io.ReaderAt, size int64) (HEIF, error) {
	f := &file{r: r, size: size}
	head, err := f.upTo(0, 512)
	if err != nil {
		return HEIF{}, err
	}
	if len(head) < 16 {
		return HEIF{}, fault(ErrBroken, "HEIF")
	}
	return f.readHEIF(heifBrand(head))
}

// Limits of the boxes that describe a picture.
const (
	maxMeta  = 16 << 20 // bytes; a picture in 1,000 tiles with previews has some 100 kB
	maxBoxes = 1 << 16
)

// box is a part of a HEIF file.
type box struct {
	kind string
	body []byte
}

// boxes lists the boxes in a stretch of bytes.
func boxes(b []byte) (list []box, ok bool) {
	for len(b) > 0 {
		if len(b) < 8 || len(list) > maxBoxes {
			return list, false
		}
		n, head := uint64(binary.BigEndian.Uint32(b)), uint64(8)
		switch {
		case n == 0:
			n = uint64(len(b))
		case n == 1 && len(b) >= 16:
			n, head = binary.BigEndian.Uint64(b[8:]), 16
		}
		if n < head || n > uint64(len(b)) {
			return list, false
		}
		list = append(list, box{string(b[4:8]), b[head:n]})
		b = b[n:]
	}
	return list, true
}

// meta finds the box that describes the pictures.
func (f *file) meta() ([]byte, error) {
	b, err := f.topBox("meta")
	if err == nil && len(b) < 4 {
		err = fault(ErrBroken, "HEIF meta")
	}
	if err != nil {
		return nil, err
	}
	return b[4:], nil // version and flags
}

// topBox finds a box that stands in no other.
func (f *file) topBox(kind string) ([]byte, error) {
	for at, n := int64(0), 0; n < maxBoxes; n++ {
		b, err := f.upTo(at, 16)
		if err != nil {
			return nil, err
		}
		if len(b) < 8 {
			return nil, &Fault{Kind: ErrCut}
		}
		size, head := int64(binary.BigEndian.Uint32(b)), int64(8)
		if size == 1 && len(b) == 16 {
			size, head = int64(binary.BigEndian.Uint64(b[8:])), 16
		}
		if string(b[4:8]) == kind {
			switch {
			case size < head:
				return nil, fault(ErrBroken, "HEIF %s", kind)
			case size > maxMeta:
				return nil, fault(ErrTooLarge, "HEIF %s", kind)
			case at+size > f.size:
				return nil, &Fault{Kind: ErrCut}
			}
			return f.bytes(at+head, size-head)
		}
		if size < head {
			break
		}
		at += size
	}
	return nil, fault(ErrBroken, "HEIF %s", kind)
}

func (f *file) readHEIF(format Format) (h HEIF, err error) {
	meta, err := f.meta()
	if err != nil {
		return h, err
	}
	bad := fault(ErrBroken, "HEIF meta")
	parts, ok := boxes(meta)
	if !ok {
		return h, bad
	}
	byKind := make(map[string][]byte)
	for _, p := range parts {
		byKind[p.kind] = p.body
	}
	main, ok := mainItem(byKind["pitm"])
	if !ok {
		return h, bad
	}
	if h.coded, ok = itemKind(byKind["iinf"], main); !ok {
		return h, bad
	}
	if err := h.kind(format); err != nil {
		return h, err
	}
	properties, ok := boxes(byKind["iprp"])
	if !ok {
		return h, bad
	}
	var all []box
	for _, p := range properties {
		if p.kind == "ipco" {
			if all, ok = boxes(p.body); !ok {
				return h, bad
			}
		}
	}
	h.Info = Info{Format: format, Model: RGB, Depth: 8}
	h.turn = 1
	for _, p := range properties {
		if p.kind != "ipma" {
			continue
		}
		numbers, ok := propertiesOf(p.body, main)
		if !ok {
			return h, bad
		}
		for _, i := range numbers {
			if i >= 1 && i <= len(all) {
				h.property(all[i-1])
			}
		}
	}
	for _, p := range all {
		h.alpha = h.alpha || p.kind == "auxC" && (containsText(p.body, "urn:mpeg:hevc:2015:auxid:1") || containsText(p.body, "urn:mpeg:mpegB:cicp:systems:auxiliary:alpha"))
	}
	return h, h.settle()
}

// kind refuses what the decoders do not read.
func (h *HEIF) kind(format Format) error {
	switch h.coded {
	case "hvc1", "av01", "grid", "iden", "iovl":
	case "jpeg", "j2k1", "avc1", "vvc1", "unci", "mski":
		return fault(ErrUnsupported, "HEIF %s", h.coded)
	default:
		return fault(ErrUnsupported, "HEIF %q", h.coded)
	}
	if h.coded == "av01" && format == HEIC || h.coded == "hvc1" && format == AVIF {
		return fault(ErrUnsupported, "%v %s", format, h.coded)
	}
	return nil
}

func containsText(b []byte, s string) bool {
	return len(b) >= 4+len(s) && string(b[4:4+len(s)]) == s
}

// settle works out the size as the picture is looked at.
func (h *HEIF) settle() error {
	if h.cropW > 0 && h.cropH > 0 && h.Format == HEIC {
		h.width, h.height = h.cropW, h.cropH
	}
	if err := checkSize(h.width, h.height); err != nil {
		return err
	}
	h.Info.Alpha = h.alpha
	h.Info.HighRange = h.Profile == nil && highRange(h.Transfer)
	h.Info = h.Info.upright(int(h.width), int(h.height), h.turn)
	return nil
}

// highRange tells the transfers that are for bright screens: that of SMPTE ST
// 2084 and that of ARIB STD-B67 (ISO/IEC 23091-2, table 3).
func highRange(transfer int) bool { return transfer == 16 || transfer == 18 }

// mainItem reads the number of the main picture.
func mainItem(b []byte) (uint32, bool) {
	switch {
	case len(b) >= 6 && b[0] == 0:
		return uint32(binary.BigEndian.Uint16(b[4:])), true
	case len(b) >= 8:
		return binary.BigEndian.Uint32(b[4:]), true
	}
	return 0, false
}

// itemKind reads how an item is coded.
func itemKind(b []byte, id uint32) (kind string, ok bool) {
	head := 6
	if len(b) > 0 && b[0] > 0 {
		head = 8
	}
	if len(b) < head {
		return "", false
	}
	list, ok := boxes(b[head:])
	for _, p := range list {
		d := p.body
		if p.kind != "infe" || len(d) < 12 || d[0] < 2 {
			continue
		}
		item, at := uint32(binary.BigEndian.Uint16(d[4:])), 8
		if d[0] > 2 {
			if len(d) < 14 {
				continue
			}
			item, at = binary.BigEndian.Uint32(d[4:]), 10
		}
		if item == id {
			kind = string(d[at : at+4])
		}
	}
	return kind, ok && kind != ""
}

// propertiesOf lists the numbers of the properties of an item, from 1.
func propertiesOf(b []byte, id uint32) (list []int, ok bool) {
	if len(b) < 8 {
		return nil, false
	}
	wideID, wideNumber := b[0] > 0, b[3]&1 != 0
	n := binary.BigEndian.Uint32(b[4:])
	b = b[8:]
	for range n {
		var item uint32
		switch {
		case wideID && len(b) >= 5:
			item, b = binary.BigEndian.Uint32(b), b[4:]
		case !wideID && len(b) >= 3:
			item, b = uint32(binary.BigEndian.Uint16(b)), b[2:]
		default:
			return nil, false
		}
		count := int(b[0])
		b = b[1:]
		for range count {
			number := 0
			switch {
			case wideNumber && len(b) >= 2:
				number, b = int(binary.BigEndian.Uint16(b)&0x7fff), b[2:]
			case !wideNumber && len(b) >= 1:
				number, b = int(b[0]&0x7f), b[1:]
			default:
				return nil, false
			}
			if item == id {
				list = append(list, number)
			}
		}
	}
	return list, true
}

// property takes what one property says. Turns and mirrors are done in the order
// in which they stand.
func (h *HEIF) property(p box) {
	b := p.body
	u32 := func(at int) int64 { return int64(binary.BigEndian.Uint32(b[at:])) }
	switch {
	case p.kind == "ispe" && len(b) >= 12:
		h.width, h.height = u32(4), u32(8)
	case p.kind == "pixi" && len(b) >= 6 && b[4] > 0:
		if b[4] == 1 {
			h.Model = Gray
		}
	case p.kind == "clap" && len(b) >= 16 && u32(4) > 0 && u32(12) > 0:
		h.cropW, h.cropH = u32(0)/u32(4), u32(8)/u32(12)
	case p.kind == "irot" && len(b) >= 1:
		h.turn = turnedBy(h.turn, int(b[0]&3))
	case p.kind == "imir" && len(b) >= 1:
		h.turn = mirroredBy(h.turn, b[0]&1 != 0)
	case p.kind == "colr" && len(b) >= 11 && string(b[:4]) == "nclx":
		h.Primaries, h.Transfer, h.Matrix = int(binary.BigEndian.Uint16(b[4:])), int(binary.BigEndian.Uint16(b[6:])), int(binary.BigEndian.Uint16(b[8:]))
		h.Full = b[10]&0x80 != 0
	case p.kind == "colr" && len(b) > 4 && (string(b[:4]) == "prof" || string(b[:4]) == "rICC"):
		h.Profile = b[4:]
	}
}

// turnedBy is an orientation followed by quarter turns counter-clockwise.
func turnedBy(turn, quarters int) int {
	next := [...]int{0, 8, 7, 6, 5, 2, 1, 4, 3}
	for range quarters {
		turn = next[turn]
	}
	return turn
}

// mirroredBy is an orientation followed by a mirror, left to right or, at a
// level axis, top to bottom.
func mirroredBy(turn int, sideways bool) int {
	if sideways {
		return [...]int{0, 2, 1, 4, 3, 6, 5, 8, 7}[turn]
	}
	return [...]int{0, 4, 3, 2, 1, 8, 7, 6, 5}[turn]
}
