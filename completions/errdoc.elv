# Completion of errdoc for Elvish. Load it from ~/.config/elvish/rc.elv:
#
#     eval (errdoc completions elvish | slurp)
#
# errdoc itself says what can stand at the cursor. What it prints is only ever read line by line, never evaluated.

use str

set edit:completion:arg-completer[errdoc] = {|@words|
  var lines = [(try { e:errdoc __complete elvish (all $words[1..]) | from-lines } catch { })]
  if (eq $lines [:files]) {
    edit:complete-filename $words[-1]
  } else {
    for line $lines {
      var value about = (str:split &max=2 "\t" $line)
      var suffix = ' '
      if (str:has-suffix $value :) {
        set suffix = ''
      }
      var shown = $value
      if (not-eq $about '') {
        set shown = $value'  '$about
      }
      edit:complex-candidate $value &code-suffix=$suffix &display=$shown
    }
  }
}
