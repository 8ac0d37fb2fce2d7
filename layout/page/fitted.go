package page

import (
	"fmt"
	"strconv"
	"strings"

	"duikai/layout/diag"
)

// Lever is what was moved so that a slot's text fills it (手段), in the order in
// which make-up tries them.
type Lever uint8

// The levers of a slot whose edges are given.
const (
	LeverPicture  Lever = iota // rows of a picture, cropped less or more
	LeverCaption               // lines of a caption
	LeverHead                  // rows of the head, within the house's whites
	LeverSubheads              // lines of subheads
	LeverGained                // lines gained by paragraphs (加行)
	LeverLost                  // lines saved by paragraphs (减行)
	LeverWhite                 // rows of white above tables, quotations and what follows them
	LeverLeading               // leading opened, thousandths (疏行)
	LeverColumns               // text columns of the same slot (破栏)
	LeverTable                 // paragraphs by which a table stands later, or, below zero, earlier (移表)
	LeverRunIn                 // subheads that open their paragraphs (接排), or, below zero, stand on lines of their own
	LeverDeck                  // lines of the deck, left out where its story allows that (可略)
	LeverSummary               // lines of the summary, likewise
	LeverPull                  // pull quotes, likewise
	leverCount
)

// levers are their names in reports and their words in English and Chinese.
var levers = [leverCount]struct {
	name   string
	signed bool
	words  [2]string
	one    string // in English, of one
}{
	LeverPicture:  {"picture", true, [2]string{"picture %s rows", "图片%s行"}, "picture %s row"},
	LeverCaption:  {"caption", true, [2]string{"caption %s lines", "图注%s行"}, "caption %s line"},
	LeverHead:     {"head", true, [2]string{"head %s rows", "标题%s行"}, "head %s row"},
	LeverSubheads: {"subheads", true, [2]string{"subheads %s lines", "小标题%s行"}, "subheads %s line"},
	LeverGained:   {"gained", false, [2]string{"%s lines gained", "加%s行"}, "%s line gained"},
	LeverLost:     {"lost", false, [2]string{"%s lines saved", "减%s行"}, "%s line saved"},
	LeverWhite:    {"white", true, [2]string{"white in the text %s rows", "文中空行%s行"}, "white in the text %s row"},
	LeverLeading:  {"leading", true, [2]string{"leading %s ‰", "行距%s‰"}, "leading %s ‰"},
	LeverColumns:  {"columns", true, [2]string{"text columns %s", "分栏%s栏"}, "text columns %s"},
	LeverTable:    {"table", true, [2]string{"table moved by %s paragraphs", "表格移%s段"}, "table moved by %s paragraph"},
	LeverDeck:     {"deck", false, [2]string{"deck left out, lines: %s", "副题略去%s行"}, "deck left out, lines: %s"},
	LeverSummary:  {"summary", false, [2]string{"summary left out, lines: %s", "提要略去%s条"}, "summary left out, lines: %s"},
	LeverPull:     {"pull", false, [2]string{"%s pull quotes left out", "引语略去%s条"}, "%s pull quote left out"},
	LeverRunIn:    {"run-in", true, [2]string{"run-in subheads %s", "接排小标题%s处"}, "run-in subheads %s"},
}

// String is the lever's name in reports.
func (l Lever) String() string { return levers[l].name }

// Move is how far a lever was moved.
type Move struct {
	Lever Lever
	By    int // rows, lines or thousandths; below zero where less is taken
}

// Moves are what was moved in a slot. They are worded for problems and reports
// alike (diag.Worded).
type Moves []Move

// In implements diag.Worded.
func (m Moves) In(l diag.Lang) string {
	words := make([]string, len(m))
	for i, v := range m {
		lever := &levers[v.Lever]
		form, n := lever.words[l], strconv.Itoa(v.By)
		if lever.signed {
			n = strings.Replace(fmt.Sprintf("%+d", v.By), "-", "−", 1)
		}
		if l == diag.English && max(v.By, -v.By) == 1 {
			form = lever.one
		}
		words[i] = fmt.Sprintf(form, n)
	}
	return strings.Join(words, [...]string{", ", "，"}[l])
}
