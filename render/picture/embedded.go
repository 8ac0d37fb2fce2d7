package picture

import (
	"bytes"
	"compress/zlib"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"io"

	"duikai/layout/artwork"
	"duikai/render/internal/icc"
)

// maxProfile bounds a picture's profile: those of cameras and screens have a
// few kilobytes, those of presses up to 3 MB.
const maxProfile = 8 << 20

// embeddedProfile gives the colour profile that a picture file carries, nil
// where there is none; it may be damaged. What a file says of its colours
// without a profile is named.
func embeddedProfile(data []byte, format artwork.Format) (embedded []byte, named *sourceProfile) {
	switch format {
	case artwork.JPEG:
		return profileOfJPEG(data), nil
	case artwork.PNG:
		return profileOfPNG(data)
	case artwork.TIFF:
		return profileOfTIFF(data), nil
	case artwork.WebP:
		return profileOfWebP(data), nil
	case artwork.HEIC, artwork.AVIF:
		h, err := artwork.ReadHEIF(bytes.NewReader(data), int64(len(data)))
		if err != nil {
			return nil, nil
		}
		return h.Profile, numbered(h.Primaries, h.Transfer)
	}
	return nil, nil
}

// numbered is the profile of colours that are named by number; nil: sRGB.
func numbered(primaries, transfer int) *sourceProfile {
	p, ok := icc.Numbered(primaries, transfer)
	if !ok {
		return nil
	}
	return &sourceProfile{p, sha256.Sum256(fmt.Appendf(nil, "cicp %d %d", primaries, transfer))}
}

// adobeJPEG tells whether a file says that it stores ink as Adobe's programs do.
func adobeJPEG(data []byte) bool {
	found := false
	jpegSegments(data, func(mark byte, body []byte) {
		found = found || mark == markAdobe && len(body) >= 12 && string(body[:5]) == "Adobe"
	})
	return found
}

// jpegSegments goes through the segments before the first scan.
func jpegSegments(data []byte, take func(mark byte, body []byte)) {
	for at := 2; at+4 <= len(data) && data[at] == 0xff; {
		mark := data[at+1]
		switch {
		case mark == 0xff:
			at++
			continue
		case mark == markTEM || markRST0 <= mark && mark <= markRST7:
			at += 2
			continue
		}
		end := at + 2 + int(binary.BigEndian.Uint16(data[at+2:]))
		if mark == markSOS || mark == markEOI || end > len(data) || end < at+4 {
			return
		}
		take(mark, data[at+4:end])
		at = end
	}
}

// profileOfJPEG joins the segments before the first scan (ICC.1:2010, B.4):
// each says which of how many it is.
func profileOfJPEG(data []byte) []byte {
	const name, app2 = "ICC_PROFILE\x00", 0xe2
	var parts [256][]byte
	total := 0
	jpegSegments(data, func(mark byte, body []byte) {
		if mark == app2 && len(body) > len(name)+2 && string(body[:len(name)]) == name {
			parts[body[len(name)]] = body[len(name)+2:]
			total += len(body)
		}
	})
	if total == 0 || total > maxProfile {
		return nil
	}
	return bytes.Join(parts[:], nil)
}

// profileOfPNG reads what a PNG file says of its colours (PNG, third edition,
// 11.3.2): numbers come before a profile, a profile before sRGB, and that
// before primaries and gamma.
func profileOfPNG(data []byte) (embedded []byte, named *sourceProfile) {
	chunks := pngChunks{data: data, at: 8}
	have := make(map[string][]byte)
	for {
		name, body, ok := chunks.next()
		if !ok || name == "IDAT" {
			break
		}
		have[name] = body
	}
	switch cicp := have["cICP"]; {
	case len(cicp) >= 4 && cicp[2] == 0:
		return nil, numbered(int(cicp[0]), int(cicp[1]))
	case have["iCCP"] != nil:
		return unpackProfile(have["iCCP"]), nil
	case have["sRGB"] != nil:
		return nil, nil
	}
	gray := len(have["IHDR"]) > 9 && have["IHDR"][9]&2 == 0
	return nil, gammaProfile(have["gAMA"], have["cHRM"], gray)
}

// unpackProfile unpacks an iCCP chunk.
func unpackProfile(body []byte) []byte {
	_, packed, ok := bytes.Cut(body, []byte{0})
	if !ok || len(packed) < 2 {
		return nil
	}
	z, err := zlib.NewReader(bytes.NewReader(packed[1:]))
	if err != nil {
		return []byte{}
	}
	out, err := io.ReadAll(io.LimitReader(z, maxProfile+1))
	if err != nil || len(out) > maxProfile {
		return []byte{}
	}
	return out
}

// gammaProfile is what the chunks gAMA and cHRM of a PNG file say; nil where it
// is sRGB.
func gammaProfile(gamma, primaries []byte, gray bool) *sourceProfile {
	const unit = 100_000 // both chunks count so
	power := 2.2
	if len(gamma) >= 4 {
		g := binary.BigEndian.Uint32(gamma)
		if g < unit/10 || g > unit*10 {
			return nil // nobody means that
		}
		power = unit / float64(g)
	}
	name := func(p *icc.Profile) *sourceProfile {
		return &sourceProfile{p, sha256.Sum256(fmt.Appendf(nil, "gAMA %x cHRM %x %v", gamma, primaries, gray))}
	}
	// The gamma that files of sRGB are written with stands for its curve.
	usual := power > 2.15 && power < 2.25
	if gray {
		if usual {
			return nil
		}
		return name(icc.GrayPower(power))
	}
	c := icc.Rec709
	if len(primaries) >= 32 {
		at := func(i int) float64 { return float64(binary.BigEndian.Uint32(primaries[4*i:])) / unit }
		c = icc.Chromaticities{White: [2]float64{at(0), at(1)}, Red: [2]float64{at(2), at(3)}, Green: [2]float64{at(4), at(5)}, Blue: [2]float64{at(6), at(7)}}
	}
	if c.Near(icc.Rec709) {
		if usual {
			return nil
		}
		c = icc.Rec709
	}
	p, err := icc.Primaries(c, power)
	if err != nil {
		return nil
	}
	return name(p)
}

// profileOfTIFF gives no profile for Lab: what it means is known, and its pixels
// are those of a screen when they have been read. The tags of a directory stand
// in their order, that of the colours before that of the profile.
func profileOfTIFF(data []byte) []byte {
	order, entries, err := directory(data)
	if err != nil {
		return nil
	}
	for ; len(entries) >= tiffEntry; entries = entries[tiffEntry:] {
		const short = 3
		colours := order.Uint32(entries[8:])
		if order.Uint16(entries[2:]) == short {
			colours = uint32(order.Uint16(entries[8:]))
		}
		if order.Uint16(entries) == tagPhotometric && (colours == tiffLab || colours == tiffICCLab) {
			return nil
		}
		n, at := uint64(order.Uint32(entries[4:])), uint64(order.Uint32(entries[8:]))
		if order.Uint16(entries) == tagProfile && n > 4 && n <= maxProfile && at+n <= uint64(len(data)) {
			return data[at : at+n]
		}
	}
	return nil
}

func profileOfWebP(data []byte) []byte {
	for at := 12; at+8 <= len(data); {
		n := int(binary.LittleEndian.Uint32(data[at+4:]))
		if n > len(data)-at-8 {
			return nil
		}
		if string(data[at:at+4]) == "ICCP" && n <= maxProfile {
			return data[at+8 : at+8+n]
		}
		at += 8 + n + n&1
	}
	return nil
}
