#!/bin/sh
# Builds the engines that the contract suite examines from what their makers publish, once each, outside git.
# Usage: setup.sh [CACHE_FOLDER]   (needs Go 1.26; a cold run takes about a quarter of an hour on two cores)
# Two are left out where they cannot be had: the newest Xray without its repository (XRAY_REPOSITORY, git) and the
# Shadowsocks of others without cargo. The suite then examines the rest and says so.
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

# Newer ones carry tags that are no versions to Go: built from the repository, from the very commit.
newest_xray=5ca6f4b7d4dc20a881d4330e498892697627ec0c
if ! built xray-26.7.28; then
  rm -rf "$cache/work/xray"
  repository=${XRAY_REPOSITORY:-https://github.com/XTLS/Xray-core}
  if GIT_TERMINAL_PROMPT=0 timeout 120 git -c advice.detachedHead=false clone --quiet --depth 1 --branch v26.7.28 "$repository" "$cache/work/xray" &&
    [ "$(git -C "$cache/work/xray" rev-parse HEAD)" = "$newest_xray" ]; then
    (cd "$cache/work/xray" && nice go build -trimpath -o "$cache/xray-26.7.28" ./main)
  else
    echo "xray-26.7.28 is left out: $repository does not give it" >&2
  fi
fi

singbox_tags=with_gvisor,with_quic,with_utls,with_clash_api,badlinkname,tfogo_checklinkname0
install sing-box-1.11.4 github.com/sagernet/sing-box/cmd/sing-box@v1.11.4 -tags "$singbox_tags" -ldflags '-checklinkname=0'
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

if ! built shadowsocks-rust-1.25.0; then
  rm -rf "$cache/work/shadowsocks"
  if command -v cargo >/dev/null &&
    CARGO_TARGET_DIR="$cache/work/shadowsocks/target" CARGO_PROFILE_DEV_DEBUG=0 nice cargo install --quiet --debug \
      --locked --root "$cache/work/shadowsocks" --version 1.25.0 --no-default-features --features local,server,aead-cipher-2022,logging \
      --bin sslocal --bin ssserver shadowsocks-rust; then
    mv "$cache/work/shadowsocks/bin/ssserver" "$cache/shadowsocks-rust-1.25.0-server"
    mv "$cache/work/shadowsocks/bin/sslocal" "$cache/shadowsocks-rust-1.25.0"
  else
    echo 'shadowsocks-rust-1.25.0 is left out: cargo does not build it' >&2
  fi
fi

# Readers of links by other people, for their opinion on ours.
if [ ! -x "$cache/readers/bin/python" ] || ! "$cache/readers/bin/python" -c 'import singbox2proxy, vless2clash' 2>/dev/null; then
  python3 -m venv "$cache/readers"
  "$cache/readers/bin/pip" install --quiet --no-deps singbox2proxy==0.3.4 vless2clash==1.1.1
fi

rm -rf "$cache/work"
