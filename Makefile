# Broadsheet: `make demo` shows the whole house, `make test` proves it.
SHELL := /bin/bash
# The newest Python from 3.11 on that is here.
PYTHON ?= $(firstword $(foreach name,python3.11 python3.12 python3.13 python3,$(if $(shell command -v $(name)),$(name))))
BIN := .venv/bin
STAMP := .venv/.requirements

.PHONY: demo test test-postgres check budgets bench contact-sheet messages lock clean

demo: $(STAMP)
	@exec $(BIN)/broadsheet demo

test: $(STAMP)
	$(BIN)/python -m pytest -n 2 --dist loadscope --no-loadscope-reorder

# What touches the database, once more on the PostgreSQL server that BROADSHEET_TEST_POSTGRES names; but for what runs a
# site of its own.
test-postgres: $(STAMP)
	DATABASE_URL=$${BROADSHEET_TEST_POSTGRES:?names no server} $(BIN)/python -m pytest -n 2 --dist loadscope --no-loadscope-reorder \
	  --ignore tests/importing/test_command.py tests/accounts tests/desk tests/fronts tests/importing tests/media tests/press \
	  tests/related tests/spine tests/stories tests/wire

check: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/broadsheet manage makemigrations --check --dry-run

# What a page may cost a reader's phone: apart from the tests, since its times are reckoned from a machine's own.
budgets: $(STAMP)
	$(BIN)/python bench/run.py lighthouse

bench: $(STAMP)
	$(BIN)/python bench/run.py

# Every kind of readers' page on one sheet, for the eye.
contact-sheet: $(STAMP)
	$(BIN)/python bench/contact_sheet.py

# After a text was marked or changed: every catalogue with it, to be translated; then once more, to compile them.
messages: $(STAMP)
	cd src/broadsheet && $(CURDIR)/$(BIN)/django-admin makemessages --all --add-location file
	cd src/broadsheet && $(CURDIR)/$(BIN)/django-admin compilemessages

# The environment: made once, made again when a lock file changes. uv comes locked too; it fills the rest in seconds.
# All is compiled at once: where Python may not keep what it compiled (PYTHONDONTWRITEBYTECODE, as in many containers), each
# start compiled 2,400 modules and took 6.9 s instead of 4.0.
$(STAMP): requirements/uv.txt requirements/dev.txt pyproject.toml
	@$(or $(PYTHON),false) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Broadsheet needs Python 3.11 or newer; name it: make PYTHON=/path/to/python3.11 $(MAKECMDGOALS)"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --require-hashes --requirement requirements/uv.txt
	@$(BIN)/uv pip sync --quiet --require-hashes --compile-bytecode --python $(BIN)/python requirements/dev.txt
	@$(BIN)/python -m compileall -q src
	@$(BIN)/python -c 'import pathlib, sysconfig; pathlib.Path(sysconfig.get_path("purelib"), "broadsheet.pth").write_text(str(pathlib.Path("src").resolve()) + "\n")'
	@printf '#!/bin/sh\nexec "$(CURDIR)/$(BIN)/python" -m broadsheet "$$@"\n' > $(BIN)/broadsheet && chmod +x $(BIN)/broadsheet
	@touch $@

lock: $(STAMP)
	for name in uv base dev; do $(BIN)/uv pip compile --quiet --upgrade --generate-hashes --no-header --universal \
	  --python-version 3.11 requirements/$$name.in --output-file requirements/$$name.txt; done

clean:
	rm -rf .venv var build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
