package fonts

import (
	"fmt"
	"slices"
)

// Role is what a face is used for on the page (字体角色).
type Role uint8

const (
	Song       Role = iota // Song (宋) sets the body.
	Title                  // Title (标宋) sets headlines.
	TitleBlack             // TitleBlack (特粗标宋) sets the lead and the nameplate.
	Hei                    // Hei (黑) sets captions, credits and folios.
	HeiBold                // HeiBold (粗黑) sets short headlines, subheads and bold text.
	Kai                    // Kai (楷) sets bylines, kickers, notes and emphasis.
	// The program has no face of its own for FangSong, WeiBei, LiShu and Yuan: until a
	// paper supplies one, another role lends its own (Set.Lender).
	FangSong // FangSong (仿宋) sets texts and bylines; Kai lends.
	WeiBei   // WeiBei (魏碑) sets headlines of weight; XingKai lends.
	LiShu    // LiShu (隶书) sets headlines of supplements; XingKai lends.
	XingKai  // XingKai (行楷) sets headlines as a brush writes them.
	Yuan     // Yuan (圆体) sets headlines of services and for children; HeiBold lends.
	roleCount
)

var roleNames = [roleCount]string{"song", "title", "title-black", "hei", "hei-bold", "kai", "fangsong", "weibei", "lishu", "xingkai", "yuan"}

// Roles lists every role.
func Roles() []Role {
	all := make([]Role, roleCount)
	for i := range all {
		all[i] = Role(i)
	}
	return all
}

// String is the role's name in issue.yaml.
func (r Role) String() string {
	if r < roleCount {
		return roleNames[r]
	}
	return fmt.Sprintf("role %d", r)
}

// ParseRole reads a role's name.
func ParseRole(s string) (Role, bool) {
	i := slices.Index(roleNames[:], s)
	return Role(max(i, 0)), i >= 0
}

// Chain is the faces tried in turn for a role.
type Chain struct {
	faces  []*Face
	proper int // so many of the first are meant for the role
}

// Faces is the chain in order. It must not be written to.
func (c Chain) Faces() []*Face { return c.faces }

// Proper is the faces that are meant for the role: the paper's own, or those of
// the program. Where another draws a character, the page shows two hands.
func (c Chain) Proper() []*Face { return c.faces[:c.proper] }

// Face is the first face of the chain that covers the character. The quotes
// “”‘’, the dash — and the ellipsis … belong to Chinese and to Latin type; in
// a Chinese line they are an em wide, so a face that draws them at a Latin
// width is passed over as long as another has them wide. It returns false
// where no face covers the character.
func (c Chain) Face(r rune) (*Face, bool) {
	if sharedMark(r) {
		for _, f := range c.faces {
			if f.Has(r) && f.Advance(r) >= wideMark && f.Has(anyHan) {
				return f, true
			}
		}
	}
	if hanMark(r) {
		for _, f := range c.faces {
			if f.Has(r) && f.Has(anyHan) {
				return f, true
			}
		}
	}
	for _, f := range c.faces {
		if f.Has(r) {
			return f, true
		}
	}
	return nil, false
}

// hanMark tells whether a character belongs to Chinese type alone: faces of other
// scripts draw 。 and （ for their own page, or for none.
func hanMark(r rune) bool {
	return r >= 0x3000 && r <= 0x303f || r >= 0xfe10 && r <= 0xfe4f && (r < 0xfe20 || r > 0xfe2f) || r >= 0xff00 && r <= 0xffef
}

// anyHan is a character that every Chinese face has and no Latin one: a Latin
// face may draw … an em wide, but on the baseline.
const anyHan = '一'

// anyLatin is a letter that every face with Latin letters has.
const anyLatin = 'a'

// wideMark parts Chinese quotes and dashes from Latin ones: Noto Serif SC's
// dash is 0.89 em and its quotes 1 em, LXGW WenKai's Latin quotes are 0.35.
const wideMark Em = 750

func sharedMark(r rune) bool {
	switch r {
	case '“', '”', '‘', '’', '—', '…':
		return true
	}
	return false
}

// Set is a chain for every role.
type Set struct {
	chains  [roleCount]Chain
	lenders [roleCount]Role // whose faces a role is set with; its own, or another's
}

// fallback is the order in which the other roles' faces help out: the nearest
// in colour first.
var fallback = [roleCount][]Role{
	Song:       {Song, Title, Hei, Kai},
	Title:      {Title, TitleBlack, HeiBold, Song, Hei, Kai},
	TitleBlack: {TitleBlack, Title, HeiBold, Song, Hei, Kai},
	Hei:        {Hei, HeiBold, Song, Kai},
	HeiBold:    {HeiBold, Hei, TitleBlack, Song, Kai},
	Kai:        {Kai, Song, Hei},
	FangSong:   {FangSong, Kai, Song, Hei},
	WeiBei:     {WeiBei, XingKai, TitleBlack, HeiBold, Title, Song, Hei, Kai},
	LiShu:      {LiShu, XingKai, TitleBlack, HeiBold, Title, Song, Hei, Kai},
	XingKai:    {XingKai, Kai, TitleBlack, HeiBold, Title, Song, Hei},
	Yuan:       {Yuan, HeiBold, Hei, TitleBlack, Title, Song, Kai},
}

// NewSet builds the chains: the paper's own faces for a role first, then the
// role's face, then the others.
func NewSet(own, base map[Role][]*Face) *Set {
	s := new(Set)
	for _, role := range Roles() {
		var c Chain
		s.lenders[role] = role
		for _, r := range fallback[role] {
			if len(c.faces) == 0 && len(base[r]) > 0 {
				s.lenders[role] = r
			}
			c = c.then(base[r])
		}
		s.chains[role] = c
	}
	return s.With(own)
}

// then is the chain with more faces behind it. The first added are the proper
// ones.
func (c Chain) then(more []*Face) Chain {
	for _, f := range more {
		if !slices.Contains(c.faces, f) {
			c.faces = append(c.faces, f)
		}
	}
	if c.proper == 0 {
		c.proper = len(c.faces)
	}
	return c
}

// helpers parts faces that have Han or Latin letters from those that only help
// out with letters of another script: these must not draw the figures and marks
// of all text.
func helpers(faces []*Face) (first, last []*Face) {
	for _, f := range faces {
		if f.Has(anyHan) || f.Has(anyLatin) {
			first = append(first, f)
		} else {
			last = append(last, f)
		}
	}
	return first, last
}

// With is the set with a paper's own faces put first. A role that has none is lent
// the paper's own as well; those of other roles help out last.
func (s *Set) With(own map[Role][]*Face) *Set {
	with := &Set{lenders: s.lenders}
	for i, c := range s.chains {
		role := Role(i)
		if len(own[role]) > 0 {
			with.lenders[role] = role
		}
		with.chains[role] = c
		if faces := own[with.lenders[role]]; len(faces) > 0 {
			first, last := helpers(faces)
			with.chains[role] = Chain{}.then(first).then(c.faces).then(last)
		}
	}
	// A character that nobody else has comes from what the paper named for another role.
	for i := range with.chains {
		for _, r := range Roles() {
			with.chains[i] = with.chains[i].then(own[r])
		}
	}
	return with
}

// Same tells whether another set has the same faces for the same roles.
func (s *Set) Same(o *Set) bool {
	for _, r := range Roles() {
		a, b := s.chains[r], o.chains[r]
		if a.proper != b.proper || s.lenders[r] != o.lenders[r] || !slices.Equal(a.faces, b.faces) {
			return false
		}
	}
	return true
}

// Lender is the role whose faces a role is set with: its own, or, where neither the
// program nor the paper has any for it, another.
func (s *Set) Lender(r Role) Role { return s.lenders[r] }

// Chain is the chain of a role.
func (s *Set) Chain(r Role) Chain { return s.chains[r] }

// Faces lists every face of the set once, in the order of the roles.
func (s *Set) Faces() []*Face {
	var all []*Face
	for _, c := range s.chains {
		for _, f := range c.faces {
			if !slices.Contains(all, f) {
				all = append(all, f)
			}
		}
	}
	return all
}
