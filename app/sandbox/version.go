package sandbox

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

var versionPattern = regexp.MustCompile(`^v([0-9]+)\.([0-9]+)$`)

// liveVersion is a version of the Graph interface and the day it ends; the zero
// time for those that have no announced end.
type liveVersion struct {
	name string
	ends time.Time
}

// liveVersions are the versions, oldest first.
var liveVersions = []liveVersion{
	{"v20.0", time.Date(2026, 9, 24, 0, 0, 0, 0, time.UTC)},
	{"v21.0", time.Date(2027, 1, 21, 0, 0, 0, 0, time.UTC)},
	{"v22.0", time.Date(2027, 5, 20, 0, 0, 0, 0, time.UTC)},
	{"v23.0", time.Date(2027, 10, 8, 0, 0, 0, 0, time.UTC)},
	{"v24.0", time.Date(2028, 2, 18, 0, 0, 0, 0, time.UTC)},
	{"v25.0", time.Date(2028, 7, 29, 0, 0, 0, 0, time.UTC)},
	{"v26.0", time.Time{}},
}

// oldestLive is the version that serves calls to dead versions and to none.
func oldestLive(now time.Time) string {
	for _, v := range liveVersions {
		if v.ends.IsZero() || now.Before(v.ends) {
			return v.name
		}
	}
	return liveVersions[len(liveVersions)-1].name
}

// serveVersion gives the version that answers a call, and whether the asked one
// exists at all.
func serveVersion(asked string, now time.Time) (served string, known bool) {
	oldest := oldestLive(now)
	if asked == "" {
		return oldest, true
	}
	for _, v := range liveVersions {
		if v.name == asked && versionNumber(asked) >= versionNumber(oldest) {
			return asked, true
		}
	}
	if versionNumber(asked) < versionNumber(oldest) {
		return oldest, true
	}
	return "", false
}

// versionNumber orders versions: v26.0 is 26000.
func versionNumber(name string) int {
	parts := versionPattern.FindStringSubmatch(name)
	if parts == nil {
		return 0
	}
	major, _ := strconv.Atoi(parts[1])
	minor, _ := strconv.Atoi(parts[2])
	return major*1000 + minor
}

// splitVersion takes the version off the front of a path.
func splitVersion(path string) (version, rest string) {
	path = "/" + strings.TrimLeft(path, "/")
	first, rest, _ := strings.Cut(path[1:], "/")
	if versionPattern.MatchString(first) {
		return first, "/" + rest
	}
	return "", path
}
