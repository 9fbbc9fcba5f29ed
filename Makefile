# What you can do here. Each target makes what it needs in .venv; nothing outside this folder is changed.
#
#   make setup   an environment with the package (editable) and every development tool
#   make demo    issue, bake and verify a badge of an invented academy
#   make test    everything that must pass: format, lint, types, layers, tests with branch coverage
#   make lint / make types / make bench / make docs / make schemas / make clean
#
# Tests over published vectors run where QUALITYBADGE_VECTORS names their folder, and are skipped otherwise.

PYTHON ?= $(shell for name in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$name; exit; }; \
	done; echo python3)
VENV := .venv
BIN := $(VENV)/bin
WORKERS ?= 2

.PHONY: setup demo test lint types bench docs schemas clean

setup: $(VENV)/.ready

$(VENV)/.ready: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "qualitybadge needs Python 3.11 or newer, and $(PYTHON) is: $$($(PYTHON) --version 2>&1)"; \
		echo "name another one: make PYTHON=/path/to/python3.11 $(MAKECMDGOALS)"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --editable '.[dev]'
	@touch $@

$(VENV)/.ready-docs: $(VENV)/.ready
	$(BIN)/python -m pip install --quiet --editable '.[docs]'
	@touch $@

demo: setup
	$(BIN)/python examples/demo.py

test: lint types
	$(BIN)/python -m pytest --numprocesses=$(WORKERS) --dist=worksteal --cov --cov-report=term:skip-covered

lint: setup
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports
	$(BIN)/python tools/export_classes.py --check
	$(BIN)/python tools/export_schemas.py --check
	$(BIN)/python tools/export_rules.py --check
	$(BIN)/python tools/seal_schemas.py --check

types: setup
	$(BIN)/mypy

bench: setup
	$(BIN)/python benchmarks/run.py

docs: $(VENV)/.ready-docs
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict

schemas: setup
	$(BIN)/python tools/export_classes.py
	$(BIN)/python tools/export_schemas.py
	$(BIN)/python tools/export_rules.py
	$(BIN)/python tools/seal_schemas.py

clean:
	rm -rf build dist site demo-out htmlcov .coverage .coverage.* .pytest_cache .hypothesis
	rm -rf .mypy_cache .ruff_cache .import_linter_cache
	find src tests tools -name __pycache__ -type d -prune -exec rm -rf {} +
