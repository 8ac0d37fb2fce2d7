package dump

import (
	"regexp"
	"sync"
)

// pattern is a regular expression that is read when it is first asked: the program
// starts sooner that sets pages and takes none in.
type pattern struct{ read func() *regexp.Regexp }

func lazily(expr string) pattern {
	return pattern{sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expr) })}
}

// MatchString and those after it are regexp.Regexp's.
func (p pattern) MatchString(s string) bool              { return p.read().MatchString(s) }
func (p pattern) FindString(s string) string             { return p.read().FindString(s) }
func (p pattern) FindStringIndex(s string) []int         { return p.read().FindStringIndex(s) }
func (p pattern) FindStringSubmatch(s string) []string   { return p.read().FindStringSubmatch(s) }
func (p pattern) FindStringSubmatchIndex(s string) []int { return p.read().FindStringSubmatchIndex(s) }
func (p pattern) ReplaceAllString(s, with string) string { return p.read().ReplaceAllString(s, with) }
