package storage

import (
	"database/sql/driver"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"channeldesk/app"

	"github.com/nyaruka/phonenumbers"
	"modernc.org/sqlite"
)

// What is typed into the history's search is read as digits of a number, as an
// id, or as part of a name. Digits are looked for as ranges of the number, and
// of the number from behind; a name by its groups of three letters.

// digitRange are the values of a column that begin alike.
type digitRange struct {
	index, column string
	from, until   string
}

// searched is what a search means; at most one of its parts is set.
type searched struct {
	digits []digitRange
	id     string
	name   string // in small letters
}

// idLength is the least length of an id without blanks that is looked for as one
// of the provider's.
const idLength = 16

// readSearch understands what was typed; country is that of local numbers.
func readSearch(typed, country string) searched {
	s := app.CleanName(typed)
	if s == "" {
		return searched{}
	}
	if digits := onlyDigits(s); digits != "" {
		return searched{digits: digitRanges(s, digits, country)}
	}
	if strings.HasPrefix(s, "msg_") || strings.HasPrefix(s, "wamid.") ||
		len(s) >= idLength && strings.ContainsAny(s, "0123456789") && !strings.ContainsAny(s, " \t") {
		return searched{id: s}
	}
	return searched{name: nameKey(s)}
}

// onlyDigits gives the digits of what is nothing but a number as people write
// it, or "".
func onlyDigits(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r >= '0' && r <= '9':
			b.WriteRune(r)
		case !strings.ContainsRune(" +-().\u00a0\u2011/", r):
			return ""
		}
	}
	return b.String()
}

// digitRanges are the ways in which digits can be meant: the beginning of a
// number with or without its country, or its end.
func digitRanges(typed, digits, country string) (out []digitRange) {
	begins := func(number string) {
		out = append(out, digitRange{`messages_recipient`, `recipient`, number, after(number)})
	}
	if strings.HasPrefix(typed, "+") {
		begins("+" + digits)
		return out
	}
	if country == "" {
		country = app.DefaultCountry
	}
	code := fmt.Sprint(phonenumbers.GetCountryCodeForRegion(country))
	switch {
	case strings.HasPrefix(digits, "00"):
		begins("+" + strings.TrimLeft(digits, "0"))
	case strings.HasPrefix(digits, "0"):
		begins("+" + code + digits[1:])
	default:
		begins("+" + digits)
		begins("+" + code + digits)
	}
	back := reversed(digits)
	return append(out, digitRange{`messages_reversed`, `reversed`, back, after(back)})
}

// after is the first text behind all that begin like s, whose last letter is a
// digit or a plus.
func after(s string) string { return s[:len(s)-1] + string(s[len(s)-1]+1) }

// condition is what a message must fulfil.
func (s searched) condition() (where string, args []any) {
	switch {
	case len(s.digits) > 0:
		parts := make([]string, len(s.digits))
		for i, d := range s.digits {
			if d.column == `reversed` { // the number itself stands further in front in the row
				parts[i] = `substr(m.recipient, ?) = ?`
				args = append(args, -len(d.from), reversed(d.from))
				continue
			}
			parts[i] = `m.` + d.column + ` >= ? AND m.` + d.column + ` < ?`
			args = append(args, d.from, d.until)
		}
		return ` AND (` + strings.Join(parts, ` OR `) + `)`, args
	case s.id != "":
		return ` AND (m.mark = ? OR m.provider_id = ?)`, []any{s.id, s.id}
	case s.name != "" && isASCII(s.name) && len(s.name) >= 3:
		return ` AND m.name LIKE ? ESCAPE '\'`, []any{`%` + likeLetters.Replace(s.name) + `%`}
	case s.name != "":
		return ` AND channeldesk_named(m.name, ?)`, []any{s.name}
	}
	return "", nil
}

var likeLetters = strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`)

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// Other names are compared by the program: SQLite's own comparison knows the
// small and capital letters of ASCII only.
func init() {
	sqlite.MustRegisterDeterministicScalarFunction("channeldesk_named", 2,
		func(_ *sqlite.FunctionContext, args []driver.Value) (driver.Value, error) {
			name, _ := args[0].(string)
			part, _ := args[1].(string)
			return isNamed(name, part), nil
		})
}

// isNamed reports whether a name has a part; fewer than three letters must stand
// at the beginning of the name or, when they are two, of one of its words.
func isNamed(name, part string) bool {
	name = nameKey(name)
	switch utf8.RuneCountInString(part) {
	case 1:
		return strings.HasPrefix(name, part)
	case 2:
		return strings.HasPrefix(name, part) || strings.Contains(name, " "+part)
	}
	return strings.Contains(name, part)
}

// groupsMost bounds how many groups of letters of a long name are looked for: each
// is a long list. The name itself is compared in any case.
const groupsMost = 3

// commonLetters are the letters of names, the common ones first; others are rarer.
const commonLetters = "ainrtuesohldmykwgbpjfzcvxq"

// rareGroups are the groups of three letters of a part that the fewest names have,
// to judge by their letters, without those that share two letters with a rarer one.
func rareGroups(letters []rune) (groups [][]rune) {
	rarity := func(i int) (n int) {
		for _, r := range letters[i : i+3] {
			switch at := strings.IndexRune(commonLetters, r); {
			case r == ' ':
				n += 4
			case at < 0:
				n += len(commonLetters)
			default:
				n += at
			}
		}
		return n
	}
	starts := make([]int, len(letters)-2)
	for i := range starts {
		starts[i] = i
	}
	slices.SortStableFunc(starts, func(a, b int) int { return rarity(b) - rarity(a) })
	var taken []int
	for _, i := range starts {
		near := slices.ContainsFunc(taken, func(n int) bool { return n-i <= 1 && i-n <= 1 })
		if len(taken) < groupsMost && (!near || len(starts) <= 2) {
			taken = append(taken, i)
			groups = append(groups, letters[i:i+3])
		}
	}
	return groups
}

// nameMatch is the question to the index of names: those that have groups of
// three letters of a part, side by side, and with tagged those of a channel.
func nameMatch(channel app.ChannelID, part string, tagged bool) string {
	tag, letters := []rune(channelTag(channel)), []rune(part)
	quote := func(three ...rune) string { return `"` + strings.ReplaceAll(string(three), `"`, `""`) + `"` }
	var all []string
	switch len(letters) {
	case 1:
		all = append(all, quote(tag[1], tag[2], letters[0]))
	case 2:
		all = append(all, `(`+quote(tag[2], letters[0], letters[1])+` OR `+quote(' ', letters[0], letters[1])+`)`)
	default:
		for _, group := range rareGroups(letters) {
			if g := quote(group...); !slices.Contains(all, g) {
				all = append(all, g)
			}
		}
	}
	if tagged {
		all = append(all, quote(tag...))
	}
	return strings.Join(all, ` AND `)
}

// nameQuestion leaves the channel out of the question when most names are the
// channel's own: the list of all of them would be walked for nothing.
func (t *tx) nameQuestion(q historyQuery) (string, error) {
	var own int
	err := t.row(ownNewestQuery, q.f.Channel, ownShare, ownAmong).Scan(&own)
	return nameMatch(q.f.Channel, q.search.name, own < ownShare), err
}

// ownShare of about ownAmong newest messages of all channels make a channel one
// whose names are not rare among the others'.
const (
	ownShare       = 5
	ownAmong       = 100
	ownNewestQuery = `SELECT count(*) FROM (SELECT id FROM messages INDEXED BY messages_created WHERE channel_id = ?1 ORDER BY created_at DESC LIMIT ?2)
		WHERE id > (` + newestIDQuery + `) - ?3`
)

// searchOf understands the search of a filter with the country of its channel.
func (t *tx) searchOf(f app.HistoryFilter) (searched, error) {
	if strings.TrimSpace(f.Search) == "" {
		return searched{}, nil
	}
	country, err := list(t, func(s scanner) (c string, err error) { err = s.Scan(&c); return c, err },
		`SELECT a.country FROM channels c JOIN agents a ON a.id = c.agent_id WHERE c.id = ?`, f.Channel)
	if err != nil {
		return searched{}, err
	}
	if len(country) == 0 {
		return searched{}, notFound(channelGone)
	}
	return readSearch(f.Search, country[0]), nil
}
