// Package dump reads raw text: a newspaper page as it falls out of a PDF or a web
// page, without mark-up (原始文本). Everything about it is a guess: by shape,
// length, end marks and neighbours; each guess has a rule and how sure it is.
//
//	text --lines--> lines with their places
//	    --unfold--> lines column by column, where columns stood side by side: strands between
//	                blanks, strips of strands below each other, tales of strips beside each other
//	    --abreast--> the same where only a crop of the text has two columns
//	    --again--> without the ends of lines that a crop too wide gives a second time
//	    --unwrap--> paragraphs where every line was a set line of a column
//	    --classify--> what each may be: head, byline, text, jump, credit, furniture
//	    --segment--> stories: which heads begin one, which stand inside one; by their
//	                 shapes, and by what the texts around them share (kin.go)
//	    --join--> paragraphs whole again that a column's end had cut
//	    --doubt--> what looks wrong in the source: told, never mended
//
// A PDF brings the places and the sizes of its characters (placed.go): they take
// the place of unwrap, and tell heads from text by their type.
//
// How well it does is measured with fifty-two invented pages of thirty-two genres
// that were set here and copied out of their PDF files (testdata/copied,
// score_test.go): the rules were made by most of them; the last ten, at which nobody
// looked but for whole pages with their blanks, tell what they are worth, and that what is
// guessed wrongly stands among the guesses.
//
// What cuts a paragraph is the end of a column: the paragraph lacks its final
// mark, and what follows goes on. A line that stands in the joint, and is no
// text, fell into the story when the page was copied: it goes back to the head
// above. Rules that look at words (shapes.go) know the words of the trade, no
// paper's own.
package dump
