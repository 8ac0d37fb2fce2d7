package manuscript

import (
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"

	"duikai/layout/artwork"
	"duikai/layout/diag"
)

// This file is the contract of pictures, and the look that loading takes at
// their files.

// pictureKeys are those of a picture in a group.
func pictureKeys() []key[Picture] {
	return []key[Picture]{
		{name: "file", term: "图片文件", doc: "A picture file inside the folder.", need: true, shape: textShape,
			read: func(d *decoder, n *node, p *Picture) { p.File = d.picture(n, "file") }},
		textKey("caption", "图片说明", "The caption under the picture.", body, func(p *Picture) *Text { return &p.Caption }),
		textKey("name", "姓名", "Who is portrayed, set centred under the picture in place of a caption.", display, func(p *Picture) *Text { return &p.Name }),
		textKey("title", "职务", "The office of who is portrayed, below the name.", display, func(p *Picture) *Text { return &p.Title }),
		textKey("credit", "摄影", "Who made the picture.", display, func(p *Picture) *Text { return &p.Credit }),
		stringKey("alt", "替代文字", "What the picture shows, for readers who cannot see it; the caption where not given.", func(p *Picture) *string { return &p.Alt }),
		{name: "focus", term: "焦点", doc: "The point of the picture that cropping keeps: percents from its left and its upper edge.", shape: focusShape,
			read: func(d *decoder, n *node, p *Picture) {
				if f, ok := d.focus(n); ok {
					p.Focus = f
				}
			}},
		yesNoKey("keyline", "图片边线", "Whether a fine line stands around the picture; house style where not given.", func(p *Picture) *Choice { return &p.Keyline }),
	}
}

// storyPictureKeys are those of a picture inside a story, which also says how
// large it is and where it stands.
func storyPictureKeys() []key[Picture] {
	return append(pictureKeys(), []key[Picture]{
		wholeKey("span", "占栏", "Basic columns wide.", 1, 100, func(p *Picture) *int { return &p.Span }).or(1),
		{name: "width", term: "宽", doc: "Width in whole characters, such as 20em, instead of span.", shape: &shape{Type: "string", Pattern: `^\s*[0-9]+\s*em\s*$`}, read: readPictureWidth},
		wholeKey("rows", "占行", "Rows high, without the caption; by the picture's shape where not given.", 1, 1000, func(p *Picture) *int { return &p.Rows }),
		choiceKey("place", "位置", "Where the picture stands in the story; between: in the middle, with text flowing around it (绕排).", placeNames,
			func(p *Picture, i int) { p.Place = Place(i) }).or("top-right"),
	}...)
}

func readStoryPicture(d *decoder, n *node, s *Story) {
	p := Picture{Span: 1, Focus: Middle, Src: n.pos}
	if !readMapping(d, "picture", n, storyPictureKeys(), &p) {
		return
	}
	if span := n.get("span"); span.given() && n.get("width").given() {
		n.src.problem(diag.IdleKey, span.pos, "span", term{"a picture that has a width", "已写 width 的图片"})
	}
	if p.File.Path != "" {
		s.Pictures = append(s.Pictures, p)
	}
}

// maxPictureEms is wider than any type area of the contract's sheets.
const maxPictureEms = 400

// readPictureWidth reads a width in whole characters: text that flows around a
// picture keeps to the character grid.
func readPictureWidth(d *decoder, n *node, p *Picture) {
	m, ok := d.measure(n, "width")
	switch {
	case !ok:
	case m.Abs != 0 || m.Ems%1000 != 0:
		d.badValue(n, "width", term{n.text + " is not a whole number of characters such as 20em", n.text + " 不是整字宽，如 20em"})
	case m.Ems < minChars*1000 || m.Ems > maxPictureEms*1000:
		d.badValue(n, "width", between(n.text, "4em", "400em"))
	default:
		p.Width = m
	}
}

// readGroup reads the pictures of a group: file names or mappings.
func readGroup(d *decoder, n *node, s *Slot) {
	if n.kind != list {
		d.meant(n, "pictures", kindList, asList(n, "%s"))
		return
	}
	s.Kind, s.Places.Content = GroupSlot, n.pos
	if len(n.items) > maxPictures {
		d.add(diag.TooLarge, n.pos, "pictures", len(n.items), maxPictures)
	}
	if len(n.items) == 0 {
		d.badValue(n, "pictures", term{"a group needs at least one picture", "图组至少要有一张图片"})
	}
	for _, item := range n.items[:min(len(n.items), maxPictures)] {
		p := Picture{Focus: Middle, Src: item.pos}
		if item.kind == scalar {
			p.File = d.picture(item, "pictures")
		} else {
			readMapping(d, "picture", item, pictureKeys(), &p)
			d.portraitKeys(item, &p)
		}
		if p.File.Path != "" {
			s.Pictures = append(s.Pictures, p)
		}
	}
}

// portraitKeys reports what does not go with the name under a portrait.
func (d *decoder) portraitKeys(n *node, p *Picture) {
	switch {
	case len(p.Name) == 0 && len(p.Title) > 0:
		d.add(diag.MissingKey, n.pos, near{word: "name"})
		p.Title = nil
	case len(p.Name) > 0 && len(p.Caption) > 0:
		n.src.problem(diag.IdleKey, n.get("caption").pos, "caption", term{"a portrait with a name: write what it says in title", "已写 name 的肖像：请写入 title"})
		p.Caption = nil
	case len(p.Name) > 0 && len(p.Credit) > 0:
		n.src.problem(diag.IdleKey, n.get("credit").pos, "credit", term{"a portrait with a name: give the group a credit", "已写 name 的肖像：请给图组写 credit"})
		p.Credit = nil
	}
}

// readFrames reads how many equal frames stand side by side and how many rows of
// them there are.
func readFrames(d *decoder, n *node, s *Slot) {
	across, down, ok := d.cell(n, "grid")
	count := len(s.Pictures)
	switch {
	case !ok:
	case across < 1 || down < 1:
		d.badValue(n, "grid", term{"both numbers are 1 at least, such as [4, 3]", "两个数都至少为 1，如 [4, 3]"})
	case count > 0 && (across*down < count || across*(down-1) >= count):
		rows := (count + across - 1) / across
		d.badValue(n, "grid", term{
			fmt.Sprintf("%d by %d frames for %d pictures: write [%d, %d]", across, down, count, across, rows),
			fmt.Sprintf("%d × %d 格放 %d 张图片：请写 [%d, %d]", across, down, count, across, rows)})
	default:
		s.Frames = Frames{across, down}
	}
}

// Types of files by what may hold them.
var (
	pictureTypes = []string{".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".tif", ".tiff", ".webp", ".heic", ".heif", ".hif", ".avif", ".gif", ".bmp", ".dib"}
	// foreignTypes are not read. Their files are opened all the same, for what
	// they hold says best what to do.
	foreignTypes = []string{".svg", ".svgz", ".eps", ".ps", ".ai", ".psd", ".psb", ".jp2", ".j2k", ".jpx", ".jxl", ".dng", ".nef", ".cr2", ".cr3", ".arw", ".raf", ".rw2", ".orf", ".pef", ".docx", ".doc", ".pptx", ".xlsx", ".zip", ".wmf", ".emf", ".ico", ".xcf", ".mov", ".mp4"}
	pdfExt       = ".pdf"
	blockTypes   = append(slices.Clone(pictureTypes), pdfExt)
)

// maxPictureBytes is what a picture file may hold: a broadsheet page of CMYK
// at 300 pixels an inch takes 120 MB when nothing packs it.
const maxPictureBytes = 200 << 20

// onlyAds is the fault of a PDF in place of a picture.
var onlyAds = term{"a PDF stands on a page only as a ready-made block: write ad in place of picture", "PDF 只能作为成品整块上版：请用 ad"}

// picture reads the path of a picture, and what the file says about itself. A
// file that is not there or cannot be used is reported and keeps its path, so
// that a draft can name it, but has no Art.
func (d *decoder) picture(n *node, name string) File {
	if n.kind == scalar && fileKind(n.text) == AdSlot {
		d.badValue(n, name, onlyAds)
		return File{Path: n.text, Src: n.pos}
	}
	f := d.artwork(n, name, pictureTypes)
	if f.Art.Format == artwork.PDF {
		n.src.problem(diag.BadPicture, n.pos, f.Path, onlyAds)
		f.Art = artwork.Info{}
	}
	return f
}

// block reads the path of a picture or a PDF in the same way.
func (d *decoder) block(n *node, name string) File { return d.artwork(n, name, blockTypes) }

func (d *decoder) artwork(n *node, name string, types []string) File {
	if ext := strings.ToLower(path.Ext(n.text)); slices.Contains(foreignTypes, ext) {
		types = []string{ext}
	}
	f, ok := d.file(n, name, types, diag.MissingPicture)
	if !ok {
		return f
	}
	look := d.gallery.look(d.fsys, f.Path)
	switch {
	case look.size > maxPictureBytes:
		n.src.problem(diag.TooLarge, n.pos, term{fmt.Sprintf("the picture %q", f.Path), "图片「" + f.Path + "」"}, look.size, maxPictureBytes)
	case look.err != nil:
		n.src.problem(diag.BadPicture, n.pos, f.Path, reason(look.err))
	default:
		f.Art = look.info
	}
	return f
}

// gallery remembers what the picture files of an issue say, so that each is
// opened once. Stories, which are read side by side, share it.
type gallery struct {
	probe func(io.ReaderAt, int64) (artwork.Info, error)
	mu    sync.Mutex
	looks map[string]*look
	dirs  map[string][]string // the names of files by folder
	// memory is of pictures that were looked at before; nil: none.
	memory *Memory
}

// maxNames is how many files a folder may hold to be looked through for one with
// another name: each that is missing asks anew.
const maxNames = 300

// names are the files of a folder; none where there are too many.
func (g *gallery) names(fsys fs.FS, dir string) []string {
	g.mu.Lock()
	defer g.mu.Unlock()
	names, seen := g.dirs[dir]
	if !seen {
		entries, err := fs.ReadDir(fsys, dir)
		for _, e := range entries {
			if err == nil && len(entries) <= maxNames && e.Type().IsRegular() {
				names = append(names, e.Name())
			}
		}
		g.dirs[dir] = names
	}
	return slices.Clone(names)
}

// look is what came of looking at a file.
type look struct {
	once sync.Once
	info artwork.Info
	size int64 // set where it is beyond maxPictureBytes
	err  error
}

func newGallery(probe func(io.ReaderAt, int64) (artwork.Info, error)) *gallery {
	return &gallery{probe: probe, looks: make(map[string]*look), dirs: make(map[string][]string)}
}

func (g *gallery) look(fsys fs.FS, name string) *look {
	g.mu.Lock()
	l := g.looks[name]
	if l == nil {
		l = new(look)
		g.looks[name] = l
	}
	g.mu.Unlock()
	l.once.Do(func() {
		fi, err := fs.Stat(fsys, name)
		if err != nil {
			l.err = err
			return
		}
		state, kept := stateOf(name, fi), false
		if l.info, kept = g.memory.looked(state); kept {
			return
		}
		if l.open(fsys, name, g.probe); l.err == nil && l.size == 0 {
			g.memory.look(state, l.info)
		}
	})
	return l
}

// open probes a file, in place where the file system allows it.
func (l *look) open(fsys fs.FS, name string, probe func(io.ReaderAt, int64) (artwork.Info, error)) {
	f, err := fsys.Open(name)
	if err != nil {
		l.err = err
		return
	}
	defer f.Close() // nothing is written
	info, err := f.Stat()
	switch {
	case err != nil:
		l.err = err
		return
	case info.Size() > maxPictureBytes:
		l.size = info.Size()
		return
	}
	if r, ok := f.(io.ReaderAt); ok {
		l.info, l.err = probe(r, info.Size())
		return
	}
	data, err := io.ReadAll(io.LimitReader(f, maxPictureBytes+1))
	switch {
	case err != nil:
		l.err = err
	case len(data) > maxPictureBytes:
		l.size = int64(len(data))
	default:
		l.info, l.err = probe(bytes.NewReader(data), int64(len(data)))
	}
}

// artworkReason puts a fault of a picture file into words.
func artworkReason(err error) (term, bool) {
	en, zh, ok := artwork.Words(err)
	return term{en, zh}, ok
}

var (
	percentShape = anyOf(&shape{Type: "integer", Minimum: new(0), Maximum: new(100)}, &shape{Type: "string", Pattern: `^(100|[0-9]{1,2})%$`})
	focusShape   = tuple(2, 2, percentShape)
)

// focus reads the point that cropping keeps.
func (d *decoder) focus(n *node) (Focus, bool) {
	if n.kind != list || len(n.items) != 2 {
		d.wrongType(n, "focus", term{"two percents [from the left, from the top] such as [50%, 30%]", "两个百分数 [距左, 距上]，如 [50%, 30%]"})
		return Focus{}, false
	}
	x, ok := d.percent(n.items[0], "focus")
	y, also := d.percent(n.items[1], "focus")
	return Focus{x, y}, ok && also
}
