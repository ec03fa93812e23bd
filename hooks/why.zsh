# `why` explains the last command. Load it from ~/.zshrc:
#
#     eval "$(errdoc hook zsh)"
#
# In tmux, kitty (with allow_remote_control) and WezTerm it reads the screen. Elsewhere, and if nothing on the screen is an
# answer, it runs the command again, and asks first unless the command plainly only reads. Nothing runs before `why` is typed.
#
# As a key, Alt-W:
#
#     bindkey -s '\ew' '^Uwhy\n'

# The line of the history that many lines back.
_errdoc_past() {
    print -r -- "${history[$((HISTCMD - $1))]-}"
}

