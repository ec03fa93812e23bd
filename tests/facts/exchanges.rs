//! What clients, loggers and tests print of exchanges: `exchanges/INDEX.tsv` says what is due. What was sent is not an answer.

use std::fs;
use std::path::Path;

use errdoc::Certainty;

use crate::answers::CATALOG;

#[test]
fn what_was_sent_is_neither_an_answer_nor_quoted() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/exchanges");
    let index = fs::read_to_string(folder.join("INDEX.tsv")).unwrap();
    for row in index.lines().skip(1) {
        let [file, expected, statuses, wait, secret] = row.split('\t').collect::<Vec<_>>()[..]
        else {
            panic!("{row}")
        };
        let text = fs::read(folder.join(file)).unwrap();
        let report = errdoc::diagnose(&text, &CATALOG).unwrap();
        let known = |least: Certainty| {
            let diagnoses = report
                .diagnoses
                .iter()
                .filter(move |d| d.certainty >= least);
            let names =
                diagnoses.filter_map(|d| Some(format!("{}/{}", d.api?.id, d.code.as_deref()?)));
            names.collect::<Vec<_>>()
        };
        let is_due = expected
            .split(" | ")
            .any(|due| match due.strip_prefix("possible: ") {
                _ if due == "none" || due == "status-only" => known(Certainty::Possible).is_empty(),
                Some(name) => {
                    known(Certainty::Likely).is_empty() && known(Certainty::Possible) == [name]
                }
                None => known(Certainty::Likely) == [due],
            });
        assert!(
            is_due,
            "{file}: {:?}, not {expected}",
            known(Certainty::Possible)
        );
        let mut told = report
            .diagnoses
            .iter()
            .filter_map(|d| d.http_status)
            .map(|s| s.to_string());
        let is_optional = expected.contains("none") || statuses.contains("None");
        let is_told = told.any(|status| statuses.split('|').any(|due| due == status));
        assert!(is_told || is_optional, "{file}: status {statuses}");
        if let Ok(wait) = wait.parse() {
            let waits: Vec<_> = report.diagnoses.iter().map(|d| d.after_seconds).collect();
            assert_eq!(waits, [Some(wait)], "{file}");
        }
        let messages = report.diagnoses.iter().filter_map(|d| d.message.as_deref());
        let notes = report
            .diagnoses
            .iter()
            .flat_map(|d| &d.notes)
            .chain(&report.notes);
        let mut said = messages.chain(notes.map(String::as_str));
        assert!(
            secret.is_empty() || !said.any(|said| said.contains(secret)),
            "{file}"
        );
    }
}
