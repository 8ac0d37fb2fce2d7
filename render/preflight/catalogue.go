package preflight

import "duikai/layout/diag"

// Code names a kind of finding for good: scripts and tests rely on it.
type Code string

// The codes. Their severity, words, advice and clauses stand in catalogue
// below.
const (
	// The file.
	NotPDF        Code = "not-pdf"
	Damaged       Code = "damaged"
	Repaired      Code = "repaired"
	BadObject     Code = "object-damaged"
	UnreadObject  Code = "object-unread"
	Encrypted     Code = "encrypted"
	Protected     Code = "protected"
	TooMuch       Code = "too-much"
	Version       Code = "version"
	XRefStream    Code = "xref-stream"
	ObjectStream  Code = "object-stream"
	NoID          Code = "no-id"
	NoClaim       Code = "no-pdfx-claim"
	ClaimDiffers  Code = "pdfx-claim-differs"
	OlderEdition  Code = "pdfx-older-edition"
	Conformance   Code = "pdfx-conformance"
	InfoTitle     Code = "info-title"
	InfoDate      Code = "info-date"
	Trapped       Code = "trapped"
	NoMetadata    Code = "no-metadata"
	BadMetadata   Code = "bad-metadata"
	MetadataKey   Code = "metadata-key"
	MetadataOther Code = "metadata-differs"

	// The output intent.
	NoIntent       Code = "no-output-intent"
	Intents        Code = "output-intents"
	NoCondition    Code = "no-output-condition"
	NoRegistry     Code = "no-registry"
	NoProfile      Code = "no-profile"
	BadProfile     Code = "bad-profile"
	ProfileClass   Code = "profile-class"
	ProfileColours Code = "profile-colours"
	ProfileVersion Code = "profile-version"

	// Pages.
	BadBox      Code = "bad-box"
	NoTrim      Code = "no-trim"
	TrimAndArt  Code = "trim-and-art"
	BoxOrder    Code = "box-order"
	TrimDiffers Code = "trim-differs"
	TrimSize    Code = "trim-size"
	UserUnit    Code = "user-unit"
	Annotation  Code = "annotation"
	OddTurn     Code = "odd-turn"
	Blank       Code = "blank-page"

	// What does not belong into a file for printing.
	FormFields   Code = "form-fields"
	Action       Code = "action"
	JavaScript   Code = "javascript"
	EmbeddedFile Code = "embedded-file"
	Layers       Code = "layers"
	LZW          Code = "lzw"
	JPX          Code = "jpx"
	ExternalData Code = "external-data"
	PostScript   Code = "postscript"
	Alternates   Code = "alternate-images"
	OPI          Code = "opi"
	Reference    Code = "reference-xobject"
	Transfer     Code = "transfer-function"
	Halftone     Code = "halftone"

	// Transparency.
	SoftMask  Code = "soft-mask"
	Opacity   Code = "opacity"
	BlendMode Code = "blend-mode"
	Group     Code = "transparency-group"

	// Fonts.
	FontMissing  Code = "font-missing"
	NotEmbedded  Code = "font-not-embedded"
	FontFileType Code = "font-file-type"
	BadFont      Code = "font-damaged"
	WholeFont    Code = "font-not-subset"
	SubsetTag    Code = "font-subset-tag"
	NoUnicode    Code = "font-no-tounicode"
	Widths       Code = "font-widths"
	NoGlyph      Code = "font-glyph-missing"
	Notdef       Code = "font-notdef"
	Type3        Code = "font-type3"
	NoGIDMap     Code = "font-no-cidtogidmap"
	SystemInfo   Code = "font-cidsysteminfo"

	// Colour.
	RGB          Code = "colour-rgb"
	Independent  Code = "colour-independent"
	Converted    Code = "colour-converted"
	Alternate    Code = "alternate-space"
	DefaultSpace Code = "default-space"
	BadSpace     Code = "bad-colour-space"
	Colorants    Code = "devicen-colorants"
	SpotColour   Code = "spot-colour"

	// Contents.
	BadContent  Code = "bad-content"
	Operator    Code = "unknown-operator"
	Nesting     Code = "state-nesting"
	NoResource  Code = "missing-resource"
	BadImage    Code = "bad-image"
	NotMeasured Code = "ink-not-measured"

	// The limits of newspaper printing.
	InkOver        Code = "ink-over"
	InkNear        Code = "ink-near"
	CoarseImage    Code = "image-coarse"
	LowImage       Code = "image-low"
	CoarseLine     Code = "lineart-coarse"
	LowLine        Code = "lineart-low"
	Hairline       Code = "hairline"
	ThinLine       Code = "thin-line"
	TinyType       Code = "type-tiny"
	SmallType      Code = "type-small"
	ReversedType   Code = "type-reversed"
	TintedType     Code = "type-tinted"
	ColourType     Code = "type-colours"
	RichBlack      Code = "type-rich-black"
	RichBlackLarge Code = "type-rich-black-large"
	Knockout       Code = "black-knockout"
	WhiteOverprint Code = "white-overprint"

	// Tags: for readers who cannot see a page.
	NotTagged   Code = "not-tagged"
	NoLanguage  Code = "no-language"
	TitleHidden Code = "title-hidden"
	NoUAClaim   Code = "no-pdfua-claim"
	TagUnknown  Code = "tag-unknown"
	TagParent   Code = "tag-parent"
	TagPlace    Code = "tag-place"
	HeadingGap  Code = "heading-gap"
	NoAlt       Code = "no-alt"
	NoScope     Code = "no-scope"
	TableRows   Code = "table-rows"
	NotMarked   Code = "content-not-marked"
	MarkNesting Code = "mark-nesting"
	MarkLost    Code = "mark-lost"
	MarkTwice   Code = "mark-twice"
	NoWayBack   Code = "no-way-back"
	LinkAlone   Code = "link-alone"
	AnnotAlone  Code = "annotation-alone"
	NoContents  Code = "annotation-no-words"
	TabOrder    Code = "tab-order"
	TagsSuspect Code = "tags-suspect"
	TagRemapped Code = "tag-remapped"
	TagOrder    Code = "tag-order"
	BadLanguage Code = "language-unknown"

	HeadingTwice Code = "heading-twice"
	HeadingMixed Code = "heading-mixed"
	NoteID       Code = "note-id"
	LayerName    Code = "layer-name"
	LayerAuto    Code = "layer-automatic"
	EmbeddedName Code = "embedded-name"
	DynamicForm  Code = "form-dynamic"
	AnnotPlace   Code = "annotation-place"
	AnnotUnknown Code = "annotation-unknown"
	TrapNet      Code = "annotation-trapnet"
	MediaWords   Code = "media-no-words"
	FormMarks    Code = "form-marks"
	Unmapped     Code = "font-unmapped"
	BadUnicode   Code = "font-unicode"
	BadCMap      Code = "font-cmap"
	BadEncoding  Code = "font-encoding"
	CIDSet       Code = "font-cidset"
)

// house marks what no standard asks for but newspaper printing does.
const house = "house"

// readers marks what ISO 14289-1 alone asks for.
const readers = "readers"

type entry struct {
	severity   diag.Severity
	text, hint [2]string // by diag.Lang; verbs are filled from Finding.Args
	clause     [2]string // of the PDF Reference 1.4 and of ISO 32000-1; or house; or readers and of ISO 14289-1
}

func (c Code) entry() entry {
	if e, ok := catalogue[c]; ok {
		return e
	}
	return entry{severity: diag.Error, text: [2]string{"finding %v", "问题 %v"}}
}

var ours = [2]string{house, house}

// catalogue is the one table of what a check says; it is never written to.
var catalogue = map[Code]entry{
	NotPDF:        {diag.Fatal, [2]string{"it is no PDF file", "不是 PDF 文件"}, [2]string{}, [2]string{"3.4.1", "7.5.2"}},
	Damaged:       {diag.Fatal, [2]string{"the file cannot be read: %v", "文件无法读取：%v"}, [2]string{}, [2]string{"3.4", "7.5"}},
	Repaired:      {diag.Warning, [2]string{"the table of objects is damaged; they had to be searched for", "交叉引用表损坏，只能逐个查找对象"}, [2]string{"look at the proof, and write the file again", "请核对校样，并重新输出文件"}, [2]string{"3.4.3", "7.5.4"}},
	BadObject:     {diag.Error, [2]string{"the object cannot be read, and the page draws with it", "对象无法读取，而页面要用到它"}, [2]string{"write the file again", "请重新输出文件"}, [2]string{"3.4", "7.5"}},
	UnreadObject:  {diag.Warning, [2]string{"the object cannot be read", "对象无法读取"}, [2]string{"write the file again", "请重新输出文件"}, [2]string{"3.4", "7.5"}},
	Encrypted:     {diag.Fatal, [2]string{"the file is encrypted: %v", "文件已加密：%v"}, [2]string{}, [2]string{"3.5", "7.6"}},
	Protected:     {diag.Fatal, [2]string{"the file is encrypted: %v", "文件已加密：%v"}, [2]string{}, [2]string{"3.5", "7.6"}},
	TooMuch:       {diag.Error, [2]string{"not everything was looked at: %v", "未能检查全部内容：%v"}, [2]string{}, ours},
	Version:       {diag.Error, [2]string{"the file is PDF %s, later than %s", "PDF 版本为 %s，高于 %s"}, [2]string{"export it for the version of the standard", "请按标准规定的版本导出"}, [2]string{"3.4.1", "7.5.2"}},
	XRefStream:    {diag.Error, [2]string{"a cross-reference stream", "使用了交叉引用流"}, [2]string{"cross-reference streams are of PDF 1.5; export as PDF 1.4", "交叉引用流属 PDF 1.5；请导出为 PDF 1.4"}, [2]string{"3.4.3", "7.5.8"}},
	ObjectStream:  {diag.Error, [2]string{"an object stream", "使用了对象流"}, [2]string{"object streams are of PDF 1.5; export as PDF 1.4", "对象流属 PDF 1.5；请导出为 PDF 1.4"}, [2]string{"3.4", "7.5.7"}},
	NoID:          {diag.Error, [2]string{"the trailer has no file identifier (ID)", "文件尾缺少文件标识（ID）"}, [2]string{}, [2]string{"9.3", "14.4"}},
	NoClaim:       {diag.Error, [2]string{"the file does not say that it is %s (GTS_PDFXVersion)", "文件没有声明符合 %s（GTS_PDFXVersion）"}, [2]string{"export it with the PDF/X setting", "请用 PDF/X 设置导出"}, [2]string{"9.2.1", "14.3.2"}},
	ClaimDiffers:  {diag.Error, [2]string{"the file says that it is %q, not %s", "文件声明为 %q，而不是 %s"}, [2]string{}, [2]string{"9.2.1", "14.3.2"}},
	OlderEdition:  {diag.Warning, [2]string{"the file follows the edition of 2001 (%q)", "文件依据 2001 年版标准（%q）"}, [2]string{}, [2]string{"9.2.1", "14.3.3"}},
	Conformance:   {diag.Error, [2]string{"GTS_PDFXConformance is %q and does not fit the version", "GTS_PDFXConformance 为 %q，与版本不符"}, [2]string{}, [2]string{"9.2.1", "14.3.3"}},
	InfoTitle:     {diag.Error, [2]string{"Info has no Title", "文件信息缺少标题（Title）"}, [2]string{}, [2]string{"9.2.1", "14.3.3"}},
	InfoDate:      {diag.Error, [2]string{"Info has no right date %s", "文件信息缺少正确的日期 %s"}, [2]string{}, [2]string{"9.2.1", "14.3.3"}},
	Trapped:       {diag.Error, [2]string{"Trapped is neither True nor False", "Trapped 应为 True 或 False"}, [2]string{}, [2]string{"9.2.1", "14.11.6"}},
	NoMetadata:    {diag.Error, [2]string{"there is no XMP metadata", "缺少 XMP 元数据"}, [2]string{}, [2]string{"9.2.2", "14.3.2"}},
	BadMetadata:   {diag.Error, [2]string{"the XMP metadata cannot be read: %s", "XMP 元数据无法读取：%s"}, [2]string{}, [2]string{"9.2.2", "14.3.2"}},
	MetadataKey:   {diag.Error, [2]string{"the XMP metadata lacks %s", "XMP 元数据缺少 %s"}, [2]string{}, [2]string{"9.2.2", "14.3.2"}},
	MetadataOther: {diag.Error, [2]string{"Info and XMP differ in %s", "文件信息与 XMP 的 %s 不一致"}, [2]string{}, [2]string{"9.2.2", "14.3.2"}},

	NoIntent:       {diag.Error, [2]string{"there is no output intent of PDF/X (GTS_PDFX)", "缺少 PDF/X 输出意图（GTS_PDFX）"}, [2]string{"export it for the press's printing condition", "请按印厂的印刷条件导出"}, [2]string{"9.10.4", "14.11.5"}},
	Intents:        {diag.Error, [2]string{"there are %d output intents of PDF/X", "有 %d 个 PDF/X 输出意图"}, [2]string{}, [2]string{"9.10.4", "14.11.5"}},
	NoCondition:    {diag.Error, [2]string{"the output intent names no condition (OutputConditionIdentifier)", "输出意图没有印刷条件标识（OutputConditionIdentifier）"}, [2]string{}, [2]string{"9.10.4", "14.11.5"}},
	NoRegistry:     {diag.Error, [2]string{"the condition %q has neither a registry nor a profile", "印刷条件 %q 既无注册名称也无嵌入特性文件"}, [2]string{}, [2]string{"9.10.4", "14.11.5"}},
	NoProfile:      {diag.Error, [2]string{"the output intent embeds no profile (DestOutputProfile)", "输出意图没有嵌入特性文件（DestOutputProfile）"}, [2]string{}, [2]string{"9.10.4", "14.11.5"}},
	BadProfile:     {diag.Error, [2]string{"the output profile is damaged: %s", "输出特性文件损坏：%s"}, [2]string{}, [2]string{"4.5.4", "8.6.5.5"}},
	ProfileClass:   {diag.Error, [2]string{"the output profile is of class %q, not of a printer (prtr)", "输出特性文件类别为 %q，不是印刷设备（prtr）"}, [2]string{}, [2]string{"9.10.4", "14.11.5"}},
	ProfileColours: {diag.Error, [2]string{"the output profile is for %s with N %d, not for CMYK with 4", "输出特性文件为 %s、N 为 %d，应为 CMYK、4"}, [2]string{}, [2]string{"9.10.4", "14.11.5"}},
	ProfileVersion: {diag.Error, [2]string{"the output profile is of ICC version %d, later than %d", "输出特性文件为 ICC 第 %d 版，高于第 %d 版"}, [2]string{}, [2]string{"4.5.4", "8.6.5.5"}},

	BadBox:      {diag.Error, [2]string{"%s is no rectangle", "%s 不是有效的矩形"}, [2]string{}, [2]string{"9.10.1", "14.11.2"}},
	NoTrim:      {diag.Error, [2]string{"the page has neither a TrimBox nor an ArtBox", "页面既无 TrimBox 也无 ArtBox"}, [2]string{"export it with the trim size", "请导出成品尺寸"}, [2]string{"9.10.1", "14.11.2"}},
	TrimAndArt:  {diag.Error, [2]string{"the page has both a TrimBox and an ArtBox", "页面同时有 TrimBox 和 ArtBox"}, [2]string{}, [2]string{"9.10.1", "14.11.2"}},
	BoxOrder:    {diag.Error, [2]string{"%s stands over %s", "%s 超出 %s"}, [2]string{}, [2]string{"9.10.1", "14.11.2"}},
	TrimDiffers: {diag.Warning, [2]string{"the page is %s, the first one %s", "页面为 %s，首页为 %s"}, [2]string{}, ours},
	TrimSize:    {diag.Error, [2]string{"the page is %s, wanted is %s", "页面为 %s，要求 %s"}, [2]string{}, ours},
	UserUnit:    {diag.Error, [2]string{"the page is measured in units of its own (UserUnit %g)", "页面使用自定单位（UserUnit %g）"}, [2]string{}, [2]string{"3.6.2", "14.11.2"}},
	OddTurn:     {diag.Warning, [2]string{"the page is turned by %s, which is no multiple of 90 degrees: it is shown turned by %d", "页面的旋转角 %s 不是 90 度的整数倍：按旋转 %d 度显示"}, [2]string{"ask for the file again with the turn in the page itself", "请在页面内容中完成旋转后重新提供文件"}, [2]string{"3.6.2", "7.7.3.3"}},
	Blank:       {diag.Warning, [2]string{"nothing is drawn on the page: it is white", "页面上没有任何可见内容：印出来是空白"}, [2]string{"look whether it is the right page, and ask for the file again", "请核对是否取错了页，或重新索取文件"}, [2]string{"3.7.1", "7.8.2"}},
	Annotation:  {diag.Error, [2]string{"an annotation (%s) stands on the printed area", "印刷范围内有批注（%s）"}, [2]string{"take comments, links and fields out", "请删去批注、链接和表单域"}, [2]string{"8.4", "12.5"}},

	FormFields:   {diag.Error, [2]string{"the file has form fields", "文件含表单域"}, [2]string{}, [2]string{"8.6", "12.7"}},
	Action:       {diag.Error, [2]string{"an action (%s)", "含动作（%s）"}, [2]string{}, [2]string{"8.5", "12.6"}},
	JavaScript:   {diag.Error, [2]string{"the file holds JavaScript", "文件含 JavaScript"}, [2]string{}, [2]string{"8.6.4", "12.6.4.16"}},
	EmbeddedFile: {diag.Warning, [2]string{"other files are embedded in the file", "文件内嵌有其他文件"}, [2]string{}, ours},
	Layers:       {diag.Error, [2]string{"the file has layers", "文件含图层"}, [2]string{"layers are of PDF 1.5; flatten them", "图层属 PDF 1.5；请合并图层"}, [2]string{"3.6.1", "8.11"}},
	LZW:          {diag.Error, [2]string{"a stream is compressed by LZW", "数据流使用 LZW 压缩"}, [2]string{}, [2]string{"3.3.3", "7.4.4"}},
	JPX:          {diag.Error, [2]string{"a picture is compressed by JPEG 2000", "图片使用 JPEG 2000 压缩"}, [2]string{"JPEG 2000 is of PDF 1.5; use JPEG or Flate", "JPEG 2000 属 PDF 1.5；请改用 JPEG 或 Flate"}, [2]string{"3.3", "7.4.9"}},
	ExternalData: {diag.Error, [2]string{"the data of a stream is in another file", "数据流的内容在别的文件中"}, [2]string{}, [2]string{"3.2.7", "7.3.8"}},
	PostScript:   {diag.Error, [2]string{"PostScript stands in the page", "页面内含 PostScript"}, [2]string{}, [2]string{"4.7.1", "8.8.2"}},
	Alternates:   {diag.Error, [2]string{"a picture has others in its place (Alternates)", "图片带有替代图片（Alternates）"}, [2]string{}, [2]string{"4.8.4", "8.9.5.4"}},
	OPI:          {diag.Error, [2]string{"a picture is to be replaced (OPI)", "图片待替换（OPI）"}, [2]string{"export it with the fine pictures in", "请导出含高精度图片的文件"}, [2]string{"9.10.6", "14.11.7"}},
	Reference:    {diag.Error, [2]string{"a form refers to a page of another file (Ref)", "表单对象引用了别的文件（Ref）"}, [2]string{}, [2]string{"4.9.3", "8.10.4"}},
	Transfer:     {diag.Error, [2]string{"a transfer function changes the tones (%s)", "含传递函数（%s），会改变阶调"}, [2]string{}, [2]string{"6.3", "10.4"}},
	Halftone:     {diag.Error, [2]string{"a halftone of its own (%s)", "自带网点设置（%s）"}, [2]string{}, [2]string{"6.4", "10.5"}},

	SoftMask:  {diag.Error, [2]string{"transparency: a soft mask", "透明：软蒙版"}, [2]string{"flatten transparency, or use PDF/X-4", "请拼合透明，或改用 PDF/X-4"}, [2]string{"7.5.4", "11.6.5"}},
	Opacity:   {diag.Error, [2]string{"transparency: opacity %s %g", "透明：不透明度 %s %g"}, [2]string{"flatten transparency, or use PDF/X-4", "请拼合透明，或改用 PDF/X-4"}, [2]string{"7.5.3", "11.6.4"}},
	BlendMode: {diag.Error, [2]string{"transparency: the blend mode %s", "透明：混合模式 %s"}, [2]string{"flatten transparency, or use PDF/X-4", "请拼合透明，或改用 PDF/X-4"}, [2]string{"7.5.2", "11.6.3"}},
	Group:     {diag.Error, [2]string{"transparency: a group", "透明：透明组"}, [2]string{"flatten transparency, or use PDF/X-4", "请拼合透明，或改用 PDF/X-4"}, [2]string{"7.5.5", "11.6.6"}},

	FontMissing:  {diag.Error, [2]string{"text is set in a font that is not there (%s)", "文字使用的字体资源不存在（%s）"}, [2]string{}, [2]string{"3.7.2", "7.8.3"}},
	NotEmbedded:  {diag.Error, [2]string{"the font %s is not embedded", "字体 %s 没有嵌入"}, [2]string{"export it with all fonts embedded", "请嵌入全部字体后导出"}, [2]string{"5.8", "9.9"}},
	FontFileType: {diag.Error, [2]string{"the font %s is embedded as %s, which does not fit", "字体 %s 嵌入为 %s，类型不符"}, [2]string{}, [2]string{"5.8", "9.9"}},
	BadFont:      {diag.Error, [2]string{"the font %s is damaged: %s", "字体 %s 损坏：%s"}, [2]string{}, [2]string{"5.8", "9.9"}},
	WholeFont:    {diag.Warning, [2]string{"the font %s is embedded without a subset tag", "字体 %s 嵌入时没有子集标记"}, [2]string{}, [2]string{"5.5.3", "9.6.4"}},
	SubsetTag:    {diag.Warning, [2]string{"the font is called %s here and %s in its descriptor", "字体此处名为 %s，描述中名为 %s"}, [2]string{}, [2]string{"5.7", "9.8"}},
	NoUnicode:    {diag.Warning, [2]string{"the font %s has no map to Unicode (ToUnicode)", "字体 %s 没有 Unicode 对照（ToUnicode）"}, [2]string{}, [2]string{"5.9", "9.10"}},
	Widths:       {diag.Error, [2]string{"the font %s: code %d is %.0f wide here and %.0f in its program", "字体 %s：代码 %d 此处宽 %.0f，字体程序中宽 %.0f"}, [2]string{}, [2]string{"5.6.3", "9.7.4.3"}},
	NoGlyph:      {diag.Error, [2]string{"the font %s has no glyph for code %d", "字体 %s 没有代码 %d 的字形"}, [2]string{}, [2]string{"5.8", "9.9"}},
	Notdef:       {diag.Warning, [2]string{"the font %s draws code %d as a missing character", "字体 %s 的代码 %d 印成缺字"}, [2]string{}, ours},
	Type3:        {diag.Warning, [2]string{"text is drawn by procedures (Type 3 font)", "文字由图形过程绘制（Type 3 字体）"}, [2]string{}, ours},
	NoGIDMap:     {diag.Error, [2]string{"the font %s does not say which glyphs it uses (CIDToGIDMap)", "字体 %s 缺少字形对照（CIDToGIDMap）"}, [2]string{}, [2]string{"5.6.3", "9.7.4.2"}},
	SystemInfo:   {diag.Error, [2]string{"the font %s: its character collection (%s) and its encoding (%s) do not go together", "字体 %s：字符集（%s）与编码（%s）不一致"}, [2]string{}, [2]string{"5.6.2", "9.7.3"}},

	RGB:          {diag.Error, [2]string{"RGB colour: %s", "RGB 颜色：%s"}, [2]string{"convert it to CMYK or gray", "请转换为 CMYK 或灰度"}, [2]string{"4.5.3", "8.6.4"}},
	Independent:  {diag.Error, [2]string{"device-independent colour: %s", "与设备无关的颜色：%s"}, [2]string{"convert it to CMYK or gray", "请转换为 CMYK 或灰度"}, [2]string{"4.5.4", "8.6.5"}},
	Converted:    {diag.Warning, [2]string{"colour that the press must convert: %s", "须由印厂转换的颜色：%s"}, [2]string{"convert it to CMYK or gray", "请转换为 CMYK 或灰度"}, ours},
	Alternate:    {diag.Error, [2]string{"the alternate space of %s is %s", "%s 的替代颜色空间为 %s"}, [2]string{}, [2]string{"4.5.5", "8.6.6"}},
	DefaultSpace: {diag.Error, [2]string{"a default colour space (%s)", "使用默认颜色空间（%s）"}, [2]string{}, [2]string{"4.5.4", "8.6.5.6"}},
	BadSpace:     {diag.Error, [2]string{"a colour space cannot be read: %s", "颜色空间无法读取：%s"}, [2]string{}, [2]string{"4.5", "8.6"}},
	Colorants:    {diag.Error, [2]string{"a colour space of %d plates, more than %d", "颜色空间有 %d 个色版，超过 %d 个"}, [2]string{}, [2]string{"C.1", "C.2"}},
	SpotColour:   {diag.Warning, [2]string{"the spot colour %q prints only with a plate of its own", "专色 %q 需另加色版才能印出"}, [2]string{}, ours},

	BadContent:  {diag.Error, [2]string{"the content cannot be read: %s", "页面内容无法读取：%s"}, [2]string{}, [2]string{"3.7.1", "7.8.2"}},
	Operator:    {diag.Error, [2]string{"the operator %q does not exist or lacks operands", "操作符 %q 不存在或缺少操作数"}, [2]string{}, [2]string{"3.7.1", "7.8.2"}},
	Nesting:     {diag.Error, [2]string{"graphics states (q, Q) are %s", "图形状态（q、Q）%s"}, [2]string{}, [2]string{"4.3.1", "8.4.2"}},
	NoResource:  {diag.Error, [2]string{"the content uses %s, which is not there", "页面使用的 %s 不存在"}, [2]string{}, [2]string{"3.7.2", "7.8.3"}},
	BadImage:    {diag.Error, [2]string{"the picture cannot be read: %s", "图片无法读取：%s"}, [2]string{}, [2]string{"4.8", "8.9"}},
	NotMeasured: {diag.Info, [2]string{"the ink of the picture was not measured: %s", "图片墨量未测：%s"}, [2]string{}, ours},

	InkOver:        {diag.Error, [2]string{"%s takes %.0f %% of ink, more than %d %%", "%s的总墨量 %.0f%%，超过 %d%%"}, [2]string{"convert it for newsprint, with black in place of colours (GCR)", "请按新闻纸条件重新分色（GCR）"}, ours},
	InkNear:        {diag.Warning, [2]string{"%s takes %.0f %% of ink, more than %d %%", "%s的总墨量 %.0f%%，超过 %d%%"}, [2]string{"convert it for newsprint, with black in place of colours (GCR)", "请按新闻纸条件重新分色（GCR）"}, ours},
	CoarseImage:    {diag.Error, [2]string{"a picture prints at %.0f pixels an inch, fewer than %d", "图片实际分辨率 %.0f ppi，低于 %d ppi"}, [2]string{"use a larger picture or print it smaller", "请换用更大的图片或缩小尺寸"}, ours},
	LowImage:       {diag.Warning, [2]string{"a picture prints at %.0f pixels an inch, fewer than %d", "图片实际分辨率 %.0f ppi，低于 %d ppi"}, [2]string{"use a larger picture or print it smaller", "请换用更大的图片或缩小尺寸"}, ours},
	CoarseLine:     {diag.Error, [2]string{"line art prints at %.0f pixels an inch, fewer than %d", "线条稿实际分辨率 %.0f ppi，低于 %d ppi"}, [2]string{}, ours},
	LowLine:        {diag.Warning, [2]string{"line art prints at %.0f pixels an inch, fewer than %d", "线条稿实际分辨率 %.0f ppi，低于 %d ppi"}, [2]string{}, ours},
	Hairline:       {diag.Error, [2]string{"a line is %.2f pt wide, less than %g pt", "线宽 %.2f pt，小于 %g pt"}, [2]string{"draw it wider", "请加粗"}, ours},
	ThinLine:       {diag.Warning, [2]string{"a line is %.2f pt wide, less than %g pt", "线宽 %.2f pt，小于 %g pt"}, [2]string{"draw it wider", "请加粗"}, ours},
	TinyType:       {diag.Error, [2]string{"type of %.1f pt, smaller than %d pt", "字号 %.1f pt，小于 %d pt"}, [2]string{}, ours},
	SmallType:      {diag.Warning, [2]string{"type of %.1f pt, smaller than %d pt", "字号 %.1f pt，小于 %d pt"}, [2]string{}, ours},
	ReversedType:   {diag.Warning, [2]string{"white type of %.1f pt, smaller than %d pt", "反白字 %.1f pt，小于 %d pt"}, [2]string{"set it larger or bolder", "请加大字号或改用黑体"}, ours},
	TintedType:     {diag.Warning, [2]string{"type of %.1f pt in a tint or two plates, smaller than %d pt", "平网或双色文字 %.1f pt，小于 %d pt"}, [2]string{"set it larger or in one solid ink", "请加大字号或改用单色实地"}, ours},
	ColourType:     {diag.Warning, [2]string{"type of %.1f pt in three or more plates, smaller than %d pt", "三色以上文字 %.1f pt，小于 %d pt"}, [2]string{"set it larger or in one ink", "请加大字号或改用单色"}, ours},
	RichBlack:      {diag.Error, [2]string{"black type of %.1f pt is mixed from several plates (%.0f %% of ink)", "%.1f pt 黑字用多色叠印（总墨量 %.0f%%）"}, [2]string{"set text in black (K) alone", "文字请只用单黑（K）"}, ours},
	RichBlackLarge: {diag.Warning, [2]string{"black type of %.1f pt is mixed from several plates (%.0f %% of ink)", "%.1f pt 黑字用多色叠印（总墨量 %.0f%%）"}, [2]string{"set text in black (K) alone", "文字请只用单黑（K）"}, ours},
	Knockout:       {diag.Warning, [2]string{"black type of %.1f pt does not overprint (below %d pt)", "%.1f pt 黑字没有叠印（小于 %d pt）"}, [2]string{"let black overprint: DeviceCMYK with OP, op and OPM 1", "请设置黑版叠印（OP、op、OPM 1）"}, ours},
	WhiteOverprint: {diag.Error, [2]string{"white overprints and would not be seen", "白色设为叠印，印出后不可见"}, [2]string{"let white knock out", "请取消白色叠印"}, ours},

	NotTagged:   tagging(diag.Error, "the file has no tags: who cannot see it hears nothing of it", "文件没有结构标记：看不见的读者读不到内容", "export it as tagged PDF", "请导出带标记的 PDF", "7.1"),
	NoLanguage:  tagging(diag.Error, "the file does not say its language (Lang)", "文件没有注明语言（Lang）", "", "", "7.2"),
	TitleHidden: tagging(diag.Error, "the window shows the file's name and not its title (DisplayDocTitle)", "窗口显示文件名而不是标题（DisplayDocTitle）", "", "", "7.1"),
	NoUAClaim:   tagging(diag.Error, "the file does not say that it is PDF/UA-1 (pdfuaid:part)", "文件没有声明符合 PDF/UA-1（pdfuaid:part）", "", "", "5"),
	TagUnknown:  tagging(diag.Error, "the type %s is none of the standard and stands for none", "结构类型 %s 不是标准类型，也没有对应的标准类型", "add it to the RoleMap", "请加入 RoleMap", "7.1"),
	TagParent:   tagging(diag.Error, "the element does not stand where it says (P)", "元素所在位置与其声明（P）不符", "", "", "7.1"),
	TagPlace:    tagging(diag.Error, "%s may not stand in %s", "%s 不能位于 %s 之内", "", "", "7.2"),
	HeadingGap:  tagging(diag.Error, "%s follows a heading of level %d", "%s 前面的标题是第 %d 级，越级", "", "", "7.4.2"),
	NoAlt:       tagging(diag.Error, "%s has no words in its place (Alt)", "%s 没有替代文字（Alt）", "say what it shows", "请写明图上是什么", "7.3"),
	NoScope:     tagging(diag.Error, "a cell of a table's head does not say what it is the head of (Scope)", "表头单元格没有注明所辖范围（Scope）", "", "", "7.5"),
	TableRows:   tagging(diag.Error, "the row has %d cells, the first one %d", "该行有 %d 个单元格，首行有 %d 个", "", "", "7.5"),
	NotMarked:   tagging(diag.Error, "something is painted that is neither in the tree nor an artifact", "有内容既不在结构树中也不是装饰", "", "", "7.1"),
	MarkNesting: tagging(diag.Error, "marks do not nest: artifacts and tags one in the other, or an end without a beginning", "标记嵌套有误：装饰与内容互相包含，或有尾无头", "", "", "7.1"),
	MarkLost:    tagging(diag.Error, "the marked content %d has no element, or the element no content", "标记内容 %d 没有对应的元素，或元素没有内容", "", "", "7.1"),
	MarkTwice:   tagging(diag.Error, "the marked content %d stands in the tree or on the page twice", "标记内容 %d 在结构树或页面中出现两次", "", "", "7.1"),
	NoWayBack:   tagging(diag.Error, "there is no way back from %d to its element (ParentTree)", "从 %d 找不到所属元素（ParentTree）", "", "", "7.1"),
	LinkAlone:   tagging(diag.Error, "a Link holds no annotation (OBJR)", "Link 元素没有链接批注（OBJR）", "", "", "7.18.5"),
	AnnotAlone:  tagging(diag.Error, "an annotation (%s) is in no element", "批注（%s）不在任何元素中", "", "", "7.18.1"),
	NoContents:  tagging(diag.Error, "an annotation (%s) has no words (Contents)", "批注（%s）没有说明文字（Contents）", "", "", "7.18.5"),
	TabOrder:    tagging(diag.Error, "links are not reached in the order of reading (Tabs)", "链接不按阅读顺序切换（Tabs）", "", "", "7.18.3"),
	TagsSuspect: tagging(diag.Error, "the file says that its tags may be wrong (Suspects)", "文件声明其标记可能有误（Suspects）", "look them through, and take the remark away", "请核对标记并去掉该声明", "7.1"),
	TagRemapped: tagging(diag.Error, "the type %s of the standard stands for %s here", "标准类型 %s 被改作 %s", "take it out of the RoleMap", "请从 RoleMap 中删去", "7.1"),
	TagOrder:    tagging(diag.Error, "the parts of %s stand in no right order (%s)", "%s 内各部分的次序不对（%s）", "", "", "7.2"),
	BadLanguage: tagging(diag.Error, "%q names no language", "%q 不是语言代码", "write it like zh-CN", "请写成 zh-CN 的样式", "7.2"),

	HeadingTwice: tagging(diag.Error, "%d headings without a level stand in one element", "同一元素内有 %d 个不分级的标题", "give them levels (H1 …)", "请分级（H1……）", "7.4.4"),
	HeadingMixed: tagging(diag.Error, "headings with a level and without one stand in one file", "分级与不分级的标题混用", "give all of them levels (H1 …)", "请一律分级（H1……）", "7.4.4"),
	NoteID:       tagging(diag.Error, "a note has no name of its own (ID)", "注释没有唯一的名称（ID）", "", "", "7.9"),
	LayerName:    tagging(diag.Error, "a choice of layers has no name (Name)", "图层方案没有名称（Name）", "", "", "7.10"),
	LayerAuto:    tagging(diag.Error, "layers are shown or not as the program thinks fit (AS)", "图层由阅读程序自动显隐（AS）", "take AS away", "请去掉 AS", "7.10"),
	EmbeddedName: tagging(diag.Error, "an embedded file is not named twice (F and UF)", "内嵌文件的名称不全（F 和 UF）", "", "", "7.11"),
	DynamicForm:  tagging(diag.Error, "the form is made when it is shown (dynamicRender)", "表单在显示时才生成（dynamicRender）", "export it as a form that is there", "请导出为静态表单", "7.15"),
	AnnotPlace:   tagging(diag.Error, "an annotation (%s) stands in %s and not in %s", "批注（%s）位于 %s 中，应在 %s 中", "", "", "7.18"),
	AnnotUnknown: tagging(diag.Error, "no reader knows annotations of the kind %s", "阅读程序都不认识 %s 类批注", "", "", "7.18.2"),
	TrapNet:      tagging(diag.Error, "there is a trap network", "文件含有陷印网络（TrapNet）", "take it away", "请去掉", "7.18.2"),
	MediaWords:   tagging(diag.Error, "a sound or film lacks %s", "音频或视频缺少 %s", "", "", "7.18.6.2"),
	FormMarks:    tagging(diag.Error, "a form that holds tagged content is drawn more than once", "含有标记内容的表单对象被多次绘出", "", "", "7.2"),
	Unmapped:     tagging(diag.Error, "the font %s: code %d leads to no character", "字体 %s：代码 %d 没有对应的字符", "", "", "7.2"),
	BadUnicode:   tagging(diag.Error, "the font %s: code %d leads to what is no character", "字体 %s：代码 %d 对应的不是字符", "", "", "7.21.7"),
	BadCMap:      tagging(diag.Error, "the font %s: the encoding (%s) is neither listed nor sound", "字体 %s：编码（%s）既不在标准之列，也不完好", "", "", "7.21.3.3"),
	BadEncoding:  tagging(diag.Error, "the font %s: its encoding and its program do not go together (%s)", "字体 %s：编码与字体程序不符（%s）", "", "", "7.21.6"),
	CIDSet:       tagging(diag.Error, "the font %s: its list of glyphs (CIDSet) is wrong at %d", "字体 %s：字形清单（CIDSet）在 %d 处有误", "leave the list out", "可以不要这个清单", "7.21.4.2"),
}

// tagging is an entry that ISO 14289-1 alone asks for.
func tagging(severity diag.Severity, en, zh, hint, advice, clause string) entry {
	return entry{severity, [2]string{en, zh}, [2]string{hint, advice}, [2]string{readers, clause}}
}
