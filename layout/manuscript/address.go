package manuscript

import (
	"strings"
	"unicode"
)

// Addresses are what must stay letter by letter: URLs, mail addresses, names of
// files, handles. They may hold Han, and then nothing but their signs tells
// where they end: a Han character goes on with an address behind / = _ and the
// like, and a mark does where a letter or figure of the address follows.

// maxFileName is how far the name of a file is followed to the left.
const maxFileName = 80

// extensions are the endings by which a name of a file is known.
const extensions = " txt doc docx xls xlsx ppt pptx wps et pdf ofd jpg jpeg png gif bmp tif tiff webp svg psd ai indd eps mp3 mp4 wav avi mov mkv zip rar 7z gz tar csv json xml yaml html htm php md go py js ts css exe apk dmg iso epub "

// domains are the endings by which an address without http:// is known.
const domains = " com cn net org gov edu info io hk tw "

// addresses marks the characters of addresses, which no step may touch.
func addresses(cs []char) []bool {
	a := &addressed{cs: cs, safe: make([]bool, len(cs))}
	for i := 0; i < len(cs); i++ {
		end := 0
		switch r := cs[i].r; {
		case a.safe[i]:
		case r == '@':
			end = a.mail(i)
		case r == ':' && a.at(i+1) == '/' && a.at(i+2) == '/' && asciiLetter(a.at(i-1)):
			end = a.url(a.back(i, asciiLetter), i+3)
		case (r == 'w' || r == 'W') && !alnum(a.at(i-1)) && a.reads(i, "www."):
			end = a.url(i, i+len("www."))
		case r == ':' && a.at(i+1) == '\\' && asciiLetter(a.at(i-1)) && !alnum(a.at(i-2)):
			end = a.path(i - 1)
		case r == '.':
			end = a.dotted(i)
		}
		i = max(i, end-1)
	}
	return a.safe
}

type addressed struct {
	cs   []char
	safe []bool
}

func (a *addressed) at(i int) rune {
	if i < 0 || i >= len(a.cs) {
		return 0
	}
	return a.cs[i].r
}

// mark makes from to end safe and gives end.
func (a *addressed) mark(from, end int) int {
	for k := from; k < end; k++ {
		a.safe[k] = true
	}
	return end
}

// back is where the run of characters that satisfy f before i begins.
func (a *addressed) back(i int, f func(rune) bool) int {
	for i > 0 && !a.safe[i-1] && f(a.cs[i-1].r) {
		i--
	}
	return i
}

func (a *addressed) forth(i int, f func(rune) bool) int {
	for i < len(a.cs) && f(a.cs[i].r) {
		i++
	}
	return i
}

func (a *addressed) reads(i int, word string) bool {
	for k, r := range word { // ASCII: bytes are characters
		if unicode.ToLower(a.at(i+k)) != r {
			return false
		}
	}
	return true
}

func asciiLetter(r rune) bool { return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' }

// mail marks the mail address around the @ at i, or the handle that begins
// with it.
func (a *addressed) mail(i int) int {
	after := a.at(i + 1)
	if !alnum(after) && !han(after) && after != '_' {
		return 0
	}
	// A letter may be written with its accent behind it.
	start := a.back(i, func(r rune) bool { return alnum(r) || unicode.Is(unicode.M, r) || strings.ContainsRune("._+-", r) })
	if han(a.at(i - 1)) {
		start = max(a.back(i, func(r rune) bool { return alnum(r) || han(r) || strings.ContainsRune("._-", r) }), i-maxFileName)
	}
	if start == i { // a handle
		end := a.forth(i+1, func(r rune) bool { return alnum(r) || han(r) || r == '_' || r == '-' })
		for a.at(end) == '.' && alnum(a.at(end-1)) && alnum(a.at(end+1)) {
			end = a.forth(end+1, func(r rune) bool { return alnum(r) || r == '_' })
		}
		return a.mark(i, end)
	}
	end, ascii := i+1, false
	for end < len(a.cs) {
		r, before := a.at(end), a.at(end-1)
		joint := before == '@' || before == '.' || before == '-'
		switch {
		case alnum(r):
		case han(r) && (han(before) || joint && !ascii):
		case (r == '.' || r == '-') && !joint && (alnum(a.at(end+1)) || han(a.at(end+1)) && !ascii):
			ascii = ascii || r == '.' && alnum(before)
		default:
			return a.mark(start, end)
		}
		end++
	}
	return a.mark(start, end)
}

// url marks an address whose signs go up to i.
func (a *addressed) url(start, i int) int {
	j, query := i, false
loop:
	for j < len(a.cs) {
		r, before, after := a.at(j), a.at(j-1), a.at(j+1)
		query = query || r == '?' || r == '=' || r == '#'
		switch {
		case r == '(' && han(before):
			end := a.forth(j+1, func(r rune) bool { return han(r) || alnum(r) || r == '_' })
			if a.at(end) != ')' || end-j > maxFileName {
				break loop
			}
			j = end
		case han(r) && strings.ContainsRune(innerMarks, before):
			if !a.listed(j-1, query, mostListed) {
				break loop
			}
		case han(r):
			if !han(before) && !(before == '?' && a.asks(j-1)) && !strings.ContainsRune("/=_-#&%+~", before) && !(before == '.' && a.hanHost(i, j)) && !(han(a.at(j-2)) && before == '.') {
				break loop
			}
		case han(before) && strings.ContainsRune(innerMarks, r):
			if !a.listed(j, query, mostListed) {
				break loop
			}
		case han(before):
			if !alnum(r) && !(r == '?' && a.asks(j)) && !(strings.ContainsRune("/?=#&%._-~+:", r) && (alnum(after) || r == '/' || r == '.' && han(after) && a.hanHost(i, j))) {
				break loop
			}
		case r <= ' ' || r >= 0x7f || strings.ContainsRune("\"'<>`|{}", r):
			break loop
		}
		j++
	}
	// What closes the sentence is not part of the address.
	for j > i {
		switch r := a.at(j - 1); {
		case strings.ContainsRune(".,;:?!*", r), r == ')' && !a.balanced(i, j):
			j--
			continue
		}
		break
	}
	if j == i {
		return 0
	}
	return a.mark(start, j)
}

// innerMarks may stand between the words of an address, ?q=甲,乙, and close a
// sentence behind it.
const innerMarks = ",;:!"

// mostListed is how many words in a row are looked at that such marks part.
const mostListed = 20

// listed tells whether the mark at j joins the words behind it to the address:
// what closes a sentence is followed by running text, and what stands in an
// address is followed by a few characters and another sign of it, by a blank or
// by the end. query tells that ?q= has begun.
func (a *addressed) listed(j int, query bool, left int) bool {
	const longest = 6 // characters of a word
	end := a.forth(j+1, func(r rune) bool { return han(r) || alnum(r) })
	word := 0
	for _, c := range a.cs[j+1 : end] {
		if han(c.r) {
			word++
		}
	}
	r := a.at(end)
	switch {
	case end == j+1 || word > longest || left == 0:
		return false
	case r != 0 && strings.ContainsRune("/?=&#%_+~", r) && (r == '/' || alnum(a.at(end+1))):
		return true
	case !han(a.at(j-1)) && word > 0: // x=1,后文
		return false
	case r != 0 && strings.ContainsRune(innerMarks, r) && (han(a.at(end+1)) || alnum(a.at(end+1))):
		return a.listed(end, query, left-1)
	}
	return query || r == 0 || blank(r) || strings.ContainsRune(closers+")\"'>.-", r)
}

// asks tells whether the question mark at j begins ?页=1 and no sentence.
func (a *addressed) asks(j int) bool {
	const longest = 6 // characters of a word
	end := a.forth(j+1, func(r rune) bool { return han(r) || alnum(r) || r == '_' })
	return end > j+1 && end <= j+1+longest && a.at(end) == '='
}

// hanHost tells whether from i to j only the labels of a host stand: Chinese ones,
// behind www. or not.
func (a *addressed) hanHost(i, j int) bool {
	if a.reads(i, "www.") {
		i += len("www.")
	}
	for k := i; k < j; k++ {
		if !han(a.at(k)) && a.at(k) != '.' {
			return false
		}
	}
	return true
}

// balanced tells whether no bracket closes from i to j that none has opened.
func (a *addressed) balanced(i, j int) bool {
	n := 0
	for k := i; k < j; k++ {
		switch a.at(k) {
		case '(':
			n++
		case ')':
			n--
		}
	}
	return n >= 0
}

// path marks a path of Windows: C:\报告\1.txt.
func (a *addressed) path(start int) int {
	end := a.forth(start, func(r rune) bool {
		return r > ' ' && !strings.ContainsRune("\"<>|*?,;!", r) && (r < 0x7f || han(r))
	})
	for end > start && strings.ContainsRune(".:", a.at(end-1)) && a.at(end-2) != '\\' {
		end--
	}
	return a.mark(start, end)
}

// dotted marks the name of a file or the address that the point at i ends.
func (a *addressed) dotted(i int) int {
	end := a.forth(i+1, func(r rune) bool { return r < 0x7f && alnum(r) })
	const longest = 5
	if n := end - i - 1; n < 1 || n > longest || i == 0 {
		return 0
	}
	ending := " " + strings.ToLower(plain(a.cs[i+1:end])) + " "
	switch {
	case strings.Contains(extensions, ending):
		start := a.fileName(i)
		if start == i {
			return 0
		}
		return a.mark(start, end)
	case strings.Contains(domains, ending) && alnum(a.at(i-1)):
		start := a.back(i, func(r rune) bool { return r < 0x7f && alnum(r) || r == '.' || r == '-' })
		if next := a.at(end); next == '/' || next == ':' && digit(a.at(end+1)) {
			return a.url(start, end)
		}
		return a.mark(start, end)
	}
	return 0
}

// fileName is where the name begins that ends before i; brackets are part of
// it by pairs.
func (a *addressed) fileName(i int) int {
	depth, start := 0, i
	for k := i - 1; k >= 0 && i-k <= maxFileName && !a.safe[k]; k-- {
		switch r := a.cs[k].r; {
		case r == ')' || r == '）':
			depth++
		case r == '(' || r == '（':
			depth--
		case !alnum(r) && !han(r) && !strings.ContainsRune("._-+~%/\\", r):
			return start
		}
		if depth < 0 {
			return start
		}
		if depth == 0 {
			start = k
		}
	}
	return start
}
