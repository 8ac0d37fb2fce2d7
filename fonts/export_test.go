package fonts

import "golang.org/x/image/font/sfnt"

// Drawn is a glyph of TrueType outlines as this package draws it, in font
// units times 64.
func (f *Face) Drawn(id uint16) (sfnt.Segments, error) { return f.glyf().segments(id) }
