//! What a person reads is plain English: no habit of `tests/voice.txt` in our own sentences, and no sentence without end.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::collections::BTreeSet;
use std::path::Path;
use std::{env, fs};

use serde_json::Value;

/// The longest sentence, in words.
const MAX_WORDS: usize = 40;

/// Members of a catalog that hold what an API sends or a program obeys, not what we say.
const NOT_OURS: [&str; 16] = [
    "examples",
    "valid_examples",
    "envelopes",
    "match",
    "texts",
    "message",
    "messages",
    "command",
    "commands",
    "source",
    "hosts",
    "gateways",
    "says",
    "aliases",
    "docs_url",
    "url",
];

/// Returns the file of a name in the repository.
fn text(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// Returns the names of the files in a folder that end so.
fn files(folder: &str, end: &str) -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let names = fs::read_dir(path).unwrap();
    let names = names.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = names
        .filter(|name| name.ends_with(end))
        .map(|name| format!("{folder}/{name}"))
        .collect();
    names.sort();
    names
}

/// Collects the sentences of a JSON document that are ours.
fn sentences(value: &Value, ours: &mut BTreeSet<String>) {
    match value {
        Value::String(text) if text.contains(' ') => {
            ours.insert(text.clone());
        }
        Value::Array(elements) => elements.iter().for_each(|value| sentences(value, ours)),
        Value::Object(members) => {
            let members = members.iter();
            let members = members.filter(|(name, _)| !NOT_OURS.contains(&name.as_str()));
            members.for_each(|(_, value)| sentences(value, ours));
        }
        _ => {}
    }
}

/// Returns what a text says outside quotes and code: what is quoted may be another's.
fn own(text: &str) -> String {
    let outside = |text: &str, sign: char| -> String {
        text.split(sign).step_by(2).collect::<Vec<_>>().join("…")
    };
    outside(&outside(text, '`'), '"')
}

/// Returns the prose of a Markdown page: without code blocks, and a paragraph on a line.
fn prose(page: &str) -> Vec<String> {
    let blocks = page.split("```").step_by(2);
    let paragraphs = blocks.flat_map(|block| block.split("\n\n"));
    paragraphs.map(|p| p.replace('\n', " ")).collect()
}

/// Returns everything that a person reads, each piece with where it is from.
fn everything() -> Vec<(String, String)> {
    let mut all = Vec::new();
    for name in [files("catalog", ".json"), files("schemas", ".json")].concat() {
        if name.ends_with("keys.json") {
            continue;
        }
        let mut ours = BTreeSet::new();
        sentences(&serde_json::from_str(&text(&name)).unwrap(), &mut ours);
        all.extend(ours.into_iter().map(|said| (name.clone(), said)));
    }
    let pages = [
        "README.md",
        "CHANGELOG.md",
        "CONTRIBUTING.md",
        "SECURITY.md",
        "catalog/README.md",
    ];
    let pages = pages.map(str::to_owned).to_vec();
    for name in [pages, files("docs", ".md"), files("docs/agents", ".md")].concat() {
        let said = prose(&text(&name)).into_iter();
        all.extend(said.map(|said| (name.clone(), said)));
    }
    for name in files("man", "") {
        let said = text(&name);
        all.extend(said.lines().map(|said| (name.clone(), said.to_owned())));
    }
    for name in sources("src") {
        all.extend(literals(&text(&name)).map(|said| (name.clone(), said)));
    }
    all
}

/// Returns the names of the source files below a folder.
fn sources(folder: &str) -> Vec<String> {
    let mut names = files(folder, ".rs");
    for entry in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)).unwrap() {
        let entry = entry.unwrap();
        if entry.file_type().unwrap().is_dir() {
            let name = entry.file_name().into_string().unwrap();
            names.extend(sources(&format!("{folder}/{name}")));
        }
    }
    names
}

/// Returns the sentences in the literals of a source file, without those of its tests.
fn literals(source: &str) -> impl Iterator<Item = String> {
    let code = source.split("#[cfg(test)]").next().unwrap();
    let lines = code.lines().map(str::trim);
    let lines = lines.filter(|line| !line.starts_with("//"));
    let pieces = lines.flat_map(|line| line.split('"').skip(1).step_by(2));
    let said: Vec<String> = pieces
        .filter(|piece| piece.contains(' '))
        .map(str::to_owned)
        .collect();
    said.into_iter()
}

#[test]
fn no_habit_is_in_what_a_person_reads() {
    let habits = text("tests/voice.txt");
    let habits: Vec<&str> = habits
        .lines()
        .filter(|line| !line.starts_with('#'))
        .collect();
    let mut found = Vec::new();
    for (name, said) in everything() {
        let said = own(&said);
        for habit in habits.iter().filter(|habit| said.contains(**habit)) {
            found.push(format!("{name}: `{habit}`: {said}"));
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn a_sentence_of_a_catalog_has_an_end() {
    let mut found = Vec::new();
    for (name, said) in everything() {
        if !name.starts_with("catalog/") || !name.ends_with(".json") {
            continue;
        }
        for sentence in own(&said).split(['.', '?', ':', ';']) {
            let words = sentence.split_whitespace().count();
            if words > MAX_WORDS {
                found.push(format!("{name}: {words} words: {sentence}"));
            }
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}
