package render

import (
	"errors"

	"duikai/layout/artwork"
	"duikai/layout/diag"
	"duikai/layout/manuscript"
	"duikai/layout/page"
	"duikai/layout/pdffile"
	"duikai/render/picture"
	"duikai/render/rip"
)

// FileProblem tells of a file that could not be drawn. That drawing took too long
// on this machine is no verdict on the file.
func FileProblem(src diag.Pos, file string, err error) diag.Problem {
	if errors.Is(err, rip.ErrTime) {
		return diag.New(diag.AdNotDrawn, src, file)
	}
	return diag.New(diag.BadPicture, src, file, said{err})
}

// Said puts a fault of a picture or PDF file into words.
func Said(err error) diag.Worded { return said{err} }

type said struct{ error }

// In implements diag.Worded.
func (s said) In(l diag.Lang) string {
	en, zh, ok := artwork.Words(s.error)
	switch {
	case !ok:
		return reason(s).In(l)
	case l == diag.Chinese:
		return zh
	}
	return en
}

// reason is what a reader says is wrong, in the words of its table.
type reason struct{ error }

// In implements diag.Worded.
func (r reason) In(l diag.Lang) string {
	if l != diag.Chinese {
		return r.Error()
	}
	if zh := pdffile.ReasonChinese(r.Error()); zh != "" {
		return zh
	}
	return "程序处理不了"
}

// decode reads every picture that the pages show to its end, whatever the command
// does with them: what is wrong with a file is the same for all. broken tells that
// some cannot be used; the issue has them no more.
func (r *Result) decode(j Job, drawn bool) (broken bool) {
	bad := make(map[string]bool)
	for _, f := range r.Pictures.Check(r.Edition.Pages, drawn, func(ad *picture.Foreign) { j.examine(ad) }) {
		bad[f.Picture.File] = true
		r.Problems.Add(diag.BadPicture, f.Picture.Src, f.Picture.File, said{f.Err})
	}
	for _, rem := range r.Pictures.Remarks() {
		r.Problems = append(r.Problems, remark(rem, r.place(rem.File)))
	}
	r.leaveOut(bad)
	return len(bad) > 0
}

// place is where a picture first stands.
func (r *Result) place(file string) diag.Pos {
	for _, p := range r.Edition.Pages {
		for _, it := range p.Items {
			if pic, ok := it.(*page.Picture); ok && pic.File == file {
				return pic.Src
			}
		}
	}
	return r.Issue.Src
}

// leaveOut takes from the issue what it knows of files that cannot be used.
func (r *Result) leaveOut(files map[string]bool) {
	if len(files) == 0 {
		return
	}
	forget := func(list []manuscript.Picture) {
		for i := range list {
			if files[list[i].File.Path] {
				list[i].File.Art = artwork.Info{}
			}
		}
	}
	for _, p := range r.Issue.Pages {
		for _, s := range p.Slots {
			forget(s.Pictures)
		}
	}
	for _, s := range r.Issue.Stories {
		forget(s.Pictures)
	}
}

// remark is what is to be known of a picture that is set all the same.
func remark(r picture.Remark, at diag.Pos) diag.Problem {
	switch r.Kind {
	case picture.LostRows:
		if r.N == 0 {
			return diag.New(diag.PictureEnd, at, r.File)
		}
		return diag.New(diag.PictureRows, at, r.File, r.N, r.Of)
	case picture.FirstOnly:
		return diag.New(diag.PictureFirst, at, r.File, r.N)
	case picture.InksKept:
		return diag.New(diag.PictureInks, at, r.File, r.Name)
	case picture.InksGuessed:
		return diag.New(diag.PictureGuess, at, r.File)
	case picture.AlphaLost:
		return diag.New(diag.PictureAlpha, at, r.File)
	case picture.Shifted:
		return diag.New(diag.PictureShift, at, r.File, r.N)
	case picture.HighRange:
		return diag.New(diag.PictureRange, at, r.File)
	}
	return diag.New(diag.PictureProfile, at, r.File, reason{r.Err})
}
