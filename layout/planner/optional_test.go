package planner

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"duikai/layout"
	"duikai/layout/diag"
	"duikai/layout/manuscript"
)

// TestOptional: what stories name as optional is left out where there is too much,
// in their order, and is told; where there is room all of it stands.
func TestOptional(t *testing.T) {
	set := faces(t)
	const optional = "deck: [江上新开的航线今天试行第一班, 两岸的老码头同时换上新灯]\nsummary: [堤上量了三遍，数目都一样。, 剩下的两段年底前铺完。, 那年的水一直漫到第二级台阶。]\noptional: [summary, deck]\n"
	parts := []manuscript.Part{manuscript.SummaryPart, manuscript.DeckPart}
	for _, c := range []struct {
		chars int // of the last story
		drops bool
	}{{300, true}, {80, false}} {
		stories := []copyOf{{"", 1, 900, optional}, {"", 3, 420, optional}, {"", 4, 260, ""}, {"", 3, c.chars, ""}}
		is := loaded(t, tall(pools([]int{1, 2, 3, 4}), stories...))
		ed, problems := Plan(is, set, Options{})
		page := ed.Pages[0]
		if drops := len(page.Dropped) > 0; drops != c.drops || drops && len(page.Held) > 0 {
			t.Errorf("%d characters: left out %v, held %v, needs %d of %d", c.chars, page.Dropped, page.Held, page.Need, page.Room)
		}
		sum := 0
		for _, d := range page.Dropped {
			sum += len(d.Parts) * 1000
			slot := is.Pages[0].Holds(d.Story)
			if !reflect.DeepEqual(d.Parts, parts[:len(d.Parts)]) || !reflect.DeepEqual(slot.Without, d.Parts) {
				t.Errorf("%+v, the slot is without %v", d, slot.Without)
			}
			if !slices.ContainsFunc(problems, func(p diag.Problem) bool {
				return p.Code == diag.PartsDropped && strings.Contains(p.String(), d.Story) && strings.Contains(p.String(), "summary")
			}) {
				t.Errorf("nobody is told of %s\n%v", d.Story, problems)
			}
		}
		for _, term := range page.Terms {
			if term.Name == "drop" {
				sum -= term.Price
			}
		}
		if sum != 0 {
			t.Errorf("what is left out misses its price by %d", sum)
		}
		if _, problems := layout.Compose(is, set, layout.Options{}); problems.Has(diag.Error) {
			t.Error(problems)
		}
	}
}

// TestWithout: what a slot leaves out is not set, of nothing else and nowhere else.
func TestWithout(t *testing.T) {
	set := faces(t)
	const more = "deck: 两岸换上新灯\nsummary: 数目都一样\n"
	items := func(slot string) int {
		is := loaded(t, tall("pages:\n  - number: 2\n    slots:\n      - {story: s1, at: [1, 1], span: [4, 30]"+slot+"}\n", copyOf{"", 2, 700, more}))
		ed, problems := layout.Compose(is, set, layout.Options{})
		if problems.Has(diag.Error) {
			t.Fatal(problems)
		}
		if len(is.Story("s1").Deck) != 1 {
			t.Error("the story itself has changed")
		}
		return len(ed.Pages[0].Items)
	}
	all, deckless, bare := items(""), items(", without: [deck]"), items(", without: [deck, summary]")
	if !(all > deckless && deckless > bare) {
		t.Errorf("%d, %d, %d", all, deckless, bare)
	}
}
