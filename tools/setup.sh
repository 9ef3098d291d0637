#!/bin/sh
# Makes or refreshes the environment: a Python, the locked packages (checked by hash), the built assets, the `pomni` command.
# Does nothing where nothing changed. `tools/setup.sh test` adds what tests need.
set -eu
cd "$(dirname "$0")/.."
kind=${1:-run}
venv=.venv
stamp=$venv/.pomni-$kind
locks="requirements/tools.txt requirements/run.txt"
[ "$kind" = test ] && locks="$locks requirements/test.txt"
want=$(cat $locks pyproject.toml tools/setup.sh | cksum)

if [ ! -x $venv/bin/python ] || ! $venv/bin/python -c '' 2>/dev/null; then
    python=$(sh tools/find_python.sh)
    echo "Making the environment with $python"
    rm -rf $venv
    "$python" -m venv $venv
fi
if [ "$(cat "$stamp" 2>/dev/null)" != "$want" ]; then
    echo "Installing the locked packages"
    $venv/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/tools.txt
    set -- -r requirements/run.txt
    [ "$kind" = test ] || [ -e $venv/.pomni-test ] && set -- "$@" -r requirements/test.txt
    # uv is quick; where it cannot reach the packages as pip can (a mirror set up for pip only), pip does the same work.
    $venv/bin/uv pip install -q --compile-bytecode -p $venv/bin/python --require-hashes "$@" \
        || $venv/bin/python -m pip install -q --disable-pip-version-check --require-hashes "$@"
    $venv/bin/python tools/link_command.py
    echo "$want" > "$stamp"
fi
# Translated for the machine once: a start that has to do it takes twice as long, and cannot keep it where it may not write.
$venv/bin/python -m compileall -q pomni
$venv/bin/python tools/build_assets.py "$kind"
