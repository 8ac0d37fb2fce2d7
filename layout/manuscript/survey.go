package manuscript

import "strings"

// survey is what is known of a story as a whole before its texts are mended:
// the names that have a dot somewhere, the script, and the kinds of lines that
// are rows. A survey of nothing, nil,
// knows no names and takes the text for Simplified.
type survey struct {
	names map[parts]bool
	old   bool // Traditional
	rows  map[string]bool
}

// surveyOf looks through a file. What stands in its front matter is no running
// text: a point between Han there is the dot of a name.
func surveyOf(text string) *survey {
	s := &survey{names: map[parts]bool{}}
	if strings.IndexFunc(text, func(r rune) bool { return r >= firstRadical && r < firstRadical+rune(len(radicals)) }) >= 0 {
		s.old = countIn(text, traditionalOnly) > countIn(text, simplifiedOnly)
	}
	s.rows = rowsOf(text)
	if !strings.ContainsAny(text, ".．•‧・·") {
		return s
	}
	const rule = "---"
	front, number := strings.HasPrefix(text, rule+"\n"), 0
	for line := range strings.Lines(text) {
		if number++; front && number > 1 && strings.TrimSpace(line) == rule {
			front = false
		}
		if !strings.ContainsAny(line, ".．•‧・·") {
			continue
		}
		var cs []char
		for _, r := range strings.TrimRight(line, "\r\n") {
			cs = append(cs, char{r: r})
		}
		safe := addresses(cs)
		for _, j := range jointsOf(cs, func(i int) bool { return i < len(safe) && safe[i] }, s, front) {
			if j.dot {
				s.names[j.key] = true
			}
		}
	}
	return s
}

// rowsOf finds the kinds of words that two lines in succession have, empty ones
// left aside.
func rowsOf(text string) map[string]bool {
	found, last := map[string]bool{}, ""
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		kinds := ""
		if len(line) <= longestRow*len("字") && strings.ContainsAny(line, " \t") {
			var cs []char
			for _, r := range line {
				cs = append(cs, char{r: r})
			}
			kinds = lineKinds(tabsToSpaces(cs))
		}
		if kinds != "" && kinds == last {
			found[kinds] = true
		}
		last = kinds
	}
	return found
}

// knows tells whether the story has a dot between these parts.
func (s *survey) knows(p parts) bool { return s != nil && s.names[p] }

func (s *survey) traditional() bool { return s != nil && s.old }

// The commonest characters that only one of the scripts has, in pairs.
const (
	simplifiedOnly  = "们这来时国说对会为个学发经过进种产无与业现动实样两开问关长门车马见东西书电话语读谁请让认识记许论设计议员师生级组织结统红线练给绝继续绿网罗罢义习乐买卖亚亲仅从仓仪众优传伤伦"
	traditionalOnly = "們這來時國說對會為個學發經過進種產無與業現動實樣兩開問關長門車馬見東書電話語讀誰請讓認識記許論設計議員師級組織結統紅線練給絕繼續綠網羅罷義習樂買賣亞親僅從倉儀眾優傳傷倫"
)

// countIn counts the characters of a text that stand in set.
func countIn(text, set string) int {
	n := 0
	for _, r := range text {
		if r > 0x7f && strings.ContainsRune(set, r) {
			n++
		}
	}
	return n
}
