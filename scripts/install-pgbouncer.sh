#!/usr/bin/env bash
# Installs PgBouncer 1.24 for tests, and prints the path of a command that runs it. Debian 12 has 1.18, which forgets
# prepared statements: so Debian 13's packages are unpacked into a folder of their own and run by their own loader, and
# the system stays as it is. 28 MB and some twenty seconds, once.
set -euo pipefail
directory=${PIT_PGBOUNCER_DIR:-${TMPDIR:-/tmp}/pit-pgbouncer}
launcher=$directory/pgbouncer
# What another account has put there is not run.
if [ -x "$launcher" ] && [ -O "$launcher" ]; then
  echo "$launcher"
  exit
fi
packages=(pgbouncer libc6 libcares2 libevent-2.1-7t64 libssl3t64 libpam0g libsystemd0 libaudit1 libcap2 libcap-ng0
  liblzma5 libzstd1 liblz4-1 libgcrypt20 libgpg-error0 zlib1g)
# From where this machine gets its own packages.
mirror=$(cat /etc/apt/sources.list /etc/apt/sources.list.d/* 2>/dev/null | grep -v '^ *#' |
  grep -oE 'https?://[^ ]+/debian/?( |$)' | head -n 1 | tr -d ' ' || true)
work=$(mktemp -d "$directory.XXXXXX")
trap 'rm -rf "$work"' EXIT
mkdir -p "$work"/{root,debs} "$work"/apt/{lists,archives}/partial
echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] ${mirror:-http://deb.debian.org/debian} trixie main" \
  >"$work/sources.list"
apt() {
  apt-get -qq -o Dir::Etc::sourcelist="$work/sources.list" -o Dir::Etc::sourceparts=/dev/null -o Dir::State="$work/apt" \
    -o Dir::State::status=/var/lib/dpkg/status -o Dir::Cache="$work/apt" -o APT::Sandbox::User= "$@" >&2
}
apt update
(cd "$work/debs" && apt download "${packages[@]/%//trixie}")
for each in "$work"/debs/*.deb; do dpkg -x "$each" "$work/root"; done
loader=$(cd "$work/root" && find usr/lib -name 'ld-linux*.so.*' | head -n 1)
cat >"$work/pgbouncer" <<EOF
#!/bin/sh
root=$directory/root
exec "\$root/$loader" --library-path "\$root/$(dirname "$loader")" "\$root/usr/sbin/pgbouncer" "\$@"
EOF
# PgBouncer refuses to run as root, so another account has to come by.
chmod 755 "$work" "$work/root" "$work/pgbouncer"
rm -rf "$work/apt" "$work/debs"
if ! [ -e "$directory" ]; then mkdir "$directory"; fi
[ -O "$directory" ] || { echo "$directory belongs to another account" >&2; exit 1; }
rm -rf "$directory/root" "$launcher"
mv "$work/root" "$directory/root"
mv "$work/pgbouncer" "$launcher"
"$launcher" --version >&2
echo "$launcher"
