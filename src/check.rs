//! Checks a catalog file beyond its form: that every entry is whole, and that every example is diagnosed as its own entry.

use std::collections::BTreeSet;

use crate::catalog::index::line_of;
use crate::catalog::{
    Api, Catalog, CatalogError, Entry, Envelope, Example, FieldsAt, Means, Place, Source,
};
use crate::diagnose::{Certainty, Engine, Evidence, Report};
use crate::input::{Body, Extraction, Request, Response};
use crate::pattern::{Pattern, split_expression};

/// The longest quick fix that fits the table.
const MOST_QUICK_FIX: usize = 48;

/// The longest title.
const MOST_TITLE: usize = 60;

/// Returns everything that is wrong with the text of a catalog file.
/// `name` is what messages call the file; `catalog` is what the file comes on top of.
#[must_use]
pub fn check(catalog: &Catalog, name: &str, text: String) -> Vec<CatalogError> {
    let source = match Source::read(name, text) {
        Ok(source) => source,
        Err(error) => return vec![error],
    };
    let mut checker = Checker {
        source: &source,
        problems: catalog.faults(&source).collect(),
    };
    if !checker.problems.is_empty() {
        // What can be read is checked as well: nobody corrects a file twice if once is enough.
        for slot in 0..source.index.slots.len() {
            if let Ok(entry) = source.entry(slot) {
                checker.words(slot, &entry);
            }
        }
        checker.problems.sort_by_key(|problem| problem.line);
        return checker.problems;
    }
    let mut whole = catalog.clone();
    whole.push(source.clone());
    let loaded = || -> Result<(Api, Vec<Entry>, Engine), CatalogError> {
        let api = whole
            .api(source.id())?
            .ok_or_else(|| checker_error(&source, "id is unknown"))?;
        Ok((api, whole.entries(source.id())?, Engine::new(&whole, &[])?))
    };
    match loaded() {
        Ok((api, entries, engine)) => {
            checker.api(&api, &entries);
            checker.entries(&whole, &engine, &api, &entries);
        }
        Err(error) => checker.problems.push(error),
    }
    checker.problems.sort_by_key(|problem| problem.line);
    checker.problems
}

/// How sure an example is diagnosed.
#[derive(Debug, Clone)]
pub struct Sureness {
    /// The code of its entry.
    pub code: String,
    /// How sure.
    pub certainty: Certainty,
    /// What agrees.
    pub evidence: Vec<Evidence>,
    /// Why it is not certain.
    pub because: Option<String>,
}

/// Returns how sure each example of a file that passes the check is diagnosed.
///
/// # Errors
/// When the file cannot be read, or the catalog is broken.
pub fn sureness(
    catalog: &Catalog,
    name: &str,
    text: String,
) -> Result<Vec<Sureness>, CatalogError> {
    let source = Source::read(name, text)?;
    let mut whole = catalog.clone();
    whole.push(source.clone());
    let engine = Engine::new(&whole, &[])?;
    let mut all = Vec::new();
    for slot in 0..source.index.slots.len() {
        let entry = source.entry(slot)?;
        for example in &entry.examples {
            let report = diagnosed(&engine, example);
            all.extend(report.diagnoses.first().map(|diagnosis| Sureness {
                code: entry.code.clone(),
                certainty: diagnosis.certainty,
                evidence: diagnosis.evidence.clone(),
                because: diagnosis.not_certain_because(),
            }));
        }
    }
    Ok(all)
}

/// Diagnoses an example.
fn diagnosed<'e>(engine: &'e Engine, example: &Example) -> Report<'e> {
    match &example.text {
        Some(text) => engine.diagnose_bytes(text.as_bytes()),
        None => engine.diagnose(&response(example)),
    }
}

/// Returns an error about the file as a whole.
fn checker_error(source: &Source, message: &str) -> CatalogError {
    CatalogError {
        file: source.name.clone(),
        line: 1,
        entry: None,
        field: None,
        message: message.to_owned(),
    }
}

/// Collects what is wrong with one file.
struct Checker<'s> {
    source: &'s Source,
    problems: Vec<CatalogError>,
}

impl Checker<'_> {
    /// Notes a problem of a top-level member.
    fn member(&mut self, name: &str, message: String) {
        self.problems.push(self.source.at_member(name, message));
    }

    /// Notes a problem of an entry's member.
    fn entry(&mut self, slot: usize, field: &str, message: String) {
        let span = self.source.index.slots[slot].span;
        let text = &self.source.text[span.start..span.end];
        let at = text.find(&format!("\"{field}\"")).unwrap_or(0);
        self.problems.push(CatalogError {
            line: line_of(&self.source.text, span.start + at),
            entry: Some(self.source.index.code(slot).to_owned()),
            field: Some(field.to_owned()),
            message,
            ..checker_error(self.source, "")
        });
    }

    /// Checks what the file says of the API.
    fn api(&mut self, api: &Api, entries: &[Entry]) {
        let is_entry = |code: &str| entries.iter().any(|entry| entry.code == code);
        for envelope in &api.envelopes {
            let name = &envelope.name;
            let mut fault = |message: String| self.member("envelopes", message);
            let means: Vec<&String> = match &envelope.means {
                None => Vec::new(),
                Some(Means::Code(code)) => vec![code],
                Some(Means::ByStatus(codes)) => codes.values().collect(),
            };
            for code in means.into_iter().filter(|code| !is_entry(code)) {
                fault(format!("`{name}` means `{code}`, which is not an entry"));
            }
            let has_elements = envelope.each.is_some();
            let of_element = |place: &&Place| matches!(place, Place::Element(_)) && !has_elements;
            for place in places(envelope).filter(of_element) {
                fault(format!(
                    "`{place}` in `{name}` is in an element, and the envelope has no `each`"
                ));
            }
            if envelope.requires.is_empty() {
                fault(format!(
                    "`{name}` requires nothing, so every object would be this API's"
                ));
            }
        }
        for host in api.hosts.iter().chain(&api.foreign_hosts) {
            if host.is_empty() || host.contains(['/', ':', '*', ' ']) {
                let message =
                    format!("`{host}` is not a plain host name, such as `api.acme.example`");
                self.member("hosts", message);
            }
        }
        for shapes in &api.success {
            if shapes.is_empty() {
                let message = "an empty shape makes every body a success";
                self.member("success", message.to_owned());
            }
        }
        for family in &api.families {
            if family.codes.is_empty() || family.advice.is_empty() {
                self.member("families", "a family needs `codes` and `advice`".to_owned());
            }
        }
    }

    /// Checks the entries that this file brings.
    fn entries(&mut self, catalog: &Catalog, engine: &Engine, api: &Api, all: &[Entry]) {
        let mut names = BTreeSet::new();
        let extras: BTreeSet<String> = api
            .envelopes
            .iter()
            .flat_map(|envelope| envelope.read.extras.keys().cloned())
            .collect();
        let mut messages: Vec<(String, String)> = Vec::new();
        let prefixes = api
            .envelopes
            .iter()
            .filter_map(|e| e.code_prefix.as_deref());
        let prefixes: Vec<&str> = prefixes.collect();
        for slot in 0..self.source.index.slots.len() {
            let Ok(entry) = self.source.entry(slot) else {
                continue;
            };
            // Several numbers may have the same symbolic name.
            let own = std::iter::once(&entry.code).chain(&entry.aliases);
            for name in own.collect::<BTreeSet<_>>() {
                if !names.insert(name.to_owned()) {
                    self.entry(slot, "code", format!("`{name}` names two entries"));
                }
            }
            self.words(slot, &entry);
            // The API sends the rest of such a code, which decides where two entries have the same message.
            let is_sent = !entry.own_name || prefixes.iter().any(|p| entry.code.starts_with(p));
            self.patterns(slot, &entry, is_sent, &extras, &mut messages);
            self.see_also(slot, catalog, &entry, all);
            self.examples(slot, engine, &entry);
        }
    }

    /// Checks that the sentences are there and fit.
    fn words(&mut self, slot: usize, entry: &Entry) {
        // Of a brief entry the family gives the advice.
        let is_whole = !entry.brief;
        let empty = [
            ("title", entry.title.trim().is_empty()),
            ("cause", is_whole && entry.cause.trim().is_empty()),
            ("remediation", is_whole && entry.remediation.is_empty()),
            ("quick_fix", is_whole && entry.quick_fix.trim().is_empty()),
            ("advice", is_whole && entry.retry.advice.trim().is_empty()),
            ("examples", is_whole && entry.examples.is_empty()),
        ];
        for (field, _) in empty.iter().filter(|(_, is_empty)| *is_empty) {
            self.entry(slot, field, "missing or empty".to_owned());
        }
        for (field, text, most) in [
            ("title", &entry.title, MOST_TITLE),
            ("quick_fix", &entry.quick_fix, MOST_QUICK_FIX),
        ] {
            let length = text.chars().count();
            if length > most {
                let message = format!("{length} characters, at most {most} fit");
                self.entry(slot, field, message);
            }
        }
        let statuses = entry.http_status.0.iter();
        for status in statuses.filter(|status| !(100..600).contains(*status)) {
            let message = format!("{status} is not an HTTP status");
            self.entry(slot, "http_status", message);
        }
    }

    /// Checks the message patterns and what is computed from their holes.
    fn patterns(
        &mut self,
        slot: usize,
        entry: &Entry,
        is_sent: bool,
        extras: &BTreeSet<String>,
        seen: &mut Vec<(String, String)>,
    ) {
        let mut holes: BTreeSet<String> = BTreeSet::new();
        for text in &entry.matches.messages {
            match Pattern::parse(text) {
                Ok(pattern) => holes.extend(pattern.holes().map(str::to_owned)),
                Err(error) => self.entry(slot, "messages", error),
            }
            let folded = text.to_ascii_lowercase();
            match seen.iter().find(|(known, _)| *known == folded) {
                Some((_, code)) if *code != entry.code && !is_sent => {
                    let message =
                        format!("the message `{text}` is also that of `{code}`: which one is it?");
                    self.entry(slot, "messages", message);
                }
                _ => seen.push((folded, entry.code.clone())),
            }
        }
        let known = |name: &str| {
            holes.contains(name) || entry.values.contains_key(name) || extras.contains(name)
        };
        for step in &entry.remediation {
            for text in std::iter::once(&step.text).chain(&step.command) {
                if let Some(name) = holes_in(text).find(|name| !known(name)) {
                    let message = format!("`{{{name}}}` is not a placeholder of any message");
                    self.entry(slot, "remediation", message);
                }
            }
        }
        for (field, text) in [
            ("cause", &entry.cause),
            ("quick_fix", &entry.quick_fix),
            ("title", &entry.title),
        ] {
            if let Some(name) = holes_in(text).next() {
                let message =
                    format!("`{{{name}}}`: placeholders are filled in only in `remediation`");
                self.entry(slot, field, message);
            }
        }
        for expression in entry.values.values() {
            let known = split_expression(expression)
                .is_some_and(|(left, _, right)| holes.contains(left) && holes.contains(right));
            if !known {
                let message =
                    format!("`{expression}` is not `a - b` or `a + b` of two placeholders");
                self.entry(slot, "values", message);
            }
        }
    }

    /// Checks that related codes exist.
    fn see_also(&mut self, slot: usize, catalog: &Catalog, entry: &Entry, all: &[Entry]) {
        for code in &entry.see_also {
            let exists = match code
                .split_once(':')
                .filter(|_| all.iter().all(|e| e.code != *code))
            {
                None => all.iter().any(|other| other.is_called(code)),
                Some((id, code)) => catalog.has(id, code),
            };
            if !exists {
                self.entry(slot, "see_also", format!("`{code}` is not an entry"));
            }
        }
    }

    /// Checks that every example is diagnosed as its own entry, alone on top.
    fn examples(&mut self, slot: usize, engine: &Engine, entry: &Entry) {
        for (position, example) in entry.examples.iter().enumerate() {
            let report = diagnosed(engine, example);
            if let Err(message) = is_alone_on_top(&report, self.source.id(), entry) {
                let message = format!("example {}: {message}", position + 1);
                self.entry(slot, "examples", message);
            }
        }
    }
}

/// Returns an example as the input that it stands for.
fn response(example: &Example) -> Extraction {
    let body = match example.body() {
        None => Body::Empty,
        Some(serde_json::Value::String(text)) => Body::of_text(&text),
        Some(value) => Body::Json(value),
    };
    Extraction {
        responses: vec![Response {
            status: example.status,
            headers: example.headers.clone().into_iter().collect(),
            body,
            request: Request {
                host: example.host.clone(),
                ..Request::default()
            },
            ..Response::default()
        }],
        ..Extraction::default()
    }
}

/// Iterates over the places of an envelope.
fn places(envelope: &Envelope) -> impl Iterator<Item = &Place> {
    let read = &envelope.read;
    let lists = [
        &read.code,
        &read.subcode,
        &read.code_in,
        &read.message,
        &read.status,
        &read.status_name,
        &read.request_id,
        &read.docs_url,
        &read.time,
    ];
    let fields: Vec<&Place> = match &read.fields {
        None => Vec::new(),
        Some(FieldsAt::Pointer(place)) => vec![place],
        // The names and texts are looked up in the elements of the list.
        Some(FieldsAt::List(list)) => vec![&list.at],
    };
    lists
        .into_iter()
        .flat_map(|list| list.iter())
        .chain(fields)
        .chain(read.retry_after.iter().map(|wait| &wait.at))
        .chain(envelope.requires.keys())
        .chain(&envelope.forbids)
        .chain(read.extras.values())
}

/// Returns the names in a text that look like holes.
fn holes_in(text: &str) -> impl Iterator<Item = &str> {
    text.split('{').skip(1).filter_map(|rest| {
        let (name, _) = rest.split_once('}')?;
        let is_name = !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
        is_name.then_some(name)
    })
}

/// Says what an example was diagnosed as, if not as its entry alone.
fn is_alone_on_top(report: &Report<'_>, provider: &str, entry: &Entry) -> Result<(), String> {
    let name = |provider: Option<&str>, code: Option<&str>| match (provider, code) {
        (Some(provider), Some(code)) => format!("{provider}:{code}"),
        _ => "no entry".to_owned(),
    };
    let [diagnosis] = report.diagnoses.as_slice() else {
        return Err(format!(
            "gives {} diagnoses instead of one",
            report.diagnoses.len()
        ));
    };
    let found = diagnosis.api.map(|api| api.id.as_str());
    if found != Some(provider)
        || diagnosis.code.as_ref() != Some(&entry.code)
        || diagnosis.entry.is_none()
    {
        return Err(format!(
            "is diagnosed as {} ({}); give the entry a code, message or envelope that tells it apart",
            name(found, diagnosis.code.as_deref()),
            diagnosis.certainty.id(),
        ));
    }
    match diagnosis.rivals.first() {
        Some(rival) if rival.certainty >= diagnosis.certainty => Err(format!(
            "{} is just as {}",
            name(Some(rival.provider), Some(&rival.entry.code)),
            rival.certainty.id(),
        )),
        _ => Ok(()),
    }
}
