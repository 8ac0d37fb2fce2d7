package proof_test

import (
	"bufio"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"duikai/layout/geom"
	"duikai/layout/page"
	"duikai/render/pdf"
	"duikai/render/picture"
	"duikai/render/proof"
	"duikai/samples"
	"duikai/samples/oracle"
)

// TestAgreesWithPDF: what is seen is what is printed. Every page of the sample
// is drawn here and, from its PDF, by poppler, which rasterises in its own way;
// the pictures must have the same structure. Blocks of PDF are left out, for a
// proof only shows where they stand.
func TestAgreesWithPDF(t *testing.T) {
	const (
		dpi   = 100
		least = 0.97
		// Poppler puts every glyph and every picture on the whole pixel left of
		// and above its place. Drawn finer, moved back by one of these pixels
		// and averaged, it shows where things stand.
		finer = 6
	)
	ed := edition(t)
	for _, p := range ed.Pages {
		p.Bleed = 0 // so that poppler draws the trim
	}
	pictures := picture.New(samples.Wangting())
	document, err := pdf.Render(ed, pdf.Options{Pictures: pictures})
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	file := filepath.Join(dir, "edition.pdf")
	if err := os.WriteFile(file, document, 0o644); err != nil {
		t.Fatal(err)
	}
	glyphs := new(proof.Glyphs)
	for i, p := range ed.Pages {
		img, err := proof.Draw(p, proof.Options{DPI: dpi, Glyphs: glyphs, Pictures: pictures})
		if err != nil {
			t.Fatal(err)
		}
		mine := image.NewGray(img.Rect)
		draw.Draw(mine, mine.Rect, img, image.Point{}, draw.Src)
		theirs := averaged(poppler(t, file, i+1, dpi*finer), finer)
		if d := theirs.Rect.Max.Sub(mine.Rect.Max); max(d.X, -d.X, d.Y, -d.Y) > 1 {
			t.Errorf("page %d: poppler makes it %v, the proof %v", p.Number, theirs.Rect.Max, mine.Rect.Max)
			continue
		}
		maskBlocks(p, dpi, mine, theirs)
		got, at := ssim(mine, theirs)
		t.Logf("page %d: %.4f, least near %v", p.Number, got, at)
		if got <= least {
			t.Errorf("page %d: the proof agrees with the PDF to %.4f, not %v; least near %v", p.Number, got, least, at)
		}
		// The measure must tell pages apart that differ in little: two
		// pixels' shift of all that is drawn.
		moved := image.NewGray(mine.Rect)
		draw.Draw(moved, moved.Rect, image.White, image.Point{}, draw.Src)
		draw.Draw(moved, moved.Rect.Add(image.Pt(2, 0)), mine, image.Point{}, draw.Src)
		if s, _ := ssim(moved, theirs); s > 0.9 {
			t.Errorf("page %d: two pixels aside it still agrees to %.4f", p.Number, s)
		}
	}
}

// poppler draws a page of a PDF file in grey.
func poppler(t *testing.T, file string, number, dpi int) *image.Gray {
	t.Helper()
	name, n := strings.TrimSuffix(file, ".pdf"), strconv.Itoa(number)
	out, err := oracle.Command(t, "pdftoppm", "-gray", "-singlefile", "-f", n, "-l", n, "-r", strconv.Itoa(dpi), file, name).CombinedOutput()
	if err != nil {
		t.Fatalf("pdftoppm: %v\n%s", err, out)
	}
	return readPGM(t, name+".pgm")
}

// averaged is a picture made smaller by a whole number and moved right and down
// by one of its pixels: every pixel is the mean of those it stands for.
func averaged(img *image.Gray, by int) *image.Gray {
	w, h := (img.Rect.Dx()+by-1)/by, (img.Rect.Dy()+by-1)/by
	out := image.NewGray(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			sum, n := 0, 0
			for j := max(y*by-1, 0); j < min((y+1)*by-1, img.Rect.Dy()); j++ {
				for i := max(x*by-1, 0); i < min((x+1)*by-1, img.Rect.Dx()); i++ {
					sum += int(img.Pix[j*img.Stride+i])
					n++
				}
			}
			out.Pix[y*out.Stride+x] = uint8((sum + n/2) / max(n, 1))
		}
	}
	return out
}

// maskBlocks whitens the places of PDF files in both pictures.
func maskBlocks(p *page.Page, dpi int, images ...*image.Gray) {
	for _, it := range p.Items {
		b, ok := it.(*page.Block)
		if !ok {
			continue
		}
		px := func(l geom.Length) int { return int(l * geom.Length(dpi) / geom.Inch) }
		r := image.Rect(px(b.Rect.X), px(b.Rect.Y), px(b.Rect.Right()), px(b.Rect.Bottom())).Inset(-2)
		for _, img := range images {
			draw.Draw(img, r, image.White, image.Point{}, draw.Src)
		}
	}
}

// ssim is the mean structural similarity of two grey pictures (Wang and others
// 2004) over windows of 8 by 8 pixels, 4 apart, and where the least is.
func ssim(a, b *image.Gray) (mean float64, worst image.Point) {
	const (
		side, step = 8, 4
		c1, c2     = (0.01 * 255) * (0.01 * 255), (0.03 * 255) * (0.03 * 255)
		n          = side * side
	)
	w, h := min(a.Rect.Dx(), b.Rect.Dx()), min(a.Rect.Dy(), b.Rect.Dy())
	sum, windows, least := 0.0, 0, 2.0
	for y := 0; y+side <= h; y += step {
		for x := 0; x+side <= w; x += step {
			var sa, sb, saa, sbb, sab int
			for j := range side {
				ra, rb := a.Pix[(y+j)*a.Stride+x:][:side], b.Pix[(y+j)*b.Stride+x:][:side]
				for i := range side {
					u, v := int(ra[i]), int(rb[i])
					sa, sb, saa, sbb, sab = sa+u, sb+v, saa+u*u, sbb+v*v, sab+u*v
				}
			}
			ma, mb := float64(sa)/n, float64(sb)/n
			va, vb, cov := float64(saa)/n-ma*ma, float64(sbb)/n-mb*mb, float64(sab)/n-ma*mb
			s := (2*ma*mb + c1) * (2*cov + c2) / ((ma*ma + mb*mb + c1) * (va + vb + c2))
			sum += s
			windows++
			if s < least {
				least, worst = s, image.Pt(x, y)
			}
		}
	}
	return sum / float64(windows), worst
}

// TestSSIM: the measure is 1 for equal pictures, near 0 for noise against
// white.
func TestSSIM(t *testing.T) {
	a, b := image.NewGray(image.Rect(0, 0, 40, 40)), image.NewGray(image.Rect(0, 0, 40, 40))
	for i := range a.Pix {
		a.Pix[i], b.Pix[i] = uint8(i*i*31>>3), 255
	}
	if s, _ := ssim(a, a); s < 0.9999 {
		t.Errorf("a picture agrees with itself to %v", s)
	}
	if s, _ := ssim(a, b); s > 0.1 {
		t.Errorf("noise agrees with white to %v", s)
	}
	c := image.NewGray(b.Rect)
	copy(c.Pix, b.Pix)
	c.SetGray(39, 39, color.Gray{})
	if s, at := ssim(b, c); s > 0.99999 || at != image.Pt(32, 32) {
		t.Errorf("a black corner: %v, least at %v", s, at)
	}
}

// readPGM reads a grey picture as poppler writes it.
func readPGM(t *testing.T, name string) *image.Gray {
	t.Helper()
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r := bufio.NewReader(f)
	var w, h, most int
	if _, err := fmt.Fscanf(r, "P5\n%d %d\n%d\n", &w, &h, &most); err != nil || most != 255 {
		t.Fatalf("%s: %v", name, err)
	}
	img := image.NewGray(image.Rect(0, 0, w, h))
	if _, err := io.ReadFull(r, img.Pix); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return img
}
