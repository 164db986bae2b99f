package csvout

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestTextsThatExcelWouldChange(t *testing.T) {
	for text, want := range map[string]bool{
		"": false, "5": false, "131026": false, "999999999999999": false, "0": false,
		"00123": true, "1234567890123456": true, "1.250": true, "1,5": true, "1/2": true, "1E5": true, "10:30": true, "5%": true,
		"25 November 2026": true, "25 Nov 26": true, "Mar-26": true, "3rd March 2026": true, "Rp 1.250": true, "$5.00": true, "2026-03-04": true,
		"KPR-20418": false, "Ibu Sari": false, "5 kg": false, "2024_promo": false, "wamid.123": false, "Mei": false, "A-1": false, "Rp": false,
		"\u0661\u0662": false, "12 \U0001f600": false, "e": false,
	} {
		require.Equal(t, want, LooksLikeNumber(text), "%q", text)
		got := one(t, Options{ForExcel: true}, func(w *Writer) { w.Text(text) })
		require.Equal(t, want, strings.Contains(got, "'"), "%q gives %q", text, got)
		require.NotContains(t, one(t, Options{}, func(w *Writer) { w.Text(text) }), "'")
	}
}
