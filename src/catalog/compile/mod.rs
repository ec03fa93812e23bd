//! Compiles catalogs into one read-only form: the build script for the built-in ones, `catalog index` for large files, and
//! every run in memory for a user's own.
//!
//! 1. Texts and stored values are appended, rows point at them.
//! 2. Envelopes that require, forbid and read the same become one class with a member for each API.
//! 3. What classes require is cut into atoms (a path and a type); a class is filed under its rarest atom.
//! 4. Codes, names, messages, hosts and headers become hash tables.

mod shapes;
mod templates;

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

pub(crate) use shapes::{any, name_bit, name_hash, named, root, texted};
use templates::{FormGram, form_grams, pattern_anchors};

use super::binary::{number_of, stored};
use super::fold::fold;
use super::layout::{
    API_ROW, ENTRY_ROW, FORM_ROW, HEADER_END, HEADER_WORDS, Header, MAGIC, api_flag, member_flag,
    seed,
};
use super::model::{Api, Category, Entry, Envelope, Http, Means, Place, Proof, Shape, Verdict};
use super::table::{self, NONE, hash, hash_folded};
use super::words::{Anchor, beginnings, words};
use crate::pattern::Pattern;

/// One API with its entries.
pub(crate) type Whole = (Api, Vec<Arc<Entry>>);

/// Returns the compiled form of some APIs.
pub(crate) fn compile(apis: &[Whole], http: Option<&Http>) -> Vec<u8> {
    let mut compiler = Compiler::new();
    for (api, entries) in apis {
        compiler.api(api, entries);
    }
    compiler.finish(http)
}

/// A table under construction: each key with the words of its list.
type Lists = BTreeMap<u64, Vec<u32>>;

/// What tells a class from others.
type ClassKey = Vec<u8>;

/// Envelopes that require, forbid and read the same.
#[derive(Default)]
struct Class {
    requires: Vec<(Place, Shape)>,
    forbids: Vec<Place>,
    /// The names of the only members that it may have; empty for any.
    only: Vec<String>,
    /// The elements that are errors of their own.
    each: Option<Place>,
    /// Where things are.
    reads: u32,
    /// API, order, flags and the list of what the shape means.
    members: Vec<[u32; 4]>,
}

/// A template under construction.
struct Template {
    entry: u32,
    position: u32,
    /// The hash of the whole message, where there is no placeholder.
    whole: Option<u64>,
    /// The hash of its first bytes.
    beginning: Option<u64>,
    anchors: Vec<Anchor>,
}

/// What is known so far.
struct Compiler {
    out: Vec<u8>,
    header: [u32; HEADER_WORDS],
    texts: HashMap<String, u32>,
    places: HashMap<Place, u32>,
    /// Lists and rows that may be shared, by what is in them.
    lists: HashMap<Vec<u32>, u32>,
    api_rows: Vec<[u32; API_ROW]>,
    entry_rows: Vec<[u32; ENTRY_ROW]>,
    form_rows: Vec<[u32; FORM_ROW]>,
    templates: Vec<Template>,
    classes: Vec<Class>,
    class_of: HashMap<ClassKey, usize>,
    ids: Vec<(u64, u32)>,
    codes: Lists,
    folded: Lists,
    status_names: Lists,
    quirks: Lists,
    names: Lists,
    hosts: Lists,
    headers: Lists,
    code_names: Lists,
    called: Lists,
    form_grams: Vec<Vec<FormGram>>,
}

impl Compiler {
    /// Returns a compiler without anything.
    fn new() -> Self {
        Self {
            out: vec![0; HEADER_END],
            header: [0; HEADER_WORDS],
            texts: HashMap::new(),
            places: HashMap::new(),
            lists: HashMap::new(),
            api_rows: Vec::new(),
            entry_rows: Vec::new(),
            form_rows: Vec::new(),
            templates: Vec::new(),
            classes: Vec::new(),
            class_of: HashMap::new(),
            ids: Vec::new(),
            codes: Lists::new(),
            folded: Lists::new(),
            status_names: Lists::new(),
            quirks: Lists::new(),
            names: Lists::new(),
            hosts: Lists::new(),
            headers: Lists::new(),
            code_names: Lists::new(),
            called: Lists::new(),
            form_grams: Vec::new(),
        }
    }

    /// Returns where the next byte goes.
    fn at(&self) -> u32 {
        // A compiled catalog over 4 GiB is refused at the end.
        self.out.len() as u32
    }

    /// Appends a text unless it is known, and returns where it is and its length.
    fn text(&mut self, text: &str) -> [u32; 2] {
        let length = text.len() as u32;
        if let Some(at) = self.texts.get(text) {
            return [*at, length];
        }
        let at = self.at();
        self.out.extend_from_slice(text.as_bytes());
        self.texts.insert(text.to_owned(), at);
        [at, length]
    }

    /// Appends bytes, and returns where they are and their length.
    fn bytes(&mut self, bytes: &[u8]) -> [u32; 2] {
        let at = self.at();
        self.out.extend_from_slice(bytes);
        [at, bytes.len() as u32]
    }

    /// Appends words.
    fn words(&mut self, words: &[u32]) -> u32 {
        let at = self.at();
        let bytes = words.iter().flat_map(|word| word.to_le_bytes());
        self.out.extend(bytes);
        at
    }

    /// Appends a list with its length.
    fn list(&mut self, items: &[u32]) -> u32 {
        let at = self.words(&[items.len() as u32]);
        self.words(items);
        at
    }

    /// Appends lists and the table that leads to them.
    fn table(&mut self, lists: Lists) -> u32 {
        let pairs: Vec<(u64, u32)> = lists
            .into_iter()
            .map(|(key, items)| (key, self.list(&items)))
            .collect();
        let at = self.at();
        table::write(&mut self.out, &pairs);
        at
    }

    /// Adds an API.
    fn api(&mut self, api: &Api, entries: &[Arc<Entry>]) {
        let position = self.api_rows.len() as u32;
        let first = self.entry_rows.len() as u32;
        self.ids.push((hash(seed::ID, api.id.as_bytes()), position));
        for name in std::iter::once(&api.id).chain(&api.aliases) {
            let list = self.called.entry(hash_folded(seed::ID, name)).or_default();
            if list.last() != Some(&position) {
                list.push(position);
            }
        }
        for entry in entries {
            self.entry(position, entry);
        }
        for host in &api.hosts {
            let key = hash_folded(seed::HOST, host);
            self.hosts.entry(key).or_default().push(position << 1);
        }
        for host in &api.foreign_hosts {
            let key = hash_folded(seed::HOST, host);
            self.hosts.entry(key).or_default().push(position << 1 | 1);
        }
        for mark in &api.headers {
            let value = match &mark.value {
                Some(value) => self.text(value),
                None => [NONE, 0],
            };
            let key = hash_folded(seed::HEADER, &mark.name);
            let list = self.headers.entry(key).or_default();
            list.extend([position, value[0], value[1]]);
        }
        let code_of = |code: &str| entries.iter().position(|entry| entry.code == code);
        for (order, envelope) in api.envelopes.iter().map(Envelope::rooted).enumerate() {
            let means: Vec<u32> = match &envelope.means {
                None => Vec::new(),
                Some(Means::Code(code)) => code_of(code)
                    .map(|at| vec![0, first + at as u32])
                    .unwrap_or_default(),
                Some(Means::ByStatus(codes)) => codes
                    .iter()
                    .filter_map(|(status, code)| {
                        Some([u32::from(*status), first + code_of(code)? as u32])
                    })
                    .flatten()
                    .collect(),
            };
            let means = if means.is_empty() {
                NONE
            } else {
                self.list(&means)
            };
            let mut flags = number_of(&Proof::ALL, &envelope.proof);
            if envelope.identified {
                flags |= member_flag::IDENTIFIED;
            }
            self.class(&envelope, [position, order as u32, flags, means]);
            for name in envelope.read.code.iter().filter_map(Place::last_name) {
                let list = self
                    .code_names
                    .entry(hash(seed::CODE_NAME, name.as_bytes()));
                let list = list.or_default();
                if list.last() != Some(&position) {
                    list.push(position);
                }
            }
        }
        for shapes in &api.success {
            let envelope = Envelope {
                requires: shapes.clone(),
                ..Envelope::default()
            };
            self.class(&envelope, [position, 0, member_flag::SUCCESS, NONE]);
        }
        for form in &api.texts {
            let text = self.text(&form.text);
            self.form_rows.push([
                position,
                number_of(&Proof::ALL, &form.proof),
                u32::from(form.http_status.unwrap_or_default()),
                text[0],
                text[1],
                0,
                0,
                0,
            ]);
            let pattern = Pattern::parse(&form.text).ok();
            self.form_grams
                .push(pattern.iter().flat_map(form_grams).collect());
        }
        for name in api.called() {
            let lower = name.to_ascii_lowercase();
            let text = self.text(&lower);
            let mut first = None;
            words(&lower, |word, start, _| {
                first = first.or((start == 0).then_some(word));
            });
            if let Some(first) = first {
                let list = self.names.entry(first).or_default();
                list.extend([position, text[0], text[1]]);
            }
        }
        let [id, id_length] = self.text(&api.id);
        let [name, name_length] = self.text(&api.name);
        // What only some commands ask for is apart.
        let brief = Api {
            texts: Vec::new(),
            envelopes: Vec::new(),
            success: Vec::new(),
            guide: Vec::new(),
            ..api.clone()
        };
        let rest = [
            stored(&api.texts),
            stored(&api.envelopes),
            stored(&api.success),
            stored(&api.guide),
        ];
        let [stored_at, stored_length] = self.bytes(&stored(&brief));
        let [rest_at, rest_length] = self.bytes(&rest.concat());
        let [families, families_length] = self.bytes(&stored(&api.families));
        let [aliases, aliases_length] = self.bytes(&stored(&api.aliases));
        let mut flags = 0;
        if !api.hosts.is_empty() {
            flags |= api_flag::HAS_HOSTS;
        }
        if api.case_insensitive_codes {
            flags |= api_flag::ANY_CASE;
        }
        self.api_rows.push([
            id,
            id_length,
            name,
            name_length,
            stored_at,
            stored_length,
            first,
            entries.len() as u32,
            flags,
            u32::from(api.rank),
            families,
            families_length,
            aliases,
            aliases_length,
            rest_at,
            rest_length,
        ]);
    }

    /// Adds an entry.
    fn entry(&mut self, api: u32, entry: &Entry) {
        let position = self.entry_rows.len() as u32;
        for name in entry.names() {
            let code = hash_folded(seed::CODE, name);
            let list = self.codes.entry(code).or_default();
            if list.last() != Some(&(position << 1)) {
                list.push(position << 1);
            }
            let spelling = self.text(name);
            let folded = hash(seed::FOLDED, fold(name).as_bytes());
            let list = self.folded.entry(folded).or_default();
            list.extend([position, spelling[0], spelling[1]]);
        }
        for code in &entry.matches.codes {
            let key = hash_folded(seed::CODE, code);
            self.codes.entry(key).or_default().push(position << 1 | 1);
        }
        for name in &entry.matches.status_names {
            let key = hash_folded(seed::STATUS_NAME, name);
            self.status_names.entry(key).or_default().push(position);
        }
        for code in entry
            .matches
            .quirks
            .iter()
            .filter_map(|q| q.when.code.as_ref())
        {
            let key = hash_folded(seed::QUIRK, code);
            let list = self.quirks.entry(key).or_default();
            if list.last() != Some(&position) {
                list.push(position);
            }
        }
        for (at, message) in entry.matches.messages.iter().enumerate() {
            if let Ok(pattern) = Pattern::parse(message) {
                self.templates.push(Template {
                    entry: position,
                    position: at as u32,
                    whole: pattern.whole().map(|text| {
                        let text = text.strip_suffix('.').unwrap_or(text);
                        hash(seed::MESSAGE, text.as_bytes())
                    }),
                    beginning: pattern.beginning().and_then(|text| beginnings(text).next()),
                    anchors: pattern_anchors(&pattern),
                });
            }
        }
        let [code, code_length] = self.text(&entry.code);
        let [title, title_length] = self.text(&entry.title);
        let [fix, fix_length] = self.text(&entry.quick_fix);
        let [stored_at, stored_length] = self.bytes(&stored(entry));
        let kind = u32::from(entry.http_status.usual().unwrap_or_default())
            | number_of(&Category::ALL, &entry.category) << 16
            | number_of(&Verdict::ALL, &entry.retry.verdict) << 24;
        self.entry_rows.push([
            api,
            code,
            code_length,
            title,
            title_length,
            fix,
            fix_length,
            kind,
            u32::from(entry.rank),
            stored_at,
            stored_length,
        ]);
    }

    /// Adds an envelope to its class.
    fn class(&mut self, envelope: &Envelope, member: [u32; 4]) {
        // What a member says for itself does not tell classes apart.
        let shape = Envelope {
            name: String::new(),
            proof: Proof::Generic,
            means: None,
            identified: false,
            ..envelope.clone()
        };
        let reads = self.reads(&shape);
        let is_success = member[2] & member_flag::SUCCESS != 0;
        let key: ClassKey = std::iter::once(u8::from(is_success))
            .chain(stored(&shape))
            .collect();
        let at = *self.class_of.entry(key).or_insert_with(|| {
            self.classes.push(Class {
                requires: shape.requires.into_iter().collect(),
                forbids: shape.forbids,
                only: shape.only,
                each: shape.each,
                reads,
                members: Vec::new(),
            });
            self.classes.len() - 1
        });
        self.classes[at].members.push(member);
    }

    /// Writes what is left, and returns everything.
    fn finish(mut self, http: Option<&Http>) -> Vec<u8> {
        self.write_classes();
        self.write_templates();
        self.write_forms();
        for (section, lists) in [
            (Header::Codes, std::mem::take(&mut self.codes)),
            (Header::Folded, std::mem::take(&mut self.folded)),
            (Header::StatusNames, std::mem::take(&mut self.status_names)),
            (Header::Quirks, std::mem::take(&mut self.quirks)),
            (Header::Names, std::mem::take(&mut self.names)),
            (Header::Hosts, std::mem::take(&mut self.hosts)),
            (Header::Headers, std::mem::take(&mut self.headers)),
            (Header::CodeNames, std::mem::take(&mut self.code_names)),
            (Header::Called, std::mem::take(&mut self.called)),
        ] {
            self.header[section as usize] = self.table(lists);
        }
        let ids = std::mem::take(&mut self.ids);
        self.header[Header::Ids as usize] = self.at();
        table::write(&mut self.out, &ids);
        let rows = std::mem::take(&mut self.api_rows);
        self.header[Header::ApiCount as usize] = rows.len() as u32;
        self.header[Header::Apis as usize] = self.words(rows.as_flattened());
        let rows = std::mem::take(&mut self.entry_rows);
        self.header[Header::EntryCount as usize] = rows.len() as u32;
        self.header[Header::Entries as usize] = self.words(rows.as_flattened());
        if let Some(http) = http {
            let [at, length] = self.bytes(&stored(http));
            self.header[Header::Http as usize] = at;
            self.header[Header::HttpLength as usize] = length;
        }
        self.header[Header::Length as usize] = self.at();
        self.out[..MAGIC.len()].copy_from_slice(MAGIC);
        let header = self.header.iter().flat_map(|word| word.to_le_bytes());
        for (byte, value) in self.out[MAGIC.len()..].iter_mut().zip(header) {
            *byte = value;
        }
        self.out
    }
}
