package main

import (
	"fmt"
	"math"
)

// sheet draws in points of the printed size.
type sheet struct {
	pen
	u float64 // units to a point
}

func newSheet(s *studio, c *canvas) *sheet {
	c.wash(flat(grey(1)))
	return &sheet{pen: pen{s: s, c: c}, u: c.points(1)}
}

func (s *sheet) fill(o shape, p paint) { s.c.fill(o.moved(0, 0, s.u, s.u), p) }

// text sets lettering; sizes and places are in points.
func (s *sheet) text(w words, x, y float64, t string, col rgb) {
	w.size *= s.u
	w.space *= s.u
	s.put(w, x*s.u, y*s.u, t, col)
}

// hatched is a tint of slanting lines, which prints cleaner than a grey.
func (s *sheet) hatched(apart, wide float64) paint {
	return func(x, y float64) (rgb, float64) {
		t := math.Mod((x+y)/s.u/apart+1000, 1)
		if t < wide {
			return grey(0.25), 1
		}
		return grey(1), 1
	}
}

func (s *sheet) head(width float64, title, sub string) {
	s.fill(rect(0, 0, width, 2), flat(grey(0)))
	s.text(words{face: heiBold, size: 15}, 0, 22, title, grey(0))
	s.text(words{face: hei, size: 8.5}, 0, 36, sub, grey(0.2))
}

// chartBars: containers handled in the first ten months.
func chartBars(st *studio, c *canvas) error {
	s := newSheet(st, c)
	last := []float64{3.5, 3.0, 3.7, 3.9, 4.0, 4.1, 4.2, 4.3, 4.5, 4.5}
	this := []float64{4.1, 3.6, 4.4, 4.7, 4.8, 5.0, 5.1, 5.3, 5.5, 5.8}
	s.head(369, "鹤浦港：前十月多装了两成", "集装箱月吞吐量，单位：万标准箱")
	const left, right, foot, top = 22.0, 369.0, 198.0, 58.0
	y := func(v float64) float64 { return foot - (foot-top)*v/6.6 }
	for v := 0; v <= 6; v += 2 {
		s.fill(rect(left, y(float64(v))-0.2, right, y(float64(v))+0.2), flat(grey(0.6)))
		s.text(words{face: hei, size: 8, align: 1}, left-5, y(float64(v))+2.9, fmt.Sprint(v), grey(0.15))
	}
	step := (right - left) / 10
	for i := range this {
		x := left + float64(i)*step + 5
		o := rect(x, y(last[i]), x+11.5, foot)
		s.fill(o, s.hatched(2.2, 0.3))
		s.fill(join(rect(x, y(last[i]), x+11.5, y(last[i])+0.5), rect(x, y(last[i]), x+0.5, foot), rect(x+11, y(last[i]), x+11.5, foot)), flat(grey(0)))
		s.fill(rect(x+12.5, y(this[i]), x+25, foot), flat(grey(0.12)))
		s.text(words{face: heiBold, size: 8, align: 0.5}, x+18.75, y(this[i])-3, fmt.Sprintf("%.1f", this[i]), grey(0))
		s.text(words{face: hei, size: 8, align: 0.5}, x+12.5, foot+11, fmt.Sprintf("%d月", i+1), grey(0))
	}
	s.fill(rect(left, foot-0.5, right, foot+0.5), flat(grey(0)))
	// key
	s.fill(rect(240, 29, 250, 37), s.hatched(2.2, 0.3))
	s.text(words{face: hei, size: 8.5}, 254, 36, "2025年", grey(0))
	s.fill(rect(302, 29, 312, 37), flat(grey(0.12)))
	s.text(words{face: hei, size: 8.5}, 316, 36, "2026年", grey(0))
	s.text(words{face: hei, size: 8}, 0, 226, "前十月合计48.3万标准箱，同比增长21.6%。数据来源：望汀港务中心", grey(0.1))
	return s.err
}

// chartLines: eating out grows faster than buying goods.
func chartLines(st *studio, c *canvas) error {
	s := newSheet(st, c)
	food := []float64{7.2, 7.6, 7.9, 8.1, 8.6, 8.9, 9.1, 9.4, 9.7}
	goods := []float64{4.2, 4.4, 4.3, 4.5, 4.7, 4.8, 4.9, 5.0, 5.1}
	s.head(369, "下馆子，涨得比逛商店快", "今年以来累计同比增长，单位：%")
	const left, right, foot, top = 22.0, 318.0, 198.0, 52.0
	y := func(v float64) float64 { return foot - (foot-top)*(v-2)/8 }
	x := func(i int) float64 { return left + 12 + (right-left-12)*float64(i)/8 }
	for v := 2; v <= 10; v += 2 {
		s.fill(rect(left, y(float64(v))-0.2, right+6, y(float64(v))+0.2), flat(grey(0.6)))
		s.text(words{face: hei, size: 8, align: 1}, left-5, y(float64(v))+2.9, fmt.Sprint(v), grey(0.15))
	}
	// the gap between them, lightly hatched
	var band []pt
	for i := range food {
		band = append(band, pt{x(i), y(food[i])})
	}
	for i := len(goods) - 1; i >= 0; i-- {
		band = append(band, pt{x(i), y(goods[i])})
	}
	s.fill(shape{band}, func(px, py float64) (rgb, float64) {
		if math.Mod((px+py)/s.u/3.4+1000, 1) < 0.14 {
			return grey(0.55), 1
		}
		return grey(1), 1
	})
	draw := func(v []float64, w float64, solid bool) {
		var p []pt
		for i := range v {
			p = append(p, pt{x(i), y(v[i])})
		}
		s.fill(brush(p, even(w)), flat(grey(0)))
		for i := range v {
			s.fill(ellipse(p[i].x, p[i].y, 3.1, 3.1), flat(grey(0)))
			if !solid {
				s.fill(ellipse(p[i].x, p[i].y, 1.9, 1.9), flat(grey(1)))
			}
		}
	}
	draw(food, 2.2, true)
	draw(goods, 1.4, false)
	for _, i := range []int{0, 8} {
		dy := -7.0
		s.text(words{face: heiBold, size: 9, align: 0.5}, x(i), y(food[i])+dy, fmt.Sprintf("%.1f", food[i]), grey(0))
		s.text(words{face: heiBold, size: 9, align: 0.5}, x(i), y(goods[i])+13, fmt.Sprintf("%.1f", goods[i]), grey(0))
	}
	s.text(words{face: heiBold, size: 9.5}, right+9, y(9.7)+3.5, "餐饮收入", grey(0))
	s.text(words{face: heiBold, size: 9.5}, right+9, y(5.1)+3.5, "商品零售", grey(0))
	s.text(words{face: hei, size: 8.5}, right+9, y(7.6)+0, "相差4.6", grey(0.1))
	s.text(words{face: hei, size: 8.5}, right+9, y(7.6)+11, "个百分点", grey(0.1))
	for i := range food {
		t := fmt.Sprintf("%d月", i+2)
		if i == 0 {
			t = "1—2月"
		}
		s.text(words{face: hei, size: 8, align: 0.5}, x(i), foot+11, t, grey(0))
	}
	s.fill(rect(left, foot-0.5, right+6, foot+0.5), flat(grey(0)))
	s.text(words{face: hei, size: 8}, 0, 226, "前十月社会消费品零售总额412.7亿元，增长5.3%。数据来源：望汀市统计部门", grey(0.1))
	return s.err
}

// routeMap: the feeder services that will open next year.
func routeMap(st *studio, c *canvas) error {
	s := newSheet(st, c)
	const W, H = 495.0, 276.0
	// relief: contour lines of the plateau in the north and the hills in the south
	s.c.wash(func(x, y float64) (rgb, float64) {
		px, py := x/s.u, y/s.u
		h := relief(px, py)
		g := math.Hypot(relief(px+0.5, py)-relief(px-0.5, py), relief(px, py+0.5)-relief(px, py-0.5))
		if h < 1.2 {
			return grey(1), 1
		}
		t := math.Abs(math.Mod(h*1.5, 1) - 0.5)
		line := step(0.5-0.34*max(g*1.5, 0.012)*1.4, 0.5, t)
		return mix(grey(1-0.018*h), grey(0.62), line), 1
	})
	river := curve(-10, 92, 50, 104, 96, 88, 140, 112, 190, 152, 236, 150, 280, 168, 322, 190, 372, 180, 420, 204, 505, 214)
	s.fill(brush(river, func(t float64) float64 { return 9 + 13*t }), flat(grey(0.25)))
	s.fill(brush(river, func(t float64) float64 { return 7.4 + 13*t }), func(x, y float64) (rgb, float64) {
		if math.Mod(y/s.u/2.1+0.3*math.Sin(x/s.u/9)+100, 1) < 0.2 {
			return grey(0.72), 1
		}
		return grey(0.94), 1
	})
	lake := closed(288, 126, 300, 108, 326, 102, 346, 112, 340, 124, 322, 120, 310, 132, 296, 140)
	s.fill(lake, flat(grey(0.25)))
	s.fill(closed(289, 126, 301, 109, 326, 103, 345, 112, 340, 123, 322, 119, 309, 131, 296, 139), flat(grey(0.92)))
	s.text(words{face: kai, size: 9}, 300, 98, "半月湖", grey(0.1))
	s.text(words{face: kai, size: 11}, 410, 207, "汀", grey(0.1))
	s.text(words{face: kai, size: 11}, 438, 212, "江", grey(0.1))
	// town blocks
	for i := range 7 {
		for j := range 5 {
			x, y := 246+float64(i)*9.5+float64(j)*2, 106+float64(j)*9-float64(i)*0.6
			if y > 142+float64(i)*2 || x > 286 {
				continue
			}
			s.fill(rect(x, y, x+7.5, y+7), flat(grey(0.35)))
		}
	}
	s.fill(brush(curve(330, -5, 352, 60, 372, 120, 392, 168), even(2.4)), flat(grey(0.45)))
	s.fill(brush(curve(330, -5, 352, 60, 372, 120, 392, 168), even(1.2)), flat(grey(1)))
	s.text(words{face: hei, size: 8}, 363, 66, "疏港公路", grey(0.15))
	dash := func(p []pt, w float64) {
		for i := 0; i+3 < len(p); i += 5 {
			s.fill(brush(p[i:i+4], even(w)), flat(grey(0)))
		}
	}
	up1 := curve(390, 183, 372, 177, 322, 187, 280, 165, 236, 147, 193, 149, 151, 117)
	up2 := curve(390, 189, 372, 184, 322, 193, 279, 171, 235, 153, 188, 154, 138, 113, 96, 90, 67, 98)
	dash(up1, 2)
	dash(up2, 2)
	town := func(x, y, r float64) {
		s.fill(ellipse(x, y, r+1.6, r+1.6), flat(grey(0)))
		s.fill(ellipse(x, y, r, r), flat(grey(1)))
		s.fill(ellipse(x, y, r*0.5, r*0.5), flat(grey(0)))
	}
	label := func(x, y float64, t string, size, align float64) {
		w := words{face: heiBold, size: size, align: align}
		for _, d := range [][2]float64{{-1, 0}, {1, 0}, {0, -1}, {0, 1}, {-0.7, -0.7}, {0.7, 0.7}, {-0.7, 0.7}, {0.7, -0.7}} {
			s.text(w, x+d[0]*1.3, y+d[1]*1.3, t, grey(1))
		}
		s.text(w, x, y, t, grey(0))
	}
	town(62, 97, 4)
	label(62, 84, "青石滩", 10.5, 0.5)
	town(147, 112, 4)
	label(152, 103, "石埠", 10.5, 0)
	town(392, 180, 5.5)
	label(402, 174, "鹤浦港区", 12.5, 0)
	town(462, 222, 3)
	label(462, 238, "黄牛矶作业区", 9, 0.5)
	label(262, 100, "望汀城区", 11, 0.5)
	label(212, 34, "北 原", 10, 0.5)
	label(330, 222, "汀 南", 10, 0.5)
	s.text(words{face: hei, size: 8, align: 0.5}, 118, 146, "竹木制品、茶叶", grey(0.1))
	s.text(words{face: hei, size: 8, align: 0.5}, 62, 122, "取水口", grey(0.1))
	s.mapKey(H, dash)
	s.fill(rect(0, 0, W, H).less(rect(0.6, 0.6, W-0.6, H-0.6)), flat(grey(0)))
	return s.err
}

// mapKey is the box with title, key, scale and arrow to the north.
func (s *sheet) mapKey(foot float64, dash func(p []pt, w float64)) {
	s.fill(rect(0, 202, 224, foot), flat(grey(1)))
	s.fill(rect(0, 202, 224, 203.6), flat(grey(0)))
	s.fill(rect(223.4, 202, 224, foot), flat(grey(0)))
	s.text(words{face: heiBold, size: 14}, 8, 221, "两条支线班轮明年开行", grey(0))
	dash([]pt{{8, 233}, {13, 233}, {18, 233}, {23, 233}, {28, 233}, {33, 233}, {38, 233}, {43, 233}, {48, 233}}, 2.4)
	s.text(words{face: hei, size: 8.5}, 54, 236, "鹤浦—石埠、鹤浦—青石滩（计划）", grey(0))
	s.fill(brush([]pt{{8, 247}, {46, 247}}, even(2.4)), flat(grey(0.45)))
	s.fill(brush([]pt{{8, 247}, {46, 247}}, even(1.2)), flat(grey(1)))
	s.text(words{face: hei, size: 8.5}, 54, 250, "疏港公路", grey(0))
	s.fill(join(rect(8, 263, 78, 264), rect(8, 260, 9, 264), rect(42.5, 260, 43.5, 264), rect(77, 260, 78, 264)), flat(grey(0)))
	s.text(words{face: hei, size: 8}, 82, 266.5, "10公里　示意图", grey(0))
	// north
	s.fill(poly(474, 16, 481, 42, 474, 36.5), flat(grey(0)))
	s.fill(poly(474, 16, 467, 42, 474, 36.5).less(poly(473.2, 21, 469, 38.5, 473.2, 35)), flat(grey(0)))
	s.text(words{face: heiBold, size: 9, align: 0.5}, 474, 53, "北", grey(0))
}

// relief is the height of the land of the sketch map, in contour steps.
func relief(x, y float64) float64 {
	north := 6.5 * step(95, -20, y+14*noise(401, x/60, 3)) * step(420, 120, x)
	west := 4 * step(110, -30, x) * step(150, 60, y)
	south := 5 * step(215, 320, y+10*noise(403, x/50, 5)) * step(180, 300, x) * step(520, 360, x)
	south2 := 4.5 * step(150, 230, y+0.3*x*0.1+9*noise(405, x/45, 7)) * step(190, 60, x)
	return max(0, north+west+south+south2+0.6*fbm(407, x/40, y/40, 3))
}
