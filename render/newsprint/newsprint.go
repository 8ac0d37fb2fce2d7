// Package newsprint carries the profile that pictures are converted by unless a
// paper names its own: four-colour coldset printing on newsprint, at most 220 %
// of ink. README.md says where it comes from.
package newsprint

import _ "embed"

//go:generate sh make.sh

//go:embed newsprint.icc
var profile string

// Limit is the most ink, in percent, that the profile prints with.
const Limit = 220

// Profile gives the ICC profile's bytes, a copy for the caller.
func Profile() []byte { return []byte(profile) }
