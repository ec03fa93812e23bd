//! Roots what an envelope asks of the elements of `each` at the body: whether a body fits is known before its elements are.

use super::{Envelope, Place};

impl Envelope {
    /// Returns the envelope with what is required and forbidden in an element as places in the body: `./code` of `/errors/*` is
    /// `/errors/*/code`.
    pub(crate) fn rooted(&self) -> Self {
        let mut envelope = self.clone();
        if let Some(Place::Body(each)) = &self.each {
            let rooted = |place: Place| match place {
                Place::Element(tokens) => Place::Body(each.iter().cloned().chain(tokens).collect()),
                place => place,
            };
            let requires = std::mem::take(&mut envelope.requires).into_iter();
            envelope.requires = requires
                .map(|(place, shape)| (rooted(place), shape))
                .collect();
            envelope.forbids = envelope.forbids.into_iter().map(rooted).collect();
        }
        envelope
    }
}

#[cfg(test)]
mod tests {
    use crate::catalog::Envelope;

    #[test]
    fn what_elements_must_have_is_asked_of_the_body() {
        let envelope: Envelope = serde_json::from_str(
            r#"{"name": "x", "proof": "own", "each": "/errors/*", "requires": {"./code": "string", "/id": "string"}, "forbids": ["./type"]}"#,
        )
        .unwrap_or_default();
        let envelope = envelope.rooted();
        let places: Vec<String> = envelope.requires.keys().map(ToString::to_string).collect();
        assert_eq!(places, ["/errors/*/code", "/id"]);
        assert_eq!(envelope.forbids[0].to_string(), "/errors/*/type");
    }
}
