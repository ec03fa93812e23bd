//! The only file that knows colours: when there are any, and what they mean.

use colored::Colorize;

use crate::catalog::Verdict;

/// Whether text is coloured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Paint {
    /// As it is.
    Plain,
    /// With ANSI colours of the terminal's own palette, so that light and dark ones both read well.
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

/// What the environment says about colours.
#[derive(Debug, Clone, Default)]
pub(crate) struct Surroundings {
    /// `NO_COLOR`.
    pub(crate) no_color: Option<String>,
    /// `CLICOLOR_FORCE`.
    pub(crate) clicolor_force: Option<String>,
    /// `TERM`.
    pub(crate) term: Option<String>,
}

impl Paint {
    /// Decides once for a stream: the option, then `NO_COLOR` (not empty), `CLICOLOR_FORCE`, then the stream and `TERM`.
    #[must_use]
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
    #[must_use]
    pub(crate) fn strong(self, text: &str) -> String {
        self.with(text, |t| t.bold())
    }

    /// Labels and what is beside the point.
    #[must_use]
    pub(crate) fn faint(self, text: &str) -> String {
        self.with(text, |t| t.dimmed())
    }

    /// Names: APIs, codes.
    #[must_use]
    pub(crate) fn name(self, text: &str) -> String {
        self.with(text, |t| t.cyan().bold())
    }

    /// Commands to type.
    #[must_use]
    pub(crate) fn command(self, text: &str) -> String {
        self.with(text, |t| t.green())
    }

    /// Something to look out for.
    #[must_use]
    pub(crate) fn warning(self, text: &str) -> String {
        self.with(text, |t| t.yellow())
    }

    /// A verdict, coloured by what it asks for.
    #[must_use]
    pub(crate) fn verdict(self, verdict: Verdict, text: &str) -> String {
        self.with(text, |t| match verdict {
            Verdict::No => t.red().bold(),
            Verdict::AfterFix => t.yellow().bold(),
            Verdict::Wait | Verdict::Backoff => t.blue().bold(),
            Verdict::Done => t.green().bold(),
            Verdict::Unknown => t.bold(),
        })
    }

    /// Applies a style where there are colours.
    fn with(self, text: &str, style: impl Fn(&str) -> colored::ColoredString) -> String {
        match self {
            Self::Plain => text.to_owned(),
            Self::Colored => style(text).to_string(),
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
    use super::{Paint, Stream, Surroundings, Wish};

    #[test]
    fn the_option_comes_first_then_the_environment_then_the_stream() {
        let around = |no: &str, force: &str, term: &str| Surroundings {
            no_color: Some(no.to_owned()),
            clicolor_force: Some(force.to_owned()),
            term: Some(term.to_owned()),
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
}
