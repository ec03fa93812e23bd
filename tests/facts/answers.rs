//! Diagnoses inputs in process with the built-in catalog, and says what came of it in few words.
use std::sync::LazyLock;

use errdoc::catalog::{Catalog, Entry};
use errdoc::diagnose::{Diagnosis, Engine, Report};

/// The APIs that these claims are about: what others answer in the same shapes is another matter.
const APIS: [(&str, &str); 5] = [
    ("sent-v3", include_str!("../../catalog/sent-v3.json")),
    ("sent-v2", include_str!("../../catalog/sent-v2.json")),
    ("sendivent", include_str!("../../catalog/sendivent.json")),
    (
        "sinch-verification",
        include_str!("../../catalog/sinch-verification.json"),
    ),
    ("michow", include_str!("../../catalog/michow.json")),
];

/// The catalog of these APIs.
pub(crate) static CATALOG: LazyLock<Catalog> = LazyLock::new(|| {
    let mut catalog = Catalog::bare();
    for (name, text) in APIS {
        catalog.add(name, text.to_owned()).unwrap();
    }
    catalog
});

/// That catalog, ready for diagnosing.
static ENGINE: LazyLock<Engine> = LazyLock::new(|| Engine::new(&CATALOG, &[]).unwrap());

/// Diagnoses an input.
pub(crate) fn report(input: &str) -> Report<'static> {
    ENGINE.diagnose_bytes(input.as_bytes())
}

/// Gives the one diagnosis of an input.
pub(crate) fn only(input: &str) -> Diagnosis<'static> {
    let mut report = report(input);
    assert_eq!(report.diagnoses.len(), 1, "{input}\n{report:#?}");
    report.diagnoses.remove(0)
}

/// Gives API, code and certainty of a diagnosis.
pub(crate) fn name(d: &Diagnosis<'_>) -> String {
    let api = d.api.map_or("-", |api| api.id.as_str());
    let code = d.code.as_deref().unwrap_or("-");
    format!("{api}:{code} {}", d.certainty.id())
}

/// Gives API, code and certainty of every diagnosis of an input.
pub(crate) fn names(input: &str) -> Vec<String> {
    report(input).diagnoses.iter().map(name).collect()
}

/// Gives what agreed in a diagnosis.
pub(crate) fn evidence(d: &Diagnosis<'_>) -> Vec<&'static str> {
    d.evidence.iter().map(|e| e.id()).collect()
}

/// Gives an input as it comes with an HTTP head: status and header lines in front of the body.
pub(crate) fn http(status: u16, headers: &[&str], body: &str) -> String {
    let headers: String = headers.iter().map(|line| format!("{line}\r\n")).collect();
    format!("HTTP/1.1 {status} Reason\r\n{headers}\r\n{body}")
}

/// Gives an input as `curl -v` shows it: which host answered what.
pub(crate) fn verbose(host: &str, path: &str, status: u16, body: &str) -> String {
    format!(
        "> GET {path} HTTP/1.1\r\n> Host: {host}\r\n> \r\n< HTTP/1.1 {status} Reason\r\n< content-type: application/json\r\n< \r\n{body}"
    )
}

/// Gives a built-in entry.
pub(crate) fn entry(api: &str, code: &str) -> Entry {
    CATALOG
        .entries(api)
        .unwrap()
        .into_iter()
        .find(|entry| entry.code == code)
        .unwrap_or_else(|| panic!("no {api}:{code}"))
}
