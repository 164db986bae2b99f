package sandbox

// ManyIntegrations is how many more WhatsApp channels the sample organisation of
// Qontak has beside the named ones: more than one page of 100.
const ManyIntegrations = 120

// QontakValues are the values to type for each case of the sample world of
// Qontak. The first group is the good one.
type QontakValues struct {
	// Token does everything, for the addresses that take a bearer token.
	Token string `json:"access_token"`
	// HMACClientID and HMACClientSecret are for the address that takes HMAC.
	HMACClientID         string `json:"hmac_client_id"`
	HMACClientSecret     string `json:"hmac_client_secret"`
	OrganisationID       string `json:"organization_id"`
	ChannelIntegrationID string `json:"channel_integration_id"`
	// AccountCode is the number of ChannelIntegrationID in E.164.
	AccountCode string `json:"account_code"`
	AccountName string `json:"account_name"`
	// The second channel is of the same organisation, for a picker.
	SecondChannelIntegrationID string `json:"second_channel_integration_id"`
	SecondAccountCode          string `json:"second_account_code"`

	// Tokens for the odd cases.
	UserToken    string `json:"user_token"`    // registers no address
	BotToken     string `json:"bot_token"`     // no templates, no broadcasts
	ExpiredToken string `json:"expired_token"` // ended yesterday
	RevokedToken string `json:"revoked_token"` // taken back
	OtherToken   string `json:"other_token"`   // good, of OtherOrganisationID
	UnknownToken string `json:"unknown_token"` // well-formed, never issued

	// HMAC pairs for the odd cases.
	WrongHMACSecret      string `json:"wrong_hmac_secret"` // not that of HMACClientID
	UnknownHMACClientID  string `json:"unknown_hmac_client_id"`
	OtherHMACClientID    string `json:"other_hmac_client_id"` // good, of OtherOrganisationID
	OtherHMACSecret      string `json:"other_hmac_client_secret"`
	ScopelessHMACID      string `json:"scopeless_hmac_client_id"` // lacks qontak-chat:all
	ScopelessHMACSecret  string `json:"scopeless_hmac_client_secret"`
	OtherOrganisationID  string `json:"other_organization_id"`
	ForeignIntegrationID string `json:"foreign_channel_integration_id"` // of OtherOrganisationID
	ForeignAccountCode   string `json:"foreign_account_code"`

	// Channels for the odd cases, all of OrganisationID.
	InactiveIntegrationID string `json:"inactive_channel_integration_id"`
	InactiveAccountCode   string `json:"inactive_account_code"`
	BareIntegrationID     string `json:"bare_channel_integration_id"` // settings come empty
	OldIntegrationID      string `json:"old_channel_integration_id"`  // target_channel wa
	OldAccountCode        string `json:"old_account_code"`
	LastIntegrationID     string `json:"last_channel_integration_id"` // on the last page
	LastAccountCode       string `json:"last_account_code"`
	MissingIntegrationID  string `json:"missing_channel_integration_id"` // does not exist

	// Templates of OrganisationID.
	Template           string `json:"template"` // approved, Indonesian, two values
	TemplateID         string `json:"template_id"`
	TemplateLanguage   string `json:"template_language"`
	DocumentTemplateID string `json:"document_template_id"` // with a document and a link
	CodeTemplateID     string `json:"code_template_id"`     // authentication
	PendingTemplateID  string `json:"pending_template_id"`
	RejectedTemplateID string `json:"rejected_template_id"`
	ForeignTemplateID  string `json:"foreign_template_id"` // of OtherOrganisationID

	// Customer is a number to write to, NotOnWhatsApp one that is accepted and
	// fails later. Both are in E.164.
	Customer      string `json:"customer"`
	NotOnWhatsApp string `json:"not_on_whatsapp"`

	// oldAuthorization is the credential in the settings of OldIntegrationID.
	oldAuthorization string
}

// Secrets are all values of the sample that would be secret in real life, for
// tests that search files for them.
func (v QontakValues) Secrets() []string {
	return []string{
		v.Token, v.HMACClientSecret, v.UserToken, v.BotToken, v.ExpiredToken, v.RevokedToken, v.OtherToken,
		v.UnknownToken, v.WrongHMACSecret, v.OtherHMACSecret, v.ScopelessHMACSecret, v.oldAuthorization,
	}
}

// SampleQontak gives the values of Qontak's sample world of a seed; "" is
// DefaultSeed. Identifiers are the same for all seeds, secrets differ.
func SampleQontak(seed string) QontakValues {
	if seed == "" {
		seed = DefaultSeed
	}
	token := func(name string) string { return deriveOpaque(seed, "qontak token "+name, "sandbox", 43) }
	secret := func(name string) string { return deriveOpaque(seed, "qontak hmac "+name, "sandbox", 32) }
	id := func(name string) string { return deriveUUID("qontak " + name) }
	client := func(name string) string { return deriveOpaque("", "qontak client "+name, "sandbox", 16) }
	return QontakValues{
		Token: token("good"), HMACClientID: client("good"), HMACClientSecret: secret("good"),
		OrganisationID: id("organisation"), ChannelIntegrationID: id("channel"),
		AccountCode: "+6281155500311", AccountName: "Rumah Teduh",
		SecondChannelIntegrationID: id("second channel"), SecondAccountCode: "+6281155500322",

		UserToken: token("user"), BotToken: token("bot"), ExpiredToken: token("expired"),
		RevokedToken: token("revoked"), OtherToken: token("other"), UnknownToken: token("unknown"),

		WrongHMACSecret: secret("wrong"), UnknownHMACClientID: client("unknown"),
		OtherHMACClientID: client("other"), OtherHMACSecret: secret("other"),
		ScopelessHMACID: client("scopeless"), ScopelessHMACSecret: secret("scopeless"),
		OtherOrganisationID: id("other organisation"), ForeignIntegrationID: id("foreign channel"),
		ForeignAccountCode: "+6281255501761",

		InactiveIntegrationID: id("inactive channel"), InactiveAccountCode: "+6281355502209",
		BareIntegrationID: id("bare channel"),
		OldIntegrationID:  id("old channel"), OldAccountCode: "+6281355503140",
		LastIntegrationID: manyIntegrationID(ManyIntegrations - 1),
		LastAccountCode:   "+" + manyIntegrationNumber(ManyIntegrations-1), MissingIntegrationID: id("missing channel"),

		Template: "order_ready", TemplateID: id("template order_ready"), TemplateLanguage: "id",
		DocumentTemplateID: id("template invoice_document"), CodeTemplateID: id("template login_code"),
		PendingTemplateID: id("template weekend_offer"), RejectedTemplateID: id("template cash_prize"),
		ForeignTemplateID: id("template foreign"),
		Customer:          "+6281255507001", NotOnWhatsApp: "+6281255507404",
		oldAuthorization: "Basic " + deriveOpaque(seed, "qontak old", "sandbox", 40),
	}
}
