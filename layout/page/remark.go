package page

import (
	"strings"

	"duikai/layout/diag"
	"duikai/layout/geom"
)

// Remark is a proof reader's mark on a page (圈红), where it stands now.
type Remark struct {
	Number  int         // in the order in which they were made, from 1
	Areas   []geom.Rect // what is ringed; none: the page as a whole
	Gone    bool        // its words stand nowhere any more: it is shown where it was made
	Story   string      // id of the story that it is about; may be empty
	Words   string      // that are ringed; may be empty
	Note    string
	Who     string
	When    string
	Answers []Reply
	Settled *Reply   // who saw to it; nil: nobody yet
	Src     diag.Pos // in proofs.yaml
	At      diag.Pos // its words in the story; zero: it has none
}

// Reply is what was said to a remark, by whom and when.
type Reply struct{ Who, When, Note string }

// Signed is what a page was signed as last (签样).
type Signed struct {
	Status diag.Worded
	Who    string
	When   string
	// Changed tells that the page has shown something else since.
	Changed bool
	Src     diag.Pos // in proofs.yaml
}

// In implements diag.Worded: as what the page is signed, by whom and when, and whether
// that still holds.
func (s *Signed) In(l diag.Lang) string {
	out := strings.TrimSpace(strings.Join([]string{s.Status.In(l), s.Who, s.When}, " "))
	if s.Changed {
		out += [...]string{" (changed since: no longer holds)", "（签后有改动，失效）"}[l]
	}
	return out
}
