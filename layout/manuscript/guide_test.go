package manuscript

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"duikai/layout/diag"
)

// inBothGuides tests the editor's guide, in Chinese and in English.
func inBothGuides(t *testing.T, test func(t *testing.T, guide string)) {
	for _, name := range []string{"README.md", "README.en.md"} {
		t.Run(name, func(t *testing.T) {
			data, err := os.ReadFile(filepath.Join("..", "..", "samples", name))
			if err != nil {
				t.Fatal(err)
			}
			test(t, string(data))
		})
	}
}

// TestGuideNamesEveryKey: no key and no name of a choice is missing in the
// guide.
func TestGuideNamesEveryKey(t *testing.T) { inBothGuides(t, namesEveryKey) }

func namesEveryKey(t *testing.T, text string) {
	told := func(name string) {
		if !strings.Contains(text, "`"+name+"`") {
			t.Errorf("the guide does not tell of `%s`", name)
		}
	}
	for _, names := range [][]string{
		keyNames("", issueKeys()), keyNames("", styleKeys(), "body"), keyNames("body.", bodyKeys()), keyNames("", textStyleKeys()), keyNames("", inkKeys()), keyNames("", pictureKeys()), keyNames("nameplate.", nameplateKeys()), keyNames("caption.", captionKeys()),
		keyNames("", formatKeys()), keyNames("", pageKeys()), keyNames("", slotKeys()), keyNames("", storyKeys()), keyNames("", storyPictureKeys()), keyNames("", makeupKeys()),
		keyNames("", proofsKeys()), keyNames("", markKeys()), keyNames("", answerKeys()), keyNames("", signatureKeys()),
	} {
		for _, name := range names {
			told(name)
		}
	}
	for _, c := range []choices{boxNames, headNames, breakNames, punctuationNames, figureNames, formatNames, headerNames, separatorNames, textAlignNames, subheadNames, labelNames, sheetNames, alignNames, inkNames, creditNames, nameplateNames, placeNames, roleNames, flagWords, partNames, planNames, pageKindNames, makeupNames, signOffNames} {
		for i, name := range c.names {
			told(name)
			told(c.word(i))
		}
	}
}

// keyNames are the names of a table's keys, but for those whose own keys stand
// in the guide with the name in front.
func keyNames[T any](prefix string, keys []key[T], but ...string) (names []string) {
	but = append(but, "caption", "nameplate") // mappings in the style, keys elsewhere
	for _, k := range keys {
		if prefix != "" || !slices.Contains(but, k.name) {
			names = append(names, prefix+k.name)
		}
	}
	return names
}

// TestGuideExamples loads the guide's examples: they lack the files that they
// name, and nothing else.
func TestGuideExamples(t *testing.T) { inBothGuides(t, examplesLoad) }

func examplesLoad(t *testing.T, guide string) {
	absent := []diag.Code{diag.MissingStory, diag.MissingPicture, diag.MissingFont, diag.MissingProfile, diag.UnusedStory, diag.EmptyPage, diag.NoHeadline, diag.MarkStory}
	n := map[string]int{}
	for _, m := range regexp.MustCompile("(?s)```(yaml|markdown)\n(.*?)```").FindAllStringSubmatch(guide, -1) {
		issue, story, proofs, text := sound, goodA, "", m[2]
		first, _, _ := strings.Cut(text, ":")
		kind := ""
		switch {
		case m[1] == "markdown" && strings.HasPrefix(text, "---"):
			kind, story = "story", text
		case m[1] == "markdown":
			kind, story = "text", "---\nheadline: 题\n---\n"+text
		case first == "paper":
			kind, issue = "issue", text
		case first == "marks":
			kind, proofs = "proofs", text
		case first == "pages":
			kind, issue = "pages", head+text
		case first == "slots":
			kind, issue = "slots", head+"pages:\n- number: 1\n  slots:\n"+strings.TrimPrefix(text, "slots:\n")
		case strings.HasPrefix(text, "  - "):
			kind, issue = "slots", head+page1+text
		case first == "style" || first == "format":
			kind, issue = first, sound+text
		default:
			kind, story = "front matter", "---\n"+text+"---\n文\n"
		}
		n[kind]++
		_, problems := Load(folder(issueY, issue, storyA, story, ProofsFile, proofs))
		for _, p := range problems {
			if p.Severity() > diag.Info && !slices.Contains(absent, p.Code) {
				t.Errorf("%v\nin\n%s", p, text)
			}
		}
	}
	if len(n) != 9 {
		t.Errorf("only these kinds of examples: %v", n)
	}
}

// TestGuidesHaveTheSameExamples: what one language shows, the other shows too.
func TestGuidesHaveTheSameExamples(t *testing.T) {
	var first []string
	inBothGuides(t, func(t *testing.T, guide string) {
		var list []string
		for _, m := range regexp.MustCompile("(?s)```(yaml|markdown|sh)\n(.*?)```").FindAllStringSubmatch(guide, -1) {
			list = append(list, regexp.MustCompile(` +# .*`).ReplaceAllString(m[2], ""))
		}
		if first == nil {
			first = list
		}
		if !slices.Equal(list, first) {
			t.Errorf("%d examples, not the %d of the other language, or others", len(list), len(first))
		}
	})
}
