package join

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"hash"
	"io"
	"strconv"
	"strings"
	"unicode/utf16"
)

// Mark is a bookmark: a file, or what stands below it.
type Mark struct {
	Title string
	Page  int     // in the file, from 0
	X, Y  float64 // points from the trim's top left corner
	Below []Mark
}

// The objects every joined file has, before those of the first file.
const (
	catalog = 1 + iota
	pagesRoot
	outlines
	info
	firstFree
)

// Joiner writes one file out of many.
type Joiner struct {
	w     io.Writer
	sum   hash.Hash // for the identifier
	title string
	err   error
	size  int64
	at    []int64 // where objects begin, by number
	trees []int   // the page tree of each file
	pages int
	marks []target
}

// target is a bookmark whose page is known.
type target struct {
	title     string
	page      int // object
	left, top float64
	below     []target
}

// New begins a file.
func New(w io.Writer, title string) *Joiner {
	j := &Joiner{w: w, sum: sha256.New(), title: title, at: make([]int64, firstFree)}
	j.write([]byte("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"))
	return j
}

func (j *Joiner) write(b []byte) {
	if j.err != nil {
		return
	}
	var n int
	n, j.err = j.w.Write(b)
	j.size += int64(n)
	j.sum.Write(b)
}

func (j *Joiner) reserve() int {
	j.at = append(j.at, 0)
	return len(j.at) - 1
}

func (j *Joiner) object(n int, value string) {
	j.at[n] = j.size
	j.write(fmt.Appendf(nil, "%d 0 obj\n%s\nendobj\n", n, value))
}

// Add puts a file behind those that are there. After an error from the file
// itself the joined file is as it was before; j.Err tells of the writer's.
func (j *Joiner) Add(doc []byte, m Mark) error {
	f, err := read(doc)
	if err != nil {
		return err
	}
	p, err := f.plan()
	if err != nil {
		return err
	}
	number := make(map[int]int, len(p.order))
	for _, n := range p.order {
		number[n] = j.reserve()
	}
	renumber := func(n int) int { return number[n] }
	var buf []byte
	for _, n := range p.order {
		value, stream, err := f.object(n)
		if err != nil {
			return err // plan has read it before
		}
		buf = fmt.Appendf(buf[:0], "%d 0 obj\n", number[n])
		if n == p.tree {
			buf = fmt.Appendf(buf, "<</Parent %d 0 R", pagesRoot)
			value = value[len("<<"):]
		}
		buf = renumbered(buf, value, renumber)
		if stream != nil {
			buf = append(buf, "\nstream\n"...)
		}
		j.at[number[n]] = j.size
		j.write(buf)
		j.write(stream)
		if stream != nil {
			j.write([]byte("\nendstream"))
		}
		j.write([]byte("\nendobj\n"))
	}
	j.trees = append(j.trees, number[p.tree])
	j.pages += len(p.pages)
	j.marks = append(j.marks, aim(m, p.pages, renumber))
	return j.err
}

// aim turns a mark into coordinates of the page it leads to.
func aim(m Mark, pages []sheet, number func(int) int) target {
	s := pages[min(max(m.Page, 0), len(pages)-1)]
	t := target{title: m.Title, page: number(s.object), left: s.left + m.X, top: s.top - m.Y}
	for _, b := range m.Below {
		t.below = append(t.below, aim(b, pages, number))
	}
	return t
}

// Err is the first failure of the writer.
func (j *Joiner) Err() error { return j.err }

// Close writes the end of the file.
func (j *Joiner) Close() error {
	if j.pages == 0 {
		return errors.Join(j.err, errors.New("a file without pages cannot be written"))
	}
	kids := make([]string, len(j.trees))
	for i, n := range j.trees {
		kids[i] = fmt.Sprintf("%d 0 R", n)
	}
	first, last := j.bookmarks(outlines, j.marks)
	j.object(outlines, fmt.Sprintf("<</Type /Outlines /First %d 0 R /Last %d 0 R /Count %d>>", first, last, len(j.marks)))
	j.object(pagesRoot, fmt.Sprintf("<</Type /Pages /Count %d /Kids [%s]>>", j.pages, strings.Join(kids, " ")))
	j.object(catalog, fmt.Sprintf("<</Type /Catalog /Pages %d 0 R /Outlines %d 0 R /PageMode /UseOutlines>>", pagesRoot, outlines))
	j.object(info, fmt.Sprintf("<</Title %s /Producer (duikai)>>", unicodeText(j.title)))
	start := j.size
	table := fmt.Appendf(nil, "xref\n0 %d\n0000000000 65535 f \n", len(j.at))
	for _, at := range j.at[1:] {
		table = fmt.Appendf(table, "%010d 00000 n \n", at)
	}
	id := j.sum.Sum(nil)[:16]
	table = fmt.Appendf(table, "trailer\n<</Size %d /Root %d 0 R /Info %d 0 R /ID [<%x> <%x>]>>\nstartxref\n%d\n%%%%EOF\n", len(j.at), catalog, info, id, id, start)
	j.write(table)
	return j.err
}

// bookmarks writes a level of the outline and all below it (ISO 32000-2,
// 12.3.3). All are closed, so that a year fits the screen.
func (j *Joiner) bookmarks(parent int, list []target) (first, last int) {
	numbers := make([]int, len(list))
	for i := range list {
		numbers[i] = j.reserve()
	}
	for i, t := range list {
		o := fmt.Sprintf("<</Title %s /Parent %d 0 R /Dest [%d 0 R /XYZ %s %s 0]", unicodeText(t.title), parent, t.page, points(t.left), points(t.top))
		if i > 0 {
			o += fmt.Sprintf(" /Prev %d 0 R", numbers[i-1])
		}
		if i+1 < len(list) {
			o += fmt.Sprintf(" /Next %d 0 R", numbers[i+1])
		}
		if len(t.below) > 0 {
			from, to := j.bookmarks(numbers[i], t.below)
			o += fmt.Sprintf(" /First %d 0 R /Last %d 0 R /Count %d", from, to, -len(t.below))
		}
		j.object(numbers[i], o+">>")
	}
	return numbers[0], numbers[len(numbers)-1]
}

// points writes a length in points, to a hundredth.
func points(x float64) string {
	return strings.TrimSuffix(strings.TrimRight(strconv.FormatFloat(x, 'f', 2, 64), "0"), ".")
}

// unicodeText is a text string in UTF-16 (ISO 32000-2, 7.9.2.2).
func unicodeText(s string) string {
	b := []byte("<FEFF")
	for _, u := range utf16.Encode([]rune(s)) {
		b = fmt.Appendf(b, "%04X", u)
	}
	return string(append(b, '>'))
}
