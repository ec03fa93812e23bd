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
    /// The code of an error.
    Code,
    /// A code where nothing else in the error is one.
    WeakCode,
    /// A code if it is one word, else a message.
    Reason,
    /// What an error says in words.
    Message,
    /// An error in a few words, the same each time.
    Title,
    /// Messages by field.
    Fields,
    /// A list in which each element is an error.
    Errors,
    /// An object that is the error.
    Error,
    /// An object that says more about the error around it.
    Beside,
    /// The id that support asks for.
    RequestId,
    /// The address of documentation.
    Docs,
    /// The name of a field in a list of them.
    Field,
    /// The name of the field at fault, beside the message.
    Parameter,
    /// How long to wait, in seconds or as a duration.
    Wait,
    /// How long to wait, in milliseconds.
    WaitMillis,
    /// The HTTP status.
    Status,
    /// Whether a request was carried out.
    Succeeded,
    /// The outcome of a request in one word.
    Outcome,
    /// Whether to retry.
    Retryable,
}

use Meaning::{
    Answered, Beside, Body, Code, Docs, Error, Errors, Field, Fields, Given, Message, OfRequest,
    OfResponse, Outcome, Parameter, Reason, RequestId, Retryable, Sent, Status, Succeeded, Title,
    Url, Wait, WaitMillis, WeakCode,
};

/// The names, in small letters and nothing else, in order.
const NAMES: [(&str, &[Meaning]); 372] = [
    ("about", &[Docs]),
    ("activityid", &[RequestId]),
    ("additionalinfo", &[Message, Beside]),
    ("amznrequestid", &[RequestId]),
    ("amzntraceid", &[RequestId]),
    ("amzrequestid", &[RequestId]),
    ("amztraceid", &[RequestId]),
    ("answer", &[Answered]),
    ("appcode", &[Code]),
    ("args", &[Given]),
    ("argument", &[Field, Parameter]),
    ("argumentname", &[Field, Parameter]),
    ("attribute", &[Field, Parameter]),
    ("attributes", &[Beside]),
    ("auth", &[OfRequest]),
    ("axiosconfig", &[Sent]),
    ("b3traceid", &[RequestId]),
    ("backoff", &[Wait]),
    ("backoffms", &[WaitMillis]),
    ("badfields", &[Fields]),
    ("baseurl", &[OfRequest]),
    ("body", &[Body]),
    ("cache", &[OfRequest]),
    ("callid", &[RequestId]),
    ("canretry", &[Retryable]),
    ("cause", &[Message, Beside]),
    ("causes", &[Fields]),
    ("cfray", &[RequestId]),
    ("cid", &[RequestId]),
    ("clienttraceid", &[RequestId]),
    ("code", &[Code, Status]),
    ("codename", &[Code]),
    ("column", &[Field]),
    ("config", &[Sent]),
    ("constraints", &[Fields]),
    ("constraintviolations", &[Fields]),
    ("context", &[Beside]),
    ("cookies", &[OfRequest]),
    ("cooldown", &[Wait]),
    ("correlation", &[RequestId]),
    ("correlationid", &[RequestId]),
    ("correlationuuid", &[RequestId]),
    ("credentials", &[OfRequest]),
    ("data", &[Body, Beside]),
    ("datapath", &[Field]),
    ("debug", &[Beside]),
    ("debugid", &[RequestId]),
    ("desc", &[Message]),
    ("description", &[Message]),
    ("detail", &[Message, Fields, Beside]),
    ("details", &[Message, Fields, Beside]),
    ("developermessage", &[Message]),
    ("diagnosticid", &[RequestId]),
    ("doc", &[Docs]),
    ("docs", &[Docs]),
    ("docsurl", &[Docs]),
    ("documentation", &[Docs]),
    ("documentationlink", &[Docs]),
    ("documentationuri", &[Docs]),
    ("documentationurl", &[Docs]),
    ("docurl", &[Docs]),
    ("ecode", &[Code]),
    ("element", &[Field]),
    ("emsg", &[Message]),
    ("err", &[WeakCode, Message, Error]),
    ("errcode", &[Code]),
    ("errmsg", &[Message]),
    ("errno", &[Code]),
    ("error", &[WeakCode, Message, Error]),
    ("errorbody", &[Error]),
    ("errorclass", &[WeakCode]),
    ("errorcode", &[Code]),
    ("errordescription", &[Message]),
    ("errordetail", &[Message, Error, Beside]),
    ("errordetails", &[Message, Fields, Beside]),
    ("errorid", &[RequestId]),
    ("errorinfo", &[Message, Error]),
    ("errorkey", &[Code]),
    ("errorkind", &[WeakCode]),
    ("errorlist", &[Errors]),
    ("errormessage", &[Message]),
    ("errormessages", &[Errors]),
    ("errormsg", &[Message]),
    ("errorname", &[WeakCode]),
    ("errorno", &[Code]),
    ("errornumber", &[Code]),
    ("errorobject", &[Error]),
    ("errorreason", &[Reason, Message]),
    ("errorreference", &[RequestId]),
    ("errorresponse", &[Error]),
    ("errors", &[Fields, Errors]),
    ("errorslug", &[Code]),
    ("errorsubcode", &[Code]),
    ("errorsummary", &[Message]),
    ("errortext", &[Message]),
    ("errortitle", &[Title]),
    ("errortype", &[WeakCode]),
    ("erroruri", &[Docs]),
    ("errorurl", &[Docs]),
    ("eventid", &[RequestId]),
    ("example", &[Sent]),
    ("examples", &[Sent]),
    ("exception", &[Error]),
    ("exceptionclass", &[WeakCode]),
    ("exceptioncode", &[Code]),
    ("exceptionmessage", &[Message]),
    ("exceptiontype", &[WeakCode]),
    ("explanation", &[Message]),
    ("extensions", &[Beside]),
    ("extra", &[Beside]),
    ("failure", &[Error]),
    ("failurecode", &[Code]),
    ("failuremessage", &[Message]),
    ("failurereason", &[Message]),
    ("failures", &[Fields, Errors]),
    ("fault", &[Error]),
    ("faultcode", &[WeakCode]),
    ("faults", &[Errors]),
    ("faultstring", &[Message]),
    ("field", &[Field, Parameter]),
    ("fielderrors", &[Fields]),
    ("fieldmessages", &[Fields]),
    ("fieldname", &[Field, Parameter]),
    ("fields", &[Fields]),
    ("fieldviolations", &[Fields]),
    ("formerrors", &[Fields]),
    ("head", &[Beside]),
    ("header", &[Beside]),
    ("headers", &[Sent, OfRequest]),
    ("headline", &[Title]),
    ("help", &[Beside, Docs]),
    ("helplink", &[Docs]),
    ("helpuri", &[Docs]),
    ("helpurl", &[Docs]),
    ("hint", &[Message]),
    ("host", &[OfRequest]),
    ("href", &[Docs]),
    ("httpcode", &[Status]),
    ("httprequest", &[Sent]),
    ("httprequestbody", &[Sent]),
    ("httprequestbodycontent", &[Sent]),
    ("httprequestheaders", &[Sent]),
    ("httpresponsebody", &[Answered]),
    ("httpresponsebodycontent", &[Answered]),
    ("httpresponsecode", &[Status]),
    ("httpstatus", &[Status]),
    ("httpstatuscode", &[Status]),
    ("httpstatusvalue", &[Status]),
    ("incident", &[RequestId]),
    ("incidentid", &[RequestId]),
    ("info", &[Message, Beside]),
    ("infourl", &[Docs]),
    ("innererror", &[Beside]),
    ("innererrors", &[Beside]),
    ("innerexception", &[Beside]),
    ("input", &[Given, Field]),
    ("instance", &[RequestId]),
    ("instanceid", &[RequestId]),
    ("instancepath", &[Field]),
    ("integrity", &[OfRequest]),
    ("internalcode", &[Code]),
    ("internalmessage", &[Message]),
    ("invalidattributes", &[Fields]),
    ("invalidfields", &[Fields]),
    ("invalidparameters", &[Fields]),
    ("invalidparams", &[Fields]),
    ("invocationid", &[RequestId]),
    ("isretriable", &[Retryable]),
    ("isretryable", &[Retryable]),
    ("issuccess", &[Succeeded]),
    ("issuccessful", &[Succeeded]),
    ("issues", &[Fields]),
    ("istemporary", &[Retryable]),
    ("istransient", &[Retryable]),
    ("json", &[Body]),
    ("jsonpath", &[Field]),
    ("keepalive", &[OfRequest]),
    ("key", &[Field]),
    ("kind", &[WeakCode]),
    ("learnmore", &[Docs]),
    ("link", &[Beside, Docs]),
    ("links", &[Beside]),
    ("loc", &[Field, Parameter]),
    ("localizedmessage", &[Message]),
    ("location", &[Field]),
    ("logid", &[RequestId]),
    ("longmessage", &[Message]),
    ("maxredirects", &[OfRequest]),
    ("member", &[Field]),
    ("message", &[Message]),
    ("messagecode", &[Code]),
    ("messages", &[Fields]),
    ("meta", &[Beside]),
    ("metadata", &[Beside]),
    ("method", &[OfRequest]),
    ("mode", &[OfRequest]),
    ("modelstate", &[Fields]),
    ("more", &[Docs]),
    ("moreinfo", &[Docs]),
    ("moreinformation", &[Docs]),
    ("moreinfourl", &[Docs]),
    ("mscorrelationid", &[RequestId]),
    ("msg", &[Message]),
    ("msgcode", &[Code]),
    ("msrequestid", &[RequestId]),
    ("name", &[WeakCode, Field]),
    ("note", &[Message]),
    ("ok", &[Succeeded]),
    ("operationid", &[RequestId]),
    ("origin", &[OfRequest]),
    ("originalrequest", &[Sent]),
    ("outcome", &[Outcome]),
    ("output", &[Answered]),
    ("param", &[Field, Parameter]),
    ("parameter", &[Field, Parameter]),
    ("parametererrors", &[Fields]),
    ("parametername", &[Field, Parameter]),
    ("paramname", &[Field, Parameter]),
    ("params", &[Given, OfRequest, Fields]),
    ("path", &[OfRequest, Field]),
    ("payload", &[Given, Body]),
    ("pointer", &[Field, Parameter]),
    ("port", &[OfRequest]),
    ("postdata", &[Sent]),
    ("problem", &[Error]),
    ("problems", &[Fields]),
    ("properties", &[Beside]),
    ("property", &[Field, Parameter]),
    ("propertyname", &[Field, Parameter]),
    ("propertypath", &[Field, Parameter]),
    ("protocol", &[OfRequest, OfResponse]),
    ("query", &[OfRequest]),
    ("querystring", &[Sent]),
    ("readmore", &[Docs]),
    ("reason", &[Reason, Message]),
    ("reasoncode", &[Code]),
    ("reasonphrase", &[Title]),
    ("received", &[Answered]),
    ("redirect", &[OfRequest]),
    ("redirectlist", &[OfResponse]),
    ("ref", &[RequestId]),
    ("reference", &[RequestId, Docs]),
    ("referenceid", &[RequestId]),
    ("referencenumber", &[RequestId]),
    ("referrer", &[OfRequest]),
    ("referrerpolicy", &[OfRequest]),
    ("remark", &[Message]),
    ("remote", &[OfRequest]),
    ("reply", &[Answered]),
    ("req", &[Sent]),
    ("reqbody", &[Sent]),
    ("reqdata", &[Sent]),
    ("reqheaders", &[Sent]),
    ("reqid", &[RequestId]),
    ("reqpayload", &[Sent]),
    ("request", &[Sent]),
    ("requestbody", &[Sent]),
    ("requestbodytext", &[Sent]),
    ("requestconfig", &[Sent]),
    ("requestcontent", &[Sent]),
    ("requestdata", &[Sent]),
    ("requestheaders", &[Sent]),
    ("requestid", &[RequestId]),
    ("requestjson", &[Sent]),
    ("requestoptions", &[Sent]),
    ("requestparameters", &[Sent]),
    ("requestparams", &[Sent]),
    ("requestpayload", &[Sent]),
    ("requestreference", &[RequestId]),
    ("requesttraceid", &[RequestId]),
    ("requesturl", &[Url]),
    ("requestuuid", &[RequestId]),
    ("res", &[Answered]),
    ("rescode", &[Code]),
    ("resetafter", &[Wait]),
    ("resetin", &[Wait]),
    ("resetinseconds", &[Wait]),
    ("resp", &[Answered]),
    ("respcode", &[Code]),
    ("respmessage", &[Message]),
    ("respmsg", &[Message]),
    ("response", &[Answered]),
    ("responsebody", &[Answered]),
    ("responsecode", &[Code, Status]),
    ("responsedata", &[Answered]),
    ("responseheaders", &[OfResponse]),
    ("responsemessage", &[Message]),
    ("responsepayload", &[Answered]),
    ("responsestatus", &[Status]),
    ("responseurl", &[Url, OfResponse]),
    ("result", &[Answered, WeakCode, Outcome]),
    ("resultcode", &[Code, Outcome]),
    ("resultmessage", &[Message]),
    ("resultmsg", &[Message]),
    ("retcode", &[Code]),
    ("retmsg", &[Message]),
    ("retriable", &[Retryable]),
    ("retryable", &[Retryable]),
    ("retryafter", &[Wait]),
    ("retryaftermillis", &[WaitMillis]),
    ("retryaftermilliseconds", &[WaitMillis]),
    ("retryafterms", &[WaitMillis]),
    ("retryaftersec", &[Wait]),
    ("retryafterseconds", &[Wait]),
    ("retryaftersecs", &[Wait]),
    ("retrydelay", &[Wait]),
    ("retrydelayms", &[WaitMillis]),
    ("retrydelayseconds", &[Wait]),
    ("retryin", &[Wait]),
    ("retryinms", &[WaitMillis]),
    ("retryinseconds", &[Wait]),
    ("returncode", &[Code, Outcome]),
    ("returnmessage", &[Message]),
    ("returnmsg", &[Message]),
    ("rid", &[RequestId]),
    ("secondstowait", &[Wait]),
    ("senddata", &[Sent]),
    ("sent", &[Given]),
    ("sentbody", &[Sent]),
    ("sentdata", &[Sent]),
    ("sentpayload", &[Sent]),
    ("serviceexception", &[Error]),
    ("servicefault", &[Error]),
    ("shortmessage", &[Title]),
    ("shouldretry", &[Retryable]),
    ("signal", &[OfRequest]),
    ("slug", &[Code]),
    ("source", &[Beside]),
    ("spanid", &[RequestId]),
    ("state", &[Outcome]),
    ("status", &[WeakCode, Beside, Status, Outcome]),
    ("statuscode", &[Status]),
    ("statusmessage", &[Message]),
    ("statusname", &[Title]),
    ("statustext", &[OfResponse, Title]),
    ("subcode", &[Code, Beside]),
    ("suberrors", &[Fields]),
    ("succeeded", &[Succeeded]),
    ("success", &[Succeeded]),
    ("successful", &[Succeeded]),
    ("summary", &[Title]),
    ("supportid", &[RequestId]),
    ("symbol", &[Code]),
    ("target", &[Field, Parameter]),
    ("temporary", &[Retryable]),
    ("text", &[Message]),
    ("ticket", &[RequestId]),
    ("tid", &[RequestId]),
    ("timeleft", &[Wait]),
    ("timeout", &[OfRequest]),
    ("title", &[Title]),
    ("trace", &[RequestId]),
    ("traceid", &[RequestId]),
    ("traceparent", &[RequestId]),
    ("tracingid", &[RequestId]),
    ("transactionid", &[RequestId]),
    ("transient", &[Retryable]),
    ("type", &[WeakCode]),
    ("uniqueid", &[RequestId]),
    ("uri", &[Url, OfRequest, Docs]),
    ("url", &[Url, OfRequest, Docs]),
    ("usermessage", &[Message]),
    ("validation", &[Fields]),
    ("validationerrors", &[Fields]),
    ("validations", &[Fields]),
    ("variable", &[Field]),
    ("violations", &[Fields]),
    ("wait", &[Wait]),
    ("waitmillis", &[WaitMillis]),
    ("waitms", &[WaitMillis]),
    ("waitseconds", &[Wait]),
    ("waittime", &[Wait]),
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
                name.len() <= MAX_NAME
                    && name.starts_with(|c: char| c.is_ascii_lowercase())
                    && name
                        .bytes()
                        .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()),
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
