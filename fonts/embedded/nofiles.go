//go:build nofonts

package embedded

// built are the faces that the program was built with: none. Who packages the program
// keeps the faces in a folder of their own (From).
func built() map[string][]byte { return nil }
