package picture

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"image"
	"image/draw"
	"io"
	"slices"
	"sync"
	"sync/atomic"

	xdraw "golang.org/x/image/draw"

	"duikai/render/internal/icc"
)

// opened is a picture's pixels while they are kept.
type opened[V any] struct {
	mu    sync.Mutex // held while decoding, so that it is done once
	value atomic.Pointer[V]
}

// get gives the pixels, decoding them unless they are still there.
func (o *opened[V]) get(k *keeper, size func(V) int, decode func() (V, error)) (V, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	v := o.value.Load()
	if v == nil {
		decoded, err := decode()
		if err != nil {
			return decoded, err
		}
		v = &decoded
		o.value.Store(v)
	}
	k.touch(o, size(*v))
	return *v, nil
}

func (o *opened[V]) forget() { o.value.Store(nil) }

// keeper lets go of the pictures not asked for in the longest time when all
// together take too much room.
type keeper struct {
	mu   sync.Mutex
	list []kept // the one asked for last comes last
	size int
}

type kept struct {
	of   forgetter
	size int
}

type forgetter interface{ forget() }

// touch notes that a picture was asked for.
func (k *keeper) touch(o forgetter, size int) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if i := slices.IndexFunc(k.list, func(e kept) bool { return e.of == o }); i >= 0 {
		k.list = slices.Delete(k.list, i, i+1)
		k.size -= size
	}
	k.list = append(k.list, kept{o, size})
	k.size += size
	for k.size > maxKept && len(k.list) > 1 {
		k.list[0].of.forget()
		k.size -= k.list[0].size
		k.list = slices.Delete(k.list, 0, 1)
	}
}

// seen gives what a picture that is ready looks like.
func (s *Store) seen(r Ready) (image.Image, error) {
	o, err := s.shown.get(r.Key, func() (*opened[image.Image], error) { return new(opened[image.Image]), nil })
	if err != nil {
		return nil, err
	}
	const bytesPerPixel = 4 // YCbCr and gray take less
	return o.get(&s.shelf.kept, func(image.Image) int { return r.Width * r.Height * bytesPerPixel }, func() (image.Image, error) {
		img, err := r.decode()
		if err != nil || s.press == nil {
			return img, err
		}
		proof, err := s.press.screen()
		if err != nil {
			return nil, err
		}
		return onScreen(img, proof)
	})
}

// decode gives the pixels again.
func (r Ready) decode() (image.Image, error) {
	if r.Bits == 0 {
		if bytes.HasPrefix(r.Data, []byte{0xff, markSOI}) {
			img, _, err := readJPEG(r.Data, nil, 2*decodedRoom)
			return img, err
		}
		img, _, err := readPNG(r.Data, 2*decodedRoom)
		return img, err
	}
	z, err := zlib.NewReader(bytes.NewReader(r.Data))
	if err != nil {
		return nil, err
	}
	row := (r.Width*r.Channels*r.Bits + 7) / 8
	pix := make([]byte, row*r.Height)
	if _, err := io.ReadFull(z, pix); err != nil {
		return nil, err
	}
	size := image.Rect(0, 0, r.Width, r.Height)
	switch {
	case r.Channels == 4:
		return &image.CMYK{Pix: pix, Stride: row, Rect: size}, nil
	case r.Bits == 8:
		return &image.Gray{Pix: pix, Stride: row, Rect: size}, nil
	}
	gray := image.NewGray(size)
	for y := range r.Height {
		for x := range r.Width {
			if pix[y*row+x/8]<<(x%8)&0x80 != 0 {
				gray.Pix[y*gray.Stride+x] = 0xff
			}
		}
	}
	return gray, nil
}

// onScreen turns ink into what a screen shows of it. The picture is used up.
func onScreen(img image.Image, proof *icc.Proof) (image.Image, error) {
	switch m := img.(type) {
	case *image.Gray:
		for i, v := range m.Pix {
			m.Pix[i] = proof.Gray(v)
		}
		return m, nil
	case *image.CMYK:
		proof.Convert(m.Pix, m.Pix, len(m.Pix)/4)
		return &image.RGBA{Pix: m.Pix, Stride: m.Stride, Rect: m.Rect}, nil
	}
	return nil, fmt.Errorf("%T is no ink", img)
}

// scale gives a part of a picture in w by h pixels. Where it becomes smaller,
// every pixel is the mean of the area it stands for; where it becomes larger,
// neighbours are blended.
func scale(img image.Image, crop image.Rectangle, w, h int) image.Image {
	crop = crop.Add(img.Bounds().Min)
	size := image.Rect(0, 0, w, h)
	if w > crop.Dx() || h > crop.Dy() {
		out := image.NewRGBA(size)
		xdraw.BiLinear.Scale(out, size, img, crop, draw.Src, nil)
		return out
	}
	switch m := img.(type) {
	case *image.Gray:
		out := image.NewGray(size)
		shrink(plane{out.Pix, out.Stride, 1, w, h}, plane{m.Pix[m.PixOffset(crop.Min.X, crop.Min.Y):], m.Stride, 1, crop.Dx(), crop.Dy()})
		return out
	case *image.YCbCr:
		if w <= chroma(m, crop).Dx() && h <= chroma(m, crop).Dy() {
			return shrinkYCbCr(m, crop, w, h)
		}
	case *image.RGBA: // of a PNG without alpha: opaque
		return shrinkRGBA(m, crop, w, h)
	}
	part := image.NewRGBA(image.Rect(0, 0, crop.Dx(), crop.Dy()))
	draw.Draw(part, part.Rect, img, crop.Min, draw.Src)
	return shrinkRGBA(part, part.Rect, w, h)
}

func shrinkRGBA(m *image.RGBA, crop image.Rectangle, w, h int) image.Image {
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	at := m.PixOffset(crop.Min.X, crop.Min.Y)
	for c := range 4 {
		shrink(plane{out.Pix[c:], out.Stride, 4, w, h}, plane{m.Pix[at+c:], m.Stride, 4, crop.Dx(), crop.Dy()})
	}
	return out
}

// shrinkYCbCr shrinks brightness and colour apart, which takes half the work
// of three channels, as colour is mostly stored at half the size. A crop that
// cuts through a pixel of colour takes the whole of it.
func shrinkYCbCr(m *image.YCbCr, crop image.Rectangle, w, h int) image.Image {
	out := image.NewYCbCr(image.Rect(0, 0, w, h), image.YCbCrSubsampleRatio444)
	shrink(plane{out.Y, out.YStride, 1, w, h}, plane{m.Y[m.YOffset(crop.Min.X, crop.Min.Y):], m.YStride, 1, crop.Dx(), crop.Dy()})
	c := chroma(m, crop)
	at := m.COffset(crop.Min.X, crop.Min.Y)
	shrink(plane{out.Cb, out.CStride, 1, w, h}, plane{m.Cb[at:], m.CStride, 1, c.Dx(), c.Dy()})
	shrink(plane{out.Cr, out.CStride, 1, w, h}, plane{m.Cr[at:], m.CStride, 1, c.Dx(), c.Dy()})
	return out
}

// chroma is a crop in pixels of colour; only its size is of use.
func chroma(m *image.YCbCr, crop image.Rectangle) image.Rectangle {
	first, last := m.COffset(crop.Min.X, crop.Min.Y), m.COffset(crop.Max.X-1, crop.Max.Y-1)
	corner := m.COffset(crop.Max.X-1, crop.Min.Y)
	return image.Rect(0, 0, corner-first+1, (last-corner)/m.CStride+1)
}

// plane is one channel of a picture: the pixel at x, y is pix[y*stride+x*step].
type plane struct {
	pix          []byte
	stride, step int
	w, h         int
}

// shrink sets every pixel of to, which is no larger, to the mean of the area of
// from it stands for.
func shrink(to, from plane) {
	s := newShrinker(from, image.Pt(to.w, to.h))
	for y := range to.h {
		s.next(to.pix[y*to.stride:], to.step)
	}
}

// shrinkRow sums the pixels of one row, each with its share.
func shrinkRow(row []uint32, from plane, y int) {
	w := len(row)
	line := from.pix[y*from.stride:]
	at, left := 0, w // the pixel under way, and how much of it is left
	for x := range row {
		need := from.w
		var sum uint32
		for need >= left {
			sum += uint32(left) * uint32(line[at*from.step])
			need -= left
			at, left = at+1, w
			if need == 0 {
				break
			}
		}
		if need > 0 {
			sum += uint32(need) * uint32(line[at*from.step])
			left -= need
		}
		row[x] = sum
	}
}
