package channel_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/app/channel"
	"channeldesk/storage/storagetest"
)

func TestTheWholeAddressIsCopiedLikeASecret(t *testing.T) {
	d := newDesk(t)
	id := d.drafted("Kopi")
	_, err := d.WholeAddress(d.owner(), id, app.Draft)
	storagetest.RequireCode(t, app.CodeIncomplete, err)
	require.NoError(t, d.SetPublicAddress(d.owner(), "https://wa.example"))

	whole, err := d.WholeAddress(d.as(app.Viewer), id, app.Published)
	require.NoError(t, err, "an address without a secret is no secret")
	require.Equal(t, d.get(id, app.Published).WebhookURL, whole.Expose())
	require.NotContains(t, d.kinds(id, 20), app.ActSecretCopied)

	d.save(id, app.Draft, channel.SetProtocol("second"))
	whole, err = d.WholeAddress(d.owner(), id, app.Draft)
	require.NoError(t, err)
	secret, err := d.Reveal(d.owner(), id, app.Draft, app.WebhookSecretName)
	require.NoError(t, err)
	require.True(t, strings.HasSuffix(whole.Expose(), "/"+secret.Expose()), "the secret is the last part")
	require.Contains(t, d.kinds(id, 3), app.ActSecretCopied)
	for _, line := range d.activity(id, 50) {
		require.NotContains(t, line.Text.String()+line.After, secret.Expose())
	}
	_, err = d.WholeAddress(d.as(app.Viewer), id, app.Draft)
	storagetest.RequireCode(t, app.CodeForbidden, err)
}
