#!/usr/bin/env bash
# CometBFT's own judges, which need Go: the checker of ABCI's grammar (v1.0.1 has it) reads what Apps logged while
# validators were killed, state-synced and joined; the black-box end-to-end tests (v0.38) look at four validators that run,
# once with this chain and once with the key-value store that two of the tests want. Takes about 10 minutes on two cores,
# half of them for compiling; `comet.sh FOLDER` keeps logs and programs there.
set -euo pipefail
cd "$(dirname "$0")/../.."
root=$PWD

node=node_modules/.bin/node
[ -x "$node" ] || { echo "comet.sh: run npm start once, which installs what this needs" >&2; exit 1; }
COMETBFT_PATH=$(infra/ci/install-cometbft.sh)
export COMETBFT_PATH GOWORK=off GOFLAGS=-buildvcs=false GOTOOLCHAIN=auto
go=$(command -v go || echo /usr/local/go/bin/go)

if [ $# -gt 0 ]; then
  mkdir -p "$1"
  work=$(cd "$1" && pwd)
else
  work=$(mktemp -d "${TMPDIR:-/tmp}/openledger-judges.XXXXXX")
  trap 'chmod -R u+w "$work"; rm -rf "$work"' EXIT
fi

# Both judges import packages that only CometBFT's own module can, so they are compiled inside a copy of it.
source_of() {
  local folder="$work/cometbft-$1"
  if [ ! -d "$folder" ]; then
    local module
    module=$(cd / && "$go" mod download -json "github.com/cometbft/cometbft@$1" | sed -n 's/^\t"Dir": "\(.*\)",$/\1/p')
    cp -r "$module" "$folder"
    chmod -R u+w "$folder"
  fi
  echo "$folder"
}

echo "== compiling the judges"
grammar_source=$(source_of v1.0.1)
tests_source=$(source_of v0.38.19)
mkdir -p "$grammar_source/test/e2e/judge" "$tests_source/test/e2e/keys" "$work/keys"
cp infra/judges/grammar/main.go "$grammar_source/test/e2e/judge/"
cp infra/judges/keys/main.go "$tests_source/test/e2e/keys/"
(cd "$grammar_source" && "$go" build -o "$work/grammar" ./test/e2e/judge)
(cd "$tests_source" && "$go" run ./test/e2e/keys "$root/infra/judges/four.toml" "$work/keys")
(cd "$tests_source/test/e2e" && "$go" test -vet=off -c -o "$work/black-box" ./tests)

export E2E_MANIFEST="$root/infra/judges/four.toml"
status=0
echo "== black-box tests on this chain"
rm -rf "$work/openledger" "$work/kvstore" "$work/chaos"
"$node" apps/localnet/scripts/judged-network.ts "$work/openledger" "$work/keys" "$work/black-box" -test.v -test.run 'TestBlock_|TestValidator_|TestEvidence_|TestApp_Hash' || status=1
echo "== black-box tests on the key-value store"
APP=kvstore "$node" apps/localnet/scripts/judged-network.ts "$work/kvstore" "$work/keys" "$work/black-box" -test.v || status=1
echo "== validators under faults"
"$node" apps/chaos/src/main.ts --home "$work/chaos" --only sigkill-app,sigkill-cometbft,sigkill-both,wipe-state-sync,join || status=1
echo "== grammar of all that CometBFT asked"
"$work/grammar" "$work"/*/logs/*-requests.log || status=1
[ "$status" -eq 0 ] && echo "every judge is content" || echo "not every judge is content; see above"
exit "$status"
