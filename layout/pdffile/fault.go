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

// chinese are the faults in Chinese; the narrower ones come first.
var chinese = [...]struct {
	err error
	zh  string
}{
	{ErrNoPDF, "不是 PDF 文件"},
	{ErrBroken, "文件已损坏"},
	{ErrTooLarge, "尺寸过大，程序无法打开"},
	{ErrProtected, "文件受权限密码保护，不允许拆用；请提供方取消保护后重新提供"},
	{ErrEncrypted, "文件有打开密码；请提供方取消密码后重新提供"},
	{ErrUnsupported, "程序不支持这种文件"},
}

// Words says what is wrong in English and Chinese, wherever it is said; false
// for what is no fault of a file. The detail reads the same in both.
func Words(err error) (en, zh string, ok bool) {
	for _, c := range chinese {
		if !errors.Is(err, c.err) {
			continue
		}
		return Worded(err, c.err, c.zh)
	}
	return "", "", false
}

// Worded is an error of a kind as it stands, and in words in Chinese, with its
// detail behind them.
func Worded(err, kind error, chinese string) (en, zh string, ok bool) {
	en = err.Error()
	if detail := strings.Trim(strings.Replace(en, kind.Error(), "", 1), ": "); detail != "" {
		chinese += "（" + detail + "）"
	}
	return en, chinese, true
}

// Fault is what is wrong with a file: one of the errors above, and what it is
// about. The detail is a technical term or a number that reads the same in
// every language ("PDF xref @120"), or empty.
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

func fault(kind error, format string, args ...any) error {
	return &Fault{Kind: kind, Detail: fmt.Sprintf(format, args...)}
}

func hasPrefix(b []byte, s string) bool { return len(b) >= len(s) && string(b[:len(s)]) == s }
