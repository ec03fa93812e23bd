//! What a scan found as one page that can be opened and sent on: readable without its script, nothing loaded from elsewhere.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use errdoc::scan::{By, Group, Seen, time};

use super::super::status_and_sign;
use super::super::{Again, grouped, sealed, steps};
use super::{Answer, status, step};
use crate::catalog::Step;
use crate::pattern::Values;
use crate::sanitize::{safe, safe_line};

/// How many errors have a colour of their own in the chart; the rest share one.
const MOST_COLORS: usize = 7;

/// The size of the chart's plot.
const PLOT: (f64, f64) = (880.0, 200.0);

/// Where the plot is in the chart.
const PLOT_AT: (f64, f64) = (56.0, 12.0);

/// The page's look.
const STYLE: &str = include_str!("report.css");

/// What filters rows.
const SCRIPT: &str = include_str!("report.js");

/// Returns the page. `now` is the time at which it is made.
pub(crate) fn page(answer: &Answer<'_, '_>, now: i64) -> String {
    let mut page = sealed::head(STYLE, SCRIPT) + "<header>\n<h1>API errors</h1>\n";
    let _ = writeln!(page, "<p>{}</p>", text(&answer.summary()));
    let names: Vec<String> = answer
        .names
        .iter()
        .map(|name| match name.as_str() {
            "-" => "standard input".to_owned(),
            // A path says more about a machine than a report should.
            path => format!(
                "<code>{}</code>",
                text(path.rsplit(['/', '\\']).next().unwrap_or(path))
            ),
        })
        .collect();
    let _ = writeln!(
        page,
        "<p class=\"dim\">{} · made {} (UTC)</p>\n</header>\n<main>",
        names.join(", "),
        minute(now)
    );
    if answer.groups.is_empty() {
        let _ = writeln!(page, "<p>{}</p>", answer.nothing());
    } else {
        chart(&mut page, answer);
        table(&mut page, answer);
        if let Some(doubts) = answer.doubts() {
            let _ = writeln!(page, "<p>{}</p>", text(&doubts));
        }
        if answer.by == By::Code {
            page.push_str("<h2>What to do</h2>\n");
            for (position, group) in answer.groups.iter().enumerate() {
                article(&mut page, position, group);
            }
        }
    }
    unknown(&mut page, answer);
    page + "</main>\n" + &sealed::foot(SCRIPT)
}

/// Adds what filters the rows; without the script it is hidden.
fn filter(page: &mut String, answer: &Answer<'_, '_>) {
    let apis = answer.groups.iter().filter_map(|group| group.kind.provider);
    let apis: BTreeSet<&str> = apis.collect();
    page.push_str(
        "<form role=\"search\" hidden><label>Filter <input type=\"search\" id=\"q\" autocomplete=\"off\" placeholder=\"code or words\"></label>\n\
         <label>API <select id=\"a\"><option value=\"\">all</option>",
    );
    for api in apis {
        let _ = write!(page, "<option>{}</option>", text(api));
    }
    page.push_str("</select></label>\n<output id=\"n\" aria-live=\"polite\"></output></form>\n");
}

/// Makes text from outside safe for a terminal and for HTML.
pub(in super::super) fn text(outside: &str) -> String {
    let mut escaped = String::with_capacity(outside.len());
    for c in safe(outside).chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            c => escaped.push(c),
        }
    }
    escaped
}

/// Makes prose from the catalog HTML: what is between backticks is code.
pub(in super::super) fn prose(outside: &str) -> String {
    let mut html = String::new();
    for (position, part) in outside.split('`').enumerate() {
        if position % 2 == 1 {
            let _ = write!(html, "<code>{}</code>", text(part));
        } else {
            html.push_str(&text(part));
        }
    }
    html
}

/// Writes a time to the minute.
fn minute(at: i64) -> String {
    let written = time::written(at);
    written.get(..16).unwrap_or(&written).replace('T', " ")
}

/// Returns what a group is called in the chart.
fn name(answer: &Answer<'_, '_>, group: &Group<'_>) -> String {
    match (
        &group.kind.code,
        group.kind.provider,
        group.kind.http_status,
    ) {
        (Some(code), Some(provider), _) => format!("{provider} {code}"),
        (None, Some(provider), _) => provider.to_owned(),
        (_, _, Some(status)) => format!("{status} {}", answer.title(group)),
        _ => answer.title(group),
    }
}

/// What a colour of the chart stands for.
struct Layer {
    label: String,
    /// How often it was seen, with the errors whose line has no time.
    count: u64,
    /// How often in each step.
    timeline: Vec<u64>,
}

/// Returns what has a colour of its own, and all others as one.
fn layers(answer: &Answer<'_, '_>) -> Vec<Layer> {
    let mut layers: Vec<Layer> = Vec::new();
    for (position, group) in answer.groups.iter().enumerate() {
        let timeline = answer.tally.timeline(group);
        match layers.last_mut() {
            Some(others) if position > MOST_COLORS => {
                others.count += group.count;
                for (sum, count) in others.timeline.iter_mut().zip(timeline) {
                    *sum += count;
                }
            }
            _ => layers.push(Layer {
                label: match position {
                    MOST_COLORS => "all others".to_owned(),
                    _ => name(answer, group),
                },
                count: group.count,
                timeline,
            }),
        }
    }
    layers
}

/// Adds the chart of errors over time, the most frequent at the bottom.
fn chart(page: &mut String, answer: &Answer<'_, '_>) {
    let (Some(begin), Some(seconds)) = (answer.tally.first_bucket(), answer.tally.bucket_seconds())
    else {
        return;
    };
    let layers = layers(answer);
    let steps = layers.first().map_or(0, |layer| layer.timeline.len());
    let sum = |at: usize| layers.iter().map(|layer| layer.timeline[at]).sum::<u64>();
    let most = (0..steps).map(sum).max().unwrap_or(0).max(1);
    let moment = |step: usize| begin + i64::try_from(step).unwrap_or(0) * seconds * 1000;
    let (width, height) = PLOT;
    let (left, top) = PLOT_AT;
    let _ = writeln!(
        page,
        "<h2>Errors over time</h2>\n<div class=\"scroll\"><svg class=\"chart\" viewBox=\"0 0 {} {}\" role=\"img\" aria-label=\"Errors over time, {} a bar\">",
        left + width + 8.0,
        top + height + 28.0,
        step(seconds)
    );
    for (share, count) in [(0.0, 0), (0.5, most / 2), (1.0, most)] {
        let y = top + height * (1.0 - share);
        let _ = writeln!(
            page,
            "<line class=\"axis\" x1=\"{left}\" x2=\"{:.1}\" y1=\"{y:.1}\" y2=\"{y:.1}\"/><text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\">{}</text>",
            left + width,
            left - 6.0,
            y + 4.0,
            grouped(count)
        );
    }
    for at in 0..steps {
        bar(page, &layers, at, most, &time::written(moment(at)));
    }
    for (x, anchor, at) in [(left, "start", 0), (left + width, "end", steps)] {
        let _ = writeln!(
            page,
            "<text x=\"{x:.1}\" y=\"{:.1}\" text-anchor=\"{anchor}\">{}</text>",
            top + height + 18.0,
            time::written(moment(at))
                .replace('T', " ")
                .trim_end_matches('Z')
        );
    }
    page.push_str("</svg></div>\n<ul class=\"legend\">\n");
    for (color, layer) in layers.iter().enumerate() {
        let _ = writeln!(
            page,
            "<li><svg viewBox=\"0 0 10 10\" aria-hidden=\"true\"><rect class=\"k{color}\" width=\"10\" height=\"10\" rx=\"2\"/></svg>{} <span class=\"dim\">{}</span></li>",
            text(&layer.label),
            grouped(layer.count)
        );
    }
    page.push_str("</ul>\n");
}

/// Adds the bar of one step, which begins at the time `from`; the highest bar has `most` errors.
fn bar(page: &mut String, layers: &[Layer], at: usize, most: u64, from: &str) {
    #[allow(clippy::cast_precision_loss, reason = "a place on a page")]
    let float = |n: u64| n as f64;
    let (width, height) = PLOT;
    let (left, top) = PLOT_AT;
    let steps = layers.first().map_or(1, |layer| layer.timeline.len());
    let each = width / float(steps as u64);
    let mut y = top + height;
    for (color, layer) in layers.iter().enumerate() {
        let count = layer.timeline[at];
        if count == 0 {
            continue;
        }
        let tall = height * float(count) / float(most);
        y -= tall;
        let _ = writeln!(
            page,
            "<rect class=\"k{color}\" x=\"{:.1}\" y=\"{y:.2}\" width=\"{:.1}\" height=\"{tall:.2}\"><title>{}: {count} from {}</title></rect>",
            left + each * (float(at as u64) + 0.08),
            each * 0.84,
            text(&layer.label),
            text(from),
        );
    }
}

/// Returns a timeline as a small chart of its own, in the colour that the error has in the large one: its highest bar is as high as
/// the row allows.
fn trend(timeline: &[u64], seconds: Option<i64>, position: usize) -> String {
    let color = position.min(MOST_COLORS);
    let most = timeline.iter().copied().max().unwrap_or(0);
    if most == 0 {
        return String::new();
    }
    let mut chart = format!(
        "<svg class=\"trend\" viewBox=\"0 0 {} 16\" preserveAspectRatio=\"none\" role=\"img\"><title>at most {} in {}</title>",
        timeline.len() * 4,
        grouped(most),
        seconds.map_or_else(|| "a step".to_owned(), step)
    );
    for (at, count) in timeline.iter().enumerate().filter(|(_, count)| **count > 0) {
        // A bar that is seen, however rare.
        let tall = (count * 16).div_ceil(most);
        let (x, y) = (at * 4, 16 - tall);
        let _ = write!(
            chart,
            "<rect class=\"k{color}\" x=\"{x}\" y=\"{y}\" width=\"3\" height=\"{tall}\"/>"
        );
    }
    chart + "</svg>"
}

/// Adds the table.
fn table(page: &mut String, answer: &Answer<'_, '_>) {
    page.push_str("<h2>Errors</h2>\n");
    filter(page, answer);
    page.push_str("<div class=\"scroll\"><table>\n<thead><tr><th>API</th><th>Code</th><th>Title</th><th>HTTP</th><th class=\"n\">Count</th><th class=\"n\">Share</th><th>Trend</th><th>First</th><th>Last</th>");
    let is_mixed = answer.is_mixed();
    page.push_str(if is_mixed { "<th>Where</th>" } else { "" });
    page.push_str("<th>Quick fix</th></tr></thead>\n<tbody>\n");
    for (position, group) in answer.groups.iter().enumerate() {
        let code = match &group.kind.code {
            Some(code) => format!("<a href=\"#e{position}\"><code>{}</code></a>", text(code)),
            None => String::new(),
        };
        let seen = |seen: &Seen| match seen.time {
            // A line may end between day and time, not within them.
            Some(at) => format!(
                "<span title=\"{}\">{}</span>",
                text(&answer.place(seen)),
                minute(at).replace(' ', "</span> <span>")
            ),
            None if is_mixed => String::new(),
            None => text(&answer.place(seen)),
        };
        let place = match is_mixed {
            true => format!("<td>{}</td>", text(&answer.place(&group.first))),
            false => String::new(),
        };
        let _ = writeln!(
            page,
            "<tr data-api=\"{0}\" data-count=\"{1}\"><td>{0}</td><td>{code}</td><td>{2}</td><td>{3}</td><td class=\"n\">{4}</td><td class=\"n\">{5:.1}%</td><td>{6}</td><td>{7}</td><td>{8}</td>{place}<td>{9}</td></tr>",
            text(group.kind.provider.unwrap_or_default()),
            group.count,
            text(&answer.title(group)),
            status(group),
            grouped(group.count),
            answer.share(group) * 100.0,
            trend(
                &answer.tally.timeline(group),
                answer.tally.bucket_seconds(),
                position
            ),
            seen(&group.first),
            seen(&group.last),
            prose(&answer.quick_fix(group).unwrap_or_default())
        );
    }
    page.push_str("</tbody>\n</table></div>\n");
    if answer.hidden > 0 {
        let _ = writeln!(
            page,
            "<p class=\"dim\">{} more.</p>",
            grouped(answer.hidden)
        );
    }
}

/// Adds what one error is and what to do about it.
fn article(page: &mut String, position: usize, group: &Group<'_>) {
    let (Some(entry), Some(api)) = (group.entry, group.api) else {
        return;
    };
    let _ = writeln!(
        page,
        "<article id=\"e{position}\">\n<h3><code>{}</code> {}</h3>\n<p class=\"dim\">{} · {} · {}{}</p>\n<p>{}</p>\n<ol>",
        text(&entry.code),
        text(&entry.title),
        text(&api.name),
        entry.category,
        status_and_sign(&entry.http_status),
        Again::usual(&entry.retry, entry.http_status.usual()),
        prose(&entry.cause)
    );
    for Step {
        text: words,
        command,
    } in steps(entry, &Values::new())
    {
        let _ = write!(page, "<li>{}", prose(&words));
        if let Some(command) = command {
            let _ = write!(page, "<pre>{}</pre>", text(&command));
        }
        page.push_str("</li>\n");
    }
    let _ = writeln!(
        page,
        "</ol>\n<p><b>Retry:</b> {}</p>",
        prose(&entry.retry.advice)
    );
    if !group.request_ids.is_empty() {
        let ids: Vec<String> = group
            .request_ids
            .iter()
            .map(|id| format!("<code>{}</code>", text(&safe_line(id))))
            .collect();
        let _ = writeln!(
            page,
            "<p class=\"dim\">Requests, for support: {}</p>",
            ids.join(", ")
        );
    }
    let url = entry.docs_url.as_ref().or(api.docs_url.as_ref());
    if let Some(url) = url.filter(|url| url.starts_with("https://")) {
        let _ = writeln!(
            page,
            "<p><a href=\"{0}\" rel=\"noreferrer\">{0}</a></p>",
            text(url)
        );
    }
    page.push_str("</article>\n");
}

/// Adds what was not recognized.
fn unknown(page: &mut String, answer: &Answer<'_, '_>) {
    if answer.unrecognized.is_empty() {
        return;
    }
    page.push_str("<h2>Not recognized</h2>\n<div class=\"scroll\"><table>\n<thead><tr><th class=\"n\">Count</th><th>What</th><th>First</th></tr></thead>\n<tbody>\n");
    for group in &answer.unrecognized {
        let _ = writeln!(
            page,
            "<tr><td class=\"n\">{}</td><td>{}</td><td>{}</td></tr>",
            grouped(group.count),
            text(&answer.unknown(group)),
            text(&answer.place(&group.first))
        );
    }
    page.push_str("</tbody>\n</table></div>\n");
}

#[cfg(test)]
mod tests {
    use super::{prose, text};

    #[test]
    fn nothing_from_outside_becomes_markup() {
        assert_eq!(
            text("<b a=\"x\">&'\u{1b}"),
            "&lt;b a=&quot;x&quot;&gt;&amp;&#39;\u{fffd}"
        );
        assert_eq!(prose("set `<x>` now"), "set <code>&lt;x&gt;</code> now");
    }
}
