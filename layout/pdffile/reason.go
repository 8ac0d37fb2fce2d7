package pdffile

import (
	"regexp"
	"strings"
)

// reasons are what exactly is wrong with a file, as readers and the libraries
// under them say it, and the Chinese for it. What stands in no row is left out of
// a Chinese sentence where it has English words in it: names of formats, of their
// parts and numbers read the same in both languages.
var reasons = []struct {
	en *regexp.Regexp
	zh string
}{
	{regexp.MustCompile(`a code that does not exist`), "编码不存在"},
	{regexp.MustCompile(`a block with more than 64 values`), "一块超过 64 个数值"},
	{regexp.MustCompile(`a value out of range`), "数值超出范围"},
	{regexp.MustCompile(`data is missing`), "缺少数据"},
	{regexp.MustCompile(`data is left over`), "有多余的数据"},
	{regexp.MustCompile(`a marker where none should be`), "标记出现在不该有的位置"},
	{regexp.MustCompile(`no marker at byte (\d+)`), "第 $1 字节没有标记"},
	{regexp.MustCompile(`(?:zlib|gzip|lzw|png): invalid checksum`), "校验和不符"},
	{regexp.MustCompile(`zlib: invalid (?:header|dictionary)`), "压缩数据的开头有误"},
	{regexp.MustCompile(`flate: corrupt input before offset (\d+)`), "压缩数据在第 $1 字节前已损坏"},
	{regexp.MustCompile(`unexpected EOF|\bEOF\b`), "数据提前结束"},
	{regexp.MustCompile(`(?:gif|webp|vp8l?|riff|lzw|bmp|tiff|png|jpeg|flate|zlib): [^,，;]*`), "数据无法解开"},
	{regexp.MustCompile(`the library does not read it: it takes too much memory`), "占用内存过多"},
	{regexp.MustCompile(`the library does not read it`), "解码程序读不出"},
	{regexp.MustCompile(`reading it takes too long`), "读取用时过长"},
	{regexp.MustCompile(`(\d+) samples`), "$1 个通道"},
	{regexp.MustCompile(`(\d+) components`), "$1 个分量"},
	{regexp.MustCompile(`(\d+) scans`), "$1 遍扫描"},
	{regexp.MustCompile(`(\d+) of (\d+) strips`), "$2 条中只有 $1 条"},
	{regexp.MustCompile(`\bstrip\b`), "条带"},
	{regexp.MustCompile(`(\d+) bit\b`), "$1 位"},
	{regexp.MustCompile(`\bsampling\b`), "采样"},
	{regexp.MustCompile(`\bfilter (\d+)`), "滤波 $1"},
	{regexp.MustCompile(`the colour profile is damaged`), "颜色特性文件已损坏"},
	{regexp.MustCompile(`the colour profile is of a kind that the program does not read`), "程序不支持这种颜色特性文件"},
	{regexp.MustCompile(`("[^"]*") is for (\S+) and not for (\S+)`), "$1 用于 $2，不用于 $3"},
	{regexp.MustCompile(`drawing failed`), "绘制失败"},
	{regexp.MustCompile(`it cannot be drawn in (\d+) by (\d+) pixels`), "不能按 $1×$2 像素绘制"},
	{regexp.MustCompile(`its function cannot be read`), "其中的函数读不出"},
	{regexp.MustCompile(`a (Decode|Mask) of (\d+)`), "$1 有 $2 个数值"},
	{regexp.MustCompile(`(\d+) channels? for (\d+)`), "$2 个通道给出 $1 个"},
	{regexp.MustCompile(`(\d+) plates`), "$1 个色版"},
	{regexp.MustCompile(`("[^"]*") is of no CMYK press`), "$1 不是 CMYK 印刷用的"},
}

// english is a word of a sentence, not the name of a part (endstream, xref).
var english = regexp.MustCompile(`\b[a-z]+ [a-z]+\b|\b(?:the|a|an|of|no|not|is|has|it|its|in|to|for|with|without|too|invalid|unexpected|missing|unknown|bad|wrong|damaged)\b`)

// ReasonChinese puts the detail of a fault into Chinese. What no row knows is
// left out.
func ReasonChinese(detail string) string {
	for _, r := range reasons {
		detail = r.en.ReplaceAllString(detail, r.zh)
	}
	var kept []string
	for _, piece := range strings.Split(detail, ", ") {
		for _, part := range strings.Split(piece, ": ") {
			if part = strings.TrimSpace(part); part != "" && !english.MatchString(part) {
				kept = append(kept, part)
			}
		}
	}
	return strings.Join(kept, "，")
}
