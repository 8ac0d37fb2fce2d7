// Package icc turns the colours of pictures into ink: it reads ICC profiles
// (ICC.1:2010 and its forerunner ICC.1:2001-04) and bakes what they say into
// grids that are quick to look up.
//
//	device colours --curves, tables, matrix--> XYZ --black point--> XYZ --table--> ink
//
// XYZ is always that of the profile connection space: relative to the paper or
// the screen's white, which is D50, with Y 1 for white. The rendering intent is
// relative colorimetric with black point compensation (ISO 18619): white stays
// the bare paper, the darkest black of a picture becomes the darkest one of the
// press, and what lies between keeps its distances.
//
// What a profile cannot be trusted with is checked when it is parsed; nothing
// that comes after can fail or read outside of its tables.
package icc
