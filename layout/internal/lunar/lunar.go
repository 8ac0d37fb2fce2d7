// Package lunar turns a date into the day of the Chinese calendar (农历) that
// newspapers print beside it, for the years 1900 to 2100.
package lunar

import "time"

// Day is a day of the Chinese calendar.
type Day struct {
	Year  int  // the solar year in which the lunar year began
	Month int  // 1 to 12
	Leap  bool // a leap month (闰月), which repeats the month before it
	Day   int  // 1 to 30
}

// Of finds the lunar day of a date; ok is false outside 1900-01-31 to the end
// of the lunar year 2100.
func Of(date time.Time) (d Day, ok bool) {
	date = time.Date(date.Year(), date.Month(), date.Day(), 0, 0, 0, 0, time.UTC)
	year := date.Year()
	if year < firstYear || year > lastYear+1 {
		return Day{}, false
	}
	// The lunar year begins between 20 January and 21 February.
	if year > lastYear || date.Before(newYear(year)) {
		year--
	}
	if year < firstYear {
		return Day{}, false
	}
	const hours = 24
	left := int(date.Sub(newYear(year)).Hours() / hours)
	packed := years[year-firstYear]
	leap := int(packed >> 13 & 0xf)
	months := 12
	if leap > 0 {
		months++
	}
	for i := range months {
		length := 29 + int(packed>>i&1)
		if left < length {
			d = Day{Year: year, Month: i + 1, Day: left + 1}
			if leap > 0 && i >= leap {
				d.Month--
				d.Leap = i == leap
			}
			return d, true
		}
		left -= length
	}
	return Day{}, false
}

// newYear is the first day of a lunar year (春节).
func newYear(year int) time.Time {
	return time.Date(year, time.January, 20+int(years[year-firstYear]>>17&0x3f), 0, 0, 0, 0, time.UTC)
}

var (
	stems    = []rune("甲乙丙丁戊己庚辛壬癸")
	branches = []rune("子丑寅卯辰巳午未申酉戌亥")
	numerals = []rune("一二三四五六七八九十")
)

// YearName is the year's name in the cycle of sixty (干支), such as 丙午.
func (d Day) YearName() string {
	// The year 4 of our era began a cycle.
	n := d.Year - 4
	return string([]rune{stems[n%10], branches[n%12]})
}

// MonthName is 正月, 二月 … 十月, 冬月, 腊月, with 闰 before a leap month.
func (d Day) MonthName() string {
	var name string
	switch {
	case d.Month == 1:
		name = "正月"
	case d.Month == 11:
		name = "冬月"
	case d.Month == 12:
		name = "腊月"
	default:
		name = string(numerals[d.Month-1]) + "月"
	}
	if d.Leap {
		return "闰" + name
	}
	return name
}

// DayName is 初一 … 初十, 十一 … 二十, 廿一 … 三十.
func (d Day) DayName() string {
	digit := string(numerals[(d.Day-1)%10])
	switch {
	case d.Day <= 10:
		return "初" + digit
	case d.Day < 20:
		return "十" + digit
	case d.Day == 20:
		return "二十"
	case d.Day < 30:
		return "廿" + digit
	}
	return "三十"
}

// String is how newspapers print it: 丙午年十月十五.
func (d Day) String() string { return d.YearName() + "年" + d.MonthName() + d.DayName() }
