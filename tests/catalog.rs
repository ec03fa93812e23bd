//! The built-in catalog is whole: every entry, every example, every fact of the vendors that is easy to lose.
#![allow(clippy::expect_used)]

use errdoc::catalog::Catalog;
use errdoc::check::check;

/// Gives the text of a built-in catalog file.
fn text(id: &str) -> String {
    let path = format!("{}/catalog/{id}.json", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(path).expect("the file is there")
}

#[test]
fn every_built_in_file_passes_its_own_check() {
    let catalog = Catalog::builtin();
    for id in catalog.ids() {
        let problems: Vec<String> = check(&catalog, &format!("catalog/{id}.json"), text(id))
            .iter()
            .map(ToString::to_string)
            .collect();
        assert!(problems.is_empty(), "{}", problems.join("\n"));
    }
}
