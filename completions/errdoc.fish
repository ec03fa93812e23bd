# Completion of errdoc for fish. Put it where fish looks for it:
#
#     errdoc completions fish > ~/.config/fish/completions/errdoc.fish
#
# errdoc itself says what can stand at the cursor. What it prints is only ever read line by line, never expanded.

function __errdoc_candidates
    set -l words (commandline --current-process --tokenize --cut-at-cursor)
    set -e words[1]
    set -l current (commandline --current-token --cut-at-cursor)
    set -l lines (command errdoc __complete fish $words "$current" 2>/dev/null)
    if test "$lines[1]" = :files
        __fish_complete_path "$current"
    else if set -q lines[1]
        printf '%s\n' $lines
    end
end

complete --command errdoc --no-files --arguments '(__errdoc_candidates)'
