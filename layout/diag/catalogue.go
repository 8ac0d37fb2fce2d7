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
	YAMLComment    Code = "yaml-comment"
	YAMLNothing    Code = "yaml-nothing"
	UnknownKey     Code = "unknown-key"
	IdleKey        Code = "idle-key"
	DuplicateKey   Code = "duplicate-key"
	WrongType      Code = "wrong-type"
	BadValue       Code = "bad-value"
	MissingKey     Code = "missing-key"
	ControlChar    Code = "control-character"
	NoFrontMatter  Code = "no-front-matter"
	NoHeadline     Code = "no-headline"
	MissingStory   Code = "missing-story"
	MissingPicture Code = "missing-picture"
	MissingFont    Code = "missing-font"
	BadFont        Code = "bad-font"
	UnusedStory    Code = "unused-story"
	EmptyStory     Code = "empty-story"
	MisnamedStory  Code = "misnamed-story"
	StrayFile      Code = "stray-file"
	StrayFolder    Code = "stray-folder"
	NotText        Code = "not-text"
	LostCharacter  Code = "lost-character"
	DuplicateID    Code = "duplicate-id"
	DuplicatePage  Code = "duplicate-page"
	EmptyPage      Code = "empty-page"
	NoPlan         Code = "no-plan"
	NoStanding     Code = "no-standing"
	StoryHeld      Code = "story-held-over"
	PictureOut     Code = "picture-left-out"
	ReserveLeft    Code = "reserve-left"
	FillersLeft    Code = "fillers-left"
	StoryJumps     Code = "story-jumps"
	JumpNoRoom     Code = "jump-no-room"
	PartsDropped   Code = "parts-left-out"
	CutProposed    Code = "cut-proposed"
	StoryMoved     Code = "story-moved"
	PagePlanned    Code = "page-planned"
	PageThin       Code = "page-thin"
	EditionHeld    Code = "edition-held-over"
	PageTakes      Code = "page-takes"
	SectionNone    Code = "section-without-page"
	NothingFound   Code = "nothing-found"
	SlotOutside    Code = "slot-outside-grid"
	SlotOverlap    Code = "slot-overlap"
	SlotEmpty      Code = "slot-empty"
	MarkupDropped  Code = "markup-not-set"
	NearMarkup     Code = "near-markup"
	MarkupTaken    Code = "markup-taken"
	Normalized     Code = "normalized"
	Guessed        Code = "normalized-by-guess"
	Doubtful       Code = "doubtful-mark"
	BlanksOut      Code = "blanks-left-out"
	Unpaired       Code = "unpaired-mark"

	// The page.
	NoGlyph       Code = "no-glyph"
	NoVariant     Code = "no-variant"
	VariableFont  Code = "variable-font"
	OtherFace     Code = "other-face"
	OtherFaceHead Code = "other-face-head"
	LentFace      Code = "lent-face"
	LentFaceHead  Code = "lent-face-head"
	Unshaped      Code = "unshaped-script"
	UnsetScript   Code = "unset-script"
	Overset       Code = "overset-text"
	HeadOverset   Code = "overset-head"
	WhiteLines    Code = "white-lines"
	FewWhite      Code = "few-white-lines"
	Fitted        Code = "slot-fitted"
	TightHead     Code = "tight-head"
	LooseLine     Code = "loose-line"
	TornLine      Code = "torn-line"
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
	HeaderSmall   Code = "header-small"
	NameSmall     Code = "nameplate-small"
	NoLunarDate   Code = "no-lunar-date"

	// What a manuscript may not use, or holds beside its text.
	YAMLFeature Code = "yaml-feature"
	CommentOut  Code = "comment-left-out"

	// Pictures and ready-made blocks.
	BadPicture    Code = "bad-picture"
	LowResolution Code = "low-resolution"
	CoarsePicture Code = "coarse-picture"
	PictureRoom   Code = "picture-room"
	CaptionRoom   Code = "caption-room"
	AdSize        Code = "ad-size"

	// Advertisements handed in as PDF.
	AdColour       Code = "ad-colour"
	AdFont         Code = "ad-font"
	AdTransparency Code = "ad-transparency"
	AdInk          Code = "ad-ink"
	AdResolution   Code = "ad-resolution"
	AdLine         Code = "ad-line"
	AdType         Code = "ad-type"
	AdFault        Code = "ad-fault"
	AdDamaged      Code = "ad-damaged"
	AdInRGB        Code = "ad-unconverted"
	AdConverted    Code = "ad-converted"
	AdLayers       Code = "ad-layers"
	AdPages        Code = "ad-pages"
	AdOver         Code = "ad-stamps"
	AdNotPrinted   Code = "ad-not-printed"
	AdNotDrawn     Code = "ad-not-drawn"

	// Heads, tables, furniture, continuations.
	SizeOrder    Code = "size-order"
	HeadBars     Code = "head-bars"
	HeadClauses  Code = "head-clauses"
	HeadPause    Code = "head-pause"
	HeadStop     Code = "head-stop"
	HeadComma    Code = "head-comma"
	DeckComma    Code = "deck-comma"
	HeadSize     Code = "head-size"
	HeadTracking Code = "head-tracking"
	HeadAgain    Code = "head-again"
	LeadSize     Code = "lead-size"
	TableWide    Code = "table-wide"
	TableCells   Code = "table-cells"
	TableSmall   Code = "table-small"
	TableRoom    Code = "table-room"
	RowAlone     Code = "row-alone"
	HeadAlone    Code = "subhead-alone"
	NameOrder    Code = "name-order"
	VerseTurned  Code = "verse-turned"
	NameTurned   Code = "name-turned"
	DigestStory  Code = "digest-story"
	DigestEmpty  Code = "digest-empty"
	NoticeRoom   Code = "notice-room"
	DigestRoom   Code = "digest-room"
	ShortJump    Code = "short-jump"
	DanglingFrom Code = "dangling-from"
	DanglingTo   Code = "dangling-to"
	JumpMarks    Code = "jump-marks"
	NoShortHead  Code = "no-short-head"
	InitialRoom  Code = "initial-room"

	// The taboos of make-up (编排禁忌).
	PageCut       Code = "page-cut"
	PageRiver     Code = "page-river"
	HeadsCollide  Code = "heads-collide"
	HeadOffText   Code = "head-off-text"
	HeadNarrow    Code = "head-narrow"
	HeadSplit     Code = "head-split"
	HeadSlim      Code = "head-slim"
	HeadsInRow    Code = "heads-in-row"
	Slit          Code = "slit"
	PictureOnText Code = "picture-on-text"
	PictureSplits Code = "picture-splits-text"
	TextUnder     Code = "text-under-foreign"
	WhiteHole     Code = "white-hole"
	PageWhite     Code = "page-white"

	// The output.
	CannotWrite    Code = "cannot-write"
	MissingProfile Code = "missing-profile"
	BadProfile     Code = "bad-profile"
	PictureProfile Code = "picture-profile"
	PictureRows    Code = "picture-rows"
	PictureEnd     Code = "picture-end"
	PictureShift   Code = "picture-shift"
	PictureFirst   Code = "picture-first"
	PictureInks    Code = "picture-inks"
	PictureGuess   Code = "picture-inks-guessed"
	PictureAlpha   Code = "picture-alpha"
	PictureRange   Code = "picture-range"
	NotPDFX        Code = "not-pdfx"
	Undated        Code = "not-pdfx-undated"

	// Proofs and their signatures.
	MarkOpen     Code = "mark-open"
	MarkMoved    Code = "mark-words-gone"
	MarkStory    Code = "mark-no-story"
	ProofPage    Code = "proof-no-page"
	PageUnsigned Code = "page-not-signed"
	SignedBefore Code = "page-changed-since-signed"
	SignedLoose  Code = "signature-without-content"

	// Importing.
	ImportUnreadable Code = "import-unreadable"
	ImportTooLarge   Code = "import-too-large"
	ImportLeaves     Code = "import-leaves-source"
	ImportUnknown    Code = "import-unknown-source"
	ImportOtherKind  Code = "import-other-kind"
	ImportNoDate     Code = "import-no-date"
	ImportNoPaper    Code = "import-no-paper"
	ImportEmpty      Code = "import-empty"
	ImportForeign    Code = "import-foreign-folder"
	ImportKept       Code = "import-kept"
	ImportEdited     Code = "import-edited"
	ImportMojibake   Code = "import-mojibake"
	ImportLost       Code = "import-lost-character"
	ImportMissing    Code = "import-missing-character"
	ImportControl    Code = "import-control-character"
	ImportJoined     Code = "import-joined"
	ImportLifted     Code = "import-lifted"
	ImportTruncated  Code = "import-truncated"
	ImportDoubled    Code = "import-doubled"
	ImportQuotes     Code = "import-quotes"
	ImportCredit     Code = "import-credit"
	ImportGuess      Code = "import-guess"
	ImportFurniture  Code = "import-furniture"
	ImportJump       Code = "import-jump"
	ImportJumpPage   Code = "import-jump-page"
	ImportPageNumber Code = "import-page-number"
	ImportMerged     Code = "import-merged"
	ImportRenumbered Code = "import-renumbered"
	ImportStruck     Code = "import-struck"
	ImportBars       Code = "import-bars"
	ImportScript     Code = "import-script"
	ImportHeadTwice  Code = "import-head-twice"
	ImportOverfull   Code = "import-overfull"
	ImportFiller     Code = "import-filler"
	ImportAbsent     Code = "import-absent"
	ImportLinkOut    Code = "import-link-out"
	ImportProtected  Code = "import-protected"
	ImportThumbnail  Code = "import-thumbnail"
	ImportTwice      Code = "import-twice"
	ImportDiffers    Code = "import-differs"
	ImportBroken     Code = "import-broken"
	ImportBound      Code = "import-bound"
	ImportHead       Code = "import-head"
	ImportAuthor     Code = "import-author"
	ImportMark       Code = "import-mark"
	ImportFaint      Code = "import-faint"
	ImportRemark     Code = "import-remark"
	ImportTracked    Code = "import-tracked"
	ImportDropped    Code = "import-dropped"
	ImportRestored   Code = "import-restored"
	ImportSlotOff    Code = "import-slot-off"
	ImportSlotFit    Code = "import-slot-fit"
	ImportSlotSkew   Code = "import-slot-skew"
	ImportUnplaced   Code = "import-unplaced"
	ImportHole       Code = "import-hole"
	ImportField      Code = "import-field"
	ImportColumn     Code = "import-column"
	ImportParts      Code = "import-parts"
	ImportJumpLoose  Code = "import-jump-loose"
	ImportRefitted   Code = "import-refitted"
	ImportWhite      Code = "import-white"
	ImportRemade     Code = "import-remade"
	ImportSite       Code = "import-site-text"
	ImportColumns    Code = "import-columns"
	ImportWoven      Code = "import-woven"
	ImportParted     Code = "import-parted"

	// Editing: why an edit is refused. They stand in no list.
	EditValue    Code = "edit-value"
	EditPath     Code = "edit-path"
	EditNotPlain Code = "edit-not-plain"
	EditFaulty   Code = "edit-faulty"
	EditOutside  Code = "edit-outside"
	EditOverlap  Code = "edit-overlap"
	EditNothing  Code = "edit-nothing"
	EditNotNext  Code = "edit-not-next"
	EditTooMuch  Code = "edit-too-much"
	EditNoPlan   Code = "edit-no-plan"
	EditConflict Code = "edit-conflict"
	EditLocked   Code = "edit-locked"
	EditShared   Code = "edit-shared"
	EditFile     Code = "edit-file"
	EditRequest  Code = "edit-request"
	EditForeign  Code = "edit-foreign"

	EditPageChanged Code = "edit-page-changed"
	EditPageErrors  Code = "edit-page-errors"
	EditNoName      Code = "edit-no-name"
	EditNoNote      Code = "edit-no-note"
	EditNoWords     Code = "edit-no-words"
	EditNoVersion   Code = "edit-no-version"
)

type entry struct {
	severity   Severity
	text, hint [2]string // by Lang; verbs are filled from Problem.Args
}

// OfMark tells whether a code is about a proof reader's mark, which has a number of
// its own.
func (c Code) OfMark() bool { return c == MarkOpen || c == MarkMoved }

func (c Code) entry() entry {
	if e, ok := catalogue[c]; ok {
		return e
	}
	return entry{severity: Error, text: [2]string{"problem %v", "问题 %v"}}
}

// catalogue is the one table of what the program says to editors; it is never
// written to.
var catalogue = map[Code]entry{
	NoIssueFile:    {Fatal, [2]string{"there is no issue.yaml in this folder%v", "文件夹中没有 issue.yaml%v"}, [2]string{"give the folder that holds issue.yaml; `duikai new DIR` makes one", "请指定含 issue.yaml 的文件夹；可用 duikai new 新建"}},
	Unreadable:     {Fatal, [2]string{"the file cannot be read: %v", "文件无法读取：%v"}, [2]string{}},
	NotUTF8:        {Error, [2]string{"the file is not UTF-8 text (byte %d): it is %v", "文件不是 UTF-8 编码（第 %d 字节）：%v"}, [2]string{"save it again as plain text in UTF-8", "请另存为 UTF-8 编码的纯文本"}},
	TooLarge:       {Error, [2]string{"%s is too large: %d, the limit is %d", "%s过大：%d，上限 %d"}, [2]string{}},
	PathLeaves:     {Error, [2]string{"the path %q leaves the issue folder", "路径 %q 超出期刊文件夹"}, [2]string{"copy the file into the folder and name it there", "请把文件复制到文件夹内再引用"}},
	BadYAML:        {Error, [2]string{"this is not valid YAML: %s", "YAML 语法错误：%s"}, [2]string{}},
	YAMLComment:    {Warning, [2]string{"%s is taken for a comment and is not set; if it is text, write %s", "%s被当作注释，没有排出；如果是文字，请写成 %s"}, [2]string{}},
	YAMLNothing:    {Warning, [2]string{"%s is set as it is written; YAML uses it for no value: to leave the key empty, write nothing behind its colon", "%s 已照原样排出；它在 YAML 里表示空值：若要留空，冒号后请什么也不写"}, [2]string{}},
	UnknownKey:     {Error, [2]string{"unknown key %q", "未知的键 %q"}, [2]string{"`duikai schema` lists the keys", "可用 duikai schema 查看全部键名"}},
	IdleKey:        {Warning, [2]string{"the key %q means nothing for %s", "键 %q 对%s不起作用"}, [2]string{"take it out", "请删去"}},
	DuplicateKey:   {Error, [2]string{"the key %q stands twice: the value on line %d counts", "键 %q 重复：以第 %d 行的为准"}, [2]string{"leave one of them out; a text of several lines is a list: [..., ...]", "请删去一个；几行文字写成列表：[..., ...]"}},
	WrongType:      {Error, [2]string{"%s must be %s", "%s 应为%s"}, [2]string{}},
	BadValue:       {Error, [2]string{"%s: %s", "%s：%s"}, [2]string{}},
	MissingKey:     {Error, [2]string{"the key %q is missing", "缺少键 %q"}, [2]string{}},
	ControlChar:    {Error, [2]string{"the control character U+%04X cannot be printed", "控制字符 U+%04X 无法印刷"}, [2]string{"delete it", "请删去"}},
	NoFrontMatter:  {Error, [2]string{"%v", "%v"}, [2]string{}},
	NoHeadline:     {Warning, [2]string{"the story %q has no headline", "稿件 %q 没有标题"}, [2]string{"write headline: in its front matter, or head: none in its slot", "请在头部信息中写 headline:，或在版位中写 head: none"}},
	MissingStory:   {Error, [2]string{"there is no story %q", "没有稿件 %q"}, [2]string{"the id is the file name in stories/ without .md", "稿件编号是 stories/ 中不带 .md 的文件名"}},
	MissingPicture: {Error, [2]string{"there is no picture %q", "没有图片 %q"}, [2]string{}},
	MissingFont:    {Error, [2]string{"there is no font file %q", "没有字体文件 %q"}, [2]string{}},
	BadFont:        {Error, [2]string{"the font %q cannot be used: %v", "字体 %q 无法使用：%v"}, [2]string{}},
	UnusedStory:    {Warning, [2]string{"%v on no page", "%v没有上版"}, [2]string{}},
	EmptyStory:     {Warning, [2]string{"the story %q has no text", "稿件 %q 没有正文"}, [2]string{}},
	DuplicateID:    {Error, [2]string{"two stories have the id %q", "两篇稿件编号相同：%q"}, [2]string{}},
	MisnamedStory:  {Error, [2]string{"the story %q stands in %s, which is not read: rename it %s", "稿件 %q 在 %s 中，程序不读：请改名为 %s"}, [2]string{"stories are plain text in UTF-8 with the ending .md", "稿件是扩展名为 .md 的 UTF-8 纯文本"}},
	StrayFolder:    {Warning, [2]string{"the stories in this folder are not read: %d", "此文件夹中的稿件没有读取：%d 篇"}, [2]string{"stories stand in stories/, and in no folder below it", "稿件直接放在 stories/ 中，不分子文件夹"}},
	StrayFile:      {Warning, [2]string{"this file is not read; if it is a story, save it as plain text named %s", "此文件没有读取；如果是稿件，请存为纯文本，命名为 %s"}, [2]string{}},
	NotText:        {Error, [2]string{"the file is %v: save it as plain text in UTF-8", "文件是%v：请另存为 UTF-8 纯文本"}, [2]string{}},
	LostCharacter:  {Error, [2]string{"a character was lost when the text was converted (U+FFFD): put in what the original has; 〓 stands for it", "此处有字在转换时丢失（U+FFFD）：请对照原稿补上；暂以〓代替"}, [2]string{}},
	DuplicatePage:  {Error, [2]string{"page %d is planned twice, first on line %d: number this one %d, or put both together", "第 %d 版重复，第 %d 行已有：请改为 %d，或并成一版"}, [2]string{}},
	NoPlan:         {Error, [2]string{"no plan was found for page %d: its pieces need %d cells, it has %d for them", "第 %d 版排不出来：稿件需 %d 格，版面有 %d 格"}, [2]string{"take stories out or put some in, or give some slots a place", "请增减稿件，或为部分版位写明位置"}},
	NoStanding:     {Error, [2]string{"%q cannot stand on this page in any width", "%q 在本版任何栏宽都排不下"}, [2]string{"cut it, or let it go on on another page", "请删短，或转版"}},
	PictureOut:     {Warning, [2]string{"the picture %q is left out: with it the page has no plan; the pieces need %d cells, it has %d for them", "图片 %q 未排：排上它本版无法成版；本版稿件需 %d 格，版面有 %d 格"}, [2]string{"take a story out, shorten some, or give the picture another shape", "请撤稿或删短，也可把图片裁成另一种比例"}},
	StoryHeld:      {Warning, [2]string{"the story %q is held over (weight %d, value %d): the page's pieces need %d cells, it has %d for them", "稿件 %q 缓发（分量 %d，价值 %d）：本版稿件需 %d 格，版面有 %d 格"}, [2]string{"take a story out, shorten some, or write hold: false in the story that must run", "请撤稿或删短；必须见报的稿件请写 hold: false"}},
	StoryJumps:     {Info, [2]string{"the story %q is parted on page %d after %q: %d lines stay, it goes on on page %d with %d characters", "稿件 %q 在第 %d 版 %q 之后转版：本版 %d 行，转第 %d 版 %d 字"}, [2]string{}},
	JumpNoRoom:     {Warning, [2]string{"the story %q cannot go on from page %d on page %d: the program places nothing there, or there is no room", "稿件 %q 不能由第 %d 版转第 %d 版：该版不由程序组版，或没有空位"}, [2]string{"name another page under jump-to:, or leave it out: then the first one with room is taken", "请在 jump-to 写别的版，或删去此键：程序会取第一个有空位的版"}},
	StoryMoved:     {Info, [2]string{"the story %q found no place on page %d and stands on page %d", "稿件 %q 在第 %d 版排不下，改上第 %d 版"}, [2]string{}},
	PartsDropped:   {Info, [2]string{"of %q is left out %s: the page's pieces need %d cells, it has %d for them", "稿件 %q 略去 %s：本版稿件需 %d 格，版面有 %d 格"}, [2]string{}},
	CutProposed:    {Warning, [2]string{"page %d would hold all of its stories if %q were cut by %v", "第 %d 版若从 %q 删去%v，则全部排得下"}, [2]string{"the program itself cuts nothing; all cuts that are proposed of the page go together", "程序不删字；同一版所提的各处须一并删去"}},
	FillersLeft:    {Info, [2]string{"fillers that were not needed: %s", "没有用上的补白：%s"}, [2]string{}},
	ReserveLeft:    {Info, [2]string{"the reserve story %q was not needed", "备稿 %q 没有用上"}, [2]string{}},
	PageThin:       {Warning, [2]string{"page %d lacks copy: the best plan leaves %d lines white; its pieces need %d cells, it has %d for them", "第 %d 版稿件不足：最好的方案也余白 %d 行；稿件约需 %d 格，版面有 %d 格"}, [2]string{"put in another story or a picture, or name stories under reserve: or blocks under fillers:", "请补稿件或图片，或在 reserve 中列出备稿、在 fillers 中列出补白"}},
	PagePlanned:    {Info, [2]string{"page %d was made up by the program: %d slots placed, %d lines white", "第 %d 版由程序组版：排定 %d 个版位，余白 %d 行"}, [2]string{}},
	EditionHeld:    {Warning, [2]string{"the story %q is held over: it takes %d cells, the edition's stories take %d, its pages have %d for them", "稿件 %q 缓发：它约占 %d 格，本期待组稿件共约 %d 格，各版共有 %d 格"}, [2]string{"add a page, shorten some stories, or write hold: false in the story that must run", "请加版、删短，或在必须见报的稿件里写 hold: false"}},
	PageTakes:      {Info, [2]string{"page %d takes %s: %d cells of %d", "第 %d 版收入 %s：约 %d 格，有 %d 格"}, [2]string{}},
	SectionNone:    {Warning, [2]string{"no page has the section %q; there are %s", "没有版块为 %q 的版，现有 %s"}, [2]string{"name a page so, or correct section:", "请给某版起这个版名，或改正 section"}},
	NothingFound:   {Warning, [2]string{"no place is marked # found: there is no plan to stay near to", "没有注明 # found 的位置：没有可以就近重排的方案"}, [2]string{"`duikai plan --write` writes one", "可先用 duikai plan --write 写入方案"}},
	EmptyPage:      {Warning, [2]string{"page %d has no slots", "第 %d 版没有任何版位"}, [2]string{}},
	SlotOutside:    {Error, [2]string{"the slot of %s leaves the grid of %d columns and %d rows: write %s", "%s 的版位超出 %d 栏 %d 行的版心：可改为 %s"}, [2]string{}},
	SlotOverlap:    {Error, [2]string{"the slots of %s and %s overlap in columns %d to %d, rows %d to %d: give %s %s", "%s 与 %s 的版位重叠：第 %d 至 %d 栏、第 %d 至 %d 行；可将 %s 改为 %s"}, [2]string{}},
	SlotEmpty:      {Error, [2]string{"the slot of %s is %d columns wide and %d rows high", "%s 的版位宽 %d 栏、高 %d 行"}, [2]string{"both must be at least 1", "宽高至少为 1"}},
	NearMarkup:     {Warning, [2]string{"%v", "%v"}, [2]string{}},
	MarkupDropped:  {Warning, [2]string{"%s is set as plain text: %s", "%s 按普通文字排出：%s"}, [2]string{}},
	MarkupTaken:    {Info, [2]string{"%v, here and after: %d", "%v（自此处起），共 %d 处"}, [2]string{"a backslash before a mark prints it", "符号前加反斜线则照排该符号"}},
	Normalized:     {Info, [2]string{"%s: %q becomes %q", "%s：%q 改为 %q"}, [2]string{}},
	Guessed:        {Warning, [2]string{"%s: %q is taken for %q; it may be %q", "%s：%q 暂改为 %q，也可能是 %q"}, [2]string{"write the sign that is meant in the manuscript", "请核对，并在稿件中写明"}},
	Doubtful:       {Warning, [2]string{"%s: %q is left as it is; it should be %q or %q", "%s：%q 未改，应为 %q 或 %q"}, [2]string{"write the sign that is meant in the manuscript; a backslash before it keeps it", "请核对，并在稿件中写明；前加反斜线则照排"}},
	Unpaired:       {Warning, [2]string{"the mark %q has no partner", "%q 不成对"}, [2]string{"write the other one, or take it out", "请补上另一半，或删去"}},
	BlanksOut:      {Info, [2]string{"blanks round figures and Latin words are left out, here and after: %d", "西文、数字两旁的空格已删去（自此处起），共 %d 处"}, [2]string{"style.latin-gap sets the gap between the scripts", "中西文间距由 style.latin-gap 设定"}},

	VariableFont:  {Info, [2]string{"the font %q is variable; it is set at %s", "字体 %q 是可变字体，按 %s 排"}, [2]string{"choose another with {file: …, weight: 700}", "可写 {file: …, weight: 700} 选用其他字重"}},
	NoVariant:     {Info, [2]string{"the face lists no shape for the variation selector U+%04X: it is left out", "字体没有异体字选择符 U+%04X 所指的字形，已略去"}, [2]string{}},
	OtherFace:     {Info, [2]string{"%v", "%v"}, [2]string{"name a font that has them under style.fonts", "请在 style.fonts 中加入含有这些字的字体"}},
	LentFace:      {Info, [2]string{"there is no face for %v: it is set with that of %v", "没有%v字体，改用%v"}, [2]string{"name a font file for it under style.fonts", "请在 style.fonts 中写明这种用途的字体文件"}},
	LentFaceHead:  {Warning, [2]string{"in a head: there is no face for %v: it is set with that of %v", "标题没有%v字体，改用%v"}, [2]string{"name a font file for it under style.fonts", "请在 style.fonts 中写明这种用途的字体文件"}},
	OtherFaceHead: {Warning, [2]string{"in a head: %v", "标题中%v"}, [2]string{"name a font that has them under style.fonts, or put the head otherwise", "请在 style.fonts 中加入含有这些字的字体，或改用他字"}},
	NoGlyph:       {Error, [2]string{"no face covers %q (U+%04X)", "没有字体含 %q（U+%04X）"}, [2]string{"name a font that has it under style.fonts", "请在 style.fonts 中加入含此字的字体"}},
	Overset:       {Error, [2]string{"%s does not fit: left over are %d characters, lines: about %d; %v", "%s 排不下：余 %d 字，约 %d 行；%v"}, [2]string{"cut the text, enlarge the slot, or place the story again on another page", "请删减文字、加大版位或安排转版"}},
	Unshaped:      {Error, [2]string{"the letters of %q (U+%04X, script %s) join or stack, and no face here has the rules for it", "%q（U+%04X，文字 %s）须连写或叠置，没有字体带有其规则"}, [2]string{"name a font made for this script under style.fonts, for the role that the text is set in (song is the body)", "请在 style.fonts 中为该处所用的字体角色（正文为 song）加入此种文字的字体"}},
	UnsetScript:   {Error, [2]string{"the script of %q (U+%04X) cannot be set: its letters join or change places, and its rules are not known here", "不能排 %q（U+%04X）所属的文字：其字母连写或移位，本程序不识其规则"}, [2]string{"place it as a picture", "请改用图片"}},
	HeadOverset:   {Error, [2]string{"the head of %s does not fit its slot: it takes %d of %d rows", "%s 的标题排不下：需 %d 行，版位 %d 行"}, [2]string{"shorten the head or enlarge the slot", "请缩短标题或加大版位"}},
	WhiteLines:    {Warning, [2]string{"%s leaves %d rows white; %v", "%s 空 %d 行；%v"}, [2]string{"make the slot smaller and give the rows to its neighbours, or add text or a picture", "请缩小版位、把空行让给相邻版位，或补文字、图片"}},
	FewWhite:      {Info, [2]string{"%s leaves %d white lines in all its columns", "%s 各栏合计空 %d 行"}, [2]string{}},
	Fitted:        {Info, [2]string{"%s is fitted to its slot: %v", "%s 已按版位调整：%v"}, [2]string{}},
	TightHead:     {Warning, [2]string{"the headline of %s does not fit at its smallest size: a line takes %d characters there, and it may have %d lines", "%s 的标题用最小字号仍排不下：每行至多 %d 字，至多 %d 行"}, [2]string{"shorten it or mark a break with |", "请缩短或用 | 标出断行处"}},
	LooseLine:     {Info, [2]string{"a loose line: %q", "行内过松：%q"}, [2]string{}},
	TornLine:      {Warning, [2]string{"the line %q would be open by more than a fifth of an em a gap, and is set flush left", "行 %q 须放字距逾五分之一字宽，改为左齐、不撑满"}, [2]string{"reword it: what is to stand on the next line may not part here", "请改动文字：下一行开头的内容不能在此拆开"}},
	TightLine:     {Warning, [2]string{"the line %q is wider than its column", "行 %q 超出栏宽"}, [2]string{"reword the line, or set the text in wider columns", "请改动这一行的文字，或加宽栏"}},
	BannedEdge:    {Warning, [2]string{"the line %q starts or ends with a banned mark: no other break exists", "行 %q 行首或行末禁则无法避免"}, [2]string{"reword the line, or set the text in wider columns", "请改动这一行的文字，或加宽栏"}},
	SplitSequence: {Warning, [2]string{"the line %q ends inside a figure, word or name: the column is too narrow to keep it whole", "行 %q 在数字、单词或人名中断开：栏宽不够"}, [2]string{"reword the line, or set the text in wider columns", "请改动这一行的文字，或加宽栏"}},
	TightRuby:     {Warning, [2]string{"the rubies of %s touch the line above: a leading of %v leaves them %v", "%s 的注音碰到上一行：行距 %v 只留出 %v"}, [2]string{"rubies need a leading of one and a half times the type size; set style.body.leading", "注音需要一倍半字号的行距；请设置 style.body.leading"}},
	NarrowColumn:  {Error, [2]string{"%s: %d columns do not fit into %d characters", "%s：%d 栏排不进 %d 字宽"}, [2]string{}},
	JumpBackwards: {Warning, [2]string{"%s continues from page %d back to page %d", "%s 由第 %d 版倒转至第 %d 版"}, [2]string{}},
	NothingLeft:   {Warning, [2]string{"nothing of %s is left for this slot", "%s 已排完，此版位空白"}, [2]string{"take the slot out or add text", "请删去此版位或增加文字"}},
	NoNameplate:   {Warning, [2]string{"the nameplate finds no room: %d rows are free for it, it needs %d", "报头排不下：只有 %d 行，需 %d 行，未排报头"}, [2]string{"let the slots of page 1 begin lower, or enlarge the nameplate's slot", "请把第 1 版各版位下移，或加大报头版位"}},
	HeaderSmall:   {Warning, [2]string{"what the page header says is too wide for the page: it is set at %d %% of its size", "版眉的文字太长，版面排不开：缩到原大的 %d%%"}, [2]string{"shorten the page's name or the list of its editors", "请缩短版名或编辑名单"}},
	NameSmall:     {Warning, [2]string{"the paper's name has %d characters: they are set in %v, less than two rows high", "报名有 %d 字，只能排 %v，不足两行高"}, [2]string{"shorten paper:, make the nameplate's slot wider, or give it a picture (style.nameplate.picture)", "请缩短 paper:，加宽报头版位，或改用图片报头（style.nameplate.picture）"}},
	NoHeader:      {Warning, [2]string{"the page header finds no room: the margin above the type area is %v, it needs %v", "版眉无处可排：版心以上只有 %v，至少需 %v"}, [2]string{"set format.margins or make the type area lower", "请设置 format.margins 或减少行数"}},
	NoLunarDate:   {Info, [2]string{"the Chinese calendar is known from 1900-01-31 to the end of 2100: the lunar date is left out", "农历推算范围为 1900 年 1 月 31 日至 2100 年：本期不印农历"}, [2]string{}},
	NoPages:       {Fatal, [2]string{"there is no page %s in this edition", "本期没有第 %s 版"}, [2]string{}},

	YAMLFeature: {Error, [2]string{"%s have no place in a manuscript", "稿件中不能使用%s"}, [2]string{"write the value out where it is used", "请直接写出内容"}},
	CommentOut:  {Info, [2]string{"a comment is left out: %q", "略去注释：%q"}, [2]string{}},

	BadPicture:    {Error, [2]string{"the picture %q cannot be used: %v", "图片 %q 无法使用：%v"}, [2]string{}},
	LowResolution: {Warning, [2]string{"%q prints at %d pixels an inch, fewer than %d", "%q 实际分辨率 %d ppi，低于 %d ppi"}, [2]string{"use a larger picture or print it smaller", "请换用更大的图片或缩小版面尺寸"}},
	CoarsePicture: {Error, [2]string{"%q prints at %d pixels an inch; below %d its pixels show", "%q 实际分辨率只有 %d ppi，低于 %d ppi 会看出像素"}, [2]string{"use a larger picture or print it smaller", "请换用更大的图片或缩小版面尺寸"}},
	PictureRoom:   {Error, [2]string{"the picture %q finds no room in %s: it takes %d rows, %d are there", "图片 %q 在 %s 中无处可放：需 %d 行，只有 %d 行"}, [2]string{"make it smaller, or enlarge the slot", "请缩小图片或加大版位"}},
	CaptionRoom:   {Error, [2]string{"the caption of %s does not fit: it takes %d rows of %d", "%s 的图片说明排不下：需 %d 行，只有 %d 行"}, [2]string{"shorten it or enlarge the slot", "请缩短说明或加大版位"}},
	AdSize:        {Warning, [2]string{"the advertisement %q is made for %v by %v, its slot is %v by %v: it is fitted and leaves white", "广告 %q 的尺寸是 %v × %v，版位是 %v × %v：已等比缩放，留有空白"}, [2]string{"ask for the slot's size, or change the slot", "请按版位尺寸重新制作，或调整版位"}},

	AdColour:       {Warning, [2]string{"the advertisement %q: %v", "广告 %q：%v"}, [2]string{"`duikai preflight` tells everything; ask for a file that meets the limits", "可用 duikai preflight 查看全部；请广告方按要求重新提供文件"}},
	AdFont:         {Warning, [2]string{"the advertisement %q: %v", "广告 %q：%v"}, [2]string{"`duikai preflight` tells everything; ask for a file that meets the limits", "可用 duikai preflight 查看全部；请广告方按要求重新提供文件"}},
	AdTransparency: {Warning, [2]string{"the advertisement %q: %v", "广告 %q：%v"}, [2]string{"`duikai preflight` tells everything; ask for a file that meets the limits", "可用 duikai preflight 查看全部；请广告方按要求重新提供文件"}},
	AdInk:          {Warning, [2]string{"the advertisement %q: %v", "广告 %q：%v"}, [2]string{"`duikai preflight` tells everything; ask for a file that meets the limits", "可用 duikai preflight 查看全部；请广告方按要求重新提供文件"}},
	AdResolution:   {Warning, [2]string{"the advertisement %q: %v", "广告 %q：%v"}, [2]string{"`duikai preflight` tells everything; ask for a file that meets the limits", "可用 duikai preflight 查看全部；请广告方按要求重新提供文件"}},
	AdLine:         {Warning, [2]string{"the advertisement %q: %v", "广告 %q：%v"}, [2]string{"`duikai preflight` tells everything; ask for a file that meets the limits", "可用 duikai preflight 查看全部；请广告方按要求重新提供文件"}},
	AdType:         {Warning, [2]string{"the advertisement %q: %v", "广告 %q：%v"}, [2]string{"`duikai preflight` tells everything; ask for a file that meets the limits", "可用 duikai preflight 查看全部；请广告方按要求重新提供文件"}},
	AdFault:        {Warning, [2]string{"the advertisement %q: %v", "广告 %q：%v"}, [2]string{"`duikai preflight` tells everything; ask for a file that meets the limits", "可用 duikai preflight 查看全部；请广告方按要求重新提供文件"}},
	AdDamaged:      {Error, [2]string{"the advertisement %q cannot be printed as it is: %v", "广告 %q 无法照原样印出：%v"}, [2]string{"`duikai preflight` tells everything; ask for the file again", "可用 duikai preflight 查看全部；请广告方重新提供文件"}},
	AdInRGB:        {Warning, [2]string{"the advertisement %q: object %d (%s) stays in the colours of a screen: %v", "广告 %q：对象 %d（%s）仍为屏幕颜色，未能分色：%v"}, [2]string{"ask for a file in CMYK", "请广告方提供 CMYK 文件"}},
	AdConverted:    {Info, [2]string{"the advertisement %q is in the colours of a screen and is printed in the press's inks (converted: colours %d, pictures %d, shadings %d)", "广告 %q 使用屏幕颜色，已按印刷油墨分色（颜色 %d 处、图片 %d 张、渐变 %d 处）"}, [2]string{"--ads keep leaves it as it is", "--ads keep 可保持原样"}},
	AdLayers:       {Info, [2]string{"the advertisement %q: %d hidden layers are left out (%s)", "广告 %q：隐藏的图层不印，共 %d 层（%s）"}, [2]string{}},
	AdPages:        {Warning, [2]string{"the advertisement %q has %d pages; page %d is printed", "广告 %q 共 %d 页，只印第 %d 页"}, [2]string{"give each page a slot and a file of its own", "请把各页分别存成文件，各占一个版位"}},
	AdOver:         {Info, [2]string{"the advertisement %q: stamps, notes or form fields stand over it and are printed, %d in all", "广告 %q：版面上的图章、批注或表单域一并印出，共 %d 处"}, [2]string{"look at the proof", "请核对校样"}},
	AdNotDrawn:     {Warning, [2]string{"the advertisement %q is not shown here: drawing it took too long; that is no fault of the file, and the PDF for print has it", "广告 %q 在这里没有显示：绘制用时过长；文件并非因此有错，付印的 PDF 中照有"}, [2]string{"try again when the machine is idle", "请在机器空闲时重试"}},
	AdNotPrinted:   {Warning, [2]string{"the advertisement %q: %v", "广告 %q：%v"}, [2]string{"ask whether it is to be printed, and for a file with it in the page itself", "请向广告方核实；如须印出，请合并到页面内容后重新提供"}},

	SizeOrder:    {Warning, [2]string{"the headline of %s (%v) is larger than that of %s (%v), which weighs more", "%s 的标题（%v）大于更重要的 %s（%v）"}, [2]string{"change the weights or the slots", "请调整稿件分量或版位"}},
	HeadBars:     {Error, [2]string{"%d bars stand here together: they mark neither a break nor a joint of clauses", "这里连写了 %d 个竖线，既不是断行处，也不是分句处"}, [2]string{"one | marks a break, || between two clauses a break or a space; a printed bar is \\|", "一个 | 标出断行处；两句之间写 ||，断行或空一字；要印出竖线请写 \\|"}},
	HeadAgain:    {Warning, [2]string{"the text of %s begins with its headline once more", "%s 的正文以标题开头：标题会印两次"}, [2]string{"take the paragraph out", "请删去这一段"}},
	HeadTracking: {Warning, [2]string{"the headline of %s has no room with a tracking of %d %%: it is set with %d %%", "%s 的标题按字距 %d%% 排不下，改用 %d%%"}, [2]string{"make head-tracking or head-size smaller, the slot wider, or shorten the headline", "请减小 head-tracking 或 head-size、放宽版位或缩短标题"}},
	HeadSize:     {Warning, [2]string{"the headline of %s has no room in %v: it is set in %v", "%s 的标题用 %v 排不下，改用 %v"}, [2]string{"make head-size smaller, the slot wider or higher, or shorten the headline; | marks a break", "请减小 head-size、放宽或加高版位、缩短标题，或用 | 标出断行处"}},
	HeadClauses:  {Info, [2]string{"the headline of %s stays on one line at |: an em of space is set between its clauses", "%s 的标题在 | 处没有断行，两句之间空一字"}, [2]string{"write || to say so, or take the | out to set it solid", "要空字请写 ||；不空请删去 |"}},
	HeadPause:    {Info, [2]string{"%s at the end of a line of the head is left out: the end of the line is its pause", "标题行末的 %s 省略不排，断行即是停顿"}, [2]string{"to keep it, keep both clauses on one line; in a headline | sets another break", "要保留请使两句在同一行；主题可用 | 另定断行处"}},
	HeadStop:     {Warning, [2]string{"no %v stands at the end of a head: take it out", "标题末尾不用%v：请删去"}, [2]string{"a backslash before it keeps it", "若要保留，请在前面加反斜线"}},
	HeadComma:    {Warning, [2]string{"a head parts its clauses by a break or a blank, not by %v: write %v in its stead", "标题的分句用断行或空格隔开，不用%v：请改写为%v"}, [2]string{"a backslash before it keeps it", "若要保留，请在前面加反斜线"}},
	DeckComma:    {Info, [2]string{"a head parts its clauses by a break or a blank, not by %v: write %v in its stead", "标题的分句用断行或空格隔开，不用%v：请改写为%v"}, [2]string{"a backslash before it keeps it", "若要保留，请在前面加反斜线"}},
	LeadSize:     {Warning, [2]string{"the headline of the lead %s (%v) stands out too little from that of %s (%v): it should be %v at least", "头条 %s 的标题（%v）与 %s 的标题（%v）相差太小，至少应为 %v"}, [2]string{"let the lead span more columns or shorten its lines, or let the other weigh less or span fewer", "请加宽头条或精简其标题，或降低另一稿的分量、减少其栏数"}},
	TableWide:    {Error, [2]string{"the table of %s does not fit a column of %d characters", "%s 的表格排不进 %d 字宽的栏"}, [2]string{"use fewer columns, or wider text columns", "请减少表格列数或加宽文字栏"}},
	TableCells:   {Warning, [2]string{"this row of the table has %d cells, its head has %d", "表格此行有 %d 格，表头有 %d 格"}, [2]string{"write | between cells; an empty cell is a space", "请用 | 分隔各格，空格也要写出"}},
	TableRoom:    {Error, [2]string{"a table of %s finds no room across its columns: it takes %d rows, %d are there", "%s 的表格跨栏排不下：需 %d 行，只有 %d 行"}, [2]string{"enlarge the slot, or give the table a slot of its own", "请加大版位，或给表格单独的版位"}},
	RowAlone:     {Warning, [2]string{"in %s a column ends within rows that belong together: %q stands apart", "%s 有同属一处的几行被栏断开：%q 与其余分离"}, [2]string{"make the slot a row higher or lower, or give it another number of text columns", "请把版位加高或减低一行，或改变文字栏数"}},
	HeadAlone:    {Warning, [2]string{"%q stands at the foot of a column, %s", "%q 排在栏尾，%s"}, [2]string{"make the slot a row higher or lower, or give it another number of text columns", "请把版位加高或减低一行，或改变文字栏数"}},
	TableSmall:   {Warning, [2]string{"the table of %s is set in %v: less than 7.5pt is hard to read", "%s 的表格缩到 %v，小于 7.5pt 不易阅读"}, [2]string{"use fewer columns, shorter words or wider text columns", "请减少表格列数、缩短文字或加宽文字栏"}},
	NameOrder:    {Warning, [2]string{"by strokes %q stands too far back: %v; it comes before %q", "笔画顺序：%q 排得太靠后（%v），应在 %q 之前"}, [2]string{"put it there, or take 笔画 from the head of the list", "请调整次序，或删去 names: 后的“笔画”"}},
	NameTurned:   {Info, [2]string{"the name %q is longer than its column and is turned", "姓名 %q 超出栏宽，已转行"}, [2]string{"use a wider column or a smaller text style", "请加宽文字栏或改用较小的文字样式"}},
	VerseTurned:  {Info, [2]string{"the line of verse %q is longer than its column and is turned", "诗行 %q 超出栏宽，已转行"}, [2]string{"use a wider column or a smaller text style", "请加宽文字栏或改用较小的文字样式"}},
	DigestStory:  {Error, [2]string{"the digest names %q, which stands on no other page", "导读中的 %q 不在其他版上"}, [2]string{}},
	DigestEmpty:  {Warning, [2]string{"the digest is empty: no other page has a story with a headline", "导读为空：其他版没有带标题的稿件"}, [2]string{}},
	DigestRoom:   {Warning, [2]string{"the digest has room for %d of its %d entries", "导读只能排下 %d 条，共 %d 条"}, [2]string{"enlarge the slot or name fewer stories", "请加大版位或减少条目"}},
	NoticeRoom:   {Error, [2]string{"the notice %q does not fit its slot: it takes %d rows of %d", "短讯 %q 排不下：需 %d 行，版位 %d 行"}, [2]string{"shorten it or enlarge the slot", "请缩短文字或加大版位"}},
	ShortJump:    {Warning, [2]string{"%s has only %d lines on page %d; fewer than %d should neither be left nor carried", "%s 只有 %d 行排在第 %d 版，转版前后都不应少于 %d 行"}, [2]string{"make this slot larger or the other smaller", "请加大此版位或缩小另一版位"}},
	DanglingFrom: {Error, [2]string{"%s says that it comes from page %d, but nothing on that page goes on here", "%s 标明上接第 %d 版，但该版没有稿件转到这里"}, [2]string{"place the first part there, or take `from` out", "请在该版安排前一部分，或删去 from"}},
	DanglingTo:   {Error, [2]string{"%s says that it goes on on page %d, but nothing there comes from here", "%s 标明下转第 %d 版，但该版没有稿件由此接续"}, [2]string{"place the rest there, or take `to` out", "请在该版安排其余部分，或删去 to"}},
	JumpMarks:    {Warning, [2]string{"%s is number %d of the continuations from page %d to page %d, but its other end says %d", "%s 标为第 %d 篇（第 %d 版转第 %d 版），另一端却标为 %d"}, [2]string{"set `mark` to the same number at both ends", "请使两端的 mark 一致"}},
	NoShortHead:  {Warning, [2]string{"the short head over the continuation of %s finds no room", "%s 转版部分的短题排不下"}, [2]string{"enlarge the slot or shorten `short`", "请加大版位或缩短 short"}},
	InitialRoom:  {Warning, [2]string{"the initial of %s does not fit its first paragraph and is left out", "%s 首段太短，未排首字下沉"}, [2]string{"use a smaller `initial`", "请减小 initial"}},

	PageCut:       {Warning, [2]string{"断版: one white line crosses all of page %d below row %d (slots that end less than %d rows apart make one line): %s", "断版：第 %d 版第 %d 行下横贯全版的空白（下沿相差不足 %d 行即连成一线）：%s"}, [2]string{"let some of these slots end higher or lower", "请错开这些版位的下沿"}},
	PageRiver:     {Warning, [2]string{"通版: one gutter runs through all of page %d behind column %d: %s", "通版：第 %d 版第 %d 栏后的栏线上下贯通：%s"}, [2]string{"let a slot span it", "请让一个版位跨过它"}},
	HeadsCollide:  {Warning, [2]string{"碰题: the heads of %s and %s stand side by side", "碰题：%s 与 %s 的标题并排"}, [2]string{"part them by a picture or a box, set one vertically, or let one slot begin lower", "请用图片或加框隔开、改用竖题或错开版位"}},
	HeadOffText:   {Warning, [2]string{"题不盖文: the head of %s covers %d of its %d text columns", "题不盖文：%s 的标题只盖住 %d 栏，正文有 %d 栏"}, [2]string{"box the story, or let the head cover its text", "请加框，或让标题盖住全部正文"}},
	HeadNarrow:    {Warning, [2]string{"题不盖文: the headline of %s covers %d %% of its %d columns, %d %% at least should be: it has %d characters, %d would do", "题不盖文：%s 的标题只盖住 %d%%（宽 %d 栏，至少应盖 %d%%）：现有 %d 字，%d 字即可"}, [2]string{"lengthen it, let the story span fewer columns or weigh more, set it beside the text with head: left or vertical-right, or box it", "请加长标题、减少栏数或提高分量，也可用 head: left、vertical-right 排在文旁，或加框"}},
	HeadSplit:     {Info, [2]string{"破词: a line of the headline of %s ends with %q, the next begins with %q", "破词断行：%s 的标题在 %q 后断行，下一行以 %q 起"}, [2]string{"| marks where a line may end; or let the story span more columns, or shorten the headline", "可用 | 标出断行处，或加宽版位、缩短标题"}},
	HeadSlim:      {Info, [2]string{"题不盖文: the headline of %s covers %d %% of its %d columns, %d %% at least should be: it has %d characters, %d would do", "题不盖文：%s 的标题只盖住 %d%%（宽 %d 栏，至少应盖 %d%%）：现有 %d 字，%d 字即可"}, [2]string{"lengthen it, let the story span fewer columns or weigh more, set it beside the text with head: left or vertical-right, or box it", "请加长标题、减少栏数或提高分量，也可用 head: left、vertical-right 排在文旁，或加框"}},
	HeadsInRow:    {Warning, [2]string{"碰题: %d heads stand in one row: %s", "碰题：%d 个标题并排成一行：%s"}, [2]string{"let one slot begin lower, box it, set its head vertically, or put a picture between", "请错开其中一个版位，或加框、改用竖题、插入图片"}},
	Slit:          {Warning, [2]string{"一线天: %s leaves a tall slit one column wide between %s and %s", "一线天：%s 夹在 %s 与 %s 之间，又窄又长"}, [2]string{"make it wider or shorter", "请加宽或缩短"}},
	PictureOnText: {Warning, [2]string{"图压文: %s lies over %s", "图压文：%s 压住 %s"}, [2]string{}},
	PictureSplits: {Warning, [2]string{"断文: the picture %s parts a column of %s, so that reading jumps over it", "图断文：图片 %s 切断 %s 的文栏，阅读要跨过图片"}, [2]string{"let it stand at the head or the foot of the columns", "请把图片移到栏首或栏尾"}},
	TextUnder:     {Warning, [2]string{"走文迷路: %s goes on behind %s, which stands between its parts", "走文迷路：%s 的文字绕过 %s 继续"}, [2]string{"move its parts together", "请把前后两部分排在一起"}},
	WhiteHole:     {Warning, [2]string{"空白: nothing stands on page %d in columns %d to %d from row %d to row %d; %v", "空白：第 %d 版第 %d 至 %d 栏、第 %d 至 %d 行没有内容；%v"}, [2]string{"place a brief or a picture there, or make a slot larger", "请补一则短稿、图片，或加大版位"}},
	PageWhite:     {Warning, [2]string{"page %d is %d %% full: %d of its %d rows (in all columns) are white", "第 %d 版满版率 %d%%：各栏合计空 %d 行，共 %d 行"}, [2]string{"the warnings of the page name the white places; make the slots larger, or place more", "各处空白见本版其他警告；请加大版位或补稿"}},

	CannotWrite:    {Fatal, [2]string{"the file cannot be written: %v", "文件无法写出：%v"}, [2]string{}},
	MissingProfile: {Error, [2]string{"there is no profile %q", "没有 ICC 特性文件 %q"}, [2]string{}},
	BadProfile:     {Error, [2]string{"the profile %q cannot be used for %v: %v", "ICC 特性文件 %q 不能用于 %v：%v"}, [2]string{}},
	PictureShift:   {Warning, [2]string{"the picture %q is probably damaged: about its row %d the colours step in the midst of a row and stay so to its end", "图片 %q 很可能已损坏：约第 %d 行起，颜色在行中突变并持续到末尾"}, [2]string{"look at it, and ask for the file again", "请查看图片，并重新索取文件"}},
	PictureRows:    {Warning, [2]string{"the picture %q lacks its last %d of %d rows; the row before them is repeated", "图片 %q 缺少最后 %d 行（共 %d 行），以前一行代替"}, [2]string{"ask for the file again", "请重新索取文件"}},
	PictureEnd:     {Warning, [2]string{"the picture %q is whole, but its file has no end: something behind it is lost", "图片 %q 完整，但文件没有结束标记，后面的内容已丢失"}, [2]string{"ask for the file again", "请重新索取文件"}},
	PictureFirst:   {Warning, [2]string{"%q holds %d pages or frames: the first one is set", "图片 %q 内有 %d 页或帧，只用第一页（帧）"}, [2]string{"save the one that is wanted as a file of its own", "请把需要的一页（帧）另存为单独的文件"}},
	PictureInks:    {Info, [2]string{"the ink values of %q are printed as they are; its own profile %q is not followed", "图片 %q 的油墨数值照印，不依其内嵌特性文件 %q 转换"}, [2]string{}},
	PictureGuess:   {Info, [2]string{"%q does not say how it counts ink: 0 is taken for none", "图片 %q 没有说明油墨的计法，按 0 为无墨处理"}, [2]string{"save it again as TIFF, or as JPEG with an image editor, if its colours are inverted", "若颜色相反，请用图像软件另存为 TIFF 或 JPEG"}},
	PictureAlpha:   {Warning, [2]string{"what is transparent in %q is shown as it is stored", "图片 %q 的透明部分按存储的颜色显示"}, [2]string{"save it as PNG", "请另存为 PNG"}},
	PictureRange:   {Warning, [2]string{"%q is made for bright screens (HDR); its tones are not right on paper", "图片 %q 为高动态范围（HDR），在纸上影调不准"}, [2]string{"save it again without HDR", "请关闭 HDR 另存"}},
	PictureProfile: {Warning, [2]string{"the colour profile inside %q is of no use: %v; it is taken for sRGB", "图片 %q 内嵌的颜色特性文件无法使用：%v；按 sRGB 处理"}, [2]string{"save the picture again as sRGB", "请另存为 sRGB"}},
	Undated:        {Warning, [2]string{"the PDF makes no claim to be %v: the edition has no date", "PDF 未标为 %v：本期没有日期"}, [2]string{"give the date in issue.yaml", "请在 issue.yaml 中写明日期"}},
	NotPDFX:        {Warning, [2]string{"the PDF makes no claim to be %v: page %d, %s: %s", "PDF 未标为 %v：第 %d 版的%s%s"}, [2]string{"give it in CMYK or gray and without transparency", "请改用 CMYK 或灰度、无透明效果的文件"}},

	// Proofs and their signatures.
	MarkOpen:     {Warning, [2]string{"a mark on page %d is not settled: %s", "第 %d 版有圈红未处理：%s"}, [2]string{"see to it and settle it at the desk (duikai serve), or write settled: {who: NAME} in its mark", "处理后在编版页（duikai serve）中标为已处理，或在该条写上 settled: {who: 姓名}"}},
	MarkMoved:    {Warning, [2]string{"the words %q that are marked on page %d stand on no page as they were: the mark is shown where it was made", "圈出的文字 %q（第 %d 版）在版面上已不是原样：圈仍画在原处"}, [2]string{"if that is what the mark asked for, settle it", "如果就是按批注改的，请标为已处理"}},
	MarkStory:    {Warning, [2]string{"there is no story %q, which the mark is about", "没有稿件 %q，圈红所指的稿件不在本期"}, [2]string{"settle the mark, or name the story that is meant", "请把该条标为已处理，或改成所指的稿件"}},
	ProofPage:    {Warning, [2]string{"this edition has no page %d", "本期没有第 %d 版"}, [2]string{"take the entry out, or name the page that is meant", "请删去此条，或改成所指的版次"}},
	PageUnsigned: {Warning, [2]string{"page %d is not signed as %v, which style.sign-off asks for: it is %v", "第 %d 版没有签「%v」，而 style.sign-off 要求；现为「%v」"}, [2]string{"read and sign it at the desk (duikai serve), or with duikai sign ISSUE --pages N --as STATUS --who NAME", "审读后在编版页（duikai serve）签样，或用 duikai sign ISSUE --pages 版次 --as 状态 --who 姓名"}},
	SignedBefore: {Warning, [2]string{"page %d has changed since it was signed as %v by %s: the signature no longer holds", "第 %d 版在签「%v」（%s）之后有改动：签字失效"}, [2]string{"read the page and sign it again, or take back what was changed", "请重新审读并签样，或撤回改动"}},
	SignedLoose:  {Warning, [2]string{"the signature of page %d does not say what the page showed: whether it has changed since is not known", "第 %d 版的签字没有记下版面内容：之后有无改动无从得知"}, [2]string{"sign it at the desk (duikai serve) or with duikai sign, which write content:", "请在编版页（duikai serve）或用 duikai sign 签样，程序会写上 content:"}},

	// Importing. The places are those of the source.
	ImportUnreadable: {Error, [2]string{"this cannot be taken: %v", "无法导入：%v"}, [2]string{}},
	ImportTooLarge:   {Error, [2]string{"%s: more than %d, it is not taken", "%s超过 %d，未导入"}, [2]string{}},
	ImportLeaves:     {Error, [2]string{"the name %q leads out of the zip: it is not taken", "压缩包中的文件名 %q 指向包外，未导入"}, [2]string{}},
	ImportOtherKind:  {Error, [2]string{"%v is not read: %v", "这是%v，程序不读：%v"}, [2]string{}},
	ImportUnknown:    {Error, [2]string{"no reader knows what this is", "认不出这是什么来源"}, [2]string{"say so with --from; `duikai import --help` lists the kinds", "请用 --from 指明种类；可用 duikai import --help 查看"}},
	ImportNoDate:     {Error, [2]string{"the day of issue is not known", "不知道出版日期"}, [2]string{"give it with --date, or in the path: 2021-04-07", "请用 --date 指明，或写在路径中，如 2021-04-07"}},
	ImportNoPaper:    {Error, [2]string{"the paper's name is not known", "不知道报名"}, [2]string{"give it with --paper", "请用 --paper 指明"}},
	ImportEmpty:      {Error, [2]string{"no story was found in it", "其中没有找到稿件"}, [2]string{}},
	ImportForeign:    {Error, [2]string{"this folder was not made by an import: nothing was written into it", "此文件夹不是导入生成的，没有写入"}, [2]string{"choose another ARCHIVE, or move the folder away", "请换一个 ARCHIVE，或移走该文件夹"}},
	ImportKept:       {Warning, [2]string{"an editor has changed this file and the source has changed, too: the editor's is kept", "此文件经编辑修改，来源也有变化：保留编辑的版本"}, [2]string{"the report shows what is new in the source", "来源的变化见导入报告"}},
	ImportEdited:     {Info, [2]string{"an editor has changed this file: it is kept", "此文件经编辑修改，已保留"}, [2]string{}},
	ImportMojibake:   {Warning, [2]string{"this text in %s had been read as %s before it was saved: it is read back", "这份 %s 文字曾被误读为 %s 后存盘，已还原"}, [2]string{}},
	ImportLost:       {Warning, [2]string{"characters that the source has lost: %d, 〓 stands for each", "来源中缺字 %d 个，以〓代替"}, [2]string{"put in what the printed page has", "请对照原报补上"}},
	ImportMissing:    {Warning, [2]string{"%q may stand for a missing character: it is left as it is", "%q 可能是缺字，未改"}, [2]string{}},
	ImportControl:    {Info, [2]string{"control characters left out: %d", "删去控制字符 %d 个"}, [2]string{}},
	ImportJoined:     {Info, [2]string{"%q and %q are joined: the text went on in the next column", "%q 与 %q 接成一段：文字转入下一栏"}, [2]string{}},
	ImportLifted:     {Warning, [2]string{"%q stood in the middle of the story %q: it is taken for a line of its head", "%q 夹在稿件 %q 的正文中：作为标题的一行移出"}, [2]string{}},
	ImportTruncated:  {Warning, [2]string{"the story %q breaks off at %q: its end is not in the source", "稿件 %q 到 %q 中断：来源中没有结尾"}, [2]string{}},
	ImportDoubled:    {Warning, [2]string{"%q stands twice in a row: it is left as it is", "%q 重复：未改"}, [2]string{}},
	ImportQuotes:     {Warning, [2]string{"%q has no partner in this paragraph: it is left as it is", "本段 %q 不成对：未改"}, [2]string{}},
	ImportCredit:     {Warning, [2]string{"%q is the credit of a picture that is not in the source: it is left out", "%q 是图片署名，但来源中没有图片：未排入"}, [2]string{}},
	ImportGuess:      {Info, [2]string{"%q is taken for %v", "%q 视为%v"}, [2]string{}},
	ImportFurniture:  {Info, [2]string{"%q is left out: it is %v", "%q 未排入：这是%v"}, [2]string{}},
	ImportJump:       {Info, [2]string{"%q becomes %s in the front matter", "%q 改写为头部信息 %s"}, [2]string{}},
	ImportJumpPage:   {Warning, [2]string{"%q names no page of this edition that is known: the jump is left out", "%q 所指的版不明：转版标记已略去"}, [2]string{}},
	ImportStruck:     {Warning, [2]string{"%q is struck out in the source: it is set as the rest is", "来源中划去了 %q：仍照排"}, [2]string{"take it out of the story where that is meant", "确应删去的，请从稿件中删除"}},
	ImportBars:       {Warning, [2]string{"%q looks like a row of a table, but no line of dashes stands below the head: it is set as text, with its bars", "%q 像表格的行，但表头下没有短线一行：连同竖线按正文排"}, [2]string{"put | --- | --- | below the head in the source and import again, or in the story", "请在来源的表头下补一行 | --- | --- | 后再次导入，或直接在稿件中补上"}},
	ImportScript:     {Info, [2]string{"%q is raised or lowered in the source, and stands on the line here: nothing stands before it that it could belong to", "来源中 %q 是上标或下标，前面没有可附着的字符：排在行内"}, [2]string{}},
	ImportMerged:     {Info, [2]string{"cells of the table that begins %q are merged in the source: %d; each stands in its first cell, the others are empty", "以 %q 开头的表格在来源中有合并的单元格 %d 处：文字放在第一格，其余留空"}, [2]string{}},
	ImportRenumbered: {Info, [2]string{"the source numbers its pages by sections; here they are counted through: %s", "来源分叠编版次，这里依次编号：%s"}, [2]string{}},
	ImportPageNumber: {Info, [2]string{"nothing tells the number of the page: it is taken for page %d", "来源没有说明是第几版：按第 %d 版处理"}, [2]string{"--page gives it", "可用 --page 指明"}},
	ImportHeadTwice:  {Info, [2]string{"%q repeats the head: it is left out of the text", "%q 与标题重复：已从正文略去"}, [2]string{}},
	ImportOverfull:   {Warning, [2]string{"page %d has more text than a page holds: from %q on it stands on page %d", "第 %d 版文字超过一版：自 %q 起排在第 %d 版"}, [2]string{}},
	ImportFiller:     {Info, [2]string{"page %d lacks text: fillers stand in its free rows: %d", "第 %d 版文字不足：补白 %d 行"}, [2]string{}},
	ImportAbsent:     {Warning, [2]string{"%q is named here, but is not in the source", "此处提到 %q，但来源中没有"}, [2]string{"look whether the mirror is whole, and import again", "请检查镜像是否完整，再次导入"}},
	ImportLinkOut:    {Warning, [2]string{"the link %q leads out of the source: it is not followed", "链接 %q 指向来源之外，没有跟随"}, [2]string{}},
	ImportProtected:  {Warning, [2]string{"the story %q has no text in the source, it may be protected: it is left out", "稿件 %q 在来源中没有正文（可能受保护），未排入"}, [2]string{}},
	ImportThumbnail:  {Warning, [2]string{"only a thumbnail of the picture is in the source, %d pixels wide: it is not printed", "来源中只有缩略图，宽 %d 像素：不付印"}, [2]string{"fetch the picture itself and import again", "请取得原图，再次导入"}},
	ImportTwice:      {Info, [2]string{"the story %q stands on page %s already: it is taken once", "稿件 %q 已见于第 %s 版，只取一次"}, [2]string{}},
	ImportDiffers:    {Warning, [2]string{"%v: the source says %q here and %q there: the first is taken", "%v：来源一处为 %q，另一处为 %q，取前者"}, [2]string{}},
	ImportBroken:     {Error, [2]string{"this is no whole %s: %v; what stands before the fault is taken", "%s 不完整：%v；只取此处以前的内容"}, [2]string{}},
	ImportBound:      {Warning, [2]string{"%v: more than %d; what is beyond is left out", "%v超过 %d，其余略去"}, [2]string{}},
	ImportHead:       {Info, [2]string{"the head %q is parted: %v", "标题 %q 拆分为：%v"}, [2]string{}},
	ImportAuthor:     {Info, [2]string{"%q at the head of the text becomes the byline", "正文开头的 %q 移作署名"}, [2]string{}},
	ImportMark:       {Info, [2]string{"the mark %q before %q is left out", "略去标记 %q，原在 %q 之前"}, [2]string{}},
	ImportFaint:      {Warning, [2]string{"%q was read from the picture with a confidence of %d percent", "%q 由图像识别而来，把握 %d%%"}, [2]string{"compare it with the printed page", "请对照原报"}},
	ImportRemark:     {Warning, [2]string{"a comment of %s is not set: %q", "%s 的批注未排入：%q"}, [2]string{}},
	ImportTracked:    {Warning, [2]string{"tracked changes: %v", "修订：%v"}, [2]string{"accept or reject them in the document and import again where this is wrong", "如有不妥，请在文档中接受或拒绝修订后再次导入"}},
	ImportDropped:    {Warning, [2]string{"%v cannot be taken and is left out: %q", "%v无法导入，已略去：%q"}, [2]string{}},
	ImportRestored:   {Info, [2]string{"page %d is restored on %d columns: slots %d, of them %d off by more than three rows; the columns' edges are off by %s of a column at most", "第 %d 版按 %d 栏复原：版位 %d 个，其中 %d 个偏差超过三行；栏边偏差至多 %s 栏"}, [2]string{"`duikai plan ISSUE --keep 0.9` makes room where text does not fit and stays near the printed page", "如有排不下的稿件，可用 duikai plan ISSUE --keep 0.9 在贴近原版的前提下重排"}},
	ImportSlotOff:    {Info, [2]string{"the slot of %q is off by %s columns and %s rows at most", "%q 的版位偏差至多 %s 栏、%s 行"}, [2]string{}},
	ImportSlotFit:    {Info, [2]string{"the text of %q takes about %d rows of a column, its place has about %d for it: off by %d percent", "%q 的正文约需 %d 行（按基本栏计），版位约有 %d 行：相差百分之 %d"}, [2]string{}},
	ImportSlotSkew:   {Info, [2]string{"the polygon of %q had slanting edges: %d corners put in", "%q 的多边形有斜边：补上 %d 个角"}, [2]string{}},
	ImportUnplaced:   {Warning, [2]string{"%q cannot be restored: %v; the program places it", "%q 无法复原：%v；由程序安排"}, [2]string{}},
	ImportHole:       {Info, [2]string{"page %d: columns %d to %d, rows %d to %d belong to no story: a picture, an advertisement or the imprint stood there", "第 %d 版第 %d 至 %d 栏、第 %d 至 %d 行不属于任何稿件：原为图片、广告或刊头"}, [2]string{}},
	ImportRefitted:   {Info, [2]string{"page %d: edges of slots moved so that all text is set: %d, by %d rows at most", "第 %d 版：为排下全文移动了 %d 个版位的上下边，至多 %d 行"}, [2]string{}},
	ImportWhite:      {Info, [2]string{"page %d: columns %d to %d, rows %d to %d stay white: the stories around them have no text for them", "第 %d 版第 %d 至 %d 栏、第 %d 至 %d 行留白：四周的稿件没有多余的文字"}, [2]string{}},
	ImportRemade:     {Warning, [2]string{"page %d: its text does not fit the places that it had in print: about %d rows are lacking in a column; the page is made up anew, near to the printed one", "第 %d 版的文字排不进原来的版位：一栏约缺 %d 行；已贴近原版重新组版"}, [2]string{}},
	ImportParts:      {Info, [2]string{"the parts of %q on pages %s and %s are one story", "%q 在第 %s 版和第 %s 版的两部分合为一篇"}, [2]string{}},
	ImportJumpLoose:  {Warning, [2]string{"%q says that another part of it stands on page %d, but no story there says so: the remark is left out", "%q 标明另一部分在第 %d 版，但该版没有与之相应的稿件：转版标记已略去"}, [2]string{"look whether the story is whole", "请检查稿件是否完整"}},
	ImportSite:       {Info, [2]string{"what the site says around pages and stories is left out: %d stretches, the first is %q", "网站在版面和稿件周围的文字未排入：共 %d 处，第一处为 %q"}, [2]string{"the report lists them all", "导入报告中逐条列出"}},
	ImportColumns:    {Warning, [2]string{"columns stood side by side on %d lines: they are taken apart by the gaps between them", "有 %d 行并排着几栏文字：按栏间空白拆开"}, [2]string{"look whether each story is whole; the PDF itself, or text copied column by column, is surer", "请核对各篇是否完整；直接导入 PDF，或逐栏复制文字，更可靠"}},
	ImportParted:     {Info, [2]string{"a paragraph ends at %q, and another begins at %q: they may be one", "一段止于 %q，另一段始于 %q：也可能是同一段"}, [2]string{}},
	ImportWoven:      {Warning, [2]string{"the lines of neighbouring columns seem to be mixed: they stand behind each other on %d lines, and nothing tells where each belongs", "相邻各栏的文字似已混排：有 %d 行前后相接，无法判断各属哪一栏"}, [2]string{"import the PDF itself, or copy the text column by column (pdftotext -raw, or -layout)", "请直接导入 PDF，或逐栏复制文字（pdftotext -raw 或 -layout）"}},
	ImportColumn:     {Warning, [2]string{"the column %q is not known here: cells left out: %d, the first says %q", "不认识 %q 一列：略去 %d 格，第一格为 %q"}, [2]string{"name it as one of the columns that the guide lists, and import again", "请把列名改为说明中列出的名称，再次导入"}},
	ImportField:      {Info, [2]string{"the field %q is not known here: it is left out: %q", "不认识字段 %q，已略去：%q"}, [2]string{}},

	// Editing. The words are an answer to who tried; the place is that of the file.
	EditValue:    {Error, [2]string{"%s is no value for this key", "%s 不是此键可用的值"}, [2]string{}},
	EditPath:     {Error, [2]string{"%s names no story of this folder", "%s 不是本期的稿件"}, [2]string{}},
	EditNotPlain: {Error, [2]string{"%s cannot be changed here without changing more: edit the file itself", "在这里改 %s 会牵动别处，请直接编辑文件"}, [2]string{}},
	EditFaulty:   {Error, [2]string{"%s has faults that must be mended first: see the problems", "%s 有错误，请先按问题列表改正"}, [2]string{}},
	EditOutside:  {Error, [2]string{"%s would leave the page", "%s 会超出版面"}, [2]string{}},
	EditOverlap:  {Error, [2]string{"%s would lie over %s", "%s 会压住 %s"}, [2]string{}},
	EditNothing:  {Error, [2]string{"there is nothing to undo", "没有可以撤销的操作"}, [2]string{}},
	EditNotNext:  {Error, [2]string{"that step is not the next one any more: somebody undid or did something meanwhile; see what was done", "这一步已不是最近一步：刚有别处撤销或改动，请看操作记录"}, [2]string{}},
	EditTooMuch:  {Error, [2]string{"%s is too large", "%s 太大"}, [2]string{}},
	EditNoPlan:   {Error, [2]string{"the program has placed nothing on page %s, or has no other plan", "第 %s 版没有由程序安排的版位，或没有别的安排"}, [2]string{}},
	EditConflict: {Error, [2]string{"%s was changed meanwhile; nothing is overwritten", "%s 已被别处改动，没有覆盖"}, [2]string{}},
	EditLocked:   {Error, [2]string{"%s is at work on page %d", "%s 正在编辑第 %d 版"}, [2]string{}},
	EditFile:     {Error, [2]string{"%s: %v; see that the folder of the issue may be read and written and that the disk has room, then do it again", "%s：%v；请确认本期的文件夹可以读写、磁盘有空间，然后重做这一步"}, [2]string{}},
	EditRequest:  {Error, [2]string{"what the browser sent cannot be read: reload the page and do it again", "浏览器发来的内容无法识别，请刷新页面后重做"}, [2]string{}},
	EditForeign:  {Error, [2]string{"this page did not come from this server: open the address that duikai serve printed and do it again", "本页不是由此服务器给出的，请打开 duikai serve 输出的地址后重做"}, [2]string{}},
	EditShared:   {Error, [2]string{"another duikai is writing in this folder; try again in a moment", "另一个 duikai 正在写这个文件夹，请稍后再试"}, [2]string{}},

	EditPageChanged: {Error, [2]string{"page %s is not the one that you see any more: look at it again", "第 %s 版已不是您看到的样子：请再看一遍"}, [2]string{}},
	EditPageErrors:  {Error, [2]string{"page %s has errors: it cannot be passed for press", "第 %s 版还有错误，不能付印"}, [2]string{}},
	EditNoName:      {Error, [2]string{"write your name first", "请先填写姓名"}, [2]string{}},
	EditNoNote:      {Error, [2]string{"write what is to be done", "请写批注"}, [2]string{}},
	EditNoWords:     {Error, [2]string{"a slot without words would hold nothing: write some, or take the slot out", "版位里不能没有文字：请写上，或把版位移出版面"}, [2]string{}},
	EditNoVersion:   {Error, [2]string{"%s cannot be shown as pages", "%s 无法作为版面显示"}, [2]string{}},
}

// Known tells whether there is a problem of that code.
func (c Code) Known() bool {
	_, ok := catalogue[c]
	return ok
}
