package e2e

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// heardScript hears a file in a browser as its viewer tells it to who cannot see it: the
// pages' trees, and the text of what they hold. It counts what the trees name twice,
// and what stands on a page and in no tree.
const heardScript = `<!DOCTYPE html><html lang="en"><title>heard</title><script type="module">
import * as pdf from '/build/pdf.min.mjs';
pdf.GlobalWorkerOptions.workerSrc = '/build/pdf.worker.min.mjs';
const doc = await pdf.getDocument({url: '/copy.pdf', verbosity: 0}).promise;
const heard = {pages: doc.numPages, text: '', roles: {}, twice: 0, lost: 0, alt: 0};
for (let n = 1; n <= doc.numPages; n++) {
  const page = await doc.getPage(n);
  const texts = new Map(), open = [];
  for (const i of (await page.getTextContent({includeMarkedContent: true})).items) {
    if (i.type === 'beginMarkedContentProps') { open.push(i.id); if (i.id) texts.set(i.id, ''); }
    else if (i.type === 'beginMarkedContent') open.push(null);
    else if (i.type === 'endMarkedContent') open.pop();
    else for (const id of open) if (id) texts.set(id, texts.get(id) + i.str);
  }
  const met = new Set();
  (function walk(node) {
    if (node.type === 'content') {
      if (met.has(node.id)) heard.twice++;
      met.add(node.id);
      heard.text += texts.get(node.id) ?? '';
      return;
    }
    if (node.role) heard.roles[node.role] = (heard.roles[node.role] ?? 0) + 1;
    if (node.alt) heard.alt++;
    for (const kid of node.children ?? []) walk(kid);
  })(await page.getStructTree());
  for (const id of texts.keys()) if (!met.has(id)) heard.lost++;
}
window.heard = heard;
</script>`

// TestHeardInABrowser: the viewer of browsers hears the sample in the order of its
// tree: every piece of content once, every paragraph of every story whole, or in two
// parts where it goes on on another page.
func TestHeardInABrowser(t *testing.T) {
	t.Parallel()
	files, err := pdfJS.files("build/pdf.min.mjs", "build/pdf.worker.min.mjs")
	if err != nil {
		t.Skip("without pdfjs-dist from npm: ", err)
	}
	copied := filepath.Join(t.TempDir(), "copy.pdf")
	if out, err := exec.Command(program, "render", "../../../samples/wangting", "--reading", "-o", copied).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch name := strings.TrimPrefix(r.URL.Path, "/"); {
		case files[name] != "":
			w.Header().Set("Content-Type", "text/javascript")
			_, _ = w.Write([]byte(files[name]))
		case name == "copy.pdf":
			http.ServeFile(w, r, copied)
		case name == "index.html":
			_, _ = w.Write([]byte(heardScript))
		default:
			w.WriteHeader(http.StatusNoContent) // an icon
		}
	}))
	t.Cleanup(site.Close)
	b := open(t, site.URL+"/index.html", 800, 600, false)
	b.is(`window.heard !== undefined`)
	var heard struct {
		Pages, Twice, Lost, Alt int
		Text                    string
		Roles                   map[string]int
	}
	if err := json.Unmarshal([]byte(b.text(`JSON.stringify(window.heard)`)), &heard); err != nil {
		t.Fatal(err)
	}
	if heard.Pages != 8 || heard.Twice > 0 || heard.Lost > 0 || heard.Roles["Art"] < 64 || heard.Roles["H1"] < 40 || heard.Alt == 0 {
		t.Errorf("%d pages, %d pieces twice, %d in no tree, %d pictures with words, %v", heard.Pages, heard.Twice, heard.Lost, heard.Alt, heard.Roles)
	}
	squeeze := strings.NewReplacer(" ", "", "　", "", "\u00a0", "", "\n", "")
	text := squeeze.Replace(heard.Text)
	stories, err := filepath.Glob("../../../samples/wangting/stories/*.md")
	if err != nil || len(stories) == 0 {
		t.Fatal(err)
	}
	whole, parted := 0, 0
	for _, name := range stories {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		_, body, _ := strings.Cut(strings.TrimPrefix(string(data), "---\n"), "\n---\n")
		for p := range strings.SplitSeq(body, "\n\n") {
			p = squeeze.Replace(p)
			const ends = 8 // characters at either end that a paragraph in two parts has in one of them
			rs := []rune(p)
			if len(rs) < 2*ends || strings.ContainsAny(p, "*#|>[]{}~_^-!<\\") || slices.ContainsFunc(rs, func(r rune) bool { return r < 0x80 && !('0' <= r && r <= '9') }) {
				continue // not plain text
			}
			switch {
			case strings.Contains(text, p):
				whole++
			case strings.Contains(text, string(rs[:ends])) && strings.Contains(text, string(rs[len(rs)-ends:])):
				parted++
			default:
				t.Errorf("%s is not heard: %s", name, p)
			}
		}
	}
	if whole < 150 || parted > 12 {
		t.Errorf("%d paragraphs are heard whole, %d in two parts", whole, parted)
	}
}
