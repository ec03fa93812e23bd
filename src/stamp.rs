//! Timestamps in the forms that logs and clients write.

use jiff::civil::{Date, DateTime};
use jiff::tz::Offset;

/// How far into a line the time before it may stand.
const MOST_FRONT: usize = 160;

/// Returns true if a member of this name holds a line's time.
pub(crate) fn is_name(name: &[u8]) -> bool {
    matches!(
        name,
        b"timestamp"
            | b"time"
            | b"ts"
            | b"@timestamp"
            | b"datetime"
            | b"date"
            | b"t"
            | b"@t"
            | b"eventTime"
            | b"created_at"
            | b"asctime"
            | b"instant"
            | b"startedDateTime"
    )
}

/// Reads so many digits.
pub(crate) fn digits(text: &[u8], from: usize, count: usize) -> Option<i32> {
    let mut value = 0;
    for byte in text.get(from..from + count)? {
        if !byte.is_ascii_digit() {
            return None;
        }
        value = value * 10 + i32::from(byte - b'0');
    }
    Some(value)
}

/// Reads `2026-11-21T23:01:40.123Z` (RFC 3339) and its cousins: a blank or a slash, a comma, no zone.
/// Returns the time and how long it is.
pub(crate) fn iso(text: &[u8]) -> Option<(i64, usize)> {
    let year = digits(text, 0, 4)?;
    let sign = *text.get(4)?;
    if !matches!(sign, b'-' | b'/') || text.get(7) != Some(&sign) {
        return None;
    }
    let month = digits(text, 5, 2)?;
    let day = digits(text, 8, 2)?;
    if !matches!(text.get(10), Some(b'T' | b't' | b' ' | b'_')) {
        return None;
    }
    let (clock, length) = clock(&text[11..])?;
    let mut at = 11 + length;
    let mut offset = 0;
    match text.get(at) {
        Some(b'Z' | b'z') => at += 1,
        Some(b'+' | b'-') => {
            if let Some((seconds, length)) = zone(&text[at..]) {
                offset = seconds;
                at += length;
            }
        }
        // `2026-11-21 23:01:40 +0000`
        Some(b' ') => {
            if let Some((seconds, length)) = zone(&text[at + 1..]) {
                offset = seconds;
                at += 1 + length;
            }
        }
        _ => {}
    }
    Some((instant(year, month, day, clock, offset)?, at))
}

/// Hours, minutes, seconds and milliseconds.
pub(crate) type Clock = [i32; 4];

/// Reads `23:01:40`, `23:01:40.123456` or `23:01`, and returns how long it is.
pub(crate) fn clock(text: &[u8]) -> Option<(Clock, usize)> {
    let hour = digits(text, 0, 2)?;
    if text.get(2) != Some(&b':') {
        return None;
    }
    let minute = digits(text, 3, 2)?;
    let Some(second) = (text.get(5) == Some(&b':'))
        .then(|| digits(text, 6, 2))
        .flatten()
    else {
        return Some(([hour, minute, 0, 0], 5));
    };
    let mut at = 8;
    let mut millis = 0;
    if matches!(text.get(at), Some(b'.' | b',')) && text.get(at + 1).is_some_and(u8::is_ascii_digit)
    {
        let fraction = text[at + 1..]
            .iter()
            .take_while(|b| b.is_ascii_digit())
            .count();
        for place in 0..3 {
            let digit = if place < fraction {
                i32::from(text[at + 1 + place] - b'0')
            } else {
                0
            };
            millis = millis * 10 + digit;
        }
        at += 1 + fraction;
    }
    Some(([hour, minute, second, millis], at))
}

/// Reads `+02:00`, `+0200` or `+02` in seconds, and returns how long it is.
pub(crate) fn zone(text: &[u8]) -> Option<(i32, usize)> {
    let sign = match text.first()? {
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    let hours = digits(text, 1, 2)?;
    let (minutes, length) = if text.get(3) == Some(&b':') {
        (digits(text, 4, 2)?, 6)
    } else {
        match digits(text, 3, 2) {
            Some(minutes) => (minutes, 5),
            None => (0, 3),
        }
    };
    Some((sign * (hours * 3600 + minutes * 60), length))
}

/// Reads a number since 1970: seconds (with or without a fraction), milliseconds, microseconds or nanoseconds,
/// which their lengths tell apart. Returns the number of whole digits.
pub(crate) fn epoch(text: &[u8]) -> Option<(i64, usize)> {
    let length = text.iter().take_while(|b| b.is_ascii_digit()).count();
    if !(9..=19).contains(&length)
        || text
            .get(length)
            .is_some_and(|b| b.is_ascii_alphabetic() || matches!(b, b'-' | b'_'))
    {
        return None;
    }
    let number: i64 = std::str::from_utf8(&text[..length]).ok()?.parse().ok()?;
    let time = match length {
        9..=10 => {
            let (mut millis, mut place) = (0, 100);
            if text.get(length) == Some(&b'.') {
                for byte in text[length + 1..].iter().take_while(|b| b.is_ascii_digit()) {
                    millis += i64::from(byte - b'0') * place;
                    place /= 10;
                }
            }
            number * 1000 + millis
        }
        12..=13 => number,
        15..=16 => number / 1000,
        18..=19 => number / 1_000_000,
        _ => return None,
    };
    Some((time, length))
}

/// Returns milliseconds since 1970 of a date and a clock with an offset from UTC.
pub(crate) fn instant(year: i32, month: i32, day: i32, clock: Clock, offset: i32) -> Option<i64> {
    let small = |n: i32| i8::try_from(n).ok();
    let date = Date::new(i16::try_from(year).ok()?, small(month)?, small(day)?).ok()?;
    let [hour, minute, second, millis] = clock;
    // A leap second is the second before it.
    let time = jiff::civil::Time::new(
        small(hour)?,
        small(minute)?,
        small(second.min(59))?,
        millis * 1_000_000,
    )
    .ok()?;
    let offset = Offset::from_seconds(offset).ok()?;
    let stamp = offset.to_timestamp(DateTime::from_parts(date, time)).ok()?;
    Some(stamp.as_millisecond())
}

/// Writes a time in RFC 3339, UTC, with milliseconds only where there are any.
pub(crate) fn written(time: i64) -> String {
    jiff::Timestamp::from_millisecond(time)
        .map(|stamp| stamp.to_string())
        .unwrap_or_default()
}

/// Returns the time that a text begins with, as it is written there; a number since 1970 in RFC 3339.
pub(crate) fn said(text: &str) -> Option<String> {
    let bytes = text.as_bytes();
    let iso = || Some(text[..iso(bytes)?.1].replace('/', "-"));
    iso().or_else(|| epoch(bytes).map(|(time, _)| written(time)))
}

/// Returns the time that a line of a log begins with, as it is written there: before what is an object or a list.
pub(crate) fn said_in_front(line: &str) -> Option<String> {
    let end = line.find(['{', '<']).unwrap_or(line.len()).min(MOST_FRONT);
    let bytes = &line.as_bytes()[..end];
    let starts = bytes.iter().enumerate().filter(|(at, b)| {
        b.is_ascii_digit() && (*at == 0 || !bytes[at - 1].is_ascii_alphanumeric())
    });
    starts
        .filter_map(|(at, _)| Some((at, iso(&bytes[at..])?.1)))
        .find_map(|(at, length)| line.get(at..at + length))
        .map(|said| said.replace('/', "-"))
}

#[cfg(test)]
mod tests {
    use super::{said, said_in_front};

    #[test]
    fn a_time_is_said_as_it_is_written_and_no_zone_is_added() {
        for (line, expected) in [
            (
                "otp-6c8f9 otp 2026-11-20T10:00:05.523456789Z {\"a\":1}",
                Some("2026-11-20T10:00:05.523456789Z"),
            ),
            (
                "worker-1 | [2026/11/20 10:00:00,000: ERROR] x",
                Some("2026-11-20 10:00:00,000"),
            ),
            ("10:00 x {\"at\":\"2026-11-20T10:00:05Z\"}", None),
            ("", None),
        ] {
            assert_eq!(said_in_front(line).as_deref(), expected, "{line}");
        }
        assert_eq!(said("1795302000").as_deref(), Some("2026-11-21T23:00:00Z"));
        assert_eq!(said("soon"), None);
    }
}
