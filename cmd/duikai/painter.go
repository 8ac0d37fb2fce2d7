package main

import (
	"os"
	"path/filepath"

	"duikai/render/rip"
)

// painter draws advertisements for the eye. It starts nothing before the first
// one is drawn. What it compiles is kept in the user's cache where there is one.
func (a *app) painter() *rip.Painter {
	dir, err := os.UserCacheDir()
	if err != nil {
		return rip.New("")
	}
	return rip.New(filepath.Join(dir, "duikai", "rip"))
}
