//! The catalog as one page that works from a file: search, filters, deep links; readable without its script.

use std::fmt::Write as _;

use super::scan::html::{prose, text};
use super::sealed;
use crate::catalog::{Api, Hit};

/// The page's look.
const STYLE: &str = include_str!("site.css");

/// What searches, filters and opens entries.
const SCRIPT: &str = include_str!("site.js");

/// Returns the page of some entries and their APIs.
pub(crate) fn page(apis: &[Api], hits: &[Hit]) -> String {
    let mut page = sealed::head(STYLE, SCRIPT);
    page.reserve(hits.len() * 900);
    let (count, known) = (hits.len(), apis.len());
    let _ = writeln!(
        page,
        "<header>\n<h1>API errors</h1>\n<p>{count} errors of {known} APIs: cause, fix, and whether to retry.</p>"
    );
    page.push_str(
        "<form role=\"search\" hidden><label>Search <input type=\"search\" id=\"q\" autocomplete=\"off\"></label>\n\
         <label>API <select id=\"a\"><option value=\"\">all</option>",
    );
    for api in apis {
        let _ = write!(page, "<option>{}</option>", text(&api.id));
    }
    page.push_str(
        "</select></label>\n<label>Retry <select id=\"r\"><option value=\"\">all</option>",
    );
    for verdict in crate::catalog::Verdict::ALL {
        let _ = write!(page, "<option>{}</option>", text(verdict.brief()));
    }
    page.push_str(
        "</select></label>\n<output id=\"n\" aria-live=\"polite\"></output></form>\n</header>\n<main>\n",
    );
    for api in apis {
        section(&mut page, api, hits);
    }
    page + "</main>\n" + &sealed::foot(SCRIPT)
}

/// Writes an API with its entries.
fn section(page: &mut String, api: &Api, hits: &[Hit]) {
    let _ = writeln!(
        page,
        "<section id=\"{}\"><h2>{}</h2>",
        id(&api.id),
        text(&api.name)
    );
    if let Some(summary) = &api.summary {
        let _ = writeln!(page, "<p>{}</p>", prose(summary));
    }
    for hit in hits.iter().filter(|hit| hit.provider == api.id) {
        entry(page, hit, api);
    }
    page.push_str("</section>\n");
}

/// Returns a text as the name of a place in the page.
fn id(name: &str) -> String {
    text(&name.replace(char::is_whitespace, "_"))
}

/// Writes an entry.
fn entry(page: &mut String, hit: &Hit, api: &Api) {
    let entry = &hit.entry;
    let status = entry.http_status.usual();
    let status = status.map_or_else(String::new, |status| format!("{status} · "));
    let _ = write!(
        page,
        "<details id=\"{}:{}\"><summary><b>{}</b> {} <i>{status}{}</i></summary><p>{}",
        id(&hit.provider),
        id(&entry.code),
        text(&entry.code),
        text(&entry.title),
        text(entry.retry.verdict.brief()),
        prose(&entry.cause)
    );
    page.push_str("<ol>");
    for step in &entry.remediation {
        let _ = write!(page, "<li>{}", prose(&step.text));
        if let Some(command) = &step.command {
            let _ = write!(page, "<pre>{}</pre>", text(command));
        }
    }
    page.push_str("</ol>");
    if !entry.retry.advice.is_empty() {
        let _ = write!(page, "<p>{}", prose(&entry.retry.advice));
    }
    let url = entry.docs_url.as_ref().or(api.docs_url.as_ref());
    if let Some(url) = url.filter(|url| url.starts_with("https://")) {
        let _ = write!(
            page,
            "<p><a rel=\"noreferrer\" href=\"{}\">Docs</a>",
            text(url)
        );
    }
    page.push_str("</details>\n");
}

#[cfg(test)]
mod tests {
    use super::page;
    use crate::catalog::Catalog;

    #[test]
    fn the_whole_catalog_fits_and_loads_nothing() {
        let catalog = Catalog::builtin();
        let apis: Vec<_> = catalog
            .ids()
            .iter()
            .filter_map(|id| catalog.api(id).unwrap())
            .collect();
        let hits = catalog.hits(&[]).unwrap();
        let page = page(&apis, &hits);
        assert!(page.len() < 6_000_000, "{}", page.len());
        assert_eq!(page.matches("<details ").count(), hits.len());
        assert!(page.contains("id=\"sent-v3:AUTH_002\""));
        for loading in [" src=", "url(", "@import", "fetch(", "<link"] {
            assert!(!page.contains(loading), "{loading}");
        }
    }
}
