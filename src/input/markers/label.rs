//! What the words right before a value call it.

use super::status::numbers;
use super::{BODY, METHODS};
use crate::sanitize::tail;
use crate::vocabulary::{Meaning, means};
use crate::words::list;

/// How much of a line before a value is looked at for what it calls it.
const MOST_LABEL: usize = 200;

/// What the words right before a value call it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Label {
    /// What was sent: `request body: `, `--data `.
    Sent,
    /// A payload, whoever's: what was sent where an answer follows.
    Payload,
    /// What is being sent, or what came of it: what was sent where anything follows on another line.
    Sending,
    /// What was answered: `response: `.
    Answered,
    /// Nothing that says so.
    Other,
}

/// Whose a request's payload is called.
const WHOSE: [&str; 6] = ["request", "req", "sent", "sending", "outgoing", "post"];

/// What payloads are called.
const WHAT: [&str; 8] = [
    "body", "payload", "data", "json", "content", "params", "options", "headers",
];

/// Words for what is being sent.
const SENDS: [&str; 7] = list("sends");

/// Options of clients after which a payload stands.
const OPTIONS: [&str; 7] = list("options");

/// What answers are called.
const ANSWERS: [&str; 8] = [
    "response", "resp", "res", "answer", "reply", "result", "received", "got",
];

/// Calls whose arguments are sent.
const CALLS: [&str; 11] = list("calls");

/// Calls, in small letters, with which a test says what it is to be answered.
pub(super) const STUBS: [&str; 22] = list("stubs");

/// How tests end what they say before what they expect, in small letters.
const EXPECTS: [&str; 13] = list("expects");

/// Words that do so where a line, or a part of it, begins with them.
const EXPECTED: [&str; 3] = ["expected", "expecting", "want"];

/// How lines say, in small letters, that a program itself was asked: what is in them was sent to it.
const INCOMING: [&str; 8] = list("incoming");

/// How words begin that tell of an answer, most of them of a refusal.
const FAILS: [&str; 20] = [
    "fail", "err", "bad", "invalid", "reject", "refus", "return", "respon", "receiv", "unauth",
    "forbid", "denied", "unproc", "except", "abort", "exceed", "not", "could", "unable", "problem",
];

/// Returns true if the line on which a value is asserts something. `before` says so of the value before these words.
pub(in crate::input) fn is_asserted(gap: &str, before: bool) -> bool {
    let (is_new, line) = match gap.rsplit_once('\n') {
        Some((_, line)) => (true, line),
        None => (false, gap),
    };
    let line = tail(line, MOST_LABEL);
    (before && !is_new) || line.contains("assert") || line.contains("Assert")
}

/// Returns true if what is between two values compares them, so that the second is what was expected.
pub(in crate::input) fn is_compared(gap: &str) -> bool {
    let gap = gap.trim_matches([' ', '\'', '"', '<', '>']);
    ["==", "!="].contains(&gap)
}

/// Returns what the words right before a value call it: on its own line, or on the one before where that ends in a colon.
pub(crate) fn label(gap: &str) -> Label {
    let Some(line) = naming_line(gap) else {
        return Label::Other;
    };
    if is_frame(line) {
        return Label::Other;
    }
    // A document in YAML shows what an answer may look like.
    if line.trim() == "example:" {
        return Label::Sent;
    }
    let lower = line.to_ascii_lowercase();
    let front = lower.trim_end_matches(|c: char| {
        matches!(
            c,
            ':' | '=' | '(' | '<' | '>' | '-' | '\'' | '"' | '`' | '\\' | ' ' | '@' | '$' | '%'
        )
    });
    if is_expected(front, &lower) {
        return Label::Sent;
    }
    if is_argument(front, &lower) || INCOMING.iter().any(|phrase| front.contains(phrase)) {
        return Label::Sent;
    }
    if let Some(name) = tag(&lower) {
        return match name {
            _ if means(name, Meaning::Sent) => Label::Sent,
            _ if means(name, Meaning::Answered) => Label::Answered,
            _ => Label::Other,
        };
    }
    let is_marked = front.len() < lower.trim_end().len();
    let words: Vec<&str> = front
        .rsplit(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let [last, rest @ ..] = words.as_slice() else {
        return Label::Other;
    };
    let before = rest.first().copied().unwrap_or_default();
    // `http.request.body.content: Str(`
    let name = lower.rsplit_once(": ").map_or("", |(names, _)| {
        names.rsplit(' ').next().unwrap_or_default()
    });
    if is_requests(front, last, before)
        || (name.contains('.') && means(name, Meaning::Sent))
        || (is_marked && ["parameters", "params"].contains(last))
    {
        return Label::Sent;
    }
    if ANSWERS.contains(last) || (WHAT.contains(last) && ANSWERS.contains(&before)) {
        return Label::Answered;
    }
    // `400 Bad Request: ` is what a status is called, and the answer follows.
    let is_reason = *last == "request" && before == "bad";
    let is_request = is_marked && !is_reason && ["request", "req"].contains(last);
    let has_status = numbers(line).any(|number| number.value >= 400);
    let is_answer_told = has_status || words.iter().any(|word| tells_of_answer(word));
    if is_request && !is_answer_told {
        Label::Sent
    } else if is_request || (is_marked && *last == "payload" && !tells_of_answer(before)) {
        Label::Payload
    } else if words.iter().any(|word| SENDS.contains(word)) && !is_answer_told {
        Label::Sending
    } else {
        Label::Other
    }
}

/// What Ruby writes before the method that raised an exception.
pub(crate) const FRAMES: [&str; 2] = [":in `", ":in '"];

/// Returns true if a line ends in the method in which a program raised what follows: ``client.rb:82:in `request':``.
fn is_frame(line: &str) -> bool {
    let Some(front) = line.trim_end().strip_suffix("':") else {
        return false;
    };
    FRAMES.iter().any(|sign| {
        let method = front.rsplit_once(sign).map(|(_, method)| method);
        method.is_some_and(|method| !method.contains(['\'', '`']))
    })
}

/// Returns the line whose words are about a value after them: the value's own, or the one before where that announces it.
fn naming_line(gap: &str) -> Option<&str> {
    let bare = gap.trim_end();
    let line = bare.rsplit('\n').next().unwrap_or_default();
    let line = tail(line, MOST_LABEL);
    let is_below = gap[bare.len()..].contains('\n');
    (!is_below || line.ends_with([':', '='])).then_some(line)
}

/// Returns the name of the tag of XML that a text ends with: `<queryString class="java.lang.String">`.
fn tag(text: &str) -> Option<&str> {
    let inside = text.trim_end().strip_suffix('>')?;
    let (_, tag) = inside.rsplit_once('<')?;
    let name = tag.split(' ').next()?;
    name.starts_with(|c: char| c.is_ascii_alphabetic())
        .then_some(name)
}

/// Returns true if a value is what a client is called with: after an option, in a call, at a prompt. `line` is what
/// precedes the value, with all its signs.
fn is_argument(front: &str, line: &str) -> bool {
    let is_called = |call: &&str| {
        let at = line.rfind(*call);
        at.is_some_and(|at| !line[at + call.len()..].contains(')'))
    };
    let word = front.rsplit(' ').next().unwrap_or_default();
    OPTIONS.contains(&word)
        || front.ends_with("json.stringify")
        || line.trim() == "json="
        || line.contains(['(', '"']) && CALLS.iter().chain(&STUBS).any(is_called)
        || line.trim_start().starts_with(">>>")
}

/// Returns true if a test expects a value: by the words before it, or as the right side of what it asserts. `line` is what
/// precedes the value, with all its signs.
fn is_expected(front: &str, line: &str) -> bool {
    let is_right = line.contains("assert")
        && ["==", "!="]
            .iter()
            .any(|sign| line.trim_end().ends_with(sign));
    let is_marked = front.len() < line.trim_end().len();
    let mut words = EXPECTED.iter().filter_map(|word| front.strip_suffix(*word));
    // `not as expected: ` tells of what came.
    let is_first = |before: &str| before.trim().is_empty() || before.trim_end().ends_with(':');
    is_right || EXPECTS.iter().any(|end| front.ends_with(end)) || is_marked && words.any(is_first)
}

/// Returns true if the last words of a text call a value a request's: `request body`, `sent.payload`, `reqbody`.
fn is_requests(front: &str, last: &str, before: &str) -> bool {
    let is_joined = WHOSE.iter().any(|whose| {
        let what = last.strip_prefix(whose);
        what.is_some_and(|what| WHAT.contains(&what))
    });
    // `Request: POST https://a.example Headers[...], Body:` of Quarkus.
    let called = front.rsplit_once("request: ").map(|(_, called)| called);
    let is_call = |called: &str| {
        let method = called.split(' ').next().unwrap_or_default();
        METHODS
            .iter()
            .any(|known| known.eq_ignore_ascii_case(method))
    };
    if WHAT.contains(&last)
        && called.is_some_and(|called| is_call(called) && !called.contains("response"))
    {
        return true;
    }
    // What is in brackets in front is a tag.
    let own = front.strip_suffix(last).unwrap_or(front);
    let is_next = own.trim_end_matches([' ', '.', '_', '-']).ends_with(before);
    is_joined || (WHAT.contains(&last) && WHOSE.contains(&before) && is_next)
}

/// Returns true if a word tells of an answer.
pub(in crate::input) fn tells_of_answer(word: &str) -> bool {
    ANSWERS.contains(&word) || FAILS.iter().any(|fail| word.starts_with(fail))
}

/// Returns the name of the member that a value after these words is, as JSON, Python, Ruby or PHP write it: `"error": `,
/// `'error': `, `:error=>`, `[error] => `. What clients call a body so is a label, and no member of it.
pub(crate) fn member(before: &str) -> Option<&str> {
    let before = before.trim_end();
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let (front, is_arrow) = match before.strip_suffix("=>") {
        Some(front) => (front.trim_end(), true),
        None => (before.strip_suffix(':')?.trim_end(), false),
    };
    let inner = front
        .strip_suffix(['"', '\'', ']'])
        .map(|inner| inner.trim_end_matches('\\'));
    let named = inner.unwrap_or(front);
    let (front, name) = named.split_at(named.trim_end_matches(is_name).len());
    let is_set_off = match inner {
        Some(_) => front.ends_with(['"', '\'']) || (is_arrow && front.ends_with('[')),
        None => is_arrow && front.ends_with(':'),
    };
    let is_label = BODY.contains(&name);
    (is_set_off && !name.is_empty() && !is_label).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::{Label, label, member};

    #[test]
    fn words_in_front_of_a_value_say_whose_it_is() {
        for (gap, expected) in [
            ("request body: ", Label::Sent),
            ("sent.payload=", Label::Sent),
            ("reqbody ", Label::Sent),
            ("curl https://x -d '", Label::Sent),
            ("axios.post(url, ", Label::Sent),
            ("Request:\n", Label::Sent),
            ("<queryString class=\"java.lang.String\">", Label::Sent),
            ("<responseData>", Label::Answered),
            ("  Parameters: ", Label::Sent),
            ("[debug] Parameters: %", Label::Sent),
            ("fetch(\"https://x\", ", Label::Sent),
            (".post('/x').reply(401, ", Label::Sent),
            (".to_return(status: 401, body: '", Label::Sent),
            ("After request [POST /x, client=::1, payload=", Label::Sent),
            ("  -> http.request.body.content: Str(", Label::Sent),
            ("INSERT INTO log (id, body) VALUES (7, '", Label::Sent),
            ("webhook received: POST /x body=", Label::Sent),
            ("POST failed, request: ", Label::Payload),
            ("payload: ", Label::Payload),
            ("sending to +1 ", Label::Sending),
            ("response: ", Label::Answered),
            ("response body: ", Label::Answered),
            ("[request] body: ", Label::Other),
            ("request\n", Label::Other),
            ("sending failed ", Label::Other),
            (
                "HttpClientErrorException$BadRequest: 400 Bad Request: \"",
                Label::Other,
            ),
            ("Error: Bad request: ", Label::Other),
            ("    expected: ", Label::Sent),
            ("AssertionFailedError: expected: <", Label::Sent),
            (
                "AssertionError: expected null to deeply equal ",
                Label::Sent,
            ),
            ("assert None == ", Label::Sent),
            ("    json=", Label::Sent),
            ("mock.f.mockRejectedValue(", Label::Sent),
            ("the answer is not as expected: ", Label::Other),
            ("unexpected ", Label::Other),
            ("", Label::Other),
        ] {
            assert_eq!(label(gap), expected, "{gap}");
        }
    }

    #[test]
    fn a_name_set_off_as_a_language_writes_it_is_a_members() {
        for gap in ["\"error\": ", "'error': ", ":error=>", "[error] => "] {
            assert_eq!(member(gap), Some("error"), "{gap}");
        }
        for gap in ["error: ", "\"body\": ", "error", "[error]: ", "=> "] {
            assert_eq!(member(gap), None, "{gap}");
        }
    }
}
