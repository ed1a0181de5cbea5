PYTHON ?= python3
BIN = .venv/bin
GRAPH = build/demo.nq
PAGE = build/demo.html
PIP = $(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt
#: Benchmarks: the corpora they read are not part of the project, and each says what it needs.
BENCHES = $(filter-out bench/readme.py bench/synthetic.py, $(wildcard bench/*.py))

.PHONY: demo test quality bench readme clean

demo: .venv/installed  ## Build the graph of data/articles afresh, print its timeline, write its page.
	@mkdir -p build
	@rm -f $(GRAPH)
	@$(BIN)/kg build data/articles -o $(GRAPH)
	@$(BIN)/kg timeline $(GRAPH)
	@$(BIN)/kg view $(GRAPH) -o $(PAGE)
	@echo "The page: $(CURDIR)/$(PAGE)"

test: .venv/installed-test  ## Every test (browser tests where Chromium is found), then types and style.
	$(BIN)/python -m pytest
	$(BIN)/mypy
	$(BIN)/ruff check kg tests

quality: .venv/installed  ## How well kg reads data/gold and, in the folder KG_BENCH, the corpora of others.
	$(BIN)/python bench/quality.py

bench: .venv/installed  ## Every benchmark whose data is at hand; KG_BENCH is the folder of the corpora of others.
	@for script in $(BENCHES); do echo "== $$script"; $(BIN)/python $$script || echo "left out: $$script"; done

readme: .venv/installed-test  ## Write into README what its commands print, and take its picture.
	$(BIN)/python bench/readme.py

.venv/installed: pyproject.toml constraints.txt | .venv
	@echo "Installing kg into .venv, once: about a minute."
	@$(PIP) -e .
	@touch $@

.venv/installed-test: pyproject.toml constraints.txt | .venv
	@echo "Installing kg and what its tests need into .venv, once: about a minute."
	@$(PIP) -e '.[test]'
	@touch .venv/installed $@

.venv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "kg needs Python 3.11 or newer; name one: make PYTHON=python3.12")'
	@$(PYTHON) -m venv $@ || { rm -rf $@; exit 1; }

clean:
	rm -rf build .venv
