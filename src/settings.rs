//! What a person sets once: `ERRDOC_PROVIDER` and `errdoc/config.toml`.

use clap::ValueEnum as _;

use crate::cli::{Command, Format, forms};

/// What is set.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct Settings {
    /// The APIs to consider where no option names any.
    pub(crate) provider: Vec<String>,
    /// Where that is set.
    pub(crate) origin: String,
    /// The form of answers where no option names one.
    format: Option<Format>,
    /// What is wrong with the file.
    pub(crate) warning: Option<String>,
}

impl Settings {
    /// Reads the variable and the text of the file. Of the APIs, the variable comes first.
    pub(crate) fn read(variable: Option<&str>, file: Option<(&str, &str)>) -> Self {
        let mut settings = Self::default();
        if let Some((path, text)) = file {
            match read(text) {
                Ok(read) => {
                    settings = Self {
                        origin: path.to_owned(),
                        ..read
                    }
                }
                Err(fault) => settings.warning = Some(format!("{path}: {fault}")),
            }
        }
        if let Some(names) = variable {
            let names = names.split([',', ' ', ';']);
            settings.provider = names
                .filter(|name| !name.is_empty())
                .map(str::to_owned)
                .collect();
            "ERRDOC_PROVIDER".clone_into(&mut settings.origin);
        }
        settings
    }

    /// Returns the form in which a command answers where nobody says so: the one that is set, if the command has it. The forms of
    /// what programs and shells read are not a matter of taste.
    pub(crate) fn format(&self, command: &Command) -> Option<Format> {
        let (name, is_short) = match command {
            Command::Explain(args) => ("explain", args.short || args.web),
            Command::Parse(args) => ("parse", args.short),
            Command::Run(_) => ("run", false),
            Command::Scan(_) => ("scan", false),
            Command::Report(_) => ("report", false),
            Command::List(_) => ("list", false),
            Command::Search(_) => ("search", false),
            Command::Guide(_) => ("guide", false),
            _ => return None,
        };
        let format = self.format.filter(|format| *format != Format::Text);
        format.filter(|format| !is_short && forms(name).contains(format))
    }
}

/// Reads a settings file, which is TOML: `provider = "stripe"` or `provider = ["sent-v3", "stripe"]`, and `format = "markdown"`.
fn read(text: &str) -> Result<Settings, String> {
    let mut settings = Settings::default();
    let mut lines = text.lines().enumerate();
    while let Some((at, line)) = lines.next() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let fault = |what: &str| format!("line {}: {what}", at + 1);
        let (key, value) = line
            .split_once('=')
            .ok_or_else(|| fault("expected `provider = [...]` or `format = \"...\"`"))?;
        let mut value = value.to_owned();
        while value.contains('[') && !value.contains(']') {
            let (_, more) = lines.next().ok_or_else(|| fault("the list has no end"))?;
            value.push_str(more);
        }
        match key.trim() {
            "provider" => {
                settings.provider =
                    names(&value).ok_or_else(|| fault("expected a name or a list of names"))?;
            }
            "format" => {
                let name = names(&value).filter(|names| names.len() == 1);
                let name = name.ok_or_else(|| fault("expected the name of a format"))?;
                let format = Format::from_str(&name[0], false);
                let format = format.map_err(|_| fault(&format!("unknown format `{}`", name[0])))?;
                settings.format = Some(format);
            }
            other => {
                return Err(fault(&format!(
                    "`{other}` is not a setting; `provider` and `format` are"
                )));
            }
        }
    }
    Ok(settings)
}

/// Reads a name in quotes or a list of such.
fn names(value: &str) -> Option<Vec<String>> {
    let value = value.trim();
    let (list, rest) = match value.strip_prefix('[') {
        Some(list) => list.rsplit_once(']')?,
        None => match value.split_once('#') {
            Some((name, comment)) => (name, comment),
            None => (value, ""),
        },
    };
    let rest = rest.trim();
    if value.starts_with('[') && !rest.is_empty() && !rest.starts_with('#') {
        return None;
    }
    let names = list.split(',').map(str::trim);
    let names = names.filter(|name| !name.is_empty());
    let quoted = |name: &str| {
        let quote = name.chars().next().filter(|c| "\"'".contains(*c))?;
        let inner = name.strip_prefix(quote)?.strip_suffix(quote)?;
        Some(inner.to_owned())
    };
    names.map(quoted).collect()
}

#[cfg(test)]
mod tests {
    use super::{Format, Settings, read};
    use crate::cli::Cli;
    use clap::Parser as _;

    #[test]
    fn a_name_and_a_list_are_read() {
        for (text, names) in [
            ("", &[][..]),
            ("# nothing\n\n", &[]),
            ("provider = \"stripe\"", &["stripe"]),
            (
                "provider = [\"sent-v3\", 'stripe'] # mine",
                &["sent-v3", "stripe"],
            ),
            ("provider = [\n  \"a\",\n  \"b\",\n]", &["a", "b"]),
        ] {
            assert_eq!(read(text).unwrap().provider, names, "{text}");
        }
    }

    #[test]
    fn a_mistake_is_named_with_its_line() {
        for (text, said) in [
            ("\ncolour = 1", "line 2: `colour` is not a setting"),
            ("provider", "line 1: expected"),
            ("provider = stripe", "line 1: expected a name"),
            ("provider = [\"a\"", "line 1: the list has no end"),
            ("format = json", "line 1: expected the name of a format"),
            ("format = [\"json\", \"tsv\"]", "line 1: expected the name"),
            ("#\nformat = \"yaml\"", "line 2: unknown format `yaml`"),
        ] {
            let fault = read(text).unwrap_err();
            assert!(fault.starts_with(said), "{fault}");
        }
    }

    #[test]
    fn the_variable_comes_before_the_file() {
        let file = Some(("c.toml", "provider = \"a\""));
        assert_eq!(Settings::read(Some("b, c"), file).provider, ["b", "c"]);
        assert_eq!(Settings::read(None, file).provider, ["a"]);
        assert!(Settings::read(Some(""), file).provider.is_empty());
        let file = Some(("c.toml", "provider = \"a\"\nformat = \"json\""));
        let settings = Settings::read(Some("b"), file);
        assert_eq!(settings.provider, ["b"]);
        assert_eq!(settings.format, Some(Format::Json));
    }

    #[test]
    fn a_command_without_the_form_keeps_its_own() {
        let file = "provider = [\n \"a\"\n]\nformat = 'markdown' # for the wiki";
        let settings = Settings::read(None, Some(("c.toml", file)));
        for (line, is_set) in [
            ("explain 429", true),
            ("parse x", true),
            ("list", true),
            ("guide michow", true),
            ("run -- true", true),
            ("explain --short 429", false),
            ("explain --web 429", false),
            ("parse -S x", false),
            ("annotate", false),
            ("catalog check x", false),
            ("schema parse", false),
        ] {
            let cli = Cli::try_parse_from(format!("errdoc {line}").split(' ')).unwrap();
            let format = settings.format(&cli.command.unwrap());
            assert_eq!(format, is_set.then_some(Format::Markdown), "{line}");
        }
        let settings = Settings::read(None, Some(("c.toml", "format = \"tsv\"")));
        let cli = Cli::try_parse_from(["errdoc", "guide"]).unwrap();
        assert_eq!(settings.format(&cli.command.unwrap()), None);
    }
}
