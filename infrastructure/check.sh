#!/usr/bin/env bash
# Asks the real programs whether they take our files: Caddy, docker-compose, shellcheck.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
export XDG_DATA_HOME=$scratch XDG_CONFIG_HOME=$scratch

require() {
  command -v "$1" >/dev/null || { echo "$1 is missing: apt-get install $1" >&2; exit 1; }
}

require caddy
# Debian's, and the newer one that the contract suite builds, where it is there.
for program in caddy "$HOME"/.cache/hiddify-vpn-bot/caddy/caddy-*; do
  command -v "$program" >/dev/null || continue
  # An admin address of its own, and no upstream name that would have to be looked up.
  CADDY_ADMIN=unix/$scratch/admin UPSTREAMS=127.0.0.1:9 "$program" validate --config Caddyfile >"$scratch/caddy.log" 2>&1 ||
    { cat "$scratch/caddy.log" >&2; exit 1; }
  echo "Caddyfile: valid for ${program##*/}"
done
caddy fmt Caddyfile | diff Caddyfile - || { echo 'Caddyfile is not formatted: caddy fmt --overwrite Caddyfile' >&2; exit 1; }

require docker-compose
mkdir "$scratch/infrastructure"
cp infrastructure/docker-compose.yml "$scratch/infrastructure/"
cp .env.example "$scratch/.env"
# The words of README, so that they stay true.
# shellcheck disable=SC2016 # the backquotes are Markdown's
(cd "$scratch" && bash -c "$(grep -oP '(?<=`)for name in POSTGRES.*(?=`)' "$OLDPWD/README.md")")
docker-compose --env-file "$scratch/.env" -f "$scratch/infrastructure/docker-compose.yml" config --quiet
echo 'docker-compose.yml: valid'

if command -v shellcheck >/dev/null; then
  find infrastructure .ci -type f \( -name '*.sh' -o -name run \) -print0 | xargs -0 shellcheck
  echo 'shell scripts: clean'
else
  echo 'shell scripts: not checked, shellcheck is missing (apt-get install shellcheck)'
fi
