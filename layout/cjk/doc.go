// Package cjk is the one table of what Chinese typography knows about a
// character: where it may stand in a line, where its ink sits in the em, and
// which of its whites may give way.
//
// Breaking, squeezing and checking all read this table; nothing else in the
// program decides what a punctuation mark is. Four notions are kept apart,
// because every setter that tangled them has grown bugs no table could mend:
//
//	Class     what kind of mark it is                 (class.go)
//	Ban       where it may not stand, by level        (ban.go)
//	White     on which side its half em of white is   (white.go)
//	Pool      when that white is taken, by scheme     (white.go)
//
// The sources are CLREQ, "Requirements for Chinese Text Layout" (W3C), and
// GB/T 15834-2011, "General rules for punctuation"; clauses are cited at the
// rows. Widths are in thousandths of an em throughout.
package cjk
