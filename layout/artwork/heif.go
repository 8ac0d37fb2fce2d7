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
	movie, _, err := f.topBox("moov")
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

// meta finds the box that describes the pictures, and where what it holds begins.
func (f *file) meta() (b []byte, at int64, err error) {
	const version = 4 // and flags
	b, at, err = f.topBox("meta")
	if err == nil && len(b) < version {
		err = fault(ErrBroken, "HEIF meta")
	}
	if err != nil {
		return nil, 0, err
	}
	return b[version:], at + version, nil
}

// topBox finds a box that stands in no other, and where what it holds begins.
func (f *file) topBox(kind string) (body []byte, place int64, err error) {
	for at, n := int64(0), 0; n < maxBoxes; n++ {
		b, err := f.upTo(at, 16)
		if err != nil {
			return nil, 0, err
		}
		if len(b) < 8 {
			return nil, 0, &Fault{Kind: ErrCut}
		}
		size, head := int64(binary.BigEndian.Uint32(b)), int64(8)
		if size == 1 && len(b) == 16 {
			size, head = int64(binary.BigEndian.Uint64(b[8:])), 16
		}
		if string(b[4:8]) == kind {
			switch {
			case size < head:
				return nil, 0, fault(ErrBroken, "HEIF %s", kind)
			case size > maxMeta:
				return nil, 0, fault(ErrTooLarge, "HEIF %s", kind)
			case at+size > f.size:
				return nil, 0, &Fault{Kind: ErrCut}
			}
			body, err = f.bytes(at+head, size-head)
			return body, at + head, err
		}
		if size < head {
			break
		}
		at += size
	}
	return nil, 0, fault(ErrBroken, "HEIF %s", kind)
}

func (f *file) readHEIF(format Format) (h HEIF, err error) {
	meta, _, err := f.meta()
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
	own, all, ok := properties(byKind["iprp"], main)
	if !ok {
		return h, bad
	}
	h.Info = Info{Format: format, Model: RGB, Depth: 8}
	h.turn = 1
	for _, p := range own {
		h.property(p)
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

// properties are those of an item, and those of all.
func properties(iprp []byte, id uint32) (own, all []box, ok bool) {
	parts, ok := boxes(iprp)
	for _, p := range parts {
		if ok && p.kind == "ipco" {
			all, ok = boxes(p.body)
		}
	}
	for _, p := range parts {
		if !ok || p.kind != "ipma" {
			continue
		}
		var numbers []int
		numbers, ok = propertiesOf(p.body, id)
		for _, i := range numbers {
			if i >= 1 && i <= len(all) {
				own = append(own, all[i-1])
			}
		}
	}
	return own, all, ok
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

// Coded is where the parts of a HEIC picture are coded, as far as that can be told:
// a picture in one piece, or the tiles of a grid, row by row.
type Coded struct {
	Parts []CodedPart
	// Across is how many tiles stand side by side, W and H are the size of one, in
	// the file's own orientation; 0: the picture is in one piece.
	Across, W, H int
	// Turn is the orientation in which the picture is looked at, as in EXIF, and
	// StoredW and StoredH its size before that.
	Turn, StoredW, StoredH int
}

// CodedPart is a part of the picture.
type CodedPart struct {
	From, To int // its bytes
	Slice    int // where the last slice begins: the length of it
	Prefix   int // bytes of a length
	offset   field
	length   field
	base     int
}

// field is a number of so many bytes in the file.
type field struct{ at, size int }

func (f field) read(data []byte) (v int) {
	for _, b := range data[f.at : f.at+f.size] {
		v = v<<8 | int(b)
	}
	return v
}

func (f field) write(data []byte, v int) bool {
	for i := f.size - 1; i >= 0; i-- {
		data[f.at+i] = byte(v)
		v >>= 8
	}
	return v == 0
}

// fits tells whether each byte may be of one part alone: else a small file would ask
// for much work and room.
func (c *Coded) fits(data []byte) bool {
	all := 0
	for _, p := range c.Parts {
		all += p.To - p.From
	}
	return all <= len(data)
}

// Elsewhere is a copy of a file in which the parts stand behind all else, each with
// something more at the end of its last slice. ok is false where the file has no
// room for the numbers.
func (c *Coded) Elsewhere(data, more []byte) (out []byte, ok bool) {
	const head = 8
	out = bytes.Clone(data)
	box := len(out)
	out = append(out, "\x00\x00\x00\x00free"...)
	for _, p := range c.Parts {
		at := len(out)
		out = append(out, data[p.From:p.To]...)
		out = append(out, more...)
		n := p.To - p.Slice - p.Prefix + len(more)
		if at < p.base || !p.offset.write(out, at-p.base) || !p.length.write(out, len(out)-at) || !(field{at + p.Slice - p.From, p.Prefix}).write(out, n) {
			return nil, false
		}
	}
	return out, (field{box, 4}).write(out, len(out)-box) && len(out)-box >= head
}

// CodedHEIC finds the parts of a HEIC picture; false where it is of a kind that this
// does not know.
func CodedHEIC(data []byte) (c Coded, ok bool) {
	f := &file{r: bytes.NewReader(data), size: int64(len(data))}
	h, err := f.readHEIF(HEIC)
	if err != nil || h.cropW > 0 {
		return c, false
	}
	meta, start, err := f.meta()
	if err != nil {
		return c, false
	}
	parts, _ := boxes(meta)
	byKind := make(map[string][]byte)
	iloc := 0 // where it stands in the file: boxes are parts of the same bytes
	for _, p := range parts {
		byKind[p.kind] = p.body
		if p.kind == "iloc" {
			iloc = int(start) + cap(meta) - cap(p.body)
		}
	}
	main, _ := mainItem(byKind["pitm"])
	c.Turn, c.StoredW, c.StoredH = h.turn, int(h.width), int(h.height)
	items := []uint32{main}
	switch h.coded {
	case "hvc1":
	case "grid":
		if items = refersTo(byKind["iref"], main); len(items) == 0 {
			return c, false
		}
	default:
		return c, false
	}
	const most = 1 << 28 // bytes to go through: of 1,000 tiles with previews 100 million
	if len(items)*len(meta) > most {
		return c, false
	}
	places := itemPlaces(byKind["iloc"], iloc)
	for _, id := range items {
		p, found := places[id]
		if !found {
			return c, false
		}
		p.From = p.base + p.offset.read(data)
		p.To = p.From + p.length.read(data)
		of, ok := partOf(byKind["iprp"], id)
		if kind, _ := itemKind(byKind["iinf"], id); !ok || kind != "hvc1" || p.From < 0 || p.To > len(data) || p.From > p.To {
			return c, false
		}
		p.Prefix, c.W, c.H = of.prefix, of.w, of.h
		if p.Slice, ok = lastSlice(data[p.From:p.To], p.Prefix); !ok {
			return c, false
		}
		p.Slice += p.From
		c.Parts = append(c.Parts, p)
	}
	if h.coded == "grid" {
		if c.W == 0 || c.H == 0 {
			return c, false
		}
		c.Across = (c.StoredW + c.W - 1) / c.W
		return c, c.Across*((c.StoredH+c.H-1)/c.H) == len(items) && c.fits(data)
	}
	return c, len(c.Parts) == 1
}

// partOf reads what a part says of itself: its size, and how many bytes the lengths
// in it take (ISO/IEC 14496-15, 8.3.3.1).
func partOf(iprp []byte, id uint32) (of struct{ w, h, prefix int }, ok bool) {
	own, _, ok := properties(iprp, id)
	for _, p := range own {
		const lengths = 21
		switch b := p.body; {
		case p.kind == "ispe" && len(b) >= 12:
			of.w, of.h = int(binary.BigEndian.Uint32(b[4:])), int(binary.BigEndian.Uint32(b[8:]))
		case p.kind == "hvcC" && len(b) > lengths:
			of.prefix = int(b[lengths]&3) + 1
		}
	}
	return of, ok && of.prefix > 0
}

// refersTo lists the items of which an item is made (dimg).
func refersTo(iref []byte, id uint32) (list []uint32) {
	if len(iref) < 4 {
		return nil
	}
	wide := iref[0] > 0
	number := func(b []byte) (uint32, []byte, bool) {
		switch {
		case wide && len(b) >= 4:
			return binary.BigEndian.Uint32(b), b[4:], true
		case !wide && len(b) >= 2:
			return uint32(binary.BigEndian.Uint16(b)), b[2:], true
		}
		return 0, nil, false
	}
	all, _ := boxes(iref[4:])
	for _, p := range all {
		from, b, ok := number(p.body)
		if p.kind != "dimg" || !ok || from != id || len(b) < 2 {
			continue
		}
		n := int(binary.BigEndian.Uint16(b))
		b = b[2:]
		for range n {
			var to uint32
			if to, b, ok = number(b); !ok {
				return nil
			}
			list = append(list, to)
		}
	}
	return list
}

// itemPlaces reads where items in one stretch of the file stand (ISO/IEC 14496-12,
// 8.11.3); at is where the box's body begins.
func itemPlaces(b []byte, at int) map[uint32]CodedPart {
	out := make(map[uint32]CodedPart)
	k, ok := 0, true
	next := func(n int) field {
		f := field{k, n}
		if k += n; k > len(b) {
			ok = false
		}
		return f
	}
	number := func(n int) int {
		if f := next(n); ok {
			return f.read(b)
		}
		return 0
	}
	version := number(1)
	number(3)
	sizes, more := number(1), number(1)
	offset, length, base, index := sizes>>4, sizes&15, more>>4, more&15
	idSize := 2
	if version > 1 {
		idSize = 4
	}
	for range number(idSize) {
		id := uint32(number(idSize))
		method := 0
		if version > 0 {
			method = number(2) & 15
		}
		number(2)
		p := CodedPart{base: number(base)}
		extents := number(2)
		for i := 0; i < extents && ok; i++ {
			if version > 0 {
				next(index)
			}
			p.offset, p.length = next(offset), next(length)
		}
		if !ok || version > 2 {
			return out
		}
		p.offset.at, p.length.at = p.offset.at+at, p.length.at+at
		if method == 0 && extents == 1 && offset > 0 && length > 0 {
			out[id] = p
		}
	}
	return out
}

// lastSlice finds the last slice of a part (ITU-T H.265, 7.3.1.2).
func lastSlice(b []byte, prefix int) (at int, ok bool) {
	const firstOther = 32 // kinds below it are slices
	for k := 0; k+prefix < len(b); {
		n := field{k, prefix}.read(b)
		if n < 2 || n > len(b)-k-prefix {
			return 0, false
		}
		if b[k+prefix]>>1&0x3f < firstOther {
			at, ok = k, true
		} else {
			ok = false // something stands behind it
		}
		k += prefix + n
	}
	return at, ok
}
