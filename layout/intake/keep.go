package intake

import (
	"bytes"
	"errors"
	"io/fs"
	"strings"

	"duikai/layout/diag"
)

// Change is a file to be written into an issue folder.
type Change struct {
	Path string
	Data []byte
}

// Changes is what a folder asks for where something stands already.
type Changes struct {
	Write   []Change // import.json is the last
	Same    int      // files that stand there as they should
	Kept    int      // files that an editor has changed
	Refused bool     // the folder is not one of ours: nothing may be written
}

// maxRecord bounds an import.json that is read back.
const maxRecord = 256 << 20

// Against compares the folder with what stands in its place; there is nil where
// there is nothing. A file that an editor changed since the last import, or took
// away, is never touched: what the source has new is told instead, line by line.
func (f *Folder) Against(there fs.FS) (Changes, []Finding) {
	var c Changes
	var found []Finding
	record := Change{Path: recordFile, Data: f.Record.JSON()}
	if there == nil {
		for _, file := range f.Files {
			c.Write = append(c.Write, Change{file.Path, file.Data})
		}
		c.Write = append(c.Write, record)
		return c, nil
	}
	before, ours := readRecord(there)
	if !ours && !emptyFolder(there) {
		return Changes{Refused: true}, []Finding{Find(diag.ImportForeign, Place{File: f.Dir})}
	}
	for _, file := range f.Files {
		verdict, old := compare(there, before, file)
		switch verdict {
		case untouched:
			c.Write = append(c.Write, Change{file.Path, file.Data})
		case same:
			c.Same++
		case edited:
			c.Kept++
			at := Place{File: f.Dir + "/" + file.Path}
			kept := Find(diag.ImportEdited, at)
			if old != nil && old.SHA256 != hashOf(file.Data) {
				kept = Find(diag.ImportKept, at)
				if file.Text {
					kept.Before, kept.Text = difference(old.Text, string(file.Data))
				}
			}
			found = append(found, kept)
		}
	}
	if data, err := fs.ReadFile(there, recordFile); err != nil || !bytes.Equal(data, record.Data) {
		c.Write = append(c.Write, record)
	} else {
		c.Same++
	}
	return c, found
}

func readRecord(there fs.FS) (Record, bool) {
	info, err := fs.Stat(there, recordFile)
	if err != nil || info.Size() > maxRecord {
		return Record{}, false
	}
	data, err := fs.ReadFile(there, recordFile)
	if err != nil {
		return Record{}, false
	}
	r, err := ParseRecord(data)
	return r, err == nil && r.Version > 0
}

func emptyFolder(there fs.FS) bool {
	entries, err := fs.ReadDir(there, ".")
	return errors.Is(err, fs.ErrNotExist) || err == nil && len(entries) == 0
}

// verdict is what became of a file since the last import.
type verdict int

const (
	untouched verdict = iota // it may be written: it is as it was written, or new
	same                     // it is what would be written
	edited                   // an editor has changed it or taken it away
)

func compare(there fs.FS, before Record, file File) (verdict, *FileRecord) {
	old := before.file(file.Path)
	data, err := fs.ReadFile(there, file.Path)
	switch {
	case errors.Is(err, fs.ErrNotExist) && old == nil:
		return untouched, nil
	case err != nil:
		return edited, old
	case bytes.Equal(data, file.Data):
		return same, old
	case old != nil && hashOf(data) == old.SHA256:
		return untouched, old
	}
	return edited, old
}

// difference gives the lines that only the old text has and those that only the
// new one has.
func difference(old, now string) (gone, come []string) {
	count := make(map[string]int)
	for l := range strings.SplitSeq(old, "\n") {
		count[l]++
	}
	for l := range strings.SplitSeq(now, "\n") {
		if count[l] > 0 {
			count[l]--
		} else if strings.TrimSpace(l) != "" {
			come = append(come, l)
		}
	}
	for l := range strings.SplitSeq(old, "\n") {
		if count[l] > 0 && strings.TrimSpace(l) != "" {
			count[l]--
			gone = append(gone, l)
		}
	}
	return gone, come
}
