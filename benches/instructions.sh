#!/usr/bin/env bash
# Counts the instructions of whole runs, and their ratio to a program that only parses the same command line.
# Counts repeat to the last digit on one machine, whatever else it does; seconds do not. Needs valgrind.
set -euo pipefail
cd "$(dirname "$0")/.."
cargo build --quiet --release --bin errdoc --example clap_only
target=${CARGO_TARGET_DIR:-target}/release
count() {
    local log
    log=$(mktemp)
    XDG_CONFIG_HOME=/nonexistent valgrind --tool=callgrind --callgrind-out-file=/dev/null --log-file="$log" "$@" >/dev/null 2>&1 || true
    sed -n 's/.*Collected : //p' "$log"
    rm -f "$log"
}
base=$(count "$target/examples/clap_only" explain AUTH_002)
printf '%-44s %12s %7s\n' command instructions ratio
printf '%-44s %12s %7s\n' 'clap alone: explain AUTH_002' "$base" 1.00
run() {
    local n
    n=$(count "$target/errdoc" "$@")
    printf '%-44s %12s %7s\n' "errdoc $*" "$n" "$(awk "BEGIN { printf \"%.2f\", $n / $base }")"
}
run explain AUTH_002
run explain auth2
run explain 429
run explain AUTH_009
run list
run search balance
run parse tests/samples/001-curl-bare-v3.txt
run --version
run __complete fish explain ''
run __complete fish explain AUTH
run __complete bash 4 explain sinch-verification : 4
