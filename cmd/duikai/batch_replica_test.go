package main

import (
	"net/url"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"duikai/samples/oracle"
)

// TestBatchReplica: an archive is bound together: the calendar leads to every issue,
// the search finds the stories of all; a second run touches nothing, one with a changed
// issue tells of the change.
func TestBatchReplica(t *testing.T) {
	dir, out := t.TempDir(), filepath.Join(t.TempDir(), "out")
	write := func(day, body string) {
		t.Helper()
		for name, text := range map[string]string{
			"issue.yaml":     "paper: 望汀日报\ndate: " + day + "\npages: [{number: 2, slots: [{story: fog, at: [1, 1], span: [2, 12]}]}]\n",
			"stories/fog.md": "---\nheadline: 江上起雾渡船停航\n---\n" + body + "\n",
		} {
			file := filepath.Join(dir, day, name)
			if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(file, []byte(text), 0o666); err != nil {
				t.Fatal(err)
			}
		}
	}
	write("1998-01-05", "摆渡人坐在船头补网。")
	write("1998-12-31", "雾散以后，头班船离岸。")
	write("2001-02-03", "渡口添了一盏灯，摆渡人说亮得很。")
	batch := func() map[string]string {
		t.Helper()
		if got := duikai(t, "batch", dir, "-o", out, "--replica=web,epub"); got.code != exitOK {
			t.Fatalf("%d: %s%s", got.code, got.stdout, got.stderr)
		}
		return outTree(t, out)
	}
	files := batch()
	links := regexp.MustCompile(`(?:href|src)="([^"#]+)"`)
	led := make(map[string]bool)
	for name, text := range files {
		if !strings.HasSuffix(name, ".html") || !strings.HasPrefix(name, "web/") {
			continue
		}
		for _, m := range links.FindAllStringSubmatch(text, -1) {
			to, err := url.PathUnescape(m[1])
			to = path.Join(path.Dir(name), to)
			if _, ok := files[to]; err != nil || !ok {
				t.Errorf("%s leads to %s, which is not there", name, to)
			}
			led[to] = true
		}
	}
	for _, issue := range []string{"1998/1998-01-05", "1998/1998-12-31", "2001/2001-02-03"} {
		if !led[issue+"/web/index.html"] || files[issue+"/epub/"+path.Base(issue)+".epub"] == "" {
			t.Errorf("nothing leads to %s, or it has no book", issue)
		}
	}
	for query, want := range map[string]string{
		"摆渡人":   "../../2001/2001-02-03/web/stories/fog.html ../../1998/1998-01-05/web/stories/fog.html",
		"头班 离岸": "../../1998/1998-12-31/web/stories/fog.html",
		"灯塔":    "",
	} {
		if got := searchArchive(t, filepath.Join(out, "web", "archive"), query); got != want {
			t.Errorf("%s: found %q, want %q", query, got, want)
		}
	}
	if list := different(files, batch()); len(list) > 0 {
		t.Errorf("a second run changes %v", list)
	}
	write("1998-01-05", "摆渡人看见了灯塔。")
	batch()
	if got := searchArchive(t, filepath.Join(out, "web", "archive"), "灯塔"); got != "../../1998/1998-01-05/web/stories/fog.html" {
		t.Errorf("what has changed is not found: %q", got)
	}
}

// searchArchive asks the search of an archive as its page does, in a page that has
// as much of a browser as it needs.
func searchArchive(t *testing.T, dir, query string) string {
	t.Helper()
	const run = `
const fs = require("fs"), vm = require("vm");
const [dir, query] = process.argv.slice(1);
const links = [];
const element = (kind) => ({ kind, addEventListener() {}, replaceChildren() {}, append() {}, value: "" });
const context = { location: { search: "?q=" + encodeURIComponent(query) }, URLSearchParams, encodeURIComponent, Map, Set, Promise };
context.document = {
  getElementById: element,
  createElement(kind) { const e = element(kind); if (kind === "a") links.push(e); return e; },
  head: { append(script) { vm.runInContext(fs.readFileSync(dir + "/" + script.src, "utf8"), context); script.onload(); } },
};
vm.createContext(context);
vm.runInContext(fs.readFileSync(dir + "/search.js", "utf8"), context);
setTimeout(() => console.log(links.map((l) => l.href).join(" "))); // behind all that is promised: nothing here waits
`
	return strings.TrimSpace(string(oracle.Run(t, "node", "-e", run, dir, query)))
}
