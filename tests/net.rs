//! The whole answer to some 20,000 inputs, kept as digests: what changes an answer says so, whatever it meant to change.
//!
//! `ERRDOC_ACCEPT=1 cargo test --test net` accepts the answers of today; look at what differs before you commit it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[allow(dead_code, reason = "other tests look through every form of an answer")]
mod common;
mod examples;
#[allow(dead_code, reason = "the secrets in them are looked for elsewhere")]
mod wrappers;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, thread};

use errdoc::{Catalog, Engine};
pub(crate) use errdoc::{catalog, diagnose, pattern, sanitize};
use wrappers::{WRAPPERS, cases};

/// The digits of a digest. Two answers have the same one by chance once in 16 million.
const DIGITS: usize = 6;

/// The differing inputs of a group that are shown.
const MAX_SHOWN: usize = 3;

/// Inputs of one kind.
struct Group {
    name: String,
    inputs: Vec<Vec<u8>>,
}

impl Group {
    /// Returns a group with a name.
    fn new(name: &str, inputs: impl IntoIterator<Item = Vec<u8>>) -> Self {
        Self {
            name: name.to_owned(),
            inputs: inputs.into_iter().collect(),
        }
    }
}

/// Returns the file with the digests: a line per group, with its name and the digests of its inputs.
fn kept() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/net/digests.tsv")
}

/// Returns the contents of the files of a folder below `tests`, in the order of their names.
fn files(folder: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests")
        .join(folder);
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_file())
        .collect();
    paths.sort();
    paths.iter().map(|path| fs::read(path).unwrap()).collect()
}

/// Returns the beginnings of an input, so many bytes apart.
fn cuts(input: &[u8], step: usize) -> impl Iterator<Item = Vec<u8>> {
    (step..input.len())
        .step_by(step)
        .map(|end| input[..end].to_vec())
}

/// Returns all inputs.
fn groups() -> Vec<Group> {
    let samples = [files("samples"), files("exchanges")].concat();
    let of_seed = cases();
    let bare = of_seed
        .iter()
        .map(|case| case.body.to_string().into_bytes());
    let bare: Vec<Vec<u8>> = bare.collect();
    let mut groups = vec![
        Group::new("samples", samples.clone()),
        Group::new(
            "cut samples",
            samples.iter().flat_map(|input| cuts(input, 97)),
        ),
        Group::new(
            "cut examples",
            bare.iter().flat_map(|input| cuts(input, 11)),
        ),
        Group::new("JSON test suite", files("jsontestsuite/test_parsing")),
    ];
    let catalog = Catalog::builtin();
    let others = catalog.ids();
    let others: Vec<&str> = others
        .into_iter()
        .filter(|id| !examples::SEED.contains(id))
        .collect();
    for id in others {
        let inputs = examples::cases(&[id]).into_iter().flat_map(|case| {
            let head = format!("HTTP/1.1 {} Oops\r\n\r\n", case.status);
            let body = case.body.to_string().into_bytes();
            [body.clone(), [head.into_bytes(), body].concat()]
        });
        groups.push(Group::new(&format!("examples of {id}"), inputs));
    }
    for wrapper in WRAPPERS {
        let inputs = of_seed.iter().filter_map(wrapper.wrap);
        groups.push(Group::new(&format!("in {}", wrapper.name), inputs));
    }
    groups
}

/// Returns the digest of an answer (FNV-1a).
fn digest(answer: &str) -> String {
    let hash = answer
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
    let mut digits = format!("{:016x}", hash ^ (hash >> 32));
    digits.drain(..16 - DIGITS);
    digits
}

/// Returns the digests of the answers to the inputs of a group.
fn digests(engine: &Engine, group: &Group) -> String {
    let inputs = group.inputs.iter();
    inputs
        .map(|input| digest(&common::json(&engine.diagnose_bytes(input))))
        .collect()
}

/// Returns what differs from the digests that are kept.
fn difference(engine: &Engine, group: &Group, kept: Option<&str>, now: &str) -> Option<String> {
    let kept = kept.unwrap_or_default();
    if kept == now {
        return None;
    }
    let differing: Vec<usize> = (0..group.inputs.len())
        .filter(|at| {
            let range = at * DIGITS..(at + 1) * DIGITS;
            kept.get(range.clone()) != now.get(range)
        })
        .collect();
    let mut text = format!(
        "{}: {} of {} answers differ\n",
        group.name,
        differing.len(),
        group.inputs.len()
    );
    for at in differing.into_iter().take(MAX_SHOWN) {
        let input = &group.inputs[at];
        let answer = common::json(&engine.diagnose_bytes(input));
        let _ = writeln!(text, "{}\n{answer}", String::from_utf8_lossy(input));
    }
    Some(text)
}

#[test]
fn every_answer_is_the_one_that_was_accepted() {
    let groups = groups();
    let total: usize = groups.iter().map(|group| group.inputs.len()).sum();
    assert!(total >= 20_000, "only {total} inputs");
    let engine = common::engine();
    let threads = thread::available_parallelism().map_or(1, usize::from);
    let part = groups.len().div_ceil(threads);
    let now: Vec<String> = thread::scope(|scope| {
        let parts: Vec<_> = groups
            .chunks(part)
            .map(|part| {
                let engine = &engine;
                scope.spawn(move || -> Vec<String> {
                    part.iter().map(|group| digests(engine, group)).collect()
                })
            })
            .collect();
        parts
            .into_iter()
            .flat_map(|part| part.join().unwrap())
            .collect()
    });
    if env::var_os("ERRDOC_ACCEPT").is_some() {
        let lines = groups.iter().zip(&now);
        let text: String = lines
            .map(|(group, digests)| format!("{}\t{digests}\n", group.name))
            .collect();
        fs::create_dir_all(kept().parent().unwrap()).unwrap();
        fs::write(kept(), text).unwrap();
        return;
    }
    let text = fs::read_to_string(kept()).unwrap_or_default();
    let known = |name: &str| {
        let mut lines = text.lines().filter_map(|line| line.split_once('\t'));
        lines.find_map(|(group, digests)| (group == name).then_some(digests))
    };
    let differences: Vec<String> = groups
        .iter()
        .zip(&now)
        .filter_map(|(group, now)| difference(&engine, group, known(&group.name), now))
        .collect();
    assert!(
        differences.is_empty(),
        "{}\nERRDOC_ACCEPT=1 accepts this",
        differences.join("\n")
    );
    assert_eq!(text.lines().count(), groups.len(), "a group that is gone");
}
