//! The words and phrases that clients, tests and people use: lists of them are data, in `words.txt`.

/// The lists: below a line with `= ` and the name of a list are its words, one per line, up to an empty line.
const FILE: &str = include_str!("words.txt");

/// Returns the words of a list. When the program is compiled, it is checked that there are as many.
pub(crate) const fn list<const N: usize>(name: &str) -> [&'static str; N] {
    let mut words = [""; N];
    let mut count = 0;
    let (mut line, mut rest) = first_line(below(name));
    while !line.is_empty() {
        assert!(count < N, "the list has more words");
        words[count] = line;
        count += 1;
        (line, rest) = first_line(rest);
    }
    assert!(count == N, "the list has fewer words");
    words
}

/// Returns what is below the name of a list.
const fn below(name: &str) -> &'static str {
    let (mut line, mut rest) = first_line(FILE);
    while !is_name(line, name) {
        assert!(!rest.is_empty(), "there is such a list");
        (line, rest) = first_line(rest);
    }
    rest
}

/// Returns true if a line is the name of a list.
const fn is_name(line: &str, name: &str) -> bool {
    let (line, name) = (line.as_bytes(), name.as_bytes());
    let mut is_same = line.len() == name.len() + 2 && line[0] == b'=';
    let mut at = 0;
    while is_same && at < name.len() {
        is_same = line[at + 2] == name[at];
        at += 1;
    }
    is_same
}

/// Returns the first line of a text, and what is below it.
const fn first_line(text: &str) -> (&str, &str) {
    let bytes = text.as_bytes();
    let mut end = 0;
    while end < bytes.len() && bytes[end] != b'\n' {
        end += 1;
    }
    let (line, rest) = text.split_at(end);
    let feed = if rest.is_empty() { 0 } else { 1 };
    (line, rest.split_at(feed).1)
}
