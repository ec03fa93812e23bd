//! What is placed before an API and answers in its place, known by the words of its answers.

use serde_json::Value;

use crate::catalog::{Gateway, Says};
use crate::input::Body;
use crate::pattern::{Message, Pattern};

/// Members that may stand beside the message of a gateway's JSON.
const BESIDE_MESSAGE: [&str; 3] = ["request_id", "requestId", "statusCode"];

/// In how many parts of a line a gateway's words are looked for.
const MOST_PARTS: usize = 8;

/// The gateways, made ready for looking at bodies.
#[derive(Debug)]
pub(super) struct Gateways {
    known: Vec<Known>,
}

/// A gateway with its patterns parsed.
#[derive(Debug)]
struct Known {
    name: String,
    is_framework: bool,
    texts: Vec<Words>,
    messages: Vec<Words>,
    pages: Vec<Says>,
}

/// Words of a gateway with their pattern parsed.
#[derive(Debug)]
struct Words {
    pattern: Pattern,
    status: Option<u16>,
    is_alone: bool,
}

/// What words are of the text that they stand in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    /// All of it, or all behind a status.
    Whole,
    /// What follows other words.
    End,
}

/// A gateway that a body is known to be of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Sign<'g> {
    /// What people call the gateway.
    pub(super) name: &'g str,
    /// Whether it is the framework in which the service is written.
    pub(super) is_framework: bool,
    /// The status that comes with such a body.
    pub(super) status: Option<u16>,
}

impl Gateways {
    /// Makes the gateways ready.
    pub(super) fn new(gateways: Vec<Gateway>) -> Self {
        let patterns = |list: Vec<Says>| -> Vec<_> {
            list.into_iter()
                .filter_map(|says| {
                    Some(Words {
                        pattern: Pattern::parse(&says.says).ok()?,
                        status: says.status,
                        is_alone: says.alone,
                    })
                })
                .collect()
        };
        let known = gateways.into_iter().map(|gateway| Known {
            name: gateway.name,
            is_framework: gateway.framework,
            texts: patterns(gateway.texts),
            messages: patterns(gateway.messages),
            pages: gateway.pages,
        });
        Self {
            known: known.collect(),
        }
    }

    /// Returns the gateway that a body is known to be of.
    pub(super) fn of(&self, body: &Body) -> Option<Sign<'_>> {
        match body {
            Body::Html(page) => {
                let page = page.to_ascii_lowercase();
                self.find(|known| {
                    let mark = known.pages.iter().find(|mark| page.contains(&mark.says))?;
                    Some(mark.status)
                })
            }
            Body::Text(text) => {
                let text = Message::new(text);
                self.find(|known| read(&known.texts, &text, Part::Whole))
            }
            Body::Json(Value::Object(members)) => {
                let message = members.get("message").or_else(|| members.get("Message"))?;
                let is_alone = members.keys().all(|name| {
                    name.eq_ignore_ascii_case("message") || BESIDE_MESSAGE.contains(&&**name)
                });
                let message = message.as_str().filter(|_| is_alone)?;
                let message = Message::new(message);
                self.find(|known| read(&known.messages, &message, Part::Whole))
            }
            Body::Json(_) | Body::Empty => None,
        }
    }

    /// Returns the gateway whose words a line ends with, and these words: behind a colon, behind a status.
    pub(super) fn in_line<'t>(&self, line: &'t str) -> Option<(Sign<'_>, &'t str)> {
        let colons = line.match_indices(": ").map(|(at, _)| at + 2);
        let starts = std::iter::once(0).chain(colons).take(MOST_PARTS);
        let parts = starts.flat_map(|start| {
            let words = line[start..].trim();
            let part = if start == 0 { Part::Whole } else { Part::End };
            let is_status = words.bytes().take(3).all(|b| b.is_ascii_digit());
            let behind = words.get(4..).filter(|_| is_status);
            [
                Some((words, part)),
                behind.map(|words| (words, Part::Whole)),
            ]
        });
        parts.flatten().find_map(|(words, part)| {
            let message = Message::new(words);
            let sign = self.find(|known| read(&known.texts, &message, part))?;
            Some((sign, words))
        })
    }

    /// Returns the first gateway that has a sign.
    fn find(&self, status: impl Fn(&Known) -> Option<Option<u16>>) -> Option<Sign<'_>> {
        self.known.iter().find_map(|known| {
            Some(Sign {
                name: &known.name,
                is_framework: known.is_framework,
                status: status(known)?,
            })
        })
    }
}

/// Returns the status of the first words that a text is.
fn read(words: &[Words], text: &Message<'_>, part: Part) -> Option<Option<u16>> {
    let found = words.iter().find(|words| {
        (part == Part::Whole || !words.is_alone) && words.pattern.read(text).is_some()
    })?;
    Some(found.status)
}
