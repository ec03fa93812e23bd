//! Writes a log with known errors in it, the same for the same seed, and the truth about it in a file beside it:
//! `cargo bench --bench generate -- FILE BYTES [SEED [ERRORS_IN_1000]]`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a tool of the benchmarks, no part of the program"
)]

#[path = "../tests/examples/mod.rs"]
mod examples;

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufWriter, Write};

use errdoc::{Catalog, Certainty, Engine};
use serde_json::{Value, json};

/// How many lines in 1000 hold an error unless asked otherwise.
const ERRORS_IN_1000: u64 = 35;

/// SplitMix64 (Steele, Lea and Flood 2014): small, and the same on every machine.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, n: u64) -> u64 {
        self.next() % n
    }

    fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[usize::try_from(self.below(from.len() as u64)).unwrap()]
    }

    fn hex(&mut self, length: usize) -> String {
        let text = format!("{:016x}{:016x}", self.next(), self.next());
        text[..length].to_owned()
    }
}

/// A body and the entry that it is an example of.
struct Body {
    name: String,
    value: Value,
}

const SERVICES: [&str; 8] = [
    "billing",
    "notify",
    "checkout",
    "signup",
    "scheduler",
    "campaigns",
    "webhooks",
    "gateway",
];
const MESSAGES: [&str; 8] = [
    "request completed",
    "message queued",
    "cache refreshed",
    "user signed in",
    "job started",
    "retry scheduled",
    "webhook delivered",
    "health check passed",
];
const PATHS: [&str; 6] = [
    "/v3/messages",
    "/v3/contacts",
    "/v1/send",
    "/verification/v1/verifications",
    "/v3/templates",
    "/internal/health",
];

/// Words of logs.
const WORDS: [&str; 64] = [
    "the",
    "of",
    "and",
    "to",
    "in",
    "is",
    "was",
    "for",
    "on",
    "with",
    "by",
    "at",
    "from",
    "request",
    "user",
    "order",
    "payment",
    "message",
    "service",
    "queue",
    "retry",
    "timeout",
    "connection",
    "database",
    "cache",
    "index",
    "token",
    "session",
    "customer",
    "invoice",
    "delivery",
    "status",
    "failed",
    "success",
    "pending",
    "started",
    "completed",
    "error",
    "warning",
    "invalid",
    "missing",
    "unknown",
    "limit",
    "rate",
    "account",
    "balance",
    "currency",
    "template",
    "contact",
    "webhook",
    "event",
    "region",
    "cluster",
    "node",
    "container",
    "deploy",
    "build",
    "worker",
    "thread",
    "memory",
    "network",
    "stream",
    "handler",
    "path",
];

fn main() {
    let args: Vec<String> = std::env::args()
        .skip(1)
        .filter(|arg| arg != "--bench")
        .collect();
    let [path, bytes, rest @ ..] = args.as_slice() else {
        println!("usage: cargo bench --bench generate -- FILE BYTES [SEED [ERRORS_IN_1000]]");
        return;
    };
    let bytes: u64 = bytes.parse().expect("BYTES is a number");
    let number = |at: usize, default| {
        rest.get(at)
            .map_or(default, |text| text.parse().expect("a number"))
    };
    let seed = number(0, 7);
    let errors_in_1000 = number(1, ERRORS_IN_1000);
    let mut random = Random(seed);
    let bodies = bodies();
    let mut out = BufWriter::with_capacity(1 << 20, File::create(path).unwrap());
    let mut truth: BTreeMap<String, u64> = BTreeMap::new();
    let (mut written, mut lines, mut errors) = (0, 0_u64, 0_u64);
    let mut time = 1_795_000_000_000_u64;
    while written < bytes {
        time += random.below(40);
        let line = if random.below(1000) < errors_in_1000 {
            // Few errors are frequent, most are rare.
            let spread = random.below(bodies.len() as u64) + 1;
            let at = usize::try_from(random.below(spread)).unwrap();
            let body = &bodies[at];
            *truth.entry(body.name.clone()).or_default() += 1;
            errors += 1;
            error_line(&mut random, time, &body.value)
        } else {
            other_line(&mut random, time)
        };
        out.write_all(line.as_bytes()).unwrap();
        out.write_all(b"\n").unwrap();
        written += line.len() as u64 + 1;
        lines += 1;
    }
    out.flush().unwrap();
    let truth = json!({"lines": lines, "bytes": written, "errors": errors, "counts": truth});
    std::fs::write(
        format!("{path}.truth.json"),
        serde_json::to_string_pretty(&truth).unwrap() + "\n",
    )
    .unwrap();
    println!("{path}: {lines} lines, {written} bytes, {errors} errors, seed {seed}");
}

/// Returns the catalog's examples that are known by their body alone.
fn bodies() -> Vec<Body> {
    let catalog = Catalog::builtin();
    let engine = Engine::new(&catalog, &[]).unwrap();
    let mut bodies = Vec::new();
    for case in examples::cases(&examples::SEED) {
        let line = json!({"response": case.body}).to_string();
        let report = engine.diagnose_bytes(line.as_bytes());
        let is_own = report.diagnoses.len() == 1
            && report.diagnoses[0].certainty >= Certainty::Likely
            && report.diagnoses[0]
                .api
                .is_some_and(|api| api.id == case.provider)
            && report.diagnoses[0].code.as_ref() == Some(&case.code);
        if is_own && case.body.is_object() {
            bodies.push(Body {
                name: format!("{}:{}", case.provider, case.code),
                value: case.body,
            });
        }
    }
    bodies
}

/// Returns a body with ids and times of its own.
fn vary(random: &mut Random, time: u64, value: &Value) -> Value {
    match value {
        Value::Object(members) => members
            .iter()
            .map(|(name, inner)| {
                let inner = match name.as_str() {
                    "request_id" => json!(format!("req_{}", random.hex(16))),
                    "traceId" => json!(random.hex(32)),
                    "timestamp" => json!(stamp(time)),
                    _ => vary(random, time, inner),
                };
                (name.clone(), inner)
            })
            .collect::<serde_json::Map<_, _>>()
            .into(),
        Value::Array(items) => items.iter().map(|item| vary(random, time, item)).collect(),
        other => other.clone(),
    }
}

/// Writes milliseconds since 1970 as RFC 3339.
fn stamp(time: u64) -> String {
    errdoc::scan::time::written(i64::try_from(time).unwrap())
}

/// Returns a line with an error in it, in one of the forms in which logs hold them.
fn error_line(random: &mut Random, time: u64, body: &Value) -> String {
    let body = vary(random, time, body);
    let plain = body.to_string();
    let service = *random.pick(&SERVICES);
    let path = *random.pick(&PATHS);
    let at = stamp(time);
    let worker = random.below(32);
    let quoted = |text: &str| Value::String(text.to_owned()).to_string();
    let mut wrap = |inner: Value| {
        let line = json!({
            "level": "error", "service": service,
            "msg": "upstream call failed", "trace_id": random.hex(32), "path": path,
            "duration_ms": random.below(4000), "response": inner,
        });
        stamped(time, &line)
    };
    let wrapped = wrap(body.clone());
    let in_text = wrap(Value::String(plain.clone()));
    match random.below(100) {
        0..=9 => plain,
        10..=29 => wrapped,
        30..=49 => in_text,
        50..=52 => in_text.replace("\\\"", "\\u0022"),
        53..=55 => {
            let inner = json!({"raw": plain}).to_string();
            wrapped.replace(&plain, &quoted(&inner))
        }
        56..=58 => {
            let pretty = serde_json::to_string_pretty(&body).unwrap();
            wrapped.replace(&plain, &quoted(&pretty))
        }
        59..=68 => format!("{at} ERROR [{service}-{worker}] POST {path} failed: {plain}"),
        69..=72 => format!(
            "{at} ERROR [{service}-{worker}] POST {path} failed: body={}",
            quoted(&plain)
        ),
        73..=76 => format!(
            "level=error ts={at} component={service} body={}",
            quoted(&plain)
        ),
        77..=80 => format!("Nov 21 10:04:07 web-{worker} {service}[4711]: upstream said {plain}"),
        81..=84 => format!("E, [{at} #{worker}] ERROR -- {service}: upstream said {plain}"),
        85..=88 => {
            let line =
                json!({"log": format!("{service} got {plain}\n"), "stream": "stderr", "time": at});
            line.to_string()
        }
        89..=92 => {
            let line = json!({"severity": "ERROR", "textPayload": format!("upstream said {plain}"), "timestamp": at});
            line.to_string()
        }
        93..=96 => {
            format!("{at} [{worker}] ERROR com.example.{service}.Client - upstream said {plain}")
        }
        _ => format!("{at} {worker} ERR {service} > upstream said {plain}"),
    }
}

/// Returns some words.
fn words(random: &mut Random, count: u64) -> String {
    let words: Vec<&str> = (0..count).map(|_| *random.pick(&WORDS)).collect();
    words.join(" ")
}

/// Returns a line without an error of an API: success, decoys, access logs, free words.
fn other_line(random: &mut Random, time: u64) -> String {
    let service = *random.pick(&SERVICES);
    let path = *random.pick(&PATHS);
    let at = stamp(time);
    let worker = random.below(32);
    match random.below(100) {
        0..=34 => record(random, time),
        35..=39 => {
            // What a webhook delivers: many items, each with a status and no error.
            let count = random.below(10) + 2;
            let item = |random: &mut Random| {
                json!({
                    "id": random.hex(24), "status": *random.pick(&["read", "delivered", "sent", "queued"]), "error": null,
                    "to": format!("+1555{:07}", random.below(10_000_000)), "price": random.below(1000) as f64 / 1e4,
                    "tags": [*random.pick(&WORDS), *random.pick(&WORDS)],
                })
            };
            let items: Vec<Value> = (0..count).map(|_| item(random)).collect();
            let line =
                json!({"level": "info", "msg": "webhook batch", "count": count, "items": items});
            stamped(time, &line)
        }
        40..=54 => {
            let status = *random.pick(&[200, 200, 200, 201, 204, 304, 401, 403, 404, 429, 500]);
            format!(
                "10.0.{}.{} - - [21/Nov/2026:{:02}:{:02}:{:02} +0000] \"GET {path}?page={} HTTP/1.1\" {status} {} \"-\" \"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36\"",
                random.below(255),
                random.below(255),
                random.below(24),
                random.below(60),
                random.below(60),
                random.below(100),
                random.below(90_000)
            )
        }
        55..=66 => format!(
            "{at} INFO [{service}-{worker}] batch {} done: sent={} errors=0 warnings={} elapsed={}ms queue=default {}",
            random.below(1_000_000),
            random.below(500),
            random.below(5),
            random.below(9000),
            random.pick(&MESSAGES)
        ),
        67..=76 => {
            let count = random.below(16) + 4;
            let level = *random.pick(&["INFO", "DEBUG", "WARN"]);
            let text = words(random, count);
            format!(
                "{at} {level} [{service}-{worker}] {text} id={} took {} ms",
                random.hex(12),
                random.below(999)
            )
        }
        77..=84 => {
            let text = words(random, 5);
            let count = random.below(100);
            format!(
                "ts={at} level=info caller={service}.go:{count} msg=\"{text}\" component={service} err=null"
            )
        }
        85..=89 => {
            let class = *random.pick(&WORDS);
            format!(
                "\tat com.example.{service}.{class}.Handler.call({class}.java:{})",
                random.below(999)
            )
        }
        90..=93 => {
            let text = words(random, 8);
            format!(
                "Nov 21 10:04:07 host-{worker} kernel: [{}.{:06}] {text}",
                random.below(99_999),
                random.below(1_000_000)
            )
        }
        _ => {
            let count = random.below(25) + 5;
            words(random, count) + "."
        }
    }
}

/// Returns a record of a program, in JSON.
fn record(random: &mut Random, time: u64) -> String {
    let service = *random.pick(&SERVICES);
    let message = *random.pick(&MESSAGES);
    let path = *random.pick(&PATHS);
    let mut common = json!({
        "level": "info", "service": service, "msg": message,
        "trace_id": random.hex(32), "span_id": random.hex(16), "path": path,
        "duration_ms": random.below(4000), "user_id": random.below(1_000_000), "host": format!("ip-10-0-{}-{}", random.below(255), random.below(255)),
    });
    match random.below(34) {
        0..=15 => common["status"] = json!(200),
        16..=19 => common["error"] = Value::Null,
        20..=22 => {
            common["response"] = json!({"success": true, "data": {"id": random.hex(16), "status": "QUEUED"}, "error": null, "meta": {"request_id": format!("req_{}", random.hex(16))}});
        }
        23..=25 => common["title"] = json!("Weekly digest"),
        26..=29 => {
            let count = random.below(12) + 2;
            common["message"] = json!(words(random, count));
        }
        30..=31 => {
            common["level"] = json!("error");
            common["error"] = json!("dial tcp 10.0.0.7:5432: connect: connection refused");
        }
        _ => {
            common["level"] = json!("error");
            common["error"] =
                json!({"kind": "TimeoutError", "stack": "at pool.acquire (pool.js:118:11)"});
        }
    }
    stamped(time, &common)
}

/// Writes a line with its time in front, as loggers do.
fn stamped(time: u64, line: &Value) -> String {
    format!("{{\"ts\":\"{}\",{}", stamp(time), &line.to_string()[1..])
}
