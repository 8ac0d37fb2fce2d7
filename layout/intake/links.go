package intake

import (
	"net/url"
	"path"
	"slices"
	"strings"
	"sync"
)

// Linked is what a link of a file leads to.
type Linked uint8

const (
	LinkNone Linked = iota // it names no file: a script, a mail address, a place in the page
	LinkFile               // a file of the source
	LinkGone               // a file that is not in the source
	LinkOut                // it leaves the source
)

// Link resolves a link that stands in a file. A link with a host leads to the
// file whose path ends as the link's does: mirrors drop the host or make a
// folder of it.
func (s *Source) Link(from, href string) (string, Linked) {
	href = strings.TrimSpace(strings.ReplaceAll(href, "\\", "/"))
	if i := strings.IndexAny(href, "?#"); i >= 0 {
		href = href[:i]
	}
	if un, err := url.PathUnescape(href); err == nil {
		href = un
	}
	host := false
	if i := strings.Index(href, "://"); i > 0 && i < len("https:") {
		href, host = href[i+len("://"):], true
	} else if strings.HasPrefix(href, "//") {
		href, host = href[len("//"):], true
	}
	switch {
	case href == "" || strings.ContainsAny(href, "\x00\n\r"):
		return "", LinkNone
	case host || strings.HasPrefix(href, "/"):
		return s.byEnd(strings.TrimPrefix(href, "/"), host)
	case strings.Contains(strings.SplitN(href, "/", 2)[0], ":"): // javascript:, mailto:, data:
		return "", LinkNone
	}
	p := path.Join(path.Dir(from), href)
	switch {
	case p == ".." || strings.HasPrefix(p, "../"):
		return p, LinkOut
	case s.Has(p):
		return p, LinkFile
	}
	if q := s.folded.find(s, p); q != "" {
		return q, LinkFile
	}
	if strings.HasPrefix(href, "../") {
		return s.above(from, href, p)
	}
	return p, LinkGone
}

// folding finds files whose names have other cases of letters than links have: on the
// system that a mirror comes from they are the same.
type folding struct {
	once  sync.Once
	files map[string]string // by their names in small letters, those that have others
}

// mostFolded bounds what the index takes: it is made where a link leads nowhere.
const mostFolded = 500_000

// find gives the file that a path names in other letters; empty: there is none.
func (x *folding) find(s *Source, p string) string {
	low := strings.ToLower(p)
	if low != p && s.Has(low) {
		return low
	}
	if x == nil {
		return ""
	}
	x.once.Do(func() {
		x.files = make(map[string]string)
		for _, f := range s.Files {
			if l := strings.ToLower(f); l != f && x.files[l] == "" && len(x.files) < mostFolded {
				x.files[l] = f
			}
		}
	})
	if f := x.files[low]; f != "" && s.Has(f) {
		return f
	}
	return ""
}

// above looks for the file of a relative link in every folder above the one that
// names it: mirrors drop or add a folder at the root of a tree.
func (s *Source) above(from, href, p string) (string, Linked) {
	for strings.HasPrefix(href, "../") {
		href = href[len("../"):]
	}
	for dir := path.Dir(from); ; dir = path.Dir(dir) {
		if q := path.Join(dir, href); s.Has(q) {
			return q, LinkFile
		}
		if dir == "." || dir == "/" {
			return p, LinkGone
		}
	}
}

// byEnd finds the file of a link from the root of a site, wherever the mirror
// put that root.
func (s *Source) byEnd(p string, host bool) (string, Linked) {
	p = path.Clean(p)
	if strings.HasPrefix(p, "..") {
		return p, LinkOut
	}
	const most = 12 // folders of a site's path
	for rest, n := p, 0; n < most; n++ {
		if s.Has(rest) {
			return rest, LinkFile
		}
		_, after, ok := strings.Cut(rest, "/")
		if !ok {
			break
		}
		rest = after
	}
	if host {
		return p, LinkOut
	}
	return p, LinkGone
}

// Siblings finds the files that have the name of a file but for its size: the
// same picture, larger and smaller.
type Siblings struct {
	once  sync.Once
	src   *Source
	index map[string][]string
}

// SiblingsOf makes an index of a source's pictures when it is first asked.
func SiblingsOf(src *Source) *Siblings { return &Siblings{src: src} }

// sizeTails end the names of pictures that are there in several sizes.
var sizeTails = []string{"_brief", "_small", "_thumb", "_thumbnail", "_mini", "_min", "_big", "_large", "_orig", "_b", "_s", "_m", "_l", "_o", "_t"}

// thumbTails end the names of pictures that are made for lists.
var thumbTails = []string{"_brief", "_small", "_thumb", "_thumbnail", "_mini", "_min", "_t"}

var pictureEndings = []string{".jpg", ".jpeg", ".png", ".gif", ".webp", ".tif", ".tiff", ".bmp"}

func pictureStem(file string) (string, bool) {
	ext := strings.ToLower(path.Ext(file))
	if !slices.Contains(pictureEndings, ext) {
		return "", false
	}
	stem := strings.ToLower(strings.TrimSuffix(file, path.Ext(file)))
	for _, t := range sizeTails {
		if s, ok := strings.CutSuffix(stem, t); ok && !strings.HasSuffix(s, "/") {
			return s, true
		}
	}
	return stem, true
}

// Of gives the sizes that the source has of a picture, whether it has the file
// itself or not.
func (x *Siblings) Of(file string) []string {
	x.once.Do(func() {
		x.index = make(map[string][]string)
		for _, f := range x.src.Files {
			if stem, ok := pictureStem(f); ok {
				x.index[stem] = append(x.index[stem], f)
			}
		}
	})
	stem, _ := pictureStem(file)
	return x.index[stem]
}

// Thumbnail tells by its name whether a picture was made for a list.
func Thumbnail(file string) bool {
	stem := strings.ToLower(strings.TrimSuffix(file, path.Ext(file)))
	return slices.ContainsFunc(thumbTails, func(t string) bool { return strings.HasSuffix(stem, t) })
}
