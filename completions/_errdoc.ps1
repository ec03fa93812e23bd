
using namespace System.Management.Automation
using namespace System.Management.Automation.Language

Register-ArgumentCompleter -Native -CommandName 'errdoc' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    $commandElements = $commandAst.CommandElements
    $command = @(
        'errdoc'
        for ($i = 1; $i -lt $commandElements.Count; $i++) {
            $element = $commandElements[$i]
            if ($element -isnot [StringConstantExpressionAst] -or
                $element.StringConstantType -ne [StringConstantType]::BareWord -or
                $element.Value.StartsWith('-') -or
                $element.Value -eq $wordToComplete) {
                break
        }
        $element.Value
    }) -join ';'

    $completions = @(switch ($command) {
        'errdoc' {
            [CompletionResult]::new('--catalog', '--catalog', [CompletionResultType]::ParameterName, 'Read a catalog file, or the *.json of a folder, on top of the built-in ones; may be repeated')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'The form of the answer')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'The form of the answer')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Consider only this API (id, alias, or the beginning of one); may be repeated')
            [CompletionResult]::new('--provider', '--provider', [CompletionResultType]::ParameterName, 'Consider only this API (id, alias, or the beginning of one); may be repeated')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --format json')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('parse', 'parse', [CompletionResultType]::ParameterValue, 'Say what just happened: read a response and diagnose it')
            [CompletionResult]::new('p', 'p', [CompletionResultType]::ParameterValue, 'Say what just happened: read a response and diagnose it')
            [CompletionResult]::new('report', 'report', [CompletionResultType]::ParameterValue, 'Write a support request: what happened, without secrets and personal data')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'Show the quick-reference table')
            [CompletionResult]::new('table', 'table', [CompletionResultType]::ParameterValue, 'Show the quick-reference table')
            [CompletionResult]::new('search', 'search', [CompletionResultType]::ParameterValue, 'Find entries by words')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Print the completion script of a shell')
            [CompletionResult]::new('schema', 'schema', [CompletionResultType]::ParameterValue, 'Print the JSON Schema of an answer or a file')
            [CompletionResult]::new('explain', 'explain', [CompletionResultType]::ParameterValue, 'Say what codes, HTTP statuses or messages mean')
            [CompletionResult]::new('e', 'e', [CompletionResultType]::ParameterValue, 'Say what codes, HTTP statuses or messages mean')
            [CompletionResult]::new('guide', 'guide', [CompletionResultType]::ParameterValue, 'Show an API''s troubleshooting guide, and where to get help')
            [CompletionResult]::new('catalog', 'catalog', [CompletionResultType]::ParameterValue, 'Check, show and start catalog files')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'errdoc;parse' {
            [CompletionResult]::new('--catalog', '--catalog', [CompletionResultType]::ParameterName, 'Read a catalog file, or the *.json of a folder, on top of the built-in ones; may be repeated')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'The form of the answer')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'The form of the answer')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Consider only this API (id, alias, or the beginning of one); may be repeated')
            [CompletionResult]::new('--provider', '--provider', [CompletionResultType]::ParameterName, 'Consider only this API (id, alias, or the beginning of one); may be repeated')
            [CompletionResult]::new('-e', '-e', [CompletionResultType]::ParameterName, 'Exit with 3 when an error was found')
            [CompletionResult]::new('--exit-status', '--exit-status', [CompletionResultType]::ParameterName, 'Exit with 3 when an error was found')
            [CompletionResult]::new('--redact', '--redact', [CompletionResultType]::ParameterName, 'Mask phone numbers and e-mail addresses too, for public logs')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no answer: the exit status alone, or the number of --retry-after alone')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no answer: the exit status alone, or the number of --retry-after alone')
            [CompletionResult]::new('--retry-after', '--retry-after', [CompletionResultType]::ParameterName, 'Print the seconds to wait, and exit with 0 when sending the same again is right, else 1')
            [CompletionResult]::new('--idempotent', '--idempotent', [CompletionResultType]::ParameterName, 'The request may be carried out twice: it reads, or it carries an idempotency key')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --format json')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'errdoc;p' {
            [CompletionResult]::new('--catalog', '--catalog', [CompletionResultType]::ParameterName, 'Read a catalog file, or the *.json of a folder, on top of the built-in ones; may be repeated')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'The form of the answer')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'The form of the answer')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Consider only this API (id, alias, or the beginning of one); may be repeated')
            [CompletionResult]::new('--provider', '--provider', [CompletionResultType]::ParameterName, 'Consider only this API (id, alias, or the beginning of one); may be repeated')
            [CompletionResult]::new('-e', '-e', [CompletionResultType]::ParameterName, 'Exit with 3 when an error was found')
            [CompletionResult]::new('--exit-status', '--exit-status', [CompletionResultType]::ParameterName, 'Exit with 3 when an error was found')
            [CompletionResult]::new('--redact', '--redact', [CompletionResultType]::ParameterName, 'Mask phone numbers and e-mail addresses too, for public logs')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no answer: the exit status alone, or the number of --retry-after alone')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no answer: the exit status alone, or the number of --retry-after alone')
            [CompletionResult]::new('--retry-after', '--retry-after', [CompletionResultType]::ParameterName, 'Print the seconds to wait, and exit with 0 when sending the same again is right, else 1')
            [CompletionResult]::new('--idempotent', '--idempotent', [CompletionResultType]::ParameterName, 'The request may be carried out twice: it reads, or it carries an idempotency key')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --format json')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'errdoc;report' {
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Create this file instead of printing')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Create this file instead of printing')
            [CompletionResult]::new('--catalog', '--catalog', [CompletionResultType]::ParameterName, 'Read a catalog file, or the *.json of a folder, on top of the built-in ones; may be repeated')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'The form of the answer')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'The form of the answer')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Consider only this API (id, alias, or the beginning of one); may be repeated')
            [CompletionResult]::new('--provider', '--provider', [CompletionResultType]::ParameterName, 'Consider only this API (id, alias, or the beginning of one); may be repeated')
            [CompletionResult]::new('--with-payload', '--with-payload', [CompletionResultType]::ParameterName, 'Add the shape of the request''s payload: names and kinds, no texts and no numbers')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Replace the file if it exists')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --format json')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'errdoc;list' {
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'Only this category')
            [CompletionResult]::new('--category', '--category', [CompletionResultType]::ParameterName, 'Only this category')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Only this HTTP status: 404 or 4xx')
            [CompletionResult]::new('--status', '--status', [CompletionResultType]::ParameterName, 'Only this HTTP status: 404 or 4xx')
            [CompletionResult]::new('-r', '-r', [CompletionResultType]::ParameterName, 'Only this retry verdict')
            [CompletionResult]::new('--retry', '--retry', [CompletionResultType]::ParameterName, 'Only this retry verdict')
            [CompletionResult]::new('--catalog', '--catalog', [CompletionResultType]::ParameterName, 'Read a catalog file, or the *.json of a folder, on top of the built-in ones; may be repeated')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'The form of the answer')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'The form of the answer')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Consider only this API (id, alias, or the beginning of one); may be repeated')
            [CompletionResult]::new('--provider', '--provider', [CompletionResultType]::ParameterName, 'Consider only this API (id, alias, or the beginning of one); may be repeated')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --format json')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'errdoc;table' {
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'Only this category')
            [CompletionResult]::new('--category', '--category', [CompletionResultType]::ParameterName, 'Only this category')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Only this HTTP status: 404 or 4xx')
            [CompletionResult]::new('--status', '--status', [CompletionResultType]::ParameterName, 'Only this HTTP status: 404 or 4xx')
            [CompletionResult]::new('-r', '-r', [CompletionResultType]::ParameterName, 'Only this retry verdict')
            [CompletionResult]::new('--retry', '--retry', [CompletionResultType]::ParameterName, 'Only this retry verdict')
            [CompletionResult]::new('--catalog', '--catalog', [CompletionResultType]::ParameterName, 'Read a catalog file, or the *.json of a folder, on top of the built-in ones; may be repeated')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'The form of the answer')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'The form of the answer')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Consider only this API (id, alias, or the beginning of one); may be repeated')
            [CompletionResult]::new('--provider', '--provider', [CompletionResultType]::ParameterName, 'Consider only this API (id, alias, or the beginning of one); may be repeated')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --format json')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'errdoc;search' {
            [CompletionResult]::new('--catalog', '--catalog', [CompletionResultType]::ParameterName, 'Read a catalog file, or the *.json of a folder, on top of the built-in ones; may be repeated')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'The form of the answer')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'The form of the answer')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Consider only this API (id, alias, or the beginning of one); may be repeated')
            [CompletionResult]::new('--provider', '--provider', [CompletionResultType]::ParameterName, 'Consider only this API (id, alias, or the beginning of one); may be repeated')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --format json')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'errdoc;completions' {
            [CompletionResult]::new('--catalog', '--catalog', [CompletionResultType]::ParameterName, 'Read a catalog file, or the *.json of a folder, on top of the built-in ones; may be repeated')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'The form of the answer')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'The form of the answer')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Consider only this API (id, alias, or the beginning of one); may be repeated')
            [CompletionResult]::new('--provider', '--provider', [CompletionResultType]::ParameterName, 'Consider only this API (id, alias, or the beginning of one); may be repeated')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --format json')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'errdoc;schema' {
            [CompletionResult]::new('--catalog', '--catalog', [CompletionResultType]::ParameterName, 'Read a catalog file, or the *.json of a folder, on top of the built-in ones; may be repeated')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'The form of the answer')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'The form of the answer')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Consider only this API (id, alias, or the beginning of one); may be repeated')
            [CompletionResult]::new('--provider', '--provider', [CompletionResultType]::ParameterName, 'Consider only this API (id, alias, or the beginning of one); may be repeated')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --format json')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'errdoc;explain' {
            [CompletionResult]::new('--catalog', '--catalog', [CompletionResultType]::ParameterName, 'Read a catalog file, or the *.json of a folder, on top of the built-in ones; may be repeated')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'The form of the answer')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'The form of the answer')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Consider only this API (id, alias, or the beginning of one); may be repeated')
            [CompletionResult]::new('--provider', '--provider', [CompletionResultType]::ParameterName, 'Consider only this API (id, alias, or the beginning of one); may be repeated')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --format json')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'errdoc;e' {
            [CompletionResult]::new('--catalog', '--catalog', [CompletionResultType]::ParameterName, 'Read a catalog file, or the *.json of a folder, on top of the built-in ones; may be repeated')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'The form of the answer')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'The form of the answer')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Consider only this API (id, alias, or the beginning of one); may be repeated')
            [CompletionResult]::new('--provider', '--provider', [CompletionResultType]::ParameterName, 'Consider only this API (id, alias, or the beginning of one); may be repeated')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --format json')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'errdoc;guide' {
            [CompletionResult]::new('--catalog', '--catalog', [CompletionResultType]::ParameterName, 'Read a catalog file, or the *.json of a folder, on top of the built-in ones; may be repeated')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'The form of the answer')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'The form of the answer')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Consider only this API (id, alias, or the beginning of one); may be repeated')
            [CompletionResult]::new('--provider', '--provider', [CompletionResultType]::ParameterName, 'Consider only this API (id, alias, or the beginning of one); may be repeated')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --format json')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'errdoc;catalog' {
            [CompletionResult]::new('--catalog', '--catalog', [CompletionResultType]::ParameterName, 'Read a catalog file, or the *.json of a folder, on top of the built-in ones; may be repeated')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'The form of the answer')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'The form of the answer')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Consider only this API (id, alias, or the beginning of one); may be repeated')
            [CompletionResult]::new('--provider', '--provider', [CompletionResultType]::ParameterName, 'Consider only this API (id, alias, or the beginning of one); may be repeated')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --format json')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Check catalog files: form, wholeness, and that each example is diagnosed as its own entry')
            [CompletionResult]::new('index', 'index', [CompletionResultType]::ParameterValue, 'Write an index beside large catalog files, so that `explain` reads a few entries of them instead of all')
            [CompletionResult]::new('new', 'new', [CompletionResultType]::ParameterValue, 'Print a small catalog file that passes the check, to start your own from')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Print the catalog file of an API, or say which APIs there are and where they are from')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'errdoc;catalog;check' {
            [CompletionResult]::new('--catalog', '--catalog', [CompletionResultType]::ParameterName, 'Read a catalog file, or the *.json of a folder, on top of the built-in ones; may be repeated')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'The form of the answer')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'The form of the answer')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Consider only this API (id, alias, or the beginning of one); may be repeated')
            [CompletionResult]::new('--provider', '--provider', [CompletionResultType]::ParameterName, 'Consider only this API (id, alias, or the beginning of one); may be repeated')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --format json')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'errdoc;catalog;index' {
            [CompletionResult]::new('--catalog', '--catalog', [CompletionResultType]::ParameterName, 'Read a catalog file, or the *.json of a folder, on top of the built-in ones; may be repeated')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'The form of the answer')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'The form of the answer')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Consider only this API (id, alias, or the beginning of one); may be repeated')
            [CompletionResult]::new('--provider', '--provider', [CompletionResultType]::ParameterName, 'Consider only this API (id, alias, or the beginning of one); may be repeated')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --format json')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'errdoc;catalog;new' {
            [CompletionResult]::new('--catalog', '--catalog', [CompletionResultType]::ParameterName, 'Read a catalog file, or the *.json of a folder, on top of the built-in ones; may be repeated')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'The form of the answer')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'The form of the answer')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Consider only this API (id, alias, or the beginning of one); may be repeated')
            [CompletionResult]::new('--provider', '--provider', [CompletionResultType]::ParameterName, 'Consider only this API (id, alias, or the beginning of one); may be repeated')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --format json')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'errdoc;catalog;show' {
            [CompletionResult]::new('--catalog', '--catalog', [CompletionResultType]::ParameterName, 'Read a catalog file, or the *.json of a folder, on top of the built-in ones; may be repeated')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'The form of the answer')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'The form of the answer')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Consider only this API (id, alias, or the beginning of one); may be repeated')
            [CompletionResult]::new('--provider', '--provider', [CompletionResultType]::ParameterName, 'Consider only this API (id, alias, or the beginning of one); may be repeated')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --format json')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'errdoc;catalog;help' {
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Check catalog files: form, wholeness, and that each example is diagnosed as its own entry')
            [CompletionResult]::new('index', 'index', [CompletionResultType]::ParameterValue, 'Write an index beside large catalog files, so that `explain` reads a few entries of them instead of all')
            [CompletionResult]::new('new', 'new', [CompletionResultType]::ParameterValue, 'Print a small catalog file that passes the check, to start your own from')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Print the catalog file of an API, or say which APIs there are and where they are from')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'errdoc;catalog;help;check' {
            break
        }
        'errdoc;catalog;help;index' {
            break
        }
        'errdoc;catalog;help;new' {
            break
        }
        'errdoc;catalog;help;show' {
            break
        }
        'errdoc;catalog;help;help' {
            break
        }
        'errdoc;help' {
            [CompletionResult]::new('parse', 'parse', [CompletionResultType]::ParameterValue, 'Say what just happened: read a response and diagnose it')
            [CompletionResult]::new('report', 'report', [CompletionResultType]::ParameterValue, 'Write a support request: what happened, without secrets and personal data')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'Show the quick-reference table')
            [CompletionResult]::new('search', 'search', [CompletionResultType]::ParameterValue, 'Find entries by words')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Print the completion script of a shell')
            [CompletionResult]::new('schema', 'schema', [CompletionResultType]::ParameterValue, 'Print the JSON Schema of an answer or a file')
            [CompletionResult]::new('explain', 'explain', [CompletionResultType]::ParameterValue, 'Say what codes, HTTP statuses or messages mean')
            [CompletionResult]::new('guide', 'guide', [CompletionResultType]::ParameterValue, 'Show an API''s troubleshooting guide, and where to get help')
            [CompletionResult]::new('catalog', 'catalog', [CompletionResultType]::ParameterValue, 'Check, show and start catalog files')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'errdoc;help;parse' {
            break
        }
        'errdoc;help;report' {
            break
        }
        'errdoc;help;list' {
            break
        }
        'errdoc;help;search' {
            break
        }
        'errdoc;help;completions' {
            break
        }
        'errdoc;help;schema' {
            break
        }
        'errdoc;help;explain' {
            break
        }
        'errdoc;help;guide' {
            break
        }
        'errdoc;help;catalog' {
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Check catalog files: form, wholeness, and that each example is diagnosed as its own entry')
            [CompletionResult]::new('index', 'index', [CompletionResultType]::ParameterValue, 'Write an index beside large catalog files, so that `explain` reads a few entries of them instead of all')
            [CompletionResult]::new('new', 'new', [CompletionResultType]::ParameterValue, 'Print a small catalog file that passes the check, to start your own from')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Print the catalog file of an API, or say which APIs there are and where they are from')
            break
        }
        'errdoc;help;catalog;check' {
            break
        }
        'errdoc;help;catalog;index' {
            break
        }
        'errdoc;help;catalog;new' {
            break
        }
        'errdoc;help;catalog;show' {
            break
        }
        'errdoc;help;help' {
            break
        }
    })

    $completions.Where{ $_.CompletionText -like "$wordToComplete*" } |
        Sort-Object -Property ListItemText
}
