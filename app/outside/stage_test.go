package outside_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"io"
	"log/slog"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/app/access"
	"channeldesk/app/channel"
	"channeldesk/app/inbox"
	"channeldesk/app/outside"
	"channeldesk/app/protocol"
	"channeldesk/app/protocol/coster"
	"channeldesk/app/protocol/metacloud"
	"channeldesk/app/protocol/qontak"
	"channeldesk/storage"
	"channeldesk/storage/secret"
	"channeldesk/storage/storagetest"
)

const (
	host      = "wa.nusantara.test"
	appSecret = "0123456789abcdef0123456789abcdef"
)

func ptr[T any](v T) *T { return &v }

// stage is a workspace with its inbox, and a server on the internet.
type stage struct {
	t        *testing.T
	ctx      context.Context
	db       *storage.DB
	bus      *app.Bus
	guard    *access.Service
	channels *channel.Service
	inbox    *inbox.Service
	signs    *signs
	agent    app.Agent
	params   outside.Params
	authority
}

type signs struct {
	mu sync.Mutex
	n  int
}

func (s *signs) SawWebhook(context.Context, app.ChannelID, time.Time) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.n++
	return nil
}

func newStage(t *testing.T) *stage {
	t.Helper()
	db := storagetest.New(t)
	s := &stage{t: t, db: db, bus: &app.Bus{}, signs: &signs{}, authority: newAuthority(t)}
	s.guard = access.New(db, app.SystemClock, s.bus)
	log := slog.New(slog.DiscardHandler)
	protocols := protocol.NewRegistry(metacloud.New(metacloud.Options{Clock: app.SystemClock}), qontak.New(qontak.Options{Clock: app.SystemClock}),
		coster.New(coster.Options{Clock: app.SystemClock}))
	s.channels = channel.New(channel.Params{
		Store: db, Guard: s.guard, Bus: s.bus, Clock: app.SystemClock, Log: log, Protocols: protocols,
		Secrets: secret.NewRouter(map[app.SecretStoreKind]secret.Place{app.SecretsInMemory: secret.NewMemory()}, app.SecretsInMemory, nil),
	})
	owner, err := s.guard.EnsureOwner(context.Background(), "Sari")
	require.NoError(t, err)
	s.ctx = app.WithMember(context.Background(), owner)
	s.inbox = inbox.New(inbox.Params{
		Store: db, Protocols: protocols, Guard: s.guard, Bus: s.bus, Clock: app.SystemClock, Log: log, Handoff: s.signs,
		Channels: inbox.ChannelsFunc(func(ctx context.Context, path, key string) (inbox.Live, error) {
			l, err := s.channels.LiveByKey(ctx, path, key)
			return inbox.Live(l), err
		}),
	})
	t.Cleanup(s.inbox.Wait)
	s.params = outside.Params{
		Store: db, Guard: s.guard, Clock: app.SystemClock, Log: log, Roots: s.roots, StepLimit: 5 * time.Second,
		Channels: outside.ChannelsFunc(func(ctx context.Context, id app.ChannelID) (outside.Live, error) {
			l, err := s.channels.LiveByID(ctx, id)
			return outside.Live(l), err
		}),
		Resolve: func(context.Context, string) ([]net.IPAddr, error) {
			return []net.IPAddr{{IP: net.IPv4(203, 0, 113, 5)}}, nil
		},
	}
	return s
}

// uses makes the agent with a channel of a protocol.
func (s *stage) uses(id app.ProtocolID) *stage {
	s.t.Helper()
	e := channel.Edits{Protocol: &id, AccountCode: ptr("+6281155500188")}
	if id == "meta_cloud" {
		e.Fields = map[string]string{"waba_id": "118204417730915", "phone_number_id": "104729385561027", "app_id": "731940286650112"}
		e.Secrets = map[string]app.Secret{"access_token": app.NewSecret("EAAG-token-0123456789-abcdef"), "app_secret": app.NewSecret(appSecret)}
	}
	a, err := s.channels.CreateAgent(s.ctx, channel.NewAgent{Name: "Nusantara Bank"})
	require.NoError(s.t, err)
	require.NoError(s.t, s.channels.Save(s.ctx, a.ID, app.Published, e, ""))
	s.agent = a
	s.address("https://" + host)
	return s
}

// address sets the gateway's public address.
func (s *stage) address(a string) {
	s.t.Helper()
	require.NoError(s.t, s.db.Update(s.ctx, func(tx app.Tx) error { return tx.SetSetting(app.SettingPublicAddress, a) }))
}

// serves puts a server behind the name.
func (s *stage) serves(h http.Handler, chain tls.Certificate) {
	srv := httptest.NewUnstartedServer(h)
	srv.TLS = &tls.Config{Certificates: []tls.Certificate{chain}}
	srv.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, 0)
	srv.StartTLS()
	s.t.Cleanup(srv.Close)
	s.leadsTo(srv.Listener.Addr().String())
}

// leadsTo lets every connection go to an address.
func (s *stage) leadsTo(address string) {
	s.params.Dial = func(ctx context.Context, network, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, network, address)
	}
}

// check runs the check and gives its report.
func (s *stage) check() outside.Report {
	s.t.Helper()
	r, err := outside.New(s.params).Check(s.ctx, s.agent.ID, app.Published, nil)
	require.NoError(s.t, err)
	require.NotEmpty(s.t, r.Note.String())
	return r
}

// nothingKept looks that no trace of the check stays.
func (s *stage) nothingKept() {
	s.t.Helper()
	s.inbox.Wait()
	require.NoError(s.t, s.db.View(s.ctx, func(tx app.Tx) error {
		all, err := tx.ListArrivals(0, 0, 10)
		require.Empty(s.t, all)
		return err
	}))
	require.Zero(s.t, s.signs.n, "no sign of life")
}

// gateway answers as our own does, with the real inbox.
func (s *stage) gateway() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		parts := strings.Split(strings.TrimPrefix(r.URL.Path, "/hooks/"), "/")
		h := inbox.Hook{HookPath: parts[0], Key: parts[1], Query: r.URL.Query(), Header: r.Header.Get}
		if len(parts) > 2 {
			h.Secret = parts[2]
		}
		var a inbox.Answer
		switch {
		case r.Method == http.MethodGet && r.URL.RawQuery == "":
			_, _ = io.WriteString(w, "This is a webhook address of Channel Desk.\n")
			return
		case r.Method == http.MethodGet:
			a = s.inbox.Handshake(r.Context(), h)
		default:
			h.Body, _ = io.ReadAll(r.Body)
			a = s.inbox.Take(r.Context(), h)
		}
		w.WriteHeader(a.Status)
		_, _ = io.WriteString(w, a.Body)
	})
}

// authority issues certificates.
type authority struct {
	t     *testing.T
	key   *ecdsa.PrivateKey
	cert  *x509.Certificate
	roots *x509.CertPool
}

func newAuthority(t *testing.T) authority {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	form := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "Test authority"}, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(1000 * time.Hour),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign,
	}
	raw, err := x509.CreateCertificate(rand.Reader, form, form, &key.PublicKey, key)
	require.NoError(t, err)
	cert, err := x509.ParseCertificate(raw)
	require.NoError(t, err)
	roots := x509.NewCertPool()
	roots.AddCert(cert)
	return authority{t: t, key: key, cert: cert, roots: roots}
}

// issue makes a certificate for a name that lasts from now on, or ended already.
func (a authority) issue(name string, lasts time.Duration) tls.Certificate {
	return a.issueBy(a.cert, a.key, name, lasts)
}

func (a authority) issueBy(by *x509.Certificate, with *ecdsa.PrivateKey, name string, lasts time.Duration) tls.Certificate {
	a.t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(a.t, err)
	now := time.Now()
	form := &x509.Certificate{
		SerialNumber: big.NewInt(2), Subject: pkix.Name{CommonName: name}, DNSNames: []string{name},
		NotBefore: now.Add(-200 * 24 * time.Hour), NotAfter: now.Add(lasts), KeyUsage: x509.KeyUsageDigitalSignature,
	}
	if by == nil {
		by, with = form, key
	}
	raw, err := x509.CreateCertificate(rand.Reader, form, by, &key.PublicKey, with)
	require.NoError(a.t, err)
	return tls.Certificate{Certificate: [][]byte{raw}, PrivateKey: key}
}
