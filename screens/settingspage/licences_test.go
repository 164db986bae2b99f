package settingspage

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// onlyTests are libraries that no program has in it.
var onlyTests = []string{"github.com/stretchr/testify", "pgregory.net/rapid", "github.com/getkin/kin-openapi"}

// Every library that the program asks for is thanked.
func TestWorksOfOthersAreComplete(t *testing.T) {
	data, err := os.ReadFile("../../go.mod")
	require.NoError(t, err)
	for _, m := range regexp.MustCompile(`(?m)^\t(\S+) v\S+$`).FindAllStringSubmatch(string(data), -1) {
		if slices.Contains(onlyTests, m[1]) {
			continue
		}
		assert.True(t, slices.ContainsFunc(licences, func(l licence) bool {
			return l.module != "" && (m[1] == l.module || strings.HasPrefix(m[1], l.module+"/"))
		}), m[1])
	}
}
