package fonts

// Raised and lowered characters (上标、下标): Unicode has figures, signs and
// some letters in these forms. A face that lacks one has the character it
// stands for, and draws that, smaller and off the baseline.

// raised and lowered list the characters beside those they stand for: Unicode's
// compatibility decompositions <super> and <sub> of one character each.
const (
	raisedForms  = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱªº" + "ᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂ" + "ᵃᵇᶜᵈᵉᶠᵍʰʲᵏˡᵐᵒᵖʳˢᵗᵘᵛʷˣʸᶻ" + "ᵝᵞᵟᶿᵠᵡ"
	raisedBases  = "0123456789+−=()niao" + "ABDEGHIJKLMNOPRTUVW" + "abcdefghjklmoprstuvwxyz" + "βγδθφχ"
	loweredForms = "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎" + "ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓₔ" + "ᵦᵧᵨᵩᵪ"
	loweredBases = "0123456789+−=()" + "aehijklmnoprstuvxə" + "βγρφχ"
)

// Script is where a character stands that belongs to another's foot or shoulder.
type Script int8

const (
	Lowered Script = -1 // Lowered is a subscript (下标).
	OnLine  Script = 0
	Raised  Script = 1 // Raised is a superscript (上标).
)

type scripted struct {
	base   rune
	script Script
}

// scripts is by form, forms the way back.
var scripts, forms = func() (map[rune]scripted, map[scripted]rune) {
	byForm, back := make(map[rune]scripted), make(map[scripted]rune)
	list := func(forms, bases string, s Script) {
		b := []rune(bases)
		for i, r := range []rune(forms) {
			byForm[r] = scripted{b[i], s}
			// The figures and letters of words, not the ordinal signs.
			if _, ok := back[scripted{b[i], s}]; !ok && r != 'ª' && r != 'º' {
				back[scripted{b[i], s}] = r
			}
		}
	}
	list(raisedForms, raisedBases, Raised)
	list(loweredForms, loweredBases, Lowered)
	back[scripted{'-', Raised}], back[scripted{'-', Lowered}] = '⁻', '₋'
	return byForm, back
}()

// ScriptOf is the character that a raised or lowered one stands for, and where
// it stands; OnLine for every other.
func ScriptOf(r rune) (base rune, s Script) {
	if r < 'ª' || r > 'ⱽ' || r > 'º' && r < 'ʰ' {
		return r, OnLine
	}
	if f, ok := scripts[r]; ok {
		return f.base, f.script
	}
	return r, OnLine
}

// InScript is the character that stands for another, raised or lowered; false
// where Unicode has none.
func InScript(r rune, s Script) (rune, bool) {
	form, ok := forms[scripted{r, s}]
	return form, ok
}

// scriptGlyph is the glyph from which a raised or lowered character is made.
func (f *Face) scriptGlyph(r rune) uint16 {
	base, s := ScriptOf(r)
	if s == OnLine {
		return 0
	}
	// U+2212 is not in every face; a dash is nearer to it than a hyphen.
	candidates := []rune{base}
	if base == '−' {
		candidates = []rune{'−', '–', '-'}
	}
	for _, c := range candidates {
		if f.Has(c) {
			return f.Glyph(c)
		}
	}
	return 0
}

// Makes tells whether a face can make a raised or lowered character out of the
// one it stands for, drawn in the form Made.
func (f *Face) Makes(r rune) bool { return f.scriptGlyph(r) != 0 }
