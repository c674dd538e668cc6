#!/usr/bin/env bash
# Runs examples/quickstart against emulated clouds, from init to an empty inventory. Called by `make demo`.
#
#   KEEP=1              leave the clouds and what was created up, and say how to go on
#   DEMO_MANNER=guide   let the OCCI cloud behave as its guide says; the default, occi-os, is as the code
#                       was recorded to behave
set -euo pipefail
cd "$(dirname "$0")/.."
: "${TERRAFORM:?run: make demo}"
manner=${DEMO_MANNER:-occi-os}
keep=${KEEP:-}
unset "${!TF_CLI@}" "${!TF_DATA@}" "${!TF_WORKSPACE@}"
export TF_CLI_CONFIG_FILE=$PWD/bin/terraform.rc TF_IN_AUTOMATION=1
[ -t 1 ] || export TF_CLI_ARGS=-no-color

root=$PWD
work=$(mktemp -d "${TMPDIR:-/tmp}/occi-demo.XXXXXX")
emulator=
step=preparation

step() {
  step=$*
  printf '\n== %s\n' "$step"
}

finish() {
  local status=$?
  trap - EXIT
  if [ "$status" -ne 0 ]; then
    printf '\ndemo: FAILED in the step: %s\n' "$step" >&2
    [ ! -s "$work/emulator.log" ] || { echo 'demo: last lines of the emulator:' && tail -n 20 "$work/emulator.log"; } >&2
  fi
  if [ -n "$keep" ] && [ -n "$emulator" ]; then
    how_to_go_on
    exit "$status"
  fi
  if [ -n "$emulator" ]; then
    kill "$emulator" 2>/dev/null || true
    wait "$emulator" || true
  fi
  rm -rf "$work"
  exit "$status"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

how_to_go_on() {
  cat <<TEXT

Left up: the emulated clouds (process $emulator, log $work/emulator.log). To go on:

  cd $work/quickstart
  . $work/clouds.env
  export TF_CLI_CONFIG_FILE=$TF_CLI_CONFIG_FILE
  $TERRAFORM show
  $TERRAFORM destroy
  curl ${OCCI_ENDPOINT%/}/_emulator/inventory

To end: kill $emulator; rm -rf $work
TEXT
}

terraform() {
  "$TERRAFORM" -chdir="$work/quickstart" "$@"
}

# origin <URL>: its host and port.
origin() {
  local rest=${1#*://}
  echo "${rest%%/*}"
}

# inventory <URL>: what exists in the emulated cloud, as JSON on one line. Not every machine has curl.
inventory() {
  local address
  address=$(origin "$1")
  exec 3<>"/dev/tcp/${address%:*}/${address##*:}"
  printf 'GET /_emulator/inventory HTTP/1.0\r\nHost: %s\r\n\r\n' "$address" >&3
  sed '1,/^\r*$/d' <&3 | tr -d ' \n'
  exec 3<&-
}

step "start the emulated clouds (OCCI in the manner $manner, Keystone, CloudSigma)"
bin/cloud-emulator --occi-addr 127.0.0.1:0 --keystone-addr 127.0.0.1:0 --cloudsigma-addr 127.0.0.1:0 \
  --occi-manner "$manner" --boot-time 1s --env-file "$work/clouds.env" >"$work/emulator.log" 2>&1 &
emulator=$!
for _ in {1..100}; do
  [ ! -s "$work/clouds.env" ] || break
  kill -0 "$emulator"
  sleep 0.1
done
# What the quickstart asks its user for.
cat >>"$work/clouds.env" <<TEXT
export TF_VAR_public_key='ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIDV9kPI6c7dmfQDcTcQqpjxqSZ8SOvUV5iC6Tfj4rGBM demo'
export TF_VAR_vnc_password=$(od -An -N8 -tx1 /dev/urandom | tr -d ' \n')
TEXT
# shellcheck disable=SC1091 # Written by the emulator.
. "$work/clouds.env"
cp -R "$root/examples/quickstart" "$work/quickstart"

step "terraform init"
terraform init -input=false

step "terraform apply"
terraform apply -auto-approve -input=false

step "terraform output"
terraform output

step "terraform plan: nothing left to do"
terraform plan -detailed-exitcode -input=false

if [ -n "$keep" ]; then
  exit
fi

step "terraform destroy"
terraform destroy -auto-approve -input=false

step "inventory of both clouds: empty"
for endpoint in "$OCCI_ENDPOINT" "$CLOUDSIGMA_ENDPOINT"; do
  left=$(inventory "$endpoint")
  echo "$endpoint: $left"
  [ "$left" = '[]' ]
done

printf '\ndemo: all steps passed.\n'
