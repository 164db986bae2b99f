package frame

import (
	"strconv"
	"strings"

	"channeldesk/app"
)

const (
	draftPart    = "draft:"
	templatePart = "template:"
)

// DraftPart is the part of the template editor that opens a draft; the part ""
// begins a new one.
func DraftPart(id app.TemplateDraftID) string { return draftPart + strconv.FormatInt(int64(id), 10) }

// PartDraft reads a DraftPart; ok is false for other parts.
func PartDraft(part string) (id app.TemplateDraftID, ok bool) {
	n, ok := numbered(part, draftPart)
	return app.TemplateDraftID(n), ok
}

// TemplatePart is the part of a page that is about one template: Templates shows
// its details, Send has it chosen.
func TemplatePart(id app.TemplateID) string {
	return templatePart + strconv.FormatInt(int64(id), 10)
}

// PartTemplate reads a TemplatePart; ok is false for other parts.
func PartTemplate(part string) (id app.TemplateID, ok bool) {
	n, ok := numbered(part, templatePart)
	return app.TemplateID(n), ok
}

func numbered(part, prefix string) (int64, bool) {
	rest, ok := strings.CutPrefix(part, prefix)
	n, err := strconv.ParseInt(rest, 10, 64)
	return n, ok && err == nil && n > 0
}
