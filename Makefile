# make demo    grades the example submissions
# make check   format, lint, types, and the tests that need neither a sandbox nor an engine
# make test    all of that, the validation of the course, and all tests

VENV ?= .venv
RESULTS ?= results

# PyTorch's CPU builds: without this index, pip takes a build with gigabytes of CUDA libraries.
# Empty: take what pip finds elsewhere.
TORCH_INDEX ?= https://download.pytorch.org/whl/cpu

# How many processes run tests at the same time: three for two processors, since many tests wait.
JOBS ?= $(shell expr $$(getconf _NPROCESSORS_ONLN) '*' 3 / 2)

# As root, students' code runs under a uid of its own, which must be able to read the interpreter:
# one in root's home folder will not do.
USABLE = import os, sys; sys.version_info >= (3, 11) or sys.exit(1); \
	os.getuid() or os.setgid(65534) or os.setuid(65534); \
	os.execv(sys.executable, [sys.executable, "-c", "import venv, ensurepip"])
PYTHON ?= $(shell for python in python3.11 python3.12 python3.13 python3 /usr/bin/python3; do \
	$$python -c '$(USABLE)' 2>/dev/null && echo $$python && break; done)

BIN = $(VENV)/bin
PIP = $(BIN)/pip --disable-pip-version-check --quiet
PYTEST = $(BIN)/pytest
PARALLEL = --numprocesses $(JOBS)

# $(call step,COMMAND,WHAT REPEATS ONLY WHAT FAILED)
step = @echo '$(1)'; $(1) || { echo 'Failed. To repeat only what failed: $(2)' >&2; exit 1; }

.PHONY: demo check test tools clean

demo: $(BIN)/pip
	$(PIP) install -c constraints.txt .
	$(BIN)/grader run examples/submissions --out $(RESULTS)

check: tools
	$(call step,$(BIN)/ruff format --check .,$(BIN)/ruff format .)
	$(call step,$(BIN)/ruff check .,$(BIN)/ruff check .)
	$(call step,$(BIN)/mypy,$(BIN)/mypy)
	$(call step,$(PYTEST) $(PARALLEL) -m light,$(PYTEST) -m light --last-failed)

test: tools
	$(call step,$(BIN)/ruff format --check .,$(BIN)/ruff format .)
	$(call step,$(BIN)/ruff check .,$(BIN)/ruff check .)
	$(call step,$(BIN)/mypy,$(BIN)/mypy)
	$(call step,$(BIN)/grader validate,$(BIN)/grader validate ASSIGNMENT (with an id from above))
	$(call step,$(PYTEST) $(PARALLEL) -m "not alone",$(PYTEST) -m "not alone" --last-failed)
	$(call step,$(PYTEST) -m alone,$(PYTEST) -m alone --last-failed)

# The index of PyTorch is asked for torch alone, and once.
tools: $(BIN)/pip
	@$(BIN)/python -c 'import torch' 2>/dev/null \
	|| { test -n '$(TORCH_INDEX)' && $(PIP) install -c constraints.txt --no-deps \
		--retries 0 --timeout 20 --index-url '$(TORCH_INDEX)' torch; } \
	|| { test -z '$(TORCH_INDEX)' \
		|| echo '$(TORCH_INDEX) gives no torch: taking the build that pip finds' >&2; \
		$(PIP) install -c constraints.txt torch; }
	$(PIP) install -c constraints.txt -e '.[dev]'

$(BIN)/pip:
	@test -n "$(PYTHON)" || { \
		echo "No usable Python: Python 3.11 or newer with venv is needed (on Debian: python3-venv)," >&2; \
		echo "and for root one that other users can read. Name it: make demo PYTHON=/path/to/python3" >&2; \
		exit 1; }
	$(PYTHON) -m venv $(VENV)

clean:
	rm -rf $(VENV) $(RESULTS) .grader build dist
