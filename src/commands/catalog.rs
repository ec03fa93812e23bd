//! `errdoc catalog`: check, show and start catalog files.

use std::path::PathBuf;

use errdoc::catalog::{Catalog, Source};
use errdoc::check::{Sureness, check, sureness};
use errdoc::draft::{Drafted, NoDraft, draft, listed};
use errdoc::sanitize::{safe, safe_line};

use super::{Call, Output, Trouble, World, catalog_text, no_api, parse};
use crate::cli::{CatalogCommand, Format};
use crate::render::{json, text};

/// The file that `catalog new` prints; `acme` and `ACME` in it are replaced by the id.
const TEMPLATE: &str = include_str!("../../catalog/template.json");

/// Where the built-in files have their schema, and where a file of one's own has it.
const SCHEMA_HERE: &str = "\"$schema\": \"../schemas/catalog.schema.json\"";
const SCHEMA_BESIDE: &str = "\"$schema\": \"./catalog.schema.json\"";

/// What is said about a new file.
const HINT: &str = "For your editor: errdoc schema catalog > catalog.schema.json\n";

/// Runs the command.
pub(super) fn run(
    args: &CatalogCommand,
    call: Call<'_>,
    world: &mut World<'_>,
) -> Result<Output, Trouble> {
    let Call {
        catalog, format, ..
    } = call;
    match args {
        CatalogCommand::Check { files, verbose } => checked(files, *verbose, call),
        CatalogCommand::Show { .. } | CatalogCommand::New { .. } if format.is_some() => Err(
            Trouble::Usage("a catalog file has one form only".to_owned()),
        ),
        CatalogCommand::Show { api: None } => overview(catalog, world),
        CatalogCommand::Show { api: Some(name) } => shown(name, catalog),
        CatalogCommand::New { id, from } => match from {
            None => Ok(Output {
                stdout: free(id, catalog)?,
                stderr: HINT.to_owned(),
                exit: 0,
            }),
            Some(input) => drafted(id, input, catalog, world),
        },
        // It needs no catalog that is loaded whole: `commands::run` answers it before.
        CatalogCommand::Index { .. } => Ok(Output::default()),
    }
}

/// Says what is wrong with files.
fn checked(files: &[PathBuf], is_verbose: bool, call: Call<'_>) -> Result<Output, Trouble> {
    let Call { catalog, .. } = call;
    let is_json = call.form("check")? == Format::Json;
    let mut problems = Vec::new();
    let mut warnings = Vec::new();
    let mut entries = 0;
    let mut sure = String::new();
    for path in files {
        let name = path.display().to_string();
        let content = catalog_text(path)?;
        if let Ok(source) = Source::read(&name, content.clone()) {
            entries += source.index.slots.len();
            warnings.extend(catalog.replaced(&source));
        }
        let found = check(catalog, &name, content.clone());
        if found.is_empty() && is_verbose && !is_json {
            for Sureness {
                code,
                certainty,
                evidence,
                because,
            } in sureness(catalog, &name, content)?
            {
                let agree = text::agreement(&evidence);
                let because = because.map_or_else(String::new, |why| format!(". {why}"));
                let line = format!("{code} {}: {agree}{because}", certainty.id());
                sure.push_str(&(safe_line(&line) + "\n"));
            }
        }
        problems.extend(found);
    }
    let exit = if problems.is_empty() { 0 } else { 2 };
    if is_json {
        return Ok(Output {
            stdout: json::problems(&problems, &warnings),
            stderr: String::new(),
            exit,
        });
    }
    let mut stderr: String = warnings
        .iter()
        .map(|warning| format!("errdoc: warning: {}\n", safe_line(&warning.to_string())))
        .collect();
    let mut stdout = sure;
    if problems.is_empty() {
        stdout.push_str(&format!(
            "{}, no problem: every example is diagnosed as its own entry.\n",
            text::entries(entries)
        ));
    } else {
        stderr.extend(
            problems
                .iter()
                .map(|problem| format!("{}\n", safe_line(&problem.to_string()))),
        );
        let count = problems.len();
        let plural = if count == 1 { "" } else { "s" };
        stderr.push_str(&format!("{count} problem{plural}.\n"));
    }
    Ok(Output {
        stdout,
        stderr,
        exit,
    })
}

/// Shows which APIs there are, and where each is from.
fn overview(catalog: &Catalog, world: &World<'_>) -> Result<Output, Trouble> {
    let mut apis = Vec::new();
    for id in catalog.ids() {
        let from = origins(catalog, id);
        let count = text::entries(catalog.entry_count(id));
        let about = format!(" · {count} · {from}");
        apis.extend(catalog.api(id)?.map(|api| (api, about)));
    }
    Ok(Output::answer(text::overview(&apis, world.look)))
}

/// Prints an API's files as they are, ready to be changed.
fn shown(name: &str, catalog: &Catalog) -> Result<Output, Trouble> {
    let ids = catalog.resolve_api(name);
    let Some(id) = ids.first() else {
        return Err(no_api(catalog, name));
    };
    let files: Vec<String> = catalog
        .files(id)
        .map(|text| safe(&text).replace(SCHEMA_HERE, SCHEMA_BESIDE))
        .collect();
    let is_mine = catalog.origins(id).any(|path| path.is_some());
    let from = format!("errdoc: {id}: {}\n", safe_line(&origins(catalog, id)));
    Ok(Output {
        stdout: files.join("\n"),
        stderr: if is_mine { from } else { String::new() },
        ..Output::default()
    })
}

/// Prints a file drafted from a response.
fn drafted(
    id: &str,
    input: &str,
    catalog: &Catalog,
    world: &mut World<'_>,
) -> Result<Output, Trouble> {
    free(id, catalog)?;
    let content = parse::read(input, catalog, world)?;
    let listed = listed(id, &content.bytes, catalog).map_err(undrafted)?;
    let Drafted { text, unknown } = match listed {
        Some(drafted) => drafted,
        None => Drafted {
            text: draft(id, &content.bytes, catalog).map_err(undrafted)?,
            unknown: Vec::new(),
        },
    };
    let unknown: String = unknown.iter().map(|what| format!("{what}\n")).collect();
    Ok(Output {
        stdout: safe(&text).into_owned(),
        stderr: content.fault.unwrap_or_default() + &safe(&unknown) + HINT,
        exit: 0,
    })
}

/// Says why no file could be drafted.
fn undrafted(why: NoDraft) -> Trouble {
    let why = match why {
        NoDraft::NoError => "no response with an error in its body was found",
        NoDraft::Known => "the catalog knows this error: `errdoc parse` explains it",
        NoDraft::TooLittle => "the body is too common to tell the API by it",
        NoDraft::NoResponses => "no error response of the OpenAPI document has a JSON body",
        NoDraft::Unreadable(fault) => {
            return Trouble::Input(format!("cannot read the OpenAPI document: {fault}"));
        }
    };
    Trouble::Input(format!("cannot draft a catalog file: {why}"))
}

/// Fails where an id is not valid, or taken.
fn is_new(id: &str, catalog: &Catalog) -> Result<(), Trouble> {
    let is_id = !id.is_empty()
        && id
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    if !is_id {
        return Err(Trouble::Usage(format!(
            "invalid id `{id}`: use a-z, 0-9 and `-`"
        )));
    }
    if catalog.ids().contains(&id) {
        return Err(Trouble::Usage(format!(
            "{id} exists already; a file with its id and `entries` alone adds codes to it"
        )));
    }
    Ok(())
}

/// Returns the file to start from; fails where its id is not valid, or names an API already.
fn free(id: &str, catalog: &Catalog) -> Result<String, Trouble> {
    is_new(id, catalog)?;
    let text = template(id);
    let source = Source::read(id, text.clone())?;
    match catalog.faults(&source).next() {
        Some(fault) => Err(Trouble::Usage(fault.message)),
        None => Ok(text),
    }
}

/// Returns the file to start from, with the id in its hosts and, in capitals, in its codes and variables.
fn template(id: &str) -> String {
    let capitals = id.to_ascii_uppercase().replace('-', "_");
    TEMPLATE.replace("acme", id).replace("ACME", &capitals)
}

/// Says where an API's files are from, those that count later last.
fn origins(catalog: &Catalog, id: &str) -> String {
    let origins = catalog.origins(id).map(|path| path.unwrap_or("built in"));
    origins.collect::<Vec<_>>().join(", ")
}
