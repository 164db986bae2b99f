package template_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"channeldesk/app"
	"channeldesk/app/template"

	"github.com/stretchr/testify/require"
)

// An upload that was broken off goes on after a restart of the program, also when
// the draft was written on meanwhile; a file that was changed begins anew.
func TestBrokenUploadOutlivesTheProgram(t *testing.T) {
	o := newOffice(t)
	path := filepath.Join(t.TempDir(), "card.png")
	require.NoError(t, os.WriteFile(path, []byte("\x89PNG\r\n\x1a\nrest"), 0o600))
	d := goodDraft()
	d.Design.Header = &app.HeaderDesign{Kind: app.HeaderImage, Path: path}
	d = o.draft(d)
	restart := func() { o.Service = template.New(paramsOf(o, app.ClockFunc(func() time.Time { return o.now }))) }

	o.fake.breaks = 3
	_, err := o.submit(d.ID)
	require.Equal(t, app.CodeProviderUnreachable, app.ErrorCode(err))
	restart()
	d.Design.Footer = "Written meanwhile"
	d = o.draft(d)
	_, err = o.submit(d.ID)
	require.Equal(t, app.CodeProviderUnreachable, app.ErrorCode(err))
	require.Equal(t, []string{"", "mark-1"}, o.fake.handles)

	restart()
	later := time.Now().Add(time.Hour)
	require.NoError(t, os.Chtimes(path, later, later))
	_, err = o.submit(d.ID)
	require.Equal(t, app.CodeProviderUnreachable, app.ErrorCode(err))
	require.Equal(t, []string{"", "mark-1", ""}, o.fake.handles, "the file is another one")

	d.Design.Header = &app.HeaderDesign{Kind: app.HeaderImage, Path: filepath.Join(t.TempDir(), "other.png")}
	d = o.draft(d)
	require.Empty(t, d.Uploads, "marks of files that are not in it any more go")
	d.Design.Header = &app.HeaderDesign{Kind: app.HeaderImage, Path: path}
	d = o.draft(d)
	_, err = o.submit(d.ID)
	require.NoError(t, err)
	drafts, err := o.Drafts(t.Context(), o.agent.ID, app.Published)
	require.NoError(t, err)
	require.Empty(t, drafts)
}
