# Every target sets up what it needs. `make` alone prints them.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin
export DJANGO_SETTINGS_MODULE := gongdao.project.settings

help: ## print these targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup: .venv/.ready ## install everything that is needed, from the lock file

.venv/.ready: requirements.lock pyproject.toml
	@scripts/setup $(PYTHON)

demo: setup ## play a marketplace's history, print the closing report, serve the pages
	$(BIN)/gongdao demo $(ARGS)

run: setup ## serve the pages and the API, with the clock running
	$(BIN)/gongdao serve $(ARGS)

test: setup browser ## all tests
	@scripts/test $(ARGS)

law: setup ## the law cases only: seconds, no database
	PYTEST_DISABLE_DATABASE=1 $(BIN)/python -m pytest tests/law $(ARGS)

browser: setup
	@scripts/browser

check: setup ## format, lint, types, arrows
	$(BIN)/ruff format --check gongdao tests bench
	$(BIN)/ruff check gongdao tests bench
	$(BIN)/mypy
	$(BIN)/lint-imports

fix: setup ## format and mend what can be mended
	$(BIN)/ruff format gongdao tests bench
	$(BIN)/ruff check --fix gongdao tests bench

docs: setup ## build the documentation site into site/
	$(BIN)/gongdao docs
	$(BIN)/mkdocs build --strict --quiet

prove: setup ## trial balance zero, evidence whole, every reference resolves
	$(BIN)/gongdao prove $(ARGS)

bench: setup ## measure, as ratios within one run
	$(BIN)/python -m bench $(ARGS)

clean: ## remove what the targets made here
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis site build dist

.PHONY: help setup demo run test law browser check fix docs prove bench clean
