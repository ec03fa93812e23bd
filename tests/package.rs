//! The package holds what a build and a reader of the program needs, and nothing else; what builds it is pinned.
// Cargo prints paths with the separator of the system.
#![cfg(unix)]
#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;
use std::{env, fs};

/// Folders that are in the package whole.
const FOLDERS: [&str; 7] = [
    "catalog",
    "completions",
    "docs",
    "hooks",
    "man",
    "schemas",
    "src",
];

/// Files beside them. Cargo adds the last two, and writes the manifest anew.
const FILES: [&str; 9] = [
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "Cargo.toml",
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "README.md",
    "build.rs",
    "Cargo.lock",
    "Cargo.toml.orig",
];

/// Adds the files below a folder.
fn collect(folder: &Path, found: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, found);
        } else {
            let root = env!("CARGO_MANIFEST_DIR");
            found.insert(path.strip_prefix(root).unwrap().display().to_string());
        }
    }
}

#[test]
fn the_package_holds_exactly_what_it_should() {
    let output = Command::new(env!("CARGO"))
        .args(["package", "--list", "--allow-dirty", "--offline"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
    let list = String::from_utf8(output.stdout).unwrap();
    // Only a package made from a repository has it.
    let listed: BTreeSet<String> = list
        .lines()
        .filter(|name| *name != ".cargo_vcs_info.json")
        .map(str::to_owned)
        .collect();
    let mut due: BTreeSet<String> = FILES.map(str::to_owned).into();
    for folder in FOLDERS {
        collect(
            &Path::new(env!("CARGO_MANIFEST_DIR")).join(folder),
            &mut due,
        );
    }
    let differing: Vec<_> = listed.symmetric_difference(&due).collect();
    assert!(differing.is_empty(), "{differing:?}");
}

/// Reads a file of the repository.
fn read(name: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).unwrap()
}

#[test]
fn what_builds_a_release_is_pinned() {
    let names = [
        ".github/workflows/ci.yml",
        ".github/workflows/publish.yml",
        ".github/workflows/release.yml",
        ".ci/run",
        ".ci/package",
    ];
    for name in names {
        for line in read(name).lines() {
            if let Some((_, action)) = line.split_once("uses: ") {
                let (_, hash) = action.split_once('@').unwrap();
                let (hash, version) = hash.split_once(" # v").unwrap();
                assert_eq!(hash.len(), 40, "{name}: {line}");
                assert!(
                    hash.bytes().all(|b| b.is_ascii_hexdigit()),
                    "{name}: {line}"
                );
                assert!(version.contains('.'), "{name}: {line}");
            }
            if let Some((_, tools)) = line.split_once("cargo install ") {
                let tools = tools
                    .split("&&")
                    .next()
                    .unwrap()
                    .split("||")
                    .next()
                    .unwrap();
                let mut tools = tools.split(' ').filter(|word| word.starts_with("cargo-"));
                assert!(tools.all(|tool| tool.contains('@')), "{name}: {line}");
            }
        }
    }
    let release = read(".github/workflows/release.yml");
    for needed in [
        "id-token: write",
        "attestations: write",
        "actions/attest-build-provenance@",
        "SHA256SUMS.sigstore.json",
    ] {
        assert!(release.contains(needed), "{needed}");
    }
    assert!(!release.contains("toolchain install stable"));
    assert!(read(".github/workflows/ci.yml").contains("check advisories bans licenses sources"));
}
