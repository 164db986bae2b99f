package notify

import (
	"crypto/rand"
	"encoding/binary"
	"time"
)

const (
	markPrefix = "msg_"
	markLength = 26
	// markLetters leaves out i, l, o and u, which are read wrongly.
	markLetters = "0123456789abcdefghjkmnpqrstvwxyz"
)

// newMark makes a message's public id: 48 bits of time in milliseconds and 80
// random ones, so that marks sort by time and cannot be guessed.
func newMark(now time.Time) string {
	var b [16]byte
	binary.BigEndian.PutUint64(b[:8], uint64(now.UnixMilli())<<16)
	_, _ = rand.Read(b[6:]) // never fails
	hi, lo := binary.BigEndian.Uint64(b[:8]), binary.BigEndian.Uint64(b[8:])
	mark := make([]byte, len(markPrefix)+markLength)
	copy(mark, markPrefix)
	for i := len(mark) - 1; i >= len(markPrefix); i-- {
		mark[i] = markLetters[lo&31]
		lo = lo>>5 | hi<<59
		hi >>= 5
	}
	return string(mark)
}
