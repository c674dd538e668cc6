#!/usr/bin/env bash
# Writes docs/ with tfplugindocs. Called by `make docs`.
#
# tfplugindocs documents only the types whose first word is the name of the provider. This provider has
# two first words, occi and cloudsigma, so it runs once for each; the pages of cloudsigma_* types keep
# the prefix in their file names, as the registry has it for types that are not named after the provider. Functions
# have no such word: they are documented by the first run, and hidden from the second one.
set -euo pipefail
cd "$(dirname "$0")/.."
: "${TERRAFORM:?run: make docs}" "${TFPLUGINDOCS:?run: make docs}"

address=registry.terraform.io/terraform-provider-occi/occi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cat >"$work/main.tf" <<TF
terraform {
  required_providers {
    occi = {
      source = "$address"
    }
  }
}
TF
export TF_CLI_CONFIG_FILE=$PWD/bin/terraform.rc
"$TERRAFORM" -chdir="$work" init -input=false >"$work/init.log" || { cat "$work/init.log"; exit 1; }
"$TERRAFORM" -chdir="$work" providers schema -json >"$work/schema.json"

# render <first word of the types> <folder below the project> [<change of the schema>]
render() {
  sed "s|\"$address\"|\"$1\"|; ${3:-}" "$work/schema.json" >"$work/$1.json"
  "$TFPLUGINDOCS" generate --provider-name "$1" --rendered-provider-name occi \
    --providers-schema "$work/$1.json" --rendered-website-dir "$2" >"$work/$1.log" 2>&1 ||
    { cat "$work/$1.log"; exit 1; }
}
shopt -s nullglob
render occi docs
render cloudsigma bin/docs 's|"functions"|"functions_of_occi"|'
for page in docs/*/cloudsigma_*.md; do
  folder=$(basename "$(dirname "$page")")
  [[ $folder != functions ]] || continue
  name=$(basename "$page")
  mv "bin/docs/$folder/${name#cloudsigma_}" "$page"
done
rm -rf bin/docs
