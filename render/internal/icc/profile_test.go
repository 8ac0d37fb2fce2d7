package icc_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"duikai/render/internal/icc"
	"duikai/render/newsprint"
	_ "duikai/samples/draws" // the same draws every time
	"duikai/samples/oracle"
)

// profile writes a profile of tags, in order.
func profile(version byte, class, space, pcs string, tags ...string) []byte {
	b := make([]byte, 128)
	b[8] = version
	copy(b[12:], class+space+pcs)
	copy(b[36:], "acsp")
	be := binary.BigEndian
	be.PutUint32(b[68:], 0xf6d6)
	be.PutUint32(b[72:], 0x10000)
	be.PutUint32(b[76:], 0xd32d)
	tags = append(tags, "wtpt", "XYZ \x00\x00\x00\x00\x00\x00\xf6\xd6\x00\x01\x00\x00\x00\x00\xd3\x2d")
	b = be.AppendUint32(b, uint32(len(tags)/2))
	at := len(b) + len(tags)/2*12
	var bodies []byte
	for i := 0; i < len(tags); i += 2 {
		b = be.AppendUint32(be.AppendUint32(append(b, tags[i]...), uint32(at+len(bodies))), uint32(len(tags[i+1])))
		bodies = append(bodies, tags[i+1]...)
		for len(bodies)%4 != 0 {
			bodies = append(bodies, 0)
		}
	}
	b = append(b, bodies...)
	be.PutUint32(b, uint32(len(b)))
	return b
}

func words(list ...int) string {
	var b []byte
	for _, v := range list {
		b = binary.BigEndian.AppendUint16(b, uint16(v))
	}
	return string(b)
}

func longs(list ...float64) string {
	var b []byte
	for _, v := range list {
		b = binary.BigEndian.AppendUint32(b, uint32(int32(math.Round(v*65536))))
	}
	return string(b)
}

// para is a curve by formula; identity one of the old kind without entries.
func para(kind int, p ...float64) string {
	return "para\x00\x00\x00\x00" + words(kind, 0) + longs(p...)
}

const identity = "curv\x00\x00\x00\x00\x00\x00\x00\x00"

// modern writes mAB or mBA.
func modern(kind string, in, out int, b, matrix, m, grid, a string) string {
	head := kind + "\x00\x00\x00\x00" + string([]byte{byte(in), byte(out), 0, 0})
	at := 32
	var offsets, body string
	for _, part := range []string{b, matrix, m, grid, a} {
		if part == "" {
			offsets += "\x00\x00\x00\x00"
			continue
		}
		offsets += string(binary.BigEndian.AppendUint32(nil, uint32(at)))
		part += strings.Repeat("\x00", -len(part)&3)
		body += part
		at += len(part)
	}
	return head + offsets + body
}

// gridOf fills a grid by a function.
func gridOf(width int, steps []int, of func([]float64) []float64) string {
	head := make([]byte, 20)
	total := 1
	for i, n := range steps {
		head[i] = byte(n)
		total *= n
	}
	head[16] = byte(width)
	out := head
	for i := range total {
		x := make([]float64, len(steps))
		for k, rest := len(steps)-1, i; k >= 0; k-- {
			x[k] = float64(rest%steps[k]) / float64(steps[k]-1)
			rest /= steps[k]
		}
		for _, v := range of(x) {
			v = min(max(v, 0), 1)
			if width == 1 {
				out = append(out, byte(v*255+0.5))
			} else {
				out = binary.BigEndian.AppendUint16(out, uint16(v*65535+0.5))
			}
		}
	}
	return string(out)
}

// inkToLab and labToInk are a press of the imagination, in 0..1.
func inkToLab(x []float64) []float64 {
	c, m, y, k := x[0], x[1], x[2], x[3]
	light := (1 - 0.4*c) * (1 - 0.45*m) * (1 - 0.1*y) * (1 - 0.8*k)
	return []float64{light, 0.502 + 0.2*(m-c)*(1-k), 0.502 + 0.3*(y-c*0.6-m*0.2)*(1-k)}
}

func labToInk(x []float64) []float64 {
	l, a, b := x[0], x[1]-0.502, x[2]-0.502
	dark := 1 - l
	return []float64{dark*0.6 + 0.2 - 0.4*a, dark*0.6 + 0.2 + 0.4*a, dark*0.6 + 0.2 + 0.4*b, dark * dark}
}

// v4press is a press in the tables of version 4, all parts of them.
func v4press(width int) []byte {
	matrix := longs(0.98, 0.01, 0, 0, 0.99, 0.005, 0.002, 0, 1, 0.004, 0, -0.001)
	aToB := modern("mAB ", 4, 3, identity+para(0, 1.02)+identity, matrix, para(3, 1.1, 1, 0, 0.5, 0.02)+identity+identity,
		gridOf(width, []int{3, 4, 2, 4}, inkToLab), para(0, 1.2)+identity+identity+"curv\x00\x00\x00\x00\x00\x00\x00\x01\x01\x40\x00\x00"+identity)
	bToA := modern("mBA ", 3, 4, identity+identity+identity, matrix, para(1, 1.1, 0.99, 0.01)+identity+identity,
		gridOf(width, []int{9, 7, 8}, labToInk), identity+para(4, 1.1, 0.95, 0.05, 0.4, 0.02, 0, 0)+identity+"curv\x00\x00\x00\x00\x00\x00\x00\x03"+words(0, 30000, 65535)+"\x00\x00")
	return profile(4, "prtr", "CMYK", "Lab ", "A2B0", aToB, "B2A0", bToA, "A2B1", aToB, "B2A1", bToA)
}

// v2press is one in the old tables, of 8 bits.
func v2press() []byte {
	old := func(in, out, steps int, of func([]float64) []float64) string {
		list := make([]int, in)
		for i := range list {
			list[i] = steps
		}
		ramp := func(gamma float64) (s string) {
			for i := range 256 {
				s += string([]byte{byte(255*math.Pow(float64(i)/255, gamma) + 0.5)})
			}
			return s
		}
		t := "mft1\x00\x00\x00\x00" + string([]byte{byte(in), byte(out), byte(steps), 0}) + longs(1, 0, 0, 0, 1, 0, 0, 0, 1)
		for range in {
			t += ramp(1)
		}
		t += gridOf(1, list, of)[20:]
		for i := range out {
			t += ramp(1 + float64(i)*0.03)
		}
		return t
	}
	return profile(2, "prtr", "CMYK", "Lab ", "A2B1", old(4, 3, 6, inkToLab), "B2A1", old(3, 4, 9, labToInk),
		"A2B0", old(4, 3, 6, inkToLab), "B2A0", old(3, 4, 9, labToInk))
}

// Tables of every kind, against Little CMS.
func TestTablesAgreeWithLittleCMS(t *testing.T) {
	var pix []byte
	var colours []string
	for r := 0; r <= 255; r += 17 {
		for g := 0; g <= 255; g += 17 {
			for b := 0; b <= 255; b += 17 {
				pix = append(pix, byte(r), byte(g), byte(b))
				colours = append(colours, fmt.Sprint(r, " ", g, " ", b))
			}
		}
	}
	presses := map[string][]byte{"version 4, 16 bit": v4press(2), "version 4, 8 bit": v4press(1), "version 2, 8 bit": v2press()}
	files := map[string]string{
		"of Ghostscript":   "/usr/share/color/icc/ghostscript/default_cmyk.icc",
		"with XYZ between": "/usr/share/color/icc/ghostscript/ps_cmyk.icc",
	}
	for name := range files {
		presses[name] = nil
	}
	for name, data := range presses {
		t.Run(name, func(t *testing.T) {
			if data == nil {
				data = oracle.File(t, files[name])
			}
			link, err := icc.NewLink(icc.SRGB(), parse(t, data), 0)
			if err != nil {
				t.Fatal(err)
			}
			got := make([]byte, 4*len(colours))
			link.Convert(got, pix, 3, len(colours))
			want := transicc(t, "*sRGB", save(t, "press.icc", data), colours)
			for _, c := range want {
				for k := range c {
					c[k] = min(max(c[k], 0), 100)
				}
			}
			mean, most, worst := difference(got, want, 100)
			t.Logf("mean %.3f, most %.3f", mean, most)
			if mean >= 1 || most >= 6 {
				t.Errorf("mean %.2f, most %.2f for %s: %v, not %.1f", mean, most, colours[worst], got[4*worst:4*worst+4], want[worst])
			}
		})
	}
}

// light is the share of light of a lightness.
func light(l float64) float64 {
	if l > 8 {
		return math.Pow((l+16)/116, 3)
	}
	return l * 27 / 24389
}

// sRGBLight is how much light a value of sRGB means.
func sRGBLight(v float64) float64 {
	if v <= 0.04045 {
		return v / 12.92
	}
	return math.Pow((v+0.055)/1.055, 2.4)
}

// The tones of a gray picture, printed in black ink and looked at by another
// program: as light as they should be between the paper and the full ink.
func TestGrayPrintsAsSeen(t *testing.T) {
	tones, err := icc.GrayLink(icc.GraySRGB(), press(t))
	if err != nil {
		t.Fatal(err)
	}
	if tones[255] != 255 || tones[0] != 0 || !slices.IsSorted(tones[:]) {
		t.Errorf("tones are %v", tones)
	}
	colours := []string{"0 0 0 100"}
	for v := range 256 {
		colours = append(colours, fmt.Sprintf("0 0 0 %.4f", 100*(1-float64(tones[v])/255)))
	}
	seen := transiccTo(t, save(t, "newsprint.icc", newsprint.Profile()), "*Lab", colours)
	black := light(seen[0][0])
	for v := range 256 {
		want := black + (1-black)*sRGBLight(float64(v)/255)
		if got := light(seen[v+1][0]); math.Abs(got-want) > 0.005 {
			t.Errorf("tone %d leaves %.4f of the light, not %.4f", v, got, want)
		}
	}
}

func TestWhiteStaysPaper(t *testing.T) {
	check := func(t *testing.T, from *icc.Profile) {
		t.Helper()
		link, err := icc.NewLink(from, press(t), 220)
		if err != nil {
			t.Fatal(err)
		}
		ink := make([]byte, 4)
		link.Convert(ink, []byte{255, 255, 255}, 3, 1)
		if !bytes.Equal(ink, []byte{0, 0, 0, 0}) {
			t.Errorf("white becomes %v", ink)
		}
	}
	t.Run("sRGB", func(t *testing.T) { check(t, icc.SRGB()) })
	for name, path := range systemProfiles() {
		t.Run(name, func(t *testing.T) { check(t, parse(t, oracle.File(t, path))) })
	}
}

func TestLimits(t *testing.T) {
	pix := cube()
	n := len(pix) / 3
	for _, limit := range []int{160, 200, 220, 240} {
		link, err := icc.NewLink(icc.SRGB(), press(t), limit)
		if err != nil {
			t.Fatal(err)
		}
		ink := make([]byte, 4*n)
		link.Convert(ink, pix, 3, n)
		most := 0
		for i := range n {
			c := ink[4*i : 4*i+4]
			most = max(most, int(c[0])+int(c[1])+int(c[2])+int(c[3]))
		}
		if most > limit*255/100 || limit < 220 && most < (limit-2)*255/100 {
			t.Errorf("with %d%%, %.1f%% of ink", limit, float64(most)/2.55)
		}
	}
}

func TestLimitKeepsBlack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		pix := rapid.SliceOfN(rapid.Byte(), 4, 4).Draw(t, "pix")
		limit := rapid.IntRange(100, 400).Draw(t, "limit")
		got := bytes.Clone(pix)
		changed := icc.Limiter(limit).Limit(got)
		sum := func(b []byte) int { return int(b[0]) + int(b[1]) + int(b[2]) + int(b[3]) }
		if sum(got) > limit*255/100 {
			t.Errorf("%v becomes %v", pix, got)
		}
		if changed == bytes.Equal(got, pix) || changed != (sum(pix) > limit*255/100) || got[3] != pix[3] {
			t.Errorf("%v becomes %v: %v", pix, got, changed)
		}
		for i := range 3 {
			// In proportion, rounded down.
			if changed && int(got[i]) != int(pix[i])*(limit*255/100-int(pix[3]))/(sum(pix)-int(pix[3])) {
				t.Errorf("%v becomes %v", pix, got)
			}
		}
	})
}

func TestFaults(t *testing.T) {
	whole := newsprint.Profile()
	with := func(at int, s string) []byte {
		b := bytes.Clone(whole)
		copy(b[at:], s)
		return b
	}
	for name, c := range map[string]struct {
		data []byte
		want error
	}{
		"empty":          {nil, icc.ErrBroken},
		"text":           {bytes.Repeat([]byte("no profile "), 30), icc.ErrBroken},
		"cut off":        {whole[:3000], icc.ErrBroken},
		"header alone":   {whole[:132], icc.ErrBroken},
		"Lab as device":  {with(16, "Lab "), icc.ErrUnsupported},
		"seven inks":     {with(16, "7CLR"), icc.ErrUnsupported},
		"a link":         {with(12, "link"), icc.ErrUnsupported},
		"version 5":      {with(8, "\x05"), icc.ErrUnsupported},
		"many tags":      {with(128, "\xff\xff\xff\xff"), icc.ErrBroken},
		"wrong channels": {with(16, "RGB "), icc.ErrBroken},
		"grid too large": {with(0x3d8+10, "\xff"), icc.ErrBroken},
		"no grid":        {with(0x3d8+10, "\x00"), icc.ErrBroken},
		"long curves":    {with(0x3d8+48, "\xff\xff"), icc.ErrBroken},
		"no curves":      {with(0x3d8+48, "\x00\x00"), icc.ErrBroken},
		"unknown table":  {with(0x3d8, "mpet"), icc.ErrUnsupported},
		"no primaries":   {profile(2, "mntr", "RGB ", "XYZ ", "rTRC", identity, "gTRC", identity, "bTRC", identity), icc.ErrBroken},
		"no curve":       {profile(2, "mntr", "GRAY", "XYZ "), icc.ErrBroken},
		"CMYK, no table": {profile(2, "prtr", "CMYK", "Lab "), icc.ErrUnsupported},
		"odd curve":      {profile(2, "mntr", "GRAY", "XYZ ", "kTRC", para(9, 1)), icc.ErrUnsupported},
		"short curve":    {profile(2, "mntr", "GRAY", "XYZ ", "kTRC", para(4, 1)), icc.ErrBroken},
	} {
		if _, err := icc.Parse(c.data); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	gray := parse(t, profile(2, "mntr", "GRAY", "XYZ ", "kTRC", para(0, 2.2)))
	if _, err := icc.NewLink(gray, press(t), 0); err == nil {
		t.Error("a gray profile for an RGB picture")
	}
	if _, err := icc.NewLink(icc.SRGB(), gray, 0); err == nil {
		t.Error("a picture for a gray press")
	}
	if _, err := icc.NewLink(icc.SRGB(), icc.SRGB(), 0); err == nil {
		t.Error("a picture for a screen")
	}
	if _, err := icc.GrayLink(press(t), press(t)); err == nil {
		t.Error("a gray picture in CMYK")
	}
	if _, err := icc.NewProof(icc.SRGB()); err == nil {
		t.Error("a proof of a screen")
	}
}

func TestName(t *testing.T) {
	if p := press(t); p.Name() != "Coldset newsprint (CGATS TR 002), 220 %" || p.Space() != icc.CMYK || !p.Output() {
		t.Errorf("%q of %v", p.Name(), p.Space())
	}
	mluc := "mluc\x00\x00\x00\x00\x00\x00\x00\x01\x00\x00\x00\x0czhCN\x00\x00\x00\x04\x00\x00\x00\x1c\x65\xb0\x95\xfb"
	p := parse(t, profile(4, "mntr", "GRAY", "XYZ ", "kTRC", identity, "desc", mluc))
	if p.Name() != "新闻" || p.Output() {
		t.Errorf("%q", p.Name())
	}
}

// Whatever a profile says, nothing panics, and ink stays within the limit.
func FuzzParse(f *testing.F) {
	f.Add(v4press(1))
	f.Add(v2press())
	f.Add(profile(2, "mntr", "RGB ", "XYZ ", "rTRC", identity, "gTRC", para(4, 1, 2, 3, 4, 5, 6, 7), "bTRC", para(2, 1, 2, 3, 4),
		"rXYZ", "XYZ \x00\x00\x00\x00"+longs(.4, .2, .1), "gXYZ", "XYZ \x00\x00\x00\x00"+longs(.3, .7, .1), "bXYZ", "XYZ \x00\x00\x00\x00"+longs(.1, .1, .7)))
	f.Add(profile(4, "scnr", "GRAY", "Lab ", "kTRC", para(3, 1, 2, 3, 4, 5)))
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := icc.Parse(data)
		if err != nil {
			return
		}
		for _, c := range p.Try() {
			if sum := c[0] + c[1] + c[2] + c[3]; p.Space() == icc.CMYK && !(sum <= 2) {
				t.Errorf("%v is %v of ink", c, sum)
			}
		}
	})
}

// Pictures of scanners carry tables, and a black that is not quite black.
func TestSourceTablesAgreeWithLittleCMS(t *testing.T) {
	toLab := func(x []float64) []float64 {
		r, g, b := math.Pow(x[0], 0.9), math.Pow(x[1], 0.9), math.Pow(x[2], 0.9)
		return []float64{0.08 + 0.92*(0.3*r+0.6*g+0.1*b), 0.502 + 0.25*(r-g), 0.502 + 0.2*(0.5*r+0.5*g-b)}
	}
	toXYZ := func(x []float64) []float64 {
		r, g, b := x[0]*x[0], x[1]*x[1], x[2]*x[2]
		const top = 1 + 32767.0/32768
		return []float64{(0.01 + 0.43*r + 0.38*g + 0.14*b) / top, (0.01 + 0.22*r + 0.71*g + 0.06*b) / top, (0.008 + 0.01*r + 0.1*g + 0.71*b) / top}
	}
	target := save(t, "newsprint.icc", newsprint.Profile())
	pix := cube()
	var colours []string
	for i := 0; i < len(pix); i += 3 {
		colours = append(colours, fmt.Sprint(pix[i], " ", pix[i+1], " ", pix[i+2]))
	}
	for name, c := range map[string]struct {
		pcs string
		of  func([]float64) []float64
	}{"Lab": {"Lab ", toLab}, "XYZ": {"XYZ ", toXYZ}} {
		t.Run(name, func(t *testing.T) {
			table := modern("mAB ", 3, 3, identity+identity+identity, "", "", gridOf(2, []int{17, 17, 17}, c.of), para(0, 1.1)+identity+identity)
			data := profile(4, "scnr", "RGB ", c.pcs, "A2B0", table, "A2B1", table)
			link, err := icc.NewLink(parse(t, data), press(t), 0)
			if err != nil {
				t.Fatal(err)
			}
			got := make([]byte, 4*len(colours))
			link.Convert(got, pix, 3, len(colours))
			want := transicc(t, save(t, "scanner.icc", data), target, colours)
			mean, most, worst := difference(got, want, 100)
			t.Logf("mean %.3f, most %.3f", mean, most)
			if mean >= 1 || most >= 6 {
				t.Errorf("mean %.2f, most %.2f for %s: %v, not %.1f", mean, most, colours[worst], got[4*worst:4*worst+4], want[worst])
			}
		})
	}
}
