package archive

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"slices"
	"time"

	"go.etcd.io/bbolt"

	"duikai/render/join"
)

// period is a month or a year of issues.
type period struct {
	name   string // of the file in OUT: 2019/2019-01.pdf, 2019/2019.pdf
	title  string
	issues []member
}

type member struct{ path, name, date, hash string }

// merge writes the joined PDFs whose issues have changed.
func (r *run) merge() error {
	periods, err := r.periods()
	if err != nil {
		return err
	}
	for _, p := range periods {
		if err := r.ctx.Err(); err != nil {
			return err
		}
		inputs := p.inputs(r.Program)
		var before joined
		err := r.store.ledger.view(func(tx *bbolt.Tx) error {
			_, err := get(tx, joinedBucket, p.name, &before)
			return err
		})
		if err != nil {
			return err
		}
		if before.Inputs == inputs && !r.Force && before.File.intact(r.Out, p.name) {
			r.notify(Event{Kind: Joined, Name: p.name, Skipped: true})
			continue
		}
		file, err := r.store.publish(p.name, func(w io.Writer) error { return r.join(w, p) })
		switch {
		case err != nil && hopeless(err):
			return err
		case err != nil:
			r.notify(Event{Kind: NotMade, Name: p.name, Detail: err.Error()})
			continue
		}
		err = r.store.ledger.update(func(tx *bbolt.Tx) error { return r.store.ledger.put(tx, joinedBucket, p.name, joined{inputs, file}) })
		if err != nil {
			return err
		}
		r.notify(Event{Kind: Joined, Name: p.name, Issues: len(p.issues)})
	}
	return nil
}

// periods gathers the issues whose PDF stands in OUT.
func (r *run) periods() ([]*period, error) {
	layout := "2006/2006-01"
	if r.Merge == "year" {
		layout = "2006/2006"
	}
	byName := make(map[string]*period)
	err := r.store.ledger.each(func(rec *Record) error {
		date, err := time.Parse(time.DateOnly, rec.Date)
		file := rec.pdf()
		if err != nil || file == nil {
			return nil
		}
		name := date.Format(layout) + ".pdf"
		p := byName[name]
		if p == nil {
			p = &period{name: name, title: path.Base(date.Format(layout))}
			byName[name] = p
		}
		p.issues = append(p.issues, member{rec.Path, rec.Name, rec.Date, file.Hash})
		return nil
	})
	var list []*period
	for _, p := range byName {
		slices.SortFunc(p.issues, func(a, b member) int {
			switch {
			case a.date < b.date, a.date == b.date && a.name < b.name:
				return -1
			case a == b:
				return 0
			}
			return 1
		})
		list = append(list, p)
	}
	slices.SortFunc(list, func(a, b *period) int {
		if a.name < b.name {
			return -1
		}
		return 1
	})
	return list, err
}

func (p *period) inputs(program string) string {
	h := sha256.New()
	fmt.Fprintln(h, program)
	for _, m := range p.issues {
		fmt.Fprintf(h, "%q %s\n", m.name, m.hash)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// join writes the PDFs of a period behind each other. One that is not what was
// recorded makes the period fail: the issue will be set again by the next run.
func (r *run) join(w io.Writer, p *period) error {
	j := join.New(w, p.title)
	for _, m := range p.issues {
		if err := r.ctx.Err(); err != nil {
			return err
		}
		records, err := r.store.ledger.records([]string{m.path})
		if err != nil {
			return err
		}
		rec := &records[0]
		doc, err := r.document(rec)
		if err == nil {
			err = j.Add(doc, rec.mark())
		}
		if err != nil {
			return errors.Join(j.Err(), fmt.Errorf("%s.pdf: %w", rec.Name, err))
		}
	}
	return j.Close()
}

func (r *run) document(rec *Record) ([]byte, error) {
	file := rec.pdf()
	if file == nil {
		return nil, os.ErrNotExist
	}
	doc, err := os.ReadFile(file.in(r.Out, rec.Name))
	if err != nil {
		return nil, err
	}
	if sum := sha256.Sum256(doc); hex.EncodeToString(sum[:]) != file.Hash {
		return nil, errors.New("it is not what was recorded")
	}
	return doc, nil
}

// mark is the bookmark of an issue, with its pages and stories below.
func (rec *Record) mark() join.Mark {
	m := join.Mark{Title: path.Base(rec.Name)}
	for n, p := range rec.Outline {
		below := join.Mark{Title: p.Title, Page: n}
		for _, s := range p.Stories {
			below.Below = append(below.Below, join.Mark{Title: s.Title, Page: n, X: s.X, Y: s.Y})
		}
		m.Below = append(m.Below, below)
	}
	return m
}

// joinedFiles names the joined PDFs on record.
func (s *output) joinedFiles(show func(name string)) error {
	return s.ledger.view(func(tx *bbolt.Tx) error {
		return tx.Bucket(joinedBucket).ForEach(func(k, _ []byte) error {
			show(string(k))
			return nil
		})
	})
}
