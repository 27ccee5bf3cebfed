#!/usr/bin/env bash
# Prints the path of a CometBFT v0.38, which it builds where there is none (not with --find). Needs Go of any age: one older than what
# CometBFT wants fetches a newer one. Modules and the newer Go are pinned and checked against Go's checksum database.
set -euo pipefail
cd "$(dirname "$0")/../.."

comet_version=v0.38.19
go_version=go1.24.9
tools="$PWD/.openledger/tools/cometbft-$comet_version"

is_right() {
  case "$("$1" version 2>/dev/null)" in 0.38.* | v0.38.*) return 0 ;; *) return 1 ;; esac
}

find_go() {
  command -v go || { [ -x /usr/local/go/bin/go ] && echo /usr/local/go/bin/go; } || true
}

# Since 1.21 Go fetches the version that a module asks for; for an older one it is a module like any other.
new_enough_go() {
  local go minor
  go=$(find_go)
  [ -n "$go" ] || { echo "install-cometbft: install Go (apt-get install golang-go) or set COMETBFT_PATH to a CometBFT v0.38" >&2; exit 1; }
  minor=$("$go" env GOVERSION | sed -nE 's/^go1\.([0-9]+).*/\1/p')
  if [ "${minor:-0}" -ge 21 ]; then echo "$go"; return; fi
  local platform folder
  platform="$("$go" env GOOS)-$("$go" env GOARCH)"
  echo "install-cometbft: Go 1.$minor is too old; getting $go_version" >&2
  "$go" mod download "golang.org/toolchain@v0.0.1-$go_version.$platform" >&2
  folder="$("$go" env GOMODCACHE)/golang.org/toolchain@v0.0.1-$go_version.$platform"
  # Files of modules are neither writable nor programs.
  chmod u+w "$folder/bin" "$folder/bin"/* "$folder"/pkg/tool/*/*
  chmod +x "$folder/bin"/* "$folder"/pkg/tool/*/*
  echo "$folder/bin/go"
}

if [ -n "${COMETBFT_PATH:-}" ]; then
  is_right "$COMETBFT_PATH" || { echo "install-cometbft: COMETBFT_PATH names no CometBFT v0.38: $COMETBFT_PATH" >&2; exit 1; }
  echo "$COMETBFT_PATH"
  exit
fi
for found in "$(command -v cometbft || true)" "${GOBIN:-}/cometbft" "${GOPATH:-$HOME/go}/bin/cometbft" "$tools/cometbft"; do
  if [ -n "$found" ] && [ -x "$found" ] && is_right "$found"; then
    echo "$found"
    exit
  fi
done
if [ "${1:-}" = --find ]; then exit; fi
export GOFLAGS='' GOWORK=off GOTOOLCHAIN=auto
go=$(new_enough_go)
echo "install-cometbft: building CometBFT $comet_version" >&2
mkdir -p "$tools"
GOBIN="$tools" "$go" install "github.com/cometbft/cometbft/cmd/cometbft@$comet_version" >&2
is_right "$tools/cometbft"
echo "$tools/cometbft"
