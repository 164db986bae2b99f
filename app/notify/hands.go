package notify

import "sync"

// spareHands is how many hands without work are kept at most.
const spareHands = 64

// hands carry messages through, each one at a time. One that is done takes the next
// message: a new goroutine would first have to grow its stack to what a call to a
// provider needs, which takes as long as a good part of that call.
type hands struct {
	work  sync.WaitGroup // what is under way
	spare chan struct{}  // a place for each that waits for work
	next  chan func()
	over  chan struct{} // closed when no more comes
}

func newHands() *hands {
	return &hands{spare: make(chan struct{}, spareHands), next: make(chan func()), over: make(chan struct{})}
}

// do runs fn beside the caller.
func (h *hands) do(fn func()) {
	h.work.Add(1)
	select {
	case h.next <- fn:
	default:
		go h.run(fn)
	}
}

func (h *hands) run(fn func()) {
	for {
		fn()
		h.work.Done()
		select {
		case h.spare <- struct{}{}:
		default:
			return
		}
		select {
		case fn = <-h.next:
			<-h.spare
		case <-h.over:
			return
		}
	}
}

// rest lets those go who have nothing to do.
func (h *hands) rest() { close(h.over) }
