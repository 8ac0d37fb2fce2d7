// Package heif reads the pixels of HEIC and AVIF files with the libraries
// libheif and libde265, and libavif and libaom. They come compiled to
// WebAssembly, from the modules github.com/gen2brain/heic v0.4.5 and
// github.com/gen2brain/avif v0.4.4, with their licences beside them, and run in
// wazero: a file from outside can reach nothing but the memory it is given, of
// which there is a bound, and the same bytes come out on every machine.
//
// The modules themselves are not linked: they would open a library of the same
// name that is installed on the machine, before the program has begun.
package heif

import (
	"bytes"
	"compress/gzip"
	"context"
	_ "embed"
	"errors"
	"fmt"
	"image"
	"io"
	"sync"
	"time"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/imports/wasi_snapshot_preview1"
)

//go:embed heic.wasm.gz
var heicModule []byte

//go:embed avif.wasm.gz
var avifModule []byte

// ErrDecode is the fault of a file that the library does not read.
var ErrDecode = errors.New("the library does not read it")

// ErrTime is a file that the library does not come to an end with. Its steps
// cannot be counted, so the clock is a guard: a picture is read whole, or not.
var ErrTime = errors.New("reading it takes too long")

// Bounds of the sandbox.
const (
	// pages of 64 kB: a picture of 64 million pixels takes 700 MB.
	memoryPages = 16384
	// A picture takes some tenths of a second, and less than a second for a million
	// pixels; a machine that does much else takes ten times as long.
	longest, longestMillion = time.Minute, 10 * time.Second
)

// library is a module that is compiled once.
type library struct {
	once    sync.Once
	runtime wazero.Runtime
	module  wazero.CompiledModule
	err     error
}

func (l *library) compile(packed []byte) error {
	l.once.Do(func() {
		ctx := context.Background()
		z, err := gzip.NewReader(bytes.NewReader(packed))
		if err != nil {
			l.err = err
			return
		}
		code, err := io.ReadAll(z)
		if err != nil {
			l.err = err
			return
		}
		l.runtime = wazero.NewRuntimeWithConfig(ctx, wazero.NewRuntimeConfig().WithMemoryLimitPages(memoryPages).WithCloseOnContextDone(true))
		if _, l.err = wasi_snapshot_preview1.Instantiate(ctx, l.runtime); l.err != nil {
			return
		}
		l.module, l.err = l.runtime.CompileModule(ctx, code)
	})
	return l.err
}

// Libraries are compiled when the first file asks for them, and kept for the
// others. The zero value is ready; it is safe for use by many goroutines.
type Libraries struct{ heic, avif library }

// call is a library at work on one file, in memory of its own.
type call struct {
	ctx    context.Context
	module api.Module
	file   uint64
	err    error
}

// run opens a file in a library's sandbox.
func (l *library) run(ctx context.Context, packed, file []byte, pixels int, work func(*call)) error {
	if err := l.compile(packed); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, longest+time.Duration(pixels/1_000_000)*longestMillion)
	defer cancel()
	// No name, so that many can run; no files, no clock, no output.
	m, err := l.runtime.InstantiateModule(ctx, l.module, wazero.NewModuleConfig().WithName("").WithStartFunctions("_initialize"))
	if err != nil {
		return err
	}
	defer m.Close(context.WithoutCancel(ctx))
	c := &call{ctx: ctx, module: m}
	if c.file = c.alloc(len(file)); c.err == nil && !m.Memory().Write(uint32(c.file), file) {
		c.err = ErrDecode
	}
	if c.err == nil {
		work(c)
	}
	return c.err
}

func (c *call) do(name string, args ...uint64) uint64 {
	if c.err != nil {
		return 0
	}
	out, err := c.module.ExportedFunction(name).Call(c.ctx, args...)
	switch {
	case c.ctx.Err() != nil:
		c.err = ErrTime
		return 0
	case err != nil:
		// Where in its code the library gave up helps nobody.
		c.err = ErrDecode
		return 0
	}
	return out[0]
}

func (c *call) alloc(n int) uint64 {
	at := c.do("malloc", uint64(n))
	if c.err == nil && at == 0 {
		c.err = fmt.Errorf("%w: it takes too much memory", ErrDecode)
	}
	return at
}

func (c *call) number(at uint64) int {
	v, ok := c.module.Memory().ReadUint32Le(uint32(at))
	if !ok && c.err == nil {
		c.err = ErrDecode
	}
	return int(v)
}

// bytes are the sandbox's own: they are gone when the call ends.
func (c *call) bytes(at uint64, n int) []byte {
	if c.err != nil {
		return nil
	}
	b, ok := c.module.Memory().Read(uint32(at), uint32(n))
	if !ok {
		c.err = ErrDecode
	}
	return b
}

// untouched fills memory with what no picture is made of, so that it can be told
// whether a library has written there.
const untouched = 0x5a

func (c *call) fill(at uint64, n int) {
	b := c.bytes(at, n)
	for i := range b {
		b[i] = untouched
	}
}

func written(b []byte) bool {
	for _, v := range b {
		if v != untouched {
			return true
		}
	}
	return false
}

// AVIF gives the pixels of an AVIF file as they are stored, on white paper. The
// size is that which the file's boxes say.
func (l *Libraries) AVIF(ctx context.Context, file []byte, w, h int) (*image.RGBA, error) {
	var out *image.RGBA
	err := l.avif.run(ctx, avifModule, file, w*h, func(c *call) {
		size := uint64(len(file))
		at := c.alloc(4 * 4)
		ok := c.do("decode", c.file, size, 1, 0, at, at+4, at+8, at+12, 0, 0)
		gotW, gotH, depth := c.number(at), c.number(at+4), c.number(at+8)
		if c.err != nil || ok == 0 || gotW != w || gotH != h {
			c.fail()
			return
		}
		wide := 1
		if depth > 8 {
			wide = 2
		}
		n := 4 * w * h * wide
		to, delay := c.alloc(n), c.alloc(8)
		c.fill(to, n)
		ok = c.do("decode", c.file, size, 0, 0, at, at+4, at+8, at+12, delay, to)
		pix := c.bytes(to, n)
		if c.err != nil || ok == 0 || !written(pix) {
			c.fail()
			return
		}
		out = onWhite(pix, w, h, wide)
	})
	return out, err
}

func (c *call) fail() {
	if c.err == nil {
		c.err = ErrDecode
	}
}

// onWhite lays pixels that are multiplied by their alpha over white.
func onWhite(pix []byte, w, h, wide int) *image.RGBA {
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	value := func(i int) int {
		if wide == 1 {
			return int(pix[i])
		}
		return (int(pix[2*i]) | int(pix[2*i+1])<<8) * 255 / 65535
	}
	for i := 0; i < 4*w*h; i += 4 {
		rest := 255 - value(i+3)
		for k := range 3 {
			out.Pix[i+k] = byte(min(value(i+k)+rest, 255))
		}
		out.Pix[i+3] = 0xff
	}
	return out
}

// Colours are how a HEIC file stores brightness and colours: a number of ISO/IEC
// 23091-2, and whether they go from 0 to 255.
type Colours struct {
	Matrix int
	Full   bool
}

// Kinds of pictures that the library hands out.
const (
	kindYCbCr, kindRGB, kindGray = 0, 1, 2
	chroma420, chroma422         = 1, 2
	chroma444                    = 3
)

// HEIC gives the pixels of a HEIC file as it is looked at. The size is that
// which the file's boxes say. What is transparent is shown as it is stored.
func (l *Libraries) HEIC(ctx context.Context, file []byte, w, h int, colours Colours) (out image.Image, err error) {
	err = l.heic.run(ctx, heicModule, file, w*h, func(c *call) {
		size := uint64(len(file))
		at := c.alloc(4 * 5)
		ok := c.do("decode", c.file, size, 1, at, at+4, at+8, at+12, at+16, 0)
		gotW, gotH, kind, chroma := c.number(at), c.number(at+4), c.number(at+8), c.number(at+12)
		if c.err != nil || ok == 0 || gotW != w || gotH != h {
			c.fail()
			return
		}
		cw, ch := w, h
		switch {
		case kind == kindYCbCr && chroma == chroma420:
			cw, ch = (w+1)/2, (h+1)/2
		case kind == kindYCbCr && chroma == chroma422:
			cw = (w + 1) / 2
		}
		line, cline := stride(w), stride(cw)
		n := line * h
		switch kind {
		case kindYCbCr:
			n += 2 * cline * ch
		case kindRGB:
			line = stride(w) * 4
			n = line * h
		}
		to := c.alloc(n + line) // the library copies whole rows
		c.fill(to, n)
		ok = c.do("decode", c.file, size, 0, at, at+4, at+8, at+12, at+16, to)
		pix := c.bytes(to, n)
		if c.err != nil || ok == 0 || !written(pix) {
			c.fail()
			return
		}
		switch kind {
		case kindGray:
			out = colours.gray(pix, line, w, h)
		case kindRGB:
			out = rgb(pix, line, w, h)
		default:
			out = colours.rgb(planes{pix, line, cline, cw, ch}, w, h)
		}
	})
	return out, err
}

// stride is how the library lays out the rows of a plane: no narrower than 64
// pixels, of even width, in steps of 16 bytes.
func stride(w int) int { return (max(w+w%2, 64) + 15) / 16 * 16 }

func rgb(pix []byte, line, w, h int) *image.RGBA {
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		row := out.Pix[y*out.Stride:][:4*w]
		copy(row, pix[y*line:])
		for x := 3; x < len(row); x += 4 {
			row[x] = 0xff
		}
	}
	return out
}

func (c Colours) gray(pix []byte, line, w, h int) *image.Gray {
	out := image.NewGray(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			v := int32(pix[y*line+x])
			if !c.Full {
				v = min(max(((v-16)*255+109)/219, 0), 255)
			}
			out.Pix[y*out.Stride+x] = byte(v)
		}
	}
	return out
}

// planes are brightness and two colours, one behind the other.
type planes struct {
	pix         []byte
	line, cline int
	cw, ch      int
}

// factors are those of red and blue in brightness, as
// parts of one (ISO/IEC 23091-2, table 4).
func (c Colours) factors() (red, blue float64) {
	switch c.Matrix {
	case 1:
		return 0.2126, 0.0722
	case 9:
		return 0.2627, 0.0593
	}
	return 0.299, 0.114
}

// rgb turns brightness and colours into red, green and blue.
func (c Colours) rgb(p planes, w, h int) *image.RGBA {
	const unit = 1 << 16
	red, blue := c.factors()
	scale, offset, chroma := 1.0, int32(0), 1.0
	if !c.Full {
		scale, offset, chroma = 255.0/219, 16, 255.0/224
	}
	whole := func(v float64) int32 { return int32(float64(v*unit) + 0.5) }
	luma := whole(scale)
	rv, bu := whole(2*(1-red)*chroma), whole(2*(1-blue)*chroma)
	gv := whole(2 * (1 - red) * red / (1 - red - blue) * chroma)
	gu := whole(2 * (1 - blue) * blue / (1 - red - blue) * chroma)
	byteOf := func(v int32) byte { return byte(min(max(v>>16, 0), 255)) }
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	cb, cr := p.pix[p.line*h:], p.pix[p.line*h+p.cline*p.ch:]
	for y := range h {
		cy := y
		if p.ch < h {
			cy = y / 2
		}
		row := out.Pix[y*out.Stride:][:4*w]
		for x := range w {
			cx := x
			if p.cw < w {
				cx = x / 2
			}
			l := (int32(p.pix[y*p.line+x])-offset)*luma + unit/2
			u, v := int32(cb[cy*p.cline+cx])-128, int32(cr[cy*p.cline+cx])-128
			d := row[4*x : 4*x+4 : 4*x+4]
			d[0], d[1], d[2], d[3] = byteOf(l+rv*v), byteOf(l-gu*u-gv*v), byteOf(l+bu*u), 0xff
		}
	}
	return out
}
