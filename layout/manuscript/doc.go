// Package manuscript holds the model an editor thinks in (issue, page plan,
// story, block, span, picture, house style) and its loader from an fs.FS.
//
// The flow, a file a step:
//
//	issue.yaml --read (load.go)--> text in UTF-8
//	    --mend (yamlmend.go names the files)--> slips named, a copy without them
//	    --parseYAML (yaml.go)--> nodes with their places
//	    --readMapping (keys.go) by the tables of contract.go, slots.go and
//	      pictures.go--> Issue
//	stories/*.md --read--> text
//	    --splitFront (front.go)--> front matter --as above--> Story
//	                               body --tidy (tidy.go, near.go)--> plain Markdown,
//	                                      tables (table.go) and pull quotes
//	                                    --markdown (markdown.go)--> blocks
//	pictures/* --probe (pictures.go)--> what each file says about itself
//	every text --annotate (annotate.go)--> dots, lines and rubies
//	           --normalize (normalize.go names the other files)--> mended text, by what
//	             the story as a whole shows (survey.go)
//	Issue and stories --validate (validate.go)--> what stands where is sound
//
// Each step reports to one sink (report.go) and goes on, so that a run names
// every fault. The tables of keys also give the JSON schema (schema.go).
//
// # The source of a story
//
// A paragraph ends with an empty line, or where the next line is indented by
// U+3000, is an item of a list, is a row (rows.go) or begins with a bar. **bold** is Bold, *other*
// is Kai; both work between Chinese characters and marks. A single _ is text.
//
//	==重点==            Dots, a dot under each character (着重号)
//	__人名__            NameLine, a line under a proper name (专名号)
//	~~书名~~            WaveLine, a wavy line under a title (浪线书名号)
//	{汉|hàn}            a ruby over its base (注音)
//	{汀江|tīng jiāng}   as many syllables as Han characters: one over each
//	{汀江|河名}          otherwise: one ruby over the whole base
//
// These four stand inside **, * and one another, and the other way round; the
// first two characters open and the next two close. What has no partner, stands
// between Latin letters or figures (a==b, file__name) or in an address is text,
// and so are braces that hold no ruby: without a bar or with two, without a
// letter under or anything over the bar, with more than 30 characters under it.
// Other markup around a part of a ruby's base, and a line break or an escape in
// the ruby, make it text too. \== and \{ are text.
//
//	> text     a paragraph of an editor's note (编者按)
//	>> text    a pull quote (引语); its lines follow each other, >> alone parts two
//	# text     the headline of a story without one, else as ##
//	## text    a subhead (小标题) of level 1; #### of level 3, and so on
//	### text   a subhead of level 2 that opens the paragraph below it
//	|---|---|  below a line of cells parted by bars, or above the first: a table
//	---        a break between sections
//	- text     a paragraph with the bullet ●, where several lines begin so
//	1. text    a paragraph as it is written
//
// Headings of one level on lines right below each other are one subhead of
// several lines; such a one does not run in, nor does one without a paragraph
// below it; <br> begins a further line, too. What is nearly markup is taken for it
// and reported (near.go). A star between figures, letters or quantities (长*宽),
// behind a surname (李**说), in a run of four, or without a partner is a star;
// so are + and - before a figure. A row of a table that has too few cells is filled up, one that has
// too many keeps the rest in its last cell, and both are reported. A bar in a
// ruby or behind a backslash parts no cells. A table ends at the first line
// without a bar; where no rule of dashes makes a table, bars are text.
//
// A line break is a space between words of Latin script and nothing beside a
// Han character or a full-width mark. Two spaces or a backslash at the end of a
// line, and <br>, break the line (a paragraph that Goes). \* and &amp; are * and
// &. A comment <!-- --> is left out and noted. Links, pictures, HTML tags,
// code, and tables in an editor's note are reported: of a link its words are
// kept and its address is named in the report, <https://address> keeps the
// address, tags stay as they are written, code and such rows become paragraphs.
// Nothing that is not markup is ever lost.
//
// # Front matter
//
// It stands between two lines --- at the head of the file and may be missing;
// what is near to it is taken for it and reported, and so are lines 标题：…. A key
// without a value counts
// as not given. Every text may be any scalar, as it is written: YAML's readings
// of it do not count. The markup of a paragraph works in it. In a headline `|`
// outside a ruby marks where a line may be broken, and so does <br>.
package manuscript
