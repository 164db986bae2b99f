package main

import (
	"context"
	"io"
	"os"

	"channeldesk/app"
	"channeldesk/app/price"
	"channeldesk/screens/settingspage"
)

var _ settingspage.PriceKeeper = settingsDeps{}

// PriceLists, SavePrices, ImportPrices and DeletePrices implement
// settingspage.PriceKeeper.
func (d settingsDeps) PriceLists(ctx context.Context) (price.Book, error) {
	return d.w.newPrices().Lists(ctx)
}

// SavePrices keeps a price list.
func (d settingsDeps) SavePrices(ctx context.Context, l price.List, was price.Key) (price.List, error) {
	return d.w.newPrices().Save(ctx, l, was)
}

// ImportPrices keeps price lists of a file.
func (d settingsDeps) ImportPrices(ctx context.Context, in []price.List) error {
	return d.w.newPrices().Import(ctx, in)
}

// DeletePrices removes a price list.
func (d settingsDeps) DeletePrices(ctx context.Context, k price.Key) (price.List, error) {
	return d.w.newPrices().Delete(ctx, k)
}

// Browse asks for a file.
func (d settingsDeps) Browse(endings []string, chosen func(path string)) { d.browse(endings, chosen) }

// OpenPrices opens a file with prices.
func (d settingsDeps) OpenPrices(path string) (io.ReadCloser, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, app.NewError(app.CodeInvalid, app.Say("The file {{.Name}} cannot be opened.", "Name", path)).WithField("file").Because(err)
	}
	return f, nil
}
