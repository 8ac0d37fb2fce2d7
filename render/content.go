package render

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
	"io/fs"
	"sync"

	"duikai/layout/page"
	"duikai/layout/proofs"
)

// Content names what a page shows, which a signature (签样) holds for: everything that
// is drawn on it, what the files of its pictures hold, and the faces that the issue
// brings. Two runs of the same folder give the same; drafts do too, whatever they mark.
func (r Result) Content(p *page.Page) string {
	var fonts []string
	for _, role := range r.Issue.Style.Fonts {
		for _, f := range role.Files {
			fonts = append(fonts, f.Path)
		}
	}
	return proofs.Content(p, fonts, r.job.FileSum)
}

// fileSums names what files hold, each read once.
func fileSums(fsys fs.FS) func(name string) string {
	var mu sync.Mutex
	known := map[string]string{}
	return func(name string) string {
		mu.Lock()
		defer mu.Unlock()
		sum, ok := known[name]
		if !ok {
			sum = FileSum(fsys, name)
			known[name] = sum
		}
		return sum
	}
}

// FileSum names what a file holds; one that cannot be read holds nothing.
func FileSum(fsys fs.FS, name string) string {
	fi, err := fs.Stat(fsys, name)
	if err != nil || !fi.Mode().IsRegular() {
		return ""
	}
	f, err := fsys.Open(name)
	if err != nil {
		return ""
	}
	defer f.Close() // nothing is written
	sum := sha256.New()
	if _, err := io.Copy(sum, f); err != nil {
		return ""
	}
	return hex.EncodeToString(sum.Sum(nil))
}
