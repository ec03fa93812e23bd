//! The README and the pages of docs/ tell the truth: every `console` block is run as it stands there, and its output
//! compared. `ERRDOC_ACCEPT=1 cargo test --test readme` writes the output of today into them.
//!
//! A block that begins with ```` ```sh file=NAME ```` is that file for the blocks behind it, and a `yaml` block leaves the
//! script of its step as `step.sh`. In docs/ `curl` and `sleep` are those of tests/stubs.
// The examples are lines for `sh`.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::panic)]

use std::io::{self, Write as _};
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

/// How wide the README's examples are.
const WIDTH: &str = "90";

/// Gives the folder of the repository.
fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Reads a file of the repository.
fn text(name: &str) -> String {
    fs::read_to_string(root().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// The pages of which every example is run, and how many commands each has at least.
const PAGES: [(&str, usize); 9] = [
    ("README.md", 10),
    ("docs/getting-started.md", 7),
    ("docs/commands.md", 9),
    ("docs/own-catalog.md", 4),
    ("docs/logs.md", 4),
    ("docs/exit-status.md", 1),
    ("docs/ci.md", 4),
    ("docs/retry.md", 7),
    ("docs/agents/SKILL.md", 4),
];

/// Gives an empty folder for a page in which the samples stand where they stand in the repository.
fn clone(page: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(page.replace('/', "-"));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    symlink(root().join("tests"), folder.join("tests")).unwrap();
    folder
}

/// Runs a line in `sh` as a person would, and gives what a terminal would show.
fn shown(line: &str, folder: &Path, page: &str) -> String {
    let program = Path::new(env!("CARGO_BIN_EXE_errdoc"));
    let mut path = vec![program.parent().unwrap().to_owned()];
    if page.starts_with("docs/") {
        path.push(root().join("tests/stubs"));
    }
    path.extend(env::split_paths(&env::var_os("PATH").unwrap_or_default()));
    let output = Command::new("sh")
        .args(["-c", &format!("exec 2>&1\n{line}")])
        .current_dir(folder)
        .env("PATH", env::join_paths(path).unwrap())
        .env("COLUMNS", WIDTH)
        .env("NO_COLOR", "1")
        .env("XDG_CONFIG_HOME", folder)
        .env_remove("CLICOLOR_FORCE")
        .env_remove("ERRDOC_CATALOG_PATH")
        .output()
        .unwrap();
    String::from_utf8(output.stdout).unwrap()
}

/// Says whether a program is installed.
fn is_installed(program: &str) -> bool {
    let paths = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&paths).any(|folder| folder.join(program).is_file())
}

/// Gives the script of a step: what stands indented below the line of a `yaml` block that ends with `|`.
fn step(yaml: &[&str]) -> String {
    let indent = |line: &str| line.len() - line.trim_start().len();
    let head = yaml.iter().position(|line| line.ends_with('|')).unwrap();
    let (head, rest) = (yaml[head], &yaml[head + 1..]);
    let inner = indent(rest[0]);
    assert!(inner > indent(head), "{head}");
    rest.iter()
        .take_while(|line| indent(line) >= inner)
        .map(|line| format!("{}\n", &line[inner..]))
        .collect()
}

/// Gives a page as it is when every command says what it says today, and how many were run.
fn replayed(name: &str, page: &str) -> (String, usize) {
    let folder = clone(name);
    let mut replayed = String::new();
    let mut runs = 0;
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        replayed.push_str(line);
        replayed.push('\n');
        let Some(needs) = line.strip_prefix("```console") else {
            let file = line.split_once(" file=").map(|(_, file)| file);
            if line == "```yaml" || (line.starts_with("```") && file.is_some()) {
                let block: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
                let text = block
                    .iter()
                    .map(|line| format!("{line}\n"))
                    .collect::<String>();
                let script = if file.is_some() {
                    text.clone()
                } else {
                    step(&block)
                };
                fs::write(folder.join(file.unwrap_or("step.sh")), script).unwrap();
                replayed.push_str(&text);
                replayed.push_str("```\n");
            }
            continue;
        };
        let missing: Vec<&str> = needs
            .split_whitespace()
            .filter(|program| !is_installed(program))
            .collect();
        if !missing.is_empty() {
            // Written past the test harness, which keeps what a passing test prints to itself.
            let _ = writeln!(
                io::stderr(),
                "SKIPPED: an example of {name} needs {missing:?}"
            );
            continue;
        }
        for line in lines.by_ref() {
            if let Some(command) = line.strip_prefix("$ ") {
                replayed.push_str(line);
                replayed.push('\n');
                for line in shown(command, &folder, name).lines() {
                    replayed.push_str(line.trim_end());
                    replayed.push('\n');
                }
                runs += 1;
            } else if line == "```" {
                replayed.push_str("```\n");
                break;
            }
        }
    }
    (replayed, runs)
}

/// Compares a page with what errdoc says today, or writes it down.
fn check(name: &str, least: usize) {
    let page = text(name);
    let (replayed, runs) = replayed(name, &page);
    assert!(runs >= least, "{name}: only {runs} commands were found");
    if env::var_os("ERRDOC_ACCEPT").is_some() {
        fs::write(root().join(name), replayed).unwrap();
        return;
    }
    let differing = page
        .lines()
        .zip(replayed.lines())
        .enumerate()
        .find(|(_, (written, said))| written != said);
    if let Some((line, (written, said))) = differing {
        panic!(
            "{name}:{}\n  written: {written}\n  said:    {said}\nread the change, then accept it: ERRDOC_ACCEPT=1 cargo test --test readme",
            line + 1
        );
    }
    assert_eq!(page, replayed);
}

#[test]
fn every_example_of_every_page_says_what_errdoc_says() {
    for (name, least) in PAGES {
        check(name, least);
    }
}

#[test]
fn the_page_for_agents_is_short() {
    assert!(text("docs/agents/SKILL.md").lines().count() <= 40);
}

#[test]
fn every_link_leads_to_a_file_or_a_heading() {
    let pages = PAGES.map(|(name, _)| name);
    for name in pages.into_iter().chain([
        "CONTRIBUTING.md",
        "catalog/README.md",
        "integrations/README.md",
        "docs/README.md",
        "docs/certainty.md",
    ]) {
        let page = text(name);
        let headings: Vec<String> = page
            .lines()
            .filter(|line| line.starts_with('#'))
            .map(|line| line.trim_start_matches('#').trim())
            .map(|line| line.to_lowercase().replace(' ', "-"))
            .collect();
        let links = page.split("](").skip(1);
        for link in links.filter_map(|rest| rest.split_once(')').map(|(link, _)| link)) {
            let found = match link.strip_prefix('#') {
                Some(heading) => headings.iter().any(|known| known == heading),
                None => root().join(name).with_file_name(link).exists(),
            };
            assert!(found, "{name} links to {link}");
        }
    }
}

#[test]
fn the_readme_names_the_rust_version_and_the_tests_that_ci_runs() {
    let readme = text("README.md");
    let version = env!("CARGO_PKG_RUST_VERSION");
    assert!(
        readme.contains(&format!("Rust {version} or newer")),
        "{version}"
    );
    assert!(readme.contains("```sh\ncargo test\n```"));
    assert!(text(".ci/run").lines().any(|line| line == "cargo test"));
}
