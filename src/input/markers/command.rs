//! Commands that were typed or run before what came back.

use super::METHODS;
use crate::words::list;

/// Programs that send requests: a line that runs one is a command, not an answer.
const CLIENTS: [&str; 12] = list("clients");

/// Programs that write what a pipe or a here-document feeds to a client.
const PRODUCERS: [&str; 16] = [
    "echo", "cat", "printf", "jq", "yq", "tee", "base64", "envsubst", "sed", "awk", "grep", "head",
    "tail", "gzip", "python3", "node",
];

/// How many words a prompt may have that says more than who is where.
const MOST_PLACES: usize = 8;

/// How many words of a command are looked at.
const MAX_WORDS: usize = 4096;

/// In how many words the client that a command runs is looked for.
const MOST_SETTINGS: usize = 8;

/// Returns where a command begins in a line: at a prompt, or at the start of a line that runs an HTTP client.
pub(crate) fn command(line: &str) -> Option<usize> {
    if runs_client(line) && !is_logged(line) {
        return Some(line.len() - line.trim_start().len());
    }
    // `+ curl ...`: what a shell prints of the commands it runs. PowerShell shows so which one failed.
    let traced = line.trim_start_matches('+');
    let is_shown = traced.trim_start().starts_with("Invoke-");
    let is_traced =
        || traced.len() < line.len() && traced.starts_with(' ') && !is_shown && runs_client(traced);
    // A prompt on the line: `$ `, `# `, `% `, `> `.
    signs(line)
        .find(|sign| sign.is_spaced && runs_client(sign.behind))
        .filter(|sign| !is_logged(sign.behind))
        .map(|sign| sign.start)
        .or_else(|| prompt(line))
        .or_else(|| (is_piped(line) || is_traced()).then_some(0))
}

/// A sign in which a prompt may end.
struct Sign<'a> {
    sign: char,
    /// Where the prompt may begin: after the JSON that may stand in front.
    start: usize,
    /// What comes before the sign, from there.
    front: &'a str,
    /// What comes after it.
    behind: &'a str,
    /// Whether a blank or nothing follows.
    is_spaced: bool,
}

/// Returns the signs in a line that stand in no bracket and in no quote.
fn signs(line: &str) -> impl Iterator<Item = Sign<'_>> {
    // Most lines of a log hold none; 0xE2 begins the two that are not ASCII.
    let bytes = line.as_bytes();
    let has_sign = memchr::memchr3(b'$', b'#', b'%', bytes)
        .or_else(|| memchr::memchr2(b'>', 0xE2, bytes))
        .is_some();
    let line = if has_sign { line } else { "" };
    let mut depth = 0_usize;
    let mut is_quoted = false;
    let mut is_escaped = false;
    let mut start = 0;
    line.char_indices().filter_map(move |(at, c)| {
        if std::mem::take(&mut is_escaped) {
            return None;
        }
        match c {
            '\\' if is_quoted => is_escaped = true,
            '"' => is_quoted = !is_quoted,
            '{' | '[' if !is_quoted => depth += 1,
            '}' | ']' if !is_quoted => depth = depth.saturating_sub(1),
            _ => {}
        }
        if is_quoted || depth > 0 {
            return None;
        }
        if matches!(c, '"' | '}' | ']') {
            start = at + 1;
        }
        if !matches!(c, '$' | '#' | '%' | '>' | '❯' | '➜') {
            return None;
        }
        let behind = &line[at + c.len_utf8()..];
        Some(Sign {
            sign: c,
            start,
            front: line[start..at].trim(),
            behind,
            is_spaced: behind.is_empty() || behind.starts_with(' '),
        })
    })
}

/// Returns the characters of a command that stand in none of a shell's quotes.
fn unquoted(text: &str) -> impl Iterator<Item = (usize, char)> {
    let mut open = None;
    let mut is_escaped = false;
    text.char_indices().filter(move |(_, c)| {
        if std::mem::take(&mut is_escaped) {
            return false;
        }
        match open {
            Some(quote) => {
                is_escaped = quote == '"' && *c == '\\';
                if quote == *c {
                    open = None;
                }
                false
            }
            None => {
                is_escaped = *c == '\\';
                if matches!(c, '"' | '\'') {
                    open = Some(*c);
                }
                true
            }
        }
    })
}

/// Returns true if a text holds an object as an answer is in a line: alone, and in none of a shell's quotes.
fn holds_object(text: &str) -> bool {
    unquoted(text).any(|(at, c)| {
        c == '{'
            && (at == 0 || text[..at].ends_with([' ', '\t', '[', ',']))
            && text[at + 1..].trim_start().starts_with(['"', '\''])
    })
}

/// Returns true if a line in which `http` is the program logs a request and its answer.
fn is_logged(text: &str) -> bool {
    text.trim_start().starts_with("http") && holds_object(text)
}

/// Returns true if a line begins with a program whose output is the input of another.
pub(crate) fn is_producer(line: &str) -> bool {
    let text = line.trim_start_matches(['$', '#', '%', '>', ' ']);
    let first = text.split_ascii_whitespace().next().unwrap_or_default();
    PRODUCERS.contains(&first)
}

/// Returns true if what a line writes is piped into a client.
fn is_piped(line: &str) -> bool {
    let is_pipe = |at: usize| line[..at].ends_with(' ') && runs_client(&line[at + 1..]);
    is_producer(line)
        && unquoted(line)
            .find(|(at, c)| *c == '|' && is_pipe(*at))
            .is_some_and(|(at, _)| !holds_object(&line[..at]))
}

/// Returns true if a text begins by running an HTTP client, after `sudo`, `time` and what is set for it alone.
fn runs_client(text: &str) -> bool {
    let words = text.split_ascii_whitespace().take(MOST_SETTINGS);
    let mut words = words.skip_while(|word| {
        let is_set = word.split_once('=').is_some_and(|(name, _)| {
            !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
        });
        is_set || ["sudo", "time", "env"].contains(word)
    });
    let Some(first) = words.next() else {
        return false;
    };
    let is_client = CLIENTS.iter().any(|client| {
        first
            .strip_suffix(".exe")
            .unwrap_or(first)
            .eq_ignore_ascii_case(client)
    });
    // `curl: (6) ...` is curl speaking; `http error` is prose.
    is_client
        && words.next().is_some_and(|word| {
            word.starts_with(['-', '$', '"', '\'', '/'])
                || word
                    .strip_prefix(':')
                    .is_some_and(|rest| rest.starts_with(|c: char| c == '/' || c.is_ascii_digit()))
                || word.contains("://")
                || METHODS.contains(&word)
                || (word.contains('.') && word.contains('/'))
        })
}

/// Returns where the prompt of a shell begins in a line, whatever is run after it.
fn prompt(line: &str) -> Option<usize> {
    let found = signs(line)
        .find(|sign| sign.is_spaced)
        .or_else(|| signs(line).find(|sign| sign.sign == '>'))?;
    let front = found.front;
    let is_shell = match found.sign {
        '❯' | '➜' => front.is_empty() || is_place(front, MOST_PLACES),
        '$' if front.is_empty() => !found.behind.trim().is_empty(),
        '$' | '#' | '%' => is_place(front, 2),
        // `PS C:\\> ` and `C:\\Users\\ana>`.
        _ => {
            let folder = front.strip_prefix("PS ").unwrap_or(front);
            folder.starts_with(|c: char| c.is_ascii_alphabetic())
                && folder.get(1..3) == Some(":\\")
                && !folder.contains(['"', '{'])
        }
    };
    // A log line may have such a sign as well: no program is called `POST`, and no command is an answer.
    let first = found.behind.split_ascii_whitespace().next();
    let is_log = first.is_some_and(|word| METHODS.contains(&word)) || holds_object(found.behind);
    (is_shell && !is_log).then_some(found.start)
}

/// Returns true if what comes before a prompt's sign says who is where: `(venv) ana@web-1:~/app`, `ana@mac ~`.
fn is_place(front: &str, most: usize) -> bool {
    let mut words = front
        .split_ascii_whitespace()
        .skip_while(|word| word.starts_with('('));
    let first = words.next().unwrap_or_default();
    let is_plain = |word: &str| !word.contains(['{', '}', '"', '\'', ',', ';', '=', '<', '>']);
    let is_home = first
        .strip_prefix('~')
        .is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_digit()));
    let is_who = first.contains('@') || first.starts_with('/') || is_home;
    is_who
        && is_plain(first)
        && words.by_ref().take(most - 1).all(is_plain)
        && words.next().is_none()
}

/// Returns the method that a command line names.
pub(crate) fn method(line: &str) -> Option<&'static str> {
    let words: Vec<&str> = line.split_ascii_whitespace().take(MAX_WORDS).collect();
    let named = METHODS.iter().find(|method| {
        words.iter().enumerate().any(|(at, word)| {
            let word = word.trim_start_matches("-X").trim_matches(['"', '\'']);
            word.eq_ignore_ascii_case(method)
                && (at == 1
                    || words[at].starts_with("-X")
                    || (at > 1 && words[at - 1].starts_with('-')))
        })
    });
    let has_data = words.iter().any(|w| {
        [
            "-d",
            "--data",
            "--json",
            "-F",
            "--form",
            "--data-raw",
            "--data-binary",
        ]
        .contains(w)
    });
    named
        .copied()
        .or(if has_data { Some("POST") } else { None })
}

#[cfg(test)]
mod tests {
    use super::{command, method};

    #[test]
    fn a_command_begins_at_its_prompt() {
        assert_eq!(command("curl -s https://x"), Some(0));
        assert_eq!(command("ana@web-1:~$ curl -s https://x"), Some(0));
        assert_eq!(command("{\"a\":1}ana@web-1:~$ curl -s https://x"), Some(7));
        assert_eq!(
            command("PS C:\\> Invoke-RestMethod -Uri https://x"),
            Some(0)
        );
        for (line, at) in [
            ("$ cat other.json", 0),
            ("{\"a\":1}ana@web-1:~$ ", 7),
            ("(venv) ana@web-1:~/app$ python send.py", 0),
            ("ana@mac ~ % open x", 0),
            ("root@4f2a:/app# env", 0),
            ("C:\\Users\\ana>type x.json", 0),
            ("PS C:\\app> $body = @'", 0),
            ("echo '{\"a\": 1}' | curl https://x -d @-", 0),
            ("KEY=a sudo curl -s https://x", 0),
            ("++ curl -s https://x", 0),
        ] {
            assert_eq!(command(line), Some(at), "{line}");
        }
        for prose in [
            "curl: (6) Could not resolve host",
            "an http error occurred",
            "cost 5 $ in all",
            "  % Total    % Received % Xferd  Average Speed",
            "> quoted",
            "# Heading",
            "see https://x | curl",
            "| curl | a client |",
            "ana, 5 $ for {\"a\":1} @ home",
        ] {
            assert_eq!(command(prose), None, "{prose}");
        }
        assert_eq!(method("curl -XDELETE https://x"), Some("DELETE"));
        assert_eq!(method("curl https://x -d '{}'"), Some("POST"));
        assert_eq!(method("http PUT https://x"), Some("PUT"));
        // A prompt that ends in a word: what is before the client is not a method of it.
        assert_eq!(method("GET curl https://x"), None);
    }

    #[test]
    fn a_pipe_makes_a_command_only_of_what_writes_into_it() {
        for line in [
            "echo '{\"a\": 1}' | curl https://x -d @-",
            "cat body.json | http POST https://x",
        ] {
            assert_eq!(command(line), Some(0), "{line}");
        }
        for line in [
            r#"{"message":"x | wget -q y","code":"A"}"#,
            r#"web-1  | http GET https://x/me 401 {"code":"A"}"#,
            r#"http GET https://x/me 401 {"code":"A"}"#,
            r#"echo {"message":"x | wget -q y"}"#,
            r#"echo 'a | wget -q y'"#,
        ] {
            assert_eq!(command(line), None, "{line}");
        }
    }

    #[test]
    fn a_sign_of_a_prompt_in_a_log_line_or_a_body_is_none() {
        for line in [
            r#"[12:00] ➜ POST https://x/messages 401 {"code":"A"}"#,
            "[12:00] ➜ POST https://x/messages 401",
            r#"  ❯ test/send.test.ts:10:5 {"code":"A"}"#,
            r#"ana@example.com # {"code":"A"}"#,
            r#"/v3/messages % {"code":"A"}"#,
            "~50% done",
            r#"$ {"code":"A"}"#,
            "$ {'code': 'A'}",
            r#"{"error":"Event 'Home ❯ Keys' not found"}"#,
            r#"{"message":"run $ curl -s https://x","code":"A"}"#,
            r#"  "message": "run $ curl -s https://x","#,
            "Settings ❯ API keys",
        ] {
            assert_eq!(command(line), None, "{line}");
        }
        for (line, at) in [
            ("[ana@web-1 app]$ cat x", 15),
            ("~/app main ❯ cat x", 0),
            ("➜  app curl -s https://x", 0),
            ("$ send '{\"a\": 1}'", 0),
            (r#"$ send "{\"a\": 1}""#, 0),
        ] {
            assert_eq!(command(line), Some(at), "{line}");
        }
    }
}
