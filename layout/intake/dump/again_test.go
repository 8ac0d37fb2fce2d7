package dump

import (
	"slices"
	"testing"
)

// TestAgain: ends of lines that a crop too wide gives a second time are told from the
// text, below their lines and before those of the next column; what repeats itself as
// texts do stays.
func TestAgain(t *testing.T) {
	above := []string{"本报讯（记者白桐）篙", "桥今晚11时到明早5时封闭，", "检修伸缩缝。过江车辆请走"}
	for name, tt := range map[string]struct{ in, rest, ends []string }{
		"below": {
			slices.Concat(above, []string{"）篙", "闭，", "请走", "汀江大桥，夜班公交改停"}),
			slices.Concat(above, []string{"汀江大桥，夜班公交改停"}),
			[]string{"）篙", "闭，", "请走"},
		},
		"beside, with a line between that has none": {
			[]string{"支队昨天夜查老旧小区，一个晚上剪下", "“飞线”四十七条。", "最长的一条从六楼垂到地面，用的", "接头缠着医用胶布，住户今天", "个晚上剪下 是两股花线", "说充电桩在小区另一头", "地面，用的 楼前再装八个", "住户今天 充电口"},
			[]string{"支队昨天夜查老旧小区，一个晚上剪下", "“飞线”四十七条。", "最长的一条从六楼垂到地面，用的", "接头缠着医用胶布，住户今天", "是两股花线", "说充电桩在小区另一头", "楼前再装八个", "充电口"},
			[]string{"个晚上剪下", "地面，用的", "住户今天"},
		},
		"two, one of which begins with a mark": {
			[]string{"本报讯（通讯员路平）东", "郊石桥、杏坡三村今天起", "）东", "天起", "改用松溪水库的水。"},
			[]string{"本报讯（通讯员路平）东", "郊石桥、杏坡三村今天起", "改用松溪水库的水。"},
			[]string{"）东", "天起"},
		},
		"two, by chance": {
			[]string{"窗外的河水一直向前", "他记得那年的冬天", "向前", "冬天", "有雪。"},
			[]string{"窗外的河水一直向前", "他记得那年的冬天", "向前", "冬天", "有雪。"},
			nil,
		},
		"in another order": {
			[]string{"我们在桥上等着天亮", "你们在船上守着灯火", "他们在岸边数着脚印", "数着脚印", "守着灯火", "等着天亮"},
			[]string{"我们在桥上等着天亮", "你们在船上守着灯火", "他们在岸边数着脚印", "数着脚印", "守着灯火", "等着天亮"},
			nil,
		},
		"lines that end a sentence": {
			[]string{"他从此不再说话。", "她也从此不再说话。", "它当然从来不说话。", "说话。", "说话。", "说话。"},
			[]string{"他从此不再说话。", "她也从此不再说话。", "它当然从来不说话。", "说话。", "说话。", "说话。"},
			nil,
		},
	} {
		t.Run(name, func(t *testing.T) {
			rest, ends := again(linesOf(tt.in...))
			if got := textsOf(rest); !slices.Equal(got, tt.rest) {
				t.Errorf("%q stays, expected %q", got, tt.rest)
			}
			if got := textsOf(ends); !slices.Equal(got, tt.ends) {
				t.Errorf("%q are ends, expected %q", got, tt.ends)
			}
		})
	}
}
