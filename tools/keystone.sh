#!/usr/bin/env bash
# Runs a command next to a real Keystone: tools/keystone.sh go test ./internal/keystone -run Real
#
# Keystone is Debian's package, which is installed if it is absent and this is root. It listens on loopback, with a
# database and keys in a folder of its own, and is gone when the command ends. The command finds KEYSTONE_URL and
# KEYSTONE_ADMIN_PASSWORD (user and project admin, domain default). Without a Keystone the script says SKIP and ends
# with 0.
set -euo pipefail
[ $# -gt 0 ] || { echo "usage: $0 <command>..." >&2; exit 2; }

policy=/usr/sbin/policy-rc.d
work=
server=
own_policy=

# shellcheck disable=SC2317 # Called by the trap.
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
  echo "SKIP: no real Keystone: $*"
  exit 0
}

# The package would start a service: a policy forbids that while it is installed.
install_keystone() {
  command -v apt-get >/dev/null || skip 'keystone-manage is not on PATH, and there is no apt-get to install it'
  [ "$(id -u)" = 0 ] || skip 'keystone-manage is not on PATH, and only root can install it'
  if [ ! -e "$policy" ]; then
    own_policy=1
    printf '#!/bin/sh\nexit 101\n' >"$policy"
    chmod 755 "$policy"
  fi
  local output
  output=$({ apt-get update && DEBIAN_FRONTEND=noninteractive \
    apt-get install --yes --no-install-recommends keystone; } </dev/null 2>&1) ||
    skip "apt-get could not install it: $(tail -n 3 <<<"$output")"
  [ -z "$own_policy" ] || rm -f "$policy"
  own_policy=
}

command -v keystone-manage >/dev/null || install_keystone
work=$(mktemp -d "${TMPDIR:-/tmp}/keystone.XXXXXX")
port=$(/usr/bin/python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
export KEYSTONE_URL=http://127.0.0.1:$port
KEYSTONE_ADMIN_PASSWORD=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
export KEYSTONE_ADMIN_PASSWORD

cat >"$work/keystone.conf" <<TEXT
[database]
# Each request has a connection of its own; one waits for another, and nothing has to survive a crash.
connection = sqlite:///$work/keystone.db?timeout=60
sqlite_synchronous = false
[fernet_tokens]
key_repository = $work/tokens
[credential]
key_repository = $work/credentials
[cache]
enabled = false
# Few rounds: nobody attacks these passwords.
[identity]
password_hash_rounds = 4
TEXT

manage() {
  keystone-manage --config-file "$work/keystone.conf" "$@"
}

prepare() {
  local owner=(--keystone-user "$(id -un)" --keystone-group "$(id -gn)")
  manage db_sync &&
    manage fernet_setup "${owner[@]}" &&
    manage credential_setup "${owner[@]}" &&
    OS_BOOTSTRAP_PASSWORD=$KEYSTONE_ADMIN_PASSWORD manage bootstrap --bootstrap-region-id here \
      --bootstrap-public-url "$KEYSTONE_URL/v3" --bootstrap-internal-url "$KEYSTONE_URL/v3" --bootstrap-admin-url "$KEYSTONE_URL/v3"
}
prepare >"$work/prepare.log" 2>&1 || { tail -n 20 "$work/prepare.log" >&2; exit 1; }

# Not keystone-wsgi-public by itself: a connection that a client keeps in reserve would stop its only thread. Requests
# are served one after the other, because the database is locked by each that writes.
cat >"$work/serve.py" <<'TEXT'
import socketserver, sys, threading, wsgiref.simple_server
from keystone.server.wsgi import initialize_public_application


class Server(socketserver.ThreadingMixIn, wsgiref.simple_server.WSGIServer):
    daemon_threads = True


def serve(environment, start_response):
    with turn:
        return keystone(environment, start_response)


port = int(sys.argv.pop())
turn, keystone = threading.Lock(), initialize_public_application()
wsgiref.simple_server.make_server("127.0.0.1", port, serve, Server).serve_forever()
TEXT
OS_KEYSTONE_CONFIG_FILES=$work/keystone.conf /usr/bin/python3 "$work/serve.py" "$port" >"$work/server.log" 2>&1 &
server=$!
for _ in $(seq 300); do
  kill -0 "$server" 2>/dev/null || break
  if (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
    "$@" || {
      status=$?
      echo 'The last that Keystone said:' >&2
      tail -n 20 "$work/server.log" >&2
      exit "$status"
    }
    exit
  fi
  sleep 0.1
done
echo 'Keystone did not start:' >&2
tail -n 20 "$work/server.log" >&2
exit 1
