package dummy

// Breadth is how many columns of a sheet a story of a weight should be wide, the
// least and the most.
func Breadth(weight, columns int) (least, most int) {
	b := broad[min(max(weight, 1), lightest)]
	scaled := func(n int) int { return max((n*columns+broadColumns/2)/broadColumns, 1) }
	return scaled(b[0]), scaled(b[1])
}
