package pdf

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/jpeg"

	"github.com/signintech/gopdf"

	"duikai/layout/geom"
	"duikai/layout/page"
	"duikai/render/internal/cos"
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
	left, right := d.x(p.Rect.X), d.x(p.Rect.Right())
	top, bottom := d.y(p.Rect.Y), d.y(p.Rect.Bottom())
	if right <= left || top <= bottom {
		return fmt.Errorf("it stands in %v by %v", p.Rect.W, p.Rect.H)
	}
	opts := gopdf.ImageOptions{
		X: left.points(), Y: d.down(top),
		Rect: &gopdf.Rect{W: (right - left).points(), H: (top - bottom).points()},
	}
	if key, ok := d.pictures.PressKey(p); ok {
		d.late(p, key)
		return d.gp.ImageByHolderWithOptions(newHolder(picture.Ready{Key: key, Data: standIn}), opts)
	}
	d.prepared.Wait()
	r, err := d.pictures.Ready(p)
	if err != nil {
		return err
	}
	if !d.embedded[r.Key] {
		d.embedded[r.Key] = true
		d.guess += len(r.Data)
	}
	if r.Crop != image.Rect(0, 0, r.Width, r.Height) {
		before, width := spread(right-left, r.Crop.Min.X, r.Crop.Max.X, r.Width)
		above, height := spread(top-bottom, r.Crop.Min.Y, r.Crop.Max.Y, r.Height)
		opts.Crop = &gopdf.CropOptions{X: before.points(), Y: above.points(), Width: opts.Rect.W, Height: opts.Rect.H}
		opts.Rect = &gopdf.Rect{W: width.points(), H: height.points()}
	}
	return d.gp.ImageByHolderWithOptions(newHolder(r), opts)
}

// latePicture is a picture of which a stand-in was drawn, as an object of the
// document.
type latePicture struct {
	object int
	make   func() (*cos.Object, error)
}

// late notes that the picture drawn next is made while the rest of the document is
// drawn: its place does not depend on it.
func (d *drawing) late(p *page.Picture, key string) {
	if d.embedded[key] {
		return
	}
	d.embedded[key] = true
	store, prepared, number := d.pictures, d.prepared, d.number
	d.lates = append(d.lates, latePicture{d.gp.GetNextObjectID(), func() (*cos.Object, error) {
		prepared.Wait()
		r, err := store.Ready(p)
		if err != nil {
			return nil, &FileError{number, p.File, p.Src, err}
		}
		return pressImage(r), nil
	}})
}

// standIn is what gopdf sees of a picture that comes later.
var standIn = func() []byte {
	var b bytes.Buffer
	_ = jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, 1, 1)), nil) // a buffer takes everything
	return b.Bytes()
}()

// pressImage is a picture of gray or of four inks (ISO 32000-1, 8.9.5).
func pressImage(r picture.Ready) *cos.Object {
	const bitsOfJPEG = 8
	v := cos.Dict("Type", cos.NameOf("XObject"), "Subtype", cos.NameOf("Image"), "Width", cos.Whole(r.Width), "Height", cos.Whole(r.Height))
	space, bits, filter := "DeviceGray", bitsOfJPEG, "DCTDecode"
	if r.Channels == 4 {
		space = "DeviceCMYK"
	}
	v.Set("ColorSpace", cos.NameOf(space))
	switch {
	case r.Bits > 0:
		bits, filter = r.Bits, "FlateDecode"
	case r.Channels == 4:
		none, full := cos.Whole(1), cos.Whole(0)
		v.Set("Decode", cos.ArrayOf(none, full, none, full, none, full, none, full))
	}
	v.Set("BitsPerComponent", cos.Whole(bits))
	v.Set("Filter", cos.NameOf(filter))
	return &cos.Object{Value: v, Stream: r.Data, IsStream: true}
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
