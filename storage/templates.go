package storage

import (
	"database/sql"
	"errors"
	"time"

	"channeldesk/app"
)

const (
	templateColumns = `SELECT id, channel_id, provider_id, name, language, category, next_category, previous_category, status, status_word,
		quality, code, reason, fix, design, labels, submitted_by, submitted_at, edited_at, changed_at, synced_at FROM templates `
	templateGone = "This template does not exist any more."
)

func scanTemplate(s scanner) (t app.Template, err error) {
	var reason, fix textRecord
	var edited []int64
	err = s.Scan(&t.ID, &t.ChannelID, &t.ProviderID, &t.Name, &t.Language, &t.Category, &t.NextCategory, &t.PreviousCategory, &t.Status,
		&t.StatusWord, &t.Quality, &t.Code, jsonColumn{&reason}, jsonColumn{&fix}, jsonColumn{&t.Design}, jsonColumn{&t.Labels},
		&t.SubmittedBy, moment{&t.SubmittedAt}, jsonColumn{&edited}, moment{&t.ChangedAt}, moment{&t.SyncedAt})
	t.Reason, t.Fix = reason.text(), fix.text()
	for _, at := range edited {
		t.EditedAt = append(t.EditedAt, time.UnixMilli(at).UTC())
	}
	return t, err
}

// templateRow are a template's columns but for its number, in the order of the
// statements below.
func templateRow(t app.Template) ([]any, error) {
	reason, err := encodeText(t.Reason)
	if err != nil {
		return nil, err
	}
	fix, err := encodeText(t.Fix)
	if err != nil {
		return nil, err
	}
	design, err := encode(t.Design)
	if err != nil {
		return nil, err
	}
	labels, err := encodeLabels(t.Labels)
	if err != nil {
		return nil, err
	}
	edited := []int64{}
	for _, at := range t.EditedAt {
		edited = append(edited, at.UnixMilli())
	}
	edits, err := encode(edited)
	if err != nil {
		return nil, err
	}
	return []any{
		t.ChannelID, t.ProviderID, t.Name, t.Language, t.Category, t.NextCategory, t.PreviousCategory, t.Status, t.StatusWord, t.Quality,
		t.Code, reason, fix, design, labels, t.SubmittedBy, millis(t.SubmittedAt), edits, millis(t.ChangedAt), millis(t.SyncedAt),
	}, nil
}

// encodeLabels writes none as an empty object.
func encodeLabels(labels map[string]string) (string, error) {
	if labels == nil {
		return "{}", nil
	}
	return encode(labels)
}

func (t *tx) SaveTemplate(v app.Template) (app.TemplateID, error) {
	row, err := templateRow(v)
	if err != nil {
		return 0, err
	}
	if v.ID == 0 {
		err = t.row(`SELECT id FROM templates WHERE channel_id = ? AND name = ? AND language = ?`, v.ChannelID, v.Name, v.Language).Scan(&v.ID)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return 0, err
		}
	}
	if v.ID == 0 {
		return t.addTemplate(row)
	}
	n, err := t.exec(`UPDATE templates SET channel_id = ?, provider_id = ?, name = ?, language = ?, category = ?, next_category = ?,
		previous_category = ?, status = ?, status_word = ?, quality = ?, code = ?, reason = ?, fix = ?, design = ?, labels = ?,
		submitted_by = ?, submitted_at = ?, edited_at = ?, changed_at = ?, synced_at = ? WHERE id = ?`, append(row, v.ID)...)
	if err != nil {
		return 0, explainTemplate(err)
	}
	return v.ID, orGone(n, templateGone)
}

func (t *tx) addTemplate(row []any) (app.TemplateID, error) {
	id, err := t.insert(`INSERT INTO templates (channel_id, provider_id, name, language, category, next_category, previous_category, status,
		status_word, quality, code, reason, fix, design, labels, submitted_by, submitted_at, edited_at, changed_at, synced_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, row...)
	return app.TemplateID(id), explainTemplate(err)
}

func explainTemplate(err error) error {
	switch {
	case breaks(err, "templates.channel_id"):
		return app.NewError(app.CodeConflict, app.Say("There is a template with this name and language already.")).WithField("name")
	case breaksReference(err):
		return notFound(channelGone)
	}
	return err
}

func (t *tx) GetTemplate(id app.TemplateID) (app.Template, error) {
	v, err := scanTemplate(t.row(templateColumns+`WHERE id = ?`, id))
	return v, orNotFound(err, templateGone)
}

func (t *tx) FindTemplate(channel app.ChannelID, name, language string) (app.Template, error) {
	v, err := scanTemplate(t.row(templateColumns+`WHERE channel_id = ? AND name = ? AND language = ?`, channel, name, language))
	return v, orNotFound(err, "There is no template {{.Name}} in {{.Language}}.", "Name", name, "Language", language)
}

const listTemplatesQuery = templateColumns + `WHERE channel_id = ? ORDER BY name, language`

func (t *tx) ListTemplates(channel app.ChannelID) ([]app.Template, error) {
	return list(t, scanTemplate, listTemplatesQuery, channel)
}

func (t *tx) RemoveTemplate(id app.TemplateID) error {
	n, err := t.exec(`DELETE FROM templates WHERE id = ?`, id)
	if err != nil {
		return err
	}
	return orGone(n, templateGone)
}

func (t *tx) GetTemplateSync(channel app.ChannelID) (s app.TemplateSync, err error) {
	var problem textRecord
	err = t.row(`SELECT at, tried_at, problem, most FROM template_syncs WHERE channel_id = ?`, channel).
		Scan(moment{&s.At}, moment{&s.TriedAt}, jsonColumn{&problem}, &s.Limit)
	if errors.Is(err, sql.ErrNoRows) {
		return app.TemplateSync{}, nil
	}
	s.Problem = problem.text()
	return s, err
}

func (t *tx) SetTemplateSync(channel app.ChannelID, s app.TemplateSync) error {
	problem, err := encodeText(s.Problem)
	if err != nil {
		return err
	}
	_, err = t.exec(`INSERT INTO template_syncs (channel_id, at, tried_at, problem, most) VALUES (?, ?, ?, ?, ?)
		ON CONFLICT (channel_id) DO UPDATE SET at = excluded.at, tried_at = excluded.tried_at, problem = excluded.problem, most = excluded.most`,
		channel, millis(s.At), millis(s.TriedAt), problem, s.Limit)
	if breaksReference(err) {
		return notFound(channelGone)
	}
	return err
}

// usesMax is how many messages TemplateUses looks at.
const usesMax = 5000

const (
	// The template's index is walked from its newest message.
	templateSentQuery = `SELECT source, key_id, count(*), max(created_at), sum(count(*)) OVER () FROM
		(SELECT source, key_id, created_at FROM messages INDEXED BY messages_template
			WHERE channel_id = ?1 AND template = ?2 AND template <> '' AND created_at >= ?3
			AND (?4 = '' OR content ->> '$.template.language' = ?4) ORDER BY created_at DESC LIMIT ?5)
		GROUP BY source, key_id ORDER BY 3 DESC, 1, 2`
	// The queue holds what is released, however much is planned.
	templateWaitingQuery = `SELECT count(*) FROM (SELECT 1 FROM (SELECT template, content FROM messages INDEXED BY messages_queue
			WHERE channel_id = ?1 AND status = 'queued' ORDER BY due_at LIMIT ?4)
		WHERE template = ?2 AND (?3 = '' OR content ->> '$.template.language' = ?3))`
)

func (t *tx) TemplateUses(channel app.ChannelID, name, language string, since time.Time) (u app.TemplateUses, err error) {
	all := 0
	u.Sent, err = list(t, func(s scanner) (use app.TemplateUse, err error) {
		err = s.Scan(&use.Source, &use.Key, &use.Count, moment{&use.LastAt}, &all)
		return use, err
	}, templateSentQuery, channel, name, since.UnixMilli(), language, usesMax)
	if err != nil {
		return u, err
	}
	u.More = all >= usesMax
	err = t.row(templateWaitingQuery, channel, name, language, usesMax).Scan(&u.Waiting)
	return u, err
}
