//! Streams at their limits: closed pipes, full disks, closed standard input, colours.

use std::io;
use std::process::Stdio;
use std::thread;
use std::time::{Duration, Instant};

use crate::program::{command, errdoc, errdoc_with, run};

/// Calls with an answer on standard output.
const ANSWERS: [&[&str]; 8] = [
    &["list"],
    &["list", "--json"],
    &["explain", "AUTH_002"],
    &["search", "balance"],
    &["guide", "michow"],
    &["parse", r#"{"error":"Delivery already sent"}"#],
    &["completions", "bash"],
    &["--help"],
];

#[test]
fn a_closed_pipe_ends_quietly_with_0() {
    for args in ANSWERS {
        let (reader, writer) = io::pipe().unwrap();
        drop(reader);
        let child = command(args)
            .stdout(writer)
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{args:?}");
        assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{args:?}");
    }
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_is_trouble_with_a_message() {
    for args in ANSWERS {
        let full = std::fs::File::options()
            .write(true)
            .open("/dev/full")
            .unwrap();
        let child = command(args)
            .stdout(full)
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(
            said.starts_with("errdoc: cannot write the answer: "),
            "{args:?}: {said}"
        );
        assert!(said.contains("No space left"), "{args:?}: {said}");
    }
}

#[test]
#[cfg(unix)]
fn a_closed_standard_input_is_an_empty_one() {
    let mut shell = std::process::Command::new("/bin/sh");
    shell
        .args(["-c", r#"exec "$0" parse <&-"#, env!("CARGO_BIN_EXE_errdoc")])
        .env_clear()
        .env("XDG_CONFIG_HOME", crate::program::nowhere());
    let ran = run(&mut shell);
    assert_eq!(ran.exit, Some(1), "{ran:?}");
    assert!(
        ran.stdout.is_empty() && ran.stderr.contains("Nothing here"),
        "{ran:?}"
    );
}

#[test]
fn only_parse_reads_standard_input() {
    for args in [
        ["list"].as_slice(),
        &["explain", "AUTH_002"],
        &["search", "balance"],
        &["guide"],
        &["catalog", "show"],
        &["completions", "zsh"],
        &["schema", "parse"],
        &["parse", "{}"],
    ] {
        let mut child = command(args)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        // The pipe stays open: whoever reads it waits for ever.
        let pipe = child.stdin.take();
        let start = Instant::now();
        let ended = loop {
            if child.try_wait().unwrap().is_some() {
                break true;
            }
            if start.elapsed() > Duration::from_secs(10) {
                child.kill().unwrap();
                child.wait().unwrap();
                break false;
            }
            thread::sleep(Duration::from_millis(5));
        };
        drop(pipe);
        assert!(ended, "{args:?} waits for standard input");
    }
}

#[test]
fn colours_are_asked_for_or_not_there() {
    let has_colour = |text: &str| text.contains('\u{1b}');
    let explain = ["explain", "AUTH_002"];
    assert!(!has_colour(&errdoc(explain).stdout));
    let always = run(command(explain)
        .args(["--color", "always"])
        .env("NO_COLOR", "1"));
    assert!(has_colour(&always.stdout));
    assert!(has_colour(
        &run(command(explain).env("CLICOLOR_FORCE", "1")).stdout
    ));
    let never = run(command(explain)
        .args(["--color=never"])
        .env("CLICOLOR_FORCE", "1"));
    assert!(!has_colour(&never.stdout));
    let no = run(command(explain)
        .env("CLICOLOR_FORCE", "1")
        .env("NO_COLOR", "1"));
    assert!(!has_colour(&no.stdout));
    assert!(has_colour(&errdoc(["--color", "always", "--help"]).stdout));
    for form in ["json", "jsonl", "markdown"] {
        let ran = errdoc(["--color", "always", "explain", "AUTH_002", "--format", form]);
        assert!(!has_colour(&ran.stdout), "{form}");
    }
    let plain = errdoc(explain).stdout;
    let coloured = errdoc(["--color", "always", "explain", "AUTH_002"]).stdout;
    assert_eq!(
        without_colours(&coloured),
        plain,
        "colours change no character"
    );
}

/// Takes the colours off a text.
fn without_colours(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\u{1b}') {
        plain.push_str(before);
        rest = after.split_once('m').map_or("", |(_, rest)| rest);
    }
    plain + rest
}

#[test]
fn a_closed_pipe_is_quiet_about_trouble_too() {
    let (reader, writer) = io::pipe().unwrap();
    drop(reader);
    let child = command(["explain", "--json"])
        .stdout(writer)
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    assert_eq!(output.status.code(), Some(0));
}

#[test]
#[cfg(target_os = "linux")]
fn through_a_pager_lines_are_as_wide_as_the_terminal() {
    for (columns, told) in [(60, ""), (60, "COLUMNS=80"), (120, "")] {
        let mut script = std::process::Command::new("script");
        script
            .args([
                "-qec",
                &format!(r#"stty rows 24 cols {columns}; {told} "$ERRDOC" explain AUTH_002 | cat"#),
                "/dev/null",
            ])
            .env("ERRDOC", env!("CARGO_BIN_EXE_errdoc"))
            .env("XDG_CONFIG_HOME", crate::program::nowhere())
            .env_remove("COLUMNS")
            .stdin(Stdio::null());
        let Ok(output) = script.output() else {
            let _ = io::Write::write_all(&mut io::stderr(), b"SKIPPED: script is not installed\n");
            return;
        };
        let shown = String::from_utf8_lossy(&output.stdout);
        // Commands are never broken, and words are not wider than lines for reading are.
        let lines = shown.lines().filter(|line| !line.contains("curl"));
        let widest = lines.map(|line| line.trim_end().chars().count()).max();
        let most = if told.is_empty() { columns } else { 80 }.min(100);
        assert!(
            widest.is_some_and(|widest| widest <= most && widest + 12 > most),
            "{columns} {told}: {widest:?}\n{shown}"
        );
    }
}

#[test]
fn a_report_says_how_many_errors_it_is_not_about() {
    let body = |code: &str| {
        format!(
            r#"{{"success":false,"error":{{"code":"{code}","message":"x"}},"meta":{{"version":"v3"}}}}"#
        )
    };
    let input = ["AUTH_001", "AUTH_002", "BUSINESS_002"]
        .map(body)
        .join("\n");
    let ran = errdoc_with(["report"], input.as_bytes());
    assert!(
        ran.stderr.starts_with("2 other errors are in the input"),
        "{ran:?}"
    );
    let ran = errdoc_with(["report"], body("AUTH_001").as_bytes());
    assert_eq!(ran.stderr, "");
}

/// A line with an error, compressed in each way, and where a bit of what checks it is.
#[rustfmt::skip]
const PACKED: [(&str, usize, &str); 4] = [
    ("gzip", 44, "H4sIAAAAAAACA6tWSi0qyi9SslIKSixJVcjJzM0sUUitSE5NTUlNUarlAgB8t5NAIAAAAA=="),
    ("bzip2", 10, "QlpoOTFBWSZTWYTaPKIAAA9bgAAQUAAAEBAALiaUSiAAMU0yMTExCI0GmTJmoJaUDqTBC5o4280dQL8wDC/F3JFOFCQhNo8ogA=="),
    ("xz", 44, "/Td6WFoAAATm1rRGAgAhARYAAAB0L+WjAQAfeyJlcnJvciI6IlJhdGUgbGltaXQgZXhjZWVkZWQifQoAX2RmvzOY/jcAATggGCl3DB+2830BAAAAAARZWg=="),
    ("zstd", 44, "KLUv/QRYAQEAeyJlcnJvciI6IlJhdGUgbGltaXQgZXhjZWVkZWQifQoGbb/m"),
];

#[test]
fn an_archive_that_is_cut_or_broken_is_said_to_be_by_every_command() {
    use base64::Engine as _;
    for (kind, place, packed) in PACKED {
        let whole = base64::engine::general_purpose::STANDARD
            .decode(packed)
            .unwrap();
        let mut broken = whole.clone();
        broken[place] ^= 0xff;
        for args in [
            ["parse", "--json"],
            ["report", "--json"],
            ["scan", "--json"],
        ] {
            let ran = errdoc_with(args, &whole);
            assert_eq!(ran.exit, Some(0), "{kind} {args:?} {ran:?}");
            for part in [&whole[..whole.len() - 3], &whole[..12], &broken] {
                let ran = errdoc_with(args, part);
                assert_eq!(ran.exit, Some(2), "{kind} {args:?} {ran:?}");
                let said = format!("{}{}", ran.stdout, ran.stderr);
                assert!(said.contains("cannot read"), "{kind} {args:?} {said}");
            }
        }
    }
}
