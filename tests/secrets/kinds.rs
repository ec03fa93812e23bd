//! Kinds of secrets: how they look and what requests call them.

use super::Lot;

/// A kind of secret.
pub(crate) struct Kind {
    pub(crate) name: &'static str,
    /// The header field that carries it, and what is before it there.
    pub(crate) header: (&'static str, &'static str),
    /// The member or parameter that carries it.
    pub(crate) member: &'static str,
    pub(crate) draw: fn(&mut Lot) -> String,
}

const LETTERS: &str = "abcdefghijklmnopqrstuvwxyz";
const ALNUM: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
const UPPER: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
const HEX: &str = "0123456789abcdef";
const BASE64: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const DIGITS: &str = "0123456789";

/// Returns a UUID.
fn uuid(lot: &mut Lot) -> String {
    [8, 4, 4, 4, 12]
        .map(|length| lot.text(HEX, length))
        .join("-")
}

/// Returns a kind whose name is that of the header field too.
const fn kind(
    name: &'static str,
    header: &'static str,
    member: &'static str,
    draw: fn(&mut Lot) -> String,
) -> Kind {
    Kind {
        name,
        header: (header, ""),
        member,
        draw,
    }
}

/// Returns a kind that an `Authorization` field carries.
const fn bearer(name: &'static str, member: &'static str, draw: fn(&mut Lot) -> String) -> Kind {
    Kind {
        name,
        header: ("Authorization", "Bearer "),
        member,
        draw,
    }
}

#[rustfmt::skip]
pub(crate) const KINDS: &[Kind] = &[
    kind("password of 7 characters", "X-Password", "password", |lot| format!("{}{}", lot.text(LETTERS, 5), lot.text(DIGITS, 2))),
    kind("password of letters", "X-Password", "password", |lot| lot.text(LETTERS, 9)),
    kind("password with &", "X-Password", "password", |lot| format!("{}&{}", lot.text(ALNUM, 6), lot.text(ALNUM, 5))),
    kind("password with =", "X-Password", "passwd", |lot| format!("{}={}", lot.text(ALNUM, 9), lot.text(ALNUM, 5))),
    kind("password with !", "X-Password", "userPassword", |lot| format!("{}!{}#7", lot.text(ALNUM, 6), lot.text(ALNUM, 5))),
    kind("password with umlauts", "X-Password", "password", |lot| format!("Grün{}ß9", lot.text(ALNUM, 6))),
    kind("password with \\", "X-Password", "password", |lot| format!("{}\\{}7", lot.text(ALNUM, 6), lot.text(ALNUM, 5))),
    kind("OTP of 6 digits", "X-OTP", "otp", |lot| lot.text(DIGITS, 6)),
    kind("pin of 4 digits", "X-Pin", "pin", |lot| lot.text(DIGITS, 4)),
    kind("key of 40", "x-api-key", "api_key", |lot| lot.text(ALNUM, 40)),
    kind("key of 20", "x-api-key", "apiKey", |lot| lot.text(ALNUM, 20)),
    kind("key in hex", "api-key", "apikey", |lot| lot.text(HEX, 32)),
    kind("key as UUID", "x-api-key", "api_key", uuid),
    kind("subscription key", "Ocp-Apim-Subscription-Key", "subscription-key", |lot| lot.text(HEX, 32)),
    kind("functions key", "x-functions-key", "functionsKey", |lot| format!("{}==", lot.text(BASE64, 54))),
    kind("account key", "x-account-key", "AccountKey", |lot| format!("{}==", lot.text(BASE64, 86))),
    kind("a vendor's own key", "X-Acme-Key", "acmeKey", |lot| format!("{}7a", lot.text(ALNUM, 18))),
    kind("hub signature", "X-Hub-Signature-256", "signature", |lot| format!("sha256={}", lot.text(HEX, 64))),
    kind("personal access token", "X-Pat", "pat", |lot| lot.text(ALNUM, 52)),
    kind("signature", "X-Signature", "signature", |lot| format!("{}=", lot.text(BASE64, 43))),
    kind("client secret", "X-Client-Secret", "client_secret", |lot| lot.text(ALNUM, 32)),
    kind("refresh token", "X-Refresh-Token", "refresh_token", |lot| lot.text(ALNUM, 36)),
    kind("CSRF token", "X-CSRF-Token", "csrf_token", |lot| lot.text(BASE64, 44)),
    kind("AWS secret key", "X-Amz-Secret-Key", "aws_secret_access_key", |lot| lot.text(BASE64, 40)),
    kind("AWS session token", "X-Amz-Security-Token", "aws_session_token", |lot| format!("IQoJb3JpZ2lu{}", lot.text(BASE64, 80))),
    kind("AWS key id", "X-Access-Key", "access_key", |lot| format!("AKIA{}", lot.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 16))),
    kind("session cookie", "Cookie", "session_id", |lot| lot.text(ALNUM, 26)),
    kind("Vault", "X-Vault-Token", "vault_token", |lot| format!("hvs.{}", lot.text(ALNUM, 90))),
    kind("Telnyx", "x-api-key", "api_key", |lot| format!("KEY{}", lot.text(UPPER, 40))),
    kind("Google key", "X-Goog-Api-Key", "key", |lot| format!("AIza{}", lot.text(ALNUM, 35))),
    kind("Twilio secret", "X-Auth-Token", "auth_token", |lot| lot.text(HEX, 32)),
    kind("Twilio SK", "X-Api-Key", "api_key", |lot| format!("SK{}", lot.text(HEX, 32))),
    kind("webhook secret", "X-Webhook-Secret", "webhook_secret", |lot| format!("whsec_{}", lot.text(ALNUM, 32))),
    bearer("opaque token", "access_token", |lot| lot.text(ALNUM, 32)),
    bearer("short token", "token", |lot| format!("{}4", lot.text(ALNUM, 9))),
    bearer("JWT", "id_token", |lot| format!("eyJhbGciOiJIUzI1NiJ9.eyJ{}.{}", lot.text(ALNUM, 30), lot.text(ALNUM, 43))),
    bearer("GitHub", "token", |lot| format!("ghp_{}", lot.text(ALNUM, 36))),
    bearer("GitLab", "private_token", |lot| format!("glpat-{}", lot.text(ALNUM, 20))),
    bearer("Slack", "token", |lot| format!("xoxp-{}-{}", lot.text(DIGITS, 12), lot.text(ALNUM, 24))),
    bearer("Google token", "access_token", |lot| format!("ya29.{}", lot.text(ALNUM, 60))),
    bearer("DigitalOcean", "token", |lot| format!("dop_v1_{}", lot.text(HEX, 64))),
    bearer("Stripe", "api_key", |lot| format!("sk_live_{}", lot.text(ALNUM, 24))),
    bearer("OpenAI", "api_key", |lot| format!("sk-proj-{}", lot.text(ALNUM, 48))),
    bearer("SendGrid", "api_key", |lot| format!("SG.{}.{}", lot.text(ALNUM, 22), lot.text(ALNUM, 43))),
    bearer("PyPI", "token", |lot| format!("pypi-AgEIcHlwaS5vcmc{}", lot.text(ALNUM, 60))),
    bearer("Doppler", "token", |lot| format!("dp.st.prd.{}", lot.text(ALNUM, 42))),
    bearer("Telegram", "token", |lot| format!("{}:AA{}", lot.text(DIGITS, 10), lot.text(ALNUM, 33))),
];
