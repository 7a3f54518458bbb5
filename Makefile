# `make run` and `make test` do all their own set-up on a machine with Python 3.11+.

PORT ?= 8000
PYTHON ?= python3
DATA_DIR ?= var
export DATA_DIR
SITE_URL ?= http://127.0.0.1:$(PORT)
export SITE_URL
# `make test ARGS="tests/archive/importer -k dates"` passes on what pytest takes, and
# `make bench ARGS="import_archive 30000"` names a benchmark and what it takes.
ARGS ?=

VENV := .venv
RUN := $(VENV)/bin/python
PIP := $(RUN) -m pip install -qq --disable-pip-version-check

# What the project may install, as pinned by hand in NAME.in and locked in NAME.txt.
LOCKED := requirements tests/requirements requirements-observability requirements-store
# They know nothing of the project and have a room of their own.
AUDIT_TOOLS := pip-audit==2.10.1 cyclonedx-bom==7.5.0

.PHONY: run test explore lint bench soak faults scale lock audit sbom

run: $(VENV)/installed $(DATA_DIR)/static/collected
	@$(RUN) manage.py migrate --verbosity 0
	@$(RUN) manage.py prepare_site
	@echo "Newsdesk is at $(SITE_URL)/ (Ctrl-C stops it)"
	@exec $(VENV)/bin/granian --interface wsgi --host 127.0.0.1 --port $(PORT) \
		--workers 2 --blocking-threads 4 --no-ws --log-level warning \
		--respawn-failed-workers --respawn-interval 0.5 newsdesk.wsgi:application

# The order of the tests is the same on every run.
test: $(VENV)/tested
	@$(RUN) -m pytest --randomly-seed=1 $(ARGS)

# More examples and another order, both drawn from one seed.
explore: export NEWSDESK_EXAMPLES ?= 1000
explore: SEED := $(or $(SEED),$(shell od -An -N4 -tu4 /dev/urandom | tr -d ' '))
explore: $(VENV)/tested
	@echo "make explore SEED=$(SEED) NEWSDESK_EXAMPLES=$(NEWSDESK_EXAMPLES) repeats this run."
	@$(RUN) -m pytest --randomly-seed=$(SEED) --hypothesis-seed=$(SEED) \
		--hypothesis-profile=explore $(ARGS)

lint: $(VENV)/tested
	@$(RUN) -m ruff check .
	@$(RUN) -m ruff format --check .
	@$(RUN) -m mypy articles newsdesk tests
	@$(VENV)/bin/djade --target-version 5.2 --check $$(git ls-files 'templates/*.html')
	@$(RUN) manage.py makemigrations --check --dry-run

bench: $(VENV)/tested
	@$(RUN) -m tests.benchmarks.$(or $(ARGS),import_archive)

# Long random trials, each in a data folder of its own. SEED=7 draws others.
soak: SEED ?= 1
soak: $(VENV)/tested
	@for trial in two_editors while_importing killed_servers killed_browsers; do \
		folder=$$(mktemp -d) && \
		DATA_DIR=$$folder LOG_LEVEL=ERROR $(RUN) -m tests.soak $$trial --seed $(SEED) && \
		rm -r $$folder || exit 1; done

# Faults staged on the running product, as root on Debian, and two thousand histories of kept
# pages. `make faults ARGS="-k redis"` stages some.
faults: export NEWSDESK_BAD_DAYS := 1
faults: export NEWSDESK_EXAMPLES := 10000
faults: SEED ?= 1
faults: $(VENV)/tested
	@$(RUN) -m pytest -n 0 -p no:randomly --hypothesis-profile=explore \
		--hypothesis-seed=$(SEED) --durations=0 tests/bad_days \
		tests/serving/test_histories.py $(ARGS)

# The site on more than one machine, staged on one, as root on Debian, and what breaks there.
# `make scale ARGS="-k varnish"` stages some.
scale: export NEWSDESK_SCALE := 1
scale: $(VENV)/tested
	@$(RUN) -m pytest -n 0 -p no:randomly --durations=0 tests/scale $(ARGS)

# After a change in a .in file; `make lock ARGS=--upgrade` renews what those do not pin.
lock: $(VENV)/tested
	@for name in $(LOCKED); do $(VENV)/bin/uv pip compile --quiet --universal \
		--python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
		$(ARGS) $$name.in --output-file $$name.txt || exit 1; done

# Known holes in what is locked, where a database of advisories answers.
audit: $(VENV)/audits/installed
	@for name in requirements requirements-observability requirements-store; do \
		$(VENV)/audits/bin/pip-audit --requirement $$name.txt --disable-pip --require-hashes \
		--strict --progress-spinner off || exit 1; done

# A bill of materials of what a site runs on, in CycloneDX.
sbom: $(VENV)/audits/installed
	@$(VENV)/audits/bin/cyclonedx-py requirements requirements.txt --of JSON

# The stamps below are what makes a second run quick.

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Newsdesk needs Python 3.11 or newer: make PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -m venv $(VENV)

$(VENV)/installed: requirements.txt | $(VENV)/bin/python
	@echo "Installing what the site needs..."
	@$(PIP) -r requirements.txt
	@touch $@

$(VENV)/tested: requirements.txt tests/requirements.txt | $(VENV)/bin/python
	@echo "Installing what the tests need..."
	@$(PIP) -r tests/requirements.txt
	@touch $@ $(VENV)/installed

$(VENV)/audits/installed: | $(VENV)/bin/python
	@$(RUN) -m venv $(VENV)/audits
	@$(VENV)/audits/bin/python -m pip install -qq --disable-pip-version-check $(AUDIT_TOOLS)
	@touch $@

$(DATA_DIR)/static/collected: $(VENV)/installed $(shell find articles/static -type f)
	@$(RUN) manage.py collectstatic --noinput --verbosity 0
	@touch $@
