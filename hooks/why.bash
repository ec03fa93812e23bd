# `why` explains the last command. Load it from ~/.bashrc:
#
#     eval "$(errdoc hook bash)"
#
# In tmux, kitty (with allow_remote_control) and WezTerm it reads the screen. Elsewhere, and if nothing on the screen is an
# answer, it runs the command again, and asks first unless the command plainly only reads. Nothing runs before `why` is typed.
#
# As a key, Alt-W:
#
#     bind '"\ew": "\C-e\C-uwhy\n"'

# The line of the history that many lines back.
_errdoc_past() {
    fc -ln "-$1" "-$1" 2>/dev/null
}

