# Completion of errdoc for bash. Load it from ~/.bashrc:
#
#     eval "$(errdoc completions bash)"
#
# errdoc itself says what can stand at the cursor. What it prints is only ever read line by line, never expanded.

_errdoc() {
    local candidate
    COMPREPLY=()
    # Bash 3.2 has no compopt; it offers names of files where there is no candidate.
    compopt +o default 2>/dev/null
    while IFS= read -r candidate; do
        case $candidate in
        :files) compopt -o default 2>/dev/null ;;
        *) COMPREPLY+=("$candidate") ;;
        esac
    done < <(command errdoc __complete bash "$2" "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
    if [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == *: ]]; then
        compopt -o nospace 2>/dev/null
    fi
}

complete -o default -F _errdoc errdoc
