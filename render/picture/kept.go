package picture

import (
	"bytes"
	"compress/zlib"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"image/jpeg"
	"image/png"

	"duikai/layout/artwork"
)

// Keeper keeps values between runs of the program. What it gives was put there
// under the same key; it may have lost any of it.
type Keeper interface {
	Get(key [sha256.Size]byte) (data []byte, ok bool)
	Put(key [sha256.Size]byte, data []byte)
}

// Keep has the shelf look for pictures that were made ready before, and for what
// was found in their files, before it decodes them, and keep what it makes.
// program is what made them: another one makes them again. It is called before
// the shelf is used.
func (s *Shelf) Keep(k Keeper, program string) { s.keeper, s.program = k, program }

// keyOf names what is made of a file.
func (s *Shelf) keyOf(what string, f seen, how any) [sha256.Size]byte {
	return sha256.Sum256(fmt.Appendf(nil, "%s\x00%s\x00%x\x00%d\x00%v", s.program, what, f.sum, f.info.Format, how))
}

// made gives a picture ready that was kept, or makes and keeps it.
func (s *Shelf) made(f seen, how any, produce func() (Ready, error)) (Ready, error) {
	if s.keeper == nil {
		return produce()
	}
	key := s.keyOf("picture", f, how)
	if data, ok := s.keeper.Get(key); ok {
		if r, ok := unpackReady(data); ok {
			return r, nil
		}
	}
	r, err := produce()
	if err == nil {
		s.keeper.Put(key, packReady(r))
	}
	return r, err
}

// readyHead is what stands before the data of a kept picture.
type readyHead struct{ Width, Height, Channels, Bits uint32 }

func packReady(r Ready) []byte {
	b := make([]byte, 0, binary.Size(readyHead{})+len(r.Data))
	for _, n := range []int{r.Width, r.Height, r.Channels, r.Bits} {
		b = binary.LittleEndian.AppendUint32(b, uint32(n))
	}
	return append(b, r.Data...)
}

// unpackReady reads a kept picture. It comes from outside: sizes are those that
// its data has.
func unpackReady(b []byte) (Ready, bool) {
	var h readyHead
	n, err := binary.Decode(b, binary.LittleEndian, &h)
	const longest = 1 << 16 // pixels of a side
	if err != nil || h.Width-1 >= longest || h.Height-1 >= longest || uint64(h.Width)*uint64(h.Height) > maxPixels {
		return Ready{}, false
	}
	r := Ready{Data: b[n:], Width: int(h.Width), Height: int(h.Height), Channels: int(h.Channels), Bits: int(h.Bits)}
	return r, r.sound()
}

// sound tells whether the data are what the picture says of itself.
func (r Ready) sound() bool {
	switch r.Bits {
	case 0:
		read := jpeg.DecodeConfig
		if bytes.HasPrefix(r.Data, []byte("\x89PNG")) {
			read = png.DecodeConfig
		}
		c, err := read(bytes.NewReader(r.Data))
		return err == nil && c.Width == r.Width && c.Height == r.Height && (r.Channels == 0 || r.Channels == 1 || r.Channels == 4)
	case 1, 8:
		_, err := zlib.NewReader(bytes.NewReader(r.Data)) // who reads on counts the rows
		return err == nil && (r.Channels == 1 || r.Channels == 4 && r.Bits == 8)
	}
	return false
}

// found is what a verdict says that needs no decoding: of files that are good.
type found struct {
	Remarks []Remark
	AsIs    bool
}

// known gives what was found in a file before.
func (s *Shelf) known(f seen) (v verdict, ok bool) {
	if s.keeper == nil {
		return v, false
	}
	data, ok := s.keeper.Get(s.keyOf("verdict", f, ""))
	var was found
	if !ok || json.Unmarshal(data, &was) != nil {
		return v, false
	}
	return verdict{remarks: was.Remarks, asIs: was.AsIs}, true
}

// know keeps what was found in a good file. Faults are found again each time, and
// so is what has words of its own.
func (s *Shelf) know(f seen, v verdict) {
	if s.keeper == nil || v.err != nil {
		return
	}
	for _, r := range v.remarks {
		if r.Err != nil {
			return
		}
	}
	if data, err := json.Marshal(found{v.remarks, v.asIs}); err == nil {
		s.keeper.Put(s.keyOf("verdict", f, ""), data)
	}
}

// printed tells how a press makes pictures ready.
func (p *Press) printed(u use) string {
	u.file = "" // the contents count
	return fmt.Sprintf("%x %d %s", sha256.Sum256(p.data), p.limit, u.key())
}

// untouched tells whether a file needs no decoding to be drawn.
func (s *Store) untouched(f seen) bool {
	plain := f.info.Format == artwork.JPEG || f.info.Format == artwork.PNG
	return s.press == nil && s.ppi == 0 && plain && f.info.Turn <= 1
}
