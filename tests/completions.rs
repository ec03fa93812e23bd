//! The scripts in `completions/` are what errdoc prints, a user's codes are in them, and real shells offer the codes.
//! `ERRDOC_ACCEPT=1 cargo test --test completions` writes the scripts of today.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

/// Shells, and the files that package builders expect.
const SCRIPTS: [(&str, &str); 5] = [
    ("bash", "errdoc.bash"),
    ("zsh", "_errdoc"),
    ("fish", "errdoc.fish"),
    ("powershell", "_errdoc.ps1"),
    ("elvish", "errdoc.elv"),
];

/// Gives what errdoc prints, without a user's own settings.
fn errdoc(args: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_errdoc"))
        .args(args)
        .env("XDG_CONFIG_HOME", env!("CARGO_TARGET_TMPDIR"))
        .env_remove("ERRDOC_CATALOG_PATH")
        .output()
        .unwrap();
    assert!(output.status.success(), "{args:?}: {output:?}");
    String::from_utf8(output.stdout).unwrap()
}

/// Gives the path of a script in the repository.
fn script(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("completions")
        .join(file)
}

/// Writes a file for one test and gives its path.
fn written(name: &str, text: &str) -> String {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::write(&path, text).unwrap();
    path.to_str().unwrap().to_owned()
}

#[test]
fn the_scripts_in_the_repository_are_what_errdoc_prints() {
    for (shell, file) in SCRIPTS {
        let printed = errdoc(&["completions", shell]);
        if env::var_os("ERRDOC_ACCEPT").is_some() {
            fs::write(script(file), printed).unwrap();
        } else if fs::read_to_string(script(file)).unwrap_or_default() != printed {
            panic!(
                "completions/{file} is not what `errdoc completions {shell}` prints; \
                 accept it: ERRDOC_ACCEPT=1 cargo test --test completions"
            );
        }
    }
}

#[test]
fn a_users_codes_and_ids_are_in_the_script() {
    let catalog = written("own.json", &errdoc(&["catalog", "new", "acme"]));
    for shell in ["bash", "zsh", "fish"] {
        let own = errdoc(&["--catalog", &catalog, "completions", shell]);
        let plain = errdoc(&["completions", shell]);
        for value in ["ACME_001", "ACME_002", "acme"] {
            assert!(own.contains(value), "{shell} lacks {value}");
            assert!(!plain.contains(value), "{shell} has {value}");
        }
    }
}

/// What real shells make of the scripts.
#[cfg(unix)]
mod shells {
    use std::io::{self, Write as _};

    use super::{Command, Path, errdoc, fs, script, written};

    /// Gives what a shell says, or nothing, said plainly, where it is not installed.
    fn shell(program: &str, args: &[&str]) -> Option<String> {
        match Command::new(program).args(args).output() {
            Ok(output) => {
                let said = String::from_utf8_lossy(&output.stderr);
                assert!(output.status.success() && said.is_empty(), "{said}");
                Some(String::from_utf8(output.stdout).unwrap())
            }
            Err(_) => {
                // Written past the test harness, which keeps what a passing test prints to itself.
                let _ = writeln!(io::stderr(), "SKIPPED: {program} is not installed");
                None
            }
        }
    }

    /// Gives the codes in the catalog that begin so, sorted.
    fn codes(start: &str) -> Vec<String> {
        let table = errdoc(&["list", "--format", "tsv"]);
        let mut codes: Vec<String> = table
            .lines()
            .filter_map(|line| line.split('\t').nth(1))
            .filter(|code| code.starts_with(start))
            .map(str::to_owned)
            .collect();
        codes.sort();
        codes.dedup();
        assert!(codes.len() > 2, "{codes:?}");
        codes
    }

    /// Gives the first words of lines, sorted.
    fn words(lines: &str) -> Vec<&str> {
        let mut words: Vec<&str> = lines
            .lines()
            .filter_map(|line| line.split_whitespace().next())
            .collect();
        words.sort_unstable();
        words
    }

    /// A line for bash that prints what is offered behind `errdoc explain` for the word `AUTH`.
    const ASK_BASH: &str = r#"source "$1"
[[ $(complete -p errdoc) == *"-F _errdoc errdoc" ]] || exit 1
COMP_WORDS=(errdoc explain AUTH) COMP_CWORD=2
_errdoc errdoc AUTH explain
printf '%s\n' "${COMPREPLY[@]}""#;

    #[test]
    fn nothing_in_a_catalog_runs_when_a_script_is_sourced() {
        let trace = Path::new(env!("CARGO_TARGET_TMPDIR")).join("trace");
        let _ = fs::remove_file(&trace);
        let run = format!("$(touch {})", trace.display());
        let catalog = errdoc(&["catalog", "new", "acme"])
            .replace("\"ACME_001\"", &format!("\"A'{run}\""))
            .replace("Order not found", &format!("It's `{run}` '{run}"))
            .replace("The acme API", &format!("It's `{run}` '{run}"));
        let catalog = written("hostile.json", &catalog);
        for (program, option) in [("bash", "--norc"), ("zsh", "-f"), ("fish", "--no-config")] {
            let printed = errdoc(&["--catalog", &catalog, "completions", program]);
            assert!(printed.contains("ACME_002"), "{program}");
            assert!(!printed.contains("$(touch"), "{program}");
            let path = written(&format!("hostile.{program}"), &printed);
            let line = match program {
                "zsh" => "compdef() { :; }; . HOSTILE",
                "fish" => {
                    "source HOSTILE; complete -C 'errdoc explain A'; complete -C 'errdoc guide '"
                }
                _ => ". HOSTILE",
            };
            shell(
                program,
                &[option, "-c", &line.replace("HOSTILE", &format!("'{path}'"))],
            );
            assert!(!trace.exists(), "{program} ran what the catalog says");
        }
    }

    #[test]
    fn bash_offers_the_codes() {
        let path = script("errdoc.bash");
        let args = ["--norc", "-c", ASK_BASH, "bash", path.to_str().unwrap()];
        if let Some(offered) = shell("bash", &args) {
            assert_eq!(words(&offered), codes("AUTH"));
        }
    }

    #[test]
    fn zsh_reads_the_script() {
        shell("zsh", &["-f", "-n", script("_errdoc").to_str().unwrap()]);
    }

    #[test]
    fn fish_offers_codes_and_apis() {
        let path = script("errdoc.fish");
        let ask = |line: &str| {
            let command = format!("source '{}'; complete -C '{line}'", path.display());
            shell("fish", &["--no-config", "-c", &command])
        };
        for line in ["errdoc explain AUTH", "errdoc e AUTH"] {
            if let Some(offered) = ask(line) {
                assert!(offered.contains("AUTH_002\tInvalid or expired API key\n"));
                assert_eq!(words(&offered), codes("AUTH"));
            }
        }
        for line in ["errdoc guide sent-", "errdoc catalog show sent-"] {
            if let Some(offered) = ask(line) {
                assert_eq!(words(&offered), ["sent-v2", "sent-v3"]);
            }
        }
    }
}
