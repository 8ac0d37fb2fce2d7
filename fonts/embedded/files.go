//go:build !nofonts

package embedded

import _ "embed"

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

// built are the faces that the program was built with.
func built() map[string][]byte {
	return map[string][]byte{
		"NotoSerifSC-Regular.ttf": serifRegular,
		"NotoSerifSC-Bold.ttf":    serifBold,
		"NotoSerifSC-Black.ttf":   serifBlack,
		"NotoSansSC-Regular.ttf":  sansRegular,
		"NotoSansSC-Bold.ttf":     sansBold,
		"LXGWWenKai-Regular.ttf":  wenkai,
		"MaShanZheng-Regular.ttf": mashanzheng,
	}
}
