//! `list`, `search` and `guide`: filters, forms, widths, and where help is.

use crate::program::{APIS, command, errdoc, folder, run, write};

/// Gives the longest line of a text in characters.
fn widest(text: &str) -> usize {
    text.lines()
        .map(|line| line.chars().count())
        .max()
        .unwrap_or(0)
}

#[test]
fn list_has_every_entry_once_in_the_order_of_the_catalog() {
    let all = errdoc(["list", "--json"]).names();
    let mut unique = all.clone();
    unique.sort();
    unique.dedup();
    assert_eq!(unique.len(), all.len());
    let by_api: Vec<String> = APIS
        .iter()
        .flat_map(|id| errdoc(["list", "--json", "-p", id]).names())
        .collect();
    assert_eq!(by_api.len(), 101);
    assert!(all.starts_with(&by_api));
    let positional = errdoc(["list", "--json", "michow", "sent-v3"]).names();
    assert_eq!(positional.len(), 48);
    let several = errdoc(["list", "--json", "-p", "michow", "-p", "sendivent"]).names();
    assert_eq!(several.len(), 20);
}

#[test]
fn each_filter_keeps_what_it_names_and_nothing_else() {
    let kept = |args: &[&str], member: &str| -> Vec<String> {
        let ran = errdoc([&["list", "--json"], args].concat());
        let json = ran.json();
        let entries = json["entries"].as_array().unwrap();
        assert!(!entries.is_empty(), "{args:?}");
        entries
            .iter()
            .map(|e| e.pointer(member).unwrap().to_string())
            .collect()
    };
    let all = |values: Vec<String>, expected: &str| values.iter().all(|v| v == expected);
    assert!(all(kept(&["--status", "404"], "/http_status"), "404"));
    assert!(
        kept(&["-s", "5xx"], "/http_status")
            .iter()
            .all(|s| s.starts_with('5'))
    );
    assert!(all(
        kept(&["--category", "billing"], "/category"),
        "\"billing\""
    ));
    assert!(all(
        kept(&["--retry", "backoff"], "/retry/verdict"),
        "\"backoff\""
    ));
    let done = kept(&["--retry", "done"], "/code");
    assert!(
        done.contains(&"\"duplicate-request\"".to_owned()),
        "{done:?}"
    );
    let both = kept(
        &["-c", "authentication", "-s", "401", "-p", "michow"],
        "/code",
    );
    assert_eq!(both, ["\"UNAUTHORIZED\"", "\"INVALID_API_KEY\""]);
}

#[test]
fn tsv_has_a_header_and_seven_cells_a_line() {
    let tsv = errdoc(["list", "--format", "tsv"]).stdout;
    let mut lines = tsv.lines();
    let header = "provider\tcode\tcategory\thttp_status\tretry\tquick_fix\ttitle";
    assert_eq!(lines.next(), Some(header));
    let rows: Vec<&str> = lines.collect();
    assert_eq!(rows.len(), errdoc(["list", "--json"]).names().len());
    assert!(rows.iter().all(|row| row.split('\t').count() == 7), "{tsv}");
    assert!(rows.contains(
        &"sendivent\tduplicate-request\tconflict\t409\tdone\tNothing to do: it was already sent\tAlready sent: the repeat was refused"
    ));
}

#[test]
fn the_table_in_markdown_names_the_api_where_there_are_several() {
    let one = errdoc(["list", "-f", "markdown", "-p", "michow"]).stdout;
    assert!(
        one.starts_with("| Code | Category | HTTP status | Quick fix |\n|---"),
        "{one}"
    );
    let several = errdoc(["list", "-f", "markdown", "-s", "404"]).stdout;
    assert!(several.starts_with("| API | Code |"), "{several}");
    assert_eq!(one.lines().count(), 2 + 9);
}

#[test]
fn the_table_is_as_wide_as_columns_says() {
    for width in [60, 80, 100, 140] {
        let args = ["list"].iter().chain(&APIS);
        let table = run(command(args).env("COLUMNS", width.to_string())).stdout;
        assert!(widest(&table) <= width, "{} > {width}", widest(&table));
    }
    for odd in ["0", "", "wide", "-3", "99999999999999999999"] {
        let ran = run(command(["list", "michow"]).env("COLUMNS", odd));
        assert_eq!(ran.exit, Some(0), "{odd}");
        assert!(widest(&ran.stdout) <= 100, "COLUMNS={odd}");
    }
}

#[test]

fn a_code_in_the_table_is_whole() {
    for width in ["80", "100"] {
        let table = run(command(["list"].iter().chain(&APIS)).env("COLUMNS", width)).stdout;
        for name in errdoc(["list", "--json"].iter().chain(&APIS)).names() {
            let (_, code) = name.split_once(':').unwrap();
            assert!(
                table.contains(&format!(" {code} ")),
                "{code} at {width} columns"
            );
        }
    }
}

#[test]
fn search_finds_entries_that_have_all_the_words() {
    for words in [
        ["opted out"].as_slice(),
        &["opted", "out"],
        &["OPTED", "Out"],
    ] {
        let names = errdoc([&["search", "--json"], words].concat()).names();
        assert_eq!(
            names.first().map(String::as_str),
            Some("sent-v3:BUSINESS_004")
        );
    }
    let limited = errdoc(["search", "balance", "--json", "-p", "sent-v2"]).names();
    assert!(limited.contains(&"sent-v2:insufficient-balance".to_owned()));
    assert!(
        limited.iter().all(|name| name.starts_with("sent-v2:")),
        "{limited:?}"
    );
    let text = errdoc(["search", "opted", "out"]).stdout;
    assert!(
        text.contains("422") && text.contains("do not retry"),
        "{text}"
    );
    let tsv = errdoc(["search", "opted", "out", "-f", "tsv"]).stdout;
    assert!(tsv.starts_with("provider\tcode\t"), "{tsv}");
}

#[test]
fn a_word_that_is_one_letter_off_gets_near_entries_and_exit_1() {
    let ran = errdoc(["search", "balence"]);
    assert_eq!(ran.exit, Some(1));
    assert!(ran.stdout.is_empty());
    assert!(
        ran.stderr.contains("sent-v2 insufficient-balance"),
        "{ran:?}"
    );
    let json = errdoc(["search", "balence", "--json"]);
    assert_eq!(json.exit, Some(1));
    assert!(json.stderr.is_empty(), "{json:?}");
    let missed = &json.json()["not_found"][0];
    assert_eq!(missed["query"], "balence");
    assert_eq!(missed["suggestions"][0]["code"], "insufficient-balance");
    let nothing = errdoc(["search", "xyzzyx"]);
    assert_eq!(nothing.stderr, "No entry matches all of these words.\n");
}

#[test]
fn a_name_that_is_no_apis_is_told_which_there_are() {
    for args in [
        ["list", "-p", ""],
        ["search", "--provider=", "x"],
        ["parse", "--provider", "{}"],
        ["guide", "", "--color=never"],
    ] {
        let ran = errdoc(args);
        assert_eq!(ran.exit, Some(2), "{args:?} {ran:?}");
        assert!(ran.stderr.contains("errdoc catalog show"), "{ran:?}");
    }
    let both = errdoc(["guide", "-p", "sent-v3", "michow"]);
    assert_eq!(both.exit, Some(2), "{both:?}");
    let narrowed = errdoc(["guide", "-p", "sent-v3", "sent", "--json"]).json();
    assert_eq!(narrowed["guides"].as_array().unwrap().len(), 1);
}

#[test]
fn guide_takes_ids_aliases_and_beginnings() {
    for name in ["michow", "wapi", "michotech", "mich", "MICHOW"] {
        let ran = errdoc(["guide", name]);
        assert!(
            ran.stdout.starts_with("MichoW WhatsApp API (michow)\n"),
            "{name}: {ran:?}"
        );
    }
    for id in APIS {
        let text = errdoc(["guide", id]).stdout;
        for form in [&text, &errdoc(["guide", id, "-f", "markdown"]).stdout] {
            let is_help = |line: &&str| {
                let title = line.trim_start_matches(['#', ' ']).to_lowercase();
                ["getting help", "get help", "help", "support"].contains(&title.as_str())
            };
            assert_eq!(form.lines().filter(is_help).count(), 1, "{form}");
        }
        let json = errdoc(["guide", id, "--json"]).json();
        assert_eq!(json["guides"][0]["provider"], id);
        assert!(
            !json["guides"][0]["sections"].as_array().unwrap().is_empty(),
            "{id}"
        );
        let markdown = errdoc(["guide", id, "-f", "markdown"]).stdout;
        assert!(
            markdown.starts_with("# ") && markdown.contains("\n## "),
            "{id}"
        );
    }
    let all = errdoc(["guide"]).stdout;
    for id in APIS {
        assert!(all.contains(id), "{all}");
    }
}

#[test]
fn guide_says_where_help_is() {
    let sent = errdoc(["guide", "sent-v3"]).stdout;
    for fact in [
        "support@sent.dm",
        "https://status.sent.dm",
        "meta.request_id",
    ] {
        assert!(sent.contains(fact), "{fact}");
    }
}

#[test]
fn the_retry_column_is_there_where_the_width_allows() {
    for (width, is_there) in [("120", true), ("80", true), ("40", false)] {
        let table = run(command(["list", "michow"]).env("COLUMNS", width)).stdout;
        assert_eq!(table.contains("Retry"), is_there, "{width}: {table}");
    }
}

#[test]
fn titles_are_there_where_the_width_allows() {
    for (width, is_there) in [("200", true), ("150", true), ("140", false), ("80", false)] {
        for args in [
            ["list", "michow"].as_slice(),
            &["list", "michow", "sent-v3"],
        ] {
            let table = run(command(args).env("COLUMNS", width)).stdout;
            assert_eq!(table.contains(" Title "), is_there, "{width}: {table}");
        }
    }
}

#[test]
fn the_page_for_a_browser_has_each_entry_and_loads_nothing() {
    let page = errdoc(["list", "michow", "stripe", "--format", "html"]).stdout;
    assert!(page.starts_with("<!DOCTYPE html>"));
    assert!(page.contains("id=\"stripe:card_declined\""));
    for loading in [" src=", "url(", "<link", "@import"] {
        assert!(!page.contains(loading), "{loading}");
    }
}

#[test]
fn a_search_knows_synonyms_and_shows_what_matched() {
    let names = errdoc(["search", "unsubscribed", "--json"]).names();
    assert!(
        names.contains(&"sent-v3:BUSINESS_004".to_owned()),
        "{names:?}"
    );
    let text = errdoc(["search", "-p", "sent-v3", "x-api-key"]).stdout;
    let reasons = ["message: ", "fix: ", "cause: ", "steps: "];
    assert!(reasons.iter().any(|reason| text.contains(reason)), "{text}");
}

#[test]
fn the_apis_to_consider_can_be_set_once() {
    let folder = folder("settings");
    write(&folder, "errdoc/config.toml", "provider = [\"michow\"]\n");
    let set = |args: &[&str]| run(command(args).env("XDG_CONFIG_HOME", &folder));
    let names = set(&["list", "--json"]).names();
    assert!(
        names.iter().all(|name| name.starts_with("michow:")),
        "{names:?}"
    );
    assert_eq!(set(&["explain", "sent-v3:AUTH_002"]).exit, Some(0));
    let miss = set(&["explain", "AUTH_002"]);
    assert_eq!(miss.exit, Some(1));
    assert!(
        miss.stderr.contains("Only michow was considered"),
        "{miss:?}"
    );
    assert_eq!(set(&["explain", "AUTH_002", "-p", "all"]).exit, Some(0));
    let ran = run(command(["list", "--json"]).env("ERRDOC_PROVIDER", "sendivent"));
    assert_eq!(ran.names().len(), 11);
    write(
        &folder,
        "errdoc/config.toml",
        "provider = \"michow\"\nformat = \"markdown\"\n",
    );
    assert!(set(&["explain", "429"]).stdout.starts_with("## "));
    assert_eq!(
        set(&["explain", "-f", "json", "NOT_FOUND"]).names().len(),
        1
    );
    // A command without the form, and an option that asks for a line, are as ever.
    assert!(set(&["catalog", "show"]).stdout.starts_with("sent-v3  "));
    assert!(
        set(&["explain", "-S", "429"])
            .stdout
            .starts_with("HTTP 429 · ")
    );
    write(&folder, "errdoc/config.toml", "colour = 1\n");
    let ran = set(&["explain", "AUTH_002"]);
    assert_eq!(ran.exit, Some(0));
    assert!(
        ran.stderr.contains("line 1: `colour` is not a setting"),
        "{ran:?}"
    );
}
