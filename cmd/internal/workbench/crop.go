package workbench

import (
	"image"
	"net/http"
	"strconv"

	"duikai/layout/geom"
	"duikai/layout/page"
)

// cropState is what of a picture is shown: parts of its width and height.
type cropState struct {
	X float64 `json:"x"`
	Y float64 `json:"y"`
	W float64 `json:"w"`
	H float64 `json:"h"`
}

// cropOf tells what is shown of the picture of a slot; nil where it has no such one, or
// all of it is shown.
func cropOf(p *page.Page, pl *page.Placement) *cropState {
	if pl.Kind != "picture" {
		return nil
	}
	pic := pictureOf(p, pl.Story)
	if pic == nil || pic.Whole.X < 1 || pic.Whole.Y < 1 || pic.Crop == (image.Rectangle{Max: pic.Whole}) {
		return nil
	}
	w, h := float64(pic.Whole.X), float64(pic.Whole.Y)
	return &cropState{float64(pic.Crop.Min.X) / w, float64(pic.Crop.Min.Y) / h, float64(pic.Crop.Dx()) / w, float64(pic.Crop.Dy()) / h}
}

// pictureOf is the picture of that file on a page; nil where there is none.
func pictureOf(p *page.Page, file string) *page.Picture {
	for _, it := range p.Items {
		if pic, ok := it.(*page.Picture); ok && pic.File == file {
			return pic
		}
	}
	return nil
}

// The whole picture is shown so wide at most, in points at 72 to the inch, and so high
// at most of that.
const (
	wholeWidth = 300
	wholeTall  = 4
	wholeDPI   = 72
)

// wholePicture answers with a picture uncropped: one of a page that is shown.
func (b *Bench) wholePicture(w http.ResponseWriter, r *http.Request) {
	view, _, _ := b.now()
	number, err := strconv.Atoi(r.URL.Query().Get("page"))
	if view == nil || view.Draw == nil || err != nil {
		http.NotFound(w, r)
		return
	}
	for _, p := range view.Edition.Pages {
		pic := pictureOf(p, r.URL.Query().Get("file"))
		if p.Number != number || pic == nil || pic.Whole.X < 1 {
			continue
		}
		width := geom.Length(wholeWidth) * geom.Pt
		height := min(geom.DivRound(width*geom.Length(pic.Whole.Y), geom.Length(pic.Whole.X)), wholeTall*width)
		whole := *pic
		whole.Rect, whole.Crop = geom.Rect{W: width, H: height}, image.Rectangle{Max: pic.Whole}
		data, err := view.Draw(&page.Page{Number: 1, Trim: geom.Size{W: width, H: height}, Items: []page.Item{&whole}}, wholeDPI)
		if err != nil {
			break // the page tells of a picture that cannot be drawn
		}
		w.Header().Set("Content-Type", "image/png")
		_, _ = w.Write(data) // the browser may have gone
		return
	}
	http.NotFound(w, r)
}
