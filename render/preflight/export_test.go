package preflight

import "duikai/layout/diag"

// Codes lists all codes.
func Codes() []Code {
	var list []Code
	for c := range catalogue {
		list = append(list, c)
	}
	return list
}

// Template is the words of a code with their verbs.
func Template(c Code, l diag.Lang) string { return c.entry().text[l] }
