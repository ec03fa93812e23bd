//! What was asked for: which words are one text, and which name an API, a code or a status.

use std::borrow::Cow;

use errdoc::catalog::Found;

use super::super::{Call, Trouble};
use super::message;

/// Returns the API that the first of several words names, where the others are about it: neither APIs nor, with the first,
/// a code or message.
pub(super) fn first_api<'c>(codes: &[String], call: Call<'c>) -> Result<Option<&'c str>, Trouble> {
    let Some((first, others)) = codes.split_first() else {
        return Ok(None);
    };
    let [id] = apis(first, call)[..] else {
        return Ok(None);
    };
    let is_code = |typed: &str| -> Result<bool, Trouble> {
        Ok(matches!(call.find(typed)?, Found::Entries(_)))
    };
    if others.is_empty() || is_code(first)? {
        return Ok(None);
    }
    let mut has_code = false;
    for other in others {
        let is_whole = !call.catalog.query(other, &[]).providers.is_empty();
        if is_whole || !apis(other, call).is_empty() {
            return Ok(None);
        }
        has_code |= is_name(
            other,
            Call {
                only: &[id],
                ..call
            },
        )?;
    }
    let is_about = has_code || !is_known(&codes.join(" "), call)?;
    Ok(is_about.then_some(id))
}

/// Returns what is asked for: each argument, or all of them as one text where they mean something together or are
/// plain words that mean nothing alone.
pub(super) fn asked<'a>(codes: &'a [String], call: Call<'_>) -> Result<Vec<Cow<'a, str>>, Trouble> {
    let each = || codes.iter().map(|code| Cow::Borrowed(code.as_str()));
    if codes.len() < 2 {
        return Ok(each().collect());
    }
    let known = codes
        .iter()
        .map(|code| is_name(code, call))
        .collect::<Result<Vec<bool>, _>>()?;
    if known.iter().all(|is_known| *is_known) {
        return Ok(each().collect());
    }
    let joined = codes.join(" ");
    let is_word = |code: &String| code.chars().all(|c| c.is_alphabetic() || c == '\'');
    let is_one = is_name(&joined, call)?
        || !known.contains(&true)
            && (codes.iter().all(is_word) || !message(call, &joined)?.is_empty());
    Ok(match is_one {
        true => vec![joined.into()],
        false => each().collect(),
    })
}

/// Returns true if a text is a code, a status or an API.
fn is_name(typed: &str, call: Call<'_>) -> Result<bool, Trouble> {
    let found = call.find(typed)?;
    Ok(match found {
        Found::Entries(_) | Found::Status(..) => true,
        Found::Nothing { .. } => !apis(typed, call).is_empty(),
    })
}

/// Returns true if a text is something that is explained: a name, or the message of an error.
pub(in super::super) fn is_known(typed: &str, call: Call<'_>) -> Result<bool, Trouble> {
    Ok(is_name(typed, call)? || !message(call, typed)?.is_empty())
}

/// Returns the APIs that are called what was typed: by a whole name, before `:` by its beginning too.
pub(super) fn apis<'c>(typed: &str, call: Call<'c>) -> Vec<&'c str> {
    let Call { catalog, only, .. } = call;
    let typed = typed.trim();
    let mut ids = match typed.strip_suffix([':', '/']) {
        Some(name) => catalog.resolve_api(name),
        None => catalog.called(typed),
    };
    ids.retain(|id| only.is_empty() || only.contains(id));
    ids
}
