package pdf

import (
	"strconv"

	"duikai/layout/geom"
	"duikai/layout/page"
	"duikai/render/internal/cos"
)

// linkPlan is the links of an edition, sorted out before the first page is
// drawn: gopdf can set an anchor only on the page under way, and a link may
// lead back or forth.
type linkPlan struct {
	anchors map[*page.Page][]anchor
	known   map[target]anchor
	aimed   []aimed
}

// target is a place in the edition that links lead to.
type target struct {
	page int
	at   geom.Point
}

type anchor struct {
	name string
	at   geom.Point
	x    hundredths // from the sheet's left edge
}

// aimed is a link drawn: its object, and how far from the sheet's left edge it
// leads.
type aimed struct {
	object int
	x      hundredths
}

// planLinks plans the links of an edition. Those that lead to a page which is not
// in it are left out: it may be a part of an edition.
func (d *drawing) planLinks(e *page.Edition) linkPlan {
	plan := linkPlan{anchors: make(map[*page.Page][]anchor), known: make(map[target]anchor)}
	byNumber := make(map[int]*page.Page, len(e.Pages))
	for _, p := range e.Pages {
		byNumber[p.Number] = p
	}
	for _, p := range e.Pages {
		for _, l := range p.Links {
			t := target{l.Page, l.To}
			to := byNumber[l.Page]
			if _, ok := plan.known[t]; ok || to == nil {
				continue
			}
			a := anchor{strconv.Itoa(len(plan.known) + 1), l.To, d.margin + round(to.Bleed) + round(l.To.X)}
			plan.known[t] = a
			plan.anchors[to] = append(plan.anchors[to], a)
		}
	}
	return plan
}

// linkPage sets the anchors and the links of the page under way. gopdf counts
// both from the head of the first sheet, whatever the size of this one, and
// puts an anchor a line of type above the place it is given.
func (d *drawing) linkPage(p *page.Page) {
	fromHead := func(y hundredths) float64 { return (d.first - y).points() }
	for _, a := range d.links.anchors[p] {
		d.gp.SetY(fromHead(d.y(a.at.Y)) + d.size.Points())
		d.gp.SetAnchor(a.name)
	}
	for _, l := range p.Links {
		to, ok := d.links.known[target{l.Page, l.To}]
		if !ok || l.Area.W <= 0 || l.Area.H <= 0 {
			continue
		}
		left, right := d.x(l.Area.X), d.x(l.Area.Right())
		top, bottom := d.y(l.Area.Y), d.y(l.Area.Bottom())
		d.links.aimed = append(d.links.aimed, aimed{d.gp.GetNextObjectID(), to.x})
		d.gp.AddInternalLink(to.name, left.points(), fromHead(top), (right - left).points(), (top - bottom).points())
	}
}

// aimLinks lets links lead to the left edge of their place, in whole points.
// gopdf writes every destination as the page's own left edge, at a height.
func (d *drawing) aimLinks(doc *cos.Document) error {
	for _, l := range d.links.aimed {
		o, err := doc.Object(l.object)
		if err != nil {
			return err
		}
		dest := o.Get("Dest").List
		if len(dest) != 5 || !dest[1].Is("XYZ") {
			return cos.Foreign("a link without a destination")
		}
		dest[2], dest[4] = cos.Whole(max(int(l.x)/100, 0)), cos.Whole(0) // the zoom stays
	}
	return nil
}
