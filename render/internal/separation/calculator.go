package separation

import (
	"math"
	"strconv"

	"duikai/layout/pdffile"
)

// A calculator function (ISO 32000-1, 7.10.5) is a program of numbers,
// operators and blocks in braces, on a stack.
type (
	program []step
	step    struct {
		number    float64
		operator  string // empty: the number
		yes, no   program
		condition bool // if, ifelse
	}
)

// maxStack is how high the stack may grow (annex C).
const maxStack = 100

func (w *walker) calculator(s *pdffile.Stream) (function, error) {
	if s == nil {
		return nil, errFunction
	}
	u, err := w.file.Undo(w.plain(s), maxTable)
	if err != nil {
		return nil, err
	}
	words := programWords(u.Data)
	if len(words) < 2 || len(words) > maxProgram || words[0] != "{" {
		return nil, errFunction
	}
	p, rest, err := parseProgram(words[1:], 0)
	if err != nil || len(rest) > 0 {
		return nil, errFunction
	}
	n := len(pairs(w.numbers(s.Dict["Range"])))
	return func(in []float64) []float64 {
		c := &machine{stack: append([]float64(nil), in...)}
		c.run(p)
		out := make([]float64, n)
		if from := len(c.stack) - n; from >= 0 && !c.failed {
			copy(out, c.stack[from:])
		}
		return out
	}, nil
}

func programWords(b []byte) (out []string) {
	for i := 0; i < len(b) && len(out) <= maxProgram; {
		switch c := b[i]; {
		case pdffile.IsSpace(c):
			i++
		case c == '%':
			for i < len(b) && b[i] != '\n' && b[i] != '\r' {
				i++
			}
		case pdffile.IsDelimiter(c):
			out = append(out, string(rune(c)))
			i++
		default:
			from := i
			for i < len(b) && pdffile.IsRegular(b[i]) {
				i++
			}
			out = append(out, string(b[from:i]))
		}
	}
	return out
}

// parseProgram reads up to the closing brace.
func parseProgram(words []string, depth int) (p program, rest []string, err error) {
	var blocks []program
	for len(words) > 0 {
		word := words[0]
		words = words[1:]
		switch {
		case word == "}":
			if len(blocks) > 0 {
				return nil, nil, errFunction
			}
			return p, words, nil
		case word == "{":
			if depth > maxFunctionDepth*4 {
				return nil, nil, errFunction
			}
			var block program
			if block, words, err = parseProgram(words, depth+1); err != nil {
				return nil, nil, err
			}
			blocks = append(blocks, block)
		case word == "if" && len(blocks) == 1:
			p, blocks = append(p, step{condition: true, yes: blocks[0]}), nil
		case word == "ifelse" && len(blocks) == 2:
			p, blocks = append(p, step{condition: true, yes: blocks[0], no: blocks[1]}), nil
		case operators[word] != nil:
			p = append(p, step{operator: word})
		default:
			n, err := strconv.ParseFloat(word, 64)
			if err != nil {
				return nil, nil, errFunction
			}
			p = append(p, step{number: n})
		}
	}
	return nil, nil, errFunction
}

// machine runs a program.
type machine struct {
	stack  []float64
	failed bool
}

func (c *machine) run(p program) {
	for _, s := range p {
		switch {
		case c.failed || len(c.stack) > maxStack:
			c.failed = true
			return
		case s.condition && c.pop() != 0:
			c.run(s.yes)
		case s.condition:
			c.run(s.no)
		case s.operator == "":
			c.push(s.number)
		default:
			operators[s.operator](c)
		}
	}
}

func (c *machine) push(v float64) { c.stack = append(c.stack, v) }

func (c *machine) pop() float64 {
	n := len(c.stack)
	if n == 0 {
		c.failed = true
		return 0
	}
	v := c.stack[n-1]
	c.stack = c.stack[:n-1]
	return v
}

func one(f func(a float64) float64) func(*machine) {
	return func(c *machine) { c.push(f(c.pop())) }
}

func two(f func(a, b float64) float64) func(*machine) {
	return func(c *machine) {
		b, a := c.pop(), c.pop()
		c.push(f(a, b))
	}
}

func truth(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

// bitwise is an operator on whole numbers, and on truths, which are 0 and 1.
func bitwise(f func(a, b int64) int64) func(*machine) {
	return two(func(a, b float64) float64 { return float64(f(int64(a), int64(b))) })
}

const degree = math.Pi / 180

// operators are those of table 42. Truths are numbers, 0 and 1.
var operators = map[string]func(*machine){
	"abs": one(math.Abs), "neg": one(func(a float64) float64 { return -a }), "ceiling": one(math.Ceil), "floor": one(math.Floor),
	"round": one(func(a float64) float64 { return math.Floor(a + 0.5) }), "truncate": one(math.Trunc), "cvi": one(math.Trunc),
	"cvr": one(func(a float64) float64 { return a }), "sqrt": one(math.Sqrt), "ln": one(math.Log), "log": one(math.Log10),
	"sin": one(func(a float64) float64 { return math.Sin(a * degree) }), "cos": one(func(a float64) float64 { return math.Cos(a * degree) }),
	"not": one(func(a float64) float64 { return truth(a == 0) }),
	"add": two(func(a, b float64) float64 { return a + b }), "sub": two(func(a, b float64) float64 { return a - b }),
	"mul": two(func(a, b float64) float64 { return a * b }), "div": two(func(a, b float64) float64 { return a / b }),
	"idiv": two(func(a, b float64) float64 { return math.Trunc(a / b) }), "mod": two(math.Mod), "exp": two(math.Pow),
	"atan": two(func(a, b float64) float64 { return math.Mod(math.Atan2(a, b)/degree+360, 360) }),
	"eq":   two(func(a, b float64) float64 { return truth(a == b) }), "ne": two(func(a, b float64) float64 { return truth(a != b) }),
	"gt": two(func(a, b float64) float64 { return truth(a > b) }), "ge": two(func(a, b float64) float64 { return truth(a >= b) }),
	"lt": two(func(a, b float64) float64 { return truth(a < b) }), "le": two(func(a, b float64) float64 { return truth(a <= b) }),
	"and": bitwise(func(a, b int64) int64 { return a & b }), "or": bitwise(func(a, b int64) int64 { return a | b }),
	"xor":      bitwise(func(a, b int64) int64 { return a ^ b }),
	"bitshift": bitwise(func(a, b int64) int64 { return shift(a, b) }),
	"true":     func(c *machine) { c.push(1) }, "false": func(c *machine) { c.push(0) },
	"pop": func(c *machine) { c.pop() }, "dup": func(c *machine) { a := c.pop(); c.push(a); c.push(a) },
	"exch": func(c *machine) { b, a := c.pop(), c.pop(); c.push(b); c.push(a) },
	"copy": (*machine).copy, "index": (*machine).index, "roll": (*machine).roll,
}

func shift(a, by int64) int64 {
	if by < 0 {
		return a >> min(-by, 63)
	}
	return a << min(by, 63)
}

func (c *machine) copy() {
	n := int(c.pop())
	if n < 0 || n > len(c.stack) || n > maxStack {
		c.failed = true
		return
	}
	c.stack = append(c.stack, c.stack[len(c.stack)-n:]...)
}

func (c *machine) index() {
	n := int(c.pop())
	if n < 0 || n >= len(c.stack) {
		c.failed = true
		return
	}
	c.push(c.stack[len(c.stack)-1-n])
}

func (c *machine) roll() {
	by, n := int(c.pop()), int(c.pop())
	if n < 0 || n > len(c.stack) {
		c.failed = true
		return
	}
	if n == 0 {
		return
	}
	top := c.stack[len(c.stack)-n:]
	by = ((by % n) + n) % n
	rolled := append(append([]float64(nil), top[n-by:]...), top[:n-by]...)
	copy(top, rolled)
}
