package access

import (
	"time"

	"channeldesk/app"
)

// The first wrong passphrases cost nothing: everybody mistypes. Then each one
// doubles the wait, up to a limit that nobody finds unbearable and that leaves a
// guesser some hundred tries a day.
const (
	freeTries = 2
	firstWait = 5 * time.Second
	mostWait  = 5 * time.Minute
	// triesKept is how long wrong passphrases are remembered.
	triesKept = 24 * time.Hour
)

// tries are the wrong passphrases of each member since the last right one. They
// are kept in memory only. Whoever uses them holds the turn.
type tries map[app.MemberID]try

type try struct {
	wrong int
	last  time.Time
}

func (t try) wait() time.Duration {
	d := firstWait
	for i := freeTries + 1; i < t.wrong && d < mostWait; i++ {
		d *= 2
	}
	if t.wrong <= freeTries {
		return 0
	}
	return min(d, mostWait)
}

// left is how long a member still has to wait. A clock that was set back begins
// the wait anew instead of lengthening it.
func (t tries) left(id app.MemberID, now time.Time) time.Duration {
	e, ok := t[id]
	if !ok {
		return 0
	}
	if now.Before(e.last) {
		e.last = now
		t[id] = e
	}
	return max(0, e.last.Add(e.wait()).Sub(now))
}

// miss notes a wrong passphrase and gives how long to wait.
func (t tries) miss(id app.MemberID, now time.Time) time.Duration {
	for other, e := range t {
		if now.Sub(e.last) > triesKept {
			delete(t, other)
		}
	}
	e := t[id]
	e.wrong, e.last = e.wrong+1, now
	t[id] = e
	return e.wait()
}

// waiting is the sentence for a try that came too early.
func waiting(left time.Duration) app.Text {
	switch n := int((left + time.Second - 1) / time.Second); {
	case n == 1:
		return app.Say("Too many wrong passphrases. Try again in 1 second.")
	case n < 120:
		return app.Say("Too many wrong passphrases. Try again in {{.N}} seconds.", "N", n)
	default:
		return app.Say("Too many wrong passphrases. Try again in {{.N}} minutes.", "N", (n+59)/60)
	}
}

// wrong is the sentence for a wrong passphrase.
func wrong(left time.Duration) app.Text {
	switch n := int((left + time.Second - 1) / time.Second); {
	case n == 0:
		return app.Say("This passphrase is not right.")
	case n < 120:
		return app.Say("This passphrase is not right. You can try again in {{.N}} seconds.", "N", n)
	default:
		return app.Say("This passphrase is not right. You can try again in {{.N}} minutes.", "N", (n+59)/60)
	}
}
