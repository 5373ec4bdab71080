# Relief Diary: `make run` starts it, `make test` checks it. `make help` lists the rest.

export PORT ?= 8000
# more workers than cores: a browser's tests wait as long as they compute. Each takes a stretch of the
# tests, so that what a file of them shares is made once, and then what others have left
PYTEST_ARGS ?= -n 4 --dist worksteal
PY := .venv/bin/python
TOOLS := .venv/tools/bin/python
FLASK := $(PY) -m flask --app wsgi

# some containers set it; then each worker and each command that a test starts compiles everything anew
unexport PYTHONDONTWRITEBYTECODE

SHELL := /bin/sh
.SHELLFLAGS := -eu -c
.ONESHELL:
.SUFFIXES:
.NOTPARALLEL:
MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help
.PHONY: help run test lint format bench walk faults mutants fuzz pins audit sbom clean venv test-venv tools system \
        check-style check-format check-types check-imports check-templates check-scripts check-code check-names check-tests

help: ## list these commands
	@sed -n 's/^\([a-z]*\): [^#]*## /  make \1\t/p' Makefile

run: venv ## start the diary on http://127.0.0.1:8000 (another port: make run PORT=8080)
	@$(call check_port)
	$(FLASK) charts fetch-bundle || echo "The small chart file could not be fetched; charts use the one that came with Plotly."
	$(FLASK) db upgrade
	$(FLASK) demo fill
	$(FLASK) demo hello
	exec $(PY) -m diary.serve

test: check-style check-format check-types check-imports check-templates check-scripts check-code check-names check-tests ## run every check and test
	@echo "All checks passed."

lint: check-style check-format check-types check-imports check-templates check-scripts check-code check-names ## the checks without the tests

check-style: test-venv
	@echo "== style (ruff)"
	$(PY) -m ruff check .

check-format: test-venv
	@echo "== format (ruff)"
	$(PY) -m ruff format --check .

check-types: test-venv
	@echo "== types (mypy)"
	$(PY) -m mypy

check-imports: test-venv
	@echo "== floor plan (import-linter)"
	PYTHONPATH=. $(PY) -c "from importlinter.cli import lint_imports_command; lint_imports_command()"

check-templates: test-venv
	@echo "== templates (djlint)"
	$(PY) -m djlint templates --check --lint

check-scripts: test-venv
	@echo "== scripts (eslint, tsc)"
	$(PY) -m tests.javascript

check-code: test-venv
	@echo "== dangerous calls (bandit)"
	$(PY) -m tests.supply_chain code

check-names: test-venv
	@echo "== names"
	$(PY) -m tests.naming

check-tests: test-venv system
	@echo "== tests (pytest)"
	$(PY) -m pytest $(PYTEST_ARGS)

format: test-venv ## put code and templates into the house style
	@$(PY) -m ruff check --fix-only --quiet .
	$(PY) -m ruff format .
	$(PY) -m djlint templates --reformat --quiet || true

bench: test-venv system ## print bytes over the wire, server times and how soon an old phone is there
	@$(PY) -m pytest tests/benchmarks -s -p no:xdist --timeout 1200 --override-ini addopts=--import-mode=importlib

walk: test-venv ## print the modules, functions, moves and SQL statements of one warm request, for four requests
	@$(PY) -m tests.walk

faults: test-venv system ## kill, starve and interrupt the diary and a phone at length; counts what was lost
	@DIARY_FAULTS=long $(PY) -m pytest tests/faults tests/journeys/offline/test_walk.py tests/privacy/test_odd_archives.py -s -p no:xdist

fuzz: test-venv ## hostile requests at random, until FUZZ_SECONDS or FUZZ_REQUESTS are over; FUZZ_SEED= repeats a run
	@FUZZ_SECONDS=$(or $(FUZZ_SECONDS),7200) FUZZ_REQUESTS=$(or $(FUZZ_REQUESTS),100000) $(PY) -m pytest tests/fuzz -s -p no:xdist

pins: tools ## write the pinned versions and hashes from the *.in files (UPGRADE=NAME or UPGRADE=all for newer ones)
	@$(call pin,requirements)
	$(call pin,tests/requirements,--constraint requirements.txt)
	$(call pin,tests/tools)

audit: tools ## ask whether a pinned version is known to be vulnerable; fails when it cannot look
	@$(TOOLS) -m tests.supply_chain audit

sbom: tools ## write build/sbom.json: what the diary is made of (CycloneDX)
	@$(TOOLS) -m tests.supply_chain sbom

mutants: test-venv ## take away one guard at a time and see that a test notices (an hour or more; SAMPLE=60 takes so many)
	@$(PY) -m tests.mutants $(SAMPLE)

# a browser and a compiler; where they cannot be had, their tests are skipped
system: test-venv
	@$(PY) -m tests.browser

clean: ## remove the environment and what tools left behind; the diary in instance/ stays
	@rm -rf .venv node_modules build .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis test-results
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The environment. A stamp holds the checksum of what is installed, so that a second start is quick.

venv:
	@$(call find_python)
	$(call install,$(PY),run.stamp,requirements.txt)

test-venv: venv
	@$(call install,$(PY),test.stamp,tests/requirements.txt)

tools: venv
	@test -x $(TOOLS) || $(PY) -m venv .venv/tools
	$(call install,$(TOOLS),tools.stamp,tests/tools.txt)

define find_python
if ! $(PY) -c 'import pip, sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
  python=
  for name in python3 python3.14 python3.13 python3.12 python3.11; do
    if "$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      python=$$name
      break
    fi
  done
  if [ -z "$$python" ]; then
    echo "Relief Diary needs Python 3.11 or newer, and none was found." >&2
    echo "On Debian or Ubuntu: sudo apt-get install python3 python3-venv" >&2
    exit 1
  fi
  if ! "$$python" -c 'import ensurepip, venv' 2>/dev/null; then
    package=$$("$$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
    echo "Python's venv module is missing; the package $$package holds it."
    if [ "$$(id -u)" = 0 ]; then
      as_root=
    elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
      as_root="sudo -n"
    else
      echo "Please install it: sudo apt-get install $$package" >&2
      exit 1
    fi
    if ! { $$as_root apt-get update -q && $$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -qy "$$package"; }; then
      echo "That did not work. Please install it by hand: sudo apt-get install $$package" >&2
      exit 1
    fi
  fi
  echo "Making the environment in .venv with $$("$$python" --version) …"
  rm -rf .venv
  "$$python" -m venv .venv
fi
endef

define check_port
case "$(PORT)" in
  *[!0-9]*|""|??????*) echo "PORT must be a number from 1 to 65535, not '$(PORT)'." >&2; exit 1;;
esac
if ! $(PY) -c 'import socket; s = socket.socket(); s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1); s.bind(("127.0.0.1", $(PORT)))' 2>/dev/null; then
  echo "Port $(PORT) cannot be used: another program has it, or it is reserved." >&2
  echo "Choose another, for example: make run PORT=8080" >&2
  exit 1
fi
endef

define install
wanted=$$({ $(1) --version; cat "$(3)"; } | cksum)
if [ "$$(cat ".venv/$(2)" 2>/dev/null)" != "$$wanted" ]; then
  echo "Installing $(3) …"
  $(1) -m pip install --quiet --disable-pip-version-check --require-hashes --requirement "$(3)"
  echo "$$wanted" > ".venv/$(2)"
fi
endef

define pin
echo "Pinning $(1).in …"
$(TOOLS) -m uv pip compile "$(1).in" --output-file "$(1).txt" $(2) --quiet --universal --python-version 3.11 \
  --generate-hashes --no-emit-index-url --custom-compile-command "make pins" \
  $(if $(UPGRADE),$(if $(filter all,$(UPGRADE)),--upgrade,--upgrade-package $(UPGRADE)))
endef
