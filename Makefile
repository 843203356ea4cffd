# Everything a developer runs, from a checkout and Python 3.11 or newer. `make` alone lists it.

PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
SAMPLE := samples/so-nganh-chuyen-doi-so.xlsx
DEMO := build/demo

.DEFAULT_GOAL := help
.PHONY: help demo test lint types docs picture bench soak clean

help:  ## lists these targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-7s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: .venv/installed  ## audits a sample and says where the result is
	@mkdir -p $(DEMO)
	@$(BIN)/reconcile check $(SAMPLE) -o $(DEMO)/audit.xlsx || [ $$? -eq 1 ]
	@echo
	@echo "The annotated workbook is $(CURDIR)/$(DEMO)/audit.xlsx"

test: .venv/for-tests wheels/filled  ## installs what the tests need and runs them all
	$(BIN)/python -m pytest -n auto

lint: .venv/for-lint  ## style, by ruff
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: .venv/for-lint  ## types, by mypy --strict
	$(BIN)/mypy

docs: .venv/installed  ## writes the generated parts of README.md anew
	$(BIN)/python docs/generate.py

picture: .venv/installed  ## draws the README's picture anew; needs LibreOffice and poppler
	$(PIP) install -q -c constraints.txt -e '.[picture]'
	$(BIN)/python docs/picture.py

bench: .venv/installed  ## measures times, and keeps them in benchmarks/results
	$(BIN)/python benchmarks/startup.py
	$(BIN)/python benchmarks/localise.py
	$(BIN)/python benchmarks/scale.py
	$(BIN)/python benchmarks/field.py
	$(BIN)/python benchmarks/batch.py

soak: .venv/for-tests wheels/filled  ## the long campaigns: more examples, planted faults, damaged files
	$(BIN)/python -m pytest -n auto -m 'soak or not soak' --hypothesis-profile=soak
	$(BIN)/python -m benchmarks.faults
	$(BIN)/python -m benchmarks.strangers
	$(BIN)/python -m benchmarks.fuzz

clean:  ## removes what the targets above made
	rm -rf .venv wheels build dist

.venv/bin/python:
	@[ -n "$(PYTHON)" ] || { echo "reconcile needs Python 3.11 or newer" >&2; exit 1; }
	$(PYTHON) -m venv .venv

.venv/installed: pyproject.toml constraints.txt | .venv/bin/python
	$(PIP) install -q -c constraints.txt -e .
	@touch $@

.venv/for-tests: .venv/installed
	$(PIP) install -q -c constraints.txt -e '.[test]'
	@touch $@

.venv/for-lint: .venv/installed
	$(PIP) install -q -c constraints.txt -e '.[lint]'
	@touch $@

# What the wheel test installs from: every dependency and the build backend, but not our own wheel.
wheels/filled: pyproject.toml constraints.txt | .venv/bin/python
	rm -rf wheels
	$(PIP) wheel -q -c constraints.txt -w wheels . hatchling
	rm wheels/reconcile_sheets-*.whl
	@touch $@
