//! Where catalogs come from, and what happens to a broken one.

use std::fs;
use std::path::Path;

use crate::program::{Ran, command, errdoc, errdoc_with, folder, run, write};

/// Gives a small catalog file for an API of this id.
fn small(id: &str) -> String {
    errdoc(["catalog", "new", id]).stdout
}

/// Gives the ids that `catalog show` lists.
fn ids(ran: &Ran) -> Vec<&str> {
    assert_eq!(ran.exit, Some(0), "{ran:?}");
    // A long path goes on below, indented.
    let lines = ran.stdout.lines().filter(|line| !line.starts_with(' '));
    lines.map(|line| line.split("  ").next().unwrap()).collect()
}

/// Gives the end of `catalog show`'s list: what is there on top of the built-in APIs.
fn added(ran: &Ran) -> Vec<&str> {
    ids(ran).split_off(errdoc::Catalog::builtin().ids().len())
}

#[test]
fn a_new_file_has_its_id_everywhere() {
    let text = small("my-globex");
    assert!(!text.to_lowercase().contains("acme"), "{text}");
    assert!(text.contains("\"MY_GLOBEX_001\""), "{text}");
    assert!(text.contains("$MY_GLOBEX_KEY"), "{text}");
}

/// A catalog file that is broken on its third line.
const BROKEN: &str = "{\n  \"id\": \"broken\",\n  \"naem\": \"Typo\",\n  \"entries\": []\n}\n";

#[test]
fn a_file_or_a_folder_is_added_on_top_of_the_built_in_ones() {
    let folder = folder("cli-catalog-option");
    let one = write(&folder, "one.json", &small("one"));
    write(&folder, "more/two.json", &small("two"));
    write(&folder, "more/three.json", &small("three"));
    write(&folder, "more/notes.txt", "no catalog");
    let more = folder.join("more");
    let ran = errdoc([
        "--catalog".as_ref(),
        one.as_os_str(),
        "catalog".as_ref(),
        "show".as_ref(),
    ]);
    assert_eq!(added(&ran), ["one"]);
    let ran = errdoc([
        "catalog".as_ref(),
        "show".as_ref(),
        "--catalog".as_ref(),
        one.as_os_str(),
        "--catalog".as_ref(),
        more.as_os_str(),
    ]);
    assert_eq!(
        added(&ran),
        ["one", "three", "two"],
        "in the order of their names"
    );
}

#[test]
fn the_variable_names_files_and_folders_like_path_does() {
    let folder = folder("cli-catalog-variable");
    let one = write(&folder, "one.json", &small("one"));
    write(&folder, "more/two.json", &small("two"));
    let paths = std::env::join_paths([&one, &folder.join("more")]).unwrap();
    let ran = run(command(["catalog", "show"]).env("ERRDOC_CATALOG_PATH", paths));
    assert_eq!(added(&ran), ["one", "two"]);
    let ran = run(command(["catalog", "show"]).env("ERRDOC_CATALOG_PATH", ""));
    assert_eq!(added(&ran), Vec::<&str>::new());
}

#[test]
fn the_users_folder_is_read_where_there_is_one() {
    let home = folder("cli-catalog-home");
    let show = || run(command(["catalog", "show"]).env("XDG_CONFIG_HOME", &home));
    assert_eq!(added(&show()), Vec::<&str>::new());
    write(&home, "errdoc/catalog/mine.json", &small("mine"));
    write(&home, "errdoc/catalog/mine.json.bak", "no catalog");
    assert_eq!(added(&show()), ["mine"]);
    let without = run(command(["catalog", "show"])
        .env_remove("XDG_CONFIG_HOME")
        .env("HOME", &home));
    assert_eq!(added(&without), Vec::<&str>::new());
    write(&home, ".config/errdoc/catalog/other.json", &small("other"));
    let without = run(command(["catalog", "show"])
        .env_remove("XDG_CONFIG_HOME")
        .env("HOME", &home));
    assert_eq!(added(&without), ["other"]);
}

#[test]
fn a_broken_file_that_was_merely_found_is_a_warning() {
    let home = folder("cli-catalog-warning");
    let path = write(&home, "errdoc/catalog/broken.json", BROKEN);
    write(&home, "errdoc/catalog/mine.json", &small("mine"));
    for args in [
        ["explain", "AUTH_002"],
        ["catalog", "show"],
        ["list", "--json"],
    ] {
        let ran = run(command(args).env("XDG_CONFIG_HOME", &home));
        assert_eq!(ran.exit, Some(0), "{ran:?}");
        assert!(!ran.stdout.is_empty());
        let expected = format!(
            "warning: skipped catalog: {}:3: naem: unknown member; did you mean `name`?",
            path.display()
        );
        assert!(ran.stderr.contains(&expected), "{args:?}: {}", ran.stderr);
        assert_eq!(ran.stderr.lines().count(), 1, "{}", ran.stderr);
    }
    let ran =
        run(command(["explain", "--json", "ACME_001", "MINE_001"]).env("XDG_CONFIG_HOME", &home));
    assert_eq!(
        ran.names(),
        ["mine:MINE_001"],
        "the sound file beside it counts"
    );
    let json = run(command(["list", "--json"]).env("XDG_CONFIG_HOME", &home));
    assert!(
        json.json()["entries"].is_array(),
        "a warning never stands in the answer"
    );
}

#[test]
fn a_broken_file_that_was_asked_for_is_trouble_with_file_and_line() {
    let folder = folder("cli-catalog-trouble");
    let path = write(&folder, "broken.json", BROKEN);
    let said = "naem: unknown member; did you mean `name`?";
    let expected = format!("errdoc: {}:3: {said}\n", path.display());
    let asked = |path: &Path| {
        errdoc([
            "--catalog".as_ref(),
            path.as_os_str(),
            "explain".as_ref(),
            "AUTH_002".as_ref(),
        ])
    };
    let by_variable = run(command(["explain", "AUTH_002"]).env("ERRDOC_CATALOG_PATH", &path));
    for ran in [asked(&path), asked(&folder), by_variable] {
        assert_eq!(ran.exit, Some(2), "{ran:?}");
        assert!(ran.stdout.is_empty(), "{ran:?}");
        assert_eq!(ran.stderr, expected);
    }
}

#[test]
fn all_that_is_malformed_in_an_entry_is_said_at_once() {
    let folder = folder("cli-catalog-faults");
    let text = small("acme")
        .replacen(
            "\"title\": \"Order not found",
            "\"title\": 5, \"titel\": \"Order not found",
            1,
        )
        .replacen(
            "\"remediation\": [",
            "\"remediation\": 7, \"nonsense\": [",
            1,
        )
        .replacen("\"verdict\": \"", "\"verdict\": \"x", 1);
    let path = write(&folder, "faults.json", &text);
    let ran = errdoc(["catalog", "check", path.to_str().unwrap()]);
    assert_eq!(ran.exit, Some(2));
    for said in [
        "ACME_001: title: invalid: the number `5`, expected a string",
        "ACME_001: unknown member `titel`; did you mean `title`?",
        "ACME_001: remediation: invalid: the number `7`, expected a list",
        "ACME_001: unknown member `nonsense`, expected one of `code`",
        "ACME_001: retry.verdict: unknown value `x",
        "5 problems.",
    ] {
        assert!(ran.stderr.contains(said), "{said}: {}", ran.stderr);
    }
}

#[test]
fn how_sure_each_example_is_can_be_seen() {
    let folder = folder("cli-catalog-sure");
    let path = write(&folder, "acme.json", &small("acme"));
    let ran = errdoc(["catalog", "check", "--verbose", path.to_str().unwrap()]);
    assert_eq!(ran.exit, Some(0));
    assert!(
        ran.stdout.starts_with("ACME_001 certain: shape, code"),
        "{ran:?}"
    );
    let last = ran.stdout.lines().last().unwrap();
    assert!(last.starts_with("2 entries, no problem"), "{last}");
}

#[test]
fn what_is_wrong_is_said_with_file_line_entry_and_member() {
    let folder = folder("cli-catalog-check");
    for (name, from, to, said) in [
        (
            "member.json",
            "\"status_page\": null",
            "\"statuspage\": null",
            "statuspage: unknown member",
        ),
        (
            "typo.json",
            "\"quick_fix\": \"Check",
            "\"quickfix\": \"Check",
            "ACME_001: unknown member `quickfix`",
        ),
        (
            "shape.json",
            "\"proof\": \"shared\"",
            "\"proof\": \"sure\"",
            "envelopes: unknown value `sure`",
        ),
        (
            "brace.json",
            "No order {order}\"",
            "No order {order\"",
            "ACME_001: messages: unbalanced brace",
        ),
        (
            "long.json",
            "Order not found",
            &"x".repeat(61),
            "ACME_001: title: 61 characters, at most 60 fit",
        ),
        (
            "see.json",
            "[\"ACME_002\"]",
            "[\"ACME_003\"]",
            "ACME_001: see_also: `ACME_003` is not an entry",
        ),
    ] {
        let text = small("acme");
        assert!(text.contains(from), "{from}");
        let text = text.replacen(from, to, 1);
        let line = text[..text.find(to).unwrap()].lines().count();
        let path = write(&folder, name, &text);
        let ran = errdoc(["catalog", "check", path.to_str().unwrap()]);
        assert_eq!(ran.exit, Some(2), "{name} {ran:?}");
        assert!(ran.stdout.is_empty(), "{name}");
        let expected = format!("{}:{line}: {said}", path.display());
        assert!(
            ran.stderr.starts_with(&expected),
            "{expected}\n{}",
            ran.stderr
        );
        let json = errdoc(["catalog", "check", "--json", path.to_str().unwrap()]).json();
        assert_eq!(json["problems"][0]["line"], line, "{name}");
    }
}

#[test]
fn all_that_is_malformed_is_said_at_once() {
    let folder = folder("cli-catalog-all");
    let text = small("acme")
        .replace("\"hosts\"", "\"host\"")
        .replace("\"cause\"", "\"causes\"");
    let path = write(&folder, "acme.json", &text);
    let ran = errdoc(["catalog", "check", path.to_str().unwrap()]);
    assert_eq!(ran.exit, Some(2));
    for said in [
        "host: unknown member; did you mean `hosts`?",
        "ACME_001: unknown member `causes`; did you mean `cause`?",
        "ACME_002: unknown member `causes`; did you mean `cause`?",
        "3 problems.",
    ] {
        assert!(ran.stderr.contains(said), "{said}\n{}", ran.stderr);
    }
}

#[test]
fn a_name_that_is_another_apis_is_refused() {
    let folder = folder("cli-catalog-names");
    let alias = small("acme").replacen("\"id\"", "\"aliases\": [\"michow\"], \"id\"", 1);
    let id = small("acme").replacen("\"id\": \"acme\"", "\"id\": \"sent\"", 1);
    for (name, text, said) in [
        ("id.json", id, "id: `sent` already names sent-v3"),
        (
            "alias.json",
            alias,
            "aliases: `michow` already names michow",
        ),
    ] {
        let path = write(&folder, name, &text);
        let ran = errdoc(["catalog", "check", path.to_str().unwrap()]);
        assert_eq!(ran.exit, Some(2));
        assert!(ran.stderr.contains(said), "{}", ran.stderr);
    }
    let new = errdoc(["catalog", "new", "sent"]);
    assert_eq!(new.exit, Some(2));
    assert_eq!(new.stderr, "errdoc: `sent` already names sent-v3\n");
}

#[test]
fn what_the_check_refuses_is_answered_all_the_same_and_only_the_check_says_so() {
    let folder = folder("cli-catalog-faults");
    let text = small("acme").replacen("\"cause\": \"", "\"cause\": \"By {excess}. ", 1);
    let bad = write(&folder, "bad.json", &text);
    let bad = bad.to_str().unwrap();
    let input = write(&folder, "input.txt", "{\"code\":\"ACME_001\"}");
    // A check of the whole file would cost more than the answer.
    for command in ["parse", "report", "scan"] {
        let ran = errdoc([command, "--catalog", bad, input.to_str().unwrap()]);
        assert!(ran.stdout.contains("ACME_001"), "{command}: {ran:?}");
        assert_eq!(ran.stderr, "", "{command}");
    }
    let checked = errdoc(["catalog", "check", bad]);
    assert_eq!(checked.exit, Some(2));
    let said = "ACME_001: cause: `{excess}`";
    assert!(checked.stderr.contains(said), "{checked:?}");
}

#[test]
fn an_example_that_is_another_entrys_is_a_problem() {
    let folder = folder("cli-catalog-example");
    let text = small("acme").replacen(
        "\"code\": \"ACME_001\", \"text\"",
        "\"code\": \"ACME_002\", \"text\"",
        1,
    );
    let path = write(&folder, "example.json", &text);
    let ran = errdoc(["catalog", "check", path.to_str().unwrap()]);
    assert_eq!(ran.exit, Some(2));
    let said = "ACME_001: examples: example 1: is diagnosed as acme:ACME_002";
    assert!(ran.stderr.contains(said), "{}", ran.stderr);
}

#[test]
fn a_wrong_type_is_said_with_the_member() {
    let folder = folder("cli-catalog-type");
    for (from, to, member) in [
        (
            "\"http_status\": 404",
            "\"http_status\": \"404\"",
            "http_status",
        ),
        ("\"title\": \"Order not found\"", "\"title\": 7", "title"),
        (
            "\"verdict\": \"after_fix\"",
            "\"verdict\": \"later\"",
            "verdict",
        ),
        (
            "\"category\": \"resource\"",
            "\"category\": \"thing\"",
            "category",
        ),
    ] {
        let path = write(&folder, "type.json", &small("acme").replacen(from, to, 1));
        let ran = errdoc(["catalog", "check", path.to_str().unwrap()]);
        assert!(
            ran.stderr.contains("ACME_001") && ran.stderr.contains(member),
            "{to}: {}",
            ran.stderr
        );
    }
}

#[test]
fn nothing_is_loaded_from_the_current_folder() {
    let folder = folder("cli-catalog-cwd");
    for name in [
        "acme.json",
        "catalog/acme.json",
        "errdoc/catalog/acme.json",
        ".errdoc/acme.json",
    ] {
        write(&folder, name, &small("acme"));
    }
    let ran = run(command(["catalog", "show"]).current_dir(&folder));
    assert_eq!(added(&ran), Vec::<&str>::new());
    // A relative folder of settings would be the current folder by another name.
    let ran = run(command(["catalog", "show"])
        .env("XDG_CONFIG_HOME", ".")
        .env("HOME", folder.join("nobody"))
        .current_dir(&folder));
    assert_eq!(added(&ran), Vec::<&str>::new());
}

#[test]
fn a_file_that_cannot_be_read_is_trouble() {
    let folder = folder("cli-catalog-unreadable");
    let path = folder.join("bytes.json");
    fs::write(&path, [b'{', 0xff, 0xfe, b'}']).unwrap();
    let path = path.to_str().unwrap();
    for args in [
        ["--catalog", path, "list"],
        ["--catalog", "/no/such/file", "list"],
        ["catalog", "check", path],
    ] {
        let ran = errdoc(args);
        assert_eq!(ran.exit, Some(2), "{ran:?}");
        assert!(ran.stderr.contains("cannot read"), "{ran:?}");
    }
}

#[test]
fn a_file_that_takes_the_place_of_what_is_known_is_warned_of() {
    let folder = folder("cli-catalog-replaced");
    let file = "{\"id\": \"michow\",\n\"name\": \"Mine\",\n\"hosts\": [\"x.example\"],\n\"aliases\": [\"mine\"],\n\"entries\": []}";
    let path = write(&folder, "mine.json", file);
    let path = path.to_str().unwrap();
    let ran = errdoc(["catalog", "check", path]);
    assert_eq!(ran.exit, Some(0), "{ran:?}");
    for (line, member) in [(2, "name"), (3, "hosts")] {
        let warning =
            format!("warning: {path}:{line}: {member}: takes the place of the built-in one\n");
        assert!(ran.stderr.contains(&warning), "{ran:?}");
    }
    assert_eq!(ran.stderr.lines().count(), 2, "{ran:?}");
    let json = errdoc(["catalog", "check", "--json", path]).json();
    assert_eq!(json["warnings"][0]["field"], "name");
    let other = file.replace("Mine", "Other");
    let other = write(&folder, "other.json", &other);
    let both = errdoc([
        "--catalog",
        path,
        "catalog",
        "check",
        other.to_str().unwrap(),
    ]);
    let warning = format!("name: takes the place of the one in {path}");
    assert!(both.stderr.contains(&warning), "{both:?}");
    let same = errdoc(["--catalog", path, "catalog", "check", path]);
    assert!(!same.stderr.contains(&warning), "{same:?}");
}

#[test]
fn an_api_says_where_it_is_from() {
    let folder = folder("cli-catalog-from");
    let more = write(&folder, "more.json", r#"{"id": "michow", "entries": []}"#);
    let one = write(&folder, "one.json", &small("one"));
    let show = |api: &[&str]| {
        let paths = [&one, &more].map(|path| path.to_str().unwrap());
        errdoc(
            [
                &[
                    "--catalog",
                    paths[0],
                    "--catalog",
                    paths[1],
                    "catalog",
                    "show",
                ],
                api,
            ]
            .concat(),
        )
    };
    // A long path stands on a line of its own.
    let list = show(&[]).stdout;
    let list = list.split_whitespace().collect::<Vec<_>>().join(" ");
    let list = format!(" {list}");
    for (id, from) in [
        ("sent-v3", "built in".to_owned()),
        ("michow", format!("built in, {}", more.display())),
        ("one", one.display().to_string()),
    ] {
        let (_, line) = list.split_once(&format!(" {id} ")).unwrap();
        let (_, line) = line.split_once(" entries \u{b7} ").unwrap();
        assert!(line.starts_with(&from), "{id}: {line}");
        let said = match from.as_str() {
            "built in" => String::new(),
            _ => format!("errdoc: {id}: {from}\n"),
        };
        assert_eq!(show(&[id]).stderr, said);
    }
}

#[test]
fn an_id_that_names_an_api_already_is_refused_whatever_the_file_starts_from() {
    let body = r#"{"fault":{"code":"PP-1203","text":"Parcel 17 is already booked"}}"#;
    for args in [
        ["catalog", "new", "pp"].as_slice(),
        &["catalog", "new", "pp", "--from", "-"],
    ] {
        let ran = errdoc_with(args, body.as_bytes());
        assert_eq!(ran.exit, Some(2), "{ran:?}");
        assert!(ran.stderr.contains("paypal"), "{ran:?}");
    }
    let ran = errdoc_with(
        ["catalog", "new", "parcelpeak", "--from", "-"],
        body.as_bytes(),
    );
    assert_eq!(ran.exit, Some(0), "{ran:?}");
}
