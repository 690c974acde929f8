#!/usr/bin/env bash
# CPU seconds (user and system) of `nescio --help`, of importing typer alone, and of starting Python: the median of 11.
set -euo pipefail
python=${1:-.venv/bin/python}
cost() {
  for _ in $(seq 11); do
    { TIMEFORMAT='%U %S'; time "$@" >/dev/null 2>&1; } 2>&1 | awk '{print $1 + $2}'
  done | sort -n | sed -n 6p
}
echo "python -c pass:      $(cost "$python" -c pass)"
echo "import typer:        $(cost "$python" -c 'import typer')"
echo "nescio --help:       $(cost "$python" -m nescio --help)"
