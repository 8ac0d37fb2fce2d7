package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"duikai/fonts"
	"duikai/layout/cjk"
	"duikai/layout/diag"
	"duikai/layout/geom"
	"duikai/layout/manuscript"
	"duikai/layout/page"
	"duikai/layout/para"
	"duikai/render/report"
)

// linesOptions are the flags of `duikai lines`.
type linesOptions struct {
	measure, indent, latinGap string
	level, scheme, role       string
	figures                   string
	notStart, notEnd          string
	mayStart, mayEnd          string
	hanging, normalize, json  bool
	notes                     int
}

// trialSize is the type size lines are tried at: large, so that a measure of
// 6.17em is met to a hundred-thousandth of an em. Breaking does not depend on
// the size.
const trialSize = 100 * geom.Pt

// bodySize turns a measure given in points or millimetres into ems.
const bodySize = 9 * geom.Pt

// maxText bounds what `lines` reads: a year of a newspaper's front pages.
const maxText = 16 << 20

func (a *app) linesCommand() *cobra.Command {
	var o linesOptions
	c := &cobra.Command{
		Use:   "lines [FILE|-]",
		Short: a.say("set plain text into lines, to try a rule", "把纯文本排成行，用于试验规则"),
		Long: a.say(
			"Set a plain text, one paragraph a line, and print one set line per output line.\nThe text is set as it is unless --normalize mends it first. With --json every line\nbecomes a JSON object that tells its widths in em and what it took from which reserve.",
			"把纯文本（每行一段）排成行，一行输出一行。除非给出 --normalize，文字照原样排。\n加 --json 时每行输出一个 JSON 对象，列出以字宽（em）计的宽度及各级挤压、拉伸量。"),
		Args: a.args(0, 1),
		RunE: func(c *cobra.Command, args []string) error {
			return a.lines(c.InOrStdin(), args, o)
		},
	}
	f := c.Flags()
	f.StringVar(&o.measure, "measure", "13em", a.say("width of a line", "行宽"))
	f.StringVar(&o.indent, "indent", "0em", a.say("indent of a paragraph's first line", "段首缩进"))
	f.StringVar(&o.level, "break", cjk.GB.String(), a.say("prohibition level: none, basic, gb, strict, css-strict, css-normal, css-loose", "禁则级别：none、basic、gb、strict、css-strict、css-normal、css-loose"))
	f.StringVar(&o.scheme, "punctuation", cjk.Quanjiao.String(), a.say("punctuation widths: quanjiao, kaiming, banjiao", "标点宽度：quanjiao（全角）、kaiming（开明）、banjiao（半角）"))
	f.StringVar(&o.figures, "figures", "half", a.say("widths of figures: half, proportional", "数字字身：half（二分）、proportional（比例）"))
	f.StringVar(&o.latinGap, "latin-gap", "0em", a.say("gap between Han and Latin or figures", "汉字与西文、数字的间距"))
	f.StringVar(&o.role, "font", fonts.Song.String(), a.say("face that measures the text, by role", "量字所用字体的角色"))
	f.StringVar(&o.notStart, "not-start", "", a.say("characters that may not start a line, besides those of the level", "另加的行首禁则字符"))
	f.StringVar(&o.notEnd, "not-end", "", a.say("characters that may not end a line, besides those of the level", "另加的行末禁则字符"))
	f.StringVar(&o.mayStart, "may-start", "", a.say("characters that may start a line, whatever the level says", "允许在行首的字符"))
	f.StringVar(&o.mayEnd, "may-end", "", a.say("characters that may end a line, whatever the level says", "允许在行末的字符"))
	f.BoolVar(&o.hanging, "hanging", false, a.say("let a comma or stop hang out of the measure", "行末逗号、句号可悬挂"))
	f.BoolVar(&o.normalize, "normalize", false, a.say("mend wire copy first: full-width marks and so on", "先规范化来稿：改全角标点等"))
	a.notesFlag(c, &o.notes)
	f.BoolVar(&o.json, "json", false, a.say("one JSON object a line", "每行输出一个 JSON 对象"))
	return c
}

// style resolves the flags.
func (a *app) linesStyle(o linesOptions) (st para.Style, m para.Measure, role fonts.Role, err error) {
	wrong := func(flag, value string) error {
		return fmt.Errorf(a.say("the flag --%s does not take %q", "选项 --%s 的值 %q 无效"), flag, value)
	}
	ems := func(flag, value string, least geom.Length) geom.Length {
		v, perr := geom.Parse(value)
		l := v.At(trialSize) - v.Abs + geom.DivRound(v.Abs*trialSize, bodySize)
		if perr != nil || l < least {
			err = fmt.Errorf(a.say("the flag --%s does not take %q: it takes a width such as 13em, 40mm or 120pt", "选项 --%s 的值 %q 无效：应为宽度，如 13em、40mm、120pt"), flag, value)
		}
		return l
	}
	m.Width = ems("measure", o.measure, 1)
	m.Indent = ems("indent", o.indent, 0)
	gap := ems("latin-gap", o.latinGap, 0)
	if err == nil && gap > trialSize/2 { // as an issue's latin-gap
		err = wrong("latin-gap", o.latinGap)
	}
	if err == nil && m.Indent >= m.Width {
		err = wrong("indent", o.indent)
	}
	var ok bool
	if st.Rules.Level, ok = cjk.ParseLevel(o.level); !ok {
		err = wrong("break", o.level)
	}
	if st.Scheme, ok = cjk.ParseScheme(o.scheme); !ok {
		err = wrong("punctuation", o.scheme)
	}
	if role, ok = fonts.ParseRole(o.role); !ok {
		err = wrong("font", o.role)
	}
	st.Rules.NotStart, st.Rules.NotEnd = []rune(o.notStart), []rune(o.notEnd)
	st.Rules.MayStart, st.Rules.MayEnd = []rune(o.mayStart), []rune(o.mayEnd)
	if o.figures != "half" && o.figures != "proportional" {
		err = wrong("figures", o.figures)
	}
	st.RaggedBelow = para.BodyRagged
	st.HalfFigures, st.Tight = o.figures == "half", para.BodyTight
	st.Hang = o.hanging
	st.HanLatin = para.LatinGap(fonts.Em(gap * 1000 / trialSize))
	return st, m, role, err
}

func (a *app) lines(stdin io.Reader, args []string, o linesOptions) error {
	st, m, role, err := a.linesStyle(o)
	if err != nil {
		return err
	}
	name := "-"
	if len(args) == 1 {
		name = args[0]
	}
	data, err := a.readText(stdin, name)
	if err != nil {
		return err
	}
	text, problems, ok := manuscript.ReadText(name, data)
	if !ok {
		if err := report.Problems(a.stderr, problems, report.Options{Lang: a.lang}); err != nil {
			return err
		}
		return verdict(exitUnusable)
	}
	if o.normalize {
		mended, more := manuscript.NormalizeLines(name, text)
		text, problems = mended, append(problems, more...)
	}
	set, err := a.faceSet()
	if err != nil {
		return err
	}
	out := bufio.NewWriter(a.stdout)
	enc := jsonLines(out)
	number := 0
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\r\n")
		number++
		if line == "" {
			if !o.json {
				fmt.Fprintln(out)
			}
			continue
		}
		p := para.Prepare([]para.Run{{Text: line, Chain: set.Chain(role), Size: trialSize, Ink: page.Black, Src: diag.Pos{File: name, Line: number, Col: 1}}}, &st)
		for _, miss := range p.Missing() {
			miss.Tell(&problems)
		}
		for _, left := range p.LeftOut() {
			problems.Add(diag.NoVariant, left.Pos, left.Rune)
		}
		for i, l := range p.Break(m) {
			tellLine(&problems, p, &l)
			if o.json {
				err = enc.Encode(recordOf(p, &l, number, i+1))
			} else {
				_, err = fmt.Fprintln(out, linesText(p, &l))
			}
			if err != nil {
				return err
			}
		}
	}
	if err := out.Flush(); err != nil {
		return err
	}
	if err := report.Problems(a.stderr, problems, report.Options{Lang: a.lang, Notes: o.notes > 0, Every: o.notes > 1}); err != nil {
		return err
	}
	return judge(problems)
}

// tellLine adds what is wrong with a line to a list of problems.
func tellLine(problems *diag.List, p *para.Paragraph, l *para.Line) {
	code := map[para.Edge]diag.Code{
		para.EdgeLoose: diag.LooseLine, para.EdgeShort: diag.TornLine, para.EdgeOverfull: diag.TightLine,
		para.EdgeBanned: diag.BannedEdge, para.EdgeSplit: diag.SplitSequence,
	}
	if c, ok := code[l.Edge]; ok {
		problems.Add(c, p.Pos(l.Start), p.Text(l.Start, l.End))
	}
}

func linesText(p *para.Paragraph, l *para.Line) string {
	s := p.Text(l.Start, l.End)
	if l.Hyphen {
		s += "-"
	}
	return s
}

// readText reads the file, or standard input for "-".
func (a *app) readText(stdin io.Reader, name string) ([]byte, error) {
	r := stdin
	if name != "-" {
		f, err := os.Open(name)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		r = f
	}
	b, err := io.ReadAll(io.LimitReader(r, maxText+1))
	switch {
	case err != nil:
		return nil, err
	case len(b) > maxText:
		return nil, fmt.Errorf(a.say("the text is larger than %d MB", "文本超过 %d MB"), maxText>>20)
	}
	return b, nil
}

// lineRecord is a set line for scripts; widths are in em.
type lineRecord struct {
	Paragraph int                `json:"paragraph"`
	Line      int                `json:"line"`
	Text      string             `json:"text"`
	Indent    float64            `json:"indent"`
	Natural   float64            `json:"natural"`
	Width     float64            `json:"width"`
	Shrink    map[string]float64 `json:"shrink"`
	Stretch   map[string]float64 `json:"stretch"`
	PerGap    float64            `json:"per_gap"`
	Hung      float64            `json:"hung,omitempty"`
	Hyphen    bool               `json:"hyphenated"`
	Last      bool               `json:"last"`
	Edge      string             `json:"edge"`
}

func recordOf(p *para.Paragraph, l *para.Line, paragraph, line int) lineRecord {
	em := func(v geom.Length) float64 { return float64(v) / float64(trialSize) }
	r := lineRecord{
		Paragraph: paragraph, Line: line, Text: p.Text(l.Start, l.End),
		Indent: em(l.Indent), Natural: em(l.Natural), Width: em(l.Width),
		Shrink: map[string]float64{}, Stretch: map[string]float64{},
		PerGap: float64(l.PerGap(trialSize)) / 1000, Hung: em(l.Hung.Length()), Hyphen: l.Hyphen, Last: l.Last, Edge: l.Edge.String(),
	}
	if l.Tight > 0 {
		r.Shrink["solid"] = em(l.Tight.Length())
	}
	for pool, used := range l.Shrink {
		if used > 0 {
			r.Shrink[cjk.Pool(pool).String()] = em(used.Length())
		}
	}
	for name, used := range map[string]geom.Short{"mark": l.Grow, "space": l.Blank + l.Space, "latin-gap": l.Latin, "spread": l.Spread} {
		if used > 0 {
			r.Stretch[name] = em(used.Length())
		}
	}
	return r
}
