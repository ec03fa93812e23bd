# What is on the screen. An old kitty has no `kitten`.
_errdoc_screen() {
    if [[ -n ${TMUX_PANE-} ]]; then
        tmux capture-pane -pJ -S -200 -t "$TMUX_PANE"
    elif [[ -n ${KITTY_WINDOW_ID-} ]]; then
        kitten @ get-text --match "id:$KITTY_WINDOW_ID" --extent all ||
            kitty @ get-text --match "id:$KITTY_WINDOW_ID" --extent all
    elif [[ -n ${WEZTERM_PANE-} ]]; then
        wezterm cli get-text --start-line -200
    fi 2>/dev/null
}

why() {
    if (($#)); then
        command errdoc "$@"
        return
    fi
    local _errdoc_line='' _errdoc_past _errdoc_screen _errdoc_how _errdoc_said _errdoc_nth
    for _errdoc_nth in 1 2 3 4 5 6 7 8 9; do
        _errdoc_past=$(_errdoc_past "$_errdoc_nth")
        _errdoc_past=${_errdoc_past#"${_errdoc_past%%[![:space:]]*}"}
        case $_errdoc_past in
        '' | why | 'why '*) ;;
        *)
            _errdoc_line=$_errdoc_past
            break
            ;;
        esac
    done
    # Of the screen, what follows the command.
    _errdoc_screen=$(_errdoc_screen)
    if [[ -n $_errdoc_line && -n $_errdoc_screen ]]; then
        _errdoc_screen=$_errdoc_line$'\n'${_errdoc_screen##*"$_errdoc_line"$'\n'}
        printf '%s\n' "$_errdoc_screen" | command errdoc parse 2>/dev/null && return
    fi
    _errdoc_how=$(command errdoc __again "$_errdoc_line") || return
    if [[ $_errdoc_how == run ]]; then
        # What the line prints comes before the explanation, whatever it pipes curl into.
        _errdoc_said=$(eval "CLICOLOR_FORCE=1 COLUMNS=${COLUMNS-} command errdoc run -- $_errdoc_line" 2>&1 >/dev/tty)
        [[ -n $_errdoc_said ]] || _errdoc_said=$'\nNo error was recognized this time.'
        printf '%s\n' "$_errdoc_said" >&2
    else
        (eval "$_errdoc_line") 2>&1 | { tee /dev/stderr; echo >&2; } | command errdoc parse
    fi
}
