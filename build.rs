//! Compiles the built-in catalogs with the code that compiles a user's at run time.
#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a build script stops by panicking: cargo shows what it says"
)]

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::{env, fs};

#[allow(
    unreachable_pub,
    dead_code,
    unused_imports,
    reason = "the library exports and uses these items"
)]
#[path = "src/pattern/mod.rs"]
mod pattern;

/// What of the library's `catalog` compiles catalogs.
#[allow(
    unreachable_pub,
    dead_code,
    unused_imports,
    missing_docs,
    reason = "the library exports and uses these items"
)]
mod catalog {
    #[path = "../src/catalog/binary.rs"]
    mod binary;
    #[path = "../src/catalog/compile/mod.rs"]
    pub(crate) mod compile;
    #[path = "../src/catalog/fold.rs"]
    mod fold;
    #[path = "../src/catalog/grams.rs"]
    mod grams;
    #[path = "../src/catalog/layout.rs"]
    mod layout;
    #[path = "../src/catalog/model/mod.rs"]
    pub(crate) mod model;
    #[path = "../src/catalog/table.rs"]
    mod table;
    #[path = "../src/catalog/words.rs"]
    mod words;
}

use catalog::compile::{Whole, compile};
use catalog::model::{
    Api, Entry, Envelope, Family, HeaderMark, Http, Place, Section, Shape, Support, TextForm,
};
use lzma_rust2::{XzOptions, XzWriter};
use serde::Deserialize;

/// The APIs that come first, in this order; the others follow by how common they are, then by id.
const FIRST: [&str; 5] = [
    "sent-v3",
    "sent-v2",
    "sendivent",
    "sinch-verification",
    "michow",
];

/// Files beside the catalogs that are none.
const OTHERS: [&str; 3] = ["http.json", "keys.json", "template.json"];

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=src/catalog");
    println!("cargo::rerun-if-changed=src/pattern");
    println!("cargo::rerun-if-changed=catalog");
    let root =
        PathBuf::from(env::var("CARGO_MANIFEST_DIR").expect("cargo sets CARGO_MANIFEST_DIR"));
    let out = PathBuf::from(env::var("OUT_DIR").expect("cargo sets OUT_DIR"));
    let folder = root.join("catalog");
    let mut files: Vec<(CatalogFile, String)> = json_files(&folder)
        .into_iter()
        .map(|path| {
            let text = read(&path);
            (parse(&path, &text), text)
        })
        .collect();
    files.sort_by_key(|(file, _)| {
        let first = FIRST.iter().position(|id| *id == file.id);
        (first.unwrap_or(FIRST.len()), file.rank, file.id.clone())
    });
    let mut sources = String::from("static FILES: &[(&str, &[u8])] = &[\n");
    let mut wholes: Vec<Whole> = Vec::new();
    let (files, continued): (Vec<_>, Vec<_>) = files
        .into_iter()
        .partition(|(file, _)| file.extends.is_none());
    for (file, text) in files {
        let packed = out.join(format!("{}.json.xz", file.id));
        pack(&packed, &text);
        sources += &format!("({:?}, include_bytes!({packed:?})),\n", file.id);
        wholes.push(file.into_whole());
    }
    sources += "];\n";
    for (file, _) in continued {
        let extended = file.extends.clone().unwrap_or_default();
        let (more, entries) = file.into_whole();
        let (api, known) = wholes
            .iter_mut()
            .find(|(api, _)| api.id == extended)
            .unwrap_or_else(|| panic!("{} extends {extended}, which does not exist", more.id));
        api.families.extend(more.families);
        let is_new = |code: &str| !known.iter().any(|entry| entry.code == code);
        let entries: Vec<_> = entries.into_iter().filter(|e| is_new(&e.code)).collect();
        known.extend(entries);
    }
    let keys: Keys = parse(&folder.join("keys.json"), &read(&folder.join("keys.json")));
    let first = |form: &str| form.trim_start_matches('(').chars().next();
    let mut forms: Vec<&str> = keys.keys.iter().map(|key| key.form.as_str()).collect();
    forms.sort_by_key(|form| first(form));
    // Before each line the sign that it is found by.
    let lines = forms
        .iter()
        .map(|form| format!("\n{}{form}", first(form).unwrap_or_default()));
    let lines: String = lines.collect();
    fs::write(out.join("keys.txt"), lines).expect("OUT_DIR is writable");
    let http: Http = parse(&folder.join("http.json"), &read(&folder.join("http.json")));
    fs::write(out.join("catalog.bin"), compile(&wholes, Some(&http))).expect("OUT_DIR is writable");
    fs::write(out.join("sources.rs"), sources).expect("OUT_DIR is writable");
}

/// The table of the forms of keys. What else is in it is for people.
#[derive(Deserialize)]
struct Keys {
    keys: Vec<Key>,
}

/// A row of that table.
#[derive(Deserialize)]
struct Key {
    form: String,
}

/// Returns the catalog files of a folder.
fn json_files(folder: &Path) -> Vec<PathBuf> {
    let listed = fs::read_dir(folder).expect("the folder `catalog` is there");
    let paths = listed.map(|entry| entry.expect("the folder can be listed").path());
    let mut paths: Vec<PathBuf> = paths
        .filter(|path| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            name.ends_with(".json") && !OTHERS.contains(&name.as_ref())
        })
        .collect();
    paths.sort();
    paths
}

/// Reads a file.
fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Reads JSON.
fn parse<T: serde::de::DeserializeOwned>(path: &Path, text: &str) -> T {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// How many bytes before a text are looked at for the same one.
const MOST_DICTIONARY: u32 = 4 * 1024 * 1024;

/// Writes a file's text in fewer bytes: `catalog show` prints it.
fn pack(path: &Path, text: &str) {
    let mut options = XzOptions::with_preset(9);
    // Who unpacks it takes as much memory.
    options.lzma_options.dict_size = MOST_DICTIONARY;
    let mut packer = XzWriter::new(Vec::new(), options).expect("the options are sound");
    packer.write_all(text.as_bytes()).expect("writing to a Vec");
    let packed = packer.finish().expect("writing to a Vec");
    fs::write(path, packed).expect("OUT_DIR is writable");
}

/// A catalog file as a whole.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct CatalogFile {
    #[serde(rename = "$schema")]
    _schema: Option<String>,
    /// The API's id.
    id: String,
    /// The API that the file continues.
    extends: Option<String>,
    /// How common the API is.
    rank: u8,
    name: Option<String>,
    aliases: Vec<String>,
    summary: Option<String>,
    docs_url: Option<String>,
    base_url: Option<String>,
    authentication: Option<String>,
    hosts: Vec<String>,
    foreign_hosts: Vec<String>,
    headers: Vec<HeaderMark>,
    request_id_headers: Vec<String>,
    support: Support,
    status_page: Option<String>,
    envelopes: Vec<Envelope>,
    success: Vec<BTreeMap<Place, Shape>>,
    families: Vec<Family>,
    guide: Vec<Section>,
    texts: Vec<TextForm>,
    protocol: Option<String>,
    case_insensitive_codes: bool,
    entries: Vec<Entry>,
}

impl CatalogFile {
    /// Returns the API and its entries.
    fn into_whole(self) -> Whole {
        let api = Api {
            name: self.name.unwrap_or_else(|| self.id.clone()),
            id: self.id,
            aliases: self.aliases,
            summary: self.summary,
            docs_url: self.docs_url,
            base_url: self.base_url,
            authentication: self.authentication,
            hosts: self.hosts,
            foreign_hosts: self.foreign_hosts,
            headers: self.headers,
            request_id_headers: self.request_id_headers,
            support: self.support,
            status_page: self.status_page,
            envelopes: self.envelopes,
            success: self.success,
            families: self.families,
            guide: self.guide,
            texts: self.texts,
            rank: self.rank,
            protocol: self.protocol,
            extends: self.extends,
            case_insensitive_codes: self.case_insensitive_codes,
        };
        (api, self.entries.into_iter().map(Arc::new).collect())
    }
}
