// Package picture makes the picture files of an issue ready to be drawn: it
// decodes what a renderer cannot take as it is, turns it upright, and hands
// every file out once however often it is shown.
package picture

import (
	"errors"
	"image"
	"io/fs"

	"duikai/layout/page"
)

// Store holds the pictures of one issue folder. It is safe for use by many
// goroutines.
type Store struct {
	fsys fs.FS
}

// New is a store over an issue folder.
func New(fsys fs.FS) *Store { return &Store{fsys: fsys} }

// Ready is a picture file as a PDF can embed it: an upright 8-bit JPEG of one
// or three channels, or an 8-bit PNG without alpha and interlacing.
type Ready struct {
	Data          []byte
	Width, Height int // pixels
}

// Ready gives a picture file ready for embedding; the crop is not applied.
func (s *Store) Ready(file string) (Ready, error) {
	return Ready{}, errors.ErrUnsupported
}

// Pixels gives the cropped part of a picture, scaled to w by h pixels.
func (s *Store) Pixels(p *page.Picture, w, h int) (image.Image, error) {
	return nil, errors.ErrUnsupported
}

// Block gives a page of a PDF file as a clean document of that page alone.
func (s *Store) Block(b *page.Block) ([]byte, error) {
	return nil, errors.ErrUnsupported
}
