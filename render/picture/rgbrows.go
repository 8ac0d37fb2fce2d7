package picture

import (
	"encoding/binary"
	"image"
	"image/draw"
)

// rgbRows writes n rows of a picture from a point on as red, green, blue and 255: those
// that image/draw would, in less time where two pixels share their colour.
func rgbRows(pix []byte, m *image.YCbCr, from image.Point, w, n int) {
	shared := 0 // steps of x that share a colour, as a power of two
	switch m.SubsampleRatio {
	case image.YCbCrSubsampleRatio444, image.YCbCrSubsampleRatio440:
	case image.YCbCrSubsampleRatio422, image.YCbCrSubsampleRatio420:
		shared = 1
	default:
		rows := image.Rect(0, 0, w, n)
		draw.Draw(&image.RGBA{Pix: pix, Stride: 4 * w, Rect: rows}, rows, m, from, draw.Src)
		return
	}
	for y := range n {
		row := pix[4*w*y:][:4*w]
		light := m.Y[m.YOffset(from.X, from.Y+y):][:w]
		at := m.COffset(from.X, from.Y+y)
		cb, cr := m.Cb[at:], m.Cr[at:]
		if shared == 0 {
			for i, v := range light {
				binary.LittleEndian.PutUint32(row[4*i:], hueOf(cb[i], cr[i]).at(v))
			}
			continue
		}
		if from.X&1 != 0 { // the second of a pair stands alone
			binary.LittleEndian.PutUint32(row, hueOf(cb[0], cr[0]).at(light[0]))
			row, light, cb, cr = row[4:], light[1:], cb[1:], cr[1:]
		}
		for i := 0; i+1 < len(light); i += 2 {
			h := hueOf(cb[i/2], cr[i/2])
			two := row[4*i:][:8]
			r, g, b := h.with(light[i])
			r2, g2, b2 := h.with(light[i+1])
			if r|g|b|r2|g2|b2 > full {
				r, g, b, r2, g2, b2 = whole(r), whole(g), whole(b), whole(r2), whole(g2), whole(b2)
			}
			binary.LittleEndian.PutUint64(two, uint64(opaque(r, g, b))|uint64(opaque(r2, g2, b2))<<32)
		}
		if last := len(light) - 1; last >= 0 && last&1 == 0 { // and so does the first of the last one
			binary.LittleEndian.PutUint32(row[4*last:], hueOf(cb[last/2], cr[last/2]).at(light[last]))
		}
	}
}

// hue is what the two colour channels add to red, green and blue, in 65536ths
// (JFIF; color.YCbCrToRGB).
type hue struct{ r, g, b int32 }

func hueOf(cb, cr byte) hue {
	b, r := int32(cb)-128, int32(cr)-128
	return hue{91881 * r, -22554*b - 46802*r, 116130 * b}
}

// at is the colour at a brightness.
func (h hue) at(light byte) uint32 {
	r, g, b := h.with(light)
	return opaque(whole(r), whole(g), whole(b))
}

// with is the colour at a brightness in 65536ths, which may be out of reach.
func (h hue) with(light byte) (r, g, b uint32) {
	v := int32(light) * 0x10101
	return uint32(v + h.r), uint32(v + h.g), uint32(v + h.b)
}

// full are the 65536ths of 255, and what rounds to it.
const full = 1<<24 - 1

// whole brings 65536ths within reach. Those below 0 are very large here.
func whole(v uint32) uint32 {
	if v > full {
		v = ^uint32(int32(v)>>31) & full // below 0 it is 0, above 255
	}
	return v
}

// opaque is a colour of 65536ths in bytes, red lowest, with 255 at the top.
func opaque(r, g, b uint32) uint32 { return r>>16 | g>>8&0xff00 | b&0xff0000 | 0xff<<24 }
