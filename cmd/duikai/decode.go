package main

import (
	"errors"

	"duikai/layout/artwork"
	"duikai/layout/diag"
	"duikai/layout/manuscript"
	"duikai/layout/page"
	"duikai/render/picture"
	"duikai/render/rip"
)

// said puts a fault of a picture or PDF file into words.
type said struct{ error }

// In implements diag.Worded.
func (s said) In(l diag.Lang) string {
	en, zh, ok := artwork.Words(s.error)
	if errors.Is(s.error, rip.ErrTime) {
		en, zh, ok = rip.ErrTime.Error(), "绘制用时过长", true
	}
	switch {
	case !ok:
		return s.Error()
	case l == diag.Chinese:
		return zh
	}
	return en
}

// decode reads every picture that the pages show to its end, whatever the command
// does with them: what is wrong with a file is the same for all. broken tells that
// some cannot be used; the issue has them no more.
func (r *result) decode(drawn bool) (broken bool) {
	bad := make(map[string]bool)
	for _, f := range r.pictures.Check(r.edition.Pages, drawn) {
		bad[f.Picture.File] = true
		r.problems.Add(diag.BadPicture, f.Picture.Src, f.Picture.File, said{f.Err})
	}
	for _, rem := range r.pictures.Remarks() {
		r.problems = append(r.problems, remark(rem, r.place(rem.File)))
	}
	r.leaveOut(bad)
	return len(bad) > 0
}

// place is where a picture first stands.
func (r *result) place(file string) diag.Pos {
	for _, p := range r.edition.Pages {
		for _, it := range p.Items {
			if pic, ok := it.(*page.Picture); ok && pic.File == file {
				return pic.Src
			}
		}
	}
	return r.issue.Src
}

// leaveOut takes from the issue what it knows of files that cannot be used.
func (r *result) leaveOut(files map[string]bool) {
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
	for _, p := range r.issue.Pages {
		for _, s := range p.Slots {
			forget(s.Pictures)
		}
	}
	for _, s := range r.issue.Stories {
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
	case picture.HighRange:
		return diag.New(diag.PictureRange, at, r.File)
	}
	return diag.New(diag.PictureProfile, at, r.File, r.Err)
}
