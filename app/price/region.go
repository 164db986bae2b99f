package price

import (
	"strconv"
	"strings"

	"github.com/nyaruka/phonenumbers"

	"channeldesk/app"
)

// ParseRegion gives a typed ISO 3166-1 code in capitals, or an error with the
// field "country".
func ParseRegion(typed string) (string, error) {
	r := strings.ToUpper(app.CleanName(typed))
	if len(r) != 2 || phonenumbers.GetCountryCodeForRegion(r) == 0 {
		return "", app.Invalid("country", "{{.Country}} is not a country. Write its two letters, for example SG.", "Country", typed)
	}
	return r, nil
}

// callingMost is the most digits of a country calling code.
const callingMost = 3

// Regions finds countries of phone numbers. It remembers country calling codes
// that belong to one country, so that millions are found without reading the
// numbers. The zero value is ready. Not safe for concurrent use.
type Regions struct {
	alone map[string]string
}

// Of gives the ISO 3166-1 code of a number in E.164; "" when nobody knows.
func (r *Regions) Of(e164 string) string {
	digits, ok := strings.CutPrefix(e164, "+")
	if !ok {
		return ""
	}
	for n := 1; n <= min(callingMost, len(digits)); n++ {
		if region, ok := r.alone[digits[:n]]; ok {
			return region
		}
	}
	number, err := phonenumbers.Parse(e164, app.DefaultCountry)
	if err != nil {
		return ""
	}
	code := int(number.GetCountryCode())
	of := phonenumbers.GetRegionCodesForCountryCode(code)
	switch {
	case len(of) == 0 || of[0] == phonenumbers.UNKNOWN_REGION || of[0] == phonenumbers.REGION_CODE_FOR_NON_GEO_ENTITY:
		return ""
	case len(of) == 1:
		if r.alone == nil {
			r.alone = map[string]string{}
		}
		r.alone[strconv.Itoa(code)] = of[0]
		return of[0]
	}
	if region := phonenumbers.GetRegionCodeForNumber(number); region != "" && region != phonenumbers.UNKNOWN_REGION {
		return region
	}
	return of[0] // several countries share the code, and the number is of none: the main one
}

// RegionCodes are all countries with phone numbers, sorted.
func RegionCodes() []string {
	var out []string
	for region := range phonenumbers.GetSupportedRegions() {
		out = append(out, region)
	}
	return sorted(out)
}
