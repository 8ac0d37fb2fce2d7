package manuscript

import (
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"strings"
	"time"

	"duikai/layout/diag"
	"duikai/layout/geom"
)

// This file is the contract of proofs.yaml (校样): the marks that proof readers made
// on the pages, and who signed them. It is read like issue.yaml, and an issue may be
// without it.

// ProofsFile is the file of marks and signatures.
const ProofsFile = "proofs.yaml"

// Bounds of it: some hundred marks a page are more than any proof has.
const (
	maxProofsBytes = 1 << 20
	maxProofMarks  = 2000
	maxAnswers     = 50
	maxSignatures  = 2000
)

// Status is how far a page has come (版面状态).
type Status uint8

// The statuses in their order. NoStatus is a page that nobody has signed.
const (
	NoStatus       Status = iota
	FirstProof            // 初样
	SecondReading         // 二校
	FinalProof            // 清样
	PassedForPress        // 付印
)

// statusNames are those that a page can be signed as; signOffNames what the house may
// ask for.
var (
	statusNames  = choices{names: []string{"first", "second", "final", "press"}, zh: []string{"初样 一校", "二校 二样", "清样 三校", "付印"}}
	signOffNames = choices{names: append([]string{"none"}, statusNames.names...), zh: append([]string{"无 不要求"}, statusNames.zh...)}
)

// String is the status's name in proofs.yaml.
func (s Status) String() string { return signOffNames.names[s] }

// In implements diag.Worded.
func (s Status) In(l diag.Lang) string {
	if l == diag.Chinese {
		return signOffNames.word(int(s))
	}
	return [...]string{"not signed", "first proof", "second reading", "final proof", "passed for press"}[s]
}

// StatusNamed is the status of a name, English or Chinese.
func StatusNamed(name string) (Status, bool) {
	i := statusNames.index(name)
	return Status(i + 1), i >= 0
}

// Statuses are those that a page can be signed as.
func Statuses() []Status {
	return []Status{FirstProof, SecondReading, FinalProof, PassedForPress}
}

// Proofs is what proofs.yaml says.
type Proofs struct {
	Marks  []*ProofMark
	Signed []*Signature // in the order of signing: the last of a page counts
}

// Hand is who did something at a proof, and when, as 2026-11-22 21:40.
type Hand struct{ Who, When string }

// ProofMark is a mark on a page with its remark (圈红). It stands where it was made;
// where it has Words of a story it goes where these go.
type ProofMark struct {
	Page  int
	Area  geom.Rect // from the page's upper left corner; empty: the page as a whole
	Story string    // id of the story that it is about; may be empty
	Line  int       // of the story's file, as it was
	Words string    // of the story as they were set
	// Before and After are what stood around the words, for telling them from others
	// that are the same.
	Before, After string
	Note          string
	Hand
	Answers []Answer
	Settled *Hand // who saw to it; nil: nobody yet
	Src     diag.Pos
}

// Answer is what was said to a mark.
type Answer struct {
	Hand
	Note string
}

// Signature says that somebody has read a page and it is good. Content is the sum of
// what the page showed then.
type Signature struct {
	Page   int
	Status Status
	Hand
	Content string
	Src     diag.Pos
}

// readProofs reads proofs.yaml where there is one.
func (d *decoder) readProofs() (p Proofs) {
	if _, err := fs.Stat(d.fsys, ProofsFile); errors.Is(err, fs.ErrNotExist) {
		return p
	}
	text, ok := d.read(ProofsFile, maxProofsBytes)
	if !ok || strings.TrimSpace(text) == "" {
		return p
	}
	own := &decoder{sink: d.sink, fsys: d.fsys, words: proofsWords()}
	root, sound := parseYAML(ProofsFile, own.withoutControls(ProofsFile, text, 1), 1, own.words, own.sink)
	if sound && root.given() {
		readMapping(own, ProofsFile, root, proofsKeys(), &p)
	}
	return p
}

// proofsWords is the vocabulary of proofs.yaml: its keys are none of issue.yaml.
func proofsWords() *vocabulary {
	v := &vocabulary{keys: map[string]bool{}, prose: map[string]bool{}, front: map[string]bool{}, homes: func() map[string]string { return nil }}
	learn(v, proofsKeys())
	learn(v, markKeys())
	learn(v, answerKeys())
	learn(v, signatureKeys())
	return v
}

func proofsKeys() []key[Proofs] {
	return []key[Proofs]{
		listKey("marks", "圈红", "Marks on the pages with their remarks.", maxProofMarks, shapeOf(markKeys()), func(d *decoder, n *node, p *Proofs) {
			m := &ProofMark{Src: n.pos}
			if readMapping(d, "mark", n, markKeys(), m) && m.Page > 0 {
				p.Marks = append(p.Marks, m)
			}
		}),
		listKey("signed", "签字", "Who signed which page as what, in their order: the last one of a page counts.", maxSignatures, shapeOf(signatureKeys()), func(d *decoder, n *node, p *Proofs) {
			s := &Signature{Src: n.pos}
			if readMapping(d, "signature", n, signatureKeys(), s) && s.Page > 0 && s.Status != NoStatus {
				p.Signed = append(p.Signed, s)
			}
		}),
	}
}

func markKeys() []key[ProofMark] {
	return append([]key[ProofMark]{
		wholeKey("page", "版次", "The page on which the mark was made.", 1, 999, func(m *ProofMark) *int { return &m.Page }).required(),
		pairKey("at", "位置", "Its upper left corner, from that of the trimmed page: [52.5mm, 210mm]. Without it the page as a whole is meant.", func(m *ProofMark, x, y geom.Length) { m.Area.X, m.Area.Y = x, y }),
		pairKey("size", "大小", "Its width and height.", func(m *ProofMark, w, h geom.Length) { m.Area.W, m.Area.H = w, h }),
		rawKey("story", "稿件", "The id of the story that it is about.", func(m *ProofMark) *string { return &m.Story }),
		wholeKey("line", "行", "The line of the story's file, as it was when the mark was made.", 1, 1_000_000, func(m *ProofMark) *int { return &m.Line }),
		rawKey("words", "原文", "The words of the story that are marked, as they are set: the mark goes where they go.", func(m *ProofMark) *string { return &m.Words }),
		rawKey("before", "前文", "What stands before the words, where the same words stand in the story more than once.", func(m *ProofMark) *string { return &m.Before }),
		rawKey("after", "后文", "What stands behind them.", func(m *ProofMark) *string { return &m.After }),
		rawKey("note", "批注", "What is to be done.", func(m *ProofMark) *string { return &m.Note }),
	}, append(handKeys(func(m *ProofMark) *Hand { return &m.Hand }),
		listKey("answers", "答复", "What was answered.", maxAnswers, shapeOf(answerKeys()), func(d *decoder, n *node, m *ProofMark) {
			var a Answer
			if readMapping(d, "answer", n, answerKeys(), &a) {
				m.Answers = append(m.Answers, a)
			}
		}),
		key[ProofMark]{name: "settled", term: "已处理", doc: "Who saw to it, and when. Without it the mark is open.", shape: shapeOf(handKeys(ownHand)),
			read: func(d *decoder, n *node, m *ProofMark) {
				var h Hand
				if readMapping(d, "settled", n, handKeys(ownHand), &h) {
					m.Settled = &h
				}
			}},
	)...)
}

func ownHand(h *Hand) *Hand { return h }

func answerKeys() []key[Answer] {
	return append(handKeys(func(a *Answer) *Hand { return &a.Hand }),
		rawKey("note", "批注", "The answer.", func(a *Answer) *string { return &a.Note }).required())
}

func signatureKeys() []key[Signature] {
	return append([]key[Signature]{
		wholeKey("page", "版次", "The page's number.", 1, 999, func(s *Signature) *int { return &s.Page }).required(),
		choiceKey("status", "状态", "What the page was signed as.", statusNames, func(s *Signature, i int) { s.Status = Status(i + 1) }).required(),
	}, append(handKeys(func(s *Signature) *Hand { return &s.Hand }),
		rawKey("content", "内容", "The sum of what the page showed then, which duikai sign and the desk write: a page that shows something else is no longer signed.", func(s *Signature) *string { return &s.Content }))...)
}

func handKeys[T any](at func(*T) *Hand) []key[T] {
	return []key[T]{
		rawKey("who", "姓名", "Who it was.", func(t *T) *string { return &at(t).Who }),
		{name: "when", term: "时间", doc: "When, as 2026-11-22 21:40.", shape: &shape{Type: "string", Pattern: whenPattern.String()}, read: func(d *decoder, n *node, t *T) {
			if n.kind != scalar || !whenPattern.MatchString(n.text) {
				d.wrongType(n, "when", term{"a time such as 2026-11-22 21:40", "时间，如 2026-11-22 21:40"})
				return
			}
			if _, err := time.Parse(WhenForm, n.text); err != nil {
				d.badValue(n, "when", term{fmt.Sprintf("%q is no time of the calendar", n.text), fmt.Sprintf("%q 在日历上不存在", n.text)})
				return
			}
			at(t).When = n.text
		}},
	}
}

// WhenForm is how proofs.yaml writes times: those of the clock on the wall.
const WhenForm = "2006-01-02 15:04"

var whenPattern = regexp.MustCompile(`^[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}$`)

// rawKey is a key that holds words that are not set: nothing of them is mended.
func rawKey[T any](name, zh, doc string, at func(*T) *string) key[T] {
	return key[T]{name: name, term: zh, doc: doc, prose: true, shape: textShape,
		read: func(d *decoder, n *node, into *T) {
			cs, _ := d.characters(n, name)
			*at(into) = plain(trim(cs))
		}}
}

// pairKey is a key that holds two lengths.
func pairKey[T any](name, zh, doc string, set func(into *T, x, y geom.Length)) key[T] {
	return key[T]{name: name, term: zh, doc: doc, shape: tuple(2, 2, lengthShape),
		read: func(d *decoder, n *node, into *T) {
			if n.kind != list || len(n.items) != 2 {
				d.wrongType(n, name, term{"two lengths, such as [52.5mm, 210mm]", "两个长度，如 [52.5mm, 210mm]"})
				return
			}
			x, ok := d.length(n.items[0], name, 0, 5*maxDistance)
			y, also := d.length(n.items[1], name, 0, 5*maxDistance)
			if ok && also {
				set(into, x, y)
			}
		}}
}

// checkProofs tells of marks about stories that there are not. Which pages there are is
// known when all are made (proofs.Place).
func (d *decoder) checkProofs(is *Issue) {
	for _, m := range is.Proofs.Marks {
		if m.Settled == nil && m.Story != "" && is.Story(m.Story) == nil {
			d.add(diag.MarkStory, m.Src, m.Story)
		}
	}
}
