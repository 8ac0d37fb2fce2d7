package intake

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"duikai/layout/diag"
	"duikai/layout/manuscript"
)

// settle makes an edition whole once all of its lots are read: texts without
// what no press prints, ids, weights, the pages of jumps.
func (e *Edition) settle() []Finding {
	var found []Finding
	numbers := make(map[string]int)
	for _, p := range e.Pages {
		if p.Label != "" {
			numbers[p.Label] = p.Number
		}
		p.Name.Text = tidied(p.Name.Text, nil, &found)
		for i, s := range p.Stories {
			if s.ID == "" {
				s.ID = fmt.Sprintf("p%02d-%02d", p.Number, i+1)
			}
			s.tidy(&found)
			s.doubts(&found)
			s.weigh(i)
		}
		for _, pic := range p.Pictures {
			pic.tidy(nil, &found)
		}
	}
	found = append(found, e.oneOfTwins()...)
	found = append(found, e.renumbered()...)
	e.distinct()
	for _, s := range e.Stories() {
		for _, j := range []*Jump{s.From, s.To} {
			if j == nil || j.Page > 0 {
				continue
			}
			if j.Page = numbers[j.Label]; j.Page == 0 {
				found = append(found, Find(diag.ImportJumpPage, j.At, j.Label).Of(s))
			}
		}
	}
	e.joinParts(&found)
	return found
}

// renumbered tells which pages have other numbers than the source gives them.
func (e *Edition) renumbered() []Finding {
	var list []string
	var at Place
	for _, p := range e.Pages {
		if _, n := partedLabel(p.Label); p.Label == "" || n == p.Number {
			continue
		}
		if len(list) == 0 {
			at = p.At
		}
		list = append(list, fmt.Sprintf("%s = %d", p.Label, p.Number))
	}
	if len(list) == 0 {
		return nil
	}
	return []Finding{Find(diag.ImportRenumbered, at, strings.Join(list, ", "))}
}

var idSigns = regexp.MustCompile(`[^\p{L}\p{N}_-]+`)

// distinct makes ids that are file names, each once, in any case of letters.
func (e *Edition) distinct() {
	seen := make(map[string]bool)
	for _, s := range e.Stories() {
		id := strings.Trim(idSigns.ReplaceAllString(s.ID, "-"), "-")
		const longest = 60 // characters: file systems take 255 bytes
		if r := []rune(id); len(r) > longest {
			id = string(r[:longest])
		}
		if id == "" {
			id = "story"
		}
		s.ID = id
		for n := 2; seen[strings.ToLower(s.ID)]; n++ {
			s.ID = id + "-" + strconv.Itoa(n)
		}
		seen[strings.ToLower(s.ID)] = true
	}
}

// briefLength is up to how many characters a story is a brief.
const briefLength = 300

// weigh gives a weight where the source says nothing: the first story of a page leads
// it, a short one is a brief.
func (s *Story) weigh(order int) {
	switch {
	case s.Weight != 0:
	case order == 0:
		s.Weight = manuscript.LeadWeight
	case s.Length() < briefLength:
		s.Weight = manuscript.BriefWeight
	default:
		s.Weight = manuscript.UsualWeight
	}
}

// Length is the characters of the story's text.
func (s *Story) Length() int {
	n := 0
	for _, b := range s.Body {
		n += utf8.RuneCountInString(b.Text.String())
	}
	return n
}

// Fields calls do for every field of the story, in the order of print.
func (s *Story) Fields(do func(name string, f *Field)) {
	do("kicker", &s.Kicker)
	for i := range s.Headline {
		do("headline", &s.Headline[i])
	}
	for i := range s.Deck {
		do("deck", &s.Deck[i])
	}
	for i := range s.Summary {
		do("summary", &s.Summary[i])
	}
	do("byline", &s.Byline)
	do("column", &s.Column)
	for i := range s.Body {
		do(s.Body[i].Kind.String(), &s.Body[i].Field)
	}
	do("note", &s.Note)
	do("short", &s.Short)
}

func (s *Story) tidy(found *[]Finding) {
	s.Fields(func(_ string, f *Field) { f.Text = tidied(f.Text, s, found) })
	for i := range s.Body {
		b := &s.Body[i]
		for _, row := range b.Rows {
			for k := range row {
				row[k] = tidied(row[k], s, found)
			}
		}
		if first := b.firstCell(); b.Merged > 0 && len(first) > 0 {
			*found = append(*found, Find(diag.ImportMerged, first.At(), Shortened(first.String()), b.Merged).Of(s))
		}
	}
	for _, p := range s.Pictures {
		p.tidy(s, found)
	}
}

// firstCell is the first cell of a table that says something.
func (b *Block) firstCell() Text {
	for _, row := range b.Rows {
		for _, c := range row {
			if len(c) > 0 {
				return c
			}
		}
	}
	return nil
}

func (p *Picture) tidy(s *Story, found *[]Finding) {
	p.Caption.Text = tidied(p.Caption.Text, s, found)
	p.Credit.Text = tidied(p.Credit.Text, s, found)
}

// Geta is what stands for a character that the source has lost (〓).
const Geta = '〓'

// tidied takes controls out of a text and puts 〓 for characters that are lost:
// U+FFFD, and the private ones in which systems kept what their character set
// lacked. Both are told, once a text.
func tidied(t Text, s *Story, found *[]Finding) Text {
	lost, controls := 0, 0
	for i, r := range t {
		if !strings.ContainsFunc(r.Text, untidy) {
			continue
		}
		t[i].Text = strings.Map(func(r rune) rune {
			switch {
			case r == '\n' || r == '\t' || r == '\u2028' || r == '\u2029':
				return ' '
			case unicode.IsControl(r):
				controls++
				return -1
			case r == utf8.RuneError || unicode.Is(unicode.Co, r) || unicode.Is(unicode.Cs, r):
				lost++
				return Geta
			}
			return r
		}, r.Text)
	}
	t.settleStyles(s, found)
	if lost > 0 {
		*found = append(*found, Find(diag.ImportLost, t.At(), lost).Of(s))
	}
	if controls > 0 {
		*found = append(*found, Find(diag.ImportControl, t.At(), controls).Of(s))
	}
	return t
}

// settleStyles tells what is struck out, and of what is raised, lowered or glossed in the
// source what a manuscript cannot say so: that stands on the line.
func (t Text) settleStyles(s *Story, found *[]Finding) {
	end := func(text string, last bool) rune {
		if last {
			r, _ := utf8.DecodeLastRuneInString(text)
			return r
		}
		r, _ := utf8.DecodeRuneInString(text)
		return r
	}
	for i := range t {
		r := &t[i]
		var before, after rune
		if i > 0 {
			before = end(t[i-1].Text, true)
		}
		if i+1 < len(t) {
			after = end(t[i+1].Text, false)
		}
		if r.Style&Struck != 0 {
			r.Style &^= Struck
			*found = append(*found, Find(diag.ImportStruck, r.At, Shortened(r.Text)).Of(s))
		}
		if how := r.Style & scripts; how != 0 && !manuscript.Scripted(before, r.Text, after, how == Raised) {
			r.Style &^= scripts
			*found = append(*found, Find(diag.ImportScript, r.At, Shortened(r.Text)).Of(s))
		}
		if r.Ruby != "" && !manuscript.Glossed(r.Text, r.Ruby) {
			*found = append(*found, Find(diag.ImportDropped, r.At, Words{"what stands over characters", "注音"}, Shortened(r.Ruby)).Of(s))
			r.Ruby = ""
		}
	}
}

func untidy(r rune) bool {
	return unicode.IsControl(r) || r == utf8.RuneError || r == '\u2028' || r == '\u2029' || unicode.Is(unicode.Co, r)
}
