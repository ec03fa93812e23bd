#!/usr/bin/env bash
# Times whole short runs in turns: /bin/true, the command line alone (examples/clap_only.rs) and errdoc, linked as usual
# and static. Each ratio is to the first line. benches/instructions.sh counts instead.
set -euo pipefail
cd "$(dirname "$0")/.."
runs=${1:-2000}
target=${CARGO_TARGET_DIR:-target}
host=$(rustc -vV | sed -n 's/^host: //p')
cargo build --quiet --release --bin errdoc --example clap_only --example pairs
# With --target the flags are for the program alone, not for build scripts and macros.
RUSTFLAGS="-C target-feature=+crt-static -C relocation-model=static" \
    cargo build --quiet --release --bin errdoc --example clap_only --target "$host" --target-dir "$target/static"
export XDG_CONFIG_HOME=/nonexistent
unset ERRDOC_CATALOG_PATH
# Copied, as an install does: of a file as a linker writes it the kernel maps smaller pieces at a time, a sixth slower.
place=$(mktemp -d "$target/startup.XXXXXX")
trap 'rm -rf "$place"' EXIT
for kind in release "static/$host/release"; do
    to=$place/${kind%%/*}
    mkdir "$to"
    cp "$target/$kind/errdoc" "$target/$kind/examples/clap_only" "$to"
done
cp /bin/true "$place/true"
pairs=$target/release/examples/pairs
usual=$place/release
static=$place/static
"$pairs" "$runs" "$usual/clap_only" explain AUTH_002 ::: "$usual/errdoc" explain AUTH_002 ::: "$usual/errdoc" --version
"$pairs" "$runs" "$place/true" ::: "$static/clap_only" explain AUTH_002 ::: "$static/errdoc" explain AUTH_002
