// Package filler draws what stands at the foot of a page that lacks text: a
// public-service notice (公益广告) as one page of a PDF, all of it outlines in
// black ink, so that it needs no font and no profile.
package filler

import (
	"bytes"
	"fmt"
	"math"
	"strings"

	"golang.org/x/image/font/sfnt"

	"duikai/fonts"
)

// slogan is what a filler says: a large line, and a small one below it.
type slogan struct{ large, small string }

var slogans = []slogan{
	{"一滴清水　一方江河", "随手拧紧龙头，把清水留给明天"},
	{"粒粒辛苦　餐餐珍惜", "适量点餐，吃多少盛多少"},
	{"灯下一卷　心中千里", "每天读书半小时"},
	{"车让一步　路宽三分", "斑马线前，慢一点，等一等"},
	{"少开一盏　多绿一片", "人走灯熄，从今天做起"},
	{"老有所伴　家有所安", "常回去看看，多打一个电话"},
}

// label stands in the corner.
const label = "公益广告"

// Draw draws the n-th filler, w points wide and h points high.
func Draw(face *fonts.Face, w, h float64, n int) []byte {
	d := &drawing{face: face, w: w, h: h}
	s := slogans[((n%len(slogans))+len(slogans))%len(slogans)]
	d.sky()
	d.waves()
	d.words(s)
	d.frame()
	return d.pdf()
}

// drawing is the content of the page; y upward, as PDF counts.
type drawing struct {
	face *fonts.Face
	w, h float64
	out  bytes.Buffer
}

func (d *drawing) put(format string, args ...any) { fmt.Fprintf(&d.out, format+"\n", args...) }

// black sets the tint of what is filled, in hundredths of black.
func (d *drawing) black(k int) { d.put("0 0 0 %.2f k", float64(k)/100) }

// kappa is how far a quarter of a circle's handles stand from its ends.
const kappa = 0.5522847498

func (d *drawing) circle(x, y, r float64) {
	k := float64(r * kappa)
	d.put("%.2f %.2f m", x+r, y)
	d.put("%.2f %.2f %.2f %.2f %.2f %.2f c", x+r, y+k, x+k, y+r, x, y+r)
	d.put("%.2f %.2f %.2f %.2f %.2f %.2f c", x-k, y+r, x-r, y+k, x-r, y)
	d.put("%.2f %.2f %.2f %.2f %.2f %.2f c", x-r, y-k, x-k, y-r, x, y-r)
	d.put("%.2f %.2f %.2f %.2f %.2f %.2f c f", x+k, y-r, x+r, y-k, x+r, y)
}

// Shares of the height: how high the water stands, and the sun above it.
const (
	waterShare = 0.36
	sunShare   = 0.30
	waveRows   = 4
)

// sky draws a grey ground and a white sun that the water covers.
func (d *drawing) sky() {
	d.black(6)
	d.put("0 0 %.2f %.2f re f", d.w, d.h)
	d.black(0)
	r := math.Min(d.h*sunShare, d.w/6)
	d.circle(d.w*0.80, float64(d.h*waterShare)+float64(r*0.55), r)
}

// waves draws rows of rings, one before the other (青海波), darker to the foot.
func (d *drawing) waves() {
	r := d.h * waterShare / (waveRows*0.5 + 0.5)
	n := int(d.w/(2*r)) + 2
	r = d.w / float64(2*(n-1)) // whole waves from edge to edge
	step := d.h * waterShare / (waveRows*0.5 + 0.5)
	step = float64(step / 2)
	d.put("q 0 0 %.2f %.2f re W n", d.w, d.h)
	for row := range waveRows {
		y := float64(d.h*waterShare) - float64(step*2) - float64(float64(row)*step)
		shift := float64(float64(row%2) * r)
		for i := range n + 1 {
			x := float64(float64(2*i)*r) - shift
			for ring, k := range []int{0, 34, 0, 22, 0} {
				if k > 0 {
					k += row * 6
				}
				d.black(k)
				d.circle(x, y, r*(1-float64(0.19*float64(ring))))
			}
		}
	}
	d.put("Q")
}

// words sets the slogan above the water.
func (d *drawing) words(s slogan) {
	room := d.h * (1 - waterShare)
	n := float64(len([]rune(s.large)))
	size := math.Min(d.w*0.74/n, room*0.46)
	small := math.Min(size*0.36, d.w*0.6/float64(len([]rune(s.small))))
	top := float64(d.h*waterShare) + float64(room*0.5) + float64(small*0.5)
	d.black(100)
	d.line(s.large, float64((d.w-float64(size*n))/2), top-float64(size*0.38), size)
	m := float64(len([]rune(s.small)))
	d.line(s.small, float64((d.w-float64(small*m))/2), top-float64(size*0.5)-float64(small*1.7), small)
	mark := math.Max(math.Min(d.h*0.05, 16), 7)
	d.line(label, d.w-float64(mark*4.8), d.h-float64(mark*1.9), mark)
}

// line sets a line by the em boxes of its characters; y is the foot of the box.
func (d *drawing) line(text string, x, y, size float64) {
	for _, r := range text {
		if strings.ContainsRune("　", r) {
			x += size
			continue
		}
		d.glyph(r, x, y, size)
		x += size
	}
}

// descent is what stands below the baseline in an em box of Chinese type, in
// thousandths of an em.
const descent = 120

func (d *drawing) glyph(r rune, x, y, size float64) {
	const unit = 64 * 1000 // outlines are in thousandths of an em, in 26.6 fixed point
	var px, py float64
	for _, seg := range d.face.Outline(r) {
		a := func(i int) (float64, float64) {
			p := seg.Args[i]
			return x + float64(float64(p.X)*size)/unit, y + float64((float64(descent*64)-float64(p.Y))*size)/unit
		}
		switch seg.Op {
		case sfnt.SegmentOpMoveTo:
			px, py = a(0)
			d.put("%.2f %.2f m", px, py)
		case sfnt.SegmentOpLineTo:
			px, py = a(0)
			d.put("%.2f %.2f l", px, py)
		case sfnt.SegmentOpQuadTo: // a curve of the third degree of the same shape
			cx, cy := a(0)
			ex, ey := a(1)
			d.put("%.2f %.2f %.2f %.2f %.2f %.2f c", px+float64(2*(cx-px))/3, py+float64(2*(cy-py))/3, ex+float64(2*(cx-ex))/3, ey+float64(2*(cy-ey))/3, ex, ey)
			px, py = ex, ey
		case sfnt.SegmentOpCubeTo:
			ax, ay := a(0)
			bx, by := a(1)
			ex, ey := a(2)
			d.put("%.2f %.2f %.2f %.2f %.2f %.2f c", ax, ay, bx, by, ex, ey)
			px, py = ex, ey
		}
	}
	d.put("f")
}

// frame draws two rules around all of it, a bold one and a fine one.
func (d *drawing) frame() {
	d.put("0 0 0 1 K")
	for _, r := range []struct{ inset, width float64 }{{1, 2}, {4, 0.5}} {
		d.put("%.2f w %.2f %.2f %.2f %.2f re S", r.width, r.inset, r.inset, d.w-float64(2*r.inset), d.h-float64(2*r.inset))
	}
}

// pdf is the drawing as a file of one page.
func (d *drawing) pdf() []byte {
	var b bytes.Buffer
	var at []int
	object := func(body string) {
		at = append(at, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", len(at), body)
	}
	b.WriteString("%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
	object("<</Type/Catalog/Pages 2 0 R>>")
	object("<</Type/Pages/Kids[3 0 R]/Count 1>>")
	box := fmt.Sprintf("[0 0 %.2f %.2f]", d.w, d.h)
	object("<</Type/Page/Parent 2 0 R/MediaBox" + box + "/TrimBox" + box + "/Resources<</ProcSet[/PDF]>>/Contents 4 0 R>>")
	object(fmt.Sprintf("<</Length %d>>\nstream\n%sendstream", d.out.Len(), d.out.String()))
	start := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(at)+1)
	for _, o := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", o)
	}
	fmt.Fprintf(&b, "trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(at)+1, start)
	return b.Bytes()
}
