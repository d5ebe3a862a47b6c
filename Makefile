# Every target that needs Python makes .venv first, from the lock, and again when the lock changed.
.DEFAULT_GOAL := help
.PHONY: help setup run serve test test-slow test-long lint docs site spark-env bench bench-reading bench-registers bench-histories bench-marts bench-files bench-site bench-engines lock clean
.NOTPARALLEL:  # what is measured runs alone
SHELL := /bin/bash
VENV := .venv
READY := $(VENV)/.ready
BIN := $(VENV)/bin

help: ## print these targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1|/' | column -t -s '|'

setup: $(READY) ## make .venv from requirements.lock (uv when it is there, otherwise pip)

$(READY): requirements.lock pyproject.toml
	@echo "Setting up $(VENV) from requirements.lock …"
	@if command -v uv >/dev/null 2>&1 && uv --version >/dev/null 2>&1; then \
	    { test -x $(BIN)/python || uv venv -q --python '>=3.11,<3.14' $(VENV); } && \
	    uv pip sync -q --python $(BIN)/python requirements.lock && \
	    uv pip install -q --python $(BIN)/python --no-deps -e .; \
	else \
	    for python in python3.13 python3.12 python3.11 python3; do \
	        $$python -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null && break; python=; \
	    done; \
	    test -n "$$python" || { echo "zhanbi needs Python 3.11, 3.12 or 3.13 on the path."; exit 2; }; \
	    { test -x $(BIN)/python || $$python -m venv $(VENV); } && \
	    $(BIN)/python -m pip install -q -r requirements.lock && \
	    $(BIN)/python -m pip install -q --no-deps -e .; \
	fi
	@touch $@

spark-env: .venv-spark/.ready ## make .venv-spark from requirements-spark.lock: Sail, Spark, dbt-spark, what judges rows

.venv-spark/.ready: requirements-spark.lock pyproject.toml | $(READY)
	@echo "Setting up .venv-spark from requirements-spark.lock …"
	@test -x .venv-spark/bin/python || $(BIN)/python -m venv .venv-spark
	@if command -v uv >/dev/null 2>&1 && uv --version >/dev/null 2>&1; then \
	    uv pip sync -q --python .venv-spark/bin/python requirements-spark.lock && \
	    uv pip install -q --python .venv-spark/bin/python --no-deps -e .; \
	else \
	    .venv-spark/bin/python -m pip install -q -r requirements-spark.lock && \
	    .venv-spark/bin/python -m pip install -q --no-deps -e .; \
	fi
	@touch $@

run: $(READY) $(if $(filter spark,$(TARGET)),.venv-spark/.ready) ## the main job: sample input into the inbox, the nightly flow, the shares (TARGET=spark: the models on Sail too, compared)
	@$(BIN)/zhanbi sample
	@$(BIN)/zhanbi run
ifeq ($(TARGET),spark)
	@$(BIN)/zhanbi spark build
	@$(BIN)/zhanbi spark compare
endif

serve: $(READY) ## run unattended: nights at 02:00, files as they come, the pages
	@exec $(BIN)/zhanbi serve

test: $(READY) ## the fast tests, the import rules, the linter
	@$(MAKE) --no-print-directory lint
	@$(BIN)/pytest -n 2 --dist loadgroup -m "not slow and not long"

test-slow: $(READY) ## the slow tests: whole nights, killed processes, large files
	@$(BIN)/pytest -n 2 --dist loadgroup -m "slow and not long"

test-long: $(READY) ## the long proofs: hundreds of killed nights, fifty publishes under readers (an hour)
	@$(BIN)/pytest -m long -s

lint: $(READY) ## ruff, mypy and the import rules
	@$(BIN)/ruff format -q --check --diff .
	@$(BIN)/ruff check -q .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache >$(VENV)/imports.log || { cat $(VENV)/imports.log; exit 1; }

docs: $(READY) ## the definitions of the metrics: data/site/docs/index.html
	@$(BIN)/zhanbi docs

site: $(READY) ## every figure with its sentence, as pages for any browser: data/site/index.html
	@$(BIN)/zhanbi site

bench: bench-reading bench-registers bench-histories bench-marts bench-files bench-site bench-engines ## all of these, one after the other (hours)

bench-reading: $(READY) benchmarks/.venv/.ready ## speed and coverage beside Recognizers-Text and JioNLP (minutes)
	@$(BIN)/python benchmarks/bench.py

bench-registers: $(READY) benchmarks/register_tools/.venv/.ready ## registers beside bare DuckDB, dlt, pandera, Great Expectations, frictionless (minutes)
	@$(BIN)/python benchmarks/registers.py

bench-histories: $(READY) ## the history of a second register of ten million rows, half a per cent changed, beside loading the first (minutes)
	@$(BIN)/python benchmarks/histories.py

bench-marts: $(READY) ## the marts over ten million register rows beside one plain aggregate, and small nights (minutes)
	@PYTHONPATH=. $(BIN)/python benchmarks/marts.py

bench-files: $(READY) ## ten thousand small files at once, beside what Prefect costs for empty runs (minutes)
	@PYTHONPATH=. $(BIN)/python benchmarks/files.py

bench-site: $(READY) ## the site of a thousand synthetic bulletins, and after one more (minutes)
	@PYTHONPATH=. $(BIN)/python benchmarks/pages.py

bench-engines: $(READY) .venv-spark/.ready ## the marts on DuckDB, Sail and Apache Spark, equal row for row (an hour)
	@PYTHONPATH=. $(BIN)/python benchmarks/engines.py

# an environment of the benchmarks, beside the lock it is made from
%/.venv/.ready: %/requirements.lock | $(READY)
	@echo "Setting up $(@D) from $< …"
	@test -x $(@D)/bin/python || $(BIN)/python -m venv $(@D)
	@if command -v uv >/dev/null 2>&1 && uv --version >/dev/null 2>&1; then \
	    uv pip sync -q --python $(@D)/bin/python $<; \
	else \
	    $(@D)/bin/python -m pip install -q -r $<; \
	fi
	@touch $@

lock: ## pin requirements.lock and requirements-spark.lock anew (needs uv)
	uv pip compile --universal --no-emit-index-url --python-version 3.11 --group dev --extra ocr pyproject.toml -o requirements.lock -q --upgrade
	uv pip compile --universal --no-emit-index-url --python-version 3.11 requirements-spark.in -o requirements-spark.lock -q --upgrade

clean: ## remove everything made at run time, and the environments
	rm -rf data $(VENV) .venv-spark benchmarks/.venv benchmarks/register_tools/.venv
