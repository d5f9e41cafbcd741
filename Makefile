# `make` alone prints this list. Every target builds its own environment when it has to.
PYTHON ?= python3
VENV ?= .venv
CONSTRAINTS ?= constraints/pandas-3.txt
BIN := $(VENV)/bin

.PHONY: help demo test check bench golden outputs clean

help: ## print the targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

demo: $(VENV)/ready ## the accuracy of every sign in the synthetic sample cohort
	$(BIN)/alsstats accuracy sample_data/cohort.csv

test: $(VENV)/ready ## run the tests, warnings being errors
	$(BIN)/python -m pytest -q

check: $(VENV)/ready ## format, lint, types, and that kept outputs are what the program prints
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m tests.outputs --check

bench: $(VENV)/peers ## times as ratios: to `import pandas`, to DuckDB, to packages for survival
	$(BIN)/python -m tests.benchmarks.start_up
	$(BIN)/python -m tests.benchmarks.in_memory
	$(BIN)/python -m tests.benchmarks.scale
	$(BIN)/python -m tests.benchmarks.curves
	$(BIN)/python -m tests.benchmarks.cox

golden: ## make the golden numbers again; needs R with boot, pROC, rms and survival
	cd tests/golden && for script in \
		accuracy association assumptions cox curves design exact parametric periods ranks \
		standardised survival; do \
		Rscript $$script.R; done

outputs: $(VENV)/ready ## write anew what the program prints: README, analyses, the kept answer
	$(BIN)/python -m tests.outputs

clean: ## remove what was built
	rm -rf .venv* build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find . -name __pycache__ -type d -exec rm -rf {} +

$(VENV)/ready: pyproject.toml $(CONSTRAINTS)
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check -c $(CONSTRAINTS) -e '.[dev]'
	$(BIN)/python -m compileall -q alsstats  # as an install that is not editable is
	@touch $@

$(VENV)/peers: $(VENV)/ready
	$(BIN)/pip install --quiet --disable-pip-version-check -c $(CONSTRAINTS) -e '.[bench]'
	@touch $@
