package edit

import "duikai/layout/diag"

// Why says for what reason an action is refused; the words are those of the catalogue.
type Why = diag.Code

// The reasons.
const (
	BadValue = diag.EditValue
	BadPath  = diag.EditPath
	NotPlain = diag.EditNotPlain
	Faulty   = diag.EditFaulty
	Outside  = diag.EditOutside
	Overlap  = diag.EditOverlap
	Nothing  = diag.EditNothing
	NotNext  = diag.EditNotNext
	TooMuch  = diag.EditTooMuch
	NoPlan   = diag.EditNoPlan
	Shared   = diag.EditShared
	Unread   = diag.EditRequest
	Foreign  = diag.EditForeign

	PageChanged = diag.EditPageChanged
	PageErrors  = diag.EditPageErrors
	NoName      = diag.EditNoName
	NoNote      = diag.EditNoNote
	NoWords     = diag.EditNoWords
	NoVersion   = diag.EditNoVersion
)

// Refused is an action that is not done.
type Refused struct {
	Why         Why
	What, Other string
}

// In tells why.
func (r *Refused) In(l diag.Lang) string {
	args := []any{r.What, r.Other}
	switch r.Why {
	case Nothing, NotNext, Shared, Unread, Foreign, NoName, NoNote, NoWords:
		args = nil
	case Overlap:
	default:
		args = args[:1]
	}
	return diag.New(r.Why, diag.Pos{}, args...).Text(l)
}

func (r *Refused) Error() string { return r.In(diag.English) }

// Conflict is an action that would overwrite what was saved meanwhile.
type Conflict struct {
	File          string
	Line          int // 0: the file as a whole
	Yours, Theirs string
}

// In tells what happened.
func (c *Conflict) In(l diag.Lang) string {
	at := diag.Pos{File: c.File, Line: c.Line, Col: 1}
	return diag.New(diag.EditConflict, at, at).Text(l)
}

func (c *Conflict) Error() string { return c.In(diag.English) }
