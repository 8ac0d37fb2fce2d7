package archive

import (
	"cmp"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"go.etcd.io/bbolt"
)

// brief is what counts and orders need of a record. Ten thousand of them are read in the
// time of some hundred records.
type brief struct {
	path                    string
	status                  Status
	date                    string
	gone                    bool
	pages, errors, warnings int
	seconds                 float64
}

func briefOf(r *Record) brief {
	return brief{r.Path, r.Status, r.Date, r.Gone, r.Pages, r.Counts.Errors, r.Counts.Warnings, r.Seconds}
}

func (b brief) failed() bool { return b.status != Done && !b.gone }

// compare orders reports.
func (b brief) compare(o brief) int {
	if b.failed() != o.failed() {
		if b.failed() {
			return -1
		}
		return 1
	}
	return cmp.Or(cmp.Compare(o.errors, b.errors), cmp.Compare(o.warnings, b.warnings), cmp.Compare(o.seconds, b.seconds), cmp.Compare(b.path, o.path))
}

// briefFields is how many a brief has in the ledger.
const briefFields = 7

func (b brief) pack() []byte {
	return fmt.Appendf(nil, "%s\t%s\t%t\t%d\t%d\t%d\t%s", b.status, b.date, b.gone, b.pages, b.errors, b.warnings, strconv.FormatFloat(b.seconds, 'g', -1, 64))
}

func unpackBrief(path string, data []byte) (b brief, err error) {
	f := strings.Split(string(data), "\t")
	if len(f) != briefFields {
		return b, errDamaged
	}
	b = brief{path: path, status: Status(f[0]), date: f[1], gone: f[2] == "true"}
	var errs [4]error
	b.pages, errs[0] = strconv.Atoi(f[3])
	b.errors, errs[1] = strconv.Atoi(f[4])
	b.warnings, errs[2] = strconv.Atoi(f[5])
	b.seconds, errs[3] = strconv.ParseFloat(f[6], 64)
	if err := errors.Join(errs[:]...); err != nil {
		return b, fmt.Errorf("%w: %v", errDamaged, err)
	}
	return b, nil
}

// putRecord puts a record down, and its brief.
func (l ledger) putRecord(tx *bbolt.Tx, r *Record) error {
	return errors.Join(
		l.put(tx, issuesBucket, r.Path, r),
		tx.Bucket(briefsBucket).Put([]byte(r.Path), sealBytes(briefOf(r).pack())))
}

// briefs shows what is known of every issue in short, in the order of paths.
func (l ledger) briefs(show func(brief) error) error {
	old := false
	err := l.view(func(tx *bbolt.Tx) error {
		bucket := tx.Bucket(briefsBucket)
		if bucket == nil {
			old = true // of a program before this
			return nil
		}
		return bucket.ForEach(func(k, v []byte) error {
			b, err := openBrief(k, v)
			if err != nil {
				return err
			}
			return show(b)
		})
	})
	if err == nil && old {
		err = l.each(func(r *Record) error { return show(briefOf(r)) })
	}
	return err
}

func openBrief(k, v []byte) (brief, error) {
	data, err := unsealBytes(v)
	if err != nil {
		return brief{}, err
	}
	return unpackBrief(string(k), data)
}

// briefsReadable looks whether briefs can be read and are of the records beside them.
func briefsReadable(tx *bbolt.Tx) error {
	bucket := tx.Bucket(briefsBucket)
	if bucket == nil {
		return nil
	}
	return bucket.ForEach(func(k, v []byte) error {
		b, err := openBrief(k, v)
		if err != nil {
			return err
		}
		var r Record
		if ok, err := get(tx, issuesBucket, string(k), &r); err != nil {
			return err
		} else if !ok || b != briefOf(&r) {
			return fmt.Errorf("%w: what stands of %q in short is not what stands of it", errDamaged, k)
		}
		return nil
	})
}
