package secret

import (
	"context"
	"errors"
	"strings"

	"channeldesk/app"
)

// unavailable is the error for a place that cannot be used now.
func unavailable(what, fix app.Text) *app.Error {
	return app.NewError(app.CodeSecretsUnavailable, what).WithFix(fix)
}

// missing is the error for a reference without a value.
func missing(what app.Text) *app.Error {
	return app.NewError(app.CodeSecretMissing, what).
		WithFix(app.Say("Type the secret again."))
}

// scrubbed is an error whose text certainly does not hold a value.
func scrubbed(err error, values ...string) error {
	text := err.Error()
	for _, v := range values {
		if v != "" && strings.Contains(text, v) {
			return errors.New("the cause is not shown because it holds a secret")
		}
	}
	return err
}

// cancelled gives the context's own end as an error for people.
func cancelled(ctx context.Context) error {
	return app.NewError(app.CodeCancelled, app.Say("It was cancelled.")).Because(ctx.Err())
}
