#!/bin/sh
# Builds the engines that the contract suite examines from their published Go modules, once each, outside git.
# Usage: setup.sh [CACHE_FOLDER]   (needs Go 1.26; a cold run takes about a quarter of an hour on two cores)
set -eu
cache=${1:-$HOME/.cache/hiddify-vpn-bot/engines}
mkdir -p "$cache/work"
# Suites that start together must not build together.
exec 9>"$cache/lock"
flock 9
for program in go python3 openssl curl ip nft unshare nsenter ss; do
  command -v "$program" >/dev/null || {
    echo "The engines need $program: install Go 1.26 or newer, and python3-venv openssl curl iproute2 nftables util-linux" >&2
    exit 1
  }
done
if [ "$(id -u)" != 0 ]; then
  echo 'The engines run in network namespaces of their own, which takes root' >&2
  exit 1
fi
export CGO_ENABLED=0 GOFLAGS=-buildvcs=false GOWORK=off

# built NAME: whether it is there already. The name carries the version.
built() { [ -x "$cache/$1" ]; }

# install NAME PACKAGE@VERSION [FLAG…]: an ordinary `go install`, under a name of ours.
install() {
  name=$1 package=$2
  shift 2
  if built "$name"; then return; fi
  rm -rf "$cache/work/$name"
  GOBIN="$cache/work/$name" nice go install -trimpath "$@" "$package"
  mv "$cache/work/$name"/* "$cache/$name"
}

# unpack MODULE VERSION FOLDER: a writable copy, for modules whose go.mod replaces others, which `go install` refuses.
unpack() {
  folder=$(go mod download -json "$1@$2" | sed -n 's/^\t"Dir": "\(.*\)",\{0,1\}$/\1/p')
  mkdir -p "$3"
  cp -R "$folder/." "$3"
  chmod -R u+w "$3"
}

install xray-25.12.8 github.com/xtls/xray-core/main@v1.251208.0
install xray-26.3.27 github.com/xtls/xray-core/main@v1.260327.0

singbox_tags=with_gvisor,with_quic,with_utls,with_clash_api,badlinkname,tfogo_checklinkname0
install sing-box-1.13.2 github.com/sagernet/sing-box/cmd/sing-box@v1.13.2 -tags "$singbox_tags" -ldflags '-checklinkname=0'
install sing-box-1.14.1 github.com/sagernet/sing-box/cmd/sing-box@v1.14.1 -tags "$singbox_tags" -ldflags '-checklinkname=0'

if ! built mihomo-1.19.10; then
  rm -rf "$cache/work/mihomo"
  unpack github.com/metacubex/mihomo v1.19.10 "$cache/work/mihomo"
  (cd "$cache/work/mihomo" && nice go build -trimpath -tags with_gvisor -ldflags '-checklinkname=0' -o "$cache/mihomo-1.19.10" .)
fi

if ! built hysteria-2.6.0; then
  rm -rf "$cache/work/hysteria"
  for part in app core extras; do
    unpack "github.com/apernet/hysteria/$part/v2" v2.6.0 "$cache/work/hysteria/$part"
  done
  (cd "$cache/work/hysteria/app" && nice go build -trimpath -o "$cache/hysteria-2.6.0" .)
fi

# Readers of links by other people, for their opinion on ours.
if [ ! -x "$cache/readers/bin/python" ] || ! "$cache/readers/bin/python" -c 'import singbox2proxy, vless2clash' 2>/dev/null; then
  python3 -m venv "$cache/readers"
  "$cache/readers/bin/pip" install --quiet --no-deps singbox2proxy==0.3.4 vless2clash==1.1.1
fi

rm -rf "$cache/work"
