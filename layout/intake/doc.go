// Package intake takes in what was written elsewhere (收稿): a page of raw text,
// the tree of an e-paper, a library's scans, wire copy. It holds the model that
// every reader fills, what joins and keeps, and the folder that comes out; it
// knows no source format itself. A package below it knows one kind of source:
//
//	intake/dump    a page of raw text as it falls out of a PDF or a web page
//	intake/epaper  mirrors of e-papers: pages with maps, stories, pictures
//	intake/text    a web page a page of the paper; folders of crawlers
//	intake/table   tables of stories, CSV; records of JSON
//	intake/scan    METS/ALTO, PAGE XML, hOCR, JSON and tables of OCR
//	intake/docx    documents of word processors
//	intake/wire    wire copy in NITF and NewsML-G2
//	intake/post    Markdown with the front matter of other programs
//	intake/replica layout.json, our own record of an edition
//
// What readers share stands beside them: intake/markup makes trees and
// paragraphs of HTML, XML and JSON, intake/copydesk parts heads and takes out of
// a text what does not belong into it, and dump knows the shapes of what papers
// write beside their texts. intake/invented makes up sources, for tests.
//
// The flow:
//
//	SRC --Open*--> Source              a folder, a zip or a file, bounded
//	    --Reader.Lots--> []Lot         the issues it holds, none of them read yet
//	    --Lot.Read--> Delivery         an Edition, and Findings about it
//	    --Merge--> Edition             lots of one issue put together
//	    --Edition.Folder--> Folder     issue.yaml, stories, pictures, import.json; the sheet
//	                                   that the text fills, further pages, fillers (room.go)
//	    --Folder.Against--> Changes    what to write over what stands there
//	    --Report--> import-report.html and a summary
//
// # How to write a reader
//
// A reader is a value of type Reader. Claim looks at the names in a source, and
// at the heads of some files, and says how sure it is, from 0 to 100; Lots
// lists the issues with their paper and date and must be cheap, for an archive
// has thousands; Lot.Read reads one of them and may run beside others, so it
// keeps no state outside itself.
//
// Every text is a Text: runs that each know the bytes of the source they came
// from. Whatever a reader takes out of the source it puts into a field, a block
// or a Finding; Source.Read, Decode and Tidy do what all readers need (bounds,
// encodings, characters that cannot be printed) and report it. A guess has a
// rule, a word for why, and a Sure from 0 to 100: the report lists guesses with
// the least sure first. Nothing is ever invented: a text may be joined, parted
// and moved, and each of these is a Finding.
//
// Text is plain: the writer escapes what the loader would read as markup.
package intake
