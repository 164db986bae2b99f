package sandbox

import (
	"embed"
	"io/fs"
	"net/http"
)

//go:embed phone/phone.html phone/phone.css phone/phone.js
var phoneFiles embed.FS

// PhoneURL is the address of the page with the customers' phones.
func (s *Sandbox) PhoneURL() string { return s.url + "/phone" }

// phonePolicy lets the page load its own files and nothing else.
const phonePolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// phonePage serves the page and its files.
func phonePage() http.Handler {
	files, err := fs.Sub(phoneFiles, "phone")
	if err != nil {
		panic("the sandbox's page: " + err.Error())
	}
	server := http.StripPrefix("/phone/", http.FileServerFS(files))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", phonePolicy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cache-Control", "no-store")
		if r.URL.Path == "/phone" || r.URL.Path == "/phone/" {
			http.ServeFileFS(w, r, files, "phone.html")
			return
		}
		server.ServeHTTP(w, r)
	})
}

// phoneAccount is a business that a customer can write to.
type phoneAccount struct {
	Provider string `json:"provider"`
	Account  string `json:"account"`
	Name     string `json:"name"`
	Number   string `json:"number"`
}

// phoneAccounts lists some of them: those of the sample worlds that are good.
func (s *Sandbox) phoneAccounts() []phoneAccount {
	meta, qontak, coster := s.Sample(), s.SampleQontak(), s.SampleCoster()
	out := []phoneAccount{}
	for _, l := range []Line{
		{Provider: providerMeta, Account: meta.PhoneNumberID}, {Provider: providerMeta, Account: meta.SecondPhoneNumberID},
		{Provider: providerMeta, Account: meta.OtherPhoneNumberID},
		{Provider: providerQontak, Account: qontak.ChannelIntegrationID}, {Provider: providerQontak, Account: qontak.SecondChannelIntegrationID},
		{Provider: providerCoster, Account: coster.AccountID}, {Provider: providerCoster, Account: coster.OtherAccountID},
	} {
		l, b, err := s.Phone.complete(l)
		if err != nil {
			continue
		}
		if name, number, ok := b.account(l.Account); ok {
			out = append(out, phoneAccount{l.Provider, l.Account, name, number})
		}
	}
	return out
}

// samplePeople puts some customers on the phones, who have not written yet.
func (s *Sandbox) samplePeople() {
	for _, a := range s.phoneAccounts() {
		for i, customer := range []string{s.Sample().Customer, "+6281255507002", "+6281255507003"} {
			if i > 0 && a.Account != s.Sample().PhoneNumberID {
				break
			}
			s.Phone.mu.Lock()
			b := s.Phone.businesses[a.Provider]
			s.Phone.open(Line{Provider: a.Provider, Account: a.Account, Customer: digitsOf(customer), Name: sampleNames[i]}, b)
			s.Phone.mu.Unlock()
		}
	}
}
