PYTHON ?= python3
BIN = .venv/bin
GRAPH = build/demo.nq
PAGE = build/demo.html

.PHONY: demo test quality bench clean

demo: .venv/installed  ## Build the graph of data/articles, print its timeline, write its page.
	@mkdir -p build
	@$(BIN)/kg build data/articles -o $(GRAPH)
	@$(BIN)/kg timeline $(GRAPH)
	@$(BIN)/kg view $(GRAPH) -o $(PAGE)
	@echo "The page: $(CURDIR)/$(PAGE)"

test: .venv/installed-test  ## Lint, types and every test; browser tests where Chromium is found.
	$(BIN)/ruff check kg tests
	$(BIN)/mypy
	$(BIN)/python -m pytest

quality: .venv/installed  ## How well kg reads the annotated articles of data/gold.
	$(BIN)/python bench/quality.py

.venv/installed: pyproject.toml constraints.txt
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	@touch $@

.venv/installed-test: pyproject.toml constraints.txt
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[test]'
	@touch .venv/installed $@

clean:
	rm -rf build .venv
