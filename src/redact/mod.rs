//! Secrets and personal data: found by name and by form, and masked in everything that is said.

mod collect;
mod forms;
mod held;
mod known;
mod named;
mod names;
mod near;
mod options;
mod personal;
mod readings;
mod values;
mod written;

use std::borrow::Cow;

pub use collect::collect;
pub(crate) use collect::{collect_sent, collect_with};
use forms::{has_key_prefix, is_drawn, is_token, mask_forms, mask_pem};
use held::Held;
use known::{has_known, mask_known};
pub(crate) use named::is_secret_name;
use named::mask_named;
pub use personal::{personal, personal_id};
pub(crate) use readings::{percent_bytes, percent_decoded};
pub(crate) use values::container_end;

/// What is in the place of a secret.
pub(crate) const MASK: &str = "[redacted]";

/// The shortest text that is taken for a secret.
const SHORTEST: usize = 8;

/// Masks the spans of a text that `next` finds, each from a position on.
fn mask_spans(text: &str, next: impl Fn(usize) -> Option<(usize, usize)>) -> Cow<'_, str> {
    let mut masked = String::new();
    let mut done = 0;
    while let Some((start, end)) = next(done) {
        masked.push_str(&text[done..start]);
        masked.push_str(MASK);
        done = end;
    }
    if done == 0 {
        return Cow::Borrowed(text);
    }
    masked.push_str(&text[done..]);
    Cow::Owned(masked)
}

/// The secrets of one input.
#[derive(Debug, Clone, Default)]
pub struct Secrets {
    held: Held,
}

impl Secrets {
    /// Returns the secrets with these values.
    #[must_use]
    pub fn new(values: Vec<String>) -> Self {
        Self {
            held: Held::new(values),
        }
    }

    /// Masks every secret in a text: those known from the input, and what has the form of one.
    #[must_use]
    pub fn mask(&self, text: &str) -> String {
        let masked = mask_pem(text);
        let masked = self.held.mask(&masked);
        mask_forms(&mask_named(&mask_known(&masked)))
    }

    /// Masks the secrets in what is said of a field: one that is called like a secret may be quoted.
    #[must_use]
    pub fn mask_field(&self, name: &str, text: &str) -> String {
        if !is_secret_name(name) {
            return self.mask(text);
        }
        let front = format!("{name}: ");
        let masked = self.mask(&format!("{front}{text}"));
        masked.strip_prefix(&front).unwrap_or(&masked).to_owned()
    }

    /// Masks the secrets in a path. A long segment that looks drawn by lot is one too, unless it has the form of an id.
    #[must_use]
    pub fn mask_path(&self, path: &str) -> String {
        let masked = self.mask(path);
        let parts = masked.split_inclusive(['/', '?', '&', '=', ':', ';', ',', '.']);
        parts
            .map(|part| {
                let core = part.trim_end_matches(['/', '?', '&', '=', ':', ';', ',', '.']);
                if is_drawn(core) {
                    format!("{MASK}{}", &part[core.len()..])
                } else {
                    part.to_owned()
                }
            })
            .collect()
    }

    /// Masks an id where it is a secret: known from the input, a token, or a vendor's key. Ids are long by nature.
    #[must_use]
    pub fn mask_id(&self, id: &str) -> String {
        if self.held.is_in(id) || is_token(id) || has_key_prefix(id) || has_known(id) {
            MASK.to_owned()
        } else {
            id.to_owned()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Secrets;

    #[test]
    fn a_secret_behind_its_name_in_prose_is_masked() {
        for (text, said) in [
            (
                "password 'Tr0ub4dor&3' wrong",
                "password '[redacted]' wrong",
            ),
            ("with password hunter2", "with password [redacted]"),
            (
                "Wrong API key provided: q8w7e6r5t4y3u2i1.",
                "Wrong API key provided: [redacted].",
            ),
            (
                "Api-Key q8w7e6r5t4y3u2 unknown",
                "Api-Key [redacted] unknown",
            ),
            ("secret q8w7e6r5t4y3 rejected", "secret [redacted] rejected"),
            (
                "session id q8w7e6r5t4y3u2i1 expired",
                "session id [redacted] expired",
            ),
            (
                "AC00112233445566778899aabbccddeeff:0123456789abcdef0123456789abcdef",
                "AC00112233445566778899aabbccddeeff:[redacted]",
            ),
            ("bad key=7f3c9a104b2e4d58.", "bad key=[redacted]."),
            ("secret_key=7f3c9a10+4b2e/4d58==;", "secret_key=[redacted];"),
            (
                "(api.user:0123456789abcdef0123456789abcdef.x)",
                "(api.user:[redacted])",
            ),
            (
                "Could not resolve host: user:pw@api.x.example",
                "Could not resolve host: [redacted]@api.x.example",
            ),
            (
                "https://x.example/a?b=1&key=q8w7e6r5t4y3u2i1&c=2",
                "https://x.example/a?b=1&key=[redacted]&c=2",
            ),
            ("x?sig=q8w7%2Be6r5t4y3u2i1%3D, see", "x?sig=[redacted], see"),
            (
                "-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY----- left",
                "-----BEGIN RSA PRIVATE KEY-----[redacted]-----END RSA PRIVATE KEY----- left",
            ),
            (
                "-----BEGIN PRIVATE KEY-----MIIE cut",
                "-----BEGIN PRIVATE KEY-----[redacted]",
            ),
        ] {
            assert_eq!(Secrets::default().mask(text), said);
        }
    }

    #[test]
    fn what_a_field_says_of_a_secret_is_masked() {
        let secrets = Secrets::default();
        let key = "7f3c9a10-4b2e-4d58-9c61-2f0a8be41d77";
        for name in ["api_key", "x-api-key", "password", "apiKey"] {
            let said = secrets.mask_field(name, &format!("{key} is not valid"));
            assert_eq!(said, "[redacted] is not valid", "{name}");
            assert_eq!(secrets.mask_field(name, "is required"), "is required");
        }
        assert_eq!(secrets.mask_field("id", key), key);
        for list in [
            "{\"api_key\": [\n  \"KEY is not valid\"\n]}",
            "{\\\"password\\\": [\\n  \\\"KEY is not valid\\\"\\n]}",
            "{\"token\":[\r\n\t\"KEY\"]}",
        ] {
            let found = super::collect(&list.replace("KEY", key));
            assert!(
                found.iter().any(|secret| secret.starts_with(key)),
                "{list}: {found:?}"
            );
        }
    }

    #[test]
    fn prose_about_secrets_is_not_masked() {
        for text in [
            "The password is wrong. user2 is locked",
            "API key missing or invalid",
            "Pass the API key in x-api-key, see AUTH_001",
            "Wrong password AUTH_001, token TOKEN_EXPIRED_02",
            "Unknown key contact_line_2 in template v3",
            "request id 9b1f0c52-77aa-4d58-9c61-2f0a8be41d77",
            "request id 0123456789abcdef0123456789abcdef",
            "request_id:0123456789abcdef0123456789abcdef",
            "sha256:0123456789abcdef0123456789abcdef",
            "https://x.example/errors?code=INVALID_PHONE_0001&key=name",
            "-----BEGIN CERTIFICATE-----MIIE-----END CERTIFICATE-----",
            "mailto:max@example.org",
        ] {
            assert_eq!(Secrets::default().mask(text), text);
        }
    }

    #[test]
    fn a_path_keeps_its_ids_and_loses_its_keys() {
        for (path, said) in [
            (
                "/v3/contacts/sk_live_51HqLyjWDarjtT1zdp7dcAAA",
                "/v3/contacts/[redacted]",
            ),
            ("/v3/x/test_q8w7e6r5t4y3u2i1o0p9/y", "/v3/x/[redacted]/y"),
            (
                "/v3/keys/Zx9Qw8Er7Ty6Ui5Op4As3Df2Gh1Jk0Lm",
                "/v3/keys/[redacted]",
            ),
            (
                "/bot123456:AAHq8w7e6r5t4y3u2i1o0p9a8s7d6f5g4/send",
                "/bot[redacted]/send",
            ),
            (
                "/v3/templates/9b1f0c52-77aa-4d58-9c61-2f0a8be41d77?page=2",
                "/v3/templates/9b1f0c52-77aa-4d58-9c61-2f0a8be41d77?page=2",
            ),
            (
                "/v1/messages/msg_01HX7f3c9a104b2e4d589c61/01HXYZ8Q4R5S6T7V8W9X0Y1Z2A",
                "/v1/messages/msg_01HX7f3c9a104b2e4d589c61/01HXYZ8Q4R5S6T7V8W9X0Y1Z2A",
            ),
            ("/v3/contact-attributes/v2", "/v3/contact-attributes/v2"),
        ] {
            assert_eq!(Secrets::default().mask_path(path), said);
        }
    }

    #[test]
    fn an_id_is_masked_only_where_it_is_a_secret() {
        let secrets = Secrets::default();
        assert_eq!(
            secrets.mask_id("req_01HXAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA1"),
            "req_01HXAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA1"
        );
        assert_eq!(secrets.mask_id("eyJhbGciOiJIUzI1NiJ9.e30.x"), "[redacted]");
        assert_eq!(super::personal_id("max@example.org"), "[e-mail]");
        for id in ["req_Ab12_+4915112345678", "req_Ab12_%2B4915112345678"] {
            assert_eq!(super::personal_id(id), "req_Ab12_[phone]");
        }
        assert_eq!(
            super::personal_id("202611180941271234"),
            "202611180941271234"
        );
    }
}
