//! How long each step of the way takes: finding an entry, reading an input, diagnosing it.
//!
//! `cargo bench` prints medians. Machines differ and are noisy: compare the rows of one run with each other,
//! and use `benches/instructions.sh` for figures that repeat.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::fs;
use std::path::Path;

use divan::{Bencher, black_box};
use errdoc::catalog::Catalog;
use errdoc::diagnose::Engine;
use errdoc::input::{decode, extract};

fn main() {
    divan::main();
}

/// Reads one of the tests' samples.
fn sample(name: &str) -> Vec<u8> {
    fs::read(
        Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("tests/samples")
            .join(name),
    )
    .expect("the sample is there")
}

/// Returns a catalog of the built-in APIs and one with as many entries as asked for.
fn catalog_of(entries: usize) -> Catalog {
    let mut catalog = Catalog::builtin();
    if entries > 0 {
        let entries: Vec<String> = (0..entries)
            .map(|number| {
                format!(
                    r#"{{"code":"BIG_{number:07}","title":"T","category":"server","http_status":500,"cause":"C.","remediation":["R."],"quick_fix":"Q","retry":{{"verdict":"no","advice":"A."}},"examples":[],"source":"S"}}"#
                )
            })
            .collect();
        let text = format!(
            r#"{{"id":"big","name":"Big","envelopes":[],"entries":[{}]}}"#,
            entries.join(",")
        );
        catalog
            .add("big.json", text)
            .expect("the catalog is well-formed");
    }
    catalog
}

/// Finding an entry takes as long in a large catalog as in a small one.
#[divan::bench(args = [0, 1_000, 10_000])]
fn find(bencher: Bencher<'_, '_>, entries: usize) {
    let catalog = catalog_of(entries);
    bencher.bench(|| catalog.find(catalog.query(black_box("AUTH_002"), &[])));
}

#[divan::bench]
fn make_engine(bencher: Bencher<'_, '_>) {
    let catalog = Catalog::builtin();
    bencher.bench(|| Engine::new(&catalog, &[]));
}

#[divan::bench(args = ["001-curl-bare-v3.txt", "055-curl-v-http1.txt", "061-curl-w-json.txt", "097-sdk-sent-py.txt", "119-docker-json-file.txt"])]
fn read(bencher: Bencher<'_, '_>, name: &str) {
    let bytes = sample(name);
    bencher.bench(|| extract(&decode(black_box(&bytes))));
}

#[divan::bench(args = ["001-curl-bare-v3.txt", "007-legacy-insufficient-balance.txt", "150-foreign-laravel.txt", "163-wrong-types.txt"])]
fn diagnose(bencher: Bencher<'_, '_>, name: &str) {
    let engine =
        Engine::new(&Catalog::builtin(), &[]).expect("the built-in catalog is well-formed");
    let input = extract(&decode(&sample(name)));
    bencher.bench(|| engine.diagnose(black_box(&input)).diagnoses.len());
}

/// One mebibyte of what is meant to be slow.
#[divan::bench(args = ["{", "[", "\"", "\\", "{\"error\":", "{\\\""])]
fn hostile(bencher: Bencher<'_, '_>, unit: &str) {
    let bytes = unit.repeat(1024 * 1024 / unit.len()).into_bytes();
    bencher.bench(|| extract(&decode(black_box(&bytes))));
}
