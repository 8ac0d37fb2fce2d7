package markup

import (
	"duikai/layout/diag"
	"duikai/layout/intake"
)

// Bounds tells where a document went beyond the bounds of trees.
func Bounds(at intake.Place, doc *Tree) (found []intake.Finding) {
	if doc.Deep {
		found = append(found, intake.Find(diag.ImportBound, at, intake.Words{"the depth of elements", "元素嵌套层数"}, MaxDepth))
	}
	if doc.Full {
		found = append(found, intake.Find(diag.ImportBound, at, intake.Words{"the number of elements", "元素个数"}, MaxNodes))
	}
	return found
}
