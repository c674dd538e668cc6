#!/usr/bin/env bash
# Validates every example, and what occopus2tf is tested with, against the provider just built. Called by `make docs`.
set -euo pipefail
cd "$(dirname "$0")/.."
: "${TERRAFORM:?run: make docs}"

export TF_CLI_CONFIG_FILE=$PWD/bin/terraform.rc
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# check <name> <file>...: the files as one configuration.
check() {
  local name=$1 folder=$work/$1
  shift
  mkdir -p "$folder"
  cp -R "$@" "$folder"
  if ! { "$TERRAFORM" -chdir="$folder" init -backend=false -input=false -no-color &&
    "$TERRAFORM" -chdir="$folder" validate -no-color; } >"$folder/log" 2>&1; then
    echo "$name is not valid:" >&2
    cat "$folder/log" >&2
    return 1
  fi
}

shopt -s nullglob
failed=0
for folder in examples/{resources,data-sources,ephemeral-resources,functions,guides}/* examples/occopus/*/; do
  check "${folder#examples/}" examples/provider/provider.tf "$folder"/* || failed=1
done
for folder in examples/*/; do
  case $folder in
    examples/resources/ | examples/data-sources/ | examples/ephemeral-resources/ | examples/functions/ | examples/guides/ | \
      examples/occopus/) continue ;;
  esac
  check "$(basename "$folder")" "$folder"* || failed=1
done
# What occopus2tf writes.
for folder in internal/occopus/testdata/*/; do
  check "occopus2tf/$(basename "$folder")" "$folder"want/* || failed=1
done
exit "$failed"
