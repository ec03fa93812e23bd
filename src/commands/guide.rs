//! `errdoc guide`: an API's troubleshooting, and where to get help.

use super::{Call, Output, Trouble, World, no_api};
use crate::cli::{Format, Guide};
use crate::render::{json, markdown, text};

/// Runs the command.
pub(super) fn run(args: &Guide, call: Call<'_>, world: &World<'_>) -> Result<Output, Trouble> {
    let Call { catalog, only, .. } = call;
    let ids = match &args.api {
        Some(name) => {
            let mut ids = catalog.resolve_api(name);
            if ids.is_empty() {
                return Err(no_api(catalog, name));
            }
            ids.retain(|id| only.is_empty() || only.contains(id));
            if ids.is_empty() {
                return Err(Trouble::Usage(format!(
                    "`{name}` is none of {}, which --provider allows",
                    only.join(", ")
                )));
            }
            ids
        }
        None => only.to_vec(),
    };
    let format = call.form("guide")?;
    let is_overview = ids.is_empty();
    let ids = if is_overview { catalog.ids() } else { ids };
    let mut apis = Vec::new();
    for id in ids {
        apis.extend(catalog.api(id)?);
    }
    let stdout = match format {
        Format::Json => json::guides(&apis),
        Format::Markdown if is_overview => markdown::overview(&apis),
        _ if is_overview => {
            let mut apis: Vec<_> = apis.into_iter().map(|api| (api, String::new())).collect();
            apis.sort_by(|(a, _), (b, _)| a.id.cmp(&b.id));
            text::overview(&apis, world.look)
        }
        Format::Markdown => apis
            .iter()
            .map(markdown::guide)
            .collect::<Vec<_>>()
            .join("\n"),
        _ => apis
            .iter()
            .map(|api| text::guide(api, world.look))
            .collect::<Vec<_>>()
            .join("\n"),
    };
    Ok(Output::answer(stdout))
}
