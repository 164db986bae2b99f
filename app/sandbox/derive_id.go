package sandbox

import (
	"encoding/hex"
	"math/big"
)

// deriveUUID makes a UUID of version 4 that depends on the name only.
func deriveUUID(name string) string {
	b := derive("", "uuid "+name, 16)
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	h := hex.EncodeToString(b)
	return h[:8] + "-" + h[8:12] + "-" + h[12:16] + "-" + h[16:20] + "-" + h[20:]
}

// deriveHexID makes an identifier of 32 hex digits that depends on the name only.
func deriveHexID(name string) string { return hex.EncodeToString(derive("", "hex "+name, 16)) }

// deriveOpaque makes a secret of letters and digits that begins with prefix.
func deriveOpaque(seed, name, prefix string, length int) string {
	number := new(big.Int).SetBytes(derive(seed, "opaque "+name, length))
	base := big.NewInt(int64(len(tokenAlphabet)))
	out := []byte(prefix)
	for len(out) < length {
		digit := new(big.Int)
		number.DivMod(number, base, digit)
		out = append(out, tokenAlphabet[digit.Int64()])
	}
	return string(out)
}
