# Two commands: `make run` and `make test`. Everything else is a habit.
SHELL := /bin/bash
PYTHON ?= python3
BIN := .venv/bin
JOBS ?= 2
UV := $(shell command -v uv 2>/dev/null)

# Databases of the tests in memory where there is room: they wait for the disk at every commit.
TEMPORARY := $(shell test -w /dev/shm && test "$$(df --output=avail -k /dev/shm | tail -1)" -gt 4000000 && echo PYTEST_DEBUG_TEMPROOT=/dev/shm)

.DEFAULT_GOAL := help
.PHONY: help run test coverage torture lint bench shots soak lock demo clean

help: ## this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 12

run: .venv/run.stamp ## build the demonstration city if need be, start the cockpit, print its address
	@$(BIN)/python app.py

test: .venv/test.stamp ## all tests, with a real browser and a real PostgreSQL; JOBS=2 processes at a time
	@$(BIN)/python -m tests.needs
	@$(TEMPORARY) $(BIN)/python -m pytest -n $(JOBS) --dist worksteal $(ARGS)

coverage: .venv/test.stamp ## the tests once, and the lines and branches that none of them takes; JOBS=2 ARGS=tests/web
	@$(BIN)/python -m tests.needs
	@$(TEMPORARY) $(BIN)/python -m pytest -n $(JOBS) --dist worksteal --cov --cov-report=term-missing $(ARGS)

torture: .venv/test.stamp ## the campaigns among the tests at full length: every kill, every turn, more examples
	@$(BIN)/python -m tests.needs
	@TORTURE=1 $(BIN)/python -m pytest -n $(JOBS) --dist worksteal -m campaign $(ARGS)

lint: .venv/test.stamp .lint/node_modules/stamp ## style, types, who may know whom; scripts and styles (needs Node.js)
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy && $(BIN)/lint-imports
	@.lint/node_modules/.bin/biome ci --error-on-warnings .

bench: .venv/test.stamp ## measure the engine, the warehouse and the pages; ARGS="--scale 1 10 100" or "--against REV --also install gates"
	@$(BIN)/python -m tests.needs
	@$(BIN)/python -m tests.performance $(ARGS)

shots: .venv/test.stamp ## pictures of every screen in both languages and themes, into shots/
	@$(BIN)/python -m tests.needs
	@$(BIN)/python -m tests.browser.pictures $(ARGS)

soak: .venv/test.stamp ## a wall that turns for ten minutes, and what it weighs; ARGS="--minutes 600 --url …"
	@$(BIN)/python -m tests.needs
	@$(BIN)/python -m tests.browser.soak $(ARGS)

lock: .venv/test.stamp ## resolve the dependencies anew, with hashes
	@$(BIN)/python -m pip install -q uv
	@$(BIN)/uv pip compile -q --universal --python-version 3.11.5 --generate-hashes --no-emit-index-url --no-header pyproject.toml -o requirements.lock
	@$(BIN)/uv pip compile -q --universal --python-version 3.11.5 --generate-hashes --no-emit-index-url --no-header --extra test --extra lint -c requirements.lock pyproject.toml -o requirements-dev.lock

demo: .venv/run.stamp ## throw the demonstration warehouse away and build it anew
	@$(BIN)/flask --app app build-demo --anew

clean: ## remove the environment; the data in var/ stays
	rm -rf .venv

.venv/run.stamp: requirements.lock
	@test -x $(BIN)/python || $(if $(UV),$(UV) venv -q --python $(PYTHON) .venv,$(PYTHON) -m venv .venv)
	@$(BIN)/python -m runtime.versions $(if $(UV),,"$$($(BIN)/python -m pip --version)")
	@echo "Installing what the cockpit needs ..."
	@$(if $(UV),$(UV) pip install -q --python $(BIN)/python --require-hashes -r $<,$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r $<)
	@touch $@

.venv/test.stamp: requirements-dev.lock .venv/run.stamp
	@echo "Installing what the tests need ..."
	@$(if $(UV),$(UV) pip install -q --python $(BIN)/python --require-hashes -r $<,$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r $<)
	@touch $@

.lint/node_modules/stamp: .lint/package-lock.json .venv/test.stamp
	@$(BIN)/python -m tests.needs node
	@echo "Installing what checks scripts and styles ..."
	@npm ci --silent --prefix .lint
	@touch $@
