//! What a diagnosis takes from the response as it was received: status, wait, time, request id.

use super::status::wait;
use crate::catalog::Api;
use crate::diagnose::candidates::Candidate;
use crate::diagnose::ids::body_id;
use crate::facts::Facts;
use crate::input::Response;
use crate::retry_after;

impl Candidate<'_, '_> {
    /// Returns the status of the error: the response's, else what the body states, else the entry's; and in which way these
    /// differ.
    pub(super) fn status(&self, response: &Response) -> (Option<u16>, Vec<String>) {
        let expected = &self.rule.entry.http_status;
        let mut differences = Vec::new();
        let status = match (response.status, self.facts.status) {
            (Some(status), stated) => {
                if let Some(stated) = stated.filter(|stated| *stated != status) {
                    differences.push(format!(
                        "The body states status {stated}; the response itself came with {status}."
                    ));
                }
                Some(status)
            }
            (None, Some(stated)) if !self.is_status_quirk => Some(stated),
            (None, _) => expected.usual(),
        };
        if let (Some(status), Some(usual)) = (status, expected.usual())
            && !expected.is(status)
            && !self.is_status_quirk
        {
            differences.push(format!(
                "The status is {status}; the catalog has {usual} for this error."
            ));
        }
        (status, differences)
    }

    /// Returns how long to wait: as the header field says, else the body, else the entry.
    pub(super) fn after_seconds(&self, response: &Response) -> Option<u64> {
        let retry = &self.rule.entry.retry;
        if !wait(retry.verdict) {
            return None;
        }
        // A date that cannot be counted from does not justify falling back on the usual wait.
        if response.header("retry-after").is_some() {
            return retry_after::seconds(response);
        }
        let told = || self.values.get("retry_after_seconds")?.trim().parse().ok();
        let body = self.facts.retry_after.or_else(told);
        body.or_else(|| retry_after::seconds(response))
            .or(retry.after_seconds)
    }
}

/// Returns when a response came: as it says itself, else as what is around it says.
pub(super) fn time(response: &Response) -> Option<String> {
    let date = response.header("date").map(str::to_owned);
    date.or_else(|| response.time.clone())
}

/// Returns the id that support asks for: from the body, from the API's own header, else from the common one.
pub(super) fn request_id(facts: &Facts, response: &Response, api: &Api) -> Option<String> {
    facts.request_id.clone().or_else(|| {
        api.request_id_headers
            .iter()
            .map(String::as_str)
            .chain(["x-request-id"])
            .find_map(|name| response.header(name))
            .map(str::to_owned)
            .or_else(|| body_id(response))
    })
}
