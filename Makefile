# Two commands on a machine with Python 3.11+, pip and make:  make demo  and  make test
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.PHONY: demo test check laws bench fuzz format docs screenshot browser clean

demo: $(VENV)/run.stamp  ## analyse the study in data/ and say where the page is
	$(BIN)/netmodel analyse data/stakeholders.csv --quiet
	@echo "The page: $(CURDIR)/data/report/report.html"

test: $(VENV)/test.stamp browser  ## the whole suite with doctests and the browser, once, on two cores
	$(BIN)/python -m pytest -n 2 --dist worksteal

check: $(VENV)/test.stamp  ## format, lint, strict types, import contract: seconds
	$(BIN)/ruff format --check --quiet .
	$(BIN)/ruff check --quiet .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

laws: $(VENV)/test.stamp  ## property tests at full volume
	$(BIN)/python -m pytest -n 2 --dist worksteal -m laws

bench: $(VENV)/test.stamp  ## speed, as ratios in one run
	$(BIN)/python tests/bench/scoring.py
	$(BIN)/python tests/bench/measures.py
	$(BIN)/python tests/bench/portfolios.py
	$(BIN)/python tests/bench/ensembles.py
	$(BIN)/python tests/bench/streaming.py
	$(BIN)/python tests/bench/workers.py
	$(BIN)/python tests/bench/reading.py
	$(BIN)/python tests/bench/page.py
	$(BIN)/python tests/bench/frames.py

fuzz: $(VENV)/test.stamp  ## mutated files for a long time
	$(BIN)/python tests/fuzz/tables.py
	$(BIN)/python tests/fuzz/polluted.py
	$(BIN)/python tests/fuzz/graphs.py

format: $(VENV)/test.stamp  ## put code into shape
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

docs: $(VENV)/test.stamp  ## write the format tables into data/README.md
	$(BIN)/python tests/write_docs.py

screenshot: demo $(VENV)/test.stamp browser  ## take the pictures of the page into examples/screenshots
	$(BIN)/python tests/screenshot.py

browser: $(VENV)/test.stamp
	@$(BIN)/python tests/browser.py

$(VENV)/python.stamp:
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/run.stamp: $(VENV)/python.stamp pyproject.toml
	$(PIP) -e .
	@touch $@

$(VENV)/test.stamp: $(VENV)/python.stamp pyproject.toml constraints.txt
	$(PIP) -e '.[dev]' -c constraints.txt
	@touch $@ $(VENV)/run.stamp

clean:
	rm -rf $(VENV) data/report .pytest_cache .mypy_cache .ruff_cache .hypothesis
