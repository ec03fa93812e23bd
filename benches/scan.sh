#!/bin/sh
# Compares `errdoc scan` with `wc -l`, rg, jq and hl on one generated log, in pairs: each round runs all of them, so that
# a busy machine slows them alike. Prints the least CPU (user + system) and wall seconds, the CPU's ratio to `wc -l`, and
# how much faster two threads are. The row `dense` is of a log a tenth as long with an error in each line, times ten.
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
dense=$log.dense
[ -s "$dense" ] || cargo bench --quiet --bench generate -- "$dense" "$((bytes / 10))" 7 1000
cat "$log" "$dense" > /dev/null

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
    cpu dense "$errdoc" scan --threads 1 --json "$dense"
    cpu annotate sh -c "\"$errdoc\" annotate < \"$log\""
    if command -v rg > /dev/null; then cpu rg rg -c '"error"' "$log"; fi
    if [ "$round" = 0 ] && command -v jq > /dev/null; then
        cpu jq jq -R 'fromjson? | select(.error? != null) | 1' "$log"
    fi
    if [ "$round" = 0 ] && command -v hl > /dev/null; then cpu hl hl -P -q 'exists(.error)' "$log"; fi
    round=$((round + 1))
done
awk '
    { scale = $1 == "dense" ? 10 : 1; cpu = ($2 + $3) * scale; time = $4 * scale
      if (!($1 in least) || cpu < least[$1]) least[$1] = cpu
      if (!($1 in wall) || time < wall[$1]) wall[$1] = time
      if ($5 > peak[$1]) peak[$1] = $5 }
    END { printf "%-10s %8s %8s %10s %10s\n", "", "cpu s", "wall s", "x wc -l", "peak KiB"
          # Time is told in hundredths.
          base = least["wc"] > 0.01 ? least["wc"] : 0.01
          for (name in least)
              printf "%-10s %8.2f %8.2f %10.2f %10d\n", name, least[name], wall[name], least[name] / base, peak[name]
          printf "two threads are %.2f times as fast as one\n", wall["errdoc-1"] / wall["errdoc-2"] }
' "$table"
if command -v jq > /dev/null; then
    jq -n --slurpfile truth "$log.truth.json" --slurpfile scan "$log.scan.json" '
        ($scan[0].groups | map({key: "\(.provider):\(.code)", value: .count}) | from_entries) as $found
        | if $found == $truth[0].counts and $scan[0].lines == $truth[0].lines then "counts are exact" else "COUNTS DIFFER" end'
fi
