package dump

import (
	"bytes"
	"path"
	"strings"

	"duikai/layout/diag"
	"duikai/layout/intake"
)

// PDFKind is the word of --from for PDF files.
const PDFKind = "pdf"

// PDF reads PDF files, one or several pages each, by the text that stands in
// them and its places. How text is got out of a file is the caller's to say.
func PDF(text func(document []byte) ([]Sheet, error)) intake.Reader {
	r := pdfReader{text}
	return intake.Reader{Kind: PDFKind, Claim: r.claim, Lots: r.lots}
}

type pdfReader struct {
	text func([]byte) ([]Sheet, error)
}

func isPDF(file string) bool { return strings.EqualFold(path.Ext(file), ".pdf") }

// claim leaves folders to others where PDF files are not most of them: e-papers
// have one a page beside their text.
func (r pdfReader) claim(src *intake.Source) int {
	n := 0
	for _, f := range src.Files {
		if isPDF(f) {
			n++
		}
	}
	const sure = 60
	switch {
	case n > 0 && n*2 > len(src.Files):
		return sure
	case len(src.Files) == 1 && bytes.HasPrefix(src.Head(src.Files[0], 8), []byte("%PDF-")):
		return sure
	}
	return 0
}

func (r pdfReader) lots(src *intake.Source, o intake.Options) (out []intake.Lot, found []intake.Finding) {
	for _, file := range src.Files {
		if len(src.Files) > 1 && !isPDF(file) {
			found = append(found, intake.Find(diag.ImportUnreadable, src.Place(file), said{"it is no PDF", "不是 PDF"}))
			continue
		}
		date, page := pathDate(file)
		w := whereabouts{paper: o.Paper, date: date, page: page}
		if !o.Date.IsZero() {
			w.date = o.Date
		}
		if o.Page > 0 {
			w.page = o.Page
		}
		if w.paper == "" || w.date.IsZero() {
			sheets, why := r.sheets(src, file)
			if why != nil {
				found = append(found, *why)
				continue
			}
			for _, s := range sheets {
				w.look(strings.Split(sheetText(s), "\n"))
			}
		}
		lot, why := w.lot(src, file)
		if why != nil {
			found = append(found, why...)
			continue
		}
		o := o
		o.Paper, o.Date, o.Page = w.paper, w.date, w.page
		lot.Read = func() intake.Delivery { return r.read(src, file, o) }
		out = append(out, lot)
	}
	return out, found
}

// maxPDF is the largest file that is read.
const maxPDF = 256 << 20

func (r pdfReader) sheets(src *intake.Source, file string) ([]Sheet, *intake.Finding) {
	data, why := src.Read(file, maxPDF)
	if why != nil {
		return nil, why
	}
	sheets, err := r.text(data)
	if err != nil {
		f := intake.Find(diag.ImportUnreadable, src.Place(file), said{err.Error(), "程序报告 " + err.Error()})
		return nil, &f
	}
	return sheets, nil
}

func (r pdfReader) read(src *intake.Source, file string, o intake.Options) intake.Delivery {
	data, why := src.Read(file, maxPDF)
	if why != nil {
		return intake.Delivery{Findings: []intake.Finding{*why}}
	}
	sheets, why := r.sheets(src, file)
	if why != nil {
		return intake.Delivery{Findings: []intake.Finding{*why}}
	}
	e := &intake.Edition{Paper: o.Paper, Date: o.Date, Sources: []intake.SourceFile{src.Describe(file, PDFKind, "", data)}}
	var found []intake.Finding
	for i, s := range sheets {
		ls, text := placed(s, src.Place(file).File)
		var w whereabouts
		w.look(strings.Split(text, "\n"))
		number := w.page
		if o.Page > 0 && (len(sheets) == 1 || number == 0) {
			number = o.Page + i
		}
		guessed := number == 0
		if guessed {
			number = 1 + i
		}
		into := e.Page(number)
		for len(into.Stories) > 0 { // the header names another's number
			number++
			into = e.Page(number)
		}
		into.Sheet = intake.Size{W: s.W, H: s.H}
		found = append(found, fill(into, ls, src.Place(file), o)...)
		if guessed {
			if len(sheets) == 1 {
				into.Number = guessNumber(into)
			}
			found = append(found, intake.Find(diag.ImportPageNumber, src.Place(file), into.Number))
		}
	}
	if len(e.Stories()) == 0 {
		return intake.Delivery{Findings: found}
	}
	return intake.Delivery{Edition: e, Findings: found}
}
