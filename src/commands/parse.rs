//! `errdoc parse`: what just happened.

use std::borrow::Cow;
use std::fs;
use std::io::{ErrorKind, Read};
use std::mem::ManuallyDrop;

use errdoc::catalog::{Catalog, Found};
use errdoc::diagnose::{Engine, Outcome, Report};
use errdoc::input::{MOST_BYTES, decode};
use errdoc::resend::{Resend, Twice, resend};
use errdoc::sanitize::{safe_line, window};
use errdoc::scan::inputs;

use super::{Call, Output, Trouble, World, reason, said};
use crate::cli::{Explain, Format, Parse, file_name};
use crate::render::wrap::wrap;
use crate::render::{github, json, markdown, short, text};

/// How many characters of a path are said again.
const MOST_END: usize = 40;

/// The longest head of a response.
const MAX_HEAD: u64 = 64 * 1024;

/// The longest line that a terminal passes on.
const TERMINAL_LINE: usize = 4095;

/// What is said of an input with nothing in it.
const BLANK: &str =
    "Nothing here looks like an API's response: the input is empty. Try: curl -sSi URL | errdoc";

/// What is said where the terminal did not pass on all of what was pasted.
const CUT: &str = "The terminal cut a line at 4,095 characters; paste into a file, or pipe the clipboard into errdoc.";

/// Runs the command.
pub(super) fn run(args: &Parse, call: Call<'_>, world: &mut World<'_>) -> Result<Output, Trouble> {
    let Call { catalog, only, .. } = call;
    let format = call.form("parse")?;
    // The program ends soon: taking the catalog apart would cost an eighth of a short run.
    let engine = ManuallyDrop::new(Engine::new(catalog, only)?);
    let inputs = match args.inputs.as_slice() {
        [] => vec!["-".to_owned()],
        // The head file may be named after the body file.
        [body, head] if is_head_file(head) && !is_head_file(body) => {
            vec![head.clone(), body.clone()]
        }
        inputs => inputs.to_vec(),
    };
    let is_for_programs =
        args.retry_after || args.quiet || matches!(format, Format::Json | Format::Jsonl);
    let mut output = Output::default();
    let mut names = Vec::new();
    let mut reports = Vec::new();
    let mut is_whole = true;
    let mut head: Option<(String, Vec<u8>)> = None;
    let mut joined_heads = 0;
    for (position, input) in inputs.iter().enumerate() {
        let content = match &args.text {
            Some(text) => Ok(Content {
                bytes: text.clone().into_bytes(),
                fault: None,
            }),
            None => read(input, catalog, world),
        };
        match content {
            Ok(Content { mut bytes, fault }) => {
                is_whole &= fault.is_none();
                output.stderr.push_str(&fault.unwrap_or_default());
                let mut name = input.clone();
                if let Some((of, mut whole)) = head.take() {
                    if bytes.starts_with(b"HTTP/") {
                        names.push(of);
                        reports.push(engine.diagnose_bytes(&whole));
                    } else {
                        joined_heads += 1;
                        name = format!("{of} + {name}");
                        whole.append(&mut bytes);
                        bytes = whole;
                    }
                }
                if is_head(&bytes) && position + 1 < inputs.len() {
                    head = Some((name, bytes));
                    continue;
                }
                names.push(name);
                let is_blank = bytes.iter().all(u8::is_ascii_whitespace);
                // The bytes go before the text is taken apart: an input may be large.
                let text = decode(&bytes);
                drop(bytes);
                let mut report = engine.diagnose_text(&text);
                report.notes.extend(is_blank.then(|| BLANK.to_owned()));
                reports.push(report);
            }
            // A person gets the answers about the others anyway; a program, one answer or trouble.
            Err(trouble) if is_for_programs => return Err(trouble),
            Err(trouble) => output.stderr.push_str(&said(&trouble)),
        }
    }
    if let Some((name, bytes)) = head {
        names.push(name);
        reports.push(engine.diagnose_bytes(&bytes));
    }
    if args.redact {
        reports.iter_mut().for_each(Report::mask_personal);
    }
    output.exit = if reports.len() + joined_heads < inputs.len() || !is_whole {
        2
    } else if args.exit_status && reports.iter().any(Report::has_error) {
        3
    } else {
        let is_known = |r: &Report<'_>| matches!(r.outcome, Outcome::Diagnosed | Outcome::Success);
        u8::from(!reports.iter().all(is_known))
    };
    if reports.is_empty() {
        return Ok(output);
    }
    if args.retry_after {
        let mut said = again(&joined(reports), args);
        said.stderr.insert_str(0, &output.stderr);
        return Ok(said);
    }
    if args.quiet {
        return Ok(output);
    }
    let is_one = inputs.len() - joined_heads == 1;
    match format {
        Format::Json => output.stdout = json::report(&joined(reports)),
        Format::Jsonl | Format::Markdown => {
            let report = joined(reports);
            output.stdout = if format == Format::Jsonl {
                json::report_lines(&report)
            } else {
                markdown::report(&report)
            };
            if let Some(note) = report
                .said_of_left_out()
                .filter(|_| format == Format::Jsonl)
            {
                output.stderr.push_str(&format!("errdoc: {note}\n"));
            }
            // Without a diagnosis these forms have nothing to say; a person still wants to know why.
            if report.diagnoses.is_empty() {
                let said = text::no_answer(&report, world.error_look);
                output.stderr.push_str(&said);
            }
        }
        _ => {
            for (position, report) in reports.iter().enumerate() {
                let name = Some(names[position].as_str()).filter(|_| !is_one);
                if args.short && format == Format::Text && !report.diagnoses.is_empty() {
                    output.stdout.push_str(&short::report(report, world.look));
                    if let Some(note) = report.said_of_left_out() {
                        output.stderr.push_str(&format!("errdoc: {note}\n"));
                    }
                } else if format != Format::Github {
                    say(report, name, world, &mut output);
                } else if is_answer(report) {
                    output.stdout.push_str(&github::report(report));
                } else {
                    output.stderr.push_str(&github::report(report));
                }
            }
        }
    }
    Ok(output)
}

/// Returns how to diagnose a text that was typed without a command: a line of a log or what a client said. `None` if it says nothing
/// that can be diagnosed.
pub(super) fn of_text(
    args: &Explain,
    catalog: &Catalog,
    only: &[&str],
) -> Result<Option<Parse>, Trouble> {
    let [text] = args.codes.as_slice() else {
        return Ok(None);
    };
    if !text.trim().contains(char::is_whitespace) {
        return Ok(None);
    }
    let engine = ManuallyDrop::new(Engine::new(catalog, only)?);
    let is_told = !engine.diagnose_bytes(text.as_bytes()).diagnoses.is_empty();
    Ok(is_told.then(|| Parse {
        text: Some(text.clone()),
        short: args.short,
        ..Parse::default()
    }))
}

/// Returns true if a file is the head of a response alone.
fn is_head_file(name: &str) -> bool {
    let mut bytes = Vec::new();
    // A pipe could be read only once.
    let is_file = fs::metadata(name).is_ok_and(|about| about.is_file());
    let file = is_file.then(|| fs::File::open(name).ok()).flatten();
    file.and_then(|file| file.take(MAX_HEAD).read_to_end(&mut bytes).ok())
        .is_some_and(|length| (length as u64) < MAX_HEAD && is_head(&bytes))
}

/// Returns true if an input is the head of a response alone, as `curl -D FILE` writes it.
fn is_head(bytes: &[u8]) -> bool {
    let is_token = |b: &u8| b.is_ascii_alphanumeric() || b"-_.".contains(b);
    let is_field = |line: &[u8]| {
        let name = line.iter().position(|b| *b == b':').map(|end| &line[..end]);
        let is_named = name.is_some_and(|name| !name.is_empty() && name.iter().all(is_token));
        is_named || line.starts_with(b"HTTP/")
    };
    let text = bytes.trim_ascii_end();
    let mut lines = text.split(|b| *b == b'\n').map(<[u8]>::trim_ascii);
    bytes.starts_with(b"HTTP/") && lines.all(|line| line.is_empty() || is_field(line))
}

/// Returns true if to retry: the seconds on standard output, or the reason why not on standard error.
fn again(report: &Report<'_>, args: &Parse) -> Output {
    let twice = if args.idempotent {
        Twice::Harmless
    } else {
        Twice::Unknown
    };
    match resend(report, twice) {
        Resend::After(seconds) => Output::answer(format!("{seconds}\n")),
        Resend::Not(_) if args.quiet => Output::failure("", 1),
        Resend::Not(reason) => Output::failure(format!("errdoc: {}\n", safe_line(&reason)), 1),
    }
}

/// Returns true if a report has an answer, for standard output.
fn is_answer(report: &Report<'_>) -> bool {
    !report.diagnoses.is_empty() || report.outcome == Outcome::Success
}

/// Adds the text about one input; several are headed with their names.
fn say(report: &Report<'_>, name: Option<&str>, world: &World<'_>, output: &mut Output) {
    let answer = if !is_answer(report) {
        output.stderr.push_str(&head(name, world.error_look));
        &mut output.stderr
    } else {
        if !output.stdout.is_empty() {
            output.stdout.push('\n');
        }
        output.stdout.push_str(&head(name, world.look));
        &mut output.stdout
    };
    answer.push_str(&if is_answer(report) {
        text::report(report, world.look)
    } else {
        text::no_answer(report, world.error_look)
    });
}

/// Returns the head line of an input among several.
fn head(name: Option<&str>, look: crate::render::Look) -> String {
    name.map(|name| text::heading(name, look))
        .unwrap_or_default()
}

/// Makes one report of several inputs: the worst outcome is the outcome.
fn joined(reports: Vec<Report<'_>>) -> Report<'_> {
    let rank = |outcome: Outcome| match outcome {
        Outcome::Success => 0,
        Outcome::Empty => 1,
        Outcome::Diagnosed => 2,
        Outcome::Unrecognized => 3,
    };
    let mut whole = Report {
        outcome: Outcome::Success,
        diagnoses: Vec::new(),
        left_out: 0,
        has_more: false,
        notes: Vec::new(),
        is_error_like: false,
    };
    for report in reports {
        if rank(report.outcome) > rank(whole.outcome) {
            whole.outcome = report.outcome;
        }
        whole.diagnoses.extend(report.diagnoses);
        whole.left_out += report.left_out;
        whole.has_more |= report.has_more;
        whole.notes.extend(report.notes);
        whole.is_error_like |= report.is_error_like;
    }
    whole
}

/// What was read of an input.
pub(super) struct Content {
    /// Its bytes, without compression.
    pub(super) bytes: Vec<u8>,
    /// What to say where that is not all of it, for standard error.
    pub(super) fault: Option<String>,
}

/// Reads an input, and unpacks it where it is compressed.
pub(super) fn read(
    input: &str,
    catalog: &Catalog,
    world: &mut World<'_>,
) -> Result<Content, Trouble> {
    let bytes = packed(input, catalog, world)?;
    let Some((plain, error)) = inputs::unpack(&bytes, MOST_BYTES + 1) else {
        return Ok(Content { bytes, fault: None });
    };
    // What is too long is cut, and said to be.
    let error = error.filter(|_| bytes.len() <= MOST_BYTES);
    let fault = error.map(|error| {
        let name = if input == "-" {
            "standard input"
        } else {
            input
        };
        format!(
            "errdoc: {}\n",
            safe_line(&format!("cannot read all of {name}: {error}"))
        )
    });
    Ok(Content {
        bytes: plain,
        fault,
    })
}

/// Reads an input: a file, standard input, or the text itself where it begins like JSON and names no file.
fn packed(input: &str, catalog: &Catalog, world: &mut World<'_>) -> Result<Vec<u8>, Trouble> {
    if input == "-" {
        if world.is_typed {
            (world.say)("Paste the response, press Enter, then Ctrl-D.\n");
        }
        let bytes = match world.is_typed {
            true => read_typed(world.stdin),
            false => read_all(world.stdin),
        };
        let bytes = bytes
            .map_err(|error| Trouble::Input(format!("cannot read standard input: {error}")))?;
        let is_cut = |line: &[u8]| line.len() == TERMINAL_LINE;
        if world.is_typed && bytes.split(|b| *b == b'\n').any(is_cut) {
            (world.say)(&(wrap(CUT, world.error_look.width).join("\n") + "\n"));
        }
        // The answer does not begin after what was pasted.
        if world.is_typed && bytes.last().is_some_and(|last| *last != b'\n') {
            (world.say)("\n");
        }
        return Ok(bytes);
    }
    // Most often the value of a variable that is empty.
    if input.trim().is_empty() {
        return Ok(Vec::new());
    }
    let path = file_name::path(input);
    let path = path.as_path();
    if input.trim_start().starts_with(['{', '[']) && !path.exists() {
        return Ok(input.as_bytes().to_vec());
    }
    if path.is_dir() {
        return Err(Trouble::Input(format!(
            "{input} is a folder; name a file in it"
        )));
    }
    fs::File::open(path)
        .and_then(|mut file| read_all(&mut file))
        .map_err(|error| {
            let hint = match error.kind() {
                ErrorKind::NotFound => no_file(input, catalog),
                _ => String::new(),
            };
            // The end of a path says more; anything else may be a whole response.
            let is_path = input.contains('/') && !input.contains(char::is_whitespace);
            let surplus = input.chars().count().saturating_sub(MOST_END);
            let shown = match input.char_indices().nth(surplus) {
                Some((at, _)) if is_path && at > 0 => Cow::Owned(format!("…{}", &input[at..])),
                _ => window(input),
            };
            Trouble::Input(format!("cannot read {shown}: {}{hint}", reason(&error)))
        })
}

/// Says what to type instead where something is not a file: a code, or text.
fn no_file(input: &str, catalog: &Catalog) -> String {
    let is_code = matches!(
        catalog.find(input),
        Ok(Found::Entries(_) | Found::Status(..))
    );
    if is_code {
        format!("; for what it means: errdoc explain {}", input.trim())
    } else if input.contains(char::is_whitespace) {
        "; text is read from standard input: errdoc parse -".to_owned()
    } else {
        String::new()
    }
}

/// Reads what a person pastes: to the end, or to the end of a JSON value that is whole.
fn read_typed(stream: &mut dyn Read) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut buffer = vec![0; 2 * TERMINAL_LINE];
    loop {
        let length = match stream.read(&mut buffer) {
            Ok(0) => return Ok(bytes),
            Ok(length) => length,
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        bytes.extend_from_slice(&buffer[..length]);
        let is_json = bytes.trim_ascii_start().starts_with(b"{") && bytes.ends_with(b"\n");
        if is_json && serde_json::from_slice::<serde::de::IgnoredAny>(&bytes).is_ok() {
            return Ok(bytes);
        }
        if bytes.len() > MOST_BYTES {
            return Ok(bytes);
        }
    }
}

/// Reads as much as is ever looked at, and one byte more to know that there is more.
fn read_all(stream: &mut dyn Read) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    stream.take(MOST_BYTES as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}
