//! What holds for every input: a wrapper changes no answer, a cut names no other error, noise names none.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;
mod examples;
mod wrappers;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use errdoc::catalog::{Catalog, Entry};
use errdoc::diagnose::Evidence;
use errdoc::input::{Body, Extraction, Response, decode};
use errdoc::{Certainty, Engine, Report};
pub(crate) use errdoc::{catalog, diagnose, pattern, sanitize};
use serde_json::Value;
use wrappers::{Case, SECRETS, WRAPPERS, Wrapper, cases};

/// Gives what an answer names.
fn names(report: &Report<'_>) -> Vec<String> {
    report
        .diagnoses
        .iter()
        .map(|d| {
            format!(
                "{}/{}",
                d.api.map_or("-", |api| &api.id),
                d.code.as_deref().unwrap_or("-")
            )
        })
        .collect()
}

/// Gives the answer about a body that is not wrapped in any text, without the status.
fn without_status<'e>(engine: &'e Engine, case: &Case) -> Report<'e> {
    engine.diagnose(&Extraction {
        responses: vec![Response {
            body: Body::Json(case.body.clone()),
            ..Response::default()
        }],
        ..Extraction::default()
    })
}

#[test]
fn a_wrapper_changes_no_answer_and_says_no_secret() {
    let engine = common::engine();
    let mut faults = String::new();
    let mut total = 0;
    for case in cases() {
        let own = vec![format!("{}/{}", case.provider, case.code)];
        let without = names(&without_status(&engine, &case));
        for wrapper in WRAPPERS {
            let Some(input) = (wrapper.wrap)(&case) else {
                continue;
            };
            total += 1;
            let report = engine.diagnose_bytes(&input);
            let expected = if wrapper.has_status { &own } else { &without };
            let got = names(&report);
            if got != *expected {
                faults += &format!(
                    "{}: {expected:?} became {got:?}: {}\n",
                    wrapper.name,
                    String::from_utf8_lossy(&input)
                );
            }
            if let Some(leak) = common::leak(&report, &SECRETS) {
                faults += &format!("{}: {leak}\n", wrapper.name);
            }
        }
    }
    assert!(faults.is_empty(), "{faults}");
    assert!(total > 9000, "only {total} inputs");
}

/// Gives an engine that considers the seed APIs alone: among all APIs, some begin as others do.
fn seed_engine() -> Engine {
    Engine::new(&Catalog::builtin(), &examples::SEED).unwrap()
}

/// Gives the samples of real inputs with their names.
fn samples() -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/samples");
    let mut samples: Vec<(String, Vec<u8>)> = fs::read_dir(folder)
        .unwrap()
        .map(|file| file.unwrap().path())
        .filter(|path| path.extension().is_some_and(|end| end == "txt"))
        .map(|path| {
            (
                path.file_stem().unwrap().to_string_lossy().into_owned(),
                fs::read(path).unwrap(),
            )
        })
        .collect();
    samples.sort();
    samples
}

/// Gives the errors that an answer claims with at least a certainty.
fn claims<'e>(report: &Report<'e>, least: Certainty) -> BTreeSet<(&'e str, &'e str)> {
    report
        .diagnoses
        .iter()
        .filter(|d| d.certainty >= least)
        .filter_map(|d| Some((d.api?.id.as_str(), d.entry?.code.as_str())))
        .collect()
}

/// Gives what is wrong with the answers about the beginnings of an input: where the first one ends, and how far apart they end.
fn cut_faults(engine: &Engine, name: &str, input: &[u8], (first, step): (usize, usize)) -> String {
    let whole = claims(&engine.diagnose_bytes(input), Certainty::Possible);
    let mut faults = String::new();
    for end in (first..input.len()).step_by(step) {
        let cut = engine.diagnose_bytes(&input[..end]);
        let likely = claims(&cut, Certainty::Likely);
        let possible = claims(&cut, Certainty::Possible);
        // Less may be known, and so be only possible; but of no other API.
        let invented = possible.iter().filter(|(api, code)| {
            let is_same_api = whole.iter().any(|(known, _)| known == api);
            !whole.contains(&(api, code)) && (!is_same_api || likely.contains(&(api, code)))
        });
        let invented: Vec<_> = invented.collect();
        if !invented.is_empty() {
            let shown = String::from_utf8_lossy(&input[end.saturating_sub(160)..end]);
            faults += &format!("{name} cut at {end}: {whole:?} became {invented:?}: ...{shown}\n");
        }
    }
    faults
}

#[test]
fn a_cut_sample_names_no_other_error() {
    let engine = seed_engine();
    let faults: String = samples()
        .iter()
        .map(|(name, input)| cut_faults(&engine, name, input, (0, 1)))
        .collect();
    assert!(faults.is_empty(), "{faults}");
}

#[test]
fn a_cut_sample_is_never_likely_another_apis_error() {
    // Among all APIs some begin as others do: what is there may be theirs, but no more than possibly.
    let engine = common::engine();
    let mut faults = String::new();
    for (name, input) in samples() {
        let whole = claims(&engine.diagnose_bytes(&input), Certainty::Possible);
        for end in (0..input.len()).step_by(5) {
            let mut cut = engine.diagnose_bytes(&input[..end]);
            // What a program prints in its own words is its error, whatever stands behind.
            cut.diagnoses
                .retain(|d| !d.evidence.contains(&Evidence::Text));
            let likely = claims(&cut, Certainty::Likely);
            let is_others = |(api, _): &&(&str, &str)| !whole.iter().any(|(known, _)| known == api);
            let invented: Vec<_> = likely.iter().filter(is_others).collect();
            if !invented.is_empty() {
                faults += &format!("{name} cut at {end}: {whole:?} became {invented:?}\n");
            }
        }
    }
    assert!(faults.is_empty(), "{faults}");
}

#[test]
fn a_cut_example_names_no_other_error() {
    let engine = seed_engine();
    let mut faults = String::new();
    for (number, case) in cases().iter().enumerate() {
        // Every example bare, and each in another wrapper.
        faults += &cut_faults(&engine, "bare", case.body.to_string().as_bytes(), (0, 1));
        let wrapper = &WRAPPERS[(number * 7) % WRAPPERS.len()];
        if let Some(input) = (wrapper.wrap)(case) {
            faults += &cut_faults(&engine, wrapper.name, &input, (number % 5, 5));
        }
    }
    assert!(faults.is_empty(), "{faults}");
}

#[test]
fn a_cut_body_says_so_wherever_it_ends() {
    let engine = seed_engine();
    let mut faults = String::new();
    for case in cases() {
        let body = case.body.to_string();
        let status = case.status;
        for front in [
            String::new(),
            format!("HTTP/1.1 {status} Oops\r\n\r\n"),
            format!("Error: {status} "),
        ] {
            for end in (2..body.len())
                .step_by(3)
                .filter(|end| body.is_char_boundary(*end))
            {
                let input = format!("{front}{}", &body[..end]);
                let report = engine.diagnose_bytes(input.as_bytes());
                let notes: String = report
                    .diagnoses
                    .iter()
                    .flat_map(|d| &d.notes)
                    .chain(&report.notes)
                    .cloned()
                    .collect();
                if !notes.contains("truncated") || notes.contains("matches this body") {
                    faults += &format!("{input}: {notes}\n");
                }
            }
        }
    }
    assert!(faults.is_empty(), "{faults}");
}

#[test]
#[ignore = "minutes, in a release build: every example in every wrapper, cut at every third byte"]
fn a_cut_example_in_whatever_wrapper_names_no_other_error() {
    let engine = seed_engine();
    let mut faults = String::new();
    for (number, case) in cases().iter().enumerate() {
        for wrapper in WRAPPERS {
            if let Some(input) = (wrapper.wrap)(case) {
                faults += &cut_faults(&engine, wrapper.name, &input, (number % 3, 3));
            }
        }
    }
    assert!(faults.is_empty(), "{faults}");
}

#[test]
fn an_unrelated_block_in_front_changes_nothing() {
    let engine = common::engine();
    let fronts = [
        "HTTP/1.1 100 Continue\r\n\r\n",
        "HTTP/1.1 103 Early Hints\r\nLink: </style.css>; rel=preload\r\n\r\n",
        "HTTP/1.1 200 Connection established\r\n\r\n",
        "HTTP/1.0 200 OK\r\nProxy-Agent: squid\r\nVia: 1.1 proxy\r\n\r\n",
        "HTTP/2 200 \ncontent-type: application/json\n\n{\"ok\":true}\n",
        "HTTP/1.1 204 No Content\r\nServer: nginx\r\nX-A: b\r\n\r\n",
    ];
    let said = |input: &[u8]| -> Vec<String> {
        engine
            .diagnose_bytes(input)
            .diagnoses
            .iter()
            .map(|d| {
                format!(
                    "{:?} {:?} {:?} {:?} {:?} {}",
                    d.api.map(|api| &api.id),
                    d.code,
                    d.certainty,
                    d.http_status,
                    d.after_seconds,
                    d.count
                )
            })
            .collect()
    };
    let wrapped = cases().into_iter().step_by(3).flat_map(|case| {
        ["curl -i, HTTP/1.1", "curl -i, HTTP/2", "three tries"]
            .map(|name| {
                WRAPPERS
                    .iter()
                    .find(|wrapper| wrapper.name == name)
                    .unwrap()
            })
            .map(|wrapper| {
                (
                    format!("{} of {}", wrapper.name, case.code),
                    (wrapper.wrap)(&case).unwrap(),
                )
            })
    });
    let mut faults = String::new();
    let mut total = 0;
    for (name, input) in samples()
        .into_iter()
        .chain(wrapped)
        .filter(|(_, input)| input.starts_with(b"HTTP/"))
    {
        total += 1;
        let alone = said(&input);
        for front in fronts {
            let both = said(&[front.as_bytes(), &input].concat());
            if both != alone {
                faults += &format!("{name} behind {front:?}: {alone:?} became {both:?}\n");
            }
        }
    }
    assert!(faults.is_empty(), "{faults}");
    assert!(total > 200, "only {total} inputs");
}

/// A source of numbers that gives the same ones in every run (xorshift64*).
struct Noise(u64);

impl Noise {
    /// Gives a number below a limit.
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let number = self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33;
        usize::try_from(number).unwrap() % limit
    }

    /// Gives one of some things.
    fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }

    /// Gives bytes, each below a limit.
    fn bytes(&mut self, limit: usize) -> Vec<u8> {
        let length = self.below(400);
        (0..length)
            .map(|_| u8::try_from(self.below(limit)).unwrap())
            .collect()
    }

    /// Gives text of the parts that inputs are made of, in no order.
    fn text(&mut self, words: &[String]) -> Vec<u8> {
        let signs = [
            "{",
            "}",
            "[",
            "]",
            "\"",
            "'",
            ":",
            ",",
            "\\",
            "\n",
            " ",
            "=",
            "=>",
            "(",
            ")",
            "> ",
            "< ",
            "HTTP/1.1 404 X\n",
            "404",
            "$ curl -d ",
        ];
        let length = self.below(60);
        let parts = (0..length).map(|_| {
            if self.below(3) == 0 {
                self.pick(words).clone()
            } else {
                (*self.pick(&signs)).to_owned()
            }
        });
        parts.collect::<String>().into_bytes()
    }

    /// Gives JSON with the member names and words of the catalog, in no order.
    fn json(&mut self, names: &[String], words: &[String], depth: usize) -> Value {
        match self.below(if depth == 0 { 5 } else { 8 }) {
            0 => Value::Null,
            1 => Value::Bool(self.below(2) == 0),
            2 => Value::from(self.below(700)),
            3 | 4 => Value::from(self.pick(words).clone()),
            5 => {
                let length = self.below(4);
                (0..length)
                    .map(|_| self.json(names, words, depth - 1))
                    .collect()
            }
            _ => {
                let length = self.below(5);
                let members = (0..length)
                    .map(|_| (self.pick(names).clone(), self.json(names, words, depth - 1)));
                Value::Object(members.collect())
            }
        }
    }

    /// Gives an input with some of it changed, lost, doubled, or replaced by a part of another.
    fn mutation(&mut self, inputs: &[Vec<u8>]) -> Vec<u8> {
        let mut input = self.pick(inputs).clone();
        for _ in 0..=self.below(4) {
            if input.is_empty() {
                break;
            }
            let start = self.below(input.len());
            let end = start + self.below((input.len() - start).min(40) + 1);
            match self.below(5) {
                0 => input[start] = u8::try_from(self.below(256)).unwrap(),
                1 => drop(input.drain(start..end)),
                2 => {
                    let part = input[start..end].to_vec();
                    input.splice(start..start, part);
                }
                3 => {
                    let other = self.pick(inputs);
                    let from = self.below(other.len() + 1);
                    let to = from + self.below((other.len() - from).min(60) + 1);
                    let part = other[from..to].to_vec();
                    input.splice(start..end, part);
                }
                _ => input.truncate(start),
            }
        }
        input
    }
}

/// Returns true if a text has an entry's code or symbolic name, or the literal part of one of its messages.
fn stands_in(entry: &Entry, text: &str) -> bool {
    let codes = entry
        .aliases
        .iter()
        .chain([&entry.code])
        // The alias of a name of ours may be the class of an exception, which programs print.
        .filter(|name| !entry.own_name || name.contains(char::is_uppercase));
    let literals = entry.matches.messages.iter().filter_map(|message| {
        let parts = message.split(['{', '}']).step_by(2);
        parts.max_by_key(|part| part.len())
    });
    let wanted = codes
        .chain(&entry.name)
        .map(String::as_str)
        .chain(entry.matches.status_names.iter().map(String::as_str))
        .chain(literals);
    let text = text.to_lowercase();
    let plain = text.replace(['\\', '\n'], "");
    let whole = text.replace('│', " ");
    let whole = whole.split_whitespace().collect::<Vec<_>>().join(" ");
    wanted
        .map(|word| word.trim().trim_end_matches('.').to_lowercase())
        .any(|word| {
            [&text, &plain, &whole]
                .iter()
                .any(|text| text.contains(&word))
        })
}

/// Gives what is wrong with the answer about an input that may hold anything.
fn noise_fault(engine: &Engine, input: &[u8]) -> Option<String> {
    let report = engine.diagnose_bytes(input);
    let text = decode(input).text;
    let invented = report.diagnoses.iter().find(|d| {
        d.certainty == Certainty::Certain && d.entry.is_some_and(|entry| !stands_in(entry, &text))
    });
    invented
        .map(|d| format!("certainly {:?}: {text}\n", d.code))
        .or_else(|| common::leak(&report, &[]))
}

#[test]
fn noise_is_never_certainly_an_error_that_it_does_not_name() {
    let engine = common::engine();
    let cases = cases();
    let mut names = BTreeSet::new();
    let mut words = BTreeSet::new();
    for case in &cases {
        collect(&case.body, &mut names, &mut words);
    }
    let names: Vec<String> = names.into_iter().collect();
    let words: Vec<String> = words.into_iter().collect();
    let mut inputs: Vec<Vec<u8>> = samples().into_iter().map(|(_, input)| input).collect();
    // In these a code may stand, but not in one piece.
    let folded = [
        "HAR, base64",
        "CRI, in parts",
        "curl --trace-ascii",
        "curl --trace",
        "journald's bytes",
        "base64, folded",
        "a form",
        "Go's bytes",
        "Node's buffer",
        "docker's json-file, in parts",
    ];
    let plain: Vec<&Wrapper> = WRAPPERS
        .iter()
        .filter(|wrapper| !folded.contains(&wrapper.name))
        .collect();
    for (number, case) in cases.iter().enumerate() {
        inputs.extend((plain[number % plain.len()].wrap)(case));
    }
    let mut noise = Noise(0x5eed);
    let mut faults = String::new();
    for _ in 0..3000 {
        for input in [
            noise.bytes(256),
            noise.bytes(128),
            noise.text(&words),
            noise.json(&names, &words, 4).to_string().into_bytes(),
            noise.mutation(&inputs),
            noise.mutation(&inputs),
        ] {
            faults.extend(noise_fault(&engine, &input));
        }
    }
    assert!(faults.is_empty(), "{faults}");
}

/// Collects the member names and texts of a body.
fn collect(value: &Value, names: &mut BTreeSet<String>, words: &mut BTreeSet<String>) {
    match value {
        Value::Object(members) => {
            for (name, inner) in members {
                names.insert(name.clone());
                collect(inner, names, words);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, names, words)),
        Value::String(text) => drop(words.insert(text.clone())),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}
