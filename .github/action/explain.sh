#!/usr/bin/env bash
# Runs the script in ERRDOC_RUN and keeps its output and exit status, or takes the file in ERRDOC_FILE; explains the API error in
# it as annotations of the run and in the job's summary. Phone numbers, card numbers and e-mail addresses are masked.
set -uo pipefail

# An empty variable would be a choice of no API.
[ -n "${ERRDOC_PROVIDER:-}" ] || unset ERRDOC_PROVIDER
summary=${GITHUB_STEP_SUMMARY:-/dev/null}
status=0
if [ -n "${ERRDOC_RUN:-}" ]; then
    file=$(mktemp "${RUNNER_TEMP:-/tmp}/errdoc.XXXXXX")
    trap 'rm -f "$file"' EXIT
    bash -eo pipefail -c "$ERRDOC_RUN" 2>&1 | tee "$file"
    status=${PIPESTATUS[0]}
    [ "$status" -ne 0 ] || exit 0
elif [ -n "${ERRDOC_FILE:-}" ]; then
    file=$ERRDOC_FILE
else
    echo "::error::errdoc: give the action a script to run (run) or a file to explain (file)"
    exit 2
fi
errdoc parse --redact --format github "$file" || true
errdoc parse --redact --format markdown "$file" >>"$summary" || true
exit "$status"
