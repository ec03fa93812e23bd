#!/usr/bin/env bash
# Times `explain` with indexed catalogs of 10,000 and 1,000,000 entries beside the built-in ones, in turns.
# The files (545 MB) are made in the folder that is named, and stay there.
set -euo pipefail
cd "$(dirname "$0")/.."
folder=${1:?a folder for the catalogs}
runs=${2:-1000}
cargo build --quiet --release --bin errdoc --example pairs
target=${CARGO_TARGET_DIR:-target}/release
export XDG_CONFIG_HOME=/nonexistent
unset ERRDOC_CATALOG_PATH
for entries in 10000 1000000; do
    file=$folder/$entries.json
    [ -f "$file" ] || benches/catalog.sh "$entries" >"$file"
    "$target/errdoc" catalog index "$file"
done
small=ERRDOC_CATALOG_PATH=$folder/10000.json
large=ERRDOC_CATALOG_PATH=$folder/1000000.json
"$target/examples/pairs" "$runs" \
    "$target/errdoc" explain AUTH_002 \
    ::: "$small" "$target/errdoc" explain AUTH_002 \
    ::: "$small" "$target/errdoc" explain GROWN_0007777 \
    ::: "$large" "$target/errdoc" explain AUTH_002 \
    ::: "$large" "$target/errdoc" explain GROWN_0777777
