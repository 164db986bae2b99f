package price_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"channeldesk/app"
	"channeldesk/app/price"
)

func TestFilesAreReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := drawBook(t)
		if len(b) == 0 {
			return
		}
		var out bytes.Buffer
		require.NoError(t, price.WriteCSV(&out, b, price.FileOptions{ForExcel: rapid.Bool().Draw(t, "excel")}))
		got, err := price.ReadCSV(&out, price.List{})
		require.NoError(t, err)
		require.Equal(t, []price.List(b), got)
	})
}

func TestTheSampleFile(t *testing.T) {
	var out bytes.Buffer
	require.NoError(t, price.WriteCSV(&out, []price.List{price.Sample(meta, "2026-11-01")}, price.FileOptions{}))
	assert.Equal(t, strings.ReplaceAll(`protocol,from,currency,country,marketing,utility,authentication,authentication_international,service
meta_cloud,2026-11-01,IDR,all,900,400.5,400.5,,0
meta_cloud,2026-11-01,IDR,MY,1200,250.25,,,
meta_cloud,2026-11-01,IDR,SG,1100,,,,
`, "\n", "\r\n"), out.String())
	out.Reset()
	require.NoError(t, price.WriteCSV(&out, []price.List{price.Sample(meta, "2026-11-01")}, price.FileOptions{ForExcel: true}))
	assert.Contains(t, out.String(), "meta_cloud;2026-11-01;IDR;all;900;400,5;400,5;;0\r\n")
	assert.True(t, strings.HasPrefix(out.String(), "\ufeffprotocol;"))
}

func TestPastedRows(t *testing.T) {
	otherwise := price.List{Protocol: meta, From: "2026-11-01", Currency: "IDR"}
	want := price.List{
		Protocol: meta, From: "2026-11-01", Currency: "IDR", Everywhere: price.Amounts{price.Marketing: units(900), price.Utility: 356_650_000},
		Regions: map[string]price.Amounts{"SG": {price.Marketing: 1_234_500_000}},
	}
	for name, text := range map[string]string{
		"tabs":       "Country\tMarketing\tUtility\nAll\tRp 900\t356,65\n\t\t\nsg\t1.234,50\t\n",
		"semicolons": "\ufeffcountry;marketing;utility\r\n;900;356,65\r\nSG;1.234,50\r\n",
		"commas":     "country,utility,marketing,\n*,356.65,900,\nSG,,\"1,234.50\",,\n",
	} {
		got, err := price.ReadCSV(strings.NewReader(text), otherwise)
		require.NoError(t, err, name)
		assert.Equal(t, []price.List{want}, got, name)
	}
}

func TestFilesThatCannotBeRead(t *testing.T) {
	otherwise := price.List{Protocol: meta, From: "2026-11-01", Currency: "IDR"}
	for _, x := range []struct{ text, field, why string }{
		{"", "file", "no prices in this file"},
		{"country,utility\n", "file", "no prices in this file"},
		{"country,utility\n,,\n", "file", "no prices in this file"},
		{"country,gifts\nall,1\n", "file", "no column gifts"},
		{"country,from\nall,2026-01-01\n", "file", "None of them has prices"},
		{"utility,utility\n1,2\n", "file", "utility is there twice"},
		{"country,utility\nall,1\nall,2\n", "file", "Line 3: There are two rows for all countries."},
		{"country,utility\nSG,1\nsg,2\n", "file", "Line 3: SG stands in the list twice."},
		{"country,utility\nSingapore,1\n", "file", "Line 2: Singapore is not a country."},
		{"country,utility\nall,1.234\n", "file", "Line 2: 1.234 can be read in two ways."},
		{"country,utility\nall,356,65\n", "file", "Line 2: This line has more cells"},
		{"currency,utility\nIDR,1\nUSD,2\n", "file", "has one currency"},
		{"from,utility\n1.11.2026,1\n", "file", "Line 2: Write the day"},
		{"country,utility\nall,\n", "file", "at least one price"},
		{"\xff\xfe\x00", "file", "not a CSV file"},
		{strings.Repeat("x", price.FileMost+1), "file", "too large"},
	} {
		_, err := price.ReadCSV(strings.NewReader(x.text), otherwise)
		require.ErrorContains(t, err, x.why, x.text[:min(len(x.text), 40)])
		assert.Equal(t, x.field, app.AsError(err).Field, x.why)
	}
	for field, l := range map[string]price.List{
		"protocol": {From: "2026-11-01", Currency: "IDR"}, "from": {Protocol: meta, Currency: "IDR"}, "currency": {Protocol: meta, From: "2026-11-01"},
	} {
		_, err := price.ReadCSV(strings.NewReader("country,utility\nall,1\n"), l)
		require.Error(t, err)
		assert.Equal(t, field, app.AsError(err).Field)
	}
	_, err := price.ReadCSV(brokenFile{}, otherwise)
	require.ErrorContains(t, err, "cannot be read")
	require.ErrorContains(t, price.WriteCSV(brokenFile{}, []price.List{price.Sample(meta, "2026-11-01")}, price.FileOptions{ForExcel: true}), "could not be written")
	require.ErrorContains(t, price.WriteCSV(brokenFile{}, []price.List{price.Sample(meta, "2026-11-01")}, price.FileOptions{}), "could not be written")
}

type brokenFile struct{}

func (brokenFile) Read([]byte) (int, error)  { return 0, errors.New("gone") }
func (brokenFile) Write([]byte) (int, error) { return 0, errors.New("full") }

func FuzzReadCSV(f *testing.F) {
	f.Add("country;utility\nall;356,65\nSG;1\n")
	f.Add("from\tcurrency\tutility\n2026-11-01\tUSD\t0.0411\n")
	f.Fuzz(func(t *testing.T, text string) {
		lists, err := price.ReadCSV(strings.NewReader(text), price.List{Protocol: meta, From: "2026-11-01", Currency: "IDR"})
		if err != nil {
			require.Equal(t, app.CodeInvalid, app.ErrorCode(err))
			return
		}
		for _, l := range lists {
			again, err := l.Check()
			require.NoError(t, err)
			require.Equal(t, l, again)
		}
	})
}
