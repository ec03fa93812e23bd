//! How long a response asks to wait: `Retry-After` (RFC 9110, section 10.2.3).

use jiff::fmt::rfc2822::DateTimeParser;

use crate::input::Response;

/// Reads dates in the form of RFC 9110; the reader of mail dates takes it.
static DATES: DateTimeParser = DateTimeParser::new();

/// How a header field counts a wait.
#[derive(Debug, Clone, Copy)]
enum Count {
    /// Seconds or a duration.
    Span,
    /// Milliseconds.
    Milliseconds,
    /// Seconds, or a point in time in seconds since 1970.
    Reset,
}

/// What header fields end in that say how long to wait where `Retry-After` does not, after the name of a vendor or without it;
/// those with a reset are on every response, and count only where a limit was exceeded.
const FIELDS: [(&str, Count); 5] = [
    ("retry-after-ms", Count::Milliseconds),
    ("retry-after", Count::Span),
    ("ratelimit-reset-after", Count::Span),
    ("ratelimit-reset", Count::Reset),
    ("rate-limit-reset", Count::Reset),
];

/// From here on a number of seconds is a point in time.
const FIRST_MOMENT: u64 = 1_000_000_000;

/// Returns the seconds to wait: as `Retry-After` says, else another header field. A date is taken relative to the response's
/// own `Date`, never to this machine's clock.
#[must_use]
pub fn seconds(response: &Response) -> Option<u64> {
    if response.header("retry-after").is_some() {
        return standard(response);
    }
    let is_limited = response.status == Some(429);
    let structured = || response.header("ratelimit").and_then(exhausted);
    let told = FIELDS.iter().find_map(|(end, count)| {
        let mut fields = response.headers.iter();
        let (_, value) = fields.find(|(name, _)| ends_in(name, end))?;
        match count {
            Count::Span => span(value),
            Count::Milliseconds => milliseconds(value),
            Count::Reset if is_limited => until(value, response),
            Count::Reset => None,
        }
    });
    told.or_else(|| structured().filter(|_| is_limited))
}

/// Returns true if a name ends in these words.
fn ends_in(name: &str, words: &str) -> bool {
    let start = name.len().checked_sub(words.len());
    start.is_some_and(|start| {
        let end = name.get(start..);
        end.is_some_and(|end| end.eq_ignore_ascii_case(words))
            && (start == 0 || name[..start].ends_with('-'))
    })
}

/// Reads `RateLimit`, the header field of structured fields that came after `RateLimit-Reset`: `"default";r=0;t=17`, a list of
/// policies with what is left and the seconds until the limit is reset, or as an earlier draft has it
/// `limit=10, remaining=0, reset=17`. Returns the longest wait of those that have nothing left.
fn exhausted(value: &str) -> Option<u64> {
    let end = if value.contains(';') { ',' } else { '\n' };
    let policies = value.split(end).filter_map(|policy| {
        let parameters = policy.split([';', ',']);
        let (mut left, mut reset) = (None, None);
        for (name, value) in parameters.filter_map(|text| text.trim().split_once('=')) {
            match name {
                "r" | "remaining" => left = value.parse::<u64>().ok(),
                "t" | "reset" => reset = value.parse::<u64>().ok(),
                _ => {}
            }
        }
        reset.filter(|_| left.is_none_or(|left| left == 0))
    });
    policies.max()
}

/// Reads when a limit is reset: after so many seconds, or at a point in time.
pub(crate) fn until(value: &str, response: &Response) -> Option<u64> {
    let moment = match span(value) {
        Some(seconds) if seconds < FIRST_MOMENT => return Some(seconds),
        // Later points in time are counted in milliseconds.
        Some(moment) if moment > FIRST_MOMENT * 100 => moment / 1000,
        Some(moment) => moment,
        None => u64::try_from(moment_of(value)?.as_second()).ok()?,
    };
    let sent = response.header("date").or(response.time.as_deref());
    let sent = moment_of(sent?)?.as_second();
    Some(moment.saturating_sub(u64::try_from(sent).ok()?))
}

/// Reads a point in time, as HTTP writes it or as RFC 3339 does.
fn moment_of(text: &str) -> Option<jiff::Timestamp> {
    date(text).or_else(|| text.trim().parse().ok())
}

/// Reads a number of seconds, or a duration.
pub(crate) fn span(text: &str) -> Option<u64> {
    number(text).map(whole).or_else(|| duration(text))
}

/// Reads a number of milliseconds, in whole seconds.
pub(crate) fn milliseconds(text: &str) -> Option<u64> {
    number(text).map(|milliseconds| whole(milliseconds / 1000.0))
}

/// Reads a number that may be a wait.
fn number(text: &str) -> Option<f64> {
    let number = text.trim().parse::<f64>().ok()?;
    (0.0..1e15).contains(&number).then_some(number)
}

/// Rounds up: a second too late is better than a request too early.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "`number` checks the range"
)]
fn whole(seconds: f64) -> u64 {
    seconds.ceil() as u64
}

/// Returns the seconds that `Retry-After` says.
fn standard(response: &Response) -> Option<u64> {
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
    fn other_header_fields_count_where_the_standard_one_is_missing() {
        let sent = ("date", "Wed, 18 Nov 2026 09:41:27 GMT");
        let limited = |headers: &[_]| {
            let mut response = response(headers);
            response.status = Some(429);
            seconds(&response)
        };
        assert_eq!(limited(&[("retry-after-ms", "1500")]), Some(2));
        assert_eq!(limited(&[("X-RateLimit-Reset-After", "6m0s")]), Some(360));
        assert_eq!(
            limited(&[sent, ("x-ratelimit-reset", "1794995127")]),
            Some(240)
        );
        assert_eq!(
            limited(&[sent, ("x-ratelimit-reset", "1794995127000")]),
            Some(240)
        );
        assert_eq!(limited(&[("x-ratelimit-reset", "1794995127")]), None);
        assert_eq!(
            limited(&[("ratelimit-reset", "7"), ("retry-after", "9")]),
            Some(9)
        );
        assert_eq!(
            limited(&[("RateLimit", r#""minute";r=0;t=17, "day";r=90;t=3600"#)]),
            Some(17)
        );
        assert_eq!(limited(&[("RateLimit", r#""day";r=90;t=3600"#)]), None);
        let draft = |left: &str| {
            let value = format!("limit=10, remaining={left}, reset=30");
            let mut response = response(&[("RateLimit", value.as_str())]);
            response.status = Some(429);
            seconds(&response)
        };
        assert_eq!((draft("0"), draft("4")), (Some(30), None));
        assert_eq!(limited(&[("X-Acme-RateLimit-Reset", "9")]), Some(9));
        assert_eq!(
            limited(&[sent, ("x-ratelimit-reset", "2026-11-18T09:42:00.5Z")]),
            Some(33)
        );
        // On a response within the limit it says nothing about a wait.
        assert_eq!(seconds(&response(&[("ratelimit-reset", "7")])), None);
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
