package manuscript

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
)

func TestSchema(t *testing.T) {
	var s struct {
		Defs map[string]schemaNode `json:"$defs"`
	}
	if err := json.Unmarshal(Schema(), &s); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(Schema(), Schema()) {
		t.Error("two schemas differ")
	}
	issue, front := s.Defs["issue"], s.Defs["frontMatter"]
	if got := strings.Join(issue.Required, " "); got != "paper date pages" {
		t.Errorf("required: %s", got)
	}
	page := issue.Properties["pages"].AnyOf[2].Items
	if page == nil || page.Properties["slots"].Items == nil {
		t.Fatal("pages have no slots")
	}
	slot := page.Properties["slots"].Items
	if len(slot.OneOf) != len(kindNames) {
		t.Errorf("a slot holds one of %d things", len(slot.OneOf))
	}
	style := issue.Properties["style"]
	agree(t, "issue", issueKeys(), issue)
	agree(t, "style", styleKeys(), style)
	agree(t, "nameplate", nameplateKeys(), style.Properties["nameplate"])
	agree(t, "text style", textStyleKeys(), nodeOf(t, style.Properties["text"].AdditionalProperties))
	agree(t, "ink", inkKeys(), nodeOf(t, style.Properties["inks"].AdditionalProperties))
	agree(t, "caption", captionKeys(), style.Properties["caption"])
	agree(t, "slot", slotKeys(), *slot)
	agree(t, "group", pictureKeys(), slot.Properties["pictures"].Items.AnyOf[1])
	agree(t, "front matter", storyKeys(), front)
	agree(t, "picture", storyPictureKeys(), *front.Properties["pictures"].Items)
}

// nodeOf is what a schema says of all values of a mapping.
func nodeOf(t *testing.T, v any) (n schemaNode) {
	t.Helper()
	data, err := json.Marshal(v)
	if err == nil {
		err = json.Unmarshal(data, &n)
	}
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// agree tells whether a mapping of the schema has the keys of a table, each with
// its words.
func agree[T any](t *testing.T, name string, keys []key[T], n schemaNode) {
	t.Helper()
	if len(keys) != len(n.Properties) {
		t.Errorf("%s has %d keys, in the schema %d", name, len(keys), len(n.Properties))
	}
	for _, k := range keys {
		if !strings.HasPrefix(n.Properties[k.name].Description, k.term+". ") {
			t.Errorf("%s: no %s", name, k.name)
		}
	}
}

// TestSchemaDefaults: what the schema says of a missing key is what the house
// does.
func TestSchemaDefaults(t *testing.T) {
	house := houseStyle()
	want := map[string]any{
		"break": house.Break.String(), "punctuation": house.Punctuation.String(), "hanging": house.Hanging, "normalize": house.Normalize,
		"figures": figureNames.names[house.Figures], "header": headerNames.names[house.Header], "separator": separatorNames.names[house.Separator], "keyline": house.Keyline, "ad-mark": house.AdMark, "resolution": house.Resolution,
	}
	for _, k := range styleKeys() {
		if v, ok := want[k.name]; ok && k.shape.Default != v {
			t.Errorf("%s: %v in the schema, %v in the house", k.name, k.shape.Default, v)
		}
	}
	for _, k := range nameplateKeys() {
		if v, ok := map[string]any{"align": alignNames.names[ordinal(house.Nameplate.Centred)], "ink": inkNames.names[ordinal(house.Nameplate.Red)]}[k.name]; ok && k.shape.Default != v {
			t.Errorf("nameplate %s: %v", k.name, k.shape.Default)
		}
	}
	for _, k := range captionKeys() {
		if v := map[string]any{"font": house.Caption.Font.Name, "size": house.Caption.Size.String(), "credit": creditNames.names[house.Caption.Credit]}[k.name]; k.shape.Default != v {
			t.Errorf("caption %s: %v", k.name, k.shape.Default)
		}
	}
}

// ordinal is the place of a key's second value among the two of which it is chosen.
func ordinal(second bool) int {
	if second {
		return 1
	}
	return 0
}

// schemaNode is the part of JSON Schema that the contract uses.
type schemaNode struct {
	Ref                  string `json:"$ref"`
	Description          string
	Type                 any
	Pattern              string
	Enum                 []string
	Minimum, Maximum     *float64
	Items                *schemaNode
	MinItems, MaxItems   *int
	Properties           map[string]schemaNode
	AdditionalProperties any
	Required             []string
	OneOf, AnyOf         []schemaNode
}

// faults holds a value against the schema as an editor's program does.
func (n schemaNode) faults(at string, v any) (out []string) {
	fault := func(format string, args ...any) { out = append(out, at+": "+fmt.Sprintf(format, args...)) }
	if n.Type != nil {
		types := []any{n.Type}
		if all, ok := n.Type.([]any); ok {
			types = all
		}
		if !slices.ContainsFunc(types, func(t any) bool { return typeOf(v) == t }) {
			fault("is a %v, not %v", typeOf(v), types)
			return out
		}
	}
	if len(n.Enum) > 0 && !slices.Contains(n.Enum, fmt.Sprint(v)) {
		fault("%v is none of %v", v, n.Enum)
	}
	switch v := v.(type) {
	case string:
		if n.Pattern != "" && !regexp.MustCompile(n.Pattern).MatchString(v) {
			fault("%q does not look like %s", v, n.Pattern)
		}
	case float64:
		if n.Minimum != nil && v < *n.Minimum || n.Maximum != nil && v > *n.Maximum {
			fault("%v is out of bounds", v)
		}
	case []any:
		if n.MinItems != nil && len(v) < *n.MinItems || n.MaxItems != nil && len(v) > *n.MaxItems {
			fault("%d items", len(v))
		}
		for i, item := range v {
			if n.Items != nil {
				out = append(out, n.Items.faults(fmt.Sprintf("%s[%d]", at, i), item)...)
			}
		}
	case map[string]any:
		for _, k := range n.Required {
			if _, ok := v[k]; !ok {
				fault("no %s", k)
			}
		}
		for k, item := range v {
			if p, ok := n.Properties[k]; ok {
				out = append(out, p.faults(at+"."+k, item)...)
			} else if n.AdditionalProperties == false {
				fault("unknown %s", k)
			}
		}
	}
	for _, some := range []struct {
		of  []schemaNode
		one bool
	}{{n.OneOf, true}, {n.AnyOf, false}} {
		good := 0
		for _, o := range some.of {
			if len(o.faults(at, v)) == 0 {
				good++
			}
		}
		if len(some.of) > 0 && (good == 0 || some.one && good > 1) {
			fault("%d of %d shapes fit", good, len(some.of))
		}
	}
	return out
}

func typeOf(v any) string {
	switch v := v.(type) {
	case nil:
		return "null"
	case string:
		return "string"
	case bool:
		return "boolean"
	case float64:
		if v == float64(int(v)) {
			return "integer"
		}
		return "number"
	case []any:
		return "array"
	}
	return "object"
}

// against holds YAML against a definition of the schema.
func against(t *testing.T, def, text string) []string {
	t.Helper()
	var s struct {
		Defs map[string]schemaNode `json:"$defs"`
	}
	if err := json.Unmarshal(Schema(), &s); err != nil {
		t.Fatal(err)
	}
	data, err := yaml.YAMLToJSON([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	var v any
	if err := json.Unmarshal(data, &v); err != nil {
		t.Fatal(err)
	}
	return s.Defs[def].faults(def, v)
}

// TestSchemaTakesIssues: what loads without a fault fits the schema.
func TestSchemaTakesIssues(t *testing.T) {
	issues := map[string]string{"the whole page": wholePage, "a sound issue": sound}
	for _, name := range []string{"../../samples/wangting/issue.yaml", "../../../shared/seed-issue/issue.yaml"} {
		data, err := os.ReadFile(filepath.FromSlash(name))
		if err == nil {
			issues[name] = string(data)
		} else if !strings.Contains(name, "seed") {
			t.Fatal(err)
		}
	}
	for name, text := range issues {
		if f := against(t, "issue", text); len(f) > 0 {
			t.Errorf("%s: %v", name, f)
		}
	}
	if f := against(t, "frontMatter", strings.Split(wholeStory, "---\n")[1]); len(f) > 0 {
		t.Errorf("front matter: %v", f)
	}
}

// TestSchemaRefuses: what the loader reports, the schema marks while the
// editor types.
func TestSchemaRefuses(t *testing.T) {
	for _, slot := range []string{
		"{at: [1, 1], span: [1, 1]}",
		"{story: a, picture: b.jpg, at: [1, 1], span: [1, 1]}",
		"{pictures: [], at: [1, 1], span: [1, 1]}",
		"{pictures: [{caption: a}], at: [1, 1], span: [1, 1]}",
		"{picture: a.jpg, focus: [50%], at: [1, 1], span: [1, 1]}",
		"{picture: a.jpg, focus: [50%, 101%], at: [1, 1], span: [1, 1]}",
		"{nameplate: up, at: [1, 1], span: [1, 1]}",
		"{story: a, box: round, at: [1, 1], span: [1, 1]}",
		"{story: a, head-span: 0, at: [1, 1], span: [1, 1]}",
		"{story: a, head-span: [0, 1], at: [1, 1], span: [1, 1]}",
		"{digest: a, stories: b, at: [1, 1], span: [1, 1]}",
		"{ad: a.jpg, mark: perhaps, at: [1, 1], span: [1, 1]}",
	} {
		if f := against(t, "issue", head+page1+"  - "+slot+"\n"); len(f) == 0 {
			t.Errorf("the schema takes %s", slot)
		}
	}
	for _, front := range []string{"initial: 1", "initial: 6", "pictures: [{file: a.jpg, width: 9.5em}]", "pictures: [{file: a.jpg, place: middle}]", "pictures: [{span: 2}]", "summary: {a: b}", "short: [a]"} {
		if f := against(t, "frontMatter", front+"\n"); len(f) == 0 {
			t.Errorf("the schema takes %s", front)
		}
	}
}
