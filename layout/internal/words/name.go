package words

import "strings"

// Personal names (人名) are too many to list. A surname with one or two
// characters after it is offered as a word, at a price that any ordinary
// division undercuts: a name is what is left when nothing else reads well.
const (
	namePrice    = 14 // that a name stands here at all
	surnamePrice = 8
	wordySurname = 14 // a surname that is oftener a word: 高, 方, 于
	givenPrice   = 11 // a character that given names like
	anyGiven     = 16 // any other character
)

// The surnames of nine people in ten, and what their given names are made of.
// Each list is sorted by code point for isIn.
const (
	surnames      = "丁严任何余侯俞倪傅冯凌刘卜卞卢叶吕吴唐夏姚姜孔孙孟季宋尤尹屈岳崔左庄廖张彭徐戴施易曹曾朱李杜杨柏柳桂梅欧武段殷毕汤汪沈涂温潘焦熊牛牟王甄田申瞿祁祝秦章管纪罗翟耿聂胡臧舒芦苏范莫萧葛董蒋蔡薛袁裴詹许谢谭谷费贺贾赖赵辛邓邢邬邱邵邹郑郝郭钟钱闵阎陆陈陶雷霍靳韦韩顾颜骆魏鲁鲍黎齐龙龚"
	wordySurnames = "万乔于佟元党关包卓单古史向周和娄宁安尚巫常平康成文方时明曲林梁毛江沙洪甘白盛石程米艾苗覃解路车连金阮靖马高鹿黄"
	givens        = "世东中丹丽义云亚亮仁伟佳俊信倩健元光全兰兴军凤凯刘刚利勇北华南博卫友发和嘉国坚威娜娟婷子学宇安宏家富山峰帆平庆康建强彬征德志忠思怡恒成振敏文斌新旭昊明春晓晨智有望杰松林根桂梅梓欣正武毅民永江河波泽洁洋浩海涛涵清燕爱玉玲琪琴瑞瑶璐生睿磊祥立红胜良艳芬芳英荣莉莹萍蓉蕾薇西诚谦豪贵超轩辉达远邦金鑫银长阳雄雨雪霞青静颖飞鹏龙"
	neverGiven    = "不与为之也乡了从以们使其再到区厅去县又及各向吗吧呢哪在地对将就局市很得或所才把摄是晤更最村校每没用由的省着称站等获街被让访该说赴路还这那部都镇院"
)

// addName offers the personal names that begin at i.
func (p *path[T]) addName(text []rune, i int) {
	if i+1 >= len(text) {
		return
	}
	var price level
	at := i + 1
	switch {
	case isDouble(text[i], text[i+1]):
		price, at = namePrice+wordySurname, i+2
	case isIn(surnames, text[i]):
		price = namePrice + surnamePrice
	case isIn(wordySurnames, text[i]):
		price = namePrice + wordySurname
	default:
		return
	}
	for n := 1; n <= 2 && at < len(text); n++ {
		r := text[at]
		switch {
		case kindOf(r) != han || isIn(neverGiven, r):
			return
		case isIn(givens, r):
			price += givenPrice
		default:
			price += anyGiven
		}
		at++
		p.add(i, at-i, price)
	}
}

// isDouble says whether two characters are a surname of two (复姓).
func isDouble(a, b rune) bool {
	switch a {
	case '欧':
		return b == '阳'
	case '司':
		return b == '马' || b == '徒'
	case '上':
		return b == '官'
	case '诸':
		return b == '葛'
	case '东':
		return b == '方'
	case '皇':
		return b == '甫'
	case '尉':
		return b == '迟'
	case '公':
		return b == '孙'
	case '慕':
		return b == '容'
	case '令':
		return b == '狐'
	case '夏':
		return b == '侯'
	case '端':
		return b == '木'
	}
	return false
}

// isIn looks a Han character up in a sorted list of them, by halving: the
// lists of this file are asked at every place of a text.
func isIn(sorted string, r rune) bool {
	const size = 3 // bytes of UTF-8
	want := uint32(0xE0|r>>12)<<16 | uint32(0x80|r>>6&0x3F)<<8 | uint32(0x80|r&0x3F)
	lo, hi := 0, len(sorted)/size
	for lo < hi {
		mid := (lo + hi) / 2
		at := sorted[size*mid : size*mid+size]
		got := uint32(at[0])<<16 | uint32(at[1])<<8 | uint32(at[2])
		switch {
		case got == want:
			return true
		case got < want:
			lo = mid + 1
		default:
			hi = mid
		}
	}
	return false
}

// rareSurnames are further ones, which Name knows. They are oftener words, and
// the division of text does not ask for them.
const rareSurnames = "乐仇付位佘佟便保储元公冀冉别匡华单南危司向国夏奚姬娜字宁安容宗宣密封尚展岑巩巴师平应庞库应庾怀惠戈戎房折拓操支敖斯於时昌晁景智暴柯栗桑楚楼欣步殷母水汝沃沐沙洛浦涂温湛满滑漆濮燕牧狄琚甄由畅白皮盖盘相真瞿石秋禹稽穆空符竺简米糜练经缪羊羿翁聊胥能臧艾芮苌苑苗茅荀荆荣莘莫蒙蒲蓝蔚蔺虞蚁衣裘西褚言计訾詹谈谷谌谯豆贝赏赫路车邝邬邰郁郎郏郜郤鄂鄢酆里钮银锺门闻阙阮阴降隆雍青靖鞠项须频风饶马骆鱼鲜鹿麦麻齐"

// Name tells whether a text alone is likely to be a person's name (人名): a
// surname and one or two characters that given names have, of two surnames in
// one up to four.
func Name(text string) bool {
	r := []rune(text)
	given := len(r) - 1
	switch {
	case len(r) < 2 || len(r) > 4:
		return false
	case len(r) > 2 && isDouble(r[0], r[1]):
		given--
	case !isIn(surnames, r[0]) && !isIn(wordySurnames, r[0]) && !strings.ContainsRune(rareSurnames, r[0]):
		return false
	}
	if given > 2 {
		return false
	}
	for _, c := range r[len(r)-given:] {
		if kindOf(c) != han || isIn(neverGiven, c) {
			return false
		}
	}
	return true
}
