package kit

import (
	"strconv"
	"strings"

	"fyne.io/fyne/v2/lang"
)

// Number writes a number with the language's mark between thousands: 2,415 in
// English, 2.415 in Indonesian.
func Number(n int) string {
	digits := strconv.Itoa(n)
	sign := ""
	if strings.HasPrefix(digits, "-") {
		sign, digits = "-", digits[1:]
	}
	if len(digits) <= 3 {
		return sign + digits
	}
	mark := lang.X("number.thousands", ",")
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + mark + digits[i:]
	}
	return sign + digits
}
