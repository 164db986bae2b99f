package main

import "runtime"

type versionVerb struct{}

// Run prints the version. It opens nothing.
func (versionVerb) Run(s *session) error {
	goVersion, commit := buildInfo()
	if s.flags.JSON {
		return s.console.json(struct {
			Version string `json:"version"`
			Commit  string `json:"commit,omitempty"`
			Go      string `json:"go"`
			System  string `json:"system"`
		}{version, commit, goVersion, runtime.GOOS + "/" + runtime.GOARCH})
	}
	s.console.printf("Channel Desk %s (%s, %s/%s)\n", version, goVersion, runtime.GOOS, runtime.GOARCH)
	return nil
}
