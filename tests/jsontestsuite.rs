//! JSONTestSuite: whatever a JSON parser may meet is survived, and what is JSON is read as JSON.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod clock;
mod common;

use std::fs;
use std::path::Path;
use std::time::Duration;

use clock::running;
use errdoc::input::{Body, decode, extract};
pub(crate) use errdoc::{catalog, diagnose, pattern, sanitize};
use serde_json::Value;

/// Gives the files with their contents, in the order of their names.
fn files() -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/jsontestsuite/test_parsing");
    let mut files: Vec<(String, Vec<u8>)> = fs::read_dir(folder)
        .unwrap()
        .map(|file| {
            let path = file.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            (name, fs::read(path).unwrap())
        })
        .collect();
    files.sort();
    files
}

#[test]
fn every_file_is_survived_within_a_second() {
    let engine = common::engine();
    let files = files();
    assert_eq!(files.len(), 318, "the suite has lost files");
    for (name, bytes) in files {
        let start = running();
        let report = engine.diagnose_bytes(&bytes);
        assert_eq!(common::leak(&report, &[]), None, "{name}");
        assert!(
            report.diagnoses.iter().all(|d| d.entry.is_none()),
            "{name} is no error of any API"
        );
        assert!(
            running() - start < Duration::from_secs(1),
            "{name}: {:?}",
            running() - start
        );
    }
}

#[test]
fn every_object_and_list_that_is_json_is_read_to_the_same_value() {
    let mut read = 0;
    for (name, bytes) in files() {
        if !name.starts_with("y_") {
            continue;
        }
        let expected: Value = serde_json::from_slice(&bytes).unwrap();
        if !expected.is_object() && !expected.is_array() {
            continue;
        }
        let found = extract(&decode(&bytes));
        let bodies: Vec<&Value> = found
            .responses
            .iter()
            .filter_map(|response| match &response.body {
                Body::Json(value) => Some(value),
                _ => None,
            })
            .collect();
        assert_eq!(bodies, [&expected], "{name}");
        read += 1;
    }
    assert!(read > 80, "only {read} files hold an object or a list");
}
