package preflight_test

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
)

// cmykJPEG is a JPEG of four components, each with a value everywhere, and no
// segment of Adobe. It is made of a gray one: every component refers to the
// tables of the first, and blocks that do not differ from those before are
// coded in six bits.
func cmykJPEG(w, h int, value uint8) string {
	img := image.NewGray(image.Rect(0, 0, (w+7)/8*8*4, (h+7)/8*8))
	for i := range img.Pix {
		img.Pix[i] = value
	}
	_ = color.Gray{}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: 100}); err != nil {
		panic(err)
	}
	file := b.Bytes()
	// The scan of a gray picture is a row of blocks; four components without
	// subsampling take their blocks in turn. The first block of each component
	// must be coded like the first of all, so the scan is written anew.
	sof := bytes.Index(file, []byte("\xff\xc0\x00\x0b"))
	sos := bytes.Index(file, []byte("\xff\xda\x00\x08"))
	head := append([]byte{}, file[:sof]...)
	head = append(head, 0xff, 0xc0, 0, 20, 8, byte(h>>8), byte(h), byte(w>>8), byte(w), 4, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0, 4, 0x11, 0)
	head = append(head, file[sof+2+11:sos]...)
	head = append(head, 0xff, 0xda, 0, 14, 4, 1, 0, 2, 0, 3, 0, 4, 0, 0, 63, 0)
	return string(append(head, scanOf(w, h, value)...))
}

// scanOf codes flat blocks of four components with the usual tables of
// luminance (ITU-T T.81, annex K.3) and a quantiser of 1.
func scanOf(w, h int, value uint8) []byte {
	var out []byte
	var acc, n uint32
	put := func(v uint32, bits uint32) {
		for i := range bits {
			acc = acc<<1 | v>>(bits-1-i)&1
			if n++; n == 8 {
				out = append(out, byte(acc))
				if byte(acc) == 0xff {
					out = append(out, 0)
				}
				acc, n = 0, 0
			}
		}
	}
	codes := [...]struct{ code, bits uint32 }{{0, 2}, {2, 3}, {3, 3}, {4, 3}, {5, 3}, {6, 3}, {14, 4}, {30, 5}, {62, 6}, {126, 7}, {254, 8}, {510, 9}}
	block := func(diff int) {
		size, m := uint32(0), max(diff, -diff)
		for ; m>>size > 0; size++ {
		}
		put(codes[size].code, codes[size].bits)
		if diff < 0 {
			diff += 1<<size - 1
		}
		put(uint32(diff), size)
		put(10, 4) // end of block
	}
	first := 8 * (int(value) - 128) // the mean of a block is an eighth of its DC
	blocks := ((w + 7) / 8) * ((h + 7) / 8)
	for i := range blocks {
		for range 4 {
			if i == 0 {
				block(first)
			} else {
				block(0)
			}
		}
	}
	for n != 0 {
		put(1, 1)
	}
	return append(out, 0xff, 0xd9)
}
