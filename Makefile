# make lab | test | kit | data | results | bench | lint: see README.md. On Windows, README.md has the same steps by hand.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: lab test kit data results bench lint

lab: .venv/lab
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/python -m grading kit
	cd build/kit && PATH="$(CURDIR)/$(BIN):$$PATH" CS_NN_DATASETS="$(CURDIR)/datasets" $(CURDIR)/$(BIN)/jupyter lab --config=jupyter_lab_config.py $(LAB_OPTIONS)

test: .venv/test
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/python -m pytest -n 2 $(PYTEST_OPTIONS)

kit: .venv/lab
	$(BIN)/python -m grading kit --zip

data: .venv/lab
	./get_datasets.sh

results: .venv/lab
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/python -m grading results

bench: .venv/test
	$(BIN)/python -m benchmarks

lint: .venv/test
	$(BIN)/ruff check .

.venv/lab: requirements.txt
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	touch $@

.venv/test: .venv/lab requirements-test.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-test.txt
	touch $@
