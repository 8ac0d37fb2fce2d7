package intake

import (
	"bytes"
	"image"
	"image/gif"
	_ "image/jpeg" // for the sizes of pictures
	"image/png"
	"net/http"
	"path"
	"strings"

	"golang.org/x/image/bmp"
	_ "golang.org/x/image/tiff" // for the sizes of pictures
	_ "golang.org/x/image/webp" // for the sizes of pictures

	"duikai/layout/diag"
)

// pictureKinds are the kinds of files that issues show, by what their bytes say;
// gif and bmp stand among them because they are written anew as png.
var pictureKinds = map[string]string{"image/jpeg": ".jpg", "image/png": ".png", "image/webp": ".webp", "image/gif": ".gif", "image/tiff": ".tif", "application/pdf": ".pdf", "image/bmp": ".bmp"}

// sniffed is how many bytes tell a kind.
const sniffed = 512

// kindOf is the ending that the bytes of a picture ask for; empty: it is none.
func kindOf(head []byte) string {
	switch {
	case bytes.HasPrefix(head, []byte("II*\x00")), bytes.HasPrefix(head, []byte("MM\x00*")):
		return ".tif"
	case len(head) > 12 && string(head[4:8]) == "ftyp":
		if string(head[8:12]) == "avif" {
			return ".avif"
		}
		return ".heic"
	}
	return pictureKinds[http.DetectContentType(head)]
}

// IsPicture tells whether a file of the source begins as pictures do, whatever
// its name says: servers give a page of HTML under the name of a picture that
// they lost.
func (s *Source) IsPicture(file string) bool { return kindOf(s.Head(file, sniffed)) != "" }

// Picture is a file of the source as a picture. Its name gets the ending that
// its bytes ask for; gif and bmp are written
// anew as png, without loss.
func (s *Source) Picture(file string) *Picture {
	ext := kindOf(s.Head(file, sniffed))
	p := &Picture{Name: path.Base(file), At: s.Place(file)}
	if ext != "" && !sameKind(path.Ext(file), ext) {
		p.Name = strings.TrimSuffix(p.Name, path.Ext(p.Name)) + ext
	}
	anew := ext == ".gif" || ext == ".bmp"
	if anew {
		p.Name = strings.TrimSuffix(p.Name, path.Ext(p.Name)) + ".png"
	}
	p.Read = func() ([]byte, error) {
		data, err := s.read(file, MaxPicture)
		switch {
		case err != nil:
			return nil, err
		case kindOf(data[:min(len(data), sniffed)]) == "":
			return nil, fault{"it is no picture", "不是图片"}
		case anew:
			return asPNG(data, ext)
		}
		return data, nil
	}
	return p
}

func sameKind(a, b string) bool {
	a = strings.ToLower(a)
	return a == b || a == ".jpeg" && b == ".jpg" || a == ".tiff" && b == ".tif" || a == ".heif" && b == ".heic"
}

// mostPixels bounds what is decoded.
const mostPixels = 64 << 20

func asPNG(data []byte, ext string) ([]byte, error) {
	config, decode := gif.DecodeConfig, gif.Decode
	if ext == ".bmp" {
		config, decode = bmp.DecodeConfig, bmp.Decode
	}
	c, err := config(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	if c.Width > mostPixels || c.Height > mostPixels || c.Width*c.Height > mostPixels {
		return nil, fault{"it has too many pixels", "像素过多"}
	}
	img, err := decode(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	err = png.Encode(&b, img)
	return b.Bytes(), err
}

// Shown is the picture that a link of a file leads to; where there is none, what
// to tell of it. at is where the link stands.
func (s *Source) Shown(from, href string, at Place) (*Picture, *Finding) {
	file, kind := s.Link(from, href)
	if kind == LinkFile && s.IsPicture(file) {
		return s.Picture(file), nil
	}
	code := diag.ImportAbsent
	if kind == LinkOut {
		code = diag.ImportLinkOut
	}
	f := Find(code, at, Shortened(href))
	return nil, &f
}

// PixelSize is the size of a picture as its head tells; zero where it does not.
func (s *Source) PixelSize(file string) (w, h int) {
	const head = 256 << 10 // jpegs of cameras have previews before their size
	c, _, err := image.DecodeConfig(bytes.NewReader(s.Head(file, head)))
	if err != nil {
		return 0, 0
	}
	return c.Width, c.Height
}
