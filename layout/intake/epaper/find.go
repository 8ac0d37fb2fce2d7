package epaper

import (
	"bytes"
	"cmp"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"duikai/layout/diag"
	"duikai/layout/intake"
	"duikai/layout/intake/dump"
	"duikai/layout/internal/markup"
)

// Kind is the word of --from.
const Kind = "epaper"

// Reader reads the trees of e-papers.
func Reader() intake.Reader {
	return intake.Reader{Kind: Kind, Claim: claim, Lots: lots}
}

// Names of pages and of articles in the trees, old and new.
var (
	pageName    = regexp.MustCompile(`(?i)^(?:node_\d+|nbs\.D\d+\w*?_[A-Z]?\d+|page_?\d+|l_\d+)\.s?html?$`)
	articleName = regexp.MustCompile(`(?i)^(?:content_\d+(?:_\d+)?|nw\.D\d+\w*?_\d{8}_\d+-[A-Z]?\d+|c_?\d+)\.s?html?$`)
)

// Marks by which the pages of the system tell themselves.
var marks = [][]byte{[]byte("enpproperty"), []byte("founder-"), []byte("PagePicMap"), []byte("pagepicmap")}

// How sure a claim is, in percent.
const (
	claimNames  = 95 // pages and articles by their names
	claimMarks  = 90
	claimJSON   = 85
	claimHead   = 8 << 10
	claimLooked = 8 // files whose heads are looked at
)

func claim(src *intake.Source) int {
	pages, articles, looked := 0, 0, 0
	for _, f := range src.Files {
		base := path.Base(f)
		switch {
		case pageName.MatchString(base):
			pages++
		case articleName.MatchString(base):
			articles++
		}
		if pages > 0 && articles > 0 {
			return claimNames
		}
	}
	for _, f := range src.Files {
		if !markedUp(f) && !isJSON(f) {
			continue
		}
		if looked++; looked > claimLooked {
			break
		}
		head := src.Head(f, claimHead)
		if markedUp(f) && slices.ContainsFunc(marks, func(m []byte) bool { return bytes.Contains(head, m) }) {
			return claimMarks
		}
		if isJSON(f) && jsonPlaces.Match(head) {
			return claimJSON
		}
	}
	return 0
}

func markedUp(file string) bool {
	switch strings.ToLower(path.Ext(file)) {
	case ".htm", ".html", ".shtml", ".shtm":
		return true
	}
	return false
}

func isJSON(file string) bool { return strings.EqualFold(path.Ext(file), ".json") }

// pageFile is a page of a paper and what a glance at it told.
type pageFile struct {
	file  string
	label string // A01; empty: not known
	json  bool
}

// tree is what the lots of one source have in common.
type tree struct {
	src      *intake.Source
	options  intake.Options
	sizes    *intake.Siblings
	articles map[string][]string // by folder
}

func lots(src *intake.Source, o intake.Options) (out []intake.Lot, found []intake.Finding) {
	t := &tree{src: src, options: o, sizes: intake.SiblingsOf(src), articles: make(map[string][]string)}
	issues := make(map[intake.Key][]pageFile)
	missed := make(map[string]bool) // folders that told that they lack a day or a name
	for _, f := range src.Files {
		base := path.Base(f)
		if markedUp(f) && !pageName.MatchString(base) && articleName.MatchString(base) {
			t.articles[path.Dir(f)] = append(t.articles[path.Dir(f)], f)
			continue
		}
		p, key, ok := t.glance(f)
		if !ok {
			continue
		}
		if key.Paper == "" || key.Date == "" {
			if dir := path.Dir(f); !missed[dir] {
				missed[dir] = true
				day, _ := time.Parse(time.DateOnly, key.Date)
				_, missing := intake.KeyOf(key.Paper, day, src.Place(f))
				found = append(found, missing...)
			}
			continue
		}
		issues[key] = append(issues[key], p)
	}
	for key, pages := range issues {
		out = append(out, intake.Lot{Key: key, Name: path.Dir(pages[0].file), Read: func() intake.Delivery { return t.read(key, pages) }})
	}
	slices.SortFunc(out, func(a, b intake.Lot) int {
		return cmp.Or(strings.Compare(a.Key.Date, b.Key.Date), strings.Compare(a.Key.Paper, b.Key.Paper))
	})
	if len(out) == 0 && len(found) == 0 {
		found = append(found, intake.Find(diag.ImportEmpty, intake.Place{File: src.Name}))
	}
	return out, found
}

// glanced is how much of a file is looked at for its key: the property stands
// at the end of a page of usual size.
const glanced = 512 << 10

var (
	founderTag  = regexp.MustCompile(`(?i)<founder-(date|pagenum|papername|type)>([^<]{0,80})</founder-`)
	pathDay     = regexp.MustCompile(`(?:^|/)((?:19|20)\d{2})[-_]?(0[1-9]|1[0-2])[-_/](0[1-9]|[12]\d|3[01])(?:/|$)`)
	paperWord   = regexp.MustCompile(`\p{Han}{1,8}(?:日报|晚报|时报|晨报|早报|周报|周刊|商报|都市报|快报|青年报|新报|导报|工人报|农民报|法制报|法治报|科技报|教育报|学报)`)
	nameInTitle = regexp.MustCompile(`(?is)<title>([^<]{0,200})</title>`)
)

// glance finds out whether a file is a page, and of which issue.
func (t *tree) glance(file string) (pageFile, intake.Key, bool) {
	if isJSON(file) {
		return t.glanceJSON(file)
	}
	if !markedUp(file) {
		return pageFile{}, intake.Key{}, false
	}
	byName := pageName.MatchString(path.Base(file))
	data := t.src.Head(file, glanced)
	isMap := bytes.Contains(bytes.ToLower(data[:min(len(data), glanced)]), []byte("<area"))
	if !byName && !isMap {
		return pageFile{}, intake.Key{}, false
	}
	d, _ := t.src.Decode(file, data, markup.Charset(data))
	props := make(map[string]string)
	for _, m := range founderTag.FindAllStringSubmatch(d.Text, -1) {
		name := strings.ToLower(m[1])
		if props[name] == "" {
			props[name] = strings.TrimSpace(m[2])
		}
	}
	if props["type"] == "1" && !byName { // an article
		return pageFile{}, intake.Key{}, false
	}
	key := intake.Key{Paper: t.options.Paper}
	if key.Paper == "" {
		key.Paper = props["papername"]
	}
	if key.Paper == "" {
		if m := nameInTitle.FindStringSubmatch(d.Text); m != nil {
			key.Paper = paperWord.FindString(m[1])
		}
	}
	key.Date = dayOf(t.options, file, props["date"])
	return pageFile{file: file, label: label(props["pagenum"])}, key, true
}

// dayOf is the day that the user, the path or the page itself gives.
func dayOf(o intake.Options, file, said string) string {
	if !o.Date.IsZero() {
		return o.Date.Format(time.DateOnly)
	}
	if m := pathDay.FindStringSubmatch(file); m != nil {
		if _, err := time.Parse(time.DateOnly, m[1]+"-"+m[2]+"-"+m[3]); err == nil {
			return m[1] + "-" + m[2] + "-" + m[3]
		}
	}
	said, _, _ = strings.Cut(strings.TrimSpace(said), " ")
	if day, _ := dump.PathDate(said); !day.IsZero() {
		return day.Format(time.DateOnly)
	}
	if day, _ := dump.PathDate(file); !day.IsZero() {
		return day.Format(time.DateOnly)
	}
	return ""
}

var hanNumber = regexp.MustCompile(`[一二三四五六七八九十百]+`)

// label is the number of a page as it is written everywhere: A01, 3.
func label(s string) string {
	return intake.PageLabel(hanNumber.ReplaceAllStringFunc(s, func(h string) string { return strconv.Itoa(dump.Number(h)) }))
}
