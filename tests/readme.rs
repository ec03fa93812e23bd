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

/// Returns the commands that a page names outside the examples that are run as they are: lines of `sh` blocks and code in a
/// sentence or a table.
fn named(page: &str) -> Vec<String> {
    let mut commands = Vec::new();
    for (position, part) in page.split("```").enumerate() {
        if position % 2 == 0 {
            let code = part.split('`').skip(1).step_by(2);
            commands.extend(code.map(|code| code.replace("\\|", "|")));
        } else if let Some(lines) = part.strip_prefix("sh\n") {
            commands.extend(lines.lines().map(str::to_owned));
        }
    }
    commands
}

/// Returns a command that is named on a page as one that a test can run: something stands for each placeholder, and for what
/// another program prints. `None` if it is not a command of errdoc, or its bare name.
fn runnable(command: &str) -> Option<String> {
    let command = command.split("  #").next()?.trim();
    let ours = command.find("errdoc ").filter(|at| {
        let before = command[..*at].trim_end();
        before.is_empty() || before.ends_with(['|', '('])
    });
    let is_piped = command.ends_with("| errdoc");
    let rest = match ours {
        Some(at) => &command[at + "errdoc ".len()..],
        None if is_piped => "",
        None => return None,
    };
    let rest = rest.split(['>', ')', '|']).next()?.trim();
    if !is_piped && !rest.contains(' ') && COMMANDS.contains(&rest) {
        return None;
    }
    if let Some((_, program)) = rest.split_once("run -- ") {
        assert!(!program.is_empty(), "{command}");
        return Some("errdoc run -- true".to_owned());
    }
    let mut words: Vec<&str> = rest
        .split(' ')
        .map(|word| match word {
            "FILE" if rest.starts_with("catalog") => "acme.json",
            "FILE" => "response.txt",
            "CODE" => "AUTH_002",
            "COMMAND" => "parse",
            "WORDS" => "balance",
            "ID" => "acme2",
            word => word.trim_matches('"'),
        })
        .collect();
    if words.contains(&"--follow") {
        // It does not end by itself.
        words.push("--help");
    }
    Some(format!("errdoc {}", words.join(" ")))
}

/// The commands that do nothing without an argument.
const COMMANDS: [&str; 9] = [
    "explain", "parse", "run", "scan", "annotate", "report", "search", "catalog", "schema",
];

#[test]
fn every_command_that_a_page_names_is_one() {
    let mut count = 0;
    for name in PAGES.map(|(name, _)| name).into_iter().chain([
        "docs/install.md",
        "docs/certainty.md",
        "CONTRIBUTING.md",
        "catalog/README.md",
    ]) {
        let folder = clone(&format!("named {name}"));
        for (file, from) in [
            ("response.txt", "048-curl-i-http2-date.txt"),
            ("app.log", "046-curl-i-http1.txt"),
            ("app.log.gz", "046-curl-i-http1.txt"),
        ] {
            fs::copy(root().join("tests/samples").join(from), folder.join(file)).unwrap();
        }
        fs::copy(
            root().join("catalog/template.json"),
            folder.join("acme.json"),
        )
        .unwrap();
        let body = r#"{"fault":{"code":"PP-1203","text":"Parcel 17 is already booked"}}"#;
        fs::write(folder.join("response.json"), body).unwrap();
        for command in named(&text(name)) {
            let Some(command) = runnable(&command) else {
                continue;
            };
            count += 1;
            let line = format!("{command} < response.txt; echo \"exit status $?\"");
            let said = shown(&line, &folder, name);
            let status = said.trim_end().rsplit(' ').next().unwrap();
            assert!(
                ["0", "1", "3"].contains(&status),
                "{name}: {command}: {said}"
            );
        }
    }
    assert!(count >= 40, "only {count} commands were found");
}

#[test]
fn the_page_for_agents_is_short() {
    assert!(text("docs/agents/SKILL.md").lines().count() <= 40);
}

/// Returns the pages in Markdown below a folder of the repository, but not those of another's.
fn pages(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let is_ours = !name.starts_with('.') && !["target", "tests", "fuzz"].contains(&&*name);
        if path.is_dir() && is_ours {
            pages(&path, found);
        } else if name.ends_with(".md") {
            found.push(path);
        }
    }
}

/// Returns the names that the headings of a page have in links.
fn anchors(page: &str) -> Vec<String> {
    let lines = page.lines().filter(|line| line.starts_with('#'));
    lines
        .map(|line| line.trim_start_matches('#').trim().to_lowercase())
        .map(|line| {
            let kept = line
                .chars()
                .filter(|c| c.is_alphanumeric() || " -_".contains(*c));
            kept.collect::<String>().replace(' ', "-")
        })
        .collect()
}

#[test]
fn every_link_leads_to_a_file_or_a_heading() {
    let mut all = Vec::new();
    pages(root(), &mut all);
    assert!(all.len() >= 18, "{all:?}");
    let mut count = 0;
    for path in all {
        let page = fs::read_to_string(&path).unwrap();
        let name = path.display();
        let prose: String = page.split("```").step_by(2).collect();
        let markdown = prose.split("](").skip(1);
        let markdown = markdown.filter_map(|rest| rest.split_once(')').map(|(link, _)| link));
        let html = ["src=\"", "srcset=\"", "href=\""];
        let html = html.iter().flat_map(|sign| prose.split(sign).skip(1));
        let html = html.filter_map(|rest| rest.split_once('"').map(|(link, _)| link));
        for link in markdown.chain(html) {
            count += 1;
            if link.starts_with("https://") {
                continue;
            }
            let (file, heading) = link.split_once('#').unwrap_or((link, ""));
            let target = match file {
                "" => path.clone(),
                file => path.with_file_name(file),
            };
            assert!(target.exists(), "{name} links to {link}");
            let text = || fs::read_to_string(&target).unwrap();
            let is_there = heading.is_empty() || anchors(&text()).iter().any(|a| a == heading);
            assert!(is_there, "{name} links to {link}");
        }
    }
    assert!(count >= 35, "only {count} links were found");
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
