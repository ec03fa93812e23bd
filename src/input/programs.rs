//! What a program calls itself around a response that it printed: the types of its exceptions and the packages in its stack.

use std::sync::LazyLock;

use memchr::memmem::Finder;

use crate::sanitize::{char_floor, ends_with, tail};
use crate::stamp;
use crate::words::list;

/// How much text before a value may be of the same record.
const MAX_BEFORE: usize = 4096;

/// How much of a value, and of the rest of its line, is looked at.
const MAX_BESIDE: usize = 2048;

/// How many names are kept.
const MAX_NAMES: usize = 8;

/// What an API of a name is said to have done, before its answer.
const DONE: [&str; 10] = list("done");

/// How long a name may be.
const MAX_NAME: usize = 120;

/// The length of the longest end of a name, which alone is a level of a log.
const MIN_TYPE: usize = "exception".len();

/// What names of types end with, in any case.
const ENDS: [&str; 3] = ["error", "exception", "errors"];

/// The folders of packages, each with how many parts the name of a package has there.
static FOLDERS: LazyLock<[(Finder<'static>, usize); 5]> = LazyLock::new(|| {
    [
        ("node_modules/", 1),
        ("site-packages/", 1),
        ("dist-packages/", 1),
        ("/gems/", 1),
        ("/vendor/", 2),
    ]
    .map(|(folder, parts)| (Finder::new(folder), parts))
});

/// What begins names of packages that are only where their source is kept.
const KEPT_AT: [&str; 3] = ["com.github.", "io.github.", "github.com"];

/// Returns what the program that printed a value calls its types and packages: in the record that ends in the value, in the value
/// and on the rest of its line.
pub(super) fn names(before: &str, value: &str, after: &str) -> Vec<String> {
    let line = after.split('\n').next().unwrap_or_default();
    let mut names = Vec::new();
    let before = tail(before, MAX_BEFORE);
    said(before, &mut names);
    let value = &value[..char_floor(value, MAX_BESIDE)];
    // A record of a log holds a stack, an answer does not.
    let value = if value.contains("\\n") { value } else { "" };
    let line = &line[..char_floor(line, MAX_BESIDE)];
    for text in [record(before), value, line] {
        types(text, &mut names);
        packages(text, &mut names);
    }
    names
}

/// Returns the packages whose files are in the stacks of a text, and the providers of the resources that it is about.
pub(crate) fn named_around(text: &str) -> Vec<String> {
    let mut names = Vec::new();
    resources(text, &mut names);
    packages(text, &mut names);
    names
}

/// Returns what the program that printed a line that is one value calls its types and packages.
#[cfg(feature = "scan")]
pub(crate) fn named_in(line: &str) -> Vec<String> {
    names("", line, "")
}

/// Returns the end of a text that is of one record: from the last line that begins with a time.
fn record(text: &str) -> &str {
    let mut end = text.len();
    loop {
        let start = text[..end].rfind('\n').map_or(0, |at| at + 1);
        if start == 0 || stamp::said_in_front(&text[start..end]).is_some() {
            return &text[start..];
        }
        end = start - 1;
    }
}

/// Adds the names of types: `square.core.api_error.ApiError`, `Postmark::InactiveRecipientError`, `MailgunAPIError`.
fn types(text: &str, names: &mut Vec<String>) {
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | ':' | '\\' | '$');
    for word in text.split(|c: char| !is_part(c)) {
        let word = word.trim_matches(['.', ':', '\\']);
        let last = word.rsplit(['.', ':', '\\']).next().unwrap_or_default();
        let is_type = last.starts_with(|c: char| c.is_ascii_uppercase())
            && (last.len() > MIN_TYPE || word.len() > last.len())
            && ENDS.iter().any(|end| ends_with(last, end));
        if is_type {
            add(word, names);
        }
    }
}

/// Adds the names of those who are said to have answered with what follows: `Mailgun API response 403 (Forbidden):`.
fn said(before: &str, names: &mut Vec<String>) {
    let line = before.trim_end().rsplit('\n').next().unwrap_or_default();
    let mut words = line.split_whitespace().peekable();
    while let Some(word) = words.next() {
        let next = words.peek().map(|next| next.trim_end_matches([':', ',']));
        if word.starts_with(|c: char| c.is_ascii_uppercase())
            && next.is_some_and(|n| DONE.contains(&n))
        {
            add(word, names);
        }
    }
}

/// The folders of packages, as Windows writes them.
const PACKAGES_OF_WINDOWS: [&str; 2] = ["node_modules\\", "site-packages\\"];

/// Adds the packages whose files are in a stack: `node_modules/@slack/web-api/dist/errors.js`, `gems/postmark-1.25.1/lib`; and
/// those that log under their own name: `@notionhq/client warn: request fail`.
fn packages(text: &str, names: &mut Vec<String>) {
    let is_scoped = |word: &&str| word.starts_with('@') && word.contains('/');
    for word in text.split_whitespace().filter(is_scoped) {
        add(word, names);
    }
    // Windows has the same folders, in JSON with two backslashes.
    let slashed = PACKAGES_OF_WINDOWS
        .iter()
        .any(|folder| memchr::memmem::find(text.as_bytes(), folder.as_bytes()).is_some())
        .then(|| text.replace("\\\\", "/").replace('\\', "/"));
    let text = slashed.as_deref().unwrap_or(text);
    for (folder, parts) in FOLDERS.iter() {
        for at in folder.find_iter(text.as_bytes()) {
            let path = &text[at + folder.needle().len()..];
            let path = &path[..char_floor(path, MAX_NAME)];
            let parts = parts + usize::from(path.starts_with('@'));
            let name: Vec<&str> = path.split('/').take(parts + 1).collect();
            // What follows the name of a package is a file in it.
            if name.len() > parts {
                add(&name[..parts].join("/"), names);
            }
        }
    }
}

/// What begins the type of a resource where an error in a file of declarations is located.
const DECLARED: [&str; 2] = [" in resource \"", " in data \""];

/// Adds the providers of resources in which errors are located: `on main.tf line 3, in resource "acme_queue" "jobs":`.
fn resources(text: &str, names: &mut Vec<String>) {
    for sign in DECLARED {
        for (at, _) in text.match_indices(sign) {
            let kind = text[at + sign.len()..].split('"').next();
            if let Some((provider, _)) = kind.and_then(|kind| kind.split_once('_')) {
                add(provider, names);
            }
        }
    }
    // `with acme_queue.jobs,` is the same, on the line before.
    for line in text.lines() {
        let line = line.trim_start_matches(['│', ' ']);
        let address = line.strip_prefix("with ").and_then(|l| l.strip_suffix(','));
        if let Some(provider) = address.and_then(provider) {
            add(provider, names);
        }
    }
}

/// Returns the provider of a resource by its address: `module.jobs.data.acme_queue.all`.
fn provider(mut address: &str) -> Option<&str> {
    while let Some(rest) = address.strip_prefix("module.") {
        address = rest.split_once('.')?.1;
    }
    let address = address.strip_prefix("data.").unwrap_or(address);
    let (provider, rest) = address.split_once('_')?;
    let is_name = provider.bytes().all(|b| b.is_ascii_alphanumeric());
    (is_name && rest.contains('.')).then_some(provider)
}

/// Adds a name that is new.
fn add(name: &str, names: &mut Vec<String>) {
    let is_place = KEPT_AT.iter().any(|place| name.starts_with(place));
    if names.len() < MAX_NAMES
        && name.len() <= MAX_NAME
        && !is_place
        && !names.iter().any(|known| known == name)
    {
        names.push(name.to_owned());
    }
}

#[cfg(test)]
mod tests {
    use super::{named_around, names};

    #[test]
    fn types_and_packages_around_a_value_are_found() {
        let before = "2026-11-29 10:02:11 ERROR stripe.error.CardError: no\n2026-11-29 10:02:12 ERROR\n\
                      File \"/venv/site-packages/square/core/client.py\", line 3\nsquare.core.api_error.ApiError: body: ";
        assert_eq!(
            names(
                before,
                "{\"a\": 1}",
                " (Mailgun::CommunicationError)\nMailjet::Error"
            ),
            [
                "square.core.api_error.ApiError",
                "square",
                "Mailgun::CommunicationError"
            ]
        );
    }

    #[test]
    fn where_a_package_is_kept_says_nothing() {
        assert!(names("com.github.kevin.FooException: ", "{}", "").is_empty());
    }

    #[test]
    fn packages_with_a_scope_have_two_parts() {
        let stack = "    at x (/app/node_modules/@notionhq/client/build/src/errors.js:162:16) ";
        assert_eq!(names(stack, "{}", ""), ["@notionhq/client"]);
        let stack = r"    at x (D:\app\node_modules\@notionhq\client\build\errors.js:1:2) ";
        assert_eq!(names(stack, "{}", ""), ["@notionhq/client"]);
    }

    #[test]
    fn providers_of_resources_are_found() {
        let text = "│   with module.a.acme_queue.jobs,\n│   on main.tf line 3, in resource \"other_thing\" \"x\":\nwith care,\n";
        assert_eq!(named_around(text), ["other", "acme"]);
    }
}
