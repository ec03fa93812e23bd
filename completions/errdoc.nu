# Completion of errdoc for Nushell. Save it, and load it from config.nu:
#
#     errdoc completions nushell | save --force ~/.config/nushell/errdoc.nu
#     source ~/.config/nushell/errdoc.nu
#
# errdoc itself says what can stand at the cursor. What it prints is only ever read line by line, never evaluated.
# A completer that you have set before goes on working for everything else.

let errdoc_other_completer = ($env.config.completions?.external?.completer? | default null)

$env.config.completions.external.enable = true
$env.config.completions.external.completer = {|spans|
    if ($spans | first) == "errdoc" {
        let lines = (^errdoc __complete nushell ...($spans | skip 1) | lines)
        if ($lines | is-not-empty) and ($lines | first) == ":files" {
            # Nothing: Nushell offers names of files.
            null
        } else {
            $lines | each {|line|
                let parts = ($line | split row --number 2 "\t")
                { value: ($parts | first), description: ($parts | last) }
            }
        }
    } else if $errdoc_other_completer != null {
        do $errdoc_other_completer $spans
    } else {
        null
    }
}
