package protocol

import (
	"context"
	"io"
	"time"

	"channeldesk/app"
)

// TemplateOffer says what a provider's templates can be and what can be done
// with them; screens and command line draw themselves from it.
type TemplateOffer struct {
	// Listed is true when the provider can list its templates. Otherwise people
	// declare here what the provider's staff have set up.
	Listed                     bool
	Create, Edit, Delete       bool
	NoCreate, NoEdit, NoDelete app.Text // why not, with what to do
	Categories                 []app.TemplateCategory
	Languages                  []string // the provider's codes
	Headers                    []app.HeaderKind
	Buttons                    []ButtonOffer
	// MaxButtons is how many buttons there may be in all.
	MaxButtons                                       int
	Authentication, Carousel, Offer, Named, Lifetime bool
	// MaxName, MaxBody, MaxHeader, MaxFooter and MaxLabel are in characters.
	MaxName, MaxBody, MaxHeader, MaxFooter, MaxLabel int
	// Samples says that files in headers need an uploaded sample.
	Samples bool
}

// ButtonOffer is one kind of button.
type ButtonOffer struct {
	Kind app.ButtonKind
	Max  int
}

// TemplateFinding is what a rule says about a template that is being written.
type TemplateFinding struct {
	// Problem is true when the provider would refuse it; otherwise it is advice.
	Problem bool
	// Part names what it is about: name, category, language, header, body, footer,
	// buttons, buttons.0, code, offer, cards, cards.1.body, lifetime.
	Part string
	// Rule is its stable name, for tests.
	Rule string
	// What says what is wrong and why; Fix what to do, short enough for a button.
	What, Fix app.Text
	// Mend makes the change that Fix names; nil when only a person can.
	Mend func(name, language string, d app.TemplateDesign) (string, string, app.TemplateDesign)
}

// TemplateKeeper is an ability: knowing templates. Its methods ask nobody.
type TemplateKeeper interface {
	Templates() TemplateOffer
	// CheckTemplate holds it against the provider's rules; empty when it would be
	// taken, as far as can be known here.
	CheckTemplate(name, language string, d app.TemplateDesign) []TemplateFinding
}

// TemplateComparer is an ability: rules that hold a template against the others
// of the account. It asks nobody.
type TemplateComparer interface {
	TemplateKeeper
	// CompareTemplate says what the provider would refuse or what is not wise because
	// of the others. edits is the provider's id of the template that is changed; ""
	// for a new one.
	CompareTemplate(name, language string, d app.TemplateDesign, edits string, others []app.Template, now time.Time) []TemplateFinding
}

// TemplateNews is what a webhook told of a template; what is empty was not told.
type TemplateNews struct {
	Status     app.TemplateStatus
	StatusWord string
	Quality    app.TemplateQuality
	// Category is what it is now, NextCategory what it will be, PreviousCategory
	// what it was.
	Category, NextCategory, PreviousCategory app.TemplateCategory
	Code                                     string
	Reason, Fix                              app.Text
	// Look is true when only asking tells what changed.
	Look bool
}

// TemplateLister is an ability: reading the provider's templates.
type TemplateLister interface {
	TemplateKeeper
	// ListTemplates calls page for each page; an error of page ends it. The limit
	// is how many templates the account may have, 0 when not told.
	ListTemplates(ctx context.Context, c Config, page func([]app.Template) error) (limit int, err error)
}

// TemplateCreator is an ability: submitting a new template. An error for which
// MaybeDone reports true leaves it open: list again before trying again.
type TemplateCreator interface {
	TemplateKeeper
	// CreateTemplate gives what the provider made of it: its id where it is told,
	// status, and the category, which may differ.
	CreateTemplate(ctx context.Context, c Config, name, language string, d app.TemplateDesign) (app.Template, error)
}

// TemplateEditor is an ability: changing a submitted template.
type TemplateEditor interface {
	TemplateCreator
	// MayEdit says why this template cannot be changed now; nil when it can.
	MayEdit(t app.Template) *app.Error
	EditTemplate(ctx context.Context, c Config, t app.Template, d app.TemplateDesign) error
}

// TemplateRemover is an ability: deleting templates.
type TemplateRemover interface {
	TemplateKeeper
	// DeleteTemplate deletes one language, or all of the name.
	DeleteTemplate(ctx context.Context, c Config, t app.Template, allLanguages bool) error
}

// TemplateResumer is an ability: asking the provider to end the pause of a
// template.
type TemplateResumer interface {
	TemplateKeeper
	// MayUnpause says why asking is of no use for this template now, with how its
	// pause ends; nil when it may help.
	MayUnpause(t app.Template) *app.Error
	// UnpauseTemplate asks for it. The provider may take some minutes until the
	// template can be sent again.
	UnpauseTemplate(ctx context.Context, c Config, t app.Template) error
}

// Sample is a file on its way to the provider as a header's sample.
type Sample struct {
	Name, Type string // Type is MIME
	Size       int64
	// At opens the file from an offset on.
	At func(offset int64) (io.ReadCloser, error)
	// Session is the provider's mark of an upload that was broken off; "" begins.
	Session string
	// Started is told the mark of a new upload, so that it can be gone on with.
	Started func(session string)
	// Progress is told how many bytes have gone.
	Progress func(sent int64)
}

// SampleUploader is an ability: uploading samples for headers.
type SampleUploader interface {
	// CheckSample says why such a file would be refused; nil when not.
	CheckSample(kind app.HeaderKind, mime string, size int64) *app.Error
	UploadSample(ctx context.Context, c Config, s Sample) (handle string, err error)
}
