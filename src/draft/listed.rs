//! A first catalog file from a list of errors: a CSV file of codes, or the error responses of an OpenAPI document in JSON or YAML.

use std::collections::HashSet;

use csv::ReaderBuilder;
use serde_json::{Value, json};

use super::openapi::{About, about, document, responses};
use super::{MAX_TITLE, NoDraft, clipped, entry, envelope, file, masked};
use crate::catalog::Catalog;
use crate::diagnose::Engine;
use crate::doc::Doc;
use crate::facts::stated::stated;
use crate::input::{decode, extract};
use crate::redact::Secrets;

/// The longest quick fix.
const MAX_FIX: usize = 48;

/// How many errors are drafted.
pub(super) const MAX_ROWS: usize = 2000;

/// What is said of the bodies of a list of codes.
const ASSUMED: &str = "The list does not say how a body looks: the file assumes {\"error\": {\"code\", \"message\"}}.";

/// What is said of error responses that were left out.
const NO_BODY: &str = "neither an example nor a schema of a JSON object: left out.";

/// The names that columns have, in lower case without what separates words.
const COLUMNS: [(Column, &[&str]); 6] = [
    (Column::Code, &["code", "errorcode", "id"]),
    (
        Column::Status,
        &["status", "httpstatus", "http", "statuscode"],
    ),
    (Column::Message, &["message", "text", "errormessage"]),
    (Column::Title, &["title", "name", "summary"]),
    (
        Column::Cause,
        &["cause", "meaning", "description", "reason"],
    ),
    (
        Column::Fix,
        &["fix", "remediation", "solution", "action", "resolution"],
    ),
];

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Code,
    Status,
    Message,
    Title,
    Cause,
    Fix,
}

/// One error of a list.
#[derive(Debug, Default)]
pub(super) struct Row {
    pub(super) status: Option<u16>,
    pub(super) message: Option<String>,
    pub(super) title: Option<String>,
    pub(super) cause: Option<String>,
    pub(super) fix: Option<String>,
    pub(super) body: Value,
    /// Whether the body is made after a schema: its words are nobody's.
    pub(super) is_made: bool,
}

/// A file that was drafted, and what the list does not say.
#[derive(Debug)]
pub struct Drafted {
    /// The catalog file.
    pub text: String,
    /// What is left to be written, a sentence each.
    pub unknown: Vec<String>,
}

/// Drafts a catalog file from a list of errors: an entry for each, with the verdict that its status suggests. `None` if the
/// input is neither a CSV file with a column of codes nor an OpenAPI document.
///
/// # Errors
/// When the input is an OpenAPI document that cannot be read, or whose error responses have no body.
pub fn listed(id: &str, bytes: &[u8], catalog: &Catalog) -> Result<Option<Drafted>, NoDraft> {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return Ok(None);
    };
    let text = text.trim_start_matches('\u{feff}');
    let mut unknown = Vec::new();
    let mut api = About::default();
    let rows = match document(text)? {
        Some(document) => {
            api = about(&document);
            let (rows, empty) = responses(&document).ok_or(NoDraft::NoResponses)?;
            match empty {
                0 => {}
                1 => unknown.push(format!("1 error response has {NO_BODY}")),
                _ => unknown.push(format!("{empty} error responses have {NO_BODY}")),
            }
            rows
        }
        None => {
            unknown.push(ASSUMED.to_owned());
            let Some(rows) = csv(text) else {
                return Ok(None);
            };
            rows
        }
    };
    let is_openapi = unknown.first().is_none_or(|said| said != ASSUMED);
    match drafted(id, &api, rows, unknown, catalog) {
        None if is_openapi => Err(NoDraft::NoResponses),
        drafted => Ok(drafted),
    }
}

/// Drafts a file from the errors of a list; `unknown` grows by what the list does not say.
fn drafted(
    id: &str,
    api: &About,
    rows: Vec<Row>,
    mut unknown: Vec<String>,
    catalog: &Catalog,
) -> Option<Drafted> {
    let engine = Engine::new(catalog, &[]).ok()?;
    let mut envelopes: Vec<Value> = Vec::new();
    let mut entries = Vec::new();
    let mut codes = HashSet::new();
    let mut missing = [0; 3];
    for row in rows.into_iter().take(MAX_ROWS) {
        let status = row.status.unwrap_or(400);
        let input = format!(
            "HTTP/1.1 {status} Error\r\ncontent-type: application/json\r\n\r\n{}",
            row.body
        );
        let input = extract(&decode(input.as_bytes()));
        let report = engine.diagnose(&input);
        let error = stated(Doc::from(&row.body).root()).into_iter().next();
        let (Some(response), Some(error)) = (input.responses.first(), error) else {
            continue;
        };
        let told = report.diagnoses.first().filter(|told| told.entry.is_none());
        let body = masked(&row.body, &Secrets::default());
        let mut drafted = entry(response, &body, &error, told);
        if !codes.insert(drafted["code"].to_string()) {
            continue;
        }
        complete(&mut drafted, &row);
        let absent = [row.status.is_none(), row.cause.is_none(), row.fix.is_none()];
        for (count, is_absent) in missing.iter_mut().zip(absent) {
            *count += usize::from(is_absent);
        }
        let shape = envelope(&body, &error);
        if !envelopes
            .iter()
            .any(|known| known["requires"] == shape["requires"])
        {
            envelopes.push(shape);
        }
        entries.push(drafted);
    }
    if entries.is_empty() {
        return None;
    }
    for (position, envelope) in envelopes.iter_mut().enumerate().skip(1) {
        envelope["name"] = format!("the error body, form {}", position + 1).into();
    }
    let count = entries.len();
    for (absent, what) in missing.iter().zip(["HTTP status", "cause", "fix"]) {
        if *absent > 0 {
            unknown.push(format!(
                "No {what} for {absent} of {count} errors: write it."
            ));
        }
    }
    if api.hosts.is_empty() {
        unknown.push("No host: add `hosts`, which make an answer certain.".to_owned());
    }
    unknown.push("The retry verdicts are those of the HTTP statuses: check them.".to_owned());
    let (text, _) = file(id, api, envelopes, &entries, catalog)?;
    Some(Drafted { text, unknown })
}

/// Puts what a row says into its entry.
fn complete(entry: &mut Value, row: &Row) {
    if let Some(title) = row.title.as_deref().or(row.message.as_deref()) {
        entry["title"] = clipped(title, MAX_TITLE).into();
    }
    if let Some(cause) = &row.cause {
        entry["cause"] = cause.replace(['{', '}'], "").into();
    }
    if let Some(fix) = &row.fix {
        let fix = fix.replace(['{', '}'], "");
        entry["quick_fix"] = clipped(&fix, MAX_FIX).into();
        entry["remediation"] = json!([fix]);
    }
    if row.is_made
        && let Some(members) = entry.as_object_mut()
    {
        members.remove("match");
    }
    if row.status.is_none() {
        entry["http_status"] = json!([]);
        entry["examples"] = json!([{"body": entry["examples"][0]["body"]}]);
    }
    entry["source"] = "A list of the API's errors".into();
}

/// Reads a CSV file with a head line that has a column of codes.
fn csv(text: &str) -> Option<Vec<Row>> {
    let head = text.lines().next()?;
    let sign = [b',', b';', b'\t']
        .into_iter()
        .max_by_key(|sign| head.matches(char::from(*sign)).count())?;
    let mut records = records(text, sign).into_iter();
    let letters = |name: &String| -> String {
        let letters = name.chars().filter(char::is_ascii_alphanumeric);
        letters.map(|c| c.to_ascii_lowercase()).collect()
    };
    let columns: Vec<Option<Column>> = records
        .next()?
        .iter()
        .map(|name| {
            let name = letters(name);
            let known = COLUMNS
                .iter()
                .find(|(_, names)| names.contains(&name.as_str()));
            known.map(|(column, _)| *column)
        })
        .collect();
    if !columns.contains(&Some(Column::Code)) || columns.iter().flatten().count() < 2 {
        return None;
    }
    let row = |record: Vec<String>| {
        let of = |column: Column| {
            let at = columns.iter().position(|known| *known == Some(column))?;
            let text = record.get(at)?.trim();
            (!text.is_empty()).then(|| text.to_owned())
        };
        let code = of(Column::Code)?;
        let message = of(Column::Message);
        let title = of(Column::Title);
        let said = message.as_ref().or(title.as_ref()).unwrap_or(&code);
        Some(Row {
            status: of(Column::Status).and_then(|status| status.parse().ok()),
            body: json!({"error": {"code": code, "message": said}}),
            is_made: false,
            message,
            title,
            cause: of(Column::Cause),
            fix: of(Column::Fix),
        })
    };
    Some(records.filter_map(row).collect())
}

/// Divides a CSV file into records: RFC 4180, with any sign between fields.
fn records(text: &str, sign: u8) -> Vec<Vec<String>> {
    let reader = ReaderBuilder::new()
        .delimiter(sign)
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let records = reader.into_records().flatten();
    records
        .map(|record| record.iter().map(str::to_owned).collect())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{listed, records};
    use crate::Catalog;
    use crate::check::check;

    #[test]
    fn a_table_of_codes_becomes_a_file_that_passes_the_check() {
        let catalog = Catalog::builtin();
        let table = "Code;HTTP status;message;cause;fix\n1203;409;\"Booked; twice\";It was booked before.;Use that booking\nPP_9;;Slow;;\n";
        let drafted = listed("parcelpeak", table.as_bytes(), &catalog)
            .unwrap()
            .unwrap();
        assert_eq!(
            check(&catalog, "p", drafted.text.clone()).len(),
            0,
            "{}",
            drafted.text
        );
        assert!(drafted.text.contains("Booked; twice"), "{}", drafted.text);
        let unknown = drafted.unknown.join(" ");
        assert!(unknown.contains("No fix for 1 of 2 errors"), "{unknown}");
        for other in [
            "",
            "hello",
            "colour,size\nred,1\n",
            "{\"error\":{}}",
            "code\nA\n",
        ] {
            let drafted = listed("x", other.as_bytes(), &catalog).unwrap();
            assert!(drafted.is_none(), "{other}");
        }
        assert_eq!(
            records("a,\"b \"\"c\"\"\r\nd\"\r\ne", b','),
            [vec!["a", "b \"c\"\r\nd"], vec!["e"]]
        );
    }
}
