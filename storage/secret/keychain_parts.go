package secret

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Keychains limit the size of an entry (Windows to 2560 bytes), so a longer
// value stands in numbered parts beside its head:
//
//	head, short   "=" payload
//	head, long    "+" parts ":" SHA-256 of the payload
//	account.1 …   the payload, cut between letters
//
// The payload is "t" and the text, or "b" and Base64 where it is not text.
//
// The head is written last and removed last, and parts are removed from the
// end, so that whatever a kill leaves can be found and removed by its head or
// by counting from part 1.
const partMax = 2048

var (
	errNotKept   = errors.New("the keychain did not keep the value")
	errPartsGone = errors.New("a part of the value is not in the keychain")
)

func payloadOf(value string) string {
	if utf8.ValidString(value) && !strings.ContainsRune(value, 0) {
		return "t" + value
	}
	return "b" + base64.StdEncoding.EncodeToString([]byte(value))
}

func valueOf(payload string) (string, error) {
	if text, ok := strings.CutPrefix(payload, "t"); ok {
		return text, nil
	}
	if code, ok := strings.CutPrefix(payload, "b"); ok {
		b, err := base64.StdEncoding.DecodeString(code)
		if err == nil {
			return string(b), nil
		}
	}
	return "", errPartsGone
}

// cut splits a payload into parts of at most partMax bytes, between letters.
func cut(payload string) []string {
	var parts []string
	for len(payload) > partMax {
		at := partMax
		for !utf8.RuneStart(payload[at]) {
			at--
		}
		parts, payload = append(parts, payload[:at]), payload[at:]
	}
	return append(parts, payload)
}

func partName(account string, n int) string { return account + "." + strconv.Itoa(n) }

func checksum(payload string) string {
	sum := sha256.Sum256([]byte(payload))
	return hex.EncodeToString(sum[:])
}

func (k *Keychain) writeParts(ctx context.Context, account, value string) error {
	payload := payloadOf(value)
	if len(payload) < partMax {
		return k.ring.Set(Service, account, "="+payload)
	}
	parts := cut(payload)
	for i, part := range parts {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := k.ring.Set(Service, partName(account, i+1), part); err != nil {
			return err
		}
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	return k.ring.Set(Service, account, fmt.Sprintf("+%d:%s", len(parts), checksum(payload)))
}

func (k *Keychain) read(ctx context.Context, account string) (string, error) {
	head, err := k.ring.Get(Service, account)
	if err != nil {
		return "", err
	}
	if payload, ok := strings.CutPrefix(head, "="); ok {
		return valueOf(payload)
	}
	n, sum, ok := parseHead(head)
	if !ok {
		return "", errPartsGone
	}
	var b strings.Builder
	for i := range n {
		if err := ctx.Err(); err != nil {
			return "", err
		}
		part, err := k.ring.Get(Service, partName(account, i+1))
		if isNotFound(err) {
			return "", errPartsGone
		}
		if err != nil {
			return "", err
		}
		b.WriteString(part)
	}
	if checksum(b.String()) != sum {
		return "", errPartsGone
	}
	return valueOf(b.String())
}

func parseHead(head string) (n int, sum string, ok bool) {
	count, sum, ok := strings.Cut(strings.TrimPrefix(head, "+"), ":")
	n, err := strconv.Atoi(count)
	return n, sum, ok && err == nil && n > 0 && strings.HasPrefix(head, "+")
}

func (k *Keychain) remove(ctx context.Context, account string) error {
	head, err := k.ring.Get(Service, account)
	if err != nil && !isNotFound(err) {
		return err
	}
	n, _, long := parseHead(head)
	if err != nil { // no head: parts may be left from a write that was killed
		for n = 0; ; n++ {
			if _, err := k.ring.Get(Service, partName(account, n+1)); isNotFound(err) {
				break
			} else if err != nil {
				return err
			}
			if err := ctx.Err(); err != nil {
				return err
			}
		}
	} else if !long {
		n = 0
	}
	for ; n > 0; n-- {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := ignoreNotFound(k.ring.Delete(Service, partName(account, n))); err != nil {
			return err
		}
	}
	return ignoreNotFound(k.ring.Delete(Service, account))
}

func ignoreNotFound(err error) error {
	if isNotFound(err) {
		return nil
	}
	return err
}
