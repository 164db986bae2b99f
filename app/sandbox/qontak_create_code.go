package sandbox

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// readCode reads the components of a template for authentication, whose words are
// WhatsApp's own: the body has no text, there is no heading, and one button.
func readCode(components []fields, t *QontakTemplate) (wrong []string) {
	hasButton := false
	for _, p := range components {
		switch p.text("type") {
		case "BODY":
			if p.text("text") != "" {
				wrong = append(wrong, "Body text is not allowed for authentication")
			}
			advice, given := p["add_security_recommendation"].(bool)
			if _, there := p["add_security_recommendation"]; there && !given {
				wrong = append(wrong, "Add security recommendation is invalid")
			}
			t.Body = codeWords(t.Language, advice)
		case "FOOTER":
			number, ok := p["code_expiration_minutes"].(json.Number)
			minutes, err := strconv.Atoi(number.String())
			if !ok || err != nil || minutes < 1 || minutes > 90 {
				wrong = append(wrong, "Code expiration minutes is invalid")
				continue
			}
			t.Footer = codeEnds(t.Language, minutes)
		case "BUTTONS":
			trouble := readCodeButton(p, t)
			wrong, hasButton = append(wrong, trouble...), true
		default:
			wrong = append(wrong, "Component type is invalid")
		}
	}
	if t.Body == "" {
		wrong = append(wrong, "Body can't be blank")
	}
	if !hasButton {
		wrong = append(wrong, "Buttons is invalid")
	}
	return wrong
}

// readCodeButton reads the one button, which is an address when it is read back.
func readCodeButton(p fields, t *QontakTemplate) (wrong []string) {
	buttons, ok := p.list("buttons")
	if !ok || len(buttons) != 1 || buttons[0].text("type") != "OTP" {
		return []string{"Buttons is invalid"}
	}
	kind := buttons[0].text("otp_type")
	if !slices.Contains([]string{"COPY_CODE", "ONE_TAP", "ZERO_TAP"}, kind) {
		return []string{"Otp type is invalid"}
	}
	text := buttons[0].text("text")
	if text == "" {
		text = "Copy code"
	}
	t.Buttons = []QontakButton{{Type: "URL", Text: text, URL: "https://www.whatsapp.com/otp/code/?otp_type=" + kind + "&code=otp{{1}}"}}
	return nil
}

// codeWords is what WhatsApp writes about a code.
func codeWords(language string, advice bool) string {
	words, warning := "{{1}} is your verification code.", " For your security, do not share this code."
	if strings.HasPrefix(language, "id") {
		words, warning = "{{1}} adalah kode verifikasi Anda.", " Demi keamanan, jangan bagikan kode ini."
	}
	if advice {
		words += warning
	}
	return words
}

func codeEnds(language string, minutes int) string {
	if strings.HasPrefix(language, "id") {
		return fmt.Sprintf("Kode ini kedaluwarsa dalam %d menit.", minutes)
	}
	return fmt.Sprintf("This code expires in %d minutes.", minutes)
}
