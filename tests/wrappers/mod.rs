//! What stands around an error body on its way to a person: clients, logs, mails, languages, encodings.

mod languages;

use std::fmt::Write as _;
use std::io::Write as _;

use base64::Engine as _;
use serde_json::{Value, json};

pub(crate) use crate::examples::Case;

/// Returns the examples that are wrapped.
pub(crate) fn cases() -> Vec<Case> {
    crate::examples::cases(&crate::examples::SEED)
}

/// Something that is put around a body.
pub(crate) struct Wrapper {
    pub(crate) name: &'static str,
    /// Whether the status of the response is in it.
    pub(crate) has_status: bool,
    /// Gives the input; `None` where the form cannot hold the body.
    pub(crate) wrap: fn(&Case) -> Option<Vec<u8>>,
}

/// Values that stand in the requests of wrappers and may never be said.
pub(crate) const SECRETS: [&str; 4] = [
    "7f3c9a10-4b2e-4d58-9c61-2f0a8be41d77",
    "mw_kT7vQ2mZ9xLc4RbN8wPd3HsF6yJg1UaE5tYo0iKq",
    "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiI0MiJ9.c2lnbmF0dXJl",
    "QWxhZGRpbjpvcGVuc2VzYW1lMTIz",
];

/// A request's body that is another API's error, with a secret in it.
const DECOY: &str = r#"{"error":{"code":"AUTH_003","message":"API key disabled"},"api_key":"7f3c9a10-4b2e-4d58-9c61-2f0a8be41d77"}"#;

/// All wrappers.
pub(crate) const WRAPPERS: &[Wrapper] = &[
    bare("bare", |case| text(case.body.to_string())),
    bare("bare, with a line feed", |case| {
        text(format!("{}\n", case.body))
    }),
    bare("pretty", |case| text(pretty(&case.body))),
    bare("pretty, CRLF", |case| {
        text(pretty(&case.body).replace('\n', "\r\n"))
    }),
    bare("after words", |case| {
        text(format!(
            "the call failed again this morning:\n{}\nany idea?\n",
            case.body
        ))
    }),
    full("curl -i, HTTP/1.1", |case| {
        text(http1(case) + &case.body.to_string())
    }),
    full("curl -i, HTTP/2", |case| {
        text(http2(case) + &pretty(&case.body))
    }),
    full("curl -v", curl_verbose),
    full("curl -v, HTTP/2", curl_verbose_http2),
    full("curl --trace-ascii", curl_trace),
    full("curl --trace", curl_bytes),
    full("OkHttp's log", |case| {
        text(format!(
            "D/OkHttp: --> POST https://api.example.com/v1/x h2\nD/OkHttp: Authorization: Bearer {}\nD/OkHttp: \nD/OkHttp: {DECOY}\nD/OkHttp: --> END POST (90-byte body)\nD/OkHttp: <-- {} https://api.example.com/v1/x (90ms)\n{}D/OkHttp: \nD/OkHttp: {}\nD/OkHttp: <-- END HTTP (90-byte body)\n",
            SECRETS[1],
            case.status,
            case.headers
                .iter()
                .map(|(name, value)| format!("D/OkHttp: {name}: {value}\n"))
                .collect::<String>(),
            case.body
        ))
    }),
    full("newman --verbose", |case| {
        let boxed =
            |body: &str| -> String { body.lines().map(|line| format!("  │ {line}\n")).collect() };
        text(format!(
            "→ send\n  POST https://api.example.com/v1/x\n  {} Oops ★ 90ms time ★ 90B↑ 90B↓ size ★ 7↑ 9↓ headers ★ 0 cookies\n  ┌ ↑ raw ★ 90B\n{}  └\n  ┌ ↓ application/json ★ text ★ json ★ utf8 ★ 90B\n{}  └\n  1. Status code is 200\n",
            case.status,
            boxed(DECOY),
            boxed(&pretty(&case.body))
        ))
    }),
    full("a fetch, then its body", |case| {
        text(format!(
            "Response {{\n  status: {},\n  statusText: 'Oops',\n  headers: Headers {{ 'content-type': 'application/json' }},\n  body: ReadableStream {{ locked: false, state: 'readable' }},\n  ok: false,\n  url: 'https://api.example.com/v1/x'\n}}\n{}\n",
            case.status, case.body
        ))
    }),
    full("a message of .NET, then its body", |case| {
        text(format!(
            "StatusCode: {}, ReasonPhrase: 'Oops', Version: 1.1, Content: System.Net.Http.HttpConnectionResponseContent, Headers:\r\n{{\r\n  Server: nginx\r\n  Content-Type: application/json\r\n}}\r\n{}\r\n",
            case.status, case.body
        ))
    }),
    full("PowerShell, asked for the body", |case| {
        text(format!(
            "PS C:\\app> Invoke-RestMethod -Uri https://api.example.com/v1/x -Headers @{{'x-api-key'='{}'}} -Body '{DECOY}'\r\nInvoke-RestMethod : The remote server returned an error: ({}) Oops.\r\nAt line:1 char:1\r\nPS C:\\app> $_.ErrorDetails.Message\r\n{}\r\n",
            SECRETS[0], case.status, case.body
        ))
    }),
    full("an exception of Spring", |case| {
        text(format!(
            "org.springframework.web.client.HttpClientErrorException: {} Bad Request: \"{}\"\n\tat org.springframework.web.client.HttpClientErrorException.create(HttpClientErrorException.java:106)\n",
            case.status,
            pretty(&case.body).replace('\n', "<EOL>")
        ))
    }),
    full("with numbers in front", |case| {
        let lines = format!(
            "{}{}",
            http1(case).replace("\r\n", "\n"),
            pretty(&case.body)
        );
        let lines = lines.lines().enumerate();
        text(
            lines
                .map(|(at, line)| format!("{:6}\t{line}\n", at + 1))
                .collect(),
        )
    }),
    bare("a page with the body in it", |case| {
        let body = pretty(&case.body)
            .replace('&', "&amp;")
            .replace('"', "&quot;");
        text(format!(
            "<!DOCTYPE html>\n<html><body><h2>Answer</h2><pre class=\"x\">{body}</pre></body></html>\n"
        ))
    }),
    bare("journald's bytes", |case| {
        let message = format!("\u{1b}[31mupstream said: {}\u{1b}[0m", case.body);
        text(json!({"PRIORITY": "3", "MESSAGE": message.as_bytes()}).to_string() + "\n")
    }),
    full("curl --raw", |case| {
        let body = case.body.to_string();
        text(format!(
            "{}transfer-encoding: chunked\r\n\r\n{:x}\r\n{body}\r\n0\r\n\r\n",
            http1(case).trim_end_matches("\r\n").to_owned() + "\r\n",
            body.len()
        ))
    }),
    full("curl -w, glued", |case| {
        text(format!("{}{}", case.body, case.status))
    }),
    full("curl -w, a line", |case| {
        text(format!("{}\n{}\n", case.body, case.status))
    }),
    full("curl -w, own words", |case| {
        text(format!("{}\nstatus={} time=0.21\n", case.body, case.status))
    }),
    full("curl -w %{json}", |case| {
        let report = json!({"http_code": case.status, "response_code": case.status, "url_effective": "https://api.example.com/v1/x",
            "content_type": "application/json", "errormsg": null, "num_headers": 7, "time_total": 0.21, "curl_version": "libcurl/8.5.0"});
        text(format!("{}{report}", case.body))
    }),
    full("curl --fail-with-body", |case| {
        text(format!(
            "curl: (22) The requested URL returned error: {}\n{}",
            case.status, case.body
        ))
    }),
    full("a proxy first", |case| {
        text(format!(
            "HTTP/1.1 200 Connection established\r\n\r\n{}{}",
            http1(case),
            case.body
        ))
    }),
    full("100 first", |case| {
        text(format!(
            "HTTP/1.1 100 Continue\r\n\r\n{}{}",
            http1(case),
            case.body
        ))
    }),
    full("a redirect first", |case| {
        text(format!(
            "HTTP/1.1 301 Moved Permanently\r\nLocation: https://api.example.com/v1/x\r\nContent-Length: 0\r\n\r\n{}{}",
            http1(case),
            case.body
        ))
    }),
    full("three tries", |case| {
        text(format!("{}{}", http1(case), case.body).repeat(3))
    }),
    full("a prompt and its command", |case| {
        text(format!(
            "ana@web-1:~/app$ curl -si https://api.example.com/v1/x -H 'x-api-key: {}' \\\n  -H \"Authorization: Bearer {}\" -d '{DECOY}'\n{}{}\nana@web-1:~/app$ ",
            SECRETS[0],
            SECRETS[1],
            http1(case),
            case.body
        ))
    }),
    full("HTTPie -v", httpie),
    full("HTTPie, in colours", |case| {
        let head = format!(
            "\u{1b}[34mHTTP\u{1b}[39;49;00m/\u{1b}[34m1.1\u{1b}[39;49;00m \u{1b}[34m{}\u{1b}[39;49;00m \u{1b}[36mOops\u{1b}[39;49;00m\n\u{1b}[36mcontent-type\u{1b}[39;49;00m: application/json\n\n",
            case.status
        );
        text(head + &coloured(&pretty(&case.body)))
    }),
    full("wget -S", |case| {
        let head = http1(case).replace("\r\n", "\n");
        let head: String = head
            .trim_end()
            .lines()
            .map(|line| format!("  {line}\n"))
            .collect();
        text(format!(
            "--2026-11-18 09:41:27--  https://api.example.com/v1/x\nConnecting to api.example.com:443... connected.\nHTTP request sent, awaiting response... \n{head}Saving to: ‘STDOUT’\n{}\n     0K                                                       100% 90.2M=0s\n\n2026-11-18 09:41:27 ERROR {}: Oops.\n",
            case.body, case.status
        ))
    }),
    full("HAR, text", |case| {
        text(pretty(&har(
            case,
            json!({"size": 9, "mimeType": "application/json", "text": case.body.to_string()}),
        )))
    }),
    full("HAR, base64", |case| {
        let packed = base64::engine::general_purpose::STANDARD.encode(case.body.to_string());
        text(har(case, json!({"size": 9, "mimeType": "application/json", "encoding": "base64", "text": packed})).to_string())
    }),
    full("Postman", |case| {
        let header: Vec<Value> = case
            .headers
            .iter()
            .map(|(name, value)| json!({"key": name, "value": value}))
            .collect();
        text(pretty(
            &json!({"name": "failing call", "status": "Oops", "code": case.status, "header": header, "cookie": [],
            "originalRequest": {"method": "POST", "url": {"raw": "https://api.example.com/v1/x"},
                "header": [{"key": "Authorization", "value": format!("Bearer {}", SECRETS[1])}], "body": {"mode": "raw", "raw": DECOY}},
            "_postman_previewlanguage": "json", "body": case.body.to_string()}),
        ))
    }),
    full("an axios error", |case| {
        text(languages::node(
            &json!({"message": format!("Request failed with status code {}", case.status), "name": "AxiosError", "code": "ERR_BAD_REQUEST",
            "config": {"url": "https://api.example.com/v1/x", "method": "post", "headers": {"x-api-key": SECRETS[0]}, "data": DECOY},
            "response": {"status": case.status, "statusText": "Oops", "headers": headers(case), "data": case.body}}),
        ))
    }),
    full("a Lambda proxy", |case| {
        text(json!({"statusCode": case.status, "headers": headers(case), "body": case.body.to_string(), "isBase64Encoded": false}).to_string())
    }),
    bare("docker's json-file", |case| {
        let log = format!("upstream said: {}\n", case.body);
        text(
            json!({"log": log, "stream": "stderr", "time": "2026-11-18T09:41:27.331442190Z"})
                .to_string()
                + "\n",
        )
    }),
    full("an exception of Python", |case| {
        text(format!(
            "Traceback (most recent call last):\n  File \"send.py\", line 412, in <module>\n    client.send()\nacme.APIStatusError: Error code: {} - {}\n",
            case.status,
            languages::python(&case.body)
        ))
    }),
    bare("a string", |case| text(nested(case, 1))),
    bare("a string in a string", |case| text(nested(case, 2))),
    bare("three strings deep", |case| text(nested(case, 3))),
    bare("four strings deep", |case| text(nested(case, 4))),
    bare("quotes as code points", |case| {
        text(format!(
            "msg={}",
            nested(case, 1).replace("\\\"", "\\u0022")
        ))
    }),
    bare("CRI, a line", |case| {
        text(format!(
            "2026-11-18T09:41:27.331442190Z stderr F upstream said {}\n",
            case.body
        ))
    }),
    bare("CRI, in parts", |case| {
        let parts: String = chunks(&case.body.to_string(), 40)
            .iter()
            .map(|part| format!("2026-11-18T09:41:27.331442190Z stderr P {part}\n"))
            .collect();
        text(parts + "2026-11-18T09:41:27.331442190Z stderr F \n")
    }),
    bare("journald", |case| {
        text(prefixed(
            &format!("request failed\n{}", case.body),
            "Nov 18 09:41:27 web-1 app[17]: ",
        ))
    }),
    bare("GitHub Actions", |case| {
        text(prefixed(
            &pretty(&case.body),
            "2026-11-18T09:41:27.1234567Z ",
        ))
    }),
    bare("docker compose", |case| {
        text(prefixed(&pretty(&case.body), "web-1  | "))
    }),
    bare("a quoted mail", |case| {
        text(format!(
            "On Wed, Ana wrote:\n{}",
            prefixed(&pretty(&case.body), "> ")
        ))
    }),
    bare("a mail quoted twice", |case| {
        text(prefixed(&pretty(&case.body), "> > "))
    }),
    bare("HTML entities", |case| {
        let body = case
            .body
            .to_string()
            .replace('&', "&amp;")
            .replace('"', "&quot;")
            .replace('\'', "&#39;")
            .replace('<', "&lt;")
            .replace('>', "&gt;");
        text(format!("<pre>{body}</pre>\n"))
    }),
    bare("a chat's fence", |case| {
        text(format!(
            "what does this mean?\n```json\n{}\n```\nthanks!\n",
            pretty(&case.body)
        ))
    }),
    bare("a chat's quotes", |case| {
        // Only quotes that JSON itself wrote are made curly: others are part of the text.
        let body = case.body.to_string();
        let mut is_open = false;
        (!body.contains("\\\"")).then(|| {
            body.chars()
                .map(|c| {
                    if c == '"' {
                        is_open = !is_open;
                        if is_open { '“' } else { '”' }
                    } else {
                        c
                    }
                })
                .collect::<String>()
                .into_bytes()
        })
    }),
    bare("SSE", |case| {
        text(format!(
            ": ping\n\nevent: error\nid: 7\ndata: {}\n\nevent: done\ndata: [DONE]\n\n",
            case.body
        ))
    }),
    bare("Python's repr", |case| text(languages::python(&case.body))),
    bare("Python's bytes", |case| {
        let body = case
            .body
            .to_string()
            .replace('\\', "\\\\")
            .replace('\'', "\\'");
        body.is_ascii().then(|| format!("b'{body}'\n").into_bytes())
    }),
    bare("Node's inspect", |case| text(languages::node(&case.body))),
    bare("a Ruby hash", |case| text(languages::ruby(&case.body))),
    bare("a Go map", |case| {
        Some(languages::go(&case.body)?.into_bytes())
    }),
    bare("PHP's print_r", |case| {
        Some(languages::php(&case.body)?.into_bytes())
    }),
    bare("Java's Map", |case| {
        Some(languages::java(&case.body)?.into_bytes())
    }),
    bare("UTF-8 with a mark", |case| {
        text(format!("\u{feff}{}", case.body))
    }),
    bare("UTF-16 LE with a mark", |case| {
        Some(utf16(case, u16::to_le_bytes, "\u{feff}"))
    }),
    bare("UTF-16 BE with a mark", |case| {
        Some(utf16(case, u16::to_be_bytes, "\u{feff}"))
    }),
    bare("UTF-16 LE", |case| Some(utf16(case, u16::to_le_bytes, ""))),
    bare("UTF-16 BE", |case| Some(utf16(case, u16::to_be_bytes, ""))),
    bare("Latin-1", |case| {
        let body = format!("réponse du service, échec :\n{}\n", case.body);
        body.chars()
            .map(|c| u8::try_from(u32::from(c)).ok())
            .collect()
    }),
    bare("NUL bytes", |case| {
        let body = case.body.to_string().into_bytes();
        Some(
            body.chunks(24)
                .flat_map(|part| [part, b"\0"].concat())
                .collect(),
        )
    }),
    bare("gzip", |case| {
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        packer.write_all(case.body.to_string().as_bytes()).ok()?;
        packer.finish().ok()
    }),
    bare("jq's colours", |case| text(coloured(&pretty(&case.body)))),
    bare("UTF-32 LE with a mark", |case| {
        let body = format!("\u{feff}{}", case.body);
        Some(
            body.chars()
                .flat_map(|c| u32::from(c).to_le_bytes())
                .collect(),
        )
    }),
    bare("base64, folded", |case| {
        let base64 = base64::engine::general_purpose::STANDARD.encode(error(case)?);
        text(chunks(&base64, 76).join("\n") + "\n")
    }),
    bare("a form", |case| {
        let body = error(case)?.into_bytes().into_iter().map(|b| match b {
            b' ' => "+".to_owned(),
            b if b.is_ascii_alphanumeric() => char::from(b).to_string(),
            b => format!("%{b:02X}"),
        });
        text(format!("answer={}&x=1\n", body.collect::<String>()))
    }),
    bare("Go's bytes", |case| {
        let bytes = error(case)?.into_bytes().into_iter().map(|b| b.to_string());
        text(format!(
            "send failed: [{}]\n",
            bytes.collect::<Vec<_>>().join(" ")
        ))
    }),
    bare("Node's buffer", |case| {
        let bytes = error(case)?
            .into_bytes()
            .into_iter()
            .map(|b| format!("{b:02x}"));
        text(format!(
            "<Buffer {}>\n",
            bytes.collect::<Vec<_>>().join(" ")
        ))
    }),
    bare("nginx's escapes", |case| {
        let body = case
            .body
            .to_string()
            .replace('\\', "\\x5C")
            .replace('"', "\\x22");
        text(format!(
            "203.0.113.24 - - \"GET /v1/x HTTP/1.1\" \"{body}\"\n"
        ))
    }),
    bare("docker's json-file, in parts", |case| {
        let parts = chunks(&format!("upstream said: {}\n", case.body), 50);
        let lines = parts
            .iter()
            .map(|part| json!({"log": part, "stream": "stderr"}));
        text(lines.map(|line| format!("{line}\n")).collect())
    }),
    bare("the log of a run of GitHub Actions", |case| {
        text(prefixed(
            &pretty(&case.body),
            "send\tRun curl\t2026-11-18T09:41:27.1234567Z ",
        ))
    }),
    bare("a page of documentation that folds members", |case| {
        let body = pretty(&case.body);
        let lines = body.lines().map(|line| {
            let inner = line.trim_start();
            match inner.starts_with('"') {
                true => format!("- {inner}\n"),
                false => format!("{inner}\n"),
            }
        });
        text(lines.collect::<String>().replace("{\n- ", "{- "))
    }),
    bare("foreman", |case| {
        text(prefixed(&pretty(&case.body), "09:41:27 web.1  | "))
    }),
    bare("a difference of jest", |case| {
        text(format!(
            "    - Expected  - 1\n    + Received  + 9\n\n    - {{\"sent\": true}}\n{}",
            prefixed(&pretty(&case.body), "    + ")
        ))
    }),
    bare("a failure of pytest", |case| {
        text(format!(
            ">       assert r.ok\nE       AssertionError: no\n{}\ntest_x.py:4: AssertionError\n",
            prefixed(&pretty(&case.body), "E         ")
        ))
    }),
    full("resty's debug log", |case| {
        text(format!(
            "~~~ REQUEST ~~~\nPOST  /v1/x  HTTP/1.1\nHOST   : api.example.com\nHEADERS:\n\tX-Api-Key: {}\nBODY   :\n{DECOY}\n---------\n~~~ RESPONSE ~~~\nSTATUS       : {} Oops\nPROTO        : HTTP/2.0\nTIME DURATION: 9ms\nHEADERS      :\n{}BODY         :\n{}\n=========\n",
            SECRETS[0],
            case.status,
            prefixed(&fields(case, "", "\n"), "\t"),
            pretty(&case.body)
        ))
    }),
];

/// Gives a body that calls itself an error: only such a one is looked for in another alphabet.
fn error(case: &Case) -> Option<String> {
    let body = case.body.to_string();
    ["\"error", "\"detail"]
        .iter()
        .any(|name| body.contains(name))
        .then_some(body)
}

/// Gives a wrapper without the status.
const fn bare(name: &'static str, wrap: fn(&Case) -> Option<Vec<u8>>) -> Wrapper {
    Wrapper {
        name,
        has_status: false,
        wrap,
    }
}

/// Gives a wrapper with the status.
const fn full(name: &'static str, wrap: fn(&Case) -> Option<Vec<u8>>) -> Wrapper {
    Wrapper {
        name,
        has_status: true,
        wrap,
    }
}

/// Gives a text as bytes.
fn text(text: String) -> Option<Vec<u8>> {
    Some(text.into_bytes())
}

/// Gives JSON on many lines.
fn pretty(value: &Value) -> String {
    serde_json::to_string_pretty(value).unwrap()
}

/// Gives the header fields of a response as lines, each with a mark in front.
fn fields(case: &Case, mark: &str, end: &str) -> String {
    let mut lines = format!(
        "{mark}date: Wed, 18 Nov 2026 09:41:27 GMT{end}{mark}content-type: application/json; charset=utf-8{end}{mark}server: nginx{end}"
    );
    for (name, value) in &case.headers {
        let _ = write!(lines, "{mark}{}: {value}{end}", name.to_lowercase());
    }
    lines
}

/// Gives the head of a response in HTTP/1.1, with the empty line.
fn http1(case: &Case) -> String {
    format!(
        "HTTP/1.1 {} Oops\r\n{}\r\n",
        case.status,
        fields(case, "", "\r\n")
    )
}

/// Gives the head of a response in HTTP/2, as curl prints it.
fn http2(case: &Case) -> String {
    format!("HTTP/2 {} \n{}\n", case.status, fields(case, "", "\n"))
}

/// Gives the header fields of a response as an object.
fn headers(case: &Case) -> Value {
    let mut headers = json!({"content-type": "application/json"});
    for (name, value) in &case.headers {
        headers[name.to_lowercase()] = Value::from(value.as_str());
    }
    headers
}

/// Gives what `curl -v` prints on both streams.
fn curl_verbose(case: &Case) -> Option<Vec<u8>> {
    let body = case.body.to_string();
    text(format!(
        "*   Trying 203.0.113.24:443...\n  % Total    % Received % Xferd  Average Speed\r  0     0    0     0    0     0      0      0\r* Connected to api.example.com (203.0.113.24) port 443 (#0)\n\
         }} [512 bytes data]\n* TLSv1.3 (IN), TLS handshake, Finished (20):\n{{ [52 bytes data]\n* Server auth using Basic with user 'ana'\n\
         > POST /v1/x?token={} HTTP/1.1\n> Host: api.example.com\n> User-Agent: curl/7.88.1\n> x-api-key: {}\n> Authorization: Basic {}\n> Content-Length: 99\n> \n\
         }} [99 bytes data]\n< HTTP/1.1 {} Oops\n{}< \n{{ [{} bytes data]\n* Connection #0 to host api.example.com left intact\n{body}",
        SECRETS[2],
        SECRETS[0],
        SECRETS[3],
        case.status,
        fields(case, "< ", "\n"),
        body.len()
    ))
}

/// Gives what `curl -v` prints of an exchange in HTTP/2.
fn curl_verbose_http2(case: &Case) -> Option<Vec<u8>> {
    text(format!(
        "* using HTTP/2\n* [HTTP/2] [1] OPENED stream for https://api.example.com/v1/x\n* [HTTP/2] [1] [:method: GET]\n* [HTTP/2] [1] [x-api-key: {}]\n* [HTTP/2] [1] [authorization: Bearer {}]\n\
         > GET /v1/x HTTP/2\r\n> Host: api.example.com\r\n> x-api-key: {}\r\n> authorization: Bearer {}\r\n> \r\n< HTTP/2 {} \r\n{}< \r\n{}\n* Connection #0 to host api.example.com left intact\n",
        SECRETS[0],
        SECRETS[1],
        SECRETS[0],
        SECRETS[1],
        case.status,
        fields(case, "< ", "\r\n"),
        case.body
    ))
}

/// Gives what `curl --trace-ascii -` prints.
fn curl_trace(case: &Case) -> Option<Vec<u8>> {
    let mut trace = format!(
        "== Info:   Trying 203.0.113.24:443...\n=> Send header, 120 bytes (0x78)\n0000: GET /v1/x HTTP/1.1\n0014: Host: api.example.com\n002b: x-api-key: {}\n0050: \n",
        SECRETS[0]
    );
    let head = http1(case);
    for line in head.trim_end().split("\r\n").chain([""]) {
        let _ = write!(
            trace,
            "<= Recv header, {} bytes (0x{:x})\n0000: {line}\n",
            line.len() + 2,
            line.len() + 2
        );
    }
    let body = case.body.to_string();
    if !body.is_ascii() {
        return None;
    }
    let _ = writeln!(
        trace,
        "<= Recv data, {} bytes (0x{:x})",
        body.len(),
        body.len()
    );
    for (number, part) in chunks(&body, 64).iter().enumerate() {
        let _ = writeln!(trace, "{:04x}: {part}", 64 * number);
    }
    trace.push_str("== Info: Connection #0 to host api.example.com left intact\n");
    text(trace)
}

/// Gives what `curl --trace` writes: bytes in columns, the request's body among them.
fn curl_bytes(case: &Case) -> Option<Vec<u8>> {
    let dump = |bytes: &[u8]| -> String {
        let lines = bytes.chunks(16).enumerate().map(|(number, part)| {
            let columns: String = part.iter().map(|b| format!("{b:02x} ")).collect();
            let shown: String = part
                .iter()
                .map(|b| {
                    if b.is_ascii_graphic() || *b == b' ' {
                        char::from(*b)
                    } else {
                        '.'
                    }
                })
                .collect();
            format!("{:04x}: {columns:<48}{shown}\n", 16 * number)
        });
        lines.collect()
    };
    let mut trace = format!("=> Send data, 90 bytes (0x5a)\n{}", dump(DECOY.as_bytes()));
    let head = http1(case);
    for line in head.trim_end().split("\r\n").chain([""]) {
        trace += &format!(
            "<= Recv header, 9 bytes (0x9)\n{}",
            dump(format!("{line}\r\n").as_bytes())
        );
    }
    trace += &format!(
        "<= Recv data, 90 bytes (0x5a)\n{}",
        dump(case.body.to_string().as_bytes())
    );
    text(trace + "== Info: Connection #0 to host api.example.com left intact\n")
}

/// Gives what `http -v` prints: the request first, whose body looks like another API's error.
fn httpie(case: &Case) -> Option<Vec<u8>> {
    text(format!(
        "POST /v1/x HTTP/1.1\nAccept: application/json, */*;q=0.5\nAuthorization: Bearer {}\nContent-Type: application/json\nHost: api.example.com\nUser-Agent: HTTPie/3.2.4\n\n{DECOY}\n\n\n{}{}\n\n\n",
        SECRETS[1],
        http1(case).replace("\r\n", "\n"),
        pretty(&case.body)
    ))
}

/// Gives a HAR with a good exchange and the failing one.
fn har(case: &Case, content: Value) -> Value {
    let request = json!({"method": "POST", "url": "https://api.example.com/v1/x", "httpVersion": "h2",
        "headers": [{"name": "x-api-key", "value": SECRETS[0]}, {"name": "Cookie", "value": format!("session_id={}", SECRETS[2])}],
        "postData": {"mimeType": "application/json", "text": DECOY}});
    let fields: Vec<Value> = case
        .headers
        .iter()
        .map(|(name, value)| json!({"name": name, "value": value}))
        .collect();
    json!({"log": {"version": "1.2", "creator": {"name": "WebInspector", "version": "537.36"}, "entries": [
        {"startedDateTime": "2026-11-18T09:41:27.318Z", "time": 84.1, "request": request,
            "response": {"status": 200, "statusText": "OK", "headers": [], "content": {"size": 4, "mimeType": "text/html", "text": "<html></html>"}}},
        {"startedDateTime": "2026-11-18T09:41:28.318Z", "time": 84.1, "request": request,
            "response": {"status": case.status, "statusText": "Oops", "headers": fields, "content": content}},
    ]}})
}

/// Gives the body as a JSON string in a JSON string, so many times.
fn nested(case: &Case, depth: usize) -> String {
    (0..depth).fold(case.body.to_string(), |body, _| {
        Value::String(body).to_string()
    })
}

/// Gives each line with a mark in front.
fn prefixed(text: &str, mark: &str) -> String {
    text.lines().map(|line| format!("{mark}{line}\n")).collect()
}

/// Gives a text in parts of so many characters.
fn chunks(text: &str, length: usize) -> Vec<String> {
    let chars: Vec<char> = text.chars().collect();
    chars
        .chunks(length)
        .map(|part| part.iter().collect())
        .collect()
}

/// Gives JSON the way `jq -C` prints it.
fn coloured(text: &str) -> String {
    let mut written = String::new();
    let mut is_inside = false;
    let mut is_escaped = false;
    for c in text.chars() {
        if c == '"' && !is_escaped {
            is_inside = !is_inside;
            written.push_str(if is_inside {
                "\u{1b}[0;32m\""
            } else {
                "\"\u{1b}[0m"
            });
        } else if !is_inside && "{}[],:".contains(c) {
            let _ = write!(written, "\u{1b}[1;39m{c}\u{1b}[0m");
        } else {
            written.push(c);
        }
        is_escaped = c == '\\' && !is_escaped;
    }
    written
}

/// Gives the body in UTF-16.
fn utf16(case: &Case, order: fn(u16) -> [u8; 2], mark: &str) -> Vec<u8> {
    format!("{mark}{}\r\n", case.body)
        .encode_utf16()
        .flat_map(order)
        .collect()
}
