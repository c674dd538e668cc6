#!/usr/bin/env bash
# Runs a command next to a real Keystone: tools/keystone.sh go test ./internal/keystone -run Real
#
# Keystone is Debian's package, which is installed if it is absent and this is root. It listens on loopback, with a
# database and keys in a folder of its own, and is gone when the command ends. The command finds KEYSTONE_URL and
# KEYSTONE_ADMIN_PASSWORD (user and project admin, domain default). Without a Keystone the script says SKIP and ends
# with 0.
set -euo pipefail
[ $# -gt 0 ] || { echo "usage: $0 <command>..." >&2; exit 2; }

# shellcheck disable=SC2034 # server.sh uses it.
name=Keystone
# shellcheck source=tools/server.sh
. "$(dirname "$0")/server.sh"

need keystone-manage keystone
work=$(mktemp -d "${TMPDIR:-/tmp}/keystone.XXXXXX")
port=$(free_port)
export KEYSTONE_URL=http://127.0.0.1:$port
KEYSTONE_ADMIN_PASSWORD=$(secret)
export KEYSTONE_ADMIN_PASSWORD

cat >"$work/keystone.conf" <<TEXT
[database]
# Each request has a connection of its own, which any thread may collect; one waits for another, and nothing has to survive
# a crash.
connection = sqlite:///$work/keystone.db?timeout=60&check_same_thread=false
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
# shellcheck disable=SC2034 # server.sh uses it.
server=$!
run_beside "$port" "$work/server.log" "$@"
