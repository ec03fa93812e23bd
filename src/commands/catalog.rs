//! `errdoc catalog`: check, show and start catalog files.

use errdoc::catalog::Catalog;
use errdoc::check::check;
use errdoc::sanitize::{safe, safe_line};

use super::{Output, Trouble, World, catalog_text, form, no_api};
use crate::cli::{CatalogCommand, Format};
use crate::render::{json, text};

/// The file that `catalog new` prints; `acme` and `ACME` in it are replaced by the id.
const TEMPLATE: &str = include_str!("../../catalog/template.json");

/// Where the built-in files have their schema, and where a file of one's own has it.
const SCHEMA_HERE: &str = "\"$schema\": \"../schemas/catalog.schema.json\"";
const SCHEMA_BESIDE: &str = "\"$schema\": \"./catalog.schema.json\"";

/// What is said about a new file.
const HINT: &str = "For your editor, beside it: errdoc schema catalog > catalog.schema.json\n";

/// Runs the command.
pub(super) fn run(
    args: &CatalogCommand,
    catalog: &Catalog,
    format: Option<Format>,
    world: &World<'_>,
) -> Result<Output, Trouble> {
    match args {
        CatalogCommand::Check { files } => {
            let is_json = form("check", format)? == Format::Json;
            let mut problems = Vec::new();
            let mut warnings = Vec::new();
            let mut entries = 0;
            for path in files {
                let name = path.display().to_string();
                let text = catalog_text(path)?;
                if let Ok(source) = errdoc::catalog::Source::read(&name, text.clone()) {
                    entries += source.index.slots.len();
                    warnings.extend(catalog.replaced(&source));
                }
                problems.extend(check(catalog, &name, text));
            }
            let exit = if problems.is_empty() { 0 } else { 2 };
            if is_json {
                return Ok(Output {
                    stdout: json::problems(&problems, &warnings),
                    stderr: String::new(),
                    exit,
                });
            }
            let warned: String = warnings
                .iter()
                .map(|w| format!("errdoc: warning: {}\n", safe_line(&w.to_string())))
                .collect();
            if problems.is_empty() {
                return Ok(Output {
                    stdout: format!(
                        "{entries} entries, no problem: every example is diagnosed as its own entry.\n"
                    ),
                    stderr: warned,
                    exit,
                });
            }
            let lines: String = problems
                .iter()
                .map(|p| format!("{}\n", safe_line(&p.to_string())))
                .collect();
            let count = problems.len();
            let plural = if count == 1 { "" } else { "s" };
            Ok(Output {
                stdout: String::new(),
                stderr: format!("{warned}{lines}{count} problem{plural}.\n"),
                exit,
            })
        }
        CatalogCommand::Show { .. } | CatalogCommand::New { .. } if format.is_some() => Err(
            Trouble::Usage("a catalog file has one form only".to_owned()),
        ),
        CatalogCommand::Show { api: None } => {
            let mut apis = Vec::new();
            for id in catalog.ids() {
                let from = origins(catalog, id);
                apis.extend(catalog.api(id)?.map(|api| (api, format!(" · {from}"))));
            }
            Ok(Output {
                stdout: text::overview(&apis, world.look),
                ..Output::default()
            })
        }
        CatalogCommand::Show { api: Some(name) } => {
            let ids = catalog.resolve_api(name);
            let Some(id) = ids.first() else {
                return Err(no_api(catalog, name));
            };
            let files: Vec<String> = catalog
                .files(id)
                .map(|text| safe(text).replace(SCHEMA_HERE, SCHEMA_BESIDE))
                .collect();
            let is_mine = catalog.origins(id).any(|path| path.is_some());
            let from = format!("errdoc: {id}: {}\n", safe_line(&origins(catalog, id)));
            Ok(Output {
                stdout: files.join("\n"),
                stderr: if is_mine { from } else { String::new() },
                ..Output::default()
            })
        }
        // It needs no catalog that is loaded whole: `commands::run` answers it before.
        CatalogCommand::Index { .. } => Ok(Output::default()),
        CatalogCommand::New { id } => {
            let is_id = !id.is_empty()
                && id
                    .bytes()
                    .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
            if !is_id {
                return Err(Trouble::Usage(format!(
                    "`{id}` is no id: only a to z, 0 to 9 and `-` make one"
                )));
            }
            if catalog.ids().contains(&id.as_str()) {
                return Err(Trouble::Usage(format!(
                    "{id} exists already; a file with its id and `entries` alone adds codes to it"
                )));
            }
            Ok(Output {
                stdout: template(id),
                stderr: HINT.to_owned(),
                exit: 0,
            })
        }
    }
}

/// Gives the file to start from, with the id in its hosts and, in capitals, in its codes and variables.
fn template(id: &str) -> String {
    let capitals = id.to_ascii_uppercase().replace('-', "_");
    TEMPLATE.replace("acme", id).replace("ACME", &capitals)
}

/// Says where an API's files are from, those that count later last.
fn origins(catalog: &Catalog, id: &str) -> String {
    let origins = catalog.origins(id).map(|path| path.unwrap_or("built in"));
    origins.collect::<Vec<_>>().join(", ")
}
