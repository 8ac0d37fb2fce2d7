package main

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"
)

// TestPreflightAsTheIssue: what stands on a page is taken by preflight too, what
// is refused is refused by both, and both say why in the same words, in both
// languages.
func TestPreflightAsTheIssue(t *testing.T) {
	ink := streamOf("", "0 0 0 1 k 10 10 50 50 re f")
	fine := oddAd("", "", "", ink)
	bomb := deflated([]byte(deflated(bytes.Repeat([]byte(" "), 140<<20))))
	cut := deflated([]byte(strings.Repeat("0 0 9 9 re f 1 2 m ", 99)))[:20]
	form := func(e, d string) string { return streamOf("/Type /XObject /Subtype /Form /BBox [0 0 9 9] "+e, d) }
	const drawn = "/XObject <</X 5 0 R>>"
	do := streamOf("", "/X Do")
	packed := "/Filter [/FlateDecode /FlateDecode]"
	picture := func(e, d string) string {
		return streamOf("/Type /XObject /Subtype /Image /Width 9 /Height 9 /BitsPerComponent 8 /ColorSpace /DeviceGray "+e, d)
	}
	const large, largeZh = "it is larger than the program will open", "尺寸过大，程序无法打开"
	const lost, lostZh = "the object cannot be read, and the page draws with it", "对象无法读取，而页面要用到它"
	const unread, unreadZh = "the object cannot be read", "对象无法读取"
	const searched, searchedZh = "the table of objects is damaged; they had to be searched for", "交叉引用表损坏，只能逐个查找对象"
	tests := []struct {
		name, file string
		refused    bool // by both
		en, zh     string
	}{
		{"good", fine, false, "", ""},
		{"a table elsewhere", strings.Replace(fine, "startxref\n", "startxref\n9", 1), false, searched, searchedZh},
		{"no startxref", strings.Replace(fine, "startxref", "startxxxx", 1), false, searched, searchedZh},
		{"no table", fine[:strings.Index(fine, "xref\n0")], false, searched, searchedZh},
		{"a line put in", strings.Replace(fine, "%PDF-1.4\n", "%PDF-1.4\n% more\n", 1), false, searched, searchedZh},
		{"one entry wrong", strings.Replace(fine, "0000000009 00000 n", "0000000011 00000 n", 1), false, searched, searchedZh},
		{"no table, and an object that nothing draws", strings.Replace(oddAd("/PieceInfo 5 0 R", "", "", ink, "<</A [>>"), "startxref\n", "startxref\n9", 1), false, searched, searchedZh},
		{"empty content", oddAd("", "", "", streamOf("/Filter /FlateDecode", "")), false, "nothing is drawn on the page", "页面上没有任何可见内容"},
		{"a font that is not there", oddAd("", "", "", streamOf("", "BT /F9 12 Tf (A) Tj ET")), true, "text is set in a font that is not there", "文字使用的字体资源不存在"},
		{"two empty filters", oddAd("", "", "", streamOf("/Filter [/ASCII85Decode /FlateDecode]", "~>")), false, "", ""},
		{"an empty form", oddAd("", "", drawn, do, form("/Filter /FlateDecode", "")), false, "", ""},
		{"80 figures in an object", oddAd("", "", drawn, do, form("/A "+strings.Repeat("9", 80), "q Q")), false, "", ""},
		{"80 figures in the content", oddAd("", "", "", streamOf("", "0 0 0 1 k 10 10 50 "+strings.Repeat("9", 80)+" re f")), false, "", ""},
		{"400 figures in the content", oddAd("", "", "", streamOf("", "0 0 0 1 k 10 10 50 -"+strings.Repeat("9", 400)+" re f")), false, "", ""},
		{"80 figures behind the point", oddAd("", "", "", streamOf("", "0 0 0 1 k 10 10 50 0."+strings.Repeat("9", 80)+" re f")), false, "", ""},
		{"locked by its owner alone", strings.Replace(fine, "/Size", "/Encrypt "+ownersAlone()+" /Size", 1), true, "it is protected by its owner's password against being taken apart; ask for the file without protection", "文件受权限密码保护，不允许拆用；请提供方取消保护后重新提供"},
		{"locked", strings.Replace(fine, "/Size", "/Encrypt <</Filter /Standard>> /Size", 1), true, "it is locked by a password; ask for the file without one", "文件有打开密码；请提供方取消密码后重新提供"},
		{"a bomb", oddAd("", "", "", streamOf("/Filter [/FlateDecode /FlateDecode]", bomb)), true, "it is larger than the program will open (PDF, > 128 MB): save it smaller", "尺寸过大，程序无法打开（PDF，> 128 MB），请缩小后另存"},
		{"cut content", oddAd("", "", "", streamOf("/Filter /FlateDecode", cut)), true, "the file is damaged (PDF FlateDecode): ask for it again", "文件已损坏（PDF FlateDecode），请重新索取"},
		{"a bomb in a form", oddAd("", "", drawn, do, form(packed, bomb)), true, large, largeZh},
		{"a bomb in a form of a form", oddAd("", "", drawn, do, form("/Resources <</XObject <</Y 6 0 R>>>>", "/Y Do"), form(packed, bomb)), true, large, largeZh},
		{"a picture with more than it needs", oddAd("", "", drawn, do, picture(packed, bomb)), false, "", ""},
		{"a bomb in a pattern", oddAd("", "", "/Pattern <</X 5 0 R>>", streamOf("", "/Pattern cs /X scn 0 0 9 9 re f"), streamOf("/Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 9 9] /XStep 9 /YStep 9 /Resources <<>> "+packed, bomb)), true, large, largeZh},
		{"a bomb that nothing draws", oddAd("", "", drawn, ink, form(packed, bomb)), false, "", ""},
		{"a cut form", oddAd("", "", drawn, do, form("/Filter /FlateDecode", cut)), true, "", ""},
		{"a cut form that nothing draws", oddAd("", "", drawn, ink, form("/Filter /FlateDecode", cut)), false, "", ""},
		{"a broken object", oddAd("", "", drawn, do, "<</A [>>"), true, lost, lostZh},
		{"a broken object that nothing draws", oddAd("", "", drawn, ink, "<</A [>>"), false, unread, unreadZh},
		{"a form that is not there", oddAd("", "", "", do), true, "the content uses", "页面使用的"},
		{"no pages", strings.Replace(fine, "[3 0 R]", "[]     ", 1), true, "the file is damaged (PDF Pages): ask for it again", "文件已损坏（PDF Pages），请重新索取"},
	}
	for _, tt := range tests {
		dir := adFolder(t, tt.file)
		for lang, want := range map[string]string{"en": tt.en, "zh": tt.zh} {
			runs := [][]string{{"check", dir}}
			if lang == "en" {
				runs = append(runs, []string{"render", dir, "-o", filepath.Join(dir, "out.pdf"), "--standard", "none"})
			}
			for _, args := range runs {
				set := duikai(t, append(args, "--lang", lang)...)
				if (set.code != exitOK) != tt.refused || !strings.Contains(set.stdout+set.stderr, want) {
					t.Errorf("%s: %s ends with %d\n%s%s", tt.name, args[0], set.code, set.stdout, set.stderr)
				}
			}
			got := duikai(t, "--lang", lang, "preflight", filepath.Join(dir, "pictures", "shop.pdf"), "--format", "json")
			// What the page itself has; the rest is that it makes no claim.
			refused := false
			for _, code := range []string{"damaged", "encrypted", "protected", "too-much", "bad-content", "object-damaged", "missing-resource", "bad-image", "font-missing"} {
				refused = refused || strings.Contains(got.stdout, `"`+code+`"`)
			}
			if refused != tt.refused || !strings.Contains(got.stdout, want) || want == "" && strings.Contains(got.stdout, "repaired") {
				t.Errorf("%s: preflight says\n%s%s", tt.name, got.stdout, got.stderr)
			}
		}
	}
}
