package cjk

import (
	"fmt"
	"testing"
)

// TestForms: where the white of each mark lies and which pool it belongs to
// (GB/T 15834 5.1, CLREQ 3.1.2 and 3.2.4), by character and not by class, so
// that a mark that slips into another class is noticed.
func TestForms(t *testing.T) {
	for _, c := range []struct {
		marks string
		want  Form
	}{
		{"“‘（《〈【〖〔［｛「『", Form{Before, PoolBracket}},
		{"”’）》〉】〗〕］｝」』", Form{After, PoolBracket}},
		{"，、", Form{After, PoolComma}},
		{"：；", Form{After, PoolComma}},
		{"。．", Form{After, PoolStop}},
		{"？！", Form{After, PoolStop}},
		{"·‧・•", Form{Half, PoolDot}},
		{"/／", Form{Half, PoolNone}},
		{"–‐", Form{Half, PoolNone}},
		{"～—…⸺々℃％汉あ９A9(),-", Form{}},
	} {
		for _, r := range c.marks {
			if got := FormOf(r, ClassOf(r)); got != c.want {
				t.Errorf("%c (%v): %+v, expected %+v", r, ClassOf(r), got, c.want)
			}
		}
	}
}

// TestPoolOrder: CLREQ 3.2.4 takes from the lower pool first.
func TestPoolOrder(t *testing.T) {
	order := []Pool{PoolNone, PoolEnd, PoolSpace, PoolDot, PoolBracket, PoolComma, PoolGap, PoolStop}
	if len(order) != int(PoolCount) {
		t.Fatalf("%d pools", PoolCount)
	}
	for i, p := range order {
		if int(p) != i {
			t.Errorf("%v is pool %d, expected %d", p, p, i)
		}
	}
}

// TestSchemes: which marks keep their white in each scheme.
func TestSchemes(t *testing.T) {
	for _, c := range []struct {
		scheme Scheme
		keeps  string // of ，、：；。？！“”（）《》·
	}{
		{Quanjiao, "，、：；。？！“”（）《》·"},
		{Kaiming, "。？！"},
		{Banjiao, ""},
	} {
		var got []rune
		for _, r := range "，、：；。？！“”（）《》·" {
			if c.scheme.Keeps(ClassOf(r)) {
				got = append(got, r)
			}
		}
		if string(got) != c.keeps {
			t.Errorf("%v keeps the white of %s, expected %s", c.scheme, string(got), c.keeps)
		}
		if s, ok := ParseScheme(c.scheme.String()); !ok || s != c.scheme {
			t.Errorf("%v is read as %v, %v", c.scheme, s, ok)
		}
	}
	if _, ok := ParseScheme("kaiming "); ok {
		t.Error("a scheme with a space behind it is read")
	}
}

// TestMeet is the table of neighbours (CLREQ 3.1.6.1): rows are the left mark,
// columns the right one; = keeps both whites, 1 leaves one of two, L drops the
// left one's, R the right one's.
func TestMeet(t *testing.T) {
	const right = "汉“”，。？—…·A　/"
	for _, row := range []struct {
		left rune
		want string
	}{
		//     汉“”，。？—…·A　/
		{'汉', "============"},
		{'“', "=R=========="},
		{'”', "=1LLLLLLL=LL"},
		{'，', "=1LLLLLLL=LL"},
		{'。', "=1LLLLLLL=LL"},
		{'？', "=1LLLLLLL=LL"},
		{'—', "============"},
		{'…', "============"},
		{'·', "=R=========="},
		{'A', "============"},
		{'　', "=R=========="},
		{'/', "=R=========="},
	} {
		got := make([]byte, 0, len(row.want))
		for _, r := range right {
			f := Meet(ClassOf(row.left), ClassOf(r))
			got = append(got, "=1LR"[f])
		}
		if string(got) != row.want {
			t.Errorf("%c before %s: %s, expected %s", row.left, right, got, row.want)
		}
	}
}

// TestMeetGivesOnce: no pair cuts a white that its mark does not have.
func TestMeetGivesOnce(t *testing.T) {
	for a := range classCount {
		for b := range classCount {
			af, bf := table[a].form.Side, table[b].form.Side
			ok := true
			switch Meet(a, b) {
			case OneOfTwo:
				ok = af == After && bf == Before
			case DropLeft:
				ok = af == After
			case DropRight:
				ok = bf == Before
			}
			if !ok {
				t.Error(fmt.Sprint(a, " before ", b, " cuts a white that is not there"))
			}
		}
	}
}

// TestTableIsWhole: every class has its row, with a name of its own and the
// clause that the row follows.
func TestTableIsWhole(t *testing.T) {
	seen := map[string]bool{}
	for c := range classCount {
		if r := table[c]; r.name == "" || r.clause == "" || seen[r.name] {
			t.Errorf("class %d: name %q, clause %q", c, r.name, r.clause)
		}
		seen[table[c].name] = true
	}
}
