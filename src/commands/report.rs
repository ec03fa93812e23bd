//! `errdoc report`: a support request, ready to send.

use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::path::Path;

use errdoc::diagnose::Engine;
use errdoc::input::decode;
use errdoc::support::{Payload, support_request};

use super::{Call, Output, Trouble, World, parse};
use crate::cli::{Format, Report};
use crate::render::{support, text};

/// Runs the command.
pub(super) fn run(args: &Report, call: Call<'_>, world: &mut World<'_>) -> Result<Output, Trouble> {
    let Call { catalog, only, .. } = call;
    let render = match call.form("report")? {
        Format::Text => support::text,
        Format::Json => support::json,
        _ => support::markdown,
    };
    let engine = Engine::new(catalog, only)?;
    let content = parse::read(&args.input, catalog, world)?;
    let fault = content.fault.unwrap_or_default();
    let exit = if fault.is_empty() { 0 } else { 2 };
    // The bytes go before the text is taken apart: an input may be large.
    let text = decode(&content.bytes);
    drop(content.bytes);
    let mut found = engine.diagnose_text(&text);
    found.mask_personal();
    // The surest of several: what support can do most with.
    let mut diagnoses: Vec<_> = found.diagnoses.iter().collect();
    diagnoses.sort_by_key(|d| std::cmp::Reverse(d.certainty));
    let Some(diagnosis) = diagnoses.first() else {
        let said = fault + &text::no_answer(&found, world.error_look);
        return Ok(Output::failure(said, exit.max(1)));
    };
    let payload = if args.with_payload {
        Payload::Masked
    } else {
        Payload::LeftOut
    };
    let letter = render(&support_request(diagnosis, payload));
    let others = match diagnoses.len() - 1 + found.left_out {
        0 => String::new(),
        1 => "1 other error is in the input: `errdoc parse` shows it.\n".to_owned(),
        others if found.left_out > 0 || found.has_more => {
            format!("{others} other errors are in the input; `errdoc scan` counts them all.\n")
        }
        others => format!("{others} other errors are in the input: `errdoc parse` shows them.\n"),
    };
    match &args.output {
        None => Ok(Output {
            stdout: letter,
            stderr: fault + &others,
            exit,
        }),
        Some(path) => {
            save(path, &letter, args.force).map_err(|error| {
                Trouble::Output(format!("cannot write {}: {error}", path.display()))
            })?;
            Ok(Output {
                stderr: format!(
                    "{fault}{others}Wrote {}.\n",
                    errdoc::sanitize::safe_line(&path.display().to_string())
                ),
                exit,
                stdout: String::new(),
            })
        }
    }
}

/// Creates a file. One that exists is replaced only by force, and a link is never followed.
fn save(path: &Path, text: &str, is_forced: bool) -> std::io::Result<()> {
    let mut create = OpenOptions::new();
    create.write(true).create_new(true);
    let is_file = fs::symlink_metadata(path).map(|meta| meta.is_file());
    match is_file {
        Ok(true) if is_forced => {
            // A file of its own, renamed: whoever reads the old one reads it whole, and no link is followed.
            let mut name = path.file_name().unwrap_or_default().to_os_string();
            name.push(format!(".{}.tmp", std::process::id()));
            let fresh = path.with_file_name(name);
            write(&create, &fresh, text)?;
            let moved = fs::metadata(path)
                .and_then(|meta| fs::set_permissions(&fresh, meta.permissions()))
                .and_then(|()| fs::rename(&fresh, path));
            moved.inspect_err(|_| discard(&fresh))
        }
        Ok(false) => Err(std::io::Error::other(
            "it is not a plain file, and links are not followed",
        )),
        _ => write(&create, path, text),
    }
}

/// Writes a file that does not exist yet.
fn write(create: &OpenOptions, path: &Path, text: &str) -> std::io::Result<()> {
    let mut file = create.open(path).map_err(|error| match error.kind() {
        std::io::ErrorKind::AlreadyExists => {
            std::io::Error::other("it exists; --force replaces it")
        }
        _ => error,
    })?;
    // What is on the disk only in part would be in the way of the next run.
    file.write_all(text.as_bytes())
        .and_then(|()| file.sync_all())
        .inspect_err(|_| discard(path))
}

/// Removes a file that could not be written whole. The first error is the one to report.
fn discard(path: &Path) {
    let _ = fs::remove_file(path);
}
