# Front door of lotgraph. Every target does all of its own set-up; `make help` lists them.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

VENV := .venv
PYTHON := $(VENV)/bin/python
LOTGRAPH := $(PYTHON) -m engine.console

# Passed through to a target's program: make bench ARGS="--events 3000"
ARGS ?=

# A version to run instead of the default one: make test NEO4J_VERSION=2026.08.1
ifdef NEO4J_VERSION
export NEO4J_VERSION
endif

.PHONY: help setup demo up down status test lint bench chaos load lock compose-env clean

help: ## List these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' Makefile

# A marker newer than the lock says that the environment is whole; one cut off half-way has none and is completed.
$(VENV)/complete: requirements.lock pyproject.toml
	@python=""; for candidate in python3.11 python3 python; do \
	  if "$$candidate" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' 2>/dev/null; then python="$$candidate"; break; fi; \
	done; \
	if [ -z "$$python" ]; then \
	  echo "lotgraph needs Python 3.11, found neither as python3.11 nor as python3 on PATH." >&2; \
	  echo "  What to do: install Python 3.11 (for example by your system's package manager, pyenv or uv) and run make again." >&2; \
	  exit 1; \
	fi; \
	if ! $(PYTHON) -m pip --version >/dev/null 2>&1; then \
	  echo "Setting up $(VENV) with $$python"; \
	  if ! "$$python" -m venv --clear $(VENV); then \
	    echo "  What to do: install the venv module of this Python (on Debian and Ubuntu: python3.11-venv)." >&2; exit 1; \
	  fi; \
	fi; \
	echo "Installing the locked packages (once)"; \
	if ! { $(PYTHON) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock \
	  && $(PYTHON) -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .; } \
	  > $(VENV)/install.log 2>&1; then \
	  tail -20 $(VENV)/install.log >&2; \
	  echo "  What to do: check the network and any proxy settings (HTTPS_PROXY, PIP_CERT), then run make again; what has come so far is kept." >&2; \
	  exit 1; \
	fi
	@touch $@

$(VENV)/bench: requirements-bench.lock $(VENV)/complete
	@$(PYTHON) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-bench.lock
	@touch $@

setup: $(VENV)/complete ## Python environment, Neo4j's jars and the S3 server, fetched once
	@$(PYTHON) -m engine.stack fetch

demo: $(VENV)/complete ## Set up, run the main job on the worked example, leave it running
	@$(LOTGRAPH) demo $(ARGS)

up: $(VENV)/complete ## Start Neo4j, Redis, S3, the API and workers
	@$(LOTGRAPH) up $(ARGS)

down: $(VENV)/complete ## Stop them, with their data kept
	@$(LOTGRAPH) down

status: $(VENV)/complete ## Say how each of them is
	@$(LOTGRAPH) status

test: $(VENV)/complete ## Every test, on servers of its own
	@$(PYTHON) -m pytest $(ARGS)

lint: $(VENV)/complete ## Style of the code
	@$(PYTHON) -m ruff check .

bench: $(VENV)/bench ## Measure beside Postgres, rustworkx, raw statements and openpyxl
	@$(PYTHON) -m tests.benchmarks.run $(ARGS)

chaos: $(VENV)/complete ## Kill servers at random moments of a hundred exports
	@$(PYTHON) -m tests.chaos.run $(ARGS)

load: $(VENV)/complete ## Ask an API of its own for half a minute: p50, p95 and whose time it is
	@$(PYTHON) -m tests.load.run $(ARGS)

compose-env: $(VENV)/complete ## Write .env with generated secrets for docker compose
	@$(LOTGRAPH) compose-env

PIP_COMPILE := $(PYTHON) -m piptools compile --quiet --generate-hashes --allow-unsafe --strip-extras --no-header \
  --no-emit-index-url --no-emit-find-links --no-emit-trusted-host

lock: $(VENV)/complete ## Lock newer packages (maintainers)
	@$(PYTHON) -m pip install --quiet pip-tools
	@export PIP_FIND_LINKS= PIP_CONFIG_FILE=/dev/null; \
	$(PIP_COMPILE) $(ARGS) --extra stack --extra test -o requirements.lock pyproject.toml; \
	$(PIP_COMPILE) -c requirements.lock -o requirements-server.lock pyproject.toml; \
	$(PIP_COMPILE) -c requirements.lock --extra stack --extra test --extra bench -o requirements-bench.lock pyproject.toml

clean: $(VENV)/complete ## Stop the servers and remove .run with all their data
	@$(LOTGRAPH) down && rm -rf .run
