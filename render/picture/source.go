package picture

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"image"
	"image/draw"

	"duikai/layout/artwork"
	"duikai/render/internal/icc"
	"duikai/render/newsprint"
)

// source is a picture file's pixels, upright. A large picture is smaller here
// than its file says; one that was just judged may have none.
type source struct {
	image   image.Image
	info    artwork.Info
	profile *sourceProfile // of RGB and gray pictures; nil: none
	inks    *icc.Profile   // of pictures of four inks; nil: none
	// file is a clean CMYK JPEG that can be embedded as it is; else nil.
	file []byte
	// lossless: compression has left the edges of line art as they were.
	lossless bool
	// lines was counted where the picture is smaller than its file; else nil.
	lines   *lineCounts
	remarks []Remark
}

// decodedRoom is how many bytes the pixels of one picture may take: those of a
// photograph of 130 million pixels, or of 200 million in gray. Larger ones are
// read at a half, a third and so on of their size: two broadsheet pages side by
// side at 300 pixels an inch have 59 million.
const decodedRoom = 200 << 20

// readSource decodes a picture file into so much room, or at its size through shrink
// where that takes less. A picture whose own profile
// is of no use is taken for sRGB, which is remarked.
func (s *Shelf) readSource(data []byte, info artwork.Info, room, shrink int) (*source, error) {
	const webpCodec = 12 // where a plain WebP file names the kind of its compression
	src := &source{info: info, lossless: info.Format == artwork.PNG || info.Format == artwork.TIFF || info.Format == artwork.GIF || info.Format == artwork.BMP ||
		bytes.HasPrefix(data[min(webpCodec, len(data)):], []byte("VP8L"))}
	img, lost, err := s.decode(src, data, room, shrink)
	if err != nil {
		return nil, err
	}
	turn := info.Turn
	if info.Format == artwork.HEIC {
		turn = 1 // its decoder has turned it
		if info.Alpha {
			src.remark(Remark{Kind: AlphaLost})
		}
	}
	if src.image = img; room != justJudge {
		src.image = artwork.Upright(img, turn)
	}
	if lost != 0 {
		src.remark(Remark{Kind: LostRows, N: max(lost, 0), Of: info.Height})
	}
	if info.HighRange {
		src.remark(Remark{Kind: HighRange})
	}
	if info.Still > 1 {
		src.remark(Remark{Kind: FirstOnly, N: info.Still})
	}
	return src, src.colours(data)
}

// colours settles what the numbers of the pixels mean.
func (s *source) colours(data []byte) error {
	info := s.info
	if _, inks := s.image.(*image.CMYK); inks {
		return s.fourInks(data)
	}
	embedded, named := embeddedProfile(data, info.Format)
	var err error
	switch {
	case embedded != nil:
		if s.profile, err = parseSource(embedded, s.image); err != nil {
			s.remark(Remark{Kind: BadProfile, Err: err})
		}
	case named != nil:
		s.profile, err = named, nil
	}
	return nil
}

// fourInks keeps a picture of inks. Ink that somebody has chosen is printed as
// it is, whatever profile it was chosen by: black stays black ink alone.
func (s *source) fourInks(data []byte) (err error) {
	if embedded, _ := embeddedProfile(data, s.info.Format); embedded != nil {
		p, err := icc.Parse(embedded)
		if err == nil && p.Space() == icc.CMYK {
			s.inks = p
			s.remark(Remark{Kind: InksKept, Name: p.Name()})
		}
	}
	if s.info.Format != artwork.JPEG {
		return nil
	}
	if !adobeJPEG(data) {
		s.remark(Remark{Kind: InksGuessed})
		return nil
	}
	if s.info.Turn <= 1 && s.image.Bounds().Dx() == s.info.Width && !s.has(LostRows) {
		s.file, err = cleanJPEG(data)
	}
	return err
}

func (s *source) has(k RemarkKind) bool {
	for _, r := range s.remarks {
		if r.Kind == k {
			return true
		}
	}
	return false
}

func (s *source) remark(r Remark) { s.remarks = append(s.remarks, r) }

// stored is a part of a picture, given in the pixels that its file says, in
// those of a picture of w by h.
func stored(info artwork.Info, crop image.Rectangle, w, h int) image.Rectangle {
	if w == info.Width && h == info.Height {
		return crop
	}
	x := func(v int) int { return (v*w + info.Width/2) / info.Width }
	y := func(v int) int { return (v*h + info.Height/2) / info.Height }
	out := image.Rect(x(crop.Min.X), y(crop.Min.Y), x(crop.Max.X), y(crop.Max.Y))
	out.Max.X, out.Max.Y = max(out.Max.X, out.Min.X+1), max(out.Max.Y, out.Min.Y+1)
	return out.Intersect(image.Rect(0, 0, w, h))
}

// part is a part of the picture in the pixels that are here.
func (s *source) part(crop image.Rectangle) image.Rectangle {
	b := s.image.Bounds()
	return stored(s.info, crop, b.Dx(), b.Dy())
}

// parseSource reads the profile of a picture.
func parseSource(data []byte, img image.Image) (*sourceProfile, error) {
	p, err := icc.Parse(data)
	if err != nil {
		return nil, err
	}
	want := icc.RGB
	switch img.(type) {
	case *image.Gray, *image.Gray16:
		want = icc.Gray
	}
	if p.Space() != want {
		return nil, fmt.Errorf("%w: %q is for %v and not for %v", icc.ErrUnsupported, p.Name(), p.Space(), want)
	}
	return &sourceProfile{p, sha256.Sum256(data)}, nil
}

// screens turns the colours of pictures into those of a screen.
type screens struct {
	colours memo[[sha256.Size]byte, *icc.Screen]
	grays   memo[[sha256.Size]byte, *[256]byte]
	inks    memo[string, *icc.Proof]
}

// same tells whether a picture's colours are those of a screen already.
func (s *screens) same(src *source) bool {
	if src.profile == nil {
		return true
	}
	if src.profile.parsed.Space() == icc.Gray {
		return false
	}
	way, err := s.way(src.profile)
	return err == nil && way.Same()
}

func (s *screens) way(p *sourceProfile) (*icc.Screen, error) {
	return s.colours.get(p.hash, func() (*icc.Screen, error) { return icc.NewScreen(p.parsed) })
}

// onScreen gives the pixels in the colours of a screen, sRGB. Those that are so
// already are the source's own.
func (s *screens) onScreen(src *source) (image.Image, error) {
	if m, ok := src.image.(*image.CMYK); ok {
		return s.inkOnScreen(m, src.inks)
	}
	if src.profile == nil {
		return src.image, nil
	}
	b := src.image.Bounds()
	size := image.Rect(0, 0, b.Dx(), b.Dy())
	if src.profile.parsed.Space() == icc.Gray {
		tones, err := s.grays.get(src.profile.hash, func() (*[256]byte, error) {
			t, err := icc.GrayScreen(src.profile.parsed)
			return &t, err
		})
		if err != nil {
			return nil, err
		}
		out := image.NewGray(size)
		draw.Draw(out, size, src.image, b.Min, draw.Src)
		for i, v := range out.Pix {
			out.Pix[i] = tones[v]
		}
		return out, nil
	}
	way, err := s.way(src.profile)
	if err != nil || way.Same() {
		return src.image, err
	}
	out := image.NewRGBA(size)
	draw.Draw(out, size, src.image, b.Min, draw.Src)
	way.Convert(out.Pix, out.Pix, 4, len(out.Pix)/4)
	return out, nil
}

// inkOnScreen shows ink by the profile it was chosen by, or as it looks on
// newsprint.
func (s *screens) inkOnScreen(m *image.CMYK, profile *icc.Profile) (image.Image, error) {
	key := ""
	if profile != nil {
		key = profile.Name()
	}
	proof, err := s.inks.get(key, func() (*icc.Proof, error) {
		p := profile
		if p == nil {
			var err error
			if p, err = icc.Parse(newsprint.Profile()); err != nil {
				return nil, err
			}
		}
		return icc.NewProof(p)
	})
	if err != nil {
		return nil, err
	}
	b := m.Bounds()
	out := image.NewRGBA(image.Rect(0, 0, b.Dx(), b.Dy()))
	for y := range b.Dy() {
		at := m.PixOffset(b.Min.X, b.Min.Y+y)
		proof.Convert(out.Pix[y*out.Stride:], m.Pix[at:], b.Dx())
	}
	return out, nil
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
	b := s.image.Bounds()
	return b.Dx() * b.Dy() * perPixel
}

// drawing tells line art from photographs. Who lost its edges is none.
func (s *source) drawing(img image.Image, part image.Rectangle) bool {
	if s.lines != nil && s.lines.all > 0 {
		return s.lossless && s.lines.even()
	}
	return s.lossless && even(img, part)
}

// flat gives a part of the picture in 8 bits and without alpha, over paper; the
// pixels of kinds that can be shrunk as they are are not copied. part is where
// the part lies in the result.
func (s *source) flat(crop image.Rectangle) (img image.Image, part image.Rectangle) {
	crop = s.part(crop).Add(s.image.Bounds().Min)
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
