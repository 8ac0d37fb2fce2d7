package picture

import (
	"bytes"
	"context"
	"errors"
	"image"

	"duikai/layout/artwork"
	"duikai/render/picture/heif"
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
	m, err := s.libraries.HEIC(context.Background(), data, info.Width, info.Height, heif.Colours{Matrix: h.Matrix, Full: h.Full || h.Matrix == 0 && h.Primaries == 0})
	if err != nil {
		return nil, heifFault(err)
	}
	return m, nil
}

func heifFault(err error) error {
	if errors.Is(err, heif.ErrDecode) {
		return artwork.Broken("%v", err)
	}
	return artwork.Unsupported("%v", err)
}
