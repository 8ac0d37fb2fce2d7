package diag

// Code names a kind of problem for good: scripts and tests rely on it.
type Code string

// The codes. Their severity, words and advice stand in catalogue below.
const (
	// The folder and its files.
	NoIssueFile    Code = "no-issue-file"
	Unreadable     Code = "unreadable"
	NotUTF8        Code = "not-utf8"
	TooLarge       Code = "too-large"
	PathLeaves     Code = "path-leaves-folder"
	BadYAML        Code = "bad-yaml"
	UnknownKey     Code = "unknown-key"
	DuplicateKey   Code = "duplicate-key"
	WrongType      Code = "wrong-type"
	BadValue       Code = "bad-value"
	MissingKey     Code = "missing-key"
	NotSupported   Code = "not-supported-yet"
	ControlChar    Code = "control-character"
	NoFrontMatter  Code = "no-front-matter"
	MissingStory   Code = "missing-story"
	MissingPicture Code = "missing-picture"
	MissingFont    Code = "missing-font"
	BadFont        Code = "bad-font"
	UnusedStory    Code = "unused-story"
	EmptyStory     Code = "empty-story"
	DuplicateID    Code = "duplicate-id"
	DuplicatePage  Code = "duplicate-page"
	EmptyPage      Code = "empty-page"
	SlotOutside    Code = "slot-outside-grid"
	SlotOverlap    Code = "slot-overlap"
	SlotEmpty      Code = "slot-empty"
	MarkupDropped  Code = "markup-not-set"
	Normalized     Code = "normalized"

	// The page.
	NoGlyph       Code = "no-glyph"
	Overset       Code = "overset-text"
	HeadOverset   Code = "overset-head"
	WhiteLines    Code = "white-lines"
	TightHead     Code = "tight-head"
	LooseLine     Code = "loose-line"
	TightLine     Code = "tight-line"
	BannedEdge    Code = "banned-edge"
	SplitSequence Code = "split-sequence"
	TightRuby     Code = "tight-ruby"
	NarrowColumn  Code = "narrow-column"
	JumpBackwards Code = "jump-backwards"
	NoPages       Code = "no-such-page"
	NothingLeft   Code = "nothing-left"
	NoNameplate   Code = "no-nameplate"
	NoHeader      Code = "no-header"

	// What a manuscript may not use, or holds beside its text.
	YAMLFeature Code = "yaml-feature"
	CommentOut  Code = "comment-left-out"

	// The output.
	CannotWrite Code = "cannot-write"
)

type entry struct {
	severity   Severity
	text, hint [2]string // by Lang; verbs are filled from Problem.Args
}

func (c Code) entry() entry {
	if e, ok := catalogue[c]; ok {
		return e
	}
	return entry{severity: Error, text: [2]string{"problem %v", "问题 %v"}}
}

// catalogue is the one table of what the program says to editors; it is never
// written to.
var catalogue = map[Code]entry{
	NoIssueFile:    {Fatal, [2]string{"there is no issue.yaml in this folder", "文件夹中没有 issue.yaml"}, [2]string{"give the folder that holds issue.yaml; `duikai new DIR` makes one", "请指定含 issue.yaml 的文件夹；可用 duikai new 新建"}},
	Unreadable:     {Fatal, [2]string{"the file cannot be read: %v", "文件无法读取：%v"}, [2]string{}},
	NotUTF8:        {Error, [2]string{"the file is not UTF-8 text (byte %d)", "文件不是 UTF-8 编码（第 %d 字节）"}, [2]string{"save it again as UTF-8", "请另存为 UTF-8"}},
	TooLarge:       {Error, [2]string{"%s is too large: %d, the limit is %d", "%s过大：%d，上限 %d"}, [2]string{}},
	PathLeaves:     {Error, [2]string{"the path %q leaves the issue folder", "路径 %q 超出期刊文件夹"}, [2]string{"copy the file into the folder and name it there", "请把文件复制到文件夹内再引用"}},
	BadYAML:        {Error, [2]string{"this is not valid YAML: %s", "YAML 语法错误：%s"}, [2]string{}},
	UnknownKey:     {Error, [2]string{"unknown key %q", "未知的键 %q"}, [2]string{"`duikai schema` lists the keys", "可用 duikai schema 查看全部键名"}},
	DuplicateKey:   {Error, [2]string{"the key %q stands twice", "键 %q 重复"}, [2]string{}},
	WrongType:      {Error, [2]string{"%s must be %s", "%s 应为 %s"}, [2]string{}},
	BadValue:       {Error, [2]string{"%s: %s", "%s：%s"}, [2]string{}},
	MissingKey:     {Error, [2]string{"the key %q is missing", "缺少键 %q"}, [2]string{}},
	NotSupported:   {Warning, [2]string{"%s is not supported yet and has no effect", "%s 暂不支持，未生效"}, [2]string{}},
	ControlChar:    {Error, [2]string{"the control character U+%04X cannot be printed", "控制字符 U+%04X 无法印刷"}, [2]string{"delete it", "请删去"}},
	NoFrontMatter:  {Error, [2]string{"the front matter is not closed by a line ---", "头部信息缺少结束的 --- 行"}, [2]string{}},
	MissingStory:   {Error, [2]string{"there is no story %q", "没有稿件 %q"}, [2]string{"the id is the file name in stories/ without .md", "稿件编号是 stories/ 中不带 .md 的文件名"}},
	MissingPicture: {Error, [2]string{"there is no picture %q", "没有图片 %q"}, [2]string{}},
	MissingFont:    {Error, [2]string{"there is no font file %q", "没有字体文件 %q"}, [2]string{}},
	BadFont:        {Error, [2]string{"the font %q cannot be used: %v", "字体 %q 无法使用：%v"}, [2]string{}},
	UnusedStory:    {Warning, [2]string{"the story %q stands on no page", "稿件 %q 没有上版"}, [2]string{}},
	EmptyStory:     {Warning, [2]string{"the story %q has no text", "稿件 %q 没有正文"}, [2]string{}},
	DuplicateID:    {Error, [2]string{"two stories have the id %q", "两篇稿件编号相同：%q"}, [2]string{}},
	DuplicatePage:  {Error, [2]string{"page %d is planned twice", "第 %d 版重复"}, [2]string{}},
	EmptyPage:      {Warning, [2]string{"page %d has no slots", "第 %d 版没有任何版位"}, [2]string{}},
	SlotOutside:    {Error, [2]string{"the slot of %s leaves the grid of %d columns and %d rows", "%s 的版位超出 %d 栏 %d 行的版心"}, [2]string{}},
	SlotOverlap:    {Error, [2]string{"the slots of %s and %s overlap", "%s 与 %s 的版位重叠"}, [2]string{}},
	SlotEmpty:      {Error, [2]string{"the slot of %s is %d columns wide and %d rows high", "%s 的版位宽 %d 栏、高 %d 行"}, [2]string{"both must be at least 1", "宽高至少为 1"}},
	MarkupDropped:  {Warning, [2]string{"%s is set as plain text", "%s 按普通文字排出"}, [2]string{}},
	Normalized:     {Info, [2]string{"%s: %q becomes %q", "%s：%q 改为 %q"}, [2]string{}},

	NoGlyph:       {Error, [2]string{"no face covers %q (U+%04X)", "没有字体含 %q（U+%04X）"}, [2]string{"name a font that has it under style.fonts", "请在 style.fonts 中加入含此字的字体"}},
	Overset:       {Error, [2]string{"%s does not fit: left over are %d characters, lines: about %d", "%s 排不下：余 %d 字，约 %d 行"}, [2]string{"cut the text, enlarge the slot, or place the story again on another page", "请删减文字、加大版位或安排转版"}},
	HeadOverset:   {Error, [2]string{"the head of %s does not fit its slot: it takes %d of %d rows", "%s 的标题排不下：需 %d 行，版位 %d 行"}, [2]string{"shorten the head or enlarge the slot", "请缩短标题或加大版位"}},
	WhiteLines:    {Info, [2]string{"%s leaves %d white lines", "%s 空 %d 行"}, [2]string{"add text or make the slot smaller", "可加文字或缩小版位"}},
	TightHead:     {Warning, [2]string{"the headline of %s does not fit at its smallest size", "%s 的标题用最小字号仍排不下"}, [2]string{"shorten it or mark a break with |", "请缩短或用 | 标出断行处"}},
	LooseLine:     {Info, [2]string{"a loose line: %q", "行内过松：%q"}, [2]string{}},
	TightLine:     {Warning, [2]string{"the line %q is wider than its column", "行 %q 超出栏宽"}, [2]string{}},
	BannedEdge:    {Info, [2]string{"the line %q starts or ends with a banned mark: no other break exists", "行 %q 行首或行末禁则无法避免"}, [2]string{}},
	SplitSequence: {Warning, [2]string{"the line %q ends inside a figure, word or name: the column is too narrow to keep it whole", "行 %q 在数字、单词或人名中断开：栏宽不够"}, [2]string{}},
	TightRuby:     {Warning, [2]string{"the rubies of %s touch the line above: a leading of %v leaves them %v", "%s 的注音碰到上一行：行距 %v 只留出 %v"}, [2]string{"rubies need a leading of one and a half times the type size; set style.body.leading", "注音需要一倍半字号的行距；请设置 style.body.leading"}},
	NarrowColumn:  {Error, [2]string{"%s: %d columns do not fit into %d characters", "%s：%d 栏排不进 %d 字宽"}, [2]string{}},
	JumpBackwards: {Warning, [2]string{"%s continues from page %d back to page %d", "%s 由第 %d 版倒转至第 %d 版"}, [2]string{}},
	NothingLeft:   {Warning, [2]string{"nothing of %s is left for this slot", "%s 已排完，此版位空白"}, [2]string{"take the slot out or add text", "请删去此版位或增加文字"}},
	NoNameplate:   {Warning, [2]string{"the nameplate finds no room above the first slot: %d rows are free, it needs %d", "头版第一个版位以上只空 %d 行，报头需 %d 行，未排报头"}, [2]string{"let the slots of page 1 begin lower", "请把第 1 版各版位下移"}},
	NoHeader:      {Warning, [2]string{"the page header finds no room: the margin above the type area is %v, it needs %v", "版眉无处可排：版心以上只有 %v，至少需 %v"}, [2]string{"set format.margins or make the type area lower", "请设置 format.margins 或减少行数"}},
	NoPages:       {Fatal, [2]string{"there is no page %s in this edition", "本期没有第 %s 版"}, [2]string{}},

	YAMLFeature: {Error, [2]string{"%s have no place in a manuscript", "稿件中不能使用%s"}, [2]string{"write the value out where it is used", "请直接写出内容"}},
	CommentOut:  {Info, [2]string{"a comment is left out: %q", "略去注释：%q"}, [2]string{}},

	CannotWrite: {Fatal, [2]string{"the file cannot be written: %v", "文件无法写出：%v"}, [2]string{}},
}
