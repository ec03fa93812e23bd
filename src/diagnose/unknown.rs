//! Errors of APIs that the catalog does not have: what the body says itself, and what other APIs mean by the same code.

use serde_json::Value;

use super::sender::Senders;
use super::words::{LEFT_OUT, beginning};
use super::{Certainty, Diagnosis, Engine, Evidence, Rival, record};
use crate::catalog::{Category, Entry, Retry, Verdict};
use crate::doc::Doc;
#[cfg(feature = "scan")]
use crate::doc::Node;
use crate::facts::stated::{Found, Stated, stated};
use crate::input::{Body, Response};
use crate::pattern::Values;
use crate::vocabulary::{Meaning, means};

/// How many analogies are told at most.
const MAX_ANALOGIES: usize = 5;

/// How many entries with the same code are looked at.
const MAX_SAME: usize = 32;

/// The shortest code that means the same elsewhere.
const MIN_CODE: usize = 4;

/// How many entries of a host's API are told for a status.
const MAX_OF_HOST: usize = 8;

/// The kind of error that a status means.
const CATEGORIES: [(u16, Category); 14] = [
    (400, Category::Validation),
    (401, Category::Authentication),
    (402, Category::Billing),
    (403, Category::Authorization),
    (404, Category::Resource),
    (405, Category::Validation),
    (409, Category::Conflict),
    (410, Category::Resource),
    (412, Category::Conflict),
    (413, Category::Validation),
    (415, Category::Validation),
    (422, Category::Validation),
    (423, Category::Conflict),
    (429, Category::RateLimit),
];

impl Engine {
    /// Returns what a body of no API in the catalog states, one diagnosis for each error in it.
    pub(super) fn unknown_api(&self, response: &Response) -> Vec<Diagnosis<'_>> {
        // What a gateway sends is not the API's.
        if self.gateway_note(&response.body).is_some() {
            return Vec::new();
        }
        match &response.body {
            Body::Json(value) => {
                let mut doc = Doc::from(value);
                if response.is_cut || response.cut_at.is_some() {
                    doc.cut(response.cut_at.as_deref().or(Some("")));
                }
                let is_record = response.status.is_none() && record::is_leveled(value);
                let errors = stated(doc.root()).into_iter();
                errors
                    .filter(|error| !is_record && is_error(error, response))
                    .map(|error| self.of_stated(error, response))
                    .collect()
            }
            Body::Text(text) if response.status.is_some_and(|status| status >= 400) => {
                let told = code_before(text).map(|code| {
                    let mut told = self.of_stated(Stated::default(), response);
                    told.message = Some(beginning(text));
                    self.add_code(&mut told, code.to_owned());
                    told
                });
                told.into_iter().collect()
            }
            _ => Vec::new(),
        }
    }

    /// Returns the diagnosis of a stated error.
    fn of_stated(&self, error: Stated, response: &Response) -> Diagnosis<'_> {
        let text = |found: Option<Found>| found.map(|found| found.text);
        let declared = response.status.filter(|status| *status >= 300);
        let status = declared.or(error.status).or(response.status);
        let said = [&error.code, &error.kind, &error.title, &error.message];
        let said = said.map(|found| found.as_ref().map(|found| found.text.as_str()));
        let bare = self.bare(response, status, &said);
        let mut values = Values::new();
        values.extend(text(error.kind).map(|kind| ("type".to_owned(), kind)));
        let mut told = Diagnosis {
            certainty: Certainty::UnknownApi,
            evidence: status.map(|_| Evidence::HttpStatus).into_iter().collect(),
            title: text(error.title),
            message: text(error.message),
            category: status.and_then(category),
            fields: error.fields,
            values,
            request_id: text(error.request_id)
                .or_else(|| header_id(response).map(str::to_owned))
                .or(bare.request_id),
            docs_url: text(error.docs_url),
            after_seconds: bare.after_seconds.or(error.wait),
            advice: bare.advice.filter(|advice| advice.status >= 400),
            ..bare
        };
        if told.title == told.message {
            told.title = None;
        }
        if told.message.is_none() {
            told.message = told.title.take();
        }
        if response.is_elided {
            told.notes.push(LEFT_OUT.to_owned());
        }
        let says_no = error.is_retryable == Some(false) || may_not_retry(response);
        let said = match error.is_retryable {
            _ if says_no => Some((
                Verdict::No,
                "The response says that retrying will not help.",
            )),
            Some(_) => Some((
                Verdict::Backoff,
                "The response says that a retry may succeed: retry with backoff.",
            )),
            None if told.advice.is_none() && told.after_seconds.is_some() => Some((
                Verdict::Wait,
                "The response says how long to wait: retry after that.",
            )),
            None => None,
        };
        if let Some((verdict, advice)) = said {
            told.tell_retry(verdict, advice);
        }
        if let Some(code) = error.code {
            self.add_code(&mut told, code.text);
        }
        told
    }

    /// Adds a code, and what other APIs mean by it.
    fn add_code<'e>(&'e self, told: &mut Diagnosis<'e>, code: String) {
        let entries = self.same_code(&code, told.http_status);
        told.code = Some(code);
        if entries.is_empty() {
            return;
        }
        told.evidence.insert(0, Evidence::Code);
        let rules = || entries.iter().map(|(_, entry)| *entry);
        if let Some(verdict) = agreed(rules()).filter(|_| told.own_retry.is_none()) {
            told.tell_retry(verdict, advice_of(verdict));
        }
        let mut kinds = rules().map(|entry| entry.category);
        if let Some(first) = kinds
            .next()
            .filter(|first| kinds.all(|kind| kind == *first))
        {
            told.category = Some(first);
        }
        let analogies = entries.into_iter().take(MAX_ANALOGIES);
        told.analogies = analogies
            .map(|(api, entry)| Rival {
                provider: self.shapes.layers().id(api),
                entry,
                certainty: Certainty::UnknownApi,
            })
            .collect();
    }

    /// Returns the entries that a code leads to, one of each API, those of the most common APIs first.
    fn same_code(&self, code: &str, status: Option<u16>) -> Vec<(usize, &Entry)> {
        let is_word = code.bytes().any(|b| b.is_ascii_alphabetic());
        if code.len() < MIN_CODE || !is_word {
            return Vec::new();
        }
        let layers = self.shapes.layers();
        let mut found: Vec<(usize, &Entry)> = Vec::new();
        for named in layers.named(code).take(MAX_SAME) {
            let entry = &self.rule(named.entry).entry;
            let is_other = found.iter().all(|(api, _)| *api != named.api);
            if is_other && self.shapes.counts(named.api) && !named.needs_more && !entry.own_name {
                found.push((named.api, entry));
            }
        }
        let class = status
            .filter(|status| *status >= 400)
            .map(|status| status / 100);
        let is_class = |entry: &Entry| {
            let statuses = &entry.http_status.0;
            statuses.is_empty() || statuses.iter().any(|own| Some(own / 100) == class)
        };
        if class.is_some() && found.iter().any(|(_, entry)| is_class(entry)) {
            found.retain(|(_, entry)| is_class(entry));
        }
        // An unknown rank is the last.
        found.sort_by_key(|(api, _)| layers.rank(*api).wrapping_sub(1));
        found
    }

    /// Returns the entries of the host's API that come with a status.
    pub(super) fn of_host(&self, senders: &Senders, status: u16) -> Vec<Rival<'_>> {
        let layers = self.shapes.layers();
        let mut apis: Vec<usize> = senders.hosts(&self.shapes).collect();
        apis.dedup();
        let entries = apis.iter().flat_map(|api| {
            let own = layers.entries(*api);
            own.map(move |entry| (*api, entry))
        });
        entries
            .filter(|(_, entry)| layers.status(*entry).is_some())
            .map(|(api, entry)| (api, &self.rule(entry).entry))
            .filter(|(_, entry)| entry.http_status.is(status))
            .take(MAX_OF_HOST)
            .map(|(api, entry)| Rival {
                provider: layers.id(api),
                entry,
                certainty: Certainty::Possible,
            })
            .collect()
    }
}

impl Diagnosis<'_> {
    /// Takes a verdict, and drops steps for another one: they would contradict it.
    fn tell_retry(&mut self, verdict: Verdict, advice: &str) {
        self.own_retry = Some(Retry {
            verdict,
            after_seconds: None,
            advice: advice.to_owned(),
        });
        self.advice = self
            .advice
            .filter(|advice| helps(advice.retry.verdict) == helps(verdict));
    }
}

/// Returns true if what is stated is an error: the status says so, or the body itself.
fn is_error(error: &Stated, response: &Response) -> bool {
    let is_named = error.code.as_ref().is_some_and(|code| {
        let is_letter = |b: u8| b.is_ascii_alphabetic();
        code.text.bytes().any(is_letter)
    });
    error.says_something()
        && match response.status {
            Some(status) if status >= 400 => true,
            Some(_) => error.is_failure,
            None => {
                error.is_failure
                    || (error.status.is_some() && (error.message.is_some() || error.code.is_some()))
                    || (is_named && error.message.is_some() && error.request_id.is_some())
            }
        }
}

/// Returns the kind of error that a status means.
fn category(status: u16) -> Option<Category> {
    let known = CATEGORIES.iter().find(|(known, _)| *known == status);
    let known = known.map(|(_, category)| *category);
    known.or((500..600).contains(&status).then_some(Category::Server))
}

/// Returns true if a verdict lets the same request be sent again.
fn helps(verdict: Verdict) -> bool {
    matches!(verdict, Verdict::Wait | Verdict::Backoff)
}

/// Returns the verdict that entries agree on: all let the same request be sent again, or none does.
fn agreed<'e>(mut entries: impl Iterator<Item = &'e Entry>) -> Option<Verdict> {
    let first = entries.next()?.retry.verdict;
    let is_same = |entry: &Entry| helps(entry.retry.verdict) == helps(first);
    (first != Verdict::Unknown && entries.all(is_same)).then_some(first)
}

/// Returns what to say about a retry by analogy.
fn advice_of(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::No => "By analogy: do not retry, the same request will be refused again.",
        Verdict::AfterFix => "By analogy: retrying will not help until the cause is fixed.",
        Verdict::Wait => "By analogy: wait until the limit resets, then retry.",
        Verdict::Backoff => "By analogy: retry with backoff.",
        Verdict::Done => "By analogy: the work is already done, do not retry.",
        Verdict::Unknown => "",
    }
}

/// Returns true if a header field says that retrying will not help.
fn may_not_retry(response: &Response) -> bool {
    response.headers.iter().any(|(name, value)| {
        means(without_x(name), Meaning::Retryable) && value.trim().eq_ignore_ascii_case("false")
    })
}

/// Returns the id of the request that header fields name.
fn header_id(response: &Response) -> Option<&str> {
    let mut ids = response.headers.iter();
    let own = ids.find(|(name, value)| {
        means(without_x(name), Meaning::RequestId) && !value.trim().is_empty()
    });
    let standard = response.header("x-request-id");
    standard.or(own.map(|(_, value)| value.trim()))
}

/// Returns the name of a header field without the prefix of those that are no standard.
fn without_x(name: &str) -> &str {
    match name.get(..2) {
        Some(start) if start.eq_ignore_ascii_case("x-") => &name[2..],
        _ => name,
    }
}

/// Returns the id of the request that a body names beside its error.
pub(super) fn body_id(response: &Response) -> Option<String> {
    let Body::Json(Value::Object(members)) = &response.body else {
        return None;
    };
    let inner = members
        .iter()
        .filter(|(name, _)| means(name, Meaning::Error));
    let inner = inner.filter_map(|(_, value)| value.as_object());
    let mut found = std::iter::once(members).chain(inner).flatten();
    found.find_map(|(name, value)| id(name, value.as_str()?))
}

/// Returns the id of the request that a document names beside its error.
#[cfg(feature = "scan")]
pub(super) fn document_id(root: Node<'_>) -> Option<String> {
    let members = |object: Node<'_>| {
        let mut members = object.children();
        members.find_map(|member| id(&member.name(), &member.text()?))
    };
    let mut inner = root
        .children()
        .filter(|member| member.is_object() && means(&member.name(), Meaning::Error));
    members(root).or_else(|| inner.find_map(members))
}

/// Returns true if a member with a name holds the id of a request.
fn is_id(name: &str) -> bool {
    let is_other = || means(name, Meaning::Docs) || means(name, Meaning::Message);
    name.len() > 4 && means(name, Meaning::RequestId) && !is_other()
}

/// Returns the text of a member as the id of a request, if it is one.
fn id(name: &str, text: &str) -> Option<String> {
    let is_word = !text.is_empty() && !text.starts_with('/') && !text.contains(char::is_whitespace);
    (is_word && is_id(name)).then(|| text.to_owned())
}

/// Returns the code before a message in plain words: `ERR-2207: voucher already redeemed`.
fn code_before(text: &str) -> Option<&str> {
    let (code, words) = text.split_once(':')?;
    let code = code.trim().trim_start_matches('[').trim_end_matches(']');
    let is_code =
        |b: u8| b.is_ascii_uppercase() || b.is_ascii_digit() || matches!(b, b'_' | b'-' | b'.');
    let has = |test: fn(&u8) -> bool| code.bytes().any(|b| test(&b));
    let is_long = (MIN_CODE..=64).contains(&code.len());
    (is_long
        && words.starts_with(' ')
        && code.bytes().all(is_code)
        && has(u8::is_ascii_uppercase)
        && (has(u8::is_ascii_digit) || has(|b| matches!(b, b'_' | b'-'))))
    .then_some(code)
}

#[cfg(test)]
mod tests {
    use super::code_before;

    #[test]
    fn a_code_before_a_message_is_found() {
        assert_eq!(code_before("ERR-2207: voucher redeemed"), Some("ERR-2207"));
        assert_eq!(code_before("[E_GONE]: no more"), Some("E_GONE"));
        for text in ["Error: no more", "HTTP: no", "12:30: no", "x", "A-1:b"] {
            assert_eq!(code_before(text), None, "{text}");
        }
    }
}
