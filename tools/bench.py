"""`make bench`: fills a large company, measures every page, call and act on it, and writes the report."""

import sys

from benchmark.run import main

if __name__ == "__main__":
    sys.exit(main())
