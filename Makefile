# Two commands matter: `make run` starts Ravine, `make test` tests it. Both set up what they need.
# Plain POSIX make; the stamp files live in .venv, so removing that folder starts afresh.
.POSIX:
.SUFFIXES:

PYTHON =
ARGS =
# Where to leave the exit status of pytest, for a caller that needs it: make itself answers 2 to any failure.
STATUS_FILE =
VENV = .venv
PY = $(VENV)/bin/python
INSTALL = $(PY) -m pip install --quiet --disable-pip-version-check --require-hashes
COMPILE_GROUP = $(VENV)/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-header --no-annotate
COMPILE = $(COMPILE_GROUP) pyproject.toml

help:
	@echo 'make run          start Ravine on http://127.0.0.1:8000 (settings: RAVINE_* in the README)'
	@echo 'make worker       start a worker for searches; make worker ARGS="digits-1 --name lab7" for one of them'
	@echo 'make test         every test, the browser ones too; make test ARGS="-k assets" for some'
	@echo 'make check        lint, format, types, Dockerfile'
	@echo 'make bench        the benchmarks; make bench ARGS=core for the core beside PyTorch, optax and C'
	@echo 'make screenshots  the pictures of the documentation'
	@echo 'make bundle       our own small plotly.js and one script for each page (needs npm; make run tries it by itself)'
	@echo 'make ready        all that make run sets up, without starting it'
	@echo 'make lock         resolve the requirements again; make lock ARGS=--upgrade for newer versions'
	@echo 'make fuzz         odd requests, formulas and files for minutes; make fuzz ARGS="--seconds 600 --seed 7"'
	@echo 'make audit        known weaknesses of everything in the locks (asks the package indexes)'
	@echo 'make sbom         what Ravine is made of, as CycloneDX: build/ravine.cdx.json'
	@echo 'make image-check  build the container image without an engine and ask it for a page (Debian, root)'
	@echo 'make clean        remove everything that was made'

run: ready
	@exec $(PY) -m app $(ARGS)

# What modules are made into is looked at each time: it takes a moment, and they change more often than plotly.js.
ready: $(VENV)/.run $(VENV)/.bundle
	@sh tools/bundle pages

worker: $(VENV)/.run
	@exec $(PY) -m app worker $(ARGS)

test: $(VENV)/.test
	@sh tools/postgres; sh tools/nginx; CHROMIUM=$$(sh tools/browser $(PY)) && export CHROMIUM || exit 1; \
	status=0; $(PY) -m pytest --numprocesses auto --maxprocesses 4 --dist worksteal $(ARGS) || status=$$?; \
	test -z "$(STATUS_FILE)" || echo $$status > "$(STATUS_FILE)"; exit $$status

check: $(VENV)/.dev
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy
	$(VENV)/bin/hadolint Dockerfile

bench: $(VENV)/.bench $(VENV)/.peers
	@CHROMIUM=$$(sh tools/browser $(PY)) && export CHROMIUM && exec $(PY) -m benchmarks $(ARGS)

screenshots: $(VENV)/.test
	@CHROMIUM=$$(sh tools/browser $(PY)) && export CHROMIUM && exec $(PY) tools/screenshots.py $(ARGS)

bundle:
	@rm -f $(VENV)/.bundle
	@$(MAKE) $(VENV)/.bundle
	@sh tools/bundle pages

lock: $(VENV)/.dev
	$(COMPILE) $(ARGS) --extra postgres --extra metrics --output-file requirements.lock
	$(COMPILE) $(ARGS) --group test --constraint requirements.lock --output-file requirements-test.lock
	$(COMPILE) $(ARGS) --group dev --group lock --constraint requirements-test.lock \
		--output-file requirements-dev.lock
	$(COMPILE) $(ARGS) --group bench --extra fast --constraint requirements-test.lock \
		--output-file requirements-bench.lock
	$(COMPILE_GROUP) $(ARGS) --group bundle --output-file requirements-bundle.lock
	$(COMPILE) $(ARGS) --group fuzz --constraint requirements-test.lock --output-file requirements-fuzz.lock
	$(COMPILE_GROUP) $(ARGS) --group audit --constraint requirements-dev.lock --output-file requirements-audit.lock

fuzz: $(VENV)/.fuzz
	@$(PY) tools/fuzz.py $(ARGS)

audit: $(VENV)/.audit
	@$(PY) tools/audit.py

sbom: $(VENV)/.test
	@$(PY) tools/sbom.py build/ravine.cdx.json

image-check:
	@sh tools/image_check $(ARGS)

clean:
	rm -rf $(VENV) bundle/node_modules benchmarks/peers/pages/node_modules static/vendor build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .schemathesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/.made:
	@PYTHON=$(PYTHON) sh tools/venv $(VENV)
	@touch $@

$(VENV)/.run: $(VENV)/.made requirements.lock
	@echo 'Installing what Ravine runs on ...'
	@$(INSTALL) -r requirements.lock
	@touch $@

# Each longer lock holds the shorter ones at the same versions, so one install is enough.
$(VENV)/.test: $(VENV)/.made requirements-test.lock
	@echo 'Installing what the tests need ...'
	@$(INSTALL) -r requirements-test.lock
	@touch $@

$(VENV)/.dev: $(VENV)/.made requirements-dev.lock
	@echo 'Installing what developers need ...'
	@$(INSTALL) -r requirements-dev.lock
	@touch $@

$(VENV)/.bench: $(VENV)/.made requirements-bench.lock
	@echo 'Installing what the benchmarks compare with ...'
	@$(INSTALL) -r requirements-bench.lock
	@touch $@

# Pages of others: without them the benchmarks say so and measure the rest.
$(VENV)/.peers: $(VENV)/.made benchmarks/peers/pages/package-lock.json
	@cd benchmarks/peers/pages && npm ci --ignore-scripts --loglevel=error || echo 'npm could not install the pages of others.'
	@touch $@

$(VENV)/.fuzz: $(VENV)/.made requirements-fuzz.lock
	@echo 'Installing what asks odd things ...'
	@$(INSTALL) -r requirements-fuzz.lock
	@touch $@

$(VENV)/.audit: $(VENV)/.made requirements-audit.lock
	@echo 'Installing what looks for known weaknesses ...'
	@$(INSTALL) -r requirements-audit.lock
	@touch $@

# Tried once for each state of these: it never stops `make run`, which has the wheel's plotly.js.
$(VENV)/.bundle: $(VENV)/.made bundle/package-lock.json bundle/build.js bundle/lean.js bundle/plotly-2d.js \
	bundle/plotly-3d.js
	@sh tools/bundle
	@touch $@

.PHONY: help run ready worker test check bench screenshots bundle lock fuzz audit sbom image-check clean
