// Package markup reads HTML and XML into trees of one kind, whose nodes know
// where they stand in the source, and turns a part of a tree into paragraphs.
// It knows no kind of source.
//
// Both are read as they come: HTML of the mirrors of e-papers is seldom whole,
// and XML may break off. What is read before the fault is kept. Trees are
// bounded in depth and in nodes; entities that a document declares itself are
// never followed.
package markup
