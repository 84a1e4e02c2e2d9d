# Every target installs what it needs: a fresh clone and `make demo` or `make test` is all there is.
SHELL := /bin/bash
PYTHON ?= python3
# Trust what this machine trusts, whatever is or is not in the environment.
export UV_SYSTEM_CERTS := true
export UV_NATIVE_TLS := true
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
PACKAGES := libs/contracts libs/chassis libs/ui services/intake services/routing services/sla services/complaints services/notifications libs/guichet
LOCAL := guichet guichet-chassis guichet-complaints guichet-contracts guichet-intake guichet-notifications guichet-routing guichet-sla guichet-ui

.PHONY: install lock database

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

# The same database as in the wheel, compiled: several times as fast. Ten minutes on two cores.
database:  ## build the compiled embedded database; everything uses it from then on
	rustup toolchain install 1.98 --profile minimal
	cargo +1.98 install secantus-mdb --version 0.5.3-beta.196 --locked

.PHONY: policy lint format test demo up ledger alone prove bench

lint: install  ## style, types, import rules, generated files, promises of the contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy libs services tests bench examples
	$(BIN)/lint-imports
	$(BIN)/python -m contracts.generate --check
	$(BIN)/guichet contracts check
	$(BIN)/guichet grid schema --check

format: install
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# What needs no server runs on all cores at once; what does has the machine to itself: the kills
# before the house of the end-to-end tests, which stays up until they are done.
WITHOUT_SERVERS := libs services tests/architecture tests/contract tests/policy
ON_SERVERS := tests/integration tests/chaos tests/e2e

test: install  ## everything that runs in minutes, on the servers that `guichet up` would choose
ifeq ($(strip $(ARGS)),)
	$(BIN)/pytest -n auto --dist loadfile $(WITHOUT_SERVERS)
	$(BIN)/pytest $(ON_SERVERS)
else
	$(BIN)/pytest $(ARGS)
endif

policy: install  ## write in docs/policy.md which tests name which clause
	PYTHONPATH=tests/support $(BIN)/python -m guichet_testing.clauses

demo: install  ## real Montréal rows through the whole house: make demo ARGS="--cases 500 --exit"
	$(BIN)/guichet demo $(ARGS)

up: install
	$(BIN)/guichet up $(ARGS)

ledger: install
	$(BIN)/guichet ledger $(ARGS)

alone: install  ## each package alone in a fresh environment: a missing dependency must show
	$(BIN)/python tests/alone.py

prove: install  ## what is too long for CI: a thousand kills, the large benches
	GUICHET_KILLS=1000 $(BIN)/pytest tests/chaos -m "" $(ARGS)
	$(MAKE) bench

bench: install  ## our figures, each with a reference measured in the same run
	PYTHONPATH=tests/support $(BIN)/python bench/consume.py
	PYTHONPATH=tests/support $(BIN)/python bench/pipeline.py
	PYTHONPATH=tests/support $(BIN)/python bench/start.py
	PYTHONPATH=tests/support $(BIN)/python bench/rebuild.py
	PYTHONPATH=tests/support $(BIN)/python bench/codec.py
	PYTHONPATH=tests/support $(BIN)/python bench/accept.py
	PYTHONPATH=tests/support $(BIN)/python bench/proposals.py
	PYTHONPATH=tests/support $(BIN)/python bench/search.py --cases 50000
	PYTHONPATH=tests/support $(BIN)/python -m bench.open311
	PYTHONPATH=tests/support $(BIN)/python -m bench.citizen_pages
	PYTHONPATH=tests/support $(BIN)/python -m bench.complaints
	PYTHONPATH=tests/support $(BIN)/python -m bench.route
	PYTHONPATH=tests/support $(BIN)/python -m bench.deadline
	PYTHONPATH=tests/support $(BIN)/python -m bench.timers --active 10000,100000
	PYTHONPATH=tests/support $(BIN)/python -m bench.sla_pages
	PYTHONPATH=tests/support $(BIN)/python -m bench.performance
	PYTHONPATH=tests/support $(BIN)/python -m bench.rnc
