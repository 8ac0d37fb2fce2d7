package manuscript

import (
	"bytes"
	"image"
	"image/jpeg"
	"io/fs"
	"maps"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"duikai/samples"
)

// TestMemory: an issue that is loaded again and again while its files are changed is,
// with all that is told of it, what it is when it is loaded for the first time.
func TestMemory(t *testing.T) {
	files := make(fstest.MapFS)
	wangting := samples.Wangting()
	err := fs.WalkDir(wangting, ".", func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		data, err := fs.ReadFile(wangting, name)
		files[name] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	names := slices.DeleteFunc(slices.Sorted(maps.Keys(files)), func(s string) bool {
		return s != issueFile && !strings.HasPrefix(s, storyDir+"/")
	})
	r := rand.New(rand.NewPCG(1, 2))
	var m Memory
	recalled, pictured, before := 0, 0, make(map[string]*Story)
	for step := range 24 {
		for range 1 + r.IntN(3) {
			garble(r, files, names[r.IntN(len(names))])
		}
		got, gotProblems := m.Load(files)
		want, wantProblems := Load(files)
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("step %d: another issue", step)
		}
		if !reflect.DeepEqual(gotProblems, wantProblems) {
			t.Fatalf("step %d: told is\n%v\nnot\n%v", step, gotProblems, wantProblems)
		}
		if got != nil {
			spoil(got)
			for _, s := range got.Stories {
				if was := before[s.ID]; was != nil && len(s.Blocks) > 0 && len(was.Blocks) > 0 && &s.Blocks[0] == &was.Blocks[0] {
					recalled++ // its text is the one that was read before
					if len(s.Pictures) > 0 {
						pictured++
					}
				}
				before[s.ID] = s
			}
		}
	}
	if recalled < 24*25 {
		t.Errorf("%d stories were not read again in 24 loads", recalled)
	}
	if pictured < 24 {
		t.Errorf("%d stories with pictures were not read again in 24 loads", pictured)
	}
}

// TestMemoryKey: a story is read again where anything that it is read from is another,
// though its text is the same.
func TestMemoryKey(t *testing.T) {
	const text = "---\nheadline: 题\n---\n江水,流。\n"
	pictured := strings.Replace(text, "headline", "pictures: [{file: p.jpg}]\nheadline", 1)
	with := func(more ...string) fstest.MapFS {
		return folder(append([]string{issueY, sound, storyA, text}, more...)...)
	}
	later := func(files fstest.MapFS) fstest.MapFS {
		files["p.jpg"].ModTime = time.Unix(1, 0)
		return files
	}
	var picture, wider string
	for width, into := range map[int]*string{30: &picture, 40: &wider} {
		var b bytes.Buffer
		if err := jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, width, 40)), nil); err != nil {
			t.Fatal(err)
		}
		*into = b.String()
	}
	wider += strings.Repeat("x", max(len(picture)-len(wider), 0))
	picture += strings.Repeat("x", max(len(wider)-len(picture), 0))
	for name, states := range map[string][]fstest.MapFS{
		"what is mended":    {with(), with(issueY, sound+"style: {normalize: false}\n"), with()},
		"another name":      {with(), with("stories/b.md", text)},
		"a picture comes":   {with(storyA, pictured), with(storyA, pictured, "p.jpg", "x")},
		"a picture goes":    {with(storyA, pictured, "p.jpg", "x"), with(storyA, pictured)},
		"one that is like":  {with(storyA, pictured), with(storyA, pictured, "pictures/p.jpg", "x")},
		"a picture changes": {with(storyA, pictured, "p.jpg", "x"), later(with(storyA, pictured, "p.jpg", picture))},
		"at one size":       {with(storyA, pictured, "p.jpg", picture), later(with(storyA, pictured, "p.jpg", wider))},
		"is a folder now":   {with(storyA, pictured, "p.jpg", picture), with(storyA, pictured, "p.jpg/x", "")},
	} {
		var m Memory
		for i, files := range states {
			got, gotProblems := m.Load(files)
			want, wantProblems := Load(files)
			if !reflect.DeepEqual(got, want) || !reflect.DeepEqual(gotProblems, wantProblems) {
				t.Errorf("%s, state %d: told is\n%v\nnot\n%v", name, i, gotProblems, wantProblems)
			}
		}
	}
}

// garble takes a line out of a file, doubles one, or puts one into another's place.
func garble(r *rand.Rand, files fstest.MapFS, name string) {
	lines := strings.Split(string(files[name].Data), "\n")
	i, j := r.IntN(len(lines)), r.IntN(len(lines))
	switch {
	case name == issueFile || r.IntN(2) == 0:
		lines = slices.Insert(lines, i, lines[j])
	case r.IntN(2) == 0:
		lines = slices.Delete(lines, i, i+1)
	default:
		lines[i] = "optional: [deck, summary]"
	}
	files[name] = &fstest.MapFile{Data: []byte(strings.Join(lines, "\n"))}
}

// spoil does to the stories of an issue what is done to them later.
func spoil(is *Issue) {
	for _, s := range is.Stories {
		s.Text, s.Optional, s.Weight = TextRef{Name: "other"}, slices.DeleteFunc(s.Optional, func(Part) bool { return true }), 7
	}
}
