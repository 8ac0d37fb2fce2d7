package para

import (
	"strings"
	"testing"
)

// ordinary is newspaper text as it mostly is: Han, marks, some figures.
const ordinary = "本报讯（记者余建辉）汀江两岸，稻谷登场；十月的风，把晒场吹得金黄。截至2020年12月底，全县共收割早稻6.65万亩，" +
	"同比增长3.5%，“稻花香”合作社的社员们说：“今年的收成，比往年都好！”从田头到晒场，从晒场到粮仓，机声隆隆，人来人往。"

func BenchmarkPrepare(b *testing.B) {
	runs := songRun(b, strings.Repeat(ordinary, 4))
	st := newspaper()
	n := Prepare(runs, st).Len()
	for b.Loop() {
		Prepare(runs, st)
	}
	b.ReportMetric(float64(n)*float64(b.N)/b.Elapsed().Seconds()/1e6, "Mchar/s")
}

func BenchmarkPrices(b *testing.B) {
	st := newspaper()
	p := Prepare(songRun(b, strings.Repeat(ordinary, 4)), st)
	for b.Loop() {
		p.prices(st)
	}
	b.ReportMetric(float64(p.Len())*float64(b.N)/b.Elapsed().Seconds()/1e6, "Mchar/s")
}
