package preflight

import (
	"duikai/layout/pdffile"
)

// graphicsState takes a dictionary of parameters (4.3.4).
func (in *interpreter) graphicsState(n pdffile.Name) error {
	v, err := in.resource("ExtGState", n)
	if err != nil {
		return err
	}
	object := number(v, in.object)
	m, err := in.c.f.Dict(v)
	if err != nil {
		return err
	}
	if m, err = in.c.f.Flat(m); err != nil {
		return err
	}
	if v, ok := m["OP"].(bool); ok {
		in.st.overS = v
		if m["op"] == nil {
			in.st.over = v
		}
	}
	if v, ok := m["op"].(bool); ok {
		in.st.over = v
	}
	if m["OPM"] != nil {
		mode, err := in.c.f.Number(m["OPM"])
		if err != nil {
			return err
		}
		in.st.mode = int(mode)
	}
	if m["LW"] != nil {
		if in.st.width, err = in.c.f.Number(m["LW"]); err != nil {
			return err
		}
	}
	if f, ok := m["Font"].(pdffile.Array); ok && len(f) == 2 {
		if in.st.font, err = in.c.font(f[0], object, "Font"); err != nil {
			return err
		}
		if in.st.size, err = in.c.f.Number(f[1]); err != nil {
			return err
		}
	}
	if in.c.x1a() {
		if err := in.c.transparency(m, object); err != nil {
			return err
		}
	} else if err := in.softMask(m["SMask"]); err != nil {
		return err
	}
	return in.c.screens(m, object)
}

// transparency finds what X-1a does not have (chapter 7).
func (c *checker) transparency(m pdffile.Dict, object int) error {
	for _, key := range []pdffile.Name{"ca", "CA"} {
		if m[key] == nil {
			continue
		}
		v, err := c.f.Number(m[key])
		if err != nil {
			return err
		}
		if v < 1 {
			c.about(Opacity, object, string(key), string(key), v)
		}
	}
	if m["SMask"] != nil && m["SMask"] != pdffile.Name("None") {
		c.add(SoftMask, object)
	}
	modes, ok := m["BM"].(pdffile.Array)
	if !ok && m["BM"] != nil {
		modes = pdffile.Array{m["BM"]}
	}
	for _, v := range modes {
		n, err := c.nameOf(v)
		if err != nil {
			return err
		}
		if n != "Normal" && n != "Compatible" {
			c.about(BlendMode, object, string(n), printable(string(n)))
		}
	}
	return nil
}

// softMask reads the group of a soft mask as what it is: content.
func (in *interpreter) softMask(v any) error {
	m, ok := v.(pdffile.Dict)
	if !ok {
		return nil
	}
	g, err := in.c.f.Resolve(m["G"])
	if err != nil {
		return err
	}
	if s, ok := g.(*pdffile.Stream); ok {
		return in.form(s, number(m["G"], in.object), in.st.ctm, "")
	}
	return nil
}

// screens finds transfer functions and halftones (6.3, 6.4): the platesetter's
// own hold. Halftones of the types 1 and 5 without a name may be there.
func (c *checker) screens(m pdffile.Dict, object int) error {
	if m["TR"] != nil {
		c.about(Transfer, object, "TR", "TR")
	}
	if m["TR2"] != nil && m["TR2"] != pdffile.Name("Default") {
		c.about(Transfer, object, "TR2", "TR2")
	}
	if m["HT"] == nil || m["HT"] == pdffile.Name("Default") {
		return nil
	}
	h, err := c.f.Dict(m["HT"])
	if err != nil {
		return err
	}
	kind, err := c.f.Number(h["HalftoneType"])
	if err != nil {
		return err
	}
	if kind != 1 && kind != 5 {
		c.about(Halftone, object, "type", "HalftoneType")
	}
	if h["HalftoneName"] != nil {
		c.about(Halftone, object, "name", "HalftoneName")
	}
	if h["TransferFunction"] != nil {
		c.about(Transfer, object, "HT", "HT")
	}
	return nil
}

// group judges the group of a page or a form (7.5.5).
func (c *checker) group(m pdffile.Dict, object int) error {
	g, err := c.f.Dict(m["Group"])
	if err != nil {
		return err
	}
	if s, err := c.nameOf(g["S"]); err != nil || s != "Transparency" {
		return err
	}
	if c.x1a() {
		c.add(Group, number(m["Group"], object))
		return nil
	}
	if g["CS"] == nil {
		return nil
	}
	resources, err := c.f.Dict(m["Resources"])
	if err != nil {
		return err
	}
	s, err := c.space(g["CS"], resources, 0)
	if err != nil {
		return err
	}
	c.use(s, number(m["Group"], object), nil)
	return nil
}
