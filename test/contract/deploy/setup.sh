#!/bin/sh
# Builds the oldest Caddy that repeats a request whole, from its published module. Debian's is older.
# Usage: setup.sh VERSION CACHE_FOLDER   (needs Go 1.25 or newer; some minutes on two cores)
set -eu
version=$1
folder=$2
program=$folder/caddy-$version
mkdir -p "$folder"
# Suites that start together must not build together.
exec 9>"$folder/lock"
flock 9
if [ -x "$program" ]; then exit 0; fi

command -v go >/dev/null || {
  echo 'Caddy needs Go 1.25 or newer' >&2
  exit 1
}
export CGO_ENABLED=0 GOFLAGS=-buildvcs=false GOWORK=off
GOBIN=$folder/work nice go install -trimpath "github.com/caddyserver/caddy/v2/cmd/caddy@v$version"
mv "$folder/work/caddy" "$program"
rm -r "$folder/work"
