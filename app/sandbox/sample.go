package sandbox

import "time"

// Fixed identifiers of the sample world. They are the same for every seed.
const (
	sampleBusinessID  = "506100000000001"
	sampleAppID       = "634900000000101"
	otherAppID        = "634900000000102"
	strictAppID       = "634900000000103"
	sampleWABAID      = "102200000000201"
	otherWABAID       = "102200000000202"
	blockedWABAID     = "102200000000203"
	manyWABAID        = "102200000000204"
	unassignedWABAID  = "102200000000205"
	sampleNumberID    = "106500000000301"
	secondNumberID    = "106500000000302"
	otherNumberID     = "106500000000303"
	bannedNumberID    = "106500000000304"
	unregisteredID    = "106500000000305"
	limitedNumberID   = "106500000000306"
	blockedNumberID   = "106500000000307"
	unassignedID      = "106500000000308"
	manyNumberIDStart = 106500000000400
	missingNumberID   = "106500000000999"
	testNumberID      = "106500000000309"
)

// ManyNumbers is how many numbers the WABA with several pages has: more than
// one page of the usual 25, and more than one of 100.
const ManyNumbers = 130

// SampleValues are the values to type for each case of the sample world. The
// first group is the good one.
type SampleValues struct {
	AppID         string `json:"app_id"`
	AppSecret     string `json:"app_secret"`
	Token         string `json:"access_token"`
	BusinessID    string `json:"business_id"`
	WABAID        string `json:"waba_id"`
	PhoneNumberID string `json:"phone_number_id"`
	// AccountCode is the number of PhoneNumberID in E.164.
	AccountCode string `json:"account_code"`
	// SecondPhoneNumberID is the other number of the same WABA, for a picker.
	SecondPhoneNumberID string `json:"second_phone_number_id"`
	SecondAccountCode   string `json:"second_account_code"`

	// Tokens for the odd cases. All but OtherAppToken and ProofToken are of AppID.
	ExpiredToken      string `json:"expired_token"`
	InvalidatedToken  string `json:"invalidated_token"`   // password changed
	NoMessagingToken  string `json:"no_messaging_token"`  // lacks whatsapp_business_messaging
	NoManagementToken string `json:"no_management_token"` // lacks whatsapp_business_management
	UserToken         string `json:"user_token"`          // a person's, ends in two hours
	ExpiringToken     string `json:"expiring_token"`      // a system user's, ends in ten days
	UnassignedToken   string `json:"unassigned_token"`    // its system user lacks WABAID
	NarrowToken       string `json:"narrow_token"`        // its target ids leave WABAID out
	PlainToken        string `json:"plain_token"`         // debug_token tells no target ids
	OtherAppToken     string `json:"other_app_token"`     // good, but of OtherAppID
	ProofToken        string `json:"proof_token"`         // good, of ProofAppID
	UnknownToken      string `json:"unknown_token"`       // well-formed, never issued
	OtherAppID        string `json:"other_app_id"`
	OtherAppSecret    string `json:"other_app_secret"`
	ProofAppID        string `json:"proof_app_id"` // requires appsecret_proof
	ProofAppSecret    string `json:"proof_app_secret"`
	WrongAppSecret    string `json:"wrong_app_secret"`

	// Accounts and numbers for the odd cases. Token sees all but UnassignedWABAID.
	OtherWABAID               string `json:"other_waba_id"`
	OtherPhoneNumberID        string `json:"other_phone_number_id"`        // of OtherWABAID
	BannedPhoneNumberID       string `json:"banned_phone_number_id"`       // of OtherWABAID
	UnregisteredPhoneNumberID string `json:"unregistered_phone_number_id"` // of OtherWABAID
	LimitedPhoneNumberID      string `json:"limited_phone_number_id"`      // of OtherWABAID
	BlockedWABAID             string `json:"blocked_waba_id"`              // payment trouble
	BlockedPhoneNumberID      string `json:"blocked_phone_number_id"`      // of BlockedWABAID
	ManyNumbersWABAID         string `json:"many_numbers_waba_id"`
	LastOfManyPhoneNumberID   string `json:"last_of_many_phone_number_id"`
	UnassignedWABAID          string `json:"unassigned_waba_id"`
	UnassignedPhoneNumberID   string `json:"unassigned_phone_number_id"`
	MissingPhoneNumberID      string `json:"missing_phone_number_id"` // does not exist
	TestPhoneNumberID         string `json:"test_phone_number_id"`    // of OtherWABAID, writes to Customer only

	// Template is approved in TemplateLanguage and takes two values.
	Template         string `json:"template"`
	TemplateLanguage string `json:"template_language"`

	// Customer is a number to write to; the others are accepted and fail later.
	// All are in E.164.
	Customer      string `json:"customer"`
	NotOnWhatsApp string `json:"not_on_whatsapp"`
	HeldBack      string `json:"held_back"` // 131049
	NoState       string `json:"no_state"`  // no state ever comes
}

// Secrets are all values of the sample that would be secret in real life, for
// tests that search files for them.
func (s SampleValues) Secrets() []string {
	return []string{
		s.AppSecret, s.Token, s.ExpiredToken, s.InvalidatedToken, s.NoMessagingToken,
		s.NoManagementToken, s.UserToken, s.ExpiringToken, s.UnassignedToken, s.NarrowToken,
		s.PlainToken, s.OtherAppToken, s.ProofToken, s.UnknownToken, s.OtherAppSecret,
		s.ProofAppSecret, s.WrongAppSecret,
	}
}

// Sample gives the values of the sample world of a seed; "" is DefaultSeed.
// Identifiers are the same for all seeds, secrets differ.
func Sample(seed string) SampleValues {
	if seed == "" {
		seed = DefaultSeed
	}
	token := func(name string) string { return deriveToken(seed, name) }
	secret := func(name string) string { return deriveAppSecret(seed, name) }
	return SampleValues{
		AppID: sampleAppID, AppSecret: secret("app"), Token: token("good"),
		BusinessID: sampleBusinessID, WABAID: sampleWABAID,
		PhoneNumberID: sampleNumberID, AccountCode: "+6281155500188",
		SecondPhoneNumberID: secondNumberID, SecondAccountCode: "+6281155500277",

		ExpiredToken: token("expired"), InvalidatedToken: token("invalidated"),
		NoMessagingToken: token("no messaging"), NoManagementToken: token("no management"),
		UserToken: token("user"), ExpiringToken: token("expiring"),
		UnassignedToken: token("unassigned"), NarrowToken: token("narrow"), PlainToken: token("plain"),
		OtherAppToken: token("other app"), ProofToken: token("proof"), UnknownToken: token("unknown"),
		OtherAppID: otherAppID, OtherAppSecret: secret("other app"),
		ProofAppID: strictAppID, ProofAppSecret: secret("proof app"), WrongAppSecret: secret("wrong"),

		OtherWABAID: otherWABAID, OtherPhoneNumberID: otherNumberID,
		BannedPhoneNumberID: bannedNumberID, UnregisteredPhoneNumberID: unregisteredID,
		LimitedPhoneNumberID: limitedNumberID,
		BlockedWABAID:        blockedWABAID, BlockedPhoneNumberID: blockedNumberID,
		ManyNumbersWABAID: manyWABAID, LastOfManyPhoneNumberID: manyNumberID(ManyNumbers - 1),
		UnassignedWABAID: unassignedWABAID, UnassignedPhoneNumberID: unassignedID,
		MissingPhoneNumberID: missingNumberID, TestPhoneNumberID: testNumberID,

		Template: "order_ready", TemplateLanguage: "id",
		Customer: "+6281255507001", NotOnWhatsApp: "+6281255507404", HeldBack: "+6281255507409", NoState: "+6281255507408",
	}
}

// SampleWorld builds the world that the sample values belong to. Times are
// taken from now, so that a token "ends in ten days" whenever it is started.
func SampleWorld(seed string, now time.Time) World {
	v := Sample(seed)
	w := World{
		Businesses: map[string]Business{v.BusinessID: {ID: v.BusinessID, Name: "Nusantara Group"}},
		Apps:       map[string]App{},
		WABAs:      map[string]WABA{},
		Numbers:    map[string]Number{},
		Tokens:     map[string]Token{},
	}
	for _, a := range []App{
		{ID: v.AppID, Name: "Nusantara Assistant", Secret: v.AppSecret},
		{ID: v.OtherAppID, Name: "Kopi Langit Orders", Secret: v.OtherAppSecret},
		{ID: v.ProofAppID, Name: "Strict App", Secret: v.ProofAppSecret, RequireProof: true},
	} {
		w.Apps[a.ID] = a
	}
	w.Fates = map[string]Fate{
		digitsOf(v.NotOnWhatsApp): {Code: 131026}, digitsOf(v.HeldBack): {Code: 131049}, digitsOf(v.NoState): {Lost: true},
	}
	w.Limits = MetaLimits{PerSecond: 80, HighPerSecond: 1000, PairBurst: 45, PairEvery: 6 * time.Second}
	w.Templates = sampleMetaTemplates(v, now)
	addSampleAccounts(w, v)
	addSampleTokens(w, v, now)
	return w
}
