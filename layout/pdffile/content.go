package pdffile

// maxOperands is how many operands are kept for an operator: those of a colour
// of 32 plates and its pattern's name. What stands before them is rubbish.
const maxOperands = 64

// Operation is an operator of a content stream with its operands (7.8.2), or an
// inline picture (8.9.7) as the operator BI.
type Operation struct {
	Operator Keyword
	Operands []Object
	From, To int    // where it stands, from its first operand
	Inline   Dict   // of an inline picture: its entries
	Data     []byte // and its data
}

// States are what an interpreter of content keeps while q stands open: so much of the
// graphics state as it follows.
type States[T any] struct {
	Now   T
	saved []T
}

// maxSaved is how many states are kept: more stand open in no file.
const maxSaved = 100000

// Follow does q and Q; all else it leaves.
func (s *States[T]) Follow(op Keyword) {
	switch n := len(s.saved); {
	case op == "q" && n < maxSaved:
		s.saved = append(s.saved, s.Now)
	case op == "Q" && n > 0:
		s.Now, s.saved = s.saved[n-1], s.saved[:n-1]
	}
}

// Operations goes through a content stream. What is no value is passed over, as
// viewers do it; the error is the visitor's.
func Operations(b []byte, visit func(Operation) error) error {
	l := NewLexer(b)
	var operands []Object
	from := -1
	for {
		l.space()
		at := l.at
		v, more, err := l.Next()
		switch {
		case err != nil && l.at < len(l.b) && IsRegular(l.b[l.at]):
			l.regular()
			v = int64(0) // a number with two points or signs
		case err != nil:
			l.Skip(max(at, l.at))
			operands, from = operands[:0], -1
			continue
		case !more:
			return nil
		}
		if from < 0 {
			from = at
		}
		word, bare := v.(Keyword)
		if !bare {
			if len(operands) == maxOperands {
				operands = append(operands[:0], operands[1:]...)
			}
			operands = append(operands, v)
			continue
		}
		o := Operation{Operator: word, Operands: operands, From: from}
		if word == "BI" {
			o.Inline, o.Data = l.inlinePicture()
		}
		o.To = l.at
		if err := visit(o); err != nil {
			return err
		}
		operands, from = operands[:0], -1
	}
}

// inlinePicture reads an inline picture behind BI.
func (l *Lexer) inlinePicture() (Dict, []byte) {
	m := Dict{}
	for {
		v, more, err := l.Next()
		key, named := v.(Name)
		switch {
		case err != nil || !more:
			return m, nil
		case v == Keyword("ID"):
			return m, l.Inline()
		case !named:
			continue
		}
		if v, more, err = l.Next(); err != nil || !more {
			return m, nil
		}
		if v == Keyword("ID") {
			return m, l.Inline()
		}
		m[key] = v
	}
}
