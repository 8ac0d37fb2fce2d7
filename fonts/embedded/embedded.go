// Package embedded carries the program's own faces: 86 MB of TrueType files
// under the SIL Open Font License, listed with source, version and checksum in
// FONTS.md beside it.
//
// The files are part of the binary's read-only image: they are neither
// unpacked nor copied, and only the pages of them that are used are ever read
// from disk.
package embedded

import (
	_ "embed"
	"fmt"
	"sync"

	"duikai/fonts"
)

//go:embed NotoSerifSC-Regular.ttf
var serifRegular []byte

//go:embed NotoSerifSC-Bold.ttf
var serifBold []byte

//go:embed NotoSerifSC-Black.ttf
var serifBlack []byte

//go:embed NotoSansSC-Regular.ttf
var sansRegular []byte

//go:embed NotoSansSC-Bold.ttf
var sansBold []byte

//go:embed LXGWWenKai-Regular.ttf
var wenkai []byte

//go:embed MaShanZheng-Regular.ttf
var mashanzheng []byte

// Set opens the embedded faces once for the whole process.
var Set = sync.OnceValues(open)

func open() (*fonts.Set, error) {
	base := make(map[fonts.Role][]*fonts.Face)
	for _, f := range []struct {
		role fonts.Role
		data []byte
	}{
		{fonts.Song, serifRegular},
		{fonts.Title, serifBold},
		{fonts.TitleBlack, serifBlack},
		{fonts.Hei, sansRegular},
		{fonts.HeiBold, sansBold},
		{fonts.Kai, wenkai},
		{fonts.XingKai, mashanzheng},
	} {
		face, err := fonts.Open(f.data)
		if err != nil {
			return nil, fmt.Errorf("embedded face for %v: %w", f.role, err)
		}
		base[f.role] = []*fonts.Face{face}
	}
	return fonts.NewSet(nil, base), nil
}
