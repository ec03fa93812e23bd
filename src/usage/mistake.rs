//! What is said about a mistake on the command line.

use std::ffi::OsString;
use std::path::Path;

use clap::error::{ContextKind, ContextValue, Error, ErrorKind};
use clap::{Arg, Command};
use errdoc::redact::Secrets;
use errdoc::sanitize::{window, windowed};

use crate::commands::near;

/// Words of other programs, and what they are here.
const HABITS: [(&str, &str); 9] = [
    ("ls", "list"),
    ("apis", "list"),
    ("version", "--version"),
    ("find", "search"),
    ("grep", "scan"),
    ("diagnose", "parse"),
    ("exec", "run"),
    ("check", "catalog check"),
    ("new", "catalog new"),
];

/// Says what is wrong, and names the nearest right thing.
pub(super) fn mistake(mut error: Error, command: &Command, args: &[OsString]) -> String {
    let secrets = Secrets::default();
    let words = args.iter().skip(1).filter_map(|arg| arg.to_str());
    let mut place = command;
    for word in words.filter(|word| *word != "help") {
        place = place.find_subcommand(word).unwrap_or(place);
    }
    let typed = |error: &Error, kind| match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        _ => String::new(),
    };
    match error.kind() {
        ErrorKind::MissingRequiredArgument => {
            let missing = match error.get(ContextKind::InvalidArg) {
                Some(ContextValue::Strings(names)) => names.join(" "),
                _ => String::new(),
            };
            let name = place.get_bin_name().unwrap_or_default();
            let arg = place.get_arguments().find(|arg| missing == arg.to_string());
            let what = arg
                .and_then(Arg::get_help)
                .map(|help| format!("\n  {help}"));
            let examples = place.get_before_help().map(|text| format!("\n\n{text}"));
            return format!(
                "`{name}` needs {missing}{}{}\n\nFor more information, try '--help'.",
                what.unwrap_or_default(),
                examples.unwrap_or_default()
            );
        }
        ErrorKind::InvalidSubcommand => {
            error.remove(ContextKind::SuggestedSubcommand);
            let word = typed(&error, ContextKind::InvalidSubcommand);
            let names = place.get_subcommands().map(Command::get_name);
            let is_root = place.get_name() == command.get_name();
            let habit = HABITS.iter().find(|(known, _)| is_root && *known == word);
            if let Some((_, meant)) = habit {
                let tip = ContextValue::StyledStrs(vec![format!("errdoc {meant}").into()]);
                error.insert(ContextKind::Suggested, tip);
            } else if let Some(name) = near(&word, names) {
                let name = ContextValue::String(name.to_owned());
                error.insert(ContextKind::SuggestedSubcommand, name);
            } else if is_root && args.get(1).is_none_or(|first| first != "help") {
                let is_folder = Path::new(&word).is_dir();
                let tip = if is_folder || is_path(&word) {
                    // The name is a mistake, or the folder is another.
                    String::new()
                } else if word.trim().contains(char::is_whitespace) {
                    "\n\n  tip: errdoc search WORDS".to_owned()
                } else {
                    format!("\n\n  tip: errdoc search {}", window(&secrets.mask(&word)))
                };
                let is_file = is_path(&word);
                let word = window(&secrets.mask(&word)).into_owned();
                let what = match is_file {
                    _ if is_folder => format!("`{word}` is a folder; name a file in it"),
                    true => format!("no file is called `{word}`"),
                    false => format!("`{word}` is not a command, a file or a known code"),
                };
                return format!("{what}{tip}\n\nFor more information, try '--help'.");
            }
        }
        // It reads standard input alone: the shell gives it files.
        ErrorKind::UnknownArgument if place.get_name() == "annotate" => {
            let word = typed(&error, ContextKind::InvalidArg);
            let name = place.get_bin_name().unwrap_or_default();
            if Path::new(&word).is_file() {
                let tip = format!("{name} < {word}").into();
                error.insert(ContextKind::Suggested, ContextValue::StyledStrs(vec![tip]));
            }
        }
        // Without a command it may be an option of those that need not be typed.
        ErrorKind::UnknownArgument if place.get_name() == command.get_name() => {
            let word = typed(&error, ContextKind::InvalidArg);
            let commands = ["parse", "explain"].iter();
            let commands = commands.filter_map(|name| command.find_subcommand(name));
            let names = commands.flat_map(Command::get_arguments);
            let names = names.filter_map(Arg::get_long);
            let bare = word.trim_start_matches('-');
            let is_told = error.get(ContextKind::SuggestedArg).is_some();
            if let Some(name) = near(bare, names).filter(|_| !is_told && bare.len() > 1) {
                let tip = format!("--{name}").into();
                error.insert(ContextKind::Suggested, ContextValue::StyledStrs(vec![tip]));
            }
        }
        ErrorKind::InvalidValue => {
            let word = typed(&error, ContextKind::InvalidValue);
            if let Some(ContextValue::Strings(values)) = error.get(ContextKind::ValidValue) {
                let begin = |value: &&String| !word.is_empty() && value.starts_with(&word);
                let near: Vec<String> = values.iter().filter(begin).cloned().collect();
                if near.len() > 1 {
                    let tip = near.join(" or ").into();
                    error.remove(ContextKind::SuggestedValue);
                    error.insert(ContextKind::Suggested, ContextValue::StyledStrs(vec![tip]));
                }
            }
            let is_told = [ContextKind::SuggestedValue, ContextKind::Suggested]
                .iter()
                .any(|kind| error.get(*kind).is_some());
            if is_told {
                return rendered(&error, &secrets);
            }
            if let Some(ContextValue::Strings(values)) = error.get(ContextKind::ValidValue)
                && let Some(value) = near(&word, values.iter().map(String::as_str))
            {
                let value = ContextValue::String(value.to_owned());
                error.insert(ContextKind::SuggestedValue, value);
            }
        }
        _ => {}
    }
    rendered(&error, &secrets)
}

/// Returns true if a word is meant to be the name of a file: it has folders or an ending.
fn is_path(word: &str) -> bool {
    let is_ending = |end: &str| {
        (1..=5).contains(&end.len())
            && end
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
    };
    let has_ending = Path::new(word).extension().and_then(|end| end.to_str());
    !word.contains(char::is_whitespace)
        && (word.contains(['/', '\\']) || has_ending.is_some_and(is_ending))
}

/// Returns the text of a mistake.
fn rendered(error: &Error, secrets: &Secrets) -> String {
    let text = secrets.mask(&error.render().to_string());
    let text = text.strip_prefix("error: ").unwrap_or(&text);
    windowed(text.trim_end())
}
