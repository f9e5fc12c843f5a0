# `make demo` and `make test` need CPython 3.11 or later with venv, and nothing else.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo screenshots test formatters browser test-lowest check clean
.DEFAULT_GOAL := demo

$(VENV)/installed: pyproject.toml
	@echo 'Setting up $(VENV): a minute or so, the first time.'
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --upgrade 'pip>=25.1'
	@$(BIN)/python -m pip install --quiet --editable '.[llm,web,dask]' --group dev
	@touch $@

demo: $(VENV)/installed  ## a first draft from a small sample, over HTTP on loopback
	@$(BIN)/tracker demo demo

screenshots: $(VENV)/installed  ## the pictures of README and docs/, of the demo as Chromium shows it
	$(BIN)/python -m tests.support.screenshots docs/pictures

# The tests that run them are skipped without them.
formatters: $(VENV)/installed  ## prettier and remark, where there is npm
	@command -v npm >/dev/null && npm install --silent --no-fund --no-audit --prefix $(VENV)/formatters \
	  prettier@3 remark-cli@12 remark-frontmatter@5 remark-gfm@4 \
	  || echo 'prettier and remark cannot be installed: their tests will be skipped.'

browser: $(VENV)/installed  ## Chromium, where apt-get may install it, and axe, where there is npm
	@command -v chromium >/dev/null || { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null \
	  && apt-get update -qq && apt-get install -qq --yes --no-install-recommends chromium >/dev/null; } \
	  || echo 'chromium cannot be installed: its tests will be skipped.'
	@command -v npm >/dev/null && npm install --silent --no-fund --no-audit --prefix $(VENV)/axe axe-core@4 \
	  || echo 'axe cannot be installed: its test will be skipped.'

test: $(VENV)/installed  ## all tests
	$(BIN)/python -m pytest -n auto

# What stands on the inside of the arxiv package, on httpcore and on llm, at the oldest versions that pyproject.toml allows.
test-lowest:
	@set -e; folder=$$(mktemp -d); trap 'rm -rf "$$folder"' EXIT; \
	sed -n -e '/^dependencies = \[/,/^\]/s/^ *"\([a-z0-9-]*\)>=\([0-9.]*\)".*/\1==\2/p' \
	  -e 's/^llm = \["llm>=\([0-9.]*\)"\].*/llm==\1/p' pyproject.toml > "$$folder/lowest.txt"; \
	$(PYTHON) -m venv "$$folder/venv"; \
	"$$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check --editable '.[llm]' --constraint "$$folder/lowest.txt" pytest hypothesis; \
	"$$folder/venv/bin/python" -m pytest -p no:cacheprovider tests/sources/http tests/sources/arxiv/test_answers.py tests/sources/arxiv/test_gate.py tests/sources/arxiv/test_announcements.py tests/reader

check: $(VENV)/installed  ## style, types, import layers and dependencies
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/deptry . benchmarks

clean:
	rm -rf $(VENV) demo
