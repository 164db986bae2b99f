package gateway

import "sync"

// kept remembers what was made for a key, as the counter of a label, which takes
// longer to find than to count in. Of a key that people could make up it would grow
// without end. Safe for concurrent use.
type kept[K comparable, V any] struct {
	make func(K) V
	mu   sync.RWMutex
	of   map[K]V
}

func (k *kept[K, V]) get(key K) V {
	k.mu.RLock()
	v, ok := k.of[key]
	k.mu.RUnlock()
	if ok {
		return v
	}
	v = k.make(key)
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.of == nil {
		k.of = map[K]V{}
	}
	k.of[key] = v
	return v
}
