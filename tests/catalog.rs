//! The built-in catalog is whole: every file passes its own check, and every example is diagnosed as its own entry, alone
//! on top, with all other APIs beside it.
//!
//! What is known to fail is in `catalog_problems.tsv`, each with the reason. `ERRDOC_ACCEPT=1 cargo test --test catalog`
//! writes the file again; a problem that it did not have gets the problem itself as its reason, to be replaced by one.
#![allow(clippy::expect_used, clippy::panic)]

use std::collections::BTreeMap;
use std::{env, fs, thread};

use errdoc::catalog::Catalog;
use errdoc::check::check;

/// The file with the known problems.
const KNOWN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/catalog_problems.tsv");

/// The first line of that file.
const HEADER: &str = "api\tentry\tfield\twhy it stays for now";

/// A problem: API, entry and field.
type Problem = [String; 3];

/// Returns the known problems with their reasons.
fn known() -> BTreeMap<Problem, String> {
    let text = fs::read_to_string(KNOWN).expect("the file is there");
    let rows = text.lines().skip(1).map(|line| {
        let cells: Vec<&str> = line.split('\t').collect();
        let [api, entry, field, reason] = cells[..] else {
            panic!("not four cells: {line}");
        };
        assert!(!reason.is_empty(), "no reason: {line}");
        ([api, entry, field].map(str::to_owned), reason.to_owned())
    });
    rows.collect()
}

/// Returns the problems of a built-in file, each with what the check says.
fn problems(catalog: &Catalog, id: &str) -> Vec<(Problem, String)> {
    let path = format!("{}/catalog/{id}.json", env!("CARGO_MANIFEST_DIR"));
    let text = fs::read_to_string(path).expect("the file is there");
    let found = check(catalog, &format!("catalog/{id}.json"), text);
    let found = found.into_iter().map(|problem| {
        let said = problem.to_string();
        let place = [Some(id.to_owned()), problem.entry, problem.field];
        (place.map(Option::unwrap_or_default), said)
    });
    found.collect()
}

#[test]
fn every_built_in_file_passes_its_own_check() {
    let catalog = Catalog::builtin();
    let ids = catalog.ids();
    let threads = thread::available_parallelism().map_or(1, usize::from);
    let found: BTreeMap<Problem, String> = thread::scope(|scope| {
        let parts: Vec<_> = (0..threads)
            .map(|first| {
                let own = ids.iter().skip(first).step_by(threads);
                let catalog = &catalog;
                scope
                    .spawn(move || -> Vec<_> { own.flat_map(|id| problems(catalog, id)).collect() })
            })
            .collect();
        parts
            .into_iter()
            .flat_map(|part| part.join().expect("a check does not panic"))
            .collect()
    });
    let known = known();
    if env::var_os("ERRDOC_ACCEPT").is_some() {
        let rows = found.iter().map(|(problem, said)| {
            let reason = known.get(problem).unwrap_or(said);
            format!("{}\t{reason}\n", problem.join("\t"))
        });
        let text = format!("{HEADER}\n{}", rows.collect::<String>());
        fs::write(KNOWN, text).expect("the file can be written");
        return;
    }
    let new = found
        .iter()
        .filter(|(problem, _)| !known.contains_key(*problem));
    let new: Vec<&str> = new.map(|(_, said)| said.as_str()).collect();
    assert!(new.is_empty(), "{}", new.join("\n"));
    let gone: Vec<&Problem> = known
        .keys()
        .filter(|known| !found.contains_key(*known))
        .collect();
    assert!(gone.is_empty(), "mended, so take them out: {gone:?}");
}
