// Package samples carries whole sample issues, for tests, benchmarks, the
// README and `duikai new`.
//
// Papers, people and places in them are invented.
package samples

import (
	"embed"
	"io/fs"
)

//go:generate go run ./gen
//go:generate go run ./gen -auto wangting-auto

//go:embed wangting
var folders embed.FS

// Wangting is an eight-page issue of the invented 望汀日报: an issue folder as
// manuscript.Load reads it.
func Wangting() fs.FS {
	sub, err := fs.Sub(folders, "wangting")
	if err != nil {
		panic(err) // the path is a constant
	}
	return sub
}
