//! When a log line was written: the line's own timestamp, in the forms that logs use.

use jiff::tz::TimeZone;

use crate::stamp::{self, clock, digits, epoch, instant, is_name, iso, zone};

/// How far into a line of text its time is looked for.
const MOST_FRONT: usize = 160;

/// Months as logs write them.
const MONTHS: [&[u8]; 12] = [
    b"Jan", b"Feb", b"Mar", b"Apr", b"May", b"Jun", b"Jul", b"Aug", b"Sep", b"Oct", b"Nov", b"Dec",
];

/// A day in milliseconds.
const DAY: i64 = 86_400_000;

/// Writes a time in RFC 3339, UTC, with milliseconds only where there are any.
#[must_use]
pub fn written(time: i64) -> String {
    stamp::written(time)
}

/// Returns a line's time in milliseconds since 1970, UTC. A time without a zone is taken as UTC; one without a year is
/// the latest that is not after `now`.
#[must_use]
pub fn of_line(line: &[u8], now: i64) -> Option<i64> {
    let start = line.iter().position(|b| !b.is_ascii_whitespace())?;
    let text = &line[start..];
    if text[0] == b'{'
        && let Some(time) = of_members(text)
    {
        return Some(time);
    }
    let front = &text[..text.len().min(MOST_FRONT)];
    of_front(front, now).or_else(|| of_names(line))
}

/// Reads the time of an object from its own members, not from those inside.
fn of_members(text: &[u8]) -> Option<i64> {
    let mut at = 1;
    let mut depth = 1_usize;
    while depth > 0 {
        at += memchr::memchr3(b'"', b'{', b'}', text.get(at..)?)?;
        match text[at] {
            b'{' => depth += 1,
            b'}' => depth -= 1,
            _ => {
                let end = string_end(text, at + 1)?;
                if depth == 1 {
                    let name = &text[at + 1..end];
                    let colon = skip_blanks(text, end + 1);
                    if text.get(colon) == Some(&b':')
                        && is_name(name)
                        && let Some(time) = of_value(text.get(skip_blanks(text, colon + 1)..)?)
                    {
                        return Some(time);
                    }
                }
                at = end;
            }
        }
        at += 1;
    }
    None
}

/// Returns where a JSON string ends.
fn string_end(text: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        at += memchr::memchr2(b'"', b'\\', text.get(at..)?)?;
        if text[at] == b'"' {
            return Some(at);
        }
        at += 2;
    }
}

/// Returns the position after blanks.
fn skip_blanks(text: &[u8], from: usize) -> usize {
    let rest = text.get(from..).unwrap_or_default();
    from + rest.iter().take_while(|b| b.is_ascii_whitespace()).count()
}

/// Reads the value of a member: text in a form of ISO 8601, or a number since 1970.
fn of_value(value: &[u8]) -> Option<i64> {
    match value.first()? {
        b'"' => {
            let text = &value[1..];
            iso(text)
                .map(|(time, _)| time)
                .or_else(|| epoch(text).map(|(time, _)| time))
        }
        b'0'..=b'9' => epoch(value).map(|(time, _)| time),
        _ => None,
    }
}

/// Reads the time at the front of a line of text.
fn of_front(front: &[u8], now: i64) -> Option<i64> {
    if let Some((time, length)) = epoch(front.strip_prefix(b"[").unwrap_or(front))
        && length >= 10
    {
        return Some(time);
    }
    for (at, byte) in front.iter().enumerate() {
        let is_start = at == 0 || !front[at - 1].is_ascii_alphanumeric();
        if !is_start {
            continue;
        }
        let rest = &front[at..];
        let found = match byte {
            b'0'..=b'9' => iso(rest).map(|(time, _)| time).or_else(|| common(rest)),
            b'A'..=b'Z' => syslog(rest, now),
            _ => None,
        };
        if found.is_some() {
            return found;
        }
    }
    None
}

/// Reads the first member of any depth that is called like a time.
fn of_names(line: &[u8]) -> Option<i64> {
    let mut at = 0;
    loop {
        at += memchr::memmem::find(line.get(at..)?, b"time")? + 4;
        let rest = &line[at..];
        let name = rest
            .iter()
            .take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'))
            .count();
        let sign = rest[name..]
            .iter()
            .take_while(|b| matches!(b, b'\\' | b'"' | b'\'' | b':' | b'=' | b' '))
            .count();
        if sign > 0
            && let Some((time, _)) = iso(&rest[name + sign..])
        {
            return Some(time);
        }
    }
}

/// Reads `21/Nov/2026:23:01:40 +0000`, the common log format.
fn common(text: &[u8]) -> Option<i64> {
    let day = digits(text, 0, 2)?;
    if text.get(2) != Some(&b'/') || text.get(6) != Some(&b'/') || text.get(11) != Some(&b':') {
        return None;
    }
    let month = month(text.get(3..6)?)?;
    let year = digits(text, 7, 4)?;
    let (clock, length) = clock(&text[12..])?;
    let rest = text.get(12 + length + 1..).unwrap_or_default();
    let offset = zone(rest).map_or(0, |(seconds, _)| seconds);
    instant(year, month, day, clock, offset)
}

/// Reads `Nov 21 23:01:40`, which says no year (RFC 3164).
fn syslog(text: &[u8], now: i64) -> Option<i64> {
    let month = month(text.get(..3)?)?;
    if text.get(3) != Some(&b' ') || text.get(6) != Some(&b' ') {
        return None;
    }
    let day = if text[4] == b' ' {
        digits(text, 5, 1)?
    } else {
        digits(text, 4, 2)?
    };
    let (clock, _) = clock(&text[7..])?;
    let today = jiff::Timestamp::from_millisecond(now).ok()?;
    let year = i32::from(today.to_zoned(TimeZone::UTC).year());
    // A log of last December read in January; a day is for zones and clocks that run ahead.
    let time = instant(year, month, day, clock, 0);
    time.filter(|time| *time <= now + DAY)
        .or_else(|| instant(year - 1, month, day, clock, 0))
}

/// Reads the name of a month.
fn month(name: &[u8]) -> Option<i32> {
    let at = MONTHS.iter().position(|month| *month == name)?;
    i32::try_from(at + 1).ok()
}

/// Reads what a person types as a time: ISO 8601 (a date alone too), a number since 1970, or a span back from now such as `2h`.
///
/// # Errors
/// When it is none of them.
pub fn typed(text: &str, now: i64) -> Result<i64, String> {
    let bytes = text.trim().as_bytes();
    if let Some((time, length)) = iso(bytes)
        && length == bytes.len()
    {
        return Ok(time);
    }
    if let Some((time, length)) = epoch(bytes)
        && length == bytes.len()
    {
        return Ok(time);
    }
    if bytes.len() == 10
        && let Some((time, _)) = iso(&[bytes, b"T00:00:00Z"].concat())
    {
        return Ok(time);
    }
    let number = text
        .trim()
        .trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let unit = match &text.trim()[number.len()..] {
        "s" => Some(1000),
        "m" | "min" => Some(60_000),
        "h" => Some(3_600_000),
        "d" => Some(DAY),
        "w" => Some(7 * DAY),
        _ => None,
    };
    let span = unit.and_then(|unit| number.parse::<i64>().ok()?.checked_mul(unit));
    span.map(|span| now.saturating_sub(span)).ok_or_else(|| {
        "a time is 2026-11-21T23:00:00Z, 2026-11-21, seconds since 1970, or a span back from now: 30m, 2h, 7d"
            .to_owned()
    })
}

#[cfg(test)]
mod tests {
    use super::{of_line, typed, written};

    /// 2026-11-21T23:01:40Z
    const NOW: i64 = 1_795_302_100_000;

    fn at(line: &str) -> Option<String> {
        of_line(line.as_bytes(), NOW).map(written)
    }

    #[test]
    fn every_common_form_is_read() {
        for (line, expected) in [
            (r#"{"ts":"2026-11-21T22:00:00Z"}"#, "2026-11-21T22:00:00Z"),
            (
                r#"{"a":{"time":"2020-01-01T00:00:00Z"},"b":"x\"}","time":"2026-11-21T22:00:00.5+01:00"}"#,
                "2026-11-21T21:00:00.5Z",
            ),
            (r#"{"time":1795302000}"#, "2026-11-21T23:00:00Z"),
            (r#"{"time":1795302000.25}"#, "2026-11-21T23:00:00.25Z"),
            (r#"{"time":1795302000123}"#, "2026-11-21T23:00:00.123Z"),
            (
                "2026-11-21 22:00:00,123 ERROR x",
                "2026-11-21T22:00:00.123Z",
            ),
            ("[2026/11/21 22:00:00] x", "2026-11-21T22:00:00Z"),
            ("ERROR 2026-11-21T22:00:00+0200 x", "2026-11-21T20:00:00Z"),
            ("Nov 21 22:00:00 web-1 app[1]: x", "2026-11-21T22:00:00Z"),
            ("<34>Nov  1 22:00:00 web-1 x", "2026-11-01T22:00:00Z"),
            ("Dec 24 22:00:00 web-1 x", "2025-12-24T22:00:00Z"),
            (
                r#"10.0.0.1 - - [21/Nov/2026:22:00:00 +0100] "GET / HTTP/1.1" 404 1"#,
                "2026-11-21T21:00:00Z",
            ),
            ("1795302000 x", "2026-11-21T23:00:00Z"),
            ("[1795302000.5] x", "2026-11-21T23:00:00.5Z"),
            (
                "level=info time=2026-11-21T22:00:00Z x",
                "2026-11-21T22:00:00Z",
            ),
        ] {
            assert_eq!(at(line).as_deref(), Some(expected), "{line}");
        }
    }

    #[test]
    fn what_is_no_time_is_none() {
        for line in [
            "",
            "x",
            "12345",
            "2026-13-41T00:00:00Z",
            "{\"ts\":true}",
            "{\"ts\":\"\\",
        ] {
            assert_eq!(at(line), None, "{line}");
        }
    }

    #[test]
    fn a_person_types_a_time_or_a_span() {
        assert_eq!(typed("2026-11-21T23:01:40Z", NOW), Ok(NOW));
        assert_eq!(
            typed("2026-11-21", NOW).map(written).as_deref(),
            Ok("2026-11-21T00:00:00Z")
        );
        assert_eq!(typed("2h", NOW), Ok(NOW - 7_200_000));
        assert_eq!(typed("1795302100", NOW), Ok(NOW));
        for bad in ["", "yesterday", "2", "2026-11", "99999999999999999d"] {
            assert!(typed(bad, NOW).is_err(), "{bad}");
        }
    }
}
