package price

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"channeldesk/app"
)

// Setting is the setting of the workspace that all lists are kept in.
const Setting = "price_lists"

// kept is how a list is kept: amounts are decimal numbers, so that a person can
// read them.
type kept struct {
	Protocol   app.ProtocolID                 `json:"protocol"`
	From       Date                           `json:"from"`
	Currency   string                         `json:"currency"`
	Everywhere map[Category]string            `json:"everywhere,omitempty"`
	Regions    map[string]map[Category]string `json:"regions,omitempty"`
}

// Read gives the lists that a workspace has, by protocol, the newest of each
// first.
func Read(tx app.SettingStore) (Book, error) {
	text, err := tx.Setting(Setting)
	if err != nil || text == "" {
		return nil, err
	}
	return decode(text)
}

// Reader is a transaction that lists and channels are read from.
type Reader interface {
	app.SettingStore
	ProtocolsOf(app.ChannelID) ([]app.ProtocolSince, error)
}

// TariffOf gives what messages of a channel cost, each by the lists of the protocol
// that the channel had when the provider took it. Ask once for many messages.
func TariffOf(tx Reader, channel app.ChannelID) (*Tariff, error) {
	book, err := Read(tx)
	if err != nil || len(book) == 0 {
		return &Tariff{}, err // what is free needs no list
	}
	past, err := tx.ProtocolsOf(channel)
	if err != nil {
		return nil, err
	}
	return book.Over(past), nil
}

// Write keeps all lists.
func Write(tx app.SettingStore, b Book) error {
	if len(b) == 0 {
		return tx.SetSetting(Setting, "")
	}
	text, err := encode(b)
	if err != nil {
		return err
	}
	return tx.SetSetting(Setting, text)
}

// Sort puts lists in the order of a book.
func Sort(b Book) {
	slices.SortStableFunc(b, func(x, y List) int {
		if c := strings.Compare(string(x.Protocol), string(y.Protocol)); c != 0 {
			return c
		}
		return strings.Compare(string(y.From), string(x.From))
	})
}

func encode(b Book) (string, error) {
	out := make([]kept, len(b))
	for i, l := range b {
		k := kept{Protocol: l.Protocol, From: l.From, Currency: l.Currency, Everywhere: written(l.Everywhere)}
		for region, a := range l.Regions {
			if k.Regions == nil {
				k.Regions = map[string]map[Category]string{}
			}
			k.Regions[region] = written(a)
		}
		out[i] = k
	}
	text, err := json.Marshal(out)
	if err != nil {
		return "", fmt.Errorf("write price lists: %w", err)
	}
	return string(text), nil
}

func written(a Amounts) map[Category]string {
	out := make(map[Category]string, len(a))
	for c, n := range a {
		out[c] = plain(n)
	}
	return out
}

func decode(text string) (Book, error) {
	var in []kept
	if err := json.Unmarshal([]byte(text), &in); err != nil {
		return nil, notRead(err)
	}
	out := make(Book, 0, len(in))
	for _, k := range in {
		l := List{Protocol: k.Protocol, From: k.From, Currency: k.Currency}
		var err error
		if l.Everywhere, err = read(k.Everywhere); err != nil {
			return nil, notRead(err)
		}
		for region, a := range k.Regions {
			if l.Regions == nil {
				l.Regions = map[string]Amounts{}
			}
			if l.Regions[region], err = read(a); err != nil {
				return nil, notRead(err)
			}
		}
		if l, err = l.Check(); err != nil {
			return nil, notRead(err)
		}
		out = append(out, l)
	}
	Sort(out)
	return out, nil
}

func read(in map[Category]string) (Amounts, error) {
	out := make(Amounts, len(in))
	for c, s := range in {
		n, err := ParseAmount(s)
		if err != nil {
			return nil, err
		}
		out[c] = n
	}
	return out, nil
}

func notRead(err error) error {
	return app.NewError(app.CodeInternal, app.Say("The price lists of this workspace cannot be read.")).
		WithFix(app.Say("Another version of Channel Desk wrote them. Use the newest one.")).Because(err)
}
