package picture

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"image"
	"image/draw"
	"image/jpeg"
	"image/png"
	"slices"

	"duikai/layout/artwork"
)

// quality is that of pictures that must be encoded anew: at 92 a photograph
// shows no trace of it in print, and its file stays about as large as it was.
const quality = 92

// embeddable makes a whole picture file ready for a screen. What a PDF takes as
// it is, and in the colours it is taken for, goes through without its pixels
// being touched.
func (s *Store) embeddable(file string) (Ready, error) {
	f, err := s.look(file)
	if err != nil {
		return Ready{}, err
	}
	if v := s.verdict(f); v.err != nil || v.asIs {
		if v.err != nil {
			return Ready{}, v.err
		}
		data, err := s.contents(f)
		if err != nil {
			return Ready{}, err
		}
		clean := cleanPNG
		if f.info.Format == artwork.JPEG {
			clean = func(data []byte) []byte { b, _ := cleanJPEG(data); return b }
		}
		if asIs := clean(data); asIs != nil {
			return Ready{Data: asIs, Width: f.info.Width, Height: f.info.Height}, nil
		}
	}
	src, err := s.decoded(file, 1)
	if err != nil {
		return Ready{}, err
	}
	img, err := s.shelf.screens.onScreen(src)
	if err != nil {
		return Ready{}, err
	}
	// Line art keeps its edges. Few bits a channel are line art too.
	return encode(plain(img), drawn(f.info.Format) || f.info.Depth < 8, quality)
}

// drawn tells the formats that line art comes in.
func drawn(f artwork.Format) bool { return f == artwork.PNG || f == artwork.GIF || f == artwork.BMP }

// decode gives a file's pixels as they are stored, in no more than so much room,
// and how many rows of them are missing; -1: the end mark alone. The size may be
// a part of what the file says: where that asks for more room, or where its size
// through shrink is enough. For justJudge there may be no pixels.
func (s *Shelf) decode(src *source, data []byte, room, shrink int) (img image.Image, lost int, err error) {
	info := src.info
	var lines *lineCounts
	if shrink > 1 && room != justJudge && info.Format != artwork.JPEG {
		room = min(room, ceil(info.Width, shrink)*ceil(info.Height, shrink)*pixelBytes)
		lines = new(lineCounts)
		src.lines = lines
	}
	switch info.Format {
	case artwork.JPEG:
		j := jpegReader{enough: shrink}
		if img, lost, err = j.read(data, nil, room); err == nil {
			if row, ok := j.shifted(); ok {
				src.remark(Remark{Kind: Shifted, N: row + 1})
			}
		}
		return img, lost, err
	case artwork.PNG:
		return countPNG(data, room, lines)
	case artwork.TIFF:
		return countTIFF(data, room, lines)
	case artwork.BMP:
		return readBMP(data, room)
	case artwork.GIF:
		return readGIF(data, info, room)
	case artwork.WebP:
		img, err = readWebP(data, info, room)
	case artwork.HEIC, artwork.AVIF:
		img, err = s.readHEIF(data, info)
	case artwork.PDF:
		err = artwork.Unsupported("PDF")
	default:
		err = artwork.ErrUnknown
	}
	return img, 0, err
}

// encode makes a file of pixels: lossless for line art, else at a quality.
func encode(img image.Image, lines bool, quality int) (Ready, error) {
	var buf bytes.Buffer
	var err error
	if lines {
		enc := png.Encoder{CompressionLevel: png.BestSpeed}
		err = enc.Encode(&buf, img)
	} else {
		err = jpeg.Encode(&buf, img, &jpeg.Options{Quality: quality})
	}
	return Ready{Data: buf.Bytes(), Width: img.Bounds().Dx(), Height: img.Bounds().Dy()}, err
}

// unreadable tells what a decoder cannot do from what is wrong with a file.
func unreadable(err error) error {
	kind := artwork.ErrBroken
	switch err.(type) {
	case jpeg.UnsupportedError, png.UnsupportedError:
		kind = artwork.ErrUnsupported
	}
	return fmt.Errorf("%w: %v", kind, err)
}

// plain is a picture in 8 bits a channel on white paper: gray where all its
// pixels are. Four colours become three by the simple formula; proofs for the
// eye need no more.
func plain(img image.Image) image.Image {
	b := img.Bounds()
	size := image.Rect(0, 0, b.Dx(), b.Dy())
	if g, ok := img.(*image.Gray); ok && b.Min == (image.Point{}) {
		return g
	}
	flat := image.NewRGBA(size)
	op := draw.Src
	if o, ok := img.(interface{ Opaque() bool }); !ok || !o.Opaque() {
		for i := range flat.Pix {
			flat.Pix[i] = 0xff
		}
		op = draw.Over
	}
	draw.Draw(flat, size, img, b.Min, op)
	for i := 0; i < len(flat.Pix); i += 4 {
		if flat.Pix[i] != flat.Pix[i+1] || flat.Pix[i] != flat.Pix[i+2] {
			return flat
		}
	}
	gray := image.NewGray(size)
	for i := range gray.Pix {
		gray.Pix[i] = flat.Pix[4*i]
	}
	return gray
}

// Markers of JPEG (ITU-T T.81, table B.1).
const (
	markTEM   = 0x01
	markRST0  = 0xd0
	markRST7  = 0xd7
	markSOF0  = 0xc0
	markSOF2  = 0xc2
	markSOF15 = 0xcf
	markDRI   = 0xdd
	markDHT   = 0xc4
	markSOI   = 0xd8
	markEOI   = 0xd9
	markSOS   = 0xda
	markDQT   = 0xdb
	markAPP0  = 0xe0
	markAPPF  = 0xef
	markCOM   = 0xfe
	// APP14 is Adobe's and tells how the channels are coloured.
	markAdobe = 0xee
)

// cleanJPEG gives a JPEG file from its beginning to its end mark without
// what cameras and programs add: previews, second pictures, comments, the place
// where a photograph was taken. A file that ends early has lost its lower part.
func cleanJPEG(data []byte) ([]byte, error) {
	cut := cutShort
	if len(data) < 2 || data[0] != 0xff || data[1] != markSOI {
		return nil, artwork.ErrUnknown
	}
	out := append(make([]byte, 0, len(data)), data[:2]...)
	for at := 2; ; {
		// Any number of fill bytes may stand before a marker.
		for at+1 < len(data) && data[at] == 0xff && data[at+1] == 0xff {
			at++
		}
		if at+1 >= len(data) {
			return nil, cut
		}
		if data[at] != 0xff {
			return nil, fmt.Errorf("%w: no marker at byte %d", artwork.ErrBroken, at)
		}
		mark := data[at+1]
		switch {
		case mark == markEOI:
			return slices.Clip(append(out, 0xff, markEOI)), nil
		case mark == markTEM || markRST0 <= mark && mark <= markRST7:
			at += 2
			continue
		}
		if at+4 > len(data) {
			return nil, cut
		}
		end := at + 2 + int(binary.BigEndian.Uint16(data[at+2:]))
		if end > len(data) || end < at+4 {
			return nil, cut
		}
		if mark == markSOS {
			end = scanEnd(data, end)
		}
		added := markAPP0 < mark && mark <= markAPPF && mark != markAdobe || mark == markCOM
		if !added {
			out = append(out, data[at:end]...)
		}
		at = end
	}
}

// scanEnd finds the marker after a scan's pixels.
func scanEnd(data []byte, at int) int {
	for {
		i := bytes.IndexByte(data[at:], 0xff)
		if i < 0 || at+i+1 >= len(data) {
			return len(data)
		}
		at += i
		switch next := data[at+1]; {
		case next == 0 || markRST0 <= next && next <= markRST7:
			at += 2
		case next == 0xff:
			at++
		default:
			return at
		}
	}
}

// cleanPNG gives the chunks of a PNG file that a PDF needs, or nil where a
// PDF cannot take its pixels as they are stored. The file has been decoded
// before: its chunks are sound.
func cleanPNG(data []byte) []byte {
	const (
		signature           = 8
		header, tail        = 8, 4 // around the data of a chunk: length and name, checksum
		depth, kind, passes = 8, 9, 12
		gray, rgb, palette  = 0, 2, 3
	)
	out := append(make([]byte, 0, len(data)), data[:signature]...)
	var pixels []byte
	for at := signature; at+header+tail <= len(data); {
		n := int(binary.BigEndian.Uint32(data[at:]))
		name := string(data[at+4 : at+8])
		if n > len(data)-at-header-tail {
			return nil
		}
		chunk := data[at : at+header+n+tail]
		body := chunk[header : header+n]
		at += len(chunk)
		switch name {
		case "IHDR":
			k := body[kind]
			if body[depth] > 8 || body[passes] != 0 || k != gray && k != rgb && k != palette {
				return nil
			}
			out = append(out, chunk...)
		case "PLTE":
			if len(bytes.TrimSpace(body)) == 0 {
				return nil // gopdf takes such a palette for a missing one
			}
			out = append(out, chunk...)
		case "tRNS":
			return nil
		case "IDAT":
			pixels = append(pixels, body...)
		case "IEND":
			return append(appendChunk(out, "IDAT", pixels), chunk...)
		}
	}
	return nil
}

func appendChunk(out []byte, name string, body []byte) []byte {
	out = binary.BigEndian.AppendUint32(out, uint32(len(body)))
	at := len(out)
	out = append(append(out, name...), body...)
	return binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(out[at:]))
}
