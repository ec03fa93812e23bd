//! What clients print in a form of their own, turned into the form of an HTTP exchange: traces of curl, OkHttp's log, newman, resty.

use super::http;

/// How many columns of a trace the bytes take that stand before the text.
const HEX: usize = 48;

/// Returns a text in the form of an exchange; nothing where it is in none of these dialects.
pub(super) fn plain(text: &str) -> Option<String> {
    if text.contains("=> Send ") || text.contains("<= Recv ") {
        return Some(trace(text));
    }
    if text.contains("--> END ") || text.contains("<-- END HTTP") {
        return Some(okhttp(text));
    }
    if text.contains("┌ ↓") {
        return Some(newman(text));
    }
    text.contains("~~~ RESPONSE ~~~").then(|| resty(text))
}

/// What a part of a trace is.
#[derive(Clone, Copy, PartialEq)]
enum Part {
    Other,
    Sent,
    Received,
    Data,
}

/// Turns `curl --trace-ascii` and `curl --trace` into the form of `curl -v`.
fn trace(text: &str) -> String {
    let begins = [
        ("=> Send header", Part::Sent),
        ("<= Recv header", Part::Received),
        ("<= Recv data", Part::Data),
        ("=> Send data", Part::Other),
        ("== Info", Part::Other),
        ("=> Send SSL", Part::Other),
        ("<= Recv SSL", Part::Other),
    ];
    let mut plain = String::with_capacity(text.len());
    let mut part = Part::Other;
    let mut bytes: Vec<u8> = Vec::new();
    for line in text.lines() {
        // With --trace-time a line begins with the time of day.
        let head = line.trim_start_matches(|c: char| c.is_ascii_digit() || ":. ".contains(c));
        if let Some((_, next)) = begins.iter().find(|(mark, _)| head.starts_with(mark)) {
            flush(part, &mut bytes, &mut plain);
            if part == Part::Data && *next != Part::Data {
                plain.push('\n');
            }
            part = *next;
            continue;
        }
        let Some(content) = content(line) else {
            plain.push_str(line);
            plain.push('\n');
            continue;
        };
        if let Some(read) = hex(content) {
            bytes.extend(read);
            continue;
        }
        match part {
            Part::Sent | Part::Received => {
                plain.push_str(if part == Part::Sent { "> " } else { "< " });
                plain.push_str(content);
                plain.push('\n');
            }
            Part::Data => plain.push_str(content),
            Part::Other => {}
        }
    }
    flush(part, &mut bytes, &mut plain);
    plain
}

/// Adds the bytes of a part that is over.
fn flush(part: Part, bytes: &mut Vec<u8>, plain: &mut String) {
    let read = std::mem::take(bytes);
    if read.is_empty() {
        return;
    }
    let text = String::from_utf8_lossy(&read);
    let mark = match part {
        Part::Sent => "> ",
        Part::Received => "< ",
        Part::Data => return plain.push_str(&text),
        Part::Other => return,
    };
    for line in text.lines() {
        plain.push_str(mark);
        plain.push_str(line.trim_end());
        plain.push('\n');
    }
}

/// Returns what comes after the offset of a line of a trace, `0040: ...`.
fn content(line: &str) -> Option<&str> {
    let offset = line.get(..4)?;
    offset
        .bytes()
        .all(|b| b.is_ascii_hexdigit())
        .then_some(())?;
    let rest = line[4..].strip_prefix(':')?;
    Some(rest.strip_prefix(' ').unwrap_or(rest))
}

/// Reads the bytes of a line of `curl --trace`: pairs of digits in columns, the same as text after them.
fn hex(content: &str) -> Option<Vec<u8>> {
    let columns = content.get(..HEX)?;
    let pairs = columns.trim_end().split(' ');
    let bytes: Option<Vec<u8>> = pairs
        .map(|pair| {
            let is_pair = pair.len() == 2;
            is_pair.then(|| u8::from_str_radix(pair, 16).ok())?
        })
        .collect();
    // As many characters of text as bytes: words in columns are no bytes.
    bytes.filter(|bytes| content[HEX..].trim_start_matches(' ').chars().count() <= bytes.len())
}

/// Turns the log of OkHttp into exchanges: `--> POST url`, `<-- 401 url (9ms)`.
fn okhttp(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    // What a logger puts before each line.
    let mut front = 0;
    for line in text.lines() {
        let mark = ["--> ", "<-- "].iter().find_map(|mark| line.find(mark));
        if let Some(at) = mark.filter(|at| *at == 0 || line[..*at].ends_with(": ")) {
            front = at;
        }
        let is_fronted = front > 0 && line.get(..front).is_some_and(|f| f.ends_with(": "));
        let line = if is_fronted { &line[front..] } else { line };
        if let Some(sent) = line.strip_prefix("--> ") {
            let mut words = sent.split(' ');
            let target = (words.next(), words.next());
            if let (Some(method), Some(url)) = target
                && method != "END"
            {
                plain.push_str(&format!("{method} {url} HTTP/1.1"));
            }
        } else if let Some(received) = line.strip_prefix("<-- ") {
            let head = format!("HTTP/1.1 {received}");
            if http::status_line(&head).is_some() {
                plain.push_str(&head);
            }
        } else {
            plain.push_str(line);
        }
        plain.push('\n');
    }
    plain
}

/// Turns what `newman --verbose` prints into exchanges: the status comes before what was sent and received.
fn newman(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut head = String::new();
    for line in text.lines() {
        let bare = line.trim();
        if bare.contains(" ★ ") && bare.starts_with(|c: char| c.is_ascii_digit()) {
            let words = bare.split(" ★ ").next().unwrap_or_default();
            head = format!("HTTP/1.1 {words}\n\n");
        } else if bare.starts_with("┌ ↑") {
            plain.push_str("POST * HTTP/1.1\n\n");
        } else if bare.starts_with("┌ ↓") {
            plain.push_str(&head);
        } else if bare != "└" {
            plain.push_str(line);
            plain.push('\n');
        }
    }
    plain
}

/// Turns what resty prints for debugging into exchanges: `STATUS : 401 Unauthorized`, `HOST : a.example`.
fn resty(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for line in text.lines() {
        let (name, value) = line.split_once(':').unwrap_or((line, ""));
        let value = value.trim();
        match name.trim_end() {
            "STATUS" => plain.push_str(&format!("HTTP/1.1 {value}")),
            "HOST" => plain.push_str(&format!("Host: {value}")),
            // An empty line ends the header fields.
            "BODY" => {}
            "HEADERS" | "PROTO" | "RECEIVED AT" | "TIME DURATION" => continue,
            mark if mark.starts_with("~~~")
                || mark.starts_with("---")
                || mark.starts_with("===") =>
            {
                continue;
            }
            _ => plain.push_str(line.trim_start_matches('\t')),
        }
        plain.push('\n');
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn a_trace_reads_like_a_verbose_run() {
        let trace = "== Info: Connected\n=> Send header, 20 bytes (0x14)\n0000: GET / HTTP/1.1\n0010: Host: a.example\n001f: \n<= Recv header, 9 bytes (0x9)\n0000: HTTP/1.1 404 Not Found\n<= Recv header, 2 bytes (0x2)\n0000: \n<= Recv data, 80 bytes (0x50)\n0000: {\"error\":\"Event 'we\n0040: lcome' not found\"}\n== Info: Connection left intact\n";
        assert_eq!(
            plain(trace).unwrap(),
            "> GET / HTTP/1.1\n> Host: a.example\n> \n< HTTP/1.1 404 Not Found\n< \n{\"error\":\"Event 'welcome' not found\"}\n"
        );
    }

    #[test]
    fn a_trace_in_bytes_reads_alike() {
        let line = |offset: usize, text: &str| {
            let bytes: String = text.bytes().map(|b| format!("{b:02x} ")).collect();
            format!(
                "{offset:04x}: {bytes:<48}{}\n",
                text.replace(['\r', '\n'], ".")
            )
        };
        let trace = [
            "=> Send data, 4 bytes (0x4)\n".to_owned(),
            line(0, "{\"a\""),
            "<= Recv header, 24 bytes (0x18)\n".to_owned(),
            line(0, "HTTP/1.1 404 Not"),
            line(16, " Found\r\n"),
            "<= Recv header, 2 bytes (0x2)\n".to_owned(),
            line(0, "\r\n"),
            "<= Recv data, 20 bytes (0x14)\n".to_owned(),
            line(0, "{\"error\":\"Messag"),
            line(16, "e\"}\n"),
        ];
        assert_eq!(
            plain(&trace.concat()).unwrap(),
            "< HTTP/1.1 404 Not Found\n< \n{\"error\":\"Message\"}\n"
        );
    }

    #[test]
    fn okhttps_log_reads_like_exchanges() {
        for front in ["", "D/OkHttp: "] {
            let log = [
                "--> POST https://a.example/x h2",
                "A: b",
                "",
                "{\"p\":1}",
                "--> END POST (7-byte body)",
                "<-- 404 https://a.example/x (9ms)",
                "C: d",
                "",
                "{\"r\":1}",
                "<-- END HTTP (7-byte body)",
            ]
            .map(|line| format!("{front}{line}\n"))
            .concat();
            assert_eq!(
                plain(&log).unwrap(),
                "POST https://a.example/x HTTP/1.1\nA: b\n\n{\"p\":1}\n\nHTTP/1.1 404 https://a.example/x (9ms)\nC: d\n\n{\"r\":1}\n\n"
            );
        }
    }

    #[test]
    fn what_newman_sent_and_received_is_told_apart() {
        let run = "→ send\n  POST https://a.example/x\n  404 Not Found ★ 9ms time ★ 7B↑ 7B↓ size\n  ┌ ↑ raw ★ 7B\n{\"p\":1}\n  └\n  ┌ ↓ application/json ★ 7B\n{\"r\":1}\n  └\n";
        assert_eq!(
            plain(run).unwrap(),
            "→ send\n  POST https://a.example/x\nPOST * HTTP/1.1\n\n{\"p\":1}\nHTTP/1.1 404 Not Found\n\n{\"r\":1}\n"
        );
    }

    #[test]
    fn what_resty_prints_for_debugging_reads_like_exchanges() {
        let log = "~~~ REQUEST ~~~\nPOST  /x  HTTP/1.1\nHOST   : a.example\nHEADERS:\n\tA: b\nBODY   :\n{\n   \"p\": 1\n}\n------\n~~~ RESPONSE ~~~\nSTATUS       : 404 Not Found\nPROTO        : HTTP/2.0\nHEADERS      :\n\tC: d\nBODY         :\n{\n   \"r\": 1\n}\n======\n";
        assert_eq!(
            plain(log).unwrap(),
            "POST  /x  HTTP/1.1\nHost: a.example\nA: b\n\n{\n   \"p\": 1\n}\nHTTP/1.1 404 Not Found\nC: d\n\n{\n   \"r\": 1\n}\n"
        );
    }
}
