//! Reads a compiled catalog in place: nothing is parsed before it is asked for, and then only that.

use std::borrow::Cow;

use super::binary::Stored;
use super::fold::fold;
use super::layout::{
    API_ROW, ApiRow, ENTRY_ROW, EntryRow, HEADER_END, Header, MAGIC, TEMPLATE_ROW, api_flag, seed,
};
use super::model::{Api, Category, Entry, Family, Http, Verdict};
use super::table::{self, NONE, hash, hash_folded, word};

/// A compiled catalog.
#[derive(Debug, Clone)]
pub(crate) struct Compiled {
    bytes: Cow<'static, [u8]>,
}

/// An entry that a code leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Named {
    /// The entry.
    pub(crate) entry: u32,
    /// Whether the code means the entry only together with its message or status.
    pub(crate) needs_more: bool,
}

/// A list of words in a compiled catalog.
#[derive(Debug, Clone, Copy)]
pub(crate) struct List<'c> {
    bytes: &'c [u8],
    pub(super) at: usize,
    /// How many words it has.
    pub(crate) length: usize,
}

impl<'c> List<'c> {
    /// Returns the word at a position.
    #[inline]
    pub(crate) fn get(self, position: usize) -> u32 {
        word(self.bytes, self.at + position * 4)
    }

    /// Iterates over rows of so many words.
    pub(crate) fn rows<const WORDS: usize>(
        self,
    ) -> impl Iterator<Item = [u32; WORDS]> + Clone + use<'c, WORDS> {
        let row = move |row: usize| std::array::from_fn(|word| self.get(row * WORDS + word));
        (0..self.length / WORDS).map(row)
    }

    /// Iterates over the words.
    pub(crate) fn iter(self) -> impl DoubleEndedIterator<Item = u32> + use<'c> {
        (0..self.length).map(move |at| self.get(at))
    }
}

impl Compiled {
    /// Takes a compiled catalog; `None` if the bytes are not one, or not all of one.
    pub(crate) fn new(bytes: impl Into<Cow<'static, [u8]>>) -> Option<Self> {
        let bytes = bytes.into();
        let length = word(&bytes, MAGIC.len() + Header::Length as usize * 4);
        let is_whole = bytes.len() >= HEADER_END && bytes.len() == length as usize;
        (bytes.starts_with(MAGIC) && is_whole).then_some(Self { bytes })
    }

    /// Returns a word of the header.
    #[inline]
    pub(crate) fn header(&self, at: Header) -> u32 {
        word(&self.bytes, MAGIC.len() + at as usize * 4)
    }

    /// Returns the text at an offset; empty if there is none.
    pub(crate) fn text(&self, at: u32, length: u32) -> &str {
        let text = self.part(at, length);
        std::str::from_utf8(text).unwrap_or_default()
    }

    /// Returns the bytes at an offset.
    pub(crate) fn part(&self, at: u32, length: u32) -> &[u8] {
        let at = at as usize;
        self.bytes.get(at..at + length as usize).unwrap_or_default()
    }

    /// Returns the list at an offset; empty for `NONE`.
    #[inline]
    pub(crate) fn list(&self, at: u32) -> List<'_> {
        let length = match at {
            NONE => 0,
            at => word(&self.bytes, at as usize) as usize,
        };
        List {
            bytes: &self.bytes,
            at: (at as usize).saturating_add(4),
            // A damaged list is no longer than the catalog.
            length: length.min(self.bytes.len() / 4),
        }
    }

    /// Returns the list that a table has for a key.
    #[inline]
    pub(crate) fn listed(&self, table: Header, key: u64) -> List<'_> {
        let found = table::find(&self.bytes, self.header(table) as usize, key);
        self.list(found.unwrap_or(NONE))
    }

    /// Returns what a table has for a key.
    #[inline]
    pub(crate) fn find(&self, table: Header, key: u64) -> Option<u32> {
        table::find(&self.bytes, self.header(table) as usize, key)
    }

    /// Iterates over the keys of a table.
    #[cfg(feature = "scan")]
    pub(crate) fn keys(&self, table: Header) -> impl Iterator<Item = u64> + use<'_> {
        table::keys(&self.bytes, self.header(table) as usize)
    }

    /// Returns the word at an offset.
    #[inline]
    pub(crate) fn word(&self, at: u32) -> u32 {
        word(&self.bytes, at as usize)
    }

    /// Reads a stored value.
    pub(super) fn load<T: Stored + Default>(&self, at: u32, length: u32) -> T {
        T::load(&mut self.part(at, length)).unwrap_or_default()
    }

    /// Returns how many APIs there are.
    pub(crate) fn api_count(&self) -> u32 {
        self.header(Header::ApiCount)
    }

    /// Returns a word of an API's row.
    #[inline]
    pub(crate) fn api_row(&self, api: u32, column: ApiRow) -> u32 {
        let row = self.header(Header::Apis) as usize + api as usize * API_ROW * 4;
        word(&self.bytes, row + column as usize * 4)
    }

    /// Returns an API's id.
    pub(crate) fn api_id(&self, api: u32) -> &str {
        let at = self.api_row(api, ApiRow::Id);
        self.text(at, self.api_row(api, ApiRow::IdLength))
    }

    /// Returns the API with an id.
    pub(crate) fn api_called(&self, id: &str) -> Option<u32> {
        let api = self.find(Header::Ids, hash(seed::ID, id.as_bytes()))?;
        (self.api_id(api) == id).then_some(api)
    }

    /// Returns how common an API is: 1 everybody meets it, 3 rare, 0 unknown.
    pub(crate) fn api_rank(&self, api: u32) -> u8 {
        self.api_row(api, ApiRow::Rank) as u8
    }

    /// Returns true if the catalog names hosts of an API.
    pub(crate) fn has_hosts(&self, api: u32) -> bool {
        self.api_row(api, ApiRow::Flags) & api_flag::HAS_HOSTS != 0
    }

    /// Returns true if an API writes its codes in any case.
    pub(crate) fn has_any_case(&self, api: u32) -> bool {
        self.api_row(api, ApiRow::Flags) & api_flag::ANY_CASE != 0
    }

    /// Returns an API's name.
    pub(crate) fn api_name(&self, api: u32) -> &str {
        let at = self.api_row(api, ApiRow::Name);
        self.text(at, self.api_row(api, ApiRow::NameLength))
    }

    /// Reads an API.
    pub(crate) fn api(&self, api: u32) -> Api {
        let at = self.api_row(api, ApiRow::Rest);
        let mut rest = self.part(at, self.api_row(api, ApiRow::RestLength));
        Api {
            texts: Stored::load(&mut rest).unwrap_or_default(),
            envelopes: Stored::load(&mut rest).unwrap_or_default(),
            success: Stored::load(&mut rest).unwrap_or_default(),
            guide: Stored::load(&mut rest).unwrap_or_default(),
            ..self.brief_api(api)
        }
    }

    /// Reads an API without its texts, shapes and guide.
    pub(crate) fn brief_api(&self, api: u32) -> Api {
        let at = self.api_row(api, ApiRow::Stored);
        self.load(at, self.api_row(api, ApiRow::StoredLength))
    }

    /// Reads an API's families.
    pub(crate) fn families(&self, api: u32) -> Vec<Family> {
        let at = self.api_row(api, ApiRow::Families);
        self.load(at, self.api_row(api, ApiRow::FamiliesLength))
    }

    /// Reads an API's aliases.
    pub(crate) fn aliases(&self, api: u32) -> Vec<String> {
        let at = self.api_row(api, ApiRow::Aliases);
        self.load(at, self.api_row(api, ApiRow::AliasesLength))
    }

    /// Returns the entries of an API.
    pub(crate) fn entries(&self, api: u32) -> std::ops::Range<u32> {
        let first = self.api_row(api, ApiRow::FirstEntry);
        first..first.saturating_add(self.api_row(api, ApiRow::EntryCount))
    }

    /// Returns how many entries there are.
    pub(crate) fn entry_count(&self) -> u32 {
        self.header(Header::EntryCount)
    }

    /// Returns a word of an entry's row.
    #[inline]
    pub(crate) fn entry_row(&self, entry: u32, column: EntryRow) -> u32 {
        let row = self.header(Header::Entries) as usize + entry as usize * ENTRY_ROW * 4;
        word(&self.bytes, row + column as usize * 4)
    }

    /// Returns the API of an entry.
    #[inline]
    pub(crate) fn api_of(&self, entry: u32) -> u32 {
        self.entry_row(entry, EntryRow::Api)
    }

    /// Returns an entry's code.
    pub(crate) fn code(&self, entry: u32) -> &str {
        let at = self.entry_row(entry, EntryRow::Code);
        self.text(at, self.entry_row(entry, EntryRow::CodeLength))
    }

    /// Returns an entry's title.
    pub(crate) fn title(&self, entry: u32) -> &str {
        let at = self.entry_row(entry, EntryRow::Title);
        self.text(at, self.entry_row(entry, EntryRow::TitleLength))
    }

    /// Returns an entry's quick fix.
    pub(crate) fn quick_fix(&self, entry: u32) -> &str {
        let at = self.entry_row(entry, EntryRow::Fix);
        self.text(at, self.entry_row(entry, EntryRow::FixLength))
    }

    /// Returns an entry's usual status.
    pub(crate) fn status(&self, entry: u32) -> Option<u16> {
        let status = self.entry_row(entry, EntryRow::Kind) as u16;
        (status > 0).then_some(status)
    }

    /// Returns an entry's category.
    pub(crate) fn category(&self, entry: u32) -> Category {
        let at = self.entry_row(entry, EntryRow::Kind) >> 16 & 0xff;
        Category::ALL.get(at as usize).copied().unwrap_or_default()
    }

    /// Returns an entry's verdict.
    pub(crate) fn verdict(&self, entry: u32) -> Verdict {
        let at = self.entry_row(entry, EntryRow::Kind) >> 24;
        Verdict::ALL.get(at as usize).copied().unwrap_or_default()
    }

    /// Returns how common an entry is: 1 daily, 3 rare, 0 unknown.
    pub(crate) fn rank(&self, entry: u32) -> u8 {
        self.entry_row(entry, EntryRow::Rank) as u8
    }

    /// Reads an entry.
    pub(crate) fn entry(&self, entry: u32) -> Entry {
        let at = self.entry_row(entry, EntryRow::Stored);
        self.load(at, self.entry_row(entry, EntryRow::StoredLength))
    }

    /// Returns the stored form of an entry, in which its texts are as they are.
    pub(crate) fn stored(&self, entry: u32) -> &[u8] {
        let at = self.entry_row(entry, EntryRow::Stored);
        self.part(at, self.entry_row(entry, EntryRow::StoredLength))
    }

    /// Iterates over the entries that a code, whatever its case, leads to.
    pub(crate) fn named(&self, code: &str) -> impl Iterator<Item = Named> + use<'_> {
        let list = self.listed(Header::Codes, hash_folded(seed::CODE, code));
        list.iter().map(|value| Named {
            entry: value >> 1,
            needs_more: value & 1 != 0,
        })
    }

    /// Iterates over the entries with a name that folds to the same as `code`, each with that name.
    pub(crate) fn folded(&self, code: &str) -> impl Iterator<Item = (u32, &str)> {
        let list = self.listed(Header::Folded, hash(seed::FOLDED, fold(code).as_bytes()));
        (0..list.length / 3).map(move |at| {
            let name = self.text(list.get(at * 3 + 1), list.get(at * 3 + 2));
            (list.get(at * 3), name)
        })
    }

    /// Iterates over the entries that a status name means.
    pub(crate) fn status_named(&self, name: &str) -> impl Iterator<Item = u32> + use<'_> {
        let key = hash_folded(seed::STATUS_NAME, name);
        self.listed(Header::StatusNames, key).iter()
    }

    /// Iterates over the entries that a contradiction may make a code mean.
    pub(crate) fn quirks(&self, code: &str) -> impl Iterator<Item = u32> + use<'_> {
        self.listed(Header::Quirks, hash_folded(seed::QUIRK, code))
            .iter()
    }

    /// Iterates over the APIs that have an id or alias, in any case.
    pub(crate) fn with_name(&self, name: &str) -> impl Iterator<Item = u32> {
        self.listed(Header::Called, hash_folded(seed::ID, name))
            .iter()
    }

    /// Iterates over what APIs are called that begins with a word: the API, and where the name is, in lower case.
    fn api_names(&self, first_word: u64) -> impl Iterator<Item = (u32, u32, u32)> {
        let list = self.listed(Header::Names, first_word);
        list.rows().map(|[api, at, length]| (api, at, length))
    }

    /// Iterates over the APIs by whose name a text in lower case begins, each with the name; `first_word` is the hash of the
    /// text's first word.
    pub(crate) fn called(
        &self,
        first_word: u64,
        lower: &[u8],
    ) -> impl Iterator<Item = (u32, &str)> {
        let named = self.api_names(first_word);
        named
            .filter(|(_, at, length)| lower.starts_with(self.part(*at, *length)))
            .map(|(api, at, length)| (api, self.text(at, length)))
    }

    /// Iterates over what APIs are called, in lower case.
    #[cfg(feature = "scan")]
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        let named = self
            .keys(Header::Names)
            .flat_map(|word| self.api_names(word));
        named.map(|(_, at, length)| self.text(at, length))
    }

    /// Returns true if an API has its codes in members of this name.
    pub(crate) fn calls_code(&self, api: u32, name: &str) -> bool {
        let key = hash(seed::CODE_NAME, name.as_bytes());
        self.listed(Header::CodeNames, key)
            .iter()
            .any(|of| of == api)
    }

    /// Returns the entry and the position of a template.
    pub(crate) fn template(&self, template: u32) -> (u32, u32) {
        let rows = self.header(Header::Templates);
        let at = rows.saturating_add(template.saturating_mul(TEMPLATE_ROW as u32 * 4));
        (self.word(at), self.word(at.saturating_add(4)))
    }

    /// Reads what is known of HTTP.
    pub(crate) fn http(&self) -> Http {
        self.load(self.header(Header::Http), self.header(Header::HttpLength))
    }
}
