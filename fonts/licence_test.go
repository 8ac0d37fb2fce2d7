package fonts_test

import (
	"encoding/binary"
	"errors"
	"slices"
	"testing"

	"golang.org/x/image/font/gofont/goregular"

	"duikai/fonts"
)

func TestLicenceBits(t *testing.T) {
	for bits, want := range map[uint16]error{
		0: nil, 4: nil, 8: nil, 2: fonts.Restricted, 0x102: fonts.Restricted, 0x104: fonts.WholeOnly, 0x200: fonts.BitmapsOnly, 0x308: fonts.BitmapsOnly,
		// Before version 3 of the table the most permissive of several holds.
		2 | 4: nil, 2 | 8: nil,
	} {
		data := slices.Clone(goregular.TTF)
		os2, _ := tableOf(data, "OS/2")
		binary.BigEndian.PutUint16(os2[8:], bits)
		_, err := fonts.Open(data)
		if !errors.Is(err, want) {
			t.Errorf("bits %x: %v, not %v", bits, err, want)
		}
		var r fonts.Restriction
		if errors.As(err, &r) && (r.In(true) == r.In(false) || r.Error() != r.In(false)) {
			t.Errorf("bits %x: %q, %q", bits, r.In(true), r.In(false))
		}
	}
}
