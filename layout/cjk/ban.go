package cjk

import "slices"

// Level is a set of prohibition rules for line starts and ends (禁则).
type Level uint8

const (
	None      Level = iota // None forbids nothing (CLREQ: some papers of Taiwan and Hong Kong).
	Basic                  // Basic is CLREQ's recommended minimum.
	GB                     // GB is basic, and no 分隔号 at a line end (GB/T 15834 5.1).
	Strict                 // Strict is gb, and no —— or …… at a line start.
	CSSStrict              // CSSStrict, CSSNormal and CSSLoose are CSS Text 3 `line-break` for zh.
	CSSNormal
	CSSLoose
	levelCount
)

var levelNames = [levelCount]string{"none", "basic", "gb", "strict", "css-strict", "css-normal", "css-loose"}

// String is the level's name in issue.yaml.
func (l Level) String() string { return levelNames[l] }

// Levels are the names of the levels in their order.
func Levels() []string { return slices.Clone(levelNames[:]) }

// ParseLevel reads a level's name.
func ParseLevel(s string) (Level, bool) {
	i := slices.Index(levelNames[:], s)
	return Level(max(i, 0)), i >= 0
}

// Ban is how strongly a place is refused.
type Ban uint8

const (
	Free      Ban = iota // Free lets the character stand.
	Avoid                // Avoid lets it stand at a price.
	Forbidden            // Forbidden keeps it away while any other breaking exists.
)

// edges is the ban on a line start and on a line end.
type edges struct{ start, end Ban }

// Rules is a level with a house's own additions and exemptions. The zero
// value is the level none.
type Rules struct {
	Level Level
	// NotStart and NotEnd are characters the house forbids besides; MayStart
	// and MayEnd are those it exempts. They win over the level.
	NotStart, NotEnd, MayStart, MayEnd []rune
}

// Start tells whether a line may start with the character.
func (ru *Rules) Start(r rune, c Class) Ban {
	return house(r, ru.MayStart, ru.NotStart, ru.at(r, c).start)
}

// End tells whether a line may end with the character.
func (ru *Rules) End(r rune, c Class) Ban {
	return house(r, ru.MayEnd, ru.NotEnd, ru.at(r, c).end)
}

// house puts a house's own lists before what the level says.
func house(r rune, may, not []rune, level Ban) Ban {
	switch {
	case len(may) > 0 && slices.Contains(may, r):
		return Free
	case len(not) > 0 && slices.Contains(not, r):
		return Forbidden
	}
	return level
}

func (ru *Rules) at(r rune, c Class) edges {
	e := table[c].edges
	switch c {
	case Space, IdeoSpace, Glue, Combining: // no level sets these free
		return e
	}
	switch ru.Level {
	case None:
		return edges{}
	case Basic:
		if c == Slash {
			e.end = Free
		}
	case Strict:
		if c == Dash || c == Ellipsis {
			e.start = Forbidden
		}
	case CSSStrict, CSSNormal, CSSLoose:
		return cssEdges(ru.Level, r, c, e)
	}
	return e
}

// Leads tells whether a leader that is no ellipsis of Chinese (class IN of
// UAX #14: ․ and ︙) may begin a line: in loose it may, as … may.
func (ru *Rules) Leads(r rune) bool {
	return ru.Level == CSSLoose && (r == '․' || r == '︙')
}

// cssEdges is the set of CSS Text 3 section 5.3, `line-break`, as it stands
// for Chinese. Its levels relax what UAX #14 forbids, so a mark that CSS does
// not name keeps its row. Two things stay ours at every level: connectors other
// than those named start no line, and · starts none (GB/T 15834 5.1.7).
func cssEdges(l Level, r rune, c Class, e edges) edges {
	loose := l == CSSLoose
	switch c {
	case SmallKana:
		// Small kana and the prolonged sound mark (class CJ): free in normal and loose.
		if l == CSSStrict {
			e.start = Forbidden
		}
	case Connector:
		switch r {
		case '〜', '゠', '～':
			// CJK hyphen-like characters: free in normal and loose. ～ is how
			// Chinese keyboards type 〜.
			if l != CSSStrict {
				e.start = Free
			}
		case '‐', '–':
			// Hyphens: free in normal and loose, behind an ideograph.
			if l != CSSStrict {
				e.start = Free
			}
		}
	case Iteration:
		// 々〻ゝゞヽヾ: free in loose. 〃 is an ideograph to UAX #14.
		if loose || r == '〃' {
			e.start = Free
		}
	case Dash:
		e.start = Free // class B2
	case Ellipsis:
		// Inseparable leaders (class IN): free in loose. The two halves of ……
		// hold together all the same.
		e.start = Forbidden
		if loose {
			e.start = Free
		}
	case MidDot, Colon, Exclaim:
		// Centred punctuation: free in loose.
		if loose {
			switch r {
			case '・', '：', '；', '･', '‼', '⁇', '⁈', '⁉', '！', '？':
				e.start = Free
			}
		}
	case Postfix:
		// Suffixes (class PO, East Asian width A, F or W): free in loose.
		if loose {
			switch r {
			case '％', '‰', '℃', '℉', '°', '′', '″', '￠', '﹪':
				e.start = Free
			}
		}
	case Prefix:
		// Prefixes (class PR, East Asian width A, F or W): free in loose.
		if loose {
			switch r {
			case '￥', '€', '№', '＄', '￡', '±', '＋', '＃':
				e.end = Free
			}
		}
	case Slash:
		e.end = Free // class SY
		if r == '／' {
			e.start = Free // class ID
		}
	}
	return e
}
