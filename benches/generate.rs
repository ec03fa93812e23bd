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
    let wrap = |inner: Value, random: &mut Random| {
        let line = json!({
            "level": "error", "service": service,
            "msg": "upstream call failed", "trace_id": random.hex(32), "path": path,
            "duration_ms": random.below(4000), "response": inner,
        });
        stamped(time, &line)
    };
    let quoted = |text: &str| Value::String(text.to_owned()).to_string();
    match random.below(100) {
        0..=9 => plain,
        10..=39 => wrap(body, random),
        40..=69 => wrap(Value::String(plain), random),
        70..=73 => {
            let line = wrap(Value::String(plain), random);
            line.replace("\\\"", "\\u0022")
        }
        74..=77 => {
            let inner = json!({"raw": plain}).to_string();
            wrap(Value::String(inner), random)
        }
        78..=80 => {
            let pretty = serde_json::to_string_pretty(&body).unwrap();
            wrap(Value::String(pretty), random)
        }
        81..=95 => format!(
            "{} ERROR [{service}-{}] POST {path} failed: {plain}",
            stamp(time),
            random.below(32)
        ),
        _ => format!(
            "{} ERROR [{service}-{}] POST {path} failed: body={}",
            stamp(time),
            random.below(32),
            quoted(&plain)
        ),
    }
}

/// Returns a line without an error of an API: success, decoys, access logs.
fn other_line(random: &mut Random, time: u64) -> String {
    let service = *random.pick(&SERVICES);
    let message = *random.pick(&MESSAGES);
    let path = *random.pick(&PATHS);
    let mut common = json!({
        "level": "info", "service": service, "msg": message,
        "trace_id": random.hex(32), "span_id": random.hex(16), "path": path,
        "duration_ms": random.below(4000), "user_id": random.below(1_000_000), "host": format!("ip-10-0-{}-{}", random.below(255), random.below(255)),
    });
    let mut with = |name: &str, value: Value| {
        common[name] = value;
    };
    match random.below(100) {
        0..=39 => {
            with("status", json!(200));
        }
        40..=49 => with("error", Value::Null),
        50..=54 => with(
            "response",
            json!({"success": true, "data": {"id": random.hex(16), "status": "QUEUED"}, "error": null, "meta": {"request_id": format!("req_{}", random.hex(16))}}),
        ),
        55..=59 => with("title", json!("Weekly digest")),
        60..=61 => {
            common["level"] = json!("error");
            common["error"] = json!("dial tcp 10.0.0.7:5432: connect: connection refused");
        }
        62..=63 => {
            common["level"] = json!("error");
            common["error"] =
                json!({"kind": "TimeoutError", "stack": "at pool.acquire (pool.js:118:11)"});
        }
        64..=79 => {
            let status = *random.pick(&[200, 200, 200, 201, 204, 304, 401, 403, 404, 429, 500]);
            return format!(
                "10.0.{}.{} - - [21/Nov/2026:{:02}:{:02}:{:02} +0000] \"GET {path}?page={} HTTP/1.1\" {status} {} \"-\" \"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36\"",
                random.below(255),
                random.below(255),
                random.below(24),
                random.below(60),
                random.below(60),
                random.below(100),
                random.below(90_000)
            );
        }
        _ => {
            return format!(
                "{} INFO [{service}-{}] batch {} done: sent={} errors=0 warnings={} elapsed={}ms queue=default {message}",
                stamp(time),
                random.below(32),
                random.below(1_000_000),
                random.below(500),
                random.below(5),
                random.below(9000)
            );
        }
    }
    stamped(time, &common)
}

/// Writes a line with its time in front, as loggers do.
fn stamped(time: u64, line: &Value) -> String {
    format!("{{\"ts\":\"{}\",{}", stamp(time), &line.to_string()[1..])
}
