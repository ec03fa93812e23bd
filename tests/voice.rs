//! What a person reads is plain English: no habit of `tests/voice.txt` in our own sentences, and no sentence without end. That
//! is the catalog, help, messages, man pages, schemas, pages, and the comments in `src/`.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;
use std::{env, fs};

use serde_json::Value;

/// The longest sentence, in words.
const MAX_WORDS: usize = 30;

/// The commands whose help is read.
const COMMANDS: [&[&str]; 18] = [
    &[],
    &["explain"],
    &["parse"],
    &["run"],
    &["scan"],
    &["annotate"],
    &["report"],
    &["list"],
    &["search"],
    &["guide"],
    &["catalog"],
    &["catalog", "new"],
    &["catalog", "check"],
    &["catalog", "show"],
    &["catalog", "index"],
    &["completions"],
    &["hook"],
    &["schema"],
];

/// A piece of text, and where it is from.
#[derive(Debug)]
struct Said {
    from: String,
    text: String,
    /// Whether it is made of sentences, and not of rows or half a sentence.
    is_prose: bool,
}

/// A phrase that does not belong here, and longer ones with it that do.
struct Habit {
    phrase: String,
    but: Vec<String>,
}

impl Habit {
    /// Returns the habits of the list.
    fn all() -> Vec<Self> {
        let list = text("tests/voice.txt");
        let lines = list.lines().filter(|line| !line.starts_with('#'));
        let habits = lines.map(|line| {
            let mut phrases = line.split('\t').map(str::to_owned);
            let phrase = phrases.next().unwrap();
            let but: Vec<String> = phrases.collect();
            assert!(!phrase.is_empty() && but.iter().all(|but| but.contains(&phrase)));
            Self { phrase, but }
        });
        habits.collect()
    }

    /// Returns true if a text has the phrase, and not as a part of a longer one that is fine.
    fn is_in(&self, text: &str) -> bool {
        let count = |phrase: &String| text.matches(phrase.as_str()).count();
        count(&self.phrase) > self.but.iter().map(count).sum()
    }
}

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

/// Returns the prose of a Markdown page: without code blocks, and a paragraph or an item on a line.
fn prose(page: &str) -> Vec<String> {
    let blocks = page.split("```").step_by(2);
    let paragraphs = blocks.flat_map(|block| block.split("\n\n"));
    let items = paragraphs.flat_map(|paragraph| {
        let mut items: Vec<String> = vec![String::new()];
        for line in paragraph.lines() {
            let is_item = line.trim_start().starts_with(['-', '*', '|', '#'])
                || line
                    .split_once(". ")
                    .is_some_and(|(n, _)| n.parse::<u8>().is_ok());
            match items.last_mut() {
                Some(item) if !is_item => {
                    item.push(' ');
                    item.push_str(line);
                }
                _ => items.push(line.to_owned()),
            }
        }
        items
    });
    items.filter(|item| !item.trim().is_empty()).collect()
}

/// Returns what a command's help says, short and long, for a wide terminal.
fn helps() -> Vec<(String, String)> {
    let mut helps = Vec::new();
    for command in COMMANDS {
        for option in ["-h", "--help"] {
            let output = Command::new(env!("CARGO_BIN_EXE_errdoc"))
                .args(command)
                .arg(option)
                .env("COLUMNS", "1000")
                .env_remove("CLICOLOR_FORCE")
                .output()
                .unwrap();
            let help = String::from_utf8(output.stdout).unwrap();
            assert!(!help.is_empty(), "{command:?}");
            let from = format!("errdoc {} {option}", command.join(" "));
            helps.extend(help.lines().map(|line| (from.clone(), line.to_owned())));
        }
    }
    helps
}

/// Returns everything that a person reads, each piece with where it is from.
fn everything() -> Vec<Said> {
    let mut all = Vec::new();
    let mut add = |from: &str, text: String, is_prose: bool| {
        let from = from.to_owned();
        all.push(Said {
            from,
            text,
            is_prose,
        });
    };
    for name in [files("catalog", ".json"), files("schemas", ".json")].concat() {
        if name.ends_with("keys.json") {
            continue;
        }
        let mut ours = BTreeSet::new();
        sentences(&serde_json::from_str(&text(&name)).unwrap(), &mut ours);
        ours.into_iter().for_each(|said| add(&name, said, true));
    }
    let pages = [
        "README.md",
        "CHANGELOG.md",
        "CONTRIBUTING.md",
        "SECURITY.md",
        "catalog/README.md",
        "integrations/README.md",
        "integrations/clickhouse/README.md",
        "integrations/spark/README.md",
    ];
    let pages = pages.map(str::to_owned).to_vec();
    for name in [pages, files("docs", ".md"), files("docs/agents", ".md")].concat() {
        for said in prose(&text(&name)) {
            let is_prose = !said.starts_with('|');
            add(&name, said, is_prose);
        }
    }
    for name in files("man", "") {
        let said = text(&name);
        said.lines()
            .for_each(|said| add(&name, said.to_owned(), false));
    }
    for (name, said) in helps() {
        add(&name, said, false);
    }
    for name in sources("src") {
        let source = text(&name);
        literals(&source).for_each(|said| add(&name, said, false));
        let comments = comments(&source);
        comments.into_iter().for_each(|said| add(&name, said, true));
    }
    for said in comments(&text("build.rs")) {
        add("build.rs", said, true);
    }
    all
}

/// Returns the comments of a source file, a paragraph on a line, without their examples.
fn comments(source: &str) -> Vec<String> {
    let mut comments = vec![String::new()];
    for line in source.lines().map(str::trim) {
        let words = line
            .strip_prefix("//")
            .map(|rest| rest.trim_start_matches(['/', '!']).trim());
        match (words, comments.last_mut()) {
            (Some(words), Some(comment)) if !words.is_empty() => {
                comment.push_str(words);
                comment.push(' ');
            }
            _ => comments.push(String::new()),
        }
    }
    let outside = |comment: &String| comment.split("```").step_by(2).collect::<String>();
    let comments: Vec<String> = comments.iter().map(outside).collect();
    comments
        .into_iter()
        .filter(|comment| !comment.is_empty())
        .collect()
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
    let habits = Habit::all();
    let mut found = BTreeSet::new();
    for Said { from, text, .. } in everything() {
        let said = own(&text);
        for habit in habits.iter().filter(|habit| habit.is_in(&said)) {
            found.insert(format!("{from}: `{}`: {said}", habit.phrase));
        }
    }
    let found: Vec<String> = found.into_iter().collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn a_sentence_has_an_end() {
    let mut found = Vec::new();
    for Said { from, text, .. } in everything().into_iter().filter(|said| said.is_prose) {
        for sentence in own(&text).split(['.', '?', ':', ';']) {
            let words = sentence.split_whitespace().count();
            if words > MAX_WORDS {
                found.push(format!("{from}: {words} words: {sentence}"));
            }
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn a_habit_is_found_but_not_in_a_phrase_that_is_fine() {
    let habit = Habit {
        phrase: "is no ".to_owned(),
        but: vec!["There is no ".to_owned()],
    };
    assert!(habit.is_in("This is no code."));
    assert!(!habit.is_in("There is no code."));
    assert!(habit.is_in("There is no code, and this is no status."));
    assert_eq!(
        comments("/// One\n/// two.\n///\n/// Three.\nfn a() {} // not this\n"),
        ["One two. ", "Three. "]
    );
}
