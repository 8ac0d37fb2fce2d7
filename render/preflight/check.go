package preflight

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"duikai/layout/pdffile"
)

// Check looks at a PDF file and says what is wrong with it, by page, object
// and code.
func Check(data []byte, o Options) []Finding { return Examine(data, o).Findings }

// Examine is Check, and tells what the file was checked against.
func Examine(data []byte, o Options) Report {
	var c *checker
	err := pdffile.Do(data, func(f *pdffile.File) error {
		c = newChecker(f, o)
		f.Forgive = c.unread
		return c.all()
	})
	if c == nil {
		c = newChecker(nil, o)
	}
	if err != nil {
		c.refuse(err)
	}
	return Report{Standard: c.standard(), Pages: c.pages, Findings: c.sorted()}
}

// key is what is counted together.
type key struct {
	code         Code
	page, object int
	about        string
}

type found struct {
	Finding
	bad float64
}

// checker is one check of one file.
type checker struct {
	f     *pdffile.File
	o     Options
	std   Standard
	pages int
	page  int // that is being looked at; 0: the document
	first pdffile.Rect
	trim  pdffile.Rect // of the page, in points
	print pdffile.Rect // what is printed: the bleed, or else the trim
	found map[key]*found

	operators, decoded int
	drew               bool         // the page at hand draws something that is seen
	bookmark           key          // of the first bookmark with an action
	seen               map[int]bool // objects whose dictionary was looked at
	spaces             map[int]*space
	fonts              map[int]*font
	images             map[int]*image
}

func newChecker(f *pdffile.File, o Options) *checker {
	return &checker{
		f: f, o: o, std: o.Standard, found: make(map[key]*found), seen: make(map[int]bool),
		spaces: make(map[int]*space), fonts: make(map[int]*font), images: make(map[int]*image),
	}
}

func (c *checker) standard() Standard { return cmp.Or(c.std, X1a) }

func (c *checker) x1a() bool { return c.standard() == X1a }

// refuse reports a file that cannot be read at all, or not to the end.
func (c *checker) refuse(err error) {
	c.page = 0
	if c.std == Auto {
		c.std = X1a
	}
	if !errors.Is(err, pdffile.ErrTooLarge) {
		clear(c.found) // what can be said of a ruin is noise
	}
	switch {
	case errors.Is(err, pdffile.ErrNoPDF):
		c.add(NotPDF, 0)
	case errors.Is(err, pdffile.ErrProtected):
		c.add(Protected, 0, reason(err))
	case errors.Is(err, pdffile.ErrEncrypted):
		c.add(Encrypted, 0, reason(err))
	default:
		c.add(Damaged, 0, reason(err))
	}
}

// all does the whole check. The error is for a file that cannot be read on.
func (c *checker) all() error {
	if err := c.claim(); err != nil {
		return err
	}
	if c.std == UA1 {
		return c.accessible()
	}
	if !c.o.Artwork {
		if err := c.document(); err != nil {
			return err
		}
	}
	var failed error
	total, err := c.f.Pages(func(n int, m pdffile.Dict) bool {
		if c.o.Page != 0 && n != c.o.Page {
			return true
		}
		c.page = n
		failed = c.onePage(m)
		return failed == nil
	})
	c.page = 0
	if err = cmp.Or(failed, err); err != nil {
		return err
	}
	c.pages = total
	for _, f := range c.sortedFonts() {
		if err := c.finishFont(f); err != nil {
			return err
		}
	}
	return nil
}

// reason is what is wrong with a file, in the words of every command.
func reason(err error) worded {
	if en, zh, ok := pdffile.Words(err); ok {
		return worded{en, zh}
	}
	return worded{err.Error(), err.Error()}
}

// unread notes an object that cannot be read in a file whose objects had to be
// searched for: one that a page draws with, or one that none does.
func (c *checker) unread(num int) {
	if c.page > 0 {
		c.add(BadObject, num)
		return
	}
	c.add(UnreadObject, num)
}

// mild turns what is wrong with one object into a finding.
func (c *checker) mild(err error, code Code, object int, args ...any) {
	if errors.Is(err, pdffile.ErrTooLarge) {
		c.add(TooMuch, object, reason(err))
		return
	}
	c.add(code, object, append(args, reason(err))...)
}

// add notes a finding of the page that is being looked at.
func (c *checker) add(code Code, object int, args ...any) {
	c.worse(code, object, "", 0, nil, args...)
}

// about notes a finding that is counted apart from others of its code.
func (c *checker) about(code Code, object int, about string, args ...any) {
	c.worse(code, object, about, 0, nil, args...)
}

type place struct{ x, y float64 }

// worse notes a finding; of those counted together the one that is told is the
// worst.
func (c *checker) worse(code Code, object int, about string, bad float64, at *place, args ...any) {
	k := key{code, c.page, object, about}
	f := c.found[k]
	switch {
	case f == nil && len(c.found) >= maxFindings:
		k = key{code: TooMuch}
		if c.found[k] == nil {
			c.found[k] = &found{Finding: Finding{Code: TooMuch, Count: 1, Args: []any{fmt.Sprintf("> %d findings", maxFindings)}}}
		}
		return
	case f == nil:
		f = &found{Finding: Finding{Code: code, Page: c.page, Object: object}, bad: bad - 1}
		c.found[k] = f
	}
	f.Count++
	if bad <= f.bad {
		return
	}
	f.bad, f.Args = bad, args
	if f.Placed = at != nil; f.Placed {
		f.X, f.Y = at.x-c.trim.X0, at.y-c.trim.Y0
	}
}

func (c *checker) sorted() []Finding {
	var list []Finding
	for _, f := range c.found {
		f.standard = c.standard()
		list = append(list, f.Finding)
	}
	slices.SortFunc(list, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.Page, b.Page), cmp.Compare(a.Object, b.Object), cmp.Compare(a.Code, b.Code),
			cmp.Compare(fmt.Sprint(a.Args...), fmt.Sprint(b.Args...)), cmp.Compare(a.Count, b.Count))
	})
	return list
}

// undo decodes a stream within the limit of the check.
func (c *checker) undo(s *pdffile.Stream, limit int) (pdffile.Undone, error) {
	u, err := c.f.Undo(s, min(limit, max(maxDecoded-c.decoded, 1)))
	c.decoded += len(u.Data)
	return u, err
}

// stream resolves and decodes a stream; nil where v is none, or where it cannot be
// decoded, which is noted.
func (c *checker) stream(v any, limit int, code Code, object int, args ...any) (*pdffile.Stream, []byte, error) {
	v, err := c.f.Resolve(v)
	s, ok := v.(*pdffile.Stream)
	if err != nil || !ok {
		return nil, nil, err
	}
	u, err := c.undo(s, limit)
	if err != nil {
		c.mild(err, code, object, args...)
		return nil, nil, nil
	}
	return s, u.Data, nil
}

// number is the number of the object that is referred to, or else another.
func number(v any, other int) int {
	if r, ok := v.(pdffile.Ref); ok {
		return r.Num
	}
	return other
}

// nameOf resolves a name; empty where v is none.
func (c *checker) nameOf(v any) (pdffile.Name, error) {
	v, err := c.f.Resolve(v)
	n, _ := v.(pdffile.Name)
	return n, err
}

// list resolves an array; nil where v is none.
func (c *checker) list(v any) (pdffile.Array, error) {
	v, err := c.f.Resolve(v)
	a, _ := v.(pdffile.Array)
	return a, err
}

// numbers resolves an array of numbers.
func (c *checker) numbers(v any) ([]float64, error) {
	list, err := c.list(v)
	if err != nil {
		return nil, err
	}
	out := make([]float64, len(list))
	for i := range list {
		if out[i], err = c.f.Number(list[i]); err != nil {
			return nil, err
		}
	}
	return out, nil
}
