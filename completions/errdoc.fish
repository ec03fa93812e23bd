# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_errdoc_global_optspecs
    string join \n catalog= f/format= json color= p/provider= h/help V/version
end

function __fish_errdoc_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_errdoc_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_errdoc_using_subcommand
    set -l cmd (__fish_errdoc_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c errdoc -n "__fish_errdoc_needs_command" -l catalog -d 'Read a catalog file, or the *.json of a folder, on top of the built-in ones; may be repeated' -r -F
complete -c errdoc -n "__fish_errdoc_needs_command" -s f -l format -d 'The form of the answer' -r -f -a "text\t'For people on a terminal'
json\t'One JSON object'
jsonl\t'One JSON object a line'
markdown\t'For issues, chats and wikis'
tsv\t'Tab-separated values'"
complete -c errdoc -n "__fish_errdoc_needs_command" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c errdoc -n "__fish_errdoc_needs_command" -s p -l provider -d 'Consider only this API (id, alias, or the beginning of one); may be repeated' -r -f -a "sent-v3\t'Sent API v3'
sent-v2\t'Sent API v2 (legacy)'
sendivent\t'Sendivent'
sinch-verification\t'Sinch Verification API'
michow\t'MichoW WhatsApp API'"
complete -c errdoc -n "__fish_errdoc_needs_command" -l json -d 'Short for --format json'
complete -c errdoc -n "__fish_errdoc_needs_command" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c errdoc -n "__fish_errdoc_needs_command" -s V -l version -d 'Print version'
complete -c errdoc -n "__fish_errdoc_needs_command" -f -a "parse" -d 'Say what just happened: read a response and diagnose it'
complete -c errdoc -n "__fish_errdoc_needs_command" -f -a "p" -d 'Say what just happened: read a response and diagnose it'
complete -c errdoc -n "__fish_errdoc_needs_command" -f -a "report" -d 'Write a support request: what happened, without secrets and personal data'
complete -c errdoc -n "__fish_errdoc_needs_command" -f -a "list" -d 'Show the quick-reference table'
complete -c errdoc -n "__fish_errdoc_needs_command" -f -a "table" -d 'Show the quick-reference table'
complete -c errdoc -n "__fish_errdoc_needs_command" -f -a "search" -d 'Find entries by words'
complete -c errdoc -n "__fish_errdoc_needs_command" -f -a "completions" -d 'Print the completion script of a shell'
complete -c errdoc -n "__fish_errdoc_needs_command" -f -a "schema" -d 'Print the JSON Schema of an answer or a file'
complete -c errdoc -n "__fish_errdoc_needs_command" -f -a "explain" -d 'Say what codes, HTTP statuses or messages mean'
complete -c errdoc -n "__fish_errdoc_needs_command" -f -a "e" -d 'Say what codes, HTTP statuses or messages mean'
complete -c errdoc -n "__fish_errdoc_needs_command" -f -a "guide" -d 'Show an API\'s troubleshooting guide, and where to get help'
complete -c errdoc -n "__fish_errdoc_needs_command" -f -a "catalog" -d 'Check, show and start catalog files'
complete -c errdoc -n "__fish_errdoc_needs_command" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c errdoc -n "__fish_errdoc_using_subcommand parse" -l catalog -d 'Read a catalog file, or the *.json of a folder, on top of the built-in ones; may be repeated' -r -F
complete -c errdoc -n "__fish_errdoc_using_subcommand parse" -s f -l format -d 'The form of the answer' -r -f -a "text\t'For people on a terminal'
json\t'One JSON object'
jsonl\t'One JSON object a line'
markdown\t'For issues, chats and wikis'
tsv\t'Tab-separated values'"
complete -c errdoc -n "__fish_errdoc_using_subcommand parse" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c errdoc -n "__fish_errdoc_using_subcommand parse" -s p -l provider -d 'Consider only this API (id, alias, or the beginning of one); may be repeated' -r -f -a "sent-v3\t'Sent API v3'
sent-v2\t'Sent API v2 (legacy)'
sendivent\t'Sendivent'
sinch-verification\t'Sinch Verification API'
michow\t'MichoW WhatsApp API'"
complete -c errdoc -n "__fish_errdoc_using_subcommand parse" -s e -l exit-status -d 'Exit with 3 when an error was found'
complete -c errdoc -n "__fish_errdoc_using_subcommand parse" -l redact -d 'Mask phone numbers and e-mail addresses too, for public logs'
complete -c errdoc -n "__fish_errdoc_using_subcommand parse" -l json -d 'Short for --format json'
complete -c errdoc -n "__fish_errdoc_using_subcommand parse" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c errdoc -n "__fish_errdoc_using_subcommand parse" -s V -l version -d 'Print version'
complete -c errdoc -n "__fish_errdoc_using_subcommand p" -l catalog -d 'Read a catalog file, or the *.json of a folder, on top of the built-in ones; may be repeated' -r -F
complete -c errdoc -n "__fish_errdoc_using_subcommand p" -s f -l format -d 'The form of the answer' -r -f -a "text\t'For people on a terminal'
json\t'One JSON object'
jsonl\t'One JSON object a line'
markdown\t'For issues, chats and wikis'
tsv\t'Tab-separated values'"
complete -c errdoc -n "__fish_errdoc_using_subcommand p" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c errdoc -n "__fish_errdoc_using_subcommand p" -s p -l provider -d 'Consider only this API (id, alias, or the beginning of one); may be repeated' -r -f -a "sent-v3\t'Sent API v3'
sent-v2\t'Sent API v2 (legacy)'
sendivent\t'Sendivent'
sinch-verification\t'Sinch Verification API'
michow\t'MichoW WhatsApp API'"
complete -c errdoc -n "__fish_errdoc_using_subcommand p" -s e -l exit-status -d 'Exit with 3 when an error was found'
complete -c errdoc -n "__fish_errdoc_using_subcommand p" -l redact -d 'Mask phone numbers and e-mail addresses too, for public logs'
complete -c errdoc -n "__fish_errdoc_using_subcommand p" -l json -d 'Short for --format json'
complete -c errdoc -n "__fish_errdoc_using_subcommand p" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c errdoc -n "__fish_errdoc_using_subcommand p" -s V -l version -d 'Print version'
complete -c errdoc -n "__fish_errdoc_using_subcommand report" -s o -l output -d 'Create this file instead of printing' -r -F
complete -c errdoc -n "__fish_errdoc_using_subcommand report" -l catalog -d 'Read a catalog file, or the *.json of a folder, on top of the built-in ones; may be repeated' -r -F
complete -c errdoc -n "__fish_errdoc_using_subcommand report" -s f -l format -d 'The form of the answer' -r -f -a "text\t'For people on a terminal'
json\t'One JSON object'
jsonl\t'One JSON object a line'
markdown\t'For issues, chats and wikis'
tsv\t'Tab-separated values'"
complete -c errdoc -n "__fish_errdoc_using_subcommand report" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c errdoc -n "__fish_errdoc_using_subcommand report" -s p -l provider -d 'Consider only this API (id, alias, or the beginning of one); may be repeated' -r -f -a "sent-v3\t'Sent API v3'
sent-v2\t'Sent API v2 (legacy)'
sendivent\t'Sendivent'
sinch-verification\t'Sinch Verification API'
michow\t'MichoW WhatsApp API'"
complete -c errdoc -n "__fish_errdoc_using_subcommand report" -l with-payload -d 'Add the shape of the request\'s payload: names and kinds, no texts and no numbers'
complete -c errdoc -n "__fish_errdoc_using_subcommand report" -l force -d 'Replace the file if it exists'
complete -c errdoc -n "__fish_errdoc_using_subcommand report" -l json -d 'Short for --format json'
complete -c errdoc -n "__fish_errdoc_using_subcommand report" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c errdoc -n "__fish_errdoc_using_subcommand report" -s V -l version -d 'Print version'
complete -c errdoc -n "__fish_errdoc_using_subcommand list" -s c -l category -d 'Only this category' -r -f -a "authentication\t''
authorization\t''
validation\t''
resource\t''
conflict\t''
billing\t''
rate-limit\t''
business-rule\t''
provider\t''
server\t''"
complete -c errdoc -n "__fish_errdoc_using_subcommand list" -s s -l status -d 'Only this HTTP status: 404 or 4xx' -r
complete -c errdoc -n "__fish_errdoc_using_subcommand list" -s r -l retry -d 'Only this retry verdict' -r -f -a "no\t''
after_fix\t''
wait\t''
backoff\t''
done\t''
unknown\t''"
complete -c errdoc -n "__fish_errdoc_using_subcommand list" -l catalog -d 'Read a catalog file, or the *.json of a folder, on top of the built-in ones; may be repeated' -r -F
complete -c errdoc -n "__fish_errdoc_using_subcommand list" -s f -l format -d 'The form of the answer' -r -f -a "text\t'For people on a terminal'
json\t'One JSON object'
jsonl\t'One JSON object a line'
markdown\t'For issues, chats and wikis'
tsv\t'Tab-separated values'"
complete -c errdoc -n "__fish_errdoc_using_subcommand list" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c errdoc -n "__fish_errdoc_using_subcommand list" -s p -l provider -d 'Consider only this API (id, alias, or the beginning of one); may be repeated' -r -f -a "sent-v3\t'Sent API v3'
sent-v2\t'Sent API v2 (legacy)'
sendivent\t'Sendivent'
sinch-verification\t'Sinch Verification API'
michow\t'MichoW WhatsApp API'"
complete -c errdoc -n "__fish_errdoc_using_subcommand list" -l json -d 'Short for --format json'
complete -c errdoc -n "__fish_errdoc_using_subcommand list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c errdoc -n "__fish_errdoc_using_subcommand list" -s V -l version -d 'Print version'
complete -c errdoc -n "__fish_errdoc_using_subcommand table" -s c -l category -d 'Only this category' -r -f -a "authentication\t''
authorization\t''
validation\t''
resource\t''
conflict\t''
billing\t''
rate-limit\t''
business-rule\t''
provider\t''
server\t''"
complete -c errdoc -n "__fish_errdoc_using_subcommand table" -s s -l status -d 'Only this HTTP status: 404 or 4xx' -r
complete -c errdoc -n "__fish_errdoc_using_subcommand table" -s r -l retry -d 'Only this retry verdict' -r -f -a "no\t''
after_fix\t''
wait\t''
backoff\t''
done\t''
unknown\t''"
complete -c errdoc -n "__fish_errdoc_using_subcommand table" -l catalog -d 'Read a catalog file, or the *.json of a folder, on top of the built-in ones; may be repeated' -r -F
complete -c errdoc -n "__fish_errdoc_using_subcommand table" -s f -l format -d 'The form of the answer' -r -f -a "text\t'For people on a terminal'
json\t'One JSON object'
jsonl\t'One JSON object a line'
markdown\t'For issues, chats and wikis'
tsv\t'Tab-separated values'"
complete -c errdoc -n "__fish_errdoc_using_subcommand table" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c errdoc -n "__fish_errdoc_using_subcommand table" -s p -l provider -d 'Consider only this API (id, alias, or the beginning of one); may be repeated' -r -f -a "sent-v3\t'Sent API v3'
sent-v2\t'Sent API v2 (legacy)'
sendivent\t'Sendivent'
sinch-verification\t'Sinch Verification API'
michow\t'MichoW WhatsApp API'"
complete -c errdoc -n "__fish_errdoc_using_subcommand table" -l json -d 'Short for --format json'
complete -c errdoc -n "__fish_errdoc_using_subcommand table" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c errdoc -n "__fish_errdoc_using_subcommand table" -s V -l version -d 'Print version'
complete -c errdoc -n "__fish_errdoc_using_subcommand search" -l catalog -d 'Read a catalog file, or the *.json of a folder, on top of the built-in ones; may be repeated' -r -F
complete -c errdoc -n "__fish_errdoc_using_subcommand search" -s f -l format -d 'The form of the answer' -r -f -a "text\t'For people on a terminal'
json\t'One JSON object'
jsonl\t'One JSON object a line'
markdown\t'For issues, chats and wikis'
tsv\t'Tab-separated values'"
complete -c errdoc -n "__fish_errdoc_using_subcommand search" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c errdoc -n "__fish_errdoc_using_subcommand search" -s p -l provider -d 'Consider only this API (id, alias, or the beginning of one); may be repeated' -r -f -a "sent-v3\t'Sent API v3'
sent-v2\t'Sent API v2 (legacy)'
sendivent\t'Sendivent'
sinch-verification\t'Sinch Verification API'
michow\t'MichoW WhatsApp API'"
complete -c errdoc -n "__fish_errdoc_using_subcommand search" -l json -d 'Short for --format json'
complete -c errdoc -n "__fish_errdoc_using_subcommand search" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c errdoc -n "__fish_errdoc_using_subcommand search" -s V -l version -d 'Print version'
complete -c errdoc -n "__fish_errdoc_using_subcommand completions" -l catalog -d 'Read a catalog file, or the *.json of a folder, on top of the built-in ones; may be repeated' -r -F
complete -c errdoc -n "__fish_errdoc_using_subcommand completions" -s f -l format -d 'The form of the answer' -r -f -a "text\t'For people on a terminal'
json\t'One JSON object'
jsonl\t'One JSON object a line'
markdown\t'For issues, chats and wikis'
tsv\t'Tab-separated values'"
complete -c errdoc -n "__fish_errdoc_using_subcommand completions" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c errdoc -n "__fish_errdoc_using_subcommand completions" -s p -l provider -d 'Consider only this API (id, alias, or the beginning of one); may be repeated' -r -f -a "sent-v3\t'Sent API v3'
sent-v2\t'Sent API v2 (legacy)'
sendivent\t'Sendivent'
sinch-verification\t'Sinch Verification API'
michow\t'MichoW WhatsApp API'"
complete -c errdoc -n "__fish_errdoc_using_subcommand completions" -l json -d 'Short for --format json'
complete -c errdoc -n "__fish_errdoc_using_subcommand completions" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c errdoc -n "__fish_errdoc_using_subcommand completions" -s V -l version -d 'Print version'
complete -c errdoc -n "__fish_errdoc_using_subcommand schema" -l catalog -d 'Read a catalog file, or the *.json of a folder, on top of the built-in ones; may be repeated' -r -F
complete -c errdoc -n "__fish_errdoc_using_subcommand schema" -s f -l format -d 'The form of the answer' -r -f -a "text\t'For people on a terminal'
json\t'One JSON object'
jsonl\t'One JSON object a line'
markdown\t'For issues, chats and wikis'
tsv\t'Tab-separated values'"
complete -c errdoc -n "__fish_errdoc_using_subcommand schema" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c errdoc -n "__fish_errdoc_using_subcommand schema" -s p -l provider -d 'Consider only this API (id, alias, or the beginning of one); may be repeated' -r -f -a "sent-v3\t'Sent API v3'
sent-v2\t'Sent API v2 (legacy)'
sendivent\t'Sendivent'
sinch-verification\t'Sinch Verification API'
michow\t'MichoW WhatsApp API'"
complete -c errdoc -n "__fish_errdoc_using_subcommand schema" -l json -d 'Short for --format json'
complete -c errdoc -n "__fish_errdoc_using_subcommand schema" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c errdoc -n "__fish_errdoc_using_subcommand schema" -s V -l version -d 'Print version'
complete -c errdoc -n "__fish_errdoc_using_subcommand explain" -l catalog -d 'Read a catalog file, or the *.json of a folder, on top of the built-in ones; may be repeated' -r -F
complete -c errdoc -n "__fish_errdoc_using_subcommand explain" -s f -l format -d 'The form of the answer' -r -f -a "text\t'For people on a terminal'
json\t'One JSON object'
jsonl\t'One JSON object a line'
markdown\t'For issues, chats and wikis'
tsv\t'Tab-separated values'"
complete -c errdoc -n "__fish_errdoc_using_subcommand explain" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c errdoc -n "__fish_errdoc_using_subcommand explain" -s p -l provider -d 'Consider only this API (id, alias, or the beginning of one); may be repeated' -r -f -a "sent-v3\t'Sent API v3'
sent-v2\t'Sent API v2 (legacy)'
sendivent\t'Sendivent'
sinch-verification\t'Sinch Verification API'
michow\t'MichoW WhatsApp API'"
complete -c errdoc -n "__fish_errdoc_using_subcommand explain" -l json -d 'Short for --format json'
complete -c errdoc -n "__fish_errdoc_using_subcommand explain" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c errdoc -n "__fish_errdoc_using_subcommand explain" -s V -l version -d 'Print version'
complete -c errdoc -n "__fish_errdoc_using_subcommand e" -l catalog -d 'Read a catalog file, or the *.json of a folder, on top of the built-in ones; may be repeated' -r -F
complete -c errdoc -n "__fish_errdoc_using_subcommand e" -s f -l format -d 'The form of the answer' -r -f -a "text\t'For people on a terminal'
json\t'One JSON object'
jsonl\t'One JSON object a line'
markdown\t'For issues, chats and wikis'
tsv\t'Tab-separated values'"
complete -c errdoc -n "__fish_errdoc_using_subcommand e" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c errdoc -n "__fish_errdoc_using_subcommand e" -s p -l provider -d 'Consider only this API (id, alias, or the beginning of one); may be repeated' -r -f -a "sent-v3\t'Sent API v3'
sent-v2\t'Sent API v2 (legacy)'
sendivent\t'Sendivent'
sinch-verification\t'Sinch Verification API'
michow\t'MichoW WhatsApp API'"
complete -c errdoc -n "__fish_errdoc_using_subcommand e" -l json -d 'Short for --format json'
complete -c errdoc -n "__fish_errdoc_using_subcommand e" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c errdoc -n "__fish_errdoc_using_subcommand e" -s V -l version -d 'Print version'
complete -c errdoc -n "__fish_errdoc_using_subcommand guide" -l catalog -d 'Read a catalog file, or the *.json of a folder, on top of the built-in ones; may be repeated' -r -F
complete -c errdoc -n "__fish_errdoc_using_subcommand guide" -s f -l format -d 'The form of the answer' -r -f -a "text\t'For people on a terminal'
json\t'One JSON object'
jsonl\t'One JSON object a line'
markdown\t'For issues, chats and wikis'
tsv\t'Tab-separated values'"
complete -c errdoc -n "__fish_errdoc_using_subcommand guide" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c errdoc -n "__fish_errdoc_using_subcommand guide" -s p -l provider -d 'Consider only this API (id, alias, or the beginning of one); may be repeated' -r -f -a "sent-v3\t'Sent API v3'
sent-v2\t'Sent API v2 (legacy)'
sendivent\t'Sendivent'
sinch-verification\t'Sinch Verification API'
michow\t'MichoW WhatsApp API'"
complete -c errdoc -n "__fish_errdoc_using_subcommand guide" -l json -d 'Short for --format json'
complete -c errdoc -n "__fish_errdoc_using_subcommand guide" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c errdoc -n "__fish_errdoc_using_subcommand guide" -s V -l version -d 'Print version'
complete -c errdoc -n "__fish_errdoc_using_subcommand catalog; and not __fish_seen_subcommand_from check new show help" -l catalog -d 'Read a catalog file, or the *.json of a folder, on top of the built-in ones; may be repeated' -r -F
complete -c errdoc -n "__fish_errdoc_using_subcommand catalog; and not __fish_seen_subcommand_from check new show help" -s f -l format -d 'The form of the answer' -r -f -a "text\t'For people on a terminal'
json\t'One JSON object'
jsonl\t'One JSON object a line'
markdown\t'For issues, chats and wikis'
tsv\t'Tab-separated values'"
complete -c errdoc -n "__fish_errdoc_using_subcommand catalog; and not __fish_seen_subcommand_from check new show help" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c errdoc -n "__fish_errdoc_using_subcommand catalog; and not __fish_seen_subcommand_from check new show help" -s p -l provider -d 'Consider only this API (id, alias, or the beginning of one); may be repeated' -r -f -a "sent-v3\t'Sent API v3'
sent-v2\t'Sent API v2 (legacy)'
sendivent\t'Sendivent'
sinch-verification\t'Sinch Verification API'
michow\t'MichoW WhatsApp API'"
complete -c errdoc -n "__fish_errdoc_using_subcommand catalog; and not __fish_seen_subcommand_from check new show help" -l json -d 'Short for --format json'
complete -c errdoc -n "__fish_errdoc_using_subcommand catalog; and not __fish_seen_subcommand_from check new show help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c errdoc -n "__fish_errdoc_using_subcommand catalog; and not __fish_seen_subcommand_from check new show help" -s V -l version -d 'Print version'
complete -c errdoc -n "__fish_errdoc_using_subcommand catalog; and not __fish_seen_subcommand_from check new show help" -f -a "check" -d 'Check catalog files: form, wholeness, and that each example is diagnosed as its own entry'
complete -c errdoc -n "__fish_errdoc_using_subcommand catalog; and not __fish_seen_subcommand_from check new show help" -f -a "new" -d 'Print a small catalog file that passes the check, to start your own from'
complete -c errdoc -n "__fish_errdoc_using_subcommand catalog; and not __fish_seen_subcommand_from check new show help" -f -a "show" -d 'Print the catalog file of an API, or say which APIs there are and where they are from'
complete -c errdoc -n "__fish_errdoc_using_subcommand catalog; and not __fish_seen_subcommand_from check new show help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c errdoc -n "__fish_errdoc_using_subcommand catalog; and __fish_seen_subcommand_from check" -l catalog -d 'Read a catalog file, or the *.json of a folder, on top of the built-in ones; may be repeated' -r -F
complete -c errdoc -n "__fish_errdoc_using_subcommand catalog; and __fish_seen_subcommand_from check" -s f -l format -d 'The form of the answer' -r -f -a "text\t'For people on a terminal'
json\t'One JSON object'
jsonl\t'One JSON object a line'
markdown\t'For issues, chats and wikis'
tsv\t'Tab-separated values'"
complete -c errdoc -n "__fish_errdoc_using_subcommand catalog; and __fish_seen_subcommand_from check" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c errdoc -n "__fish_errdoc_using_subcommand catalog; and __fish_seen_subcommand_from check" -s p -l provider -d 'Consider only this API (id, alias, or the beginning of one); may be repeated' -r -f -a "sent-v3\t'Sent API v3'
sent-v2\t'Sent API v2 (legacy)'
sendivent\t'Sendivent'
sinch-verification\t'Sinch Verification API'
michow\t'MichoW WhatsApp API'"
complete -c errdoc -n "__fish_errdoc_using_subcommand catalog; and __fish_seen_subcommand_from check" -l json -d 'Short for --format json'
complete -c errdoc -n "__fish_errdoc_using_subcommand catalog; and __fish_seen_subcommand_from check" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c errdoc -n "__fish_errdoc_using_subcommand catalog; and __fish_seen_subcommand_from check" -s V -l version -d 'Print version'
complete -c errdoc -n "__fish_errdoc_using_subcommand catalog; and __fish_seen_subcommand_from new" -l catalog -d 'Read a catalog file, or the *.json of a folder, on top of the built-in ones; may be repeated' -r -F
complete -c errdoc -n "__fish_errdoc_using_subcommand catalog; and __fish_seen_subcommand_from new" -s f -l format -d 'The form of the answer' -r -f -a "text\t'For people on a terminal'
json\t'One JSON object'
jsonl\t'One JSON object a line'
markdown\t'For issues, chats and wikis'
tsv\t'Tab-separated values'"
complete -c errdoc -n "__fish_errdoc_using_subcommand catalog; and __fish_seen_subcommand_from new" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c errdoc -n "__fish_errdoc_using_subcommand catalog; and __fish_seen_subcommand_from new" -s p -l provider -d 'Consider only this API (id, alias, or the beginning of one); may be repeated' -r -f -a "sent-v3\t'Sent API v3'
sent-v2\t'Sent API v2 (legacy)'
sendivent\t'Sendivent'
sinch-verification\t'Sinch Verification API'
michow\t'MichoW WhatsApp API'"
complete -c errdoc -n "__fish_errdoc_using_subcommand catalog; and __fish_seen_subcommand_from new" -l json -d 'Short for --format json'
complete -c errdoc -n "__fish_errdoc_using_subcommand catalog; and __fish_seen_subcommand_from new" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c errdoc -n "__fish_errdoc_using_subcommand catalog; and __fish_seen_subcommand_from new" -s V -l version -d 'Print version'
complete -c errdoc -n "__fish_errdoc_using_subcommand catalog; and __fish_seen_subcommand_from show" -l catalog -d 'Read a catalog file, or the *.json of a folder, on top of the built-in ones; may be repeated' -r -F
complete -c errdoc -n "__fish_errdoc_using_subcommand catalog; and __fish_seen_subcommand_from show" -s f -l format -d 'The form of the answer' -r -f -a "text\t'For people on a terminal'
json\t'One JSON object'
jsonl\t'One JSON object a line'
markdown\t'For issues, chats and wikis'
tsv\t'Tab-separated values'"
complete -c errdoc -n "__fish_errdoc_using_subcommand catalog; and __fish_seen_subcommand_from show" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c errdoc -n "__fish_errdoc_using_subcommand catalog; and __fish_seen_subcommand_from show" -s p -l provider -d 'Consider only this API (id, alias, or the beginning of one); may be repeated' -r -f -a "sent-v3\t'Sent API v3'
sent-v2\t'Sent API v2 (legacy)'
sendivent\t'Sendivent'
sinch-verification\t'Sinch Verification API'
michow\t'MichoW WhatsApp API'"
complete -c errdoc -n "__fish_errdoc_using_subcommand catalog; and __fish_seen_subcommand_from show" -l json -d 'Short for --format json'
complete -c errdoc -n "__fish_errdoc_using_subcommand catalog; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c errdoc -n "__fish_errdoc_using_subcommand catalog; and __fish_seen_subcommand_from show" -s V -l version -d 'Print version'
complete -c errdoc -n "__fish_errdoc_using_subcommand catalog; and __fish_seen_subcommand_from help" -f -a "check" -d 'Check catalog files: form, wholeness, and that each example is diagnosed as its own entry'
complete -c errdoc -n "__fish_errdoc_using_subcommand catalog; and __fish_seen_subcommand_from help" -f -a "new" -d 'Print a small catalog file that passes the check, to start your own from'
complete -c errdoc -n "__fish_errdoc_using_subcommand catalog; and __fish_seen_subcommand_from help" -f -a "show" -d 'Print the catalog file of an API, or say which APIs there are and where they are from'
complete -c errdoc -n "__fish_errdoc_using_subcommand catalog; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c errdoc -n "__fish_errdoc_using_subcommand help; and not __fish_seen_subcommand_from parse report list search completions schema explain guide catalog help" -f -a "parse" -d 'Say what just happened: read a response and diagnose it'
complete -c errdoc -n "__fish_errdoc_using_subcommand help; and not __fish_seen_subcommand_from parse report list search completions schema explain guide catalog help" -f -a "report" -d 'Write a support request: what happened, without secrets and personal data'
complete -c errdoc -n "__fish_errdoc_using_subcommand help; and not __fish_seen_subcommand_from parse report list search completions schema explain guide catalog help" -f -a "list" -d 'Show the quick-reference table'
complete -c errdoc -n "__fish_errdoc_using_subcommand help; and not __fish_seen_subcommand_from parse report list search completions schema explain guide catalog help" -f -a "search" -d 'Find entries by words'
complete -c errdoc -n "__fish_errdoc_using_subcommand help; and not __fish_seen_subcommand_from parse report list search completions schema explain guide catalog help" -f -a "completions" -d 'Print the completion script of a shell'
complete -c errdoc -n "__fish_errdoc_using_subcommand help; and not __fish_seen_subcommand_from parse report list search completions schema explain guide catalog help" -f -a "schema" -d 'Print the JSON Schema of an answer or a file'
complete -c errdoc -n "__fish_errdoc_using_subcommand help; and not __fish_seen_subcommand_from parse report list search completions schema explain guide catalog help" -f -a "explain" -d 'Say what codes, HTTP statuses or messages mean'
complete -c errdoc -n "__fish_errdoc_using_subcommand help; and not __fish_seen_subcommand_from parse report list search completions schema explain guide catalog help" -f -a "guide" -d 'Show an API\'s troubleshooting guide, and where to get help'
complete -c errdoc -n "__fish_errdoc_using_subcommand help; and not __fish_seen_subcommand_from parse report list search completions schema explain guide catalog help" -f -a "catalog" -d 'Check, show and start catalog files'
complete -c errdoc -n "__fish_errdoc_using_subcommand help; and not __fish_seen_subcommand_from parse report list search completions schema explain guide catalog help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c errdoc -n "__fish_errdoc_using_subcommand help; and __fish_seen_subcommand_from catalog" -f -a "check" -d 'Check catalog files: form, wholeness, and that each example is diagnosed as its own entry'
complete -c errdoc -n "__fish_errdoc_using_subcommand help; and __fish_seen_subcommand_from catalog" -f -a "new" -d 'Print a small catalog file that passes the check, to start your own from'
complete -c errdoc -n "__fish_errdoc_using_subcommand help; and __fish_seen_subcommand_from catalog" -f -a "show" -d 'Print the catalog file of an API, or say which APIs there are and where they are from'
complete -c errdoc -n "__fish_errdoc_using_subcommand explain e" -f -a "AUTH_001\t'User is not authenticated'
AUTH_002\t'Invalid or expired API key'
AUTH_004\t'Insufficient permissions'
AUTH_005\t'Account not yet activated'
AUTH_006\t'KYC verification not complete'
AUTH_007\t'No messaging channel configured'
VALIDATION_001\t'Request validation failed'
VALIDATION_002\t'Invalid phone number format'
VALIDATION_003\t'Invalid GUID format'
VALIDATION_004\t'Required field is missing'
VALIDATION_005\t'Field value out of valid range'
VALIDATION_006\t'Invalid enum value'
VALIDATION_007\t'Invalid Idempotency-Key format'
RESOURCE_001\t'Contact not found'
RESOURCE_002\t'Template not found'
RESOURCE_003\t'Message not found'
RESOURCE_004\t'Customer not found'
RESOURCE_005\t'Organization not found'
RESOURCE_006\t'User not found'
RESOURCE_007\t'Resource already exists'
RESOURCE_008\t'Webhook not found'
BUSINESS_001\t'Cannot modify inherited contact'
BUSINESS_002\t'Rate limit exceeded'
BUSINESS_003\t'Insufficient account balance'
BUSINESS_004\t'Contact has opted out'
BUSINESS_005\t'Template not approved'
BUSINESS_006\t'Message cannot be modified in its state'
BUSINESS_007\t'Channel not available'
BUSINESS_008\t'Operation would exceed quota'
CONFLICT_001\t'Concurrent idempotent request'
SERVICE_001\t'Cache service unavailable'
INTERNAL_001\t'Unexpected internal server error'
INTERNAL_002\t'Database operation failed'
INTERNAL_003\t'External service error'
INTERNAL_004\t'Timeout waiting for operation'
INTERNAL_005\t'Service temporarily unavailable'
ERR_CONSENT_BLOCKED\t'Recipient blocked by consent (message FAILED)'
ERR_ROUTE_DENIED\t'No route for this channel and country (message FAILED)'
ERR_TEMPLATE_PARAMS_INVALID\t'Template parameters invalid (message FAILED)'
validation-errors\t'Fields failed validation'
invalid-phone-number\t'Phone number cannot be parsed'
insufficient-balance\t'Balance does not cover the message'
template-not-found\t'Template not found'
invalid-channel\t'Channel is not supported'
missing-headers\t'A credential header is missing'
invalid-credentials\t'Credentials are not accepted'
forbidden\t'No access to this resource'
not-found\t'Contact or template not found'
too-many-requests\t'Rate limit exceeded'
internal-server-error\t'Unexpected server error'
invalid-api-key\t'API key missing or invalid'
event-not-found\t'Event not found'
contact-not-found\t'Contact not found'
validation-error\t'A field failed validation'
quota-exceeded\t'Monthly quota used up'
rate-limited\t'Rate limit exceeded'
no-template-for-channel\t'Event has no template for this channel'
unverified-sender\t'Sender is not verified'
subscription-inactive\t'Subscription is not active'
duplicate-request\t'Already sent: the repeat was refused'
provider-error\t'The channel\'s provider failed'
40001\t'Parameter validation failed'
40002\t'Required parameter missing'
40003\t'Request cannot be processed'
40004\t'Application key invalid'
40005\t'Phone number lacks the leading plus'
40100\t'Authorization header missing or invalid'
40101\t'x-timestamp header missing or invalid'
40102\t'Signature missing or invalid'
40103\t'Already authorized'
40104\t'Authentication missing'
40105\t'Authorization expired'
40106\t'Account or application barred'
40107\t'Authentication incorrect'
40108\t'Credentials invalid'
40200\t'Not enough credit'
40300\t'Forbidden for this number or method'
40301\t'Authorization scheme not accepted'
40302\t'Insufficient privileges'
40303\t'Action not permitted for this app'
40400\t'Resource not found'
40900\t'Reference already in use'
42200\t'Application not configured'
42201\t'Destination denied or unreachable'
42202\t'Callback response invalid'
42900\t'Request capacity exceeded'
42901\t'Same number verified too quickly'
50000\t'Internal error at Sinch'
50100\t'Method not implemented'
50101\t'Status not implemented'
50300\t'Service temporarily unavailable'
50301\t'Server configuration error at Sinch'
UNAUTHORIZED\t'No API key in the request'
INVALID_API_KEY\t'API key invalid, revoked or expired'
NO_SESSION\t'Key is linked to no session'
NOT_FOUND\t'Message not found'
SESSION_NOT_CONNECTED\t'WhatsApp session is not connected'
VALIDATION_ERROR\t'Fields missing or invalid'
RATE_LIMITED\t'Too many requests'
SEND_FAILED\t'WhatsApp did not deliver the message'
SERVICE_UNAVAILABLE\t'WhatsApp backend is unreachable'"
complete -c errdoc -n "__fish_errdoc_using_subcommand guide" -f -a "sent-v3\t'Sent API v3'
sent-v2\t'Sent API v2 (legacy)'
sendivent\t'Sendivent'
sinch-verification\t'Sinch Verification API'
michow\t'MichoW WhatsApp API'"
complete -c errdoc -n "__fish_errdoc_using_subcommand catalog; and __fish_seen_subcommand_from show" -f -a "sent-v3\t'Sent API v3'
sent-v2\t'Sent API v2 (legacy)'
sendivent\t'Sendivent'
sinch-verification\t'Sinch Verification API'
michow\t'MichoW WhatsApp API'"
