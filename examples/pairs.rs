//! Times short programs against each other, one run of each in turn, so that what else the machine does meets all alike:
//! `pairs RUNS [NAME=VALUE...] PROGRAM ARGUMENTS... ::: PROGRAM ARGUMENTS...`. Prints the median and the
//! tenth of the times (what a run takes when nothing else does), each with its ratio to the first program's.

use std::env;
use std::io::{self, Write as _};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Runs a command once and gives how long it took.
fn once(words: &[String]) -> io::Result<Duration> {
    let is_setting = |word: &&String| word.contains('=');
    let settings = words.iter().take_while(is_setting);
    let pairs = settings.clone().filter_map(|word| word.split_once('='));
    let mut words = words[settings.count()..].iter();
    let program = words.next().ok_or_else(|| io::Error::other("no program"))?;
    let mut command = Command::new(program);
    command
        .args(words)
        .envs(pairs)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    let start = Instant::now();
    command.status()?;
    Ok(start.elapsed())
}

fn main() -> io::Result<()> {
    let words: Vec<String> = env::args().skip(1).collect();
    let usage = || io::Error::other("usage: pairs RUNS PROGRAM ... ::: PROGRAM ...");
    let (runs, rest) = words.split_first().ok_or_else(usage)?;
    let runs: usize = runs.parse().map_err(|_| usage())?;
    let commands: Vec<&[String]> = rest.split(|word| word == ":::").collect();
    if runs == 0 || commands.iter().any(|words| words.is_empty()) {
        return Err(usage());
    }
    let mut times = vec![Vec::with_capacity(runs); commands.len()];
    for run in 0..runs {
        for turn in 0..commands.len() {
            // Who comes first changes, since a run leaves the caches to the next.
            let which = (run + turn) % commands.len();
            times[which].push(once(commands[which])?);
        }
    }
    for times in &mut times {
        times.sort();
    }
    let mut out = io::stdout().lock();
    writeln!(
        out,
        "{:>9} {:>6} {:>9} {:>6}",
        "median", "ratio", "tenth", "ratio"
    )?;
    for (times_of, words) in times.iter().zip(&commands) {
        for part in [2, 10] {
            let time = times_of[runs / part];
            let ratio = time.as_secs_f64() / times[0][runs / part].as_secs_f64();
            write!(out, "{:>6.0} us {ratio:>6.3} ", time.as_secs_f64() * 1e6)?;
        }
        writeln!(out, " {}", words.join(" "))?;
    }
    Ok(())
}
