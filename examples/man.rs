//! Writes the man pages into `man/`: errdoc(1) and one a command from the description of the command line, errdoc-catalog(5)
//! from catalog/README.md. `cargo run --example man` writes, with a folder as argument it writes there.
#![allow(
    clippy::expect_used,
    reason = "a tool for maintainers stops with what went wrong"
)]

#[path = "../src/cli/mod.rs"]
#[allow(dead_code, unused_imports, reason = "only the description is read")]
mod cli;

use std::path::{Path, PathBuf};
use std::{env, fs, io};

use clap::{Command, CommandFactory};
use clap_mangen::Man;
use clap_mangen::roff::{Inline, Roff, bold, italic, roman};

fn main() -> io::Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = env::args_os()
        .nth(1)
        .map_or_else(|| root.join("man"), PathBuf::from);
    fs::create_dir_all(&folder)?;
    // Help's own `help` command needs no page.
    let mut command = cli::Cli::command().disable_help_subcommand(true);
    // Gives every command the options that all take.
    command.build();
    let command = cli::with_forms(command);
    pages(&command, "errdoc", &folder)?;
    let text = fs::read_to_string(root.join("catalog/README.md"))?;
    fs::write(folder.join("errdoc-catalog.5"), tidy(&catalog(&text)))
}

/// Writes the page of a command and of those below it.
fn pages(command: &Command, name: &str, folder: &Path) -> io::Result<()> {
    let below: Vec<&Command> = command
        .get_subcommands()
        .filter(|command| command.get_name() != "help")
        .collect();
    let page = tidy(&String::from_utf8_lossy(&page(command, name, &below)?));
    fs::write(folder.join(format!("{name}.1")), page)?;
    for sub in below {
        pages(sub, &format!("{name}-{}", sub.get_name()), folder)?;
    }
    Ok(())
}

/// Returns the page of a command.
fn page(command: &Command, name: &str, below: &[&Command]) -> io::Result<Vec<u8>> {
    let examples = command.get_before_help().map(ToString::to_string);
    let plain = command
        .clone()
        .name(name.to_owned())
        .bin_name(name.replace('-', " "))
        .version(env!("CARGO_PKG_VERSION"));
    let man = Man::new(plain)
        .title(name.to_uppercase())
        .date(DATE)
        .manual("errdoc");
    let mut page = Vec::new();
    man.render_title(&mut page)?;
    man.render_name_section(&mut page)?;
    let mut rest = Roff::new();
    let usage = command.clone().render_usage().to_string();
    section(&mut rest, "SYNOPSIS", usage.trim_start_matches("Usage: "));
    if let Some(examples) = &examples {
        section(
            &mut rest,
            "EXAMPLES",
            examples.trim_start_matches("Examples:\n"),
        );
    }
    rest.to_writer(&mut page)?;
    man.render_description_section(&mut page)?;
    man.render_options_section(&mut page)?;
    let mut rest = Roff::new();
    if !below.is_empty() {
        rest.control("SH", ["COMMANDS"]);
        for sub in below {
            rest.control("TP", []);
            rest.text([bold(format!("{name}-{}", sub.get_name())), roman("(1)")]);
            let about = sub.get_about().map(ToString::to_string);
            rest.text([roman(about.unwrap_or_default())]);
        }
    }
    let (exit, environment) = cli::MORE.split_once("\n\n").unwrap_or((cli::MORE, ""));
    section(
        &mut rest,
        "EXIT STATUS",
        exit.trim_start_matches("Exit status:\n"),
    );
    section(
        &mut rest,
        "ENVIRONMENT",
        environment.trim_start_matches("Environment:\n"),
    );
    rest.control("SH", ["SEE ALSO"]);
    rest.text([
        bold("errdoc"),
        roman("(1), "),
        bold("errdoc-catalog"),
        roman("(5)"),
    ]);
    rest.to_writer(&mut page)?;
    Ok(page)
}

/// Returns a page the way `mandoc -T lint` wants it: no blanks at an end, no empty paragraphs, lines of at most 80 bytes.
fn tidy(page: &str) -> String {
    let mut text = String::new();
    let (mut before, mut is_verbatim) = ("", false);
    let page = page.replace("\n.br\n\n.br\n", "\n.sp\n");
    for line in page.lines().map(str::trim_end) {
        if line == ".PP" && before.starts_with(".SH") {
            continue;
        }
        match line {
            ".nf" => is_verbatim = true,
            ".fi" => is_verbatim = false,
            _ => {}
        }
        let is_fixed = is_verbatim || before == ".TP" || line.starts_with(['.', '\'']);
        let mut used = 0;
        for (position, word) in line.split(' ').enumerate() {
            let fits = used + 1 + word.len() <= 80 || word.starts_with(['.', '\'']);
            if position > 0 {
                text.push(if is_fixed || fits { ' ' } else { '\n' });
                used = if is_fixed || fits { used + 1 } else { 0 };
            }
            text.push_str(word);
            used += word.len();
        }
        text.push('\n');
        before = line;
    }
    text
}

/// The date of the pages: that of the program's version, so that the same source gives the same pages.
const DATE: &str = "2026-11-21";

/// Adds a section of lines that stay as they are.
fn section(roff: &mut Roff, heading: &str, lines: &str) {
    roff.control("SH", [heading]);
    verbatim(roff, lines.lines());
}

/// Adds lines that stay as they are.
fn verbatim<'l>(roff: &mut Roff, lines: impl Iterator<Item = &'l str>) {
    roff.control("nf", []);
    for line in lines {
        roff.text([roman(line.strip_prefix("  ").unwrap_or(line))]);
    }
    roff.control("fi", []);
}

/// Returns errdoc-catalog(5) from the Markdown of catalog/README.md.
fn catalog(markdown: &str) -> String {
    let mut roff = Roff::new();
    let source = concat!("errdoc ", env!("CARGO_PKG_VERSION"));
    roff.control("TH", ["ERRDOC-CATALOG", "5", DATE, source, "errdoc"]);
    roff.control("SH", ["NAME"]);
    roff.text([roman("errdoc-catalog - the file format of an API's errors")]);
    roff.control("SH", ["DESCRIPTION"]);
    let mut blocks = markdown.lines().skip(1).peekable();
    let mut head = Vec::new();
    while let Some(line) = blocks.next() {
        if let Some(heading) = line.strip_prefix("## ") {
            roff.control("SH", [heading.to_uppercase().as_str()]);
        } else if let Some(heading) = line.strip_prefix("### ") {
            roff.control("SS", [heading]);
        } else if line.starts_with("```") {
            roff.control("PP", []);
            let code: Vec<&str> = blocks
                .by_ref()
                .take_while(|l| !l.starts_with("```"))
                .collect();
            verbatim(&mut roff, code.into_iter());
        } else if line.trim_start().starts_with('|') {
            row(&mut roff, &mut head, line.trim_start());
        } else if let Some(item) = line.strip_prefix("* ").or_else(|| line.strip_prefix("- ")) {
            roff.control("IP", ["\\(bu", "2"]);
            roff.text(words(item));
        } else if line.is_empty() {
            let next = blocks.peek().map_or("", |line| line.trim_start());
            let is_text = !next.is_empty()
                && !next.starts_with(['#', '|', '*', '-'])
                && !next.starts_with("```");
            if is_text || next.starts_with("**") {
                roff.control("PP", []);
            }
        } else {
            roff.text(words(line.trim_start()));
        }
    }
    roff.control("SH", ["SEE ALSO"]);
    roff.text([
        bold("errdoc"),
        roman("(1), "),
        bold("errdoc-catalog-check"),
        roman("(1)"),
    ]);
    roff.render()
}

/// Adds a row of a table as a term and what it means. `head` keeps the row above the line.
fn row<'l>(roff: &mut Roff, head: &mut Vec<&'l str>, line: &'l str) {
    let cells: Vec<&str> = line
        .trim_matches('|')
        .split(" | ")
        .map(|cell| cell.trim_matches(['|', ' ']))
        .collect();
    if cells
        .iter()
        .all(|cell| cell.chars().all(|c| "-|".contains(c)))
    {
        return;
    }
    if ["member", "pointer", "value", "type", "`proof`"].contains(&cells[0]) {
        *head = cells;
        return;
    }
    roff.control("TP", []);
    roff.text(words(cells[0]));
    let meaning: Vec<&str> = cells[1..]
        .iter()
        .copied()
        .filter(|cell| !cell.is_empty())
        .collect();
    let is_grid = meaning.len() > 2;
    if !is_grid {
        roff.text(words(&meaning.join(": ")));
        return;
    }
    // Every cell behind the first needs the words above it.
    let named = head.iter().skip(2).zip(&meaning[1..]);
    let named: Vec<String> = named
        .map(|(name, cell)| format!("{cell} if {name}"))
        .collect();
    roff.text(words(&format!("{}: {}", meaning[0], named.join(", "))));
}

/// Returns a line of Markdown with its code in bold and its emphasis in italics.
fn words(line: &str) -> Vec<Inline> {
    let mut inlines = Vec::new();
    for (position, part) in line.split('`').enumerate() {
        if position % 2 == 1 {
            inlines.push(bold(part));
            continue;
        }
        for (position, part) in part.split("**").enumerate() {
            inlines.push(if position % 2 == 1 {
                italic(part)
            } else {
                roman(part)
            });
        }
    }
    inlines
}
