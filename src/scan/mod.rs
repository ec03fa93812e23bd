//! Finds the API errors in logs of any size, at the speed of the disk and in bounded memory.
//!
//! A line is looked at twice: a [filter] passes the lines that hold a member that an envelope requires, and what is in
//! those lines the engine says, as it does for `parse`.

mod before;
mod bits;
pub mod blocks;
mod ends;
pub mod filter;
pub mod inputs;
mod marks;
mod markup;
mod names;
mod needs;
mod prose;
mod run;
mod sieve;
mod tally;
pub mod time;

pub use run::{Limits, Occurrence, Scanner, Watcher};
pub use tally::{By, Group, Kind, MOST_BUCKETS, Seen, Tally};
