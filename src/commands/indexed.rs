//! Catalog files that have an index beside them: `errdoc catalog index` writes it, `explain` reads by it.

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, SystemTime};

use errdoc::catalog::beside::{self, Beside, Stamp};
use errdoc::catalog::{Catalog, Found, Source};
use errdoc::sanitize::safe_line;

use super::{MOST_CATALOG, Output, Trouble, World, catalog_text, load_with, unreadable};

/// The largest catalog file that is indexed; it is in memory while it is.
const MOST_INDEXED: u64 = 2 * 1024 * 1024 * 1024;

/// How much younger an index must be than its file, in the coarsest clock of a usual file system.
const TICK: Duration = Duration::from_millis(20);

/// The indexes that may be trusted, by catalog file.
type Indexes = BTreeMap<PathBuf, Option<Beside<File, File>>>;

/// Loads the catalog as far as `explain` needs it: of a file with an index only the entries that are called as typed.
/// Where these do not answer all that was typed (a status, a message, a code that is not there), everything is read.
pub(super) fn load(
    world: &World<'_>,
    asked: &[PathBuf],
    typed: &[String],
    providers: &[String],
) -> Result<(Catalog, String), Trouble> {
    let mut indexes = Indexes::new();
    let mut names: Vec<String> = typed.iter().flat_map(|code| spellings(code)).collect();
    // A second time if an entry was found by another name: a later file may have one of the same code in its place.
    for _ in 0..2 {
        let mut used = 0;
        let loaded = load_with(
            world,
            asked,
            &mut |path| match excerpt(&mut indexes, path, &names) {
                Some(text) => {
                    used += 1;
                    Ok(text)
                }
                None => catalog_text(path),
            },
        );
        if used == 0 {
            return loaded;
        }
        let Ok((catalog, warnings)) = loaded else {
            break;
        };
        let Some(codes) = codes(&catalog, typed, providers) else {
            break;
        };
        let known = names.len();
        for code in codes {
            if !names.contains(&code) {
                names.push(code);
            }
        }
        if names.len() == known {
            return Ok((catalog, warnings));
        }
    }
    let mut notes = String::new();
    let (catalog, warnings) = load_with(world, asked, &mut |path| {
        let is_large = fs::metadata(path).is_ok_and(|about| about.len() > MOST_CATALOG);
        match excerpt(&mut indexes, path, &names).filter(|_| is_large) {
            Some(text) => {
                notes.push_str(&format!(
                    "errdoc: warning: {} is too large to be read whole; only codes were looked up in it\n",
                    safe_line(&path.display().to_string())
                ));
                Ok(text)
            }
            None => catalog_text(path),
        }
    })?;
    Ok((catalog, warnings + &notes))
}

/// Gives what a code may be called in a catalog: as typed, and without an API in front.
fn spellings(typed: &str) -> impl Iterator<Item = String> {
    let behind = typed.split_once([':', '/']).map(|(_, code)| code);
    std::iter::once(typed).chain(behind).map(str::to_owned)
}

/// Gives the catalog of the entries with these names, if the file has an index that may be trusted.
fn excerpt(indexes: &mut Indexes, path: &Path, names: &[String]) -> Option<String> {
    let index = indexes
        .entry(path.to_owned())
        .or_insert_with(|| beside::open(path));
    let found = index.as_ref()?.excerpt(names.iter().map(String::as_str));
    Some(found?.text)
}

/// Gives the codes of all entries that answer what was typed, if all of it is answered by entries.
fn codes(catalog: &Catalog, typed: &[String], providers: &[String]) -> Option<Vec<String>> {
    let ids = super::providers(catalog, providers).ok()?;
    let only: Vec<&str> = ids.iter().map(String::as_str).collect();
    let mut codes = Vec::new();
    for code in typed {
        match catalog.find(catalog.query(code, &only)) {
            Ok(Found::Entries(hits)) => codes.extend(hits.into_iter().map(|hit| hit.entry.code)),
            _ => return None,
        }
    }
    Some(codes)
}

/// Runs `catalog index`.
pub(super) fn write(
    files: &[PathBuf],
    world: &World<'_>,
    asked: &[PathBuf],
) -> Result<Output, Trouble> {
    // A file may hold entries alone for an API that another file describes. One that is too large is no hindrance here.
    let (known, _) = super::load(world, asked).unwrap_or_default();
    let mut output = Output::default();
    for path in files {
        let (bytes, entries) = build(path, &known)?;
        let target = beside::path_of(path);
        replace(&target, &bytes).map_err(|error| {
            Trouble::Output(format!("cannot write {}: {error}", target.display()))
        })?;
        if beside::open(path).is_none() {
            return Err(Trouble::Catalog(format!(
                "{} was changed meanwhile, or its time lies in the future; its index is not used",
                path.display()
            )));
        }
        let plural = if entries == 1 { "entry" } else { "entries" };
        output.stdout.push_str(&safe_line(&format!(
            "{}: {entries} {plural}",
            target.display()
        )));
        output.stdout.push('\n');
    }
    Ok(output)
}

/// Gives the index of a file, and how many entries it has.
fn build(path: &Path, known: &Catalog) -> Result<(Vec<u8>, usize), Trouble> {
    let fail = |error: &io::Error| unreadable(path, error);
    let mut file = File::open(path).map_err(|error| fail(&error))?;
    let stamp = Stamp::of(&file).map_err(|error| fail(&error))?;
    let refuse = |why: &str| Trouble::Catalog(format!("{}: {why}", path.display()));
    if stamp.length > MOST_INDEXED {
        return Err(refuse("more than an indexed catalog may have (2 GiB)"));
    }
    let mut text = String::new();
    file.read_to_string(&mut text)
        .map_err(|error| fail(&error))?;
    let source = Source::read(&path.display().to_string(), text)?;
    if let Some(error) = known.faults(&source).next() {
        return Err(error.into());
    }
    let bytes = beside::build(&source, stamp).ok_or_else(|| refuse("it cannot be indexed"))?;
    if Stamp::of(&file).map_err(|error| fail(&error))? != stamp {
        return Err(refuse("it was changed while it was read"));
    }
    // The index has to be younger than the file by the file system's clock.
    if let Ok(age) = SystemTime::now().duration_since(stamp.changed) {
        sleep(TICK.saturating_sub(age));
    }
    Ok((bytes, source.index.slots.len()))
}

/// Puts a file in the place of an older index at once, so that nobody reads half of it.
fn replace(target: &Path, bytes: &[u8]) -> io::Result<()> {
    if let Ok(about) = fs::symlink_metadata(target) {
        let is_ours = about.is_file() && beside::is_index(&File::open(target)?);
        if !is_ours {
            return Err(io::Error::other("it exists and is no index"));
        }
    }
    let mut name = target.as_os_str().to_owned();
    name.push(format!(".{}", std::process::id()));
    let beginning = PathBuf::from(name);
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(&beginning)?;
    let written = file
        .write_all(bytes)
        .and_then(|()| file.sync_all())
        .and_then(|()| fs::rename(&beginning, target));
    if written.is_err() {
        // What is half written is of no use to anybody.
        let _ = fs::remove_file(&beginning);
    }
    written
}
