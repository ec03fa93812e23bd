//! `errdoc schema`: the JSON Schema of answers and files.

use super::Output;
use crate::cli::{Schema, SchemaName};

/// Runs the command.
pub(super) fn run(args: &Schema) -> Output {
    Output::answer(match args.of {
        SchemaName::Parse => include_str!("../../schemas/parse.schema.json"),
        SchemaName::Entry => include_str!("../../schemas/entry.schema.json"),
        SchemaName::Scan => include_str!("../../schemas/scan.schema.json"),
        SchemaName::Guide => include_str!("../../schemas/guide.schema.json"),
        SchemaName::Report => include_str!("../../schemas/report.schema.json"),
        SchemaName::Check => include_str!("../../schemas/check.schema.json"),
        SchemaName::Catalog => include_str!("../../schemas/catalog.schema.json"),
    })
}
