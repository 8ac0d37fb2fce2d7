package picture

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"io"

	"duikai/layout/artwork"
)

// maxProfile bounds a picture's profile: those of cameras and screens have a
// few kilobytes, those of presses up to 3 MB.
const maxProfile = 8 << 20

// embeddedProfile gives the colour profile that a picture file carries, nil
// where there is none; it may be damaged.
func embeddedProfile(data []byte, format artwork.Format) []byte {
	switch format {
	case artwork.JPEG:
		return profileOfJPEG(data)
	case artwork.PNG:
		return profileOfPNG(data)
	case artwork.TIFF:
		return profileOfTIFF(data)
	case artwork.WebP:
		return profileOfWebP(data)
	}
	return nil
}

// profileOfJPEG joins the segments before the first scan (ICC.1:2010, B.4):
// each says which of how many it is.
func profileOfJPEG(data []byte) []byte {
	const name, app2 = "ICC_PROFILE\x00", 0xe2
	var parts [256][]byte
	total := 0
	for at := 2; at+4 <= len(data); {
		if data[at] != 0xff {
			return nil
		}
		mark := data[at+1]
		if mark == 0xff {
			at++
			continue
		}
		if mark == markTEM || markRST0 <= mark && mark <= markRST7 {
			at += 2
			continue
		}
		end := at + 2 + int(binary.BigEndian.Uint16(data[at+2:]))
		if mark == markSOS || mark == markEOI || end > len(data) || end < at+4 {
			break
		}
		if body := data[at+4 : end]; mark == app2 && len(body) > len(name)+2 && string(body[:len(name)]) == name {
			part := body[len(name)+2:]
			parts[body[len(name)]] = part
			if total += len(part); total > maxProfile {
				return nil
			}
		}
		at = end
	}
	if total == 0 {
		return nil
	}
	return bytes.Join(parts[:], nil)
}

// profileOfPNG unpacks the iCCP chunk (PNG, third edition, 11.3.2.3).
func profileOfPNG(data []byte) []byte {
	const signature, head, tail = 8, 8, 4
	for at := signature; at+head+tail <= len(data); {
		n := int(binary.BigEndian.Uint32(data[at:]))
		if n > len(data)-at-head-tail {
			return nil
		}
		body := data[at+head : at+head+n]
		switch string(data[at+4 : at+head]) {
		case "iCCP":
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
		case "IDAT":
			return nil
		}
		at += head + n + tail
	}
	return nil
}

func profileOfTIFF(data []byte) []byte {
	order, entries, err := directory(data)
	if err != nil {
		return nil
	}
	for ; len(entries) >= tiffEntry; entries = entries[tiffEntry:] {
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
