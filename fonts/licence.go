package fonts

// A Restriction is what a font's licence bits (OS/2 fsType) say against
// putting it into a document: why a face is refused.
type Restriction uint8

const (
	Restricted  Restriction = iota + 1 // Restricted: not to be embedded at all.
	WholeOnly                          // WholeOnly: not to be embedded as a subset.
	BitmapsOnly                        // BitmapsOnly: only pictures of the type, not its outlines.
)

// Error tells the reason in English.
func (r Restriction) Error() string { return r.In(false) }

// In tells the reason in Chinese or in English.
func (r Restriction) In(chinese bool) string {
	reasons := [...][2]string{
		Restricted:  {"its licence bits (OS/2 fsType) forbid embedding it in a document", "字体许可位（OS/2 fsType）禁止嵌入文件"},
		WholeOnly:   {"its licence bits (OS/2 fsType) forbid embedding a subset, and a whole Chinese font is too large to embed", "字体许可位（OS/2 fsType）禁止子集嵌入，而中文字体不宜整体嵌入"},
		BitmapsOnly: {"its licence bits (OS/2 fsType) allow only bitmaps to be embedded", "字体许可位（OS/2 fsType）只许嵌入点阵"},
	}
	if chinese {
		return reasons[r][1]
	}
	return reasons[r][0]
}

// mayEmbed reads the licence bits: OpenType, OS/2, fsType. A font without the
// table restricts nothing. Where several of the exclusive bits are set, as
// before version 3 of the table, the most permissive one holds.
func mayEmbed(os2 []byte) error {
	const (
		place                         = 8
		restricted, preview, editable = 0x2, 0x4, 0x8
		noSubset, bitmapsOnly         = 0x100, 0x200
	)
	b := slice(os2, place, 2)
	if b == nil {
		return nil
	}
	bits := u16(b)
	switch {
	case bits&restricted != 0 && bits&(preview|editable) == 0:
		return Restricted
	case bits&bitmapsOnly != 0:
		return BitmapsOnly
	case bits&noSubset != 0:
		return WholeOnly
	}
	return nil
}
