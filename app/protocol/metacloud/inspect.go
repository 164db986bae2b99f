package metacloud

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"slices"

	"channeldesk/app"
	"channeldesk/app/protocol/transport"
)

// inspection is what became known of the token, and of the App Secret on the way.
type inspection struct {
	// token is nil when nothing could be read of it.
	token *tokenData
	// tokenErr says why not.
	tokenErr *app.Error
	// appAsked is true when the app's own token was used.
	appAsked bool
	// appErr is why it was refused or could not be asked; nil when accepted.
	appErr *app.Error
	// otherApp is true when the app may not look at the token.
	otherApp bool
}

// inspect asks what the token is. With App ID and App Secret the app asks, which
// proves the App Secret at the same time; without, or when the app is refused,
// the token is asked about itself.
func (k *connection) inspect(ctx context.Context) inspection {
	var in inspection
	if as := k.appToken(); !as.IsEmpty() {
		in.appAsked = true
		in.token, in.appErr = k.debugToken(ctx, as)
		switch {
		case in.appErr == nil && in.token.isForeign(k.appID):
			in.otherApp, k.proofOff = true, true
		case in.appErr == nil:
			return in
		case isRefusal(in.appErr, 100, 10, 200):
			// The app itself was accepted, so its secret is right.
			in.otherApp, in.appErr = true, nil
			k.proofOff = true
		case in.appErr.Code == app.CodeProviderRefused:
			k.proofOff = true
		default:
			in.tokenErr = in.appErr
			return in
		}
	}
	in.token, in.tokenErr = k.debugToken(ctx, app.Secret{})
	return in
}

// isRefusal reports whether Meta refused with one of the codes.
func isRefusal(err *app.Error, codes ...int64) bool {
	if err == nil {
		return false
	}
	var g *graphError
	return errors.As(err, &g) && g.Coded && slices.Contains(codes, g.Code)
}

// isForeign reports an answer that says no more than that the app may not look
// at another app's token.
func (d *tokenData) isForeign(appID string) bool {
	return !bool(d.Valid) && d.Error != nil && d.Error.Code == 100 && (d.AppID == "" || string(d.AppID) != appID)
}

// debugToken asks about the token, by the given app token or by itself, without putting it into an address: the
// question travels in the body of a batch call.
func (k *connection) debugToken(ctx context.Context, as app.Secret) (*tokenData, *app.Error) {
	relative := "debug_token?" + url.Values{"input_token": {k.token.Expose()}}.Encode()
	batch, err := json.Marshal([]map[string]string{{"method": http.MethodGet, "relative_url": relative}})
	if err != nil {
		return nil, app.AsError(err)
	}
	var raw json.RawMessage
	err = k.do(ctx, call{
		method: http.MethodPost, as: as, read: true,
		form: url.Values{"batch": {string(batch)}, "include_headers": {"false"}},
	}, &raw)
	if err != nil {
		if refusedByStatus(err, http.StatusNotFound, http.StatusMethodNotAllowed) {
			return k.debugTokenLocally(ctx, as)
		}
		return nil, app.AsError(err)
	}
	var parts []*batchAnswer
	if json.Unmarshal(raw, &parts) != nil || len(parts) == 0 {
		return k.debugTokenLocally(ctx, as)
	}
	if parts[0] == nil {
		return nil, k.p.caller.Trouble(http.StatusServiceUnavailable)
	}
	var answer tokenAnswer
	if bad := k.decode(int(parts[0].Code), []byte(parts[0].Body), &answer); bad != nil {
		return nil, bad
	}
	return known(answer)
}

// refusedByStatus reports a refusal by one of the statuses, without any code of
// Meta's.
func refusedByStatus(err error, statuses ...int) bool {
	var g *graphError
	if errors.As(err, &g) {
		return !g.Coded && slices.Contains(statuses, g.HTTP)
	}
	return slices.Contains(statuses, transport.StatusOf(err))
}

// debugTokenLocally is for test servers on this computer that do not know batch
// calls. To any other host it would put the token into an address, so there it
// says that the token could not be looked at.
func (k *connection) debugTokenLocally(ctx context.Context, as app.Secret) (*tokenData, *app.Error) {
	if !isLocal(k.address) {
		return nil, cannotInspect()
	}
	var answer tokenAnswer
	err := k.do(ctx, call{
		method: http.MethodGet, path: "debug_token", as: as, read: true,
		query: url.Values{"input_token": {k.token.Expose()}},
	}, &answer)
	if err != nil {
		if refusedByStatus(err, http.StatusNotFound, http.StatusMethodNotAllowed) {
			return nil, cannotInspect()
		}
		return nil, app.AsError(err)
	}
	return known(answer)
}

func known(answer tokenAnswer) (*tokenData, *app.Error) {
	if answer.Data == nil {
		return nil, cannotInspect()
	}
	return answer.Data, nil
}

func cannotInspect() *app.Error {
	return app.NewError(app.CodeProviderAnswer, app.Say("The server at the API address cannot tell about access tokens.")).
		WithFix(app.Say("Check the API address under Advanced. Meta's own is https://graph.facebook.com."))
}
