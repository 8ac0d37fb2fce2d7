package archive

import "sync"

// Kind says what an event tells.
type Kind string

const (
	Plan     Kind = "plan"     // how many issues there are, and how many are wanted
	Started  Kind = "start"    // a worker takes an issue
	Finished Kind = "issue"    // an issue is done with: set, failed, or skipped
	NoFolder Kind = "folder"   // a folder of the archive could not be searched
	Ledger   Kind = "ledger"   // the ledger was damaged and put aside
	Replaced Kind = "replaced" // a file in OUT was not what was recorded; the issue is set again
	Joined   Kind = "joined"   // a joined PDF was written
	NotMade  Kind = "notmade"  // a joined PDF could not be
	Trouble  Kind = "trouble"  // something is wrong with a machine that works at a queue
	Ended    Kind = "summary"
)

// Event is something that happened in a run. Scripts read events as JSON, one
// a line; keys that do not apply are left out.
type Event struct {
	Kind     Kind      `json:"event"`
	Path     string    `json:"path,omitempty"`   // of the issue or folder in the archive
	Name     string    `json:"name,omitempty"`   // in OUT
	Worker   int       `json:"worker,omitempty"` // from 1
	Found    int       `json:"found,omitempty"`
	Wanted   int       `json:"wanted,omitempty"`
	Status   Status    `json:"status,omitempty"`
	Skipped  bool      `json:"skipped,omitempty"` // as it was before
	Inputs   string    `json:"inputs,omitempty"`  // the hash, of a bug
	Seconds  float64   `json:"seconds,omitempty"`
	Pages    int       `json:"pages,omitempty"`
	Issues   int       `json:"issues,omitempty"` // in a joined PDF
	Counts   *Counts   `json:"counts,omitempty"`
	Problems []Problem `json:"problems,omitempty"`
	Detail   string    `json:"detail,omitempty"`
	Files    []string  `json:"files,omitempty"` // in OUT
	Stale    bool      `json:"stale,omitempty"` // the files are of earlier inputs
	Summary  *Summary  `json:"summary,omitempty"`
}

// Summary is what a run came to.
type Summary struct {
	Found   int     `json:"found"`
	Wanted  int     `json:"wanted"`
	Done    int     `json:"done"`    // set in this run
	Skipped int     `json:"skipped"` // done before, and nothing has changed
	Failed  int     `json:"failed"`  // among the wanted ones, those that failed before included
	Unread  int     `json:"unread"`  // folders
	Pages   int     `json:"pages"`   // set in this run
	Seconds float64 `json:"seconds"`
	Joined  int     `json:"joined"`   // joined PDFs written
	NotMade int     `json:"not_made"` // joined PDFs that could not be
	Foreign int     `json:"foreign"`  // files in OUT that are nobody's
}

// count takes an event in.
func (s *Summary) count(e Event) {
	switch {
	case e.Kind == NoFolder:
		s.Unread++
	case e.Kind == Joined && !e.Skipped:
		s.Joined++
	case e.Kind == NotMade:
		s.NotMade++
	case e.Kind != Finished:
	case e.Status != Done:
		s.Failed++
	case e.Skipped:
		s.Skipped++
	default:
		s.Done++
		s.Pages += e.Pages
	}
}

// counted is what runs have in common: what they are to do, and what has happened.
type counted struct {
	Config
	mu      sync.Mutex // of Notify and summary
	summary Summary
}

// notify counts an event and tells of it.
func (c *counted) notify(e Event) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.summary.count(e)
	if c.Notify != nil {
		c.Notify(e)
	}
}

// Record is what an event says of an issue, as far as it does.
func (e *Event) Record() *Record {
	return &Record{Path: e.Path, Status: e.Status, Inputs: e.Inputs, Problems: e.Problems, Detail: e.Detail}
}

// event tells of an issue what its record says.
func (r *Record) event() Event {
	e := Event{
		Kind: Finished, Path: r.Path, Name: r.Name, Status: r.Status, Seconds: r.Seconds, Pages: r.Pages,
		Counts: &r.Counts, Problems: r.Problems, Detail: r.Detail, Stale: r.Stale,
	}
	if r.Status == Bug {
		e.Inputs = r.Inputs
	}
	for _, f := range r.Files {
		e.Files = append(e.Files, r.Name+f.Suffix)
	}
	return e
}
