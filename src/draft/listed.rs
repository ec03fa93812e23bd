//! A first catalog file from a list of errors: a CSV file of codes, or the error responses of an OpenAPI document.

use std::collections::HashSet;

use csv::ReaderBuilder;
use serde_json::{Map, Value, json};

use super::{MAX_TITLE, clipped, entry, envelope, masked};
use crate::catalog::Catalog;
use crate::check::check;
use crate::diagnose::Engine;
use crate::doc::Doc;
use crate::facts::stated::stated;
use crate::input::{decode, extract};
use crate::redact::Secrets;
use crate::vocabulary::{Meaning, means};

/// The longest quick fix.
const MAX_FIX: usize = 48;

/// How many errors are drafted, and how deep a schema is followed.
const MAX_ROWS: usize = 2000;
const MAX_DEPTH: usize = 8;

/// What is said of the bodies of a list of codes.
const ASSUMED: &str = "The list does not say how a body looks: the file assumes {\"error\": {\"code\", \"message\"}}.";

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
struct Row {
    status: Option<u16>,
    message: Option<String>,
    title: Option<String>,
    cause: Option<String>,
    fix: Option<String>,
    body: Value,
    /// Whether the body is made after a schema: its words are nobody's.
    is_made: bool,
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
/// input is neither a CSV file with a column of codes nor an OpenAPI document in JSON that has error responses.
#[must_use]
pub fn listed(id: &str, bytes: &[u8], catalog: &Catalog) -> Option<Drafted> {
    let text = std::str::from_utf8(bytes)
        .ok()?
        .trim_start_matches('\u{feff}');
    let mut unknown = Vec::new();
    let rows = match serde_json::from_str::<Value>(text) {
        Ok(document) => {
            let (rows, empty) = openapi(&document)?;
            if empty > 0 {
                unknown.push(format!(
                    "{empty} error responses have neither an example nor a schema in JSON: left out."
                ));
            }
            rows
        }
        Err(_) => {
            unknown.push(ASSUMED.to_owned());
            csv(text)?
        }
    };
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
        let shape = envelope("shared", &body, &error);
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
    unknown.push("The retry verdicts are those of the HTTP statuses: check them.".to_owned());
    let file = |proof: &str| {
        let mut envelopes = envelopes.clone();
        for envelope in &mut envelopes {
            envelope["proof"] = proof.into();
        }
        let file = json!({
            "$schema": "./catalog.schema.json",
            "id": id,
            "name": format!("The {id} API"),
            "envelopes": envelopes,
            "entries": entries,
        });
        serde_json::to_string_pretty(&file).map(|text| text + "\n")
    };
    let files = ["shared", "own"].map(file);
    let files: Vec<String> = files.into_iter().flatten().collect();
    let whole = files
        .iter()
        .find(|text| check(catalog, id, (*text).clone()).is_empty());
    let text = whole.or(files.last())?.clone();
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

/// Reads the error responses of an OpenAPI document: their examples, else bodies made after their schemas, one for each code of
/// an enum.
fn openapi(document: &Value) -> Option<(Vec<Row>, usize)> {
    document.get("openapi").or(document.get("swagger"))?;
    let (mut rows, mut empty) = (Vec::new(), 0);
    let paths = document.get("paths")?.as_object()?.values();
    let operations = paths.filter_map(Value::as_object).flat_map(Map::values);
    for responses in operations.filter_map(|operation| operation.get("responses")?.as_object()) {
        for (status, response) in responses {
            let number = status.parse().ok().filter(|status| *status >= 400);
            let is_error =
                number.is_some() || status.starts_with(['4', '5']) || status == "default";
            if !is_error || rows.len() > MAX_ROWS {
                continue;
            }
            let response = resolved(document, response, 0);
            let before = rows.len();
            for (body, is_made) in bodies(document, response) {
                let said = response.get("description").and_then(Value::as_str);
                let said = said
                    .filter(|text| !text.trim().is_empty())
                    .map(str::to_owned);
                rows.push(Row {
                    status: number,
                    title: said.clone(),
                    cause: said,
                    body,
                    is_made,
                    ..Row::default()
                });
            }
            empty += usize::from(rows.len() == before);
        }
    }
    Some((rows, empty))
}

/// Follows references inside the document.
fn resolved<'d>(document: &'d Value, value: &'d Value, depth: usize) -> &'d Value {
    let target = value.get("$ref").and_then(Value::as_str);
    match target.and_then(|target| document.pointer(target.strip_prefix('#')?)) {
        Some(found) if depth < MAX_DEPTH => resolved(document, found, depth + 1),
        _ => value,
    }
}

/// Returns the bodies that a response has: examples, else made ones, and whether they are made.
fn bodies(document: &Value, response: &Value) -> Vec<(Value, bool)> {
    let content = response.get("content").and_then(Value::as_object);
    let json = content.and_then(|content| content.iter().find(|(kind, _)| kind.contains("json")));
    // The second edition of OpenAPI has schema and examples in the response itself.
    let media = json.map_or(response, |(_, media)| media);
    let mut found: Vec<Value> = media.get("example").cloned().into_iter().collect();
    for example in media
        .get("examples")
        .and_then(Value::as_object)
        .into_iter()
        .flat_map(Map::values)
    {
        let example = resolved(document, example, 0);
        found.push(example.get("value").unwrap_or(example).clone());
    }
    let is_made = found.is_empty();
    if let (true, Some(schema)) = (is_made, media.get("schema")) {
        let codes = codes(document, schema, 0).max(1);
        found.extend((0..codes).map(|turn| made(document, schema, turn, 0)));
    }
    let is_object = |(body, _): &(Value, bool)| body.is_object();
    found
        .into_iter()
        .map(|body| (body, is_made))
        .filter(is_object)
        .collect()
}

/// Returns how many codes the enum of a schema has.
fn codes(document: &Value, schema: &Value, depth: usize) -> usize {
    let schema = resolved(document, schema, 0);
    let members = schema.get("properties").and_then(Value::as_object);
    let counts = members.into_iter().flatten().map(|(name, inner)| {
        let inner = resolved(document, inner, 0);
        match inner.get("enum").and_then(Value::as_array) {
            Some(values) if means(name, Meaning::Code) => values.len(),
            _ if depth < MAX_DEPTH => codes(document, inner, depth + 1),
            _ => 0,
        }
    });
    counts.max().unwrap_or(0)
}

/// Makes a body after a schema, with the code of this turn.
fn made(document: &Value, schema: &Value, turn: usize, depth: usize) -> Value {
    let schema = resolved(document, schema, 0);
    if let Some(example) = schema.get("example").or(schema.get("default")) {
        return example.clone();
    }
    if let Some(values) = schema.get("enum").and_then(Value::as_array) {
        return values
            .get(turn)
            .or(values.first())
            .cloned()
            .unwrap_or_default();
    }
    if let Some(members) = schema.get("properties").and_then(Value::as_object) {
        let made = members
            .iter()
            .filter(|_| depth < MAX_DEPTH)
            .map(|(name, inner)| (name.clone(), made(document, inner, turn, depth + 1)));
        return Value::Object(made.collect());
    }
    match schema.get("type").and_then(Value::as_str) {
        Some("integer" | "number") => 0.into(),
        Some("boolean") => false.into(),
        Some("array") => json!([]),
        Some("object") => json!({}),
        _ => "text".into(),
    }
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
        let drafted = listed("parcelpeak", table.as_bytes(), &catalog).unwrap();
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
            assert!(listed("x", other.as_bytes(), &catalog).is_none(), "{other}");
        }
        assert_eq!(
            records("a,\"b \"\"c\"\"\r\nd\"\r\ne", b','),
            [vec!["a", "b \"c\"\r\nd"], vec!["e"]]
        );
    }

    #[test]
    fn the_error_responses_of_an_openapi_document_become_entries() {
        let catalog = Catalog::builtin();
        let document = r##"{"openapi": "3.0.0", "paths": {"/x": {"parameters": [], "get": {"responses": {
            "200": {"description": "ok"}, "500": {"description": "Down"},
            "404": {"description": "No such parcel", "content": {"application/json": {"examples":
                {"a": {"value": {"fault": {"code": "PP-404", "text": "No parcel"}}}}}}},
            "422": {"$ref": "#/components/responses/Bad"}}}}},
            "components": {"responses": {"Bad": {"description": "Invalid", "content": {"application/json":
                {"schema": {"$ref": "#/components/schemas/E"}}}}},
            "schemas": {"E": {"properties": {"fault": {"properties": {"code": {"enum": ["PP-1", "PP-2"]}, "text": {}}},
                "next": {"$ref": "#/components/schemas/E"}}}}}}"##;
        let drafted = listed("parcelpeak", document.as_bytes(), &catalog).unwrap();
        for code in ["PP-404", "PP-1", "PP-2"] {
            assert!(drafted.text.contains(code), "{code}: {}", drafted.text);
        }
        assert!(
            drafted.unknown[0].starts_with("1 error responses"),
            "{:?}",
            drafted.unknown
        );
        assert!(listed("x", br#"{"openapi": "3.0.0", "paths": {}}"#, &catalog).is_none());
    }
}
