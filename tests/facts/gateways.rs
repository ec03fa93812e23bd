//! What answers in front of an API: only the status is known, and that the API did not say it.

use crate::answers::{CATALOG, http, name, names, only, report};

/// Fills the holes of a gateway's words.
fn filled(words: &str) -> String {
    words
        .replace("{reason}", ". reset reason: connection failure")
        .replace("{host}", "api.acme.com")
        .replace("{retry_after_seconds}", "7")
}

#[test]
fn the_words_of_a_gateway_are_a_status_alone_and_name_it() {
    let mut total = 0;
    for gateway in CATALOG.http().gateways {
        let texts = gateway.texts.iter().map(|says| (says, filled(&says.says)));
        let pages = gateway.pages.iter().map(|says| {
            let page = format!("<html><head></head><body>{}</body></html>", says.says);
            (says, page)
        });
        let messages = gateway.messages.iter().map(|says| {
            let body = serde_json::json!({"message": filled(&says.says)});
            (says, body.to_string())
        });
        for (says, body) in texts.chain(pages).chain(messages) {
            total += 1;
            let status = says.status.unwrap_or(502);
            let found = only(&http(status, &[], &body));
            assert_eq!(name(&found), "-:- status_only", "{body}");
            assert_eq!(found.http_status, Some(status), "{body}");
            let note = found.notes.concat();
            assert!(note.contains(&gateway.name), "{body}: {note}");
        }
    }
    assert!(total > 50, "only {total}");
}

#[test]
fn the_words_of_a_gateway_give_the_status_where_nothing_else_does() {
    for (words, status) in [
        (
            "upstream connect error or disconnect/reset before headers. reset reason: overflow",
            503,
        ),
        ("no healthy upstream\n", 503),
        ("error code: 1015", 429),
        ("send failed: 503 no healthy upstream", 503),
        ("2026-11-18 ERROR: upstream request timeout", 504),
        (
            "<?xml version=\"1.0\"?>\n<!DOCTYPE html>\n<html><head><title>503 Backend fetch failed</title></head><body><h3>Guru Meditation:</h3></body></html>",
            503,
        ),
        ("error code: 522\n", 522),
        (
            "<html><body><h1>Sorry</h1>\nNo server is available to handle this request.\n</body></html>",
            503,
        ),
    ] {
        let found = only(words);
        assert_eq!(name(&found), "-:- status_only", "{words}");
        assert_eq!(found.http_status, Some(status), "{words}");
        assert!(!found.notes.is_empty(), "{words}");
    }
    let told = only("no healthy upstream\nHTTP 502\n");
    assert_eq!(
        told.http_status,
        Some(502),
        "what a client says counts first"
    );
}

#[test]
fn what_others_say_too_is_a_gateways_only_where_nothing_else_is_said() {
    for words in CATALOG
        .http()
        .gateways
        .iter()
        .flat_map(|gateway| &gateway.texts)
        .filter(|says| says.alone)
        .map(|says| says.says.trim_end_matches('.'))
    {
        let found = report(&format!("worker.jobs.SendError: job 4 failed: {words}"));
        let notes = found.diagnoses.iter().flat_map(|d| &d.notes);
        assert!(
            !notes.cloned().collect::<String>().contains("in front"),
            "{words}"
        );
        for line in [words.to_owned(), format!("send failed: 429 {words}")] {
            assert!(only(&line).notes.concat().contains("in front"), "{line}");
        }
    }
    let throttled = "ClientError: An error occurred (ThrottlingException) when calling the Publish operation (reached max retries: 4): Rate exceeded";
    assert_eq!(names(throttled), [] as [String; 0]);
}

#[test]
fn a_gateways_json_without_a_status_names_no_error() {
    for message in [
        "Forbidden",
        "Missing Authentication Token",
        "Endpoint request timed out",
    ] {
        let body = format!(r#"{{"message":"{message}"}}"#);
        assert_eq!(names(&body), [] as [String; 0]);
        let notes = report(&body).notes.concat();
        assert!(
            notes.contains("AWS API Gateway answers in these words"),
            "{notes}"
        );
    }
    let notes = report(r#"{"message":"Forbidden","code":7}"#).notes.concat();
    assert!(!notes.contains("AWS"), "{notes}");
}

#[test]
fn a_number_in_a_host_name_is_no_status() {
    let page = "<html><head><title>api.500px.com | 522: Connection timed out</title></head></html>";
    assert_eq!(only(page).http_status, Some(522));
}

#[test]
fn the_page_of_a_framework_is_the_services_own_and_says_what_it_shows() {
    let page = "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>Error</title>\n</head>\n<body>\n<pre>Cannot POST /v1/orderz</pre>\n</body>\n</html>\n";
    for input in [http(404, &[], page), page.to_owned()] {
        let found = only(&input);
        assert_eq!(found.http_status, Some(404), "{input}");
        assert_eq!(found.message.as_deref(), Some("Cannot POST /v1/orderz"));
        let notes = found.notes.concat();
        assert!(notes.contains("default error page of Express"), "{notes}");
        assert!(!notes.contains("in front of the API"), "{notes}");
    }
    // A gateway's page says the status and nothing else.
    let page = "<html><body><center><h1>502 Bad Gateway</h1></center><hr><center>nginx</center></body></html>";
    let found = only(&http(502, &[], page));
    assert_eq!(found.message, None);
}
