package pdffile

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/md5"
	"crypto/rc4"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/binary"
)

// A file is encrypted for two passwords (7.6): that of who may open it, and the
// owner's, who may do anything. Where the first one is empty every viewer opens
// the file, and its makers have said all the same that it must not be taken
// apart. Neither kind is read here; but what to ask for is another thing.

// passwordPadding fills up passwords (algorithm 2).
const passwordPadding = "\x28\xbf\x4e\x5e\x4e\x75\x8a\x41\x64\x00\x4e\x56\xff\xfa\x01\x08\x2e\x2e\x00\xb6\xd0\x68\x3e\x80\x2f\x0c\xa9\xfe\x64\x53\x69\x7a"

// locked is the fault of an encrypted file.
func (d *File) locked(trailer Dict) error {
	m, err := d.Flat(trailer["Encrypt"])
	if err == nil && opensEmpty(m, d.firstID(trailer)) {
		return &Fault{Kind: ErrProtected}
	}
	return &Fault{Kind: ErrEncrypted}
}

func (d *File) firstID(trailer Dict) []byte {
	v, err := d.Resolve(trailer["ID"])
	list, _ := v.([]any)
	if err != nil || len(list) == 0 {
		return nil
	}
	v, _ = d.Resolve(list[0])
	s, _ := v.(String)
	return []byte(s)
}

// opensEmpty tells whether the empty password opens a file of the standard
// security handler.
func opensEmpty(m Dict, id []byte) bool {
	if m["Filter"] != Name("Standard") {
		return false
	}
	r, _ := m["R"].(int64)
	user, _ := m["U"].(String)
	if r >= 5 {
		const hash, salt = 32, 8
		if len(user) < hash+salt {
			return false
		}
		sum := sha256.Sum256([]byte(user[hash : hash+salt]))
		got := sum[:]
		if r > 5 {
			got = hardened([]byte(user[hash : hash+salt]))
		}
		return bytes.Equal(got, []byte(user[:hash]))
	}
	key := fileKey(m, r, id)
	if len(key) == 0 {
		return false
	}
	want := []byte(passwordPadding)
	if r == 2 {
		return bytes.Equal(encrypted(key, want), []byte(user))
	}
	sum := md5.Sum(append(want, id...))
	got := sum[:]
	const rounds = 20
	for i := range byte(rounds) {
		own := bytes.Clone(key)
		for k := range own {
			own[k] ^= i
		}
		got = encrypted(own, got)
	}
	return len(user) >= len(got) && bytes.Equal(got, []byte(user[:len(got)]))
}

// fileKey is the key for the empty password (algorithm 2).
func fileKey(m Dict, r int64, id []byte) []byte {
	owner, _ := m["O"].(String)
	rights, _ := m["P"].(int64)
	size := 5
	if bits, ok := m["Length"].(int64); ok && r > 2 && bits >= 40 && bits <= 128 {
		size = int(bits / 8)
	} else if r == 4 {
		size = 16
	}
	b := append([]byte(passwordPadding), owner[:min(len(owner), 32)]...)
	b = binary.LittleEndian.AppendUint32(b, uint32(rights))
	b = append(b, id...)
	if r >= 4 && m["EncryptMetadata"] == false {
		b = append(b, 0xff, 0xff, 0xff, 0xff)
	}
	sum := md5.Sum(b)
	if r > 2 {
		const times = 50
		for range times {
			sum = md5.Sum(sum[:size])
		}
	}
	return sum[:size]
}

func encrypted(key, b []byte) []byte {
	c, err := rc4.NewCipher(key)
	if err != nil {
		return nil
	}
	out := make([]byte, len(b))
	c.XORKeyStream(out, b)
	return out
}

// hardened is the hash of revision 6 for the empty password (ISO 32000-2,
// algorithm 2.B).
func hardened(salt []byte) []byte {
	sum := sha256.Sum256(salt)
	k := sum[:]
	const least, repeats = 64, 64
	for i := 0; ; i++ {
		round := bytes.Repeat(k, repeats)
		block, err := aes.NewCipher(k[:16])
		if err != nil {
			return nil
		}
		cipher.NewCBCEncrypter(block, k[16:32]).CryptBlocks(round, round)
		rest := 0
		for _, c := range round[:16] {
			rest += int(c)
		}
		switch rest % 3 {
		case 0:
			s := sha256.Sum256(round)
			k = s[:]
		case 1:
			s := sha512.Sum384(round)
			k = s[:]
		default:
			s := sha512.Sum512(round)
			k = s[:]
		}
		if i >= least-1 && int(round[len(round)-1]) <= i+1-32 {
			return k[:32]
		}
	}
}
