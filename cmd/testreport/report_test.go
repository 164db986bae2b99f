package main

import (
	"bufio"
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// summarise runs a whole report over the events and returns its text and verdict.
func summarise(t *testing.T, events ...string) (text string, failed bool) {
	t.Helper()
	var buffer bytes.Buffer
	out := bufio.NewWriter(&buffer)
	r := newReport(out)
	require.NoError(t, r.read(strings.NewReader(strings.Join(events, "\n")+"\n")))
	failed = r.finish()
	require.NoError(t, out.Flush())
	return buffer.String(), failed
}

func TestPassingTestsLeaveOnlyThePackageLine(t *testing.T) {
	text, failed := summarise(t,
		`{"Action":"run","Package":"p","Test":"TestA"}`,
		`{"Action":"output","Package":"p","Test":"TestA","Output":"=== RUN   TestA\n"}`,
		`{"Action":"output","Package":"p","Test":"TestA","Output":"chatter\n"}`,
		`{"Action":"pass","Package":"p","Test":"TestA"}`,
		`{"Action":"output","Package":"p","Output":"PASS\n"}`,
		`{"Action":"output","Package":"p","Output":"ok  \tp\t0.1s\n"}`,
		`{"Action":"pass","Package":"p"}`)
	assert.False(t, failed)
	assert.Equal(t, "ok  \tp\t0.1s\n1 passed, 0 failed\n", text)
}

func TestAFailedTestIsShownWhole(t *testing.T) {
	text, failed := summarise(t,
		`{"Action":"run","Package":"p","Test":"TestA"}`,
		`{"Action":"output","Package":"p","Test":"TestA","Output":"    a_test.go:7: wrong\n"}`,
		`{"Action":"output","Package":"p","Test":"TestA","Output":"--- FAIL: TestA (0.00s)\n"}`,
		`{"Action":"fail","Package":"p","Test":"TestA"}`,
		`{"Action":"output","Package":"p","Output":"FAIL\tp\t0.1s\n"}`,
		`{"Action":"fail","Package":"p"}`)
	assert.True(t, failed)
	assert.Contains(t, text, "a_test.go:7: wrong\n--- FAIL: TestA")
	assert.True(t, strings.HasSuffix(text, "FAIL\tp\t0.1s\n0 passed, 1 failed\n"), text)
}

func TestAPackageThatDoesNotBuildCountsAsFailed(t *testing.T) {
	text, failed := summarise(t,
		`{"ImportPath":"p [p.test]","Action":"build-output","Output":"p/a.go:3: undefined: x\n"}`,
		`{"ImportPath":"p [p.test]","Action":"build-fail"}`,
		`{"Action":"output","Package":"p","Output":"FAIL\tp [build failed]\n"}`,
		`{"Action":"fail","Package":"p","FailedBuild":"p [p.test]"}`)
	assert.True(t, failed)
	assert.Equal(t, "p/a.go:3: undefined: x\nFAIL\tp [build failed]\n0 passed, 1 failed\n", text)
}

func TestAPanicFailsTheTestThatRan(t *testing.T) {
	text, failed := summarise(t,
		`{"Action":"run","Package":"p","Test":"TestA"}`,
		`{"Action":"output","Package":"p","Test":"TestA","Output":"panic: no\n"}`,
		`{"Action":"fail","Package":"p"}`)
	assert.True(t, failed)
	assert.Equal(t, "panic: no\n0 passed, 1 failed\n", text)
}

func TestAStreamThatBreaksOffCountsAsFailed(t *testing.T) {
	text, failed := summarise(t, `{"Action":"run","Package":"p","Test":"TestA"}`)
	assert.True(t, failed)
	assert.Contains(t, text, "TestA (did not end)")
}

func TestSkippedTestsAreNamed(t *testing.T) {
	text, failed := summarise(t,
		`{"Action":"run","Package":"p","Test":"TestA"}`,
		`{"Action":"output","Package":"p","Test":"TestA","Output":"    a_test.go:7: needs macOS\n"}`,
		`{"Action":"output","Package":"p","Test":"TestA","Output":"--- SKIP: TestA (0.00s)\n"}`,
		`{"Action":"skip","Package":"p","Test":"TestA"}`,
		`{"Action":"pass","Package":"p"}`)
	assert.False(t, failed)
	assert.Contains(t, text, "needs macOS")
	assert.True(t, strings.HasSuffix(text, "1 skipped, see above\n0 passed, 0 failed\n"), text)
}

func TestOtherLinesArePassedOn(t *testing.T) {
	text, _ := summarise(t, "go: downloading x v1.0.0")
	assert.Contains(t, text, "go: downloading x v1.0.0\n")
}
