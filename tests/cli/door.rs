//! What a person meets first: words without a command, mistakes, and what is on the first screen.

use serde_json::json;

use crate::program::{errdoc, errdoc_with, folder, write};

#[test]
fn a_text_without_a_command_is_diagnosed_if_it_says_anything() {
    for (text, head) in [
        (
            "send failed: BUSINESS_003 Insufficient account balance",
            "sent-v3 BUSINESS_003 · ",
        ),
        (
            "requests.exceptions.HTTPError: 401 Client Error: Unauthorized for url: https://api.sent.dm/v3/me",
            "HTTP 401 · only the status is known · ",
        ),
    ] {
        let ran = errdoc(["-S", text]);
        assert!(ran.stdout.starts_with(head), "{ran:?}");
        let piped = errdoc_with(["-S"], text.as_bytes());
        assert_eq!(ran.stdout, piped.stdout);
        assert_eq!(ran.exit, piped.exit);
        assert!(errdoc([text]).stdout.contains("\nFix "), "{text}");
    }
    // What is a message of the catalog is explained, and what says nothing stays a mistake.
    let ran = errdoc(["Event 'welcome' not found"]);
    assert!(ran.stdout.contains("Event 'welcome' not found") || ran.exit == Some(0));
    for text in ["hello there you", "nothing to see"] {
        let ran = errdoc([text]);
        assert_eq!(ran.exit, Some(2), "{ran:?}");
        assert!(ran.stderr.contains("tip: errdoc search WORDS"), "{ran:?}");
    }
}

#[test]
fn the_name_of_a_file_that_is_not_there_gets_no_tip_about_words() {
    for name in ["missing.txt", "logs/missing", "./missing", "a.har"] {
        let ran = errdoc([name]);
        assert_eq!(ran.exit, Some(2), "{ran:?}");
        let said = format!("errdoc: no file is called `{name}`");
        assert!(ran.stderr.starts_with(&said), "{ran:?}");
        assert!(!ran.stderr.contains("tip:"), "{ran:?}");
    }
    assert!(
        errdoc(["frobnicate"])
            .stderr
            .contains("tip: errdoc search frobnicate")
    );
}

#[test]
fn a_folder_and_a_misspelt_option_are_met() {
    let ran = errdoc(["."]);
    assert_eq!(ran.exit, Some(2));
    assert_eq!(
        ran.stderr.lines().next(),
        Some("errdoc: `.` is a folder; name a file in it")
    );
    for (args, tip) in [
        (&["--shrot", "429"][..], "tip: --short"),
        (&["--jsn", "429"], "--json"),
        (&["--exit-staus", "x"], "tip: --exit-status"),
    ] {
        let ran = errdoc(args);
        assert_eq!(ran.exit, Some(2), "{ran:?}");
        assert!(ran.stderr.contains(tip), "{ran:?}");
    }
    assert!(!errdoc(["--quux", "429"]).stderr.contains("tip:"));
}

#[test]
fn an_empty_input_is_said_to_be_empty() {
    for input in ["", "\n", " \r\n\t"] {
        let ran = errdoc_with(["parse"], input.as_bytes());
        assert_eq!((ran.exit, ran.stdout.as_str()), (Some(1), ""));
        assert!(ran.stderr.contains("the input is empty."), "{ran:?}");
        let json = errdoc_with(["parse", "--json"], input.as_bytes()).json();
        assert_eq!(json["outcome"], "empty");
    }
    let ran = errdoc_with(["parse"], b"hello");
    assert!(!ran.stderr.contains("empty"), "{ran:?}");
}

#[test]
fn several_errors_are_listed_with_verdict_and_fix_before_the_first_is_told() {
    let bodies = [
        r#"{"error":{"type":"card_error","code":"card_declined","message":"Your card was declined."}}"#,
        r#"{"success":false,"error":{"code":"AUTH_002","message":"Invalid or expired API key"}}"#,
    ];
    let text = errdoc_with(["parse"], bodies.join("\n").as_bytes()).stdout;
    let lines: Vec<&str> = text.lines().take(5).collect();
    assert_eq!(lines[0], "2 errors");
    assert!(
        lines[1].starts_with("stripe card_declined · ")
            && lines[1].ends_with("Ask for another card")
    );
    assert!(
        lines[2].starts_with("sent-v3 AUTH_002 · ") && lines[2].ends_with("regenerate the API key")
    );
    assert_eq!(lines[3..], ["", "1 of 2 · line 1"]);
    let one = errdoc_with(["parse"], bodies[0].as_bytes()).stdout;
    assert!(one.starts_with("stripe card_declined · "), "{one}");
    // Of very many, the list ends, and each is told below.
    let many: Vec<String> = (0..20)
        .map(|n| {
            format!(
                r#"{{"error":{{"type":"card_error","code":"own_code_{n}","message":"m {n}"}}}}"#
            )
        })
        .collect();
    let text = errdoc_with(["parse"], many.join("\n").as_bytes()).stdout;
    assert!(
        text.starts_with("20 errors\n") && text.contains("\nand 8 more\n"),
        "{text}"
    );
}

#[test]
fn a_status_is_shown_for_many_apis_before_a_second_time_for_one() {
    let text = errdoc(["explain", "404"]).stdout;
    let (_, rows) = text.split_once("What each API means by it\n").unwrap();
    let apis: Vec<&str> = rows
        .lines()
        .filter(|line| line.contains(" · 404 · "))
        .filter_map(|line| line.split(' ').next())
        .collect();
    let mut different = apis.clone();
    different.dedup();
    different.sort_unstable();
    different.dedup();
    assert_eq!((apis.len(), different.len()), (12, 12), "{apis:?}");
}

#[test]
fn a_message_that_would_fill_the_screen_is_cut_for_people_alone() {
    let message = "Your card was declined. ".repeat(80);
    let body =
        json!({"error": {"type": "card_error", "code": "card_declined", "message": message}});
    let body = body.to_string();
    let ran = errdoc(["parse", &body]);
    assert!(ran.stdout.contains("… [19"), "{}", ran.stdout);
    let before = ran
        .stdout
        .lines()
        .take_while(|line| !line.starts_with("Fix"));
    assert!(before.count() < 16, "{}", ran.stdout);
    let told = &errdoc(["parse", "--json", &body]).json()["diagnoses"][0]["message"];
    assert!(told.as_str().unwrap().len() > 1900, "{told}");
    // One that is cut already has one length.
    let long = json!({"error": {"type": "card_error", "code": "card_declined", "message": "x".repeat(10_000)}});
    let text = errdoc(["parse", &long.to_string()]).stdout;
    assert_eq!(text.matches(" characters]").count(), 1, "{text}");
    assert!(text.contains("[10000 characters]"), "{text}");
}

#[test]
fn a_connection_that_was_refused_is_told_once_and_may_be_retried() {
    let said =
        "curl: (7) Failed to connect to 127.0.0.1 port 1 after 0 ms: Couldn't connect to server\n";
    let text = errdoc_with(["parse"], said.as_bytes()).stdout;
    assert!(text.starts_with("curl 7 · retry with backoff\n"), "{text}");
    assert!(!text.contains("no HTTP response"), "{text}");
    let ran = errdoc_with(["parse", "--retry-after"], said.as_bytes());
    assert_eq!((ran.exit, ran.stdout.as_str()), (Some(0), "1\n"));
    // A client that the catalog does not have is told in a sentence.
    let other = "dial tcp 127.0.0.1:1: connect: connection refused\n";
    let ran = errdoc_with(["parse"], other.as_bytes());
    let said = format!("{}{}", ran.stdout, ran.stderr);
    assert!(said.contains("no HTTP response"), "{said}");
}

#[test]
fn the_address_of_support_can_be_copied_as_it_is() {
    let mail =
        r#"{"success":false,"error":{"code":"AUTH_002","message":"Invalid or expired API key"}}"#;
    let page = r#"{"error":{"type":"card_error","code":"card_declined","message":"Your card was declined."}}"#;
    for (body, to) in [
        (mail, "<support@sent.dm>"),
        (page, "<https://support.stripe.com>"),
    ] {
        let ran = errdoc_with(["report"], body.as_bytes());
        let line = ran.stdout.lines().find(|line| line.starts_with("To: "));
        assert_eq!(line, Some(format!("To: {to}").as_str()), "{ran:?}");
    }
}

#[test]
fn what_is_too_long_is_said_beside_what_cannot_be_read() {
    let folder = folder("said-at-once");
    let file = errdoc(["catalog", "new", "acme"]).stdout;
    let (first, second) = file.split_at(file.find("\"code\": \"ACME_002").unwrap());
    let long = format!("\"title\": \"{}", "x".repeat(70));
    let broken = first.replacen("\"quick_fix\"", "\"quik_fix\"", 1)
        + &second.replacen("\"title\": \"", &long, 1);
    let path = write(&folder, "acme.json", &broken);
    let ran = errdoc(["catalog", "check", path.to_str().unwrap()]);
    assert_eq!(ran.exit, Some(2), "{ran:?}");
    for said in ["did you mean `quick_fix`?", "at most 60 fit", "2 problems."] {
        assert!(ran.stderr.contains(said), "{said}: {ran:?}");
    }
}

#[test]
fn apis_are_listed_by_their_names() {
    let guide = errdoc(["guide"]).stdout;
    let ids: Vec<&str> = guide
        .lines()
        .filter_map(|line| line.split(' ').next())
        .collect();
    assert!(ids.len() > 80 && ids.is_sorted(), "{ids:?}");
}
