package epaper_test

import (
	"flag"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"

	"duikai/layout/diag"
	"duikai/layout/intake"
	"duikai/layout/intake/epaper"
	"duikai/layout/intake/invented"
)

var update = flag.Bool("update", false, "write the golden files")

func gbk(t testing.TB, s string) []byte {
	t.Helper()
	b, err := simplifiedchinese.GBK.NewEncoder().String(s)
	if err != nil {
		t.Fatal(err)
	}
	return []byte(b)
}

const pageHTML = `<HTML><HEAD><META content="text/html; charset=gb2312"><TITLE>望汀日报数字报</TITLE></HEAD>
<MAP NAME="PagePicMap"><Area coords="3.72,92.80,194.40,92.80,194.40,323.55,3.72,323.55" shape="polygon" href="content_70001.htm">
<Area coords="396.32,224.48,396.32,173.07,205.64,173.07,205.64,322.29,396.32,322.29" shape="polygon" href="content_70002.htm">
<Area coords="10,400,20,420" shape="rect" href="javascript:go('content_70003.htm')">
<Area coords="1,1,2,2,3,3" shape="polygon" href="../../../../../../etc/content_9.htm"></MAP>
<img src="../../page/1/2016-03/08/A01/x_brief.jpg" border=0 USEMAP=#pagepicmap width=400 height=575>
第A01版：要闻  <a id=pageLink href=node_187.htm>A01： 要闻</a> <a id=pageLink href=node_188.htm>A02： 综合</a>  <a href=../../page/1/A01.pdf>
<a href=content_70001.htm><div id=mp70001>堤外三村用上自来水（民生一线）</div></a>
<a href=content_70002.htm><div id=mp70002>图片报道</div></a>
<a href=content_70003.htm><div id=mp70003>内部文稿</div></a>
<a href=content_70004.htm><div id=mp70004>责编：章守拙</div></a>
<a href=content_70005.htm><div id=mp70005>不在镜像里的一篇</div></a>
<!--enpproperty <founder-date>2016-03-08 23:59:57</founder-date><founder-pagenum>A01</founder-pagenum><founder-papername>望汀日报</founder-papername><founder-type>2</founder-type> /enpproperty-->`

const articleHTML = `<html><head><meta charset="gb2312"></head><h3>城乡供水一体化</h3><h1>堤外三村用上自来水<br>——吃水记（民生一线）</h1><h2></h2><h4></h4>
<table><tr><td><img src="../../res/1/2016-03/08/A01/res01_attpic_brief.jpg"></td></tr><tr><td>新水厂。  邹海平摄</td></tr></table>
<div id="ozoom"><founder-content><!--enpcontent--><P>　　■&nbsp;望汀日报记者&nbsp;陆知远</P><P>　　通讯员&nbsp;邹海平</P><P>　　■本报讯 3月7日，堤外三村的<strong>新水厂</strong>开闸。这口井叫做<img src="../../res/1/gaiji.gif" width=14 height=14>泉，名字难写。</P>
<P>　　<b>吃水的账</b></P><P>　　水价&lt;三元&gt;，按户□算。</P><table><tr><th>村</th><th>户</th></tr><tr><td>上汀</td><td>120</td></tr></table><P>　　（下转 A2 版）</P><!--/enpcontent--></founder-content></div>
<!--enpproperty <founder-title>堤外三村用上自来水</founder-title><founder-introtitle/><founder-subtitle/><founder-author></founder-author><founder-type>1</founder-type> /enpproperty-->`

// mirror is a small tree with the habits that the larger ones lack.
func mirror(t testing.TB) map[string][]byte {
	dir := "html/2016-03/08/"
	return map[string][]byte{
		dir + "node_187.htm":                          gbk(t, pageHTML),
		dir + "content_70001.htm":                     gbk(t, articleHTML),
		dir + "content_70002.htm":                     gbk(t, `<h1>图片报道</h1><!--enpcontent--><img src="../../res/1/2016-03/08/A01/res02_attpic_b.jpg"><p>滩上收藕的人。苏麦摄</p><!--/enpcontent-->`),
		dir + "content_70003.htm":                     gbk(t, `<h1>内部文稿</h1><!--enpcontent--><!--/enpcontent-->`),
		dir + "content_70004.htm":                     gbk(t, `<h1>责编：章守拙</h1><!--enpcontent--><!--/enpcontent-->`),
		dir + "content_70009.htm":                     gbk(t, `<h1>没有列出的一篇</h1><!--enpcontent--><p>它说自己在第一版。</p><!--/enpcontent--><!--enpproperty <founder-pagenum>A01</founder-pagenum> /enpproperty-->`),
		"res/1/2016-03/08/A01/res01_attpic_brief.jpg": invented.Photo(120, 80),
		"res/1/2016-03/08/A01/res01_attpic_b.jpg":     invented.Photo(640, 420),
		"res/1/2016-03/08/A01/res02_attpic_b.jpg":     invented.Photo(500, 400),
	}
}

func TestGolden(t *testing.T) {
	invented.Golden(t, "tree.golden", epaper.Reader(), invented.Folder(t, mirror(t)), intake.Options{}, *update)
	invented.Golden(t, "json.golden", epaper.Reader(), invented.Folder(t, jsonSite()), intake.Options{}, *update)
}

func jsonSite() map[string][]byte {
	return map[string][]byte{"2024/05/06/03.json": []byte(`{"paperName":"苇塘晚报","date":"2024-05-06","pageNo":"03","pageName":"第03版：民生","width":2800,"height":4025,
"articles":[{"id":551,"introTitle":"老街改造","title":"青浦桥装上新路灯","subTitle":"","author":"贺兰山","content":"<p>　　本报讯 5月5日夜里，灯亮了。</p><p>　　孩子们最先发现了变化。</p>","xy":[{"x":30,"y":700},{"x":1360,"y":700},{"x":1360,"y":2200},{"x":30,"y":2200}],"wordCount":30},
{"id":552,"title":"广告","content":"","xy":[{"x":30,"y":3000},{"x":2700,"y":4000}]},
{"id":553,"title":"夜校办起木工课  报名三天就满","content":"　　十二张长凳，坐满了人。\n　　下一步还要看水情。","remark":"这是编辑部内部的说明文字，不该无声消失。"}]}`)}
}

// TestTellsWhatIsNotTaken names every item that does not become a story.
func TestTellsWhatIsNotTaken(t *testing.T) {
	all, found := invented.Take(epaper.Reader(), invented.Folder(t, mirror(t)), intake.Options{})
	if len(all) != 1 || len(found) > 0 {
		t.Fatal(len(all), found)
	}
	n := codes(all[0])
	for code, want := range map[diag.Code]int{diag.ImportAbsent: 2, diag.ImportLinkOut: 1, diag.ImportProtected: 1, diag.ImportFurniture: 1, diag.ImportLost: 1, diag.ImportMissing: 1, diag.ImportMark: 1, diag.ImportAuthor: 2} {
		if n[code] != want {
			t.Errorf("%s: %d, expected %d", code, n[code], want)
		}
	}
	text := invented.Plain(all[0].Edition)
	for _, want := range []string{"城乡供水一体化", "堤外三村用上自来水", "——吃水记", "民生一线", "望汀日报记者陆知远", "通讯员邹海平", "名字难写", "水价<三元>，按户□算。", "上汀120", "它说自己在第一版。"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is lost in %s", want, text)
		}
	}
}
