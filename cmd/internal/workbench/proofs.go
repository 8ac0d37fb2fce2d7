package workbench

import (
	"io"
	"mime"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"duikai/layout/edit"
	"duikai/layout/geom"
	"duikai/layout/manuscript"
	"duikai/layout/page"
	"duikai/layout/proofs"
	"duikai/render/report"
)

// Proofs at the desk: marks on the pages, who signed them, and other versions to
// compare with.

// maxNote bounds what is written to a mark, in bytes.
const maxNote = 4000

// remarkState is a mark as the browser lists it.
type remarkState struct {
	report.Remark
	Seen string `json:"seen"` // names it in answers
	At   string `json:"where,omitempty"`
}

// signState is how a page is signed.
type signState struct {
	Status  string `json:"status"` // its name in proofs.yaml
	Words   string `json:"words"`
	Who     string `json:"who"`
	When    string `json:"when"`
	Changed bool   `json:"changed"`
}

// statusChoice is a status with its words.
type statusChoice struct {
	Name  string `json:"name"`
	Words string `json:"words"`
}

// proofState is what the browser knows of proofs.
type proofState struct {
	Remarks  []remarkState     `json:"remarks"`
	Signed   map[int]signState `json:"signed"` // by page
	Statuses []statusChoice    `json:"statuses"`
	Asked    string            `json:"asked"`   // what the house asks for, in words; empty: nothing
	Against  string            `json:"against"` // the version that is compared with
}

// proofState tells of the proofs of a view.
func (b *Bench) proofState(view *View) proofState {
	st := proofState{Remarks: []remarkState{}, Signed: map[int]signState{}, Statuses: []statusChoice{}}
	for _, s := range manuscript.Statuses() {
		st.Statuses = append(st.Statuses, statusChoice{s.String(), s.In(b.o.Lang)})
	}
	if b.o.Against != nil {
		st.Against = b.o.Against()
	}
	if view == nil {
		return st
	}
	if s := view.Issue.Style.SignOff; s != manuscript.NoStatus {
		st.Asked = s.In(b.o.Lang)
	}
	type shown struct {
		page.Remark
		on int
	}
	placed := map[int]shown{}
	for _, p := range view.Edition.Pages {
		for _, m := range p.Remarks {
			placed[m.Number] = shown{m, p.Number}
		}
	}
	for i, m := range view.Issue.Proofs.Marks {
		at, ok := placed[i+1]
		if !ok { // it stands on no page of these
			at = shown{proofs.Remark(m, i+1), m.Page}
			at.Areas, at.Gone = nil, m.Words != ""
		}
		s := remarkState{Remark: report.RemarkOf(at.on, at.Remark), Seen: edit.Seen(m)}
		if at.At.Line > 0 {
			s.At = at.At.String()
		}
		st.Remarks = append(st.Remarks, s)
	}
	for _, p := range view.Edition.Pages {
		if last := proofs.Last(view.Issue.Proofs, p.Number); last != nil && p.Signed != nil {
			st.Signed[p.Number] = signState{last.Status.String(), last.Status.In(b.o.Lang), last.Who, last.When, p.Signed.Changed}
		}
	}
	return st
}

// one is a text on one line, as a mark holds it.
func one(s string) string { return strings.Join(strings.Fields(s), " ") }

// beginning is as much of a text as a message needs to say which one it is.
func beginning(text string) string {
	const told = 20 // characters of it
	all := []rune(text)
	return string(all[:min(told, len(all))]) + "…"
}

// by is a name that somebody gave, or the refusal to do without.
func by(who string) (manuscript.Hand, error) {
	who = one(who)
	switch {
	case who == "":
		return manuscript.Hand{}, &edit.Refused{Why: edit.NoName}
	case long(who) || !utf8.ValidString(who):
		return manuscript.Hand{}, &edit.Refused{Why: edit.TooMuch, What: beginning(who)}
	}
	return manuscript.Hand{Who: who}, nil
}

// proofAsked is what a browser sends of proofs.
type proofAsked struct {
	Do     string    `json:"do"` // to a mark: answer, note, settle, reopen, unmark
	Number int       `json:"number"`
	Seen   string    `json:"seen"`
	Page   int       `json:"page"`
	Box    []float64 `json:"box"` // x, y, w, h in points; none: the page as a whole
	Note   string    `json:"note"`
	Status string    `json:"status"` // empty: the last signature goes
	Hash   string    `json:"hash"`   // of the page that is seen
	Who    string    `json:"who"`
	Me     string    `json:"me"`
}

// readProof reads what is sent of proofs: with a name, and words on one line.
func readProof(body []byte) (sent proofAsked, hand manuscript.Hand, err error) {
	if sent, err = read[proofAsked](body); err != nil {
		return sent, hand, err
	}
	if hand, err = by(sent.Who); err != nil {
		return sent, hand, err
	}
	sent.Note = one(sent.Note)
	if len(sent.Note) > maxNote {
		return sent, hand, &edit.Refused{Why: edit.TooMuch, What: beginning(sent.Note)}
	}
	return sent, hand, nil
}

// proofEdit does a change of proofs.yaml. Whoever is at work on the pages that it is about
// keeps others from doing it and from undoing it; a mark is about none: it may be made
// while the page is at work.
func (b *Bench) proofEdit(do, what, who string, p edit.ProofEdit, pages ...int) (any, error) {
	a := edit.Action{Do: do, What: what, Who: who, Pages: pages, Proofs: []edit.ProofEdit{p}}
	changed, err := b.o.Session.Do(&a, nil)
	return b.done(changed, err)
}

// mark rings something on a page.
func (b *Bench) mark(_ *http.Request, body []byte) (any, error) {
	sent, hand, err := readProof(body)
	if err != nil {
		return nil, err
	}
	if sent.Note == "" {
		return nil, &edit.Refused{Why: edit.NoNote}
	}
	view, _, _ := b.now()
	p := pageNumbered(view, sent.Page)
	if p == nil {
		return nil, &edit.Refused{Why: edit.PageChanged, What: strconv.Itoa(sent.Page)}
	}
	if len(sent.Box) != 0 && len(sent.Box) != 4 {
		return nil, &edit.Refused{Why: edit.Unread}
	}
	m := &manuscript.ProofMark{Page: p.Number, Note: sent.Note, Hand: hand}
	if len(sent.Box) == 4 {
		m.Area = ringOn(p, sent.Box)
		proofs.Anchor(m, p)
	}
	return b.proofEdit("mark", strconv.Itoa(p.Number), hand.Who, edit.ProofEdit{ProofChange: manuscript.ProofChange{Mark: m}})
}

// leastRing is how small a ring may be: one that is smaller was a slip of the hand.
const leastRing = 6 * geom.Pt

// ringOn is a ring on a page, inside it.
func ringOn(p *page.Page, box []float64) geom.Rect {
	at := func(v float64, most geom.Length) geom.Length {
		if !(v > 0) { // what is no number too
			v = 0
		}
		return min(geom.FromPoints(min(v, most.Points())), most)
	}
	r := geom.Rect{X: at(box[0], p.Trim.W-leastRing), Y: at(box[1], p.Trim.H-leastRing)}
	r.W, r.H = max(at(box[2], p.Trim.W-r.X), leastRing), max(at(box[3], p.Trim.H-r.Y), leastRing)
	return r
}

func pageNumbered(view *View, number int) *page.Page {
	if view == nil {
		return nil
	}
	for _, p := range view.Edition.Pages {
		if p.Number == number {
			return p
		}
	}
	return nil
}

// remark answers, settles, opens again, words anew or takes out a mark.
func (b *Bench) remark(_ *http.Request, body []byte) (any, error) {
	sent, hand, err := readProof(body)
	if err != nil {
		return nil, err
	}
	p := edit.ProofEdit{ProofChange: manuscript.ProofChange{On: sent.Number - 1}, Was: sent.Seen}
	switch sent.Do {
	case "answer", "note":
		if sent.Note == "" {
			return nil, &edit.Refused{Why: edit.NoNote}
		}
		if sent.Do == "note" {
			p.Note = &sent.Note
		} else {
			p.Answer = &manuscript.Answer{Hand: hand, Note: sent.Note}
		}
	case "settle":
		p.Settle = &hand
	case "reopen":
		p.Reopen = true
	case "unmark":
		p.Drop = true
	default:
		return nil, &edit.Refused{Why: edit.Unread}
	}
	return b.proofEdit(sent.Do, strconv.Itoa(sent.Number), hand.Who, p)
}

// sign signs a page as its editor sees it, or takes its last signature back.
func (b *Bench) sign(_ *http.Request, body []byte) (any, error) {
	sent, hand, err := readProof(body)
	if err != nil {
		return nil, err
	}
	number := strconv.Itoa(sent.Page)
	view, _, _ := b.now()
	p := pageNumbered(view, sent.Page)
	if p == nil {
		return nil, &edit.Refused{Why: edit.PageChanged, What: number}
	}
	if err := b.here.allowed(sent.Me, []int{p.Number}); err != nil {
		return nil, err
	}
	if sent.Status == "" {
		last := proofs.Last(view.Issue.Proofs, p.Number)
		if last == nil {
			return nil, &edit.Refused{Why: edit.Nothing}
		}
		c := manuscript.ProofChange{Unsign: true, On: slices.Index(view.Issue.Proofs.Signed, last)}
		return b.proofEdit("unsign", number, hand.Who, edit.ProofEdit{ProofChange: c, Was: edit.SeenSignature(last)}, p.Number)
	}
	status, known := manuscript.StatusNamed(sent.Status)
	switch {
	case !known:
		return nil, &edit.Refused{Why: edit.Unread}
	case view.Hash == nil || view.Hash(p) != sent.Hash:
		return nil, &edit.Refused{Why: edit.PageChanged, What: number}
	case status == manuscript.PassedForPress && view.Errors[p.Number] > 0:
		return nil, &edit.Refused{Why: edit.PageErrors, What: number}
	}
	s := &manuscript.Signature{Page: p.Number, Status: status, Hand: hand, Content: view.Content(p)}
	return b.proofEdit("sign", number, hand.Who, edit.ProofEdit{ProofChange: manuscript.ProofChange{Sign: s}}, p.Number)
}

// maxVersion is how large a PDF may be that is compared with.
const maxVersion = 128 << 20

// Version is a version to compare with: a PDF, or the issue as it was before something
// was done. The zero value is none.
type Version struct {
	Name string
	PDF  []byte
	// Files are files of the issue as they were; nil in it: there was none.
	Files map[string][]byte
}

// compare has the pages compared with another version: a PDF that is sent, or the issue
// as it was before an action of the journal.
func (b *Bench) compare(w http.ResponseWriter, r *http.Request) {
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || kind != "application/pdf" && kind != "application/json" {
		b.refuse(w, http.StatusUnsupportedMediaType, &edit.Refused{Why: edit.Unread})
		return
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxVersion))
	if err != nil {
		b.refuse(w, http.StatusRequestEntityTooLarge, &edit.Refused{Why: edit.TooMuch, What: "PDF"})
		return
	}
	v := Version{}
	if kind == "application/pdf" {
		v = Version{Name: one(r.URL.Query().Get("name")), PDF: body}
	} else {
		sent, err := read[struct {
			Before int    `json:"before"` // number of the action; 0: no version
			Name   string `json:"name"`
		}](body)
		if err == nil && sent.Before > 0 {
			v.Name = one(sent.Name)
			v.Files, err = b.o.Session.Before(sent.Before)
		}
		if err != nil {
			b.answer(w, nil, err)
			return
		}
	}
	if len(v.Name) > 4*maxName || !utf8.ValidString(v.Name) {
		v.Name = "PDF"
	}
	err = b.o.Compare(v)
	b.answer(w, struct{}{}, err)
}
