#!/bin/sh
# Compares `errdoc scan` with `wc -l`, rg and jq on one generated log, in pairs: each round runs all of them, so that a
# busy machine slows them alike. Prints CPU seconds (user + system) and the ratio to `wc -l` of the same round.
# usage: benches/scan.sh [BYTES] [ROUNDS]      needs GNU time as /usr/bin/time
set -eu
bytes=${1:-1000000000}
rounds=${2:-5}
cd "$(dirname "$0")/.."
log=${ERRDOC_BENCH_LOG:-target/bench.log}
cargo build --release --quiet
errdoc=${CARGO_TARGET_DIR:-target}/release/errdoc
mkdir -p "$(dirname "$log")"
[ -s "$log.truth.json" ] || cargo bench --quiet --bench generate -- "$log" "$bytes"
cat "$log" > /dev/null

# cpu NAME COMMAND...: adds a line "NAME cpu wall KiB" to the table of this round
table=$(mktemp)
trap 'rm -f "$table" "$table.out"' EXIT
cpu() {
    name=$1
    shift
    /usr/bin/time -f "$name %U %S %e %M" -a -o "$table" "$@" > "$table.out" 2> /dev/null || true
}
round=0
while [ "$round" -lt "$rounds" ]; do
    cpu wc wc -l "$log"
    cpu errdoc-1 "$errdoc" scan --threads 1 --json "$log"
    cp "$table.out" "$log.scan.json"
    cpu errdoc-2 "$errdoc" scan --threads 2 --json "$log"
    cpu annotate sh -c "\"$errdoc\" annotate < \"$log\""
    if command -v rg > /dev/null; then cpu rg rg -c '"error"' "$log"; fi
    if [ "$round" = 0 ] && command -v jq > /dev/null; then
        cpu jq jq -R 'fromjson? | select(.error? != null) | 1' "$log"
    fi
    if [ "$round" = 0 ] && command -v hl > /dev/null; then cpu hl hl -P -q 'exists(.error)' "$log"; fi
    round=$((round + 1))
done
awk '
    $1 == "wc" { base = $2 + $3 }
    { cpu = $2 + $3; n[$1]++; sum[$1] += cpu / base; total[$1] += cpu; wall[$1] += $4
      if ($5 > peak[$1]) peak[$1] = $5 }
    END { printf "%-10s %8s %8s %10s %10s\n", "", "cpu s", "wall s", "x wc -l", "peak KiB"
          for (name in n) printf "%-10s %8.2f %8.2f %10.2f %10d\n", name, total[name] / n[name], wall[name] / n[name], sum[name] / n[name], peak[name] }
' "$table"
if command -v jq > /dev/null; then
    jq -n --slurpfile truth "$log.truth.json" --slurpfile scan "$log.scan.json" '
        ($scan[0].groups | map({key: "\(.provider):\(.code)", value: .count}) | from_entries) as $found
        | if $found == $truth[0].counts and $scan[0].lines == $truth[0].lines then "counts are exact" else "COUNTS DIFFER" end'
fi
