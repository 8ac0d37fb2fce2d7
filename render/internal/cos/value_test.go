package cos

import (
	"strings"
	"testing"
)

func same(n int) int { return n }

// TestValues: what is parsed is written again as short as it can be, and means
// the same.
func TestValues(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{"<< /A 1 /B [ 1 2.5 -3 (a\\)b(c)) <0aFF> ] /C << /D true /E null >> >>", "<</A 1/B[1 2.5 -3(a\\)b(c))<0aFF>]/C<</D true/E null>>>>"},
		{"[1 0 R 2 0 R]", "[1 0 R 2 0 R]"},
		{"[1 0 2 0 R]", "[1 0 2 0 R]"},
		{"[1 0 RG]", ""},
		{"% comment\n/Name#20x", "/Name#20x"},
		{"<</A>>", ""}, {"<<1 2>>", ""}, {"[1", ""}, {"<</A 1", ""}, {"(a", ""}, {"<0g>", ""}, {"", ""}, {">>", ""}, {"abc", ""}, {"(a\\", ""}, {"--1", ""}, {"1.2", "1.2"},
		{strings.Repeat("[", 100) + strings.Repeat("]", 100), ""},
	} {
		l := lexer{b: []byte(tt.in)}
		v, err := l.value(0)
		if got := string(v.Append(nil, same)); err == nil && got != tt.want || (err != nil) != (tt.want == "") {
			t.Errorf("%q is %q, not %q: %v", tt.in, got, tt.want, err)
		}
	}
}
