package fonts_test

import (
	"bytes"
	"strings"
	"testing"

	"golang.org/x/image/font/gofont/goregular"

	"duikai/fonts"
)

// TestFaultsOfFiles: what is wrong with a file that is no font, or no more, is told
// in both languages.
func TestFaultsOfFiles(t *testing.T) {
	good := goregular.TTF
	for _, c := range []struct {
		name   string
		data   []byte
		en, zh string
	}{
		{"nothing", nil, "is empty", "空的"},
		{"zeros", make([]byte, 5000), "nothing but zeros", "全为零"},
		{"text", []byte("<html>"), "no font", "不是字体文件"},
		{"Type 1", []byte("\x80\x01\x00\x00%!PS-AdobeFont"), "Type 1", "Type 1"},
		{"an archive", []byte("PK\x03\x04aaaaaaaaaaaaaaaaaaaa"), "archive", "压缩包"},
		{"cut in its directory", good[:30], "cut short", "被截断"},
		{"cut by half", good[:len(good)/2], "cut short", "被截断"},
		{"without outlines", bytes.Replace(good, []byte("glyf"), []byte("EBDT"), 1), "outlines", "没有轮廓"},
		{"a list of fonts that is damaged", []byte("ttcf\x00\x01\x00\x00\xff\xff\xff\xff"), "damaged", "已损坏"},
	} {
		f, err := fonts.Open(c.data)
		if err == nil {
			err = f.Check()
		}
		if err == nil {
			t.Errorf("%s: a font", c.name)
			continue
		}
		en, zh := fonts.Words(err, false), fonts.Words(err, true)
		if !strings.Contains(en, c.en) || !strings.Contains(zh, c.zh) {
			t.Errorf("%s: %s; %s", c.name, en, zh)
		}
	}
}
