package epaper

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"duikai/layout/diag"
	"duikai/layout/intake"
	"duikai/layout/intake/dump"
	"duikai/layout/internal/copydesk"
	"duikai/layout/internal/markup"
)

var (
	// ownPicture is the path of a picture that belongs to a story.
	ownPicture = regexp.MustCompile(`(?i)attpic|/res/|(?:^|/)res\d+_|/pic/|/attachement/|/attachment/|/upload`)
	// sitePicture is the path of a picture that belongs to the site.
	sitePicture = regexp.MustCompile(`(?i)(?:^|/)(?:images?|img|css|skin|js|common|template|icons?|static|style)/|spacer|blank\.|logo|arrow|icon|btn|button|_brief\.jpg#`)
	captionHead = regexp.MustCompile(`^(?:[▲△▼▽◀▶←→↑↓]|图[为①-⑳一二三四五1-9：:]|(?:上|下|左|右|本|大|小|题)图)`)
	creditEnd   = regexp.MustCompile(`(?:摄|摄影|供图|摄影报道|/图|图)[）)]?$`)
)

// smallPicture is the width, in pixels, below which a picture is an ornament of
// the site.
const smallPicture = 60

// picture takes the picture that an img shows, in its best size; nil where it
// is none of the story's.
func (r *articleReader) picture(n *markup.Node, inside bool) *intake.Picture {
	src := markup.Lazy(n)
	at := r.d.Place(n.From, n.To)
	if strings.HasPrefix(src, "data:") {
		r.found = append(r.found, intake.Find(diag.ImportDropped, at, intake.Words{"a picture inside the page", "内嵌图片"}, src[:min(len(src), 24)]))
		return nil
	}
	own := inside || ownPicture.MatchString(src)
	w := pixels(n.Attr("width"))
	if !own || sitePicture.MatchString(src) && !ownPicture.MatchString(src) || w > 0 && w < smallPicture {
		return nil
	}
	file, kind := r.src.Link(r.file, src)
	if n.Parent.Is("a") { // a thumbnail that leads to the picture
		if big, k := r.src.Link(r.file, n.Parent.Attr("href")); k == intake.LinkFile && r.src.IsPicture(big) {
			file, kind = big, k
		}
	}
	switch kind {
	case intake.LinkNone:
		return nil
	case intake.LinkOut:
		r.found = append(r.found, intake.Find(diag.ImportLinkOut, at, src))
		return nil
	}
	best, width := r.best(file)
	switch {
	case best == "":
		r.found = append(r.found, intake.Find(diag.ImportAbsent, at, file))
		return nil
	case intake.Thumbnail(best):
		r.found = append(r.found, intake.Find(diag.ImportThumbnail, at, width))
		return nil
	case r.used[best]:
		return nil
	}
	r.used[best] = true
	p := r.src.Picture(best)
	r.pictures = append(r.pictures, p)
	if alt := n.Attr("alt"); copydesk.CaptionWords(alt) {
		p.Caption = intake.Given("alt", intake.Text{{Text: alt, At: at}})
	}
	return p
}

func pixels(s string) int { return int(float(s)) }

// best is the largest of the sizes in which the source has a picture.
func (r *articleReader) best(file string) (best string, width int) {
	most := -1
	for _, f := range r.sizes.Of(file) {
		if !r.src.IsPicture(f) {
			continue
		}
		w, h := r.src.PixelSize(f)
		if size := w * h; size > most {
			best, most, width = f, size, w
		}
	}
	if best == "" && r.src.Has(file) && r.src.IsPicture(file) {
		w, _ := r.src.PixelSize(file)
		return file, w
	}
	return best, width
}

// outerPictures takes the pictures that stand before the text, in tables with
// their captions.
func (r *articleReader) outerPictures() {
	done := make(map[*markup.Node]bool)
	for n := range r.outside() {
		if !n.Is("img") || !ownPicture.MatchString(n.Attr("src")) {
			continue
		}
		holder := r.holder(n)
		if done[holder] {
			continue
		}
		done[holder] = true
		var last *intake.Picture
		for _, p := range markup.Prose(r.d, holder) {
			switch {
			case p.Kind == markup.Image && ownPicture.MatchString(p.Node.Attr("src")):
				last = r.picture(p.Node, false)
			case p.Kind == markup.Para && last != nil:
				if last.Caption.Empty() && last.Credit.Empty() {
					copydesk.Caption(last, p.Text, "under-picture")
				} else {
					last.Caption.Text = append(append(last.Caption.Text, intake.Run{Text: " ", At: p.Text.At()}), p.Text...)
				}
			case p.Kind == markup.Para && !r.inHead(p.Node):
				r.found = append(r.found, intake.Find(diag.ImportFurniture, p.Text.At(), p.Text.String(), intake.Words{"words beside a picture that is not taken", "未取图片旁的文字"}))
			}
		}
	}
}

func (r *articleReader) inHead(n *markup.Node) bool {
	for ; n != nil; n = n.Parent {
		if n.Is("h1", "h2", "h3", "h4") || n.Attr("class") == "sec" {
			return true
		}
	}
	return false
}

// holder is the table or the block that holds a picture and its caption, and
// nothing of the text or the heads.
func (r *articleReader) holder(n *markup.Node) *markup.Node {
	last := n
	for p := n.Parent; p != nil; p = p.Parent {
		if r.holds(p) {
			return last
		}
		last = p
		if p.Is("table", "figure", "dl") {
			return p
		}
	}
	return last
}

func (r *articleReader) holds(n *markup.Node) bool {
	if known, ok := r.held[n]; ok {
		return known
	}
	r.held[n] = r.in[n] || n.Is("h1", "h2", "h3", "h4", "script")
	for _, k := range n.Kids {
		if r.held[n] {
			break
		}
		r.held[n] = r.holds(k)
	}
	return r.held[n]
}

// captionLike tells whether a paragraph behind a picture in the text is its
// caption.
func captionLike(p markup.Piece) bool {
	if p.Kind != markup.Para {
		return false
	}
	text := p.Text.String()
	const longest = 120 // characters
	if utf8.RuneCountInString(text) > longest || dump.Dateline(text) {
		return false
	}
	class := strings.ToLower(p.Class)
	return strings.Contains(class, "caption") || strings.Contains(class, "pic") || p.Node.Is("figcaption") || captionHead.MatchString(text) || creditEnd.MatchString(text) || dump.Credit(text)
}
