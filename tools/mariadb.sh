#!/usr/bin/env bash
# Runs a command next to a real MariaDB: tools/mariadb.sh go test ./internal/healthcheck -run Real
#
# MariaDB is Debian's package, which is installed if it is absent and this is root. It listens on loopback, with its data
# in a folder of its own, and is gone when the command ends. The command finds MARIADB_ADDRESS (host:port), and a database
# and user of the name "shop" with the password MARIADB_PASSWORD. Without a MariaDB the script says SKIP and ends with 0.
set -euo pipefail
[ $# -gt 0 ] || { echo "usage: $0 <command>..." >&2; exit 2; }

# shellcheck disable=SC2034 # server.sh uses it.
name=MariaDB
# shellcheck source=tools/server.sh
. "$(dirname "$0")/server.sh"

need mariadbd mariadb-server
command -v mariadb-install-db >/dev/null || skip 'mariadb-install-db is not on PATH'
work=$(mktemp -d "${TMPDIR:-/tmp}/mariadb.XXXXXX")
port=$(free_port)
export MARIADB_ADDRESS=127.0.0.1:$port
MARIADB_PASSWORD=$(secret)
export MARIADB_PASSWORD

data=(--no-defaults --datadir="$work/data" --user="$(id -un)")
mariadb-install-db "${data[@]}" --auth-root-authentication-method=normal --skip-test-db >"$work/prepare.log" 2>&1 || {
  tail -n 20 "$work/prepare.log" >&2
  exit 1
}
cat >"$work/init.sql" <<TEXT
CREATE DATABASE shop;
CREATE USER shop@'%' IDENTIFIED BY '$MARIADB_PASSWORD';
GRANT ALL ON shop.* TO shop@'%';
TEXT
mariadbd "${data[@]}" --bind-address=127.0.0.1 --port="$port" --socket="$work/socket" --pid-file="$work/pid" \
  --init-file="$work/init.sql" >"$work/server.log" 2>&1 &
# shellcheck disable=SC2034 # server.sh uses it.
server=$!
run_beside "$port" "$work/server.log" "$@"
