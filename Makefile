# Two commands: `make demo` grades the example submissions, `make test` checks types, validates the
# course and runs all tests.

VENV ?= .venv
RESULTS ?= results

# PyTorch's CPU builds: without this index, pip takes a build with gigabytes of CUDA libraries.
TORCH_INDEX ?= https://download.pytorch.org/whl/cpu

# As root, students' code runs under a uid of its own, which must be able to read the interpreter:
# one in root's home folder will not do.
USABLE = import os, sys; sys.version_info >= (3, 11) or sys.exit(1); \
	os.getuid() or os.setgid(65534) or os.setuid(65534); \
	os.execv(sys.executable, [sys.executable, "-c", "import venv, ensurepip"])
PYTHON ?= $(shell for python in python3.11 python3.12 python3.13 python3 /usr/bin/python3; do \
	$$python -c '$(USABLE)' 2>/dev/null && echo $$python && break; done)

PIP = $(VENV)/bin/pip --disable-pip-version-check --quiet

.PHONY: demo test check clean

demo: $(VENV)/bin/pip
	$(PIP) install -c constraints.txt .
	$(VENV)/bin/grader run examples/submissions --out $(RESULTS)

test: $(VENV)/bin/pip
	$(PIP) install -c constraints.txt $(if $(TORCH_INDEX),--extra-index-url $(TORCH_INDEX)) -e '.[dev]'
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy
	$(VENV)/bin/grader validate
	$(VENV)/bin/pytest

$(VENV)/bin/pip:
	@test -n "$(PYTHON)" || { \
		echo "No usable Python: Python 3.11 or newer with venv is needed (on Debian: python3-venv)," >&2; \
		echo "and for root one that other users can read. Name it: make demo PYTHON=/path/to/python3" >&2; \
		exit 1; }
	$(PYTHON) -m venv $(VENV)

clean:
	rm -rf $(VENV) $(RESULTS) build dist
