// Package proof draws pages to pixels from the font outlines: what an editor
// looks at, and what tests compare with.
//
// It draws the same display list as render/pdf and decides nothing, so a proof
// cannot disagree with the print. Everything is painted in the order of the
// list with exact coverage: rectangles by arithmetic, outlines by
// x/image/vector. Glyphs are rasterised once for each quarter of a pixel they
// stand at and kept in a cache that all pages of a run may share.
//
//	page.Page -- Draw ---------------------------> pixels -- EncodePNG
//	          -- Overlays -> []Mark -- Options.Marks -^
//	                                -- Paper -> page.Edition, for render/pdf
//	problems  -- Find --> []Finding (number, page, place) -> Overlays, lists
//	pages     -- Contact ------------------------> one sheet
//
// Overlays say over a finished page why it is so: the grid, slots and how full
// they are, what was done to every line, problems with their numbers, where
// stories go on, what pictures lost. They are marks, not drawings: a small
// closed set of shades, lines, boxes, arrows, labels and numbers in the
// coordinates of the page, so that pictures, paper and reports show the same.
package proof
