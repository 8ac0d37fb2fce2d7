package separation

import (
	"bytes"
	"fmt"
	"image"
	"image/draw"
	"image/jpeg"

	"duikai/layout/pdffile"
)

const (
	// maxPicturePixels is how many pixels a picture may have: two broadsheet
	// pages side by side at 300 pixels an inch have 59 million. maxAllPixels is
	// the same for all of a page.
	maxPicturePixels = 120_000_000
	maxAllPixels     = 400_000_000
	// smallPicture is up to how many pixels a JPEG is kept without loss: JPEG
	// gains nothing there.
	smallPicture = 64 * 64
)

// picture converts an image XObject.
func (w *walker) picture(s *pdffile.Stream, m mode, res *resources) {
	if w.value(s.Dict["ImageMask"]) == true {
		return
	}
	if s.Dict["ColorSpace"] == nil {
		if w.has(s, "JPXDecode") {
			w.fault("JPXDecode", "the picture's colours stand in a JPEG 2000 stream")
		}
		return
	}
	sp := w.space(s.Dict["ColorSpace"], m, res)
	switch {
	case !sp.changed:
	case sp.to == nil:
		// Its numbers stay; what they mean has changed.
		s.Dict["ColorSpace"] = sp.value
		w.Pictures++
	default:
		w.recolour(s, sp, m)
	}
}

func (w *walker) has(s *pdffile.Stream, filter pdffile.Name) bool {
	names, _, err := w.file.Filters(w.plain(s).Dict)
	if err != nil {
		return false
	}
	for _, n := range names {
		if n == filter {
			return true
		}
	}
	return false
}

// raster is a picture's components, a byte each and as they are stored: before
// Decode.
type raster struct {
	w, h, n int
	pix     []byte
	photo   bool // from a JPEG
}

// recolour puts ink in place of a picture's colours. What cannot be read is a
// fault and stays.
func (w *walker) recolour(s *pdffile.Stream, sp *space, m mode) bool {
	r, err := w.raster(s, sp.n)
	if err == nil && w.dict(s.Dict["SMask"])["Matte"] != nil {
		err = fmt.Errorf("SMask Matte")
	}
	if err == nil {
		err = w.keyed(s, r)
	}
	if err != nil {
		w.fault("Image", err)
		return false
	}
	w.decode(s, r, sp)
	pix, channels := sp.inks(r, m)
	delete(s.Dict, "Decode")
	s.Dict["BitsPerComponent"] = int64(8)
	s.Dict["ColorSpace"] = pdffile.Name(map[int]string{1: "DeviceGray", 4: "DeviceCMYK"}[channels])
	w.Pictures++
	if !r.photo || r.w*r.h <= smallPicture {
		replace(s, pix)
		return true
	}
	s.Data = w.inks.JPEG(pix, r.w, r.h, channels)
	delete(s.Dict, "DecodeParms")
	s.Dict["Filter"], s.Dict["Length"] = pdffile.Name("DCTDecode"), int64(len(s.Data))
	if channels == 4 {
		s.Dict["Decode"] = []any{int64(1), int64(0), int64(1), int64(0), int64(1), int64(0), int64(1), int64(0)}
	}
	return true
}

// raster decodes a picture of n components.
func (w *walker) raster(s *pdffile.Stream, n int) (*raster, error) {
	r := &raster{w: w.whole(s.Dict["Width"], 0), h: w.whole(s.Dict["Height"], 0), n: n}
	if r.w <= 0 || r.h <= 0 || r.w > maxPicturePixels/r.h || w.pixels+r.w*r.h > maxAllPixels {
		return nil, fmt.Errorf("%d×%d", r.w, r.h)
	}
	w.pixels += r.w * r.h
	bits := w.whole(s.Dict["BitsPerComponent"], 8)
	if bits != 1 && bits != 2 && bits != 4 && bits != 8 && bits != 16 {
		return nil, fmt.Errorf("%d bit", bits)
	}
	u, err := w.file.Undo(w.plain(s), r.w*r.h*n*2+maxTable)
	switch {
	case err != nil:
		return nil, err
	case len(u.Rest) == 1 && (u.Rest[0] == "DCTDecode" || u.Rest[0] == "DCT"):
		return r, w.jpeg(r, u)
	case len(u.Rest) > 0:
		return nil, fmt.Errorf("%s", u.Rest[0])
	}
	r.unpack(u.Data, bits)
	return r, nil
}

// unpack spreads samples of any size into bytes: 255 is the highest.
func (r *raster) unpack(b []byte, bits int) {
	r.pix = make([]byte, r.w*r.h*r.n)
	row := (r.w*r.n*bits + 7) / 8
	for y := range r.h {
		line := b[min(len(b), y*row):min(len(b), (y+1)*row)]
		out := r.pix[y*r.w*r.n : (y+1)*r.w*r.n]
		switch bits {
		case 8:
			copy(out, line)
		case 16:
			for i := range min(len(out), len(line)/2) {
				out[i] = line[2*i]
			}
		default:
			top := 1<<bits - 1
			for i := range min(len(out), len(line)*8/bits) {
				v := int(line[i*bits/8]) >> (8 - bits - i*bits%8) & top
				out[i] = byte(v * 255 / top)
			}
		}
	}
}

// jpeg decodes a JPEG of one or three components.
func (w *walker) jpeg(r *raster, u pdffile.Undone) error {
	c, err := jpeg.DecodeConfig(bytes.NewReader(u.Data))
	if err != nil {
		return err
	}
	if c.Width > maxPicturePixels/max(c.Height, 1) {
		return fmt.Errorf("%d×%d", c.Width, c.Height)
	}
	if w.judge != nil { // a damaged one stays as it is, to be told of
		if err := w.judge(u.Data); err != nil {
			return err
		}
	}
	img, err := jpeg.Decode(bytes.NewReader(u.Data))
	if err != nil {
		return err
	}
	// The file's own size is what its pixels have.
	r.w, r.h, r.photo = c.Width, c.Height, true
	r.pix = make([]byte, r.w*r.h*r.n)
	plain := !bytes.Contains(u.Data[:min(len(u.Data), maxMarkers)], []byte("Adobe\x00"))
	switch m := img.(type) {
	case *image.Gray:
		if r.n != 1 {
			return fmt.Errorf("DCTDecode: 1 channel for %d", r.n)
		}
		for y := range r.h {
			copy(r.pix[y*r.w:(y+1)*r.w], m.Pix[y*m.Stride:])
		}
	case *image.CMYK:
		return fmt.Errorf("DCTDecode: 4 channels for %d", r.n)
	default:
		if r.n != 3 {
			return fmt.Errorf("DCTDecode: 3 channels for %d", r.n)
		}
		if ycc, ok := m.(*image.YCbCr); ok && plain && u.Parms[0]["ColorTransform"] == int64(0) {
			r.asStored(ycc)
			return nil
		}
		r.draw(m)
	}
	return nil
}

// maxMarkers is how far into a file its markers are looked for.
const maxMarkers = 64 << 10

// asStored takes the channels as red, green and blue.
func (r *raster) asStored(m *image.YCbCr) {
	for y := range r.h {
		for x := range r.w {
			p := r.pix[(y*r.w+x)*3:]
			c := m.COffset(m.Rect.Min.X+x, m.Rect.Min.Y+y)
			p[0], p[1], p[2] = m.Y[m.YOffset(m.Rect.Min.X+x, m.Rect.Min.Y+y)], m.Cb[c], m.Cr[c]
		}
	}
}

func (r *raster) draw(m image.Image) {
	line := image.NewRGBA(image.Rect(0, 0, r.w, 1))
	for y := range r.h {
		draw.Draw(line, line.Rect, m, image.Pt(m.Bounds().Min.X, m.Bounds().Min.Y+y), draw.Src)
		for x := range r.w {
			copy(r.pix[(y*r.w+x)*3:][:3], line.Pix[4*x:])
		}
	}
}

// keyed turns a range of colours that is left out (8.9.6.4) into a mask of its
// own: converted colours have other numbers.
func (w *walker) keyed(s *pdffile.Stream, r *raster) error {
	key := pairs(w.numbers(s.Dict["Mask"]))
	if w.list(s.Dict["Mask"]) == nil {
		return nil
	}
	if len(key) != r.n {
		return fmt.Errorf("a Mask of %d", len(key))
	}
	top := float64(uint(1)<<w.whole(s.Dict["BitsPerComponent"], 8) - 1)
	for i := range key {
		for k := range key[i] {
			key[i][k] = key[i][k] * 255 / top
		}
	}
	row := (r.w + 7) / 8
	mask := make([]byte, row*r.h)
	for i := range r.w * r.h {
		out := true
		for k := range r.n {
			v := float64(r.pix[i*r.n+k])
			out = out && v >= key[k][0]-0.5 && v <= key[k][1]+0.5
		}
		if out {
			mask[i/r.w*row+i%r.w/8] |= 0x80 >> (i % r.w % 8) // a 1 is left out
		}
	}
	m := &pdffile.Stream{Dict: pdffile.Dict{
		"Type": pdffile.Name("XObject"), "Subtype": pdffile.Name("Image"), "ImageMask": true, "BitsPerComponent": int64(1),
		"Width": int64(r.w), "Height": int64(r.h),
	}}
	replace(m, mask)
	s.Dict["Mask"] = w.add(m, w.object)
	return nil
}

// decode follows the array Decode: samples become bytes of the components'
// ranges.
func (w *walker) decode(s *pdffile.Stream, r *raster, sp *space) {
	list := pairs(w.numbers(s.Dict["Decode"]))
	if len(list) != r.n {
		return
	}
	var tables [4][256]byte
	same := true
	for k := range r.n {
		for v := range 256 {
			tables[k][v] = scaled(between(float64(v)/255, [2]float64{0, 1}, list[k]), sp.ranges[k])
			same = same && tables[k][v] == byte(v)
		}
	}
	if same {
		return
	}
	for i, v := range r.pix {
		r.pix[i] = tables[i%r.n][v]
	}
}

// inks converts a picture: into black ink alone where all of it is grey.
func (s *space) inks(r *raster, m mode) (pix []byte, channels int) {
	n := r.w * r.h
	if r.n == 1 {
		for i, v := range r.pix {
			r.pix[i] = s.tones[v]
		}
		return r.pix, 1
	}
	s.ready()
	grey := make([]byte, n)
	all := true
	for i := range n {
		c := [4]byte{r.pix[3*i], r.pix[3*i+1], r.pix[3*i+2]}
		if m == light {
			grey[i] = s.luminance(c)
			continue
		}
		v, ok := s.neutral(c)
		if all = ok; !all {
			break
		}
		grey[i] = s.tones[v]
	}
	if all {
		return grey, 1
	}
	out := make([]byte, 4*n)
	s.link.Convert(out, r.pix, 3, n)
	return out, 4
}
