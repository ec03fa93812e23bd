//! The manifests of a release: each names archives that the release workflow builds, with their checksums.
#![cfg(unix)]
#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

/// The version and the repository that the manifests are made for.
const VERSION: &str = "1.2.3";
const REPOSITORY: &str = "example/errdoc";

/// Returns the folder of the repository.
fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Returns the targets that the release workflow builds.
fn targets() -> Vec<String> {
    let workflow = fs::read_to_string(root().join(".github/workflows/release.yml")).unwrap();
    let targets = workflow.split("target: ").skip(1);
    let targets = targets.filter_map(|rest| rest.split([',', ' ', '}']).next());
    targets
        .filter(|target| target.matches('-').count() >= 2)
        .map(str::to_owned)
        .collect()
}

/// Returns the archive of a target as the workflow names it, and a checksum of its own.
fn archive(target: &str, position: usize) -> (String, String) {
    let end = if target.contains("windows") {
        "zip"
    } else {
        "tar.gz"
    };
    (
        format!("errdoc-{VERSION}-{target}.{end}"),
        format!("{position:064}"),
    )
}

/// Fills the manifests for these targets.
fn fill(name: &str, targets: &[String]) -> (PathBuf, Output) {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    let sums = targets.iter().enumerate().map(|(position, target)| {
        let (file, sum) = archive(target, position);
        format!("{sum}  {file}\n")
    });
    fs::write(folder.join("SHA256SUMS"), sums.collect::<String>()).unwrap();
    let output = Command::new("bash")
        .arg(root().join("packaging/fill"))
        .args([VERSION, REPOSITORY])
        .arg(&folder)
        .output()
        .unwrap();
    (folder, output)
}

/// Asserts that a manifest names an archive, and after it its checksum.
fn assert_names(text: &str, target: &str, position: usize) {
    let (file, sum) = archive(target, position);
    let url = format!("https://github.com/{REPOSITORY}/releases/download/v{VERSION}/{file}");
    let rest = text.split_once(&url).map(|(_, rest)| rest).unwrap();
    let next = rest.find('0').unwrap();
    assert!(rest[next..].starts_with(&sum), "{target}: {rest}");
}

#[test]
fn each_manifest_names_archives_of_the_release_and_their_checksums() {
    let targets = targets();
    assert!(targets.len() >= 4, "{targets:?}");
    let (folder, output) = fill("packaging", &targets);
    assert!(output.status.success(), "{output:?}");
    let text = |name: &str| fs::read_to_string(folder.join(name)).unwrap();
    let formula = text("errdoc.rb");
    let scoop: Value = serde_json::from_str(&text("errdoc.json")).unwrap();
    let mut named = BTreeSet::new();
    for (position, target) in targets.iter().enumerate() {
        if target.contains("windows") {
            assert_names(&text("errdoc.json"), target, position);
            assert_names(
                &text("winget/example.errdoc.installer.yaml"),
                target,
                position,
            );
        } else {
            assert_names(&formula, target, position);
        }
        named.insert(target);
    }
    // No archive that the workflow does not build.
    let urls = formula.matches("tar.gz").count();
    assert_eq!(
        urls,
        targets.iter().filter(|t| !t.contains("windows")).count()
    );
    assert_eq!(scoop["version"], VERSION);
    let folder_in = scoop["architecture"]["64bit"]["extract_dir"]
        .as_str()
        .unwrap();
    assert!(
        scoop["architecture"]["64bit"]["url"]
            .as_str()
            .unwrap()
            .contains(folder_in)
    );
    for (name, kind) in [
        ("errdoc.yaml", "version"),
        ("errdoc.installer.yaml", "installer"),
        ("errdoc.locale.en-US.yaml", "defaultLocale"),
    ] {
        let yaml = text(&format!("winget/example.{name}"));
        let manifest: Value = yaml_serde::from_str(&yaml).unwrap();
        assert_eq!(manifest["ManifestType"], kind);
        assert_eq!(manifest["PackageIdentifier"], "example.errdoc");
        assert_eq!(manifest["PackageVersion"], VERSION);
    }
}

#[test]
fn a_release_without_an_archive_is_refused() {
    let targets: Vec<String> = targets().into_iter().skip(1).collect();
    let (_, output) = fill("packaging-part", &targets);
    assert!(!output.status.success(), "{output:?}");
}

#[test]
fn the_formula_installs_what_the_archives_hold() {
    let formula = fs::read_to_string(root().join("packaging/errdoc.rb.in")).unwrap();
    let workflow = fs::read_to_string(root().join(".github/workflows/release.yml")).unwrap();
    let quoted = formula.split("completions/").skip(1);
    for file in quoted.filter_map(|rest| rest.split('"').next()) {
        assert!(root().join("completions").join(file).exists(), "{file}");
    }
    assert!(workflow.contains("cp -r README.md CHANGELOG.md LICENSE-* completions docs man"));
    let ruby = Command::new("ruby")
        .arg("-c")
        .arg(root().join("packaging/errdoc.rb.in"))
        .output();
    if let Ok(checked) = ruby {
        assert!(checked.status.success(), "{checked:?}");
    }
}
