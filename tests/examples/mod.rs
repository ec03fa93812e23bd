//! The examples of the built-in catalog files. The compiled catalog leaves them out, so that they are read from the files.
#![allow(
    dead_code,
    reason = "each test file takes what it needs of this module"
)]

use std::collections::BTreeMap;

use errdoc::Catalog;
use serde_json::Value;

/// The APIs that the suite knows by heart: what their examples are in any wrapper is tested one by one.
pub(crate) const SEED: [&str; 5] = [
    "sent-v3",
    "sent-v2",
    "sendivent",
    "sinch-verification",
    "michow",
];

/// An example of the catalog.
#[derive(Debug, Clone)]
pub(crate) struct Case {
    pub(crate) provider: String,
    pub(crate) code: String,
    pub(crate) status: u16,
    pub(crate) headers: BTreeMap<String, String>,
    pub(crate) body: Value,
}

/// Returns the examples with a body of some APIs, in the order of the catalog.
pub(crate) fn cases(apis: &[&str]) -> Vec<Case> {
    let catalog = Catalog::builtin();
    let files = apis
        .iter()
        .flat_map(|id| catalog.files(id).map(move |text| (*id, text)));
    let mut cases = Vec::new();
    for (id, text) in files {
        let file: Value = serde_json::from_str(&text).unwrap();
        for entry in file["entries"].as_array().unwrap() {
            let usual = entry["http_status"].get(0).unwrap_or(&entry["http_status"]);
            for example in entry["examples"].as_array().into_iter().flatten() {
                let Some(body) = example.get("body") else {
                    continue;
                };
                let status = example.get("status").unwrap_or(usual).as_u64().unwrap_or(0);
                let headers = example.get("headers").cloned().unwrap_or_default();
                let code = &entry["code"];
                cases.push(Case {
                    provider: id.to_owned(),
                    code: code
                        .as_str()
                        .map_or_else(|| code.to_string(), str::to_owned),
                    status: u16::try_from(status).unwrap(),
                    headers: serde_json::from_value::<Option<_>>(headers)
                        .unwrap()
                        .unwrap_or_default(),
                    body: body.clone(),
                });
            }
        }
    }
    cases
}
