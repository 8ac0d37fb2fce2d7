package cjk

// row is what the typography of Chinese says of a class of characters.
type row struct {
	name   string
	edges  edges // at the level gb, from which the others differ as Rules.at tells
	form   Form
	clause string // where it is written
}

// table is the one table: a row a class. It is never written to.
//
// Prefixes, postfixes and iteration marks follow UAX #14 (PR, PO, NS), the
// house rules common in papers and ECMA-376's list for Simplified Chinese. The
// dash and the ellipsis may start a line at gb, at a price: thirteen characters
// are too few to forbid it. How two neighbours share their white follows from
// their sides (Meet).
var table = [classCount]row{
	Han:        {"han", edges{}, Form{}, "CLREQ 2.2.1"},
	Opener:     {"opener", edges{end: Forbidden}, Form{Before, PoolBracket}, "GB/T 15834 5.1.3, CLREQ 3.1.3"},
	Closer:     {"closer", edges{start: Forbidden}, Form{After, PoolBracket}, "GB/T 15834 5.1.3, CLREQ 3.1.3"},
	Comma:      {"comma", edges{start: Forbidden}, Form{After, PoolComma}, "GB/T 15834 5.1.1, CLREQ 3.1.3"},
	Colon:      {"colon", edges{start: Forbidden}, Form{After, PoolComma}, "GB/T 15834 5.1.1, CLREQ 3.1.3"},
	Stop:       {"stop", edges{start: Forbidden}, Form{After, PoolStop}, "GB/T 15834 5.1.1, CLREQ 3.1.3"},
	Exclaim:    {"exclaim", edges{start: Forbidden}, Form{After, PoolStop}, "GB/T 15834 5.1.2, CLREQ 3.1.3"},
	Dash:       {"dash", edges{start: Avoid}, Form{}, "GB/T 15834 5.1.4, CLREQ 3.1.3 (strict)"},
	Ellipsis:   {"ellipsis", edges{start: Avoid}, Form{}, "GB/T 15834 5.1.5, CLREQ 3.1.3 (strict)"},
	Connector:  {"connector", edges{start: Forbidden}, Form{}, "GB/T 15834 5.1.6, CLREQ 3.1.3"},
	MidDot:     {"middot", edges{start: Forbidden}, Form{Half, PoolDot}, "GB/T 15834 5.1.7, CLREQ 3.1.3"},
	Slash:      {"slash", edges{start: Forbidden, end: Forbidden}, Form{Half, PoolNone}, "GB/T 15834 5.1.9, CLREQ 3.1.3 (gb)"},
	Iteration:  {"iteration", edges{start: Forbidden}, Form{}, "UAX #14 NS, ECMA-376 kinsoku"},
	SmallKana:  {"small-kana", edges{}, Form{}, "UAX #14 CJ, CSS Text 3 5.3"},
	Prefix:     {"prefix", edges{end: Forbidden}, Form{}, "UAX #14 PR, ECMA-376 kinsoku"},
	Postfix:    {"postfix", edges{start: Forbidden}, Form{}, "UAX #14 PO, ECMA-376 kinsoku"},
	Digit:      {"digit", edges{}, Form{}, "GB/T 15835, UAX #14 NU"},
	Latin:      {"latin", edges{}, Form{}, "CLREQ 3.2.2, UAX #14 AL"},
	LatinOpen:  {"latin-open", edges{end: Forbidden}, Form{}, "UAX #14 OP"},
	LatinClose: {"latin-close", edges{start: Forbidden}, Form{}, "UAX #14 CP, IS, EX"},
	Hyphen:     {"hyphen", edges{start: Forbidden}, Form{}, "UAX #14 HY"},
	Space:      {"space", edges{start: Forbidden}, Form{}, "UAX #14 SP, CLREQ 3.2.4"},
	Glue:       {"glue", edges{start: Forbidden, end: Forbidden}, Form{}, "UAX #14 GL"},
	IdeoSpace:  {"ideographic-space", edges{start: Forbidden}, Form{}, "UAX #14 BA"},
	Combining:  {"combining", edges{start: Forbidden}, Form{}, "UAX #14 CM"},
	Other:      {"other", edges{}, Form{}, "UAX #14"},
}
