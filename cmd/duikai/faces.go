package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"

	"github.com/spf13/cobra"

	"duikai/fonts"
	"duikai/fonts/embedded"
	"duikai/layout/diag"
	"duikai/render"
	"duikai/render/report"
)

func (a *app) fontsCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "fonts [ISSUE]",
		Short: a.say("list faces, roles and coverage", "列出字体、用途与收字"),
		Long: a.say(
			"List the faces, what they are used for and how many characters they cover.\nWith an issue folder: its own fonts too, and the characters that no face covers;\nwhat else is wrong with it goes to standard error, and the exit code is that of check.",
			"列出字体、用途与收字数。给出 ISSUE 时一并列出该期自带的字体，以及没有字体收录的字；\n其余问题列在标准错误输出，退出码与 check 相同。"),
		Args:              a.args(0, 1),
		ValidArgsFunction: onlyFolders,
		RunE: func(c *cobra.Command, args []string) error {
			if len(args) == 1 {
				return a.fontsOf(c.Context(), args[0])
			}
			set, err := a.faceSet()
			if err != nil {
				return err
			}
			return a.listFaces(set)
		},
	}
}

// facesVariable names the folder of faces where no flag does.
const facesVariable = "DUIKAI_FONTS"

// faceFolder is a folder of faces in place of those that come with the program.
type faceFolder struct {
	dir  string // empty: there is none
	once sync.Once
	set  *fonts.Set
	err  error
}

// open opens the faces, once.
func (f *faceFolder) open() (*fonts.Set, error) {
	if f.dir == "" {
		return embedded.Set()
	}
	f.once.Do(func() { f.set, f.err = embedded.From(os.DirFS(f.dir)) })
	return f.set, f.err
}

// faceSet opens the faces that everything is set in.
func (a *app) faceSet() (*fonts.Set, error) {
	set, err := a.faces.open()
	missing, lacks := errors.AsType[*embedded.MissingError](err)
	switch {
	case errors.Is(err, embedded.ErrNone):
		return nil, errors.New(a.say("this program was built without faces: give the folder of the faces with --fonts DIR or "+facesVariable, "本程序编译时没有带字体：请用 --fonts DIR 或 "+facesVariable+" 指明字体文件夹"))
	case lacks:
		return nil, fmt.Errorf(a.say("--fonts %s lacks the faces %s", "--fonts %s 缺少字体 %s"), a.faces.dir, strings.Join(missing.Files, a.say(", ", "、")))
	case err != nil && a.faces.dir != "":
		return nil, fmt.Errorf("--fonts %s: %w", a.faces.dir, err)
	}
	return set, err
}

// facesSum tells one state of the folder of faces from another: an archive is set
// anew in others.
func facesSum(dir string) (string, error) {
	entries, err := os.ReadDir(dir)
	h := sha256.New()
	for _, d := range entries {
		name := filepath.Join(dir, d.Name())
		if fi, bad := os.Stat(name); bad != nil || !fi.Mode().IsRegular() {
			continue
		}
		f, bad := os.Open(name)
		if bad != nil {
			return "", bad
		}
		fmt.Fprintf(h, "%q\n", d.Name())
		_, bad = io.Copy(h, f)
		if bad = errors.Join(bad, f.Close()); bad != nil {
			return "", bad
		}
	}
	return hex.EncodeToString(h.Sum(nil)), err
}

// fontsOf lists the faces of an issue and the problems that are about them.
func (a *app) fontsOf(ctx context.Context, issue string) error {
	f, err := a.folder(a.stderr, issue)
	if err != nil {
		return err
	}
	defer f.close()
	r, err := a.set(ctx, render.Job{FS: f.fs()})
	say := report.Options{Lang: a.lang, Dir: f.name}
	var about, others diag.List
	for _, p := range r.Problems {
		if aboutFaces(p.Code) {
			about = append(about, p)
		} else {
			others = append(others, p)
		}
	}
	// What else is wrong may hide text from the faces, so it is told as well.
	if err := errors.Join(report.Problems(a.stderr, others, say), err); err != nil {
		return err
	}
	if r.Unusable() {
		return verdictOf(r)
	}
	if err := a.listFaces(r.Faces); err != nil {
		return err
	}
	if len(about) == 0 {
		fmt.Fprintf(a.stdout, "\n%s\n", a.say("every character of the edition has a face", "本期所有的字都有字体"))
		return verdictOf(r)
	}
	fmt.Fprintln(a.stdout)
	say.Notes = true // a character from another face is a note in the text
	if err := report.Problems(a.stdout, about, say); err != nil {
		return err
	}
	return verdictOf(r)
}

// aboutFaces tells whether a kind of problem concerns fonts.
func aboutFaces(c diag.Code) bool {
	switch c {
	case diag.NoGlyph, diag.NoVariant, diag.VariableFont, diag.OtherFace, diag.OtherFaceHead, diag.LentFace, diag.LentFaceHead, diag.MissingFont, diag.BadFont:
		return true
	}
	return false
}

// listFaces prints the roles with their chains and what each face covers.
func (a *app) listFaces(set *fonts.Set) error {
	var b strings.Builder
	fmt.Fprintln(&b, a.say("roles, with their faces in the order they are tried", "用途与字体，依查找次序"))
	for _, role := range fonts.Roles() {
		var names []string
		for _, f := range set.Chain(role).Faces() {
			names = append(names, f.Name())
		}
		fmt.Fprintf(&b, "  %-12s %s\n", role, strings.Join(names, ", "))
	}
	faces := set.Faces()
	covers := make([]fonts.Coverage, len(faces))
	var wg sync.WaitGroup
	for i, f := range faces {
		wg.Go(func() { covers[i] = f.Coverage() })
	}
	wg.Wait()
	fmt.Fprintf(&b, "\n%s\n", a.say("faces, with the characters they cover: all, GB 2312 levels 1 and 2, the block U+4E00 to U+9FFF", "字体与收字：全部字符，GB 2312 一级、二级汉字，U+4E00 至 U+9FFF"))
	for i, f := range faces {
		c := covers[i]
		version, _, _ := strings.Cut(f.About().Version, ";") // the rest names tools
		fmt.Fprintf(&b, "  %-24s %7d %5s %10s %12s  %s\n", f.Name(), c.Characters, share(c.Level1), share(c.Level2), share(c.Unified), version)
	}
	_, err := fmt.Fprint(a.stdout, b.String())
	return err
}

// share is the number covered, with the number there are where some are missing.
func share(s fonts.Share) string {
	if s.Whole() {
		return strconv.Itoa(s.Have)
	}
	return fmt.Sprintf("%d/%d", s.Have, s.Of)
}
