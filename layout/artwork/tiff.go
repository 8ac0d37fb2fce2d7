package artwork

import "slices"

// Photometric interpretations and compressions (TIFF 6.0, section 8) that the
// decoder of golang.org/x/image takes, and four inks, which it takes in the
// guise of RGB with alpha.
const (
	whiteIsZero = 0
	blackIsZero = 1
	rgbColours  = 2
	palette     = 3
	inks        = 5
)

var (
	photometricNames = map[uint32]string{4: "mask", 6: "YCbCr", 8: "L*a*b*", 32803: "CFA", 34892: "LinearRaw"}
	compressionNames = map[uint32]string{2: "CCITT RLE", 6: "JPEG", 7: "JPEG", 34712: "JPEG 2000", 50000: "Zstandard", 50001: "WebP"}
)

// tiff reads the first directory of a TIFF file.
func (f *file) tiff() (Info, error) {
	t, err := firstDirectory(f.bytes)
	if err != nil {
		return Info{}, err
	}
	var v struct{ w, h, compression, photometric, turn, samples, planar, fax, predictor uint32 }
	for _, want := range []struct {
		to      *uint32
		tag     uint16
		missing uint32
	}{
		{&v.w, tagWidth, 0}, {&v.h, tagHeight, 0},
		{&v.compression, tagCompression, 1}, {&v.photometric, tagPhotometric, 0},
		{&v.turn, tagOrientation, 1}, {&v.samples, tagSamples, 1}, {&v.planar, tagPlanar, 1},
		{&v.fax, tagFaxOptions, 0}, {&v.predictor, tagPredictor, 1},
	} {
		if *want.to, err = t.value(want.tag, want.missing); err != nil {
			return Info{}, err
		}
	}
	bits, err := t.values(tagBits)
	if err != nil {
		return Info{}, err
	}
	if len(bits) == 0 {
		bits = []uint32{1}
	}
	formats, err := t.values(tagSampleFormat)
	if err != nil {
		return Info{}, err
	}
	if err := checkSize(int64(v.w), int64(v.h)); err != nil {
		return Info{}, err
	}
	info := Info{Format: TIFF, Depth: int(bits[0])}
	unlike := func(x uint32) bool { return x != bits[0] }
	switch {
	case v.photometric > palette && v.photometric != inks:
		return Info{}, fault(ErrUnsupported, "TIFF %s", nameOr(photometricNames, v.photometric))
	case !slices.Contains([]uint32{0, 1, 3, 4, 5, 8, 32773, 32946}, v.compression):
		return Info{}, fault(ErrUnsupported, "TIFF %s", nameOr(compressionNames, v.compression))
	case v.compression == 3 && v.fax&1 != 0:
		return Info{}, fault(ErrUnsupported, "TIFF CCITT G3 2D")
	case slices.ContainsFunc(formats, func(x uint32) bool { return x != 1 }):
		return Info{}, fault(ErrUnsupported, "TIFF SampleFormat %d", formats[0])
	case slices.ContainsFunc(bits, unlike) || int(v.samples) != len(bits):
		return Info{}, fault(ErrUnsupported, "TIFF BitsPerSample %v, SamplesPerPixel %d", bits, v.samples)
	case bits[0] != 1 && bits[0] != 8 && bits[0] != 16,
		v.photometric == rgbColours && bits[0] == 1,
		v.photometric == palette && bits[0] == 16:
		return Info{}, fault(ErrUnsupported, "TIFF, %d bit", bits[0])
	case (v.compression == 3 || v.compression == 4) && bits[0] != 1:
		return Info{}, fault(ErrBroken, "TIFF CCITT, %d bit", bits[0])
	case v.planar != 1 && len(bits) > 1:
		return Info{}, fault(ErrUnsupported, "TIFF PlanarConfiguration %d", v.planar)
	case v.predictor > 2 || v.predictor == 2 && bits[0] == 1:
		return Info{}, fault(ErrUnsupported, "TIFF Predictor %d", v.predictor)
	}
	if err := t.channels(&info, v.photometric, len(bits)); err != nil {
		return Info{}, err
	}
	return info.upright(int(v.w), int(v.h), int(v.turn)), nil
}

// channels settles colour and transparency.
func (t *tiffTags) channels(info *Info, photometric uint32, samples int) error {
	switch photometric {
	case whiteIsZero, blackIsZero, palette:
		if photometric == palette {
			// The depth of a palette's numbers is not that of its colours.
			info.Model, info.Depth = RGB, 8
		}
		if samples != 1 {
			return fault(ErrUnsupported, "TIFF, %d samples", samples)
		}
	case rgbColours:
		info.Model = RGB
		extra, err := t.value(tagExtraSamples, 0)
		if err != nil {
			return err
		}
		switch {
		case samples == 4 && (extra == 1 || extra == 2):
			info.Alpha = true
		case samples != 3:
			return fault(ErrUnsupported, "TIFF, %d samples, ExtraSamples %d", samples, extra)
		}
	case inks:
		info.Model = CMYK
		if samples != 4 {
			return fault(ErrUnsupported, "CMYK TIFF, %d samples", samples)
		}
	}
	return nil
}

func nameOr(names map[uint32]string, v uint32) string {
	if name, ok := names[v]; ok {
		return name
	}
	return "?"
}
