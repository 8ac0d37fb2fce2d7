package manuscript

import (
	"strings"
)

// What the parser says, in an editor's words, with what to do. Most of it is
// said before parsing (yamlmend.go); this is for the rest. The messages are
// those of goccy/go-yaml as pinned; a test reads them from its source and finds
// each of them here.

// remedies that several messages share.
var (
	badIndent  = term{"the indent or the colon is wrong here: entries of one level begin in the same column, and each is key: value", "此处缩进或冒号有误：同级各行要对齐，每行写成「键: 值」"}
	noRoom     = term{"nothing may stand here: look for a missing comma, bracket or quote before it", "此处不应有内容：请检查前面是否缺逗号、括号或引号"}
	badAnchor  = term{"& and * at the head of a value are signs of YAML: put the text between single quotes", "值以 & 或 * 开头会被当成 YAML 记号：请给文字加单引号"}
	badTag     = term{"! at the head of a value is a sign of YAML: put the text between single quotes", "值以 ! 开头会被当成 YAML 记号：请给文字加单引号"}
	badPercent = term{"% at the head of a line is a sign of YAML: put the text between single quotes", "行首的 % 会被当成 YAML 记号：请给文字加单引号"}
	badTab     = term{"a tab stands where YAML takes spaces only: put half-width spaces in its stead", "此处是制表符，YAML 只认半角空格：请改成半角空格"}
	badEscape  = term{"between double quotes \\ and what follows mean nothing: put single quotes around the text", "双引号里的 \\ 用法有误：请改用单引号"}
	badBlock   = term{"| and > at the end of a key's line open a text of several lines: begin it on the next line, indented by two spaces, or put the text between single quotes", "键后的 | 或 > 表示多行文字：请另起一行并缩进两格书写，或给文字加单引号"}
	badEntry   = term{"between brackets values are parted by commas: look for a missing or doubled one", "括号里各项用半角逗号分隔：请检查是否缺少或多写了逗号"}
	badMark    = term{"a line --- inside the text begins another one: take it out or put it between quotes", "文字中间的 --- 会另起一段 YAML：请删去，或加引号"}
	noKeyHere  = term{"the key stands alone: write key: value", "键没有写全：请写成「键: 值」"}
)

// parserFaults are the beginnings of the parser's messages.
var parserFaults = []struct {
	says string
	word term
}{
	{"sequence end token ']' not found", term{"a list is never closed: write ] behind it", "列表没有结束：请在末尾补上 ]"}},
	{"',' or ']' must be specified", term{"a comma or ] is missing here", "此处缺少半角逗号或 ]"}},
	{"could not find flow mapping end token '}'", term{"a mapping is never closed: write } behind it", "花括号没有结束：请在末尾补上 }"}},
	{"',' or '}' must be specified", term{"a comma or } is missing here", "此处缺少半角逗号或 }"}},
	{"could not find '[' character", term{"there is no [ for this ]: take it out", "多余的 ]：请删去"}},
	{"could not find '{' character", term{"there is no { for this }: take it out", "多余的 }：请删去"}},
	{"could not find end character of double-quoted text", term{"the quote is never closed: write \" at the end of the text", "缺少右引号 \"：请在文字末尾补上"}},
	{"could not find end character of single-quoted text", term{"the quote is never closed: write ' at the end of the text", "缺少右引号 '：请在文字末尾补上"}},
	{"mapping value is not allowed in this context", term{"there is a second colon on this line: put the text between single quotes", "一行里不能有第二个「冒号加空格」：请给文字加单引号"}},
	{"value is not allowed in this context", noRoom},
	{"value cannot be placed after document separator", badMark},
	{"found unexpected document separator", badMark},
	{"unexpected end content", noRoom},
	{"unexpected key name", badIndent},
	{"unexpected map key", badIndent},
	{"unexpected scalar value", noRoom},
	{"unexpected token", noRoom},
	{"unexpected anchor", badAnchor},
	{"unexpected alias", badAnchor},
	{"unexpected directive", badPercent},
	{"unexpected format", badPercent},
	{"unknown YAML version", badPercent},
	{"YAML version has already been specified", badPercent},
	{"undefined directive value", badPercent},
	{"could not find directive value", badPercent},
	{"undefined anchor", badAnchor},
	{"undefined alias", badAnchor},
	{"undefined map key", noKeyHere},
	{"anchor is not allowed", badAnchor},
	{"anchors cannot be used consecutively", badAnchor},
	{"could not find anchor value", badAnchor},
	{"could not find alias value", badAnchor},
	{"could not find merge key", badAnchor},
	{"sequence entries are not allowed after anchor", badAnchor},
	{"tag is not allowed", badTag},
	{"specified not scalar tag", badTag},
	{"cannot assign default value", badTag},
	{"found invalid tag character", badTag},
	{"found an invalid key for this map", badIndent},
	{"cannot take map-key node", badIndent},
	{"could not find value for mapping key", noKeyHere},
	{"could not find map value", noKeyHere},
	{"could not find map", noKeyHere},
	{"could not find flow map content", noKeyHere},
	{"expected map key-value delimiter", noKeyHere},
	{"non-map value is specified", noKeyHere},
	{"map key definition includes an implicit line break", term{"a key and its colon stand on one line: look for a missing comma or colon above", "键和冒号要写在同一行：请检查上面是否缺逗号或冒号"}},
	{"block sequence entries are not allowed in this context", term{"a list begins on a line of its own: put it below the key, or the text between single quotes", "列表要另起一行写在键的下面；若「- 」是文字，请加单引号"}},
	{"expected sequence element, but found ','", badEntry},
	{"mapping key ", term{"this key stands twice: take one out", "此键重复：请删去一个"}},
	{"not enough length for escaped", badEscape},
	{"found unexpected character after high surrogate", badEscape},
	{"found unexpected low surrogate", badEscape},
	{"found unknown escape character", badEscape},
	{"found character '\t'", badTab},
	{"found a tab character", badTab},
	{"tab character cannot", badTab},
	{"invalid header option", badBlock},
	{"invalid number of indent", badBlock},
	{"could not find multi-line content", badBlock},
	{"'@' is a reserved character", term{"a value may not begin with @: put the text between single quotes", "值不能以 @ 开头：请给文字加单引号"}},
	{"'`' is a reserved character", term{"a value may not begin with a backquote: put the text between single quotes", "值不能以反引号 ` 开头：请给文字加单引号"}},
}

// otherFault is said of what the table does not know.
var otherFault = term{"YAML cannot read this place: look for indent, colon, comma, brackets and quotes, or put the text between single quotes", "YAML 读不懂此处：请检查缩进、冒号、逗号、括号和引号，或给文字加单引号"}

// parserWords gives the words for a message of the parser.
func parserWords(s string) term {
	for _, f := range parserFaults {
		if strings.HasPrefix(s, f.says) {
			return f.word
		}
	}
	return otherFault
}
