package picturetest

import (
	"encoding/binary"
	"image"
)

// InkTIFF is a TIFF file of four inks with 8 bits a channel, InkTIFF16 one with
// 16, the lower half of which is noise.
func InkTIFF(img *image.CMYK) []byte { return inkTIFF(img, 8) }

func InkTIFF16(img *image.CMYK) []byte { return inkTIFF(img, 16) }

func inkTIFF(img *image.CMYK, bits uint16) []byte {
	be := binary.BigEndian
	b := img.Bounds()
	var pix []byte
	for y := b.Min.Y; y < b.Max.Y; y++ {
		at := img.PixOffset(b.Min.X, y)
		for i, v := range img.Pix[at : at+4*b.Dx()] {
			pix = append(pix, v)
			if bits == 16 {
				pix = append(pix, byte(37*i))
			}
		}
	}
	const head = 8
	out := append([]byte("MM\x00*\x00\x00\x00\x00"), pix...)
	depths := len(out)
	for range 4 {
		out = be.AppendUint16(out, bits)
	}
	be.PutUint32(out[4:], uint32(len(out)))
	entries := [][4]uint32{ // number, kind, count, value
		{256, 4, 1, uint32(b.Dx())}, {257, 4, 1, uint32(b.Dy())}, {258, 3, 4, uint32(depths)},
		{259, 3, 1, 1 << 16}, {262, 3, 1, 5 << 16}, {273, 4, 1, head}, {277, 3, 1, 4 << 16},
		{278, 4, 1, uint32(b.Dy())}, {279, 4, 1, uint32(len(pix))}, {284, 3, 1, 1 << 16},
	}
	out = be.AppendUint16(out, uint16(len(entries)))
	for _, e := range entries {
		out = be.AppendUint16(be.AppendUint16(out, uint16(e[0])), uint16(e[1]))
		out = be.AppendUint32(be.AppendUint32(out, e[2]), e[3])
	}
	return append(out, 0, 0, 0, 0)
}

// WithTag adds a tag of bytes to a little-endian TIFF file, behind all that it
// has.
func WithTag(data []byte, tag uint16, body []byte) []byte {
	le := binary.LittleEndian
	at := le.Uint32(data[4:])
	n := le.Uint16(data[at:])
	entries := data[at+2:][:12*int(n)]
	out := append([]byte{}, data...)
	place := len(out)
	out = append(out, body...)
	if len(out)%2 == 1 {
		out = append(out, 0)
	}
	le.PutUint32(out[4:], uint32(len(out)))
	out = append(le.AppendUint16(out, n+1), entries...)
	out = le.AppendUint16(le.AppendUint16(out, tag), 7)
	out = le.AppendUint32(le.AppendUint32(out, uint32(len(body))), uint32(place))
	return append(out, 0, 0, 0, 0)
}
