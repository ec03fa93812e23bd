//! Diagnoses a line that is one JSON body, from the document that it is, where nothing else is to be read from it.

use super::Engine;
use super::answer::Within;
use crate::diagnose::ids::document_id;
use crate::diagnose::merge::merged;
use crate::diagnose::sender::Senders;
use crate::diagnose::{Certainty, Diagnosis};
use crate::doc::Doc;
use crate::facts::{self, BodyPart, NamedCode};
use crate::input::{Response, is_bare, programs};

/// What a look at a line comes to.
#[derive(Debug)]
pub(crate) enum Quick<'e> {
    /// What the line is has to be read the whole way.
    Unsure,
    /// A JSON document in which nothing has the shape of an envelope or a known code.
    Nothing,
    /// The errors that the whole way finds too, but for what is printed of them.
    Errors(Vec<Diagnosis<'e>>),
}

impl Engine {
    /// Returns what a look at a line of a log comes to.
    pub(crate) fn quick(&self, line: &[u8]) -> Quick<'_> {
        let Some(line) = std::str::from_utf8(line).ok().map(str::trim) else {
            return Quick::Unsure;
        };
        let Some(doc) = Doc::read(line).filter(|_| line.starts_with('{')) else {
            return Quick::Unsure;
        };
        let part = facts::read_doc(&doc, &self.shapes);
        if !self.may_hold(&part) {
            return Quick::Nothing;
        }
        if part.any(&|part| part.may_carry) || !is_bare(line, doc.root()) {
            return Quick::Unsure;
        }
        let response = Response {
            programs: programs::named_in(line),
            ..Response::default()
        };
        let senders = Senders::of(&self.shapes, &response);
        let mut found = self.place(&part, &response, &senders, Within::Answer);
        if !found.iter().any(|d| d.certainty >= Certainty::Likely) {
            return Quick::Unsure;
        }
        found.retain(|d| d.certainty > Certainty::StatusOnly);
        for diagnosis in &mut found {
            let own = diagnosis.request_id.take();
            diagnosis.request_id = own.or_else(|| document_id(doc.root()));
        }
        Quick::Errors(merged(found))
    }

    /// Returns false for a JSON document in which nothing has the shape of an envelope or a known code: it holds no error of the
    /// catalog, and reading it as an input would find that out at a higher cost.
    pub(crate) fn may_answer(&self, line: &str) -> bool {
        let line = line.trim();
        let Some(doc) = Doc::read(line).filter(|_| line.starts_with('{')) else {
            return true;
        };
        self.may_hold(&facts::read_doc(&doc, &self.shapes))
    }

    /// Returns true if something in a body has the shape of an envelope or a known code.
    fn may_hold(&self, part: &BodyPart) -> bool {
        let layers = self.shapes.layers();
        let is_known = |code: &NamedCode| {
            let code = code.facts.code.as_deref();
            code.is_some_and(|code| layers.named(code).next().is_some())
        };
        part.any(&|part| !part.readings.is_empty() || part.named.iter().any(is_known))
    }
}
