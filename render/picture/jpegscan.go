package picture

import (
	"errors"

	"duikai/layout/artwork"
)

// jpegScan is a scan under way.
type jpegScan struct {
	parts     []*jpegPart
	from, to  int  // frequencies
	high, low uint // bits of them that came before, and that come later
	run       int  // blocks to skip (EOBRUN)
}

// scan reads one scan. done tells that the file ends in it, and that what it
// lacks may be done without.
func (j *jpegReader) scan(head []byte) (done bool, err error) {
	s, err := j.scanHead(head)
	if err != nil {
		return false, err
	}
	if j.scans++; j.scans > maxScans {
		return false, artwork.TooLarge("JPEG, %d scans", j.scans)
	}
	b := &j.bits
	b.bits, b.n, b.over = 0, 0, 0
	across, down := j.across, j.down
	if len(s.parts) == 1 {
		across, down = s.parts[0].w, s.parts[0].d
	}
	next := byte(0) // the restart mark to come
	since := 0
	for y := range down {
		for x := range across {
			if j.restart > 0 && since == j.restart {
				if err := j.restarts(&s, next); err != nil {
					return j.stops(&s, y, err)
				}
				next, since = (next+1)%8, 0
			}
			if err := j.mcu(&s, x, y); err != nil {
				return j.stops(&s, y, err)
			}
			since++
			if b.over > 0 && b.short() {
				return j.stops(&s, y, errShort)
			}
		}
	}
	if s.run > 0 {
		return false, j.scanFault(errLeft)
	}
	if err := b.end(); err != nil {
		return false, j.scanFault(err)
	}
	j.note(&s)
	return false, nil
}

// scanHead reads which components and frequencies a scan holds.
func (j *jpegReader) scanHead(d []byte) (s jpegScan, err error) {
	bad := artwork.Broken("JPEG SOS")
	if j.parts == nil || len(d) < 1 || len(d) != 4+2*int(d[0]) || d[0] < 1 || int(d[0]) > len(j.parts) {
		return s, bad
	}
	for i := range int(d[0]) {
		var part *jpegPart
		for k := range j.parts {
			if j.parts[k].id == d[1+2*i] {
				part = &j.parts[k]
			}
		}
		if part == nil {
			return s, bad
		}
		for _, o := range s.parts {
			if o == part {
				return s, bad
			}
		}
		part.dc, part.ac, part.before = d[2+2*i]>>4, d[2+2*i]&15, 0
		if part.dc > 3 || part.ac > 3 || j.quant[part.table] == nil {
			return s, bad
		}
		part.bounds = newBounds(j.quant[part.table])
		s.parts = append(s.parts, part)
	}
	for _, p := range s.parts {
		if p.edges != nil && p.unitH == 0 {
			p.unitH, p.unitV = 1, 1
			if len(s.parts) > 1 {
				p.unitH, p.unitV = p.h, p.v
			}
		}
	}
	d = d[1+2*len(s.parts):]
	s.from, s.to, s.high, s.low = int(d[0]), int(d[1]), uint(d[2]>>4), uint(d[2]&15)
	if !j.progressive {
		// What these say is fixed, and some programs leave it out.
		s.from, s.to, s.high, s.low = 0, 63, 0, 0
	}
	return s, j.checkScan(&s)
}

// checkScan holds a scan against those before it (ITU-T T.81, G.1.1.1).
func (j *jpegReader) checkScan(s *jpegScan) error {
	bad := artwork.Broken("JPEG SOS")
	if s.to > 63 || s.from > s.to || s.low > 13 || s.high > 0 && s.high != s.low+1 {
		return bad
	}
	if j.progressive && (s.from == 0 && s.to != 0 || s.from > 0 && len(s.parts) > 1) {
		return bad
	}
	for _, p := range s.parts {
		if !j.progressive && p.seen {
			return bad
		}
		needDC := s.from == 0 && s.high == 0
		needAC := s.to > 0
		if needDC && j.codes[0][p.dc] == nil || needAC && j.codes[1][p.ac] == nil {
			return artwork.Broken("JPEG DHT")
		}
		if !j.progressive {
			continue
		}
		if s.from > 0 && p.left[0] == notYet {
			return bad
		}
		for k := s.from; k <= s.to; k++ {
			if s.high == 0 && p.left[k] != notYet || s.high > 0 && p.left[k] != int8(s.high) {
				return bad
			}
		}
	}
	return nil
}

// note remembers what has been read.
func (j *jpegReader) note(s *jpegScan) {
	for _, p := range s.parts {
		p.seen = true
		for k := s.from; j.progressive && k <= s.to; k++ {
			p.left[k] = int8(s.low)
		}
	}
}

// restarts reads a restart mark, which must be the one in turn.
func (j *jpegReader) restarts(s *jpegScan, next byte) error {
	b := &j.bits
	if s.run > 0 {
		return errLeft
	}
	if err := b.end(); err != nil {
		return err
	}
	for b.at+1 < len(b.data) && b.data[b.at] == 0xff && b.data[b.at+1] == 0xff {
		b.at++
	}
	if b.at+1 >= len(b.data) {
		return errShort
	}
	if b.data[b.at+1] != markRST0+next {
		return errMark
	}
	b.at += 2
	for _, p := range s.parts {
		p.before = 0
	}
	return nil
}

var errMark = errors.New("a marker where none should be")

// stops judges a scan that breaks off in a row of MCUs. A file that is cut off
// there has lost the rows from it on; few of them may be missing, and the last
// row that is there stands in for them.
func (j *jpegReader) stops(s *jpegScan, row int, err error) (done bool, _ error) {
	// Bits beyond the end are zeros, which make wrong codes too.
	if b := &j.bits; b.over > 0 && b.n < b.over+longestCode {
		err = errShort
	}
	fault := j.scanFault(err)
	whole := row * 8 * j.maxV
	if !cut(fault) || j.progressive || len(s.parts) < len(j.parts) || !mayLack(j.h-whole, j.h) {
		return false, fault
	}
	j.lost = j.h - whole
	for _, p := range s.parts {
		p.seen = true
		last := row*p.v*p.side - 1
		for y := last + 1; y < p.rows*p.side; y++ {
			copy(p.pix[y*p.stride:(y+1)*p.stride], p.pix[last*p.stride:])
		}
	}
	return true, nil
}

// mayLack tells whether a picture may be set without so many of its rows: one
// in a hundred is no more than what trimming takes.
func mayLack(rows, of int) bool { return rows*100 <= of }

// mcu reads the blocks that belong together.
func (j *jpegReader) mcu(s *jpegScan, x, y int) error {
	if len(s.parts) == 1 {
		return j.block(s, s.parts[0], x, y)
	}
	for _, p := range s.parts {
		for v := range p.v {
			for h := range p.h {
				if err := j.block(s, p, x*p.h+h, y*p.v+v); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

func (j *jpegReader) block(s *jpegScan, p *jpegPart, x, y int) error {
	if !j.progressive {
		return j.whole(p, x, y)
	}
	at := y*p.all + x
	switch {
	case s.from == 0 && s.high == 0:
		v, err := j.mean(p)
		if err != nil {
			return err
		}
		if v<<s.low < p.bounds.low || v<<s.low > p.bounds.high {
			return errRange
		}
		if p.keep > 0 {
			p.coded[at*p.keep] = int16(v << s.low)
		}
	case s.from == 0:
		if j.bits.take(1) != 0 && p.keep > 0 {
			p.coded[at*p.keep] |= 1 << s.low
		}
	case s.high == 0:
		return j.first(s, p, at)
	default:
		return j.refine(s, p, at)
	}
	return nil
}

// mean reads the first value of a block, from how it differs from the one
// before.
func (j *jpegReader) mean(p *jpegPart) (int32, error) {
	size, err := j.bits.symbol(j.codes[0][p.dc])
	if err != nil {
		return 0, err
	}
	if size > maxSize {
		return 0, errRange
	}
	p.before += j.bits.number(uint(size))
	return p.before, nil
}

// whole reads a block of a sequential file and transforms it.
func (j *jpegReader) whole(p *jpegPart, x, y int) error {
	mean, err := j.mean(p)
	if err != nil {
		return err
	}
	if mean < p.bounds.low || mean > p.bounds.high {
		return errRange
	}
	q := j.quant[p.table]
	f := [64]int32{mean * int32(q[0])}
	where, energy, err := j.bits.waves(j.codes[1][p.ac], q, &f)
	if err != nil {
		return err
	}
	if !p.bounds.holds(mean, energy) {
		return errRange
	}
	if p.edges != nil {
		p.edges[y*p.all+x] = edgesOf(&f)
	}
	if p.side > 0 {
		p.put(&f, where, energy == 0, p.bounds.wild, x, y)
	}
	return nil
}

// first reads frequencies for the first time (ITU-T T.81, G.1.2.2).
func (j *jpegReader) first(s *jpegScan, p *jpegPart, at int) error {
	if s.run > 0 {
		s.run--
		return nil
	}
	codes, b := j.codes[1][p.ac], &j.bits
	for k := s.from; k <= s.to; k++ {
		rs, err := b.symbol(codes)
		if err != nil {
			return err
		}
		run, size := int(rs>>4), uint(rs&15)
		if size == 0 && run < 15 {
			s.run = 1<<run - 1 + int(b.take(uint(run)))
			return nil
		}
		k += run
		if k > s.to {
			return errRun
		}
		if size == 0 {
			continue
		}
		v := b.number(size) << s.low
		if size > maxWave || v < -p.bounds.wave[k] || v > p.bounds.wave[k] {
			return errRange
		}
		p.some[at] |= 1 << k
		if slot := p.slot(k); slot >= 0 {
			p.coded[at*p.keep+slot] = int16(v)
		}
	}
	return nil
}

// refine adds a bit to frequencies (ITU-T T.81, G.1.2.3): those that are not 0
// get it as they are passed, others become 1 or -1.
func (j *jpegReader) refine(s *jpegScan, p *jpegPart, at int) error {
	codes, b := j.codes[1][p.ac], &j.bits
	k := s.from
	for ; s.run == 0 && k <= s.to; k++ {
		rs, err := b.symbol(codes)
		if err != nil {
			return err
		}
		run, size := int(rs>>4), rs&15
		if size > 1 {
			return errRange
		}
		value := int16(0)
		switch {
		case size == 1 && b.take(1) != 0:
			value = 1 << s.low
		case size == 1:
			value = -1 << s.low
		case run < 15:
			s.run = 1<<run + int(b.take(uint(run)))
		}
		if s.run > 0 {
			break
		}
		k = j.pass(s, p, at, k, run)
		if value == 0 {
			continue // sixteen zeros
		}
		if k > s.to {
			return errRun
		}
		p.some[at] |= 1 << k
		if slot := p.slot(k); slot >= 0 {
			p.coded[at*p.keep+slot] = value
		}
	}
	if s.run > 0 {
		s.run--
		j.pass(s, p, at, k, 64)
	}
	return nil
}

// pass goes over frequencies, until so many that are 0 are behind and another
// one comes, and adds a bit to the others.
func (j *jpegReader) pass(s *jpegScan, p *jpegPart, at, k, zeros int) int {
	for ; k <= s.to; k++ {
		if p.some[at]>>k&1 == 0 {
			if zeros == 0 {
				break
			}
			zeros--
			continue
		}
		if j.bits.take(1) == 0 {
			continue
		}
		if slot := p.slot(k); slot >= 0 {
			v := &p.coded[at*p.keep+slot]
			if *v >= 0 {
				*v += 1 << s.low
			} else {
				*v -= 1 << s.low
			}
		}
	}
	return k
}

// slot is where a frequency in zigzag order is kept; -1: it is not needed for
// the size that is read.
func (p *jpegPart) slot(k int) int {
	x, y := int(zigzag[k])%8, int(zigzag[k])/8
	if x >= p.side || y >= p.side {
		return -1
	}
	return y*p.side + x
}

// transformAll turns the frequencies of a progressive file into pixels.
func (j *jpegReader) transformAll() {
	for i := range j.parts {
		p := &j.parts[i]
		q := j.quant[p.table]
		var natural [64]int32
		for k, v := range q {
			natural[zigzag[k]] = int32(v)
		}
		for y := range p.rows {
			for x := range p.all {
				at := y*p.all + x
				var f [64]int32
				places := 0
				for slot, v := range p.coded[at*p.keep : (at+1)*p.keep] {
					where := slot/p.side*8 + slot%p.side
					f[where] = int32(v) * natural[where]
					places |= where
				}
				p.put(&f, places, p.some[at] == 0, true, x, y)
			}
		}
		p.coded, p.some = nil, nil
	}
}
