//! Hostile input: the time grows with the length and no faster, nothing overflows, and memory is bounded.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod clock;

use std::time::Duration;

use clock::running;
use errdoc::{Catalog, Engine};

/// The shorter of the two lengths that are compared.
const SHORT: usize = 16 * 1024;

/// The longer one.
const LONG: usize = 4 * SHORT;

/// How much longer the longer one may take: linear is 4, quadratic 16. For twice the length this is less than three.
const MOST_GROWTH: u32 = 8;

/// What is never too long, whatever the growth: below it a page fault decides.
const SHORT_TIME: Duration = Duration::from_millis(20);

/// Texts that are repeated: brackets and quotes that never close, marks of clients, logs and languages.
#[rustfmt::skip]
const UNITS: &[&str] = &[
    "{", "[", "(", "\"", "\\", "'", "<", ">", "$ ", "\r", "\n", "\0a", "a", "a\n", "{\"error\":", "{\\\"", "{\\",
    "[{", "[[", "{}", "{} ", "{\"a\":1}\n", "{\"a\":[", "{\"a\":\"", "{\"a\":{\"", "{\"a\":\"{\\\"a\\\":",
    "{\\u0022a\\u0022:", "\\u007b\\u0022", "{\"\"a\"\":", "{\"a\":\"b\" \"c\" ", "{\"a\": \"b\n", "{'", "{a", "{a:",
    "{a:'", "{a:`", "{a:“", "{a: b, ", "{a=>", "{:a=>", "{a:(", "{a:f(", "{a:...", "{a:b\n at ",
    "{a: Error: x\n    at x {", "{/*", "{# ", "[“", "[\"", "['a", "map[a:", "map[", "Array(", "Array\n(\n[a] => ",
    "array(1) {", "object(a)#1 (1) {", "array:1 [", "Map(1) {", "<ref *1> A {", "b'{", "{&quot;a", "&#39;", "> {\n",
    "HTTP/1.1 200\n", "HTTP/1.1 404\n\n{\"error\":\"x\"}", "}HTTP/", "}HTTP/1.1 404x", "GET / HTTP/1.1\n", "a: b\n",
    "< HTTP/1.1 404\n", "* a\n", "curl ", "$ curl -s http://x/ \\\n", "http://", "http://x ", "404 ", "error 404 ",
    "404 {\"a\":1} ", "{\"a\":1}404", "{\"status\":404,\"error\":\"x\"} ", "<html><title>",
    "2026-11-18T09:41:27.331Z stderr P {\"a\":\n", "AUTH_002 ", ": Event 'a", "Event '", "{\"date\":[\"a\"]}",
    "{\"http_code\":404,\"url_effective\":\"http://x\"}",
    "{\"request\":{\"url\":\"http://x\",\"data\":\"y\"},\"status\":404,\"body\":\"{}\"}", "\u{1b}[", "\u{1b}]",
    "a=b$ ", "a@b$ ", "a | ", "C:\\>", "$ cat <<A\n", "<<A <<A ", "<<A\nA\n", "<<A\n", "@'\n'@\n",
    "│ │", "│ {\n", "1: {\n2: {\n3: {\n", "--> END ", "--> END \n<-- 404 x\n", "┌ ↓\n", "=> Send \n0000: 7b 22 ", "<html><pre",
    "request body: {\"a\":1} ", "req={", "\"a\": {", "key provided: ", "[123,", "{\"code\":\"EPIPE\"} timeout\n",
    "> a(1);\n{}\n", "1 > POST http://x\n1 < 404\n", "A(code=", "╔╣ Request\n║ \"a\n", "[w] {\n", "*** DioE\nuri: x\n",
    "http-outgoing-0 << \"{\"\n", "[Request]:[Response]:[Result]:\n", "  File \"a\", line 1\n", " $ a: chr 1\n", "retry-after: ",
    "expected 404 ", "openapi: 3\nexample:\n",
    "{ok,{{\"HTTP/1.1\",404,\"Not Found\"},[{\"date\",\"x\"}],\"{}\"}}\n", "[\"HTTP/1.1 404 x\",\"a: b\"]\n{}\n", "\"HTTP/1.1 404 x\\r\\na: b\\r\\n\" ",
    "\"HTTP/", "POST http://x -> 404 ", "POST http://x\n404\n", "status: not_found ", "  404\n", "a: (404)\nA: b\n{} ", "404,\"Not Found\" ",
    "x-api-key ", "api key is ", "token\n", "basicauth(", "name=\"password\"", "<Password ", "<td>token</td>", "me:a@", "AUTH PLAIN a\n", "docker -p ",
    "Cookie: a=\"", "eyJhIjoi", "section_start:", "##", "%257B", "password=s:",
    "[HTTParty] < {}\n", "I -- : > POST http://x\nI -- : < 404\n", "-- response: Status 404\n", "1:1:1.1 < HTTP/1.1 404\n1:1:1.1 > POST /\n",
];

/// Gives the engine with the built-in catalog.
fn engine() -> Engine {
    Engine::new(&Catalog::builtin(), &[]).unwrap()
}

/// Gives a unit repeated to a length.
fn repeated(unit: &str, length: usize) -> Vec<u8> {
    unit.bytes().cycle().take(length).collect()
}

/// Gives how long an answer takes.
fn time(engine: &Engine, bytes: &[u8]) -> Duration {
    let start = running();
    let _ = engine.diagnose_bytes(bytes);
    running() - start
}

/// Gives what is wrong with the growth of the time for an input of a given length. What seems wrong is measured again.
fn growth(engine: &Engine, name: &str, input: &dyn Fn(usize) -> Vec<u8>) -> Option<String> {
    let (short, long) = (input(SHORT), input(LONG));
    let mut best = (Duration::MAX, Duration::MAX);
    for _ in 0..6 {
        best.1 = best.1.min(time(engine, &long));
        if best.1 < SHORT_TIME {
            return None;
        }
        best.0 = best.0.min(time(engine, &short));
        if best.1 < best.0 * MOST_GROWTH {
            return None;
        }
    }
    Some(format!("{name:?}: {:?}, then {:?}\n", best.0, best.1))
}

/// Gives a text of three parts: a head, as many numbered units as fill the length, and a tail.
fn numbered(head: &str, unit: impl Fn(usize) -> String, tail: &str, length: usize) -> Vec<u8> {
    let mut text = head.to_owned();
    for number in 0.. {
        if text.len() + tail.len() >= length {
            break;
        }
        text.push_str(&unit(number));
    }
    text.push_str(tail);
    text.into_bytes()
}

#[test]
fn the_time_for_a_tail_that_every_number_could_reach_is_linear() {
    let engine = engine();
    let input = |length: usize| {
        let tail = format!("{}{{\"a\":1}}", ":".repeat(length / 2));
        numbered("", |_| "404 ".to_owned(), &tail, length)
    };
    assert_eq!(growth(&engine, "404 ... :::", &input), None);
}

#[test]
fn the_time_for_many_values_in_the_text_of_a_member_is_linear() {
    let engine = engine();
    let input = |length| {
        let value = |_| "got {\\\"a\\\":1} ".to_owned();
        numbered("{\"level\":\"error\",\"msg\":\"", value, "\"}", length)
    };
    assert_eq!(growth(&engine, "values in a text", &input), None);
}

#[test]
fn the_time_for_many_different_errors_and_fields_is_linear() {
    let engine = engine();
    let codes = |length| {
        let error = |n| {
            format!(
                "{{\"success\":false,\"error\":{{\"code\":\"AUTH_9{n:06}\",\"message\":\"x\"}},\"meta\":{{\"version\":\"v3\"}}}}\n"
            )
        };
        numbered("", error, "", 4 * length)
    };
    let list = |length| {
        let field = |n| format!("{{\"name\":\"f{n}\",\"reason\":\"x\"}},");
        numbered("{\"status\":400,\"errors\":[", field, "{}]}", 4 * length)
    };
    let twice = |length| {
        let field = |first| move |n| format!("\"{first}{n}\":[\"x\"],");
        let mut text = numbered(
            "{\"status\":400,\"errors\":{",
            field('a'),
            "\"z\":[]}}\n",
            2 * length,
        );
        text.extend(numbered(
            "{\"status\":400,\"errors\":{",
            field('b'),
            "\"z\":[]}}\n",
            2 * length,
        ));
        text
    };
    assert_eq!(growth(&engine, "codes", &codes), None);
    assert_eq!(growth(&engine, "fields in a list", &list), None);
    assert_eq!(growth(&engine, "fields of two answers", &twice), None);
}

#[test]
fn the_time_for_many_members_that_may_be_what_was_sent_is_linear() {
    let engine = engine();
    // `payload`, `payload_`, `payload-`, `payloa_d`: one name, written with other signs in it.
    let member = |name: &str, mut number: usize| {
        let mut written = String::new();
        for c in name.chars() {
            written.push(c);
            written.push_str(["", "_", "-", "__", "--"][number % 5]);
            number /= 5;
        }
        format!("\"{written}\":1,")
    };
    let given = |length| numbered("{", |n| member("payload", n), "\"a\":1}", length);
    let head = "{\"method\":\"POST\",";
    let bodies = |length| numbered(head, |n| member("payload", n), "\"url\":1}", length);
    assert_eq!(growth(&engine, "given", &given), None);
    assert_eq!(growth(&engine, "bodies", &bodies), None);
}

#[test]
fn the_time_for_lists_and_heads_is_linear() {
    let engine = engine();
    let items = [
        "{}",
        "{\"error\":\"x\"}",
        "{\"error\":{\"code\":\"X_1\"}}",
        "{\"a\":{\"error\":{\"code\":\"BUSINESS_002\"}}}",
        "[{\"status\":404},\"a\"]",
    ];
    let mut faults = String::new();
    for item in items {
        let list =
            |tail: &'static str| move |length| numbered("[", |_| format!("{item},"), tail, length);
        faults.extend(growth(&engine, item, &list("{}]")));
        // The same where the list is cut.
        faults.extend(growth(&engine, item, &list("{\"a\":")));
    }
    let heads = |length| {
        let head = |n| format!("HTTP/1.1 404 Not Found\nx: {n}\n\n{{\"error\":\"x{n}\"}}\n");
        numbered("", head, "", length)
    };
    faults.extend(growth(&engine, "heads", &heads));
    assert!(faults.is_empty(), "{faults}");
}

/// Returns the body of an error of an API with a code that the catalog lacks.
fn unknown(code: &str, message: &str) -> String {
    format!(
        "{{\"success\":false,\"error\":{{\"code\":\"{code}\",\"message\":\"{message}\"}},\"meta\":{{\"version\":\"v3\"}}}}\n"
    )
}

#[test]
fn of_many_errors_the_first_are_told_and_the_others_counted() {
    let engine = engine();
    let lines: String = (0..2500)
        .map(|n| unknown(&format!("AUTH_9{n:04}"), "x"))
        .collect();
    let list = format!("[{}]", lines.trim_end().replace('\n', ","));
    for input in [lines, list] {
        let report = engine.diagnose_bytes(input.as_bytes());
        assert_eq!(report.diagnoses.len(), 1000);
        assert_eq!(report.diagnoses[999].code.as_deref(), Some("AUTH_90999"));
        assert_eq!(report.left_out, 1500);
        let said = "first 1,000 of 2,500 errors; `errdoc scan` counts them all";
        assert!(
            report.notes.iter().any(|note| note.contains(said)),
            "{:?}",
            report.notes
        );
    }
    // The same error as often as that is one.
    let report = engine.diagnose_bytes(unknown("AUTH_99999", "x").repeat(2500).as_bytes());
    assert_eq!(
        (report.diagnoses.len(), report.diagnoses[0].count),
        (1, 2500)
    );
    assert_eq!(report.left_out, 0);
}

#[test]
fn what_is_longer_than_a_screen_is_cut_with_its_length() {
    let engine = engine();
    let long = "k ".repeat(50_000);
    let report = engine.diagnose_bytes(unknown(&"X".repeat(100_000), &long).as_bytes());
    let found = &report.diagnoses[0];
    for text in [&found.code, &found.message] {
        let text = text.as_deref().unwrap();
        assert!(
            text.len() < 5000 && text.contains("characters]"),
            "{}",
            text.len()
        );
    }
    assert!(
        found
            .message
            .as_deref()
            .unwrap()
            .ends_with("… [99999 characters]")
    );
}

#[test]
fn the_time_for_many_answers_to_a_long_request_is_linear() {
    let engine = engine();
    let half = |length: usize| "x".repeat(8 * length);
    let body = |_| "{\"a\":1}\n".to_owned();
    let payload = |length| {
        let head = format!(
            "POST / HTTP/1.1\nHost: a\n\n{}\n\nHTTP/1.1 400 Bad Request\n\n",
            half(length)
        );
        numbered(&head, body, "", 9 * length)
    };
    let address = |length| {
        numbered(
            &format!("http://x/{}\n", half(length)),
            body,
            "",
            9 * length,
        )
    };
    let record = |length| {
        let head = format!(
            "{{\"request\":{{\"url\":\"http://x/\",\"data\":\"{}\"}},\"a\":[",
            half(length)
        );
        numbered(
            &head,
            |_| "{\"status\":404,\"body\":\"{}\"},{},".to_owned(),
            "{}]}",
            9 * length,
        )
    };
    assert_eq!(growth(&engine, "payload", &payload), None);
    assert_eq!(growth(&engine, "address", &address), None);
    assert_eq!(growth(&engine, "record", &record), None);
}

#[test]
fn the_time_for_hostile_text_is_linear() {
    let engine = engine();
    let faults: String = UNITS
        .iter()
        .filter_map(|unit| growth(&engine, unit, &|length| repeated(unit, length)))
        .collect();
    assert!(faults.is_empty(), "{faults}");
}
