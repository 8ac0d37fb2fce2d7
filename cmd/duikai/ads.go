package main

import (
	"io/fs"
	"slices"

	"duikai/layout/artwork"
	"duikai/layout/diag"
	"duikai/layout/manuscript"
	"duikai/layout/pdffile"
	"duikai/render/pdfx"
	"duikai/render/preflight"
)

// adCodes are the findings of preflight that an editor should send back to an
// advertiser, by what they are about. What else is found in an advertisement
// is left to `duikai preflight`.
var adCodes = map[preflight.Code]diag.Code{
	preflight.RGB: diag.AdColour, preflight.Independent: diag.AdColour, preflight.DefaultSpace: diag.AdColour,
	preflight.Alternate: diag.AdColour, preflight.BadSpace: diag.AdColour, preflight.SpotColour: diag.AdColour, preflight.Colorants: diag.AdColour,
	preflight.NotEmbedded: diag.AdFont, preflight.FontMissing: diag.AdFont, preflight.FontFileType: diag.AdFont,
	preflight.BadFont: diag.AdFont, preflight.NoGlyph: diag.AdFont, preflight.Notdef: diag.AdFont, preflight.Widths: diag.AdFont,
	preflight.SoftMask: diag.AdTransparency, preflight.Opacity: diag.AdTransparency, preflight.BlendMode: diag.AdTransparency, preflight.Group: diag.AdTransparency,
	preflight.InkOver: diag.AdInk, preflight.InkNear: diag.AdInk,
	preflight.CoarseImage: diag.AdResolution, preflight.LowImage: diag.AdResolution, preflight.CoarseLine: diag.AdResolution, preflight.LowLine: diag.AdResolution,
	preflight.Hairline: diag.AdLine, preflight.ThinLine: diag.AdLine,
	preflight.TinyType: diag.AdType, preflight.SmallType: diag.AdType, preflight.ReversedType: diag.AdType, preflight.TintedType: diag.AdType,
	preflight.ColourType: diag.AdType, preflight.RichBlack: diag.AdType,
	preflight.WhiteOverprint: diag.AdFault, preflight.BadContent: diag.AdFault, preflight.NoResource: diag.AdFault, preflight.BadImage: diag.AdFault,
	preflight.PostScript: diag.AdFault, preflight.OPI: diag.AdFault, preflight.Reference: diag.AdFault, preflight.Alternates: diag.AdFault,
	preflight.ExternalData: diag.AdFault, preflight.Transfer: diag.AdFault, preflight.Halftone: diag.AdFault,
	preflight.LZW: diag.AdFault, preflight.JPX: diag.AdFault, preflight.TooMuch: diag.AdFault,
}

// finding has the words of preflight.
type finding struct{ preflight.Finding }

// In implements diag.Worded.
func (f finding) In(l diag.Lang) string { return f.Text(l) }

// ads checks the advertisements for the standard that the edition is to have. A copy for the screen
// takes whatever a screen shows.
func (j job) ads(is *manuscript.Issue) diag.List {
	standard := preflight.X1a
	switch {
	case j.print.standard == pdfx.Plain:
		return nil
	case j.print.standard == pdfx.X4:
		standard = preflight.X4
	}
	return checkAds(j.fsys, is, j.pages, standard)
}

// checkAds checks the PDF files of advertisements on the wanted pages as they
// will be printed on ours, and warns of the worst of each kind at the slot.
// Files that cannot be read at all were reported when the issue was loaded.
func checkAds(fsys fs.FS, is *manuscript.Issue, pages []int, standard preflight.Standard) diag.List {
	var problems diag.List
	checked := make(map[string][]preflight.Finding)
	for _, p := range is.Pages {
		if pages != nil && !slices.Contains(pages, p.Number) {
			continue
		}
		for _, s := range p.Slots {
			if s.Kind != manuscript.AdSlot {
				continue
			}
			for _, pic := range s.Pictures {
				if pic.File.Art.Format != artwork.PDF {
					continue
				}
				list, ok := checked[pic.File.Path]
				if !ok {
					list = checkAd(fsys, pic.File.Path, standard)
					checked[pic.File.Path] = list
				}
				for _, f := range list {
					problems = append(problems, diag.New(adCodes[f.Code], pic.File.Src, pic.File.Path, finding{f}))
				}
			}
		}
	}
	return problems
}

// checkAd gives the worst finding of each kind in the first page of a file.
func checkAd(fsys fs.FS, path string, standard preflight.Standard) []preflight.Finding {
	fi, err := fs.Stat(fsys, path)
	if err != nil || fi.Size() > pdffile.MaxBytes {
		return nil
	}
	data, err := readFile(fsys, path, fi.Size())
	if err != nil {
		return nil
	}
	var list []preflight.Finding
	for _, f := range preflight.Check(data, preflight.Options{Standard: standard, Page: 1, Artwork: true}) {
		kind, ok := adCodes[f.Code]
		if !ok {
			continue
		}
		i := slices.IndexFunc(list, func(o preflight.Finding) bool { return adCodes[o.Code] == kind })
		switch {
		case i < 0:
			list = append(list, f)
		case f.Severity() > list[i].Severity():
			list[i] = f
		}
	}
	return list
}
