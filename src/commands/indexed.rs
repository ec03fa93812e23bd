//! Large catalog files: `errdoc catalog index` writes the compiled form beside one, and whoever loads the file reads that.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, SystemTime};

use errdoc::catalog::sidecar::{self, Stamp};
use errdoc::catalog::{Catalog, Source};
use errdoc::sanitize::safe_line;

use super::{Output, Trouble, World, unreadable};

/// The largest catalog file that is indexed; it is in memory while it is.
const MAX_INDEXED: u64 = 2 * 1024 * 1024 * 1024;

/// How much younger an index must be than its file, in the coarsest clock of a usual file system.
const TICK: Duration = Duration::from_millis(20);

/// Adds a catalog file by its index, if there is one that may be trusted; returns true if it did.
pub(super) fn add(catalog: &mut Catalog, path: &Path) -> bool {
    let read = || -> Option<(Vec<u8>, Stamp)> {
        let mut index = File::open(sidecar::path_of(path)).ok()?;
        let file = File::open(path).ok()?;
        let (own, stamp) = (Stamp::of(&index).ok()?, Stamp::of(&file).ok()?);
        // A file that was changed in the same tick of the clock as the index was written may have changed after it.
        if own.changed <= stamp.changed {
            return None;
        }
        let mut bytes = Vec::with_capacity(usize::try_from(own.length).ok()?);
        index.read_to_end(&mut bytes).ok()?;
        Some((bytes, stamp))
    };
    let name = path.display().to_string();
    read().is_some_and(|(bytes, stamp)| catalog.add_sidecar(&name, bytes, stamp))
}

/// Runs `catalog index`.
pub(super) fn write(
    files: &[PathBuf],
    world: &World<'_>,
    asked: &[PathBuf],
) -> Result<Output, Trouble> {
    // A file may hold entries alone for an API that another file describes. One that is too large does no harm here.
    let (known, _) = super::load(world, asked).unwrap_or_default();
    let mut output = Output::default();
    for path in files {
        let (bytes, entries) = build(path, &known)?;
        let target = sidecar::path_of(path);
        replace(&target, &bytes).map_err(|error| {
            Trouble::Output(format!("cannot write {}: {error}", target.display()))
        })?;
        if !add(&mut Catalog::builtin(), path) {
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

/// Returns the index of a file, and how many entries it has.
fn build(path: &Path, known: &Catalog) -> Result<(Vec<u8>, usize), Trouble> {
    let fail = |error: &io::Error| unreadable(path, error);
    let mut file = File::open(path).map_err(|error| fail(&error))?;
    let stamp = Stamp::of(&file).map_err(|error| fail(&error))?;
    let refuse = |why: &str| Trouble::Catalog(format!("{}: {why}", path.display()));
    if stamp.length > MAX_INDEXED {
        return Err(refuse("more than an indexed catalog may have (2 GiB)"));
    }
    let mut text = String::new();
    file.read_to_string(&mut text)
        .map_err(|error| fail(&error))?;
    let source = Source::read(&path.display().to_string(), text)?;
    if let Some(error) = known.faults(&source).next() {
        return Err(error.into());
    }
    // Its index would hold the other file's entries as they are today.
    let mut origins = known.origins(source.id()).flatten();
    let is_other = |origin: &str| fs::canonicalize(origin).ok() != fs::canonicalize(path).ok();
    if let Some(first) = origins.next().filter(|first| is_other(first)) {
        return Err(refuse(&format!(
            "it adds to the API of {first}: index that file"
        )));
    }
    let bytes =
        sidecar::build(&source, stamp, known).ok_or_else(|| refuse("it cannot be indexed"))?;
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
        let is_ours = about.is_file() && sidecar::is_sidecar(&fs::read(target)?);
        if !is_ours {
            return Err(io::Error::other("it exists and is not an index"));
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
