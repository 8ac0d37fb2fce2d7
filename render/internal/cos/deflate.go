package cos

import (
	"bytes"
	"math"

	"github.com/klauspost/compress/zlib"
)

// Deflated compresses as the filter FlateDecode reads it.
func Deflated(b []byte) []byte { return NewDeflater(math.MaxInt).Deflated(b) }

// Deflated compresses something else than before; the result is the caller's. The
// tables of a compressor take a megabyte, which is not to be cleared for every object.
func (d *Deflater) Deflated(b []byte) []byte {
	d.buf = *bytes.NewBuffer(make([]byte, 0, len(b)/2+64))
	d.z.Reset(&d.buf)
	d.Take(b)
	return d.Bytes()
}

// Deflater compresses what comes piece by piece, and gives up where the result would
// be too long.
//
// It does what compress/zlib does, which takes twenty times as long for an engraving
// to make it by a twentieth smaller.
type Deflater struct {
	buf  bytes.Buffer
	z    *zlib.Writer
	most int
}

// NewDeflater makes no more than most bytes.
func NewDeflater(most int) *Deflater {
	d := &Deflater{most: most}
	d.z = zlib.NewWriter(&d.buf)
	return d
}

// Take takes the next piece. It tells whether more is of use.
func (d *Deflater) Take(b []byte) bool {
	const piece = 1 << 16 // so that it is soon known
	for len(b) > 0 && d.buf.Len() <= d.most {
		n := min(piece, len(b))
		_, _ = d.z.Write(b[:n]) // a buffer takes everything
		b = b[n:]
	}
	return d.buf.Len() <= d.most
}

// Bytes is all that came, compressed; nil where that takes too many bytes.
func (d *Deflater) Bytes() []byte {
	if d.buf.Len() > d.most {
		return nil
	}
	_ = d.z.Close()
	if d.buf.Len() > d.most {
		return nil
	}
	return d.buf.Bytes()
}
