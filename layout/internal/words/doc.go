// Package words knows where Chinese words end, so that a headline or a
// subhead is broken between words and never inside one.
//
//	text        城陵矶港二季度吞吐量增长12.5%
//	Split       城陵矶|港|二季度|吞吐量|增长|12.5%
//	Boundaries  3 0 0 1 2 0 0 2 0 0 2 0 2 0 0 0 0 3
//
// The most probable division wins (segment.go): every word of the table
// (table.go) has a price that grows with its rarity, and the cheapest chain of
// words that covers the text is taken. Three kinds of words cannot be listed
// and are recognised by form: figures with their measure word (number.go),
// personal names (name.go), and runs of Latin letters. Boundaries then judges
// each place between two words (cut.go), since a line that begins with 的 or
// ends with 在 is a bad line although the word is whole.
//
// The division knows words, not sentences: it reads 研究生命起源 rightly because
// 研究 and 生命 are commoner than 研究生 and 命, not because it understands. The
// editor's own break hints must always come first.
//
// It is made for texts of a few to a few hundred characters in Simplified
// Chinese; in Traditional text most characters stand as words by themselves.
// The table is the dictionary of the gse project, which has it from jieba,
// with newspaper.txt, our own list of newer words; README.md has the sources
// and licences.
package words

//go:generate go run -C internal/compile .
