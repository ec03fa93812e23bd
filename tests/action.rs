//! The GitHub Action: its script keeps the output and the exit status of what it runs, and explains what failed.
#![cfg(unix)]
#![allow(clippy::unwrap_used)]

use std::path::Path;
use std::process::Command;
use std::{env, fs};

/// What the script printed, its exit status, and what it wrote to the job's summary.
struct Ran {
    stdout: String,
    exit: Option<i32>,
    summary: String,
}

/// Runs the script of the action with these inputs.
fn explain(name: &str, inputs: &[(&str, &str)]) -> Ran {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::create_dir_all(&folder).unwrap();
    let summary = folder.join("summary.md");
    fs::write(&summary, "").unwrap();
    let program = Path::new(env!("CARGO_BIN_EXE_errdoc"));
    let mut path = vec![program.parent().unwrap().to_owned()];
    path.extend(env::split_paths(&env::var_os("PATH").unwrap_or_default()));
    let output = Command::new("bash")
        .arg(root.join(".github/action/explain.sh"))
        .current_dir(root)
        .env("PATH", env::join_paths(path).unwrap())
        .env("RUNNER_TEMP", &folder)
        .env("GITHUB_STEP_SUMMARY", &summary)
        .env("XDG_CONFIG_HOME", &folder)
        .env("ERRDOC_PROVIDER", "")
        .envs(inputs.iter().copied())
        .output()
        .unwrap();
    Ran {
        stdout: String::from_utf8(output.stdout).unwrap(),
        exit: output.status.code(),
        summary: fs::read_to_string(&summary).unwrap(),
    }
}

const SAMPLE: &str = "tests/samples/046-curl-i-http1.txt";

#[test]
fn a_script_that_fails_is_explained_and_keeps_its_exit_status() {
    let script = format!("cat {SAMPLE}; exit 22; echo never");
    let ran = explain("action-run", &[("ERRDOC_RUN", &script)]);
    assert_eq!(ran.exit, Some(22));
    assert!(ran.stdout.starts_with("HTTP/1.1 404"), "{}", ran.stdout);
    let annotation = "::error title=sent-v3 RESOURCE_002";
    assert!(ran.stdout.contains(annotation), "{}", ran.stdout);
    assert!(ran.summary.contains("RESOURCE_002"), "{}", ran.summary);
}

#[test]
fn a_script_that_succeeds_stays_as_it_is() {
    let ran = explain("action-ok", &[("ERRDOC_RUN", "echo fine")]);
    assert_eq!((ran.exit, ran.stdout.as_str()), (Some(0), "fine\n"));
    assert!(ran.summary.is_empty(), "{}", ran.summary);
}

#[test]
fn a_file_is_explained() {
    let ran = explain("action-file", &[("ERRDOC_FILE", SAMPLE)]);
    assert_eq!(ran.exit, Some(0));
    assert!(
        ran.stdout.contains("::error title=sent-v3"),
        "{}",
        ran.stdout
    );
    let ran = explain("action-none", &[]);
    assert_eq!(ran.exit, Some(2));
}

#[test]
fn the_page_about_ci_names_a_tag_that_the_release_workflow_takes() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = fs::read_to_string(root.join("docs/ci.md")).unwrap();
    let version = env!("CARGO_PKG_VERSION");
    assert!(page.contains(&format!("uses: OWNER/errdoc@v{version}\n")));
    let workflow = fs::read_to_string(root.join(".github/workflows/release.yml")).unwrap();
    assert!(workflow.contains("tags: [\"v*\"]"));
}

#[test]
fn the_action_calls_its_scripts() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let action = fs::read_to_string(root.join("action.yml")).unwrap();
    let calls = action.split("$GITHUB_ACTION_PATH/").skip(1);
    let scripts: Vec<&str> = calls.filter_map(|rest| rest.split('"').next()).collect();
    assert_eq!(scripts.len(), 2);
    for script in scripts {
        let checked = Command::new("bash")
            .arg("-n")
            .arg(root.join(script))
            .status();
        assert!(checked.unwrap().success(), "{script}");
    }
}
