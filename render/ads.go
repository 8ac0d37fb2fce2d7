package render

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"duikai/layout/artwork"
	"duikai/layout/diag"
	"duikai/layout/page"
	"duikai/render/pdfx"
	"duikai/render/picture"
	"duikai/render/preflight"
)

// adCodes are the findings of preflight that an editor should send back to an
// advertiser, by what they are about. What else is found in an advertisement
// is left to `duikai preflight`. It is the one table of how bad a finding is in
// an issue: what cannot be read to its end is an error, as it is there, and
// whatever the file is for; what does not print well is a warning, for the
// paper must come out.
var adCodes = map[preflight.Code]diag.Code{
	preflight.RGB: diag.AdColour, preflight.Independent: diag.AdColour, preflight.DefaultSpace: diag.AdColour,
	preflight.Alternate: diag.AdColour, preflight.SpotColour: diag.AdColour, preflight.Colorants: diag.AdColour,
	preflight.NotEmbedded: diag.AdFont, preflight.FontFileType: diag.AdFont,
	preflight.NoGlyph: diag.AdFont, preflight.Notdef: diag.AdFont, preflight.Widths: diag.AdFont,
	preflight.SoftMask: diag.AdTransparency, preflight.Opacity: diag.AdTransparency, preflight.BlendMode: diag.AdTransparency, preflight.Group: diag.AdTransparency,
	preflight.InkOver: diag.AdInk, preflight.InkNear: diag.AdInk,
	preflight.CoarseImage: diag.AdResolution, preflight.LowImage: diag.AdResolution, preflight.CoarseLine: diag.AdResolution, preflight.LowLine: diag.AdResolution,
	preflight.Hairline: diag.AdLine, preflight.ThinLine: diag.AdLine,
	preflight.TinyType: diag.AdType, preflight.SmallType: diag.AdType, preflight.ReversedType: diag.AdType, preflight.TintedType: diag.AdType,
	preflight.ColourType: diag.AdType, preflight.RichBlack: diag.AdType,
	preflight.WhiteOverprint: diag.AdFault, preflight.Repaired: diag.AdFault, preflight.UnreadObject: diag.AdFault,
	preflight.PostScript: diag.AdFault, preflight.OPI: diag.AdFault, preflight.Reference: diag.AdFault, preflight.Alternates: diag.AdFault,
	preflight.ExternalData: diag.AdFault, preflight.Transfer: diag.AdFault, preflight.Halftone: diag.AdFault,
	preflight.OddTurn: diag.AdFault, preflight.Blank: diag.AdFault,
	preflight.LZW: diag.AdFault, preflight.JPX: diag.AdFault,

	preflight.TooMuch: diag.AdDamaged, preflight.BadContent: diag.AdDamaged, preflight.NoResource: diag.AdDamaged, preflight.BadObject: diag.AdDamaged,
	preflight.FontMissing: diag.AdDamaged, // its text is not printed
	preflight.BadImage:    diag.AdDamaged, preflight.BadFont: diag.AdDamaged, preflight.BadSpace: diag.AdDamaged,
}

// finding has the words of preflight.
type finding struct{ preflight.Finding }

// In implements diag.Worded.
func (f finding) In(l diag.Lang) string { return f.Text(l) }

// words are a remark in both languages.
type words struct{ en, zh string }

// In implements diag.Worded.
func (t words) In(l diag.Lang) string {
	if l == diag.Chinese {
		return t.zh
	}
	return t.en
}

func (t words) String() string { return t.en }

// adRemarks are the codes of what there is to be known of an advertisement that
// can be printed, with the words of those that are said by AdNotPrinted.
var adRemarks = map[artwork.RemarkKind]words{
	artwork.ScreenOnly:   {"%s is seen on a screen, but is not marked to be printed, and is left out", "%s 在屏幕上可见，但未设为打印，没有印出"},
	artwork.NoAppearance: {"%s is to be printed, but the file does not hold what it looks like; it is left out", "%s 应印出，但文件中没有它的外观，没有印出"},
	artwork.Comment:      {"%s is a comment to its readers, and is left out", "%s 是给读者看的批注，没有印出"},
	artwork.StaleFields:  {"it asks for its form fields to be drawn anew; they are printed as they were drawn before%s", "文件要求重新生成表单域的外观；现按原有外观印出%s"},
}

// annotationNames are the kinds of annotations (ISO 32000-2, 12.5.6) as programs in
// Chinese call them.
var annotationNames = map[string]string{
	"Stamp": "图章", "FreeText": "文本批注", "Text": "便笺", "Widget": "表单域", "Highlight": "高亮", "Underline": "下划线", "Squiggly": "波浪线", "StrikeOut": "删除线",
	"Ink": "手绘", "Line": "直线", "Square": "矩形", "Circle": "椭圆", "Polygon": "多边形", "PolyLine": "折线", "Caret": "插入符", "FileAttachment": "附件",
}

// annotationZh puts the name of the kind that a detail begins with into Chinese.
func annotationZh(detail string) string {
	kind, rest, _ := strings.Cut(detail, " ")
	if zh, ok := annotationNames[kind]; ok {
		return strings.TrimSpace(zh + " " + rest)
	}
	return detail
}

// adFaults are remarks that preflight has words for.
var adFaults = map[artwork.RemarkKind]preflight.Code{
	artwork.Repaired: preflight.Repaired, artwork.UnreadObject: preflight.UnreadObject, artwork.LostObject: preflight.BadObject,
	artwork.OddTurn: preflight.OddTurn,
}

// ads takes the PDF files on the pages apart as they will be printed, whatever
// the command, and says what is wrong with them and what there is to be known.
// One with an error is drawn by none.
func (j Job) ads(r Result, pictures *picture.Store) diag.List {
	var problems diag.List
	type key struct {
		file string
		page int
	}
	seen := make(map[key]bool)
	for _, p := range r.Edition.Pages {
		for _, it := range p.Items {
			b, ok := it.(*page.Block)
			if !ok || seen[key{b.File, b.Page}] {
				continue
			}
			seen[key{b.File, b.Page}] = true
			found := j.ad(b, p.Number, pictures)
			if found.Has(diag.Error) {
				pictures.LeaveOut(b)
			}
			problems = append(problems, found...)
		}
	}
	return problems
}

// ad takes one of them apart, which stands on a page.
func (j Job) ad(b *page.Block, number int, pictures *picture.Store) (problems diag.List) {
	ad, err := pictures.Block(b)
	if err != nil {
		problems.Add(diag.BadPicture, b.Src, b.File, said{err})
		return problems
	}
	for _, f := range j.checkAd(ad) {
		problems.Add(adCodes[f.Code], b.Src, b.File, finding{f})
	}
	damaged := problems.Has(diag.Error)
	if !damaged && !j.ForScreen {
		for _, f := range j.foreseen(ad) {
			problems.Add(diag.NotPDFX, b.Src, j.Standard, number, f.Kind, f.What)
		}
	}
	return append(remarks(b, ad, damaged), problems...)
}

// foreseen is what an advertisement has that the standard of the edition forbids, so that
// every command says that the file will not be of it, and not the one alone that writes
// it. What cannot be read here the writer says.
func (j Job) foreseen(ad *picture.Foreign) []pdfx.Fault {
	return picture.Remember(ad, j.Standard, func() []pdfx.Fault {
		found, _ := pdfx.Foreseen(ad.Document(), artwork.DocumentHead, j.Standard) // an error is told by the writer
		return found
	})
}

// remarks says what there is to be known of an advertisement. Of one that is damaged
// nothing is said of colours that stay: it will be another file.
func remarks(b *page.Block, ad *picture.Foreign, damaged bool) (problems diag.List) {
	for _, r := range ad.Remarks {
		switch r.Kind {
		case artwork.HiddenLayers:
			problems.Add(diag.AdLayers, b.Src, b.File, r.Count, r.Detail)
		case artwork.MorePages:
			problems.Add(diag.AdPages, b.Src, b.File, r.Count, b.Page)
		case artwork.Repaired, artwork.UnreadObject, artwork.LostObject:
			f := preflight.Finding{Code: adFaults[r.Kind], Object: r.Object}
			problems.Add(adCodes[f.Code], b.Src, b.File, finding{f})
		case artwork.OddTurn:
			const quarter = 90
			f := preflight.Finding{Code: adFaults[r.Kind], Args: []any{r.Detail, r.Count * quarter}}
			problems.Add(adCodes[f.Code], b.Src, b.File, finding{f})
		case artwork.Drawn:
			problems.Add(diag.AdOver, b.Src, b.File, r.Count)
		default:
			said := adRemarks[r.Kind]
			problems.Add(diag.AdNotPrinted, b.Src, b.File, words{fmt.Sprintf(said.en, r.Detail), fmt.Sprintf(said.zh, annotationZh(r.Detail))})
		}
	}
	done := ad.Separated
	if done.Colours+done.Pictures+done.Shadings > 0 {
		problems.Add(diag.AdConverted, b.Src, b.File, done.Colours, done.Pictures, done.Shadings)
	}
	for _, f := range done.Faults {
		if damaged {
			break
		}
		problems.Add(diag.AdInRGB, b.Src, b.File, f.Object, f.What, reason{errors.New(f.Why)})
	}
	return problems
}

// checkAd gives the worst finding of each kind in an advertisement as it is
// printed, by the standard that the edition is to have. A copy for the screen
// takes whatever a screen shows, but what cannot be read is not shown either, and a
// white page is as white there.
func (j Job) checkAd(ad *picture.Foreign) []preflight.Finding {
	var list []preflight.Finding
	for _, f := range j.examine(ad) {
		kind, ok := adCodes[f.Code]
		if !ok || j.Standard == pdfx.Plain && kind != diag.AdDamaged && f.Code != preflight.Blank {
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

// examine gives all findings in an advertisement as it is printed, found once.
func (j Job) examine(ad *picture.Foreign) []preflight.Finding {
	standard := preflight.X1a
	if j.Standard == pdfx.X4 {
		standard = preflight.X4
	}
	return picture.Remember(ad, standard, func() []preflight.Finding {
		return preflight.Check(ad.Document(), preflight.Options{Standard: standard, Page: 1, Artwork: true, JPEG: picture.JudgeJPEG})
	})
}
