package protocol

import (
	"net"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"channeldesk/app"
)

const (
	digitsMax  = 32
	addressMax = 200
	plainMax   = 200
	countMax   = 9
	secretMax  = 8 << 10
)

var graphVersion = regexp.MustCompile(`^v[0-9]{1,3}\.[0-9]{1,2}$`)

// Check cleans a typed value and says what is wrong with it. The empty value is
// fine here: what is missing is found when it is needed.
func (f Field) Check(typed string) (string, error) {
	if len(typed) > 1<<12 {
		return "", app.Invalid(f.Name, "{{.Label}} is much too long. Paste only the value itself.", "Label", app.Say(f.Label))
	}
	v := app.CleanName(typed)
	if v == "" {
		return "", nil
	}
	switch f.Kind {
	case Digits:
		return f.checkDigits(v)
	case Address:
		return f.checkAddress(v)
	case GraphVersion:
		if v[0] >= '0' && v[0] <= '9' {
			v = "v" + v
		}
		if !graphVersion.MatchString(v) {
			return "", app.Invalid(f.Name, "{{.Label}} looks like v26.0: the letter v, digits, a point, digits.", "Label", app.Say(f.Label))
		}
		return v, nil
	case Choice:
		for _, c := range f.Choices {
			if c.Value == v {
				return v, nil
			}
		}
		return "", app.Invalid(f.Name, "{{.Label}} must be one of these: {{.Choices}}.", "Label", app.Say(f.Label), "Choices", f.choiceNames())
	case UUID:
		return f.checkUUID(v)
	case Hex:
		return f.checkHex(v)
	case Count:
		return f.checkCount(v)
	case Plain:
	}
	if n, most := utf8.RuneCountInString(v), f.limit(plainMax); n > most {
		return "", app.Invalid(f.Name, "{{.Label}} has {{.N}} characters. At most {{.Max}} fit.", "Label", app.Say(f.Label), "N", n, "Max", most)
	}
	return v, nil
}

func (f Field) choiceNames() string {
	names := make([]string, len(f.Choices))
	for i, c := range f.Choices {
		names[i] = c.Value
	}
	return strings.Join(names, ", ")
}

func (f Field) limit(standard int) int {
	if f.Max > 0 {
		return f.Max
	}
	return standard
}

func (f Field) checkDigits(v string) (string, error) {
	v = visible(v)
	for _, r := range v {
		if r < '0' || r > '9' {
			return "", app.Invalid(f.Name, "{{.Label}} has digits only. Copy it again from the provider.", "Label", app.Say(f.Label))
		}
	}
	if most := f.limit(digitsMax); len(v) > most {
		return "", app.Invalid(f.Name, "{{.Label}} has {{.N}} digits. At most {{.Max}} fit.", "Label", app.Say(f.Label), "N", len(v), "Max", most)
	}
	if f.Min > 0 && len(v) < f.Min {
		return "", app.Invalid(f.Name, "{{.Label}} is too short: {{.N}} digits are missing.", "Label", app.Say(f.Label), "N", f.Min-len(v))
	}
	return v, nil
}

func (f Field) checkCount(v string) (string, error) {
	v = visible(v)
	if n, err := strconv.ParseUint(v, 10, 63); err != nil || n < 1 || len(v) > f.limit(countMax) {
		return "", app.Invalid(f.Name, "{{.Label}} is a whole number with at most {{.N}} digits.", "Label", app.Say(f.Label), "N", f.limit(countMax))
	}
	return strings.TrimLeft(v, "0"), nil
}

var uuidShape = regexp.MustCompile(`^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`)

// checkUUID also takes the 32 digits without their hyphens.
func (f Field) checkUUID(v string) (string, error) {
	v = strings.ToLower(strings.Trim(visible(v), "{}"))
	if len(v) == 32 && isHex(v) {
		v = v[:8] + "-" + v[8:12] + "-" + v[12:16] + "-" + v[16:20] + "-" + v[20:]
	}
	if !uuidShape.MatchString(v) {
		return "", app.Invalid(f.Name, "{{.Label}} has 32 digits and letters from a to f in five groups, like 0b5f0c52-5a35-4c53-9a8e-3f1f7ab0d111.", "Label", app.Say(f.Label))
	}
	return v, nil
}

func (f Field) checkHex(v string) (string, error) {
	v = strings.ToLower(strings.ReplaceAll(visible(v), "-", ""))
	if !isHex(v) {
		return "", app.Invalid(f.Name, "{{.Label}} has digits and the letters a to f only. Copy it again from the provider.", "Label", app.Say(f.Label))
	}
	if most := f.limit(digitsMax); len(v) > most {
		return "", app.Invalid(f.Name, "{{.Label}} has {{.N}} characters. At most {{.Max}} fit.", "Label", app.Say(f.Label), "N", len(v), "Max", most)
	}
	if len(v) < f.Min {
		return "", app.Invalid(f.Name, "{{.Label}} is too short: {{.N}} characters are missing.", "Label", app.Say(f.Label), "N", f.Min-len(v))
	}
	return v, nil
}

func isHex(v string) bool {
	return !strings.ContainsFunc(v, func(r rune) bool { return (r < '0' || r > '9') && (r < 'a' || r > 'f') })
}

func (f Field) checkAddress(v string) (string, error) {
	u, err := CheckAddress(v)
	if err != nil {
		return "", err.WithField(f.Name)
	}
	return u, nil
}

// CheckAddress cleans an address to which secrets will be sent: https, or plain
// http to this computer only; a host; no user, query or fragment; no slash at
// the end.
func CheckAddress(v string) (string, *app.Error) {
	bad := func(template string, pairs ...any) (string, *app.Error) {
		return "", app.Invalid("address", template, pairs...)
	}
	if len(v) > addressMax {
		return bad("The address has {{.N}} characters. At most {{.Max}} fit.", "N", len(v), "Max", addressMax)
	}
	u, err := url.Parse(v)
	if err != nil || !isHost(u.Hostname()) || !isPort(u) {
		return bad("This is not an address. Write it like https://example.com.")
	}
	if u.User != nil || u.RawQuery != "" || u.Fragment != "" || u.ForceQuery {
		return bad("An address has no user name, no question mark and no hash. Keep the part before them.")
	}
	if u.Scheme != "https" && !(u.Scheme == "http" && IsLoopback(u.Hostname())) {
		return bad("The address must begin with https, so that nobody on the way can read it.")
	}
	u.Host = strings.ToLower(u.Host)
	return strings.TrimRight(u.String(), "/"), nil
}

// isHost reports whether a host is written as the internet does: a literal
// address, or a name of ASCII letters, digits, hyphens and points.
func isHost(host string) bool {
	if net.ParseIP(host) != nil {
		return true
	}
	name := strings.TrimSuffix(host, ".")
	if name == "" || len(name) > 253 {
		return false
	}
	for _, part := range strings.Split(name, ".") {
		if !hostPart.MatchString(part) {
			return false
		}
	}
	return true
}

var hostPart = regexp.MustCompile(`^[A-Za-z0-9]([A-Za-z0-9_-]{0,61}[A-Za-z0-9])?$`)

func isPort(u *url.URL) bool {
	if u.Port() == "" {
		return !strings.HasSuffix(u.Host, ":")
	}
	n, err := strconv.ParseUint(u.Port(), 10, 16)
	return err == nil && n > 0
}

// visible leaves out blanks, line breaks and invisible marks.
func visible(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.IsControl(r) || unicode.Is(unicode.Cf, r) {
			return -1
		}
		return r
	}, s)
}

// IsLoopback reports whether a host is this computer by its literal address or
// the name localhost. Other names are never looked up.
func IsLoopback(host string) bool {
	if host == "localhost" {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}

// Check cleans a pasted secret: blanks, line breaks and invisible marks around
// and inside are artefacts of copying and go.
func (s SecretField) Check(typed string) (app.Secret, error) {
	most := s.MaxLen
	if most == 0 {
		most = secretMax
	}
	if len(typed) > most+1024 {
		return app.Secret{}, app.Invalid(s.Name, "{{.Label}} is much too long. Paste only the value itself.", "Label", app.Say(s.Label))
	}
	v := visible(typed)
	if v == "" {
		return app.Secret{}, app.Invalid(s.Name, "{{.Label}} is empty. Paste the value from the provider.", "Label", app.Say(s.Label))
	}
	if len(v) > most {
		return app.Secret{}, app.Invalid(s.Name, "{{.Label}} has {{.N}} characters. At most {{.Max}} fit.", "Label", app.Say(s.Label), "N", len(v), "Max", most)
	}
	for _, r := range v {
		if r < 0x21 || r > 0x7e {
			return app.Secret{}, app.Invalid(s.Name, "{{.Label}} holds a character that no provider uses. Copy it again, without text around it.", "Label", app.Say(s.Label))
		}
	}
	return app.NewSecret(v), nil
}
