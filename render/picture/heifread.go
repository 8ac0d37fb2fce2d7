package picture

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"image"
	"slices"

	"duikai/layout/artwork"
	"duikai/layout/parallel"
	"duikai/render/internal/heif"
)

// heifPixels bounds the pictures that are read in the sandbox, which cannot be
// read smaller: telephones make 48 million.
const heifPixels = 64_000_000

// readHEIF reads a HEIC or AVIF file.
func (s *Shelf) readHEIF(data []byte, info artwork.Info) (image.Image, error) {
	if info.Width*info.Height > heifPixels {
		return nil, artwork.TooLarge("%v, %d×%d", info.Format, info.Width, info.Height)
	}
	h, err := artwork.ReadHEIF(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, err
	}
	if info.Format == artwork.AVIF {
		w, d := info.Width, info.Height
		if info.Turn >= 5 {
			w, d = d, w // it is turned afterwards
		}
		m, err := s.libraries.AVIF(context.Background(), data, w, d)
		if err != nil {
			return nil, heifFault(err)
		}
		return m, nil
	}
	m, err := s.decodeHEIC(data, info, h)
	if err != nil {
		return nil, heifFault(err)
	}
	return m, nil
}

func (s *Shelf) decodeHEIC(data []byte, info artwork.Info, h artwork.HEIF) (image.Image, error) {
	return s.libraries.HEIC(context.Background(), data, info.Width, info.Height, heif.Colours{Matrix: h.Matrix, Full: h.Full || h.Matrix == 0 && h.Primaries == 0})
}

// concealed finds damage of which the decoder of a picture says nothing.
func (s *Shelf) concealed(data []byte, src *source) error {
	if src.info.Format == artwork.WebP {
		var err error
		if src.info.Still > 0 {
			if data, _, err = firstFrame(data); err != nil {
				return err
			}
		}
		if spareWebP(data) {
			return artwork.Broken("WebP")
		}
		return nil
	}
	h, err := artwork.ReadHEIF(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return err
	}
	return misreadHEIC(data, src.image, func(data []byte) (image.Image, error) { return s.decodeHEIC(data, src.info, h) })
}

// misreadHEIC tells whether the decoder lost its way in a picture and put something
// in the place of what it could not read, of which it says nothing. The code of a
// part is arithmetic: behind a wrong bit the decoder comes to the end of the
// part before the end of its data, or finds too little of it. So what stands at
// the end must count for each part, and what is put behind the end must not. One
// more picture cannot tell both: that it differs from the first is good of the one
// and bad of the other.
func misreadHEIC(data []byte, m image.Image, decode func([]byte) (image.Image, error)) error {
	c, ok := artwork.CodedHEIC(data)
	if !ok {
		return nil
	}
	const tail = 8 // bytes: more than a decoder reads ahead
	bad := bytes.Clone(data)
	for _, p := range c.Parts {
		from, to := p.Slice+p.Prefix, p.To
		for to > from && (data[to-1] == 0 || data[to-1] == 3 && data[to-2] == 0) {
			to-- // it is filled up
		}
		for k := max(from+2, to-tail); k < to; k++ {
			bad[k] ^= 0x55
		}
	}
	files := [][]byte{bad}
	if longer, roomy := c.Elsewhere(data, bytes.Repeat([]byte{0x5a, 0xc3, 0x96}, tail)); roomy {
		files = append(files, longer)
	}
	errs := make([]error, len(files))
	once := func(i int) {
		const wrong = 0 // the file that must give another picture, or none
		other, err := decode(files[i])
		switch {
		case errors.Is(err, heif.ErrTime): // a busy machine is no fault of the file
			errs[i] = heifFault(err)
		case err != nil && i != wrong, err == nil && slices.Contains(changedParts(&c, m, other), i != wrong):
			errs[i] = artwork.Broken("HEIC")
		}
	}
	if b := m.Bounds(); b.Dx()*b.Dy() > largePixels/4 { // one at a time: they take gigabytes
		for i := range files {
			once(i)
		}
	} else {
		parallel.Each(len(files), once)
	}
	return cmp.Or(errs...)
}

// changedParts tells of each part whether two pictures differ in it.
func changedParts(c *artwork.Coded, a, b image.Image) []bool {
	out := make([]bool, len(c.Parts))
	if a.Bounds() != b.Bounds() {
		for i := range out {
			out[i] = true
		}
		return out
	}
	size := a.Bounds()
	for y := range size.Dy() {
		one, two := rowOf(a, y), rowOf(b, y)
		if bytes.Equal(one, two) {
			continue
		}
		wide := len(one) / size.Dx()
		for x := range size.Dx() {
			if !bytes.Equal(one[x*wide:(x+1)*wide], two[x*wide:(x+1)*wide]) {
				out[partAt(c, x, y)] = true
			}
		}
	}
	return out
}

func rowOf(m image.Image, y int) []byte {
	switch m := m.(type) {
	case *image.Gray:
		return m.Pix[y*m.Stride:][:m.Rect.Dx()]
	case *image.RGBA:
		return m.Pix[y*m.Stride:][:4*m.Rect.Dx()]
	}
	return nil
}

// partAt is the part of which a pixel of the picture as it is looked at is.
func partAt(c *artwork.Coded, x, y int) int {
	if c.Across == 0 {
		return 0
	}
	w, h := c.StoredW-1, c.StoredH-1
	switch c.Turn {
	case 2:
		x = w - x
	case 3:
		x, y = w-x, h-y
	case 4:
		y = h - y
	case 5:
		x, y = y, x
	case 6:
		x, y = y, h-x
	case 7:
		x, y = w-y, h-x
	case 8:
		x, y = w-y, x
	}
	return min(y/c.H*c.Across+x/c.W, len(c.Parts)-1)
}

func heifFault(err error) error {
	if errors.Is(err, heif.ErrDecode) {
		return artwork.Broken("%v", err)
	}
	return artwork.Unsupported("%v", err)
}
