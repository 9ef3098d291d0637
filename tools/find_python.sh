#!/bin/sh
# Prints the path of a Python >= 3.12 that really works, newest first; says in words how to get one where there is none.
# Each candidate is executed: a shim on PATH may refuse to run, and Debian's python3 may lack venv.
works() {
    "$1" - 2>/dev/null <<'PY'
import sys
if sys.version_info < (3, 12):
    sys.exit(1)
import ssl, sqlite3, venv, ensurepip
PY
}

candidates() {
    [ -n "$POMNI_PYTHON" ] && echo "$POMNI_PYTHON"
    for minor in 14 13 12; do echo "python3.$minor"; done
    for minor in 14 13 12; do
        for root in "${PYENV_ROOT:-$HOME/.pyenv}/versions" "$HOME/.local/share/uv/python" /opt/python /usr/local; do
            ls -d "$root"/*3."$minor"*/bin/python3 "$root"/bin/python3."$minor" 2>/dev/null | sort -rV
        done
    done
    echo python3
    echo python
}

for candidate in $(candidates); do
    path=$(command -v "$candidate" 2>/dev/null) || continue
    if works "$path"; then
        "$path" -c 'import sys; print(sys.executable)'
        exit 0
    fi
done

cat >&2 <<'TXT'
Pomni needs Python 3.12 or newer, with venv, and found none that runs on this computer.
How to get one:
  Debian 13, Ubuntu 24.04 or newer:  sudo apt install python3 python3-venv
  Debian 12 or older:                install pyenv (github.com/pyenv/pyenv), then: pyenv install 3.13
  macOS, Windows:                    python.org/downloads
If you have one that was not found, name it: make run POMNI_PYTHON=/path/to/python3.13
TXT
exit 1
