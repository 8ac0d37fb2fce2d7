// Package pdffile reads PDF files from strangers: tables, objects, streams,
// pages. It knows nothing of what is done with them.
//
//	lex.go      bytes into values: names, strings, arrays, dictionaries
//	filter.go   the filters of streams that are read here
//	file.go     tables, objects by number, object streams; the search for
//	            objects in a file whose table is damaged
//	page.go     the page tree, boxes, turns, the content of a page
//	inline.go   where an inline picture ends
//	fault.go    what can be wrong
//
// A value is one of Go's: nil, Bool, Int, Real, Array and the types Name,
// String, Dict, Ref, *Stream. A reference is followed by File.Resolve; nothing
// else follows it. What is read is shared: callers must not change it.
//
// Nothing in a file is trusted. A file is at most 256 MB, has at most a million
// objects and four million values, arrays and dictionaries 64 deep, chains of 32
// references, tables saved 1,024 times, 100,000 pages; what is decoded of it
// grows to 128 MB at most, unless a caller sets a limit of its own for one
// stream (File.Undo); and its bytes are gone over at most some eight times. Each
// limit stands at the constant that holds it, with its reason. No fault of a
// file is a panic: what is wrong is told by a *Fault.
package pdffile
