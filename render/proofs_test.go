package render_test

import (
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"duikai/layout/diag"
	"duikai/layout/geom"
	"duikai/layout/manuscript"
	"duikai/layout/page"
	"duikai/layout/proofs"
	"duikai/render"
)

// proofread is an issue of two pages with a story on each.
func proofread(more map[string]string) fstest.MapFS {
	files := map[string]string{
		"issue.yaml": `paper: 临江日报
date: 2026-11-23
format: tabloid
pages:
  - number: 1
    name: 要闻
    slots:
      - {story: harbour, at: [1, 14], span: [3, 20], columns: 1}
  - number: 2
    name: 综合
    slots:
      - {story: dam, at: [1, 1], span: [3, 20]}
`,
		"stories/harbour.md": "---\nheadline: 老码头的新汽笛\n---\n清晨的江面上，拖轮一艘接着一艘。\n\n老码头响起汽笛，New York 的客人上岸。清晨的江面上，拖轮一艘接着一艘，直到中午。\n",
		"stories/dam.md":     "---\nheadline: 水坝合龙\n---\n昨日，水坝合龙。\n",
	}
	maps.Copy(files, more)
	fsys := fstest.MapFS{}
	for name, text := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return fsys
}

func setFolder(t *testing.T, fsys fs.FS, draft bool) render.Result {
	t.Helper()
	r, err := render.Job{FS: fsys, Draft: draft, Record: draft}.Run()
	if err != nil || r.Edition == nil {
		t.Fatal(err, r.Problems)
	}
	return r
}

// told are the problems of some codes.
func told(r render.Result, codes ...diag.Code) (out []string) {
	for _, p := range r.Problems {
		if slices.Contains(codes, p.Code) {
			out = append(out, p.Format(diag.English))
		}
	}
	return out
}

// line is the room of some words on a page, as a ring would be drawn round them.
func line(t *testing.T, p *page.Page, words string) geom.Rect {
	t.Helper()
	for _, it := range p.Items {
		if run, ok := it.(*page.Text); ok {
			if before, _, ok := strings.Cut(run.String(), words); ok {
				n := len([]rune(before))
				return run.BoxOf(n, n+len([]rune(words))).Inset(geom.Inset{Top: -geom.Pt, Right: -geom.Pt, Bottom: -geom.Pt, Left: -geom.Pt})
			}
		}
	}
	t.Fatalf("%q is not on the page", words)
	return geom.Rect{}
}

// TestMarksFollow: a mark stands where it was made, goes where its words go, onto another
// page too, and tells when they are there no more.
func TestMarksFollow(t *testing.T) {
	r := setFolder(t, proofread(nil), true)
	// The first of two sentences that are alike.
	first := &manuscript.ProofMark{Page: 1, Area: line(t, r.Edition.Pages[0], "轮一艘"), Note: "到几点？"}
	proofs.Anchor(first, r.Edition.Pages[0])
	if first.Story != "harbour" || first.Line != 4 || first.Words != "轮一艘" {
		t.Fatalf("anchored to %+v", first)
	}
	latin := &manuscript.ProofMark{Page: 1, Area: line(t, r.Edition.Pages[0], "New York"), Note: "译名"}
	proofs.Anchor(latin, r.Edition.Pages[0])
	if latin.Words != "New York" || latin.Before != "头响起汽笛，" && len([]rune(latin.Before)) != 8 {
		t.Fatalf("anchored to %q behind %q", latin.Words, latin.Before)
	}
	file := []byte(nil)
	for _, m := range []*manuscript.ProofMark{first, latin, {Page: 2, Note: "整版再看"}} {
		var err error
		if file, err = manuscript.ChangeProofs(file, manuscript.ProofChange{Mark: m}); err != nil {
			t.Fatal(err)
		}
	}
	more := map[string]string{"proofs.yaml": string(file)}
	r = setFolder(t, proofread(more), true)
	was := r.Edition.Pages[0].Remarks
	if len(was) != 2 || len(r.Edition.Pages[1].Remarks) != 1 {
		t.Fatalf("%d remarks on page 1, %d on page 2", len(was), len(r.Edition.Pages[1].Remarks))
	}
	if a := was[0].Areas[0]; apart(a.X, first.Area.X) || apart(a.W, first.Area.W) || was[0].At.Line != 4 || was[0].Gone {
		t.Errorf("the ring that was drawn is %v, not %v", a, first.Area)
	}
	if got := told(r, diag.MarkOpen, diag.MarkMoved); len(got) != 3 || !strings.HasSuffix(got[0], "a mark on page 1 is not settled: 到几点？ [mark-open]") {
		t.Error(got)
	}

	// Three lines more above: the ring goes down by as much.
	more["stories/harbour.md"] = "---\nheadline: 老码头的新汽笛\n---\n一。\n\n二。\n\n三。\n\n清晨的江面上，拖轮一艘接着一艘。\n\n老码头响起汽笛，New York 的客人上岸。清晨的江面上，拖轮一艘接着一艘，直到中午。\n"
	now := setFolder(t, proofread(more), true).Edition.Pages[0].Remarks
	for i := range now {
		if down := now[i].Areas[0].Y - was[i].Areas[0].Y; now[i].Gone || down < 30*geom.Pt || down > 40*geom.Pt || now[i].At.Line != 10+2*i {
			t.Errorf("remark %d moved by %v, to %v", i+1, down, now[i].At)
		}
	}

	// The story goes to the other page.
	more["issue.yaml"] = strings.NewReplacer("harbour", "dam", "dam", "harbour").Replace(string(proofread(nil)["issue.yaml"].Data))
	r = setFolder(t, proofread(more), true)
	if a, b := len(r.Edition.Pages[0].Remarks), len(r.Edition.Pages[1].Remarks); a != 0 || b != 3 {
		t.Errorf("%d remarks on page 1, %d on page 2", a, b)
	}

	// The words are gone.
	delete(more, "issue.yaml")
	more["stories/harbour.md"] = "---\nheadline: 老码头的新汽笛\n---\n清晨的江面上，拖轮一艘接着一艘。\n\n老码头响起汽笛，纽约的客人上岸。\n"
	r = setFolder(t, proofread(more), true)
	if m := r.Edition.Pages[0].Remarks[1]; !m.Gone || apart(m.Areas[0].X, latin.Area.X) {
		t.Errorf("what is gone stands at %+v", m)
	}
	if got := told(r, diag.MarkMoved); len(got) != 1 { // the others are still there
		t.Error(got)
	}
	settled, err := manuscript.ChangeProofs(file, manuscript.ProofChange{On: 1, Settle: &manuscript.Hand{Who: "李四", When: "2026-11-22 22:02"}})
	if err != nil {
		t.Fatal(err)
	}
	more["proofs.yaml"] = string(settled)
	if got := told(setFolder(t, proofread(more), true), diag.MarkMoved); len(got) != 0 {
		t.Error("what is settled is told:", got)
	}
}

// TestProofsOfNoPage: marks and signatures of pages that the issue has not are told, also
// where the program makes the pages.
func TestProofsOfNoPage(t *testing.T) {
	issue := string(proofread(nil)["issue.yaml"].Data)
	head, _, _ := strings.Cut(issue, "pages:")
	auto := head + "pages: auto\n"
	spread := head + "pages:\n- {number: 2, spread: 3, slots: [{story: harbour}, {story: dam}]}\n"
	const noPage = "proofs.yaml:2:3: warning: this edition has no page %d [proof-no-page]"
	for _, c := range []struct {
		issue, proofs string
		page          int // that there is not; 0: all are there
	}{
		{issue, "marks:\n- {page: 3, note: 看}\n", 3},
		{issue, "marks:\n- {page: 2, note: 看}\n", 0},
		{issue, "marks:\n- {page: 3, note: 看, settled: {who: 王三}}\n", 0},
		{issue, "signed:\n- {page: 9, status: first}\n- {page: 1, status: final}\n", 9},
		{issue, "signed:\n- {page: 9, status: first}\n- {page: 9, status: final}\n", 9},
		{auto, "marks:\n- {page: 9, note: 看}\n", 9},
		{auto, "signed:\n- {page: 9, status: first}\n", 9},
		{auto, "marks:\n- {page: 1, note: 看}\n", 0},
		{spread, "marks:\n- {page: 3, note: 看}\n", 3}, // one sheet, which is page 2
		{strings.Replace(spread, "spread: 3,", "spread: 3, sheets: two,", 1), "marks:\n- {page: 3, note: 看}\n", 0},
	} {
		got := told(setFolder(t, proofread(map[string]string{"issue.yaml": c.issue, "proofs.yaml": c.proofs}), true), diag.ProofPage)
		var want []string
		if c.page > 0 {
			want = []string{fmt.Sprintf(noPage, c.page)}
		}
		if strings.Count(c.proofs, "page: 9") > 1 {
			want[0] = strings.Replace(want[0], ":2:", ":3:", 1) // the last one counts
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s%s: told are %q, not %q", c.issue, c.proofs, got, want)
		}
	}
}

func apart(a, b geom.Length) bool { return max(a-b, b-a) > geom.Pt/2 }

// TestSignatures: a signature holds for what the page showed, on drafts and finished
// pages alike, and the house may ask for one.
func TestSignatures(t *testing.T) {
	more := map[string]string{"pictures/a.png": "x"}
	base := proofread(more)
	asked := strings.Replace(string(base["issue.yaml"].Data), "format: tabloid\n", "format: tabloid\nstyle: {sign-off: final}\n", 1)
	r := setFolder(t, base, false)
	sum := r.Content(r.Edition.Pages[0])
	if draft := setFolder(t, base, true); draft.Content(draft.Edition.Pages[0]) != sum {
		t.Error("a draft shows something else")
	}
	sign := func(status string) string {
		return fmt.Sprintf("signed:\n- {page: 1, status: %s, who: 王三, when: 2026-11-22 23:10, content: %s}\n", status, sum)
	}
	const (
		unsigned2 = "issue.yaml:10:5: warning: page 2 is not signed as final proof, which style.sign-off asks for: it is not signed [page-not-signed]"
		unsigned1 = "issue.yaml:6:5: warning: page 1 is not signed as final proof, which style.sign-off asks for: it is %s [page-not-signed]"
		changed   = "proofs.yaml:2:3: warning: page 1 has changed since it was signed as final proof by 王三 2026-11-22 23:10: the signature no longer holds [page-changed-since-signed]"
	)
	other := strings.Replace(string(base["stories/harbour.md"].Data), "清晨", "早上", 1)
	for _, c := range []struct {
		name string
		more map[string]string
		want []string
	}{
		{"nothing is asked", map[string]string{}, nil},
		{"nobody has signed", map[string]string{"issue.yaml": asked}, []string{fmt.Sprintf(unsigned1, "not signed"), unsigned2}},
		{"one is signed", map[string]string{"issue.yaml": asked, "proofs.yaml": sign("清样")}, []string{unsigned2}},
		{"more than is asked", map[string]string{"issue.yaml": asked, "proofs.yaml": sign("press")}, []string{unsigned2}},
		{"less than is asked", map[string]string{"issue.yaml": asked, "proofs.yaml": sign("first")}, []string{fmt.Sprintf(unsigned1, "first proof"), unsigned2}},
		{"changed since", map[string]string{"proofs.yaml": sign("final"), "stories/harbour.md": other}, []string{changed}},
		{"changed since, and asked for", map[string]string{"issue.yaml": asked, "proofs.yaml": sign("final"), "stories/harbour.md": other}, []string{fmt.Sprintf(unsigned1, "not signed"), unsigned2, changed}},
		{"changed elsewhere", map[string]string{"proofs.yaml": sign("final"), "stories/dam.md": "---\nheadline: 水坝昨日合龙\n---\n昨日，水坝合龙。\n"}, nil},
		{"signed by hand", map[string]string{"proofs.yaml": "signed:\n- {page: 1, status: 清样, who: 王三}\n"}, []string{"proofs.yaml:2:3: warning: the signature of page 1 does not say what the page showed: whether it has changed since is not known [signature-without-content]"}},
		{"the last one counts", map[string]string{"proofs.yaml": "signed:\n- {page: 1, status: final, who: 王三, content: aa}\n" + strings.TrimPrefix(sign("first"), "signed:\n")}, nil},
	} {
		for _, draft := range []bool{false, true} {
			got := told(setFolder(t, proofread(c.more), draft), diag.PageUnsigned, diag.SignedBefore, diag.SignedLoose)
			if !slices.Equal(got, c.want) {
				t.Errorf("%s:\n%s", c.name, strings.Join(got, "\n"))
			}
		}
	}

	// What is missing is framed on a draft, and that is no change of the page.
	gap := map[string]string{"issue.yaml": strings.Replace(string(base["issue.yaml"].Data), "  - number: 2", "      - {story: late, at: [4, 14], span: [3, 20]}\n  - number: 2", 1)}
	a, b := setFolder(t, proofread(gap), false), setFolder(t, proofread(gap), true)
	if len(a.Edition.Pages[0].Items) == len(b.Edition.Pages[0].Items) {
		t.Error("a draft frames nothing")
	}
	if a.Content(a.Edition.Pages[0]) != b.Content(b.Edition.Pages[0]) {
		t.Error("what a draft frames is taken for a change")
	}
}
