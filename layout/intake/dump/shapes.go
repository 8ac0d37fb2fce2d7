package dump

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"duikai/layout/internal/words"
	"duikai/layout/manuscript"
)

// This file is what newspapers write beside their texts, by its shape.

const numerals = `[一二三四五六七八九十百零〇]`

// jumpShape is a line about a continuation in the spellings that papers use:
// （上接第1版①）, (下转 A03 版), ▲上接第一版, 紧接第1版《…》, 【上接A1版】, 上接1版.
var jumpShape = lazily(`^[（(【\[▲△▼▽■◆●★→↑\s]*(上接|下转|紧接|文转|下接|上转|转|接)\s*第?\s*([A-Za-z]{0,2})\s*([0-9０-９]{1,3}|` + numerals + `{1,4})\s*版?[上中下左右]?\s*([①-⑳]?)\s*([《“"][^》”"]{1,40}[》”"])?\s*([①-⑳]?)[）)】\]▲▼\s]*$`)

// jumpTail is one behind a paragraph: ……（下转第3版）
var jumpTail = lazily(`\s*[（(【\[](下转|上接|文转|转)\s*第?\s*([A-Za-z]{0,2})\s*([0-9０-９]{1,3}|` + numerals + `{1,4})\s*版[上中下左右]?\s*([①-⑳]?)\s*[）)】\]]\s*$`)

// jumpLead is one before the text that goes on: （上接第1版）从加强…
var jumpLead = lazily(`^\s*[（(【\[▲](上接|紧接)\s*第?\s*([A-Za-z]{0,2})\s*([0-9０-９]{1,3}|` + numerals + `{1,4})\s*版[上中下左右]?\s*([①-⑳]?)\s*[）)】\]]?\s*`)

// dateline opens a report: 本报讯（记者…）, 【本报讯】, 新华社北京4月2日电.
var dateline = lazily(`^[【（(■●◆▲□○\s]*(?:(?:本报|本刊|本台|本网|晨报|晚报|早报|晚报)(?:综合)?(?:讯|消息)|本报综合(?:外电)?报道|本报(?:[\p{Han}]{2,8}?)?(?:[0-9０-９]{1,2}月)?[0-9０-９]{1,2}日?(?:专)?(?:讯|电)|(?:据)?(?:新华社|新华网|中新社|中新网|央视新闻|人民日报|中国新闻社|法新社|路透社|美联社)[^。，]{0,24}(?:电|消息|报道|讯)|本报[\p{Han}]{2,6}(?:专电|电)|(?:本报)?记者[\p{Han}\s]{2,16}(?:报道|从.{2,20}(?:获悉|了解到)))`)

// bylines: 本报记者 张三 通讯员 李四; 文/张三; □ 张三; 作者：张三.
var bylineShape = lazily(`^[■□◆◇●○▲△★☆·•◎\-—\s（(]*(?:(?:本报|本刊|[\p{Han}]{2,8}(?:日报|晚报|时报|社|网|台|报))?(?:全媒体|融媒体|见习|实习|特约|首席|驻[\p{Han}]{2,6}|高级|主任)*(?:记者|通讯员|评论员|特派员|观察员|撰稿人|报道组|采访组)|文\s*[/／、&]\s*(?:图|摄影)?\s*[/／:：]?|文[:：]|图文\s*[/／]?|作者\s*[:：]|撰文\s*[:：/／]?|执笔\s*[:：]?|口述\s*[:：]?|整理\s*[:：/／]?)[\s:：/／]*[\p{Han}·、\s]{2,40}(?:文|图|文/图|摄|摄影报道|整理|报道)?[）)\s]*$`)

// workWords say what those do whom a byline names, and for whom.
var workWords = lazily(`\p{Han}{2,8}(?:日报|晚报|时报|报社|台|网)|本报|本刊|全媒体|融媒体|见习|实习|特约|首席|驻\p{Han}{2,6}|高级|主任|记者|通讯员|评论员|特派员|观察员|撰稿人|报道组|采访组|实习生|摄影|摄|文图|图文|文|图|作者|撰文|执笔|口述|整理|报道`)

// isByline tells whether a line is no more than who wrote it. 记者： before what
// is no name is a question.
func isByline(s string) bool {
	if width(s) > widestByline || sentence(s) {
		return false
	}
	if signed.MatchString(s) || staffByline.MatchString(s) || wordsAndPictures.MatchString(s) {
		return true
	}
	if !bylineShape.MatchString(s) {
		return false
	}
	const longestName = 4 // characters; longer ones have a dot
	for _, f := range strings.FieldsFunc(workWords.ReplaceAllString(s, " "), func(r rune) bool { return !han(r) && r != '·' }) {
		if utf8.RuneCountInString(f) > longestName && !foreign.MatchString(f) {
			return false
		}
	}
	who, said, ok := strings.Cut(strings.ReplaceAll(s, "：", ":"), ":")
	return !ok || !strings.HasSuffix(who, "记者") && !strings.HasSuffix(who, "员") || personal(said)
}

// wordsAndPictures names who did both: 文/张三 图/李四
var wordsAndPictures = lazily(`^(?:(?:文字?|图片?|摄影?|图文|制图|漫画)\s*[/／:：]\s*(?:本报记者\s*)?\p{Han}[\p{Han}·]{1,3}[\s、]*){2,4}$`)

// staffByline names nobody.
var staffByline = lazily(`^本[报刊](?:特约|首席|全媒体)?(?:评论员|编辑部|记者|记者组|综合)$`)

// signed is a sign of the trade before a name: □ 张三, ◎张三
var signed = lazily(`^` + signs + `\s*(?:\p{Han}[\p{Han}·]{1,3}|\p{Han}\s+\p{Han}{1,2})(?:[\s、]+\p{Han}[\p{Han}·]{1,3}){0,3}$`)

// creditShape is the credit of a picture that stands alone: 周四 摄, 本报记者
// 周四/摄, （周四 摄）, 图/周四, 新华社发, 资料图片.
var creditShape = lazily(`^[（(【]?\s*(?:\S{2,4}\s{0,2}摄|(?:本报|新华社|见习|特约|通讯员|全媒体|融媒体|\s)*(?:记者|通讯员)?\s*[\p{Han}·、\s]{2,16}\s*[/／]?\s*(?:摄|摄影|供图|图|制图|制表)|(?:图|摄影|摄|供图|制图|制表|插图|绘图|题图|漫画)\s*[/／:：]\s*[\p{Han}\s、]{2,16}|新华社[发]?(?:\s*[（(]?[\p{Han}\s]{2,10}摄[）)]?)?|(?:资料|网络|视频)(?:图片?|截图)|受访者供图|(?:制图|制表|插图|绘图|题图|漫画|速写|版画|木刻|国画|油画|书法|剪纸|篆刻)[\s:：/／]*[\p{Han}·]{2,4}|本报资料图片?)\s*[）)】]?$`)

// captionTail ends a caption: ……。 周四 摄 / ……（周四 摄）
var captionTail = lazily(`(?:[。！？\s（(]|^)(?:本报|新华社|见习|特约|通讯员|全媒体|融媒体|\s)*(?:记者|通讯员)?\s*[\p{Han}·]{2,4}(?:[\s、][\p{Han}·]{2,4})?\s*[/／]?\s*(?:摄|摄影|供图|摄影报道)\s*[）)]?$`)

// captionLead begins a caption: 图为…, 上图：…, ▲ …, 图①
var captionLead = lazily(`^[▲△▼▽◀▶←→↑↓■\s]*(?:(?:上|下|左|右|本|大|小|题)图[为是：:\s]|图为|图[①-⑳一二三四1-9][：:、\s]|图片说明[：:])`)

// noteShape is a remark about the author or the source, in brackets.
var noteShape = lazily(`[（(](?:(?:本文|此文)?(?:作者|执笔人?|编者|译者|主讲人|受访者)(?:系|为|是|单位|[:：]|简介|均为|分别)|(?:原载|选自|摘自|据|摘编自|来源[:：]|本文(?:原载|选自|据|来源))).{1,120}[）)]\s*$`)

// sectionHead is 一、… and the like; runIn is （一）… up to its first stop.
var (
	sectionHead = lazily(`^(?:` + numerals + `{1,3}、|第` + numerals + `{1,3}[章节部条]|[0-9]{1,2}[.、．]\s*\p{Han}|` + numerals + `{1,3}[．.])`)
	runIn       = lazily(`^[（(]` + numerals + `{1,3}[）)][^。！？；：:]{2,30}[。]`)
)

// countedHead is one of several that count: 第一次：冰.
var countedHead = lazily(`^(?:第` + numerals + `{1,3}\p{Han}{0,2}|其` + numerals + `|[上中下]篇)[：: \x{3000}]`)

// What stands on a page beside its stories.
var (
	dateLine    = lazily(`(19|20)\d{2}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日`)
	hanDate     = lazily(`^[一二三四五六七八九〇○零]{4}年[一二三四五六七八九十]{1,3}月[一二三四五六七八九十]{1,3}日`)
	dottedDate  = lazily(`^(19|20)\d{2}[-./](\d{1,2})[-./](\d{1,2})$`)
	partDate    = lazily(`^(?:(?:19|20)\d{2}年)?\d{1,2}月(?:\d{1,2}日)?$|^农历\p{Han}{4,16}$`)
	weekday     = lazily(`星期[一二三四五六日天]|周[一二三四五六日]`)
	folioShape  = lazily(`第?\s*([A-Z]?\d{1,3}|` + numerals + `{1,3})\s*版`)
	staffShape  = lazily(`(?:责任编辑|责编|本版编辑|值班(?:编委|编辑|主任|总编)|美术?编辑|美编|版式|校对|组版|制图|编辑|一读|二读|电话|传真|热线|投稿|邮箱|E-?mail|网址|微信)\s*[:：/／]`)
	imprint     = lazily(`国内统一(?:连续)?(?:出版物|刊)号|邮发代号|广告经营许可证|零售价?[:：\s]?|每份|印刷厂|社址|邮政?编码|总第\s*\d+\s*期|今日\d+版|CN\s?\d{2}-\d{4}`)
	paperName   = lazily(`^\p{Han}{1,8}(?:日报|晚报|时报|晨报|早报|周报|商报|都市报|快报|青年报|新报|导报|工人报|农民报|法制报|法治报)$`)
	addressLine = lazily(`^(?:https?://|www\.)\S+$|^\S+@\S+\.\S+$`)
	pageNumber  = lazily(`^[A-Z]?\d{1,3}$`)
)

// contact says where to ask, as notices do.
var contact = lazily(`^(?:联系|咨询|报名|举报|监督|服务|订票|销售|招商)?(?:电话|传真|热线|邮箱|E-?mail|网址|微信|地址|联系人|QQ)\s*[:：]`)

// organised ends the name of an organisation.
var organised = lazily(`(?:支行|分行|总行|银行|营业部|营业厅|公司|集团|股份|石化|石油|电力|移动|联通|电信|铁塔|邮政|烟草|供电|供销社|合作社|信用社|农商行|工行|农行|中行|建行|交行|局|委|办|厅|部|处|署|中心|中学|小学|学校|大学|学院|幼儿园|医院|卫生院|法院|检察院|公安|支队|大队|中队|派出所|乡|镇|村|县|市|区|州|街道|社区|协会|学会|商会|总会|联合会|妇联|团委|工会|厂|矿|站|所|园|馆|场|港|社|队|组|军分区|党校|海关|海事|机场|委员会|居委会|村委会|业委会|编委会|编辑部|编辑室|管理处)$`)

// foreign is a name with a dot inside: 阿依古丽·买买提.
var foreign = lazily(`^\p{Han}{1,6}·\p{Han}{1,8}$`)

// personal tells whether a text is names alone, up to three of them; a name of two
// characters may have a blank inside.
func personal(s string) bool {
	parts := strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(" \u3000、", r) })
	const most = leastNames - 1
	if len(parts) == 0 || len(parts) > most {
		return false
	}
	if len(parts) == 2 && utf8.RuneCountInString(parts[0]) == 1 && utf8.RuneCountInString(parts[1]) == 1 {
		return words.Name(parts[0] + parts[1])
	}
	for _, p := range parts {
		if !words.Name(p) && !foreign.MatchString(p) {
			return false
		}
	}
	return true
}

// leastNames is how many names make a row of a list of them.
const leastNames = 4

// nameRow tells whether a line is a row of names.
func nameRow(s string) bool {
	parts := strings.Fields(strings.ReplaceAll(s, "\u3000", " "))
	names, single := 0, 0
	for _, p := range parts {
		switch n := utf8.RuneCountInString(p); {
		case strings.IndexFunc(p, func(r rune) bool { return !han(r) && r != '·' }) >= 0 || n > 8:
			return false
		case n == 1: // a name of two characters is spaced
			single++
		case n <= 4 && words.Name(p) || foreign.MatchString(p):
			names++
		}
	}
	names += single / 2
	rows := len(parts) - single/2
	return rows >= leastNames && (names >= leastNames && names*10 >= rows*6 || names*2 >= rows && rows == len(parts))
}

// namesAlone tells whether all that blanks part may be names, and there are some.
func namesAlone(s string) bool {
	parts := strings.Fields(s)
	for _, p := range parts {
		if !words.Name(p) && !foreign.MatchString(p) {
			return false
		}
	}
	return len(parts) > 1
}

// shortName tells whether a text may be a name whose surname is not known.
func shortName(s string) bool {
	n := utf8.RuneCountInString(s)
	return (n == 2 || n == 3) && strings.IndexFunc(s, func(r rune) bool { return !han(r) }) < 0
}

// timed is an entry of a listing: 19:35电视剧…
var timed = lazily(`^[0-9０-９]{1,2}\s*[:：.]\s*[0-9０-９]{2}\D`)

// entry tells whether a line is one of a listing, which ends without a mark.
func entry(s string) bool {
	return timed.MatchString(s) || nameRow(s) || tabular(s) || dayRow.MatchString(s) || digest.MatchString(s) || showing.MatchString(s) && !sentence(s)
}

// Entries of other listings: who won, what stands where, what is shown when.
var (
	result  = lazily(`^\p{Han}{2,10}\s?[0-9]{1,3}\s?[比:：—-]\s?[0-9]{1,3}\s?\p{Han}{2,10}$`)
	digest  = lazily(`^[^，。；]{3,28}[ \x{3000}.…·]+第?(?:[A-Z]?[0-9]{1,2}|` + numerals + `{1,2})版$`)
	showing = lazily(`《[^》]{1,20}》.*[0-9]{1,2}[:：][0-9]{2}`)
)

// weekRow begins an entry of a week.
var weekRow = lazily(`^(?:周|星期)[一二三四五六日天](?:[、至到—]周?[一二三四五六日天])?[^，。；]{1,24}$`)

// listed marks the lines that begin as their neighbours do and count on, 周一 …,
// 周二 …, and results below each other.
func listed(ls []line) []line {
	const near = 2 // lines
	won := func(i int) bool { return i >= 0 && i < len(ls) && result.MatchString(ls[i].text) }
	day := func(s string) string {
		if !weekRow.MatchString(s) {
			return ""
		}
		_, rest, _ := strings.Cut(strings.Replace(s, "星期", "周", 1), "周")
		return string(firstRune(rest))
	}
	for i := range ls {
		ls[i].listed = won(i) && (won(i-1) || won(i+1))
		d := day(ls[i].text)
		if d == "" {
			continue
		}
		for k := max(0, i-near); k < min(len(ls), i+near+1); k++ {
			if o := day(ls[k].text); o != "" && o != d {
				ls[i].listed = true
			}
		}
	}
	return ls
}

// dayRow is a day and what it brings: 周一 晴 2℃～11℃.
var dayRow = lazily(`^(?:周|星期)[一二三四五六日天][ \x{3000}]+\S{1,6}[ \x{3000}]+\S{1,12}$`)

// figure is a field of a table: 5.6, +0.5, 77%.
var figure = lazily(`^[+\-−±]?[0-9]{1,6}(?:[.:,][0-9]{1,3})*(?:[%％]|[℃°]?(?:[～~—–-]-?[0-9]{1,3}(?:\.[0-9]+)?)?[℃°]?)?$`)

// leastFields is how many fields a row of a table has.
const leastFields = 3

// fields counts what blanks part.
func fields(s string) int { return len(strings.Fields(s)) }

// tabular tells whether a line is a row of a table: fields parted by blanks, most
// of them figures.
func tabular(s string) bool {
	fields := strings.Fields(s)
	n := 0
	for _, f := range fields {
		if figure.MatchString(f) {
			n++
		}
	}
	return len(fields) >= leastFields && n*2 >= len(fields)
}

// editorial opens an editors' note: 编者按：
var editorial = lazily(`^[【（(]?(?:编者按|编者的话|开栏的话|开栏语|编后|按语|主持人语|编前)[】）)]?\s*[:：]?`)

// finalMarks end a sentence; what closes behind them belongs to them.
const (
	finalMarks = "。！？!?…．"
	closers    = "”’」』）)》〉】\"'〕"
)

// finished tells whether a paragraph ends as sentences do.
func finished(s string) bool {
	s = strings.TrimRight(s, " \u3000")
	r, n := utf8.DecodeLastRuneInString(s)
	if strings.ContainsRune("）)】", r) && n < len(s) { // a remark that ends it
		return true
	}
	for strings.ContainsRune(closers, r) && r != utf8.RuneError {
		s = s[:len(s)-n]
		r, n = utf8.DecodeLastRuneInString(s)
	}
	if r == '.' { // Latin, behind a word
		p, _ := utf8.DecodeLastRuneInString(s[:len(s)-n])
		return unicode.IsLetter(p)
	}
	return r != utf8.RuneError && (strings.ContainsRune(finalMarks, r) || strings.HasSuffix(s, "——"))
}

// introduces tells whether a paragraph ends before something of its own: a
// colon, a semicolon of a list.
func introduces(s string) bool {
	r, _ := utf8.DecodeLastRuneInString(strings.TrimRight(s, " \u3000"))
	return strings.ContainsRune("：:；;", r)
}

// width is how wide a text is in ems: letters and figures are half.
func width(s string) int {
	half := 0
	for _, r := range s {
		if r < 0x2000 {
			half++
		} else {
			half += 2
		}
	}
	return (half + 1) / 2
}

func han(r rune) bool { return unicode.Is(unicode.Han, r) }

// sentence tells whether a text has marks that only running text has.
func sentence(s string) bool {
	return strings.ContainsAny(s, "。；") || strings.Count(s, "，")+strings.Count(s, ",") > 2
}

// number reads the number of a page: 3, ３, 三, 十二.
func number(s string) int {
	n := 0
	for _, r := range s {
		switch {
		case r >= '0' && r <= '9':
			n = n*10 + int(r-'0')
		case r >= '０' && r <= '９':
			n = n*10 + int(r-'０')
		case r == '十':
			n = max(n, 1) * 10
		case r == '百':
			n = max(n, 1) * 100
		case r == '零' || r == '〇':
		default:
			i := strings.IndexRune("一二三四五六七八九", r)
			if i < 0 {
				return 0
			}
			n += i/len("一") + 1
		}
	}
	return n
}

// standingColumn is a standing column in brackets behind a head: （民生一线）.
var standingColumn = lazily(`[（(【〔]([\p{Han}·]{3,8})[）)】〕]$`)

// noColumn is in brackets behind heads and no standing column: it counts parts, or
// describes the piece.
var noColumn = lazily(`^(?:附图|组图|组诗|组章|节选|连载.*|外.{1,2}首|.{1,2}首|摘要|全文|摘登|续.*|上篇|中篇|下篇|之.{1,3}|第.{1,3}[集期章回部篇]|征求意见稿|试行|暂行|修订|草案|图文|漫画|小小说|散文.?|短篇小说|小说)$`)

// wideBlank parts the clauses of a head that stand on one line.
var wideBlank = lazily(`(?: |\x{00a0}){2,}|\x{3000}+|\t+`)

// signs stand before heads, bylines and 本报讯, and open nothing.
const signs = `[■□◆◇●○▲△★☆◎·•]`

var leadSigns = lazily(`^` + signs + `+[\s\x{3000}\x{00a0}]*`)

// creditTail is the credit behind the words under a picture.
var creditTail = lazily(`(?:^|[\s\x{3000}\x{00a0}]+|[。！？]|[（(])((?:(?:本报|新华社|见习|特约|通讯员|全媒体|融媒体|记者)[\s\x{3000}]*)*\p{Han}[\p{Han}·]{1,3}(?:[\s\x{3000}、][\p{Han}·]{2,4})*[\s\x{3000}]*[/／]?[\s\x{3000}]*(?:摄影报道|摄影|摄|供图|作|绘|图)|新华社发|资料图片|资料照片)[）)]?$`)

// ownNotice is the head of a notice of the paper itself. Notices begin with a head that says
// what they are.
var ownNotice = lazily(`^.{0,16}(?:约稿|征稿|征文|致读者|告读者|说明|来信|来函照登|节目表?|荧屏|导视|预告)$`)

// beforeNotice is how much of a line stands before the word that makes it the head of a
// notice.
const beforeNotice = 16

func noticeHead(line string) bool {
	return manuscript.NoticeHead(line, beforeNotice) || ownNotice.MatchString(line)
}

// items of classified advertisements.
var classified = lazily(`^(?:遗失|出租|招聘|转让|出售|求购|求租|寻物|寻人|寻主|招领|停水|停电|注销|减资|征婚|家教|搬家|维修|回收)`)

// signOff closes a notice or a letter: who signs it, and when.
var signOff = lazily(`^(?:\p{Han}[^。，]{1,24}[\s　]?(?:19|20)\d{2}年\d{1,2}月\d{1,2}日|.{0,16}(?:叩谢|敬启|谨启|敬上|谨上|拜上|叩首|鞠躬|敬告|谨告|同启)|(?:一[位名群]|几[位名])(?:学生)?(?:家长|读者|居民|市民|业主|网友|村民|职工|乘客|顾客)|编者)$`)

// dateAlone tells whether a line is a date and what stands in page headers.
func dateAlone(s string) bool { return weekday.MatchString(s) || folioShape.MatchString(s) }

// bracketed tells whether a line is one remark in brackets and nothing else, as
// stands below a text: （指导教师：何青禾）, （完）.
func bracketed(s string) bool {
	const widest = 20 // ems
	inner, ok := strings.CutPrefix(strings.ReplaceAll(s, "(", "（"), "（")
	if !ok || width(s) > widest {
		return false
	}
	inner, ok = strings.CutSuffix(strings.ReplaceAll(inner, ")", "）"), "）")
	return ok && inner != "" && !strings.ContainsAny(inner, "（）。；")
}

// foreignText tells whether a line is running text in Latin letters: some words,
// of which most begin small.
func foreignText(s string) bool {
	const least = 4 // words
	words, small := 0, 0
	for _, f := range strings.Fields(s) {
		switch r := firstRune(f); {
		case r >= 0x2000:
			return false
		case unicode.IsLower(r):
			small++
			words++
		case unicode.IsLetter(r):
			words++
		}
	}
	return words >= least && small*2 > words
}

// personLine is what someone is and his name: 退休教师翟秋华.
var personLine = lazily(`^\p{Han}{0,8}(?:居民|市民|读者|司机|教师|老师|家长|学生|同学|职工|员工|村民|业主|医生|护士|工人|农民|住户|上班族|编辑|店主|记者)[ \x{3000}]*(\p{Han}{2,3})$`)

// placeAndName tells whether a line is who wrote a letter, behind where or what
// he is: 市民 何青禾.
func placeAndName(s string) bool {
	parts := strings.Fields(strings.ReplaceAll(s, "\u3000", " "))
	if m := personLine.FindStringSubmatch(s); m != nil && words.Name(m[1]) {
		return true
	}
	const widest = 8 // ems of the place
	return len(parts) == 2 && words.Name(parts[1]) && !words.Name(parts[0]) && width(parts[0]) <= widest && width(parts[0]) > 1 && strings.IndexFunc(parts[0], func(r rune) bool { return !han(r) && !unicode.IsDigit(r) && !strings.ContainsRune("（）()", r) }) < 0 && han(firstRune(parts[0]))
}
