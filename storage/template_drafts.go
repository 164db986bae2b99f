package storage

import "channeldesk/app"

const (
	templateDraftColumns = `SELECT id, channel_id, name, language, design, labels, edits, problem, created_by, saved_at FROM template_drafts `
	templateDraftGone    = "This draft does not exist any more."
)

// draftRecord is a design with what belongs to a draft only.
type draftRecord struct {
	app.TemplateDesign
	Aside   *app.TemplateAside `json:"aside,omitempty"`
	Uploads []app.SampleUpload `json:"uploads,omitempty"`
}

func recordOfDraft(d app.TemplateDraft) draftRecord {
	r := draftRecord{TemplateDesign: d.Design, Uploads: d.Uploads}
	if d.Aside.Words != nil || len(d.Aside.Cards) > 0 {
		r.Aside = &d.Aside
	}
	return r
}

func scanTemplateDraft(s scanner) (d app.TemplateDraft, err error) {
	var problem textRecord
	var record draftRecord
	err = s.Scan(&d.ID, &d.ChannelID, &d.Name, &d.Language, jsonColumn{&record}, jsonColumn{&d.Labels}, &d.Edits,
		jsonColumn{&problem}, &d.CreatedBy, moment{&d.SavedAt})
	d.Problem, d.Design, d.Uploads = problem.text(), record.TemplateDesign, record.Uploads
	if record.Aside != nil {
		d.Aside = *record.Aside
	}
	return d, err
}

// SaveTemplateDraft replaces everything but who began it and where it belongs.
func (t *tx) SaveTemplateDraft(d app.TemplateDraft) (app.TemplateDraftID, error) {
	design, err := encode(recordOfDraft(d))
	if err != nil {
		return 0, err
	}
	labels, err := encodeLabels(d.Labels)
	if err != nil {
		return 0, err
	}
	problem, err := encodeText(d.Problem)
	if err != nil {
		return 0, err
	}
	if d.SavedAt.IsZero() {
		d.SavedAt = t.now()
	}
	if d.ID != 0 {
		n, err := t.exec(`UPDATE template_drafts SET name = ?, language = ?, design = ?, labels = ?, edits = ?, problem = ?, saved_at = ? WHERE id = ?`,
			d.Name, d.Language, design, labels, d.Edits, problem, millis(d.SavedAt), d.ID)
		if err != nil {
			return 0, err
		}
		return d.ID, orGone(n, templateDraftGone)
	}
	id, err := t.insert(`INSERT INTO template_drafts (channel_id, name, language, design, labels, edits, problem, created_by, saved_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`, d.ChannelID, d.Name, d.Language, design, labels, d.Edits, problem, d.CreatedBy, millis(d.SavedAt))
	if breaksReference(err) {
		return 0, notFound(channelGone)
	}
	return app.TemplateDraftID(id), err
}

func (t *tx) GetTemplateDraft(id app.TemplateDraftID) (app.TemplateDraft, error) {
	d, err := scanTemplateDraft(t.row(templateDraftColumns+`WHERE id = ?`, id))
	return d, orNotFound(err, templateDraftGone)
}

const listTemplateDraftsQuery = templateDraftColumns + `WHERE channel_id = ? ORDER BY saved_at DESC, id DESC`

func (t *tx) ListTemplateDrafts(channel app.ChannelID) ([]app.TemplateDraft, error) {
	return list(t, scanTemplateDraft, listTemplateDraftsQuery, channel)
}

func (t *tx) RemoveTemplateDraft(id app.TemplateDraftID) error {
	n, err := t.exec(`DELETE FROM template_drafts WHERE id = ?`, id)
	if err != nil {
		return err
	}
	return orGone(n, templateDraftGone)
}
