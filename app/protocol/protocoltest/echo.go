package protocoltest

import (
	"encoding/json"
	"net/url"
)

// echoBody puts a text into every place of an answer that a protocol might show
// to people, in the forms of several providers.
func echoBody(said string) string {
	if plain, err := url.QueryUnescape(said); err == nil {
		said += " " + plain
	}
	body, err := json.Marshal(map[string]any{
		"id": said, "name": said, "message": said, "verified_name": said, "display_phone_number": said,
		"errors": []any{said, map[string]any{"message": said, "error_description": said}},
		"data":   map[string]any{"app_id": said, "application": said, "is_valid": true, "scopes": []string{said}},
		"error": map[string]any{
			"code": 100, "message": said, "error_user_title": said, "error_user_msg": said, "fbtrace_id": said,
			"error_data": map[string]any{"details": said}, "messages": []string{said},
		},
	})
	if err != nil {
		return "{}"
	}
	return string(body)
}
