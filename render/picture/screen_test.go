package picture_test

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"slices"
	"testing"
	"testing/fstest"

	"duikai/layout/page"
	"duikai/render/picture"
	"duikai/render/picture/picturetest"
	"duikai/samples/oracle"
)

// TestScreenColours: a file for the screen shows the colours that a picture's
// profile, or its primaries and gamma, mean. 92 158 70 of Adobe RGB is 30 160 60
// of sRGB.
func TestScreenColours(t *testing.T) {
	img := image.NewRGBA(image.Rect(0, 0, 32, 16))
	for i := 0; i < len(img.Pix); i += 4 {
		copy(img.Pix[i:], []byte{92, 158, 70, 255})
	}
	const head = 8 + 25 // signature and IHDR
	png := picturetest.PNG(img)
	var chromaticities []byte
	for _, v := range []uint32{31270, 32900, 64000, 33000, 21000, 71000, 15000, 6000} {
		chromaticities = binary.BigEndian.AppendUint32(chromaticities, v)
	}
	gamma := binary.BigEndian.AppendUint32(nil, 45471) // 1/2.19921875
	adobe := slices.Concat(png[:head], chunkOf("gAMA", gamma), chunkOf("cHRM", chromaticities), png[head:])
	same, meant := color.RGBA{92, 158, 70, 255}, color.RGBA{30, 160, 60, 255}
	files := fstest.MapFS{"plain.png": {Data: png}, "adobe.png": {Data: adobe}}
	want := map[string]color.RGBA{"plain.png": same, "adobe.png": meant}
	t.Run("profile", func(t *testing.T) {
		profile := oracle.File(t, "/usr/share/color/icc/compatibleWithAdobeRGB1998.icc")
		files["adobe.jpg"] = &fstest.MapFile{Data: withProfile(picturetest.JPEG(img), profile, 60000)}
		want["adobe.jpg"] = meant
	})
	for use, o := range map[string]picture.Options{"plain": {RGB: true}, "reading": {RGB: true, PPI: 110}} {
		store, err := picture.Open(files, o)
		if err != nil {
			t.Fatal(err)
		}
		for name := range files {
			r, err := store.Ready(&page.Picture{File: name, Crop: img.Bounds()})
			if err != nil {
				t.Fatal(err)
			}
			shown, _, err := image.Decode(bytes.NewReader(r.Data))
			if err != nil {
				t.Fatal(err)
			}
			got := color.RGBAModel.Convert(shown.At(16, 8)).(color.RGBA)
			const most = 7 // one step of so dark a red in Adobe RGB is five of sRGB
			off := func(a, b uint8) bool { return max(a, b)-min(a, b) > most }
			if w := want[name]; off(got.R, w.R) || off(got.G, w.G) || off(got.B, w.B) {
				t.Errorf("%s, %s: %v, not %v", name, use, got, w)
			}
		}
	}
}
