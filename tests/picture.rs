//! The picture in the README is what errdoc prints today: `ERRDOC_ACCEPT=1 cargo test --test picture` draws it again.
#![cfg(unix)]
#![allow(clippy::unwrap_used)]

use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;
use std::{env, fs};

/// What is typed in the picture, and the sample that stands for the response.
const TYPED: &str = "curl -si https://api.sent.dm/v3/messages --json @message.json | errdoc";
const SAMPLE: &str = "tests/samples/048-curl-i-http2-date.txt";

/// The size of a character, and the space around the text.
const COLUMN: f64 = 8.4;
const LINE: usize = 19;
const MARGIN: usize = 18;
const WIDTH: usize = 84;

/// The colours of a picture: paper, ink, and what each SGR code paints.
struct Palette {
    name: &'static str,
    paper: &'static str,
    ink: &'static str,
    colours: [(&'static str, &'static str); 6],
}

const PALETTES: [Palette; 2] = [
    Palette {
        name: "light",
        paper: "#ffffff",
        ink: "#24292f",
        colours: [
            ("31", "#b3261e"),
            ("32", "#116329"),
            ("33", "#7d4e00"),
            ("34", "#0550ae"),
            ("35", "#8250df"),
            ("36", "#0b6b75"),
        ],
    },
    Palette {
        name: "dark",
        paper: "#0d1117",
        ink: "#e6edf3",
        colours: [
            ("31", "#ff7b72"),
            ("32", "#7ee787"),
            ("33", "#e3b341"),
            ("34", "#79c0ff"),
            ("35", "#d2a8ff"),
            ("36", "#76e3ea"),
        ],
    },
];

/// Returns the answer with its colours.
fn answer() -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_errdoc"))
        .args(["--color=always", "parse", SAMPLE])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .env("COLUMNS", WIDTH.to_string())
        .env("XDG_CONFIG_HOME", env!("CARGO_TARGET_TMPDIR"))
        .env_remove("NO_COLOR")
        .env_remove("ERRDOC_CATALOG_PATH")
        .output()
        .unwrap();
    String::from_utf8(output.stdout).unwrap()
}

/// Returns text as XML.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

/// Returns a line as spans, each in the colours of the escape sequences before it.
fn spans(line: &str, palette: &Palette) -> String {
    let mut spans = String::new();
    let mut style = String::new();
    for (position, piece) in line.split("\u{1b}[").enumerate() {
        let text = match piece.split_once('m') {
            Some((codes, text)) if position > 0 => {
                style.clear();
                for code in codes.split(';') {
                    let colour = palette.colours.iter().find(|(known, _)| *known == code);
                    let bright = palette
                        .colours
                        .iter()
                        .find(|(known, _)| code.strip_prefix('9') == known.strip_prefix('3'));
                    match (code, colour.or(bright)) {
                        ("1", _) => style.push_str(" font-weight=\"bold\""),
                        ("2", _) => style.push_str(" fill-opacity=\"0.7\""),
                        (_, Some((_, colour))) => {
                            let _ = write!(style, " fill=\"{colour}\"");
                        }
                        _ => {}
                    }
                }
                text
            }
            _ => piece,
        };
        if !text.is_empty() {
            let _ = write!(spans, "<tspan{style}>{}</tspan>", escaped(text));
        }
    }
    spans
}

/// Draws the picture.
fn picture(palette: &Palette) -> String {
    let answer = answer();
    let typed = format!("$ {TYPED}");
    let lines: Vec<&str> = std::iter::once(typed.as_str())
        .chain(answer.lines())
        .collect();
    let width = (WIDTH as f64 * COLUMN) as usize + 2 * MARGIN;
    let height = lines.len() * LINE + 2 * MARGIN;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" role=\"img\">\n\
         <title>{}</title>\n\
         <rect width=\"100%\" height=\"100%\" rx=\"8\" fill=\"{}\" stroke=\"#8b949e\" stroke-opacity=\"0.4\"/>\n\
         <g font-family=\"ui-monospace,SFMono-Regular,Menlo,Consolas,monospace\" font-size=\"14\" fill=\"{}\" xml:space=\"preserve\" style=\"white-space:pre\">\n",
        escaped(&typed),
        palette.paper,
        palette.ink
    );
    for (position, line) in lines.iter().enumerate() {
        let y = MARGIN + LINE * position + 14;
        let _ = writeln!(
            svg,
            "<text x=\"{MARGIN}\" y=\"{y}\">{}</text>",
            spans(line, palette)
        );
    }
    svg.push_str("</g>\n</svg>\n");
    svg
}

#[test]
fn the_picture_shows_the_answer_of_today() {
    for palette in &PALETTES {
        let name = format!("docs/answer-{}.svg", palette.name);
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(&name);
        let drawn = picture(palette);
        assert!(!drawn.contains('\u{1b}'), "an escape sequence is left");
        if env::var_os("ERRDOC_ACCEPT").is_some() {
            fs::write(&path, &drawn).unwrap();
        }
        let kept = fs::read_to_string(&path).unwrap_or_default();
        assert!(
            kept == drawn,
            "{name} is not of today: ERRDOC_ACCEPT=1 cargo test --test picture"
        );
    }
}
