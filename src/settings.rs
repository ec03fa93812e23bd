//! What a person sets once: `ERRDOC_PROVIDER`, else `errdoc/config.toml`.

/// What is set.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct Settings {
    /// The APIs to consider where no option names any.
    pub(crate) provider: Vec<String>,
    /// Where that is set.
    pub(crate) origin: String,
    /// What is wrong with the file.
    pub(crate) warning: Option<String>,
}

impl Settings {
    /// Reads the variable, and where it is not set the text of the file.
    pub(crate) fn read(variable: Option<&str>, file: Option<(&str, &str)>) -> Self {
        if let Some(names) = variable {
            return Self {
                provider: names
                    .split([',', ' ', ';'])
                    .filter(|name| !name.is_empty())
                    .map(str::to_owned)
                    .collect(),
                origin: "ERRDOC_PROVIDER".to_owned(),
                warning: None,
            };
        }
        let Some((path, text)) = file else {
            return Self::default();
        };
        match provider(text) {
            Ok(provider) => Self {
                provider,
                origin: path.to_owned(),
                warning: None,
            },
            Err(fault) => Self {
                warning: Some(format!("{path}: {fault}")),
                ..Self::default()
            },
        }
    }
}

/// Reads the APIs of a settings file: `provider = "stripe"` or `provider = ["sent-v3", "stripe"]`, in TOML.
fn provider(text: &str) -> Result<Vec<String>, String> {
    let mut provider = Vec::new();
    let mut lines = text.lines().enumerate();
    while let Some((at, line)) = lines.next() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let fault = |what: &str| format!("line {}: {what}", at + 1);
        let (key, value) = line
            .split_once('=')
            .ok_or_else(|| fault("expected `provider = [...]`"))?;
        if key.trim() != "provider" {
            return Err(fault(&format!(
                "`{}` is not a setting; `provider` is the only one",
                key.trim()
            )));
        }
        let mut value = value.to_owned();
        while value.contains('[') && !value.contains(']') {
            let (_, more) = lines.next().ok_or_else(|| fault("the list has no end"))?;
            value.push_str(more);
        }
        provider = names(&value).ok_or_else(|| fault("expected a name or a list of names"))?;
    }
    Ok(provider)
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
    use super::{Settings, provider};

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
            assert_eq!(provider(text).unwrap(), names, "{text}");
        }
    }

    #[test]
    fn a_mistake_is_named_with_its_line() {
        for (text, said) in [
            ("\ncolour = 1", "line 2: `colour` is not a setting"),
            ("provider", "line 1: expected"),
            ("provider = stripe", "line 1: expected a name"),
            ("provider = [\"a\"", "line 1: the list has no end"),
        ] {
            let fault = provider(text).unwrap_err();
            assert!(fault.starts_with(said), "{fault}");
        }
    }

    #[test]
    fn the_variable_comes_before_the_file() {
        let file = Some(("c.toml", "provider = \"a\""));
        assert_eq!(Settings::read(Some("b, c"), file).provider, ["b", "c"]);
        assert_eq!(Settings::read(None, file).provider, ["a"]);
        assert!(Settings::read(Some(""), file).provider.is_empty());
    }
}
