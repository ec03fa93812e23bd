//! `errdoc __again`: whether the script of `errdoc hook` may run a command line again, and how. It runs nothing itself.

use std::io::BufRead;

use errdoc::redact::Secrets;
use errdoc::sanitize::safe;

use super::Output;

/// The first argument of a line that a hook runs.
pub(crate) const NAME: &str = "__again";

/// Programs that only read, and of which no option writes.
const READERS: [&str; 7] = ["cat", "cut", "grep", "head", "jq", "tail", "wc"];

/// Redirections that write nothing but a stream of the command.
const HARMLESS: [&str; 6] = [
    "2>&1",
    "2>/dev/null",
    ">/dev/null",
    "1>/dev/null",
    "&>/dev/null",
    "</dev/null",
];

/// The options of curl that may leave a request one that reads, one per line: the letter if there is one, the name, and which
/// values may follow. `--data` does so after `--get` only.
const OPTIONS: &str = include_str!("curl.txt");

/// Iterates over these options: letter, name and values.
fn known() -> impl Iterator<Item = (Option<char>, &'static str, &'static str)> {
    OPTIONS.lines().filter_map(|row| {
        let (letter, rest) = row.split_once(' ')?;
        let (name, values) = rest.split_once(' ').unwrap_or((rest, ""));
        Some((letter.chars().next(), name, values))
    })
}

/// Answers about a command line: `run` on standard output if `errdoc run` shall run it, `shell` if the shell shall; nothing, and
/// exit status 1, if nobody shall. A line that may write is asked about first.
pub(crate) fn run(
    line: &str,
    answers: Option<&mut dyn BufRead>,
    say: &mut dyn FnMut(&str),
) -> Output {
    let line = line.trim();
    let no = |stderr: &str| Output::failure(stderr, 1);
    if line.is_empty() {
        return no("errdoc: no command was run before this one\n");
    }
    let pipe = Pipe::read(line);
    let shown = safe(&Secrets::default().mask(line)).replace('\n', "\n  ");
    if pipe.as_ref().is_some_and(Pipe::reads) {
        say(&format!("Running it again: {shown}\n"));
    } else {
        let Some(answers) = answers else {
            return no("errdoc: nothing was run, since only a person at a terminal can allow it\n");
        };
        say(&format!(
            "Run this again? It may send or change something a second time.\n  {shown}\n[y/N] "
        ));
        let mut answer = String::new();
        let is_read = answers
            .read_line(&mut answer)
            .is_ok_and(|length| length > 0);
        if !is_read || !["y", "yes"].contains(&answer.trim().to_lowercase().as_str()) {
            return no("Nothing was run.\n");
        }
    }
    Output::answer(match pipe {
        Some(pipe) if pipe.begins_with("curl") => "run\n",
        _ => "shell\n",
    })
}

/// A word of a command line, without its quotes.
#[derive(Debug, Default, PartialEq, Eq)]
struct Typed {
    text: String,
    /// Whether the shell puts something else in its place.
    is_expanded: bool,
}

/// Commands of which each reads what the one before it writes.
#[derive(Debug, PartialEq, Eq)]
struct Pipe(Vec<Vec<Typed>>);

impl Pipe {
    /// Takes a line apart as every shell does; returns nothing if it is more than words and pipes.
    fn read(line: &str) -> Option<Self> {
        let mut commands = vec![Vec::new()];
        let mut word: Option<Typed> = None;
        let mut quote = None;
        let mut chars = line.chars();
        while let Some(c) = chars.next() {
            let open = |word: &mut Option<Typed>, c: char| {
                word.get_or_insert_default().text.push(c);
            };
            match (quote, c) {
                (Some(sign), c) if c == sign => quote = None,
                (None, '\'' | '"') => {
                    word.get_or_insert_default();
                    quote = Some(c);
                }
                (Some('\''), c) => open(&mut word, c),
                (_, '\\') => match chars.next()? {
                    '\n' => {}
                    next => open(&mut word, next),
                },
                (_, '`') => return None,
                (Some(_), '$') => {
                    // What a command prints may be anything, and so may what it does.
                    if chars.as_str().starts_with('(') {
                        word.get_or_insert_default().is_expanded = true;
                    }
                    open(&mut word, c);
                }
                (None, '$') => {
                    word.get_or_insert_default().is_expanded = true;
                    open(&mut word, c);
                }
                (Some(_), c) => open(&mut word, c),
                (None, ';' | '(' | ')' | '\n' | '#' | '!') if word.is_none() => return None,
                (None, ';' | '(' | ')' | '\n') => return None,
                (None, '|') => {
                    let command = commands.last_mut()?;
                    command.extend(word.take());
                    if command.is_empty() {
                        return None;
                    }
                    commands.push(Vec::new());
                }
                (None, c) if c.is_whitespace() => commands.last_mut()?.extend(word.take()),
                (None, '<' | '>' | '&') => {
                    // Only one of those that are known to write nothing.
                    let before = word.take().unwrap_or_default().text;
                    let rest: String = chars.by_ref().take_while(|c| !c.is_whitespace()).collect();
                    let whole = format!("{before}{c}{rest}");
                    if !HARMLESS.contains(&whole.as_str()) {
                        return None;
                    }
                }
                (None, c) => open(&mut word, c),
            }
        }
        commands.last_mut()?.extend(word);
        let is_whole = quote.is_none() && commands.iter().all(|command| !command.is_empty());
        is_whole.then_some(Self(commands))
    }

    /// Returns true if the first command is this program.
    fn begins_with(&self, program: &str) -> bool {
        self.0[0][0].text == program
    }

    /// Returns true if every command plainly does nothing but read.
    fn reads(&self) -> bool {
        let mut commands = self.0.iter();
        commands.all(|command| {
            let (program, words) = (&command[0], &command[1..]);
            let is_fixed = !command.iter().any(|word| word.is_expanded);
            is_fixed
                && match program.text.as_str() {
                    "curl" => only_asks(words),
                    "tail" if words.iter().any(follows) => false,
                    name => READERS.contains(&name),
                }
        })
    }
}

/// Returns true if a word asks `tail` to wait for more.
fn follows(word: &Typed) -> bool {
    let text = word.text.as_str();
    let is_short = text.starts_with('-') && !text.starts_with("--");
    text.starts_with("--") || is_short && text.contains(['f', 'F'])
}

/// Returns true if these arguments of curl make requests that read, and write no file.
fn only_asks(words: &[Typed]) -> bool {
    let mut words = words.iter().map(|word| word.text.as_str());
    let (mut is_get, mut has_data) = (false, false);
    while let Some(word) = words.next() {
        if !word.starts_with('-') {
            if !is_address(word) {
                return false;
            }
            continue;
        }
        for (option, value) in options(word) {
            let values = known().find(|(_, name, _)| *name == option);
            let values = values.map(|(.., values)| values);
            if values == Some("") {
                is_get |= option == "--get";
                continue;
            }
            let Some(value) = value.or_else(|| words.next()) else {
                return false;
            };
            has_data |= option == "--data";
            let is_fine = match option {
                // It can ask for another method.
                "--header" => !value.starts_with('@') && !value.to_lowercase().contains("method"),
                // It can write a file.
                "--write-out" => !value.starts_with('@') && !value.contains("%output"),
                "--request" => ["GET", "HEAD", "OPTIONS"].contains(&value),
                "--output" => ["-", "/dev/null"].contains(&value),
                "--url" => is_address(value),
                _ => values == Some("any"),
            };
            if !is_fine {
                return false;
            }
        }
    }
    is_get || !has_data
}

/// Returns the options in a word, each by its long name, the last with the value that is in the same word.
fn options(word: &str) -> Vec<(&str, Option<&str>)> {
    if word.starts_with("--") {
        let is_data = ["--data-raw", "--data-ascii", "--data-urlencode"].contains(&word);
        return vec![(if is_data { "--data" } else { word }, None)];
    }
    let mut found = Vec::new();
    for (at, letter) in word.char_indices().skip(1) {
        let Some((_, long, values)) = known().find(|(short, ..)| *short == Some(letter)) else {
            // Not one of those that only ask.
            return vec![("-", Some(""))];
        };
        let rest = &word[at + letter.len_utf8()..];
        if !values.is_empty() {
            found.push((long, (!rest.is_empty()).then_some(rest)));
            break;
        }
        found.push((long, None));
    }
    found
}

/// Returns true if an argument is an address that is asked over HTTP.
fn is_address(word: &str) -> bool {
    let is_http = |scheme: &str| ["http", "https"].contains(&scheme.to_lowercase().as_str());
    // What a variable holds may be an option, and what a file holds anything.
    !word.starts_with(['$', '@', '-'])
        && word
            .split_once("://")
            .is_none_or(|(scheme, _)| is_http(scheme))
}

#[cfg(test)]
mod tests {
    use std::io::BufRead;

    use super::{Pipe, run};

    /// Returns what is answered about a line, and what is said, if a person answers this.
    fn asked(line: &str, mut answer: &[u8]) -> (String, u8, String) {
        let mut said = String::new();
        let answers: &mut dyn BufRead = &mut answer;
        let output = run(line, Some(answers), &mut |text| said.push_str(text));
        (output.stdout, output.exit, said + &output.stderr)
    }

    #[test]
    fn what_plainly_reads_is_not_asked_about() {
        for line in [
            "curl https://api.example.com/v1/me",
            "curl -sSi -H 'x-api-key: a b' \"https://api.example.com/v1/me?a=1&b=2\" | jq .",
            "curl -s -o /dev/null -w '%{http_code}' http://localhost:8080",
            "curl -XGET -H \"Authorization: Bearer $TOKEN\" api.example.com 2>&1 | head -n 5",
            "curl -G -d q=1 --data-urlencode 'a=b c' https://api.example.com",
            "curl -u me:secret --max-time 5 https://api.example.com 2>/dev/null",
            "cat response.txt",
            "cat 'a b' | grep -F error",
            "tail -n 5 app.log",
        ] {
            assert!(Pipe::read(line).is_some_and(|pipe| pipe.reads()), "{line}");
            assert_eq!(asked(line, b"").1, 0, "{line}");
        }
    }

    #[test]
    fn whatever_else_is_asked_about() {
        for line in [
            "curl -X POST https://api.example.com",
            "curl -XDELETE https://api.example.com",
            "curl -d a=1 https://api.example.com",
            "curl --json '{}' https://api.example.com",
            "curl -F a=@b https://api.example.com",
            "curl -T file https://api.example.com",
            "curl -o out https://api.example.com",
            "curl -sO https://api.example.com/a",
            "curl -H 'X-HTTP-Method-Override: DELETE' https://api.example.com",
            "curl -w '%output{a}x' https://api.example.com",
            "curl -K config",
            "curl smtp://mail.example.com",
            "curl $options https://api.example.com",
            "curl \"$options\"",
            "curl -H \"a: $(touch b)\" https://api.example.com",
            "curl -H `touch b` https://api.example.com",
            "curl -H (touch b) https://api.example.com",
            "curl https://api.example.com; touch b",
            "curl https://api.example.com && touch b",
            "curl https://api.example.com & touch b",
            "curl https://api.example.com\ntouch b",
            "curl https://api.example.com > b",
            "curl https://api.example.com >b",
            "curl https://api.example.com | tee b",
            "curl https://api.example.com | sh",
            "cat <(touch b)",
            "cat 'a",
            "tail -f app.log",
            "A=1 curl https://api.example.com",
            "sudo cat a",
            "node send.js",
            "| cat",
            "cat |",
        ] {
            assert!(!Pipe::read(line).is_some_and(|pipe| pipe.reads()), "{line}");
            for answer in [&b""[..], b"\n", b"n\n", b"no way\n"] {
                let (how, exit, said) = asked(line, answer);
                assert_eq!((how.as_str(), exit), ("", 1), "{line}");
                assert!(said.starts_with("Run this again? "), "{said}");
            }
            assert_eq!(asked(line, b"y\n").1, 0, "{line}");
        }
    }

    #[test]
    fn a_line_that_curl_begins_is_for_errdoc_run() {
        for (line, how) in [
            ("curl https://a.example | jq .", "run\n"),
            ("curl -d \"$(date)\" https://a.example", "run\n"),
            ("curl https://a.example > b", "shell\n"),
            ("cd a && curl https://a.example", "shell\n"),
            ("cat a", "shell\n"),
        ] {
            assert_eq!(asked(line, b"Yes\n").0, how, "{line}");
        }
    }

    #[test]
    fn nobody_at_a_terminal_allows_nothing() {
        let mut said = String::new();
        let output = run("node send.js", None, &mut |text| said.push_str(text));
        assert_eq!((output.exit, said.as_str()), (1, ""));
        assert!(output.stderr.contains("nothing was run"));
        assert_eq!(asked(" \n", b"y\n").1, 1);
    }

    #[test]
    fn a_key_in_the_line_is_masked() {
        let key = "sk_live_0123456789abcdefABCDEF01";
        let line = format!("curl -H 'Authorization: Bearer {key}' https://api.example.com");
        let (_, exit, said) = asked(&line, b"");
        assert_eq!(exit, 0);
        assert!(
            said.contains("Authorization: Bearer") && !said.contains(key),
            "{said}"
        );
    }
}
