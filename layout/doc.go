// Package layout makes up pages: it puts stories into slots, fits headlines,
// carries text on from page to page, and writes masthead, folio and rules.
// Compose is its whole interface.
//
// This page is also the plan of the house, for the engineer who comes new.
//
// # From a folder to a page
//
// An issue of a newspaper is a folder: issue.yaml says what stands where, a
// Markdown file holds each story. It becomes pages in four steps, each a plain
// value that the next one reads:
//
//	issue folder
//	   |   layout/manuscript   Load      YAML and Markdown become an Issue; every
//	   |                                 fault gets a file, a line and a column
//	   v
//	 manuscript.Issue
//	   |   layout              Compose   decides where everything stands, asking
//	   |     |- layout/para              text -> clusters, once
//	   |     |                           clusters and a measure -> lines, often
//	   |     `- layout/internal/flow     lines and frames -> placed lines, and the rest
//	   v
//	 page.Edition                        items at fixed places, placements, guides
//	   |
//	   |-- render/pdf          Draw      the tree of a PDF's objects (render/internal/cos)
//	   |     `- render/pdfx    Finish    what the press asks for; the claim to be PDF/X
//	   |-- render/proof        Draw      pixels, and Overlays that say why
//	   `-- render/report                 sentences about it
//
// The package render joins the steps in one function (Job.Run) and is the door for
// other programs; cmd/duikai calls it and turns the outcome into an exit code.
//
// Three habits keep this simple. The display list (page.Edition) is the
// border: behind it nothing is decided any more, so two renderers cannot
// disagree. Text that does not fit is a value: flow hands back what is left,
// and a continuation is filling again with that. Faults are collected, not
// thrown: each step reports all it finds with a place in the manuscript, goes
// on as well as it can, and the command prints the sorted list at the end.
//
// # The rooms
//
//	cmd/duikai                 flags, exit codes, files on disk
//	render                     the pipeline, for the command and for other programs: an issue
//	                           folder becomes problems, pages, files
//	fonts                      opens font files; which face has a character, how wide is it
//	fonts/embedded             the faces that come with the program
//	fonts/fonttest             for tests: the same faces, hollow, which weigh a seventh
//	layout/geom                Length (thousandths of a point), Point, Size, Rect, Measure
//	layout/diag                a place, a problem with its stable code, a sorted list; the
//	                           catalogue of everything the program says to editors
//	layout/parallel            things that do not depend on each other, side by side
//	layout/cjk                 the one table of character classes and the rules for pairs
//	layout/internal/words      where Chinese words end, for the lines of heads
//	layout/internal/hyphen     where English words may be hyphenated
//	layout/internal/lunar      the Chinese calendar
//	layout/internal/strokes    how many strokes a character has
//	layout/pdffile             reads the objects of PDF files from outside
//	layout/artwork             what pictures and PDF files from outside say about themselves
//	layout/manuscript          the issue as its editors see it, and the loader
//	layout/edit                changes of the manuscripts by hand, with their journal
//	layout/page                the display list
//	layout/proofs              what proof readers marked and signed, on the pages as they are now
//	layout/para                text into lines; knows no columns
//	layout/internal/flow       lines into frames; knows no stories
//	layout/internal/dummy      pieces onto a sheet; knows no text
//	layout/internal/allot      stories onto pages; knows no shapes
//	layout                     page make-up
//	layout/planner             places for the slots that have none: the desk of layout and the
//	                           search of dummy brought together
//	layout/intake              what was written elsewhere (收稿) as issue folders: the model, what
//	                           is kept, the report; layout knows nothing of it
//	layout/intake/dump         a page of raw text
//	layout/intake/...          epaper, text, table, post, scan, docx, wire, replica: its other
//	                           kinds of sources; invented: sources made up for tests
//	layout/internal/copydesk, markup
//	                           what those readers share
//	layout/intake/filler       what stands at the foot of a page that lacks text
//	render/internal/cos        values, objects and files of PDF, as this program writes them
//	render/internal/icc        colour profiles; render/newsprint carries the one that is used
//	                           unless a paper names its own
//	render/rip                 draws the pages of any PDF file to pixels; the only importer of
//	                           pdfium
//	render/internal/separation the inks of a press in place of colours, on a page from outside
//	render/picture             pictures made ready to be drawn; render/internal/heif reads HEIC
//	                           and AVIF in a sandbox
//	render/pdf                 draws the display list with gopdf; the only importer of it and of
//	                           gofpdi, which comes with it
//	render/reading             an edition in the order in which it is read
//	render/pdfx                makes that PDF/X: overprint, boxes, marks, metadata, tags
//	render/proof               draws a page to pixels from the font outlines; overlays that say
//	                           why it is so, numbers of problems, contact sheets
//	render/replica             an edition for browsers, books, libraries, sites and viewers
//	render/preflight           checks PDF files, ours and those handed in, for the press
//	render/report              what happened, in sentences, tables, JSON and a page for a browser
//	render/readback            shows the pages of PDF files that the program wrote before
//	render/live                serves an edition to a browser while it is written
//	render/join                puts finished PDF files one behind the other
//	cmd/internal/archive       sets an archive of issues with processes of the command, on one
//	                           machine or on many; the only importer of bbolt
//	cmd/internal/store         where issues and pages lie when many machines work on them:
//	                           folders and buckets; storetest serves a bucket to tests
//	cmd/internal/queue         hands work to machines and hears from them; the only importer of
//	                           NATS
//	cmd/internal/keep          keeps pictures that were made ready in the user's cache
//	cmd/internal/workbench     pages made in a browser: what is taken hold of there becomes an
//	                           edit of the manuscripts
//	cmd/internal/elsewhere     tests alone: other processors write the same bytes
//	samples                    sample issues; samples/golden compares with accepted files,
//	                           samples/draws gives property tests the same draws every run
//	samples/oracle             for tests: programs and files of others, and what brings them
//	samples/score              compares plans with simpler ones and with the sample's own; run by
//	                           hand
//	samples/mutants            changes an operator at a time and asks the tests; run by hand
//	samples/unicode            for generators and tests: reads the files of Unicode
//	samples/systems            checks the types of the program as other systems build it
//	samples/steps              for tests: counts the statements that run, where time would lie
//
// What stands below an internal folder is promised to nobody: other programs come in
// by render, and by the values it hands on (manuscript, page, diag, geom, planner,
// preflight and the like).
//
// # Who may import whom
//
// Imports run one way. A line may import from what it names and from nothing
// else of ours; imports_test.go holds the same table and fails when a package
// steps over it, so change both together.
//
//	fonts, layout/geom, layout/diag, layout/cjk     nothing
//	layout/internal/words, hyphen, lunar, strokes   nothing
//	layout/internal/allot, layout/parallel          nothing
//	layout/internal/dummy                           parallel
//	layout/pdffile                                  nothing
//	layout/artwork                                  pdffile geom
//	layout/manuscript                               parallel strokes cjk artwork geom diag
//	layout/edit                                     manuscript diag
//	layout/page                                     geom diag fonts
//	layout/proofs                                   manuscript page geom diag
//	layout/para                                     hyphen page geom diag fonts cjk
//	layout/internal/flow                            para page geom
//	layout                                          parallel dummy artwork words lunar manuscript flow para page geom diag fonts
//	layout/planner                                  parallel layout allot dummy artwork manuscript page geom diag fonts
//	layout/intake, and a reader below it            copydesk markup manuscript words diag
//	layout/internal/copydesk                        markup diag, and layout/intake and its dump
//	layout/internal/markup                          diag, and layout/intake
//	layout/intake/filler                            fonts
//	render/internal/cos                             parallel
//	render/internal/icc                             parallel
//	render/newsprint                                nothing
//	render/rip                                      nothing
//	render/internal/separation                      icc artwork pdffile
//	render/internal/heif                            nothing
//	render/picture                                  parallel heif separation icc cos newsprint artwork page geom diag
//	render/pdf                                      cos picture page geom fonts
//	render/reading                                  page geom
//	render/pdfx                                     parallel cos reading page geom diag fonts
//	render/proof                                    parallel picture page geom diag fonts
//	render/replica                                  reading proof picture page geom fonts
//	render/preflight                                pdffile geom diag
//	render/report                                   page geom diag
//	render/readback                                 icc newsprint pdffile geom fonts
//	render/live                                     parallel report page geom diag
//	render/join                                     cos
//	fonts/embedded, fonts/fonttest                  fonts
//	samples, and all that is internal               nothing
//	samples/score                                   samples fonts/embedded planner manuscript fonts
//	render                                          layout planner proofs manuscript intake artwork pdffile page geom diag fonts, fonts/embedded,
//	                                                newsprint picture rip pdf pdfx preflight proof reading replica report
//	cmd/internal/archive                            parallel join store queue
//	cmd/internal/keep, store, elsewhere             nothing
//	cmd/internal/queue                              nothing
//	cmd/internal/workbench                          layout edit proofs manuscript page geom diag fonts live report
//	cmd/duikai                                      everything above, and fonts/embedded
//
// Three imports go beyond the picture, all of them down to a package that
// imports nothing of ours: render/pdf names diag, because a character it cannot
// draw is reported at its place in the manuscript; layout names cjk, because
// the house style is written in the levels and schemes of its table; flow names
// fonts, for the em box by which a line sits in its row.
//
// What follows from it: para and flow never see YAML or Markdown; a renderer
// never sees the manuscript; only the command and render link the 86 MB of
// embedded faces, and tests that set whole editions: others take those of fonts/fonttest; and no package but the command
// and the folders below it touches the operating system, for the loader reads an fs.FS and the renderer
// gives bytes. No package keeps mutable state: what must be shared (parsed
// faces) is a value that the command makes and hands on.
//
// A sum of a product is written float64(x*y) + z: without the conversion some
// processors round once where others round twice, and the same issue has other
// bytes there.
//
// # From a story to a full slot
//
// Filling a slot asks for the story and the slot and for nothing else of the
// page; so Compose, the Desk that measures slots without a place, and the advice
// in remedy.go are callers of the same pour, and what one finds the others do.
// The lines of the text are cut into columns by flow, which also gains or loses
// some; around it fit.go moves pictures, captions, the head's whites and at last
// the leading, every way that costs less than the best so far, the cheapest
// first. What was moved is a value on the placement, told by check -v and by
// every form of the report.
//
// # Where a change belongs
//
//	a mark at the wrong end of a line         layout/cjk, the table
//	a line too loose or too tight             layout/para
//	a heading left alone under a column       layout/internal/flow
//	rows left white, feet that are not level  layout/internal/flow: prices in cut.go; layout: levers in fit.go
//	a headline, a jump line, the folio        layout: headline.go and head*.go, jump.go, header.go
//	a picture in the wrong place              layout: picture.go, gallery.go, inset.go
//	a page that is warned of wrongly          layout: taboo.go; its rectangles in layout/internal/dummy: taboo.go
//	a page made up badly                      layout/internal/dummy: terms.go, the prices
//	a story on the wrong page                 layout/internal/allot, the prices; layout/planner: sections.go
//	a story parted at the wrong place         layout/planner: jump.go; layout: deskpart.go
//	a cut proposed badly                      layout: propose.go; layout/planner: propose.go
//	a place written wrongly into issue.yaml   layout/manuscript: keep.go; by hand: change.go, passage.go
//	what is undone, who overwrites whom       layout/edit
//	a mark or a signature of proofs.yaml      layout/manuscript: proofs.go, proofschange.go; on the page: layout/proofs
//	a picture that looks wrong                render/picture
//	a key of issue.yaml                       layout/manuscript, the model and the loader
//	the words of a problem                    layout/diag/catalogue.go
//	what a PDF is refused for, and its words  render/preflight
//	something drawn wrongly                   render/pdf, if page's dump shows it right
//	what is set again, what is kept           cmd/internal/archive; between saves: layout/memory.go, layout/manuscript/memory.go
//	what many machines do                     cmd/internal/archive: bench.go, an issue; shard.go, a part; many.go, work.go, a queue
//	layout.json, the files of an issue        render: layoutjson.go; cmd/duikai: batch_set.go
//	a source that is read wrongly             layout/intake: the reader of its kind
//
// # Glossary
//
// Exported names are the English words of the trade, and their comments give
// the Chinese ones. Those met everywhere:
//
//	issue, edition     一期        an issue as written; an edition as set
//	page               版          one page; 第2版 is page 2
//	nameplate          报头        the paper's name at the top of the first page
//	page header        版眉        page number, section, date over every page
//	folio              版次        the number of a page
//	type area          版心        what is printed on, inside the margins
//	basic column       基本栏      the column the sheet is divided into
//	row                行          one line of body text, the grid's other unit
//	slot               版位        cells of the grid, and what stands in them
//	merged columns     破栏        text columns wider than the basic ones
//	measure            行长        the width of a line
//	leading            行距        from baseline to baseline
//	kicker             引题        the line over the headline
//	headline           主题        the main line or lines
//	deck               副题        the line under the headline
//	subhead            小标题      a heading inside the text
//	summary            提要        the story told in some lines under its head
//	banner head        通栏题      a head over the whole page
//	even spread        均排        a short line opened over its measure
//	byline             署名        who wrote it
//	column logo        栏目        the label of a regular feature
//	note               按语        the editors' or the author's remark
//	initial            首字下沉    a first character as high as some lines
//	run-in head        接排小标题  a subhead that opens its paragraph
//	pull quote         引语        a sentence of the story, set large
//	table              表格        cells between rules
//	run-around         绕排        text that keeps beside a picture
//	group              图组        several pictures under one caption
//	ear                报眼        what stands beside the nameplate
//	digest             导读        headlines of the other pages, and where they are
//	short head         转版短题    the head over the part that goes on elsewhere
//	body               正文        the text itself
//	box, tint          加框、底纹  a frame round a slot; grey under it
//	jump               转版        下转 and 上接, a story that goes on elsewhere
//	overset            排不下      text without room
//	prohibition        禁则        marks that may not begin or end a line
//	squeezing          挤压        taking white from marks to fit a line
//	hanging            悬挂        a mark set outside the measure
//	em                 字宽        the type size as a width; one Chinese character
//	trim, bleed        成品、出血  the cut page; what is printed beyond the cut
//	mark               圈红        a ring on a proof, with what is to be done
//	signature          签样        who has read a page, as a first proof (初样), second reading (二校), final proof (清样) or passed for press (付印)
//	draft              草样        an edition printed in spite of errors
//	taboo              编排禁忌    good stories side by side that make a bad page
package layout
