package main

import (
	"encoding/json"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"duikai/samples/oracle"
)

// webOf writes the sample for browsers.
func webOf(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "web")
	if got := duikai(t, "replica", "../../samples/wangting", "-o", dir); got.code != exitOK {
		t.Fatalf("%d: %s%s", got.code, got.stdout, got.stderr)
	}
	return dir
}

// TestReplica: everything that is linked is there, nothing is asked of the network,
// every paragraph of a story stands in its file, and a second copy has the same
// bytes.
func TestReplica(t *testing.T) {
	dir := webOf(t)
	files := treeOf(t, dir)
	links := regexp.MustCompile(`(?:href|src)="([^"]*)"`)
	for name, text := range files {
		if !strings.HasSuffix(name, ".html") {
			continue
		}
		for _, m := range links.FindAllStringSubmatch(text, -1) {
			to, err := url.PathUnescape(m[1])
			if to, _, _ = strings.Cut(to, "#"); err != nil || to == "" {
				continue
			}
			if _, ok := files[path.Join(path.Dir(name), to)]; !ok {
				t.Errorf("%s leads to %s, which is not there", name, m[1])
			}
		}
		if strings.Contains(text, "http:") || strings.Contains(text, "https:") || strings.Contains(text, "javascript:") {
			t.Errorf("%s asks for something elsewhere", name)
		}
		if n := strings.Count(text, "<h1>"); n != 1 {
			t.Errorf("%s has %d headings of the first level", name, n)
		}
	}
	_, body, _ := strings.Cut(strings.TrimPrefix(fileText(t, "../../samples/wangting/stories/hepu-port.md"), "---\n"), "\n---\n")
	for paragraph := range strings.SplitSeq(strings.TrimSpace(body), "\n\n") {
		if !strings.Contains(files["stories/hepu-port.html"], "<p>"+strings.TrimSpace(paragraph)+"</p>") {
			t.Errorf("the story that goes on elsewhere lacks a paragraph in one piece: %s", paragraph)
		}
	}
	if head := "<h1>老港添了“新臂膀”<br>夜半装船静悄悄</h1>"; !strings.Contains(files["stories/hepu-port.html"], head) {
		t.Errorf("no %s", head)
	}
	again := treeOf(t, webOf(t))
	for name, text := range files {
		if again[name] != text {
			t.Errorf("%s differs in a second copy", name)
		}
	}
	var index struct {
		Stories []struct{ Title, File, Text string }
		Pairs   map[string][]int
	}
	if err := json.Unmarshal([]byte(files["search.json"]), &index); err != nil || len(index.Stories) != strings.Count(strings.Join(keysOf(files), " "), "stories/") {
		t.Errorf("%d stories in the index: %v", len(index.Stories), err)
	}
	if list := index.Pairs["岸电"]; len(list) == 0 {
		t.Error("岸电 is not found")
	}
}

func keysOf(m map[string]string) (keys []string) {
	for k := range m {
		keys = append(keys, k)
	}
	return keys
}

// TestReplicaReplaces: a copy is replaced as a whole; another folder is left alone;
// of an edition with errors nothing is written.
func TestReplicaReplaces(t *testing.T) {
	folder := func(body string) string {
		return issueFolder(t, map[string]string{
			"issue.yaml":     "paper: 望汀日报\ndate: 2026-11-23\npages: [{number: 2, slots: [{story: fog, at: [1, 1], span: [2, 8]}]}]\n",
			"stories/fog.md": "---\nheadline: 江上起雾渡船不开\n---\n" + body + "\n",
		})
	}
	write := func(name, text string) {
		if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	good := folder("雾散了，船也开了。")
	out := filepath.Join(t.TempDir(), "web")
	if got := duikai(t, "replica", good, "-o", out); got.code != exitOK {
		t.Fatalf("%s%s", got.stdout, got.stderr)
	}
	stale := filepath.Join(out, "stories", "gone.html")
	write(stale, "old")
	if got := duikai(t, "replica", good, "-o", out); got.code != exitOK {
		t.Fatalf("%s%s", got.stdout, got.stderr)
	}
	if _, err := os.Stat(stale); err == nil {
		t.Error("what an earlier copy had stays")
	}
	before := treeOf(t, out)
	if got := duikai(t, "replica", folder(strings.Repeat("雾散了，船也开了。", 200)), "-o", out); got.code != exitErrors {
		t.Errorf("%d of an overset edition: %s", got.code, got.stderr)
	}
	for name, text := range treeOf(t, out) {
		if before[name] != text {
			t.Errorf("%s was changed by an edition with errors", name)
		}
	}
	other := t.TempDir()
	write(filepath.Join(other, "index.html"), "mine")
	if got := duikai(t, "replica", good, "-o", other); got.code != exitUnusable || fileText(t, filepath.Join(other, "index.html")) != "mine" {
		t.Errorf("%d for a folder that is no copy: %s", got.code, got.stderr)
	}
}

// TestReplicaWithoutHeadlines: a story without a headline is called by its first words,
// on one line, and its page has a heading for who hears it; two stories of one headline
// have a page each.
func TestReplicaWithoutHeadlines(t *testing.T) {
	issue := issueFolder(t, map[string]string{
		"issue.yaml":   "paper: 望汀日报\ndate: 2026-11-23\npages: [{number: 2, slots: [{story: a, at: [1, 1], span: [2, 8]}, {story: b, at: [3, 1], span: [2, 8]}, {story: c, at: [5, 1], span: [2, 8]}]}]\n",
		"stories/a.md": "---\ncolumn: 汀上论坛\n---\n雾散了，船也开了。\n",
		"stories/b.md": "---\nheadline: 同题\n---\n雾散了。\n",
		"stories/c.md": "---\nheadline: 同题\n---\n船开了。\n",
	})
	dir := filepath.Join(t.TempDir(), "web")
	if got := duikai(t, "replica", issue, "-o", dir); got.code != exitOK {
		t.Fatalf("%d: %s%s", got.code, got.stdout, got.stderr)
	}
	files := treeOf(t, dir)
	const words = "汀上论坛　雾散了，船也开了。"
	for name, want := range map[string]string{
		"stories/a.html": `<h1 class="unseen">` + words + "</h1>\n<p class=\"label\">汀上论坛</p>",
		"page-02.html":   `<a href="stories/a.html">` + words + "</a>",
		"stories/b.html": "<article>\n<h1>同题</h1><p>雾散了。</p>",
		"stories/c.html": "<article>\n<h1>同题</h1><p>船开了。</p>",
	} {
		if !strings.Contains(files[name], want) {
			t.Errorf("%s lacks %s:\n%s", name, want, files[name])
		}
	}
}

// TestReplicaOfSpreads: a sheet that is two pages has both numbers.
func TestReplicaOfSpreads(t *testing.T) {
	dir := t.TempDir()
	if got := duikai(t, "replica", "../../samples/pages/spread", "--format", "web,alto", "-o", dir); got.code != exitOK {
		t.Fatalf("%d: %s%s", got.code, got.stdout, got.stderr)
	}
	files := treeOf(t, dir)
	for name, want := range map[string]string{
		"web/page-04.html": "<h1>第4、5版 特刊</h1>",
		"alto/mets.xml":    `ORDERLABEL="4–5" LABEL="第4、5版 特刊"`,
	} {
		if !strings.Contains(files[name], want) {
			t.Errorf("%s lacks %s", name, want)
		}
	}
}

// TestSearch: the search of a copy finds words of any length, by whole words of the
// query, and no others.
func TestSearch(t *testing.T) {
	dir := webOf(t)
	const run = `
const fs = require("fs"), vm = require("vm");
const element = { addEventListener() {}, value: "" };
const context = { document: { getElementById: () => element }, location: { search: "" }, URLSearchParams };
vm.createContext(context);
vm.runInContext(fs.readFileSync(process.argv[1] + "/search.js", "utf8") + "\nglobalThis.ask = (q) => stories(q).map((i) => edition.stories[i].file);", context);
for (const q of ["岸电", "岸 电", "鹤", "不在报上的话", "操控大楼 蒋汀生", ""]) console.log(JSON.stringify(context.ask(q)));
`
	lines := strings.Split(strings.TrimSpace(string(oracle.Run(t, "node", "-e", run, dir))), "\n")
	if len(lines) != 6 {
		t.Fatalf("%q", lines)
	}
	for i, want := range []string{"stories/hepu-port.html", "stories/hepu-port.html", "stories/hepu-port.html", "", "stories/hepu-port.html", ""} {
		if got := lines[i]; want == "" && got != "[]" || !strings.Contains(got, want) {
			t.Errorf("query %d gives %s", i, got)
		}
	}
}

// TestIndentedVerse: lines of a poem have their indents in pages for browsers.
func TestIndentedVerse(t *testing.T) {
	issue := issueFolder(t, map[string]string{
		"issue.yaml":   "paper: 望汀日报\ndate: 2026-11-23\npages: [{number: 2, slots: [{story: a, at: [1, 1], span: [2, 20]}]}]\n",
		"stories/a.md": "---\nheadline: 渡口\n---\nverse:\n  江水先到\n    灯笼后到\n\n      石阶数着他们\n",
	})
	dir := filepath.Join(t.TempDir(), "web")
	if got := duikai(t, "replica", issue, "-o", dir); got.code != exitOK {
		t.Fatalf("%d: %s%s", got.code, got.stdout, got.stderr)
	}
	const want = `<p class="verse">江水先到</p><p class="verse" style="padding-left: 1em">灯笼后到</p><p class="verse opens" style="padding-left: 2em">石阶数着他们</p>`
	if text := fileText(t, filepath.Join(dir, "stories", "a.html")); !strings.Contains(text, want) {
		t.Errorf("no %s in\n%s", want, text)
	}
}

// TestReplicaOfPoems: the stanzas of a poem stay apart, each line a line.
func TestReplicaOfPoems(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "web")
	if got := duikai(t, "replica", "../../samples/pages/poem", "-o", dir); got.code != exitOK {
		t.Fatalf("%d: %s%s", got.code, got.stdout, got.stderr)
	}
	text := fileText(t, filepath.Join(dir, "stories", "lamps.html"))
	if lines, opens := strings.Count(text, `<p class="verse`), strings.Count(text, `<p class="verse opens">`); lines != 15 || opens != 4 {
		t.Errorf("%d lines, of which %d open a stanza", lines, opens)
	}
}
