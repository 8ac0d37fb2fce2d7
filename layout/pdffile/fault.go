package pdffile

import (
	"errors"
	"fmt"
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
