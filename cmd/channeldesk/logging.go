package main

import (
	"encoding/json"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"gopkg.in/natefinch/lumberjack.v2"

	"channeldesk/app"
)

// The log rotates: three old files of five megabytes beside the present one.
const (
	logFolder   = "logs"
	logFile     = "channeldesk.log"
	logMegabyte = 5
	logBackups  = 3
)

// openLog makes the rotating log of a data folder. Nothing is written and no
// file is made before the first line.
func openLog(dir string) (*slog.Logger, io.Closer, error) {
	folder := filepath.Join(dir, logFolder)
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, nil, app.NewError(app.CodeInternal, app.Say("The log folder {{.Folder}} cannot be made.", "Folder", folder)).
			WithFix(app.Say("Check that you may write in the data folder, or choose another one with --data.")).Because(err)
	}
	file := &lumberjack.Logger{Filename: filepath.Join(folder, logFile), MaxSize: logMegabyte, MaxBackups: logBackups}
	level := slog.LevelInfo
	if strings.EqualFold(os.Getenv("CHANNELDESK_LOG"), "debug") {
		level = slog.LevelDebug
	}
	return slog.New(newLogHandler(file, level)), file, nil
}

// newLogHandler writes JSON lines in which phone numbers and whatever looks like
// a secret are masked, in the message and in every attribute.
func newLogHandler(w io.Writer, level slog.Level) slog.Handler {
	return slog.NewJSONHandler(w, &slog.HandlerOptions{Level: level, ReplaceAttr: maskAttr})
}

var (
	phoneNumber = regexp.MustCompile(`\+[1-9](?:[0-9]|[ -][0-9]){7,14}`)
	metaToken   = regexp.MustCompile(`EAA[0-9A-Za-z_-]{12,}`)
	afterBearer = regexp.MustCompile(`(?i)(bearer |token=|secret=|proof=)[^\s"&]+`)
)

func maskAttr(_ []string, a slog.Attr) slog.Attr {
	switch a.Value.Kind() {
	case slog.KindString:
		a.Value = slog.StringValue(maskText(a.Value.String()))
	case slog.KindAny:
		a.Value = maskAny(a.Value.Any())
	default:
	}
	return a
}

func maskAny(v any) slog.Value {
	switch v := v.(type) {
	case *slog.Source:
		return slog.AnyValue(v)
	case app.Secret, *app.Secret:
		return slog.StringValue(app.Secret{}.String())
	case error:
		return slog.StringValue(maskText(v.Error()))
	}
	// Marshalling masks every app.Secret inside.
	data, err := json.Marshal(v)
	if err != nil {
		return slog.StringValue("(not shown)")
	}
	masked := maskText(string(data))
	if !json.Valid([]byte(masked)) {
		return slog.StringValue(masked)
	}
	return slog.AnyValue(json.RawMessage(masked))
}

func maskText(s string) string {
	if !strings.ContainsAny(s, "+= ") && !strings.Contains(s, "EAA") {
		return s
	}
	s = phoneNumber.ReplaceAllStringFunc(s, func(n string) string {
		return app.MaskPhone(strings.NewReplacer(" ", "", "-", "").Replace(n))
	})
	s = metaToken.ReplaceAllString(s, "EAA•••")
	return afterBearer.ReplaceAllString(s, "${1}•••")
}
