package report

import (
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"duikai/layout/diag"
	"duikai/layout/page"
)

// Options says how a report speaks; the zero value writes English, without
// notes, with paths as they stand in the issue folder.
type Options struct {
	Lang diag.Lang
	// Dir is the issue folder as the user named it. It is put before the
	// paths, so that a terminal can open the place.
	Dir string
	// Notes lists Info problems (提示) too, those that say the same once with
	// their number; Every lists each of them.
	Notes, Every bool
	// Marked says by index where problems stand in a marked-up copy; it is put
	// behind them, and notes that have a place there are listed too.
	Marked []string
}

// marked is where problem i stands; empty where that is not known.
func (o Options) marked(i int) string {
	if i < len(o.Marked) {
		return o.Marked[i]
	}
	return ""
}

// Problems writes one line a problem (FILE:LINE:COL: severity: text [code]),
// under it the source around the place where a parser gave one, and the advice
// the first time its kind of problem appears.
func Problems(w io.Writer, list diag.List, o Options) error {
	var b strings.Builder
	advised := make(map[diag.Code]bool)
	same := sameNotes(list, o.Lang)
	for i, p := range list {
		mark := o.marked(i)
		if p.Severity() == diag.Info && !o.Notes && mark == "" {
			continue
		}
		more := ""
		if n, ok := same[p.Code][p.Text(o.Lang)]; ok && !o.Every && mark == "" {
			if n.first != i {
				continue
			}
			more = n.words(o.Lang)
		}
		p.Pos.File = o.path(p.Pos.File)
		code := " [" + string(p.Code) + "]"
		b.WriteString(printable(strings.TrimSuffix(p.Format(o.Lang), code) + more + code + mark))
		b.WriteByte('\n')
		indent(&b, p.Excerpt)
		if hint := p.Hint(o.Lang); hint != "" && !advised[p.Code] {
			advised[p.Code] = true
			indent(&b, hint)
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// repeated is how often a note is said, and in how many files; first is its
// first place in the list.
type repeated struct{ first, times, files int }

// words is what stands behind the first of the notes; nothing for one alone.
func (r *repeated) words(l diag.Lang) string {
	switch {
	case r.times == 1:
		return ""
	case r.files == 1:
		return fmt.Sprintf([...]string{" (%d times)", "（共 %d 处）"}[l], r.times)
	}
	return fmt.Sprintf([...]string{" (%d times in %d files)", "（%[2]d 个文件共 %[1]d 处）"}[l], r.times, r.files)
}

// sameNotes finds the notes (提示) that say the same: wire copy has hundreds of
// half-width marks, and a list of them hides what asks for a hand.
func sameNotes(list diag.List, l diag.Lang) map[diag.Code]map[string]*repeated {
	out := make(map[diag.Code]map[string]*repeated)
	file := make(map[*repeated]string)
	for i, p := range list {
		if p.Severity() != diag.Info {
			continue
		}
		if out[p.Code] == nil {
			out[p.Code] = make(map[string]*repeated)
		}
		text := p.Text(l)
		r := out[p.Code][text]
		if r == nil {
			r = &repeated{first: i}
			out[p.Code][text] = r
		}
		if r.times++; file[r] != p.Pos.File { // the list is in the order of files
			file[r] = p.Pos.File
			r.files++
		}
	}
	return out
}

// path puts the issue folder before a path; what has no file of its own is
// about the folder.
func (o Options) path(file string) string {
	if o.Dir == "" {
		return file
	}
	return filepath.Join(o.Dir, filepath.FromSlash(file))
}

func indent(b *strings.Builder, text string) {
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\r\n")
		if line == "" {
			continue
		}
		b.WriteString("    ")
		b.WriteString(printable(line))
		b.WriteByte('\n')
	}
}

// printable makes control characters visible: a file name or a quoted piece of
// the manuscript must not move the cursor of an editor's terminal.
func printable(s string) string {
	unsafe := func(r rune) bool { return unicode.IsControl(r) && r != '\t' }
	if strings.IndexFunc(s, unsafe) < 0 {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		if unsafe(r) {
			fmt.Fprintf(&b, "\\u%04x", r)
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}

// Tally counts the problems by severity: "1 error, 2 warnings, 14 notes".
func Tally(list diag.List, l diag.Lang) string {
	var n [diag.Fatal + 1]int
	for _, p := range list {
		n[p.Severity()]++
	}
	n[diag.Error] += n[diag.Fatal] // for an editor both must be mended
	if len(list) == 0 {
		return [...]string{"no problems", "没有问题"}[l]
	}
	var parts []string
	for _, k := range []struct {
		n int
		noun
	}{
		{n[diag.Error], noun{"%s error", "%s errors", "错误 %s 处"}},
		{n[diag.Warning], noun{"%s warning", "%s warnings", "警告 %s 处"}},
		{n[diag.Info], noun{"%s note", "%s notes", "提示 %s 条"}},
	} {
		if k.n > 0 {
			parts = append(parts, k.count(k.n, l))
		}
	}
	return join(parts, l)
}

// Extent is how much of the edition was set: pages, stories, characters.
func Extent(e *page.Edition, l diag.Lang) string {
	stories, chars := make(map[string]bool), 0
	for _, p := range e.Pages {
		for _, pl := range p.Placements {
			if isStory(pl.Kind) && pl.Columns > 0 { // without text columns it is one that is missing
				stories[pl.Story] = true
			}
			chars += pl.Chars
		}
	}
	return join([]string{
		noun{"%s page", "%s pages", "%s 个版"}.count(len(e.Pages), l),
		noun{"%s story", "%s stories", "%s 篇稿件"}.count(len(stories), l),
		noun{"%s character", "%s characters", "%s 字"}.count(chars, l),
	}, l)
}

// isStory tells whether a kind of slot holds a story, and not a digest or a
// notice.
func isStory(kind string) bool { return kind == "story" }

func join(parts []string, l diag.Lang) string {
	return strings.Join(parts, [...]string{", ", "，"}[l])
}

// noun is a counted word: English singular, English plural, Chinese.
type noun [3]string

func (w noun) count(n int, l diag.Lang) string {
	form := w[1]
	switch {
	case l == diag.Chinese:
		form = w[2]
	case n == 1:
		form = w[0]
	}
	return fmt.Sprintf(form, thousands(n))
}

// thousands writes 16310 as 16,310.
func thousands(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// Outcome is the closing line of a run.
type Outcome struct {
	Edition  *page.Edition // nil where the issue could not be composed
	Problems diag.List
	File     string // the file written; empty where none was
	Draft    bool   // the file is a draft (草样) of an edition with errors
}

// Checked closes a check.
func (r Outcome) Checked(o Options) string {
	subject := o.Dir
	if r.Edition != nil {
		subject += [...]string{": ", "："}[o.Lang] + Extent(r.Edition, o.Lang)
	}
	return printable(subject + [...]string{"; ", "；"}[o.Lang] + r.tally(o))
}

// Rendered closes a run that should have written a file.
func (r Outcome) Rendered(o Options) string {
	if r.File == "" {
		return printable([...]string{"nothing written: ", "没有写出文件："}[o.Lang] + r.tally(o))
	}
	verb := [...]string{"wrote ", "已写出 "}[o.Lang]
	if r.Draft {
		verb = [...]string{"wrote the draft ", "已写出草样 "}[o.Lang]
	}
	return printable(verb + r.File + [...]string{": ", "："}[o.Lang] + Extent(r.Edition, o.Lang) + [...]string{"; ", "；"}[o.Lang] + r.tally(o))
}

// tally adds where the notes can be seen when they were not listed.
func (r Outcome) tally(o Options) string {
	t := Tally(r.Problems, o.Lang)
	notes := func(p diag.Problem) bool { return p.Severity() == diag.Info }
	if !o.Notes && slices.ContainsFunc(r.Problems, notes) {
		t += [...]string{" (-v lists the notes)", "（-v 可列出提示）"}[o.Lang]
	}
	return t
}
