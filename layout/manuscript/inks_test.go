package manuscript

import (
	"fmt"
	"strings"
	"testing"

	"duikai/layout/diag"
)

// TestInks: what is wrong with an ink or with equal frames is told at its place,
// with what would be right.
func TestInks(t *testing.T) {
	inks := func(s string) string { return sound + "style: {inks: " + s + "}\n" }
	slot := func(s string) string { return strings.Replace(sound, "20]}", "20], "+s+"}", 1) }
	group := func(n int, s string) string {
		return sound + "  - {pictures: [" + strings.TrimSuffix(strings.Repeat("p.jpg, ", n), ", ") + "], at: [3, 1], span: [4, 30], " + s + "}\n"
	}
	for _, tt := range []struct{ name, issue, want, says string }{
		{"red", slot("ink: red"), "", ""},
		{"in Chinese", slot("ink: 红"), "", ""},
		{"of the house", slot("ink: gold") + "style: {inks: {gold: {cmyk: [20, 35%, 75, 0], spot: PANTONE 871}}}\n", "", ""},
		{"near", slot("ink: gol") + "style: {inks: {gold: {cmyk: [20, 35, 75, 0]}}}\n", "issue.yaml:6:48 bad-value", `"gold"`},
		{"unknown", slot("ink: green"), "issue.yaml:6:48 bad-value", "black | red, and style.inks names more"},
		{"of a page", strings.Replace(sound, "  slots:", "  ink: rde\n  slots:", 1), "issue.yaml:5:8 bad-value", `"red"`},
		{"of an advertisement", sound + "  - {ad: p.jpg, at: [3, 1], span: [2, 20], ink: red}\n", "issue.yaml:7:44 idle-key", "ink"},
		{"of a picture without a box", sound + "  - {picture: p.jpg, at: [3, 1], span: [2, 20], ink: red}\n", "issue.yaml:7:54 idle-key", "without a box"},
		{"three numbers", inks("{gold: {cmyk: [20, 35, 75]}}"), "issue.yaml:7:29 wrong-type", "four percentages"},
		{"too much", inks("{gold: {cmyk: [100, 100, 75, 0]}}"), "issue.yaml:7:29 bad-value", "220 % at most"},
		{"more than all", inks("{gold: {cmyk: [120, 0, 0, 0]}}"), "issue.yaml:7:30 bad-value", "between 0 and 100"},
		{"no numbers", inks("{gold: {spot: PANTONE 871}}"), "issue.yaml:7:22 missing-key", "cmyk"},
		{"a plate that is there", inks("{gold: {cmyk: [20, 35, 75, 0], spot: Cyan}}"), "issue.yaml:7:52 bad-value", "DIC 156"},
		{"the house's name", inks("{red: {cmyk: [0, 90, 90, 0]}}"), "issue.yaml:7:16 bad-value", "another name"},
		{"red by another name", inks("{feast: {cmyk: [0, 100, 100, 0], spot: DIC 156}}"), "issue.yaml:7:16 bad-value", "change one"},
		{"mourning", slot("box: mourning"), "", ""},
		{"frames", group(5, "grid: [3, 2]"), "", ""},
		{"too few frames", group(5, "grid: [2, 2]"), "issue.yaml:7:86 bad-value", "write [2, 3]"},
		{"a row too many", group(5, "grid: [3, 3]"), "issue.yaml:7:86 bad-value", "write [3, 2]"},
		{"no frames", group(5, "grid: [0, 2]"), "issue.yaml:7:86 bad-value", "[4, 3]"},
		{"frames of one picture", sound + "  - {picture: p.jpg, at: [3, 1], span: [2, 20], grid: [1, 1]}\n", "issue.yaml:7:49 idle-key", "grid"},
		{"portraits", sound + "  - {pictures: [{file: p.jpg, name: 沈亦舟, title: 局长}, {file: p.jpg, name: 卫知}], at: [3, 1], span: [4, 30], grid: [2, 1]}\n", "", ""},
		{"title without a name", sound + "  - {pictures: [{file: p.jpg, title: 局长}, p.jpg], at: [3, 1], span: [4, 30]}\n", "issue.yaml:7:17 missing-key", "name"},
		{"name and caption", sound + "  - {pictures: [{file: p.jpg, name: 卫知, caption: 文}, p.jpg], at: [3, 1], span: [4, 30]}\n", "issue.yaml:7:50 idle-key", "title"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, problems := load(folder(issueY, tt.issue, storyA, goodA, "p.jpg", "x"), newGallery(fakeProbe), nil)
			var got, said []string
			for _, p := range problems {
				if p.Severity() > diag.Info {
					got = append(got, fmt.Sprintf("%s %s", p.Pos, p.Code))
					said = append(said, p.Text(diag.English))
				}
			}
			if g := strings.Join(got, "\n"); g != tt.want {
				t.Errorf("got\n%s\nwant\n%s", g, tt.want)
			}
			if s := strings.Join(said, "\n"); !strings.Contains(s, tt.says) {
				t.Errorf("%s: does not say %s", s, tt.says)
			}
		})
	}
}
