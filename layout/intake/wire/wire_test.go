package wire_test

import (
	"flag"
	"html"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"duikai/layout/diag"
	"duikai/layout/intake"
	"duikai/layout/intake/invented"
	"duikai/layout/intake/wire"
	_ "duikai/samples/draws" // the same draws every time
)

var update = flag.Bool("update", false, "write the golden files")

func nitf(head, deck, author string, paras []string) string {
	var b strings.Builder
	b.WriteString(`<nitf><head><docdata><urgency ed-urg="3"/></docdata><pubdata date.publication="20260311" name="望汀日报" position.section="A2" position.sequence="4"/></head><body><body.head><hedline><hl1>` + head + `</hl1><hl2>` + deck + `</hl2></hedline><byline>` + author + `</byline></body.head><body.content>`)
	for _, p := range paras {
		b.WriteString("<p>" + html.EscapeString(p) + "</p>\n")
	}
	return b.String() + `</body.content></body></nitf>`
}

const newsML = `<?xml version="1.0" encoding="UTF-8"?><newsItem guid="urn:newsml:example.test:20260311:ferry7" xmlns="http://iptc.org/std/nar/2006-10-01/"><itemMeta><versionCreated>2026-03-11T10:00:00+08:00</versionCreated></itemMeta>
<contentMeta><urgency>1</urgency><headline>渡口开通早班船</headline><by>于渡</by><creditline>望汀社</creditline></contentMeta><contentSet><inlineXML contenttype="application/nitf+xml"><nitf><body><body.head><hedline><hl1>渡口开通早班船</hl1><hl2>往后每天两班</hl2></hedline><byline>于渡</byline><dateline>望汀3月11日电</dateline></body.head>
<body.content><p>第一班船<em>准时</em>离岸。</p><hl2>船工的话</hl2><block><p>往后每天两班。</p></block><media media-type="image"><media-reference source="boat.jpg"/><media-caption>早班船。</media-caption><media-producer>于渡</media-producer></media><media><media-reference source="../none.jpg"/><media-caption>没有的图。</media-caption></media></body.content></body></nitf></inlineXML></contentSet></newsItem>`

func TestGolden(t *testing.T) {
	src := invented.Folder(t, map[string][]byte{"a/ferry.xml": []byte(newsML), "a/boat.jpg": invented.Photo(300, 200), "b.xml": []byte(nitf("青浦桥装上新路灯", "孩子们最先发现", "贺兰山", []string{"灯亮了。"}))})
	if sure := wire.Reader().Claim(src); sure < 90 {
		t.Errorf("the claim is %d", sure)
	}
	invented.Golden(t, "wire.golden", wire.Reader(), src, intake.Options{Paper: "望汀日报"}, *update)
}

// TestTextInIsTextOut writes invented stories as NITF and reads them back.
func TestTextInIsTextOut(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		is := invented.Make(rapid.Uint64Range(0, 30).Draw(t, "seed"), "望汀日报", invented.Options().Date, 1)
		s := rapid.SampledFrom(is.Pages[0].Stories).Draw(t, "story")
		all, found := invented.Take(wire.Reader(), intake.OpenBytes([]byte(nitf(s.Head[0], s.Deck, s.Author, s.Paras)), "a.xml", "a.xml"), intake.Options{})
		if len(all) != 1 || len(found) > 0 || all[0].Edition == nil {
			t.Fatal(len(all), found)
		}
		if got, want := invented.Plain(all[0].Edition), invented.Squeezed(s.Head[0]+s.Deck+s.Author+strings.Join(s.Paras, "")); got != want {
			t.Errorf("read %q, written %q", got, want)
		}
		if p := all[0].Edition.Pages[0]; p.Number != 2 || p.Label != "A02" || p.Stories[0].Weight != 2 {
			t.Errorf("page %d %s, weight %d", p.Number, p.Label, p.Stories[0].Weight)
		}
	})
}

func FuzzWire(f *testing.F) {
	f.Add([]byte(newsML))
	f.Add([]byte(nitf("题", "", "", []string{"文。"})))
	f.Fuzz(func(_ *testing.T, data []byte) {
		all, _ := invented.Take(wire.Reader(), intake.OpenBytes(data, "a.xml", "a.xml"), invented.Options())
		for _, d := range all {
			if d.Edition != nil {
				d.Edition.Folder(d.Findings, intake.LayoutAuto)
			}
		}
	})
}

// TestScriptsAndRuby: what is raised, lowered or stands over characters says something,
// and stays; what is struck out is told.
func TestScriptsAndRuby(t *testing.T) {
	const story = `<nitf><head><docdata><date.issue norm="20160308"/></docdata><pubdata name="望汀日报" position.sequence="1"/></head><body><body.head><hedline><hl1>渡口停航</hl1></hedline></body.head>` +
		`<body.content><p>水H<sub>2</sub>O，面积5m<sup>2</sup>，<strong>T<sub>max</sub>为3</strong>度，10<sup>-3</sup>，见注<sup>[1]</sup>，<ruby>栗<rp>(</rp><rt>lì</rt><rp>)</rp>子<rt>zǐ</rt></ruby>熟，<s>划去</s>留下。</p></body.content></body></nitf>`
	text, codes := invented.Written(t, wire.Reader(), invented.Folder(t, map[string][]byte{"a.xml": []byte(story)}))
	if want := "\n水H~2~O，面积5m^2^，**T~max~为3**度，10^-3^，见注[1]，{栗|lì}{子|zǐ}熟，划去留下。\n"; !strings.Contains(text, want) {
		t.Errorf("%q is not in\n%s", want, text)
	}
	if codes[diag.ImportStruck] != 1 || codes[diag.ImportScript] != 1 || codes[diag.ImportDropped] != 0 {
		t.Errorf("told is %v", codes)
	}
}
