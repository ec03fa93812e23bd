//! Carriers: how a pasted text shows the request that holds a secret, and the answer that quotes it.

use base64_of::encode;
use serde_json::{Value, json};

use super::in_json;
use super::kinds::Kind;

/// Wraps a secret of a kind and an answer; nothing where a carrier cannot hold it.
type Wrap = fn(&Kind, &str, &str) -> Option<String>;

/// The address of the requests.
const URL: &str = "https://api.sent.dm/v3/messages";

/// Base64 without a dependency of the tests.
mod base64_of {
    const SIGNS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    /// Returns bytes in base64.
    pub(crate) fn encode(bytes: &[u8]) -> String {
        let mut text = String::new();
        for chunk in bytes.chunks(3) {
            let group = (0..3).fold(0_usize, |sum, at| {
                sum << 8 | usize::from(*chunk.get(at).unwrap_or(&0))
            });
            for at in 0..4 {
                let sign = SIGNS[group >> (18 - 6 * at) & 63];
                text.push(if at <= chunk.len() { sign.into() } else { '=' });
            }
        }
        text
    }
}

/// Returns the value of the header field.
fn field(kind: &Kind, secret: &str) -> String {
    let (name, scheme) = kind.header;
    if name == "Cookie" {
        format!("theme=dark; sid={secret}; lang=en")
    } else {
        format!("{scheme}{secret}")
    }
}

/// Returns the header line.
fn header(kind: &Kind, secret: &str) -> String {
    format!("{}: {}", kind.header.0, field(kind, secret))
}

/// Returns a text in the single quotes of a shell.
fn shell(text: &str) -> String {
    format!("'{}'", text.replace('\'', "'\\''"))
}

/// Returns a text as it is in an address.
fn percent(text: &str) -> String {
    let is_plain = |b: u8| b.is_ascii_alphanumeric() || b"-._~".contains(&b);
    text.bytes()
        .map(|b| {
            if is_plain(b) {
                char::from(b).to_string()
            } else {
                format!("%{b:02X}")
            }
        })
        .collect()
}

/// Returns a text as it is in XML.
fn xml(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('"', "&quot;")
}

/// Returns a text in base64.
pub(crate) fn encoded(text: &str) -> String {
    encode(text.as_bytes())
}

/// Returns an answer with its head.
pub(crate) fn answered(answer: &str) -> String {
    format!("HTTP/1.1 401 Unauthorized\nContent-Type: application/json\n\n{answer}\n")
}

/// Returns a command and the answer.
fn command(line: &str, answer: &str) -> Option<String> {
    Some(format!("$ {line}\n{}", answered(answer)))
}

/// Returns a HAR with a request.
fn har(request: &Value, answer: &str) -> Option<String> {
    let mut whole = json!({"method": "POST", "url": URL, "headers": [], "cookies": []});
    for (name, value) in request.as_object()? {
        whole[name] = value.clone();
    }
    Some(
        json!({"log": {"entries": [{"request": whole, "response": {"status": 401, "headers": [],
        "content": {"mimeType": "application/json", "text": answer}}}]}})
        .to_string(),
    )
}

/// Returns a log line of a client with what it holds of the request.
fn logged(request: &str, answer: &str) -> Option<String> {
    Some(format!(
        "request failed: {request}\nresponse: 401 {answer}\n"
    ))
}

#[rustfmt::skip]
pub(crate) const CARRIERS: &[(&str, Wrap)] = &[
    ("exchange", |k, s, a| Some(format!("POST /v3/messages HTTP/1.1\nHost: api.sent.dm\n{}\n\n{{}}\n\n{}", header(k, s), answered(a)))),
    ("curl -v", |k, s, a| Some(format!("> POST /v3/messages HTTP/1.1\n> Host: api.sent.dm\n> {}\n>\n< HTTP/1.1 401 X\n<\n{a}", header(k, s)))),
    ("curl -v HTTP/2", |k, s, a| Some(format!("* [HTTP/2] [1] [{}]\n> POST /v3/messages HTTP/2\n> {}\n>\n< HTTP/2 401\n<\n{a}", header(k, s).to_lowercase().replace(&s.to_lowercase(), s), header(k, s)))),
    ("curl -H", |k, s, a| command(&format!("curl -i {URL} -H {}", shell(&header(k, s))), a)),
    ("curl -H in two lines", |k, s, a| command(&format!("curl -i {URL} \\\n  -H \"{}\" \\\n  -d '{{}}'", header(k, s)), a)),
    ("curl -u", |_, s, a| command(&format!("curl -i -u {} {URL}", shell(&format!("me:{s}"))), a)),
    ("curl -uU:P", |_, s, a| command(&format!("curl -i -ume:{} {URL}", s.replace(['&', '!', '#'], "")), a).filter(|_| !s.contains(['&', '!', '#']))),
    ("curl --user=", |_, s, a| command(&format!("curl -i --user={} {URL}", shell(&format!("me:{s}"))), a)),
    ("curl --proxy-user", |_, s, a| command(&format!("curl -i --proxy-user\t{} {URL}", shell(&format!("me:{s}"))), a)),
    ("curl -b", |_, s, a| command(&format!("curl -i -b \"a=1; sid={s}\" {URL}"), a)),
    ("curl --cookie", |_, s, a| command(&format!("curl -i --cookie {} {URL}", shell(&format!("a=1; sid={s}"))), a)),
    ("curl --header=", |k, s, a| command(&format!("curl -i --header={} {URL}", shell(&header(k, s))), a)),
    ("https --auth=", |_, s, a| command(&format!("https --auth={} {URL}", shell(&format!("me:{s}"))), a)),
    ("curl --oauth2-bearer", |_, s, a| command(&format!("curl -i --oauth2-bearer {} {URL}", shell(s)), a)),
    ("curl -d form", |k, s, a| command(&format!("curl -i {URL} -d {}", shell(&format!("a=b&{}={}&c=d", k.member, percent(s)))), a)),
    ("curl -d JSON", |k, s, a| command(&format!("curl -i {URL} -d {}", shell(&json!({"a": 1, k.member: s}).to_string())), a)),
    ("http -a", |_, s, a| command(&format!("http -a {} {URL}", shell(&format!("me:{s}"))), a)),
    ("http Name:value", |k, s, a| command(&format!("http POST {URL} {}", shell(&format!("{}:{}", k.header.0, field(k, s)))), a)),
    ("http name=value", |k, s, a| command(&format!("http POST {URL} {}", shell(&format!("{}={s}", k.member))), a).filter(|_| k.member != "key")),
    ("wget --password", |_, s, a| command(&format!("wget -S --user=me --password={} {URL}", shell(s)), a)),
    ("userinfo", |_, s, a| command(&format!("curl -i https://me:{}@api.sent.dm/v3/messages", percent(s)), a)),
    ("query", |k, s, a| Some(format!("> GET /v3/x?a=b&{}={} HTTP/1.1\n> Host: api.sent.dm\n>\n< HTTP/1.1 401 X\n<\n{a}", k.member, percent(s)))),
    ("HAR header", |k, s, a| har(&json!({"headers": [{"name": "Accept", "value": "*/*"}, {"name": k.header.0, "value": field(k, s)}]}), a)),
    ("HAR cookie", |_, s, a| har(&json!({"cookies": [{"name": "sid", "value": s}]}), a)),
    ("HAR query", |k, s, a| har(&json!({"queryString": [{"name": k.member, "value": s}]}), a).filter(|_| k.member != "key")),
    ("HAR form", |k, s, a| har(&json!({"postData": {"mimeType": "application/x-www-form-urlencoded", "params": [{"name": k.member, "value": s}]}}), a).filter(|_| k.member != "key")),
    ("HAR body", |k, s, a| har(&json!({"postData": {"mimeType": "application/json", "text": json!({k.member: s}).to_string()}}), a)),
    ("HAR base64", |k, s, a| Some(json!({"log": {"entries": [{"request": {"method": "GET", "url": URL, "headers": [{"value": field(k, s), "name": k.header.0}]},
        "response": {"status": 401, "headers": [], "content": {"mimeType": "application/json", "encoding": "base64", "text": encode(a.as_bytes())}}}]}}).to_string())),
    ("Postman header", |k, s, a| Some(json!({"request": {"header": [{"key": k.header.0, "value": field(k, s)}]}, "response": [{"code": 401, "body": a}]}).to_string())),
    ("Postman auth", |_, s, a| Some(json!({"request": {"auth": {"type": "basic", "basic": [{"key": "username", "value": "me"}, {"key": "password", "value": s, "type": "string"}]}}, "response": [{"code": 401, "body": a}]}).to_string())),
    ("axios headers", |k, s, a| Some(json!({"message": "Request failed", "config": {"url": URL, "headers": {"Accept": "*/*", k.header.0: field(k, s)}}, "response": {"status": 401, "data": serde_json::from_str::<Value>(a).unwrap()}}).to_string())),
    ("axios auth", |_, s, a| Some(json!({"config": {"url": URL, "auth": {"username": "me", "password": s}}, "response": {"status": 401, "data": serde_json::from_str::<Value>(a).unwrap()}}).to_string())),
    ("axios data", |k, s, a| Some(json!({"config": {"url": URL, "data": json!({k.member: s}).to_string()}, "response": {"status": 401, "data": serde_json::from_str::<Value>(a).unwrap()}}).to_string())),
    ("rawHeaders", |k, s, a| Some(json!({"request": {"rawHeaders": ["Accept", "*/*", k.header.0, field(k, s)]}, "response": {"status": 401, "body": a}}).to_string())),
    ("rawHeaders in lines", |k, s, a| Some(format!("{:#}", json!({"request": {"rawHeaders": ["Accept", "*/*", k.header.0, field(k, s)]}, "response": {"status": 401, "body": a}})))),
    ("var_dump", |k, s, a| logged(&format!("array(1) {{\n  [\"{}\"]=>\n  string({}) \"{}\"\n}}", k.header.0, field(k, s).len(), field(k, s)), a).filter(|_| !s.contains('"'))),
    ("Basic", |_, s, a| Some(format!("> GET /v3/x HTTP/1.1\n> Authorization: Basic {}\n>\n< HTTP/1.1 401 X\n<\n{a}", encode(format!("me:{s}").as_bytes())))),
    ("Go struct", |k, s, a| logged(&format!("http.Header{{\"Accept\":[]string{{\"*/*\"}}, \"{}\":[]string{{\"{}\"}}}}", k.header.0, in_json(&field(k, s))), a)),
    ("Go map", |k, s, a| logged(&format!("map[Accept:[*/*] {}:[{}]]", k.header.0, field(k, s)), a)),
    ("Java map", |k, s, a| logged(&format!("{{Accept=[*/*], {}=[{}]}}", k.header.0, field(k, s)), a)),
    ("Python dict", |k, s, a| logged(&format!("headers={{'Accept': '*/*', '{}': '{}'}}", k.header.0, field(k, s)), a)),
    ("Python tuples", |k, s, a| logged(&format!("[('Accept', '*/*'), ('{}', '{}')]", k.header.0, field(k, s)), a)),
    ("Ruby hash", |k, s, a| logged(&format!("{{\"Accept\"=>\"*/*\", \"{}\"=>\"{}\"}}", k.header.0, in_json(&field(k, s))), a)),
    ("print_r", |k, s, a| logged(&format!("Array\n(\n    [Accept] => */*\n    [{}] => {}\n)", k.header.0, field(k, s)), a)),
    ("XML attribute", |k, s, a| logged(&format!("<call accept=\"*/*\" {}=\"{}\"/>", k.member, xml(s)), a).filter(|_| k.member != "key")),
    ("XML pair", |k, s, a| logged(&format!("<header name=\"{}\" value=\"{}\"/>", k.header.0, xml(&field(k, s))), a)),
    ("XML element", |k, s, a| logged(&format!("<call><{n}>{}</{n}></call>", xml(s), n = k.member), a).filter(|_| k.member != "key")),
    ("YAML", |k, s, a| Some(format!("request:\n  headers:\n    accept: '*/*'\n    {}: \"{}\"\n{}", k.header.0, in_json(&field(k, s)), answered(a)))),
    ("YAML, next line", |k, s, a| Some(format!("request:\n  {}:\n    {}\n{}", k.header.0, field(k, s), answered(a)))),
    ("JSON log", |k, s, a| Some(json!({"level": "error", "request": {"url": URL, "headers": {k.header.0: field(k, s)}}, "response": {"status": 401, "body": a}}).to_string())),
    ("JSON in a string", |k, s, a| Some(json!({"msg": json!({"request": {"headers": {k.header.0: field(k, s)}}, "response": {"status": 401, "body": a}}).to_string()}).to_string())),
    ("JSON with \\/", |k, s, a| Some(format!("{{\"request\":{{\"{}\":\"{}\"}},\"status\":401,\"body\":{a}}}", k.member, in_json(s).replace('/', "\\/")))),
    ("form body", |k, s, a| Some(format!("POST /x HTTP/1.1\nHost: api.sent.dm\n\na=b&{}={}\n\n{}", k.member, percent(s), answered(a)))),
    ("form body with +", |k, s, a| Some(format!("POST /x HTTP/1.1\nHost: api.sent.dm\n\na=b&{}={}&c=d\n\n{}", k.member, percent(s).replace("%20", "+"), answered(a)))),
    ("JSON in a string in a string", |k, s, a| Some(json!({"log": json!({"msg": json!({"request": {"headers": {k.header.0: field(k, s)}}, "response": {"status": 401, "body": a}}).to_string()}).to_string()}).to_string())),
    ("percent-encoded", |k, s, a| Some(format!("POST /x HTTP/1.1\nHost: api.sent.dm\n\n{}\n\n{}", percent(&json!({k.member: s}).to_string()), answered(a)))),
    ("multipart", |k, s, a| Some(format!("POST /x HTTP/1.1\nHost: api.sent.dm\n\n--b\nContent-Disposition: form-data; name=\"{}\"\n\n{s}\n--b--\n\n{}", k.member, answered(a)))),
    (".netrc", |_, s, a| Some(format!("machine api.sent.dm login me password {s}\n{}", command(&format!("curl -n {URL}"), a)?))),
    ("PowerShell", |k, s, a| Some(format!("PS C:\\> Invoke-RestMethod {URL} -Headers @{{ \"{}\" = \"{}\" }}\n{}", k.header.0, field(k, s), answered(a)))),
    ("argv", |_, s, a| Some(format!("{}\n{}", json!(["curl", "-i", "-u", format!("me:{s}"), URL]), answered(a)))),
];
