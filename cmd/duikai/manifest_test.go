package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

// iiifClass is what the Presentation API 3.0 says of a class of resources in its
// tables of properties (3, appendix A): what one must have, and what else it may have.
// Everything else is refused: a property of no class is a slip of the pen.
type iiifClass struct{ must, may string }

// Properties that all classes of their own may have.
const iiifEverywhere = " label metadata summary requiredStatement rights provider thumbnail behavior seeAlso service homepage rendering partOf annotations"

var iiifClasses = map[string]iiifClass{
	"Manifest":         {"@context id type label items", "navDate placeholderCanvas accompanyingCanvas viewingDirection services start structures" + iiifEverywhere},
	"Canvas":           {"id type items width height", "navDate duration placeholderCanvas accompanyingCanvas" + iiifEverywhere},
	"Range":            {"id type items label", "navDate placeholderCanvas accompanyingCanvas viewingDirection start supplementary" + iiifEverywhere},
	"AnnotationPage":   {"id type items", "label"},
	"Annotation":       {"id type motivation body target", "timeMode label"},
	"Image":            {"id type format width height", "service label"},
	"TextualBody":      {"type value", "id format language"},
	"SpecificResource": {"type source selector", "id"},
	"FragmentSelector": {"type value", "conformsTo"},
	"reference":        {"id type", "label thumbnail"}, // of a canvas, in a range
}

// iiifParts are the classes that the parts of a class may have, by property.
var iiifParts = map[string][]string{
	"Manifest items": {"Canvas"}, "Manifest structures": {"Range"}, "Canvas items": {"AnnotationPage"}, "Canvas annotations": {"AnnotationPage"},
	"AnnotationPage items": {"Annotation"}, "Annotation body": {"Image", "TextualBody"}, "Range items": {"Canvas", "Range", "SpecificResource"},
	"SpecificResource selector": {"FragmentSelector"},
	"Manifest thumbnail":        {"Image"}, "Canvas thumbnail": {"Image"},
}

// iiifBehaviors are the values of behavior for a manifest (3.3).
var iiifBehaviors = []string{"auto-advance", "no-auto-advance", "repeat", "no-repeat", "unordered", "individuals", "continuous", "paged"}

// iiifChecker reads a manifest as the API asks for it.
type iiifChecker struct {
	faults   []string
	ids      map[string]string // class by id
	canvases map[string][2]int // sizes
}

func (c *iiifChecker) fault(at, format string, args ...any) {
	c.faults = append(c.faults, at+": "+fmt.Sprintf(format, args...))
}

var (
	iiifTag      = regexp.MustCompile(`^(none|[a-z]{2,3}(-[A-Za-z0-9]{2,8})*)$`)
	iiifFragment = regexp.MustCompile(`^xywh=(\d+),(\d+),(\d+),(\d+)$`)
	iiifFormat   = regexp.MustCompile(`^[a-z]+/[a-z0-9.+-]+$`)
)

func checkIIIF(manifest []byte) []string {
	c := &iiifChecker{ids: make(map[string]string), canvases: make(map[string][2]int)}
	var m map[string]any
	if err := json.Unmarshal(manifest, &m); err != nil {
		return []string{err.Error()}
	}
	if m["@context"] != "http://iiif.io/api/presentation/3/context.json" {
		c.fault("@context", "%v", m["@context"])
	}
	list, _ := m["items"].([]any)
	for _, v := range list { // before what refers to them
		if canvas, ok := v.(map[string]any); ok {
			id, _ := canvas["id"].(string)
			c.canvases[id] = [2]int{whole(canvas["width"]), whole(canvas["height"])}
		}
	}
	c.resource("manifest", m, []string{"Manifest"}, "")
	return c.faults
}

// whole is a length in whole units; 0 where a value is none.
func whole(v any) int {
	n, ok := v.(float64)
	if !ok || n != float64(int(n)) {
		return 0
	}
	return int(n)
}

func (c *iiifChecker) resource(at string, v any, kinds []string, in string) {
	m, ok := v.(map[string]any)
	if !ok {
		c.fault(at, "is no object")
		return
	}
	kind, _ := m["type"].(string)
	if !slices.Contains(kinds, kind) {
		c.fault(at, "type %q, not one of %v", kind, kinds)
		return
	}
	class := iiifClasses[kind]
	reference := kind == "Canvas" && in == "Range"
	if reference {
		class = iiifClasses["reference"]
	}
	for _, key := range strings.Fields(class.must) {
		if m[key] == nil {
			c.fault(at, "%s lacks %s", kind, key)
		}
	}
	for _, key := range slices.Sorted(maps.Keys(m)) {
		if !slices.Contains(strings.Fields(class.must+" "+class.may), key) {
			c.fault(at, "%s has %s", kind, key)
		}
		c.property(at+"."+key, kind, key, m[key])
	}
	if id, ok := m["id"].(string); ok {
		switch {
		case reference && c.canvases[id] == [2]int{}:
			c.fault(at, "%s is no canvas", id)
		case !reference && kind != "Image" && c.ids[id] != "": // an image may be shown twice
			c.fault(at, "%s is the id of a %s already", id, c.ids[id])
		}
		if !reference {
			c.ids[id] = kind
		}
	}
	if kind == "SpecificResource" {
		source, _ := m["source"].(string)
		selector, _ := m["selector"].(map[string]any)
		value, _ := selector["value"].(string)
		c.region(at, source, value)
	}
}

// region is a part of a canvas, which lies on it.
func (c *iiifChecker) region(at, canvas, fragment string) {
	size, ok := c.canvases[canvas]
	r := iiifFragment.FindStringSubmatch(fragment)
	if !ok || r == nil || atoi(r[3]) == 0 || atoi(r[4]) == 0 || atoi(r[1])+atoi(r[3]) > size[0] || atoi(r[2])+atoi(r[4]) > size[1] {
		c.fault(at, "%s of %q, which has %v", fragment, canvas, size)
	}
}

// property judges the value of a property.
func (c *iiifChecker) property(at, kind, key string, v any) {
	switch key {
	case "id":
		if s, _ := v.(string); !strings.HasPrefix(s, "https://") && !strings.HasPrefix(s, "http://") || kind == "Canvas" && strings.Contains(s, "#") {
			c.fault(at, "%v is no address", v)
		}
	case "label", "summary":
		c.words(at, v)
	case "metadata":
		list, ok := v.([]any)
		if !ok {
			c.fault(at, "is no list")
		}
		for _, pair := range list {
			m, _ := pair.(map[string]any)
			if len(m) != 2 {
				c.fault(at, "%v", pair)
			}
			c.words(at, m["label"])
			c.words(at, m["value"])
		}
	case "width", "height":
		if whole(v) <= 0 {
			c.fault(at, "%v", v)
		}
	case "format":
		if s, _ := v.(string); !iiifFormat.MatchString(s) {
			c.fault(at, "%v", v)
		}
	case "language":
		if s, _ := v.(string); !iiifTag.MatchString(s) {
			c.fault(at, "%v", v)
		}
	case "navDate":
		s, _ := v.(string)
		if _, err := time.Parse(time.RFC3339, s); err != nil {
			c.fault(at, "%v", err)
		}
	case "viewingDirection":
		if !slices.Contains([]any{"left-to-right", "right-to-left", "top-to-bottom", "bottom-to-top"}, v) {
			c.fault(at, "%v", v)
		}
	case "behavior":
		list, _ := v.([]any)
		for _, b := range list {
			if s, _ := b.(string); !slices.Contains(iiifBehaviors, s) {
				c.fault(at, "%v", b)
			}
		}
		if len(list) == 0 {
			c.fault(at, "%v", v)
		}
	case "motivation":
		if v != "painting" && v != "supplementing" {
			c.fault(at, "%v", v)
		}
	case "target":
		s, _ := v.(string)
		canvas, fragment, part := strings.Cut(s, "#")
		if part {
			c.region(at, canvas, fragment)
		} else if c.canvases[s] == [2]int{} {
			c.fault(at, "%v is no canvas", v)
		}
	case "items", "structures", "annotations", "thumbnail":
		list, ok := v.([]any)
		if !ok || len(list) == 0 {
			c.fault(at, "is no list of some things")
		}
		for i, part := range list {
			c.resource(fmt.Sprintf("%s[%d]", at, i), part, iiifParts[kind+" "+key], kind)
		}
	case "body", "selector":
		c.resource(at, v, iiifParts[kind+" "+key], kind)
	}
}

// words is a map of languages (4.1).
func (c *iiifChecker) words(at string, v any) {
	m, ok := v.(map[string]any)
	if !ok || len(m) == 0 {
		c.fault(at, "%v is no map of languages", v)
	}
	for tag, list := range m {
		texts, ok := list.([]any)
		if !iiifTag.MatchString(tag) || !ok || len(texts) == 0 || slices.ContainsFunc(texts, func(t any) bool { s, ok := t.(string); return !ok || s == "" }) {
			c.fault(at, "%s: %v", tag, list)
		}
	}
}

// TestManifestKeepsTheAPI: a manifest has what the Presentation API asks for and
// nothing that it does not know; each fault put into it is found.
func TestManifestKeepsTheAPI(t *testing.T) {
	for _, sample := range []string{"pages/interview", "pages/holiday"} {
		manifest := treeOf(t, replicaOfSample(t, sample, "iiif", "--address", "https://paper.example.test/"))["manifest.json"]
		for _, f := range checkIIIF([]byte(manifest)) {
			t.Errorf("%s: %s", sample, f)
		}
		for _, x := range []struct{ from, to, want string }{
			{`"@context": "http://iiif.io/api/presentation/3/`, `"@context": "http://iiif.io/api/presentation/2/`, "@context"},
			{`"type": "Manifest"`, `"type": "sc:Manifest"`, "type"},
			{`"navDate": "2026-11-23T00:00:00Z"`, `"navDate": "2026-11-23"`, "navDate"},
			{`"viewingDirection": "left-to-right"`, `"viewingDirection": "ltr"`, "viewingDirection"},
			{`"individuals"`, `"individual"`, "behavior"},
			{`"behavior"`, `"viewingHint"`, "has viewingHint"},
			{`"motivation": "painting"`, `"motivation": "sc:painting"`, "motivation"},
			{`"format": "image/jpeg"`, `"format": "jpeg"`, "format"},
			{`"zh-CN": [`, `"中文": [`, "label"},
			{`"language": "zh-CN"`, `"language": "中文"`, "language"},
			{`"height": `, `"height": 0.5, "width": 7, "x": `, "height"},
			{`"value": "xywh=`, `"value": "xywh=9`, "SpecificResource|selector|items"},
			{`"source": "https://paper.example.test/canvas/`, `"source": "https://paper.example.test/canvas/9`, "items"},
			{`"type": "SpecificResource"`, `"type": "Canvas"`, "Canvas lacks id"},
			{`"target": "https://paper.example.test/canvas/`, `"target": "https://paper.example.test/x/`, "target"},
			{`"id": "https://paper.example.test/manifest.json"`, `"id": "manifest.json"`, "id"},
			{`"type": "TextualBody"`, `"type": "TextualBody", "chars": ""`, "has chars"},
			{`"structures"`, `"ranges"`, "has ranges"},
		} {
			if !strings.Contains(manifest, x.from) {
				t.Errorf("%s: the manifest has no %s", sample, x.from)
				continue
			}
			broken := strings.Replace(manifest, x.from, x.to, 1)
			if got := strings.Join(checkIIIF([]byte(broken)), "\n"); !regexp.MustCompile(x.want).MatchString(got) {
				t.Errorf("%s: %s is not found: %s", sample, x.to, got)
			}
		}
	}
}
