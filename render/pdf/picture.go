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

func newHolder(r picture.Ready) *holder {
	h := &holder{id: r.Key}
	h.Reset(r.Data)
	return h
}

// drawPicture shows a part of a picture in its rectangle: the whole picture as
// it was made ready, so large that the part fills the rectangle, and clipped to
// it unless the part is all there is.
func (d *drawing) drawPicture(p *page.Picture) error {
	if d.pictures == nil {
		return errNoPictures
	}
	r, err := d.pictures.Ready(p)
	if err != nil {
		return err
	}
	left, right := d.x(p.Rect.X), d.x(p.Rect.Right())
	top, bottom := d.y(p.Rect.Y), d.y(p.Rect.Bottom())
	all := image.Rect(0, 0, r.Width, r.Height)
	if right <= left || top <= bottom {
		return fmt.Errorf("it stands in %v by %v", p.Rect.W, p.Rect.H)
	}
	if r.Bits > 0 {
		return d.drawPixels(r, left, top, right-left, top-bottom)
	}
	if !d.embedded[r.Key] {
		d.embedded[r.Key] = true
		d.guess += len(r.Data)
	}
	opts := gopdf.ImageOptions{
		X: left.points(), Y: d.down(top),
		Rect: &gopdf.Rect{W: (right - left).points(), H: (top - bottom).points()},
	}
	if r.Crop != all {
		before, width := spread(right-left, r.Crop.Min.X, r.Crop.Max.X, r.Width)
		above, height := spread(top-bottom, r.Crop.Min.Y, r.Crop.Max.Y, r.Height)
		opts.Crop = &gopdf.CropOptions{X: before.points(), Y: above.points(), Width: opts.Rect.W, Height: opts.Rect.H}
		opts.Rect = &gopdf.Rect{W: width.points(), H: height.points()}
	}
	return d.gp.ImageByHolderWithOptions(newHolder(r), opts)
}

// drawPixels shows a picture that is no file, and of four channels perhaps,
// which gopdf knows from JPEG alone: it goes the way of foreign pages.
func (d *drawing) drawPixels(r picture.Ready, left, top, width, height hundredths) error {
	key := "pixels " + r.Key
	template, ok := d.imports.blocks[key]
	if !ok {
		space := "DeviceGray"
		if r.Channels == 4 {
			space = "DeviceCMYK"
		}
		object := fmt.Sprintf("<</Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /%s /BitsPerComponent %d\n/Filter /FlateDecode /Length %d>>\nstream\n%s\nendstream\n",
			r.Width, r.Height, space, r.Bits, len(r.Data), r.Data)
		var err error
		if template, err = d.takeOver(1, 1, []string{object}); err != nil {
			return err
		}
		d.imports.blocks[key] = template
	}
	d.gp.UseImportedTemplate(template, left.points(), d.down(top), width.points(), height.points())
	return nil
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
