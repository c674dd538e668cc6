# shellcheck shell=bash
# For the scripts that run a command next to a real server: what they share. They source it, set name, and call
# need, run_beside. Without the server they say SKIP and end with 0.

policy=/usr/sbin/policy-rc.d
own_policy=
server=
work=

# shellcheck disable=SC2317,SC2329 # Called by the trap.
finish() {
  local status=$?
  trap - EXIT
  if [ -n "$server" ]; then
    kill "$server" 2>/dev/null || true
    wait "$server" 2>/dev/null || true
  fi
  [ -z "$own_policy" ] || rm -f "$policy"
  [ -z "$work" ] || rm -rf "$work"
  exit "$status"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

skip() {
  echo "SKIP: no real $name: $*"
  exit 0
}

# need <program> <package>: installs Debian's package if the program is absent and this is root. The package would start
# a service: a policy forbids that while it is installed.
need() {
  local program=$1 package=$2 output
  ! command -v "$program" >/dev/null || return 0
  command -v apt-get >/dev/null || skip "$program is not on PATH, and there is no apt-get to install it"
  [ "$(id -u)" = 0 ] || skip "$program is not on PATH, and only root can install it"
  if [ ! -e "$policy" ]; then
    own_policy=1
    printf '#!/bin/sh\nexit 101\n' >"$policy"
    chmod 755 "$policy"
  fi
  output=$({ apt-get update && DEBIAN_FRONTEND=noninteractive \
    apt-get install --yes --no-install-recommends "$package"; } </dev/null 2>&1) ||
    skip "apt-get could not install it: $(tail -n 3 <<<"$output")"
  [ -z "$own_policy" ] || rm -f "$policy"
  own_policy=
}

# secret prints a password that nobody guesses.
secret() {
  od -An -N16 -tx1 /dev/urandom | tr -d ' \n'
}

free_port() {
  /usr/bin/python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

# run_beside <port> <log> <command>...: runs the command when the process $server listens, and tells the last of the log
# if it fails.
run_beside() {
  local port=$1 log=$2 status
  shift 2
  for _ in $(seq 300); do
    kill -0 "$server" 2>/dev/null || break
    if (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
      "$@" || {
        status=$?
        echo "The last that $name said:" >&2
        tail -n 20 "$log" >&2
        exit "$status"
      }
      exit
    fi
    sleep 0.1
  done
  echo "$name did not start:" >&2
  tail -n 20 "$log" >&2
  exit 1
}
