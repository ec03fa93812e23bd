//! Indexes the built-in catalogs at compile time, with the code that indexes a user's at run time.
#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a build script stops by panicking: cargo shows what it says"
)]

#[allow(
    unreachable_pub,
    dead_code,
    reason = "the library exports and uses these items"
)]
#[path = "src/catalog/index.rs"]
mod index;

use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

use index::{Index, Span};

/// The built-in APIs, in the order in which they are listed.
const BUILTIN: [&str; 5] = [
    "sent-v3",
    "sent-v2",
    "sendivent",
    "sinch-verification",
    "michow",
];

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=src/catalog/index.rs");
    let root = env::var("CARGO_MANIFEST_DIR").expect("cargo sets CARGO_MANIFEST_DIR");
    let out = env::var("OUT_DIR").expect("cargo sets OUT_DIR");
    let mut code = String::from("pub(super) static BUILTIN: &[(&str, &str, Index)] = &[\n");
    for id in BUILTIN {
        let path = Path::new(&root).join("catalog").join(format!("{id}.json"));
        println!("cargo::rerun-if-changed={}", path.display());
        let text =
            fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let found = index::index(&text)
            .unwrap_or_else(|error| panic!("{}:{}: {}", path.display(), error.line, error.message));
        assert_eq!(found.id, id, "the file name is the API's id");
        write_source(&mut code, id, &path, &found).expect("writing to a String");
    }
    code.push_str("];\n");
    fs::write(Path::new(&out).join("builtin.rs"), code).expect("OUT_DIR is writable");
}

/// Writes one catalog as a static value.
fn write_source(code: &mut String, id: &str, path: &Path, found: &Index) -> std::fmt::Result {
    writeln!(
        code,
        "(\"catalog/{id}.json\", include_str!({path:?}), Index {{"
    )?;
    writeln!(code, "  id: Cow::Borrowed({:?}),", found.id)?;
    writeln!(code, "  aliases: Cow::Borrowed(&[")?;
    for alias in found.aliases.iter() {
        writeln!(code, "    Cow::Borrowed({alias:?}),")?;
    }
    writeln!(code, "  ]),\n  names: Cow::Borrowed({:?}),", found.names)?;
    writeln!(code, "  members: Cow::Borrowed(&[")?;
    for (name, at) in found.members.iter() {
        writeln!(code, "    ({}, {}),", literal(*name), literal(*at))?;
    }
    writeln!(code, "  ]),\n  slots: Cow::Borrowed(&[")?;
    for slot in found.slots.iter() {
        writeln!(
            code,
            "    Slot {{ code: {}, http_status: {}, span: {}, brief: Brief {{ title: {}, category: {}, verdict: {}, quick_fix: {} }} }},",
            literal(slot.code),
            slot.http_status,
            literal(slot.span),
            literal(slot.brief.title),
            literal(slot.brief.category),
            literal(slot.brief.verdict),
            literal(slot.brief.quick_fix)
        )?;
    }
    writeln!(code, "  ]),\n  keys: Cow::Borrowed(&[")?;
    for key in found.keys.iter() {
        writeln!(
            code,
            "    Key {{ folded: {}, name: {}, slot: {} }},",
            literal(key.folded),
            literal(key.name),
            key.slot
        )?;
    }
    writeln!(code, "  ]),\n}}),")
}

/// Writes a span as Rust.
fn literal(at: Span) -> String {
    format!("Span {{ start: {}, end: {} }}", at.start, at.end)
}
