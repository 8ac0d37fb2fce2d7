package pdf

// Mapped is a glyph with its text, for tests.
type Mapped = mapped

// NewMapped is one.
func NewMapped(glyph int, text string) Mapped { return Mapped{glyph, text} }

// NoFont is a font that is there and empty.
func NoFont() *embeddedFont {
	f := &embeddedFont{done: make(chan struct{})}
	close(f.done)
	return f
}

// What font.go does, piece by piece.
var (
	ToUnicode = toUnicode
	Widths    = widths
	SetFont   = setFont
)
