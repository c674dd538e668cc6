#!/usr/bin/env bash
# Runs each fuzz target of the module for FUZZTIME. Called by `make fuzz`.
set -euo pipefail
cd "$(dirname "$0")/.."

grep -rHoE --include='*_test.go' '^func Fuzz[A-Za-z0-9_]*' . | sed 's/:func /:/' |
  while IFS=: read -r file target; do
    echo "== $target in $(dirname "$file")"
    go test -run '^$' -fuzz "^$target\$" -fuzztime "${FUZZTIME:-30s}" -fuzzminimizetime 10x "$(dirname "$file")" </dev/null
  done
