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
                let word = window(&secrets.mask(&word)).into_owned();
                return format!(
                    "`{word}` is not a command, a file or a known code\n\n  tip: errdoc search {word}\n\nFor more information, try '--help'."
                );
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

/// Returns the text of a mistake.
fn rendered(error: &Error, secrets: &Secrets) -> String {
    let text = secrets.mask(&error.render().to_string());
    let text = text.strip_prefix("error: ").unwrap_or(&text);
    windowed(text.trim_end())
}
