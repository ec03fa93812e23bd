//! A clock that others' work does not drive.

use std::fs;
use std::sync::OnceLock;
use std::time::{Duration, Instant};

/// Returns the time that this thread has been running; where the system does not say it, the time that has passed.
pub(crate) fn running() -> Duration {
    static START: OnceLock<Instant> = OnceLock::new();
    fs::read_to_string("/proc/thread-self/schedstat")
        .ok()
        .and_then(|text| text.split(' ').next()?.parse().ok())
        .map_or_else(
            || START.get_or_init(Instant::now).elapsed(),
            Duration::from_nanos,
        )
}
