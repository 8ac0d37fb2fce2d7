package manuscript

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
)

// shape is a JSON schema (draft 2020-12) as far as the contract needs it. The
// fields stand in the order in which they are printed.
type shape struct {
	Schema               string      `json:"$schema,omitempty"`
	ID                   string      `json:"$id,omitempty"`
	Ref                  string      `json:"$ref,omitempty"`
	Title                string      `json:"title,omitempty"`
	Description          string      `json:"description,omitempty"`
	Type                 any         `json:"type,omitempty"`
	Format               string      `json:"format,omitempty"`
	Pattern              string      `json:"pattern,omitempty"`
	Enum                 []string    `json:"enum,omitempty"`
	Default              any         `json:"default,omitempty"`
	Minimum              *int        `json:"minimum,omitempty"`
	Maximum              *int        `json:"maximum,omitempty"`
	Items                *shape      `json:"items,omitempty"`
	MinItems             *int        `json:"minItems,omitempty"`
	MaxItems             *int        `json:"maxItems,omitempty"`
	Properties           *properties `json:"properties,omitempty"`
	AdditionalProperties any         `json:"additionalProperties,omitempty"`
	Required             []string    `json:"required,omitempty"`
	OneOf                []*shape    `json:"oneOf,omitempty"`
	AnyOf                []*shape    `json:"anyOf,omitempty"`
	Defs                 *properties `json:"$defs,omitempty"`
}

// properties keeps the order of the contract, which a map would lose.
type properties []property

type property struct {
	name  string
	shape *shape
}

// MarshalJSON writes the properties in order.
func (p properties) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, q := range p {
		if i > 0 {
			b.WriteByte(',')
		}
		name, err := json.Marshal(q.name)
		if err != nil {
			return nil, err
		}
		value, err := json.Marshal(q.shape)
		if err != nil {
			return nil, err
		}
		b.Write(name)
		b.WriteByte(':')
		b.Write(value)
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// Shapes of simple values. A text may be any scalar: `headline: 2026` is meant
// as words.
var (
	textShape    = &shape{Type: []string{"string", "number", "boolean", "null"}}
	lengthShape  = &shape{Type: "string", Pattern: `^\s*([0-9]*\.?[0-9]+\s*(pt|mm|cm|in|点|磅|毫米|厘米|英寸)|` + sizeNames + `)\s*$`}
	measureShape = anyOf(&shape{Type: "string", Pattern: `^\s*([0-9]*\.?[0-9]+\s*(pt|mm|cm|in|em|点|磅|毫米|厘米|英寸|字宽?)|` + sizeNames + `|0)\s*$`}, &shape{Type: "integer", Minimum: new(0), Maximum: new(0)})
	cellShape    = tuple(2, 2, &shape{Type: "integer", Minimum: new(1)})
	spanShape    = tuple(2, 2, anyOf(&shape{Type: "integer", Minimum: new(1)}, &shape{Type: "null"}))
)

// sizeNames are the type sizes by name.
const sizeNames = `([初一二三四五六七八]号|小[初一二三四五六]号?)字?`

func listOf(item *shape) *shape { return &shape{Type: "array", Items: item} }

func tuple(low, high int, item *shape) *shape {
	s := listOf(item)
	s.MinItems, s.MaxItems = &low, &high
	return s
}

func bounded(s *shape, items int) *shape { s.MaxItems = &items; return s }

func anyOf(shapes ...*shape) *shape { return &shape{AnyOf: shapes} }

// shapeOf is the shape of a mapping with these keys.
func shapeOf[T any](keys []key[T]) *shape {
	s := &shape{Type: "object", Properties: new(properties), AdditionalProperties: false}
	for _, k := range keys {
		v := *k.shape
		v.Title, v.Description = k.term, k.term+". "+k.doc
		*s.Properties = append(*s.Properties, property{k.name, &v})
		if k.need {
			s.Required = append(s.Required, k.name)
		}
	}
	return s
}

// Schema gives the JSON schema of issue.yaml, with those of a story's front
// matter and of proofs.yaml beside it under $defs.
func Schema() []byte {
	s := shape{
		Schema:      "https://json-schema.org/draft/2020-12/schema",
		Title:       "duikai issue.yaml",
		Description: "The edition: paper, date, pages, what stands where. The front matter of stories/*.md is $defs/frontMatter, proofs.yaml is $defs/proofs.",
		Ref:         "#/$defs/issue",
		Defs: &properties{
			{"issue", shapeOf(issueKeys())},
			{"frontMatter", shapeOf(storyKeys())},
			{"proofs", shapeOf(proofsKeys())},
		},
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(s); err != nil {
		panic("manuscript: the schema is made of plain values only: " + err.Error())
	}
	return b.Bytes()
}

// maxHomes bounds the places that are named for a key: of a key that stands in
// more, such as font, no place is likelier than the others.
const maxHomes = 2

// homes gives the places where each key stands, by its name and by its Chinese
// term, for an editor who wrote it elsewhere; nothing of keys that stand in too
// many.
func homes() map[string]string {
	found := make(map[string][]string)
	add := func(word, at string) {
		if !slices.Contains(found[word], at) {
			found[word] = append(found[word], at)
		}
	}
	var walk func(path string, s *shape)
	walk = func(path string, s *shape) {
		if s.Properties != nil {
			for _, p := range *s.Properties {
				at := path + p.name
				add(p.name, at)
				add(p.shape.Title, at)
				walk(at+".", p.shape)
			}
		}
		if s.Items != nil {
			walk(strings.TrimSuffix(path, ".")+"[].", s.Items)
		}
		for _, v := range slices.Concat(s.AnyOf, s.OneOf) {
			walk(path, v)
		}
		if v, ok := s.AdditionalProperties.(*shape); ok {
			walk(path+"*.", v)
		}
	}
	walk(issueFile+": ", shapeOf(issueKeys()))
	walk(storyDir+"/*"+storyExt+": ", shapeOf(storyKeys()))
	out := make(map[string]string)
	for word, at := range found {
		if len(at) > maxHomes { // the keys of files themselves come to mind first
			at = slices.DeleteFunc(at, func(path string) bool { return strings.Contains(path[strings.LastIndexByte(path, ' ')+1:], ".") })
		}
		if 0 < len(at) && len(at) <= maxHomes {
			out[word] = strings.Join(at, " / ")
		}
	}
	return out
}
