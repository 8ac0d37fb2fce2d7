package main

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"math/rand/v2"
	"strings"
	"testing"

	"duikai/layout/diag"
)

// photograph is a picture with something everywhere.
func photograph(w, h int) image.Image {
	r := rand.New(rand.NewPCG(1, 2))
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			img.SetRGBA(x, y, color.RGBA{byte(x + r.IntN(40)), byte(y + r.IntN(40)), byte(x*y/50 + r.IntN(40)), 255})
		}
	}
	return img
}

func photographJPEG(t *testing.T, w, h int) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, photograph(w, h), &jpeg.Options{Quality: 85}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// without cuts so many hundredths of the end away.
func without(data []byte, hundredths int) []byte { return data[:len(data)-len(data)*hundredths/100] }

// altered has other bytes from a place on.
func altered(data []byte, at int, with ...byte) []byte {
	out := bytes.Clone(data)
	copy(out[at:], with)
	return out
}

// TestBrokenPictures: what is wrong inside of a picture's file is found by every
// command alike, in the same words.
func TestBrokenPictures(t *testing.T) {
	photo := photographJPEG(t, 480, 400)
	var b bytes.Buffer
	if err := png.Encode(&b, photograph(300, 200)); err != nil {
		t.Fatal(err)
	}
	lossless := b.Bytes()
	r := rand.New(rand.NewPCG(3, 4))
	noise := make([]byte, 40)
	for i := range noise {
		noise[i] = byte(r.IntN(256))
	}
	sof := bytes.Index(photo, []byte{0xff, 0xc0})
	huge := bytes.Clone(photo)
	binary.BigEndian.PutUint16(huge[sof+5:], 20_000)
	binary.BigEndian.PutUint16(huge[sof+7:], 20_000)
	const picture = "pictures/a.jpg"
	for _, c := range []struct {
		name string
		data []byte
		code int
		want diag.Code
		word string
	}{
		{"whole", photo, exitOK, "", ""},
		{"JPEG cut by 2 %", without(photo, 2), exitErrors, diag.BadPicture, "the file is cut short: ask for it again"},
		{"JPEG cut by half", without(photo, 50), exitErrors, diag.BadPicture, "the file is cut short: ask for it again"},
		{"JPEG cut in its head", photo[:sof+4], exitErrors, diag.BadPicture, "the file is cut short: ask for it again"},
		{"JPEG without its end mark", photo[:len(photo)-2], exitOK, diag.PictureEnd, "is whole"},
		{"JPEG with noise in its middle", altered(photo, len(photo)/2, noise...), exitErrors, diag.BadPicture, "the file is damaged"},
		{"JPEG with a mark in its middle", altered(photo, len(photo)/2, 0xff, 0xd3), exitErrors, diag.BadPicture, "the file is damaged"},
		{"JPEG that lacks its middle", append(bytes.Clone(photo[:len(photo)/2]), photo[len(photo)/2+200:]...), exitErrors, diag.BadPicture, "the file is damaged"},
		{"JPEG of 20,000 by 20,000", huge, exitErrors, diag.BadPicture, "the file is damaged"},
		{"PNG with a wrong byte", altered(lossless, len(lossless)/2, lossless[len(lossless)/2]^1), exitErrors, diag.BadPicture, "the file is damaged"},
		{"PNG cut by 2 %", without(lossless, 2), exitErrors, diag.BadPicture, "the file is cut short"},
		{"a document", []byte("PK\x03\x04\x14\x00\x06\x00\x08\x00\x00\x00!\x00[Content_Types].xml"), exitErrors, diag.BadPicture, "it is a document"},
		{"a drawing", []byte("<svg xmlns='http://www.w3.org/2000/svg'/>"), exitErrors, diag.BadPicture, "it is SVG"},
		{"nothing", nil, exitErrors, diag.BadPicture, "the file is empty"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			dir := issueFolder(t, changed(map[string]string{"issue.yaml": onePage + "      - {picture: " + picture + ", at: [1, 50], span: [2, 20]}\n", picture: string(c.data)}))
			if len(c.data) == 0 {
				dir = issueFolder(t, func() map[string]string {
					m := changed(map[string]string{"issue.yaml": onePage + "      - {picture: " + picture + ", at: [1, 50], span: [2, 20]}\n"})
					m[picture] = ""
					return m
				}())
			}
			check := duikai(t, "check", dir, "-vv", "--lang", "en")
			want := told(check.stdout, dir)
			all := strings.Join(want, "\n")
			if check.code != c.code || c.want != "" && !strings.Contains(all, "["+string(c.want)+"]") || !strings.Contains(all, c.word) {
				t.Errorf("exit code %d\n%s%s", check.code, check.stdout, check.stderr)
			}
			others(t, dir, "en", want, c.code)
			inBatch(t, dir, "en", want, c.code)
			for _, flag := range []string{"--standard=none", "--reading"} {
				if got := duikai(t, "render", dir, flag, "-o", t.TempDir()+"/a.pdf"); got.code != c.code {
					t.Errorf("%s: exit code %d\n%s", flag, got.code, got.stderr)
				}
			}
		})
	}
}
