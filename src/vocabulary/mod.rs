//! What the members of objects and the labels of logs are called, whatever the client: one table for all who read them.

mod names;

use names::NAMES;

/// What a name says of its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Meaning {
    /// A request, or the client's own settings: no answer is in it.
    Sent,
    /// What was sent, where something [`Meaning::Answered`] is beside it.
    Given,
    /// A response, or its body.
    Answered,
    /// A body, of the request where nothing but what a request has is beside it.
    Body,
    /// What a request has beside its body.
    OfRequest,
    /// Where a request went.
    Url,
    /// What a response has, and neither an error of an API nor a request.
    OfResponse,
    /// The code of an error.
    Code,
    /// A code where nothing else in the error is one.
    WeakCode,
    /// A code if it is one word, else a message.
    Reason,
    /// What an error says in words.
    Message,
    /// An error in a few words, the same each time.
    Title,
    /// Messages by field.
    Fields,
    /// A list in which each element is an error.
    Errors,
    /// An object that is the error.
    Error,
    /// An object that says more about the error around it.
    Beside,
    /// The id that support asks for.
    RequestId,
    /// The address of documentation.
    Docs,
    /// The name of a field in a list of them.
    Field,
    /// The name of the field at fault, beside the message.
    Parameter,
    /// How long to wait, in seconds or as a duration.
    Wait,
    /// How long to wait, in milliseconds.
    WaitMillis,
    /// When a retry may succeed: a point in time, or seconds.
    WaitUntil,
    /// The HTTP status.
    Status,
    /// Whether a request was carried out.
    Succeeded,
    /// The outcome of a request in one word.
    Outcome,
    /// Whether to retry.
    Retryable,
    /// Who gets a message that is sent.
    Recipient,
}

/// The lengths of the names that begin with each letter, a bit for each.
const LENGTHS: [u32; 26] = {
    let mut lengths = [0; 26];
    let mut at = 0;
    while at < NAMES.len() {
        let name = NAMES[at].0.as_bytes();
        lengths[(name[0] - b'a') as usize] |= 1 << name.len();
        at += 1;
    }
    lengths
};

/// The longest name.
const MAX_NAME: usize = 24;

/// Where the names begin that begin with each letter, and where the last ones end.
const STARTS: [usize; 27] = {
    let mut starts = [NAMES.len(); 27];
    let mut at = NAMES.len();
    while at > 0 {
        at -= 1;
        let letter = (NAMES[at].0.as_bytes()[0] - b'a') as usize;
        starts[letter] = at;
    }
    // Where no name begins with a letter, the next one's begin.
    let mut letter = 26;
    while letter > 0 {
        letter -= 1;
        if starts[letter] == NAMES.len() {
            starts[letter] = starts[letter + 1];
        }
    }
    starts
};

/// Returns what a name says of its value. `requestBody`, `request_body` and `Request-Body` are one name.
pub(crate) fn meanings(name: &str) -> &'static [Meaning] {
    let mut letters = [0; MAX_NAME];
    let mut length = 0;
    for byte in name.bytes() {
        if matches!(byte, b'_' | b'-' | b' ' | b'.') {
            continue;
        }
        let Some(letter) = letters.get_mut(length) else {
            return &[];
        };
        *letter = byte.to_ascii_lowercase();
        length += 1;
    }
    let name = &letters[..length];
    // Most names are told from these by their first letter and their length.
    let letter = usize::from(letters[0].wrapping_sub(b'a'));
    let lengths = LENGTHS.get(letter);
    if lengths.is_none_or(|lengths| lengths >> length & 1 == 0) {
        return &[];
    }
    let mut names = NAMES[STARTS[letter]..STARTS[letter + 1]].iter();
    let found = names.find(|(known, _)| known.len() == length && known.as_bytes() == name);
    found.map_or(&[], |(_, meanings)| meanings)
}

/// Returns true if a name has a meaning.
pub(crate) fn means(name: &str, meaning: Meaning) -> bool {
    meanings(name).contains(&meaning)
}

#[cfg(test)]
mod tests {
    use super::{MAX_NAME, Meaning, NAMES, means};

    #[test]
    fn names_are_in_order_and_as_they_are_looked_up() {
        assert!(NAMES.is_sorted_by(|a, b| a.0 < b.0));
        for (name, _) in NAMES {
            assert!(
                name.len() <= MAX_NAME
                    && name.starts_with(|c: char| c.is_ascii_lowercase())
                    && name
                        .bytes()
                        .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()),
                "{name}"
            );
        }
    }

    #[test]
    fn a_name_means_the_same_however_it_is_spelled() {
        for name in [
            "requestBody",
            "request_body",
            "Request-Body",
            "REQUEST BODY",
            "request.body",
        ] {
            assert!(means(name, Meaning::Sent), "{name}");
        }
        assert!(means("http.request.body.content", Meaning::Sent));
        assert!(means("payload", Meaning::Given) && means("payload", Meaning::Body));
        assert!(!means("requests", Meaning::Sent) && !means("", Meaning::Sent));
        assert!(!means("a_name_that_is_far_longer_than_any", Meaning::Sent));
    }
}
