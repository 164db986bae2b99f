package main

import (
	"os"
	"path/filepath"

	"channeldesk/app"
)

// dataName is the data folder's name in the user's configuration folder.
const dataName = "channeldesk"

// dataDir gives the data folder: --data or CHANNELDESK_DATA, or the usual place.
func (g globals) dataDir() (string, error) {
	if g.Data != "" {
		return filepath.Abs(g.Data)
	}
	base, err := os.UserConfigDir()
	if err != nil {
		return "", app.NewError(app.CodeInternal, app.Say("This computer does not say where your configuration folder is.")).
			WithFix(app.Say("Name a data folder with --data.")).Because(err)
	}
	return filepath.Join(base, dataName), nil
}
