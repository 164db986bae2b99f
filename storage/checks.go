package storage

import "channeldesk/app"

func (t *tx) SaveCheck(id app.ChannelID, r app.CheckReport) error {
	report, err := encode(toCheckRecord(r))
	if err != nil {
		return err
	}
	_, err = t.exec(`INSERT INTO checks (channel_id, report) VALUES (?, ?)
		ON CONFLICT (channel_id) DO UPDATE SET report = excluded.report`, id, report)
	if breaksReference(err) {
		return notFound(channelGone)
	}
	return err
}

func (t *tx) GetCheck(id app.ChannelID) (app.CheckReport, error) {
	var r checkRecord
	err := t.row(`SELECT report FROM checks WHERE channel_id = ?`, id).Scan(jsonColumn{&r})
	if err != nil {
		return app.CheckReport{}, orNotFound(err, "This channel was not checked yet.")
	}
	return r.report(), nil
}
