package para

import "duikai/layout/cjk"

// # Lists of names
//
// A paragraph in which three or more blanks stand between Chinese words is a
// list (名单): 欧阳文清　阿依古丽·买买提　热娜（女）　王　伟. Its lines end between
// the words and never in a name.

const (
	listBlanks  = 3  // blanks that make a list
	longestName = 4  // characters of a name without a dot: 欧阳文清
	dottedName  = 16 // of one with dots: 阿卜杜热合曼·买合木提
)

// wholeNames forbids breaks inside the names of a list.
func (p *Paragraph) wholeNames() {
	if p.blanks < listBlanks {
		return
	}
	cl := p.clusters
	inName := func(i int) bool { return i < len(cl) && (cl[i].class == cjk.Han || cl[i].class == cjk.MidDot) }
	var from, to []int // the words
	for i := 0; i < len(cl); {
		j := i
		for inName(j) {
			j++
		}
		if j > i {
			from, to = append(from, i), append(to, j)
		}
		i = max(j, i+1)
	}
	if p.listed(from, to) < listBlanks {
		return
	}
	for k := 0; k < len(from); k++ {
		end := to[k]
		// 王　伟: a name of two characters, spread to the width of three.
		if end-from[k] == 1 && k+1 < len(from) && to[k+1]-from[k+1] == 1 && p.blankBetween(end, from[k+1]) {
			k++
			from[k], end = end-1, to[k]
		}
		if n := end - from[k]; n > dottedName || n > longestName && !p.dotted(from[k], end) {
			continue
		}
		for i := from[k]; i+1 < end; i++ {
			p.gaps[i].brk = never
		}
	}
}

// listed counts the blanks that stand between two words, or behind the bracket
// of one.
func (p *Paragraph) listed(from, to []int) int {
	n := 0
	for k := 1; k < len(from); k++ {
		i := to[k-1]
		if i < from[k] && p.clusters[i].class == cjk.Opener {
			continue
		}
		if i < from[k] && p.clusters[i].class == cjk.Closer {
			i++
		}
		if i < from[k] && p.blankBetween(i, from[k]) {
			n++
		}
	}
	return n
}

// blankBetween tells whether there are only blanks from i to j.
func (p *Paragraph) blankBetween(i, j int) bool {
	for k := i; k < j; k++ {
		if c := p.clusters[k].class; c != cjk.Space && c != cjk.IdeoSpace {
			return false
		}
	}
	return i < j
}

func (p *Paragraph) dotted(i, j int) bool {
	for k := i; k < j; k++ {
		if p.clusters[k].class == cjk.MidDot {
			return true
		}
	}
	return false
}
