//! The library stands alone: what the program needs for its command line is not in the library's dependency tree.

use std::process::Command;

/// What only the program needs.
const PROGRAM: [&str; 6] = [
    "anyhow",
    "clap",
    "colored",
    "comfy-table",
    "terminal_size",
    "textwrap",
];

/// Gives the names of the crates that a build needs besides this one.
fn crates(features: &[&str]) -> Vec<String> {
    let output = Command::new(env!("CARGO"))
        .args([
            "tree",
            "--locked",
            "--offline",
            "--edges",
            "normal",
            "--prefix",
            "none",
        ])
        .args(features)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output();
    let lines = output.map(|output| output.stdout).unwrap_or_default();
    String::from_utf8_lossy(&lines)
        .lines()
        .skip(1)
        .filter_map(|line| line.split(' ').next())
        .map(str::to_owned)
        .collect()
}

#[test]
fn without_the_feature_cli_nothing_of_the_command_line_is_built() {
    let whole = crates(&[]);
    let library = crates(&["--no-default-features"]);
    assert!(
        library.iter().any(|name| name == "serde_json"),
        "{library:?}"
    );
    for name in PROGRAM {
        assert!(
            whole.iter().any(|known| known == name),
            "{name} is not used"
        );
        assert!(
            !library.iter().any(|known| known == name),
            "{name} is in the library"
        );
    }
}
