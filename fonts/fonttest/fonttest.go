// Package fonttest has small faces for tests, so that a test of lines or of files
// need not carry the 86 MB of fonts/embedded.
//
// They are the faces of fonts/embedded made hollow: with the same characters, numbers
// of glyphs, widths, kerning and rules of substitution, so that text is set to the
// same thousandth of a point; but ideographs have an outline only where drawn.txt
// names them, as all other characters do. A test that draws another ideograph names it
// there and runs go generate. They are under the licences of the whole faces, whose texts
// stand beside those; the face of kai has a name of its own, as its licence asks of what
// is changed.
//
// Not for tests that set whole editions and look at them: those link fonts/embedded.
package fonttest

import (
	_ "embed"
	"sync"

	"duikai/fonts"
)

//go:generate go run ./gen

// File is a hollow face.
type File struct {
	Role   fonts.Role
	Whole  string // the file in fonts/embedded
	Hollow string // the file here
	Rename string // its new name; empty: its own
	data   []byte
}

// Files are the faces, the first of each role first.
func Files() []File {
	return []File{
		{fonts.Song, "NotoSerifSC-Regular.ttf", "song.ttf", "", song},
		{fonts.Title, "NotoSerifSC-Bold.ttf", "title.ttf", "", title},
		{fonts.TitleBlack, "NotoSerifSC-Black.ttf", "titleblack.ttf", "", titleBlack},
		{fonts.Hei, "NotoSansSC-Regular.ttf", "hei.ttf", "", hei},
		{fonts.HeiBold, "NotoSansSC-Bold.ttf", "heibold.ttf", "", heiBold},
		{fonts.Kai, "LXGWWenKai-Regular.ttf", "kai.ttf", "HollowKai-Regular", kai},
		{fonts.XingKai, "MaShanZheng-Regular.ttf", "xingkai.ttf", "", xingKai},
	}
}

var (
	//go:embed song.ttf
	song []byte
	//go:embed title.ttf
	title []byte
	//go:embed titleblack.ttf
	titleBlack []byte
	//go:embed hei.ttf
	hei []byte
	//go:embed heibold.ttf
	heiBold []byte
	//go:embed kai.ttf
	kai []byte
	//go:embed xingkai.ttf
	xingKai []byte
)

// Set opens the hollow faces, once for all tests of a package.
var Set = sync.OnceValues(func() (*fonts.Set, error) {
	base := make(map[fonts.Role][]*fonts.Face)
	for _, f := range Files() {
		face, err := fonts.Open(f.data)
		if err != nil {
			return nil, err
		}
		base[f.Role] = []*fonts.Face{face}
	}
	return fonts.NewSet(nil, base), nil
})
