// Package rip draws the pages of any PDF file to pixels (a raster image
// processor, 光栅化): advertisements and other files that this program has not
// made; it also reads their text with its places. What the program makes itself,
// render/proof draws.
//
// The work is done by pdfium, compiled to WebAssembly and run by wazero: it sees
// the bytes of the file and nothing of the machine, neither its files nor its
// clock. It starts when the first page is asked for, which takes some seconds
// where its code has not been compiled before. The same page gives the same
// pixels each time.
package rip

import (
	"context"
	"errors"
	"fmt"
	"image"
	"image/draw"
	"path/filepath"
	"sync"
	"time"

	"github.com/klippa-app/go-pdfium"
	"github.com/klippa-app/go-pdfium/enums"
	"github.com/klippa-app/go-pdfium/requests"
	"github.com/klippa-app/go-pdfium/webassembly"
	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental"
)

const (
	// maxPixels is how many pixels a page is drawn in: a broadsheet page at 600
	// pixels an inch has 119 million.
	maxPixels = 120_000_000
	// memoryPages are the pages of 64 kB that the drawing program may take: one
	// gigabyte, twice a page of that size.
	memoryPages = 16384
	// patience is how long one page may take. Nothing that anybody prints takes
	// a tenth of it, also on a slow machine; a file made to go on for ever does.
	// It is a guard and no judgement: steps cannot be counted, for wazero sells no
	// fuel and pdfium asks whether to pause between the objects of a page, not
	// within one, where such files spend their time. So nothing of a page is
	// left out for being slow: it is drawn whole, or ErrTime is told.
	patience = time.Minute
)

// ErrTime is a page that takes too long to draw.
var ErrTime = errors.New("it takes too long to draw")

// Painter draws pages, one at a time. It is safe for use by many goroutines.
type Painter struct {
	cache string
	mu    sync.Mutex
	pool  pdfium.Pool
	stop  context.CancelFunc
}

// New makes a painter that keeps its compiled code in a folder, for the next
// run; without a name, or where nothing can be written there, it keeps none.
// Several processes may share the folder.
func New(cache string) *Painter { return &Painter{cache: cache} }

// start starts the drawing program, once.
func (p *Painter) start() error {
	if p.pool != nil {
		return nil
	}
	config := wazero.NewRuntimeConfig().
		WithCoreFeatures(api.CoreFeaturesV2 | experimental.CoreFeaturesExceptionHandling).
		WithMemoryLimitPages(memoryPages).WithCloseOnContextDone(true)
	if p.cache != "" {
		if c, err := wazero.NewCompilationCacheWithDir(p.cache); err == nil {
			config = config.WithCompilationCache(c)
			// Compiling takes seconds of all processors: one process does it, and
			// the others find it done.
			defer lock(filepath.Join(p.cache, "lock"))()
		}
	}
	ctx, stop := context.WithCancel(context.Background())
	pool, err := webassembly.Init(webassembly.Config{
		Context: ctx, MinIdle: 0, MaxIdle: 1, MaxTotal: 1, RuntimeConfig: config,
		FSConfig: wazero.NewFSConfig(), RandomSource: nought{}, Stdout: nought{}, Stderr: nought{},
	})
	if err != nil {
		stop()
		return err
	}
	p.pool, p.stop = pool, stop
	return nil
}

// nought is a source of nothing but 0, and takes whatever is written: chance
// must not show in what is drawn.
type nought struct{}

func (nought) Read(b []byte) (int, error) {
	clear(b)
	return len(b), nil
}

func (nought) Write(b []byte) (int, error) { return len(b), nil }

// Paint draws a page, counted from 1, in w by h pixels on white, as it is
// printed.
func (p *Painter) Paint(document []byte, page, w, h int) (*image.RGBA, error) {
	if w <= 0 || h <= 0 || w > maxPixels/h {
		return nil, fmt.Errorf("it cannot be drawn in %d by %d pixels", w, h)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if err := p.start(); err != nil {
		return nil, err
	}
	pool := p.pool
	return await(p, func() (*image.RGBA, error) { return paint(pool, document, page, w, h) })
}

// await does something with the drawing program, and ends the program where it
// takes too long. The painter is locked.
func await[T any](p *Painter, do func() (T, error)) (T, error) {
	type outcome struct {
		value T
		err   error
	}
	done := make(chan outcome, 1)
	go func() {
		v, err := do()
		done <- outcome{v, err}
	}()
	timer := time.NewTimer(patience)
	defer timer.Stop()
	select {
	case o := <-done:
		return o.value, o.err
	case <-timer.C:
		p.stop()
		p.pool = nil // the next page starts anew
		var none T
		return none, ErrTime
	}
}

func paint(pool pdfium.Pool, document []byte, page, w, h int) (img *image.RGBA, err error) {
	defer func() {
		if r := recover(); r != nil {
			img, err = nil, fmt.Errorf("drawing failed: %v", r)
		}
	}()
	instance, err := pool.GetInstance(patience)
	if err != nil {
		return nil, err
	}
	defer func() { _ = instance.Close() }()
	doc, err := instance.OpenDocument(&requests.OpenDocument{File: &document})
	if err != nil {
		return nil, err
	}
	drawn, err := instance.RenderPageInPixels(&requests.RenderPageInPixels{
		Page:  requests.Page{ByIndex: &requests.PageByIndex{Document: doc.Document, Index: page - 1}},
		Width: w, Height: h, RenderFlags: enums.FPDF_RENDER_FLAG_ANNOT | enums.FPDF_RENDER_FLAG_PRINTING,
	})
	if err != nil {
		return nil, err
	}
	defer drawn.Cleanup()
	img = image.NewRGBA(image.Rect(0, 0, w, h))
	draw.Draw(img, img.Rect, image.White, image.Point{}, draw.Src)
	// It keeps the page's proportions, and may be a pixel narrower or lower.
	src := drawn.Result.RenderedImage
	draw.Draw(img, img.Rect, src, src.Bounds().Min, draw.Over)
	return img, nil
}

// Close ends the drawing program.
func (p *Painter) Close() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.pool == nil {
		return nil
	}
	err := p.pool.Close()
	p.stop()
	p.pool = nil
	return err
}
