package e2e

import (
	"net/http"
	"net/http/httptest"
	"os/exec"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// TestReplica: the copy for browsers is read, searched and walked through, and axe
// finds nothing in it, on a desk and on a phone, in both schemes.
func TestReplica(t *testing.T) {
	t.Parallel()
	needAxe(t)
	dir := t.TempDir()
	if out, err := exec.Command(program, "replica", "../../../samples/wangting", "-o", dir).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	site := httptest.NewServer(http.FileServer(http.Dir(dir)))
	t.Cleanup(site.Close)
	for _, c := range []struct {
		name          string
		width, height int64
		dark          bool
	}{{"desk", 1366, 768, false}, {"phone", 390, 844, true}} {
		t.Run(c.name, func(t *testing.T) {
			b := open(t, site.URL+"/index.html", c.width, c.height, c.dark)
			look := func(state string) {
				b.t.Helper()
				b.shoot("replica-" + c.name + "-" + state)
				b.is(`document.documentElement.scrollWidth <= innerWidth`)
				for _, v := range b.violations() {
					t.Errorf("%s: %s", state, v)
				}
			}
			b.is(`document.querySelectorAll('.sheets > li').length === 8`)
			look("front")
			b.follow(func() { b.click(`.sheets h2 a[href="page-02.html"]`) })
			b.is(`document.querySelector('h1')?.textContent === '第2版 综合'`)
			look("page")
			b.follow(func() { b.click(`ol a[href="stories/bean-curd.html"]`) })
			b.is(`document.querySelector('article h1')?.textContent.includes('豆子醒了')`)
			look("story")
			b.follow(func() { b.click(`a[rel="next"]`) })
			b.is(`document.querySelector('article h1')?.textContent.includes('十二座小巴')`)
			b.run(chromedp.Navigate(site.URL + "/search.html"))
			b.click(`#words`)
			b.key("石磨")
			b.is(`document.querySelector('#found a')?.textContent.includes('豆子醒了') && document.querySelector('#count').textContent.startsWith('找到')`)
			look("search")
			b.focus(`#found a`)
			b.follow(func() { b.key(kb.Enter) })
			b.is(`document.querySelector('article h1')?.textContent.includes('豆子醒了')`)
		})
	}
}
