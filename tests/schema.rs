//! The JSON Schemas say what the program says: every answer and every catalog file fits its schema, and a typo fits none.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod program;

use std::collections::{BTreeMap, BTreeSet};

use boon::{Compiler, SchemaIndex, Schemas};
use errdoc::catalog::Catalog;
use errdoc::check::check;
use program::{APIS, catalog, errdoc, errdoc_with, folder, root, sample, samples, write};
use serde_json::{Value, json};

/// The schemas of answers; that of catalog files is apart.
const ANSWERS: [&str; 6] = ["parse", "entry", "scan", "guide", "report", "check"];

/// A schema of the program, ready to be held against values.
struct Schema {
    text: Value,
    schemas: Schemas,
    index: SchemaIndex,
}

impl Schema {
    /// Gives the schema of this name as the program prints it.
    fn of(name: &str) -> Self {
        Self::at(name, "")
    }

    /// Gives the part of a schema that a JSON Pointer names.
    fn at(name: &str, pointer: &str) -> Self {
        let printed = errdoc(["schema", name]);
        assert_eq!(printed.exit, Some(0), "{printed:?}");
        let text = printed.json();
        let mut schemas = Schemas::new();
        let mut compiler = Compiler::new();
        compiler
            .add_resource("schema.json", text.clone())
            .expect("the schema is a document");
        let index = compiler
            .compile(&format!("schema.json#{pointer}"), &mut schemas)
            .unwrap_or_else(|error| panic!("{name}: {error:#}"));
        Self {
            text,
            schemas,
            index,
        }
    }

    /// Gives what is wrong with a value.
    fn faults(&self, value: &Value) -> Option<String> {
        self.schemas
            .validate(value, self.index)
            .err()
            .map(|error| format!("{error:#}"))
    }

    /// Fails unless a value fits.
    fn assert_fits(&self, value: &Value, what: &str) {
        if let Some(faults) = self.faults(value) {
            panic!("{what}\n{faults}\n{value:#}");
        }
    }
}

/// A catalog file with every member that a file can have.
fn whole_file() -> Value {
    serde_json::from_str(include_str!("catalogs/whole.json")).unwrap()
}

/// Gives what the loader and the check say against a catalog file.
fn refusals(file: &Value) -> Vec<String> {
    check(&Catalog::builtin(), "file.json", format!("{file:#}"))
        .iter()
        .map(ToString::to_string)
        .collect()
}

/// Gives the JSON Pointers of all objects in a value, outermost first.
fn objects(value: &Value) -> Vec<String> {
    fn collect(value: &Value, at: &str, found: &mut Vec<String>) {
        match value {
            Value::Object(members) => {
                found.push(at.to_owned());
                for (name, inner) in members {
                    let token = name.replace('~', "~0").replace('/', "~1");
                    collect(inner, &format!("{at}/{token}"), found);
                }
            }
            Value::Array(items) => {
                for (position, inner) in items.iter().enumerate() {
                    collect(inner, &format!("{at}/{position}"), found);
                }
            }
            _ => {}
        }
    }
    let mut found = Vec::new();
    collect(value, "", &mut found);
    found
}

/// Says whether the object at a pointer is one whose members the file's author names freely.
fn is_free(pointer: &str) -> bool {
    let names = [
        "/requires",
        "/extras",
        "/values",
        "/headers",
        "/means",
        "/body",
    ];
    let is_shape = pointer.starts_with("/success/");
    let is_header_mark = pointer.starts_with("/headers/");
    !is_header_mark
        && (is_shape
            || pointer.contains("/body/")
            || names.iter().any(|name| pointer.ends_with(name)))
}

#[test]
fn the_program_prints_the_schemas_as_they_are_kept() {
    for name in ANSWERS.into_iter().chain(["catalog"]) {
        let kept = std::fs::read_to_string(root().join(format!("schemas/{name}.schema.json")));
        assert_eq!(errdoc(["schema", name]).stdout, kept.unwrap(), "{name}");
    }
    // Those that several commands share go by the names of all.
    for (name, kept) in [
        ("list", "entry"),
        ("explain", "entry"),
        ("search", "entry"),
        ("annotate", "parse"),
    ] {
        let printed = errdoc(["schema", name]).stdout;
        assert_eq!(printed, errdoc(["schema", kept]).stdout, "{name}");
    }
}

#[test]
fn every_member_in_a_schema_is_described() {
    fn collect(value: &Value, at: &str, faults: &mut Vec<String>) {
        match value {
            Value::Object(members) => {
                // A condition repeats members only to narrow them.
                if at.ends_with("/then") || at.ends_with("/if") {
                    return;
                }
                if let Some(Value::Object(properties)) = members.get("properties") {
                    for (name, schema) in properties {
                        let is_said =
                            |key: &str| schema[key].as_str().is_some_and(|t| !t.is_empty());
                        let is_reference = schema["$ref"].is_string();
                        if !(is_reference || is_said("title") && is_said("description")) {
                            faults.push(format!("{at}/{name}"));
                        }
                    }
                }
                for (name, inner) in members {
                    collect(inner, &format!("{at}/{name}"), faults);
                }
            }
            Value::Array(items) => {
                for inner in items {
                    collect(inner, at, faults);
                }
            }
            _ => {}
        }
    }
    for name in ANSWERS.into_iter().chain(["catalog"]) {
        let schema = Schema::of(name);
        let mut faults = Vec::new();
        collect(&schema.text, name, &mut faults);
        for (name, part) in schema.text["$defs"].as_object().unwrap() {
            if !part["description"].is_string() {
                faults.push(format!("$defs/{name}"));
            }
        }
        assert!(faults.is_empty(), "{name}: {faults:#?}");
    }
}

#[test]
fn every_built_in_catalog_file_fits() {
    let schema = Schema::of("catalog");
    for id in APIS {
        let file: Value = serde_json::from_str(&catalog(id)).unwrap();
        schema.assert_fits(&file, id);
        // An editor finds the schema by the file's own word.
        let named = file["$schema"].as_str().unwrap();
        let kept = std::fs::read_to_string(root().join("catalog").join(named)).unwrap();
        let kept: Value = serde_json::from_str(&kept).unwrap();
        assert_eq!(kept, schema.text, "{id}");
    }
}

#[test]
fn the_file_that_a_newcomer_starts_from_fits() {
    let schema = Schema::of("catalog");
    for id in ["acme", "my-api-2"] {
        let printed = errdoc(["catalog", "new", id]);
        schema.assert_fits(&printed.json(), id);
    }
}

#[test]
fn a_schema_beside_ones_own_catalogs_is_not_taken_for_one() {
    let folder = folder("schema-beside");
    for id in ["acme", "michow"] {
        // What exists is shown, what does not is begun.
        let what = if id == "acme" { "new" } else { "show" };
        let file = errdoc(["catalog", what, id]);
        let named = file.json()["$schema"].as_str().unwrap().to_owned();
        write(&folder, &format!("{id}.json"), &file.stdout);
        write(&folder, &named, &errdoc(["schema", "catalog"]).stdout);
    }
    let path = folder.to_str().unwrap();
    let ran = errdoc(["explain", "--catalog", path, "ACME_001"]);
    assert_eq!((ran.exit, ran.stderr.as_str()), (Some(0), ""), "{ran:?}");
}

#[test]
fn the_catalog_schema_and_the_loader_know_the_same_members() {
    let schema = Schema::of("catalog");
    let file = whole_file();
    schema.assert_fits(&file, "the file that has everything");
    assert_eq!(refusals(&file), Vec::<String>::new());

    // The file has everything that the schema knows ...
    let mut known: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    collect_properties(&schema.text, "", &mut known);
    let mut used = BTreeSet::new();
    for pointer in objects(&file) {
        if !is_free(&pointer) {
            let object = file.pointer(&pointer).unwrap().as_object().unwrap();
            used.extend(object.keys().map(String::as_str));
        }
    }
    for (place, names) in &known {
        for name in names {
            assert!(used.contains(name), "no `{name}` ({place}) in the file");
        }
    }

    // ... and each name that the loader says it expects is one that the schema knows.
    let all: BTreeSet<&str> = known.values().flatten().copied().collect();
    let mut asked = 0;
    for pointer in objects(&file).iter().filter(|pointer| !is_free(pointer)) {
        let said = refusals(&with_typo(&file, pointer)).join("\n");
        let Some((_, expected)) = said.split_once("expected ") else {
            continue;
        };
        for name in expected.split('`').skip(1).step_by(2) {
            asked += 1;
            assert!(all.contains(name), "the schema lacks `{name}`: {said}");
        }
    }
    assert!(asked >= 40, "the loader named {asked} members only");
}

/// Collects the members that a schema names, by place.
fn collect_properties<'s>(
    schema: &'s Value,
    at: &'s str,
    known: &mut BTreeMap<&'s str, BTreeSet<&'s str>>,
) {
    match schema {
        Value::Object(members) => {
            if let Some(Value::Object(properties)) = members.get("properties") {
                known
                    .entry(at)
                    .or_default()
                    .extend(properties.keys().map(String::as_str));
            }
            for (name, inner) in members {
                collect_properties(inner, name, known);
            }
        }
        Value::Array(items) => {
            for inner in items {
                collect_properties(inner, at, known);
            }
        }
        _ => {}
    }
}

/// Gives the file with one member too many in the object at a pointer.
fn with_typo(file: &Value, pointer: &str) -> Value {
    let mut file = file.clone();
    let object = file.pointer_mut(pointer).unwrap().as_object_mut().unwrap();
    object.insert("tpyo".to_owned(), json!("x"));
    file
}

#[test]
fn a_typo_in_a_member_is_refused_by_schema_and_loader_alike() {
    let schema = Schema::of("catalog");
    let file = whole_file();
    let places = objects(&file);
    let places: Vec<&String> = places
        .iter()
        .filter(|pointer| !is_free(pointer) && !is_known_hole(pointer, "tpyo"))
        .collect();
    assert!(places.len() >= 15, "{places:?}");
    for pointer in places {
        let file = with_typo(&file, pointer);
        assert!(
            schema.faults(&file).is_some(),
            "the schema takes {pointer}/tpyo"
        );
        let refusals = refusals(&file);
        assert!(!refusals.is_empty(), "the loader takes {pointer}/tpyo");
        assert!(
            refusals[0].starts_with("file.json:"),
            "no file and line: {refusals:?}"
        );
    }
}

/// Members that the schema refuses or asks for and the loader does not yet; the ignored test below says which.
fn is_known_hole(pointer: &str, name: &str) -> bool {
    matches!(
        (pointer, name),
        ("/envelopes/0/read/fields", "tpyo") | ("/success/0", "/whole")
    )
}

#[test]

fn what_only_the_schema_refuses_today_the_check_refuses_too() {
    for (pointer, wrong) in [
        (
            "/envelopes/0/read/fields",
            json!({ "at": "/a", "name": "/n", "text": "/t", "tpyo": "/x" }),
        ),
        ("/envelopes/0/read/fields", json!("fault.list")),
        (
            "/envelopes/0/read/fields",
            json!({ "at": "list", "name": "/n", "text": "/t" }),
        ),
        ("/success", json!([{}])),
        ("/success", json!([{ "whole": "=0" }])),
    ] {
        let mut file = whole_file();
        *file.pointer_mut(pointer).unwrap() = wrong.clone();
        assert!(Schema::of("catalog").faults(&file).is_some(), "{wrong}");
        assert!(!refusals(&file).is_empty(), "the check takes {wrong}");
    }
}

#[test]
fn what_the_schema_requires_the_loader_or_its_check_requires_too() {
    let schema = Schema::of("catalog");
    let file = whole_file();
    let mut removed = 0;
    for pointer in objects(&file) {
        let names: Vec<String> = match file.pointer(&pointer) {
            Some(Value::Object(members)) => members.keys().cloned().collect(),
            _ => Vec::new(),
        };
        for name in names {
            let mut file = file.clone();
            let object = file.pointer_mut(&pointer).unwrap().as_object_mut().unwrap();
            object.remove(&name);
            if schema.faults(&file).is_some() && !is_known_hole(&pointer, &name) {
                removed += 1;
                assert!(
                    !refusals(&file).is_empty(),
                    "only the schema asks for {pointer}/{name}"
                );
            }
        }
    }
    assert!(removed >= 20, "the schema asks for {removed} members only");
}

#[test]
fn wrong_values_are_refused_by_schema_and_check_alike() {
    let schema = Schema::of("catalog");
    for (pointer, wrong) in [
        ("/id", json!("Not An Id")),
        ("/id", json!(7)),
        ("/hosts", json!("api.whole.example")),
        ("/envelopes/0/proof", json!("sure")),
        ("/envelopes/0/requires", json!({})),
        ("/envelopes/0/requires", json!({ "fault": "string" })),
        ("/envelopes/0/requires", json!({ "/fault": "text" })),
        ("/envelopes/0/read/code", json!("fault.no")),
        ("/envelopes/0/means", json!({ "many": "W_1" })),
        ("/families/0/advice", json!("")),
        ("/entries/0/title", json!("")),
        ("/entries/0/title", json!("x".repeat(61))),
        ("/entries/0/quick_fix", json!("x".repeat(49))),
        ("/entries/0/category", json!("rate_limit")),
        ("/entries/0/http_status", json!(42)),
        ("/entries/0/http_status", json!("402")),
        ("/entries/0/cause", json!("")),
        ("/entries/0/remediation", json!([])),
        ("/entries/0/remediation", json!([{ "text": "No command." }])),
        ("/entries/0/values", json!({ "lack": "need * have" })),
        ("/entries/0/retry/verdict", json!("after-fix")),
        ("/entries/0/retry/advice", json!("")),
        ("/entries/0/retry/after_seconds", json!(-1)),
        ("/entries/0/examples", json!([])),
    ] {
        let mut file = whole_file();
        *file.pointer_mut(pointer).unwrap() = wrong.clone();
        assert!(
            schema.faults(&file).is_some(),
            "the schema takes {pointer} = {wrong}"
        );
        assert!(
            !refusals(&file).is_empty(),
            "the check takes {pointer} = {wrong}"
        );
    }
}

#[test]
fn what_explain_list_and_search_answer_fits() {
    let schema = Schema::of("entry");
    let line = Schema::at("entry", "/$defs/entry");
    let asked: &[&[&str]] = &[
        &["list"],
        &["list", "--provider", "michow", "--category", "conflict"],
        &["search", "balance"],
        &["search", "xyzzyx"],
        &[
            "explain",
            "AUTH_002",
            "insufficient-balance",
            "429",
            "AUTH-002",
        ],
        &["explain", "40009", "F4O1", "418", "AUTH_003"],
        &["explain", "Event 'welcome' not found"],
    ];
    for args in asked {
        let answer = errdoc([args, ["--json"].as_slice()].concat());
        schema.assert_fits(&answer.json(), &format!("{args:?}"));
        let lines = errdoc([args, ["--format", "jsonl"].as_slice()].concat());
        for entry in lines.json_lines() {
            line.assert_fits(&entry, &format!("{args:?}"));
        }
    }
    let all = errdoc(["list", "--json"]).json();
    assert!(all["entries"].as_array().unwrap().len() > 5000);
}

#[test]
fn what_guide_answers_fits() {
    let schema = Schema::of("guide");
    for args in [
        &["guide"][..],
        &["guide", "michow"],
        &["guide", "-p", "sent"],
    ] {
        let answer = errdoc([args, ["--json"].as_slice()].concat()).json();
        schema.assert_fits(&answer, &format!("{args:?}"));
        for name in ["provider", "sections", "support_contact", "docs_url"] {
            let mut without = answer.clone();
            without["guides"][0].as_object_mut().unwrap().remove(name);
            assert!(schema.faults(&without).is_some(), "{name} is not asked for");
        }
    }
}

#[test]
fn what_report_scan_and_annotate_answer_to_every_sample_fits() {
    let report = Schema::of("report");
    let scan = Schema::of("scan");
    let occurrence = Schema::at("parse", "/$defs/occurrence");
    let annotated = Schema::at("parse", "/$defs/annotated");
    let mut seen = [0; 4];
    for path in samples() {
        let name = path.display().to_string();
        let asked = ["report", "--json", "--with-payload", &name];
        let answer = errdoc(asked);
        if !answer.stdout.is_empty() {
            report.assert_fits(&answer.json(), &name);
            seen[0] += 1;
        }
        let answer = errdoc(["scan", "--json", &name]).json();
        scan.assert_fits(&answer, &name);
        seen[1] += answer["groups"].as_array().unwrap().len();
        for line in errdoc(["scan", "--format", "jsonl", &name]).json_lines() {
            occurrence.assert_fits(&line, &name);
            seen[2] += 1;
        }
        let input = std::fs::read(&path).unwrap();
        for line in errdoc_with(["annotate"], &input).json_lines() {
            annotated.assert_fits(&line, &name);
            seen[3] += line["diagnoses"].as_array().unwrap().len();
        }
    }
    assert!(seen.iter().all(|seen| *seen > 20), "{seen:?}");
    let log = "2026-11-21T22:00:00Z {\"error\":\"Rate limit exceeded\"}\nnothing\n";
    for by in ["code", "provider", "status"] {
        let answer = errdoc_with(["scan", "--json", "--by", by], log.as_bytes()).json();
        scan.assert_fits(&answer, by);
        for name in ["provider", "code", "count", "timeline", "first"] {
            let mut without = answer.clone();
            without["groups"][0].as_object_mut().unwrap().remove(name);
            assert!(scan.faults(&without).is_some(), "{name} is not asked for");
        }
    }
    let half = errdoc([
        "scan",
        "--json",
        &sample("001-curl-bare-v3.txt").display().to_string(),
        "/",
    ]);
    assert!(half.json()["unreadable_files"].is_array(), "{half:?}");
    scan.assert_fits(&half.json(), "a folder");
}

#[test]
fn what_catalog_check_answers_fits() {
    let schema = Schema::of("check");
    let folder = folder("schema-check");
    let broken = errdoc(["catalog", "new", "acme"])
        .stdout
        .replace("ACME_002", "ACME_001");
    for (name, text) in [
        ("right.json", errdoc(["catalog", "new", "acme"]).stdout),
        ("broken.json", broken),
        ("short.json", "{\"id\": \"x\"}".to_owned()),
        ("text.json", "{\n nope".to_owned()),
    ] {
        let path = write(&folder, name, &text);
        let answer = errdoc(["catalog", "check", "--json", path.to_str().unwrap()]).json();
        schema.assert_fits(&answer, name);
        let is_right = answer["problems"].as_array().unwrap().is_empty();
        assert_eq!(is_right, name == "right.json", "{answer}");
    }
}

#[test]
fn what_parse_answers_to_every_sample_fits() {
    let schema = Schema::of("parse");
    let line = Schema::at("parse", "/$defs/diagnosis");
    for path in samples() {
        let name = path.display().to_string();
        let answer = errdoc(["parse".as_ref(), "--json".as_ref(), path.as_os_str()]).json();
        schema.assert_fits(&answer, &name);
        let lines = errdoc([
            "parse".as_ref(),
            "--format".as_ref(),
            "jsonl".as_ref(),
            path.as_os_str(),
        ])
        .json_lines();
        assert_eq!(Some(&lines), answer["diagnoses"].as_array(), "{name}");
        for diagnosis in lines {
            line.assert_fits(&diagnosis, &name);
        }
    }
}

#[test]
fn every_certainty_and_outcome_that_the_schema_names_is_given_and_fits() {
    let schema = Schema::of("parse");
    let mut certainties = BTreeSet::new();
    let mut outcomes = BTreeSet::new();
    for input in [
        r#"{"success":false,"data":null,"error":{"code":"AUTH_002","message":"Invalid or expired API key"},"meta":{"request_id":"r","version":"v3"}}"#,
        r#"{"success":false,"data":null,"error":{"code":"AUTH_099","message":"?"},"meta":{"request_id":"r","version":"v3"}}"#,
        r#"{"status":400,"title":"Bad Request","detail":"Invalid phone number"}"#,
        r#"{"status":403,"title":"Forbidden"}"#,
        r#"{"success":true,"error":null}"#,
        r#"{"weird":1}"#,
        r#"{"error":{"code":"BERTH_FULL","message":"No berth is free"}}"#,
        "HTTP/1.1 502 Bad Gateway\r\n\r\n<html></html>",
        "HTTP/1.1 302 Found\r\n\r\n",
        "",
    ] {
        let answer = errdoc_with(["parse", "--json"], input.as_bytes()).json();
        schema.assert_fits(&answer, input);
        outcomes.insert(answer["outcome"].as_str().unwrap().to_owned());
        for diagnosis in answer["diagnoses"].as_array().unwrap() {
            certainties.insert(diagnosis["certainty"].as_str().unwrap().to_owned());
        }
    }
    let named = |pointer: &str| -> BTreeSet<String> {
        let list = schema.text.pointer(pointer).unwrap().as_array().unwrap();
        list.iter()
            .map(|v| v.as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(certainties, named("/$defs/certainty/enum"));
    assert_eq!(outcomes, named("/$defs/report/properties/outcome/enum"));
}

#[test]
fn trouble_fits_all_answers() {
    let broken = write(
        &folder("schema-trouble"),
        "broken.json",
        "{\"id\": \"x\",\n nope",
    );
    let broken = broken.to_str().unwrap();
    let troubles: &[(&str, &[&str])] = &[
        ("usage", &["parse", "--json", "--nope"]),
        ("usage", &["explain", "--json"]),
        ("usage", &["list", "--json", "--provider", "nope"]),
        ("input", &["parse", "--json", "/no/such/file"]),
        ("input", &["parse", "--json", "/"]),
        ("catalog", &["--json", "--catalog", broken, "list"]),
        ("catalog", &["--json", "--catalog", broken, "parse"]),
    ];
    for (kind, args) in troubles {
        let answer = errdoc(*args);
        assert_eq!(answer.exit, Some(2), "{answer:?}");
        assert_eq!(answer.json()["error"]["kind"], *kind, "{answer:?}");
        for name in ANSWERS {
            Schema::of(name).assert_fits(&answer.json(), &format!("{args:?}"));
        }
    }
}

#[test]
fn an_answer_that_lacks_or_bends_a_member_does_not_fit() {
    let schema = Schema::of("parse");
    let path = sample("002-seed-validation001-verbatim.txt");
    let answer = errdoc(["parse".as_ref(), "--json".as_ref(), path.as_os_str()]).json();
    // Every member that the contract names, so that none is lost unseen.
    for name in [
        "provider",
        "code",
        "certainty",
        "matched_by",
        "title",
        "category",
        "cause",
        "remediation",
        "quick_fix",
        "message",
        "http_status",
        "retry",
        "fields",
        "values",
        "request_id",
        "docs_url",
        "alternatives",
        "notes",
        "line",
        "count",
    ] {
        let mut without = answer.clone();
        without["diagnoses"][0]
            .as_object_mut()
            .unwrap()
            .remove(name);
        assert!(schema.faults(&without).is_some(), "{name} is not asked for");
    }
    for (pointer, wrong) in [
        ("/schema_version", json!(2)),
        ("/outcome", json!("ok")),
        ("/outcome", json!("success")),
        ("/diagnoses", json!([])),
        ("/diagnoses/0/certainty", json!("sure")),
        ("/diagnoses/0/certainty", json!("status_only")),
        ("/diagnoses/0/provider", json!(null)),
        ("/diagnoses/0/retry/verdict", json!("maybe")),
        ("/diagnoses/0/fields/phone_number", json!("text")),
        ("/diagnoses/0/line", json!(0)),
    ] {
        let mut bent = answer.clone();
        *bent.pointer_mut(pointer).unwrap() = wrong.clone();
        assert!(schema.faults(&bent).is_some(), "{pointer} = {wrong} fits");
    }
    let mut grown = answer.clone();
    grown["diagnoses"][0]["new_member"] = json!(true);
    grown["new_member"] = json!(true);
    schema.assert_fits(&grown, "the contract may grow");
    let entry = errdoc(["explain", "AUTH_002", "--json"]).json();
    let schema = Schema::of("entry");
    for name in [
        "provider",
        "code",
        "own_name",
        "title",
        "category",
        "http_status",
        "message",
        "cause",
        "remediation",
        "quick_fix",
        "retry",
        "see_also",
        "docs_url",
        "source",
        "since",
    ] {
        let mut without = entry.clone();
        without["entries"][0].as_object_mut().unwrap().remove(name);
        assert!(schema.faults(&without).is_some(), "{name} is not asked for");
    }
}
