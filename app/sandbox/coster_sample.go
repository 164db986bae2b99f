package sandbox

import (
	"bytes"
	"image"
	"image/png"
	"time"
)

// CosterValues are the values to type for each case of the sample world of
// Coster. The first group is the good one.
type CosterValues struct {
	AccountID         string `json:"account_id"`
	DivisionID        string `json:"division_id"`
	ConversationToken string `json:"conversation_token"`
	PushToken         string `json:"push_token"`
	// AccountCode is the number of AccountID in E.164.
	AccountCode string `json:"account_code"`
	// SecondDivisionID is another division of AccountID.
	SecondDivisionID string `json:"second_division_id"`

	// Another client's account with its own tokens, all good.
	OtherAccountID         string `json:"other_account_id"`
	OtherDivisionID        string `json:"other_division_id"`
	OtherConversationToken string `json:"other_conversation_token"`
	OtherPushToken         string `json:"other_push_token"`
	OtherAccountCode       string `json:"other_account_code"`

	// Values for the odd cases.
	ExpiredConversationToken string `json:"expired_conversation_token"`
	ExpiredPushToken         string `json:"expired_push_token"`
	UnknownToken             string `json:"unknown_token"` // well-formed, never issued
	UnknownAccountID         string `json:"unknown_account_id"`
	UnknownDivisionID        string `json:"unknown_division_id"`

	// Template is registered for AccountID with two values, CodeTemplate with a
	// code in the body and in the button; UnknownTemplate is not.
	Template         string `json:"template"`
	TemplateLanguage string `json:"template_language"`
	CodeTemplate     string `json:"code_template"`
	UnknownTemplate  string `json:"unknown_template"`

	// Customer is a number to write to; NotOnWhatsApp and NoSession are accepted
	// and fail later, NoSession only for text. All are in E.164.
	Customer      string `json:"customer"`
	NotOnWhatsApp string `json:"not_on_whatsapp"`
	NoSession     string `json:"no_session"`

	// MediaID is a picture from a customer of AccountID.
	MediaID        string `json:"media_id"`
	UnknownMediaID string `json:"unknown_media_id"`
}

// Secrets are all values of the sample that would be secret in real life, for
// tests that search files for them.
func (v CosterValues) Secrets() []string {
	return []string{
		v.ConversationToken, v.PushToken, v.OtherConversationToken, v.OtherPushToken,
		v.ExpiredConversationToken, v.ExpiredPushToken, v.UnknownToken,
	}
}

// SampleCoster gives the values of Coster's sample world of a seed; "" is
// DefaultSeed. Identifiers are the same for all seeds, secrets differ.
func SampleCoster(seed string) CosterValues {
	if seed == "" {
		seed = DefaultSeed
	}
	token := func(name string) string { return deriveOpaque(seed, "coster token "+name, "sandbox", 64) }
	id := func(name string) string { return deriveHexID("coster " + name) }
	return CosterValues{
		AccountID: id("account"), DivisionID: id("division"), SecondDivisionID: id("second division"),
		ConversationToken: token("conversation"), PushToken: token("push"), AccountCode: "+6281155500455",

		OtherAccountID: id("other account"), OtherDivisionID: id("other division"),
		OtherConversationToken: token("other conversation"), OtherPushToken: token("other push"),
		OtherAccountCode: "+6281255504190",

		ExpiredConversationToken: token("expired conversation"), ExpiredPushToken: token("expired push"),
		UnknownToken: token("unknown"), UnknownAccountID: id("unknown account"), UnknownDivisionID: id("unknown division"),

		Template: "payment_received", TemplateLanguage: "id", CodeTemplate: "login_code", UnknownTemplate: "not_registered",
		Customer: "+6281255507001", NotOnWhatsApp: "+6281255507404", NoSession: "+6281255507505",
		MediaID: "880000000000101", UnknownMediaID: "880000000000999",
	}
}

// SampleCosterWorld builds the world that SampleCoster belongs to. Times are
// taken from now.
func SampleCosterWorld(seed string, now time.Time) CosterWorld {
	v := SampleCoster(seed)
	w := CosterWorld{
		Accounts: map[string]CosterAccount{
			v.AccountID: {
				ID: v.AccountID, Title: "Warung Pagi", PhoneNumber: digitsOf(v.AccountCode),
				DivisionIDs: []string{v.DivisionID, v.SecondDivisionID},
			},
			v.OtherAccountID: {
				ID: v.OtherAccountID, Title: "Another client", PhoneNumber: digitsOf(v.OtherAccountCode),
				DivisionIDs: []string{v.OtherDivisionID},
			},
		},
		Tokens: map[string]CosterToken{},
		Media: map[string]CosterMedia{
			v.MediaID: {ID: v.MediaID, AccountID: v.AccountID, ContentType: "image/png", Data: samplePicture()},
		},
		Templates: []CosterTemplate{
			{AccountID: v.AccountID, Name: v.Template, Language: "id", Body: 2, Text: "Halo {{1}}, pembayaran {{2}} sudah kami terima."},
			{AccountID: v.AccountID, Name: v.CodeTemplate, Language: "id", Body: 1, Button: 1, Text: "{{1}} adalah kode verifikasi Anda."},
		},
		NotOnWhatsApp: map[string]bool{digitsOf(v.NotOnWhatsApp): true},
		NoSession:     map[string]bool{digitsOf(v.NoSession): true},
	}
	ended := now.Add(-26 * time.Hour)
	for _, t := range []CosterToken{
		{Value: v.ConversationToken, Kind: CosterConversationToken, AccountID: v.AccountID},
		{Value: v.PushToken, Kind: CosterPushToken, AccountID: v.AccountID},
		{Value: v.OtherConversationToken, Kind: CosterConversationToken, AccountID: v.OtherAccountID},
		{Value: v.OtherPushToken, Kind: CosterPushToken, AccountID: v.OtherAccountID},
		{Value: v.ExpiredConversationToken, Kind: CosterConversationToken, AccountID: v.AccountID, ExpiresAt: ended},
		{Value: v.ExpiredPushToken, Kind: CosterPushToken, AccountID: v.AccountID, ExpiresAt: ended},
	} {
		w.Tokens[t.Value] = t
	}
	return w
}

// samplePicture is a picture of one pixel.
func samplePicture() []byte {
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 1, 1))); err != nil {
		panic("the sandbox's picture: " + err.Error())
	}
	return b.Bytes()
}
