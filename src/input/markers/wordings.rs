//! How clients and tests word a status, and what tests say of a number.

use super::label::STUBS;
use crate::sanitize::{begins_with, tail};

/// How clients and tests word a status: what they write right before the number and right after it, in small letters, and an
/// example with it.
const WORDINGS: [(&str, &str, &str); 81] = [
    (
        "",
        " client error: ",
        "401 Client Error: Unauthorized for url: https://x",
    ),
    (
        "",
        " server error: ",
        "502 Server Error: Bad Gateway for url: https://x",
    ),
    (
        "status code of",
        "",
        "the response has a status code of 422 and",
    ),
    (
        "status of",
        "",
        "the server responded with a status of 401 ()",
    ),
    (
        "unacceptable",
        "",
        "Response status code was unacceptable: 401.",
    ),
    (
        "unacceptablestatuscode(code",
        ")",
        "reason: unacceptableStatusCode(code: 401)",
    ),
    ("statuscode", "", "Response{statusCode: 401, body: }"),
    ("badstatus", "", "Err (BadStatus 401)"),
    (
        "error [",
        "]",
        "DioError [DioErrorType.response]: Http status error [422]",
    ),
    (
        "rc=\"",
        "\"",
        "<httpSample t=\"318\" rc=\"502\" rm=\"Bad Gateway\">",
    ),
    (
        "ms -",
        "",
        "Received HTTP response headers after 318.4ms - 503",
    ),
    ("(", "): ", "failed to get contents (401): Unauthorized"),
    (">", ": ", "> 401: Unauthorized"),
    (
        "",
        ":unprocessable entity",
        "airflow.exceptions: 422:Unprocessable Entity",
    ),
    (
        "unprocessable entity (",
        ")",
        "failed: unprocessable entity (422).",
    ),
    ("unauthorized (", ")", "failed: unauthorized (401)."),
    ("forbidden (", ")", "failed: forbidden (403)."),
    ("not found (", ")", "failed: not found (404)."),
    (
        "too many requests (",
        ")",
        "failed: too many requests (429).",
    ),
    ("[", "] unprocessable", "[422] Unprocessable Entity"),
    ("", " response: ", "404 response: Not Found at x.pl line 5."),
    ("got", " calling ", "Got 422 calling POST https://x"),
    (
        "got",
        " \"",
        "expected 200 \"OK\", got 422 \"Unprocessable Entity\"",
    ),
    ("got:", "", "     got: 401"),
    ("received:", "", "    Received: 401"),
    ("actual:", "", "  actual: 401"),
    ("actual  :", "", "  actual  : 401"),
    (
        "it was",
        "",
        "expected the response to have status code 200 but it was 401",
    ),
    ("was <", ">", "Expected status code <200> but was <404>."),
    ("was: <", ">", "expected: <200> but was: <401>"),
    ("was:<", ">", "Status expected:<200> but was:<404>"),
    (
        "actually found",
        "",
        "status.find.is(200), but actually found 401",
    ),
    ("assert", " == ", "assert 401 == 200"),
    ("assertionerror:", " != ", "AssertionError: 401 != 200"),
    (
        "expected",
        " to ",
        "AssertionError: expected 404 to equal 200",
    ),
    (
        "asserting that",
        " ",
        "Failed asserting that 401 is identical to 200.",
    ),
    ("[code:count]", ":", "Status Codes  [code:count]   401:12"),
    ("[", "]\t", "  [401]\t12 responses"),
    ("int(", ")", "-> http.response.status_code: Int(422)"),
    ("{ok,", ",", "{ok,503,"),
    ("{ok, ", ",", "{ok, 503, [{<<\"a\">>,<<\"b\">>}], <<>>}"),
    ("{ok,\"", "\",", "{ok,\"503\","),
    (
        "nofin,",
        ",",
        "{gun_response,<0.1.0>,#Ref<0.1.2.3>,nofin,503,[",
    ),
    ("<--", " http", "<-- 503 https://x"),
    (
        "return_value=(",
        ", [",
        "receive_response_headers.complete return_value=(503, [(b'a', b'b')])",
    ),
    (
        "# =>",
        " ",
        "# => 503 ServiceUnavailable | application/json 241 bytes, 0.32s",
    ),
    ("value is <", ">", "      ^^^ actual value is <503>"),
    ("qvariant(int, ", ")", "QVariant(int, 503)"),
    ("erreur", "", "erreur 503 : Service indisponible."),
    ("шибка", "", "Ошибка 503: Сервис недоступен"),
    ("错误", "", "错误：503"),
    ("エラー", "", "エラー 503"),
    ("[", "] post http", " WARN  [503] POST https://x"),
    ("[", "] get http", " WARN  [503] GET https://x"),
    ("left:", "", "     left:  503"),
    ("erro", "", "Erro 422 ao enviar"),
    ("fehler", "", "HTTP-Fehler 401"),
    ("responsecode", "", "ResponseCode: 502"),
    ("estado", "", "Código de estado: 401"),
    ("el código", "", "El servidor respondió con el código 503"),
    ("respuesta", "", "Respuesta: 404"),
    ("resposta", "", "Código de resposta: 500"),
    ("risposta", "", "Codice di risposta: 403"),
    ("di stato", "", "Codice di stato: 404"),
    ("statut", "", "Code statut : 403"),
    ("réponse", "", "Statut de la réponse : 500"),
    ("antwort", "", "Antwort: 502"),
    ("statuskode", "", "Feil: statuskode 404"),
    ("statuskod", "", "Fel: statuskod 404"),
    ("kod stanu", "", "Kod stanu: 500"),
    ("durum kodu", "", "Durum kodu: 503"),
    ("код состояния", "", "Код состояния: 429"),
    ("код ответа", "", "Код ответа: 403"),
    ("с кодом", "", "Запрос завершился с кодом 503"),
    ("状态码", "", "请求失败，状态码：401"),
    ("狀態碼", "", "請求失敗，狀態碼：401"),
    ("响应码", "", "响应码 502"),
    ("コード", "", "ステータスコード 401"),
    ("ステータス", "", "HTTPステータス 403 が返されました"),
    ("상태 코드", "", "상태 코드: 404"),
    ("응답 코드", "", "응답 코드: 403"),
];

/// How far before a number a test may say what the number is.
const MAX_NEAR: usize = 160;

/// How far before a number a stub may begin that it is a status of.
const MAX_CALL: usize = 512;

/// Words of a test for what it expects: a number after one was not received.
const EXPECTS: [&str; 6] = [
    "expected",
    "expecting",
    "expects",
    "should",
    "want",
    "wanted",
];

/// Words after which a test says what came.
const CAME: [&str; 8] = [
    "got", "received", "but", "found", "was", "actual", "actually", "returned",
];

/// Returns true if a text ends in words, in whatever case, and not within one.
fn ends_in(text: &str, end: &str) -> bool {
    let mut chars = text.chars().rev();
    let is_same = |own: char| {
        let c = chars.next();
        c.is_some_and(|c| c == own || c.to_lowercase().eq(own.to_lowercase()))
    };
    let is_word = end.starts_with(|c: char| c.is_ascii_alphabetic());
    end.chars().rev().all(is_same)
        && !(is_word && chars.next().is_some_and(|c| c.is_ascii_alphabetic()))
}

/// Returns true if the text around a number is a wording of a status.
pub(super) fn is_status(before: &str, after: &str) -> bool {
    let is_sign = |c: char| c.is_whitespace() || matches!(c, ':' | '：' | '=');
    WORDINGS.iter().any(|(start, end, _)| {
        let is_word = start.ends_with(char::is_alphabetic);
        // Behind a word may be a sign and blanks, after a sign blanks.
        let front = match is_word {
            true => before.trim_end_matches(is_sign),
            false if start.ends_with([':', '-', '>', ']']) => before.trim_end(),
            false => before,
        };
        // Scripts without small letters need no blank.
        let is_apart = front.len() < before.len() || !start.ends_with(char::is_lowercase);
        is_apart && ends_in(front, start) && begins_with(after, end)
    })
}

/// Returns true if a test says before a number that it expected it, and not that it came.
pub(super) fn is_expected(before: &str) -> bool {
    let near = near(before);
    let mut words = near.rsplit(|c: char| !c.is_ascii_alphabetic());
    let said = words.find_map(|word| match (is_one(word, &EXPECTS), is_one(word, &CAME)) {
        (false, false) => None,
        (expects, _) => Some(expects),
    });
    let is_right = [" == ", " != "].iter().any(|sign| near.ends_with(sign));
    let lower = near.to_ascii_lowercase();
    said == Some(true) || (is_right && lower.contains("assert")) || is_stubbed(before)
}

/// Returns true if a test says before a number what it is to be answered.
fn is_stubbed(before: &str) -> bool {
    let line = tail(before, MAX_CALL).to_ascii_lowercase();
    STUBS.iter().any(|call| line.contains(call))
}

/// Returns true if a test says before a number what it expected: it speaks of statuses.
pub(super) fn is_tested(before: &str) -> bool {
    let mut words = near(before).split(|c: char| !c.is_ascii_alphabetic());
    words.any(|word| is_one(word, &EXPECTS))
}

/// Returns true if a word is one of some, in whatever case.
fn is_one(word: &str, words: &[&str]) -> bool {
    words.iter().any(|known| known.eq_ignore_ascii_case(word))
}

/// Returns the words before a number that may be about it.
fn near(before: &str) -> &str {
    tail(before, MAX_NEAR)
}

#[cfg(test)]
mod tests {
    use super::WORDINGS;
    use crate::input::markers::last_status;

    #[test]
    fn the_wordings_of_clients_and_tests_are_read() {
        for (.., example) in WORDINGS {
            assert!(last_status(example).is_some(), "{example}");
        }
        assert_eq!(last_status("expected 404, got 401"), Some(401));
        assert_eq!(last_status("Expected: 404\nReceived: 401"), Some(401));
        assert_eq!(last_status("assert 401 == 404"), Some(401));
        assert_eq!(
            last_status("Expected status code <404> but was <200>."),
            None
        );
        assert_eq!(
            last_status("status 502 {\"501\":\"Not Implemented\"}"),
            Some(502)
        );
    }
}
