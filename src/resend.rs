//! Whether a script may send a failed request again, and after how long: `errdoc parse --retry-after`.

use crate::catalog::{Retry, Verdict};
use crate::diagnose::{Certainty, Diagnosis, Outcome, Report};

/// The wait where an error wants one and nothing says how long: limits are counted by the minute.
const WAIT: u64 = 60;

/// The first wait of a backoff where nothing says how long; a loop makes it grow.
const BACKOFF: u64 = 1;

/// Methods whose requests are safe to repeat (RFC 9110, section 9.2.2).
const IDEMPOTENT: [&str; 6] = ["GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE"];

/// What is known about carrying the request out twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Twice {
    /// It does no harm: the request reads, or carries an idempotency key.
    Harmless,
    /// It may do harm: a message may go out twice.
    Unknown,
}

/// Whether to retry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Resend {
    /// The same request, after so many seconds.
    After(u64),
    /// Not now: the reason, as a clause.
    Not(String),
}

/// Returns true if the request that a report is about may be sent again as it is.
///
/// Every error in the report must allow it, and the longest wait counts. `wait` and `backoff` allow it; no other
/// verdict does, nor does a response without an error or an input without a response. An answer that leaves open
/// whether the request was carried out (5xx, 408, no status) allows it only where carrying it out twice does no harm.
/// A reading that is merely possible allows it only if its rivals do.
///
/// ```
/// use errdoc::resend::{Resend, Twice, resend};
///
/// let catalog = errdoc::Catalog::builtin();
/// let refused = b"HTTP/1.1 429 Too Many Requests\r\nRetry-After: 7\r\n\r\n";
/// let report = errdoc::diagnose(refused, &catalog)?;
/// assert_eq!(resend(&report, Twice::Unknown), Resend::After(7));
///
/// let failed = b"HTTP/1.1 502 Bad Gateway\r\n\r\n";
/// let report = errdoc::diagnose(failed, &catalog)?;
/// assert!(matches!(resend(&report, Twice::Unknown), Resend::Not(_)));
/// assert_eq!(resend(&report, Twice::Harmless), Resend::After(1));
/// # Ok::<(), errdoc::CatalogError>(())
/// ```
#[must_use]
pub fn resend(report: &Report<'_>, known: Twice) -> Resend {
    if report.diagnoses.is_empty() {
        return Resend::Not(
            match report.outcome {
                Outcome::Success => "the response is not an error",
                Outcome::Empty => "nothing looks like a response",
                Outcome::Diagnosed | Outcome::Unrecognized => "the error is not known",
            }
            .to_owned(),
        );
    }
    let mut longest = 0;
    for diagnosis in &report.diagnoses {
        match one(diagnosis, known) {
            Resend::After(seconds) => longest = longest.max(seconds),
            no @ Resend::Not(_) => return no,
        }
    }
    Resend::After(longest)
}

/// Says what an answer's status and the request's method tell about carrying it out twice: harmless where the API refused
/// it (4xx but 408), or where the method may be repeated.
#[must_use]
pub fn twice(status: Option<u16>, method: Option<&str>) -> Twice {
    let is_refused = status.is_some_and(|status| (400..500).contains(&status) && status != 408);
    let is_idempotent = method.is_some_and(|method| IDEMPOTENT.contains(&method));
    if is_refused || is_idempotent {
        Twice::Harmless
    } else {
        Twice::Unknown
    }
}

/// Says what an error tells about carrying its request out twice: nothing happens twice that did not happen once.
#[must_use]
pub fn harm(retry: &Retry, status: Option<u16>, method: Option<&str>) -> Twice {
    match retry.not_carried_out {
        true => Twice::Harmless,
        false => twice(status, method),
    }
}

/// Returns true if one error allows it.
fn one(d: &Diagnosis<'_>, known: Twice) -> Resend {
    let verdict = d.retry().map_or(Verdict::Unknown, |retry| retry.verdict);
    let not = |reason: &str| Resend::Not(format!("{}: {reason}", name(d)));
    let usual = match verdict {
        Verdict::Wait => WAIT,
        Verdict::Backoff => BACKOFF,
        Verdict::No | Verdict::AfterFix | Verdict::Done | Verdict::Unknown => {
            return not(verdict.label());
        }
    };
    let is_open = d.certainty == Certainty::Possible
        && d.rivals
            .iter()
            .any(|r| !matches!(r.entry.retry.verdict, Verdict::Wait | Verdict::Backoff));
    if is_open {
        return not("it may be another error, which must not be sent again");
    }
    let method = d.request.method.as_deref();
    let told = d.retry().map(|retry| harm(retry, d.http_status, method));
    if known == Twice::Unknown && told != Some(Twice::Harmless) {
        return not("the request may have been carried out; check that first");
    }
    Resend::After(d.after_seconds.unwrap_or(usual))
}

/// Returns the error's name for a message.
fn name(d: &Diagnosis<'_>) -> String {
    match (d.api, d.code.as_deref(), d.http_status) {
        (Some(api), Some(code), _) => format!("{} {code}", api.id),
        (_, _, Some(status)) => format!("HTTP {status}"),
        (_, code, None) => code.unwrap_or("the error").to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{Resend, Twice, resend};
    use crate::Catalog;
    use crate::catalog::Verdict;

    /// A catalog in which each verdict is a code; all are refused with 400 but those that end in 5xx or 408.
    fn catalog() -> Catalog {
        let mut entries = Vec::new();
        for status in [400, 408, 500] {
            for verdict in Verdict::ALL.map(Verdict::id) {
                entries.push(format!(
                    r#"{{"code": "{verdict}-{status}", "title": "T", "category": "server", "http_status": {status},
                    "cause": "C", "remediation": ["R"], "quick_fix": "Q", "retry": {{"verdict": "{verdict}"}},
                    "examples": [], "source": "S"}}"#
                ));
            }
        }
        let mut catalog = Catalog::builtin();
        let text = format!(
            r#"{{"id": "acme", "name": "Acme", "envelopes": [{{"name": "acme", "proof": "own",
            "requires": {{"/acme": "string"}}, "read": {{"code": "/acme"}}}}], "entries": [{}]}}"#,
            entries.join(",")
        );
        catalog.add("acme.json", text).unwrap();
        catalog
    }

    fn answer(input: &str, twice: Twice) -> Resend {
        resend(
            &crate::diagnose(input.as_bytes(), &catalog()).unwrap(),
            twice,
        )
    }

    fn code(code: &str, twice: Twice) -> Resend {
        answer(&format!(r#"{{"acme": "{code}"}}"#), twice)
    }

    #[test]
    fn what_was_refused_is_sent_again_after_a_wait_or_with_backoff_and_never_else() {
        for twice in [Twice::Unknown, Twice::Harmless] {
            assert_eq!(code("wait-400", twice), Resend::After(60));
            assert_eq!(code("backoff-400", twice), Resend::After(1));
            for verdict in [
                Verdict::No,
                Verdict::AfterFix,
                Verdict::Done,
                Verdict::Unknown,
            ] {
                let reason = format!("acme {}-400: {}", verdict.id(), verdict.label());
                assert_eq!(
                    code(&format!("{}-400", verdict.id()), twice),
                    Resend::Not(reason)
                );
            }
        }
    }

    #[test]
    fn what_may_have_been_carried_out_is_sent_again_only_where_twice_does_no_harm() {
        for status in [408, 500] {
            for (verdict, seconds) in [("wait", 60), ("backoff", 1)] {
                let code_ = format!("{verdict}-{status}");
                assert!(
                    matches!(code(&code_, Twice::Unknown), Resend::Not(_)),
                    "{code_}"
                );
                assert_eq!(
                    code(&code_, Twice::Harmless),
                    Resend::After(seconds),
                    "{code_}"
                );
            }
            let done = code(&format!("done-{status}"), Twice::Harmless);
            assert!(matches!(done, Resend::Not(_)));
        }
    }

    #[test]
    fn a_request_that_is_seen_to_read_may_be_sent_again_and_one_that_posts_may_not() {
        let exchange = |method: &str| {
            format!(
                "> {method} /v3/me HTTP/1.1\n> Host: api.example.com\n>\n< HTTP/1.1 503 Service Unavailable\n< Retry-After: 9\n<\n"
            )
        };
        assert_eq!(answer(&exchange("GET"), Twice::Unknown), Resend::After(9));
        assert!(matches!(
            answer(&exchange("POST"), Twice::Unknown),
            Resend::Not(_)
        ));
        assert_eq!(answer(&exchange("POST"), Twice::Harmless), Resend::After(9));
    }

    #[test]
    fn what_was_surely_not_carried_out_may_be_sent_again_whatever_the_status() {
        for (input, wait) in [
            (
                "curl: (7) Failed to connect to api.example.com port 443 after 21 ms: Couldn't connect to server",
                1,
            ),
            (
                "HTTP/1.1 503 Service Unavailable\r\n\r\n{\"code\":\"PGRST000\",\"details\":null,\"hint\":null,\"message\":\"Database connection error. Retrying the connection.\"}",
                1,
            ),
        ] {
            assert_eq!(
                answer(input, Twice::Unknown),
                Resend::After(wait),
                "{input}"
            );
        }
        let late = "curl: (28) Operation timed out after 5000 milliseconds with 0 bytes received";
        assert!(matches!(answer(late, Twice::Unknown), Resend::Not(_)));
    }

    #[test]
    fn every_error_of_an_input_must_allow_it_and_the_longest_wait_counts() {
        let both = |a: &str, b: &str| {
            answer(
                &format!("{{\"acme\": \"{a}\"}}\n{{\"acme\": \"{b}\"}}\n"),
                Twice::Unknown,
            )
        };
        assert_eq!(both("backoff-400", "wait-400"), Resend::After(60));
        assert!(matches!(both("wait-400", "after_fix-400"), Resend::Not(_)));
    }

    #[test]
    fn a_success_and_an_input_without_a_response_are_never_sent_again() {
        for input in ["HTTP/1.1 204 No Content\r\n\r\n", ""] {
            assert!(
                matches!(answer(input, Twice::Harmless), Resend::Not(_)),
                "{input}"
            );
        }
        let unknown = answer("HTTP/1.1 404 Not Found\r\n\r\n", Twice::Harmless);
        assert!(matches!(unknown, Resend::Not(_)));
    }
}
