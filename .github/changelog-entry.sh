#!/usr/bin/env bash
# Prints the entry of a version in CHANGELOG.md: changelog-entry.sh 2.0.0
# Fails when there is none, or an empty one.
set -euo pipefail
cd "$(dirname "$0")/.."
entry=$(awk -v heading="## ${1:?Expected a version, such as 2.0.0}" \
  '/^## / { on = $0 == heading; next } on' CHANGELOG.md)
if ! grep --quiet '[^[:space:]]' <<<"$entry"; then
  echo "CHANGELOG.md has no entry for $1." >&2
  exit 1
fi
echo "$entry"
