//! What a task runner writes before each line of several programs: an object that one prints is put together again.

use super::lines::joined;
use crate::sanitize::char_floor;

/// How prefixes end.
const SIGNS: [&str; 4] = [": ", "] ", "| ", "> "];

/// The longest prefix.
const MAX_PREFIX: usize = 80;

/// How many lines of other programs may come between two of one object, and how many it may have.
const MAX_LINES: usize = 400;

/// Returns a text in which objects with a prefix are on lines of their own, without it; nothing where there is none.
pub(super) fn plain(text: &str) -> Option<String> {
    let lines: Vec<&str> = text.lines().collect();
    let mut is_taken = vec![false; lines.len()];
    let mut plain: Vec<&str> = Vec::with_capacity(lines.len());
    let mut is_changed = false;
    // Each line may be looked at so often, so that the time stays linear.
    let mut patience = lines.len() * 8 + 64;
    for (at, line) in lines.iter().enumerate() {
        if is_taken[at] {
            continue;
        }
        let found = ends_open(line)
            .then(|| object(&lines, at, &mut patience))
            .flatten();
        match found {
            None => plain.push(line),
            Some((length, own)) => {
                is_changed = true;
                plain.push(&line[length..]);
                for number in own {
                    is_taken[number] = true;
                    plain.push(lines[number].get(length..).unwrap_or_default());
                }
            }
        }
    }
    is_changed.then(|| joined(plain.into_iter()))
}

/// Returns the lines from one on without what is written before each of them, so many at most; nothing where the first two have
/// nothing in common that may be a prefix.
pub(crate) fn without(lines: &[&str], count: usize) -> Option<String> {
    let (first, second) = (lines.first()?, lines.get(1)?);
    let near = &first[..char_floor(first, MAX_PREFIX)];
    let indent = near.len() - near.trim_start_matches([' ', '\t']).len();
    let length = ends(near)
        .chain([indent])
        .filter(|length| *length > 0 && has_prefix(second, &first[..*length]))
        .max()?;
    let own = lines.iter().take(count);
    let own = own.take_while(|line| has_prefix(line, &first[..length]));
    Some(joined(
        own.map(|line| line.get(length..).unwrap_or_default()),
    ))
}

/// Iterates over where a prefix may end in the beginning of a line, in the order of the signs.
fn ends(near: &str) -> impl Iterator<Item = usize> {
    let found = SIGNS.iter().flat_map(|sign| near.match_indices(sign));
    found.map(|(at, sign)| at + sign.len())
}

/// Returns true if a line ends in a bracket that opens, after something that may be a prefix.
fn ends_open(line: &str) -> bool {
    line.trim_end().ends_with(['{', '[', '(']) && !line.starts_with([' ', '\t', '{', '}'])
}

/// Returns the length of the prefix of a line that opens an object, and the lines with it that go on to where the object ends.
fn object(lines: &[&str], at: usize, patience: &mut usize) -> Option<(usize, Vec<usize>)> {
    let line = lines[at];
    let near = &line[..char_floor(line, MAX_PREFIX)];
    let mut ends: Vec<usize> = ends(near).collect();
    ends.sort_unstable();
    ends.into_iter().rev().find_map(|length| {
        let prefix = &line[..length];
        let mut own = Vec::new();
        let mut depth = depth(&line[length..]);
        for (number, next) in lines.iter().enumerate().skip(at + 1).take(MAX_LINES) {
            *patience = patience.checked_sub(1)?;
            if !has_prefix(next, prefix) {
                continue;
            }
            own.push(number);
            depth += self::depth(next.get(length..).unwrap_or_default());
            if depth <= 0 {
                return (own.len() > 1).then_some((length, own));
            }
        }
        None
    })
}

/// Returns true if a line begins with a prefix; its numbers may differ.
fn has_prefix(line: &str, prefix: &str) -> bool {
    let Some(own) = line.get(..prefix.len()) else {
        return line == prefix.trim_end();
    };
    is_same(own, prefix)
}

/// Returns true if two texts of one length are the same but for their digits.
pub(super) fn is_same(one: &str, other: &str) -> bool {
    let mut pairs = one.bytes().zip(other.bytes());
    pairs.all(|(a, b)| a == b || (a.is_ascii_digit() && b.is_ascii_digit()))
}

/// Returns how many more brackets a line opens than it closes.
fn depth(line: &str) -> isize {
    line.bytes().fold(0, |depth, byte| match byte {
        b'{' | b'[' | b'(' => depth + 1,
        b'}' | b']' | b')' => depth - 1,
        _ => depth,
    })
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn an_object_among_the_lines_of_other_programs_is_put_together() {
        assert_eq!(
            plain("[web] GET / 200\n[worker] failed 422 {\n[worker]   a: {\n[web] GET / 200\n[worker]     b: 1\n[worker]   }\n[worker] }\n[web] x\n").as_deref(),
            Some("[web] GET / 200\nfailed 422 {\n  a: {\n    b: 1\n  }\n}\n[web] GET / 200\n[web] x\n")
        );
        assert_eq!(
            plain("packages/w send: failed {\npackages/w send:   a: 1\npackages/w send: }\n")
                .as_deref(),
            Some("failed {\n  a: 1\n}\n")
        );
    }

    #[test]
    fn an_object_without_a_prefix_is_left_alone() {
        for text in [
            "error: {\n  a: 1\n}\n",
            "{\n a: [\n 1 ] }\n",
            "x: {\nx: y\n",
        ] {
            assert_eq!(plain(text), None, "{text}");
        }
    }
}
