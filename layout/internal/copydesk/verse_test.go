package copydesk_test

import (
	"fmt"
	"strings"
	"testing"

	"duikai/layout/intake"
	"duikai/layout/internal/copydesk"
	"duikai/layout/internal/markup"
)

// shown is the text of a story, a block a piece: its kind unless it is a paragraph, how far
// it is indented, and a stroke behind a stanza.
func shown(s *intake.Story) string {
	var out []string
	for _, b := range s.Body {
		text := b.Text.String()
		switch b.Kind {
		case intake.Paragraph:
		case intake.Verse:
			text = fmt.Sprintf("%d %s", b.Indent, text)
			if b.StanzaEnds {
				text += " /"
			}
		default:
			text = b.Kind.String() + " " + text
		}
		out = append(out, text)
	}
	return strings.Join(out, "|")
}

// TestVerseOfPages: lines of a poem are known on a web page, by whatever its site parts them,
// with their stanzas and indents; what only looks like them stays what it is.
func TestVerseOfPages(t *testing.T) {
	for name, tt := range map[string]struct{ page, want string }{
		"paragraphs":           {"<P>　　船靠岸的时候</P><P>　　江水先到</P><P>　　　灯笼后到</P><P>　</P><P>　　石阶数着他们</P>", "0 船靠岸的时候|0 江水先到|1 灯笼后到 /|0 石阶数着他们"},
		"an indent of two":     {"<P>　　船靠岸的时候</P><P>　　江水先到</P><P>　　　　灯笼后到</P><P>　　石阶数着他们</P>", "0 船靠岸的时候|0 江水先到|2 灯笼后到|0 石阶数着他们"},
		"breaks":               {"<p>船靠岸的时候<br>江水先到<br>　　灯笼后到<br><br>石阶数着他们<br>忘了</p>", "0 船靠岸的时候|0 江水先到|2 灯笼后到 /|0 石阶数着他们|0 忘了"},
		"a break in its p":     {"<p>船靠岸的时候</p><p>江水先到</p><p><br></p><p>灯笼后到</p><p>石阶数着他们</p>", "0 船靠岸的时候|0 江水先到 /|0 灯笼后到|0 石阶数着他们"},
		"an old poem":          {"<p>竹篙三丈六，</p><p>点破一江秋。</p><p>问我归何处，</p><p>前头是石洲。</p>", "0 竹篙三丈六，|0 点破一江秋。|0 问我归何处，|0 前头是石洲。"},
		"inside a report":      {"<p>老船工在船头念了一首诗，岸上的人都停下来听。</p><p>竹篙三丈六</p><p>点破一江秋</p><p>问我归何处</p><p>前头是石洲</p><p>念完他把篙一点，船就走了，岸上的人还站在那里。</p>", "老船工在船头念了一首诗，岸上的人都停下来听。|0 竹篙三丈六|0 点破一江秋|0 问我归何处|0 前头是石洲|念完他把篙一点，船就走了，岸上的人还站在那里。"},
		"short paragraphs":     {"<p>雨停了。</p><p>没有人说话。</p><p>老廖点上灯。</p><p>船开了。</p>", "雨停了。|没有人说话。|老廖点上灯。|船开了。"},
		"times":                {"<p>6:20 朝闻望汀</p><p>7:00 汀江气象</p><p>8:15 老船坞</p><p>9:00 盐道</p>", "6:20 朝闻望汀|7:00 汀江气象|8:15 老船坞|9:00 盐道"},
		"three lines":          {"<p>船靠岸的时候</p><p>江水先到</p><p>灯笼后到</p>", "船靠岸的时候|江水先到|灯笼后到"},
		"a list of names":      {"<p>下列同志获奖，现予公布。</p><p>港务局：卫知时　沈亦舟　陆知远　何青禾</p><p>供水公司：方以南　白桐</p>", "下列同志获奖，现予公布。|names 港务局：卫知时　沈亦舟　陆知远　何青禾|names 供水公司：方以南　白桐"},
		"names without labels": {"<p>下列同志获奖，现予公布。</p><p>卫知时　沈亦舟　陆知远　何青禾</p>", "下列同志获奖，现予公布。|names 卫知时　沈亦舟　陆知远　何青禾"},
	} {
		t.Run(name, func(t *testing.T) {
			d := intake.Quoted(tt.page, intake.Place{File: "page.html"})
			s := &intake.Story{Headline: []intake.Field{intake.Given("x", intake.Text{{Text: "渡口"}})}}
			copydesk.Pieces(s, markup.Prose(d, markup.HTML(d).Root), nil)
			copydesk.Edit(s)
			if got := shown(s); got != tt.want {
				t.Errorf("the text is\n%s\nexpected\n%s", got, tt.want)
			}
		})
	}
}
