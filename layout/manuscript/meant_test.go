package manuscript

import (
	"slices"
	"strings"
	"testing"

	"duikai/layout/diag"
)

// mappings gives every mapping of the contract, at every depth: its place, the names
// of its keys and their Chinese words.
func mappings(yield func(at string, names, terms []string)) {
	seen := map[string]bool{}
	var walk func(at string, s *shape)
	walk = func(at string, s *shape) {
		if s.Properties != nil {
			var names, terms []string
			for _, p := range *s.Properties {
				names, terms = append(names, p.name), append(terms, p.shape.Title)
				walk(at+"."+p.name, p.shape)
			}
			if key := strings.Join(names, " "); !seen[key] {
				seen[key] = true
				yield(at, names, terms)
			}
		}
		if s.Items != nil {
			walk(at+"[]", s.Items)
		}
		for _, v := range slices.Concat(s.AnyOf, s.OneOf) {
			walk(at, v)
		}
		if v, ok := s.AdditionalProperties.(*shape); ok {
			walk(at+".*", v)
		}
	}
	walk(issueFile, shapeOf(issueKeys()))
	walk("front matter", shapeOf(storyKeys()))
	walk(ProofsFile, shapeOf(proofsKeys()))
}

// slipsOf are the ways to write a word with one slip: two letters exchanged, one left
// out, one twice, one other, a capital, a line for a hyphen.
func slipsOf(word string) (list []string) {
	rs := []rune(word)
	with := func(parts ...string) { list = append(list, strings.Join(parts, "")) }
	for i := range rs {
		before, behind := string(rs[:i]), string(rs[i+1:])
		if i+1 < len(rs) {
			with(before, string(rs[i+1]), string(rs[i]), string(rs[i+2:]))
		}
		if len(rs) > 2 {
			with(before, behind)
			with(before, "q", behind)
		}
		with(before, string(rs[i]), string(rs[i:]))
	}
	return append(list, strings.ToUpper(word[:1])+word[1:], strings.ReplaceAll(word, "-", "_"), strings.ReplaceAll(word, "-", ""))
}

// TestKeysWithSlips: whatever slip is made in a key of whatever mapping, a key is named
// that is as near; and so is the key for every Chinese word of the guide.
func TestKeysWithSlips(t *testing.T) {
	tables, words := 0, 0
	mappings(func(at string, names, terms []string) {
		tables++
		for i, name := range names {
			if got := keyMeant(terms[i], names, terms); got != name && slices.Index(terms, terms[i]) == i {
				t.Errorf("%s: %s means %q, not %q", at, terms[i], got, name)
			}
			for _, slip := range slipsOf(name) {
				if slices.Contains(names, slip) {
					continue
				}
				words++
				got := keyMeant(slip, names, terms)
				if got == "" || distance(slip, got, 9) > distance(slip, name, 9) {
					t.Errorf("%s: %s is taken for %q and not for %s", at, slip, got, name)
				}
			}
		}
	})
	if tables < 20 || words < 3000 {
		t.Errorf("only %d slips in %d mappings", words, tables)
	}
}

// TestOtherKeys: the words of other programs name keys that there are, and are none.
func TestOtherKeys(t *testing.T) {
	var all []string
	mappings(func(_ string, names, _ []string) { all = append(all, names...) })
	for word, keys := range otherKeys {
		for _, k := range keys {
			if !slices.Contains(all, k) {
				t.Errorf("%s stands for %s, which is no key", word, k)
			}
		}
	}
	for in, want := range map[string]string{
		"title: 题":     `unknown key "title" (→ "headline"?)`,
		"author: 何洁":   `unknown key "author" (→ "byline"?)`,
		"papre: 报":     `unknown key "papre" (→ issue.yaml: paper?)`,
		"style: {}":    `unknown key "style" (→ issue.yaml: style?)`,
		"附题: 副":        `unknown key "附题"`,
		"转版题: 短":       `unknown key "转版题" (→ "short"?)`,
		"head_size: 9": `unknown key "head_size" (→ "head-size"?)`,
	} {
		_, problems := Load(folder(issueY, sound, storyA, "---\n"+in+"\nkicker: 引\n---\n文。\n"))
		i := slices.IndexFunc(problems, func(p diag.Problem) bool { return p.Code == diag.UnknownKey })
		if i < 0 || problems[i].Text(diag.English) != want {
			t.Errorf("%s: %v, want %s", in, problems, want)
		}
	}
}
