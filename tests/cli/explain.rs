//! `explain`: the forms of a code, what is near, and what is never taken for something else.

use crate::program::{Ran, errdoc, errdoc_with};

/// Runs `explain` and gives what it found as `api:code`.
fn names(codes: &[&str]) -> Vec<String> {
    errdoc([&["explain", "--json"], codes].concat()).names()
}

/// Runs `explain` for a code that is not there.
fn miss(code: &str) -> Ran {
    let ran = errdoc(["explain", code]);
    assert_eq!(ran.exit, Some(1), "{code} {ran:?}");
    assert!(ran.stdout.is_empty(), "{code} {ran:?}");
    ran
}

#[test]
fn case_separator_and_leading_zeros_make_no_difference() {
    for form in [
        "AUTH_004",
        "auth_004",
        "Auth 004",
        "AUTH-4",
        "auth4",
        "auth_0004",
        " AUTH_004 ",
    ] {
        let names = names(&[form]);
        assert!(
            names.contains(&"sent-v3:AUTH_004".to_owned()),
            "{form}: {names:?}"
        );
    }
    for form in ["40005", " 40005 ", "040005"] {
        assert_eq!(names(&[form])[0], "sinch-verification:40005", "{form}");
    }
    for form in [
        "insufficient-balance",
        "INSUFFICIENT_BALANCE",
        "insufficient balance",
    ] {
        assert_eq!(names(&[form]), ["sent-v2:insufficient-balance"], "{form}");
    }
}

#[test]
fn the_dash_shows_both_readings_and_the_underscore_only_its_own() {
    assert_eq!(names(&["AUTH_002"]), ["sent-v3:AUTH_002"]);
    assert_eq!(names(&["auth_002"]), ["sent-v3:AUTH_002"]);
    for dashed in ["AUTH-002", "auth-002"] {
        assert_eq!(
            names(&[dashed]),
            ["sent-v2:missing-headers", "sent-v3:AUTH_002"]
        );
    }
    // Without a separator nobody knows which was meant.
    for bare in ["auth2", "Auth 002"] {
        assert_eq!(
            names(&[bare]),
            ["sent-v3:AUTH_002", "sent-v2:missing-headers"]
        );
    }
    let text = errdoc(["explain", "AUTH-002"]).stdout;
    assert!(
        text.contains("sent-v2 missing-headers") && text.contains("sent-v3 AUTH_002"),
        "{text}"
    );
}

#[test]
fn an_api_in_front_of_the_code_limits_the_answer() {
    for form in [
        "sinch:40005",
        "sinch/40005",
        "SINCH:40005",
        "sinch: 40005",
        "sinch-verification:40005",
        "sinch-v/40005",
    ] {
        assert_eq!(names(&[form])[0], "sinch-verification:40005", "{form}");
    }
    assert_eq!(names(&["sent-v2:AUTH-002"]), ["sent-v2:missing-headers"]);
    assert_eq!(names(&["sent-v3:AUTH-002"]), ["sent-v3:AUTH_002"]);
    assert_eq!(names(&["sent:AUTH_002"]), ["sent-v3:AUTH_002"]);
    assert_eq!(names(&["sent-v3:429"]), ["sent-v3:BUSINESS_002"]);
}

#[test]
fn the_option_limits_the_answer_by_id_alias_or_beginning() {
    for provider in ["sinch-verification", "sinch", "sin", "SINCH"] {
        let ran = errdoc(["explain", "--json", "40005", "-p", provider]);
        assert_eq!(ran.names(), ["sinch-verification:40005"], "{provider}");
    }
    let ran = errdoc(["-p", "sent-v2", "explain", "AUTH-002", "--json"]);
    assert_eq!(ran.names(), ["sent-v2:missing-headers"]);
    let both = errdoc(["-p", "sent-v2", "-p", "michow", "explain", "404", "--json"]);
    assert_eq!(both.names(), ["sent-v2:not-found", "michow:NOT_FOUND"]);
}

#[test]
fn several_codes_are_answered_in_their_order() {
    let asked = [
        "40005",
        "AUTH_002",
        "invalid-channel",
        "-p",
        "sent",
        "-p",
        "sinch",
    ];
    let expected = [
        "sinch-verification:40005",
        "sent-v3:AUTH_002",
        "sent-v2:invalid-channel",
    ];
    assert_eq!(names(&asked), expected);
    let text = errdoc(["explain", "40005", "AUTH_002", "invalid-channel"]).stdout;
    let at = |part: &str| {
        text.find(part)
            .unwrap_or_else(|| panic!("no {part}\n{text}"))
    };
    assert!(at("sinch-verification 40005") < at("sent-v3 AUTH_002"));
    assert!(at("sent-v3 AUTH_002") < at("sent-v2 invalid-channel"));
}

#[test]
fn a_code_of_several_apis_shows_them_all() {
    assert_eq!(
        names(&["notfound", "-p", "sent-v2", "-p", "michow"]),
        ["sent-v2:not-found", "michow:NOT_FOUND"]
    );
}

#[test]
fn a_status_lists_what_each_api_means_by_it() {
    let expected = [
        "sent-v3:BUSINESS_002",
        "sent-v2:too-many-requests",
        "sendivent:rate-limited",
        "sinch-verification:42900",
        "sinch-verification:42901",
        "michow:RATE_LIMITED",
    ];
    for form in ["429", "HTTP 429", "http/429", "429 Too Many Requests"] {
        let ran = errdoc(["explain", "--json", form]);
        assert_eq!(ran.exit, Some(0), "{form}");
        let mut names = ran.names();
        names.retain(|name| expected.contains(&name.as_str()));
        assert_eq!(names, expected, "{form}");
        assert_eq!(ran.json()["statuses"][0]["http_status"], 429, "{form}");
    }
    let text = errdoc(["explain", "429"]).stdout;
    assert!(text.starts_with("HTTP 429 · Too Many Requests"), "{text}");
    for name in expected {
        assert!(text.contains(&name.replace(':', " ")), "no {name}\n{text}");
    }
}

#[test]
fn a_message_is_explained_with_its_values() {
    let ran = errdoc(["explain", "Event 'welcome' not found"]);
    assert_eq!(ran.exit, Some(0));
    assert!(ran.stdout.contains("sendivent event-not-found"), "{ran:?}");
    assert!(ran.stdout.contains("If 'welcome' is missing"), "{ran:?}");
    let several = names(&["rate limit exceeded.", "-p", "sent", "-p", "sendivent"]);
    assert_eq!(several, ["sent-v3:BUSINESS_002", "sendivent:rate-limited"]);
}

#[test]

fn a_message_of_several_apis_shows_them_all_even_where_it_reads_like_a_name() {
    let names = names(&["Template not found"]);
    for expected in ["sent-v2:template-not-found", "sent-v3:RESOURCE_002"] {
        assert!(names.contains(&expected.to_owned()), "{names:?}");
    }
}

#[test]
fn what_was_copied_around_a_code_is_no_hindrance() {
    for (typed, expected) in [
        (
            "Session Not Connected (422)",
            "michow:SESSION_NOT_CONNECTED",
        ),
        (
            "UNAUTHORIZED 401 Missing API key No header",
            "michow:UNAUTHORIZED",
        ),
        ("\"code\": \"SEND_FAILED\",", "michow:SEND_FAILED"),
        ("error.code=AUTH_002", "sent-v3:AUTH_002"),
        ("sinch 40001", "sinch-verification:40001"),
        ("40303 RestrictedAction", "sinch-verification:40303"),
        ("TemporaryDown", "sinch-verification:50300"),
    ] {
        assert_eq!(names(&[typed])[0], expected, "{typed}");
    }
    let both = names(&["AuthorizationHeader"]);
    assert_eq!(
        both,
        ["sinch-verification:40100", "sinch-verification:40101"]
    );
    // The code with the status of another error, and a word that happens to be a code.
    for typed in ["SEND_FAILED 500", "unauthorized access to the building"] {
        miss(typed);
    }
}

#[test]
fn an_unknown_code_prints_the_nearest_ones() {
    for (code, near) in [
        ("AUHT_002", "sent-v3 AUTH_002"),
        ("AUTH_0O2", "sent-v3 AUTH_002"),
        ("BUSINES_002", "sent-v3 BUSINESS_002"),
        ("SEND_FAILD", "michow SEND_FAILED"),
        ("insuficient-balance", "sent-v2 insufficient-balance"),
        ("invalid-chanel", "sent-v2 invalid-channel"),
    ] {
        let ran = miss(code);
        assert!(ran.stderr.contains(near), "{code}: {}", ran.stderr);
    }
    // The API that was asked for is the only one in which something can be near.
    let ran = errdoc(["explain", "-p", "michow", "AUHT_002"]);
    assert_eq!(ran.stderr, format!("No entry for AUHT_002.\n{MORE_WAYS}"));
}

/// What is said where nothing is near.
const MORE_WAYS: &str = "`errdoc search WORDS` finds entries by words, `errdoc list` shows all, `errdoc parse` reads a\nresponse.\n";

#[test]
fn the_beginning_of_codes_and_a_misspelt_api_get_what_may_be_meant() {
    let said = miss("AUTH").stderr;
    for code in ["AUTH_001", "AUTH_007"] {
        assert!(said.contains(&format!("sent-v3 {code} ")), "{said}");
    }
    for typed in ["sich:40005", "sich/40005"] {
        let said = miss(typed).stderr;
        assert!(said.contains("sinch-verification 40005 "), "{said}");
    }
    // Two letters are the beginning of too much.
    assert!(miss("AU").stderr.ends_with(MORE_WAYS));
}

#[test]
fn an_unknown_code_of_a_family_gets_its_advice() {
    for (code, api, family) in [
        ("AUTH_009", "sent-v3", "AUTH_###"),
        ("validation_042", "sent-v3", "VALIDATION_###"),
        ("sinch:40006", "sinch-verification", "400##"),
        ("sinch:50399", "sinch-verification", "503##"),
    ] {
        let ran = miss(code);
        assert!(
            ran.stderr.contains(api) && ran.stderr.contains(family),
            "{code}: {}",
            ran.stderr
        );
        let json = errdoc(["explain", "--json", code]).json();
        let said = &json["not_found"][0]["families"][0];
        assert_eq!(
            (&said["provider"], &said["codes"]),
            (&api.into(), &family.into())
        );
    }
    let near = miss("sinch:40006").stderr;
    assert!(near.contains("sinch-verification 40001"), "{near}");
}

#[test]
fn what_is_near_nothing_gets_nothing() {
    for code in ["F4O1x", "zzz", "FOO_BAR", "AUTH_ABC", "RATE_CARDS"] {
        let ran = miss(code);
        assert_eq!(ran.stderr, format!("No entry for {code}.\n{MORE_WAYS}"));
    }
}

#[test]
fn a_code_in_the_form_of_one_apis_family_does_not_quietly_become_anothers_alias() {
    let ran = miss("AUTH_003");
    assert!(ran.stderr.contains("AUTH_###"), "{}", ran.stderr);
}

#[test]

fn a_number_that_is_no_status_is_no_answer() {
    let ran = miss("998");
    assert!(ran.stderr.contains("998"), "{ran:?}");
}

#[test]
fn what_was_typed_is_made_safe() {
    let ran = miss("\u{1b}[2J\u{202e}X");
    assert!(ran.stderr.contains("\u{fffd}[2J\u{fffd}X"), "{ran:?}");
    let json = errdoc(["explain", "--json", "\u{1b}[2J"]);
    assert!(json.stdout.contains(r"\u001b[2J"), "{json:?}");
    assert_eq!(json.json()["not_found"][0]["query"], "\u{1b}[2J");
    for args in [
        ["explain", "--no\u{1b}[2Jpe"],
        ["list", "-p\u{1b}[2J"],
        ["parse", "/\u{1b}[2J"],
    ] {
        let ran = errdoc(args);
        assert_eq!(ran.exit, Some(2));
        assert!(!ran.stderr.contains('\u{1b}'), "{ran:?}");
    }
}

#[test]
fn every_status_says_what_it_is_and_whether_to_send_again() {
    for status in [
        "100", "200", "302", "418", "419", "460", "499", "527", "599",
    ] {
        let ran = errdoc(["explain", status, "--json"]);
        assert_eq!(ran.exit, Some(0), "{ran:?}");
        let advice = &ran.json()["statuses"][0];
        assert_eq!(advice["http_status"].to_string(), status);
        assert!(!advice["remediation"].as_array().unwrap().is_empty());
        let text = errdoc(["explain", status]).stdout;
        assert!(
            text.starts_with(&format!("HTTP {status} \u{b7} ")),
            "{text}"
        );
        let told = errdoc_with(
            ["parse", "-"],
            format!("HTTP/1.1 {status} X\r\n\r\n").as_bytes(),
        );
        if status.starts_with(['3', '4', '5']) {
            assert!(
                told.stdout.starts_with(&format!("HTTP {status} \u{b7} ")),
                "{told:?}"
            );
        }
    }
    for none in ["99", "600", "999"] {
        assert_eq!(
            errdoc(["explain", none, "-p", "sent"]).exit,
            Some(1),
            "{none}"
        );
    }
}

#[test]
fn what_has_several_readings_says_so_first() {
    for (typed, readings) in [
        ("AUTH-002", "sent-v2 missing-headers, sent-v3 AUTH_002"),
        (
            "Rate limit exceeded",
            "sent-v3 BUSINESS_002, sendivent rate-limited",
        ),
    ] {
        let said = format!("{typed} can be read in 2 ways: {readings}.\n");
        let text = errdoc(["explain", typed, "-p", "sent", "-p", "sendivent"]).stdout;
        assert!(text.starts_with(&said), "{text}");
        let markdown = errdoc([
            "explain",
            "-f",
            "markdown",
            typed,
            "-p",
            "sent",
            "-p",
            "sendivent",
        ])
        .stdout;
        assert!(markdown.starts_with(&said), "{markdown}");
    }
    let one = errdoc(["explain", "AUTH_002"]).stdout;
    assert!(!one.contains("can be read in"), "{one}");
}
