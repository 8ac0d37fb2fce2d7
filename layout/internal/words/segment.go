package words

// Split divides a text into words (分词) and returns where each ends; the last
// is len(text). Marks and spaces are words too.
func Split(text []rune) []int {
	ends := make([]int, len(text)+1)
	segment(text, ends)
	// The lengths are turned into ends from the back, then closed up.
	at := len(ends)
	for end := len(text); end > 0; {
		length := ends[end]
		at--
		ends[at] = end
		end -= length
	}
	return ends[at:]
}

// The ring holds the prices of the places that a word from here can reach.
const (
	ring       = 256
	longestRun = 200 // of Latin letters, figures or one mark: more is no word
)

// path is the search under way: at[i%ring] is one more than the price of the
// cheapest chain of words from the start to place i, 0 while there is none.
type path[T ~int | ~uint8] struct {
	at   [ring]uint64
	last []T // by place: the length of the last word of that chain
}

// add offers a word. Of two chains with one price the first offered stays,
// which is the one with the longer last word.
func (p *path[T]) add(from, length int, price level) {
	cost := p.at[from%ring] + uint64(price)
	if slot := &p.at[(from+length)%ring]; *slot == 0 || cost < *slot {
		*slot = cost
		p.last[from+length] = T(length)
	}
}

// segment finds the cheapest chain of words and leaves in last[i], for each
// place i that the search reached, the length of the word that ends there.
func segment[T ~int | ~uint8](text []rune, last []T) {
	p := path[T]{last: last}
	p.at[0] = 1
	for i, r := range text {
		if p.at[i%ring] == 0 {
			continue // inside a run
		}
		switch k := kindOf(r); k {
		case han:
			p.addHan(text, i)
		case western:
			n := westernRun(text[i:])
			p.add(i, n, westernPrice)
			if isFigure(r) && isFigure(text[i+n-1]) {
				p.addQuantities(text, i, i+n, westernPrice+measurePrice)
			}
		default:
			n := 1
			for n < longestRun && i+n < len(text) && (text[i+n] == r || k == space && kindOf(text[i+n]) == space) {
				n++
			}
			p.add(i, n, 1)
		}
		p.at[i%ring] = 0
	}
}

// addHan offers all words that begin with the Han character at i.
func (p *path[T]) addHan(text []rune, i int) {
	at, price := begin(text[i])
	p.add(i, 1, price)
	for n := 1; n < maxWord && i+n < len(text); n++ {
		price, ok := at.step(text[i+n])
		if !ok {
			break
		}
		if price > 0 {
			p.add(i, n+1, price)
		}
	}
	p.addNumber(text, i)
	p.addName(text, i)
}
