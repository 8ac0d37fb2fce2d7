// Command gen draws the pictures of the sample edition into
// wangting/pictures: scenes, wood engravings, charts, a sketch map and three
// advertisements. `go generate` in the folder samples runs it.
//
// The table in table.go names each picture, the slot it is made for and what
// it shows. All of them are original work of this project under its licence;
// none is traced or taken from a photograph. The lettering uses the faces of
// fonts/embedded. Firms, places and figures in them are invented.
//
// Pictures are drawn at 200 pixels to an inch of their slot: a basic column is
// 13 characters of 9 points with gutters of 9 points, a row 11.5 points.
// Scenes with tones are JPEG files, engravings and charts grey PNG files of 16
// levels, and one advertisement is a PDF page in printing colours.
//
// # How a scene is painted
//
//	canvas.go     pixels, shapes with soft edges, masks, glows
//	noise.go      repeatable chance
//	nature.go     sky, hills, mist, water that mirrors what stands above it, trees, reeds
//	things.go     boats, lanterns, houses, bridges, birds
//	people.go     figures from their joints
//	engrave.go    tones turned into an engraver's lines
//	lettering.go  outlines of characters
//	scenes*.go    the pictures of pages 1 to 6, lakes.go those of the picture page
//	charts.go     charts and the sketch map
//	ads.go        the advertisements that are pictures
//	plate.go      the advertisement that is a PDF
//
// Chance comes only from fixed seeds, so a run repeats the last one exactly.
// Processors that fuse a product and a sum into one rounding may differ in the
// last level of a tone; the tests allow that and nothing more.
package main
