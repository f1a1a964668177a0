# Every command we type; CI types the same.
.DEFAULT_GOAL := help
PY := sh tools/python.sh

.PHONY: setup
setup:  ## build the developer's environment (.venv) and fetch the third-party CSS and JS
	@$(PY) -m tools.environment dev
	@$(PY) -m tools.assets

.PHONY: deps
deps: setup  ## write requirements*.txt anew from requirements*.in
	@sh tools/deps.sh
