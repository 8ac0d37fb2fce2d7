package workbench

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"duikai/layout"
	"duikai/layout/edit"
	"duikai/layout/manuscript"
	"duikai/samples/oracle"
)

// asked has node answer questions with what a module of the browser's side gives.
func asked[Q, A any](t *testing.T, module, script string, questions []Q) (answers []A) {
	t.Helper()
	source, err := web.ReadFile("web/" + module)
	if err != nil {
		t.Fatal(err)
	}
	list, err := json.Marshal(questions)
	if err != nil {
		t.Fatal(err)
	}
	out := oracle.Run(t, "node", "--input-type=module", "-e", fmt.Sprintf("%s\nconst questions = %s;\nconsole.log(JSON.stringify(questions.map(%s)));", source, list, script))
	if err := json.Unmarshal(out, &answers); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return answers
}

// TestGridAtTheMouse: what the browser reckons while a slot is dragged is what writing it
// down comes to: the same places are refused, and what is pushed down is taken.
func TestGridAtTheMouse(t *testing.T) {
	t.Parallel()
	const columns, rows = 4, 24
	still := []manuscript.Cells{{Col: 3, Row: 1, Cols: 2, Rows: 6}, {Col: 1, Row: 9, Cols: 4, Rows: 5}, {Col: 2, Row: 15, Cols: 1, Rows: 4}}
	slot := func(name string, c manuscript.Cells) string {
		return fmt.Sprintf("      - {story: %s, at: [%d, %d], span: [%d, %d]}\n", name, c.Col, c.Row, c.Cols, c.Rows)
	}
	from := manuscript.Cells{Col: 1, Row: 1, Cols: 2, Rows: 4}
	issue := "paper: 报\ndate: 2026-11-23\npages:\n  - number: 1\n    slots:\n" + slot("a", from)
	files := fstest.MapFS{"stories/a.md": {Data: []byte("文。\n")}}
	for i, c := range still {
		name := fmt.Sprint("s", i)
		issue += slot(name, c)
		files["stories/"+name+".md"] = &fstest.MapFile{Data: []byte("文。\n")}
	}
	type question struct {
		To    manuscript.Cells   `json:"to"`
		From  manuscript.Cells   `json:"from"`
		Still []manuscript.Cells `json:"still"`
	}
	type answer struct {
		Over   bool       `json:"over"`
		Sized  [4]int     `json:"sized"` // to that place by its edges
		Pushed *[4][4]int `json:"pushed"`
	}
	var questions []question
	for _, size := range [...][2]int{{1, 1}, {1, 5}, {2, 4}, {3, 3}, {4, 6}} {
		for col := 1; col+size[0]-1 <= columns; col++ {
			for row := 1; row+size[1]-1 <= rows; row++ {
				questions = append(questions, question{manuscript.Cells{Col: col, Row: row, Cols: size[0], Rows: size[1]}, from, still})
			}
		}
	}
	answers := asked[question, answer](t, "grid.js", fmt.Sprintf(`q => {
		const cells = c => ({ col: c.Col, row: c.Row, cols: c.Cols, rows: c.Rows }), list = c => [c.col, c.row, c.cols, c.rows];
		const slot = c => ({ at: [c.Col, c.Row], span: [c.Cols, c.Rows], own: true });
		const page = { columns: %d, rows: %d }, own = slot(q.from), all = [own, ...q.still.map(slot)], to = cells(q.to), from = cells(q.from);
		const far = sized(page, from, 'se', to.cols - from.cols, to.rows - from.rows);
		const places = pushed(page, all, own, to, %d);
		return { over: liesOver(all, own, to), sized: list(moved(page, far, to.col - from.col, to.row - from.row)), pushed: places && all.map(s => list(places.get(s) || { col: s.at[0], row: s.at[1], cols: s.span[0], rows: s.span[1] })) };
	}`, columns, rows, layout.White), questions)

	sheets := func(int) edit.Sheet { return edit.Sheet{Columns: columns, Rows: rows} }
	refused := func(places map[string][4]int) (why edit.Why) {
		t.Helper()
		m := memory{"issue.yaml": {Data: []byte(issue)}}
		for name, f := range files {
			m[name] = f
		}
		s, err := edit.Open(m, func() time.Time { return time.Time{} })
		if err != nil {
			t.Fatal(err)
		}
		a := &edit.Action{Do: "move"}
		for name, c := range places {
			a.Slots = append(a.Slots, edit.SlotEdit{Slot: edit.SlotRef{Page: 1, Kind: "story", Name: name}, Set: map[string]string{"at": fmt.Sprintf("[%d, %d]", c[0], c[1]), "span": fmt.Sprintf("[%d, %d]", c[2], c[3])}, Was: map[string]string{}})
		}
		_, err = s.Do(a, sheets)
		if err == nil {
			return ""
		}
		r, ok := err.(*edit.Refused)
		if !ok {
			t.Fatal(err)
		}
		return r.Why
	}
	overs, pushes := 0, 0
	for i, q := range questions {
		a, c := answers[i], q.To
		to := [4]int{c.Col, c.Row, c.Cols, c.Rows}
		if a.Sized != to {
			t.Errorf("%v is %v at the mouse", to, a.Sized)
		}
		over := slices.ContainsFunc(still, c.Over)
		why := refused(map[string][4]int{"a": to})
		if a.Over != over || over != (why == edit.Overlap) {
			t.Errorf("%v: over others at the mouse %v, by its cells %v, refused as %v", to, a.Over, over, why)
		}
		if over {
			overs++
		}
		if a.Pushed == nil {
			continue
		}
		places := map[string][4]int{}
		for k, name := range strings.Fields("a s0 s1 s2") {
			places[name] = a.Pushed[k]
		}
		if over {
			pushes++
		}
		if why := refused(places); why != "" {
			t.Errorf("%v: what is pushed down is refused as %v: %v", to, why, places)
		}
	}
	if overs < 100 || overs == len(questions) || pushes < 20 || pushes == overs {
		t.Errorf("of %d places %d lie over others, %d of them push", len(questions), overs, pushes)
	}
}
