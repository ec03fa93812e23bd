//! What shells offer at a Tab: the scripts in `completions/` are what errdoc prints, and real shells run them.
// Shells are driven as on Unix; where one is not installed, that is said plainly.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::panic)]

mod installed;

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::{env, fs};

use installed::has;

/// Shells, and the files that package builders expect.
const SCRIPTS: [(&str, &str); 6] = [
    ("bash", "errdoc.bash"),
    ("zsh", "_errdoc"),
    ("fish", "errdoc.fish"),
    ("elvish", "errdoc.elv"),
    ("nushell", "errdoc.nu"),
    ("powershell", "_errdoc.ps1"),
];

/// Gives the path of a script in the repository.
fn script(file: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("completions");
    path.join(file).to_str().unwrap().to_owned()
}

/// Gives an empty folder for one test, with one file in it.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("some-response.txt"), "{}").unwrap();
    folder
}

/// Prepares a program that finds this errdoc, and nothing of a user's own.
fn command(program: &str, folder: &Path) -> Command {
    let errdoc = Path::new(env!("CARGO_BIN_EXE_errdoc"));
    let mut path = vec![errdoc.parent().unwrap().to_owned()];
    path.extend(env::split_paths(&env::var_os("PATH").unwrap_or_default()));
    let mut command = Command::new(program);
    command
        .current_dir(folder)
        .env("PATH", env::join_paths(path).unwrap())
        .env("HOME", folder)
        .env("XDG_CONFIG_HOME", folder)
        .env("XDG_DATA_HOME", folder)
        .env("TERM", "xterm")
        .env("LC_ALL", "C.UTF-8")
        .env_remove("ERRDOC_CATALOG_PATH");
    command
}

/// Gives what errdoc prints.
fn errdoc(args: &[&str]) -> String {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let output = command(env!("CARGO_BIN_EXE_errdoc"), folder)
        .args(args)
        .output()
        .unwrap();
    assert!(output.status.success(), "{args:?}: {output:?}");
    String::from_utf8(output.stdout).unwrap()
}

/// Gives what a finished program printed; it must have been content.
fn printed(output: &Output) -> String {
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && said.is_empty(), "{output:?}");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// Gives what a shell shows on a terminal of its own while these keys are typed.
fn typed(shell: &str, keys: &str, folder: &Path) -> String {
    let mut child = command("timeout", folder)
        .args(["-k1", "20", "script", "-qec", shell, "/dev/null"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // Dropped at the end of the line: the shell ends there at the latest.
    let _ = child.stdin.take().unwrap().write_all(keys.as_bytes());
    let output = child.wait_with_output().unwrap();
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// Gives the codes in the catalog that begin so, sorted; behind the name of an API that API's.
fn codes(prefix: &str, start: &str) -> Vec<String> {
    let mut list = vec!["list", "--format", "tsv"];
    list.extend(prefix.strip_suffix(':'));
    let table = errdoc(&list);
    let rows = table.lines().filter_map(|line| line.split('\t').nth(1));
    let begins = |name: &str| {
        let beginning = name.get(..start.len());
        beginning.is_some_and(|beginning| beginning.eq_ignore_ascii_case(start))
    };
    let mut codes: Vec<String> = rows
        .filter(|code| begins(code))
        .map(|code| format!("{prefix}{code}"))
        .collect();
    if prefix.is_empty() {
        let ids = table.lines().filter_map(|line| line.split('\t').next());
        codes.extend(ids.filter(|id| begins(id)).map(|id| format!("{id}:")));
    }
    codes.sort();
    codes.dedup();
    assert!(codes.len() > 2, "{codes:?}");
    codes
}

/// What is typed before a Tab, and what must be offered.
fn questions() -> Vec<(&'static str, Vec<String>)> {
    let sorted = |words: &[&str]| words.iter().map(|&word| word.to_owned()).collect();
    vec![
        // No code in small letters begins so: some shells prefer those that are written as typed.
        ("errdoc explain AUTH_0", codes("", "AUTH_0")),
        ("errdoc e auth_0", codes("", "AUTH_0")),
        (
            "errdoc explain sinch-verification:4",
            codes("sinch-verification:", "4"),
        ),
        (
            "errdoc parse --format ",
            sorted(&["github", "json", "jsonl", "markdown", "text"]),
        ),
        (
            "errdoc guide sen",
            sorted(&["sendgrid", "sendivent", "sent-v2", "sent-v3"]),
        ),
        ("errdoc catalog show sent-", sorted(&["sent-v2", "sent-v3"])),
        ("errdoc parse some", sorted(&["some-response.txt"])),
    ]
}

/// Gives the first words of lines, sorted.
fn words(lines: &str) -> Vec<String> {
    let firsts = lines.lines().filter_map(|l| l.split_whitespace().next());
    let mut words: Vec<String> = firsts.map(str::to_owned).collect();
    words.sort_unstable();
    words
}

#[test]
fn the_scripts_in_the_repository_are_what_errdoc_prints() {
    for (shell, file) in SCRIPTS {
        let printed = errdoc(&["completions", shell]);
        assert_eq!(printed, fs::read_to_string(script(file)).unwrap());
        // A script is sourced: nothing of a catalog may stand in it.
        assert!(!printed.contains("AUTH_"), "{shell}");
    }
    assert_eq!(fs::read_dir(script("")).unwrap().count(), SCRIPTS.len());
}

#[test]
fn a_users_codes_and_ids_are_offered_whatever_is_wrong_with_the_rest() {
    let folder = folder("own-codes");
    let own = folder.join("own.json");
    let text = errdoc(&["catalog", "new", "acme"]).replace("\"cause\"", "\"no such member\"");
    fs::write(&own, text).unwrap();
    fs::write(folder.join("broken.json"), "{").unwrap();
    let own = own.to_str().unwrap();
    let folder = folder.to_str().unwrap();
    for path in [own, folder] {
        let ask = |line: &[&str]| {
            let args = [&["__complete", "fish", "--catalog", path], line].concat();
            errdoc(&args)
        };
        assert_eq!(
            ask(&["explain", "acme_"]),
            "ACME_001\tOrder not found\nACME_002\tToo many requests\n"
        );
        assert_eq!(ask(&["guide", "ac"]), "acme\tThe acme API\n");
        assert_eq!(words(&ask(&["explain", "acme:"])).len(), 2);
    }
}

/// Runs the function that bash calls, with words as bash breaks them.
const ASK_BASH: &str = r#"source "$1"
[[ $(complete -p errdoc) == *"-F _errdoc errdoc" ]] || exit 1
compopt() { [[ $1 != -o || $2 != default ]] || compgen -f -- "$current"; }
COMP_WORDS=() current=${2##*[ :=]}
for word in ${2//:/ : }; do COMP_WORDS+=("$word"); done
[[ $2 != *' ' ]] || COMP_WORDS+=('')
COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
_errdoc errdoc "$current" "${COMP_WORDS[COMP_CWORD-1]}"
prefix=
[[ $2 != *:* ]] || { prefix=${2##* } prefix=${prefix%:*}:; }
for word in "${COMPREPLY[@]}"; do printf '%s\n' "$prefix$word"; done"#;

#[test]
fn bash_offers_codes_forms_apis_and_files() {
    if !has("bash") {
        return;
    }
    let folder = folder("bash");
    for (line, expected) in questions() {
        let output = command("bash", &folder)
            .args(["--norc", "-c", ASK_BASH, "bash"])
            .args([&script("errdoc.bash"), line])
            .output()
            .unwrap();
        assert_eq!(words(&printed(&output)), expected, "{line}");
    }
}

#[test]
fn a_tab_in_bash_ends_a_code_behind_a_colon() {
    if !has("bash") || !has("script") {
        return;
    }
    let folder = folder("bash-tab");
    let rc = folder.join("rc");
    let text = format!("PS1='$ '\nsource '{}'\n", script("errdoc.bash"));
    fs::write(&rc, text).unwrap();
    let shell = format!("bash --noprofile --rcfile '{}' -i", rc.display());
    let keys = "errdoc explain --format jsonl sinch-verification:409\t\nerrdoc explain --format=json\tl auth_002\t\nerrdoc parse some\t\nexit\n";
    let shown = typed(&shell, keys, &folder);
    assert!(shown.contains("\"code\":\"40900\""), "{shown}");
    assert!(shown.contains("\"code\":\"AUTH_002\""), "{shown}");
    assert!(shown.contains("errdoc parse some-response.txt"), "{shown}");
}

/// What zsh reads at its start: it completes the words in `$LINE` as a person would with Tab, and writes down what it adds.
const ASK_ZSH: &str = r#"fpath=($PWD $fpath)
autoload -Uz compinit && compinit -u -D
compadd() {
    local -a taken
    builtin compadd -O taken "$@"
    print -rl -- "${taken[@]}" >> offered
    builtin compadd "$@"
}
zle-line-init() {
    BUFFER=$LINE CURSOR=$#LINE
    zle list-choices
    zle complete-word
    BUFFER=exit
    zle accept-line
}
zle -N zle-line-init
"#;

/// Gives what zsh offers, sorted, and what it shows.
fn ask_zsh(line: &str, folder: &Path) -> (Vec<String>, String) {
    fs::copy(script("_errdoc"), folder.join("_errdoc")).unwrap();
    fs::write(folder.join(".zshrc"), ASK_ZSH).unwrap();
    let _ = fs::remove_file(folder.join("offered"));
    let shown = typed(&format!("LINE='{line}' ZDOTDIR=. zsh -d -i"), "", folder);
    let offered = fs::read_to_string(folder.join("offered")).unwrap_or_default();
    let mut offered = words(&offered);
    offered.dedup();
    (offered, shown)
}

#[test]
fn zsh_offers_codes_forms_apis_and_files() {
    if !has("zsh") || !has("script") {
        return;
    }
    let folder = folder("zsh");
    for (line, expected) in questions() {
        let (offered, shown) = ask_zsh(line, &folder);
        assert_eq!(offered, expected, "{line}: {shown}");
    }
}

#[test]
fn fish_offers_codes_forms_apis_and_files() {
    if !has("fish") {
        return;
    }
    let folder = folder("fish");
    for (line, expected) in questions() {
        let ask = format!("source '{}'; complete -C '{line}'", script("errdoc.fish"));
        let output = command("fish", &folder)
            .args(["--no-config", "-c", &ask])
            .output()
            .unwrap();
        let offered = printed(&output);
        assert_eq!(words(&offered), expected, "{line}");
        if line.ends_with("explain AUTH_0") {
            assert!(offered.contains("AUTH_002\tInvalid or expired API key\n"));
        }
    }
}

#[test]
fn elvish_offers_codes_forms_apis_and_files() {
    if !has("elvish") || !has("script") {
        return;
    }
    let folder = folder("elvish");
    for (line, expected) in questions() {
        let mut words_of: Vec<String> = line.split(' ').map(|w| format!("'{w}'")).collect();
        let asked = words_of.split_off(1).join(" ");
        let rc = format!(
            "eval (slurp < '{}')\n$edit:completion:arg-completer[errdoc] errdoc {asked} | each {{|c| echo $c[stem] }} > offered\nexit\n",
            script("errdoc.elv")
        );
        fs::write(folder.join("rc.elv"), rc).unwrap();
        typed("elvish -rc rc.elv", "", &folder);
        let offered = fs::read_to_string(folder.join("offered")).unwrap_or_default();
        // Elvish keeps what was typed.
        let offered: Vec<String> = words(&offered)
            .into_iter()
            .map(|word| word.replace("auth", "AUTH"))
            .filter(|word| word == "some-response.txt" || !line.contains(" parse some"))
            .collect();
        assert_eq!(offered, expected, "{line}");
    }
}

#[test]
fn nushell_offers_codes_and_forms() {
    if !has("nu") {
        return;
    }
    let folder = folder("nushell");
    for (line, expected) in questions() {
        let spans: Vec<String> = line.split(' ').map(|word| format!("'{word}'")).collect();
        let ask = format!(
            "source '{}'; do $env.config.completions.external.completer [{}] | default [] | each {{|c| $c.value }} | to text",
            script("errdoc.nu"),
            spans.join(" ")
        );
        let output = command("nu", &folder)
            .args(["--no-config-file", "-c", &ask])
            .output()
            .unwrap();
        let offered = words(&printed(&output));
        // It offers names of files by itself where a completer gives nothing.
        let is_files = line.contains(" parse some");
        assert_eq!(offered, if is_files { vec![] } else { expected }, "{line}");
    }
}

#[test]
fn powershell_reads_its_script() {
    let text = fs::read_to_string(script("_errdoc.ps1")).unwrap();
    for (open, close) in ["()", "{}", "[]"].map(|pair| pair.split_at(1)) {
        let is_even = text.matches(open).count() == text.matches(close).count();
        assert!(is_even, "{open} and {close}");
    }
    if !has("pwsh") {
        return;
    }
    let ask = format!(
        "$e = $null; [void][System.Management.Automation.Language.Parser]::ParseFile('{0}', [ref]$null, [ref]$e); $e; . '{0}'; (TabExpansion2 'errdoc explain AUTH' 19).CompletionMatches.CompletionText",
        script("_errdoc.ps1")
    );
    let output = command("pwsh", &folder("powershell"))
        .args(["-NoProfile", "-Command", &ask])
        .output()
        .unwrap();
    assert_eq!(words(&printed(&output)), codes("", "AUTH"));
}

#[test]
fn nothing_in_a_catalog_runs_in_a_shell() {
    let folder = folder("hostile");
    let trace = folder.join("trace");
    let run = format!("$(touch {})", trace.display());
    let catalog = errdoc(&["catalog", "new", "acme"])
        .replace("\"ACME_001\"", &format!("\"A'{run}\""))
        .replace("\"ACME_002\"", "\"ACME_2\"")
        .replace("Order not found", &format!("%It's `{run}` '{run}"))
        .replace("Too many requests", &format!("It's `{run}` \\\";{run}"))
        .replace("The acme API", &format!("It's `{run}` '{run}"));
    fs::create_dir_all(folder.join("errdoc/catalog")).unwrap();
    fs::write(folder.join("errdoc/catalog/hostile.json"), catalog).unwrap();
    let completion = |args: &[&str]| {
        let output = command(env!("CARGO_BIN_EXE_errdoc"), &folder)
            .args(args)
            .output();
        printed(&output.unwrap())
    };
    // It is there to be offered, but for the code that would run at Enter.
    let offered = completion(&["__complete", "zsh", "explain", "A"]);
    assert!(offered.contains("ACME_2\tIt's `$(touch"), "{offered}");
    assert!(!offered.contains("A'$"), "{offered}");

    let lines = ["errdoc explain A", "errdoc guide a", "errdoc explain acme:"];
    if has("bash") && has("script") {
        let rc = format!(
            "PS1='$ '; bind 'set page-completions off'; source '{}'\n",
            script("errdoc.bash")
        );
        fs::write(folder.join("rc"), rc).unwrap();
        let keys = lines.map(|line| format!("{line}\t\t\n")).concat() + "exit\n";
        let shown = typed("bash --noprofile --rcfile rc -i", &keys, &folder);
        assert!(shown.contains("ACME_2"), "{shown}");
        assert!(!trace.exists(), "bash ran what the catalog says");
    }
    if has("zsh") && has("script") {
        for line in lines {
            let (offered, _) = ask_zsh(line, &folder);
            let is_there = |word: &String| word.to_lowercase().contains("acme");
            assert!(offered.iter().any(is_there), "{line}: {offered:?}");
            assert!(!trace.exists(), "zsh ran what the catalog says");
        }
    }
    if has("fish") {
        for line in lines {
            let ask = format!("source '{}'; complete -C '{line}'", script("errdoc.fish"));
            let output = command("fish", &folder)
                .args(["--no-config", "-c", &ask])
                .output()
                .unwrap();
            assert!(printed(&output).to_lowercase().contains("acme"), "{line}");
            assert!(!trace.exists(), "fish ran what the catalog says");
        }
    }
}
