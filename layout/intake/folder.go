package intake

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"duikai/layout/diag"
	"duikai/layout/manuscript"
)

// File is a file of an issue folder, by its path in it.
type File struct {
	Path string
	Data []byte
	Text bool // false: a picture
}

// Folder is an issue folder as a value.
type Folder struct {
	Dir    string // below the archive: 2021/2021-04-07
	Files  []File // in the order in which they are written; import.json is the last
	Record Record
}

// Names of an issue folder.
const (
	issueFile   = "issue.yaml"
	recordFile  = "import.json"
	storyDir    = "stories"
	pictureDir  = "pictures"
	storyEnding = ".md"
)

// Dir is where an edition stands below an archive.
func (e *Edition) Dir() string {
	return path.Join(e.Date.Format("2006"), e.Date.Format(time.DateOnly))
}

// Folder writes an edition as an issue folder. The findings go into its record;
// more of them are what became of pictures.
// A page that lacks text gets a filler from Art, where there is one.
func (e *Edition) Folder(found []Finding, layout Layout) (Folder, []Finding) {
	w := &folderWriter{edition: e, layout: layout, pictures: make(map[*Picture]string), taken: make(map[string]bool)}
	switch w.sheet = broadsheet; {
	case layout != LayoutNone && e.Format == nil:
		w.sheet, w.found = e.fitSheet()
	case e.Format != nil && e.Format.Name == tabloid.name:
		w.sheet = tabloid // as it was found before
	case e.Format != nil && e.Format.Name == "" && e.Format.Columns > 0:
		w.sheet = e.Format.sheet()
	}
	for _, p := range e.Pages {
		for _, pic := range p.Pictures {
			w.picture(pic)
		}
		for _, s := range p.Stories {
			for _, pic := range s.Pictures {
				w.picture(pic)
			}
		}
	}
	f := Folder{Dir: e.Dir()}
	f.Files = append(f.Files, File{Path: issueFile, Data: []byte(w.issue()), Text: true})
	for _, s := range e.Stories() {
		f.Files = append(f.Files, File{Path: path.Join(storyDir, s.ID+storyEnding), Data: []byte(w.story(s)), Text: true})
	}
	f.Files = append(f.Files, w.files...)
	f.Record = e.record(append(found, w.found...), f.Files)
	return f, w.found
}

// folderWriter writes one edition.
type folderWriter struct {
	edition  *Edition
	layout   Layout
	sheet    sheet
	pictures map[*Picture]string // where each stands in the folder
	taken    map[string]bool
	open     bool // the page under way has slots without a place
	files    []File
	found    []Finding
}

var pictureSigns = regexp.MustCompile(`[^\p{L}\p{N}._-]+`)

// picture takes a picture into the folder.
func (w *folderWriter) picture(p *Picture) {
	if p.Read == nil {
		return
	}
	data, err := p.contents()
	if err != nil {
		w.found = append(w.found, Find(diag.ImportUnreadable, p.At, reason(err)))
		return
	}
	ext := strings.ToLower(path.Ext(p.Name))
	base := strings.Trim(pictureSigns.ReplaceAllString(strings.TrimSuffix(path.Base(p.Name), path.Ext(p.Name)), "-"), "-.")
	if base == "" {
		base = "picture"
	}
	name := base + ext
	for n := 2; w.taken[strings.ToLower(name)]; n++ {
		name = base + "-" + strconv.Itoa(n) + ext
	}
	w.taken[strings.ToLower(name)] = true
	w.pictures[p] = path.Join(pictureDir, name)
	w.files = append(w.files, File{Path: w.pictures[p], Data: data})
}

// issue writes issue.yaml.
func (w *folderWriter) issue() string {
	e := w.edition
	var b strings.Builder
	fmt.Fprintf(&b, "paper: %s\ndate: %s\n", scalar(manuscript.Escape(e.Paper)), e.Date.Format(time.DateOnly))
	if e.Number > 0 {
		fmt.Fprintf(&b, "number: %d\n", e.Number)
	}
	if e.CN != "" {
		fmt.Fprintf(&b, "cn: %s\n", scalar(e.CN))
	}
	b.WriteString(formatYAML(e.Format))
	b.WriteString("pages:\n")
	for _, p := range e.Pages {
		w.page(&b, p)
	}
	return b.String()
}

func formatYAML(f *Format) string {
	switch {
	case f == nil:
		return "format: broadsheet\n"
	case f.Name != "":
		return "format: " + f.Name + "\n"
	}
	s := fmt.Sprintf("format: {trim: [%dmm, %dmm], columns: %d", f.TrimW, f.TrimH, f.Columns)
	if f.Chars > 0 {
		s += fmt.Sprintf(", chars: %d", f.Chars)
	}
	if f.Rows > 0 {
		s += fmt.Sprintf(", rows: %d", f.Rows)
	}
	return s + "}\n"
}

// page writes the plan of a page: what was restored has its place, the rest
// stands in the pool.
func (w *folderWriter) page(b *strings.Builder, p *Page) {
	fmt.Fprintf(b, "  - number: %d\n", p.Number)
	if !p.Name.Empty() {
		fmt.Fprintf(b, "    name: %s\n", scalar(manuscript.Escape(p.Name.Text.String())))
	}
	placed := make(map[*Story]bool)
	shown := make(map[*Picture]bool)
	var slots []string
	if w.layout != LayoutNone {
		fillers := 0
		for _, s := range p.Slots {
			if s.Filler {
				if line := w.hole(p, s, fillers); line != "" {
					slots = append(slots, line)
					fillers++
				}
				continue
			}
			if p.loosened && p.Number == 1 { // it is planned below the nameplate
				s.Rows = min(s.Rows, w.sheet.rows-nameplateRows)
			}
			if line := w.slot(s); line != "" {
				slots = append(slots, line+s.mark(p))
				placed[s.Story], shown[s.Picture] = true, true
			}
		}
		for _, pic := range p.Pictures {
			if name := w.pictures[pic]; name != "" && !shown[pic] {
				slots = append(slots, fmt.Sprintf("{picture: %s%s}", scalar(name), captionYAML(pic)))
			}
		}
		slots = append(slots, w.fillers(p, w.sheet)...)
	}
	var pool []string
	for _, s := range p.Stories {
		switch {
		case placed[s]:
		case s.First > 0 && w.layout != LayoutNone:
			slots = append(slots, w.firstSlot(s))
		default:
			pool = append(pool, s.ID)
		}
	}
	for _, part := range p.Parts {
		if !placed[part.Story] && w.layout != LayoutNone {
			pool = append(pool, part.Story.ID)
		}
	}
	if len(slots) > 0 {
		b.WriteString("    slots:\n")
		for _, s := range slots {
			b.WriteString("      - " + s + "\n")
		}
	}
	if len(pool) > 0 {
		fmt.Fprintf(b, "    plan: auto\n    pool: [%s]\n", strings.Join(pool, ", "))
	} else if w.open {
		b.WriteString("    plan: auto\n")
	}
	w.open = false
}

// firstSlot is the slot of a story that goes on on another page: so large that
// its first part fills it.
func (w *folderWriter) firstSlot(s *Story) string {
	w.open = true
	cols := min(firstColumns, w.sheet.columns)
	rows := (s.first(w.sheet) + cols - 1) / cols
	return fmt.Sprintf("{story: %s, span: [%d, %d]}", s.ID, cols, max(min(rows, w.sheet.rows/2), leastFirst))
}

// The width of a story's first part, in columns, and its least height in rows.
const (
	firstColumns = 4
	leastFirst   = 16
)

// foundMark says on the line of a restored slot that the program found its place:
// `duikai plan --keep` may move it.
const foundMark = "  # found"

// mark is the comment on a slot's line. The first part of a story that goes on
// elsewhere keeps its size: nothing else says how much of the text it has.
func (s Slot) mark(p *Page) string {
	if s.Story != nil && s.Story.First > 0 && slices.Contains(p.Stories, s.Story) {
		return foundMark + ": at"
	}
	return foundMark
}

func (w *folderWriter) slot(s Slot) string {
	what := ""
	switch {
	case s.Story != nil:
		what = "story: " + s.Story.ID
	case s.Picture != nil && w.pictures[s.Picture] != "":
		what = "picture: " + scalar(w.pictures[s.Picture]) + captionYAML(s.Picture)
	default:
		return ""
	}
	line := fmt.Sprintf("{%s, at: [%d, %d], span: [%d, %d]", what, s.Col, s.Row, s.Cols, s.Rows)
	if s.Columns > 0 {
		line += fmt.Sprintf(", columns: %d", s.Columns)
	}
	if s.Head != "" {
		line += ", head: " + s.Head
	}
	switch {
	case s.HeadSpan > 0 && s.HeadFrom > 1:
		line += fmt.Sprintf(", head-span: [%d, %d]", s.HeadFrom, s.HeadSpan)
	case s.HeadSpan > 0:
		line += fmt.Sprintf(", head-span: %d", s.HeadSpan)
	}
	return line + "}"
}

func captionYAML(p *Picture) string {
	s := ""
	if !p.Caption.Empty() {
		s += ", caption: " + scalar(markup(p.Caption.Text))
	}
	if !p.Credit.Empty() {
		s += ", credit: " + scalar(markup(p.Credit.Text))
	}
	return s
}

// scalar writes a text as YAML reads it back: between double quotes, as JSON
// does.
func scalar(s string) string {
	var b strings.Builder
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(s); err != nil {
		return `""` // a string always encodes
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// markup writes a text with its styling.
func markup(t Text) string {
	var b strings.Builder
	mark := "" // that is open
	for _, r := range joinRuns(t) {
		text := manuscript.Escape(r.Text)
		if text == "" {
			b.WriteString(spaced(r.Text, text))
			continue
		}
		want := ""
		switch {
		case r.Style&Bold != 0:
			want = "**"
		case r.Style&Kai != 0:
			want = "*"
		}
		if want != mark {
			b.WriteString(mark + want)
			mark = want
		}
		switch {
		case r.Ruby != "":
			b.WriteString("{" + text + "|" + manuscript.Escape(r.Ruby) + "}")
		case r.Style&Raised != 0:
			b.WriteString("^" + scripted(r.Text) + "^")
		case r.Style&Lowered != 0:
			b.WriteString("~" + scripted(r.Text) + "~")
		case mark != "":
			b.WriteString(text)
		default:
			b.WriteString(spaced(r.Text, text))
		}
	}
	b.WriteString(mark)
	return strings.TrimSpace(b.String())
}

// scripted writes what is raised or lowered: figures, letters and few signs, of which one
// is markup.
func scripted(text string) string { return strings.ReplaceAll(text, "*", `\*`) }

// spaced gives the escaped text the blanks back that stood around it.
func spaced(raw, escaped string) string {
	if escaped == "" {
		return strings.Map(func(r rune) rune {
			if r == ' ' {
				return r
			}
			return -1
		}, raw)
	}
	if strings.HasPrefix(raw, " ") {
		escaped = " " + escaped
	}
	if strings.HasSuffix(raw, " ") {
		escaped += " "
	}
	return escaped
}

// joinRuns puts neighbours of one styling together, so that what is markup only
// as a whole is seen as a whole.
func joinRuns(t Text) Text {
	var out Text
	for _, r := range t {
		if n := len(out); n > 0 && out[n-1].Style == r.Style && out[n-1].Ruby == "" && r.Ruby == "" {
			out[n-1].Text += r.Text
			continue
		}
		out = append(out, r)
	}
	return out
}

// story writes a story's file.
func (w *folderWriter) story(s *Story) string {
	var b strings.Builder
	b.WriteString("---\n")
	key := func(name string, fields ...Field) {
		var lines []string
		for _, f := range fields {
			if !f.Empty() {
				lines = append(lines, scalar(markup(f.Text)))
			}
		}
		switch len(lines) {
		case 0:
		case 1:
			fmt.Fprintf(&b, "%s: %s\n", name, lines[0])
		default:
			fmt.Fprintf(&b, "%s:\n", name)
			for _, l := range lines {
				b.WriteString("  - " + l + "\n")
			}
		}
	}
	key("kicker", s.Kicker)
	key("headline", s.Headline...)
	key("deck", s.Deck...)
	key("summary", s.Summary...)
	key("byline", s.Byline)
	key("column", s.Column)
	key("note", s.Note)
	key("short", s.Short)
	if s.Section != "" {
		fmt.Fprintf(&b, "section: %s\n", scalar(manuscript.Escape(s.Section)))
	}
	if s.Series != "" {
		fmt.Fprintf(&b, "series: %s\n", scalar(s.Series))
	}
	fmt.Fprintf(&b, "weight: %d\n", max(s.Weight, 1))
	jump(&b, "from", s.From)
	jump(&b, "to", s.To)
	w.storyPictures(&b, s)
	b.WriteString("---\n")
	body(&b, s.Body)
	return b.String()
}

func jump(b *strings.Builder, key string, j *Jump) {
	switch {
	case j == nil || j.Page == 0:
	case j.Mark > 0:
		fmt.Fprintf(b, "%s: {page: %d, mark: %d}\n", key, j.Page, j.Mark)
	default:
		fmt.Fprintf(b, "%s: {page: %d}\n", key, j.Page)
	}
}

func (w *folderWriter) storyPictures(b *strings.Builder, s *Story) {
	first := true
	for _, p := range s.Pictures {
		name := w.pictures[p]
		if name == "" {
			continue
		}
		if first {
			b.WriteString("pictures:\n")
			first = false
		}
		fmt.Fprintf(b, "  - {file: %s%s}\n", scalar(name), captionYAML(p))
	}
}

// body writes the blocks of a story.
func body(b *strings.Builder, blocks []Block) {
	for i, k := range blocks {
		text := markup(k.Text)
		if text == "" && k.Kind != Table && k.Kind != Pause {
			continue
		}
		inVerse := k.Kind == Verse && i > 0 && blocks[i-1].Kind == Verse
		inNames := k.Kind == Names && i > 0 && blocks[i-1].Kind == Names
		if i > 0 && !inVerse && !inNames {
			b.WriteByte('\n')
		}
		switch k.Kind {
		case Subhead:
			b.WriteString("## " + text + "\n")
		case RunIn:
			b.WriteString("### " + text + "\n")
		case Note:
			b.WriteString("> " + text + "\n")
		case Pull:
			b.WriteString(">> " + text + "\n")
		case Pause:
			b.WriteString("---\n")
		case Table:
			table(b, k.Rows)
		case Verse:
			if !inVerse {
				b.WriteString("verse:\n")
			}
			b.WriteString("  " + strings.Repeat("  ", k.Indent) + text + "\n")
			if k.StanzaEnds && i+1 < len(blocks) && blocks[i+1].Kind == Verse {
				b.WriteByte('\n')
			}
		case Names:
			if !inNames {
				b.WriteString("names:\n")
			}
			b.WriteString("  " + text + "\n")
		default:
			b.WriteString(text + "\n")
		}
	}
}

func table(b *strings.Builder, rows [][]Text) {
	wide := 0
	for _, r := range rows {
		wide = max(wide, len(r))
	}
	for i, r := range rows {
		b.WriteByte('|')
		for k := range wide {
			cell := ""
			if k < len(r) {
				cell = markup(r[k])
			}
			b.WriteString(" " + cell + " |")
		}
		b.WriteByte('\n')
		if i == 0 {
			b.WriteString("|" + strings.Repeat("---|", wide) + "\n")
		}
	}
}

// FolderName makes a folder's name of a paper's.
func FolderName(paper string) string {
	if name := strings.Trim(idSigns.ReplaceAllString(paper, "-"), "-"); name != "" {
		return name
	}
	return "paper"
}

// FS is the folder as a file system, as the loader reads it.
func (f *Folder) FS() (fs.FS, error) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, file := range f.Files {
		w, err := z.CreateHeader(&zip.FileHeader{Name: file.Path, Method: zip.Store})
		if err == nil {
			_, err = w.Write(file.Data)
		}
		if err != nil {
			return nil, err
		}
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	return zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
}

// Issue is issue.yaml.
func (f *Folder) Issue() []byte { return f.Files[0].Data }

// Amend puts another issue.yaml into the folder, and what was found of it.
func (f *Folder) Amend(issue []byte, found []Finding) {
	f.Files[0].Data = issue
	f.Record.Files[0].SHA256, f.Record.Files[0].Text = hashOf(issue), string(issue)
	for _, x := range found {
		f.Record.Counts[string(x.Code)]++
		f.Record.Findings = append(f.Record.Findings, x.record())
	}
}
