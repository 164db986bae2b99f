package bulk

import (
	"bufio"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"channeldesk/app"
	"channeldesk/app/bulk/recipients"
)

// sourceEnding ends the names of files with recipients.
const sourceEnding = ".json.gz"

// sourceHead is the first line of the file in which the recipients of a bulk send
// lie until all are stored.
type sourceHead struct {
	Template app.TemplateID `json:"template"`
	Keys     []string       `json:"keys"`
}

// sourceRow is one recipient.
type sourceRow struct {
	// Place counts the recipients from 1, Row the rows of the person's file.
	Place  int      `json:"p"`
	Row    int      `json:"r"`
	To     string   `json:"t"`
	Name   string   `json:"n,omitempty"`
	Values []string `json:"v"`
}

// value gives what a row has for a variable; phone and name are none.
func (r sourceRow) value(keys []string) func(key string) string {
	return func(key string) string {
		for i, k := range keys {
			if k == key && i < len(r.Values) && k != recipients.KeyPhone && k != recipients.KeyName {
				return r.Values[i]
			}
		}
		return ""
	}
}

// writeSource copies the good rows of the person's file, so that storing them can
// go on whatever happens to that file, and counts them.
func (s *Service) writeSource(ctx context.Context, b *app.BulkSend, o Order, t app.Template) (err error) {
	if err := os.MkdirAll(s.p.Dir, 0o700); err != nil {
		return notKept(err)
	}
	b.Source = b.Mark + sourceEnding
	path := filepath.Join(s.p.Dir, b.Source)
	file, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600) //nolint:gosec // our own folder and name
	if err != nil {
		return notKept(err)
	}
	defer func() {
		_ = file.Close()
		if err != nil {
			_ = os.Remove(path)
		}
	}()
	buffer := bufio.NewWriterSize(file, 1<<16)
	zip, err := gzip.NewWriterLevel(buffer, gzip.BestSpeed)
	if err != nil {
		return notKept(err)
	}
	out := json.NewEncoder(zip)
	head := sourceHead{Template: t.ID}
	for _, n := range o.Job.Needs {
		head.Keys = append(head.Keys, n.Key)
	}
	if err := out.Encode(head); err != nil {
		return notKept(err)
	}
	fill := s.p.Templates.Filler(t)
	err = recipients.Each(ctx, o.File, o.Job, func(r recipients.Row) error {
		b.Total++
		row := sourceRow{Place: b.Total, Row: r.Row, To: r.To, Name: r.Name, Values: r.Values}
		if _, err := fill(row.value(head.Keys)); err != nil {
			return app.NewError(app.CodeInvalid, app.Say("Row {{.Row}} of the file cannot be sent: {{.Why}}", "Row", r.Row, "Why", app.AsError(err).What)).WithField("file")
		}
		if err := out.Encode(row); err != nil {
			return notKept(err)
		}
		return nil
	})
	if err != nil {
		return err
	}
	if b.Total == 0 {
		return app.NewError(app.CodeIncomplete, app.Say("No row of the file can be sent to. Mend the rows with a problem first.")).WithField("file")
	}
	for _, end := range []func() error{zip.Close, buffer.Flush, file.Sync} {
		if err := end(); err != nil {
			return notKept(err)
		}
	}
	return nil
}

func notKept(err error) error {
	return app.NewError(app.CodeInternal, app.Say("The recipients could not be kept on this computer, so nothing will be sent. Is the disk full?")).Because(err)
}

func (s *Service) removeSource(b app.BulkSend) {
	if b.Source == "" {
		return
	}
	if err := os.Remove(filepath.Join(s.p.Dir, filepath.Base(b.Source))); err != nil && !errors.Is(err, os.ErrNotExist) {
		s.p.Log.Warn("remove stored recipients", "mark", b.Mark, "cause", err)
	}
}

// orphanAge is how long a copy of recipients is left alone that belongs to no bulk
// send: somebody may be writing it.
const orphanAge = 24 * time.Hour

// removeOrphans removes copies of recipients that a kill left behind, or a channel
// that was deleted meanwhile: they hold people's numbers.
func (s *Service) removeOrphans(ctx context.Context) {
	files, err := os.ReadDir(s.p.Dir)
	if err != nil || len(files) == 0 {
		return // there never was a bulk send
	}
	owned := map[string]bool{}
	err = s.p.Store.View(ctx, func(tx app.Tx) error {
		active, err := tx.ActiveBulks()
		for _, b := range active {
			owned[b.Source] = true
		}
		return err
	})
	if err != nil {
		s.p.Log.Warn("look for recipients that nobody needs", "cause", err)
		return
	}
	for _, f := range files {
		info, err := f.Info()
		if err != nil || owned[f.Name()] || !strings.HasSuffix(f.Name(), sourceEnding) || s.p.Clock.Now().Sub(info.ModTime()) < orphanAge {
			continue
		}
		s.removeSource(app.BulkSend{Source: f.Name()})
	}
}

// eachSource reads the recipients behind a place.
func (s *Service) eachSource(b app.BulkSend, after int, fn func(head sourceHead, r sourceRow) error) error {
	file, err := os.Open(filepath.Join(s.p.Dir, filepath.Base(b.Source)))
	if err != nil {
		return err
	}
	defer func() { _ = file.Close() }()
	zip, err := gzip.NewReader(bufio.NewReaderSize(file, 1<<16))
	if err != nil {
		return err
	}
	in := json.NewDecoder(zip)
	var head sourceHead
	if err := in.Decode(&head); err != nil {
		return err
	}
	for {
		var r sourceRow
		if err := in.Decode(&r); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
		if r.Place <= after {
			continue
		}
		if err := fn(head, r); err != nil {
			return err
		}
	}
}

// markOf is the public id of a message of a bulk send: the same whenever it is
// made.
func markOf(b app.BulkSend, place int) string {
	return "msg_" + b.Mark[len("bulk_"):] + "_" + strconv.FormatInt(int64(place), 36)
}
