//! The scripts of `errdoc hook`, in real shells: `why` explains the last command, and runs nothing again that nobody allowed.
// Shells are driven as on Unix; if one is not installed, the test says so.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::panic)]

mod installed;

use std::collections::BTreeSet;
use std::io::{Read as _, Write as _};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use std::{env, fs, process, thread};

use installed::has;

/// The shells that have a hook, and the files of each.
const SHELLS: [(&str, &[&str]); 3] = [
    ("bash", &["why.bash", "why.sh"]),
    ("zsh", &["why.zsh", "why.sh"]),
    ("fish", &["why.fish"]),
];

/// The longest wait for what a shell shows.
const MAX_WAIT: Duration = Duration::from_secs(60);

/// A body, and what the answer to it begins with.
const BODY: &str =
    r#"{"error":{"type":"card_error","code":"card_declined","message":"Declined."}}"#;
const ANSWER: &str = "stripe card_declined";

/// A body of an earlier command.
const EARLIER: &str = r#"{"error":"Event 'welcome' not found"}"#;

/// Returns an empty folder with a response, a command that leaves a trace of each run, and programs that come before all others.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("hook-{name}"));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(folder.join("bin")).unwrap();
    fs::write(folder.join("body.json"), format!("{BODY}\n")).unwrap();
    fs::write(folder.join("earlier.json"), format!("{EARLIER}\n")).unwrap();
    program(
        &folder,
        "send",
        "echo x >> trace; echo \"I sent $1\"; cat body.json",
    );
    folder
}

/// Writes a program that comes before all others.
fn program(folder: &Path, name: &str, script: &str) {
    let path = folder.join("bin").join(name);
    fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
}

/// Returns how often the command ran that leaves a trace.
fn runs(folder: &Path) -> usize {
    let trace = fs::read_to_string(folder.join("trace"));
    trace.map_or(0, |trace| trace.lines().count())
}

/// Prepares a program that finds this errdoc, and nothing of a user's own.
fn command(program: &str, folder: &Path) -> Command {
    let errdoc = Path::new(env!("CARGO_BIN_EXE_errdoc"));
    let mut path = vec![folder.join("bin"), errdoc.parent().unwrap().to_owned()];
    path.extend(env::split_paths(&env::var_os("PATH").unwrap_or_default()));
    let mut command = Command::new(program);
    command
        .current_dir(folder)
        .env("PATH", env::join_paths(path).unwrap())
        .env("HOME", folder)
        .env("XDG_CONFIG_HOME", folder)
        .env("XDG_DATA_HOME", folder)
        .env("ZDOTDIR", folder)
        .env("TERM", "xterm")
        .env("LC_ALL", "C.UTF-8");
    for name in ["TMUX", "TMUX_PANE", "KITTY_WINDOW_ID", "WEZTERM_PANE"] {
        command.env_remove(name);
    }
    command
}

/// Writes the files that a shell reads at its start, and returns how it is called.
fn start(shell: &str, folder: &Path) -> &'static str {
    let load = match shell {
        "fish" => {
            "errdoc hook fish | source; function fish_prompt; echo '$ '; end; bind \\ew 'commandline -r why; commandline -f execute'"
        }
        "zsh" => "PS1='$ '; eval \"$(errdoc hook zsh)\"; bindkey -s '\\ew' '^Uwhy\\n'",
        _ => "PS1='$ '; eval \"$(errdoc hook bash)\"; bind '\"\\ew\": \"\\C-e\\C-uwhy\\n\"'",
    };
    let (file, call) = match shell {
        "fish" => ("fish/config.fish", "fish -i"),
        "zsh" => (".zshrc", "zsh -d -i"),
        _ => ("rc", "bash --noprofile --rcfile rc -i"),
    };
    let file = folder.join(file);
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    fs::write(file, format!("{load}\n")).unwrap();
    call
}

/// A shell on a terminal of its own.
struct Terminal {
    child: Child,
    keys: Option<ChildStdin>,
    shown: Arc<Mutex<String>>,
    /// How much of it was seen already.
    seen: usize,
}

impl Terminal {
    /// Starts a shell with variables of its own.
    fn start(shell: &str, folder: &Path, variables: &[(&str, &str)]) -> Self {
        let call = start(shell, folder);
        let mut child = command("timeout", folder)
            .args(["-k1", "120", "script", "-qec", call, "/dev/null"])
            .envs(variables.iter().copied())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let shown = Arc::new(Mutex::new(String::new()));
        let (mut out, copy) = (child.stdout.take().unwrap(), Arc::clone(&shown));
        thread::spawn(move || {
            let mut buffer = [0; 4096];
            while let Ok(length @ 1..) = out.read(&mut buffer) {
                let text = String::from_utf8_lossy(&buffer[..length]).into_owned();
                copy.lock().unwrap().push_str(&text);
            }
        });
        let mut terminal = Self {
            keys: child.stdin.take(),
            child,
            shown,
            seen: 0,
        };
        terminal.wait_for("$ ");
        terminal
    }

    /// Presses keys.
    fn press(&mut self, keys: &str) {
        // What a shell does with a line it may write into what comes next.
        thread::sleep(Duration::from_millis(300));
        let pipe = self.keys.as_mut().unwrap();
        pipe.write_all(keys.as_bytes()).unwrap();
        pipe.flush().unwrap();
    }

    /// Types a line, which runs a command that shows this.
    fn enter(&mut self, line: &str, expected: &str) -> String {
        self.press(&format!("{line}\n"));
        self.wait_for(expected)
    }

    /// Waits until something new is shown, and returns everything new up to it.
    fn wait_for(&mut self, expected: &str) -> String {
        let begin = Instant::now();
        while begin.elapsed() < MAX_WAIT {
            let shown = self.shown.lock().unwrap().clone();
            if let Some(at) = shown[self.seen..].find(expected) {
                let end = self.seen + at + expected.len();
                let new = shown[self.seen..end].to_owned();
                self.seen = end;
                return new;
            }
            thread::sleep(Duration::from_millis(20));
        }
        let shown = self.shown.lock().unwrap();
        panic!("no {expected:?} in {:?}", &shown[self.seen..]);
    }

    /// Returns everything that was shown, after the shell has ended.
    fn end(mut self) -> String {
        self.press("exit\n");
        drop(self.keys.take());
        self.child.wait().unwrap();
        let shown = self.shown.lock().unwrap();
        shown.clone()
    }
}

/// Tries something in each shell that is here, in all of them at a time.
fn in_each_shell(needs: &[&str], test: impl Fn(&'static str) + Sync) {
    if !needs.iter().all(|program| has(program)) {
        return;
    }
    let test = &test;
    thread::scope(|scope| {
        for (shell, _) in SHELLS {
            if has(shell) {
                scope.spawn(move || test(shell));
            }
        }
    });
}

#[test]
fn the_scripts_in_the_repository_are_what_errdoc_prints() {
    let scripts = Path::new(env!("CARGO_MANIFEST_DIR")).join("hooks");
    let mut printed: BTreeSet<&str> = BTreeSet::new();
    for (shell, files) in SHELLS {
        let output = command(env!("CARGO_BIN_EXE_errdoc"), Path::new("."))
            .args(["hook", shell])
            .output()
            .unwrap();
        let kept = files
            .iter()
            .map(|file| fs::read(scripts.join(file)).unwrap());
        let kept: Vec<Vec<u8>> = kept.collect();
        assert_eq!(output.stdout, kept.concat(), "{shell}");
        printed.extend(files.iter());
    }
    assert_eq!(fs::read_dir(scripts).unwrap().count(), printed.len());
}

#[test]
fn what_only_reads_runs_again_at_once_and_anything_else_if_a_person_allows_it() {
    in_each_shell(&["script", "timeout"], |shell| {
        let folder = folder(&format!("again-{shell}"));
        let mut terminal = Terminal::start(shell, &folder, &[]);
        terminal.enter("cat body.json", "Declined");
        let shown = terminal.enter("why", ANSWER);
        assert!(shown.contains("Running it again: cat body.json"), "{shown}");
        assert!(!shown.contains("[y/N]"), "{shown}");

        terminal.enter("send 'a  b' | cat", "I sent a  b");
        terminal.enter("why", "[y/N] ");
        terminal.enter("n", "Nothing was run.");
        assert_eq!(runs(&folder), 1, "{shell}");
        // It is the last command still, and a key is as good as the word.
        terminal.press("\u{1b}w");
        terminal.wait_for("[y/N] ");
        terminal.enter("", "Nothing was run.");
        assert_eq!(runs(&folder), 1, "{shell}");
        terminal.enter("why", "[y/N] ");
        let shown = terminal.enter("y", ANSWER);
        assert!(shown.contains("I sent a  b"), "{shown}");
        assert_eq!(runs(&folder), 2, "{shell}");

        let shown = terminal.enter("why auth_002", "Invalid or expired API key");
        assert!(!shown.contains("[y/N]"), "{shown}");
        terminal.end();
        assert_eq!(runs(&folder), 2, "{shell}");
    });
}

#[test]
fn curl_is_asked_for_what_its_output_does_not_show() {
    in_each_shell(&["script", "timeout"], |shell| {
        let folder = folder(&format!("curl-{shell}"));
        // As curl writes what it is asked for after the transfer.
        let curl = r#"
case "$*" in
*/fine*) echo '{"fine":true}'; status=200 ;;
*) cat body.json; status=402 ;;
esac
case "$*" in
*--write-out*) printf '\n\036errdoc\036url: https://api.stripe.com/v1/charges\n< HTTP/2 %s\n' $status >&2 ;;
esac"#;
        program(&folder, "curl", curl);
        program(
            &folder,
            "jq",
            "text=$(cat); sleep 0.3; echo \"filtered: $text\"",
        );
        let mut terminal = Terminal::start(shell, &folder, &[]);
        terminal.enter(
            "curl -s -H 'Authorization: Bearer x' \"https://api.stripe.com/v1/charges?a=1&b=2\"",
            "Declined",
        );
        let shown = terminal.enter("why", "agree");
        assert!(!shown.contains("[y/N]"), "{shell}: {shown}");
        assert!(shown.contains("host"), "{shell}: {shown}");
        // What follows a pipe prints before the explanation, although it ends after curl.
        terminal.enter(
            "curl -s https://api.stripe.com/v1/charges | jq .",
            "Declined",
        );
        let shown = terminal.enter("why", ANSWER);
        assert!(shown.contains("filtered: {"), "{shell}: {shown}");
        terminal.enter("curl -s https://api.stripe.com/fine", "true}");
        terminal.enter("why", "No error was recognized this time.");
        terminal.enter(
            "curl -s -X POST https://api.stripe.com/v1/charges",
            "Declined",
        );
        terminal.enter("why", "[y/N] ");
        terminal.enter("", "Nothing was run.");
        terminal.end();
    });
}

#[test]
fn where_the_screen_can_be_read_nothing_runs_again() {
    let readers = [
        ("TMUX_PANE", "%7", "tmux", "capture-pane -pJ -S -200 -t %7"),
        (
            "KITTY_WINDOW_ID",
            "7",
            "kitten",
            "@ get-text --match id:7 --extent all",
        ),
        // Before version 0.27, and where only the application is on the path.
        (
            "KITTY_WINDOW_ID",
            "7",
            "kitty",
            "@ get-text --match id:7 --extent all",
        ),
        (
            "WEZTERM_PANE",
            "7",
            "wezterm",
            "cli get-text --start-line -200",
        ),
    ];
    in_each_shell(&["script", "timeout"], |shell| {
        for (variable, value, reader, called) in readers {
            let folder = folder(&format!("{reader}-{shell}"));
            program(
                &folder,
                reader,
                &format!("[ \"$*\" = '{called}' ] && cat screen"),
            );
            let screen = format!(
                "$ cat earlier.json\n{EARLIER}\n$ send '*'  | cat\nI sent *\n{BODY}\n$ why\n"
            );
            fs::write(folder.join("screen"), screen).unwrap();
            let mut terminal = Terminal::start(shell, &folder, &[(variable, value)]);
            terminal.enter("cat earlier.json", "not found");
            terminal.enter("send '*'  | cat", "I sent *");
            let shown = terminal.enter("why", ANSWER);
            assert!(!shown.contains("sendivent"), "{shell}: {shown}");
            // If nothing on the screen is an answer, a person decides.
            terminal.enter("printf '' > screen; send 2", "I sent 2");
            terminal.enter("why", "[y/N] ");
            terminal.enter("", "Nothing was run.");
            terminal.end();
            assert_eq!(runs(&folder), 2, "{shell} {reader}");
        }
    });
}

#[test]
fn the_screen_of_tmux_is_read() {
    in_each_shell(&["tmux"], |shell| {
        let folder = folder(&format!("real-tmux-{shell}"));
        let call = start(shell, &folder);
        let socket = format!("errdoc-{}-{shell}", process::id());
        let tmux = |args: &[&str]| {
            let output = command("tmux", &folder)
                .args(["-L", &socket, "-f", "/dev/null"])
                .args(args)
                .output()
                .unwrap();
            String::from_utf8_lossy(&output.stdout).into_owned()
        };
        tmux(&["new-session", "-d", "-x", "80", "-y", "50", call]);
        let wait = |expected: &str| {
            let begin = Instant::now();
            while begin.elapsed() < MAX_WAIT {
                let shown = tmux(&["capture-pane", "-p"]);
                if shown.contains(expected) {
                    return shown;
                }
                thread::sleep(Duration::from_millis(100));
            }
            let shown = tmux(&["capture-pane", "-p"]);
            tmux(&["kill-server"]);
            panic!("{shell}: no {expected:?} in {shown}");
        };
        wait("$");
        // Longer than a line of the terminal.
        let line = format!("send {}", "x".repeat(90));
        tmux(&["send-keys", &line, "Enter"]);
        wait("Declined");
        thread::sleep(Duration::from_millis(300));
        tmux(&["send-keys", "why", "Enter"]);
        let shown = wait(ANSWER);
        tmux(&["kill-server"]);
        assert!(!shown.contains("[y/N]"), "{shown}");
        assert_eq!(runs(&folder), 1, "{shell}");
    });
}
