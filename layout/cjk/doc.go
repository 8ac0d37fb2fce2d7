// Package cjk is the one table of what Chinese typography knows about a
// character: where it may stand in a line, where its ink sits in the em, and
// which of its whites may give way.
//
// Breaking, squeezing and checking all read this table; nothing else in the
// program decides what a punctuation mark is. Four notions are kept apart,
// because every setter that tangled them has grown bugs no table could mend:
//
//	Ban      where it may not stand in a line           Rules (ban.go)
//	Side     where its ink sits in the em               Form (white.go); the outline has the last word
//	Facing   how it shares its white with a neighbour   Meet (white.go)
//	Level,   what region and house choose               ban.go, white.go
//	Scheme
//
// The table (table.go) has a row for each Class of characters (class.go), and
// every row cites its clause. The sources are CLREQ, "Requirements for Chinese
// Text Layout" (W3C), and GB/T 15834-2011, "General rules for punctuation".
package cjk
