package docx

import "strconv"

func itoa(n int) string { return strconv.Itoa(n) }

// hanNumber writes a number up to 99 in Chinese.
func hanNumber(n int) string {
	const figures = "零一二三四五六七八九"
	at := func(i int) string { return figures[3*i : 3*i+3] }
	switch {
	case n < 10:
		return at(n)
	case n < 20:
		if n == 10 {
			return "十"
		}
		return "十" + at(n-10)
	case n < 100:
		if n%10 == 0 {
			return at(n/10) + "十"
		}
		return at(n/10) + "十" + at(n%10)
	}
	return itoa(n)
}
