package metacloud

import (
	"context"
	"net/http"
	"net/url"

	"channeldesk/app"
	"channeldesk/app/protocol"
)

const (
	pagesMax    = 50
	accountsMax = 50
	pageSize    = "100"
	cursorMax   = 2048
)

// ListNumbers gives the numbers that the access token can see: those of the
// accounts the token was made for, or of the account that is entered.
func (p *Protocol) ListNumbers(ctx context.Context, c protocol.Config) ([]protocol.Number, error) {
	k, bad := p.connect(c)
	if bad != nil {
		return nil, bad
	}
	if e := k.need(secretToken); e != nil {
		return nil, e
	}
	accounts, e := k.accounts(ctx)
	if e != nil {
		return nil, e
	}
	var out []protocol.Number
	var failure *app.Error
	reached := false
	for _, waba := range accounts {
		numbers, err := k.numbersOf(ctx, waba)
		if err != nil {
			failure = err
			if failure.Code != app.CodeProviderRefused || isRefusal(failure, 190) {
				return nil, failure
			}
			continue
		}
		reached = true
		out = append(out, numbers...)
	}
	if !reached && failure != nil {
		return nil, failure
	}
	return out, nil
}

// accounts are the WABAs to look into.
func (k *connection) accounts(ctx context.Context) ([]string, *app.Error) {
	in := k.inspect(ctx)
	var ids []string
	if d := in.token; d != nil {
		if !d.Valid {
			return nil, app.NewError(app.CodeProviderRefused, badToken.what).WithFix(badToken.fix).WithField(secretToken)
		}
		ids = d.targets(scopeManage)
		if len(ids) == 0 {
			ids = d.targets(scopeMessage)
		}
	} else if e := in.tokenErr; isRefusal(e, 190) || e.Code == app.CodeCancelled || (e.Code == app.CodeProviderUnreachable && k.waba == "") {
		return nil, e
	}
	if k.waba != "" {
		ids = append([]string{k.waba}, ids...)
	}
	seen := map[string]bool{}
	out := ids[:0:0]
	for _, id := range ids {
		if !seen[id] && len(out) < accountsMax {
			seen[id] = true
			out = append(out, id)
		}
	}
	if len(out) == 0 {
		return nil, app.NewError(app.CodeIncomplete, app.Say("Meta did not tell which accounts this access token is for.")).
			WithFix(app.Say("Enter the WhatsApp Business Account ID, then choose the number from the list.")).WithField(fieldWABA)
	}
	return out, nil
}

func (k *connection) numbersOf(ctx context.Context, waba string) ([]protocol.Number, *app.Error) {
	var account accountAnswer
	if err := k.get(ctx, waba, url.Values{"fields": {"id,name"}}, &account); err != nil {
		return nil, app.AsError(err)
	}
	list, err := k.listAccount(ctx, waba)
	if err != nil {
		return nil, app.AsError(err)
	}
	name := k.clean(string(account.Name))
	if name == "" {
		name = waba
	}
	var out []protocol.Number
	for _, n := range list {
		if !isDigits(string(n.ID)) || len(n.ID) > idMax {
			continue
		}
		out = append(out, protocol.Number{
			Fields:       map[string]string{fieldWABA: waba, fieldNumber: string(n.ID)},
			AccountCode:  e164(k.clean(string(n.Display))),
			VerifiedName: k.clean(string(n.VerifiedName)),
			Account:      name,
			Status:       k.clean(string(n.Status)),
		})
	}
	return out, nil
}

// listAccount reads all pages of an account's numbers. It takes only the cursor
// of a page, never its address; a stale cursor starts the list again, once.
func (k *connection) listAccount(ctx context.Context, waba string) ([]numberAnswer, error) {
	list, err := k.pages(ctx, waba)
	if err != nil && isRefusal(app.AsError(err), 131059) {
		return k.pages(ctx, waba)
	}
	return list, err
}

func (k *connection) pages(ctx context.Context, waba string) ([]numberAnswer, error) {
	var out []numberAnswer
	seen := map[string]bool{}
	after := ""
	for range pagesMax {
		q := url.Values{"fields": {"id,display_phone_number,verified_name,status"}, "limit": {pageSize}}
		if after != "" {
			q.Set("after", after)
		}
		var page numberPage
		err := k.do(ctx, call{method: http.MethodGet, path: waba + "/phone_numbers", query: q, read: true}, &page)
		if err != nil {
			return nil, err
		}
		out = append(out, page.Data...)
		after = page.Paging.next()
		if after == "" {
			return out, nil
		}
		if seen[after] || len(after) > cursorMax {
			break
		}
		seen[after] = true
	}
	return nil, k.p.caller.Strange(app.Say("Meta's list of numbers does not come to an end."), "paging")
}
