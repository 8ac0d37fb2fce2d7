package planner

import (
	"duikai/layout/diag"
	"duikai/layout/internal/allot"
	"duikai/layout/internal/dummy"
)

// Unit is the price of which a white line costs 3: prices are told in it.
const Unit = dummy.Unit

// Reason is why a story stands on its page.
type Reason = allot.Reason

// ReasonWords are the words of a reason for an editor.
func ReasonWords(r Reason, lang diag.Lang) string { return reasons[r][lang] }

// TermWords is the name of a term for an editor.
func TermWords(name string, lang diag.Lang) string {
	if w, ok := termNames[dummy.Term(name)]; ok {
		return w[lang]
	}
	return name
}

// reasons and termNames are in the order of diag.Lang.
var reasons = map[Reason][2]string{
	allot.BySection: {"of its section", "版块相同"},
	allot.ByWeight:  {"by its weight", "按分量"},
	allot.ByRoom:    {"where there is room", "按空位"},
	allot.NoRoom:    {"no page has room", "各版都没有空位"},
}

var termNames = map[dummy.Term][2]string{
	dummy.TermFit:      {"fit", "填充"},
	dummy.TermMuch:     {"much white", "余白过多"},
	dummy.TermWidth:    {"width for its weight", "栏宽与分量不称"},
	dummy.TermWider:    {"wider than a heavier story", "宽过更重的稿件"},
	dummy.TermLead:     {"the lead's place", "头条位置"},
	dummy.TermPlace:    {"importance and place", "分量与位置"},
	dummy.TermCut:      {"a line across the page", "断版"},
	dummy.TermRiver:    {"a gutter down the page", "通版"},
	dummy.TermStraight: {"a long straight gutter", "长直栏缝"},
	dummy.TermHeads:    {"heads side by side", "碰题"},
	dummy.TermOrder:    {"a headline larger than a heavier story's", "题号倒置"},
	dummy.TermNear:     {"a headline near to the lead's", "题号与头条相近"},
	dummy.TermUnder:    {"heavy under light", "轻压重"},
	dummy.TermPictures: {"pictures that touch, or one that touches an advertisement", "图碰图或图片挨着广告"},
	dummy.TermBoxes:    {"boxes that touch", "框碰框"},
	dummy.TermColour:   {"colour in one half", "彩图偏于半版"},
	dummy.TermUpper:    {"no picture below", "下半版无图"},
	dummy.TermFold:     {"no colour picture above the fold", "头版上半无彩图"},
	dummy.TermHeading:  {"heads in a row", "标题连排"},
	dummy.TermTall:     {"a tall strip", "一线天"},
	dummy.TermSlit:     {"a slit between solids", "夹缝"},
	dummy.TermSquat:    {"a squat story at the foot", "版底扁稿"},
	dummy.TermFoot:     {"a head at the foot", "版底标题"},
	dummy.TermAway:     {"away from its story", "图文分离"},
	dummy.TermSeries:   {"a series apart", "系列稿分散"},
	dummy.TermGrey:     {"grey mass", "大片灰"},
	dummy.TermApart:    {"side by side what must not be", "忌相邻"},
	dummy.TermAds:      {"an advertisement not at the foot", "广告不在版底"},
	dummy.TermNotice:   {"a notice not at the foot", "公告启事不在版底"},
	dummy.TermMoved:    {"moved", "移动"},
	dummy.TermHeld:     {"held over", "缓发"},
	dummy.TermUsed:     {"reserve", "备稿"},
	dummy.TermFiller:   {"filler", "补白"},
	dummy.TermPin:      {"off its place", "偏离指定位置"},
	dummy.TermDrop:     {"parts left out", "略去部分"},
	dummy.TermDogleg:   {"story that is an L", "稿件成曲尺形"},
	dummy.TermJump:     {"goes on elsewhere", "转版"},
}
