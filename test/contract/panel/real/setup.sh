#!/bin/sh
# Puts a published version of the real panel into a virtual environment outside git.
# Usage: setup.sh VERSION CACHE_FOLDER   (needs root on Debian for the packages it compiles against)
set -eu
version=$1
cache=$2
mkdir -p "$cache"

# The panel needs Python 3.12 or newer; shims of version managers exist without a Python behind them.
find_python() {
  for candidate in python3.13 python3.12 "$HOME"/.pyenv/versions/3.13*/bin/python3 "$HOME"/.pyenv/versions/3.12*/bin/python3; do
    if "$candidate" -c '' 2>/dev/null; then
      echo "$candidate"
      return
    fi
  done
  echo 'The real panel needs Python 3.13 or 3.12: install one, or name it in PANEL_PYTHON' >&2
  exit 1
}

missing=''
for package in mariadb-server redis-server libev-dev wireguard-tools default-libmysqlclient-dev pkg-config build-essential openssh-client; do
  dpkg -s "$package" >/dev/null 2>&1 || missing="$missing $package"
done
if [ -n "$missing" ]; then
  # shellcheck disable=SC2086 # a list of names
  DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 apt-get install -y --no-install-recommends $missing >"$cache/apt.log" 2>&1
fi

if [ ! -x "$cache/venv-$version/bin/hiddifypanel" ]; then
  python=${PANEL_PYTHON:-$(find_python)}
  "$python" -m venv "$cache/venv-$version"
  case $version in
    # They name no version of SQLAlchemy and do not start with those that came after them.
    10.*) with='sqlalchemy<2.1' ;;
    *) with='' ;;
  esac
  "$cache/venv-$version/bin/pip" install "hiddifypanel==$version" ${with:+"$with"} >"$cache/pip-$version.log" 2>&1
fi
