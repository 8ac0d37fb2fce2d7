// Package proof draws pages to pixels from the font outlines: what an editor
// looks at, and what tests compare with.
//
// It draws the same display list as render/pdf and decides nothing, so a proof
// cannot disagree with the print. Everything is painted in the order of the
// list with exact coverage: rectangles by arithmetic, outlines by
// x/image/vector. Glyphs are rasterised once for each quarter of a pixel they
// stand at and kept in a cache that all pages of a run may share.
package proof
