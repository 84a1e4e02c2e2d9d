# Every target installs what it needs: a fresh clone and `make demo` or `make test` is all there is.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
PACKAGES := libs/contracts libs/chassis libs/ui services/intake services/routing services/sla services/complaints services/notifications libs/guichet
LOCAL := guichet guichet-chassis guichet-complaints guichet-contracts guichet-intake guichet-notifications guichet-routing guichet-sla guichet-ui

.PHONY: install lock

install: $(STAMP)

$(STAMP): requirements.lock $(addsuffix /pyproject.toml,$(PACKAGES))
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet "$$(grep -m1 '^uv==' requirements.lock | cut -d' ' -f1)"
	$(BIN)/uv pip sync --quiet --python $(BIN)/python --require-hashes requirements.lock
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation $(addprefix -e ,$(PACKAGES))
	touch $@

lock:  ## resolve again and write the locked versions (no registry is named in it)
	$(BIN)/uv pip compile pyproject.toml --group dev --universal --python-version 3.11 \
	  --generate-hashes --no-header --no-annotate --quiet $(addprefix --no-emit-package ,$(LOCAL)) -o requirements.lock
