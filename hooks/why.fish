# `why` explains the last command. Load it from ~/.config/fish/config.fish:
#
#     errdoc hook fish | source
#
# In tmux, kitty (with allow_remote_control) and WezTerm it reads the screen. Elsewhere, and if nothing on the screen is an
# answer, it runs the command again, and asks first unless the command plainly only reads. Nothing runs before `why` is typed.
#
# As a key, Alt-W:
#
#     bind \ew 'commandline -r why; commandline -f execute'

# What is on the screen. An old kitty has no `kitten`.
function _errdoc_screen
    if set -q TMUX_PANE
        tmux capture-pane -pJ -S -200 -t $TMUX_PANE 2>/dev/null
    else if set -q KITTY_WINDOW_ID
        for _errdoc_kitty in kitten kitty
            command -q $_errdoc_kitty
            and command $_errdoc_kitty @ get-text --match id:$KITTY_WINDOW_ID --extent all 2>/dev/null
            and break
        end
    else if set -q WEZTERM_PANE
        wezterm cli get-text --start-line -200 2>/dev/null
    end
end

function why --description 'Explain the last command'
    if set -q argv[1]
        command errdoc $argv
        return
    end
    set -l _errdoc_line ''
    for _errdoc_past in $history[1..9]
        if not string match -qr '^\s*why(\s|$)' -- $_errdoc_past
            set _errdoc_line $_errdoc_past
            break
        end
    end
    # Of the screen, what follows the command.
    set -l _errdoc_screen (_errdoc_screen)
    if test -n "$_errdoc_line" -a -n "$_errdoc_screen"
        set -l _errdoc_end (string escape --style=regex -- $_errdoc_line)'\s*$'
        for _errdoc_nth in (seq (count $_errdoc_screen) -1 1)
            if string match -qr -- $_errdoc_end $_errdoc_screen[$_errdoc_nth]
                set _errdoc_screen $_errdoc_line $_errdoc_screen[(math $_errdoc_nth + 1)..-1]
                break
            end
        end
        printf '%s\n' $_errdoc_screen | command errdoc parse 2>/dev/null
        and return
    end
    set -l _errdoc_how (command errdoc __again $_errdoc_line)
    or return
    if test $_errdoc_how = run
        # What the line prints comes before the explanation, whatever it pipes curl into.
        set -l _errdoc_said (eval "CLICOLOR_FORCE=1 COLUMNS=$COLUMNS command errdoc run -- $_errdoc_line" 2>&1 >/dev/tty | string collect)
        test -n "$_errdoc_said"
        or set _errdoc_said \n'No error was recognized this time.'
        printf '%s\n' $_errdoc_said >&2
    else
        begin
            eval $_errdoc_line
        end 2>&1 | begin
            tee /dev/stderr
            echo >&2
        end | command errdoc parse
    end
end
