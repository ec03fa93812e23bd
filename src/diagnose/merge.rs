//! Makes one diagnosis of the same error seen several times.

use std::collections::{HashMap, HashSet};

use super::clip::MAX_FIELDS;
use super::{Diagnosis, Identity};

/// Makes one diagnosis of the same error seen several times. The wait is the latest one's.
pub(super) fn merged(diagnoses: Vec<Diagnosis<'_>>) -> Vec<Diagnosis<'_>> {
    let mut merged: Vec<Diagnosis<'_>> = Vec::new();
    let mut places: HashMap<Identity<'_>, usize> = HashMap::new();
    // What each says already, apart: looking through lists would take quadratic time.
    let mut said: HashSet<(usize, String)> = HashSet::new();
    for mut diagnosis in diagnoses {
        let at = *places
            .entry(diagnosis.identity())
            .or_insert_with(|| merged.len());
        let mut notes = std::mem::take(&mut diagnosis.notes);
        let mut fields = std::mem::take(&mut diagnosis.fields);
        notes.retain(|note| said.insert((at, format!("note {note}"))));
        fields.retain(|(name, _)| said.insert((at, format!("field {name}"))));
        match merged.get_mut(at) {
            Some(known) => {
                known.count += diagnosis.count;
                // What is surer says more: a line of a log may tell of the answer below it.
                if diagnosis.certainty > known.certainty {
                    let (count, line) = (known.count, known.line);
                    notes.append(&mut known.notes);
                    fields.append(&mut known.fields);
                    std::mem::swap(known, &mut diagnosis);
                    (known.count, known.line) = (count, line);
                }
                // What was asked is told only where it was the same each time: advice about sending again rests on it.
                if known.request.method != diagnosis.request.method {
                    known.request.method = None;
                }
                if known.request.path != diagnosis.request.path {
                    known.request.path = None;
                }
                known.after_seconds = diagnosis.after_seconds.or(known.after_seconds);
                known.notes.extend(notes);
                // One more than is said shows that there are more.
                let room = (MAX_FIELDS + 1).saturating_sub(known.fields.len());
                known.fields.extend(fields.into_iter().take(room));
            }
            None => merged.push(Diagnosis {
                notes,
                fields,
                ..diagnosis
            }),
        }
    }
    merged
}
