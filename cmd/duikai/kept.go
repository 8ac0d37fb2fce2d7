package main

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"

	"duikai/cmd/internal/keep"
	"duikai/render/picture"
)

// keptRoom is what the pictures that are kept may take: those of some seventy
// broadsheet editions.
const keptRoom = 512 << 20

// userCache is the folder in which the user's programs keep what they can make
// again, as os.UserCacheDir finds it, in the environment that it is told of;
// empty: there is none.
func userCache(getenv func(string) string) string {
	below := func(variable string, more ...string) string {
		dir := getenv(variable)
		if !filepath.IsAbs(dir) {
			return ""
		}
		return filepath.Join(append([]string{dir}, more...)...)
	}
	switch runtime.GOOS {
	case "windows":
		return below("LocalAppData")
	case "darwin":
		return below("HOME", "Library", "Caches")
	}
	if dir := below("XDG_CACHE_HOME"); dir != "" {
		return dir
	}
	return below("HOME", ".cache")
}

// newShelf is a shelf for pictures that keeps what it makes for the next run,
// unless that is not wanted.
func (a *app) newShelf() *picture.Shelf {
	s := new(picture.Shelf)
	program, ok := thisProgram()
	if a.noCache || a.cache == "" || !ok {
		return s
	}
	if a.kept == nil {
		a.kept = keep.Open(filepath.Join(a.cache, "duikai", "pictures"), keptRoom)
	}
	s.Keep(a.kept, program)
	return s
}

// thisProgram tells this program from any other that could make other pictures:
// by its version, and by when its file was written.
func thisProgram() (string, bool) {
	name, err := ownProgram()
	if err != nil {
		return "", false
	}
	info, err := os.Stat(name)
	if err != nil {
		return "", false
	}
	return fmt.Sprintf("%s %s %d %d", version(), runtime.GOARCH, info.Size(), info.ModTime().UnixNano()), true
}
