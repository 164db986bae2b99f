package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestPriceListsOnTheCommandLine(t *testing.T) {
	b := readyBench(t)
	assert.Contains(t, b.must("prices"), "There is no price list.")
	assert.Equal(t, "Prices of meta_cloud from 2020-11-01 saved.\n", b.must("prices", "set", "meta_cloud", "--from", "2020-11-01", "--marketing", "900", "--utility", "356,65"))
	b.must("prices", "set", "meta_cloud", "--from", "2020-11-01", "--country", "sg", "--utility", "1.234,50")
	b.must("prices", "set", "meta_cloud", "--from", "2020-11-01", "--marketing", "")
	b.must("prices", "set", "coster", "--from", "2020-01-01", "--service", "0.0411", "--currency", "usd")
	assert.Equal(t, `Protocol    From        Country  Marketing  Utility      Authentication  International auth.  Service
coster      2020-01-01  all      —          —            —               —                    $0.0411  in force
meta_cloud  2020-11-01  all      —          Rp 356.65    —               —                    —        in force
meta_cloud  2020-11-01  SG       —          Rp 1,234.50  —               —                    —
`, b.must("prices", "list"))

	var out []priceListJSON
	require.NoError(t, json.Unmarshal([]byte(b.must("prices", "list", "--protocol", "meta_cloud", "--json")), &out))
	assert.Equal(t, []priceListJSON{{
		Protocol: "meta_cloud", From: "2020-11-01", Currency: "IDR", InForce: true,
		Prices: map[string]string{"utility": "356.65"}, Countries: map[string]map[string]string{"SG": {"utility": "1234.5"}},
	}}, out)
	var one priceListJSON
	require.NoError(t, json.Unmarshal([]byte(b.must("prices", "set", "meta_cloud", "--from", "2999-01-01", "--utility", "1", "--json")), &one))
	assert.False(t, one.InForce)
	b.must("prices", "remove", "meta_cloud", "2999-01-01", "--yes")

	path := filepath.Join(t.TempDir(), "prices.csv")
	assert.Equal(t, "2 price lists saved as "+path+".\n", b.must("prices", "export", "-o", path))
	written, err := os.ReadFile(path)
	require.NoError(t, err)
	assert.Contains(t, string(written), "meta_cloud,2020-11-01,IDR,SG,,1234.5,,,\r\n")
	assert.Equal(t, 2, b.run("prices", "remove", "coster", "2020-01-01").code, "it asks")
	b.must("prices", "remove", "coster", "2020-01-01", "--yes")
	b.must("prices", "remove", "meta_cloud", "2020-11-01", "--yes")
	assert.Contains(t, b.must("prices"), "There is no price list.")
	assert.Equal(t, "Prices of coster from 2020-01-01 saved.\nPrices of meta_cloud from 2020-11-01 saved.\n", b.must("prices", "import", path))
	assert.Equal(t, string(written), b.must("prices", "export", "-o", "-"))
	assert.Contains(t, b.must("prices", "export", "--sample", "--for-excel", "-o", "-", "--from", "2026-11-01"), "meta_cloud;2026-11-01;IDR;all;900;400,5;400,5;;0\r\n")
}

func TestPricesFromStandardInput(t *testing.T) {
	b := readyBench(t)
	r := b.runWith("country;utility\nall;357\n", "prices", "import", "-")
	assert.Contains(t, r.err, "Add a column protocol to the file, or use --protocol.")
	r = b.runWith("country;utility\nall;357\n", "prices", "import", "-", "--protocol", "qontak", "--from", "2026-11-01", "--currency", "IDR", "--json")
	assert.Equal(t, 0, r.code, r.err)
	assert.JSONEq(t, `[{"protocol":"qontak","from":"2026-11-01"}]`, r.out)
	for _, args := range [][]string{
		{"set", "nobody", "--from", "2026-11-01", "--utility", "1"}, {"set", "qontak", "--from", "1 Nov", "--utility", "1"}, {"set", "qontak", "--from", "2026-11-01"},
		{"set", "qontak", "--from", "2026-11-01", "--utility", "1.234"}, {"set", "qontak", "--from", "2026-11-01", "--utility", "1", "--country", "Singapore"},
		{"set", "qontak", "--from", "2026-11-01", "--utility", ""}, {"remove", "qontak", "2020-01-01"}, {"import", "/nowhere"}, {"list", "--protocol", "nobody"},
		{"export", "-o", "-", "--protocol", "coster"},
	} {
		r := b.run(append([]string{"prices"}, args...)...)
		assert.NotZero(t, r.code, args)
		assert.NotEmpty(t, r.err)
	}
}
