package join

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"hash"
	"io"
	"math"

	"duikai/render/internal/cos"
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
	w     *cos.Writer
	sum   hash.Hash // for the identifier
	title string
	trees []cos.Value // the page tree of each file
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
	j := &Joiner{sum: sha256.New(), title: title}
	j.w = cos.NewWriter(io.MultiWriter(w, j.sum), "1.7")
	for range firstFree - catalog {
		j.w.Reserve()
	}
	return j
}

// same is the order of what is numbered already.
func same(n int) int { return n }

func (j *Joiner) value(n int, pairs ...any) {
	j.w.Object(n, &cos.Object{Value: cos.Dict(pairs...)}, same)
}

// Add puts a file behind those that are there. After an error from the file
// itself the joined file is as it was before; j.Err tells of the writer's.
func (j *Joiner) Add(doc []byte, m Mark) error {
	p, err := planOf(doc)
	if err != nil {
		return err
	}
	const above = 0 // no file has such an object: it stands for the root of all pages
	p.tree.Set("Parent", cos.RefTo(above))
	number := map[int]int{above: pagesRoot}
	for _, o := range p.live {
		number[o.Number] = j.w.Reserve()
	}
	renumber := func(n int) int { return number[n] }
	for _, o := range p.live {
		j.w.Object(number[o.Number], o.Object, renumber)
	}
	j.trees = append(j.trees, cos.RefTo(number[p.live[0].Number]))
	j.pages += len(p.pages)
	j.marks = append(j.marks, aim(m, p.pages, renumber))
	return j.w.Err()
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
func (j *Joiner) Err() error { return j.w.Err() }

// Close writes the end of the file.
func (j *Joiner) Close() error {
	if j.pages == 0 {
		return errors.Join(j.Err(), errors.New("a file without pages cannot be written"))
	}
	first, last := j.bookmarks(outlines, j.marks)
	j.value(outlines, "Type", cos.NameOf("Outlines"), "First", cos.RefTo(first), "Last", cos.RefTo(last), "Count", cos.Whole(len(j.marks)))
	j.value(pagesRoot, "Type", cos.NameOf("Pages"), "Count", cos.Whole(j.pages), "Kids", cos.ArrayOf(j.trees...))
	j.value(catalog, "Type", cos.NameOf("Catalog"), "Pages", cos.RefTo(pagesRoot), "Outlines", cos.RefTo(outlines), "PageMode", cos.NameOf("UseOutlines"))
	j.value(info, "Title", cos.Text(j.title), "Producer", cos.Literal(cos.Program))
	id := cos.Value{Kind: cos.String, Raw: fmt.Appendf(nil, "<%x>", j.sum.Sum(nil)[:16])}
	return j.w.Close(cos.Dict("Root", cos.RefTo(catalog), "Info", cos.RefTo(info), "ID", cos.ArrayOf(id, id)), same)
}

// bookmarks writes a level of the outline and all below it (ISO 32000-2,
// 12.3.3). All are closed, so that a year fits the screen.
func (j *Joiner) bookmarks(parent int, list []target) (first, last int) {
	numbers := make([]int, len(list))
	for i := range list {
		numbers[i] = j.w.Reserve()
	}
	for i, t := range list {
		v := cos.Dict("Title", cos.Text(t.title), "Parent", cos.RefTo(parent),
			"Dest", cos.ArrayOf(cos.RefTo(t.page), cos.NameOf("XYZ"), points(t.left), points(t.top), cos.Whole(0)))
		if i > 0 {
			v.Set("Prev", cos.RefTo(numbers[i-1]))
		}
		if i+1 < len(list) {
			v.Set("Next", cos.RefTo(numbers[i+1]))
		}
		if len(t.below) > 0 {
			from, to := j.bookmarks(numbers[i], t.below)
			v.Set("First", cos.RefTo(from))
			v.Set("Last", cos.RefTo(to))
			v.Set("Count", cos.Whole(-len(t.below)))
		}
		j.w.Object(numbers[i], &cos.Object{Value: v}, same)
	}
	return numbers[0], numbers[len(numbers)-1]
}

// points is a length in points, to a hundredth.
func points(x float64) cos.Value { return cos.Hundredths(int64(math.Round(float64(x * 100)))) }
