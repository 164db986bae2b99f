package main

import (
	"context"
	"io"
	"os"

	"channeldesk/app/price"
	"channeldesk/screens/settingspage"
)

var _ settingspage.PriceKeeper = settingsDeps{}

// PriceLists and what follows implement settingspage.PriceKeeper.
func (d settingsDeps) PriceLists(ctx context.Context) (price.Book, error) { return d.prices.Lists(ctx) }

// SavePrices keeps a price list.
func (d settingsDeps) SavePrices(ctx context.Context, l price.List, was price.Key) (price.List, error) {
	return d.prices.Save(ctx, l, was)
}

// ImportPrices keeps price lists of a file.
func (d settingsDeps) ImportPrices(ctx context.Context, in []price.List) error {
	return d.prices.Import(ctx, in)
}

// DeletePrices removes a price list.
func (d settingsDeps) DeletePrices(ctx context.Context, k price.Key) (price.List, error) {
	return d.prices.Delete(ctx, k)
}

// Browse finds no file.
func (d settingsDeps) Browse([]string, func(string)) {}

// OpenPrices says that there is no file.
func (d settingsDeps) OpenPrices(string) (io.ReadCloser, error) { return nil, os.ErrNotExist }
