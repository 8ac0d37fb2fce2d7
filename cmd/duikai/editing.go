package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"duikai/cmd/internal/archive"
	"duikai/cmd/internal/workbench"
	"duikai/fonts"
	"duikai/layout/diag"
	"duikai/layout/edit"
	"duikai/layout/manuscript"
	"duikai/layout/page"
	"duikai/layout/planner"
	"duikai/render"
	"duikai/render/picture"
	"duikai/render/proof"
)

// editable is an issue folder whose manuscripts are written (edit.Folder). No path
// and no link leads out of it.
type editable struct{ *folder }

func (f editable) opened() *os.Root {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.root
}

// Read gives a file whole.
func (f editable) Read(name string) ([]byte, error) { return fs.ReadFile(f.fs(), name) }

// errLink is the refusal to write what is a link: it would become a file.
var errLink = errors.New("is a link or no regular file; edit the file that it leads to")

// Swap writes a file whole, if it still holds what it held: beside it, forced to the
// disk, and given its name right after it was looked at once more. One that is not
// there yet is made, and one that is to be none goes.
func (f editable) Swap(name string, was, now []byte) error {
	root := f.opened()
	mode := fs.FileMode(0o644) // of a new file
	fi, err := root.Lstat(name)
	switch {
	case was == nil && errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return err
	case !fi.Mode().IsRegular():
		return &fs.PathError{Op: "write", Path: name, Err: errLink}
	default:
		mode = fi.Mode().Perm()
	}
	if now == nil {
		if there, err := f.Read(name); err != nil || !bytes.Equal(there, was) {
			return errors.Join(err, edit.ErrMeanwhile)
		}
		return root.Remove(name)
	}
	temp := path.Join(path.Dir(name), ".duikai-"+rand.Text()+".tmp")
	if err := f.fresh(temp, now, mode); err != nil {
		return err
	}
	there, err := f.Read(name)
	switch {
	case was == nil && errors.Is(err, fs.ErrNotExist):
		err = nil
	case err == nil && (was == nil || !bytes.Equal(there, was)):
		err = edit.ErrMeanwhile
	}
	if err == nil {
		err = root.Rename(temp, name)
	}
	if err != nil {
		return errors.Join(err, root.Remove(temp))
	}
	return nil
}

// fresh writes a new file to the disk.
func (f editable) fresh(name string, data []byte, mode fs.FileMode) error {
	file, err := f.opened().OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if err != nil {
		return err
	}
	_, err = file.Write(data)
	err = errors.Join(err, file.Sync(), file.Close())
	if err != nil {
		err = errors.Join(err, f.opened().Remove(name))
	}
	return err
}

// Append adds to a file and forces that to the disk.
func (f editable) Append(name string, data []byte) error {
	root := f.opened()
	if err := root.MkdirAll(path.Dir(name), 0o755); err != nil {
		return err
	}
	file, err := root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o644)
	if err != nil {
		return err
	}
	_, err = file.Write(data)
	return errors.Join(err, file.Sync(), file.Close())
}

// Size is how large a file is.
func (f editable) Size(name string) (int64, error) {
	fi, err := f.opened().Stat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return 0, nil
	case err != nil:
		return 0, err
	}
	return fi.Size(), nil
}

// The files of a folder by whose locks programs keep out of each other's way: who writes
// an edit, and who serves the folder at all.
const (
	editLock  = ".duikai/lock"
	serveLock = ".duikai/serving"
)

// lockWait is how long an edit waits for that of another program: many times what
// writing takes; lockStep is how often it asks.
const (
	lockWait = 5 * time.Second
	lockStep = 10 * time.Millisecond
)

// Lock keeps other programs from editing. Where files cannot be made or locked, as in a
// folder that is read alone, there is nothing to keep anybody from.
func (f editable) Lock() (unlock func(), err error) {
	for end := time.Now().Add(lockWait); ; time.Sleep(lockStep) {
		unlock, err := f.hold(editLock)
		switch {
		case errors.Is(err, archive.ErrBusy) && time.Now().After(end):
			return nil, edit.ErrShared
		case errors.Is(err, archive.ErrBusy):
		case err != nil:
			return func() {}, nil
		default:
			return unlock, nil
		}
	}
}

// hold locks a file of the folder for this process; archive.ErrBusy tells that another
// one has it.
func (f editable) hold(name string) (unlock func(), err error) {
	root := f.opened()
	if err := root.MkdirAll(path.Dir(name), 0o755); err != nil {
		return nil, err
	}
	file, err := root.OpenFile(name, os.O_RDWR|os.O_CREATE, 0o644)
	if err != nil {
		return nil, err
	}
	if err := archive.TryLock(file); err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return func() { _ = file.Close() }, nil // which gives the lock back
}

// fields parts a command as --editor gives it: by blanks, but not between quotes.
func fields(command string) (all []string) {
	var b strings.Builder
	quote, open := rune(0), false
	for _, r := range command {
		switch {
		case quote != 0 && r == quote:
			quote = 0
		case quote == 0 && (r == '"' || r == '\''):
			quote, open = r, true
		case quote == 0 && (r == ' ' || r == '\t'):
			if open {
				all = append(all, b.String())
			}
			b.Reset()
			open = false
		default:
			b.WriteRune(r)
			open = true
		}
	}
	if open {
		all = append(all, b.String())
	}
	return all
}

// editorFor gives what opens a place of an issue in the editor's own program; nil
// where none is named. No shell reads the command.
func (a *app) editorFor(command, dir string) (func(diag.Pos) error, error) {
	words := fields(command)
	if len(words) == 0 {
		return nil, nil
	}
	if !strings.Contains(command, "{file}") {
		return nil, fmt.Errorf(a.say("--editor takes a command with {file}, such as 'code -g {file}:{line}:{col}', not %q", "--editor 应为含 {file} 的命令，如 'code -g {file}:{line}:{col}'，而非 %q"), command)
	}
	abs, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	return func(at diag.Pos) error {
		fill := strings.NewReplacer("{file}", filepath.Join(abs, filepath.FromSlash(at.File)), "{line}", strconv.Itoa(at.Line), "{col}", strconv.Itoa(at.Col))
		var args []string
		for _, w := range words[1:] {
			args = append(args, fill.Replace(w))
		}
		cmd := exec.Command(words[0], args...)
		if err := cmd.Start(); err != nil {
			return err
		}
		go func() { _ = cmd.Wait() }() // it lives as long as it likes
		return nil
	}, nil
}

// planDPI is at which the pages of plans that are chosen from are drawn: some 600 pixels
// wide.
const planDPI = 40

// planned gives issue.yaml as it is, and with plans of a page: at most so many that
// differ in their structure, or, where a page is to stay near to what it was, that stay
// less and less so. memory has what the pages were planned like when they were shown.
func (a *app) planned(ctx context.Context, f *folder, shelf *picture.Shelf, memory *planner.Memory, wish workbench.PlanWish, most int) (list []workbench.Planned, err error) {
	source, err := fs.ReadFile(f.fs(), issueFile)
	if err != nil {
		return nil, err
	}
	from, err := openedUp(source, wish)
	if err != nil {
		return nil, &edit.Refused{Why: edit.NotPlain, What: issueFile}
	}
	j := render.Job{FS: workbench.Overlay(f.fs(), issueFile, from), Shelf: shelf, Plan: planner.Options{Keep: wish.Keep, Memory: memory}}
	if wish.Again || wish.Loose {
		j.Again = manuscript.FoundOn(from, wish.Page)
	}
	for n := 1; n <= most; n++ {
		r, err := j.RunContext(ctx)
		if err != nil {
			return nil, err
		}
		plans := r.Plans.Of([]int{wish.Page})
		if r.Unusable() || len(plans.Pages) == 0 {
			break
		}
		if n > 1 && wish.Keep == 0 && !plans.Pages[0].Different {
			break // there is no other
		}
		now, err := manuscript.WritePlan(from, foundPages(r.Issue, r.Plans, plans))
		if err == nil && wish.Loose {
			now, err = manuscript.Tightened(source, now, wish.Page)
		}
		if err != nil {
			return nil, &edit.Refused{Why: edit.NotPlain, What: issueFile}
		}
		p := workbench.Planned{Was: source, Now: now, Plan: a.planWords(source, now, plans.Pages[0])}
		if most > 1 {
			p.Picture = planPicture(&r, wish.Page)
		}
		if !slices.ContainsFunc(list, func(o workbench.Planned) bool { return bytes.Equal(o.Now, now) }) {
			list = append(list, p)
		}
		if wish.Keep > 0 {
			j.Plan.Keep = j.Plan.Keep * 2 / 3 // to move more than that
			continue
		}
		j.Plan.Others = append(j.Plan.Others, plans) // other pages stay as they are
	}
	return list, nil
}

// openedUp is an issue.yaml in which a story has a slot on a page, and the places of that
// page may be found anew, as far as that is wished for.
func openedUp(source []byte, wish workbench.PlanWish) (out []byte, err error) {
	out = source
	if wish.Story != "" {
		have, err := manuscript.ReadSlots(source)
		if err != nil {
			return nil, err
		}
		stands := func(s manuscript.SlotEntry) bool {
			return s.Page == wish.Page && s.Kind == "story" && s.Name == wish.Story
		}
		if !slices.ContainsFunc(have, stands) {
			if out, err = manuscript.ChangeSlots(source, nil, []manuscript.NewSlot{{Page: wish.Page, Story: wish.Story}}); err != nil {
				return nil, err
			}
		}
	}
	if wish.Loose {
		return manuscript.Loosened(out, wish.Page)
	}
	return out, nil
}

// planWords tell of a plan of a page.
func (a *app) planWords(source, now []byte, p planner.Page) workbench.PlanWords {
	w := workbench.PlanWords{White: p.White, Cost: units(p.Score), Held: append([]string{}, p.Held...), Moved: []string{}, Jumps: []string{}, Cuts: []string{}}
	for _, j := range p.Jumps {
		w.Jumps = append(w.Jumps, fmt.Sprintf(a.say("%s on page %d", "%s 转第 %d 版"), j.Story, j.To))
	}
	for _, c := range p.Cuts {
		w.Cuts = append(w.Cuts, c.Story+" "+c.In(a.lang))
	}
	before, _ := manuscript.ReadSlots(source) // one that cannot be read has no plan
	after, _ := manuscript.ReadSlots(now)
	for _, s := range after {
		same := func(o manuscript.SlotEntry) bool {
			return o.Page == s.Page && o.Name == s.Name && o.Kind == s.Kind && o.Keys["at"] == s.Keys["at"] && o.Keys["span"] == s.Keys["span"]
		}
		if s.Page == p.Number && !slices.ContainsFunc(before, same) {
			w.Moved = append(w.Moved, s.Name)
		}
	}
	return w
}

// planPicture draws a page of a plan; nil where it has none.
func planPicture(r *render.Result, number int) []byte {
	if r.Edition == nil {
		return nil
	}
	i := slices.IndexFunc(r.Edition.Pages, func(p *page.Page) bool { return p.Number == number })
	if i < 0 {
		return nil
	}
	s := &shots{r.Pictures, new(proof.Glyphs), r.Faces.Chain(fonts.Hei)}
	data, err := s.page(r.Edition.Pages[i], planDPI)
	if err != nil {
		return nil // the plan is told without it
	}
	return data
}

// why tells why a story or picture stands where it does, as plan --explain does.
func (a *app) why(f *folder, id string) (string, error) {
	source, err := fs.ReadFile(f.fs(), issueFile)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	teller := &app{lang: a.lang, stdout: &sticky{w: &b}}
	for _, again := range [][]byte{nil, source} { // as it is planned now; or what was found before
		r, err := render.Job{FS: f.fs(), Again: again, Plan: planner.Options{Elsewhere: id, Keep: keepAll}}.Run()
		if err != nil {
			return "", err
		}
		if b.Reset(); teller.tellPlans(r.Plans, planOptions{format: "text", explain: id}) == nil {
			return b.String(), nil
		}
	}
	return a.say("It stands where an editor placed it.", "位置由编辑指定。"), nil
}

// keepAll is the share of a plan that stays where it may.
const keepAll = 100

// fixing says which remedies check --fix writes beside those that are sure.
type fixing struct {
	on, guesses, notes bool
}

// String implements pflag.Value.
func (x *fixing) String() string {
	var all []string
	if x.guesses {
		all = append(all, "guesses")
	}
	if x.notes {
		all = append(all, "notes")
	}
	if x.on && len(all) == 0 {
		return sureFixes
	}
	return strings.Join(all, ",")
}

// sureFixes is what --fix without a value means.
const sureFixes = "sure"

// Set implements pflag.Value.
func (x *fixing) Set(text string) error {
	x.on = true
	for word := range strings.SplitSeq(text, ",") {
		switch strings.TrimSpace(word) {
		case sureFixes:
		case "guesses":
			x.guesses = true
		case "notes":
			x.notes = true
		case "all":
			x.guesses, x.notes = true, true
		default:
			return errors.New(sureFixes + " | guesses | notes | all")
		}
	}
	return nil
}

// Type implements pflag.Value.
func (x *fixing) Type() string { return "WHAT" }

// takes tells whether a remedy is to be written.
func (x *fixing) takes(f *edit.Fix) bool { return (x.guesses || !f.Guess) && (x.notes || !f.Note) }

// mostFixing bounds how often an issue is set again to be mended further: a slip may
// hide others, and a span that fits may take what another one lacks.
const mostFixing = 8

// fixed mends an issue until there is nothing more that may be written, and gives its
// last setting.
func (a *app) fixed(f *folder, r render.Result, x fixing, set func() (render.Result, error)) (render.Result, error) {
	session, err := a.session(f)
	if err != nil {
		return r, err
	}
	for range mostFixing {
		n, err := a.fix(f, session, r, x)
		if err != nil {
			return r, err
		}
		if n == 0 {
			break
		}
		if r, err = set(); err != nil {
			return r, err
		}
	}
	return r, a.tellUnwritten(f, r, x)
}

// fix writes the remedies that the problems of a setting carry, each as an action that
// the desk can undo, and tells which. What cannot be written, since another one took its
// room, stays a problem.
func (a *app) fix(f *folder, session *edit.Session, r render.Result, x fixing) (fixed int, err error) {
	var sheets edit.Sheets
	if r.Edition != nil {
		sheets = workbench.Sheets(r.Edition)
	}
	list := edit.Fixes(editable{f}.Read, r.Problems)
	slices.Reverse(list) // from the end of each file: what stands before keeps its place
	for _, it := range list {
		if !x.takes(&it) {
			continue
		}
		changed, err := session.Do(&it.Action, sheets)
		_, refused := errors.AsType[*edit.Refused](err)
		_, conflict := errors.AsType[*edit.Conflict](err)
		switch {
		case refused || conflict:
		case err != nil:
			return fixed, a.unwritten(f, err)
		case changed:
			fixed++
			if _, err := fmt.Fprintf(a.stdout, a.say("%s: written: %s [%s]\n", "%s: 已写入 %s [%s]\n"), filepath.Join(f.name, it.Src), it.Label, it.Code); err != nil {
				return fixed, err
			}
		}
	}
	return fixed, nil
}

// session opens the journal of the edits of a folder.
func (a *app) session(f *folder) (*edit.Session, error) {
	s, err := edit.Open(editable{f}, time.Now)
	if err != nil {
		return nil, a.refuse(a.stderr, diag.Unreadable, filepath.Join(f.name, edit.JournalFile), err)
	}
	return s, nil
}

// unwritten refuses what cannot be written into a folder, such as one that is read alone.
func (a *app) unwritten(f *folder, err error) error {
	if p, ok := errors.AsType[*fs.PathError](err); ok {
		return a.refuse(a.stderr, diag.CannotWrite, filepath.Join(f.name, filepath.FromSlash(p.Path)), err)
	}
	return err
}

// tellUnwritten tells of the guesses that nobody asked to be written.
func (a *app) tellUnwritten(f *folder, r render.Result, x fixing) error {
	for _, it := range edit.Fixes(editable{f}.Read, r.Problems) {
		if x.takes(&it) || it.Note {
			continue
		}
		if _, err := fmt.Fprintf(a.stdout, a.say("%s: a guess, not written: %s [%s] (--fix=guesses writes it)\n", "%s: 属猜测，没有写入：%s [%s]（--fix=guesses 则写入）\n"), filepath.Join(f.name, it.Src), it.Label, it.Code); err != nil {
			return err
		}
	}
	return nil
}
