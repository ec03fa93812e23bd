//! The only file that knows colours: when there are any, and what they mean.

use colored::{ColoredString, Colorize};

use crate::catalog::Verdict;

/// Whether text is coloured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Paint {
    /// As it is.
    Plain,
    /// With ANSI colours of the terminal's own palette. Plain yellow cannot be read on white, plain blue not on black, and many
    /// terminals draw what is bold bright: no bold green, cyan or yellow either.
    Colored,
}

/// What a person said about colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Wish {
    /// Whatever fits the terminal.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// What the environment says about colours: the variables of these names.
#[derive(Debug, Clone, Default)]
pub(crate) struct Surroundings {
    pub(crate) no_color: Option<String>,
    pub(crate) clicolor_force: Option<String>,
    pub(crate) term: Option<String>,
    pub(crate) term_program: Option<String>,
    pub(crate) vte_version: Option<String>,
    pub(crate) konsole_version: Option<String>,
    pub(crate) wt_session: Option<String>,
}

/// How a text gets its style.
type Style = fn(&str) -> ColoredString;

/// What begins a line of trouble, and its style.
const HEADS: [(&str, Style); 4] = [
    ("errdoc: warning:", |t| t.magenta().bold()),
    ("errdoc:", |t| t.red().bold()),
    ("tip:", |t| t.green()),
    ("Usage:", |t| t.bold()),
];

impl Paint {
    /// Decides once for a stream: the option, then `NO_COLOR` (not empty), `CLICOLOR_FORCE`, then the stream and `TERM`.
    pub(crate) fn decide(wish: Wish, around: &Surroundings, stream: Stream) -> Self {
        let is_set = |value: &Option<String>| value.as_ref().is_some_and(|v| !v.is_empty());
        let is_colored = match wish {
            Wish::Always => true,
            Wish::Never => false,
            Wish::Auto if is_set(&around.no_color) => false,
            Wish::Auto
                if around
                    .clicolor_force
                    .as_ref()
                    .is_some_and(|v| !v.is_empty() && v != "0") =>
            {
                true
            }
            Wish::Auto => stream == Stream::Terminal && around.term.as_deref() != Some("dumb"),
        };
        if is_colored {
            // The crate's own flag follows standard output alone; whoever is asked here has decided already.
            colored::control::set_override(true);
            Self::Colored
        } else {
            Self::Plain
        }
    }

    /// What the eye should find first.
    pub(crate) fn strong(self, text: &str) -> String {
        self.with(text, |t| t.bold())
    }

    /// Labels and what is beside the point.
    pub(crate) fn faint(self, text: &str) -> String {
        self.with(text, |t| t.dimmed())
    }

    /// Names: APIs, codes.
    pub(crate) fn name(self, text: &str) -> String {
        self.with(text, |t| t.bold())
    }

    /// Commands to type.
    pub(crate) fn command(self, text: &str) -> String {
        self.with(text, |t| t.green())
    }

    /// Something to look out for.
    pub(crate) fn warning(self, text: &str) -> String {
        self.with(text, |t| t.magenta())
    }

    /// A verdict, coloured by what it asks for.
    pub(crate) fn verdict(self, verdict: Verdict, text: &str) -> String {
        self.with(text, |t| match verdict {
            Verdict::No => t.red().bold(),
            Verdict::AfterFix => t.magenta().bold(),
            Verdict::Wait | Verdict::Backoff => t.cyan(),
            Verdict::Done => t.green(),
            Verdict::Unknown => t.bold(),
        })
    }

    /// Trouble on standard error: what says who speaks, what kind of thing it is, and the tip.
    pub(crate) fn trouble(self, text: &str) -> String {
        let painted = |line: &str| {
            let start = line.len() - line.trim_start().len();
            let (blanks, line) = line.split_at(start);
            let mut heads = HEADS.iter();
            let painted = heads.find_map(|(head, style)| {
                let rest = line.strip_prefix(head)?;
                Some(self.with(head, style) + rest)
            });
            blanks.to_owned() + painted.as_deref().unwrap_or(line)
        };
        match self {
            Self::Plain => text.to_owned(),
            Self::Colored => text.split_inclusive('\n').map(painted).collect(),
        }
    }

    /// Applies a style where there are colours.
    fn with(self, text: &str, style: impl Fn(&str) -> ColoredString) -> String {
        match self {
            Self::Plain => text.to_owned(),
            Self::Colored => style(text).to_string(),
        }
    }
}

/// Whether addresses are links (OSC 8).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Links {
    /// Plain text.
    Hidden,
    /// Links that show the address itself.
    Shown,
}

impl Links {
    /// Decides once for a stream: only a terminal that is known to understand links gets any, and none without colours,
    /// since that is how people ask for plain text. A multiplexer may not pass them on.
    pub(crate) fn decide(paint: Paint, around: &Surroundings, stream: Stream) -> Self {
        let term = around.term.as_deref().unwrap_or_default();
        let is_at_least = |version: &Option<String>, least: u32| {
            let number = version.as_ref().and_then(|version| version.parse().ok());
            number.is_some_and(|number: u32| number >= least)
        };
        let program = around.term_program.as_deref().unwrap_or_default();
        let is_known = ["iTerm.app", "WezTerm", "vscode", "ghostty"].contains(&program)
            || ["xterm-kitty", "xterm-ghostty", "foot", "alacritty", "wezterm"]
                .iter()
                .any(|name| term.starts_with(name))
            // VTE 0.50.0 crashed on them.
            || is_at_least(&around.vte_version, 5001)
            || is_at_least(&around.konsole_version, 201_200)
            || around.wt_session.is_some();
        let is_passed_on = !["screen", "tmux", "dumb", "linux"]
            .iter()
            .any(|name| term.starts_with(name));
        if paint == Paint::Colored && stream == Stream::Terminal && is_known && is_passed_on {
            Self::Shown
        } else {
            Self::Hidden
        }
    }

    /// Returns an address, as a link where links are shown. Nothing but plain ASCII may be the target of one.
    pub(crate) fn link(self, url: &str) -> String {
        let is_plain = url.starts_with("http") && url.bytes().all(|b| b.is_ascii_graphic());
        match self {
            Self::Shown if is_plain => format!("\x1b]8;;{url}\x1b\\{url}\x1b]8;;\x1b\\"),
            _ => url.to_owned(),
        }
    }
}

/// Where a stream leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stream {
    /// To a person.
    Terminal,
    /// To a file or a program.
    Other,
}

#[cfg(test)]
mod tests {
    use super::{Links, Paint, Stream, Surroundings, Wish};
    use crate::catalog::Verdict;

    #[test]
    fn the_option_comes_first_then_the_environment_then_the_stream() {
        let around = |no: &str, force: &str, term: &str| Surroundings {
            no_color: Some(no.to_owned()),
            clicolor_force: Some(force.to_owned()),
            term: Some(term.to_owned()),
            ..Surroundings::default()
        };
        for (wish, around, stream, expected) in [
            (
                Wish::Always,
                around("1", "0", "dumb"),
                Stream::Other,
                Paint::Colored,
            ),
            (
                Wish::Never,
                around("", "1", "xterm"),
                Stream::Terminal,
                Paint::Plain,
            ),
            (
                Wish::Auto,
                around("1", "1", "xterm"),
                Stream::Terminal,
                Paint::Plain,
            ),
            (
                Wish::Auto,
                around("", "1", "dumb"),
                Stream::Other,
                Paint::Colored,
            ),
            (
                Wish::Auto,
                around("", "0", "xterm"),
                Stream::Other,
                Paint::Plain,
            ),
            (
                Wish::Auto,
                around("", "", "xterm"),
                Stream::Terminal,
                Paint::Colored,
            ),
            (
                Wish::Auto,
                around("", "", "dumb"),
                Stream::Terminal,
                Paint::Plain,
            ),
        ] {
            assert_eq!(
                Paint::decide(wish, &around, stream),
                expected,
                "{wish:?} {around:?} {stream:?}"
            );
        }
    }

    #[test]
    fn every_colour_can_be_read_on_light_and_dark() {
        let paint = Paint::Colored;
        colored::control::set_override(true);
        let mut texts = vec![
            paint.strong("x"),
            paint.faint("x"),
            paint.name("x"),
            paint.command("x"),
            paint.warning("x"),
        ];
        texts.extend(Verdict::ALL.map(|verdict| paint.verdict(verdict, "x")));
        for text in texts {
            let codes = text.strip_prefix("\x1b[").and_then(|t| t.split_once('m'));
            let (codes, _) = codes.unwrap();
            let known = ["1", "2", "31", "1;31", "35", "1;35", "32", "36"];
            assert!(known.contains(&codes), "{text:?}");
        }
    }

    #[test]
    fn only_a_coloured_terminal_that_knows_links_gets_them() {
        let known = |term: &str, vte: &str| Surroundings {
            term: Some(term.to_owned()),
            vte_version: Some(vte.to_owned()),
            ..Surroundings::default()
        };
        let decide = |around: &Surroundings| {
            [
                (Paint::Colored, Stream::Terminal),
                (Paint::Plain, Stream::Terminal),
                (Paint::Colored, Stream::Other),
            ]
            .map(|(paint, stream)| Links::decide(paint, around, stream) == Links::Shown)
        };
        assert_eq!(
            decide(&known("xterm-256color", "7200")),
            [true, false, false]
        );
        assert_eq!(decide(&known("xterm-kitty", "")), [true, false, false]);
        for (term, vte) in [
            ("xterm-256color", ""),
            ("xterm-256color", "5000"),
            ("tmux-256color", "7200"),
            ("screen", "7200"),
            ("linux", "7200"),
        ] {
            assert_eq!(decide(&known(term, vte)), [false; 3], "{term} {vte}");
        }
        assert_eq!(decide(&Surroundings::default()), [false; 3]);
    }

    #[test]
    fn a_link_leads_where_it_says() {
        assert_eq!(
            Links::Shown.link("https://a.example/b"),
            "\x1b]8;;https://a.example/b\x1b\\https://a.example/b\x1b]8;;\x1b\\"
        );
        assert_eq!(Links::Hidden.link("https://a.example"), "https://a.example");
        for no in ["javascript:alert()", "https://a\u{fffd}b", "https://a b"] {
            assert_eq!(Links::Shown.link(no), no);
        }
    }
}
