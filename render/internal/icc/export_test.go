package icc

// Try sends some colours all ways through a profile.
func (p *Profile) Try() (ink [][4]float64) {
	p.darkest()
	if p.Output() {
		p.reach()
	}
	if p.space == CMYK {
		p.blackInk()
	}
	for _, c := range []vec{{}, {1, 1, 1, 1}, {0.1, 0.5, 0.9, 0.3}, {1, 0, 0.5, 0}} {
		xyz := p.toXYZ.apply(c)
		screen(xyz)
		if p.Output() {
			v := p.fromXYZ.apply(xyz)
			Limiter(200).step(&v)
			pack(v, rgbUnit)
			ink = append(ink, v)
		}
	}
	return ink
}
