//! `parse`: where inputs come from, and the forms of the answer.

use std::fs;

use crate::program::{command, errdoc, errdoc_with, folder, run, sample, samples, write};

/// A body that is diagnosed.
const KNOWN: &str = r#"{"error":"Delivery already sent"}"#;

#[test]
fn an_argument_that_begins_like_json_is_the_text_itself() {
    for text in [
        KNOWN.to_owned(),
        format!("  {KNOWN}"),
        format!("[{KNOWN}]"),
        format!("\n{KNOWN}\n"),
    ] {
        let ran = errdoc(["parse", "--json", &text]);
        assert_eq!(ran.names(), ["sendivent:duplicate-request"], "{text:?}");
    }
    let ran = errdoc(["parse", "Delivery already sent"]);
    assert_eq!(ran.exit, Some(2), "other text is a file's name: {ran:?}");
}

#[test]
fn a_file_counts_before_text_that_looks_like_its_name() {
    let folder = folder("cli-parse-name");
    write(&folder, "{}", KNOWN);
    let ran = run(command(["parse", "--json", "{}"]).current_dir(&folder));
    assert_eq!(ran.names(), ["sendivent:duplicate-request"]);
}

#[test]
fn standard_input_is_read_by_default_and_where_a_dash_stands() {
    let bytes = KNOWN.as_bytes();
    for args in [["parse", "--json"].as_slice(), &["parse", "--json", "-"]] {
        let ran = errdoc_with(args, bytes);
        assert_eq!(ran.names(), ["sendivent:duplicate-request"], "{args:?}");
        assert!(ran.stderr.is_empty(), "{ran:?}");
    }
    let other = sample("024-sinch-40003.txt");
    let ran = errdoc_with(["parse", "--json", other.to_str().unwrap(), "-"], bytes);
    assert_eq!(
        ran.names(),
        ["sinch-verification:40003", "sendivent:duplicate-request"]
    );
}

#[test]
fn several_inputs_are_headed_with_their_names() {
    let (first, second) = (
        sample("015-sendivent-event-not-found.txt"),
        sample("160-empty.txt"),
    );
    let (first, second) = (first.to_str().unwrap(), second.to_str().unwrap());
    let ran = errdoc(["parse", first, second]);
    assert_eq!(ran.exit, Some(1));
    assert!(
        ran.stdout.starts_with(&format!("==> {first} <==\n")),
        "{ran:?}"
    );
    assert!(
        ran.stderr.starts_with(&format!("==> {second} <==\n")),
        "{ran:?}"
    );
    let alone = errdoc(["parse", first]);
    assert!(!alone.stdout.contains("==>"), "{alone:?}");
}

#[test]
fn an_input_that_cannot_be_read_hides_no_answer_about_another() {
    for inputs in [[KNOWN, "no/such/file"], ["no/such/file", KNOWN]] {
        let ran = errdoc([&["parse"], &inputs[..]].concat());
        assert_eq!(ran.exit, Some(2), "{ran:?}");
        assert!(ran.stdout.contains(&format!("==> {KNOWN} <==")), "{ran:?}");
        assert!(
            ran.stderr.starts_with("errdoc: cannot read no/such/file: "),
            "{ran:?}"
        );
        // A program is told one thing.
        let ran = errdoc([&["parse", "--json"], &inputs[..]].concat());
        assert_eq!(ran.json()["error"]["kind"], "input");
    }
}

#[test]
fn an_empty_argument_is_an_empty_input() {
    for nothing in ["", " \n"] {
        let ran = errdoc(["parse", nothing]);
        assert_eq!((ran.exit, ran.stdout.as_str()), (Some(1), ""), "{ran:?}");
        assert!(ran.stderr.contains("Nothing here"), "{ran:?}");
    }
}

#[test]
fn of_several_inputs_the_worst_outcome_counts() {
    let known = KNOWN;
    let success = r#"{"success":true,"error":null}"#;
    let strange = r#"{"weird":1}"#;
    for (inputs, outcome, exit) in [
        ([known, success], "diagnosed", 0),
        ([success, success], "success", 0),
        ([known, strange], "unrecognized", 1),
        ([success, strange], "unrecognized", 1),
    ] {
        let ran = errdoc([["parse", "--json"], inputs].concat());
        assert_eq!(ran.json()["outcome"], outcome, "{inputs:?}");
        assert_eq!(ran.exit, Some(exit), "{inputs:?}");
    }
}

#[test]
fn jsonl_is_one_diagnosis_a_line() {
    let path = sample("125-ndjson-three.txt");
    let path = path.to_str().unwrap();
    let lines = errdoc(["parse", "--format", "jsonl", path]).json_lines();
    let codes: Vec<&str> = lines.iter().map(|d| d["code"].as_str().unwrap()).collect();
    assert_eq!(codes, ["RATE_LIMITED", "42900", "INTERNAL_005"]);
    let whole = errdoc(["parse", "--json", path]).json();
    assert_eq!(whole["diagnoses"].as_array(), Some(&lines));
}

#[test]
fn the_same_error_several_times_is_one_diagnosis_with_a_count() {
    let input = format!("{KNOWN}\n{KNOWN}\n{KNOWN}\n");
    let json = errdoc_with(["parse", "--json"], input.as_bytes()).json();
    assert_eq!(json["diagnoses"].as_array().unwrap().len(), 1, "{json:#}");
    assert_eq!(json["diagnoses"][0]["count"], 3);
    assert_eq!(json["diagnoses"][0]["line"], 1);
}

#[test]
fn values_are_those_of_the_message_and_computed_from_it() {
    let json = errdoc([
        "parse",
        "--json",
        r#"{"error":"Event 'welcome' not found"}"#,
    ])
    .json();
    assert_eq!(
        json["diagnoses"][0]["values"],
        serde_json::json!({ "event": "welcome" })
    );
    let path = sample("007-legacy-insufficient-balance.txt");
    let json = errdoc(["parse", "--json", path.to_str().unwrap()]).json();
    assert_eq!(json["diagnoses"][0]["values"]["shortfall"], "0.0150");
    let steps = json["diagnoses"][0]["remediation"].to_string();
    assert!(steps.contains("Add at least 0.0150"), "{steps}");
}

#[test]
fn values_are_those_of_the_longest_pattern_alone() {
    let path = sample("007-legacy-insufficient-balance.txt");
    let json = errdoc(["parse", "--json", path.to_str().unwrap()]).json();
    assert_eq!(
        json["diagnoses"][0]["values"],
        serde_json::json!({ "balance": "0.0050", "cost": "0.0200", "shortfall": "0.0150" })
    );
}

#[test]
fn the_option_limits_what_is_considered() {
    let sinch = r#"{"errorCode":40003,"message":"Phone number invalid"}"#;
    let ran = errdoc(["parse", "--json", "-p", "michow", sinch]);
    assert_eq!(ran.json()["outcome"], "unrecognized");
    // It is an error of the catalog, which was only not asked for.
    let because = &ran.json()["diagnoses"][0]["not_certain_because"];
    assert_eq!(because, "None of the APIs considered matches this body.");
    for args in [&["-S"][..], &[]] {
        let ran = errdoc([&["parse", "-p", "michow", sinch], args].concat());
        let head = "40003 · none of the APIs considered matches";
        assert!(ran.stdout.starts_with(head), "{ran:?}");
        assert!(!ran.stdout.contains("in the catalog"), "{ran:?}");
    }
    let bare = format!("HTTP/1.1 418 I'm a teapot\n\n{}", r#"{"oops":{"n":3}}"#);
    let all = errdoc_with(["parse"], bare.as_bytes()).stdout;
    let one = errdoc_with(["parse", "-p", "michow"], bare.as_bytes()).stdout;
    let (all_say, one_say) = (
        "No API in the catalog matches",
        "None of the APIs considered",
    );
    assert!(all.contains(all_say) && !all.contains(one_say), "{all}");
    assert!(one.contains(one_say) && !one.contains(all_say), "{one}");
    let ran = errdoc(["parse", "--json", "-p", "sinch", sinch]);
    assert_eq!(ran.names(), ["sinch-verification:40003"]);
}

#[test]
fn markdown_escapes_what_came_in() {
    let body = r#"{"error":{"code":"AUTH_002","message":"<b>*x*</b> [link](http://x) | `y"}}"#;
    let markdown = errdoc(["parse", "-f", "markdown", body]).stdout;
    assert!(
        markdown.contains(r"\<b\>\*x\*\</b\> \[link\]"),
        "{markdown}"
    );
}

#[test]
fn a_sample_is_answered_alike_from_a_file_a_pipe_and_an_argument() {
    let path = sample("024-sinch-40003.txt");
    let bytes = fs::read(&path).unwrap();
    let from_file = errdoc(["parse", "--json", path.to_str().unwrap()]).stdout;
    assert_eq!(errdoc_with(["parse", "--json"], &bytes).stdout, from_file);
    let text = String::from_utf8(bytes).unwrap();
    assert_eq!(errdoc(["parse", "--json", &text]).stdout, from_file);
}

#[test]
fn an_address_of_the_input_is_no_link_in_markdown() {
    let body = |url: &str| {
        format!(
            r#"{{"success":false,"error":{{"code":"AUTH_002","message":"m","doc_url":"{url}"}},"meta":{{"version":"v3"}}}}"#
        )
    };
    for url in [
        "http://evil.example/",
        "https://evil.example/a`b",
        "javascript:alert(1)",
    ] {
        for command in ["parse", "report"] {
            let said = errdoc([command, "--format", "markdown", &body(url)]).stdout;
            assert!(
                !said.contains("<http://evil") && !said.contains("<https://evil"),
                "{said}"
            );
            assert!(
                !said.contains("<javascript") && !said.contains("](javascript"),
                "{said}"
            );
        }
    }
    let shown = errdoc(["explain", "--format", "markdown", "sent-v3:AUTH_002"]).stdout;
    assert!(shown.contains("**Docs:** <https://"), "{shown}");
}

#[test]
fn markdown_has_the_facts_that_text_has() {
    let mut seen = [0; 4];
    for path in samples() {
        let path = path.to_str().unwrap();
        let json = errdoc(["parse", "--json", path]).json();
        let markdown = errdoc(["parse", "--format", "markdown", path]).stdout;
        let markdown = markdown.replace('\\', "");
        for found in json["diagnoses"].as_array().unwrap() {
            let mut wanted = Vec::new();
            if let Some(url) = found["docs_url"].as_str() {
                // A link where the catalog has it; what the input says is in code.
                let forms = [format!("<{url}>"), format!("`{url}`")];
                assert!(
                    forms.iter().any(|form| markdown.contains(form)),
                    "{path}: {url}:\n{markdown}"
                );
                seen[0] += 1;
            }
            for rival in found["alternatives"].as_array().unwrap() {
                let text = |name: &str| rival[name].as_str().unwrap().to_owned();
                wanted.push(format!(
                    "{} {} ({})",
                    text("provider"),
                    text("code"),
                    text("certainty")
                ));
                seen[1] += 1;
            }
            for (name, value) in found["values"].as_object().unwrap() {
                if name != "retry_after_seconds" {
                    wanted.push(format!("{name} {}", value.as_str().unwrap().trim()));
                    seen[2] += 1;
                }
            }
            if found["count"] != 1 {
                wanted.push(format!("{} times", found["count"]));
                seen[3] += 1;
            }
            if !found["code"].is_null() {
                wanted.push("agree".to_owned());
            }
            // An address is written so that no reader makes a link of it.
            let markdown = markdown.replace("&#64;", "@").replace("&#58;", ":");
            for fact in wanted {
                let plain = fact.replace('\\', "");
                assert!(markdown.contains(&plain), "{path}: {fact}:\n{markdown}");
            }
        }
    }
    assert!(seen.iter().all(|count| *count > 0), "{seen:?}");
}

#[test]
fn errors_on_one_line_are_told_apart_by_their_requests() {
    let entry = |path: &str, status: u16| {
        format!(
            r#"{{"request":{{"method":"get","url":"https://x.example{path}"}},"response":{{"status":{status},"headers":[],"content":{{}}}}}}"#
        )
    };
    let har = || {
        let entries = [entry("/a", 401), entry("/b", 404)].join(",");
        format!(r#"{{"log":{{"entries":[{entries}]}}}}"#)
    };
    let text = errdoc_with(["parse"], har().as_bytes()).stdout;
    for mark in ["1 of 2 · GET /a\n", "2 of 2 · GET /b\n"] {
        assert!(text.contains(mark), "{text}");
    }
    let lines = entry("/a", 401) + "\n" + &entry("/b", 404);
    let text = errdoc_with(["parse"], lines.as_bytes()).stdout;
    assert!(text.contains("2 of 2 · line 2\n"), "{text}");
}

#[test]
fn a_whole_response_is_not_the_head_of_the_next_file() {
    let folder = folder("cli-parse-heads");
    let head = "HTTP/1.1 409 Conflict\ncontent-type: application/json\n\n";
    write(&folder, "head.txt", head);
    write(&folder, "body.json", KNOWN);
    write(&folder, "whole.txt", &format!("{head}{KNOWN}\n"));
    let names = |files: &[&str]| {
        let args = ["parse", "--json"].iter().chain(files);
        run(command(args).current_dir(&folder)).names().len()
    };
    assert_eq!(names(&["head.txt", "body.json"]), 1);
    let told = |files: &[&str]| {
        let args = ["parse", "--short"].iter().chain(files);
        run(command(args).current_dir(&folder)).stdout
    };
    let joined = told(&["head.txt", "body.json"]);
    assert_eq!(joined.lines().count(), 1, "{joined}");
    assert_eq!(told(&["body.json", "head.txt"]), joined);
    let both = run(command(["parse", "--short", "whole.txt", "body.json"]).current_dir(&folder));
    assert_eq!(both.stdout.lines().count(), 2, "{both:?}");
}
