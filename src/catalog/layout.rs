//! What a compiled catalog is made of. All numbers are little-endian words of 32 bits, all offsets count bytes from its start.

/// What a compiled catalog begins with; the number is the edition of this layout.
pub(crate) const MAGIC: &[u8; 16] = b"errdoc catalog D";

/// The words after the magic: each names a section, a table, a list or a count.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Header {
    /// Length of everything in bytes.
    Length,
    /// Rows of APIs.
    Apis,
    /// How many APIs there are.
    ApiCount,
    /// Rows of entries, API by API.
    Entries,
    /// How many entries there are.
    EntryCount,
    /// Table: an id to its API.
    Ids,
    /// Table: a code, name or alias in lower case to its [`Named`](super::compiled::Named) entries.
    Codes,
    /// Table: a folded code to the entries and spellings that fold to it.
    Folded,
    /// Table: a whole message without placeholders to its templates.
    Messages,
    /// Table: a word or a pair of words to the templates filed under it.
    Anchors,
    /// List: templates without an anchor.
    Unanchored,
    /// Table: the first bytes of a message, or its first word, to the templates that begin with them.
    Beginnings,
    /// Rows of templates: entry and position in its `match.messages`.
    Templates,
    /// Table: a code to the entries that a contradiction may make it mean.
    Quirks,
    /// Table: the first word of what an API is called to the API and the whole of it.
    Names,
    /// Table: a status name to entries.
    StatusNames,
    /// Table: a host to APIs.
    Hosts,
    /// Table: a header field to the APIs that it identifies.
    Headers,
    /// Table: the name of a member that holds codes to APIs.
    CodeNames,
    /// Table: an id or alias in lower case to APIs.
    Called,
    /// Table: a path of member names to what envelopes require there.
    Paths,
    /// For each atom, the list of classes filed under it.
    Atoms,
    /// For each atom, the list of all classes that require it.
    AtomUses,
    /// List: classes that require something that no atom says.
    Apart,
    /// For each class, where its record is.
    Classes,
    /// How many classes there are.
    ClassCount,
    /// List: classes that require nothing of a JSON body.
    Bodiless,
    /// Rows of places: where the stored `Place` is, and its length.
    Places,
    /// How many places there are.
    PlaceCount,
    /// Rows of text forms.
    Forms,
    /// How many text forms there are.
    FormCount,
    /// Table: the first bytes of a word to text forms.
    FormGrams,
    /// The stored `Http`, empty where the catalog has none.
    Http,
    /// Its length.
    HttpLength,
}

/// How many words the header has.
pub(crate) const HEADER_WORDS: usize = Header::HttpLength as usize + 1;

/// Where the header ends.
pub(crate) const HEADER_END: usize = MAGIC.len() + HEADER_WORDS * 4;

/// The words of an API's row.
#[derive(Debug, Clone, Copy)]
pub(crate) enum ApiRow {
    /// The id.
    Id,
    /// Its length.
    IdLength,
    /// The name.
    Name,
    /// Its length.
    NameLength,
    /// The stored `Api` without its texts, shapes and guide.
    Stored,
    /// Its length.
    StoredLength,
    /// The first of its entries.
    FirstEntry,
    /// How many entries it has.
    EntryCount,
    /// [`api_flag`]s.
    Flags,
    /// 1 everybody meets it, 3 rare.
    Rank,
    /// The stored families.
    Families,
    /// Their length.
    FamiliesLength,
    /// The stored aliases.
    Aliases,
    /// Their length.
    AliasesLength,
    /// The stored texts, envelopes, successes and guide.
    Rest,
    /// Their length.
    RestLength,
}

/// How many words an API's row has.
pub(crate) const API_ROW: usize = ApiRow::RestLength as usize + 1;

/// Flags of an API.
pub(crate) mod api_flag {
    /// The catalog names hosts of the API.
    pub(crate) const HAS_HOSTS: u32 = 1;
    /// The API writes its codes in any case.
    pub(crate) const ANY_CASE: u32 = 2;
}

/// The words of an entry's row.
#[derive(Debug, Clone, Copy)]
pub(crate) enum EntryRow {
    /// Position of the API.
    Api,
    /// The code.
    Code,
    /// Its length.
    CodeLength,
    /// The title.
    Title,
    /// Its length.
    TitleLength,
    /// The quick fix.
    Fix,
    /// Its length.
    FixLength,
    /// The usual status (16 bits, 0 for none), the category and the verdict (8 bits each).
    Kind,
    /// 1 daily, 3 rare.
    Rank,
    /// The stored `Entry`.
    Stored,
    /// Its length.
    StoredLength,
}

/// How many words an entry's row has.
pub(crate) const ENTRY_ROW: usize = EntryRow::StoredLength as usize + 1;

/// The words of a text form's row: API, proof, status, text and its length; the literal piece with its gram, its
/// length, and where in it the gram begins.
pub(crate) const FORM_ROW: usize = 8;

/// The words of a template's row: entry and position.
pub(crate) const TEMPLATE_ROW: usize = 2;

/// The words of a class behind its atoms; its members follow.
#[derive(Debug, Clone, Copy)]
pub(crate) enum ClassRow {
    /// Flags of [`more_flag`].
    Flags,
    /// List of all that it requires: the place (24 bits) with the type, and the text that is required with its length.
    Requires,
    /// List: the atoms that it forbids.
    Forbids,
    /// List: the places that it forbids and no atom says.
    ForbidsMore,
    /// List of the only members that it may have: hash, name and length.
    Only,
    /// The bits of these hashes, those of [`name_bit`](super::name_bit) as one number: the low word.
    OnlyBits,
    /// The high word.
    OnlyBitsHigh,
    /// The place of the elements that are errors of their own.
    Each,
    /// List of the words of [`ReadRow`], which classes share that read the same.
    Reads,
    /// How many members it has.
    MemberCount,
}

/// How many words a class has behind its atoms.
pub(crate) const CLASS_ROW: usize = ClassRow::MemberCount as usize + 1;

/// The words that say where in a response things are. Where nothing else is said, each is a list of places.
#[derive(Debug, Clone, Copy)]
pub(crate) enum ReadRow {
    /// The code.
    Code,
    /// What narrows the code down.
    Subcode,
    /// Text that contains a code.
    CodeIn,
    /// The message.
    Message,
    /// The status.
    Status,
    /// Text after a status number.
    StatusName,
    /// The id that support asks for.
    RequestId,
    /// Documentation of the error.
    DocsUrl,
    /// When the error occurred.
    Time,
    /// List of pairs: where a waiting time is, and its unit.
    RetryAfter,
    /// List of further values: name, its length, and the place.
    Extras,
    /// The messages by field: one place, or three for the list, the name and the text in an element of it.
    Fields,
    /// The text whose last one what is kept of a code follows.
    CodeAfter,
    /// Its length.
    CodeAfterLength,
    /// The text whose first one what is kept of a code precedes.
    CodeBefore,
    /// Its length.
    CodeBeforeLength,
    /// What the catalog puts before codes.
    CodePrefix,
    /// Its length.
    CodePrefixLength,
}

/// How many words say where things are.
pub(crate) const READ_ROW: usize = ReadRow::CodePrefixLength as usize + 1;

/// The words of a class's member: API, order among the API's envelopes, flags, and the list of what the shape means.
pub(crate) const MEMBER_ROW: usize = 4;

/// Flags of a class's member: the proof in the two lowest bits, then these.
pub(crate) mod member_flag {
    /// `means` counts only when a host or header names the API.
    pub(crate) const IDENTIFIED: u32 = 4;
    /// The shape is that of a success.
    pub(crate) const SUCCESS: u32 = 8;
}

/// Flags of a path.
pub(crate) mod path_flag {
    /// Envelopes require more below a name here.
    pub(crate) const NAMES: u32 = 1;
    /// Envelopes require something of any element or member here.
    pub(crate) const ANY: u32 = 2;
    /// Envelopes require certain texts here: each is a path of its own.
    pub(crate) const TEXTS: u32 = 4;
}

/// What a class requires beside its atoms.
pub(crate) mod more_flag {
    /// Something.
    pub(crate) const SOME: u32 = 1;
    /// A header field, or a text in plain words.
    pub(crate) const HEAD: u32 = 2;
}

/// The seeds of the tables' hashes.
pub(crate) mod seed {
    pub(crate) const CODE: u64 = 1;
    pub(crate) const FOLDED: u64 = 2;
    pub(crate) const STATUS_NAME: u64 = 3;
    pub(crate) const HOST: u64 = 4;
    pub(crate) const HEADER: u64 = 5;
    pub(crate) const CODE_NAME: u64 = 6;
    pub(crate) const MESSAGE: u64 = 7;
    pub(crate) const BEGINNING: u64 = 8;
    pub(crate) const WORD: u64 = 9;
    pub(crate) const NAME: u64 = 10;
    pub(crate) const ANY: u64 = 11;
    pub(crate) const ID: u64 = 12;
    pub(crate) const QUIRK: u64 = 13;
    pub(crate) const TEXT: u64 = 14;
}
