# `make` alone prints this list. Every target builds its own environment when it has to.
PYTHON ?= python3
VENV ?= .venv
CONSTRAINTS ?= constraints/pandas-3.txt
BIN := $(VENV)/bin

COHORT ?= sample_data/cohort.csv
STUDY ?=
REPORTS ?= reports

ifneq ($(words $(REPORTS)),1)
$(error REPORTS is one folder, without blanks in its name: '$(REPORTS)')
endif

# A path may hold blanks, quotes and brackets: lists hold it with each blank as "?", which make and
# the shell get back. A study that is used without being named counts, too.
space := $(subst ,, )
in_one = $(subst $(space),?,$(1))
for_make = $(subst *,\*,$(subst [,\[,$(subst ?,\ ,$(1))))
for_shell = $(foreach path,$(1),'$(subst ?,$(space),$(subst ','\'',$(path)))')
COHORT_IS = $(call in_one,$(COHORT))
STUDY_IS = $(call in_one,$(STUDY))
BESIDE = $(foreach path,$(basename $(COHORT_IS)).toml $(dir $(COHORT_IS))alsstats.toml,\
	$(if $(wildcard $(call for_make,$(path))),$(path)))
INPUTS = $(COHORT_IS) $(or $(STUDY_IS),$(BESIDE))
PACKAGE := $(shell find alsstats -type f ! -name '*.pyc')
SAMPLES := $(shell find sample_data -type f ! -name '*.pyc')
IS_SAMPLE := $(filter sample_data/cohort.csv,$(COHORT_IS))
ANALYSES := $(patsubst analyses/%/analysis.py,$(REPORTS)/%,$(wildcard analyses/*/analysis.py))
MADE := $(addprefix $(REPORTS)/,report.html results.json figures) $(ANALYSES)

.PHONY: help demo report test check bench fuzz golden outputs clean always

help: ## print the targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

demo: $(VENV)/ready ## the three questions asked of the synthetic sample cohort, and the page of all answers
	$(BIN)/alsstats accuracy sample_data/cohort.csv -q --sign flair_swi
	$(BIN)/alsstats prevalence sample_data/cohort.csv -q --by el_escorial --finding flair_swi
	$(BIN)/alsstats survival sample_data/cohort.csv -q
	@$(MAKE) --no-print-directory report

report: $(REPORTS)/report.html ## the page, its numbers and figures, in reports/; of your own data: COHORT=path STUDY=path
report: $(if $(IS_SAMPLE),$(ANALYSES:%=%/output.txt))
	@echo "The page: $(REPORTS)/report.html"

test: $(VENV)/ready ## run the tests, warnings being errors
	$(BIN)/python -m pytest -q -n auto

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
	$(BIN)/python -m tests.benchmarks.report

fuzz: $(VENV)/ready ## read 200,000 files with bytes changed at random, and other examples of every property
	$(BIN)/python -m tests.fuzz --cases 200000
	ALSSTATS_EXAMPLES=other $(BIN)/python -m pytest -q -n auto -m 'not once'

golden: ## make the golden numbers again; needs R with boot, pROC, rms and survival
	cd tests/golden && for script in \
		accuracy association assumptions cox curves design exact parametric periods ranks \
		standardised survival; do \
		Rscript $$script.R; done

outputs: $(VENV)/ready ## write anew what the program prints: README, analyses, the kept answer
	$(BIN)/python -m tests.outputs

# What is old is removed first: no page stands that was not made from these data. One in which a
# section could not be computed (exit 5) stays, and is made again the next time.
$(REPORTS)/report.html: $(REPORTS)/made_from.txt $(call for_make,$(INPUTS)) $(PACKAGE) $(VENV)/ready
	@rm -rf $@ $(REPORTS)/results.json $(REPORTS)/figures $(if $(IS_SAMPLE),,$(ANALYSES))
	$(BIN)/alsstats report $(call for_shell,$(COHORT_IS)) $(if $(STUDY_IS),--study $(call for_shell,$(STUDY_IS))) \
		-o $@ -o $(REPORTS)/results.json --figures $(REPORTS)/figures \
		|| { code=$$?; touch -c -t 200001010000 $@; exit $$code; }

$(REPORTS)/%/output.txt: analyses/%/analysis.py $(wildcard analyses/*/study.toml) $(SAMPLES) $(PACKAGE) $(VENV)/ready | $(REPORTS)/made_from.txt
	@mkdir -p $(@D)
	$(BIN)/python $< $(@D) > $@.part
	@mv $@.part $@

# Names and contents of data and study: changes where they do, also to those of an older file.
# Nothing is removed from a folder that make did not begin.
$(REPORTS)/made_from.txt: always
	@mkdir -p $(REPORTS)
	@test -e $@ || test -z "$(wildcard $(MADE))" || { echo >&2 \
		"would be removed: $(wildcard $(MADE)); name another folder, REPORTS=folder"; exit 1; }
	@cksum $(call for_shell,$(INPUTS)) > $@.part
	@cmp -s $@.part $@ && rm $@.part || mv $@.part $@

clean: ## remove what was built
	rm -rf .venv* build dist reports *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find . -name __pycache__ -type d -exec rm -rf {} +

$(VENV)/ready: pyproject.toml $(CONSTRAINTS)
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check -c $(CONSTRAINTS) -e '.[dev]'
	$(BIN)/python -m compileall -q alsstats  # as an install that is not editable is
	@touch $@

$(VENV)/peers: $(VENV)/ready
	$(BIN)/pip install --quiet --disable-pip-version-check -c $(CONSTRAINTS) -e '.[bench]'
	@touch $@
