package replica

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"duikai/layout/geom"
	"duikai/layout/page"
)

// A manifest (IIIF Presentation API 3.0) lets picture viewers turn the pages: a
// canvas a page with its picture, the stories as ranges and their text over their
// places. It names everything by whole addresses (3.2), so that it has to be told
// where it will lie.
//
//	manifest.json
//	pages/01.jpg, pages/01-small.jpg
var iiifForm = form{
	format: IIIF,
	dpi:    archiveDPI,
	sheet:  func(_ *material, p *page.Page) string { return fmt.Sprintf("canvas/%02d", p.Number) },
	story:  func(_ *material, st *storyView) string { return fmt.Sprintf("range/story-%03d", st.number) },
	page:   func(_ *material, p *page.Page) string { return fmt.Sprintf("pages/%02d.jpg", p.Number) },
	small:  func(_ *material, p *page.Page) string { return fmt.Sprintf("pages/%02d-small.jpg", p.Number) },
	write:  writeManifest,
}

// resource is a thing of the manifest; keys are written in the order of the
// alphabet.
type resource map[string]any

// words is a text with its language (4.2).
func words(s string) resource { return resource{"zh-CN": []string{s}} }

func writeManifest(m *material) error {
	at := cmp.Or(m.o.Address, LocalAddress)
	if !strings.HasSuffix(at, "/") {
		at += "/"
	}
	out := resource{
		"@context": "http://iiif.io/api/presentation/3/context.json",
		"id":       at + "manifest.json", "type": "Manifest",
		"label":            words(m.title()),
		"metadata":         []resource{{"label": words("日期"), "value": words(m.date())}, {"label": words("报纸"), "value": words(m.e.Paper)}},
		"navDate":          m.e.Date.Format("2006-01-02") + "T00:00:00Z",
		"viewingDirection": "left-to-right",
		"behavior":         []string{"individuals"},
		"thumbnail":        []resource{imageAt(at, m.sheet[0].Small)},
	}
	var canvases, ranges []resource
	for i := range m.sheet {
		canvases = append(canvases, m.canvas(at, i))
		ranges = append(ranges, m.pageRange(at, i))
	}
	out["items"], out["structures"] = canvases, ranges
	data, err := json.MarshalIndent(out, "", " ")
	if err != nil {
		return err
	}
	return m.put("manifest.json", append(data, '\n'))
}

func imageAt(at string, s shown) resource {
	return resource{"id": at + s.Src, "type": "Image", "format": "image/jpeg", "width": s.Width, "height": s.Height}
}

// canvas is a page, as large as its picture.
func (m *material) canvas(at string, i int) resource {
	v := &m.sheet[i]
	id := at + v.File
	painting := resource{"id": id + "/picture", "type": "Annotation", "motivation": "painting", "body": imageAt(at, v.Picture), "target": id}
	var texts []resource
	for k, a := range v.Areas {
		part := m.sheetPart(a.Story.Art, i)
		if part == nil || slices.ContainsFunc(v.Areas[:k], func(o areaView) bool { return o.Story == a.Story }) {
			continue // nothing, or told with its first slot
		}
		texts = append(texts, resource{
			"id": fmt.Sprintf("%s/text/%d", id, k+1), "type": "Annotation", "motivation": "supplementing",
			"body":   resource{"type": "TextualBody", "value": strings.TrimSpace(a.Story.Title + "\n" + textOf(part)), "format": "text/plain", "language": "zh-CN"},
			"target": m.region(id, a.rect),
		})
	}
	c := resource{
		"id": id, "type": "Canvas", "label": words(v.Title), "width": v.Picture.Width, "height": v.Picture.Height,
		"thumbnail": []resource{imageAt(at, v.Small)},
		"items":     []resource{{"id": id + "/pictures", "type": "AnnotationPage", "items": []resource{painting}}},
	}
	if len(texts) > 0 {
		c["annotations"] = []resource{{"id": id + "/texts", "type": "AnnotationPage", "items": texts}}
	}
	return c
}

// region is a part of a canvas.
func (m *material) region(canvas string, r geom.Rect) string { return canvas + "#" + m.fragment(r) }

// fragment is a rectangle of a picture (W3C Media Fragments, 4.2.2).
func (m *material) fragment(r geom.Rect) string {
	px := pixels(r, m.form.dpi)
	return fmt.Sprintf("xywh=%d,%d,%d,%d", max(px.Min.X, 0), max(px.Min.Y, 0), px.Dx(), px.Dy())
}

// pageRange is a page with its stories in the table of contents.
func (m *material) pageRange(at string, i int) resource {
	v := &m.sheet[i]
	items := []resource{{"id": at + v.File, "type": "Canvas"}}
	for _, st := range v.begin(m) {
		r := resource{"id": at + st.File, "type": "Range", "label": words(st.Title)}
		var places []resource
		for k := range m.sheet {
			for _, a := range m.sheet[k].Areas {
				if a.Story == st {
					places = append(places, resource{ // a canvas itself is named without a part of it (3.2)
						"type": "SpecificResource", "source": at + m.sheet[k].File,
						"selector": resource{"type": "FragmentSelector", "conformsTo": "http://www.w3.org/TR/media-frags/", "value": m.fragment(a.rect)},
					})
				}
			}
		}
		r["items"] = places
		if len(places) > 0 {
			items = append(items, r)
		}
	}
	return resource{"id": fmt.Sprintf("%srange/page-%02d", at, v.number), "type": "Range", "label": words(v.Title), "items": items}
}
