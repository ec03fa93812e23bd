//! A sixth API is one JSON file and nothing else: whatever the program does for a built-in API it does for a user's.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod program;

use std::path::PathBuf;

use errdoc::catalog::Catalog;
use errdoc::diagnose::Engine;
use program::{Ran, catalog, command, errdoc, folder, run, samples, write};
use serde_json::{Value, json};

/// An API of a user's, unlike the seed APIs: numbers as codes, a list of places, a pause in the body.
const ZEBRA: &str = include_str!("catalogs/zebra.json");

/// Writes the sixth API to a file.
fn zebra(test: &str) -> PathBuf {
    write(&folder(test), "zebra.json", ZEBRA)
}

/// Runs the program with a catalog on top.
fn with(catalog: &std::path::Path, args: &[&str]) -> Ran {
    run(command(args).arg("--catalog").arg(catalog))
}

/// Gives the one diagnosis of a body.
fn diagnosis(catalog: &std::path::Path, input: &str) -> Value {
    let json = with(catalog, &["parse", "--json", input]).json();
    let list = json["diagnoses"].as_array().unwrap();
    assert_eq!(list.len(), 1, "{json:#}");
    list[0].clone()
}

#[test]
fn its_file_passes_the_check() {
    let path = zebra("sixth-check");
    let ran = errdoc(["catalog", "check", path.to_str().unwrap()]);
    assert_eq!(ran.exit, Some(0), "{ran:?}");
    assert!(ran.stdout.starts_with("3 entries, no problem"), "{ran:?}");
}

#[test]
fn without_the_file_nobody_knows_it() {
    assert_eq!(errdoc(["explain", "zebra:7001"]).exit, Some(1));
    assert_eq!(errdoc(["guide", "zebra"]).exit, Some(2));
    let body = r#"{"fault":{"id":7001,"why":"Parcel weighs 2 kg, the limit is 1 kg"}}"#;
    assert_eq!(
        errdoc(["parse", "--json", body]).json()["outcome"],
        "unrecognized"
    );
}

#[test]
fn explain_takes_its_codes_in_every_form() {
    let path = zebra("sixth-explain");
    for form in [
        "7001",
        "zebra:7001",
        "zp/7001",
        "zeb:7001",
        "too-heavy",
        "zebra:TOO_HEAVY",
    ] {
        let names = with(&path, &["explain", "--json", form]).names();
        assert!(names.contains(&"zebra:7001".to_owned()), "{form}");
    }
    for form in ["depot-closed", "DEPOT_CLOSED", "Depot Lusaka is closed"] {
        let names = with(&path, &["explain", "--json", form]).names();
        assert_eq!(names, ["zebra:depot-closed"], "{form}");
    }
    let limited = ["explain", "-p", "sent-v3", "-p", "zebra", "--json", "410"];
    assert_eq!(with(&path, &limited).names(), ["zebra:depot-closed"]);
    let status = with(&path, &["explain", "--json", "429"]).names();
    assert_eq!(status.last().map(String::as_str), Some("zebra:7002"));
    let text = with(&path, &["explain", "7001"]).stdout;
    for part in [
        "zebra 7001 · HTTP 413 · retry after the fix",
        "Parcel is too heavy (Zebra Parcels, Validation)",
        "Take <excess> kg out of the parcel.",
        "Parcel weighs <weight> kg, the limit is <limit> kg",
        "24.9",
        "7002 (Depot queue is full), sent-v3:VALIDATION_005",
        "https://docs.zebra.example/faults",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
    let own = with(&path, &["explain", "depot-closed"]).stdout;
    assert!(own.contains("errdoc's own name"), "{own}");
}

#[test]
fn an_unknown_code_of_it_gets_near_ones_and_the_familys_advice() {
    let path = zebra("sixth-unknown");
    let ran = with(&path, &["explain", "7999"]);
    assert_eq!(ran.exit, Some(1));
    assert!(
        ran.stderr.contains("zebra's 7### codes (Parcels)"),
        "{ran:?}"
    );
    for (typo, near) in [
        ("7O01", "zebra 7001"),
        ("depot-closd", "zebra depot-closed"),
    ] {
        let ran = with(&path, &["explain", typo]);
        assert!(ran.stderr.contains(near), "{typo}: {}", ran.stderr);
    }
}

#[test]
fn list_search_and_guide_show_it() {
    let path = zebra("sixth-list");
    let all = with(&path, &["list", "--json"]).names();
    assert_eq!(
        all[all.len() - 3..],
        ["zebra:7001", "zebra:7002", "zebra:depot-closed"]
    );
    let own = with(&path, &["list", "-p", "zp", "-f", "tsv"]).stdout;
    assert_eq!(own.lines().count(), 1 + 3, "{own}");
    assert!(own.contains("zebra\t7001\tvalidation\t413\tafter_fix\tMake the parcel lighter\t"));
    let limits = with(&path, &["list", "-c", "rate-limit", "--json"]).names();
    assert!(limits.contains(&"zebra:7002".to_owned()), "{limits:?}");

    let found = with(&path, &["search", "parcel", "heavy", "--json"]).names();
    assert_eq!(found, ["zebra:7001"]);
    let near = with(&path, &["search", "parcell"]);
    assert_eq!(near.exit, Some(1));
    assert!(near.stderr.contains("zebra 7001"), "{near:?}");

    let guide = with(&path, &["guide", "zp"]).stdout;
    for part in [
        "Zebra Parcels (zebra)",
        "Weigh it.",
        "curl -s https://api.zebra.example/depots",
        "stable@zebra.example",
        "https://status.zebra.example",
    ] {
        assert!(guide.contains(part), "{part}\n{guide}");
    }
    assert!(with(&path, &["guide"]).stdout.contains("zebra"));
}

#[test]
fn parse_reads_its_envelope_with_fields_values_and_wait() {
    let path = zebra("sixth-parse");
    let d = diagnosis(
        &path,
        r#"{"fault":{"id":7001,"why":"Parcel weighs 31.5 kg, the limit is 25 kg","where":[{"p":"weight","m":"over 25"},{"p":"weight","m":"over 30"},{"p":"label","m":"wet"}],"depot":"lusaka","see":"https://docs.zebra.example/faults/7001"},"trace":"t-9"}"#,
    );
    assert_eq!(d["provider"], "zebra");
    assert_eq!(d["code"], "7001");
    assert_eq!(d["certainty"], "certain");
    assert_eq!(d["matched_by"], json!(["envelope", "code", "message"]));
    assert_eq!(d["http_status"], 413);
    assert_eq!(
        d["fields"],
        json!({ "weight": ["over 25", "over 30"], "label": ["wet"] })
    );
    assert_eq!(
        d["values"],
        json!({ "weight": "31.5", "limit": "25", "excess": "6.5", "depot": "lusaka" })
    );
    assert_eq!(d["request_id"], "t-9");
    assert_eq!(d["docs_url"], "https://docs.zebra.example/faults/7001");
    assert_eq!(
        d["remediation"],
        json!([
            "Take 6.5 kg out of the parcel.",
            "Ask what the depot can lift.\ncurl -s https://api.zebra.example/depots/lusaka"
        ])
    );

    let wait = diagnosis(
        &path,
        r#"{"fault":{"id":"7002","why":"Depot is busy","pause":40}}"#,
    );
    assert_eq!(wait["retry"]["verdict"], "wait");
    assert_eq!(wait["retry"]["after_seconds"], 40);
    let header = "HTTP/1.1 429 Slow\r\nRetry-After: 12\r\nX-Zebra-Trace: t-8\r\n\r\n{\"fault\":{\"id\":7002,\"why\":\"Depot is busy\",\"pause\":40}}";
    let file = write(path.parent().unwrap(), "response.txt", header);
    let wait = diagnosis(&path, file.to_str().unwrap());
    assert_eq!(wait["retry"]["after_seconds"], 12);
    assert_eq!(wait["request_id"], "t-8");
}

#[test]
fn its_contradictions_families_and_successes_are_data_too() {
    let path = zebra("sixth-quirk");
    let quirk = diagnosis(&path, r#"{"fault":{"id":7009,"why":"?","kind":"Busy"}}"#);
    assert_eq!(quirk["code"], "7002");
    assert_eq!(
        quirk["notes"],
        json!(["The answer says 7009, its kind says 7002: the kind is right."])
    );
    let unknown = diagnosis(
        &path,
        r#"{"fault":{"id":7777,"why":"Parcel sings"},"trace":"t"}"#,
    );
    assert_eq!(unknown["certainty"], "unknown_code");
    assert_eq!(
        (&unknown["provider"], &unknown["code"]),
        (&json!("zebra"), &json!("7777"))
    );
    assert_eq!(
        unknown["remediation"],
        json!(["Look at the parcel on the scales and at its label."])
    );
    let success = with(
        &path,
        &["parse", "--json", r#"{"parcel":{"number":"z-1"}}"#],
    );
    assert_eq!(success.json()["outcome"], "success");
}

#[test]
fn its_host_and_header_are_evidence_and_a_sisters_host_is_not() {
    let path = zebra("sixth-host");
    let body = r#"{"fault":{"why":"Something else"}}"#;
    let from = |head: &str| {
        let file = write(
            path.parent().unwrap(),
            "response.txt",
            &format!("{head}{body}"),
        );
        diagnosis(&path, file.to_str().unwrap())
    };
    let bare = from("HTTP/1.1 410 Gone\r\n\r\n");
    assert_eq!(
        bare["certainty"], "status_only",
        "identified shapes need a host or header"
    );
    let header = from("HTTP/1.1 410 Gone\r\nX-Zebra: 1\r\n\r\n");
    assert_eq!(
        (&header["code"], &header["certainty"]),
        (&json!("depot-closed"), &json!("certain"))
    );
    let host = |name: &str| {
        from(&format!(
            "> GET /x HTTP/1.1\r\n> Host: {name}\r\n>\r\n< HTTP/1.1 410 Gone\r\n<\r\n"
        ))
    };
    assert_eq!(host("api.zebra.example")["code"], "depot-closed");
    assert_eq!(host("api.okapi.example")["certainty"], "status_only");
}

#[test]
fn a_support_request_about_it_goes_to_its_support() {
    let path = zebra("sixth-report");
    let body = r#"{"fault":{"id":7002,"why":"Depot is busy"},"trace":"t-9"}"#;
    let json = with(&path, &["report", "--json", body]).json();
    assert_eq!(json["report"]["to"], "stable@zebra.example");
    assert_eq!(json["report"]["request_id"], "t-9");
    let letter = with(&path, &["report", body]).stdout;
    assert!(
        letter.contains("t-9") && letter.contains("- [ ] The parcel"),
        "{letter}"
    );
}

#[test]
fn completions_and_catalog_show_have_it() {
    let path = zebra("sixth-show");
    let file = path.to_str().unwrap();
    for (typed, word) in [
        ("70", "7001"),
        ("dep", "depot-closed"),
        ("AUTH", "AUTH_002"),
    ] {
        let asked = ["__complete", "fish", "--catalog", file, "explain", typed];
        let said = std::process::Command::new(env!("CARGO_BIN_EXE_errdoc"))
            .args(asked)
            .output()
            .unwrap();
        let candidates = String::from_utf8(said.stdout).unwrap();
        assert!(candidates.contains(word), "no {word}: {candidates}");
    }
    assert_eq!(with(&path, &["catalog", "show", "zebra"]).stdout, ZEBRA);
    let list = with(&path, &["catalog", "show"]).stdout;
    let list = list.split_whitespace().collect::<Vec<_>>().join(" ");
    let last = format!(
        " zebra Zebra Parcels \u{b7} 3 entries \u{b7} {}",
        path.display()
    );
    assert!(list.ends_with(&last), "{list}");
}

#[test]
fn it_changes_no_answer_about_the_built_in_ones() {
    let path = zebra("sixth-beside");
    for sample in samples() {
        let sample = sample.to_str().unwrap();
        let without = errdoc(["parse", "--json", sample]).stdout;
        assert_eq!(
            with(&path, &["parse", "--json", sample]).stdout,
            without,
            "{sample}"
        );
    }
}

#[test]
fn it_works_in_process_as_well() {
    let mut catalog = Catalog::builtin();
    catalog.add("zebra.json", ZEBRA.to_owned()).unwrap();
    assert_eq!(catalog.ids().last(), Some(&"zebra"));
    let engine = Engine::new(&catalog, &["zebra"]).unwrap();
    let report = engine.diagnose_bytes(br#"{"fault":{"id":7002,"why":"Depot is busy"}}"#);
    assert_eq!(report.diagnoses[0].code.as_deref(), Some("7002"));
}

/// Gives an entry for an API that exists.
fn entry(code: &str, title: &str, body: &Value) -> Value {
    json!({
        "code": code,
        "title": title,
        "category": "validation",
        "http_status": 400,
        "cause": "This company's own cause.",
        "remediation": ["Ask this company's own desk."],
        "quick_fix": "Ask the desk",
        "retry": { "verdict": "no", "advice": "Ask first." },
        "examples": [{ "status": 400, "body": body }],
        "source": "This company"
    })
}

#[test]
fn a_file_with_the_id_of_a_built_in_api_adds_its_entries() {
    let body = json!({ "error": { "code": "VALIDATION_099", "message": "Nonsense" } });
    let file = json!({ "id": "sent-v3", "entries": [entry("VALIDATION_099", "Nonsense in the body", &body)] });
    let path = write(&folder("sixth-add"), "more.json", &file.to_string());
    assert_eq!(
        errdoc(["catalog", "check", path.to_str().unwrap()]).exit,
        Some(0)
    );

    let names = with(&path, &["list", "--json", "-p", "sent-v3"]).names();
    assert_eq!(names.len(), 39 + 1);
    assert_eq!(
        names.last().map(String::as_str),
        Some("sent-v3:VALIDATION_099")
    );
    let explained = with(&path, &["explain", "validation99", "VALIDATION_001"]);
    assert!(
        explained
            .stdout
            .contains("Nonsense in the body (Sent API v3, Validation)")
    );
    assert!(explained.stdout.contains("sent-v3 VALIDATION_001"));
    let d = diagnosis(&path, &body.to_string());
    assert_eq!(
        (&d["code"], &d["certainty"]),
        (&json!("VALIDATION_099"), &json!("likely"))
    );
    let guide = with(&path, &["guide", "sent-v3"]);
    assert_eq!(
        guide.stdout,
        errdoc(["guide", "sent-v3"]).stdout,
        "the rest stays"
    );
}

#[test]
fn an_entry_with_a_code_that_exists_takes_its_place() {
    let body =
        json!({ "error": { "code": "NOT_FOUND", "message": "Message not found.", "status": 404 } });
    let file = json!({ "id": "michow", "entries": [entry("NOT_FOUND", "Ours", &body)] });
    let folder = folder("sixth-replace");
    let path = write(&folder, "ours.json", &file.to_string());
    let names = with(&path, &["list", "--json", "-p", "michow"]).names();
    assert_eq!(names.len(), 9);
    let explained = with(&path, &["explain", "--json", "michow:NOT_FOUND"]).json();
    assert_eq!(explained["entries"].as_array().unwrap().len(), 1);
    assert_eq!(explained["entries"][0]["title"], "Ours");
    assert_eq!(
        diagnosis(&path, &body.to_string())["cause"],
        "This company's own cause."
    );
    let found = with(
        &path,
        &["search", "Message", "not", "found", "-p", "michow"],
    );
    assert!(
        !found.stdout.contains("Message not found"),
        "the old one is gone: {found:?}"
    );

    // Of two files the later counts.
    let last = json!({ "id": "michow", "entries": [entry("NOT_FOUND", "Last", &body)] });
    write(&folder, "z-last.json", &last.to_string());
    let explained = with(&folder, &["explain", "--json", "michow:NOT_FOUND"]).json();
    assert_eq!(explained["entries"][0]["title"], "Last");
}

#[test]
fn a_member_of_a_later_file_counts_before_an_earlier_ones() {
    let file = json!({
        "id": "michow",
        "support": { "contact": "desk@company.example", "include": ["The ticket"] },
        "entries": []
    });
    let path = write(&folder("sixth-member"), "desk.json", &file.to_string());
    let guide = with(&path, &["guide", "michow"]).stdout;
    assert!(
        guide.contains("desk@company.example") && guide.contains("The ticket"),
        "{guide}"
    );
    assert!(
        guide.contains("Keys and sessions"),
        "the rest stays: {guide}"
    );
    assert_eq!(
        with(&path, &["list", "--json", "-p", "michow"])
            .names()
            .len(),
        9
    );
}

#[test]
fn catalog_show_prints_every_file_of_an_api() {
    let body = json!({ "error": { "code": "VALIDATION_099", "message": "Nonsense" } });
    let file = json!({ "id": "sent-v3", "entries": [entry("VALIDATION_099", "Nonsense", &body)] })
        .to_string();
    let path = write(&folder("sixth-files"), "more.json", &file);
    let shown = with(&path, &["catalog", "show", "sent-v3"]).stdout;
    // The schema is where a copy's reader puts it.
    let built_in = catalog("sent-v3").replace("\"../schemas/", "\"./");
    assert_eq!(shown, format!("{built_in}\n{file}"));
}

#[test]

fn a_code_that_looks_like_a_status_does_not_hide_the_status() {
    let file = ZEBRA
        .replace("\"7002\"", "\"429\"")
        .replace("id\": \"7002\"", "id\": \"429\"");
    let path = write(&folder("sixth-three-digits"), "zebra.json", &file);
    let names = with(&path, &["explain", "--json", "429"]).names();
    for expected in ["zebra:429", "michow:RATE_LIMITED"] {
        assert!(names.contains(&expected.to_owned()), "{names:?}");
    }
}

#[test]
fn a_new_api_needs_a_name_and_envelopes() {
    let folder = folder("sixth-needs");
    for missing in ["name", "envelopes"] {
        let mut file: Value = serde_json::from_str(ZEBRA).unwrap();
        file.as_object_mut().unwrap().remove(missing);
        let path = write(&folder, "needs.json", &file.to_string());
        let ran = with(&path, &["list"]);
        assert_eq!(ran.exit, Some(2), "{ran:?}");
        let said = format!("needs.json:1: {missing}: missing for a new API");
        assert!(ran.stderr.contains(&said), "{ran:?}");
    }
}
