// Package post reads Markdown with the front matter of other programs (hexo,
// hugo, jekyll, correspondents' editors): YAML between ---, TOML between +++, or
// a JSON object. A file is a story; its day comes from the front matter, its
// name or its path.
package post

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/goccy/go-yaml"
	"github.com/pelletier/go-toml/v2"

	"duikai/layout/diag"
	"duikai/layout/intake"
	"duikai/layout/intake/dump"
	"duikai/layout/internal/copydesk"
)

// Kind is the word of --from.
const Kind = "md"

// Reader reads Markdown.
func Reader() intake.Reader { return intake.Reader{Kind: Kind, Claim: claim, Lots: lots} }

const (
	claimMatter = 75 // front matter
	claimName   = 40 // the ending alone
	matterSize  = 64 << 10
)

func markdown(file string) bool {
	switch strings.ToLower(path.Ext(file)) {
	case ".md", ".markdown", ".mdown":
		return true
	}
	return false
}

func claim(src *intake.Source) int {
	best, looked := 0, 0
	for _, f := range src.Files {
		if !markdown(f) {
			continue
		}
		best = max(best, claimName)
		const most = 5 // files
		if looked++; looked > most {
			break
		}
		if opensMatter(string(src.Head(f, 16))) != "" {
			return claimMatter
		}
	}
	return best
}

// opensMatter is the mark that closes the front matter of a text.
func opensMatter(text string) string {
	text = strings.TrimPrefix(text, "\ufeff")
	switch {
	case strings.HasPrefix(text, "---\n"), strings.HasPrefix(text, "---\r\n"):
		return "---"
	case strings.HasPrefix(text, "+++\n"), strings.HasPrefix(text, "+++\r\n"):
		return "+++"
	case strings.HasPrefix(text, "{\n"), strings.HasPrefix(text, "{\r\n"), strings.HasPrefix(text, ";;;\n"):
		return "}"
	}
	return ""
}

// matter is the front matter of a file.
type matter struct {
	fields map[string]any
	from   int // where it begins, behind its mark
	body   int // where the text begins
	fault  string
}

// front reads the front matter.
func front(text string) (m matter) {
	mark := opensMatter(text)
	if mark == "" {
		return m
	}
	var raw string
	if mark == "}" {
		end := strings.Index(text, "\n}\n")
		if end < 0 {
			return m
		}
		m.body = end + len("\n}\n")
		raw = strings.TrimPrefix(text[:end+2], ";;;\n")
	} else {
		m.from = strings.IndexByte(text, '\n') + 1
		end := strings.Index(text[m.from-1:], "\n"+mark+"\n")
		if end < 0 && strings.HasSuffix(text, "\n"+mark) {
			end = len(text) - m.from + 1 - len(mark) - 1
		}
		if end < 0 {
			return matter{}
		}
		raw = text[m.from : m.from-1+max(end, 1)]
		m.body = min(m.from-1+end+len(mark)+2, len(text))
	}
	m.fields = make(map[string]any)
	if err := decode(mark, raw, &m.fields); err != nil {
		m.fault = err.Error()
	}
	return m
}

// decode reads YAML, TOML or JSON; a fault of the libraries is a fault of the
// text.
func decode(mark, raw string, into *map[string]any) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%v", r)
		}
	}()
	if strings.Contains(raw, "\n&") || strings.Count(raw, "*") > 1000 {
		return fmt.Errorf("anchors are not read")
	}
	switch mark {
	case "---":
		return yaml.Unmarshal([]byte(raw), into)
	case "+++":
		return toml.Unmarshal([]byte(raw), into)
	}
	return json.Unmarshal([]byte(raw), into)
}

// The keys under which programs keep what a story has.
var (
	keyTitle   = []string{"title", "headline", "标题"}
	keyKicker  = []string{"kicker", "引题"}
	keyDeck    = []string{"subtitle", "sub_title", "deck", "副题", "副标题"}
	keySummary = []string{"description", "summary", "excerpt", "摘要"}
	keyAuthor  = []string{"author", "authors", "byline", "作者"}
	keyColumn  = []string{"column", "栏目"}
	keyDate    = []string{"date", "pubDate", "publishDate", "published", "created", "日期"}
	keyPaper   = []string{"paper", "newspaper", "报名"}
	keyPage    = []string{"page", "版次"}
	keySection = []string{"section", "category", "categories", "分类"}
	keyCover   = []string{"cover", "image", "banner", "thumbnail", "featured_image", "cover_image"}
)

var known = slices.Concat(keyTitle, keyKicker, keyDeck, keySummary, keyAuthor, keyColumn, keyDate, keyPaper, keyPage, keySection, keyCover)

// value is the first of the keys that is there, as words.
func (m matter) value(keys []string) []string {
	for _, k := range keys {
		if v, ok := m.fields[k]; ok {
			if list := words(v); len(list) > 0 {
				return list
			}
		}
	}
	return nil
}

// everything is all that a value holds, as words.
func everything(v any) (out []string) {
	switch v := v.(type) {
	case []any:
		for _, x := range v {
			out = append(out, everything(x)...)
		}
		return out
	case map[string]any:
		for _, k := range slices.Sorted(maps.Keys(v)) {
			out = append(out, k+": "+strings.Join(everything(v[k]), " "))
		}
		return out
	}
	return words(v)
}

func words(v any) (out []string) {
	switch v := v.(type) {
	case nil:
	case []any:
		for _, x := range v {
			out = append(out, words(x)...)
		}
	case map[string]any:
		for _, k := range []string{"name", "src", "url", "title"} {
			if s := words(v[k]); len(s) > 0 {
				return s
			}
		}
	case time.Time:
		return []string{v.Format(time.DateOnly)}
	case toml.LocalDate:
		return []string{v.String()}
	case toml.LocalDateTime:
		return []string{v.String()}
	default:
		if s := strings.TrimSpace(fmt.Sprint(v)); s != "" {
			return []string{s}
		}
	}
	return out
}

func lots(src *intake.Source, o intake.Options) (out []intake.Lot, found []intake.Finding) {
	for _, file := range src.Files {
		if !markdown(file) {
			continue // pictures and the program's own files: stories name what they use
		}
		d, _ := src.Decode(file, src.Head(file, matterSize), "")
		m := front(d.Text)
		paper := cmp.Or(o.Paper, strings.Join(m.value(keyPaper), ""))
		day := o.Date
		if v := m.value(keyDate); day.IsZero() && len(v) > 0 {
			day, _ = dump.PathDate(v[0])
		}
		if day.IsZero() {
			day, _ = dump.PathDate(file)
		}
		key, missing := intake.KeyOf(paper, day, src.Place(file))
		if missing != nil {
			if day.IsZero() && m.fault != "" {
				found = append(found, intake.Find(diag.ImportBroken, src.Place(file), intake.Words{"front matter", "头部信息"}, m.fault))
			}
			found = append(found, missing...)
			continue
		}
		out = append(out, intake.Lot{Key: key, Name: file, Read: func() intake.Delivery { return read(src, file, key, day, o) }})
	}
	return out, found
}

var datedName = regexp.MustCompile(`^(?:19|20)\d{2}-\d{1,2}-\d{1,2}-`)

// read reads a story.
func read(src *intake.Source, file string, k intake.Key, day time.Time, o intake.Options) intake.Delivery {
	data, why := src.Read(file, intake.MaxText)
	if why != nil {
		return intake.Delivery{Findings: []intake.Finding{*why}}
	}
	d, found := src.Decode(file, data, "")
	m := front(d.Text)
	base := path.Base(file)
	s := &intake.Story{ID: datedName.ReplaceAllString(strings.TrimSuffix(base, path.Ext(base)), ""), At: src.Place(file), Kind: "story"}
	r := &reader{src: src, file: file, d: d, story: s, at: m.body}
	if m.fault != "" {
		r.tell(intake.Find(diag.ImportBroken, d.Place(m.from, m.body), intake.Words{"front matter", "头部信息"}, m.fault))
	}
	r.matter(m)
	r.body()
	found = append(found, r.found...)
	found = append(found, copydesk.Edit(s)...)
	e := &intake.Edition{Paper: k.Paper, Date: day, Sources: []intake.SourceFile{src.Describe(file, Kind, d.Encoding, data)}}
	label := "1"
	if v := m.value(keyPage); len(v) > 0 {
		label = cmp.Or(intake.PageLabel(v[0]), "1")
	}
	n := intake.NumberPages([]string{label})[label]
	if o.Page > 0 {
		n = o.Page
	}
	p := e.Page(max(n, 1))
	if len(s.Body) == 0 && len(s.Headline) == 0 {
		return intake.Delivery{Findings: append(found, intake.Find(diag.ImportEmpty, src.Place(file)))}
	}
	p.Stories = append(p.Stories, s)
	return intake.Delivery{Edition: e, Findings: found}
}

// matter puts the front matter into the story.
func (r *reader) matter(m matter) {
	s := r.story
	for _, t := range m.value(keyTitle) {
		r.tell(copydesk.Title(s, r.quoted(m, t), "front-matter")...)
	}
	one := func(f *intake.Field, keys []string) {
		if v := m.value(keys); len(v) > 0 {
			*f = intake.Given("front-matter", r.quoted(m, strings.Join(v, " ")))
		}
	}
	one(&s.Kicker, keyKicker)
	one(&s.Byline, keyAuthor)
	one(&s.Column, keyColumn)
	for _, t := range m.value(keyDeck) {
		s.Deck = append(s.Deck, intake.Given("front-matter", r.quoted(m, t)))
	}
	for _, t := range m.value(keySummary) {
		s.Summary = append(s.Summary, intake.Given("front-matter", r.quoted(m, t)))
	}
	if v := m.value(keySection); len(v) > 0 {
		s.Section = v[0]
	}
	for _, t := range m.value(keyCover) {
		r.picture(t, "", r.d.Place(m.from, m.body))
	}
	var left []string
	for k := range m.fields {
		if !slices.Contains(known, k) {
			left = append(left, k)
		}
	}
	slices.Sort(left)
	for _, k := range left {
		r.tell(intake.Find(diag.ImportField, r.d.Place(m.from, m.body), k, intake.Shortened(strings.Join(everything(m.fields[k]), " / "))))
	}
}

// quoted is a value of the front matter where it stands.
func (r *reader) quoted(m matter, v string) intake.Text {
	if i := strings.Index(r.d.Text[m.from:m.body], v); i >= 0 && !strings.Contains(v, "\n") {
		return intake.Text{r.d.Run(m.from+i, m.from+i+len(v))}
	}
	return intake.Text{{Text: v, At: r.d.Place(m.from, m.body)}}
}
