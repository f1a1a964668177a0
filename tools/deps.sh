#!/bin/sh
# Writes requirements*.txt from requirements*.in, with hashes and without any address of this machine.
set -eu
for name in requirements requirements-dev; do
    draft=$(mktemp)
    .venv/bin/uv --no-config pip compile --quiet --universal --python-version 3.11 \
        --generate-hashes --no-emit-index-url --no-emit-find-links --no-header \
        --output-file "$draft" "$name.in"
    { echo "# Written by \`make deps\` from $name.in; do not edit."; cat "$draft"; } > "$name.txt"
    rm -f "$draft"
done
if command -v npm >/dev/null 2>&1; then
    npm install --package-lock-only --silent
else
    echo "npm is not here, so package-lock.json stays as it is." >&2
fi
