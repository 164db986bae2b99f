package sandbox

import (
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"maps"
	"slices"
	"strconv"
)

var (
	errField   = errors.New("this is no field of the WhatsApp object")
	errAddress = errors.New("the address must be https, or http to this computer")
)

// sampleMediaHash is that of the picture that every customer sends.
var sampleMediaHash = func() string {
	sum := sha256.Sum256(samplePicture())
	return base64.StdEncoding.EncodeToString(sum[:])
}()

// mediaID makes the id of the picture of a message.
func mediaID(messageID string) string {
	b := derive("", "media "+messageID, 6)
	n := uint64(0)
	for _, one := range b {
		n = n<<8 | uint64(one)
	}
	return strconv.FormatUint(1_000_000_000_000_000+n, 10)
}

func sortedNames(v map[string]any) []string { return slices.Sorted(maps.Keys(v)) }
