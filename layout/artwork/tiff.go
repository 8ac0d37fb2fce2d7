package artwork

import (
	"encoding/binary"
	"slices"
)

// Photometric interpretations and compressions (TIFF 6.0, section 8, and its
// supplements) that are read.
const (
	whiteIsZero = 0
	blackIsZero = 1
	rgbColours  = 2
	palette     = 3
	inks        = 5
	ycc         = 6
	lab         = 8
	iccLab      = 9
)

var (
	photometricNames = map[uint32]string{4: "mask", 10: "ITU Lab", 32803: "CFA", 32844: "LogL", 32845: "LogLuv", 34892: "LinearRaw"}
	photometricTaken = []uint32{whiteIsZero, blackIsZero, rgbColours, palette, inks, ycc, lab, iccLab}
	compressionNames = map[uint32]string{6: "JPEG, old style", 32809: "ThunderScan", 34661: "JBIG", 34676: "SGI LogL", 34677: "SGI LogLuv", 34712: "JPEG 2000", 34887: "LERC", 34925: "LZMA", 50000: "Zstandard", 50001: "WebP", 50002: "JPEG XL"}
	// None, CCITT (RLE, G3, G4), LZW, JPEG, Deflate, PackBits.
	compressionTaken = []uint32{0, 1, 2, 3, 4, 5, 7, 8, 32773, 32946}
)

// tiffHead is what the first directory of a TIFF file says.
type tiffHead struct {
	w, h, compression, photometric, turn, samples, predictor uint32
	bits, formats                                            []uint32 // of the samples
}

// tiff reads the first directory of a TIFF file.
func (f *file) tiff() (Info, error) {
	t, err := firstDirectory(f.bytes)
	if err != nil {
		return Info{}, err
	}
	if err := t.cameraRaw(); err != nil {
		return Info{}, err
	}
	v, err := t.head()
	if err != nil {
		return Info{}, err
	}
	if err := checkSize(int64(v.w), int64(v.h)); err != nil {
		return Info{}, err
	}
	if err := v.readable(); err != nil {
		return Info{}, err
	}
	info := Info{Format: TIFF, Depth: int(v.bits[0])}
	if n := f.directories(); n > 1 {
		info.Still = n
	}
	if err := t.channels(&info, v.photometric, int(v.samples)); err != nil {
		return Info{}, err
	}
	return info.upright(int(v.w), int(v.h), int(v.turn)), nil
}

// head reads the values, or what they are where they are missing.
func (t *tiffTags) head() (v tiffHead, err error) {
	for _, want := range []struct {
		to      *uint32
		tag     uint16
		missing uint32
	}{
		{&v.w, tagWidth, 0}, {&v.h, tagHeight, 0},
		{&v.compression, tagCompression, 1}, {&v.photometric, tagPhotometric, 0},
		{&v.turn, tagOrientation, 1}, {&v.samples, tagSamples, 1}, {&v.predictor, tagPredictor, 1},
	} {
		if *want.to, err = t.value(want.tag, want.missing); err != nil {
			return v, err
		}
	}
	if v.bits, err = t.values(tagBits); err != nil {
		return v, err
	}
	if len(v.bits) == 0 {
		v.bits = []uint32{1}
	}
	v.formats, err = t.values(tagSampleFormat)
	return v, err
}

// readable refuses what is not read.
func (v *tiffHead) readable() error {
	bits := v.bits[0]
	switch {
	case !slices.Contains(photometricTaken, v.photometric):
		return fault(ErrUnsupported, "TIFF %s", nameOr(photometricNames, v.photometric))
	case !slices.Contains(compressionTaken, v.compression):
		return fault(ErrUnsupported, "TIFF %s", nameOr(compressionNames, v.compression))
	case slices.ContainsFunc(v.formats, func(x uint32) bool { return x != 1 && x != 4 }):
		return fault(ErrUnsupported, "TIFF SampleFormat %d", v.formats[0])
	case v.samples < 1 || v.samples > 8:
		return fault(ErrUnsupported, "TIFF, %d samples", v.samples)
	case slices.ContainsFunc(v.bits, func(x uint32) bool { return x != bits }):
		return fault(ErrUnsupported, "TIFF BitsPerSample %v", v.bits)
	case bits < 1 || bits > 16:
		return fault(ErrUnsupported, "TIFF, %d bit", bits)
	case (v.compression == 2 || v.compression == 3 || v.compression == 4) && (bits != 1 || v.samples != 1):
		return fault(ErrBroken, "TIFF CCITT, %d bit", bits)
	case v.compression == 7 && bits != 8:
		return fault(ErrUnsupported, "TIFF JPEG, %d bit", bits)
	case v.predictor > 2 || v.predictor == 2 && bits != 8 && bits != 16:
		return fault(ErrUnsupported, "TIFF Predictor %d", v.predictor)
	}
	return nil
}

// tagNewSubfile says what kind of picture a directory is of; reduced is that of
// previews.
const tagNewSubfile, reduced = 254, 1

// cameraRaw refuses the raw files of cameras that begin as TIFF does: what stands
// first in them is a preview, or the sensor's values.
func (t *tiffTags) cameraRaw() error {
	const tagSubIFDs, tagDNG = 330, 50706
	if list, err := t.values(tagDNG); err != nil || list != nil {
		return &Fault{Kind: &raw}
	}
	kind, err := t.value(tagNewSubfile, 0)
	if err != nil {
		return err
	}
	sub, err := t.value(tagSubIFDs, 0)
	if err == nil && kind&reduced != 0 && sub != 0 {
		return &Fault{Kind: &raw}
	}
	return err
}

// directories counts the pages of a file.
func (f *file) directories() (n int) {
	head, err := f.bytes(0, 8)
	if err != nil {
		return 0
	}
	var order binary.ByteOrder = binary.LittleEndian
	if head[0] == 'M' {
		order = binary.BigEndian
	}
	const mask = 4
	at := int64(order.Uint32(head[4:]))
	for range maxStills {
		count, err := f.bytes(at, 2)
		if err != nil {
			return n
		}
		size := 12 * int64(order.Uint16(count))
		entries, err := f.bytes(at+2, size+4)
		if err != nil {
			return n
		}
		t := &tiffTags{order: order, read: f.bytes, raw: entries[:size]}
		if kind, err := t.value(tagNewSubfile, 0); err != nil || kind&(reduced|mask) == 0 {
			n++
		}
		if at = int64(order.Uint32(entries[size:])); at == 0 {
			break
		}
	}
	return n
}

// channels settles colour and transparency.
func (t *tiffTags) channels(info *Info, photometric uint32, samples int) error {
	extra, err := t.value(tagExtraSamples, 0)
	if err != nil {
		return err
	}
	need := 1
	switch photometric {
	case palette:
		// The depth of a palette's numbers is not that of its colours.
		info.Model, info.Depth = RGB, 8
	case rgbColours, ycc, lab, iccLab:
		info.Model, need = RGB, 3
	case inks:
		info.Model, need = CMYK, 4
		names, err := t.value(tagInkSet, 1)
		if err != nil {
			return err
		}
		if names != 1 {
			return fault(ErrUnsupported, "TIFF InkSet %d", names)
		}
	}
	if samples < need {
		return fault(ErrUnsupported, "TIFF, %d samples", samples)
	}
	// What is beyond is alpha, or what no one knows.
	info.Alpha = samples > need && (extra == 1 || extra == 2)
	return nil
}

func nameOr(names map[uint32]string, v uint32) string {
	if name, ok := names[v]; ok {
		return name
	}
	return "?"
}
