# Everything a person does with this project begins here. `make run` and `make test` need nothing before them but Python 3.11 or newer.
SHELL := /bin/bash
PYTHON ?= python3
BIN := .venv/bin
export PORT ?= 3000
ifndef PERSCOACH_SAMPLES
ifneq ($(wildcard ../shared/data),)
export PERSCOACH_SAMPLES := $(abspath ../shared/data)
endif
endif

.PHONY: help run setup test check audit format prove bench wheel demo-clips clean-environment
help: ## show what there is
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

run: setup ## install, process the demo clips, serve http://anna.localhost:$(PORT)
	@exec $(BIN)/perscoach demo --port $(PORT)

setup: .venv/.installed ## only make the virtual environment
.venv/.installed: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "pers.coach needs Python 3.11 or newer; this is $$($(PYTHON) -V). Install one and name it: make $(MAKECMDGOALS) PYTHON=python3.12"; exit 1; }
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear .venv || { echo "The virtual environment could not be made. On Debian or Ubuntu: sudo apt install python3-venv"; exit 1; }
	@echo "Installing the pinned packages (the first time: a few minutes)…"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e . || { echo "A package could not be installed. Check the network connection and the message above, then run the same command again: it goes on where it stopped."; exit 1; }
	@touch $@

.venv/.tested: .venv/.installed
	@echo "Installing what only the tests need…"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[test]' || { echo "A package for the tests could not be installed. Check the network connection and the message above, then run the same command again."; exit 1; }
	@touch $@

test: .venv/.tested ## run all tests, in a real browser too
	@$(BIN)/python -m tests.browser.chromium
	@$(BIN)/perscoach prepare
	@$(BIN)/python -m tests

check: .venv/.tested ## lint, types, import directions, JavaScript types
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo 2>/dev/null || $(BIN)/lint-imports
	@$(BIN)/python -m perscoach_app.setup.typecheck

audit: .venv/.tested ## bandit over our code; known vulnerabilities of the pinned packages, where the index publishes advisories
	@$(BIN)/bandit --quiet -c pyproject.toml -r perscoach_app perscoach_motion perscoach_training gpu_jobs
	@$(BIN)/python -m tests.advisories

format: .venv/.tested ## put the code in its common form
	@$(BIN)/ruff check --fix --quiet .
	@$(BIN)/ruff format .

prove: .venv/.tested ## measure what the project claims; writes benchmarks/results/*.json
	@$(BIN)/python -m tests.browser.chromium
	@$(BIN)/perscoach prepare
	@$(BIN)/python -m pytest -m "quiet or long" tests
	@PERSCOACH_FUZZ=10 $(BIN)/python -m pytest tests/app/test_http_fuzzed.py
	@$(BIN)/perscoach bench --all

bench: setup ## list the measurements
	@$(BIN)/perscoach bench

wheel: setup ## build a wheel of what the browser's Python runs
	@$(BIN)/python -m pip wheel --quiet --no-deps --no-build-isolation --wheel-dir dist packaging/motion && ls dist/*.whl

demo-clips: .venv/.tested ## render the demo people again
	@$(BIN)/python -m tests.synthetic.demo_clips

clean-environment: ## remove the virtual environment and what was built
	@rm -rf .venv .web assets/vendor
