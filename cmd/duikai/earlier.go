package main

import (
	"bytes"
	"image/png"
	"io"
	"io/fs"
	"regexp"
	"strconv"

	"duikai/layout/geom"
	"duikai/layout/page"
	"duikai/render/live"
)

// proofName is what `duikai proof` calls a page; see pageFile.
var proofName = regexp.MustCompile(`^page-(\d{2,4})\.png$`)

// Bounds of an earlier proof: a page of 600 dpi.
const (
	maxProofFile   = 128 << 20
	maxProofPixels = 200_000_000
)

// earlierProofs are the pictures that `duikai proof` once wrote into a folder,
// as a version to compare with; nil where there are none.
func earlierProofs(fsys fs.FS) *live.State {
	names, err := fs.Glob(fsys, "page-*.png")
	if err != nil {
		return nil
	}
	e, files := new(page.Edition), make(map[*page.Page]string)
	for _, name := range names {
		m := proofName.FindStringSubmatch(name)
		if m == nil {
			continue
		}
		number, err := strconv.Atoi(m[1])
		data, ok := proofFile(fsys, name)
		if err != nil || !ok {
			continue
		}
		c, err := png.DecodeConfig(bytes.NewReader(data))
		if err != nil || c.Width > maxProofPixels/max(c.Height, 1) {
			continue
		}
		// Only the proportions matter: a pixel is a point.
		p := &page.Page{Number: number, Name: contentName(data), Trim: geom.Size{W: geom.Length(c.Width) * geom.Pt, H: geom.Length(c.Height) * geom.Pt}}
		files[p] = name
		e.Pages = append(e.Pages, p)
	}
	if len(e.Pages) == 0 {
		return nil
	}
	draw := func(p *page.Page, _ int) ([]byte, error) {
		name, ok := files[p]
		if !ok { // a window: the browser asks only for windows of the pages of now
			return nil, fs.ErrNotExist
		}
		data, ok := proofFile(fsys, name)
		if !ok {
			return nil, fs.ErrNotExist
		}
		return data, nil
	}
	changes := func(now *page.Page, drawNow func(*page.Page, int) ([]byte, error)) []geom.Rect {
		whole := []geom.Rect{{W: now.Trim.W, H: now.Trim.H}}
		for _, p := range e.Pages {
			if p.Number != now.Number {
				continue
			}
			dpi := int(geom.DivRound(p.Trim.W/geom.Pt*geom.Inch, now.Trim.W))
			old, err := draw(p, dpi)
			if err != nil {
				return whole
			}
			fresh, err := drawNow(now, dpi)
			if err != nil {
				return whole
			}
			a, errA := png.Decode(bytes.NewReader(old))
			b, errB := png.Decode(bytes.NewReader(fresh))
			if errA != nil || errB != nil {
				return whole
			}
			return live.Differences(a, b, now.Trim)
		}
		return whole
	}
	return &live.State{Edition: e, Draw: draw, Changes: changes, Stamp: func(string) string { return "" }}
}

// proofFile reads a picture of a page.
func proofFile(fsys fs.FS, name string) ([]byte, bool) {
	fi, err := fs.Stat(fsys, name)
	if err != nil || !fi.Mode().IsRegular() || fi.Size() > maxProofFile {
		return nil, false
	}
	f, err := fsys.Open(name)
	if err != nil {
		return nil, false
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, fi.Size())) // what has grown since is cut there
	return data, err == nil
}
