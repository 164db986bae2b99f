// Package gateway is the program's HTTP side: it takes the providers' webhooks
// under /hooks, serves the notification API under /v1 with its description and a
// guide, tells how it is under /healthz, /readyz and /metrics, and keeps the
// background work (sending, forwarding, sessions) running beside it.
//
// One Service is the gateway of one workspace. Window and command line start and
// stop it the same way. What came in was stored before it is answered; nothing
// here holds work in memory that a kill would lose.
//
// The files, by subject:
//
//	service.go, status.go   start, stop, what the window shows
//	server.go, front.go     limits, time-outs, and what every request passes
//	hooks.go, page.go       webhooks, and the page for people who open one
//	api*.go, problem.go     the notification API
//	runner.go, health.go    background work, and whether it works
//	metrics.go, counted.go  figures for Prometheus
//	docs.go                 the guide at /docs
package gateway
