package picture

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"image"
	"image/draw"

	"duikai/layout/artwork"
	"duikai/render/icc"
)

// source is a picture file's pixels, upright.
type source struct {
	image   image.Image
	info    artwork.Info
	profile *sourceProfile // of RGB and gray pictures; nil: none
	// file is a clean CMYK JPEG that can be embedded as it is; else nil.
	file []byte
	// lossless: compression has left the edges of line art as they were.
	lossless bool
}

// source decodes a picture file. A picture whose own profile is of no use is
// taken for sRGB, which is remarked.
func (s *Store) source(file string) (*source, error) {
	data, info, err := s.read(file)
	if err != nil {
		return nil, err
	}
	c, err := config(data, info)
	if err != nil {
		return nil, err
	}
	if c.Width*c.Height > largePixels {
		s.large.Lock()
		defer s.large.Unlock()
	}
	img, err := decode(data, info, c)
	if err != nil {
		return nil, err
	}
	const webpCodec = 12 // where a plain WebP file names the kind of its compression
	src := &source{image: artwork.Upright(img, info.Turn), info: info,
		lossless: info.Format == artwork.PNG || info.Format == artwork.TIFF || bytes.HasPrefix(data[min(webpCodec, len(data)):], []byte("VP8L"))}
	if _, inks := img.(*image.CMYK); inks {
		// Ink that somebody has chosen is printed as it is, whatever profile it
		// was chosen by: black stays black ink alone.
		if info.Format == artwork.JPEG && info.Turn <= 1 {
			src.file, err = cleanJPEG(data)
		}
		return src, err
	}
	if embedded := embeddedProfile(data, info.Format); embedded != nil {
		src.profile, err = parseSource(embedded, info.Model)
		if err != nil {
			s.remark(file, err)
		}
	}
	return src, nil
}

// parseSource reads the profile of a picture.
func parseSource(data []byte, model artwork.Model) (*sourceProfile, error) {
	p, err := icc.Parse(data)
	if err != nil {
		return nil, err
	}
	want := icc.RGB
	if model == artwork.Gray {
		want = icc.Gray
	}
	if p.Space() != want {
		return nil, fmt.Errorf("%w: %q is for %v and not for %v", icc.ErrUnsupported, p.Name(), p.Space(), want)
	}
	return &sourceProfile{p, sha256.Sum256(data)}, nil
}

// bytes is how much memory the pixels take, about.
func (s *source) bytes() int {
	perPixel := 4
	switch s.image.(type) {
	case *image.Gray, *image.Paletted:
		perPixel = 1
	case *image.Gray16, *image.YCbCr:
		perPixel = 2 // YCbCr takes 1.5 to 3
	case *image.RGBA64, *image.NRGBA64:
		perPixel = 8
	}
	return s.info.Width * s.info.Height * perPixel
}

// flat gives a part of the picture in 8 bits and without alpha, over paper; the
// pixels of kinds that can be shrunk as they are are not copied. part is where
// the part lies in the result.
func (s *source) flat(crop image.Rectangle) (img image.Image, part image.Rectangle) {
	crop = crop.Add(s.image.Bounds().Min)
	switch m := s.image.(type) {
	case *image.Gray, *image.YCbCr, *image.CMYK:
		return m, crop
	case *image.RGBA:
		if m.Opaque() {
			return m, crop
		}
	}
	size := image.Rect(0, 0, crop.Dx(), crop.Dy())
	if m, ok := s.image.(*image.Gray16); ok {
		gray := image.NewGray(size)
		for y := range size.Dy() {
			for x := range size.Dx() {
				gray.Pix[y*gray.Stride+x] = uint8((uint32(m.Gray16At(crop.Min.X+x, crop.Min.Y+y).Y)*255 + 32767) / 65535)
			}
		}
		return gray, size
	}
	out := image.NewRGBA(size)
	for i := range out.Pix {
		out.Pix[i] = 0xff
	}
	draw.Draw(out, size, s.image, crop.Min, draw.Over)
	return out, size
}
