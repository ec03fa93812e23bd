//! `explain`: the forms of a code, what is near, and what is never taken for something else.

use crate::program::{Ran, errdoc, errdoc_with};

/// The options that leave five APIs, whose codes the rules are tried on.
const FIVE: [&str; 10] = [
    "-p",
    "sent-v3",
    "-p",
    "sent-v2",
    "-p",
    "sendivent",
    "-p",
    "sinch-verification",
    "-p",
    "michow",
];

/// Runs `explain` for the five APIs.
fn explain(args: &[&str]) -> Ran {
    errdoc([&["explain"], FIVE.as_slice(), args].concat())
}

/// Runs `explain` and gives what it found as `api:code`.
fn names(codes: &[&str]) -> Vec<String> {
    errdoc([&["explain", "--json"], codes].concat()).names()
}

/// Runs `explain` for the five APIs and gives what it found as `api:code`.
fn names_of_five(codes: &[&str]) -> Vec<String> {
    explain(&[&["--json"], codes].concat()).names()
}

/// Runs `explain` for a code that is not there.
fn miss(code: &str) -> Ran {
    missing(code, errdoc(["explain", code]))
}

/// Runs `explain` for a code that none of the five APIs has.
fn miss_of_five(code: &str) -> Ran {
    missing(code, explain(&[code]))
}

/// Gives what was printed about a code that is not there.
fn missing(code: &str, ran: Ran) -> Ran {
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
        let names = names_of_five(&[form]);
        assert!(
            names.contains(&"sent-v3:AUTH_004".to_owned()),
            "{form}: {names:?}"
        );
    }
    for form in ["40005", " 40005 ", "040005"] {
        assert_eq!(
            names_of_five(&[form]),
            ["sinch-verification:40005"],
            "{form}"
        );
    }
    for form in [
        "insufficient-balance",
        "INSUFFICIENT_BALANCE",
        "insufficient balance",
    ] {
        assert_eq!(
            names_of_five(&[form]),
            ["sent-v2:insufficient-balance"],
            "{form}"
        );
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
        assert_eq!(names(&[form]), ["sinch-verification:40005"], "{form}");
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
    let asked = ["40005", "AUTH_002", "invalid-channel"];
    let expected = [
        "sinch-verification:40005",
        "sent-v3:AUTH_002",
        "sent-v2:invalid-channel",
    ];
    assert_eq!(names_of_five(&asked), expected);
    let text = explain(&["40005", "AUTH_002", "invalid-channel"]).stdout;
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
        names_of_five(&["notfound"]),
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
        let ran = explain(&["--json", form]);
        assert_eq!(ran.exit, Some(0), "{form}");
        assert_eq!(ran.names(), expected, "{form}");
        assert_eq!(ran.json()["statuses"][0]["http_status"], 429, "{form}");
    }
    let text = explain(&["429"]).stdout;
    assert!(text.starts_with("HTTP 429 · Too Many Requests"), "{text}");
    for name in expected {
        assert!(text.contains(&name.replace(':', " ")), "no {name}\n{text}");
    }
}

#[test]
fn a_message_is_explained_with_its_values() {
    let ran = explain(&["Event 'welcome' not found"]);
    assert_eq!(ran.exit, Some(0));
    assert!(ran.stdout.contains("sendivent event-not-found"), "{ran:?}");
    assert!(ran.stdout.contains("If 'welcome' is missing"), "{ran:?}");
    let several = explain(&["rate limit exceeded.", "--json"]).names();
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
        assert_eq!(names_of_five(&[typed]), [expected], "{typed}");
    }
    let both = names_of_five(&["AuthorizationHeader"]);
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
    let said = format!("No entry for AUHT_002.\n{MORE_WAYS}");
    assert!(ran.stderr.starts_with(&said), "{ran:?}");
}

/// What is said where nothing is near.
const MORE_WAYS: &str = "`errdoc search WORDS` finds entries by words, `errdoc list` shows all, `errdoc parse` reads a\nresponse.\n";

/// What is said where only the five APIs were asked.
const ONLY_FIVE: &str = "Only sent-v3, sent-v2, sendivent, sinch-verification, michow were considered (--provider); `-p all` considers every API.\n";

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
        ("40006", "sinch-verification", "400##"),
        ("50399", "sinch-verification", "503##"),
    ] {
        let ran = miss_of_five(code);
        assert!(
            ran.stderr.contains(api) && ran.stderr.contains(family),
            "{code}: {}",
            ran.stderr
        );
        let json = explain(&["--json", code]).json();
        let said = &json["not_found"][0]["families"][0];
        assert_eq!(
            (&said["provider"], &said["codes"]),
            (&api.into(), &family.into())
        );
    }
    let near = miss_of_five("40006").stderr;
    assert!(near.contains("sinch-verification 40001"), "{near}");
}

#[test]
fn what_is_near_nothing_gets_nothing() {
    for code in [
        "F4O1",
        "E0382",
        "zzz",
        "1",
        "FOO_BAR",
        "AUTH_ABC",
        "NOT_FUNNY",
        "RATE_CARDS",
        "404abc",
    ] {
        let ran = miss_of_five(code);
        let said = format!("No entry for {code}.\n{MORE_WAYS}{ONLY_FIVE}");
        assert_eq!(ran.stderr, said);
    }
    // A number may be meant as a status, and after the name of an API all its codes may be meant.
    assert_eq!(
        miss_of_five("999").stderr,
        format!("No entry for 999.\nHTTP statuses are numbers from 100 to 599.\n{ONLY_FIVE}")
    );
    assert_eq!(
        miss_of_five("sinch:9").stderr,
        format!(
            "No entry for sinch:9.\nAll codes of this API: errdoc list sinch-verification\n{ONLY_FIVE}"
        )
    );
}

#[test]
fn a_code_in_the_form_of_one_apis_family_does_not_quietly_become_anothers_alias() {
    let ran = miss("AUTH_003");
    assert!(ran.stderr.contains("AUTH_###"), "{}", ran.stderr);
}

#[test]
fn a_number_that_is_no_status_is_no_answer() {
    let ran = miss_of_five("999");
    assert!(ran.stderr.contains("999"), "{ran:?}");
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
        let ran = explain(&[status, "--json"]);
        assert_eq!(ran.exit, Some(0), "{ran:?}");
        let advice = &ran.json()["statuses"][0];
        assert_eq!(advice["http_status"].to_string(), status);
        assert!(!advice["remediation"].as_array().unwrap().is_empty());
        let text = explain(&[status]).stdout;
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
        assert_eq!(explain(&[none]).exit, Some(1), "{none}");
    }
}

#[test]
fn what_has_several_readings_says_so_first() {
    let text = errdoc(["explain", "AUTH-002"]).stdout;
    let head: Vec<&str> = text.lines().take(5).collect();
    assert_eq!(head[0], "`AUTH-002` is ambiguous:");
    // Each has its verdict and its fix, all before the first is told in full.
    for (at, name, fix) in [
        (
            1,
            "sent-v2 missing-headers ",
            "Send `x-api-key` and `x-sender-id`",
        ),
        (3, "sent-v3 AUTH_002 ", "Verify or regenerate the API key"),
    ] {
        assert!(head[at].starts_with(name), "{text}");
        assert!(head[at].ends_with(" · 401 · after the fix"), "{text}");
        assert_eq!(head[at + 1].trim_start(), fix, "{text}");
    }
    let markdown = errdoc(["explain", "-f", "markdown", "AUTH-002"]).stdout;
    let said = "`AUTH-002` is ambiguous: sent-v2 missing-headers, sent-v3 AUTH\\_002.\n";
    assert!(
        markdown.starts_with("`AUTH-002` is ambiguous: "),
        "{said}{markdown}"
    );
    let one = errdoc(["explain", "AUTH_002"]).stdout;
    assert!(!one.contains("is ambiguous"), "{one}");
}

#[test]
fn many_readings_are_a_line_each_with_how_to_see_one() {
    let text = errdoc(["explain", "rate_limit_exceeded"]).stdout;
    let first = text.lines().next().unwrap();
    assert!(
        first.starts_with("`rate_limit_exceeded` is ambiguous: "),
        "{text}"
    );
    assert!(text.contains("openai rate_limit_exceeded "), "{text}");
    assert!(text.contains("To see one: errdoc explain "), "{text}");
    assert!(!text.contains("Why  "), "{text}");
    assert!(names(&["rate_limit_exceeded"]).len() > 3);
}

#[test]
fn the_name_of_an_api_lists_its_errors() {
    for typed in ["stripe", "stripe:", "STRIPE"] {
        let ran = errdoc(["explain", typed]);
        assert!(ran.stdout.starts_with("Stripe API (stripe) · "), "{ran:?}");
        assert!(ran.stdout.contains("card_declined"), "{typed}");
    }
}

#[test]
fn several_words_are_one_message_where_they_mean_something_together() {
    assert_eq!(
        names(&["Event", "not", "found"]),
        ["sendivent:event-not-found"]
    );
    let status = errdoc(["explain", "HTTP", "404"]).stdout;
    assert!(status.starts_with("HTTP 404 · Not Found"), "{status}");
}

#[test]
fn the_first_word_needs_no_command() {
    for (args, starts) in [
        (&["AUTH_002"][..], "sent-v3 AUTH_002 · "),
        (&["429"], "HTTP 429 · "),
        (
            &["sent-v3:AUTH_002", "--short"],
            "sent-v3 AUTH_002 · HTTP 401 · ",
        ),
        (&["--short", "AUTH_002"], "sent-v3 AUTH_002 · HTTP 401 · "),
        (
            &["Event 'welcome' not found"],
            "sendivent event-not-found · ",
        ),
        (
            &["{\"error\":\"Event 'welcome' not found\"}"],
            "sendivent event-not-found · ",
        ),
    ] {
        let ran = errdoc(args);
        assert!(ran.stdout.starts_with(starts), "{args:?} {ran:?}");
    }
    let sample = crate::program::sample("001-curl-bare-v3.txt");
    let ran = errdoc([sample]);
    assert!(ran.stdout.starts_with("sent-v3 "), "{ran:?}");
    let body = b"{\"error\":\"Event 'welcome' not found\"}";
    for args in [&[][..], &["--json"], &["-S"]] {
        let ran = errdoc_with(args, body);
        assert!(ran.stdout.contains("event-not-found"), "{args:?} {ran:?}");
    }
    assert_eq!(errdoc(["AUHT_002"]).exit, Some(1));
}

#[test]
#[cfg(unix)]
fn a_command_is_run_as_it_is_and_explained_where_it_fails() {
    let body = "{\"success\":false,\"error\":{\"code\":\"AUTH_002\",\"message\":\"Invalid or expired API key\"}}";
    let failing = format!("echo '{body}'; echo more >&2; exit 7");
    let ran = errdoc(["run", "--", "sh", "-c", &failing]);
    assert_eq!(ran.exit, Some(7));
    assert_eq!(ran.stdout, format!("{body}\n"));
    assert!(
        ran.stderr.starts_with("more\n\nsent-v3 AUTH_002"),
        "{ran:?}"
    );
    // A blank line before the explanation, whether the last line was ended or not.
    let ran = errdoc(["run", "--", "sh", "-c", &format!("printf '{body}'; exit 7")]);
    assert!(ran.stderr.starts_with("\n\nsent-v3 AUTH_002"), "{ran:?}");
    let ran = errdoc(["run", "sh", "-c", "echo fine"]);
    assert_eq!(
        (ran.exit, ran.stdout.as_str(), ran.stderr.as_str()),
        (Some(0), "fine\n", "")
    );
    assert_eq!(errdoc(["run", "--", "no-such-program"]).exit, Some(127));
}

#[test]
fn why_there_is_nothing_is_said_where_it_can_be_seen() {
    for (typed, hint) in [
        ("nope:AUTH_002x", "No API is called `nope`"),
        ("stripe:no_such_code_here", "errdoc list stripe"),
        ("998", "from 100 to 599"),
        ("4xx", "errdoc list --status 4xx"),
        ("", "Is a variable unset?"),
    ] {
        let said = miss(typed).stderr;
        assert!(said.contains(hint), "{typed}: {said}");
    }
}

#[test]
fn an_api_before_codes_is_where_they_are_looked_for() {
    let names = |args: &[&str]| {
        let args = ["explain", "--json"].iter().chain(args);
        errdoc(args.copied().collect::<Vec<_>>()).names()
    };
    assert_eq!(
        names(&["stripe", "card_declined"]),
        ["stripe:card_declined"]
    );
    assert_eq!(names(&["-p", "stripe,square", "card_declined"]).len(), 2);
    let two = names(&["twilio:20003", "stripe:card_declined"]);
    assert_eq!(two, ["twilio:20003", "stripe:card_declined"]);
}

/// Returns what errdoc does on a terminal, with a browser that writes down what it is asked for.
#[cfg(target_os = "linux")]
fn on_a_terminal(folder: &std::path::Path, browser: &str, args: &str) -> Option<String> {
    let line = format!("\"$ERRDOC\" {args}; echo \"exit $?\"");
    let output = std::process::Command::new("script")
        .args(["-qec", &line, "/dev/null"])
        .current_dir(folder)
        .env("ERRDOC", env!("CARGO_BIN_EXE_errdoc"))
        .env("XDG_CONFIG_HOME", crate::program::nowhere())
        .env("BROWSER", browser)
        .stdin(std::process::Stdio::null())
        .output();
    match output {
        Ok(output) => Some(String::from_utf8_lossy(&output.stdout).replace('\r', "")),
        Err(_) => {
            use std::io::Write as _;
            let _ = std::io::stderr().write_all(b"SKIPPED: script is not installed\n");
            None
        }
    }
}

#[test]
#[cfg(target_os = "linux")]
fn the_documentation_opens_in_the_browser_that_is_set() {
    use std::os::unix::fs::PermissionsExt as _;

    let folder = crate::program::folder("cli-web");
    let browser = crate::program::write(&folder, "browser", "#!/bin/sh\necho \"$@\" >> opened\n");
    std::fs::set_permissions(&browser, std::fs::Permissions::from_mode(0o755)).unwrap();
    let browser = browser.to_str().unwrap();
    let opened = || std::fs::read_to_string(folder.join("opened")).unwrap_or_default();

    let Some(shown) = on_a_terminal(&folder, browser, "explain --web AUTH_002") else {
        return;
    };
    let url = "https://docs.sent.dm/reference/api/error-catalog";
    assert_eq!(shown, format!("Opened {url}\nexit 0\n"));
    assert_eq!(opened(), format!("{url}\n"));
    // A list of browsers, of which the first that works is taken, without the command's own name.
    let list = format!("false:no-such-browser:{browser} --new %s now");
    let shown = on_a_terminal(&folder, &list, "-w card_declined").unwrap();
    assert!(shown.starts_with("Opened https://docs.stripe.com/error-codes\nOther readings:\n  square CARD_DECLINED  https://"), "{shown}");
    assert!(opened().ends_with("--new https://docs.stripe.com/error-codes now\n"));
    // Without a browser that works, the address is the answer.
    let shown = on_a_terminal(&folder, "false", "explain --web AUTH_002").unwrap();
    assert_eq!(shown, format!("{url}\nexit 0\n"));
    assert_eq!(opened().lines().count(), 2);
}

#[test]
fn the_address_of_the_documentation_is_printed_on_a_pipe() {
    let web = |codes: &[&str]| errdoc([&["explain", "--web"], codes].concat());
    let ran = web(&["AUTH_002"]);
    assert_eq!(
        ran.stdout,
        "https://docs.sent.dm/reference/api/error-catalog\n"
    );
    assert_eq!((ran.exit, ran.stderr.as_str()), (Some(0), ""));
    let ran = web(&["card_declined"]);
    assert_eq!(ran.stdout, "https://docs.stripe.com/error-codes\n");
    assert!(
        ran.stderr.contains("square CARD_DECLINED  https://"),
        "{ran:?}"
    );
    assert_eq!(
        web(&["stripe"]).stdout,
        "https://docs.stripe.com/error-codes\n"
    );
    assert_eq!(web(&["stripe:429"]).exit, Some(0));
    let ran = web(&["429"]);
    assert_eq!((ran.exit, ran.stdout.as_str()), (Some(1), ""));
    assert!(
        ran.stderr.contains("no documentation address for HTTP 429"),
        "{ran:?}"
    );
    let ran = web(&["AUTH_002", "zzzqq"]);
    assert_eq!(ran.exit, Some(1));
    assert!(ran.stdout.starts_with("https://") && ran.stderr.contains("No entry for zzzqq"));
    for other in ["--json", "--short", "--fields=code", "--format=markdown"] {
        assert_eq!(web(&[other, "AUTH_002"]).exit, Some(2), "{other}");
    }
}

#[test]
fn only_the_address_of_a_web_page_is_opened_or_printed() {
    let folder = crate::program::folder("cli-web-hostile");
    for url in [
        "javascript:alert(1)",
        "file:///etc/passwd",
        "https://a b",
        "--help",
    ] {
        let text = errdoc(["catalog", "new", "acme"]).stdout;
        let text = text.replace("https://docs.acme.example/errors", url);
        assert!(text.contains(url), "{text}");
        let catalog = crate::program::write(&folder, "acme.json", &text);
        let ran = errdoc([
            "explain",
            "--web",
            "--catalog",
            catalog.to_str().unwrap(),
            "ACME_001",
        ]);
        assert_eq!(ran.stdout, "", "{url}");
        assert_ne!(ran.exit, Some(0), "{url}");
    }
}
