package app

import "context"

// SettingKeepHistory is for how many days messages are kept; "" and "0" are for
// ever.
const SettingKeepHistory = "keep_history"

// ActKeepHistory and ActHistoryExported are kinds of activity.
const (
	ActKeepHistory     = "keep_history"
	ActHistoryExported = "history_exported"
)

// HistoryRow is a message as an export of millions takes it. Its bytes are valid
// until the function that got it returns. Times are milliseconds since 1970; 0
// is none.
type HistoryRow struct {
	Mark, To, Template, Language, Source, Status, ProviderID, Code []byte
	// Price is as Message.Price.
	Price []byte
	// Reason is why it failed or is in doubt.
	Reason                                                       Text
	CreatedAt, AcceptedAt, SentAt, DeliveredAt, ReadAt, FailedAt int64
}

// HistoryExporter hands out all messages that a filter lets through, newest
// first, as they stand when each is read; those made after it began are left out.
// It calls fn on the caller's goroutine, and stops with its error, or soon after
// ctx ends. It holds no transaction open for long.
type HistoryExporter interface {
	ExportMessages(ctx context.Context, f HistoryFilter, fn func(*HistoryRow) error) error
}
