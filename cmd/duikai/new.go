package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"duikai/layout/diag"
	"duikai/samples"
)

func (a *app) newCommand() *cobra.Command {
	var archive int
	c := &cobra.Command{
		Use:   "new DIR",
		Short: a.say("write the sample edition as a starting point", "新建一期示例报纸"),
		Long: a.say(
			"Write the sample edition into DIR, a new or an empty folder, as a starting point.\nNothing is ever overwritten. With --archive, write an archive of one-page issues,\nsome with known faults, for trying duikai batch.",
			"把示例报纸写入文件夹 DIR（新建或空文件夹），供改编使用。绝不覆盖已有文件。\n加 --archive 则写出一批单版旧报，其中若干期带有已知错误，用来试 duikai batch。"),
		Args:              a.args(1, 1),
		ValidArgsFunction: onlyFolders,
		RunE: func(c *cobra.Command, args []string) error {
			if c.Flags().Changed("archive") {
				return a.newArchive(c.Context(), args[0], archive)
			}
			return a.newIssue(c.Context(), args[0])
		},
	}
	c.Flags().IntVar(&archive, "archive", 0, a.say("write an archive of `N` issues instead", "改写一批 `N` 期旧报"))
	must(c.RegisterFlagCompletionFunc("archive", cobra.NoFileCompletions))
	return c
}

// mayFill refuses a folder that holds something.
func (a *app) mayFill(dir string) error {
	err := emptyOrNew(dir)
	if errors.Is(err, errNotEmpty) {
		return fmt.Errorf(a.say("the folder %s is not empty", "文件夹 %s 不是空的"), dir)
	}
	if err != nil {
		return a.refuse(a.stderr, diag.CannotWrite, dir, err)
	}
	return nil
}

func (a *app) newIssue(ctx context.Context, dir string) error {
	if err := a.mayFill(dir); err != nil {
		return err
	}
	n, err := copyFolder(ctx, dir, samples.Wangting())
	if err != nil {
		return a.refuse(a.stderr, diag.CannotWrite, dir, err)
	}
	_, err = fmt.Fprintf(a.stdout, a.say(
		"wrote %d files to %s; next:\n  duikai check %s\n  duikai render %s\n",
		"已在 %[2]s 写入 %[1]d 个文件；接下来：\n  duikai check %[3]s\n  duikai render %[4]s\n"),
		n, dir, quoted(dir), quoted(dir))
	return err
}

// maxArchive is the longest archive that is made: two hundred and seventy years
// of a daily.
const maxArchive = 100_000

// newArchive writes an archive of made issues. It leaves what it has written
// when it is interrupted: each issue is an example of its own.
func (a *app) newArchive(ctx context.Context, dir string, n int) error {
	if n < 1 || n > maxArchive {
		return fmt.Errorf(a.say("--archive takes a number from 1 to %d, not %d", "--archive 应为 1 至 %d，而非 %d"), maxArchive, n)
	}
	if err := a.mayFill(dir); err != nil {
		return err
	}
	faults, err := writeArchive(ctx, dir, n)
	if err != nil {
		return a.refuse(a.stderr, diag.CannotWrite, dir, err)
	}
	_, err = fmt.Fprintf(a.stdout, a.say(
		"wrote %d issues to %s, %d of them with faults; next:\n  duikai batch %s -o OUT\n",
		"已在 %[2]s 写入 %[1]d 期，其中 %[3]d 期有错误；接下来：\n  duikai batch %[4]s -o OUT\n"),
		n, dir, faults, quoted(dir))
	return err
}

// writeArchive writes the issues and counts those with a fault.
func writeArchive(ctx context.Context, dir string, n int) (faults int, err error) {
	for b := range samples.Archive(n) {
		if b.Fault != "" {
			faults++
		}
		for _, name := range slices.Sorted(maps.Keys(b.Files)) {
			if err := ctx.Err(); err != nil {
				return faults, err
			}
			path := filepath.Join(dir, filepath.FromSlash(b.Dir), filepath.FromSlash(name))
			if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
				return faults, err
			}
			if err := os.WriteFile(path, []byte(b.Files[name]), 0o644); err != nil {
				return faults, err
			}
		}
	}
	return faults, nil
}

var errNotEmpty = errors.New("the folder is not empty")

// emptyOrNew tells whether a sample may be written into dir.
func emptyOrNew(dir string) error {
	fi, err := os.Stat(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return err
	case !fi.IsDir():
		return &fs.PathError{Op: "open", Path: dir, Err: errNotFolder}
	}
	entries, err := os.ReadDir(dir)
	if err == nil && len(entries) > 0 {
		err = errNotEmpty
	}
	return err
}

// copyFolder writes every file of src below dir and counts them. After a
// failure it removes what it made.
func copyFolder(ctx context.Context, dir string, src fs.FS) (files int, err error) {
	var made []string
	defer func() {
		if err == nil {
			return
		}
		for _, path := range slices.Backward(made) {
			err = errors.Join(err, os.Remove(path))
		}
	}()
	err = fs.WalkDir(src, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		path := filepath.Join(dir, filepath.FromSlash(name))
		if d.IsDir() {
			if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
				return err
			}
			err := os.Mkdir(path, 0o755)
			if err == nil {
				made = append(made, path)
			} else if errors.Is(err, fs.ErrExist) {
				err = nil
			}
			return err
		}
		data, err := fs.ReadFile(src, name)
		if err != nil {
			return err
		}
		if err := writeNew(ctx, path, bytes.NewReader(data)); err != nil {
			return err
		}
		made = append(made, path)
		files++
		return nil
	})
	return files, err
}

// quoted is a path as a shell reads it.
func quoted(path string) string {
	if !strings.ContainsAny(path, " \t\n'\"\\$`&;|<>()*?[]{}!#~") {
		return path
	}
	return "'" + strings.ReplaceAll(path, "'", `'\''`) + "'"
}
