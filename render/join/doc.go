// Package join puts finished PDF files one behind the other into one file, with
// bookmarks by file, page and story: a month or a year of a newspaper.
//
// It takes the files of this program's own renderers, as render/internal/cos reads them.
// Of each file it copies what its pages need and nothing else; catalogue, claims,
// metadata and bookmarks of its own stay behind. Streams are copied as they
// are and never opened.
//
// Files are read one at a time and written at once, so a year needs no more
// memory than its largest issue. The same files give the same bytes.
package join
