package para

import (
	"duikai/layout/cjk"
	"duikai/layout/geom"
	"duikai/layout/page"
)

// Tag is what the items of a line are marked with.
type Tag struct {
	Part  page.Part
	Story string
	Unit  page.Unit
}

// Items appends the line to a display list with its baseline starting at at;
// the indent is added. Characters of one face, size and ink share a text.
func (p *Paragraph) Items(dst []page.Item, l Line, at geom.Point, tag Tag) []page.Item {
	if l.Start >= l.End {
		return dst
	}
	at.X += l.Indent
	share := sharer{p: p, l: &l}
	var text *page.Text
	glyphs := make([]page.Glyph, l.End-l.Start) // one block for all texts of the line
	var lefts []geom.Length
	if p.noted {
		lefts = make([]geom.Length, 0, l.End-l.Start)
	}
	drawn := l.Start // up to here: a ligature draws several characters
	x := at.X
	starts := p.starts(&l, at.X)
	for i := l.Start; i < l.End; i++ {
		if starts != nil {
			if x = starts[i-l.Start]; i > l.Start && (p.complex.levels[i] != p.complex.levels[i-1] || p.complex.levels[i]%2 == 1) {
				text = nil
			}
		}
		if p.noted {
			lefts = append(lefts, x)
		}
		c := &p.clusters[i]
		ru := &p.runs[c.run]
		tag := p.baseTag(c.run, tag)
		if p.complex != nil {
			var own bool
			if dst, own = p.drawComplex(dst, i, geom.Point{X: x, Y: at.Y}, tag); own {
				text = nil
				x = p.advance(i, x, &l, &share)
				continue
			}
		}
		if p.over != nil && p.over[int32(i)] != nil {
			dst = p.drawMarks(dst, i, geom.Point{X: x + c.off.Length(), Y: at.Y}, ru.Size, false, tag)
			text = nil // what follows comes behind the marks
		} else if c.face != nil && c.flags&absorbed == 0 {
			size, y := c.scaled(ru.Size), at.Y-c.rise(ru.Size)
			if text == nil || text.Unit != tag.Unit || text.Face != c.face || text.Size != size || text.Ink != ru.Ink || text.At.Y != y {
				n := 0
				for i+n < l.End && p.sameText(i, i+n) && (p.over == nil || p.over[int32(i+n)] == nil) {
					n++
				}
				text = &page.Text{Face: c.face, Size: size, Ink: ru.Ink, At: geom.Point{X: x + c.off.Length(), Y: y},
					Glyphs: glyphs[:0:n], Part: tag.Part, Story: tag.Story, Unit: tag.Unit, Src: p.Pos(i)}
				glyphs = glyphs[n:]
				dst = append(dst, text)
			}
			if i >= drawn {
				g := p.draw(i, &l)
				g.DX = x + c.off.Length() - text.At.X
				text.Glyphs = append(text.Glyphs, g)
				drawn = i + g.Len()
			}
			if c.flags&joinsNext != 0 && i+1 < l.End {
				dst = p.joinDash(dst, i, geom.Point{X: x, Y: at.Y})
			}
		}
		x = p.advance(i, x, &l, &share)
	}
	if l.Hyphen {
		dst = p.drawHyphen(dst, &l, geom.Point{X: x, Y: at.Y})
	}
	if p.noted {
		dst = p.annotate(dst, &l, at, lefts, tag)
	}
	return dst
}

// advance is where the cluster behind cluster i begins, which begins at x.
func (p *Paragraph) advance(i int, x geom.Length, l *Line, share *sharer) geom.Length {
	x += p.clusters[i].body.Length()
	if i+1 < l.End {
		x += p.gap(i).nat.Length() + share.next(i)
	}
	return x
}

func (p *Paragraph) sameText(i, j int) bool {
	a, b := &p.clusters[i], &p.clusters[j]
	ra, rb := &p.runs[a.run], &p.runs[b.run]
	if p.complex != nil && i != j && (p.complex.level(i) != p.complex.level(j) || p.complex.level(i)%2 == 1 || p.inUnit(j)) {
		return false
	}
	const off = raised | lowered | reduced
	return a.face == b.face && ra.Size == rb.Size && ra.Ink == rb.Ink && a.flags&off == b.flags&off &&
		(a.run == b.run || p.rubies[a.run] == nil && p.rubies[b.run] == nil)
}

// baseTag is what the items of a run are marked with, which a ruby stands over or none.
func (p *Paragraph) baseTag(run int32, tag Tag) Tag {
	if p.rubies[run] != nil {
		// A head, or a paragraph with a label, is several of our paragraphs: the run alone
		// does not tell its characters from theirs.
		src := p.runs[run].Src
		tag.Unit.Ruby = int64(src.Line)<<40 | int64(src.Col)<<16 | int64(run) + 1
	}
	return tag
}

// joinDash draws one stroke over both halves of a dash, at exactly the height
// of their ink: over all of it and not only between them, so that a renderer
// that hints glyphs but not rectangles shows no step.
func (p *Paragraph) joinDash(dst []page.Item, i int, at geom.Point) []page.Item {
	a, b := &p.clusters[i], &p.clusters[i+1]
	size := p.size(i)
	ink, ok := a.face.Ink(a.r)
	if !ok || a.face != b.face {
		return dst
	}
	left := at.X + a.off.Length() + size.Em(int(ink.XMin))
	right := at.X + a.body.Length() + b.off.Length() + size.Em(int(ink.XMax))
	if right <= left {
		return dst
	}
	return append(dst, &page.Fill{
		Rect: geom.Rect{X: left, Y: at.Y - size.Em(int(ink.YMax)), W: right - left, H: size.Em(int(ink.YMax - ink.YMin))},
		Ink:  p.runs[a.run].Ink,
	})
}

// sharer deals a line's remedies out to its gaps: inside a reserve each gap
// gives in proportion to what it has, and the shares sum to the unit.
type sharer struct {
	p *Paragraph
	l *Line
	// By reserve: what was dealt so far, and the capacity it was dealt to.
	shrunk, shrinkSeen [cjk.PoolCount]geom.Length
	grown, growSeen    [growths]geom.Length
	spread             geom.Length
	spreadSeen         int
}

// next is the change of the gap after cluster i; it must be called for every
// gap of the line in order.
func (s *sharer) next(i int) geom.Length {
	g, l := s.p.gap(i), s.l
	from, to := &s.p.sums[l.Start], &s.p.sums[l.End-1]
	var d geom.Length
	if use := l.Shrink[g.pool].Length(); use > 0 {
		s.shrinkSeen[g.pool] += (g.nat - g.min).Length()
		upTo := use * s.shrinkSeen[g.pool] / s.p.shrinkable(from, to, g.pool)
		d -= upTo - s.shrunk[g.pool]
		s.shrunk[g.pool] = upTo
	}
	if use := s.use(g.grow).Length(); use > 0 {
		s.growSeen[g.grow] += (g.max - g.nat).Length()
		upTo := use * s.growSeen[g.grow] / s.p.growable(from, to, g.grow)
		d += upTo - s.grown[g.grow]
		s.grown[g.grow] = upTo
	}
	if spread := (l.Spread - l.Tight).Length(); spread != 0 && g.spread {
		s.spreadSeen++
		upTo := spread * geom.Length(s.spreadSeen) / geom.Length(l.Gaps)
		d += upTo - s.spread
		s.spread = upTo
	}
	return d
}

func (s *sharer) use(k growth) geom.Short {
	switch k {
	case growMark:
		return s.l.Grow
	case growSpace:
		return s.l.Space
	case growLatin:
		return s.l.Latin
	case growBlank:
		return s.l.Blank
	}
	return 0
}
