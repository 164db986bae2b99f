package app

import (
	"strconv"
	"strings"
	"time"
)

const (
	// settingClock keeps what the clock showed when old things were last looked for,
	// and what it showed when it had leapt, in Unix milliseconds.
	settingClock = "removal_clock"
	// leap is a step of the clock, or a time without this program, after which
	// nothing is removed for a while: somebody may have set a wrong date.
	leap = 10 * 24 * time.Hour
	// leapRest is how long nothing is removed then. It is a little less than the day
	// after which the next look comes.
	leapRest = 23 * time.Hour
	// noteEvery is how old a note gets before it is written anew.
	noteEvery = time.Hour
)

// MayRemoveOld reports whether what is too old by the clock may be removed now. A
// clock that is years ahead would take everything: after a leap of more than ten days
// nothing is removed for most of a day, in which the clock can be put right. It is
// asked once a day or more often, in a transaction that may write, where it notes what
// the clock showed. It returns the store's errors.
func MayRemoveOld(tx Tx, now time.Time) (bool, error) {
	kept, err := tx.Setting(settingClock)
	if err != nil {
		return false, err
	}
	seen, before := clockNote(kept)
	leapt := before
	switch {
	case seen.IsZero(), leapt.Sub(now) > leapRest: // nothing is known, or it was put right
		leapt = time.Time{}
	case now.Sub(seen) > leap:
		leapt = now
	case now.Sub(leapt) >= leapRest:
		leapt = time.Time{}
	}
	if leapt.Equal(before) && now.Sub(seen).Abs() < noteEvery {
		return leapt.IsZero(), nil
	}
	note := strconv.FormatInt(now.UnixMilli(), 10)
	if !leapt.IsZero() {
		note += " " + strconv.FormatInt(leapt.UnixMilli(), 10)
	}
	return leapt.IsZero(), tx.SetSetting(settingClock, note)
}

// clockNote reads the note; zero for what is not there.
func clockNote(note string) (seen, leapt time.Time) {
	first, second, _ := strings.Cut(note, " ")
	return noted(first), noted(second)
}

func noted(millis string) time.Time {
	n, err := strconv.ParseInt(millis, 10, 64)
	if err != nil {
		return time.Time{}
	}
	return time.UnixMilli(n)
}
