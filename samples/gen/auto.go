package main

import (
	"bytes"
	"fmt"
	"image"
	"image/jpeg"
	"image/png"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/image/draw"
)

// # The edition without places
//
// wangting-auto has the stories of wangting and an issue.yaml without the places
// of its news pages, which the program finds. Its pictures are smaller: they are
// looked at on a screen.

// shrunk is the size of the smaller pictures, in percent.
const shrunk = 36

// leastPerInch is what they are printed at where a slot is half as wide again as
// the one that they were drawn for: less is told.
const leastPerInch = perInch * shrunk / 100 / 2

// makeAuto makes the folder to from the folder from.
func makeAuto(from, to string) error {
	for _, dir := range []string{"stories", "pictures"} {
		if err := os.MkdirAll(filepath.Join(to, dir), 0o777); err != nil {
			return err
		}
	}
	files, err := filepath.Glob(filepath.Join(from, "*", "*"))
	if err != nil {
		return err
	}
	for _, file := range append(files, filepath.Join(from, "issue.yaml")) {
		data, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		name, err := filepath.Rel(from, file)
		if err == nil {
			data, err = smaller(name, data)
		}
		if err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
		if err := os.WriteFile(filepath.Join(to, name), data, 0o666); err != nil {
			return err
		}
	}
	return nil
}

// smaller is what becomes of a file of the edition.
func smaller(name string, data []byte) ([]byte, error) {
	switch filepath.Ext(name) {
	case ".yaml":
		return []byte(withoutPlaces(string(data))), nil
	case ".jpg", ".png":
		return smallerPicture(filepath.Ext(name), data)
	}
	return data, nil
}

func smallerPicture(ext string, data []byte) ([]byte, error) {
	big, _, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	r := image.Rect(0, 0, big.Bounds().Dx()*shrunk/100, big.Bounds().Dy()*shrunk/100)
	var img draw.Image = image.NewRGBA(r)
	_, grey := big.(*image.Gray)
	if grey {
		img = image.NewGray(r)
	}
	draw.CatmullRom.Scale(img, r, big, big.Bounds(), draw.Src, nil)
	var b bytes.Buffer
	if ext == ".png" {
		err = (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&b, img)
	} else {
		err = jpeg.Encode(&b, img, &jpeg.Options{Quality: 65})
	}
	return b.Bytes(), err
}

var (
	slotPlace = regexp.MustCompile(`, at: \[\d+, \d+\], span: \[\d+, \d+\](, columns: \d+)?(, head-span: \d+)?`)
	linePlace = regexp.MustCompile(`(?m)^ +(at|span): \[\d+, \d+\]\n`)
	slotStory = regexp.MustCompile(`\{story: ([\w-]+)`)
)

// firstOpen and lastOpen are the pages whose pieces have no places.
const firstOpen, lastOpen = 1, 6

// withoutPlaces takes the places of stories and pictures out of an issue.yaml:
// of the nameplate and what belongs to it they stay, and of a story that goes on
// on another page the first part keeps its size, by which its text is parted.
func withoutPlaces(issue string) string {
	pages := strings.SplitAfter(issue, "\n  - number: ")
	var all []string
	for _, m := range slotStory.FindAllStringSubmatch(issue, -1) {
		all = append(all, m[1])
	}
	seen := map[string]bool{}
	for i := firstOpen; i <= lastOpen; i++ {
		lines := strings.SplitAfter(linePlace.ReplaceAllString(pages[i], ""), "\n")
		for k, l := range lines {
			m := slotStory.FindStringSubmatch(l)
			switch {
			case m == nil && !strings.Contains(l, "{picture: "):
			case m != nil && !seen[m[1]] && slices.Index(all, m[1]) != len(all)-1-slices.Index(reversed(all), m[1]):
				lines[k] = regexp.MustCompile(`, at: \[\d+, \d+\]`).ReplaceAllString(l, "")
			default:
				lines[k] = slotPlace.ReplaceAllString(l, "")
			}
			if m != nil {
				seen[m[1]] = true
			}
		}
		pages[i] = strings.Join(lines, "")
	}
	out := strings.Join(pages, "")
	out = strings.Replace(out, "# A sample edition: eight broadsheet pages of an invented city daily. It uses\n# whatever the program can do, so that an editor can look it up here.\n",
		"# The sample edition without places: what stands where on the news pages is found\n# by the program. Its stories are those of wangting, its pictures smaller ones.\n", 1)
	return strings.Replace(out, "  header: corner\n", fmt.Sprintf("  header: corner\n  resolution: %d\n", leastPerInch), 1)
}

func reversed(list []string) []string {
	list = slices.Clone(list)
	slices.Reverse(list)
	return list
}
