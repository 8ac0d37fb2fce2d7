package fonts_test

import (
	"slices"
	"testing"

	"golang.org/x/image/font/gofont/goregular"

	"duikai/fonts"
	"duikai/fonts/embedded"
)

func set(t testing.TB) *fonts.Set {
	t.Helper()
	s, err := embedded.Set()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func names(faces []*fonts.Face) []string {
	var list []string
	for _, f := range faces {
		list = append(list, f.Name())
	}
	return list
}

func TestRoles(t *testing.T) {
	for _, r := range fonts.Roles() {
		if back, ok := fonts.ParseRole(r.String()); !ok || back != r {
			t.Errorf("%v reads as %v", r, back)
		}
		if len(set(t).Chain(r).Faces()) == 0 {
			t.Errorf("%v has no face", r)
		}
	}
	if _, ok := fonts.ParseRole("宋"); ok {
		t.Error("an unknown role was read")
	}
	if s := fonts.Role(200).String(); s != "role 200" {
		t.Error(s)
	}
}

func TestFallbackOrder(t *testing.T) {
	for role, want := range map[fonts.Role][]string{
		fonts.Song:     {"NotoSerifSC-Regular", "NotoSerifSC-Bold", "NotoSansSC-Regular", "LXGWWenKai-Regular"},
		fonts.HeiBold:  {"NotoSansSC-Bold", "NotoSansSC-Regular", "NotoSerifSC-Black", "NotoSerifSC-Regular", "LXGWWenKai-Regular"},
		fonts.FangSong: {"LXGWWenKai-Regular", "NotoSerifSC-Regular", "NotoSansSC-Regular"},
		fonts.LiShu:    {"MaShanZheng-Regular", "NotoSerifSC-Black", "NotoSansSC-Bold", "NotoSerifSC-Bold", "NotoSerifSC-Regular", "NotoSansSC-Regular", "LXGWWenKai-Regular"},
	} {
		if got := names(set(t).Chain(role).Faces()); !slices.Equal(got, want) {
			t.Errorf("%v: %q, want %q", role, got, want)
		}
	}
	if got := len(set(t).Faces()); got != 7 {
		t.Errorf("%d faces in the set", got)
	}
}

// TestLenders: a role without a face is lent one, the paper's own where it has that,
// until the paper has one for the role itself.
func TestLenders(t *testing.T) {
	s, own := set(t), latin(t)
	for role, want := range map[fonts.Role]fonts.Role{
		fonts.Song: fonts.Song, fonts.XingKai: fonts.XingKai,
		fonts.FangSong: fonts.Kai, fonts.WeiBei: fonts.XingKai, fonts.LiShu: fonts.XingKai, fonts.Yuan: fonts.HeiBold,
	} {
		if got := s.Lender(role); got != want {
			t.Errorf("%v is lent by %v, not %v", role, got, want)
		}
	}
	with := s.With(map[fonts.Role][]*fonts.Face{fonts.XingKai: {own}, fonts.WeiBei: {face(t, fonts.Kai)}})
	if got := with.Lender(fonts.LiShu); got != fonts.XingKai || with.Chain(fonts.LiShu).Faces()[0] != own {
		t.Errorf("隶书 is lent by %v, set with %s", got, with.Chain(fonts.LiShu).Faces()[0].Name())
	}
	if got := with.Lender(fonts.WeiBei); got != fonts.WeiBei || with.Chain(fonts.WeiBei).Faces()[0].Name() != "LXGWWenKai-Regular" {
		t.Errorf("魏碑 is lent by %v, set with %s", got, with.Chain(fonts.WeiBei).Faces()[0].Name())
	}
}

// Quotes, dash and ellipsis of Chinese text are an em wide; WenKai's quotes
// are Latin ones.
func TestQuotesComeFromAFaceThatHasThemWide(t *testing.T) {
	kai := set(t).Chain(fonts.Kai)
	for r, want := range map[rune]string{
		'字': "LXGWWenKai-Regular", '，': "LXGWWenKai-Regular", '—': "LXGWWenKai-Regular",
		'“': "NotoSerifSC-Regular", '”': "NotoSerifSC-Regular", '‘': "NotoSerifSC-Regular", '’': "NotoSerifSC-Regular",
	} {
		f, ok := kai.Face(r)
		if !ok || f.Name() != want {
			t.Errorf("%c is set with %v, not %s", r, f.Name(), want)
		}
	}
	// Where no face has them wide, narrow ones are better than none.
	only := fonts.NewSet(nil, map[fonts.Role][]*fonts.Face{fonts.Song: {latin(t)}}).Chain(fonts.Song)
	if f, ok := only.Face('“'); !ok || f.Name() != "GoRegular" {
		t.Errorf("%v, %v", f, ok)
	}
	if _, ok := only.Face('汉'); ok {
		t.Error("Go Regular covers 汉")
	}
	if _, ok := (fonts.Chain{}).Face('a'); ok {
		t.Error("an empty chain covers a")
	}
}

func TestOwnFacesComeFirst(t *testing.T) {
	own := latin(t)
	with := set(t).With(map[fonts.Role][]*fonts.Face{fonts.Hei: {own}})
	if f, _ := with.Chain(fonts.Hei).Face('a'); f != own {
		t.Errorf("a is set with %s", f.Name())
	}
	if f, _ := with.Chain(fonts.Hei).Face('汉'); f.Name() != "NotoSansSC-Regular" {
		t.Errorf("汉 is set with %s", f.Name())
	}
	if f, _ := with.Chain(fonts.Song).Face('a'); f == own {
		t.Error("the paper's face for one role came before another role's face")
	}
	if f, _ := set(t).Chain(fonts.Hei).Face('a'); f == own {
		t.Error("With changed the set it was called on")
	}
}

// FuzzChain: a chain never names a face that lacks the character.
func FuzzChain(f *testing.F) {
	for _, r := range "a汉—“\U00020BB7" {
		f.Add(r, uint8(r))
	}
	f.Fuzz(func(t *testing.T, r rune, role uint8) {
		all := fonts.Roles()
		c := set(t).Chain(all[int(role)%len(all)])
		face, ok := c.Face(r)
		if ok != (face != nil) || ok && !face.Has(r) {
			t.Errorf("%U: %v, %v", r, face, ok)
		}
	})
}

// TestHelpFromOtherRoles: what a paper names for one role helps out last in all the
// others, and draws there nothing that they have themselves.
func TestHelpFromOtherRoles(t *testing.T) {
	own, err := fonts.Open(goregular.TTF)
	if err != nil {
		t.Fatal(err)
	}
	base := set(t)
	with := base.With(map[fonts.Role][]*fonts.Face{fonts.Song: {own}})
	for _, r := range fonts.Roles() {
		if r == fonts.Song {
			continue
		}
		faces := with.Chain(r).Faces()
		if faces[len(faces)-1] != own || !slices.Equal(with.Chain(r).Proper(), base.Chain(r).Proper()) {
			t.Errorf("%v: %d faces, the paper's own is not the last", r, len(faces))
		}
	}
}
