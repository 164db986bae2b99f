package app

import (
	"encoding/json"
	"time"
)

// TemplateID numbers a template that this workspace knows.
type TemplateID int64

// TemplateCategory is what a template is for; it decides the price.
type TemplateCategory string

// The categories.
const (
	CategoryUtility        TemplateCategory = "utility"
	CategoryMarketing      TemplateCategory = "marketing"
	CategoryAuthentication TemplateCategory = "authentication"
)

// TemplateStatus is where a template stands at the provider. Only an approved
// one, or one that was declared by a person, can be sent.
type TemplateStatus string

// The states. Other is a provider's word that this program does not know.
const (
	TemplateApproved TemplateStatus = "approved"
	TemplateInReview TemplateStatus = "in_review"
	TemplateRejected TemplateStatus = "rejected"
	TemplatePaused   TemplateStatus = "paused"
	TemplateDisabled TemplateStatus = "disabled"
	TemplateLeaving  TemplateStatus = "leaving" // deleted, its last messages are still on their way
	TemplateDeclared TemplateStatus = "declared"
	TemplateOther    TemplateStatus = "other"
)

// TemplateQuality is what customers' reactions made of a template.
type TemplateQuality string

// The qualities; "" is not known.
const (
	QualityHigh   TemplateQuality = "high"
	QualityMedium TemplateQuality = "medium"
	QualityLow    TemplateQuality = "low"
)

// Template is one template in one language.
type Template struct {
	ID        TemplateID
	ChannelID ChannelID
	// ProviderID is the provider's id; "" for a declared one.
	ProviderID     string
	Name, Language string
	Category       TemplateCategory
	// NextCategory is what the provider is going to make of the category; "" for
	// no change. PreviousCategory is what it was before the latest change.
	NextCategory, PreviousCategory TemplateCategory
	Status                         TemplateStatus
	// StatusWord is the provider's own word for the status.
	StatusWord string
	Quality    TemplateQuality
	// Code is the provider's word for why it was rejected or paused; Reason and Fix
	// say it for people.
	Code        string
	Reason, Fix Text
	Design      TemplateDesign
	// Labels are our own names for its variables, by variable.
	Labels map[string]string
	// SubmittedBy and SubmittedAt are known for those sent for review from here.
	SubmittedBy string
	SubmittedAt time.Time
	// EditedAt are the latest changes that were submitted from here, at most those of
	// 30 days: providers limit how often an approved template may be changed.
	EditedAt []time.Time
	// ChangedAt is when the status, quality or category last changed as far as is
	// known; SyncedAt when the provider last told of it.
	ChangedAt, SyncedAt time.Time
}

// Sendable reports whether messages can be made from it now.
func (t Template) Sendable() bool {
	return t.Status == TemplateApproved || t.Status == TemplateDeclared
}

// TemplateDesign is what a template is made of, in a form that no provider
// owns.
type TemplateDesign struct {
	Category TemplateCategory `json:"category"`
	// Named is true when variables have names ({{amount}}) and not numbers ({{1}}).
	Named  bool          `json:"named,omitempty"`
	Header *HeaderDesign `json:"header,omitempty"`
	// Body is the text with its variables as they are written.
	Body string `json:"body,omitempty"`
	// Samples are example values of the body's variables by name or number.
	Samples map[string]string `json:"samples,omitempty"`
	Footer  string            `json:"footer,omitempty"`
	Buttons []ButtonDesign    `json:"buttons,omitempty"`
	// Code is set for authentication templates, whose body is the provider's.
	Code *CodeDesign `json:"code,omitempty"`
	// Offer is set for a limited-time offer, Cards for a carousel.
	Offer *OfferDesign `json:"offer,omitempty"`
	Cards []CardDesign `json:"cards,omitempty"`
	// Lifetime is how long the provider tries to deliver; 0 is its default.
	Lifetime time.Duration `json:"lifetime,omitempty"`
	// Unknown are parts that this program does not know, as the provider tells
	// them; they are kept and shown, not edited.
	Unknown []json.RawMessage `json:"unknown,omitempty"`
}

// HeaderKind is what stands above the body.
type HeaderKind string

// The kinds of header.
const (
	HeaderText     HeaderKind = "text"
	HeaderImage    HeaderKind = "image"
	HeaderVideo    HeaderKind = "video"
	HeaderDocument HeaderKind = "document"
	HeaderGIF      HeaderKind = "gif"
	HeaderLocation HeaderKind = "location"
)

// IsFile reports whether the header is a file.
func (k HeaderKind) IsFile() bool {
	return k == HeaderImage || k == HeaderVideo || k == HeaderDocument || k == HeaderGIF
}

// HeaderDesign is a header.
type HeaderDesign struct {
	Kind HeaderKind `json:"kind"`
	Text string     `json:"text,omitempty"`
	// Samples are the values of a text's variable.
	Samples map[string]string `json:"samples,omitempty"`
	// Handle is what the provider calls the uploaded sample file (a link where the
	// provider takes one); File its name and Path where it lies on this computer.
	Handle string `json:"handle,omitempty"`
	File   string `json:"file,omitempty"`
	Path   string `json:"path,omitempty"`
}

// ButtonKind is what a button does.
type ButtonKind string

// The kinds of button. Others exist at providers: they are shown by their word
// in ButtonDesign.Word.
const (
	ButtonQuickReply ButtonKind = "quick_reply"
	ButtonURL        ButtonKind = "url"
	ButtonPhone      ButtonKind = "phone"
	ButtonCopyCode   ButtonKind = "copy_code"
	ButtonFlow       ButtonKind = "flow"
	ButtonCall       ButtonKind = "call" // a WhatsApp call
	ButtonCatalog    ButtonKind = "catalog"
	ButtonProducts   ButtonKind = "products"
	ButtonOneTime    ButtonKind = "one_time_code"
	ButtonOther      ButtonKind = "other"
)

// ButtonDesign is one button.
type ButtonDesign struct {
	Kind ButtonKind `json:"kind"`
	Text string     `json:"text,omitempty"`
	// URL may end with a variable, for which Sample is the whole example address.
	URL   string `json:"url,omitempty"`
	Phone string `json:"phone,omitempty"`
	// Sample is the example of a variable address or of a code.
	Sample string `json:"sample,omitempty"`
	Flow   string `json:"flow,omitempty"`
	// Word is the provider's word for a kind that is not known here.
	Word string `json:"word,omitempty"`
}

// CodeDesign is what there is to choose in an authentication template.
type CodeDesign struct {
	// Advice adds the sentence not to share the code.
	Advice bool `json:"advice,omitempty"`
	// Minutes is how long the code is valid, 1 to 90; 0 leaves the sentence out.
	Minutes int `json:"minutes,omitempty"`
	// Delivery is copy_code, one_tap or zero_tap.
	Delivery string `json:"delivery"`
	// CopyText and FillText are the labels of the buttons; "" is the provider's.
	CopyText string `json:"copy_text,omitempty"`
	FillText string `json:"fill_text,omitempty"`
	// Apps may fill the code in, for one tap and zero tap.
	Apps []CodeApp `json:"apps,omitempty"`
	// Accepted is true when a person accepted the provider's zero tap terms.
	Accepted bool `json:"accepted,omitempty"`
}

// CodeApp is an Android app that may fill a code in.
type CodeApp struct {
	Package string `json:"package"`
	Hash    string `json:"hash"`
}

// OfferDesign is a limited-time offer.
type OfferDesign struct {
	Text string `json:"text"`
	// Ends shows the time that is left; it is given when sending.
	Ends bool `json:"ends,omitempty"`
}

// CardDesign is one card of a carousel.
type CardDesign struct {
	Header  HeaderDesign      `json:"header"`
	Body    string            `json:"body,omitempty"`
	Samples map[string]string `json:"samples,omitempty"`
	Buttons []ButtonDesign    `json:"buttons,omitempty"`
}

// TemplateDraftID numbers a template that is being written.
type TemplateDraftID int64

// TemplateDraft is a template being written on this computer, which the
// provider does not know. It is kept until it was submitted or thrown away.
type TemplateDraft struct {
	ID             TemplateDraftID
	ChannelID      ChannelID
	Name, Language string
	Design         TemplateDesign
	Labels         map[string]string
	// Edits is the provider's id of the template that it changes; "" makes a new one.
	Edits string
	// Problem is why the latest submission was refused; empty when none was.
	Problem   Text
	CreatedBy string
	SavedAt   time.Time
	// Aside is what was taken away by choosing another kind of template, and comes
	// back with the choice.
	Aside TemplateAside
	// Uploads are sample files that were broken off on their way to the provider.
	Uploads []SampleUpload
}

// TemplateAside are the parts of a draft that have no place in the kind of template
// that it is now.
type TemplateAside struct {
	// Words are those from before it became a template with a code; nil for none.
	Words *TemplateDesign `json:"words,omitempty"`
	// Cards are those from before it became another than a carousel.
	Cards []CardDesign `json:"cards,omitempty"`
}

// SampleUpload is a sample file of which the provider may have a part. A file that
// was changed is another one.
type SampleUpload struct {
	Path    string    `json:"path"`
	Size    int64     `json:"size"`
	Changed time.Time `json:"changed"`
	// Mark is what the provider calls the upload. It is for the provider alone, and
	// not to be shown or logged.
	Mark string `json:"mark"`
}

// TemplateSync is how the latest look at the provider's templates ended.
type TemplateSync struct {
	At time.Time // of the latest that went well; zero when none did
	// TriedAt is the latest of all; Problem says why it failed, empty when it did not.
	TriedAt time.Time
	Problem Text
	// Limit is how many templates the account may have; 0 when not told.
	Limit int
}

// TemplateUses are the messages that are made from a template.
type TemplateUses struct {
	// Waiting is how many messages are queued and would fail without it.
	Waiting int
	// Sent are those of the latest time by what asked for them, the most first.
	Sent []TemplateUse
	// More is true when there are more than were looked at: the numbers are the
	// least.
	More bool
}

// TemplateUse is how often one source sent a template.
type TemplateUse struct {
	Source MessageSource
	Key    KeyID // of the API key; 0 when none
	Count  int
	LastAt time.Time
}

// TemplateStore keeps templates.
type TemplateStore interface {
	// SaveTemplate adds it, or replaces the one with its ID, or, when ID is 0, the
	// one of the channel with its name and language.
	SaveTemplate(Template) (TemplateID, error)
	GetTemplate(TemplateID) (Template, error)
	FindTemplate(channel ChannelID, name, language string) (Template, error)
	// ListTemplates gives all of a channel by name and language.
	ListTemplates(ChannelID) ([]Template, error)
	RemoveTemplate(TemplateID) error
	// TemplateUses says who uses a template in a language, or in any when that is "":
	// what waits in the queue, and what was sent since a time, from the latest few
	// thousand messages.
	TemplateUses(channel ChannelID, name, language string, since time.Time) (TemplateUses, error)
	// GetTemplateSync gives the zero value when there was none.
	GetTemplateSync(ChannelID) (TemplateSync, error)
	SetTemplateSync(ChannelID, TemplateSync) error

	SaveTemplateDraft(TemplateDraft) (TemplateDraftID, error) // ID 0 adds
	GetTemplateDraft(TemplateDraftID) (TemplateDraft, error)
	ListTemplateDrafts(ChannelID) ([]TemplateDraft, error) // latest saved first
	RemoveTemplateDraft(TemplateDraftID) error
}
