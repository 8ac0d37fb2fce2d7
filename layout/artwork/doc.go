// Package artwork reads what pictures and PDF files from outside say about
// themselves, and takes single pages out of PDF files.
//
// Advertisements, photographs and logos come from strangers by mail. So
// nothing in them is trusted, not even that they end: everything that is read
// is bounded in size, in depth and in time, no fault of a file is a panic, and
// a file that is refused is refused with the reason. What a file does not say
// clearly is never guessed at the reader's cost: an advertisement that would
// be printed otherwise than its makers saw it is a fault.
//
// # Pictures
//
// Probe tells the format by the first bytes and reads headers alone; pixels
// are decoded elsewhere (render/picture), by the standard library and
// golang.org/x/image. What those decoders do not take is refused here already,
// by name: 12-bit, lossless and arithmetic JPEG, CMYK TIFF, animations. So an
// editor hears of it when the issue is loaded and not when it is printed.
//
// Width and height are those of the picture as it is looked at: cameras store
// what their sensor saw and write the orientation beside it (EXIF tag 274, one
// of eight). Upright turns the pixels by it.
//
// # PDF
//
//	pdf.go         the pages of a file counted and measured
//	pdflayer.go    which layers are switched off
//	pdfhide.go     what stands on them, taken out of a content stream
//	pdfannot.go    stamps, notes and form fields over a page
//	pdfremark.go   what there is to be known of a page that was taken out
//	pdfcontent.go  the pairs of q and Q in a content stream
//	pdfextract.go  a page with all that it draws with
//	pdfwrite.go    values into bytes
//
// The file itself is read by layout/pdffile, from its end: the table there says
// where each object lies, and a chain of older tables what else there is.
// Tables lie, so each object says again which it is; where it does not, or
// anything needed is damaged, the whole file is searched for objects once and
// the work is done again from what was found. Files with a password are
// refused, also those that open without one: such a file asks not to be taken
// apart.
//
// The trim of a page is its TrimBox, else its CropBox, else its MediaBox,
// within the MediaBox, in points (UserUnit is honoured) and as it is looked at
// after Rotate.
//
// A page is taken out as a form XObject that draws it (ExtractPage), and is given
// to others as a document of its own or as objects for another one: the form's
// BBox is the trim and cuts what stands over, its Matrix brings the trim upright
// to 0 0, so that nobody after us needs to know of turns, boxes and units. A
// matrix within the content would leave patterns behind, whose place is told from
// the form and not from the content (ISO 32000-1, 8.7.3.1). A page that is a
// transparency group becomes a form that is one.
//
// Only what the page draws with is copied, from its resources on. Actions,
// scripts, metadata, structure, thumbnails and private data stay behind, and so
// do references back to pages. The streams of pictures and fonts are copied as
// they are; nothing is decoded that need not be. What stands on layers that are
// not printed is taken out of the contents. Annotations that are marked to be
// printed are drawn over the page by their normal appearances; of those that
// cannot be, a remark tells.
//
// The same file gives the same bytes at every time: keys are written in order
// and objects are numbered as they are met.
//
// # Limits
//
// Each stands at the constant that holds it, with its reason. In short:
// pictures have at most 65,500 pixels a side and 400 million in all; a PDF at
// most 256 MB, 100,000 pages, a million objects, four million values, arrays
// and dictionaries 64 deep, chains of 32 references, tables saved 1,024 times;
// what is decoded of it grows to 128 MB at most, which is what stops bombs;
// and its bytes are gone over at most some eight times, which is what stops
// files whose objects lie over one another. A page that is taken out has at
// most 50,000 objects.
//
// Nothing calls itself but what follows values standing in one another, which
// is bounded by their depth, and objects needed to read objects (a length, an
// object stream), bounded by 32. The page tree is walked and references are
// followed from lists.
package artwork
