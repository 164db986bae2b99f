package sandbox

import (
	"regexp"
	"strconv"
)

var variablePattern = regexp.MustCompile(`\{\{([0-9]{1,3})\}\}`)

// countVariables is the highest n of {{n}} in a text.
func countVariables(text string) int {
	highest := 0
	for _, m := range variablePattern.FindAllStringSubmatch(text, -1) {
		n, _ := strconv.Atoi(m[1])
		highest = max(highest, n)
	}
	return highest
}

// fillVariables puts values into a text; those that are missing stay as they
// are.
func fillVariables(text string, values []string) string {
	return variablePattern.ReplaceAllStringFunc(text, func(m string) string {
		n, _ := strconv.Atoi(m[2 : len(m)-2])
		if n < 1 || n > len(values) {
			return m
		}
		return values[n-1]
	})
}
