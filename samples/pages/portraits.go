//go:build ignore

// Portraits draws the portraits of the sample page portraits: heads and
// shoulders before a ground, as a studio would light them.
//
//	go run portraits.go
package main

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"log"
	"math"
	"os"
	"path/filepath"
)

// Size in pixels: 200 to the inch at the size at which they are printed.
const wide, high = 290, 380

func main() {
	log.SetFlags(0)
	dir := filepath.Join("portraits", "pictures")
	if err := os.MkdirAll(dir, 0o777); err != nil {
		log.Fatal(err)
	}
	for n := range 12 {
		var b bytes.Buffer
		if err := png.Encode(&b, portrait(n)); err != nil {
			log.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("delegate-%02d.png", n+1)), b.Bytes(), 0o666); err != nil {
			log.Fatal(err)
		}
	}
}

// portrait is the n-th of them: what differs is the hair, the coat and the light.
func portrait(n int) image.Image {
	im := image.NewGray(image.Rect(0, 0, wide, high))
	long, coat, glasses := n%3 == 1, uint8(60+n%4*22), n%4 == 2
	for y := range high {
		for x := range wide {
			u, v := float64(x)/wide-0.5, float64(y)/wide
			im.SetGray(x, y, color.Gray{Y: shade(u, v, long, glasses, coat)})
		}
	}
	return im
}

// shade is the tone at a place, from the middle across and from the top down, in
// widths of the picture.
func shade(u, v float64, long, glasses bool, coat uint8) uint8 {
	in := func(x, y, a, b float64) bool { return math.Pow((u-x)/a, 2)+math.Pow((v-y)/b, 2) < 1 }
	hair := in(0, 0.46, 0.215, 0.25) && v < 0.47 || long && in(0, 0.60, 0.25, 0.34) && v > 0.4
	switch {
	case glasses && v > 0.5 && v < 0.56 && (math.Abs(math.Hypot(u-0.08, v-0.53)-0.05) < 0.007 || math.Abs(math.Hypot(u+0.08, v-0.53)-0.05) < 0.007):
		return 60
	case in(0.08, 0.53, 0.022, 0.012), in(-0.08, 0.53, 0.022, 0.012):
		return 50
	case math.Abs(v-0.655-u*u) < 0.008 && math.Abs(u) < 0.06:
		return 110
	case in(0, 0.55, 0.18, 0.225) && (v > 0.44 || math.Abs(u) < 0.1 && v > 0.40):
		return uint8(214 - 46*math.Max(0, u/0.18))
	case hair:
		return 46
	case math.Abs(u) < 0.07 && v > 0.7 && v < 0.86:
		return 176
	case math.Abs(u) < (v-0.8)*0.35 && v < 1.05 && math.Abs(u) > (v-0.86)*0.16:
		return 236 // the collar
	case in(0, 1.32, 0.46, 0.50):
		return coat + uint8(20*math.Max(0, -u))
	}
	return uint8(196 - 40*u - 30*v)
}
