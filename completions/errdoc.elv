
use builtin;
use str;

set edit:completion:arg-completer[errdoc] = {|@words|
    fn spaces {|n|
        builtin:repeat $n ' ' | str:join ''
    }
    fn cand {|text desc|
        edit:complex-candidate $text &display=$text' '(spaces (- 14 (wcswidth $text)))$desc
    }
    var command = 'errdoc'
    for word $words[1..-1] {
        if (str:has-prefix $word '-') {
            break
        }
        set command = $command';'$word
    }
    var completions = [
        &'errdoc'= {
            cand --catalog 'Read a catalog file, or the *.json of a folder, on top of the built-in ones; may be repeated'
            cand -f 'The form of the answer'
            cand --format 'The form of the answer'
            cand --color 'When to use colours'
            cand -p 'Consider only this API (id, alias, or the beginning of one); may be repeated'
            cand --provider 'Consider only this API (id, alias, or the beginning of one); may be repeated'
            cand --json 'Short for --format json'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
            cand parse 'Say what just happened: read a response and diagnose it'
            cand p 'Say what just happened: read a response and diagnose it'
            cand report 'Write a support request: what happened, without secrets and personal data'
            cand list 'Show the quick-reference table'
            cand table 'Show the quick-reference table'
            cand search 'Find entries by words'
            cand completions 'Print the completion script of a shell'
            cand schema 'Print the JSON Schema of an answer or a file'
            cand explain 'Say what codes, HTTP statuses or messages mean'
            cand e 'Say what codes, HTTP statuses or messages mean'
            cand guide 'Show an API''s troubleshooting guide, and where to get help'
            cand catalog 'Check, show and start catalog files'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'errdoc;parse'= {
            cand --catalog 'Read a catalog file, or the *.json of a folder, on top of the built-in ones; may be repeated'
            cand -f 'The form of the answer'
            cand --format 'The form of the answer'
            cand --color 'When to use colours'
            cand -p 'Consider only this API (id, alias, or the beginning of one); may be repeated'
            cand --provider 'Consider only this API (id, alias, or the beginning of one); may be repeated'
            cand -e 'Exit with 3 when an error was found'
            cand --exit-status 'Exit with 3 when an error was found'
            cand --redact 'Mask phone numbers and e-mail addresses too, for public logs'
            cand -q 'Print no answer: the exit status alone, or the number of --retry-after alone'
            cand --quiet 'Print no answer: the exit status alone, or the number of --retry-after alone'
            cand --retry-after 'Print the seconds to wait, and exit with 0 when sending the same again is right, else 1'
            cand --idempotent 'The request may be carried out twice: it reads, or it carries an idempotency key'
            cand --json 'Short for --format json'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'errdoc;p'= {
            cand --catalog 'Read a catalog file, or the *.json of a folder, on top of the built-in ones; may be repeated'
            cand -f 'The form of the answer'
            cand --format 'The form of the answer'
            cand --color 'When to use colours'
            cand -p 'Consider only this API (id, alias, or the beginning of one); may be repeated'
            cand --provider 'Consider only this API (id, alias, or the beginning of one); may be repeated'
            cand -e 'Exit with 3 when an error was found'
            cand --exit-status 'Exit with 3 when an error was found'
            cand --redact 'Mask phone numbers and e-mail addresses too, for public logs'
            cand -q 'Print no answer: the exit status alone, or the number of --retry-after alone'
            cand --quiet 'Print no answer: the exit status alone, or the number of --retry-after alone'
            cand --retry-after 'Print the seconds to wait, and exit with 0 when sending the same again is right, else 1'
            cand --idempotent 'The request may be carried out twice: it reads, or it carries an idempotency key'
            cand --json 'Short for --format json'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'errdoc;report'= {
            cand -o 'Create this file instead of printing'
            cand --output 'Create this file instead of printing'
            cand --catalog 'Read a catalog file, or the *.json of a folder, on top of the built-in ones; may be repeated'
            cand -f 'The form of the answer'
            cand --format 'The form of the answer'
            cand --color 'When to use colours'
            cand -p 'Consider only this API (id, alias, or the beginning of one); may be repeated'
            cand --provider 'Consider only this API (id, alias, or the beginning of one); may be repeated'
            cand --with-payload 'Add the shape of the request''s payload: names and kinds, no texts and no numbers'
            cand --force 'Replace the file if it exists'
            cand --json 'Short for --format json'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'errdoc;list'= {
            cand -c 'Only this category'
            cand --category 'Only this category'
            cand -s 'Only this HTTP status: 404 or 4xx'
            cand --status 'Only this HTTP status: 404 or 4xx'
            cand -r 'Only this retry verdict'
            cand --retry 'Only this retry verdict'
            cand --catalog 'Read a catalog file, or the *.json of a folder, on top of the built-in ones; may be repeated'
            cand -f 'The form of the answer'
            cand --format 'The form of the answer'
            cand --color 'When to use colours'
            cand -p 'Consider only this API (id, alias, or the beginning of one); may be repeated'
            cand --provider 'Consider only this API (id, alias, or the beginning of one); may be repeated'
            cand --json 'Short for --format json'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'errdoc;table'= {
            cand -c 'Only this category'
            cand --category 'Only this category'
            cand -s 'Only this HTTP status: 404 or 4xx'
            cand --status 'Only this HTTP status: 404 or 4xx'
            cand -r 'Only this retry verdict'
            cand --retry 'Only this retry verdict'
            cand --catalog 'Read a catalog file, or the *.json of a folder, on top of the built-in ones; may be repeated'
            cand -f 'The form of the answer'
            cand --format 'The form of the answer'
            cand --color 'When to use colours'
            cand -p 'Consider only this API (id, alias, or the beginning of one); may be repeated'
            cand --provider 'Consider only this API (id, alias, or the beginning of one); may be repeated'
            cand --json 'Short for --format json'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'errdoc;search'= {
            cand --catalog 'Read a catalog file, or the *.json of a folder, on top of the built-in ones; may be repeated'
            cand -f 'The form of the answer'
            cand --format 'The form of the answer'
            cand --color 'When to use colours'
            cand -p 'Consider only this API (id, alias, or the beginning of one); may be repeated'
            cand --provider 'Consider only this API (id, alias, or the beginning of one); may be repeated'
            cand --json 'Short for --format json'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'errdoc;completions'= {
            cand --catalog 'Read a catalog file, or the *.json of a folder, on top of the built-in ones; may be repeated'
            cand -f 'The form of the answer'
            cand --format 'The form of the answer'
            cand --color 'When to use colours'
            cand -p 'Consider only this API (id, alias, or the beginning of one); may be repeated'
            cand --provider 'Consider only this API (id, alias, or the beginning of one); may be repeated'
            cand --json 'Short for --format json'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'errdoc;schema'= {
            cand --catalog 'Read a catalog file, or the *.json of a folder, on top of the built-in ones; may be repeated'
            cand -f 'The form of the answer'
            cand --format 'The form of the answer'
            cand --color 'When to use colours'
            cand -p 'Consider only this API (id, alias, or the beginning of one); may be repeated'
            cand --provider 'Consider only this API (id, alias, or the beginning of one); may be repeated'
            cand --json 'Short for --format json'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'errdoc;explain'= {
            cand --catalog 'Read a catalog file, or the *.json of a folder, on top of the built-in ones; may be repeated'
            cand -f 'The form of the answer'
            cand --format 'The form of the answer'
            cand --color 'When to use colours'
            cand -p 'Consider only this API (id, alias, or the beginning of one); may be repeated'
            cand --provider 'Consider only this API (id, alias, or the beginning of one); may be repeated'
            cand --json 'Short for --format json'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'errdoc;e'= {
            cand --catalog 'Read a catalog file, or the *.json of a folder, on top of the built-in ones; may be repeated'
            cand -f 'The form of the answer'
            cand --format 'The form of the answer'
            cand --color 'When to use colours'
            cand -p 'Consider only this API (id, alias, or the beginning of one); may be repeated'
            cand --provider 'Consider only this API (id, alias, or the beginning of one); may be repeated'
            cand --json 'Short for --format json'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'errdoc;guide'= {
            cand --catalog 'Read a catalog file, or the *.json of a folder, on top of the built-in ones; may be repeated'
            cand -f 'The form of the answer'
            cand --format 'The form of the answer'
            cand --color 'When to use colours'
            cand -p 'Consider only this API (id, alias, or the beginning of one); may be repeated'
            cand --provider 'Consider only this API (id, alias, or the beginning of one); may be repeated'
            cand --json 'Short for --format json'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'errdoc;catalog'= {
            cand --catalog 'Read a catalog file, or the *.json of a folder, on top of the built-in ones; may be repeated'
            cand -f 'The form of the answer'
            cand --format 'The form of the answer'
            cand --color 'When to use colours'
            cand -p 'Consider only this API (id, alias, or the beginning of one); may be repeated'
            cand --provider 'Consider only this API (id, alias, or the beginning of one); may be repeated'
            cand --json 'Short for --format json'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
            cand check 'Check catalog files: form, wholeness, and that each example is diagnosed as its own entry'
            cand index 'Write an index beside large catalog files, so that `explain` reads a few entries of them instead of all'
            cand new 'Print a small catalog file that passes the check, to start your own from'
            cand show 'Print the catalog file of an API, or say which APIs there are and where they are from'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'errdoc;catalog;check'= {
            cand --catalog 'Read a catalog file, or the *.json of a folder, on top of the built-in ones; may be repeated'
            cand -f 'The form of the answer'
            cand --format 'The form of the answer'
            cand --color 'When to use colours'
            cand -p 'Consider only this API (id, alias, or the beginning of one); may be repeated'
            cand --provider 'Consider only this API (id, alias, or the beginning of one); may be repeated'
            cand --json 'Short for --format json'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'errdoc;catalog;index'= {
            cand --catalog 'Read a catalog file, or the *.json of a folder, on top of the built-in ones; may be repeated'
            cand -f 'The form of the answer'
            cand --format 'The form of the answer'
            cand --color 'When to use colours'
            cand -p 'Consider only this API (id, alias, or the beginning of one); may be repeated'
            cand --provider 'Consider only this API (id, alias, or the beginning of one); may be repeated'
            cand --json 'Short for --format json'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'errdoc;catalog;new'= {
            cand --catalog 'Read a catalog file, or the *.json of a folder, on top of the built-in ones; may be repeated'
            cand -f 'The form of the answer'
            cand --format 'The form of the answer'
            cand --color 'When to use colours'
            cand -p 'Consider only this API (id, alias, or the beginning of one); may be repeated'
            cand --provider 'Consider only this API (id, alias, or the beginning of one); may be repeated'
            cand --json 'Short for --format json'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'errdoc;catalog;show'= {
            cand --catalog 'Read a catalog file, or the *.json of a folder, on top of the built-in ones; may be repeated'
            cand -f 'The form of the answer'
            cand --format 'The form of the answer'
            cand --color 'When to use colours'
            cand -p 'Consider only this API (id, alias, or the beginning of one); may be repeated'
            cand --provider 'Consider only this API (id, alias, or the beginning of one); may be repeated'
            cand --json 'Short for --format json'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'errdoc;catalog;help'= {
            cand check 'Check catalog files: form, wholeness, and that each example is diagnosed as its own entry'
            cand index 'Write an index beside large catalog files, so that `explain` reads a few entries of them instead of all'
            cand new 'Print a small catalog file that passes the check, to start your own from'
            cand show 'Print the catalog file of an API, or say which APIs there are and where they are from'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'errdoc;catalog;help;check'= {
        }
        &'errdoc;catalog;help;index'= {
        }
        &'errdoc;catalog;help;new'= {
        }
        &'errdoc;catalog;help;show'= {
        }
        &'errdoc;catalog;help;help'= {
        }
        &'errdoc;help'= {
            cand parse 'Say what just happened: read a response and diagnose it'
            cand report 'Write a support request: what happened, without secrets and personal data'
            cand list 'Show the quick-reference table'
            cand search 'Find entries by words'
            cand completions 'Print the completion script of a shell'
            cand schema 'Print the JSON Schema of an answer or a file'
            cand explain 'Say what codes, HTTP statuses or messages mean'
            cand guide 'Show an API''s troubleshooting guide, and where to get help'
            cand catalog 'Check, show and start catalog files'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'errdoc;help;parse'= {
        }
        &'errdoc;help;report'= {
        }
        &'errdoc;help;list'= {
        }
        &'errdoc;help;search'= {
        }
        &'errdoc;help;completions'= {
        }
        &'errdoc;help;schema'= {
        }
        &'errdoc;help;explain'= {
        }
        &'errdoc;help;guide'= {
        }
        &'errdoc;help;catalog'= {
            cand check 'Check catalog files: form, wholeness, and that each example is diagnosed as its own entry'
            cand index 'Write an index beside large catalog files, so that `explain` reads a few entries of them instead of all'
            cand new 'Print a small catalog file that passes the check, to start your own from'
            cand show 'Print the catalog file of an API, or say which APIs there are and where they are from'
        }
        &'errdoc;help;catalog;check'= {
        }
        &'errdoc;help;catalog;index'= {
        }
        &'errdoc;help;catalog;new'= {
        }
        &'errdoc;help;catalog;show'= {
        }
        &'errdoc;help;help'= {
        }
    ]
    $completions[$command]
}
