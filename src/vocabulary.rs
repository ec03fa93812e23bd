//! What the members of objects and the labels of logs are called, whatever the client: one table for all who read them.

/// What a name says of its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Meaning {
    /// A request, or the client's own settings: no answer is in it.
    Sent,
    /// What was sent, where something [`Meaning::Answered`] is beside it.
    Given,
    /// A response, or its body.
    Answered,
    /// A body, of the request where nothing but what a request has is beside it.
    Body,
    /// What a request has beside its body.
    OfRequest,
    /// Where a request went.
    Url,
    /// What a response has, and neither an error of an API nor a request.
    OfResponse,
}

use Meaning::{Answered, Body, Given, OfRequest, OfResponse, Sent, Url};

/// The names, in small letters and nothing else, in order.
const NAMES: [(&str, &[Meaning]); 83] = [
    ("answer", &[Answered]),
    ("args", &[Given]),
    ("auth", &[OfRequest]),
    ("axiosconfig", &[Sent]),
    ("baseurl", &[OfRequest]),
    ("body", &[Body]),
    ("cache", &[OfRequest]),
    ("config", &[Sent]),
    ("cookies", &[OfRequest]),
    ("credentials", &[OfRequest]),
    ("data", &[Body]),
    ("example", &[Sent]),
    ("examples", &[Sent]),
    ("headers", &[Sent, OfRequest]),
    ("host", &[OfRequest]),
    ("httprequest", &[Sent]),
    ("httprequestbody", &[Sent]),
    ("httprequestbodycontent", &[Sent]),
    ("httprequestheaders", &[Sent]),
    ("httpresponsebody", &[Answered]),
    ("httpresponsebodycontent", &[Answered]),
    ("input", &[Given]),
    ("integrity", &[OfRequest]),
    ("json", &[Body]),
    ("keepalive", &[OfRequest]),
    ("maxredirects", &[OfRequest]),
    ("method", &[OfRequest]),
    ("mode", &[OfRequest]),
    ("origin", &[OfRequest]),
    ("originalrequest", &[Sent]),
    ("output", &[Answered]),
    ("params", &[Given, OfRequest]),
    ("path", &[OfRequest]),
    ("payload", &[Given, Body]),
    ("port", &[OfRequest]),
    ("postdata", &[Sent]),
    ("protocol", &[OfRequest, OfResponse]),
    ("query", &[OfRequest]),
    ("querystring", &[Sent]),
    ("received", &[Answered]),
    ("redirect", &[OfRequest]),
    ("redirectlist", &[OfResponse]),
    ("referrer", &[OfRequest]),
    ("referrerpolicy", &[OfRequest]),
    ("remote", &[OfRequest]),
    ("reply", &[Answered]),
    ("req", &[Sent]),
    ("reqbody", &[Sent]),
    ("reqdata", &[Sent]),
    ("reqheaders", &[Sent]),
    ("reqpayload", &[Sent]),
    ("request", &[Sent]),
    ("requestbody", &[Sent]),
    ("requestbodytext", &[Sent]),
    ("requestconfig", &[Sent]),
    ("requestcontent", &[Sent]),
    ("requestdata", &[Sent]),
    ("requestheaders", &[Sent]),
    ("requestjson", &[Sent]),
    ("requestoptions", &[Sent]),
    ("requestparameters", &[Sent]),
    ("requestparams", &[Sent]),
    ("requestpayload", &[Sent]),
    ("requesturl", &[Url]),
    ("res", &[Answered]),
    ("resp", &[Answered]),
    ("response", &[Answered]),
    ("responsebody", &[Answered]),
    ("responsedata", &[Answered]),
    ("responseheaders", &[OfResponse]),
    ("responsepayload", &[Answered]),
    ("responseurl", &[Url, OfResponse]),
    ("result", &[Answered]),
    ("senddata", &[Sent]),
    ("sent", &[Given]),
    ("sentbody", &[Sent]),
    ("sentdata", &[Sent]),
    ("sentpayload", &[Sent]),
    ("signal", &[OfRequest]),
    ("statustext", &[OfResponse]),
    ("timeout", &[OfRequest]),
    ("uri", &[Url, OfRequest]),
    ("url", &[Url, OfRequest]),
];

/// The lengths of the names that begin with each letter, a bit for each.
const LENGTHS: [u32; 26] = {
    let mut lengths = [0; 26];
    let mut at = 0;
    while at < NAMES.len() {
        let name = NAMES[at].0.as_bytes();
        lengths[(name[0] - b'a') as usize] |= 1 << name.len();
        at += 1;
    }
    lengths
};

/// The longest name.
const MAX_NAME: usize = 24;

/// Returns true if a name has a meaning. `requestBody`, `request_body` and `Request-Body` are one name.
pub(crate) fn means(name: &str, meaning: Meaning) -> bool {
    let mut letters = [0; MAX_NAME];
    let mut length = 0;
    for byte in name
        .bytes()
        .filter(|b| !matches!(b, b'_' | b'-' | b' ' | b'.'))
    {
        let Some(letter) = letters.get_mut(length) else {
            return false;
        };
        *letter = byte.to_ascii_lowercase();
        length += 1;
    }
    let name = &letters[..length];
    // Most names are told from these by their first letter and their length.
    let lengths = name
        .first()
        .and_then(|first| LENGTHS.get(first.wrapping_sub(b'a') as usize));
    if lengths.is_none_or(|lengths| lengths >> length & 1 == 0) {
        return false;
    }
    let found = NAMES.binary_search_by(|(known, _)| known.as_bytes().cmp(name));
    found.is_ok_and(|at| NAMES[at].1.contains(&meaning))
}

#[cfg(test)]
mod tests {
    use super::{MAX_NAME, Meaning, NAMES, means};

    #[test]
    fn names_are_in_order_and_as_they_are_looked_up() {
        assert!(NAMES.is_sorted_by(|a, b| a.0 < b.0));
        for (name, _) in NAMES {
            assert!(
                name.len() <= MAX_NAME && name.bytes().all(|b| b.is_ascii_lowercase()),
                "{name}"
            );
        }
    }

    #[test]
    fn a_name_means_the_same_however_it_is_spelled() {
        for name in [
            "requestBody",
            "request_body",
            "Request-Body",
            "REQUEST BODY",
            "request.body",
        ] {
            assert!(means(name, Meaning::Sent), "{name}");
        }
        assert!(means("http.request.body.content", Meaning::Sent));
        assert!(means("payload", Meaning::Given) && means("payload", Meaning::Body));
        assert!(!means("requests", Meaning::Sent) && !means("", Meaning::Sent));
        assert!(!means("a_name_that_is_far_longer_than_any", Meaning::Sent));
    }
}
