//! The man pages in `man/` are those of today's command line and catalog format, and clean.
//! `cargo run --example man` writes them.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

/// Gives the folder of the pages in the repository.
fn man() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("man")
}

/// Reads all pages of a folder.
fn pages(folder: &Path) -> BTreeMap<String, String> {
    let files = fs::read_dir(folder).unwrap().map(Result::unwrap);
    files
        .map(|file| {
            let name = file.file_name().into_string().unwrap();
            // A checkout on Windows may have other line ends.
            let text = fs::read_to_string(file.path()).unwrap().replace('\r', "");
            (name, text)
        })
        .collect()
}

#[test]
fn the_pages_are_those_of_today() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("man");
    let _ = fs::remove_dir_all(&folder);
    let output = Command::new(env!("CARGO"))
        .args(["run", "--quiet", "--example", "man", "--"])
        .arg(&folder)
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
    assert!(
        pages(&man()) == pages(&folder),
        "man/ is not of today; write it: cargo run --example man"
    );
}

#[test]
fn every_command_has_a_page_with_examples_exit_status_and_environment() {
    let pages = pages(&man());
    for (name, text) in &pages {
        if name == "errdoc-catalog.5" {
            assert!(text.contains(".SH ENVELOPES") && text.contains("\\fBquick_fix\\fR"));
            continue;
        }
        for heading in ["NAME", "SYNOPSIS", "OPTIONS", "EXIT STATUS", "ENVIRONMENT"] {
            let has = text.contains(&format!(".SH {heading}\n"))
                || text.contains(&format!(".SH \"{heading}\"\n"));
            assert!(has, "{name} lacks {heading}");
        }
    }
    for command in ["explain", "parse", "report", "list", "search", "guide"] {
        let page = &pages[&format!("errdoc-{command}.1")];
        assert!(page.contains(".SH EXAMPLES"), "{command}");
    }
}

#[test]
fn the_pages_are_clean() {
    for (program, args) in [
        ("mandoc", &["-T", "lint"][..]),
        ("man", &["--warnings", "-l"]),
    ] {
        for name in pages(&man()).keys() {
            let output = Command::new(program)
                .args(args)
                .arg(man().join(name))
                .env("LC_ALL", "C.UTF-8")
                .env("MANROFFOPT", "-ww")
                .env("MANWIDTH", "80")
                .output();
            let Ok(output) = output else {
                // Written past the test harness, which keeps what a passing test prints to itself.
                let _ = writeln!(io::stderr(), "SKIPPED: {program} is not installed");
                break;
            };
            let said = String::from_utf8_lossy(&output.stderr);
            assert!(output.status.success() && said.is_empty(), "{name}: {said}");
            if program == "mandoc" {
                assert!(output.stdout.is_empty(), "{output:?}");
            }
        }
    }
}
