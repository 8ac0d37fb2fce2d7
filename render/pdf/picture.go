package pdf

import (
	"bytes"
	"errors"
	"fmt"
	"image"

	"github.com/signintech/gopdf"

	"duikai/layout/geom"
	"duikai/layout/page"
	"duikai/render/picture"
)

var errNoPictures = errors.New("there is no folder to read it from")

// holder gives gopdf a picture's bytes. gopdf embeds each ID once and reads
// only the first holder of it.
type holder struct {
	id string
	bytes.Reader
}

func (h *holder) ID() string { return h.id }

func newHolder(file string, r picture.Ready) *holder {
	h := &holder{id: file}
	h.Reset(r.Data)
	return h
}

// drawPicture shows the cropped part of a picture in its rectangle: the whole
// picture, so large that the part fills the rectangle, and clipped to it.
func (d *drawing) drawPicture(p *page.Picture) error {
	if d.pictures == nil {
		return errNoPictures
	}
	r, err := d.pictures.Ready(p.File)
	if err != nil {
		return err
	}
	left, right := d.x(p.Rect.X), d.x(p.Rect.Right())
	top, bottom := d.y(p.Rect.Y), d.y(p.Rect.Bottom())
	all := image.Rect(0, 0, r.Width, r.Height)
	switch {
	case right <= left || top <= bottom:
		return fmt.Errorf("it stands in %v by %v", p.Rect.W, p.Rect.H)
	case p.Crop.Empty() || !p.Crop.In(all):
		return fmt.Errorf("the part %v lies outside of its %d by %d pixels", p.Crop, r.Width, r.Height)
	}
	if !d.embedded[p.File] {
		d.embedded[p.File] = true
		d.guess += len(r.Data)
	}
	opts := gopdf.ImageOptions{
		X: left.points(), Y: d.down(top),
		Rect: &gopdf.Rect{W: (right - left).points(), H: (top - bottom).points()},
	}
	if p.Crop != all {
		before, width := spread(right-left, p.Crop.Min.X, p.Crop.Max.X, r.Width)
		above, height := spread(top-bottom, p.Crop.Min.Y, p.Crop.Max.Y, r.Height)
		opts.Crop = &gopdf.CropOptions{X: before.points(), Y: above.points(), Width: opts.Rect.W, Height: opts.Rect.H}
		opts.Rect = &gopdf.Rect{W: width.points(), H: height.points()}
	}
	return d.gp.ImageByHolderWithOptions(newHolder(p.File, r), opts)
}

// spread says how far a picture of all pixels goes when those from min up to
// max fill a length: what lies before that length, and the whole. Both ends
// are rounded outward, so that no white shows at the edge of the clip.
func spread(length hundredths, min, max, all int) (before, whole hundredths) {
	n := geom.Length(max - min)
	before = hundredths(geom.DivRound(geom.Length(length)*geom.Length(min), n))
	after := hundredths(geom.DivRound(geom.Length(length)*geom.Length(all-max), n))
	return before, before + length + after
}
