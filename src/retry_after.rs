//! How long a response asks to wait: `Retry-After` (RFC 9110, section 10.2.3).

use jiff::fmt::rfc2822::DateTimeParser;

use crate::input::Response;

/// Reads dates in the form of RFC 9110; the reader of mail dates takes it.
static DATES: DateTimeParser = DateTimeParser::new();

/// Gives the seconds to wait. A date is taken relative to the response's own `Date`, never to this machine's clock.
#[must_use]
pub fn seconds(response: &Response) -> Option<u64> {
    let value = response.header("retry-after")?.trim();
    if let Ok(seconds) = value.parse() {
        return Some(seconds);
    }
    let until = date(value)?;
    let sent = date(response.header("date")?)?;
    Some(u64::try_from(until.as_second() - sent.as_second()).unwrap_or(0))
}

/// Says why a response asks for a wait that cannot be counted, if it does.
pub(crate) fn uncounted(response: &Response) -> Option<&'static str> {
    let value = response.header("retry-after")?;
    if seconds(response).is_some() {
        return None;
    }
    Some(match date(value) {
        Some(_) => {
            "`Retry-After` is a date, and the response has no `Date` to count from: wait until then by a clock you trust."
        }
        None => {
            "`Retry-After` is neither seconds nor a date: wait on your own backoff, from a second up, doubled each time."
        }
    })
}

/// Reads a date of HTTP.
pub(crate) fn date(text: &str) -> Option<jiff::Timestamp> {
    DATES.parse_timestamp(text.trim()).ok()
}

/// Reads a duration such as `34s`, `1.5s`, `6m0s`, `250ms` or `PT30S`, in whole seconds, rounded up.
pub(crate) fn duration(text: &str) -> Option<u64> {
    let text = text.trim();
    let span: jiff::Span = text.parse().ok()?;
    let day = jiff::SpanRelativeTo::days_are_24_hours();
    let seconds = span.total((jiff::Unit::Second, day)).ok()?;
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "the number is checked to be in range"
    )]
    (0.0..1e15)
        .contains(&seconds)
        .then(|| seconds.ceil() as u64)
}

#[cfg(test)]
mod tests {
    use super::seconds;
    use crate::input::Response;

    fn response(headers: &[(&str, &str)]) -> Response {
        Response {
            headers: headers
                .iter()
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
                .collect(),
            ..Response::default()
        }
    }

    #[test]
    fn seconds_are_taken_as_they_are() {
        assert_eq!(seconds(&response(&[("Retry-After", " 120 ")])), Some(120));
        assert_eq!(seconds(&response(&[("retry-after", "soon")])), None);
        assert_eq!(seconds(&response(&[])), None);
    }

    #[test]
    fn a_wait_that_cannot_be_counted_says_why() {
        let until = ("retry-after", "Wed, 18 Nov 2026 09:42:10 GMT");
        let sent = ("date", "Wed, 18 Nov 2026 09:41:27 GMT");
        let why = |headers: &[_]| super::uncounted(&response(headers)).unwrap_or_default();
        assert!(why(&[until]).contains("no `Date`"));
        assert!(why(&[until, ("date", "today")]).contains("no `Date`"));
        for nonsense in ["soon", "", "-5", "1.5", "99999999999999999999"] {
            assert!(why(&[sent, ("retry-after", nonsense)]).contains("backoff"));
        }
        assert_eq!(why(&[until, sent]), "");
        assert_eq!(why(&[("retry-after", "7")]), "");
        assert_eq!(why(&[]), "");
    }

    #[test]
    fn a_date_counts_from_the_responses_own_date() {
        let until = ("retry-after", "Wed, 18 Nov 2026 09:42:10 GMT");
        let sent = ("date", "Wed, 18 Nov 2026 09:41:27 GMT");
        assert_eq!(seconds(&response(&[sent, until])), Some(43));
        assert_eq!(
            seconds(&response(&[("date", until.1), ("retry-after", sent.1)])),
            Some(0)
        );
        assert_eq!(seconds(&response(&[until])), None);
    }
}
