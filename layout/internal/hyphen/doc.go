// Package hyphen tells where an English word may be hyphenated (连字), and a
// word of Hanyu Pinyin (pinyin.go).
//
// For English it is Frank Liang's method as TeX uses it. Every pattern is a piece of a
// word with digits between its letters, a dot standing for the word's edge:
//
//	. h y p h e n a t e .
//	  h y3p h                     hy3ph
//	        h e2n                 he2n
//	        h e n a4              hena4
//	        h e n5a t             hen5at
//	           1n a               1na
//	            n2a t             n2at
//	--------------------
//	   0 3 0 0 2 5 4 0            the greatest digit of each place
//	  h y-p h e n-a t e           odd: a hyphen may stand
//
// The patterns lie in english.trie, the words that they get wrong in
// exceptions.txt. Both are made by gen.go from Knuth's patterns and the TeX
// users' list of exceptions, whose terms are in LICENSE.
package hyphen
