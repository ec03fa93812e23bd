//! What a catalog file can say: the types that its JSON is read into. `catalog/README.md` documents them for people.

mod api;
mod entry;
mod envelope;
mod http;
mod rooted;

pub use api::{Api, Fact, Family, HeaderMark, Section, Step, Support, TextForm, Wanted};
pub(crate) use entry::code;
pub use entry::{Category, Entry, Example, HttpStatus, Match, Quirk, Retry, Verdict, When};
pub use envelope::{
    Envelope, FieldList, FieldsAt, Means, Place, Places, Pointers, Proof, Shape, Token, Unit, Wait,
};
pub use http::{Gateway, Http, Says, Status};
