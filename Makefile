# run · test · check · demo · bench: five words, nothing else to learn.
.PHONY: run test check demo bench lock format setup messages

POMNI = .venv/bin/pomni

run: setup
	@exec $(POMNI) serve

demo: setup
	@exec $(POMNI) demo $(ARGS)

test:
	@sh tools/setup.sh test
	@.venv/bin/python tools/run_tests.py $(ARGS)

check:
	@sh tools/setup.sh test
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/mypy
	.venv/bin/python tools/check_floors.py
	@$(MAKE) --no-print-directory test

bench:
	@sh tools/setup.sh test
	@.venv/bin/python tools/bench.py $(ARGS)

# For those who change Pomni -------------------------------------------------------------------------------------------

setup:
	@sh tools/setup.sh

format:
	.venv/bin/ruff format .
	.venv/bin/ruff check --fix .

messages:
	.venv/bin/python tools/messages.py

lock:
	.venv/bin/python tools/lock.py
