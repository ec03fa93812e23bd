//! What a scan found as one page that can be opened and sent on: no script, nothing loaded from elsewhere.

use std::fmt::Write as _;

use errdoc::scan::{By, Group, Seen, time};

use super::super::status_and_sign;
use super::super::{Again, steps};
use super::{Answer, grouped, step};
use crate::catalog::Step;
use crate::pattern::Values;
use crate::sanitize::safe;

/// How many errors have a colour of their own in the chart; the rest share one.
const MOST_COLORS: usize = 7;

/// The size of the chart's plot.
const PLOT: (f64, f64) = (880.0, 200.0);

/// Where the plot stands in the chart.
const PLOT_AT: (f64, f64) = (56.0, 12.0);

/// Colours that people who see colours differently tell apart too (Okabe and Ito), lighter where the page is dark.
const STYLE: &str = "
:root{color-scheme:light dark;--bg:#fff;--fg:#1b1f24;--dim:#59636e;--line:#d1d9e0;--card:#f6f8fa;--link:#0550ae;
--c0:#0072b2;--c1:#d55e00;--c2:#009e73;--c3:#cc79a7;--c4:#b58900;--c5:#56b4e9;--c6:#6f42c1;--c7:#8a939c}
@media(prefers-color-scheme:dark){:root{--bg:#0d1117;--fg:#e6edf3;--dim:#9aa4af;--line:#30363d;--card:#161b22;--link:#79b8ff;
--c0:#4aa8e0;--c1:#f28a4b;--c2:#3fc79a;--c3:#e3a3c7;--c4:#e3c04f;--c5:#8fd0f5;--c6:#b392f0;--c7:#7d8590}}
*{box-sizing:border-box}body{margin:0 auto;max-width:72rem;padding:2rem 1rem 4rem;background:var(--bg);color:var(--fg);
font:16px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,sans-serif}
h1{font-size:1.6rem;margin:0 0 .25rem}h2{font-size:1.2rem;margin:2.5rem 0 .75rem}h3{font-size:1rem;margin:0}
p{margin:.5rem 0}a{color:var(--link)}.dim{color:var(--dim)}code,pre{font:.9em/1.45 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
.scroll{overflow-x:auto}table{border-collapse:collapse;width:100%;font-size:.9rem}th,td{text-align:left;padding:.4rem .6rem;border-bottom:1px solid var(--line);vertical-align:top}td span{white-space:nowrap}
th{color:var(--dim);font-weight:600;white-space:nowrap}.n,td:first-child{white-space:nowrap}.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
svg{display:block;width:100%;height:auto}svg.trend{width:7rem;height:1.2rem}
svg.chart{min-width:38rem}svg text{fill:var(--dim);font:11px system-ui,sans-serif}.axis{stroke:var(--line);stroke-width:1}
.k0{fill:var(--c0)}.k1{fill:var(--c1)}.k2{fill:var(--c2)}.k3{fill:var(--c3)}.k4{fill:var(--c4)}.k5{fill:var(--c5)}.k6{fill:var(--c6)}.k7{fill:var(--c7)}
.legend{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;margin:.75rem 0 0;padding:0;list-style:none;font-size:.9rem}.legend svg{display:inline-block;width:.8rem;height:.8rem;margin-right:.4rem;vertical-align:-1px}
article{border:1px solid var(--line);border-radius:8px;background:var(--card);padding:1rem 1.25rem;margin:0 0 1rem}
pre{overflow-x:auto;border:1px solid var(--line);border-radius:6px;background:var(--bg);padding:.5rem .75rem;margin:.5rem 0}ol{padding-left:1.4rem;margin:.5rem 0}
@media print{body{max-width:none}article{break-inside:avoid}}
";

/// Returns the page. `now` is the time at which it is made.
#[must_use]
pub(crate) fn page(answer: &Answer<'_, '_>, now: i64) -> String {
    let mut page = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <title>API errors</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<header>\n<h1>API errors</h1>\n"
    );
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
    page.push_str("</main>\n</body>\n</html>\n");
    page
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

/// Makes prose from the catalog HTML: what stands between backticks is code.
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

/// Returns a timeline as a small chart of its own: its highest bar is as high as the row allows.
fn trend(timeline: &[u64]) -> String {
    let most = timeline.iter().copied().max().unwrap_or(0);
    if most == 0 {
        return String::new();
    }
    let mut chart = format!(
        "<svg class=\"trend\" viewBox=\"0 0 {} 16\" preserveAspectRatio=\"none\" aria-hidden=\"true\">",
        timeline.len() * 4
    );
    for (at, count) in timeline.iter().enumerate().filter(|(_, count)| **count > 0) {
        // A bar that is seen, however rare.
        let tall = (count * 16).div_ceil(most);
        let (x, y) = (at * 4, 16 - tall);
        let _ = write!(
            chart,
            "<rect class=\"k0\" x=\"{x}\" y=\"{y}\" width=\"3\" height=\"{tall}\"/>"
        );
    }
    chart + "</svg>"
}

/// Adds the table.
fn table(page: &mut String, answer: &Answer<'_, '_>) {
    page.push_str("<h2>Errors</h2>\n<div class=\"scroll\"><table>\n<thead><tr><th>API</th><th>Code</th><th>Title</th><th>HTTP</th><th class=\"n\">Count</th><th class=\"n\">Share</th><th>Trend</th><th>First</th><th>Last</th><th>Quick fix</th></tr></thead>\n<tbody>\n");
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
            None => text(&answer.place(seen)),
        };
        let _ = writeln!(
            page,
            "<tr><td>{}</td><td>{code}</td><td>{}</td><td>{}</td><td class=\"n\">{}</td><td class=\"n\">{:.1}%</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>",
            text(group.kind.provider.unwrap_or_default()),
            text(&answer.title(group)),
            group
                .kind
                .http_status
                .map(|s| s.to_string())
                .unwrap_or_default(),
            grouped(group.count),
            answer.share(group) * 100.0,
            trend(&answer.tally.timeline(group)),
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
            grouped(answer.hidden as u64)
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
            .map(|id| format!("<code>{}</code>", text(id)))
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
