#!/bin/sh
# Runs a PostgreSQL cluster in a temporary folder for as long as its standard input
# stays open. Prints one line when the cluster is ready: the address of its database
# `postgres`, or `error: ` and a reason. Whatever kills the caller closes the pipe,
# so the cluster ends and its folder goes, `kill -9` included.
#
# It is started as root or as anybody; the cluster itself never runs as root.
set -u

fail() {
    echo "error: $1"
    exit 1
}

if [ "$(id -u)" = 0 ] && [ "${1:-}" != "as-postgres" ]; then
    id postgres >/dev/null 2>&1 || fail "PostgreSQL is not installed: apt-get install postgresql"
    # The script goes in as text: its file may lie where that user cannot read.
    exec runuser -u postgres -- sh -c "${FROMAGERIE_POSTGRES_SCRIPT:-$(cat "$0")}" postgres.sh as-postgres
fi

initdb=$(command -v initdb || ls -1 /usr/lib/postgresql/*/bin/initdb 2>/dev/null | sort -V | tail -n 1)
[ -n "$initdb" ] || fail "PostgreSQL is not installed: apt-get install postgresql"
bin=$(dirname "$initdb")
cd / || fail "the root folder cannot be entered"
folder=$(mktemp -d /tmp/fromagerie-postgres-XXXXXX) || fail "no temporary folder could be made"

stop() {
    "$bin/pg_ctl" --pgdata="$folder/data" --mode=immediate stop >/dev/null 2>&1
    rm -rf "$folder"
}
trap 'stop; exit 1' HUP INT TERM

"$bin/initdb" --pgdata="$folder/data" --username=postgres --auth=trust --encoding=UTF8 --locale=C.UTF-8 \
    --no-sync >"$folder/initdb.log" 2>&1 || { tail -n 3 "$folder/initdb.log" >&2; stop; fail "initdb failed"; }

# Nothing here has to survive a crash, so nothing is synced; no port is taken.
cat >>"$folder/data/postgresql.conf" <<EOF
listen_addresses = ''
unix_socket_directories = '$folder'
max_connections = 600
shared_buffers = 64MB
fsync = off
synchronous_commit = off
full_page_writes = off
autovacuum = off
max_wal_size = 2GB
EOF
"$bin/pg_ctl" --pgdata="$folder/data" --log="$folder/server.log" --wait start </dev/null >/dev/null 2>&1 \
    || { tail -n 3 "$folder/server.log" >&2; stop; fail "the cluster did not start"; }

echo "postgres://postgres@localhost/postgres?host=$folder"
while read -r _; do :; done
stop
