# Channel Desk. "make" alone shows what there is. What a target needs is looked for first,
# and installed when it is missing (.ci/setup), so "make run" works in a fresh clone.

SHELL := /bin/bash
.DEFAULT_GOAL := help

# One set of flags for everyday work, so that nothing is compiled twice. The tag tells Fyne
# that we keep its threading rules; -buildvcs=false because the version comes from below.
TAGS     := migrated_fynedo
VERSION  := $(shell .ci/version)
GOFLAGS_ := -buildvcs=false -tags $(TAGS)
LDFLAGS  := -X main.version=$(VERSION)
APP      := build/channeldesk

# Verbs for a trial of the command line or the window: make run ARGS="--data /tmp/try"
ARGS ?=

export TAGS VERSION

.PHONY: help
help: ## show this list
	@echo "Channel Desk $(VERSION): make TARGET"
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-10s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

##@ Using it

.PHONY: run
run: ## build and start the window; without a display, make the guided tour's pictures instead
	@.ci/setup build
	@$(MAKE) --no-print-directory compile
	@if [ "$$(uname -s)" = Linux ] && [ -z "$$DISPLAY$$WAYLAND_DISPLAY" ]; then \
	  echo "There is no display here, so no window can open. The guided tour runs on a virtual display instead;"; \
	  echo "its pictures will be in build/tour/."; \
	  $(MAKE) --no-print-directory tour; \
	else \
	  $(APP) $(ARGS); \
	fi

.PHONY: build
build: ## build the program to build/channeldesk
	@.ci/setup build
	@$(MAKE) --no-print-directory compile

.PHONY: compile
compile:
	@mkdir -p build
	@[ -e "$(APP)" ] || echo "Building. The first time takes about three minutes: the drawing library is compiled once."
	@go build $(GOFLAGS_) -ldflags '$(LDFLAGS)' -o $(APP) ./cmd/channeldesk

.PHONY: tour
tour: ## drive the real window on a virtual display, leave pictures in build/tour/
	@[ "$$(uname -s)" = Linux ] || { echo "The tour needs a virtual X screen, which only Linux has."; exit 1; }
	@.ci/setup test
	@$(MAKE) --no-print-directory compile
	@mkdir -p build/tour
	@.ci/tour
	@echo "The pictures of the tour are in build/tour/."

.PHONY: gallery
gallery: ## write a picture of every widget and every screen in every state to build/gallery/
	@.ci/setup build
	@mkdir -p build/gallery
	@go run $(GOFLAGS_) ./cmd/gallery -out build/gallery
	@echo "The gallery is in build/gallery/."

##@ Holding it to its promises

.PHONY: test
test: ## set up and run everything that must pass: build, vet, lint, import rules, all tests
	@.ci/setup test
	@.ci/test

.PHONY: check
check: ## what the build server runs, and on top the race detector on the screens and short fuzzing
	@.ci/setup test
	@.ci/test full

.PHONY: lint
lint: ## vet, formatting and the linters of .golangci.yml
	@.ci/setup build
	@.ci/test lint

.PHONY: bench
bench: ## benchmarks, the history of CHANNELDESK_ROWS messages (a million without it), then start time, memory and idle processor time beside a bare Fyne window
	@.ci/setup test
	@$(MAKE) --no-print-directory compile
	@packages=$$(.ci/packages '^func Benchmark'); \
	  [ -z "$$packages" ] || go test $(GOFLAGS_) -run '^$$' -bench . -benchmem $$packages
	@if [ -x .ci/bench ]; then .ci/bench; fi
	@.ci/bench-history

.PHONY: soak
soak: ## the long runs: kill -9, load and fuzzing (about an hour)
	@.ci/setup test
	@.ci/test soak

##@ Giving it away

.PHONY: dist
dist: ## packages for Linux (archive, .deb) and, where mingw is there, Windows, in build/dist/
	@.ci/setup build
	@.ci/dist

##@ Housekeeping

.PHONY: fmt
fmt: ## format the source
	@gofmt -w cmd app screens assets storage

.PHONY: clean
clean: ## remove build/ (Go's own caches stay: filling them takes minutes)
	@rm -rf build
