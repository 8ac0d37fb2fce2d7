package pdffile

import (
	"fmt"
	"testing"
)

// TestReasonChinese: a Chinese sentence has no English words of a library.
func TestReasonChinese(t *testing.T) {
	for in, want := range map[string]string{
		"JPEG @179402, a value out of range":                    "JPEG @179402，数值超出范围",
		"JPEG @7, a block with more than 64 values":             "JPEG @7，一块超过 64 个数值",
		"PNG IDAT, zlib: invalid checksum":                      "PNG IDAT，校验和不符",
		"TIFF, flate: corrupt input before offset 91":           "TIFF，压缩数据在第 91 字节前已损坏",
		"gif: too much image data":                              "数据无法解开",
		"TIFF, lzw: invalid code":                               "TIFF，数据无法解开",
		"the library does not read it":                          "解码程序读不出",
		"TIFF YCbCr 2×3, 12 bit":                                "TIFF YCbCr 2×3，12 位",
		"TIFF, 3 of 4 strips":                                   "TIFF，4 条中只有 3 条",
		"PDF xref @120":                                         "PDF xref @120",
		"runtime error: index out of range [3] with length 2":   "",
		`the colour profile is damaged: primaries in Lab`:       "颜色特性文件已损坏",
		`"sRGB" is for RGB and not for Gray`:                    `"sRGB" 用于 RGB，不用于 Gray`,
		"unexpected EOF":                                        "数据提前结束",
		"JPEG sampling 3×1":                                     "JPEG 采样 3×1",
		"PDF object 12 endstream":                               "PDF object 12 endstream",
		"something that nobody has put into the table of words": "",
	} {
		if got := ReasonChinese(in); got != want {
			t.Errorf("%s: %s, want %s", in, got, want)
		}
	}
	en, zh, ok := Words(fmt.Errorf("%w: JPEG @3, a value out of range", ErrBroken))
	if !ok || en != "the file is damaged (JPEG @3, a value out of range): ask for it again" || zh != "文件已损坏（JPEG @3，数值超出范围），请重新索取" {
		t.Errorf("%s, %s", en, zh)
	}
}
