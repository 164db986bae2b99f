package template

import (
	"channeldesk/app"
	"channeldesk/app/protocol"
)

// TakesFiles reports whether the provider takes the example of a header as a file
// from this computer. Otherwise it takes a link to one.
func (k *Checker) TakesFiles() bool {
	_, ok := k.keeper.(protocol.SampleUploader)
	return ok
}

// CheckSample says why a file on this computer cannot be the example of a header;
// nil when it can. It reads the beginning of the file, so that it is not for the
// UI goroutine.
func (k *Checker) CheckSample(kind app.HeaderKind, path string) error {
	uploader, ok := k.keeper.(protocol.SampleUploader)
	if !ok {
		return app.NewError(app.CodeUnsupported, app.Say("The provider takes no sample files from here.")).
			WithFix(app.Say("Enter a link to the file instead.")).WithField("header")
	}
	mime, info, err := typeOf(path)
	if err != nil {
		return err
	}
	if e := uploader.CheckSample(kind, mime, info.Size()); e != nil {
		return e
	}
	return nil
}
