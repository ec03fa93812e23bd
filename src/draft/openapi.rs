//! The error responses of an OpenAPI document, in JSON or YAML.

use serde_json::{Map, Value, json};

use super::NoDraft;
use super::listed::{MAX_ROWS, Row};
use crate::vocabulary::{Meaning, means};

/// How deep a schema and its references are followed.
const MAX_DEPTH: usize = 8;

/// How many hosts are drafted.
const MAX_HOSTS: usize = 20;

/// The members that tell an OpenAPI document.
const VERSIONS: [&str; 2] = ["openapi", "swagger"];

/// Reads an OpenAPI document in JSON or YAML; `None` if the text is something else.
pub(super) fn document(text: &str) -> Result<Option<Value>, NoDraft> {
    if let Ok(document) = serde_json::from_str::<Value>(text) {
        return Ok(VERSIONS
            .iter()
            .any(|name| document.get(name).is_some())
            .then_some(document));
    }
    let is_version = |line: &str| {
        let name = line.split_once(':').map(|(name, _)| name);
        name.is_some_and(|name| VERSIONS.contains(&name.trim_matches(['"', '\''])))
    };
    if !text.lines().any(is_version) {
        return Ok(None);
    }
    yaml_serde::from_str(text)
        .map(Some)
        .map_err(|error| NoDraft::Unreadable(error.to_string()))
}

/// Returns the error responses of an OpenAPI document, and how many have no body: examples, else bodies made after their schemas,
/// one for each code of an enum.
pub(super) fn responses(document: &Value) -> Option<(Vec<Row>, usize)> {
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

/// What an OpenAPI document says of the API itself.
#[derive(Debug, Default)]
pub(super) struct About {
    /// Its title.
    pub(super) name: Option<String>,
    /// The hosts of its servers, without those of a developer's machine.
    pub(super) hosts: Vec<String>,
}

/// Reads what an OpenAPI document says of the API itself.
pub(super) fn about(document: &Value) -> About {
    let name = document.pointer("/info/title").and_then(Value::as_str);
    let name = name.map(str::trim).filter(|name| !name.is_empty());
    let servers = document.get("servers").and_then(Value::as_array);
    let urls = servers.into_iter().flatten();
    let urls = urls.filter_map(|server| server.get("url")?.as_str());
    let of_url = |url: &'_ str| {
        let (_, rest) = url.split_once("://")?;
        let end = rest.find(['/', '?', '#', ':']).unwrap_or(rest.len());
        Some(rest[..end].to_ascii_lowercase())
    };
    // The second edition has the host by itself.
    let host = document.get("host").and_then(Value::as_str);
    let host = host.map(|host| host.split(':').next().unwrap_or(host).to_ascii_lowercase());
    let is_host = |host: &String| {
        let mut labels = host.split('.');
        let is_label = |label: &str| {
            !label.is_empty()
                && label
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || b == b'-')
        };
        labels.clone().count() > 1
            && labels.all(is_label)
            && !host.bytes().all(|b| b.is_ascii_digit() || b == b'.')
    };
    let mut hosts: Vec<String> = Vec::new();
    for host in urls.filter_map(of_url).chain(host).filter(is_host) {
        if !hosts.contains(&host) && hosts.len() < MAX_HOSTS {
            hosts.push(host);
        }
    }
    About {
        name: name.map(str::to_owned),
        hosts,
    }
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
    use super::super::{NoDraft, listed};
    use crate::Catalog;

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
        let drafted = listed("parcelpeak", document.as_bytes(), &catalog)
            .unwrap()
            .unwrap();
        for code in ["PP-404", "PP-1", "PP-2"] {
            assert!(drafted.text.contains(code), "{code}: {}", drafted.text);
        }
        assert!(
            drafted.unknown[0].starts_with("1 error response has neither"),
            "{:?}",
            drafted.unknown
        );
        let no_host = |unknown: &[String]| unknown.iter().any(|said| said.starts_with("No host"));
        assert!(no_host(&drafted.unknown), "{:?}", drafted.unknown);
        let about = r#"{"openapi": "3.0.0", "info": {"title": "Parcel Peak"}, "servers": [
            {"url": "https://API.parcelpeak.example:8443/v1"}, {"url": "https://{region}.parcelpeak.example"},
            {"url": "/v1"}, {"url": "http://127.0.0.1/"}, {"url": "http://localhost:8080"}],"#;
        let drafted = listed(
            "parcelpeak",
            document
                .replacen(r#"{"openapi": "3.0.0","#, about, 1)
                .as_bytes(),
            &catalog,
        )
        .unwrap()
        .unwrap();
        let file: serde_json::Value = serde_json::from_str(&drafted.text).unwrap();
        assert_eq!(file["name"], "Parcel Peak");
        assert_eq!(file["hosts"], serde_json::json!(["api.parcelpeak.example"]));
        assert!(!no_host(&drafted.unknown), "{:?}", drafted.unknown);
        let second = r#"{"swagger": "2.0", "host": "api.parcelpeak.example", "#;
        let drafted = listed(
            "parcelpeak",
            document
                .replacen(r#"{"openapi": "3.0.0","#, second, 1)
                .as_bytes(),
            &catalog,
        )
        .unwrap()
        .unwrap();
        assert!(
            drafted.text.contains("api.parcelpeak.example"),
            "{}",
            drafted.text
        );
        let empty = br#"{"openapi": "3.0.0", "paths": {}}"#;
        assert_eq!(
            listed("x", empty, &catalog).unwrap_err(),
            NoDraft::NoResponses
        );
    }

    #[test]
    fn an_openapi_document_in_yaml_becomes_the_same_file_as_in_json() {
        let catalog = Catalog::builtin();
        let yaml = r##"---
# The API of parcels.
openapi: 3.1.0
paths:
  /parcels/{id}:
    get:
      responses:
        200: { description: ok }
        404:
          $ref: "#/components/responses/Missing"
        "409":
          description: >
            The parcel is
            already booked
          content:
            application/json: &body
              schema: { $ref: "#/components/schemas/Fault" }
        default:
          description: Anything else
          content:
            application/problem+json: *body
components:
  responses:
    Missing:
      description: No such parcel
      content:
        application/json:
          example: { fault: { code: PP-404, text: "No parcel: 17" } }
  schemas:
    Fault:
      properties:
        fault:
          properties:
            code: { enum: [PP-1, PP-2] }
            text: { type: string }
"##;
        let json = r##"{"openapi": "3.1.0", "paths": {"/parcels/{id}": {"get": {"responses": {
            "200": {"description": "ok"}, "404": {"$ref": "#/components/responses/Missing"},
            "409": {"description": "The parcel is already booked\n", "content": {"application/json":
                {"schema": {"$ref": "#/components/schemas/Fault"}}}},
            "default": {"description": "Anything else", "content": {"application/problem+json":
                {"schema": {"$ref": "#/components/schemas/Fault"}}}}}}}},
            "components": {"responses": {"Missing": {"description": "No such parcel", "content": {"application/json":
                {"example": {"fault": {"code": "PP-404", "text": "No parcel: 17"}}}}}},
            "schemas": {"Fault": {"properties": {"fault": {"properties":
                {"code": {"enum": ["PP-1", "PP-2"]}, "text": {"type": "string"}}}}}}}}"##;
        let of = |text: &str| listed("p", text.as_bytes(), &catalog).unwrap().unwrap();
        assert_eq!(of(yaml).text, of(json).text);
        for code in ["PP-404", "PP-1", "PP-2"] {
            assert!(of(yaml).text.contains(code), "{code}");
        }
        // What cannot be read is said, with its line; what grows without end by its references is refused.
        let broken = listed("p", b"openapi: 3.0.0\npaths: {\n", &catalog).unwrap_err();
        let NoDraft::Unreadable(fault) = broken else {
            panic!("{broken:?}");
        };
        assert!(fault.contains("line"), "{fault}");
        let bomb: String = (1..40)
            .map(|n| format!("a{n}: &a{n} [*a{0}, *a{0}, *a{0}, *a{0}]\n", n - 1))
            .collect();
        let bomb = format!("openapi: 3.0.0\na0: &a0 [1]\n{bomb}");
        assert!(listed("p", bomb.as_bytes(), &catalog).is_err());
    }
}
