package outside_test

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/app/outside"
)

const long = 90 * 24 * time.Hour

func TestEverythingInOrder(t *testing.T) {
	for _, id := range []app.ProtocolID{"meta_cloud", "qontak", "coster"} {
		t.Run(string(id), func(t *testing.T) {
			s := newStage(t).uses(id)
			s.serves(s.gateway(), s.issue(host, long))
			var told []string
			r, err := outside.New(s.params).Check(s.ctx, s.agent.ID, app.Published, func(st outside.Step) {
				told = append(told, st.ID+" "+string(st.State))
				assert.NotEmpty(t, st.Title.String())
			})
			require.NoError(t, err)
			assert.True(t, r.OK())
			assert.Equal(t, host, r.Host)
			assert.NotEmpty(t, r.Next.String())
			want := app.StepSkipped
			if id == "meta_cloud" {
				want = app.StepPassed
			}
			for _, st := range r.Steps {
				if st.ID == outside.StepHandshake {
					assert.Equal(t, want, st.State)
					continue
				}
				assert.Equal(t, app.StepPassed, st.State, "%s: %s", st.ID, st.Detail)
				assert.Equal(t, outside.Nobody, st.Actor)
			}
			assert.Len(t, told, 10)
			assert.Equal(t, []string{"name running", "name passed"}, told[:2])
			s.nothingKept()
		})
	}
}

// fault is one thing that is wrong with how an address is served.
type fault struct {
	name  string
	set   func(s *stage)
	step  string
	state app.StepState
	actor outside.Actor
	says  string
}

func page(status int, text string, header ...string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		for i := 0; i+1 < len(header); i += 2 {
			w.Header().Set(header[i], header[i+1])
		}
		w.WriteHeader(status)
		_, _ = io.WriteString(w, text)
	})
}

// change puts something in front of the gateway.
func change(s *stage, fn func(w http.ResponseWriter, r *http.Request, next http.Handler)) http.Handler {
	next := s.gateway()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { fn(w, r, next) })
}

func served(h func(s *stage) http.Handler) func(*stage) {
	return func(s *stage) { s.serves(h(s), s.issue(host, long)) }
}

func fixed(h http.Handler) func(*stage) { return served(func(*stage) http.Handler { return h }) }

func problem(code string) http.Handler {
	return page(404, `{"type":"/docs#`+code+`","code":"`+code+`","status":404}`, "Content-Type", "application/problem+json")
}

func TestFaultsOfTheWay(t *testing.T) {
	run(t, []fault{
		{"no such name", func(s *stage) {
			s.params.Resolve = func(context.Context, string) ([]net.IPAddr, error) { return nil, &net.DNSError{IsNotFound: true} }
		}, outside.StepName, app.StepFailed, outside.Server, "Nobody knows the name " + host},
		{"no addresses", func(s *stage) {
			s.params.Resolve = func(context.Context, string) ([]net.IPAddr, error) { return nil, nil }
		}, outside.StepName, app.StepFailed, outside.Server, "Nobody knows"},
		{"nobody to ask", func(s *stage) {
			s.params.Resolve = func(context.Context, string) ([]net.IPAddr, error) {
				return nil, &net.DNSError{Err: "server misbehaving", IsTemporary: true}
			}
		}, outside.StepName, app.StepUnknown, outside.You, "could not ask"},
		{"a name of the office", func(s *stage) {
			s.params.Resolve = func(context.Context, string) ([]net.IPAddr, error) {
				return []net.IPAddr{{IP: net.IPv4(192, 168, 1, 4)}}, nil
			}
			s.serves(s.gateway(), s.issue(host, long))
		}, outside.StepName, app.StepUnknown, outside.Server, "only this network knows"},
		{"an inner number", func(s *stage) { s.address("https://10.0.0.7") }, outside.StepName, app.StepFailed, outside.You, "inside a network"},
		{"no address", func(s *stage) { s.address("") }, outside.StepName, app.StepFailed, outside.You, "no public address"},
		{"the sandbox's address", func(s *stage) { s.address(app.SandboxPublicAddress) }, outside.StepName, app.StepFailed, outside.You, "leads nowhere"},
		{"plain http", func(s *stage) { s.address("http://" + host) }, outside.StepCertificate, app.StepFailed, outside.You, "begins with http"},
		{"not https at all", func(s *stage) {
			srv := httptest.NewServer(s.gateway())
			s.t.Cleanup(srv.Close)
			s.leadsTo(srv.Listener.Addr().String())
		}, outside.StepCertificate, app.StepFailed, outside.Server, "does not speak https"},
		{"nothing listens", func(s *stage) {
			l, err := net.Listen("tcp", "127.0.0.1:0")
			require.NoError(s.t, err)
			require.NoError(s.t, l.Close())
			s.leadsTo(l.Addr().String())
		}, outside.StepReach, app.StepFailed, outside.Server, "nothing listens"},
		{"no way", func(s *stage) {
			s.params.StepLimit = 50 * time.Millisecond
			s.params.Dial = func(ctx context.Context, _, _ string) (net.Conn, error) {
				<-ctx.Done()
				return nil, ctx.Err()
			}
		}, outside.StepReach, app.StepFailed, outside.Server, "Nothing answered"},
	})
}

func TestFaultsOfTheCertificate(t *testing.T) {
	with := func(issue func(s *stage) tls.Certificate) func(*stage) {
		return func(s *stage) { s.serves(s.gateway(), issue(s)) }
	}
	run(t, []fault{
		{"wrong name", with(func(s *stage) tls.Certificate { return s.issue("other.test", long) }),
			outside.StepCertificate, app.StepFailed, outside.Server, "for other.test and not for " + host},
		{"ended", with(func(s *stage) tls.Certificate { return s.issue(host, -time.Hour) }),
			outside.StepCertificate, app.StepFailed, outside.Server, "ended on"},
		{"ends soon", with(func(s *stage) tls.Certificate { return s.issue(host, 5*24*time.Hour) }),
			outside.StepCertificate, app.StepPassed, outside.Server, "in 5 days"},
		{"own making", with(func(s *stage) tls.Certificate { return s.issueBy(nil, nil, host, long) }),
			outside.StepCertificate, app.StepFailed, outside.Server, "itself"},
		{"unknown maker", with(func(s *stage) tls.Certificate { return newAuthority(s.t).issue(host, long) }),
			outside.StepCertificate, app.StepFailed, outside.Server, "whole chain"},
	})
}

func TestWhoAnswersInstead(t *testing.T) {
	run(t, []fault{
		{"another page", fixed(page(200, "<html><title>Welcome to\n nginx!</title>")), outside.StepReach, app.StepFailed, outside.Server, "“Welcome to nginx!”"},
		{"a plain stranger", fixed(page(404, "not here")), outside.StepReach, app.StepFailed, outside.Server, "Something else"},
		{"passed on", fixed(page(301, "", "Location", "https://www.other.test/hooks")), outside.StepReach, app.StepFailed, outside.Server, "on to www.other.test"},
		{"passed on within", fixed(page(308, "", "Location", "/hooks/")), outside.StepReach, app.StepFailed, outside.Server, "another path"},
		{"sign in", fixed(page(302, "", "Location", "https://team.cloudflareaccess.com/cdn-cgi/access/login")), outside.StepReach, app.StepFailed, outside.Server, "sign in"},
		{"ngrok's warning", fixed(page(200, "<html>cdn.ngrok.com ERR_NGROK_6024")), outside.StepReach, app.StepFailed, outside.Server, "ngrok puts its own warning page"},
		{"ngrok is off", fixed(page(404, "offline", "Ngrok-Error-Code", "ERR_NGROK_3200")), outside.StepReach, app.StepFailed, outside.Server, "not connected"},
		{"cloudflare tunnel is off", fixed(page(530, "error code: 1033")), outside.StepReach, app.StepFailed, outside.Server, "The tunnel of Cloudflare"},
		{"robots", fixed(page(403, "", "Cf-Mitigated", "challenge")), outside.StepReach, app.StepFailed, outside.Server, "robots"},
		{"a password", fixed(page(401, "")), outside.StepReach, app.StepFailed, outside.Server, "password"},
		{"refused", fixed(page(403, "")), outside.StepReach, app.StepFailed, outside.Server, "refuses"},
		{"no gateway behind", fixed(page(502, "Bad Gateway")), outside.StepReach, app.StepFailed, outside.Server, "does not find the gateway"},
		{"another host", fixed(problem("wrong_host")), outside.StepReach, app.StepFailed, outside.Server, "another name"},
		{"another path", fixed(problem("no_such_path")), outside.StepReach, app.StepFailed, outside.Server, "changes the path"},
		{"no answer", func(s *stage) {
			s.params.StepLimit = 300 * time.Millisecond
			s.serves(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }), s.issue(host, long))
		}, outside.StepReach, app.StepFailed, outside.Server, "Nothing answered"},
		{"breaks off", fixed(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) })),
			outside.StepReach, app.StepFailed, outside.Server, "broke off"},
	})
}

func TestFaultsOfTheGateway(t *testing.T) {
	on := func(match func(*http.Request) bool, do http.Handler) func(*stage) {
		return served(func(s *stage) http.Handler {
			return change(s, func(w http.ResponseWriter, r *http.Request, next http.Handler) {
				if match(r) {
					do.ServeHTTP(w, r)
					return
				}
				next.ServeHTTP(w, r)
			})
		})
	}
	asks := func(r *http.Request) bool { return r.URL.RawQuery != "" }
	posts := func(r *http.Request) bool { return r.Method == http.MethodPost }
	unsigned := func(r *http.Request) bool { return posts(r) && r.Header.Get("X-Hub-Signature-256") == "" }
	echo := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.WriteString(w, r.URL.Query().Get("hub.challenge"))
	})
	quoted := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.WriteString(w, `"`+r.URL.Query().Get("hub.challenge")+`"`)
	})
	run(t, []fault{
		{"any secret is answered", on(asks, echo), outside.StepHandshake, app.StepFailed, outside.Server, "anybody could claim"},
		{"not bare", on(asks, quoted), outside.StepHandshake, app.StepFailed, outside.Server, "something was added"},
		{"query lost", on(asks, page(200, "This is a webhook address of Channel Desk.\n")), outside.StepHandshake, app.StepFailed, outside.Server, "question mark"},
		{"another secret", on(asks, page(403, "The verify token is not valid.\n")), outside.StepHandshake, app.StepFailed, outside.Server, "another secret"},
		{"unknown channel", on(asks, page(404, "There is no channel at this address.\n")), outside.StepHandshake, app.StepFailed, outside.Server, "does not know this channel"},
		{"secrets locked", on(asks, page(503, "")), outside.StepHandshake, app.StepFailed, outside.Server, "cannot serve"},
		{"signature refused", on(posts, page(401, "")), outside.StepSignature, app.StepFailed, outside.Server, "another App Secret"},
		{"taken by another", on(posts, page(200, "OK")), outside.StepSignature, app.StepFailed, outside.Server, "lacks the proof"},
		{"nothing can be sent", on(posts, page(405, "")), outside.StepSignature, app.StepFailed, outside.Server, "let POST"},
		{"post passed on", on(posts, page(307, "", "Location", "https://x.test/")), outside.StepSignature, app.StepFailed, outside.Server, "x.test"},
		{"unsigned is taken", on(unsigned, page(200, "OK")), outside.StepSignature, app.StepFailed, outside.Server, "without proof"},
		{"clocks", on(posts, page(403, "The self-test is not of this time: compare the clocks.\n")), outside.StepSignature, app.StepFailed, outside.You, "clocks"},
		{"breaks off", on(posts, http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) })),
			outside.StepSignature, app.StepUnknown, outside.Server, "in the middle"},
	})
}

func run(t *testing.T, faults []fault) {
	t.Helper()
	for _, f := range faults {
		t.Run(f.name, func(t *testing.T) {
			s := newStage(t).uses("meta_cloud")
			f.set(s)
			r := s.check()
			require.Len(t, r.Steps, 5)
			for _, st := range r.Steps {
				said := st.Detail.String() + " " + st.Fix.String()
				if st.ID == f.step {
					assert.Equal(t, f.state, st.State, said)
					assert.Equal(t, f.actor, st.Actor)
					assert.NotEmpty(t, st.Who.String())
					assert.NotEmpty(t, st.Fix.String())
					assert.Contains(t, said, f.says)
				}
				assert.NotContains(t, said, "{{")
				assert.NotContains(t, said, appSecret)
				assert.NotContains(t, said+st.Code, "hub.verify_token")
			}
			assert.Equal(t, f.state != app.StepFailed, r.OK())
			s.nothingKept()
		})
	}
}

func TestSecretsGoToNobodyElse(t *testing.T) {
	for name, set := range map[string]func(s *stage, h http.Handler){
		"bad certificate": func(s *stage, h http.Handler) { s.serves(h, s.issue(host, -time.Hour)) },
		"stranger": func(s *stage, h http.Handler) {
			s.serves(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				h.ServeHTTP(httptest.NewRecorder(), r)
				w.WriteHeader(404)
			}), s.issue(host, long))
		},
	} {
		for _, id := range []app.ProtocolID{"meta_cloud", "qontak"} {
			s := newStage(t).uses(id)
			v, err := s.channels.Get(s.ctx, s.agent.ID, app.Published)
			require.NoError(t, err)
			asked := 0
			set(s, change(s, func(w http.ResponseWriter, r *http.Request, next http.Handler) {
				asked++
				assert.Equal(t, http.MethodGet, r.Method, name)
				assert.Empty(t, r.URL.RawQuery)
				assert.True(t, strings.HasSuffix(r.URL.Path, v.Channel.Key), r.URL.Path)
				next.ServeHTTP(w, r)
			}))
			r := s.check()
			assert.False(t, r.OK())
			assert.Equal(t, 1, asked, name)
			assert.Equal(t, app.StepSkipped, r.Steps[4].State)
		}
	}
}

func TestAWrongSecretAddressThatTakesMessages(t *testing.T) {
	s := newStage(t).uses("qontak")
	next := s.gateway()
	n := 0
	s.serves(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPost {
			if n++; n == 2 {
				return
			}
		}
		next.ServeHTTP(w, r)
	}), s.issue(host, long))
	r := s.check()
	assert.Equal(t, app.StepFailed, r.Steps[4].State)
	assert.Contains(t, r.Steps[4].Detail.String(), "pretend to be")
}

func TestOnThisComputerHTTPWillDo(t *testing.T) {
	s := newStage(t).uses("meta_cloud")
	srv := httptest.NewServer(s.gateway())
	defer srv.Close()
	s.address(srv.URL)
	r := s.check()
	assert.True(t, r.OK())
	assert.True(t, r.Steps[0].Warning, "no provider gets there")
	assert.Equal(t, app.StepSkipped, r.Steps[1].State)
	assert.Equal(t, app.StepPassed, r.Steps[4].State)
	srv.Close()
	r = s.check()
	assert.Equal(t, outside.You, r.Steps[2].Actor, "the gateway is off")
	s.nothingKept()
}

func TestACheckCanBeCancelled(t *testing.T) {
	s := newStage(t).uses("meta_cloud")
	ctx, cancel := context.WithCancel(s.ctx)
	s.serves(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		cancel()
		<-r.Context().Done()
	}), s.issue(host, long))
	_, err := outside.New(s.params).Check(ctx, s.agent.ID, app.Published, nil)
	assert.True(t, errors.Is(err, context.Canceled))
}

func TestWhoMayCheck(t *testing.T) {
	s := newStage(t).uses("meta_cloud")
	_, err := outside.New(s.params).Check(context.Background(), s.agent.ID, app.Published, nil)
	assert.Error(t, err, "nobody in particular")
}
