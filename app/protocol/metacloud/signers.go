package metacloud

import (
	"crypto/hmac"
	"crypto/sha256"
	"hash"
	"sync"
)

// signersMost bounds how many secrets are kept ready.
const signersMost = 1024

// signers check signatures. For each secret they keep what was prepared for it,
// which takes as long as checking a short post does. Safe for concurrent use.
type signers struct {
	mu sync.RWMutex
	of map[string]*sync.Pool // of *signer
}

// signer is for one goroutine at a time.
type signer struct {
	mac hash.Hash
	sum [sha256.Size]byte
}

// fits reports whether a signature is that of a body, in the same time whatever the
// difference is.
func (s *signers) fits(secret string, body []byte, signature *[sha256.Size]byte) bool {
	pool := s.pool(secret)
	one, ok := pool.Get().(*signer)
	if !ok {
		one = &signer{mac: hmac.New(sha256.New, []byte(secret))}
	}
	defer pool.Put(one)
	one.mac.Reset()
	_, _ = one.mac.Write(body)
	return hmac.Equal(signature[:], one.mac.Sum(one.sum[:0]))
}

func (s *signers) pool(secret string) *sync.Pool {
	s.mu.RLock()
	pool := s.of[secret]
	s.mu.RUnlock()
	if pool != nil {
		return pool
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if pool = s.of[secret]; pool != nil {
		return pool
	}
	if s.of == nil || len(s.of) >= signersMost {
		s.of = map[string]*sync.Pool{}
	}
	pool = &sync.Pool{}
	s.of[secret] = pool
	return pool
}
