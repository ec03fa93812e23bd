//! Arguments whose definitions are built only for the command that is called.

use std::ops::Deref;

use clap::builder::Resettable;
use clap::{ArgMatches, Args, FromArgMatches, Subcommand};

/// Builds argument definitions lazily: building all of them takes as long as answering.
#[derive(Debug)]
pub(crate) struct OnCall<T>(pub(super) T);

impl<T> From<T> for OnCall<T> {
    fn from(args: T) -> Self {
        Self(args)
    }
}

impl<T> Deref for OnCall<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T: FromArgMatches> FromArgMatches for OnCall<T> {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        T::from_arg_matches(matches).map(Self)
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        self.0.update_from_arg_matches(matches)
    }
}

impl<T: Args> Args for OnCall<T> {
    fn augment_args(command: clap::Command) -> clap::Command {
        command.defer(|command| {
            // What the command says of itself stays, whatever its arguments say of themselves.
            let short = Resettable::from(command.get_about().cloned());
            let long = Resettable::from(command.get_long_about().cloned());
            T::augment_args(command).about(short).long_about(long)
        })
    }

    fn augment_args_for_update(command: clap::Command) -> clap::Command {
        Self::augment_args(command)
    }
}

impl<T: Subcommand> Subcommand for OnCall<T> {
    fn augment_subcommands(command: clap::Command) -> clap::Command {
        command.defer(|command| {
            let short = Resettable::from(command.get_about().cloned());
            let long = Resettable::from(command.get_long_about().cloned());
            T::augment_subcommands(command)
                .about(short)
                .long_about(long)
        })
    }

    fn augment_subcommands_for_update(command: clap::Command) -> clap::Command {
        Self::augment_subcommands(command)
    }

    fn has_subcommand(name: &str) -> bool {
        T::has_subcommand(name)
    }
}
