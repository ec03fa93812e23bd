//! `errdoc run`: runs a command as it is, and explains what fails on standard error.

use std::ffi::{OsStr, OsString};
use std::io::{self, Read, Write};
use std::path::Path;
use std::process::{Command, ExitStatus, Stdio};
use std::thread;

use errdoc::diagnose::{Certainty, Diagnosis, Engine, Outcome, Report};
use errdoc::input::decode;
use errdoc::sanitize::safe_line;

use super::{Call, Output, Trouble, World, reason};
use crate::cli::{Format, Run};
use crate::render::{json, markdown, text};

/// How much of the beginning and of the end of a stream is kept.
const MAX_KEPT: usize = 1024 * 1024;

/// What precedes the facts that curl is asked for.
const MARK: &[u8] = b"\n\x1eerrdoc\x1e";

/// The header fields that curl is asked for.
const FIELDS: [&str; 6] = [
    "date",
    "retry-after",
    "content-type",
    "server",
    "request-id",
    "x-request-id",
];

/// Runs the command.
pub(super) fn run(args: &Run, call: Call<'_>, world: &mut World<'_>) -> Result<Output, Trouble> {
    let Call { catalog, only, .. } = call;
    let format = call.form("run")?;
    let Some((program, rest)) = args.command.split_first() else {
        return Ok(Output::default());
    };
    let mut command = Command::new(program);
    command.args(rest);
    let is_curl = is_curl(program, rest);
    if is_curl {
        command.arg("--write-out").arg(wanted());
        if world.streams.is_terminal {
            // It would draw a progress bar now that its output is not the terminal itself.
            command.arg("--no-progress-meter");
        }
    }
    let child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    let mut child = match child {
        Ok(child) => child,
        Err(error) => return Ok(unstarted(program, &error)),
    };
    let (stdout, stderr) = (child.stdout.take(), child.stderr.take());
    let mut error_stream = (world.streams.stderr)();
    let mark = if is_curl { MARK } else { &[] };
    let (out, err) = thread::scope(|scope| {
        let err = scope.spawn(|| stderr.map(|stream| pass(stream, &mut error_stream, mark)));
        let out = stdout.map(|stream| pass(stream, &mut *world.streams.out, &[]));
        (
            out.unwrap_or_default(),
            err.join().ok().flatten().unwrap_or_default(),
        )
    });
    let status = child
        .wait()
        .map_err(|error| Trouble::Input(format!("cannot wait for the command: {error}")))?;
    let engine = Engine::new(catalog, only)?;
    let bytes = exchange(&err.after, &out.kept, &err.kept);
    let input = decode(&bytes);
    let report = engine.diagnose_text(&input);
    let mut output = Output {
        exit: code(status),
        ..Output::default()
    };
    // What curl itself says about its response is not a guess.
    let is_told = !err.after.is_empty();
    if is_worth_telling(&report, status, is_told) {
        output.stderr = match format {
            Format::Json => json::report(&report),
            Format::Markdown => markdown::report(&report),
            _ => {
                // A blank line, also after a line that the command left open.
                let is_open = |kept: &[u8]| kept.last().is_some_and(|last| *last != b'\n');
                let gap = match is_open(&out.kept) || is_open(&err.kept) {
                    true => "\n\n",
                    false => "\n",
                };
                format!("{gap}{}", text::report(&report, world.error_look))
            }
        };
    }
    Ok(output)
}

/// Returns true if the explanation is worth more than the silence: after a failure whatever is known, else errors only
/// that an API surely told, or whose status is told by the program itself.
fn is_worth_telling(report: &Report<'_>, status: ExitStatus, is_told: bool) -> bool {
    let is_sure = |d: &Diagnosis<'_>| {
        let is_failure = d.http_status.is_some_and(|status| status >= 400);
        is_told && is_failure || matches!(d.certainty, Certainty::Certain | Certainty::Likely)
    };
    let mut diagnoses = report.diagnoses.iter();
    match status.success() {
        true => report.outcome != Outcome::Success && diagnoses.any(is_sure),
        false => !report.diagnoses.is_empty(),
    }
}

/// Returns what is said where a command cannot be started; the statuses are those of shells.
fn unstarted(program: &OsStr, error: &io::Error) -> Output {
    let name = safe_line(&program.to_string_lossy());
    let exit = match error.kind() {
        io::ErrorKind::NotFound => 127,
        _ => 126,
    };
    Output::failure(
        format!("errdoc: cannot run {name}: {}\n", reason(error)),
        exit,
    )
}

/// Returns the exit status of a command as a shell gives it.
fn code(status: ExitStatus) -> u8 {
    #[cfg(unix)]
    if let Some(signal) = std::os::unix::process::ExitStatusExt::signal(&status) {
        return u8::try_from(128 + signal).unwrap_or(u8::MAX);
    }
    let code = status.code().unwrap_or(1);
    u8::try_from(code).unwrap_or(1)
}

/// Returns true if a command is curl, and nobody else asks it for facts after the transfer.
fn is_curl(program: &OsStr, args: &[OsString]) -> bool {
    let name = Path::new(program).file_stem();
    let is_asked = |arg: &OsString| {
        let arg = arg.to_string_lossy();
        arg.starts_with("--write-out")
            || ["--config", "--version", "--help", "--manual"].contains(&arg.as_ref())
            || arg.starts_with('-') && !arg.starts_with("--") && arg.contains(['w', 'K', 'V', 'h'])
    };
    name.is_some_and(|name| name == "curl") && !args.iter().any(is_asked)
}

/// Returns what curl is asked to write to standard error after the transfer.
fn wanted() -> String {
    let fields = FIELDS.map(|name| format!("< {name}: %header{{{name}}}\n"));
    format!(
        "%{{stderr}}\n\u{1e}errdoc\u{1e}url: %{{url_effective}}\n< HTTP/%{{http_version}} %{{response_code}}\n{}",
        fields.concat()
    )
}

/// What passed through a stream.
#[derive(Debug, Default)]
struct Passed {
    /// Its beginning and its end.
    kept: Vec<u8>,
    /// What came after the mark, which is not passed on.
    after: Vec<u8>,
}

/// Passes a stream on as it comes, up to a mark, and keeps what there is to diagnose.
fn pass(mut from: impl Read, to: &mut (impl Write + ?Sized), mark: &[u8]) -> Passed {
    let mut passed = Passed::default();
    let mut buffer = vec![0; 16 * 1024];
    let mut held: Vec<u8> = Vec::new();
    let mut is_marked = false;
    loop {
        let length = match from.read(&mut buffer) {
            Ok(0) => break,
            Ok(length) => length,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(_) => break,
        };
        if is_marked {
            passed.after.extend_from_slice(&buffer[..length]);
            continue;
        }
        held.extend_from_slice(&buffer[..length]);
        if !mark.is_empty()
            && let Some(at) = held.windows(mark.len()).position(|part| part == mark)
        {
            passed.after = held.split_off(at)[mark.len()..].to_vec();
            is_marked = true;
        }
        // The beginning of a mark may be the end of what was read.
        let open = (1..mark.len().min(held.len() + 1))
            .rev()
            .find(|length| held.ends_with(&mark[..*length]));
        let ready = held.len() - if is_marked { 0 } else { open.unwrap_or(0) };
        passed.send(&held[..ready], to);
        held.drain(..ready);
    }
    passed.send(&held, to);
    passed
}

impl Passed {
    /// Passes bytes on and keeps them. A reader that went away changes nothing about the diagnosis.
    fn send(&mut self, bytes: &[u8], to: &mut (impl Write + ?Sized)) {
        let _ = to.write_all(bytes).and_then(|()| to.flush());
        self.kept.extend_from_slice(bytes);
        if self.kept.len() > 4 * MAX_KEPT {
            let end = self.kept.split_off(self.kept.len() - MAX_KEPT);
            self.kept.truncate(MAX_KEPT);
            self.kept.extend_from_slice(&end);
        }
    }
}

/// Returns what is diagnosed: what was printed, after the facts of the exchange where they are known.
fn exchange(facts: &[u8], stdout: &[u8], stderr: &[u8]) -> Vec<u8> {
    let facts = String::from_utf8_lossy(facts);
    let mut text = String::new();
    if let Some(facts) = facts.strip_prefix("url: ")
        && let Some((url, head)) = facts.split_once('\n')
        && let Some((_, rest)) = url.split_once("://")
        && !head.contains(" 000\n")
    {
        let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
        text = format!("> GET /{path} HTTP/1.1\n> Host: {host}\n>\n");
        // What an older curl does not know it prints as it is; what was not sent is empty.
        let lines = head
            .lines()
            .filter(|line| !line.contains("%header") && !line.ends_with(": "));
        for line in lines {
            text.push_str(line);
            text.push('\n');
        }
        text.push_str("<\n");
    }
    let mut bytes = text.into_bytes();
    bytes.extend_from_slice(stdout);
    if !stdout.is_empty() && !stdout.ends_with(b"\n") {
        bytes.push(b'\n');
    }
    bytes.extend_from_slice(stderr);
    bytes
}

#[cfg(test)]
mod tests {
    use std::ffi::{OsStr, OsString};

    use super::{MARK, exchange, is_curl, pass};

    /// A stream that comes in pieces.
    struct Pieces(Vec<&'static [u8]>);

    impl std::io::Read for Pieces {
        fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
            if self.0.is_empty() {
                return Ok(0);
            }
            let piece = self.0.remove(0);
            buffer[..piece.len()].copy_from_slice(piece);
            Ok(piece.len())
        }
    }

    #[test]
    fn what_comes_after_the_mark_is_kept_apart_however_it_is_cut() {
        for pieces in [
            &[&b"curl: (22) x\n\x1eerrdoc\x1eurl: y\n"[..]][..],
            &[b"curl: (22) x", b"\n\x1eerr", b"doc\x1eurl:", b" y\n"],
        ] {
            let mut out = Vec::new();
            let passed = pass(Pieces(pieces.to_vec()), &mut out, MARK);
            assert_eq!(out, b"curl: (22) x");
            assert_eq!(passed.after, b"url: y\n");
        }
        let mut out = Vec::new();
        let passed = pass(Pieces(vec![b"a\n", b"b\n"]), &mut out, MARK);
        assert_eq!(
            (out.as_slice(), passed.after.as_slice()),
            (&b"a\nb\n"[..], &[][..])
        );
    }

    #[test]
    fn the_facts_of_curl_come_before_the_body() {
        let facts =
            b"url: https://api.sent.dm/v3/me\n< HTTP/2 401\n< date: \n< server: %header{server}\n";
        let text = String::from_utf8(exchange(facts, b"{}", b"")).unwrap();
        assert_eq!(
            text,
            "> GET /v3/me HTTP/1.1\n> Host: api.sent.dm\n>\n< HTTP/2 401\n<\n{}\n"
        );
        assert_eq!(exchange(b"", b"x", b"y"), b"x\ny");
    }

    #[test]
    fn curl_is_asked_only_where_nobody_else_asks() {
        let args = |typed: &str| -> Vec<OsString> { typed.split(' ').map(Into::into).collect() };
        assert!(is_curl(OsStr::new("/usr/bin/curl"), &args("-sS https://a")));
        for other in [
            "-w %{json} u",
            "-sw x u",
            "--write-out x",
            "-K file",
            "--version",
        ] {
            assert!(!is_curl(OsStr::new("curl"), &args(other)), "{other}");
        }
        assert!(!is_curl(OsStr::new("node"), &args("a.js")));
    }
}
