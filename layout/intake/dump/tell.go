package dump

import (
	"fmt"

	"duikai/layout/diag"
	"duikai/layout/intake"
)

// tell reports something about an item, with the lines around it.
func (p *page) tell(code diag.Code, i int, rule string, sure int, args ...any) {
	it := p.items[i]
	f := intake.Find(code, it.runs.At(), args...).Because(rule, sure)
	if p.cur != nil {
		f = f.Of(p.cur.Story)
	}
	p.around(&f, i, i+1)
	p.found = append(p.found, f)
}

// shownAround is how many lines of the source stand around a finding.
const shownAround = 2

func (p *page) around(f *intake.Finding, from, to int) {
	for k := max(0, from-shownAround); k < min(len(p.items), to+shownAround); k++ {
		s := excerpt(p.items[k].text)
		switch {
		case k < from:
			f.Before = append(f.Before, s)
		case k < to:
			f.Text = append(f.Text, p.items[k].text)
		default:
			f.After = append(f.After, s)
		}
	}
}

// excerpt shortens a long line from its middle.
func excerpt(s string) string {
	const most = 60
	r := []rune(s)
	if len(r) <= most {
		return s
	}
	return string(r[:most/2]) + " … " + string(r[len(r)-most/2:])
}

// shownBeside is how many characters stand on either side of a joint.
const shownBeside = 8

func tailOf(s string) string {
	r := []rune(s)
	return string(r[max(0, len(r)-shownBeside):])
}

func headOf(s string) string {
	r := []rune(s)
	return string(r[:min(len(r), shownBeside)])
}

func jumpWords(key string, j *intake.Jump) string {
	switch {
	case j.Page == 0:
		return key + ": {page: " + j.Label + "}"
	case j.Mark > 0:
		return fmt.Sprintf("%s: {page: %d, mark: %d}", key, j.Page, j.Mark)
	}
	return fmt.Sprintf("%s: {page: %d}", key, j.Page)
}
