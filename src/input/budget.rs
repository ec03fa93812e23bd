//! How much of an input is read: whatever comes in, the work and the memory that it takes are bounded.

use crate::sanitize::char_floor;

/// What the signs of a text cost, in steps of about a nanosecond and a third of a byte: a line is looked at by every layer, a
/// bracket may begin a value, and a value is kept until the answer is told.
const COSTS: [u16; 128] = {
    let mut costs = [4; 128];
    costs[b'\n' as usize] = 700;
    costs[b'{' as usize] = 2400;
    costs[b'[' as usize] = 1300;
    costs[b'(' as usize] = 200;
    costs[b'<' as usize] = 100;
    costs[b':' as usize] = 100;
    costs[b'=' as usize] = 100;
    costs[b',' as usize] = 275;
    costs[b'%' as usize] = 130;
    costs[b'"' as usize] = 50;
    costs
};

/// What a number costs that comes right after another value of a list: it is kept, however short it is.
const NUMBER: u64 = 150;

/// How many steps are spent on one input.
const BUDGET: u64 = 560_000_000;

/// What is read whole, whatever it is made of.
const ALWAYS: usize = 256 * 1024;

/// How far before the end of the budget a line end is looked for.
const NEAR: usize = 64 * 1024;

/// Returns where a text ends that is read of this one: within the budget, and where a line ends if one does.
pub(super) fn end(text: &str) -> usize {
    if text.len() <= ALWAYS {
        return text.len();
    }
    let bytes = text.as_bytes();
    let mut left = BUDGET;
    let mut at = 0;
    for part in bytes.chunks(1024) {
        let numbers = memchr::memchr_iter(b',', part)
            .filter(|at| part.get(at + 1).is_some_and(u8::is_ascii_digit))
            .count();
        let cost: u64 = part.iter().map(|byte| cost(*byte)).sum();
        let cost = cost + NUMBER * numbers as u64;
        match left.checked_sub(cost) {
            Some(rest) => left = rest,
            None => break,
        }
        at += part.len();
    }
    if at == bytes.len() {
        return at;
    }
    let at = char_floor(text, at.max(ALWAYS));
    let near = at.saturating_sub(NEAR);
    memchr::memrchr(b'\n', &bytes[near..at]).map_or(at, |feed| near + feed + 1)
}

/// Returns what a byte costs.
fn cost(byte: u8) -> u64 {
    COSTS
        .get(usize::from(byte))
        .map_or(4, |cost| u64::from(*cost))
}

#[cfg(test)]
mod tests {
    use super::end;
    use crate::input::MOST_BYTES;

    /// Returns how much is read of a unit repeated to the longest input.
    fn read(unit: &str) -> usize {
        end(&unit.repeat(MOST_BYTES / unit.len()))
    }

    #[test]
    fn what_programs_write_is_read_whole_or_in_large_part() {
        for unit in [
            "2026-11-18T09:41:27.331Z [ERROR] payments: failed to send message to queue a=1 b=2\n",
            "a long text without an end ",
        ] {
            let length = read(unit);
            assert!(length > MOST_BYTES / 16 * 15, "{unit}: {length}");
        }
        for unit in [
            "      \"name\": \"x-request-id\",\n      \"value\": \"01HXYZ8Q4R5S6T7V8W9X0Y1Z2A\"\n",
            "{\"level\":\"error\",\"time\":\"2026-11-18T09:41:27Z\",\"msg\":\"failed\",\"status\":500,\"path\":\"/v3/x\"}\n",
        ] {
            let length = read(unit);
            assert!(length > MOST_BYTES / 2, "{unit}: {length}");
        }
    }

    #[test]
    fn of_what_costs_much_the_first_lines_are_read() {
        for unit in [
            "{}",
            "\n",
            "{\"error\":\"x\"}\n",
            "[{",
            "é{\"a\":1}\n",
            "401,",
        ] {
            let length = read(unit);
            assert!(
                (256 * 1024..MOST_BYTES / 2).contains(&length),
                "{unit}: {length}"
            );
            let text = unit.repeat(length / unit.len() + 1);
            assert!(text.is_char_boundary(length));
            assert!(
                !unit.ends_with('\n') || text[..length].ends_with('\n'),
                "{unit}"
            );
        }
        assert_eq!(end(&"{".repeat(1024)), 1024);
    }
}
