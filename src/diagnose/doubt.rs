//! Why a reading is not certain.

use super::{Certainty, Diagnosis, Evidence};

/// What keeps a reading from being certain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doubt {
    /// The message is that of this entry, the status that of another.
    Status,
    /// Neither status nor message are known of this entry.
    Words,
    /// The API writes the code in another case.
    Case,
    /// The response came from a host that is not the API's.
    Elsewhere,
    /// The message quotes a code of another API.
    Quoted,
    /// The body ends before it is complete.
    Cut,
    /// Only APIs that the caller chose were considered.
    Chosen,
}

/// What is said of a body that matches none of the APIs that the caller chose.
pub(super) const CHOSEN: &str = "None of the APIs considered matches this body.";

impl Diagnosis<'_> {
    /// Returns why the reading is not certain.
    #[must_use]
    pub fn not_certain_because(&self) -> Option<String> {
        let others = || {
            let mut names: Vec<&str> = Vec::new();
            let own = self.api.map(|api| api.id.as_str());
            for rival in &self.rivals {
                if Some(rival.provider) != own && !names.contains(&rival.provider) {
                    names.push(rival.provider);
                }
            }
            names
        };
        let has = |kind| self.evidence.contains(&kind);
        Some(match (self.certainty, self.doubt) {
            (Certainty::Certain, _) => return None,
            (Certainty::StatusOnly, _) => match self.rivals.is_empty() {
                true => "Only the HTTP status is known.".to_owned(),
                false => "The host and the HTTP status are known, the body is not.".to_owned(),
            },
            (Certainty::UnknownApi, Some(Doubt::Chosen)) => CHOSEN.to_owned(),
            (Certainty::UnknownApi, _) => "No API in the catalog matches this body.".to_owned(),
            (Certainty::UnknownCode, _) => "The code is not in the catalog.".to_owned(),
            (_, Some(Doubt::Status)) => {
                "Only the message agrees; the status is that of another error.".to_owned()
            }
            (_, Some(Doubt::Words)) => {
                "Other APIs use this code, and neither status nor message agree.".to_owned()
            }
            (_, Some(Doubt::Case)) => "The API writes this code in another case.".to_owned(),
            (_, Some(Doubt::Elsewhere)) => "The host is not one of this API's.".to_owned(),
            (_, Some(Doubt::Quoted)) => "The message quotes a code of another API.".to_owned(),
            (_, Some(Doubt::Chosen)) => CHOSEN.to_owned(),
            (_, Some(Doubt::Cut)) => {
                "The body is cut: what follows may change the reading.".to_owned()
            }
            (_, None) if !has(Evidence::Envelope) && has(Evidence::Text) => {
                "Only a program's own wording was found, not the response body.".to_owned()
            }
            (_, None) if !has(Evidence::Envelope) => {
                "The code or message was found in text, not in the body of a response.".to_owned()
            }
            (_, None) => {
                let seen = if has(Evidence::Host) || has(Evidence::Header) {
                    "The host agrees, the body does not decide it"
                } else {
                    "No host or header of the API was seen"
                };
                match others().as_slice() {
                    [] => format!("{seen}: other services may send the same body."),
                    names => format!("{seen}: {} may send the same body.", names.join(", ")),
                }
            }
        })
    }

    /// Returns what would make the reading surer, if that is known.
    #[must_use]
    pub fn surer_with(&self) -> Option<&'static str> {
        let has = |kind| self.evidence.contains(&kind);
        let is_doubtful = matches!(self.certainty, Certainty::Possible | Certainty::Likely);
        let is_shape = has(Evidence::Envelope) && !has(Evidence::Host) && !has(Evidence::Header);
        (is_doubtful && is_shape && self.doubt.is_none())
            .then_some("`curl -v` shows the host, which decides.")
    }
}
