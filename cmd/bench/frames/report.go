//go:build linux

package main

import (
	"fmt"
	"time"
)

// The limits: for a frame while something scrolls, for any other one, and for a frame
// of scrolling beside that of the plain table. The toolkit paints the whole window for
// each frame, and ours has more in it than a table; so the time for each call of the
// graphics library is compared, of which there are as many as there is to paint.
const (
	mostFrame  = 32 * time.Millisecond
	mostKept   = 50 * time.Millisecond
	mostBeside = 2.0
)

// beside scrolls the plain table in the same ways.
func (b *bench) beside(work string) (map[string][]frame, error) {
	width, height := b.wide, b.high
	if width == 0 {
		return nil, nil // the history was not scrolled
	}
	p, err := open(work, b.plain, "-width", fmt.Sprint(width), "-height", fmt.Sprint(height))
	if err != nil {
		return nil, err
	}
	defer p.End()
	time.Sleep(2 * time.Second)
	if err := p.MoveTo(width/2, height/2); err != nil {
		return nil, err
	}
	time.Sleep(400 * time.Millisecond)
	from := time.Now()
	if err := wheel(int(b.scroll / (2 * notch))); err != nil {
		return nil, err
	}
	time.Sleep(time.Second)
	between := time.Now()
	if err := p.drag(width-3, 12, height-12); err != nil {
		return nil, err
	}
	time.Sleep(time.Second)
	spans, err := p.spans()
	frames := framesOf(spans)
	return map[string][]frame{byWheel: within(frames, from, between), byBar: within(frames, between, time.Now())}, err
}

// report prints what was measured and tells whether all limits hold.
func report(done []measured, beside map[string][]frame) (ok bool) {
	ok = true
	fmt.Println("\nScrolling: ms of each frame that the program takes outside of the graphics library")
	for _, m := range done {
		if m.scrolls != "" {
			ok = m.scrolling(beside[m.scrolls]) && ok
		}
	}
	fmt.Printf("\nEverything else: the longest frame (ours; at most %s), all of ours, until the picture was there\n", ms(mostKept))
	for _, m := range done {
		if m.scrolls == "" {
			ok = m.other() && ok
		}
	}
	return ok
}

func verdict(good bool) string {
	if good {
		return "holds"
	}
	return "PASSED THE LIMIT"
}

// scrolling prints the frames of an action that scrolls.
func (m measured) scrolling(beside []frame) bool {
	list := painted(m.frames)
	f := figuresOf(list, ours)
	good := f.most <= mostFrame && len(list) > 0
	fmt.Printf("%-42s %4d frames  %s  at most %s %s\n", m.name, len(list), f, ms(mostFrame), verdict(good))
	fmt.Printf("%-42s              %s\n", "  with the library", figuresOf(list, whole))
	if m.waited > 0 {
		fmt.Printf("%-42s              %s in all, because of other programs\n", "  waited for a processor", ms(m.waited))
	}
	if beside == nil {
		return good
	}
	more, calls := painted(beside), callsOf(list)
	p := figuresOf(more, ours)
	times := float64(f.median) / float64(max(p.median, 1))
	each := times * float64(callsOf(more)) / float64(calls)
	near := each <= mostBeside && len(more) > 0
	fmt.Printf("%-42s %4d frames  %s  %.1fx for %.1fx as much to paint: %.2fx of at most %.1fx %s\n", "  the plain table", len(more), p,
		times, float64(calls)/float64(callsOf(more)), each, mostBeside, verdict(near))
	fmt.Printf("%-42s              %s\n", "  with the library", figuresOf(more, whole))
	return good && near
}

// other prints the frames of an action that happens once.
func (m measured) other() bool {
	var longest frame
	var sum time.Duration
	for _, f := range m.frames {
		sum += f.ours
		if f.ours > longest.ours {
			longest = f
		}
	}
	good := longest.ours <= mostKept
	fmt.Printf("%-42s %6s (with the library %6s)  all %6s  there after %6s  waited %5s  %s\n", m.name,
		ms(longest.ours), ms(longest.whole), ms(sum), ms(settled(m.frames, m.from)), ms(m.waited), verdict(good))
	return good
}
