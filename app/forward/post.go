package forward

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"channeldesk/app"
)

// The times of one try: to connect, and altogether.
const (
	connectTime = 10 * time.Second
	timeout     = 20 * time.Second
)

// answerMax is how much of an answer is read, so that the connection can be used
// again. What it says is of no interest.
const answerMax = 64 << 10

// The waits between tries. They grow threefold from the first to the last, and
// triesMax of them make about a day of trying. Time in which no gateway ran does
// not count.
const (
	firstWait   = 5 * time.Second
	longestWait = time.Hour
	triesMax    = 30
	// retryAfterMax is the longest wait that is taken from an answer.
	retryAfterMax = 6 * time.Hour
)

func newTransport() http.RoundTripper {
	return &http.Transport{
		Proxy:       http.ProxyFromEnvironment,
		DialContext: (&net.Dialer{Timeout: connectTime, KeepAlive: 30 * time.Second}).DialContext, TLSHandshakeTimeout: connectTime,
		MaxIdleConnsPerHost: parallel, IdleConnTimeout: 90 * time.Second, ForceAttemptHTTP2: true,
	}
}

// outcome is how one try ended. The zero value is not one.
type outcome struct {
	done, gone bool
	problem    app.Text
	// after is the wait that the answer asked for; 0 when none.
	after time.Duration
	// held is true when nothing left this computer for a reason of our own. That is
	// no try.
	held bool
}

// post sends one event. The error is only that of a context that ended.
func (s *Service) post(ctx context.Context, c app.Channel, f app.Forwarding) (outcome, error) {
	secrets, err := s.signers(ctx, c)
	if err != nil {
		if ctx.Err() != nil {
			return outcome{}, ctx.Err()
		}
		s.p.Log.Debug("sign what is to be forwarded", "channel", c.Key, "cause", err)
		return outcome{held: true, problem: app.AsError(err).What}, nil
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, c.Forward.URL, bytes.NewReader(f.Body))
	if err != nil {
		return outcome{problem: app.Say("The forwarding address is not a web address.")}, nil
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("User-Agent", "ChannelDesk")
	request.Header.Set("X-ChannelDesk-Event", f.Kind)
	request.Header.Set("X-ChannelDesk-Delivery", deliveryID(f.Body))
	request.Header.Set("X-ChannelDesk-Signature", signature(secrets, f.Body, s.p.Clock.Now()))
	response, err := s.client.Do(request)
	if err != nil {
		if ctx.Err() != nil {
			return outcome{}, ctx.Err()
		}
		s.p.Log.Debug("forwarding found nobody", "channel", c.Key, "forwarding", f.ID, "cause", bare(err))
		return outcome{problem: whyNoAnswer(err)}, nil
	}
	defer func() { _ = response.Body.Close() }()
	_, _ = io.CopyN(io.Discard, response.Body, answerMax)
	return s.judge(response), nil
}

// bare is an error of a request without its address, which may hold a secret.
func bare(err error) error {
	var u *url.Error
	if errors.As(err, &u) {
		return u.Err
	}
	return err
}

func whyNoAnswer(err error) app.Text {
	var n net.Error
	if errors.As(err, &n) && n.Timeout() {
		return app.Say("No answer came within {{.N}} seconds.", "N", int(timeout/time.Second))
	}
	return app.Say("The forwarding address could not be reached.")
}

func (s *Service) judge(r *http.Response) outcome {
	switch code := r.StatusCode; {
	case code >= 200 && code < 300:
		return outcome{done: true}
	case code == http.StatusGone:
		return outcome{gone: true, problem: app.Say("The forwarding address answered that it wants nothing any more (410).")}
	case code >= 300 && code < 400:
		return outcome{problem: app.Say("The forwarding address sends on to another one ({{.Code}}). Enter that one instead.", "Code", code), after: s.retryAfter(r)}
	default:
		return outcome{problem: app.Say("The forwarding address answered {{.Code}}.", "Code", code), after: s.retryAfter(r)}
	}
}

func (s *Service) retryAfter(r *http.Response) time.Duration {
	asked := r.Header.Get("Retry-After")
	var wait time.Duration
	if seconds, err := strconv.Atoi(asked); err == nil {
		wait = time.Duration(min(seconds, int(retryAfterMax/time.Second))) * time.Second
	} else if at, err := http.ParseTime(asked); err == nil {
		wait = at.Sub(s.p.Clock.Now())
	}
	return max(0, min(wait, retryAfterMax))
}

// waitAfter is the wait after so many tries.
func waitAfter(tries int) time.Duration {
	wait := firstWait
	for range tries - 1 {
		if wait *= 3; wait >= longestWait {
			return longestWait
		}
	}
	return wait
}
