//go:build unix

package archive

import (
	"bytes"
	"crypto/sha256"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.etcd.io/bbolt"
)

// sealed puts the sum before a value, whatever the value is.
func sealed(b []byte) []byte {
	sum := sha256.Sum256(b)
	return append(sum[:sealSize:sealSize], b...)
}

// values puts values as they are into a ledger, one under each key.
func values(t *testing.T, bucket []byte, all map[string][]byte) ledger {
	t.Helper()
	l := newLedger(filepath.Join(t.TempDir(), ledgerName))
	err := l.update(func(tx *bbolt.Tx) error {
		for key, v := range all {
			if err := tx.Bucket(bucket).Put([]byte(key), v); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// TestCheckReadsWhatRunsRead: what passes the check can be read by a run, in
// every bucket; what cannot is damage, though its sum is right.
func TestCheckReadsWhatRunsRead(t *testing.T) {
	for _, tt := range []struct {
		bucket []byte
		key    string
		value  []byte
		sound  bool
	}{
		{issuesBucket, "a", sealed([]byte(`{"path": "a"}`)), true},
		{issuesBucket, "a", []byte(`{"path": "a"}`), false},
		{issuesBucket, "a", sealed([]byte(`{"path": 7}`)), false},
		{issuesBucket, "a", sealed([]byte(`[]`)), false},
		{issuesBucket, "a", sealed(nil), false},
		{issuesBucket, "a", nil, false},
		{issuesBucket, "a", sealed([]byte(`{"path": "b"}`)), false},
		{joinedBucket, "1998/1998-01.pdf", sealed([]byte(`{"inputs": "x"}`)), true},
		{joinedBucket, "1998/1998-01.pdf", sealed([]byte(`{"inputs": []}`)), false},
		{aboutBucket, string(aboutKey), sealed([]byte(`{"archive": "x"}`)), true},
		{aboutBucket, string(aboutKey), sealed([]byte(`"archive"`)), false},
	} {
		err := values(t, tt.bucket, map[string][]byte{tt.key: tt.value}).check()
		if (err == nil) != tt.sound || err != nil && !errors.Is(err, errDamaged) {
			t.Errorf("%s %q: %v", tt.bucket, tt.value, err)
		}
	}
}

// FuzzLedger: whatever stands in the place of a record, with a right sum or
// without, is read by all who read records, or found damaged by the check.
func FuzzLedger(f *testing.F) {
	whole, err := new(packer).seal(Record{
		Path: "a", Name: "1998/1998-01-01", Date: "1998-01-01", Status: Errors, Inputs: "1", Folder: "2", When: 9, Seconds: .5, Pages: 1,
		Counts: Counts{Errors: 1}, Problems: []Problem{{Code: "bad", Severity: "error", File: "issue.yaml", Line: 3, Text: Words{"bad", "不好"}}},
		Detail: "<b>", Files: []File{{".pdf", 1, "x"}}, Stale: true, Outline: []Page{{"1", []Spot{{"s", 1, 2}}}}, Gone: true, Former: []Former{{"x", File{".pdf", 1, "y"}}},
	})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(whole, false)
	f.Add(whole[sealSize:], true)
	f.Add([]byte(`{"path": "a", "date": "1998-13-99", "status": "?", "seconds": 1e308, "counts": {"errors": -1}}`), true)
	f.Add([]byte(`{"path": "b"}`), true)
	f.Add([]byte(`null`), true)
	f.Add([]byte("\xff"), false)
	f.Fuzz(func(t *testing.T, value []byte, right bool) {
		if right {
			value = sealed(value)
		}
		l := values(t, issuesBucket, map[string][]byte{"a": value})
		damage := l.check()
		var r Record
		err := l.each(func(rec *Record) error { r = *rec; return nil })
		if damage != nil {
			return // a run puts the ledger aside
		}
		if err != nil {
			t.Fatalf("passes the check, but: %v", err)
		}
		again, err := new(packer).seal(r)
		if err != nil {
			t.Fatal(err)
		}
		var same Record
		if err := unseal(again, &same); err != nil || !cmp.Equal(r, same) {
			t.Errorf("%v: %s", err, cmp.Diff(r, same))
		}
		all := &run{store: &output{ledger: l}}
		_, err = all.periods()
		if err != nil {
			t.Error(err)
		}
		row := func(rec *Record) error { return csv.NewWriter(io.Discard).Write(all.csvRow(rec)) }
		if p, err := all.pages(); err != nil || p.write(io.Discard, 1, row) != nil {
			t.Error(err)
		}
		// The folder came back under another path, and another took its own.
		issues := []Issue{{Path: "a", Name: "n"}, {Path: "c", Name: "m"}}
		if err := l.register(issues, map[string]string{"b": "a"}, About{}); err != nil {
			t.Error(err)
		}
		if err := l.check(); err != nil {
			t.Errorf("a new record under %q: %v", r.Path, err)
		}
		known, err := l.known()
		if err != nil || known["a"].name != "n" || known["c"].name != "m" {
			t.Errorf("%v, %v", known, err)
		}
	})
}

// TestPackedAgain: a packer that was used packs as a new one does.
func TestPackedAgain(t *testing.T) {
	var used packer
	for n := range 40 {
		text := []byte(strings.Repeat("the line is loose: 0.21 em between characters; ", 1+n*n) + strings.Repeat(fmt.Sprint(n), n))
		got := used.pack(text)
		if !bytes.Equal(got, new(packer).pack(text)) {
			t.Errorf("%d bytes are packed otherwise", len(text))
		}
		if back, err := unpack(got); err != nil || !bytes.Equal(back, text) {
			t.Errorf("%d bytes come back as %d: %v", len(text), len(back), err)
		}
	}
}
