package metacloud

import (
	"net/http"
	"testing"

	"channeldesk/app"
	"channeldesk/app/protocol"
	"channeldesk/app/protocol/cloudshape"

	"github.com/stretchr/testify/require"
)

var _ protocol.TemplateResumer = (*Protocol)(nil)

func TestUnpauseTemplate(t *testing.T) {
	reply := `{"success":true}`
	calls := 0
	p := with(func(r *http.Request) (*http.Response, error) {
		calls++
		require.Equal(t, http.MethodPost, r.Method)
		require.Equal(t, "/v26.0/77/unpause", r.URL.Path)
		return answer(200, jsonType, reply)
	})
	paused := app.Template{ProviderID: "77", Status: app.TemplatePaused, Code: cloudshape.PausePacing}
	require.NoError(t, p.UnpauseTemplate(t.Context(), testConfig(), paused))
	paused.Code = ""
	require.NoError(t, p.UnpauseTemplate(t.Context(), testConfig(), paused), "of which kind it is was not told")
	require.Equal(t, 2, calls)

	reply = `{"success":false,"reason":"Too soon"}`
	err := p.UnpauseTemplate(t.Context(), testConfig(), paused)
	require.Equal(t, app.CodeProviderRefused, app.ErrorCode(err))
	require.Contains(t, err.Error(), "Too soon")

	for name, wrong := range map[string]app.Template{
		"ends by itself": {ProviderID: "77", Status: app.TemplatePaused, Code: cloudshape.PauseFirst},
		"second time":    {ProviderID: "77", Status: app.TemplatePaused, Code: cloudshape.PauseSecond},
		"not paused":     {ProviderID: "77", Status: app.TemplateApproved},
		"no number":      {Status: app.TemplatePaused},
		"another path":   {ProviderID: "77/../1", Status: app.TemplatePaused},
	} {
		calls = 0
		require.Error(t, p.UnpauseTemplate(t.Context(), testConfig(), wrong), name)
		require.Zero(t, calls, name)
	}
}
