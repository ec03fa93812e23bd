//! Errors of APIs that the catalog does not have: what the body says itself, and what other APIs mean by the same code.

use serde_json::Value;

use super::ids::{header_id, without_x};
use super::plain::{code_before, document};
use super::sender::Senders;
use super::words::{LEFT_OUT, beginning};
use super::{Certainty, Diagnosis, Engine, Evidence, Rival, record};
use crate::catalog::{Category, Entry, Retry, Verdict};
use crate::doc::{Doc, Node};
use crate::facts::stated::{Found, Stated, stated};
use crate::input::{Body, Response};
use crate::pattern::Values;
use crate::retry_after;
use crate::sanitize::begins_with;
use crate::vocabulary::{Meaning, means};

/// How many analogies are told at most.
const MAX_ANALOGIES: usize = 5;

/// How many entries with the same code are looked at.
const MAX_SAME: usize = 32;

/// The shortest code that means the same elsewhere.
const MIN_CODE: usize = 4;

/// How many digits a code in digits has at least that says more than a known one.
const MIN_NUMBER: usize = 3;

/// How many entries of a host's API are told for a status.
const MAX_OF_HOST: usize = 8;

/// Hosts that only name namespaces of XML.
const NAMESPACES: [&str; 2] = ["schemas.xmlsoap.org", "www.w3.org"];

/// The statuses of a request with fields that are not valid.
const INVALID: [u16; 3] = [400, 409, 422];

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
        let is_failed = response.status.is_some_and(|status| status >= 400);
        let told = match &response.body {
            Body::Json(value) => self.errors(in_json(value, response), response),
            Body::Text(text) if is_failed => {
                let value = document(text);
                let errors = value.map(|value| stated(Doc::from(&value).root()));
                let told = self.errors(errors.unwrap_or_default(), response);
                let in_words = || {
                    let mut told = self.of_stated(Stated::default(), response);
                    told.message = Some(beginning(text));
                    self.add_code(&mut told, code_before(text)?.to_owned());
                    Some(told)
                };
                match told.is_empty() {
                    true => in_words().into_iter().collect(),
                    false => told,
                }
            }
            _ => Vec::new(),
        };
        if told.is_empty() && is_failed {
            self.errors(vec![of_head(response)], response)
        } else {
            told
        }
    }

    /// Adds to the only error that was found what the body states of it besides. Where that is only possible, and the body states
    /// a code of its own that says something else, that is told instead.
    pub(super) fn with_stated<'e>(
        &'e self,
        mut found: Vec<Diagnosis<'e>>,
        response: &Response,
    ) -> Vec<Diagnosis<'e>> {
        let [known] = found.as_mut_slice() else {
            return found;
        };
        let Some(entry) = known.entry else {
            return found;
        };
        if response.is_cut || response.cut_at.is_some() || self.is_chosen() {
            return found;
        }
        let is_its = |code: &str| {
            let mut codes = entry.matches.codes.iter();
            entry.is_called(code) || codes.any(|known| known.eq_ignore_ascii_case(code))
        };
        let is_other = |told: &Diagnosis<'_>| {
            let code = told.code.as_deref().unwrap_or_default();
            let is_status =
                || told.http_status.map(|status| status.to_string()).as_deref() == Some(code);
            let is_word = code.bytes().any(|b| b.is_ascii_alphabetic());
            (is_word || code.len() >= MIN_NUMBER)
                && !is_status()
                && !is_its(code)
                && !self.is_reason(code)
                && known.values.values().all(|value| value != code)
        };
        let is_sent = known
            .evidence
            .iter()
            .any(|kind| matches!(kind, Evidence::Host | Evidence::Header));
        let is_only_possible = known.certainty == Certainty::Possible && !is_sent;
        if is_only_possible {
            let stated = self.unknown_api(response);
            if !stated.is_empty() && stated.iter().all(is_other) {
                return stated;
            }
        }
        if let Body::Json(value) = &response.body
            && known.certainty <= Certainty::Likely
            && (known.fields.is_empty() || known.request_id.is_none())
        {
            let mut stated = in_json(value, response);
            stated.retain(|error| is_error(error, response));
            if let [told] = stated.as_mut_slice() {
                if known.fields.is_empty() {
                    known.fields = std::mem::take(&mut told.fields);
                }
                let id = || Some(told.request_id.take()?.text);
                known.request_id = known.request_id.take().or_else(id);
            }
        }
        found
    }

    /// Returns the diagnoses of what is stated, as far as it is an error.
    fn errors(&self, stated: Vec<Stated>, response: &Response) -> Vec<Diagnosis<'_>> {
        let errors = stated.into_iter().filter(|error| is_error(error, response));
        errors
            .map(|error| self.of_stated(error, response))
            .collect()
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
        values.extend(error.values);
        values.extend(host(response).map(|host| ("host".to_owned(), host.to_owned())));
        values.extend(text(error.kind).map(|kind| ("type".to_owned(), kind)));
        let wait = error
            .wait_until
            .as_deref()
            .and_then(|moment| retry_after::until(moment, response));
        if wait.is_none() {
            values.extend(
                error
                    .wait_until
                    .map(|moment| ("retry_at".to_owned(), moment)),
            );
        }
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
            after_seconds: bare.after_seconds.or(error.wait).or(wait),
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
            advice: advice.to_owned(),
            ..Retry::default()
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
    // Lists by whatever names are messages by field only where a request was not valid.
    let is_by_field = error.fields_at.as_deref() == Some("");
    let is_invalid = |status| INVALID.contains(&status);
    error.says_something()
        && (!is_by_field || response.status.is_some_and(is_invalid))
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

/// Returns the host that answered.
fn host(response: &Response) -> Option<&str> {
    let host = response.request.host.as_deref();
    host.filter(|host| !NAMESPACES.contains(host))
}

/// Returns what a JSON body says of its errors.
fn in_json(value: &Value, response: &Response) -> Vec<Stated> {
    let mut doc = Doc::from(value);
    if response.is_cut || response.cut_at.is_some() {
        doc.cut(response.cut_at.as_deref().or(Some("")));
    }
    let is_record = response.status.is_none() && record::is_leveled(value);
    match is_record {
        true if record::is_quiet(value) => Vec::new(),
        true => of_record(doc.root()),
        false => stated(doc.root()),
    }
}

/// Returns what the errors in a record of a log state: those of an API, by their status or the id of the request.
fn of_record(record: Node<'_>) -> Vec<Stated> {
    let errors = record.children().filter(|member| {
        let name = member.name();
        member.is_object() && (means(&name, Meaning::Error) || means(&name, Meaning::Answered))
    });
    let is_answer = |error: &Stated| error.status.is_some() || error.request_id.is_some();
    let mut found: Vec<Stated> = errors.flat_map(stated).collect();
    found.retain(|error| is_answer(error) && error.code.is_some() && error.message.is_some());
    found
}

/// Returns what the header fields of a response say about its error: `X-Error-Code`.
fn of_head(response: &Response) -> Stated {
    let members = response.headers.iter().filter_map(|(name, value)| {
        let name = without_x(name);
        begins_with(name, "err").then(|| (name.to_owned(), value.trim().into()))
    });
    let head = Value::Object(members.collect());
    let told = stated(Doc::from(&head).root()).into_iter().next();
    told.filter(|told| told.code.is_some()).unwrap_or_default()
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
