# Everything that a fresh clone needs, with nothing but Python >= 3.11 and make.
# `make warehouse` builds a warehouse from the sample reports, `make test` runs the suite, `make ui` opens Dagster.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
OGI_HOME ?= var
export OGI_HOME
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export DO_NOT_TRACK := 1
# Many commands and tests start processes of their own: with the compiled files kept, each starts in half the time.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: warehouse test ui check format clean-venv
.DEFAULT_GOAL := warehouse

# The stamp is newer than what decides which packages are installed, so set-up runs once.
$(VENV)/.installed: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Python 3.11 or later is needed; name it: make PYTHON=python3.12")'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing the pinned packages into $(VENV) ..."
	@# uv takes seconds where pip takes a minute. Where uv cannot be had, or cannot reach the index, a newer pip does it.
	@{ $(BIN)/python -m pip install --quiet uv && $(BIN)/uv pip install --quiet --python $(BIN)/python -c constraints.txt -e . --group dev; } || \
	  { $(BIN)/python -m pip install --quiet --upgrade pip && $(BIN)/python -m pip install --quiet -c constraints.txt -e . --group dev; }
	@touch $@

warehouse: $(VENV)/.installed
	$(BIN)/ogi build

test: $(VENV)/.installed
	$(BIN)/python -m pytest --numprocesses=2 --dist=worksteal

ui: $(VENV)/.installed
	$(BIN)/ogi ui

# The checks that CI runs before the tests.
check: $(VENV)/.installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/sqlfluff lint dbt --disable-progress-bar

format: $(VENV)/.installed
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean-venv:
	rm -rf $(VENV)
