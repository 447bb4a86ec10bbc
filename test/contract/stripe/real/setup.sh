#!/bin/sh
# Builds Stripe's own mock server from its published module, and keeps the API description that comes with it.
# Usage: setup.sh VERSION CACHE_FOLDER   (needs Go; on Debian as root it is installed)
set -eu
version=$1
folder=$2/$version
[ -x "$folder/stripe-mock" ] && [ -s "$folder/spec3.json" ] && exit 0

if ! command -v go >/dev/null 2>&1; then
  echo 'stripe-mock needs Go: installing Debian'\''s' >&2
  DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends golang-go >/dev/null
fi

mkdir -p "$folder"
GOBIN=$folder go install "github.com/stripe/stripe-mock@v$version"
source=$(go env GOMODCACHE)/github.com/stripe/stripe-mock@v$version/embedded/openapi/spec3.json
cp "$source" "$folder/spec3.json.new"
chmod 644 "$folder/spec3.json.new"
mv "$folder/spec3.json.new" "$folder/spec3.json"
