package manuscript

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"duikai/layout/artwork"
	"duikai/layout/diag"
	"duikai/layout/parallel"
)

// How much a file may hold. The limits are far above any newspaper and keep a
// file given by mistake, or in malice, from taking the machine with it:
const (
	maxIssueBytes = 256 << 10 // 64 pages of 30 slots with captions take 200 kB
	maxStoryBytes = 512 << 10 // 170,000 Han characters: fourteen broadsheet pages
	maxFrontBytes = 64 << 10
	maxLineBytes  = 64 << 10 // a paragraph of 21,000 Han characters: nearly two pages
	maxStories    = 4000
)

const (
	issueFile = "issue.yaml"
	storyDir  = "stories"
	storyExt  = ".md"
)

// Load reads an issue folder and reports every problem it finds. The issue is
// nil where issue.yaml cannot be used at all; otherwise it is as complete as
// the folder allows.
func Load(fsys fs.FS) (*Issue, diag.List) { return load(fsys, newGallery(artwork.Probe), nil) }

func load(fsys fs.FS, g *gallery, m *Memory) (*Issue, diag.List) {
	d := &decoder{sink: newSink(), fsys: fsys, gallery: g, memory: m, normalize: true, words: contractWords()}
	root, ok := d.readIssueFile()
	d.normalize = normalizing(root)

	is := &Issue{Format: broadsheet(), Style: houseStyle(), Src: diag.Pos{File: issueFile, Line: 1, Col: 1}}
	read := root != nil && readMapping(d, issueFile, root, issueKeys(), is)
	d.reportTallies()
	d.settleFormat(is)
	is.Stories = d.readStories()
	is.Proofs = d.readProofs()
	if read {
		d.validate(is)
		d.checkProofs(is)
	}
	if !ok || !read {
		return nil, d.sorted()
	}
	return is, d.sorted()
}

func (d *decoder) readIssueFile() (*node, bool) {
	text, ok := d.read(issueFile, maxIssueBytes)
	if !ok {
		return nil, false
	}
	d.known = surveyOf(text)
	root, ok := parseYAML(issueFile, d.withoutControls(issueFile, text, 1), 1, d.words, d.sink)
	if ok && !root.given() {
		d.wrongType(root, issueFile, kindMapping)
		return nil, false
	}
	return root, ok
}

// normalizing looks ahead for style.normalize, which concerns texts that stand
// before it in the file.
func normalizing(root *node) bool {
	v := root.get("style").get("normalize")
	return !v.given() || v.text != "false" || v.quote != 0
}

// readStories reads every story of the folder, by id.
func (d *decoder) readStories() []*Story {
	at := diag.Pos{File: storyDir}
	info, err := fs.Stat(d.fsys, storyDir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		d.storiesElsewhere()
		return nil
	case err == nil && !info.IsDir(): // see read
		d.add(diag.Unreadable, at, term{"it is no folder", "不是文件夹"})
		return nil
	}
	entries, err := fs.ReadDir(d.fsys, storyDir)
	if err != nil {
		d.add(diag.Unreadable, at, reason(err))
		return nil
	}
	var names []string
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), ".") || strings.HasPrefix(e.Name(), "~$") {
			continue // what editors' programs and macOS leave behind
		}
		if ext := path.Ext(e.Name()); !strings.EqualFold(ext, storyExt) {
			if e.IsDir() {
				d.lookInto(path.Join(storyDir, e.Name()))
			} else if slices.Contains(strayTypes, strings.ToLower(ext)) {
				d.stray(path.Join(storyDir, e.Name()))
			}
			continue
		}
		names = append(names, e.Name())
	}
	if len(names) == 0 {
		d.storiesElsewhere()
	}
	if len(names) > maxStories {
		d.add(diag.TooLarge, at, term{"the number of stories", "稿件数量"}, len(names), maxStories)
		names = names[:maxStories]
	}
	var stories []*Story
	first := make(map[string]bool)
	for _, s := range d.readAll(names) {
		// Ids that differ in case only are one file on many an editor's machine.
		if folded := fold(s.ID); first[folded] {
			d.add(diag.DuplicateID, s.Src, s.ID)
		} else {
			first[folded] = true
			stories = append(stories, s)
		}
	}
	return stories
}

// strayTypes are the endings of files that were probably meant for stories.
var strayTypes = []string{".txt", ".text", ".markdown", ".mdown", ".mkd", ".doc", ".docx", ".wps", ".rtf", ".html", ".htm", ".odt", ".pdf"}

func (d *decoder) stray(file string) {
	if d.strays == nil {
		d.strays = make(map[string]string)
	}
	d.strays[fold(strayID(file))] = file
}

// strayID is what the story of a stray file would be called.
func strayID(file string) string {
	id := strings.TrimSuffix(path.Base(file), path.Ext(file))
	return strings.TrimSuffix(id, storyExt) // visa.md.txt
}

// strayFolder is a folder with stories that are not read.
type strayFolder struct {
	name    string
	stories int
}

// lookInto looks whether stories stand in a folder where none are read: each is told
// where it has a place on a page, the others together.
func (d *decoder) lookInto(name string) {
	entries, err := fs.ReadDir(d.fsys, name)
	if err != nil {
		return // nobody has asked for it
	}
	f := strayFolder{name: name}
	for _, e := range entries[:min(len(entries), maxStories)] {
		if !e.IsDir() && strings.EqualFold(path.Ext(e.Name()), storyExt) && !strings.HasPrefix(e.Name(), ".") {
			file := path.Join(name, e.Name())
			d.stray(file)
			d.named = append(d.named, file)
			f.stories++
		}
	}
	if f.stories > 0 {
		d.strayFolders = append(d.strayFolders, f)
	}
}

// storiesElsewhere looks for stories beside issue.yaml and in folders of other names,
// where there is no folder of stories.
func (d *decoder) storiesElsewhere() {
	entries, err := fs.ReadDir(d.fsys, ".")
	if err != nil {
		return
	}
	for _, e := range entries {
		switch {
		case strings.HasPrefix(e.Name(), "."):
		case e.IsDir():
			d.lookInto(e.Name())
		case strings.EqualFold(path.Ext(e.Name()), storyExt) && !strings.EqualFold(e.Name(), "readme"+storyExt):
			d.stray(e.Name())
		}
	}
}

// issueElsewhere says which file may be the issue.yaml that a folder lacks.
func (d *decoder) issueElsewhere() term {
	entries, err := fs.ReadDir(d.fsys, ".")
	if err != nil {
		return term{}
	}
	for _, e := range entries {
		name := e.Name()
		stem := fold(strings.TrimSuffix(name, path.Ext(name)))
		switch ext := fold(path.Ext(name)); {
		case e.IsDir():
		case ext == fold(".yml") || ext == fold(".yaml"), stem == fold(issueFile), stem == fold("issue") && ext != fold(".json"):
			return term{fmt.Sprintf("; %s may be it: rename it", name), fmt.Sprintf("；%s 也许就是：请改名", name)}
		}
	}
	return term{}
}

// readAll reads stories side by side, each with a sink of its own; the result
// and the order of the problems are those of reading one after the other.
func (d *decoder) readAll(names []string) []*Story {
	stories := make([]*Story, len(names))
	sinks := make([]*sink, len(names))
	parallel.Each(len(names), func(k int) {
		sinks[k] = newSink()
		one := &decoder{sink: sinks[k], fsys: d.fsys, gallery: d.gallery, memory: d.memory, normalize: d.normalize, words: d.words}
		stories[k] = one.story(path.Join(storyDir, names[k]), strings.TrimSuffix(names[k], path.Ext(names[k])))
	})
	for _, s := range sinks {
		d.sink.join(s)
	}
	return stories
}

// fold gives strings that differ in case only the same form.
func fold(s string) string {
	return strings.Map(func(r rune) rune {
		least := r
		for f := unicode.SimpleFold(r); f != r; f = unicode.SimpleFold(f) {
			least = min(least, f)
		}
		return least
	}, s)
}

// read gives a file's text with \n for every line end and without a byte order
// mark, or reports why it cannot.
func (d *decoder) read(name string, limit int) (string, bool) {
	at := diag.Pos{File: name}
	// Looking first keeps Open from waiting at a named pipe, and a device from
	// being read without end.
	info, err := fs.Stat(d.fsys, name)
	switch {
	case name == issueFile && errors.Is(err, fs.ErrNotExist):
		d.add(diag.NoIssueFile, at, d.issueElsewhere())
		return "", false
	case err != nil:
		d.add(diag.Unreadable, at, reason(err))
		return "", false
	case !info.Mode().IsRegular():
		d.add(diag.Unreadable, at, irregular(info.Mode()))
		return "", false
	case info.Size() > int64(limit):
		d.add(diag.TooLarge, at, term{"the file", "文件"}, info.Size(), limit)
		return "", false
	}
	f, err := d.fsys.Open(name)
	if err != nil {
		d.add(diag.Unreadable, at, reason(err))
		return "", false
	}
	defer f.Close() // nothing is written
	data, err := io.ReadAll(io.LimitReader(f, int64(limit)+1))
	switch {
	case err != nil:
		d.add(diag.Unreadable, at, reason(err))
		return "", false
	case len(data) > limit:
		d.add(diag.TooLarge, at, term{"the file", "文件"}, len(data), limit)
		return "", false
	}
	return d.decode(name, data, maxLineBytes)
}

// ReadText reads a plain text as Load reads stories: it is UTF-8, with \n for every
// line end and without a byte order mark; characters that cannot be printed are left
// out, lost ones are 〓, and all of that is told at its place in the named file. ok is
// false for what is no text in UTF-8.
func ReadText(name string, data []byte) (text string, problems diag.List, ok bool) {
	d := &decoder{sink: newSink()}
	if text, ok = d.decode(name, data, len(data)); !ok {
		return "", d.sorted(), false
	}
	text = plain(d.bodyCharacters(name, text, 1))
	return text, d.sorted(), true
}

// Cause is a fault of the file system, or of a picture file, in words.
func Cause(err error) diag.Worded { return reason(err) }

// reason puts a fault of the file system or of a picture file into words.
func reason(err error) term {
	if t, ok := artworkReason(err); ok {
		return t
	}
	switch {
	case leaves(err):
		return term{"it is a link that leaves the issue folder", "是指向期刊文件夹之外的链接"}
	case errors.Is(err, fs.ErrNotExist):
		return term{"it does not exist", "不存在"}
	case errors.Is(err, fs.ErrPermission):
		return term{"permission denied", "没有读取权限"}
	}
	var of *fs.PathError
	if errors.As(err, &of) {
		err = of.Err // the place names the file already
	}
	return term{err.Error(), "系统报告 " + err.Error()}
}

// leaves tells whether err is os.Root's refusal to follow a link out of the
// folder. The package os does not export that error.
func leaves(err error) bool { return strings.Contains(err.Error(), "path escapes from parent") }

// irregular says what stands where a file should.
func irregular(m fs.FileMode) term {
	switch {
	case m.IsDir():
		return term{"it is a folder", "这是文件夹"}
	case m&fs.ModeNamedPipe != 0:
		return term{"it is a named pipe", "这是命名管道"}
	}
	return term{"it is no regular file", "不是普通文件"}
}

// containers are files that are no text, by how they begin, with what to do.
var containers = []struct {
	head string
	what term
}{
	{"PK\x03\x04", term{"a Word document (docx) or another packed file", "Word 文档（docx）或压缩文件"}},
	{"\xd0\xcf\x11\xe0", term{"an old Word or WPS document (doc, wps)", "旧版 Word 或 WPS 文档（doc、wps）"}},
	{"{\\rtf", term{"a rich text file (RTF)", "RTF 格式文件"}},
	{"%PDF-", term{"a PDF", "PDF 文件"}},
	{"\xff\xd8\xff", term{"a JPEG picture", "JPEG 图片"}},
	{"\x89PNG", term{"a PNG picture", "PNG 图片"}},
	{"<!DOCTYPE html", term{"a web page (HTML)", "网页文件（HTML）"}},
	{"<html", term{"a web page (HTML)", "网页文件（HTML）"}},
	{"\xff\xfe", utf16Text}, {"\xfe\xff", utf16Text},
}

var utf16Text = term{"text in UTF-16", "UTF-16 编码的文字"}

// wideText tells whether data is UTF-16 without a mark at its head: what is ASCII
// in it has a zero before or behind each byte, always on the same side.
func wideText(data []byte) bool {
	const share = 50 // one in so many at least: line ends and figures
	var zeros [2]int
	for i, b := range data {
		if b == 0 {
			zeros[i%2]++
		}
	}
	return min(zeros[0], zeros[1]) == 0 && max(zeros[0], zeros[1])*share >= len(data)
}

// inUTF8 is how many bytes stand in Chinese characters of UTF-8.
func inUTF8(data []byte) (n int) {
	for len(data) > 0 {
		r, size := utf8.DecodeRune(data)
		if r != utf8.RuneError && size > 2 { // pairs stand in GBK, too
			n += size
		}
		data = data[size:]
	}
	return n
}

// gbkShare is how many of the bytes above ASCII must stand in pairs of GBK for a
// file to be taken for it, in hundredths.
const gbkShare = 95

// container tells what a file is that is no text.
func container(data []byte) (term, bool) {
	for _, c := range containers {
		if len(data) < len(c.head) {
			continue
		}
		head := string(data[:len(c.head)])
		if head == c.head || c.head[0] == '<' && strings.EqualFold(head, c.head) {
			return c.what, true
		}
	}
	return term{}, false
}

// encoding guesses what a file is that is not UTF-8.
func encoding(data []byte) term {
	if what, ok := container(data); ok {
		return what
	}
	if wideText(data) {
		return utf16Text
	}
	high, paired := 0, 0
	for i := 0; i < len(data); i++ {
		if data[i] < 0x80 {
			continue
		}
		high++
		if data[i] >= 0x81 && data[i] <= 0xfe && i+1 < len(data) && data[i+1] >= 0x40 && data[i+1] != 0x7f && data[i+1] != 0xff {
			high, paired, i = high+1, paired+2, i+1
		}
	}
	if inUTF8(data)*2 > high {
		return term{"UTF-8 for the most part, but text in another encoding was put in here, or it is damaged", "绝大部分是，但此处混入了其他编码的文字，或已损坏"}
	}
	if paired > 0 && paired*100 >= high*gbkShare {
		return term{"probably text in GBK or GB 18030", "很可能是 GBK（GB 18030）编码的文字"}
	}
	return term{"damaged, or text in another encoding", "文件已损坏，或是其他编码的文字"}
}

// decode checks that data is text in UTF-8 with lines of a bearable length.
func (d *decoder) decode(name string, data []byte, longest int) (string, bool) {
	text := string(data)
	for strings.HasPrefix(text, "\ufeff") { // programs that add one do so each time
		text = text[len("\ufeff"):]
	}
	cut := len(data) - len(text)
	if what, ok := container(data); ok && utf8.Valid(data) {
		d.add(diag.NotText, diag.Pos{File: name, Line: 1, Col: 1}, what)
		return "", false
	}
	text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	line := 0
	for l := range strings.SplitSeq(text, "\n") {
		line++
		if len(l) > longest {
			d.add(diag.TooLarge, diag.Pos{File: name, Line: line, Col: 1}, term{"the line", "此行"}, len(l), longest)
			return "", false
		}
		if i := invalid(l); i >= 0 {
			at := diag.Pos{File: name, Line: line, Col: utf8.RuneCountInString(l[:i]) + 1}
			d.add(diag.NotUTF8, at, invalid(string(data[cut:]))+cut+1, encoding(data))
			return "", false
		}
	}
	return text, true
}

// invalid is the offset of the first byte that is not UTF-8, -1 for none.
// Surrogates encoded as such (CESU-8) are not UTF-8.
func invalid(s string) int {
	for i, r := range s {
		if r == utf8.RuneError {
			if _, n := utf8.DecodeRuneInString(s[i:]); n == 1 {
				return i
			}
		}
	}
	return -1
}

// withoutControls reports the control characters of a YAML text and puts
// spaces in their stead, so that the places of the others stay. The text starts
// on the given line of its file.
func (d *decoder) withoutControls(file, text string, line int) string {
	col := 0
	return strings.Map(func(r rune) rune {
		col++
		switch {
		case r == '\n':
			line, col = line+1, 0
		case !printable(r):
			d.controlled(diag.Pos{File: file, Line: line, Col: col}, r)
			return ' '
		}
		return r
	}, text)
}
