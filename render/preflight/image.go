package preflight

import (
	"bytes"
	"errors"
	stdimage "image"
	"image/jpeg"
	"math"
	"slices"

	"duikai/layout/pdffile"
)

// image is a picture with what was found out about it once.
type image struct {
	w, h, bits int
	mask       bool
	space      *space
	alpha      bool    // it has a soft mask
	most       float64 // the most ink anywhere, in percent
	unmeasured string  // why the ink is not known; empty: it is, or needs not be
	broken     error
}

// image judges a picture where it is drawn.
func (in *interpreter) image(s *pdffile.Stream, num int) error {
	p, ok := in.c.images[num]
	if !ok {
		var err error
		if p, err = in.readImage(s); err != nil {
			return err
		}
		in.c.images[num] = p
	}
	in.drawImage(p, num)
	return nil
}

// drawImage judges a picture by the matrix it is drawn with, and by itself.
func (in *interpreter) drawImage(p *image, num int) {
	at := in.st.ctm.at(0, 0)
	if p.broken != nil {
		in.c.add(BadImage, num, reason(p.broken))
		return
	}
	if p.alpha && in.c.x1a() {
		in.c.add(SoftMask, num)
	}
	out := in.c.outside(in.st.ctm.cover(pdffile.Rect{X1: 1, Y1: 1}))
	if !out {
		in.c.drew = true
		in.resolution(p, num, at)
	}
	if p.mask {
		if in.st.fill.space.family != patterned {
			in.c.use(in.st.fill.space, in.object, at)
			if out {
				return
			}
			in.inkOf(in.st.fill, aFill, at)
			in.white(in.st.fill, in.st.over, at)
		}
		return
	}
	if p.space != nil {
		in.c.use(p.space, num, at)
	}
	if out {
		return
	}
	if p.unmeasured != "" {
		in.c.add(NotMeasured, num, p.unmeasured)
	}
	in.c.inked(num, aPicture, p.most, at)
}

// resolution judges the pixels an inch as printed (有效分辨率).
func (in *interpreter) resolution(p *image, num int, at *place) {
	w, h := in.st.ctm.across()/72, in.st.ctm.up()/72 // inches
	if p.w <= tinyImage || p.h <= tinyImage || w <= 0 || h <= 0 {
		return
	}
	ppi := min(float64(p.w)/w, float64(p.h)/h)
	codes, least := [2]Code{CoarseImage, LowImage}, [2]int{leastPixels, fewPixels}
	if p.mask || p.bits == 1 {
		codes, least = [2]Code{CoarseLine, LowLine}, [2]int{leastLine, fewLine}
	}
	for i := range codes {
		// Half a pixel is rounding.
		if ppi < float64(least[i])-0.5 {
			in.c.worse(codes[i], num, "", 1/(ppi+1), at, ppi, least[i])
			return
		}
	}
}

// readImage reads the dictionary of a picture, and measures its ink.
func (in *interpreter) readImage(s *pdffile.Stream) (*image, error) {
	c, p := in.c, &image{}
	get := func(keys ...pdffile.Name) (float64, error) {
		for _, k := range keys {
			if s.Dict[k] != nil {
				return c.f.Number(s.Dict[k])
			}
		}
		return 0, nil
	}
	w, err := get("Width", "W")
	if err != nil {
		return nil, err
	}
	h, err := get("Height", "H")
	if err != nil {
		return nil, err
	}
	bits, err := get("BitsPerComponent", "BPC")
	if err != nil {
		return nil, err
	}
	if w < 1 || h < 1 || w > maxSide || h > maxSide {
		p.broken = &pdffile.Fault{Kind: pdffile.ErrBroken, Detail: "Width, Height"}
		return p, nil
	}
	p.w, p.h, p.bits = int(w), int(h), int(bits)
	for _, k := range []pdffile.Name{"ImageMask", "IM"} {
		v, err := c.f.Resolve(s.Dict[k])
		if err != nil {
			return nil, err
		}
		p.mask = p.mask || v == true
	}
	soft, err := c.f.Resolve(s.Dict["SMask"])
	if err != nil {
		return nil, err
	}
	_, p.alpha = soft.(*pdffile.Stream)
	if in, err := get("SMaskInData"); err != nil {
		return nil, err
	} else if in != 0 {
		p.alpha = true
	}
	if err := c.wholeJPEG(s); err != nil {
		p.broken = err
		return p, nil
	}
	if p.mask {
		return p, nil
	}
	v := s.Dict["ColorSpace"]
	if v == nil {
		v = s.Dict["CS"]
	}
	if v == nil {
		return p, nil // JPEG 2000 says its space itself
	}
	if p.space, err = c.space(v, in.resources, 0); err != nil {
		return nil, err
	}
	return p, c.measure(p, s)
}

// wholeJPEG says what is wrong with the data of a picture that is compressed as
// JPEG, whatever its colours.
func (c *checker) wholeJPEG(s *pdffile.Stream) error {
	if c.o.JPEG == nil {
		return nil
	}
	u, err := c.undo(s, maxImage)
	if err != nil || len(u.Rest) != 1 || u.Rest[0] != "DCTDecode" && u.Rest[0] != "DCT" {
		return nil // measure says it
	}
	return c.o.JPEG(u.Data)
}

// maxSide is the longest side of a picture in pixels.
const maxSide = 65500

// manyPlates tells whether a space can reach the limit of ink at all.
func manyPlates(s *space) bool {
	if s.family == indexed {
		return s.base != nil && manyPlates(s.base)
	}
	return s.family == cmyk || s.family == icc && s.n == 4 || s.family == deviceN && s.n > 2
}

// measure finds the most ink of a picture.
func (c *checker) measure(p *image, s *pdffile.Stream) error {
	if !manyPlates(p.space) {
		return nil
	}
	u, err := c.undo(s, maxImage)
	if err != nil {
		// A picture has as many bytes as it has pixels: one that is too large for
		// its bytes alone was made to burst.
		if p.broken = err; errors.Is(err, pdffile.ErrTooLarge) && float64(p.w)*float64(p.h)*float64(p.space.n*p.bits)/8 > maxImage/2 {
			p.broken, p.unmeasured = nil, reason(err)[0]
		}
		return nil
	}
	switch {
	case len(u.Rest) == 0:
	case len(u.Rest) == 1 && (u.Rest[0] == "DCTDecode" || u.Rest[0] == "DCT"):
		pix, bad := samplesOfJPEG(u.Data, p, maxDecoded-c.decoded)
		if bad != "" {
			p.unmeasured = bad
			return nil
		}
		c.decoded += len(pix)
		u.Data, p.bits = pix, 8
	default:
		p.unmeasured = printable(string(u.Rest[0]))
		return nil
	}
	decode, err := c.numbers(s.Dict["Decode"])
	if err != nil {
		return err
	}
	if decode == nil {
		if decode, err = c.numbers(s.Dict["D"]); err != nil {
			return err
		}
	}
	if bad := p.scan(u.Data, decode); bad != "" {
		p.broken = &pdffile.Fault{Kind: pdffile.ErrBroken, Detail: bad}
	}
	return nil
}

// samplesOfJPEG decodes a picture of four plates into samples as PDF takes
// them. The decoder turns all such pictures round, as Adobe's programs write
// them; here they are turned back, for the Decode array does that in a PDF.
func samplesOfJPEG(b []byte, p *image, room int) (pix []byte, bad string) {
	if !bytes.Contains(b[:min(len(b), 4096)], []byte("Adobe\x00")) && len(b) > 2 {
		// Without the segment nothing says that the four components are plates.
		b = slices.Concat(b[:2], []byte("\xff\xee\x00\x0eAdobe\x00\x64\x00\x00\x00\x00\x00"), b[2:])
	}
	head, err := jpeg.DecodeConfig(bytes.NewReader(b))
	switch {
	case err != nil:
		return nil, "JPEG"
	case head.Width*head.Height*4 > min(maxImage, room):
		return nil, "JPEG, size"
	}
	img, err := jpeg.Decode(bytes.NewReader(b))
	if err != nil {
		return nil, "JPEG"
	}
	four, ok := img.(*stdimage.CMYK)
	if !ok || p.space.n != 4 {
		return nil, "JPEG"
	}
	w, h := four.Rect.Dx(), four.Rect.Dy()
	p.w, p.h = w, h
	pix = make([]byte, 0, 4*w*h)
	for y := range h {
		for _, v := range four.Pix[y*four.Stride : y*four.Stride+4*w] {
			pix = append(pix, 255-v)
		}
	}
	return pix, ""
}

// block is the side in pixels of the squares over which ink is averaged: at 200
// pixels an inch a millimetre.
const block = 8

// scan finds the square with the most ink.
func (p *image) scan(data []byte, decode []float64) (bad string) {
	s := p.space
	n := s.n
	if p.bits != 1 && p.bits != 2 && p.bits != 4 && p.bits != 8 && p.bits != 16 || n < 1 {
		return "BitsPerComponent"
	}
	row := (p.w*n*p.bits + 7) / 8
	if len(data) < row*p.h {
		return "data"
	}
	tables := inkTables(s, p.bits, decode)
	sums := make([]float64, (p.w+block-1)/block)
	for y := range p.h {
		line := data[y*row : (y+1)*row]
		at := 0 // samples
		for x := range p.w {
			var total float64
			for i := range n {
				total += tables[i][sample(line, at, p.bits)]
				at++
			}
			sums[x/block] += total
		}
		if y%block == block-1 || y == p.h-1 {
			high := y%block + 1
			for i, v := range sums {
				wide := min(block, p.w-i*block)
				p.most = max(p.most, v/float64(wide*high))
				sums[i] = 0
			}
		}
	}
	return ""
}

// sample is a sample as eight bits, or fewer.
func sample(line []byte, at, bits int) int {
	switch bits {
	case 8:
		return int(line[at])
	case 16:
		return int(line[2*at])
	}
	i := at * bits
	return int(line[i/8]>>(8-bits-i%8)) & (1<<bits - 1)
}

// inkTables are the ink of each value of each component.
func inkTables(s *space, bits int, decode []float64) [][]float64 {
	values := 1 << min(bits, 8)
	tables := make([][]float64, s.n)
	for i := range tables {
		tables[i] = make([]float64, values)
		low, high := 0.0, 1.0
		if s.family == indexed {
			high = float64(values - 1)
		}
		if len(decode) >= 2*s.n {
			low, high = decode[2*i], decode[2*i+1]
		}
		for v := range tables[i] {
			x := low + (high-low)*float64(v)/float64(values-1)
			switch {
			case s.family == indexed:
				tables[i][v] = s.ink([]float64{math.Round(x)}).total()
			case s.family == deviceN && s.names[i] == "None":
			default:
				tables[i][v] = percent(x)
			}
		}
	}
	return tables
}

// inlineNames are the short keys of inline pictures (4.8.6).
var inlineNames = map[pdffile.Name]pdffile.Name{
	"BPC": "BitsPerComponent", "CS": "ColorSpace", "D": "Decode", "DP": "DecodeParms", "F": "Filter", "H": "Height",
	"IM": "ImageMask", "I": "Interpolate", "W": "Width", "L": "Length",
}

// inlineImage judges a picture within the content.
func (in *interpreter) inlineImage(data []byte) error {
	m := pdffile.Dict{}
	for i := 0; i+1 < len(in.args); i += 2 {
		k, ok := in.args[i].(pdffile.Name)
		if !ok {
			in.c.about(Operator, in.object, "BI", "BI")
			return nil
		}
		if long := inlineNames[k]; long != "" {
			k = long
		}
		m[k] = in.args[i+1]
	}
	s := &pdffile.Stream{Dict: m, Data: data}
	if err := in.c.filters(s, in.object); err != nil {
		return err
	}
	p, err := in.readImage(s)
	if err != nil {
		return err
	}
	in.drawImage(p, in.object)
	return nil
}
