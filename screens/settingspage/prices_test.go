package settingspage

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/app/price"
	"channeldesk/app/protocol"
	"channeldesk/screens/frame"
	"channeldesk/screens/frame/frametest"
	"channeldesk/screens/kit"
)

// fakePrices keeps price lists in memory. File is what Browse finds.
type fakePrices struct {
	*fakeDeps
	book  price.Book
	err   error // of whatever reads
	wrong error // of whatever changes
	file  string
	saved bytes.Buffer
	undo  func()
}

func (f *fakePrices) PriceLists(context.Context) (price.Book, error) {
	return append(price.Book(nil), f.book...), f.err
}

func (f *fakePrices) SavePrices(_ context.Context, l price.List, was price.Key) (price.List, error) {
	if f.wrong != nil {
		return l, f.wrong
	}
	f.drop(was)
	f.book = append(f.book, l)
	price.Sort(f.book)
	return l, nil
}

func (f *fakePrices) drop(k price.Key) (was price.List) {
	for i, l := range f.book {
		if l.Key() == k {
			f.book = append(f.book[:i:i], f.book[i+1:]...)
			return l
		}
	}
	return was
}

func (f *fakePrices) ImportPrices(_ context.Context, in []price.List) error {
	for _, l := range in {
		f.drop(l.Key())
		f.book = append(f.book, l)
	}
	return f.wrong
}

func (f *fakePrices) DeletePrices(_ context.Context, k price.Key) (price.List, error) {
	if f.wrong != nil {
		return price.List{}, f.wrong
	}
	return f.drop(k), nil
}

func (f *fakePrices) Protocols() []protocol.Declaration {
	return []protocol.Declaration{{ID: "meta_cloud", Name: "Meta Cloud"}, {ID: "coster", Name: "Coster"}, {ID: "qontak", Name: "Qontak"}}
}

func (f *fakePrices) Browse(_ []string, chosen func(string)) { chosen("prices.csv") }

func (f *fakePrices) OpenPrices(string) (io.ReadCloser, error) {
	if f.file == "" {
		return nil, errors.New("no such file")
	}
	return io.NopCloser(strings.NewReader(f.file)), nil
}

// priceShell gives the action of a toast, and takes files.
type priceShell struct {
	*fakeShell
	f *fakePrices
}

func (s priceShell) Toast(_ kit.Kind, text, _ string, do func()) {
	s.toasts, s.f.undo = append(s.toasts, text), do
}

func (s priceShell) SaveFile(name string, write func(context.Context, io.Writer) error, done func(string, error)) {
	done(name, write(context.Background(), &s.f.saved))
}

func samplePrices() price.Book {
	unit := price.Unit
	return price.Book{
		{Protocol: "coster", From: "2026-01-01", Currency: "IDR", Everywhere: price.Amounts{price.Marketing: 750 * unit, price.Utility: 410 * unit}},
		{Protocol: "meta_cloud", From: "2027-01-01", Currency: "IDR", Everywhere: price.Amounts{price.Marketing: 990 * unit, price.Utility: 395 * unit, price.Authentication: 380 * unit, price.Service: 0}},
		{
			Protocol: "meta_cloud", From: "2026-11-01", Currency: "IDR", Everywhere: price.Amounts{price.Marketing: 900 * unit, price.Utility: 356_650_000},
			Regions: map[string]price.Amounts{"SG": {price.Marketing: 1234_500_000}, "MY": {price.Utility: 250 * unit}},
		},
	}
}

// pricesPage is the page of a member in a role, with price lists, in a window.
func pricesPage(ui *frametest.UI, f *fakePrices, role app.Role, size fyne.Size) (*Screen, *priceShell) {
	f.fakeDeps = &fakeDeps{prefs: map[string]string{}, status: app.SecretStoreStatus{Kind: app.SecretsInKeychain, Usable: true}}
	shell := &priceShell{&fakeShell{}, f}
	s := New(f, shell, app.ClockFunc(func() time.Time { return morning }))
	shell.win = ui.Show(s.Content(), size)
	s.Enter(app.WithMember(context.Background(), app.Member{ID: 1, Name: "Dewi Kartika", Role: role}), frame.Place{Agent: 1, Environment: app.Published}, "")
	ui.Settle()
	return s, shell
}

var tall = fyne.NewSize(1060, 1900)

func TestPriceListsAreAddedAndChanged(t *testing.T) {
	frametest.Run(t, kit.ModeLight, func(t *testing.T, ui *frametest.UI) {
		f := &fakePrices{}
		_, shell := pricesPage(ui, f, app.Contributor, tall)
		assert.Contains(t, ui.Texts(), "No provider tells what a message costs.")
		ui.Press("Add price list")
		assert.Equal(t, "Marketing, all countries", ui.Focused())
		ui.Press("Save")
		assert.Contains(t, ui.Texts(), "Enter at least one price.")
		ui.Type("1.234")
		assert.NotContains(t, ui.Texts(), "Enter at least one price.", "it goes when the fields change")
		ui.Press("Save")
		assert.Contains(t, ui.Texts(), "1.234 can be read in two ways. Type 1234 or 1.2340.")
		ui.Type("900")
		ui.Key(fyne.KeyTab)
		assert.Equal(t, "Utility, all countries", ui.Focused())
		ui.Type("356,65")
		ui.Press("Add a country that differs")
		ui.Type("singa")
		ui.Key(fyne.KeyReturn)
		assert.Equal(t, "Marketing, Singapore", ui.Focused())
		ui.Type("1,234.50")
		ui.Ctrl(fyne.KeyReturn)
		require.Len(t, f.book, 1)
		assert.Equal(t, price.List{
			Protocol: "meta_cloud", From: "2026-11-17", Currency: "IDR", Everywhere: price.Amounts{price.Marketing: 900 * price.Unit, price.Utility: 356_650_000},
			Regions: map[string]price.Amounts{"SG": {price.Marketing: 1234_500_000}},
		}, f.book[0])
		assert.Contains(t, shell.toasts, "The prices were saved")
		for _, text := range []string{"Meta Cloud from 17 Nov 2026", "In force", "Marketing Rp 900, Utility Rp 356.65, Singapore differs"} {
			assert.Contains(t, ui.Texts(), text)
		}

		ui.Press("Prices of Meta Cloud from 17 Nov 2026")
		ui.Press("Remove Singapore")
		ui.Press("Save")
		assert.Nil(t, f.book[0].Regions)
		// A new one begins with what the present one says; another day is needed.
		ui.Press("Add price list")
		f.wrong = app.NewError(app.CodeConflict, app.Say("There is a list of this day already.")).WithField("from")
		ui.Press("Save")
		assert.Contains(t, ui.Texts(), "There is a list of this day already.")
		f.wrong = nil
		ui.Press("Holds from")
		ui.Key(fyne.KeyPageDown)
		ui.Key(fyne.KeyReturn)
		assert.NotContains(t, ui.Texts(), "There is a list of this day already.")
		ui.Press("Save")
		require.Len(t, f.book, 2)
		assert.Equal(t, price.Date("2026-12-17"), f.book[0].From)
		assert.Contains(t, ui.Texts(), "Later")
	})
}

func TestACountryNeedsAName(t *testing.T) {
	frametest.Run(t, kit.ModeLight, func(t *testing.T, ui *frametest.UI) {
		f := &fakePrices{book: samplePrices()}
		pricesPage(ui, f, app.Owner, tall)
		ui.Press("Prices of Coster from 1 Jan 2026")
		ui.Press("Add a country that differs")
		ui.Key(fyne.KeyEscape)
		ui.Press("Save")
		assert.Nil(t, f.book[0].Regions, "a row that was begun and left is no fault")
		ui.Press("Prices of Coster from 1 Jan 2026")
		ui.Press("Add a country that differs")
		ui.Key(fyne.KeyEscape)
		for ui.Focused() != "Marketing, a country" {
			ui.Key(fyne.KeyTab)
		}
		ui.Type("5")
		ui.Press("Save")
		assert.Contains(t, ui.Texts(), "Choose the country of these prices.")
		assert.Equal(t, "Country, a country", ui.Focused())
	})
}

func TestPriceListsAreDeletedAndTakenBack(t *testing.T) {
	frametest.Run(t, kit.ModeLight, func(t *testing.T, ui *frametest.UI) {
		f := &fakePrices{book: samplePrices()}
		_, shell := pricesPage(ui, f, app.Owner, tall)
		ui.Press("Prices of Coster from 1 Jan 2026")
		f.wrong = app.NewError(app.CodeConflict, app.Say("It is gone already."))
		ui.Press("Delete list")
		assert.Contains(t, ui.Texts(), "It is gone already.")
		f.wrong = nil
		ui.Press("Delete list")
		assert.Len(t, f.book, 2)
		assert.Contains(t, shell.toasts, "The price list of Coster from 1 Jan 2026 was deleted")
		assert.NotContains(t, ui.Texts(), "Coster from 1 Jan 2026")
		f.undo()
		ui.Settle()
		assert.Contains(t, ui.Texts(), "Coster from 1 Jan 2026")
	})
}

func TestPricesComeFromFilesAndPastedRows(t *testing.T) {
	frametest.Run(t, kit.ModeLight, func(t *testing.T, ui *frametest.UI) {
		f := &fakePrices{book: samplePrices()[:1], file: "\ufeffprotocol;from;currency;country;utility\r\ncoster;2026-01-01;IDR;all;415\r\nqontak;2026-02-01;USD;all;0,0411\r\n"}
		_, shell := pricesPage(ui, f, app.Owner, tall)
		ui.Press("Import a price list")
		ui.Press("Import")
		assert.Contains(t, ui.Texts(), "There are no prices in this file.")
		ui.Type("country\tutility\nall\tRp 900\nSingapore\t5")
		ui.Press("Import")
		assert.Contains(t, ui.Texts(), "Line 3: Singapore is not a country.")
		ui.Type("country\tutility\nall\tRp 900\nsg\t5")
		ui.Press("Import")
		require.Len(t, f.book, 2)
		assert.Equal(t, price.Key{Protocol: "meta_cloud", From: "2026-11-17"}, f.book[1].Key())
		ui.Press("Import a price list")
		ui.Press("Choose a file")
		ui.Press("Import")
		assert.Contains(t, ui.Texts(), "There are prices already: Coster from 1 Jan 2026.")
		ui.Press("Keep what is there")
		assert.Len(t, f.book, 2)
		ui.Press("Import")
		ui.Press("Replace")
		assert.Len(t, f.book, 3)
		assert.Contains(t, shell.toasts, "2 price lists were imported")
		f.file = ""
		ui.Press("Import a price list")
		ui.Press("Choose a file")
		assert.NotEmpty(t, ui.Texts())
		f.wrong = app.NewError(app.CodeInternal, app.Say("The disk is full."))
		ui.Key(fyne.KeyEscape)
		ui.Press("Save all as CSV")
		assert.Contains(t, f.saved.String(), "qontak,2026-02-01,USD,all,,0.0411")
		ui.Press("Save a sample file")
		assert.Contains(t, f.saved.String(), "SG,1100")
		assert.Contains(t, shell.toasts, "Saved as channeldesk-prices-sample.csv")
	})
}

func TestViewersOnlyLookAtPrices(t *testing.T) {
	frametest.Run(t, kit.ModeLight, func(t *testing.T, ui *frametest.UI) {
		f := &fakePrices{book: samplePrices()}
		pricesPage(ui, f, app.Viewer, tall)
		assert.Nil(t, ui.Control("Add price list"))
		assert.Nil(t, ui.Control("Import a price list"))
		ui.Press("Prices of Meta Cloud from 1 Nov 2026")
		assert.Nil(t, ui.Control("Save"))
		assert.Nil(t, ui.Control("Delete list"))
		assert.Nil(t, ui.Control("Remove Singapore"))
		assert.Contains(t, ui.Texts(), "Singapore")
		ui.Press("Close")
		assert.Zero(t, ui.Layers())
	})
}

func TestPricesThatCannotBeRead(t *testing.T) {
	frametest.Run(t, kit.ModeLight, func(t *testing.T, ui *frametest.UI) {
		f := &fakePrices{err: app.NewError(app.CodeInternal, app.Say("The price lists of this workspace cannot be read."))}
		s, shell := pricesPage(ui, f, app.Owner, tall)
		assert.Contains(t, ui.Texts(), "The price lists could not be read")
		f.err, f.book = nil, samplePrices()
		ui.Press("Try again")
		assert.Contains(t, ui.Texts(), "Meta Cloud from 1 Nov 2026")
		f.err = errBroken
		s.Reload()
		ui.Settle()
		assert.Len(t, shell.errors, 1, "what is there stays")
	})
}

func TestLooksOfPrices(t *testing.T) {
	for _, mode := range []kit.Mode{kit.ModeLight, kit.ModeDark} {
		look := map[kit.Mode]string{kit.ModeLight: "light", kit.ModeDark: "dark"}[mode]
		frametest.Run(t, mode, func(t *testing.T, ui *frametest.UI) {
			f := &fakePrices{book: samplePrices()}
			s, shell := pricesPage(ui, f, app.Owner, fyne.NewSize(1024, 700))
			still := func(name string) { // without a cursor that blinks
				shell.win.Canvas().Unfocus()
				ui.Golden(name + "-" + look)
			}
			ui.Press("Prices of Meta Cloud from 1 Nov 2026")
			still("prices-edit")
			ui.Key(fyne.KeyEscape)
			ui.Press("Import a price list")
			still("prices-import")
			ui.Key(fyne.KeyEscape)
			shell.win.SetContent(kit.Stack())
			ui.Show(s.prices.card, fyne.NewSize(624, 300))
			ui.Golden("prices-" + look)
			s, shell = pricesPage(ui, &fakePrices{}, app.Owner, fyne.NewSize(1024, 700))
			shell.win.SetContent(kit.Stack())
			ui.Show(s.prices.card, fyne.NewSize(624, 160))
			ui.Golden("prices-none-" + look)
		})
	}
}
