package manuscript

import "strings"

// notYet names the keys of the contract that are read and checked but that the
// program cannot set yet. Whoever builds one deletes its line here, and only
// here.
func notYet(object, key string, v *node) (term, bool) {
	switch object + "." + key {
	case "slot.picture":
		return term{"a picture slot", "图片版位"}, true
	case "slot.ad":
		return term{"an advertisement slot", "广告版位"}, true
	case "story.pictures":
		return term{"a picture inside a story", "文中图片"}, true
	case "style.hanging":
		return term{"hanging: true", "hanging: true（标点悬挂）"}, v.text == "true"
	case "slot.head":
		// Names the contract does not know are BadValue, not a promise.
		known := v.text == "left" || strings.HasPrefix(v.text, "vertical-")
		return term{"head: " + v.text, "head: " + v.text}, known
	case "style.break":
		return term{"break: " + v.text, "break: " + v.text}, strings.HasPrefix(v.text, "css-")
	}
	return term{}, false
}
