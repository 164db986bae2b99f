package apikey

import (
	"encoding/json"
	"maps"
	"slices"
	"time"

	"channeldesk/app"
)

// settingCounts is where uses are counted until their day is over, so that a
// kill loses no more than a minute of them.
const settingCounts = "api_key_uses"

// counts are uses by key and local day.
type counts map[app.KeyID]map[string]int

func readCounts(tx app.Tx) (c counts, err error) {
	kept, err := tx.Setting(settingCounts)
	c = counts{}
	if err != nil || kept == "" {
		return c, err
	}
	if json.Unmarshal([]byte(kept), &c) != nil {
		return counts{}, nil // nothing of ours: count anew
	}
	return c, nil
}

func (c counts) add(id app.KeyID, days map[string]int) {
	if c[id] == nil {
		c[id] = map[string]int{}
	}
	for day, n := range days {
		c[id][day] += n
	}
}

// tell writes one line for each key and day that is over.
func (c counts) tell(tx app.Tx, now time.Time) error {
	today := dayOf(now)
	for _, id := range slices.Sorted(maps.Keys(c)) {
		for _, day := range slices.Sorted(maps.Keys(c[id])) {
			if day >= today {
				continue
			}
			if err := tellOne(tx, id, day, c[id][day], now); err != nil {
				return err
			}
			delete(c[id], day)
		}
		if len(c[id]) == 0 {
			delete(c, id)
		}
	}
	return nil
}

func tellOne(tx app.Tx, id app.KeyID, day string, n int, now time.Time) error {
	k, err := tx.GetKey(id)
	if app.ErrorCode(err) == app.CodeNotFound {
		return nil
	}
	at, bad := time.ParseInLocation(time.DateOnly, day, time.Local)
	if err != nil || bad != nil {
		return err
	}
	text := app.Say("API key {{.Name}} was used {{.N}} times on {{.Day}}", "Name", k.Name, "N", n, "Day", app.Day(at))
	if n == 1 {
		text = app.Say("API key {{.Name}} was used once on {{.Day}}", "Name", k.Name, "Day", app.Day(at))
	}
	return record(tx, k, actor, app.ActKeyUsed, text, now)
}

func (c counts) save(tx app.Tx) error {
	if len(c) == 0 {
		return tx.SetSetting(settingCounts, "")
	}
	b, err := json.Marshal(c)
	if err != nil {
		return err
	}
	return tx.SetSetting(settingCounts, string(b))
}

func dayOf(t time.Time) string { return t.Local().Format(time.DateOnly) }

func midnightAfter(t time.Time) time.Time {
	y, m, d := t.Local().Date()
	return time.Date(y, m, d+1, 0, 0, 0, 0, time.Local)
}
