package picture

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"image"
	"io"

	"golang.org/x/image/tiff"

	"duikai/layout/artwork"
)

// Tags of TIFF (TIFF 6.0, section 8; ICC.1:2010, B.4).
const (
	tagPhotometric  = 262
	tagExtraSamples = 338
	tagProfile      = 34675

	tiffEntry   = 12 // bytes: number, kind, count, value or its place
	tiffShort   = 3
	tiffRGB     = 2
	tiffInks    = 5
	tiffNoAlpha = 2 // alpha that the colours are not multiplied by
)

type byteOrder interface {
	binary.ByteOrder
	binary.AppendByteOrder
}

// directory gives a TIFF file's byte order and the entries of its first
// directory.
func directory(data []byte) (order byteOrder, entries []byte, err error) {
	cut := fmt.Errorf("%w: the file is cut off", artwork.ErrBroken)
	if len(data) < 8 {
		return nil, nil, cut
	}
	order = binary.LittleEndian
	if data[0] == 'M' {
		order = binary.BigEndian
	}
	at := uint64(order.Uint32(data[4:]))
	if at+2 > uint64(len(data)) {
		return nil, nil, cut
	}
	n := uint64(order.Uint16(data[at:])) * tiffEntry
	if at+2+n > uint64(len(data)) {
		return nil, nil, cut
	}
	return order, data[at+2 : at+2+n], nil
}

// decodeInkTIFF reads a TIFF file of four inks. The decoder knows pixels of
// four channels as red, green, blue and alpha, and hands them on as they are;
// so it is shown a directory that calls the inks by these names.
func decodeInkTIFF(data []byte) (*image.CMYK, error) {
	order, entries, err := directory(data)
	if err != nil {
		return nil, err
	}
	var list []byte
	entry := func(tag, value uint16) {
		list = order.AppendUint16(list, tag)
		list = order.AppendUint16(list, tiffShort)
		list = order.AppendUint32(list, 1)
		list = order.AppendUint16(list, value)
		list = order.AppendUint16(list, 0)
	}
	extra := false
	for ; len(entries) >= tiffEntry; entries = entries[tiffEntry:] {
		tag := order.Uint16(entries)
		if tag >= tagExtraSamples && !extra {
			entry(tagExtraSamples, tiffNoAlpha)
			extra = true
		}
		switch tag {
		case tagPhotometric:
			entry(tagPhotometric, tiffRGB)
		case tagExtraSamples:
		default:
			list = append(list, entries[:tiffEntry]...)
		}
	}
	if !extra {
		entry(tagExtraSamples, tiffNoAlpha)
	}
	// The new directory lies behind the file's own bytes, and the head leads to it.
	head := order.AppendUint32(bytes.Clone(data[:4]), uint32(len(data)))
	tail := append(order.AppendUint16(nil, uint16(len(list)/tiffEntry)), list...)
	tail = append(tail, 0, 0, 0, 0)
	file := &joined{parts: [][]byte{head, data[8:], tail}}
	img, err := tiff.Decode(io.NewSectionReader(file, 0, int64(len(data)+len(tail))))
	if err != nil {
		return nil, err
	}
	b := img.Bounds()
	out := image.NewCMYK(image.Rect(0, 0, b.Dx(), b.Dy()))
	switch m := img.(type) {
	case *image.NRGBA:
		out.Pix = m.Pix
	case *image.NRGBA64:
		const highest = 2 // the first byte of two
		for i := range out.Pix {
			out.Pix[i] = m.Pix[highest*i]
		}
	default:
		return nil, fmt.Errorf("%w: %T", artwork.ErrUnsupported, img)
	}
	return out, nil
}

// joined reads parts of memory one after the other.
type joined struct{ parts [][]byte }

func (j *joined) ReadAt(p []byte, at int64) (n int, err error) {
	for _, part := range j.parts {
		if at < int64(len(part)) {
			c := copy(p[n:], part[at:])
			n += c
			at = 0
		} else {
			at -= int64(len(part))
		}
		if n == len(p) {
			return n, nil
		}
	}
	return n, io.EOF
}
