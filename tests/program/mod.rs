//! Runs the program as a shell would, in surroundings of its own: no setting of the machine reaches it.
#![allow(
    dead_code,
    reason = "each test file takes what it needs of this module"
)]

use std::ffi::OsStr;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;

use serde_json::Value;

/// What a run gave.
#[derive(Debug)]
pub(crate) struct Ran {
    /// The exit status; `None` when a signal ended the run.
    pub(crate) exit: Option<i32>,
    /// Standard output.
    pub(crate) stdout: String,
    /// Standard error.
    pub(crate) stderr: String,
}

impl Ran {
    /// Gives standard output as one JSON value.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.stdout)
            .unwrap_or_else(|error| panic!("no JSON on stdout: {error}\n{self:?}"))
    }

    /// Gives standard output as JSON values, one a line.
    pub(crate) fn json_lines(&self) -> Vec<Value> {
        self.stdout
            .lines()
            .map(|line| serde_json::from_str(line).unwrap_or_else(|e| panic!("{e}\n{line}")))
            .collect()
    }

    /// Gives the `provider:code` of each entry or diagnosis in a JSON answer.
    pub(crate) fn names(&self) -> Vec<String> {
        let json = self.json();
        let list = json["entries"].as_array().or(json["diagnoses"].as_array());
        list.unwrap_or_else(|| panic!("neither entries nor diagnoses\n{self:?}"))
            .iter()
            .map(|one| {
                format!(
                    "{}:{}",
                    one["provider"].as_str().unwrap_or("-"),
                    one["code"].as_str().unwrap_or("-")
                )
            })
            .collect()
    }
}

/// Gives the program with an environment that holds nothing but a folder of settings that does not exist,
/// and a standard input at its end.
pub(crate) fn command<A: AsRef<OsStr>>(args: impl IntoIterator<Item = A>) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_errdoc"));
    command
        .args(args)
        .env_clear()
        .env("XDG_CONFIG_HOME", nowhere())
        .stdin(Stdio::null());
    command
}

/// Runs the program.
pub(crate) fn errdoc<A: AsRef<OsStr>>(args: impl IntoIterator<Item = A>) -> Ran {
    run(&mut command(args))
}

/// Runs the program with bytes on standard input.
pub(crate) fn errdoc_with<A: AsRef<OsStr>>(args: impl IntoIterator<Item = A>, stdin: &[u8]) -> Ran {
    let mut child = command(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut pipe = child.stdin.take().unwrap();
    let bytes = stdin.to_vec();
    // The program may stop reading before the end; what it made of it is what counts.
    let writer = thread::spawn(move || drop(pipe.write_all(&bytes)));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    ran(output)
}

/// Runs a command that was made ready.
pub(crate) fn run(command: &mut Command) -> Ran {
    ran(command.output().unwrap())
}

/// Takes what a run gave apart.
fn ran(output: std::process::Output) -> Ran {
    Ran {
        exit: output.status.code(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

/// Gives the folder of this package.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Gives a path where nothing is.
pub(crate) fn nowhere() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("nowhere")
}

/// Gives an empty folder for one test.
pub(crate) fn folder(test: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(test);
    if path.exists() {
        fs::remove_dir_all(&path).unwrap();
    }
    fs::create_dir_all(&path).unwrap();
    path
}

/// Writes a file and gives its path.
pub(crate) fn write(folder: &Path, name: &str, text: &str) -> PathBuf {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(&path, text).unwrap();
    path
}

/// Gives the path of a sample.
pub(crate) fn sample(name: &str) -> PathBuf {
    root().join("tests/samples").join(name)
}

/// Gives the paths of all samples, in the order of their names.
pub(crate) fn samples() -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = fs::read_dir(root().join("tests/samples"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == "txt"))
        .collect();
    files.sort();
    files
}

/// Returns the ids of the APIs that the tests know by heart.
pub(crate) const APIS: [&str; 5] = [
    "sent-v3",
    "sent-v2",
    "sendivent",
    "sinch-verification",
    "michow",
];

/// Gives the text of a built-in catalog file.
pub(crate) fn catalog(id: &str) -> String {
    fs::read_to_string(root().join(format!("catalog/{id}.json"))).unwrap()
}
