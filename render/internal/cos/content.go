package cos

import "bytes"

// Scanner takes content apart into operators (ISO 32000-2, 7.8.2).
type Scanner struct {
	lexer
	Operands []Value // of the operator, until the next one; of ID the keys and values of the image
	Bad      bool    // the content cannot be read
}

// Scan begins to take content apart.
func Scan(content []byte) *Scanner { return &Scanner{lexer: lexer{b: content}} }

// Next gives the next operator; false at the end, or where the content cannot
// be read, which Bad tells.
func (s *Scanner) Next() (string, bool) {
	s.Operands = s.Operands[:0]
	for {
		s.skip()
		if s.at >= len(s.b) {
			return "", false
		}
		c := s.b[s.at]
		if Regular(c) && c != '+' && c != '-' && c != '.' && (c < '0' || c > '9') {
			op := string(s.word())
			switch op {
			case "true", "false", "null":
				s.Operands = append(s.Operands, Value{Kind: Boolean})
				continue
			case "ID":
				s.Bad = !s.data()
				return op, !s.Bad
			case "BI":
				s.Operands = s.Operands[:0]
				continue
			}
			return op, true
		}
		v, err := s.value(0)
		const most = 1000 // operands of one operator, or keys of an inline image
		if err != nil || len(s.Operands) > most {
			s.Bad = true
			return "", false
		}
		s.Operands = append(s.Operands, v)
	}
}

// data passes over the bytes of an inline image, to the EI that stands by
// itself.
func (s *Scanner) data() bool {
	for {
		i := bytes.Index(s.b[s.at:], []byte("EI"))
		if i < 0 {
			return false
		}
		before, after := s.at+i-1, s.at+i+2
		s.at = after
		if classes[s.b[before]] == white && (after == len(s.b) || classes[s.b[after]] == white) {
			return true
		}
	}
}
