# make lab | quick | test | kit | site | messages | data | results | bench | lint: see README.md. On Windows, README.md has the same steps by hand.
PYTHON ?= python3
BIN := .venv/bin

# install.py makes .venv, or says first which Python it needs; an interpreter that is named gets an environment of its own.
INSTALL = @command -v $(firstword $(PYTHON)) >/dev/null || { echo "There is no $(PYTHON) here. The course needs Python \
3.11, 3.12 or 3.13: install one, or name it: make lab PYTHON=python3.12" >&2; exit 1; }; \
	$(PYTHON) install.py $(if $(filter file,$(origin PYTHON)),,--this) $(INSTALL_OPTIONS)

# LANGUAGE=zh_CN make kit. A desktop may have set this variable too, to what is no translation of the course.
KIT_LANGUAGE = $(if $(LANGUAGE),$(if $(or $(filter command,$(firstword $(origin LANGUAGE))),$(wildcard \
	locale/$(LANGUAGE)/.)),--language $(LANGUAGE)))

.PHONY: lab quick test kit site messages data results bench lint install install-test

lab: install
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/python -m grading kit
	cd build/kit && PATH="$(CURDIR)/$(BIN):$$PATH" CS_NN_DATASETS="$(CURDIR)/datasets" "$(CURDIR)/$(BIN)/jupyter" lab --config=jupyter_lab_config.py $(LAB_OPTIONS)

test: install-test
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/python -m pytest -n auto $(PYTEST_OPTIONS)

# After each change: the tests that take seconds at most, without a browser.
quick: install-test
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/python -m pytest -n 2 -m "not slow and not browser" $(PYTEST_OPTIONS)

kit: install
	$(BIN)/python -m grading kit --zip $(KIT_LANGUAGE)

messages: install
	$(BIN)/python -m grading messages

site: install
	$(BIN)/python -m grading site $(SITE_OPTIONS)
	$(BIN)/python -m http.server --bind 127.0.0.1 --directory build/site 8000

data: install
	./get_datasets.sh

results: install
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/python -m grading results

bench: install-test
	$(BIN)/python -m benchmarks

lint: install-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

install:
	$(INSTALL)

install-test:
	$(INSTALL) requirements-test.txt
