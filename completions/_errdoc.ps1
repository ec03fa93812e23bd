# Completion of errdoc for PowerShell. Load it from your profile ($PROFILE):
#
#     errdoc completions powershell | Out-String | Invoke-Expression
#
# errdoc itself says what can stand at the cursor. What it prints is only ever read line by line, never evaluated.

Register-ArgumentCompleter -Native -CommandName errdoc -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    $words = @($commandAst.CommandElements |
            Select-Object -Skip 1 |
            Where-Object { $_.Extent.EndOffset -lt $cursorPosition } |
            ForEach-Object { $_.ToString() })
    $lines = @(errdoc __complete powershell @words "=$wordToComplete" 2>$null)
    # Nothing given back: PowerShell offers names of files.
    if ($lines.Count -gt 0 -and $lines[0] -ne ':files') {
        foreach ($line in $lines) {
            $value, $about = $line -split "`t", 2
            if (-not $about) { $about = $value }
            [System.Management.Automation.CompletionResult]::new($value, $value, 'ParameterValue', $about)
        }
    }
}
