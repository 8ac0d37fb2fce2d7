package para

import (
	"slices"
	"strings"
	"testing"

	"duikai/layout/geom"
)

// TestListsOfNames: the lines of a list end between its names, whatever parts
// them; a paragraph with fewer blanks is none.
func TestListsOfNames(t *testing.T) {
	names := []string{"欧阳文清", "阿依古丽·买买提", "热娜", "沈亦舟", "王　伟", "卫知时", "聂小川", "李　娜", "迪丽热巴·吾买尔", "何青禾", "渡"} // the last one is cut off
	for _, blank := range []string{"　", " "} {
		text := strings.Join(names, blank)
		for measure := 8 * em; measure <= 20*em; measure += em / 2 {
			p := Prepare(songRun(t, text), newspaper())
			var got []string
			for _, l := range p.Break(Measure{Width: measure}) {
				got = append(got, strings.Trim(p.Text(l.Start, l.End), " 　"))
			}
			for _, name := range names {
				if !slices.ContainsFunc(got, func(line string) bool { return strings.Contains(line, name) }) {
					t.Errorf("at %v %s is parted: %q", measure, name, got)
				}
			}
		}
	}
	few := Prepare(songRun(t, "欧阳文清　阿依古丽"), newspaper())
	if !slices.ContainsFunc([]int{0, 1, 2}, func(i int) bool { return few.gap(i).brk == mayBreak }) {
		t.Error("two words make a list")
	}
}

// TestRunGap: the white behind a run is the same whatever follows.
func TestRunGap(t *testing.T) {
	const white = geom.Length(4500)
	for _, next := range []string{"记者", "11月", "GDP", "（何洁）", "“好”"} {
		runs := append(songRun(t, "本报讯"), songRun(t, next)...)
		bare := Prepare(slices.Clone(runs), newspaper()).NaturalWidth(0, 4)
		runs[0].Gap = white
		p := Prepare(runs, newspaper())
		got := p.NaturalWidth(0, 4)
		if opener := strings.ContainsAny(next[:len("（")], "（“"); !opener && got != bare+white {
			t.Errorf("before %s: %v of white, not %v", next, got-bare, white)
		}
	}
}
