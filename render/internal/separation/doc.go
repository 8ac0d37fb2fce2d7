// Package separation puts the inks of a press in place of the colours of
// screens on a page from outside (分色): an advertisement made in RGB is printed
// by the same inks as the pictures of the paper, and the edition stays what it
// claims to be.
//
//	separation.go  what must be gone through: forms, patterns, states, fonts
//	content.go     the operators of colour in a content stream
//	space.go       colour spaces
//	image.go       pictures
//	shading.go     shadings
//	function.go    functions (ISO 32000-1, 7.10), and tables of what they give
//
// DeviceRGB, CalRGB, Lab and ICCBased spaces of three colours become DeviceCMYK,
// through their own profile or sRGB; those of one colour become DeviceGray, those
// of four keep their numbers, as pictures of four inks do. Where red, green and
// blue are equal it is black ink alone, so black text is in one plate. Indexed
// spaces get another table, spot colours another alternate space, and blend
// groups the space of the press. A soft mask that is made of light and dark is no
// colour: what it is painted with becomes grey as a screen shows it.
//
// What is printed over other inks (overprint) was made for colours in which
// nothing shines through; where colours have been converted, nought of an ink
// knocks out (OPM 0), else white type would be lost.
//
// What cannot be converted stays as it is, and is told with the number that its
// object has in the file it is from.
package separation
