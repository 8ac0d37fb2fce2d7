package pdffile

import (
	"errors"
	"fmt"
	"strings"
)

// Faults of files. They are wrapped with what exactly is wrong.
var (
	ErrNoPDF       = errors.New("it is no PDF file")
	ErrBroken      = errors.New("the file is damaged")
	ErrUnsupported = errors.New("it is of a kind that the program does not read")
	ErrTooLarge    = errors.New("it is larger than the program will open")
	ErrEncrypted   = errors.New("it is locked by a password; ask for the file without one")
	// ErrProtected is an ErrEncrypted that viewers open all the same.
	ErrProtected error = protected{}
)

type protected struct{}

func (protected) Error() string {
	return "it is protected by its owner's password against being taken apart; ask for the file without protection"
}
func (protected) Unwrap() error { return ErrEncrypted }

// words are the faults in the languages of editors, the detail in the place of
// %s; the narrower ones come first.
var words = [...]struct {
	err    error
	en, zh string
}{
	{ErrNoPDF, "it is no PDF file", "不是 PDF 文件"},
	{ErrBroken, "the file is damaged%s: ask for it again", "文件已损坏%s，请重新索取"},
	{ErrTooLarge, "it is larger than the program will open%s: save it smaller", "尺寸过大，程序无法打开%s，请缩小后另存"},
	{ErrProtected, ErrProtected.Error(), "文件受权限密码保护，不允许拆用；请提供方取消保护后重新提供"},
	{ErrEncrypted, ErrEncrypted.Error(), "文件有打开密码；请提供方取消密码后重新提供"},
	{ErrUnsupported, "it is of a kind that the program does not read%s", "程序不支持这种文件%s"},
}

// Words says what is wrong in English and Chinese, wherever it is said; false
// for what is no fault of a file.
func Words(err error) (en, zh string, ok bool) {
	for _, w := range words {
		if errors.Is(err, w.err) {
			en, zh = Worded(err, w.err, w.en, w.zh)
			return en, zh, true
		}
	}
	return "", "", false
}

// Worded puts the detail of an error of a kind into words of both languages, in
// the place of %s or behind them.
func Worded(err, kind error, en, zh string) (string, string) {
	detail := strings.Trim(strings.Replace(err.Error(), kind.Error(), "", 1), ": ")
	put := func(words, detail, open, end string) string {
		before, after, _ := strings.Cut(words, "%s")
		if detail == "" {
			return before + after
		}
		return before + open + detail + end + after
	}
	return put(en, detail, " (", ")"), put(zh, ReasonChinese(detail), "（", "）")
}

// Fault is what is wrong with a file: one of the errors above, and what it is
// about. The detail is a technical term or a number that reads the same in
// every language ("PDF xref @120"), a reason of the table (reason.go), or empty.
type Fault struct {
	Kind   error
	Detail string
}

func (f *Fault) Error() string {
	if f.Detail == "" {
		return f.Kind.Error()
	}
	return f.Kind.Error() + ": " + f.Detail
}

func (f *Fault) Unwrap() error { return f.Kind }

// NewFault is a fault of a kind, for others that read files from outside.
func NewFault(kind error, format string, args ...any) error { return fault(kind, format, args...) }

func fault(kind error, format string, args ...any) error {
	return &Fault{Kind: kind, Detail: fmt.Sprintf(format, args...)}
}

func hasPrefix(b []byte, s string) bool { return len(b) >= len(s) && string(b[:len(s)]) == s }
