package readback

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"io"
	"slices"

	"duikai/layout/geom"
	"duikai/layout/pdffile"
)

const (
	// maxPixels bounds one picture: a broadsheet page at 300 pixels an inch has
	// 30 million.
	maxPixels = 64 << 20
	// maxPictures is how many a file may have.
	maxPictures = 5000
)

// picture is a picture as it is stored.
type picture struct {
	stream  *pdffile.Stream
	w, h    int
	bits    int
	parts   int          // channels: 1, 3 or 4
	palette []color.RGBA // of an indexed one
	invert  bool         // Decode turns the values round
}

// Place is where a picture or a page of another file stands.
type Place struct {
	Rect geom.Rect
	file *File
	of   *picture // nil: a page of another file
	m    matrix   // of the picture's unit square
	clip box
}

// Foreign tells that it is a page of another file, which is not shown.
func (p *Place) Foreign() bool { return p.of == nil }

// object draws an XObject: a picture, or a form of ours, which fits a picture
// or a foreign page into a square.
func (r *reader) object([6]float64) error {
	ref, v, err := r.resource("XObject", r.args[0])
	if err != nil {
		return err
	}
	s, ok := v.(*pdffile.Stream)
	if !ok {
		return foreign("an XObject")
	}
	switch s.Dict["Subtype"] {
	case pdffile.Name("Image"):
		return r.place(ref, s, r.st.ctm)
	case pdffile.Name("Form"):
		return r.form(s)
	}
	return foreign("an XObject")
}

// square is the side of the forms that render/pdf makes.
const square = 100

// form looks into a form of ours: q a 0 0 d 0 0 cm /P Do Q.
func (r *reader) form(s *pdffile.Stream) error {
	m, err := r.f.pdf.Flat(s.Dict)
	if err != nil {
		return err
	}
	b, ok, err := r.f.pdf.Rect(m["BBox"])
	if err != nil {
		return err
	}
	if !ok || b != (pdffile.Rect{X1: square, Y1: square}) || m["Matrix"] != nil || m["Group"] != nil {
		return foreign("a form")
	}
	content, err := r.f.pdf.Content(s)
	if err != nil {
		return err
	}
	l := pdffile.NewLexer(content)
	var words []any
	for {
		v, more, err := l.Next()
		if err != nil {
			return err
		}
		if !more {
			break
		}
		if words = append(words, v); len(words) > maxOperands {
			return foreign("a form")
		}
	}
	want := []any{pdffile.Keyword("q"), nil, int64(0), int64(0), nil, int64(0), int64(0), pdffile.Keyword("cm"),
		pdffile.Name("P"), pdffile.Keyword("Do"), pdffile.Keyword("Q")}
	if len(words) != len(want) {
		return foreign("a form")
	}
	a, ok1 := number(words[1])
	d, ok2 := number(words[4])
	words[1], words[4] = nil, nil
	if !ok1 || !ok2 || !slices.Equal(words, want) {
		return foreign("a form")
	}
	resources, ok := m["Resources"].(pdffile.Dict)
	if !ok {
		return foreign("a form")
	}
	inside, err := r.f.pdf.Dict(resources["XObject"])
	if err != nil {
		return err
	}
	v, err := r.f.pdf.Resolve(inside["P"])
	if err != nil {
		return err
	}
	p, ok := v.(*pdffile.Stream)
	switch {
	case !ok:
		return foreign("a form")
	case p.Dict["Subtype"] == pdffile.Name("Image"):
		return r.place(inside["P"], p, matrix{a, 0, 0, d, 0, 0}.then(r.st.ctm))
	}
	return r.addPlace(nil, matrix{square, 0, 0, square, 0, 0}.then(r.st.ctm))
}

// place puts a picture into the unit square of a matrix.
func (r *reader) place(ref any, s *pdffile.Stream, m matrix) error {
	key, ok := ref.(pdffile.Ref)
	if !ok {
		return foreign("a picture that is no object")
	}
	p := r.f.pictures[key.Num]
	if p == nil {
		if len(r.f.pictures) >= maxPictures {
			return fmt.Errorf("%w: %d pictures", pdffile.ErrTooLarge, maxPictures)
		}
		var err error
		if p, err = r.f.readPicture(s); err != nil {
			return err
		}
		r.f.pictures[key.Num] = p
	}
	return r.addPlace(p, m)
}

func (r *reader) addPlace(p *picture, m matrix) error {
	if !m.straight() || m[0] <= 0 || m[3] >= 0 {
		return foreign("a picture that is turned")
	}
	b := m.square(1, 1).and(r.st.clip)
	if b.empty() {
		return nil
	}
	r.add(&Place{
		Rect: geom.Rect{X: points(b.x0), Y: points(b.y0), W: points(b.x1) - points(b.x0), H: points(b.y1) - points(b.y0)},
		file: r.f, of: p, m: m, clip: b,
	})
	return nil
}

// readPicture reads what a picture says of itself, and tries whether its pixels
// can be read.
func (f *File) readPicture(s *pdffile.Stream) (*picture, error) {
	m, err := f.pdf.Flat(s.Dict)
	if err != nil {
		return nil, err
	}
	for _, key := range []pdffile.Name{"ImageMask", "Mask", "SMask", "SMaskInData"} {
		if m[key] != nil {
			return nil, foreign("a picture with %s", key)
		}
	}
	w, ok1 := number(m["Width"])
	h, ok2 := number(m["Height"])
	bits, ok3 := number(m["BitsPerComponent"])
	p := &picture{stream: s, w: int(w), h: int(h), bits: int(bits)}
	switch {
	case !ok1 || !ok2 || !ok3 || p.w < 1 || p.h < 1:
		return nil, foreign("a picture of no size")
	case p.w > maxPixels/p.h:
		return nil, fmt.Errorf("%w: %d×%d", pdffile.ErrTooLarge, p.w, p.h)
	case p.bits != 1 && p.bits != 2 && p.bits != 4 && p.bits != 8:
		return nil, foreign("a picture of %d bits", p.bits)
	}
	if err := f.readColours(p, m["ColorSpace"]); err != nil {
		return nil, err
	}
	if p.bits < 8 && p.parts != 1 {
		return nil, foreign("a picture of %d bits", p.bits)
	}
	if list, ok := m["Decode"].([]any); ok {
		if p.invert, ok = inverted(list, p); !ok {
			return nil, foreign("a picture with Decode")
		}
	}
	_, err = f.pixels(p)
	return p, err
}

// inverted tells whether Decode turns all channels round; ok, whether it is one
// of those that ours have.
func inverted(list []any, p *picture) (yes, ok bool) {
	if len(list) != 2*p.parts || p.palette != nil {
		return false, false
	}
	for i := range list {
		a, isNumber := number(list[i])
		first, _ := number(list[0])
		if !isNumber || first != 0 && first != 1 || a != first && i%2 == 0 || a != 1-first && i%2 == 1 {
			return false, false
		}
	}
	first, _ := number(list[0])
	return first == 1, true
}

func (f *File) readColours(p *picture, v any) error {
	switch v {
	case pdffile.Name("DeviceGray"):
		p.parts = 1
	case pdffile.Name("DeviceRGB"):
		p.parts = 3
	case pdffile.Name("DeviceCMYK"):
		p.parts = 4
	default:
		return f.readPalette(p, v)
	}
	return nil
}

// readPalette reads [/Indexed /DeviceRGB last colours].
func (f *File) readPalette(p *picture, v any) error {
	list, _ := v.([]any)
	if len(list) != 4 || list[0] != pdffile.Name("Indexed") || list[1] != pdffile.Name("DeviceRGB") {
		return foreign("a picture's colours")
	}
	v, err := f.pdf.Resolve(list[3])
	if err != nil {
		return err
	}
	var colours []byte
	switch v := v.(type) {
	case pdffile.String:
		colours = []byte(v)
	case *pdffile.Stream:
		if colours, err = f.pdf.Decode(v); err != nil {
			return err
		}
	}
	n := len(colours) / 3
	if n == 0 || n > 256 {
		return foreign("a picture's colours")
	}
	p.parts = 1
	for i := range n {
		p.palette = append(p.palette, color.RGBA{colours[3*i], colours[3*i+1], colours[3*i+2], 0xff})
	}
	return nil
}

// pixels gives a picture as a screen shows it.
func (f *File) pixels(p *picture) (*image.RGBA, error) {
	f.mu.Lock()
	data, err := f.pdf.Undo(p.stream, p.w*p.h*p.parts+p.h*2+1<<16)
	f.mu.Unlock()
	if err != nil {
		return nil, err
	}
	var img image.Image
	switch {
	case len(data.Rest) == 0:
		img, err = p.plain(data.Data)
	case len(data.Rest) == 1 && data.Rest[0] == "DCTDecode":
		img, err = p.jpeg(data.Data)
	default:
		err = foreign("a picture's filter")
	}
	if err != nil {
		return nil, err
	}
	return f.onScreen(img)
}

// jpeg reads a JPEG file. Ink is stored the way Adobe's programs have it, turned
// round, which the decoder undoes already.
func (p *picture) jpeg(data []byte) (image.Image, error) {
	c, err := jpeg.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("%w: %v", pdffile.ErrBroken, err)
	}
	parts := 3
	switch c.ColorModel {
	case color.GrayModel:
		parts = 1
	case color.CMYKModel:
		parts = 4
	}
	if c.Width != p.w || c.Height != p.h || parts != p.parts || p.palette != nil || p.invert != (parts == 4) {
		return nil, foreign("a JPEG picture")
	}
	img, err := jpeg.Decode(bytes.NewReader(data))
	if err != nil && err != io.EOF {
		return nil, fmt.Errorf("%w: %v", pdffile.ErrBroken, err)
	}
	return img, err
}

// plain reads pixels that stand one after the other, every row from a byte on.
func (p *picture) plain(data []byte) (image.Image, error) {
	row := (p.w*p.parts*p.bits + 7) / 8
	if len(data) < row*p.h {
		return nil, fmt.Errorf("%w: a picture is cut off", pdffile.ErrBroken)
	}
	size := image.Rect(0, 0, p.w, p.h)
	if p.invert {
		data = slices.Clone(data)
		for i := range data {
			data[i] ^= 0xff
		}
	}
	switch p.parts {
	case 4:
		return &image.CMYK{Pix: data, Stride: row, Rect: size}, nil
	case 3:
		img := image.NewRGBA(size)
		for i := range p.w * p.h {
			copy(img.Pix[4*i:4*i+3], data[3*i:])
			img.Pix[4*i+3] = 0xff
		}
		return img, nil
	}
	return p.levels(data, row)
}

// levels reads pixels of one channel, of up to eight bits.
func (p *picture) levels(data []byte, row int) (image.Image, error) {
	size := image.Rect(0, 0, p.w, p.h)
	top := 1<<p.bits - 1
	value := func(x, y int) int {
		bit := x * p.bits
		return int(data[y*row+bit/8]) >> (8 - p.bits - bit%8) & top
	}
	if p.palette == nil {
		img := image.NewGray(size)
		for y := range p.h {
			for x := range p.w {
				img.Pix[y*img.Stride+x] = uint8(value(x, y) * 255 / top)
			}
		}
		return img, nil
	}
	img := image.NewRGBA(size)
	for y := range p.h {
		for x := range p.w {
			v := value(x, y)
			if v >= len(p.palette) {
				return nil, fmt.Errorf("%w: a picture's colours", pdffile.ErrBroken)
			}
			img.SetRGBA(x, y, p.palette[v])
		}
	}
	return img, nil
}

// onScreen turns ink into what a screen shows of it: printed, where the file is
// for a press. The picture is used up.
func (f *File) onScreen(img image.Image) (*image.RGBA, error) {
	m, ready := img.(*image.RGBA)
	if ready {
		return m, nil
	}
	b := img.Bounds()
	out := image.NewRGBA(image.Rect(0, 0, b.Dx(), b.Dy()))
	four, isInk := img.(*image.CMYK)
	one, isGray := img.(*image.Gray)
	if f.press == nil || !isInk && !isGray {
		draw.Draw(out, out.Rect, img, b.Min, draw.Src)
		return out, nil
	}
	press, err := f.press()
	if err != nil {
		return nil, err
	}
	for y := range b.Dy() {
		to := out.Pix[y*out.Stride : (y+1)*out.Stride]
		if isInk {
			press.Convert(to, four.Pix[y*four.Stride:], b.Dx())
			continue
		}
		for x, v := range one.Pix[y*one.Stride : y*one.Stride+b.Dx()] {
			v = press.Gray(v)
			to[4*x], to[4*x+1], to[4*x+2], to[4*x+3] = v, v, v, 0xff
		}
	}
	return out, nil
}
