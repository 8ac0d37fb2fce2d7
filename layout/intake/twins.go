package intake

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"duikai/layout/diag"
)

// leastTwin is how long a text must be for two of it to be one story.
const leastTwin = 60 // characters

// oneOfTwins takes stories out that an earlier one says word by word: mirrors have a
// story on its page and in another edition, crawlers have it as often as they came by.
func (e *Edition) oneOfTwins() (found []Finding) {
	type first struct {
		page  *Page
		story *Story
	}
	met := make(map[string]first)
	for _, p := range e.Pages {
		p.Stories = slices.DeleteFunc(p.Stories, func(s *Story) bool {
			key := s.said()
			was, twice := met[key]
			switch {
			case key == "":
			case !twice:
				met[key] = first{p, s}
			case slices.EqualFunc(s.Pictures, was.story.Pictures, func(a, b *Picture) bool { return a.Name == b.Name }) || len(s.Pictures) == 0:
				found = append(found, Find(diag.ImportTwice, s.At, s.name(), cmp.Or(was.page.Label, strconv.Itoa(was.page.Number))))
				return true
			}
			return false
		})
	}
	return found
}

// said is what a story says, head and text; empty where it is too short to tell.
func (s *Story) said() string {
	if s.Length() < leastTwin {
		return ""
	}
	var b strings.Builder
	for _, h := range s.Headline {
		b.WriteString(h.Text.String())
	}
	b.WriteByte('\n')
	for _, k := range s.Body {
		b.WriteString(strings.Join(strings.Fields(k.Text.String()), ""))
		for _, row := range k.Rows {
			for _, cell := range row {
				b.WriteString(cell.String() + "\t")
			}
		}
	}
	return b.String()
}
