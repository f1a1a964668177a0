# Every command we type; CI types the same. `make help` lists them.
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory
PY := sh tools/python.sh
VENV := .venv/bin/python -m
# Says what it does in one line, and shows the rest only when it fails.
quiet = @printf '%-34s' "$(1)"; if out=$$($(2) 2>&1); then echo ok; else echo failed; printf '%s\n' "$$out"; exit 1; fi

.PHONY: help
help:  ## this list
	@sed -n 's/^\([a-z-]*\):[^#]*## /  make \1 # /p' $(MAKEFILE_LIST) | awk -F' # ' '{ printf "%-18s%s\n", $$1, $$2 }'

.PHONY: run
run:  ## set up what is missing and start SNT Roster; PORT=8080 make run chooses the port
	@$(PY) -m tools.run

.PHONY: setup
setup:  ## build the developer's environment (.venv) and fetch the third-party CSS and JavaScript
	@$(PY) -m tools.environment dev
	@$(PY) -m tools.assets

.PHONY: test
test:  ## run every test, on SQLite, PostgreSQL and in Chromium; ARGS="tests/x -k y" runs some
	@$(PY) -m tools.run_tests $(ARGS)

.PHONY: check
check: lint types house pins test  ## what CI runs: lint, types, house, pins, and every test

.PHONY: lint
lint: setup  ## style of the Python and of the templates
	$(call quiet,Style of the Python,$(VENV) ruff check .)
	$(call quiet,Layout of the Python,$(VENV) ruff format --check .)
	$(call quiet,Style of the templates,$(VENV) djlint --lint --quiet templates)

.PHONY: types
types: setup  ## mypy, strict in the rooms that think
	$(call quiet,Types,$(VENV) mypy)

.PHONY: house
house: setup  ## the floors that imports keep to, and the rules of tests/test_house.py
	$(call quiet,Floors,.venv/bin/python -c 'from importlinter.cli import lint_imports_command as lint; lint()' --no-cache)
	$(call quiet,House rules,$(VENV) pytest tests/test_house.py)

.PHONY: pins
pins:  ## the lock files hold what was chosen, and no address
	$(call quiet,Pins,$(PY) -m tools.pins)

.PHONY: audit
audit: setup  ## known faults in what we depend on; asks the network, and fails where that knows nothing
	@$(VENV) pip_audit --strict --disable-pip --require-hashes -r requirements.txt

.PHONY: fix
fix: setup  ## mend style and layout where a machine can
	@$(VENV) ruff check --fix --quiet . || true
	@$(VENV) ruff format .

.PHONY: deps
deps: setup  ## write requirements*.txt and package-lock.json anew from what was chosen
	@sh tools/deps.sh

.PHONY: bench
bench: setup  ## measure against the bars of performance and write benchmarks/results.md
	@$(VENV) benchmarks $(ARGS)

.PHONY: pictures
pictures: setup  ## take the README's pictures from the running demo
	@$(PY) -m tools.packages
	@$(VENV) tools.pictures

.PHONY: clean
clean:  ## delete what set-up made, but not var/, which holds the database
	@rm -rf .venv static/vendor .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	@find static -name '*.gz' -delete
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
