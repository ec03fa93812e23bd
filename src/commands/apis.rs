//! Which APIs a command considers: the option's, or what a person has set.

use errdoc::catalog::Catalog;

use super::{Trouble, World, near};
use crate::cli::Command;

/// Returns the APIs to consider: those of the option, else those that a person has set, unless an API is asked for by name.
pub(super) fn considered(
    typed: &[String],
    command: &Command,
    catalog: &Catalog,
    world: &World<'_>,
) -> Result<Vec<String>, Trouble> {
    let is_all = |names: &[String]| names.iter().any(|name| name == "all");
    if !typed.is_empty() {
        return match is_all(typed) {
            true => Ok(Vec::new()),
            false => providers(catalog, typed),
        };
    }
    let set = &world.settings.provider;
    let is_named = match command {
        Command::Explain(args) => {
            let is_named = |code: &String| {
                !catalog.query(code, &[]).providers.is_empty()
                    || catalog.ids().contains(&code.trim_end_matches(':'))
            };
            args.codes.iter().any(is_named)
        }
        Command::List(args) => !args.apis.is_empty(),
        Command::Guide(args) => args.api.is_some(),
        Command::Catalog(_) => true,
        _ => false,
    };
    if set.is_empty() || is_named || is_all(set) {
        return Ok(Vec::new());
    }
    providers(catalog, set).map_err(|trouble| match trouble {
        Trouble::Usage(text) => Trouble::Usage(format!("{}: {text}", world.settings.origin)),
        other => other,
    })
}

/// Turns what was typed as providers into ids.
fn providers(catalog: &Catalog, typed: &[String]) -> Result<Vec<String>, Trouble> {
    let mut ids = Vec::new();
    for name in typed {
        let found = catalog.resolve_api(name);
        if found.is_empty() {
            return Err(no_api(catalog, name));
        }
        ids.extend(found.into_iter().map(str::to_owned));
    }
    Ok(ids)
}

/// Returns the trouble of an API that nobody knows, with the one that may be meant.
pub(super) fn no_api(catalog: &Catalog, name: &str) -> Trouble {
    let ids = catalog.ids();
    let near = near(name, ids.iter().copied())
        .map_or_else(|| ".".to_owned(), |id| format!("; did you mean {id}?"));
    let count = ids.len();
    Trouble::Usage(format!(
        "no API is called `{name}`{near} `errdoc catalog show` lists all {count}."
    ))
}
