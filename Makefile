.PHONY: setup run test test-slow check bench

setup run test test-slow check bench:
	@python3 bin/dev.py $@
