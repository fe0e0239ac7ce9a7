# What can be done here, each from a plain checkout: the environment is made, or mended, when it is needed.
VENV := .venv
BIN := $(VENV)/bin
# Tests run side by side, those that compile one model in one process.
WORKERS := 2
# Where Python may write no bytecode, each worker would take every test's asserts apart anew: 10 s a run.
PYTEST = env -u PYTHONDONTWRITEBYTECODE $(BIN)/python -m pytest -n $(WORKERS) --dist loadgroup
DURATIONS := --durations=15 --durations-min=5
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --prefer-binary --no-compile -c constraints.txt
# What pip would do of what it copies, one file after the other: all cores do it here. Some packages bring files for
# other versions of Python, which pip passes over, too.
COMPILE := $(BIN)/python -m compileall -qq -j 0 $(VENV)/lib >/dev/null 2>&1 || true

.DEFAULT_GOAL := help
.PHONY: help run test test-slow test-all calibrate fuzz versions doctest docs lab notebooks bench lock clean
.PHONY: check check-lint check-format check-types check-layers

help: ## list what can be done
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | expand -t 15

run: $(VENV)/.run ## answer every study under forecasts/ (STUDY=forecasts/name for one)
	@$(BIN)/consilience run $(STUDY)

test: $(VENV)/.dev ## run the tests that take seconds (ARGS='-k notation' goes to pytest)
	$(PYTEST) -m 'not slow' $(ARGS)

test-slow: $(VENV)/.dev ## run the others: long sampling, notebooks, a real browser, large inputs
	$(PYTEST) -m slow $(DURATIONS) $(ARGS)

# One process more than cores, since some wait for a browser. The tracer of Python 3.12 and newer costs next to
# nothing; of branches it tells from 3.14 on.
test-all: WORKERS := 3
test-all: $(VENV)/.dev ## run both together, with how much of the code they run
	COVERAGE_CORE=sysmon $(PYTEST) --cov --cov-report=term:skip-covered $(DURATIONS) $(ARGS)

calibrate: $(VENV)/.dev ## run calibrations and long fits and write tests/certificates of those that pass: half an hour
	$(PYTEST) --calibrate -k "calibrated or certified" $(ARGS)

fuzz: $(VENV)/.dev ## try texts, tables and settings at random (ARGS='--minutes 10 --seed 1', or --only SEED:NUMBER)
	$(BIN)/python -m tests.fuzz $(ARGS)

versions: ## run the fast tests with every other Python on this machine (ONLY=3.12 for one)
	tools/versions $(ONLY)

doctest: $(VENV)/.dev ## run the examples in the docstrings
	$(BIN)/python -m pytest --doctest-modules src

check: check-lint check-format check-types check-layers ## lint, format, types and the order of the layers

check-lint: $(VENV)/.dev
	$(BIN)/ruff check

check-format: $(VENV)/.dev
	$(BIN)/ruff format --check

check-types: $(VENV)/.dev
	$(BIN)/mypy

check-layers: $(VENV)/.dev
	$(BIN)/lint-imports

docs: $(VENV)/.dev ## build the documentation into build/site: open build/site/index.html
	NO_MKDOCS_2_WARNING=1 $(BIN)/python -m mkdocs build --quiet

lab: $(VENV)/.run ## open the tour, and the other notebooks, in JupyterLab
	$(BIN)/jupyter lab --config=tools/lab/config.py $$([ "$$(id -u)" = 0 ] && echo --allow-root) notebooks/00-tour.ipynb

notebooks: $(VENV)/.dev ## run the notebooks and keep their pictures in them (ARGS=00-tour for one)
	$(BIN)/python -m tests.notebooks.kept $(ARGS)

bench: $(VENV)/.dev ## measure how fast it is
	$(BIN)/python -m benchmarks

lock: ## write constraints.txt anew, with the newest versions that fit
	tools/lock

clean: ## remove the environment and every cache; results/ stays
	rm -rf $(VENV) build dist .pytest_cache .hypothesis .mypy_cache .ruff_cache .import_linter_cache .coverage
	find src tests -name __pycache__ -prune -exec rm -rf {} +

# Stamps, touched last, so that what was interrupted is done again.
$(VENV)/.made:
	@python=$$(tools/find-python) && echo "Making $(VENV) with $$python" && "$$python" -m venv --clear $(VENV)
	@touch $@

$(VENV)/.core: $(VENV)/.made pyproject.toml constraints.txt
	@echo "Installing consilience and what it runs on into $(VENV): a minute or two, 1.4 GB"
	@$(PIP) -e .
	@$(COMPILE)
	@# Ours too: else each start would read our sources where Python may write no bytecode.
	@$(BIN)/python -m compileall -q src
	@touch $@

# From its sources, since what is installed of the package is exchanged meanwhile.
$(VENV)/.ahead: $(VENV)/.core
	@echo "Compiling the models of forecasts/ ahead: a minute, once on this machine"
	@PYTHONPATH=src $(BIN)/python -m consilience.models.ahead forecasts/*
	@touch $@

$(VENV)/.lab: $(VENV)/.core
	@echo "Installing JupyterLab beside it"
	@$(PIP) -e '.[lab]'
	@$(COMPILE)
	@touch $@

# Side by side: the one waits for the network and the disk, the other for the cores.
$(VENV)/.run: $(VENV)/.core
	@$(MAKE) --no-print-directory -j 2 $(VENV)/.ahead $(VENV)/.lab
	@touch $@

$(VENV)/.dev: $(VENV)/.run
	@echo "Installing what the tests need"
	@$(PIP) -e '.[dev]'
	@$(COMPILE)
	@touch $@
