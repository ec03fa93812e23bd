use std::time::Duration;

use serde_json::{Value, json};

use super::read;
use crate::clock::running;
use crate::input::json::Found;

/// Reads a text that is not cut.
fn whole(text: &str) -> Option<Value> {
    let lenient = read(text)?;
    (!lenient.is_cut && lenient.cut_at.is_none()).then_some(lenient.value)
}

fn check_all(table: &[(&str, Value)]) {
    for (text, value) in table {
        assert_eq!(whole(text).as_ref(), Some(value), "{text}");
    }
}

fn check_cut(text: &str, value: &Value, cut_at: Option<&str>) {
    let found = read(text).map(|lenient| (lenient.value, lenient.is_cut, lenient.cut_at));
    let cut_at = cut_at.map(str::to_string);
    assert_eq!(found, Some((value.clone(), true, cut_at)), "{text}");
}

#[test]
fn a_python_repr_reads_as_json() {
    check_all(&[
        (
            r#"{'success': False, 'data': None, 'error': {'code': 'INTERNAL_003', 'message': 'Provider (SMS/WhatsApp)', 'details': None}, 'ok': True}"#,
            json!({"success": false, "data": null, "error": {"code": "INTERNAL_003", "message": "Provider (SMS/WhatsApp)", "details": null}, "ok": true}),
        ),
        (
            r#"{'error': "Event 'order-shipped' not found"}"#,
            json!({"error": "Event 'order-shipped' not found"}),
        ),
        (
            r#"{'m': 'It\'s "odd" – ok\n', 't': (1, 'x'), 's': {'q'}, 'b': b"it's \xe2\x80\x99", 'f': nan}"#,
            json!({"m": "It's \"odd\" – ok\n", "t": [1, "x"], "s": ["q"], "b": "it's ’", "f": null}),
        ),
        (
            "{'at': datetime.datetime(2026, 11, 18, 9, 41), 'n': Decimal('1.5'), 'od': OrderedDict([('a', 1)]), 'dd': defaultdict(<class 'list'>, {'to': ['x']}), 'r': <Response [404]>, 'code': 'X'}",
            json!({"at": "datetime.datetime(2026, 11, 18, 9, 41)", "n": "1.5", "od": [["a", 1]], "dd": {"to": ["x"]}, "r": "<Response [404]>", "code": "X"}),
        ),
        (
            "{'error': {'code': 'X',\n           'message': 'Insufficient account '\n                      'balance. '},\n 'success': False}",
            json!({"error": {"code": "X", "message": "Insufficient account balance. "}, "success": false}),
        ),
        (
            r#"{\n "error": {\n  "message": "it\'s",\n  "status": 401\n }\n}'"#,
            json!({"error": {"message": "it's", "status": 401}}),
        ),
    ]);
}

#[test]
fn what_node_inspects_reads_as_json() {
    check_all(&[
        (
            "{\n  error: {\n    code: 'NO_SESSION',\n    message: 'This API key is not linked.',\n    status: 403\n  }\n}",
            json!({"error": {"code": "NO_SESSION", "message": "This API key is not linked.", "status": 403}}),
        ),
        (
            "{ a: [Object], b: [Function: fn], [Symbol(k)]: 1, 'x-y': undefined, l: [ 'GET', [Array] ], n: 12n }",
            json!({"a": null, "b": null, "Symbol(k)": 1, "x-y": null, "l": ["GET", null], "n": 12}),
        ),
        (
            "{\n  e: ApiError: bad\n      at Object.<anonymous> (/a.js:5:16)\n      at node:internal/main/run_main_module:28:49 {\n    code: 'AUTH_002',\n    status: 401\n  },\n  m: Map(1) { 'a' => { b: 1 } },\n  s: Set(1) { 'x' },\n  p: [Object: null prototype] { q: 1 },\n  buf: <Buffer 7b 22>,\n  re: /a,b/g,\n  w: Foo { x: 1 },\n  r: <ref *1> Bar { self: [Circular *1] },\n  arr: [\n     0,  1,\n     2,\n    ... 3 more items\n  ],\n  h: 'GET / HTTP/1.1\\r\\n' +\n    'Host: x',\n  d: 1970-01-01T00:00:00.000Z\n}",
            json!({"e": {"code": "AUTH_002", "status": 401}, "m": {"a": {"b": 1}}, "s": ["x"], "p": {"q": 1}, "buf": "<Buffer 7b 22>",
                "re": "/a,b/g", "w": {"x": 1}, "r": {"self": null}, "arr": [0, 1, 2], "h": "GET / HTTP/1.1\r\nHost: x", "d": "1970-01-01T00:00:00.000Z"}),
        ),
        (
            "{ // JSON5\n  code: 'X', /* two */ n: .5, hex: 0xFF, big: 1_000, \"status\": 401 // last\n}",
            json!({"code": "X", "n": 0.5, "hex": 255, "big": 1000, "status": 401}),
        ),
    ]);
}

#[test]
fn a_ruby_hash_reads_as_json() {
    check_all(&[
        (
            r##"{"success"=>false, :error=>{:code=>"AUTH_002", "message"=>"It's \"bad\" \#{x}", :status=>401, :details=>nil, :list=>["a", :b, 1.5], :"odd key"=>1}, :t=>1970-01-01 00:00:00 UTC, :s=>#<struct S code="A", message="b, c: d">}"##,
            json!({"success": false, "error": {"code": "AUTH_002", "message": "It's \"bad\" #{x}", "status": 401, "details": null,
                "list": ["a", "b", 1.5], "odd key": 1}, "t": "1970-01-01 00:00:00 UTC", "s": "#<struct S code=\"A\", message=\"b, c: d\">"}),
        ),
        (
            r#"{error: {code: "AUTH_002", "odd key": nil}}"#,
            json!({"error": {"code": "AUTH_002", "odd key": null}}),
        ),
    ]);
}

#[test]
fn a_java_map_keeps_the_commas_of_its_texts() {
    check_all(&[
        (
            "{error={code=AUTH_002, message=Invalid, or expired API key (see https://docs.example.com/a?b=c), status=401, details=null, errors=[phone: must not be blank, x]}}",
            json!({"error": {"code": "AUTH_002", "message": "Invalid, or expired API key (see https://docs.example.com/a?b=c)",
                "status": 401, "details": null, "errors": ["phone: must not be blank", "x"]}}),
        ),
        (
            "{error=ApiError[code=AUTH_002, message=Invalid or expired, status=401], status=401 UNAUTHORIZED, at=Wed Nov 18 09:41:27 UTC 2026}",
            json!({"error": {"code": "AUTH_002", "message": "Invalid or expired", "status": 401}, "status": "401 UNAUTHORIZED", "at": "Wed Nov 18 09:41:27 UTC 2026"}),
        ),
        (
            "{message={0} is required, code=(none), e=ApiError(code=X, message=recipient(s) unknown)}",
            json!({"message": "{0} is required", "code": "(none)", "e": {"code": "X", "message": "recipient(s) unknown"}}),
        ),
    ]);
}

#[test]
fn a_go_map_keeps_the_blanks_and_colons_of_its_texts() {
    check_all(&[
        (
            "map[error:map[big:1.2345678e+07 code:AUTH_002 doc_url: list:[map[a:1] map[a:2]] message:Invalid phone: +1 at https://x.y/z (see a:b) nil:<nil> phone:[The phone is required.] status:401] success:false z:]",
            json!({"error": {"big": 12345678.0, "code": "AUTH_002", "doc_url": null, "list": [{"a": 1}, {"a": 2}],
                "message": "Invalid phone: +1 at https://x.y/z (see a:b)", "nil": null, "phone": ["The phone is required."], "status": 401}, "success": false, "z": null}),
        ),
        (
            "{Code:AUTH_002 Message:Invalid or expired: API key Status:401 Empty: Err:<nil> M:map[a:b c d:1]}",
            json!({"Code": "AUTH_002", "Message": "Invalid or expired: API key", "Status": 401, "Empty": null, "Err": null, "M": {"a": "b c", "d": 1}}),
        ),
        (
            r#"map[string]interface {}{"code":"AUTH_002", "phone":[]interface {}{"a, b"}, "status":401}"#,
            json!({"code": "AUTH_002", "phone": ["a, b"], "status": 401}),
        ),
        (
            r#"map["code":"AUTH_002" "message":"it \"is\""]"#,
            json!({"code": "AUTH_002", "message": "it \"is\""}),
        ),
    ]);
}

#[test]
fn what_php_prints_reads_as_json() {
    let value = json!({"error": {"code": "AUTH_002", "message": "Invalid (see [docs], x => y)", "details": {"phone": ["Required.", "b"]}, "status": 401}});
    check_all(&[
        (
            "Array\n(\n    [error] => stdClass Object\n        (\n            [code] => AUTH_002\n            [message] => Invalid (see [docs], x => y)\n            [details] => Array\n                (\n                    [phone] => Array\n                        (\n                            [0] => Required.\n                            [1] => b\n                        )\n\n                )\n\n            [status] => 401\n        )\n\n)\n",
            value.clone(),
        ),
        (
            "array(1) {\n  [\"error\"]=>\n  array(4) {\n    [\"code\"]=>\n    string(8) \"AUTH_002\"\n    [\"message\"]=>\n    string(28) \"Invalid (see [docs], x => y)\"\n    [\"details\"]=>\n    object(stdClass)#3 (1) {\n      [\"phone\"]=>\n      array(2) {\n        [0]=>\n        string(9) \"Required.\"\n        [1]=>\n        string(1) \"b\"\n      }\n    }\n    [\"status\"]=>\n    int(401)\n  }\n}\n",
            value.clone(),
        ),
        (
            "array (\n  'error' => \n  array (\n    'code' => 'AUTH_002',\n    'message' => 'Invalid (see [docs], x => y)',\n    'details' => \n    array (\n      'phone' => \n      array (\n        0 => 'Required.',\n        1 => 'b',\n      ),\n    ),\n    'status' => 401,\n  ),\n)",
            value.clone(),
        ),
        (
            "array:1 [▼\n  \"error\" => array:4 [▼\n    \"code\" => \"AUTH_002\"\n    \"message\" => \"Invalid (see [docs], x => y)\"\n    \"details\" => {#12 ▼\n      +\"phone\": array:2 [\n        0 => \"Required.\"\n        1 => \"b\"\n      ]\n    }\n    \"status\" => 401\n  ]\n]",
            value,
        ),
        (
            "ApiError Object\n(\n    [code:protected] => X\n    [message:ApiError:private] => a\nb\n    [empty] => \n)\n",
            json!({"code": "X", "message": "a\nb", "empty": null}),
        ),
    ]);
}

#[test]
fn quotes_inside_quotes_are_told_from_the_end() {
    check_all(&[
        (
            "{“error”: {“code”: “BUSINESS_003”, “message”: “Don’t say “no”, ok”}}",
            json!({"error": {"code": "BUSINESS_003", "message": "Don’t say “no”, ok"}}),
        ),
        (
            r#"{"message": "Field "to", which is required", "code": "X"}"#,
            json!({"message": "Field \"to\", which is required", "code": "X"}),
        ),
        (
            "{'error': 'Event 'order-shipped' not found'}",
            json!({"error": "Event 'order-shipped' not found"}),
        ),
        (r#"{"a": "x" "b": 1}"#, json!({"a": "x", "b": 1})),
        (
            "{\"a\": \"x\"\n \"b\": 1\n c: `y`;}",
            json!({"a": "x", "b": 1, "c": "y"}),
        ),
    ]);
}

#[test]
fn blanks_that_nobody_sees_are_passed() {
    check_all(&[
        (
            "{\u{a0}\"\u{200b}code\u{200d}\"\u{2003}:\u{feff} \"X\",\u{2060}\u{a0}\n\u{200b}status\u{200b}: 401\u{a0}}",
            json!({"code": "X", "status": 401}),
        ),
        (
            r#"{"m": "Failed. \ud83d", "ok": "\ud83d\ude00\x1b\033\u{e9}\q"}"#,
            json!({"m": "Failed. \u{fffd}", "ok": "😀\u{1b}\u{1b}éq"}),
        ),
        (
            "{\"error\n   code\": \"AUTH_\n  002\", \"m\": \"two\nlines\"}",
            json!({"errorcode": "AUTH_002", "m": "two\nlines"}),
        ),
    ]);
}

#[test]
fn a_cut_text_keeps_the_beginning_of_strings_and_nothing_else() {
    let kept = json!({"success": false});
    for tail in [
        "\"status\":5",
        "\"status\":50\n",
        "\"ok\":tru",
        "\"mess",
        "\"message\"",
        "\"message\":",
        "mess",
        "status: 5",
        "",
    ] {
        check_cut(&format!("{{\"success\":false,{tail}"), &kept, None);
    }
    // An index in what looks like a call makes a list of it.
    check_cut("[f( [0] = {a: \"b", &json!([[{"a": "b"}]]), Some("/0/0/a"));
    check_cut(
        r#"{"success":false,"error":{"code":"AUTH_0"#,
        &json!({"success": false, "error": {"code": "AUTH_0"}}),
        Some("/error/code"),
    );
    check_cut(
        r#"{"a/b":{"to":["x","requi"#,
        &json!({"a/b": {"to": ["x", "requi"]}}),
        Some("/a~1b/to/1"),
    );
    check_cut(
        "{error={code=AUTH_0",
        &json!({"error": {"code": "AUTH_0"}}),
        Some("/error/code"),
    );
    check_cut(
        "map[error:map[code:AUTH_002 mes",
        &json!({"error": {"code": "AUTH_002"}}),
        Some("/error/code"),
    );
    check_cut(
        "{error={status=40\nprose follows",
        &json!({"error": {}}),
        None,
    );
}

#[test]
fn a_truncation_mark_is_the_end_of_a_cut_text() {
    for mark in [
        "(truncated...)",
        "... (truncated)",
        "…",
        "[truncated]",
        "<truncated>",
        "...[Truncated 12 chars]",
        "(truncated...)\n",
        "…\nmore prose, \"a\": 1}",
    ] {
        check_cut(
            &format!("{{\"error\":{{\"code\":\"X\",\"message\":\"Connect it from {mark}"),
            &json!({"error": {"code": "X", "message": "Connect it from"}}),
            Some("/error/message"),
        );
    }
    assert_eq!(
        whole("{\"m\": \"Loading… (truncated)\"}"),
        Some(json!({"m": "Loading… (truncated)"}))
    );
}

#[test]
fn brackets_of_other_groups_close_what_they_can() {
    let lenient = read("{\"a\": [{\"b\": 1], \"c\": 2} tail");
    assert_eq!(
        lenient.map(|l| (l.value, l.end, l.is_cut)),
        Some((json!({"a": [{"b": 1}], "c": 2}), 24, false))
    );
    let lenient = read("{\"a\": {\"b\": 1]}");
    assert_eq!(
        lenient.map(|l| (l.value, l.end, l.is_cut)),
        Some((json!({"a": {"b": 1}}), 13, true))
    );
    let lenient = read("{\"code\": \"X\", \"code\": \"Y\", \"e\": {\"f\": 1}, \"e\": 2}");
    assert_eq!(
        lenient.map(|l| l.value),
        Some(json!({"code": "Y", "e": {"f": 1}}))
    );
}

#[test]
fn prose_is_refused() {
    for text in [
        "{foo bar baz}",
        "[WARN] something happened",
        "[2026-11-18 09:41] x",
        "[09:41:27,123] x",
        "{ [5 bytes data]",
        "[info]",
        "[pid=12] x",
        "[[WARN]] x",
        "[note: see \"x\"]",
        "[\"quoted\" prose]",
        "[a, b]",
        "{ return x; }",
        "{id}",
        "{09:41:27}",
        "{\"a\" \"b\"}",
        "{",
        "[",
        "{\"",
        "{\"a",
        "",
        "map[string]interface{}",
        "Array of strings",
        "{{{{",
        "{%",
        "null",
        "\"text\"",
    ] {
        assert!(read(text).is_none(), "{text}: {:?}", read(text));
    }
    check_all(&[
        ("{}", json!({})),
        ("[ ]", json!([])),
        ("[1] [x: y]", json!([1])),
        ("map[]", json!({})),
        ("Array\n(\n)", json!([])),
    ]);
}

#[test]
fn strict_json_reads_as_serde_json_reads_it() {
    let body = json!({"a": [1, -0.5, 1e30, null, true, "é\u{1f600}\u{7}\"\\/{}[]:,=>'"], "": {"x\ny": []}, "0": "b", "z": "//, (truncated)"});
    for text in [body.to_string(), format!("{body:#}")] {
        let lenient = read(&text);
        assert_eq!(
            lenient.map(|l| (l.value, l.end, l.is_cut)),
            Some((body.clone(), text.len(), false))
        );
    }
}

#[test]
fn depth_is_bounded_and_time_linear() {
    let size = 1 << 16;
    for head in [
        "",
        "{\"a\":",
        "{\"a\":\"",
        "{a=",
        "[",
        "map[a:",
        "Array\n(\n[a] => ",
    ] {
        for unit in [
            "{", "[", "(", "{\"a\":", "{a={", "\"", "\\", "'", "“", "«", ",", "\n", " ", "a(",
            "(2) ", "/*", "{\n//", "map[a:", "[1,", "…\n", "\"\n", " a:", "'+",
        ] {
            let mut text = head.to_string();
            text.extend(std::iter::repeat_n(unit, size / unit.len()));
            let start = running();
            let _ = read(&text);
            let taken = running() - start;
            assert!(
                taken < Duration::from_secs(2),
                "{head:?} {unit:?} {taken:?}"
            );
        }
    }
}

#[test]
fn nothing_panics_wherever_a_text_begins_and_ends() {
    let text = "x {'a': [b'\\xe2', “é”, Map(1) { 'a' => …\n Foo(…) }, \\ud83d, [a] => map[a:b é:1], {k=v, é=ü\u{a0}}, '🤔\\";
    for start in (0..text.len()).filter(|&at| text.is_char_boundary(at)) {
        for end in (start..=text.len()).filter(|&at| text.is_char_boundary(at)) {
            let part = &text[start..end];
            for text in [
                part.to_string(),
                format!("{{a: {part}"),
                format!("{{\"a\": \"{part}"),
                format!("map[a:{part}"),
            ] {
                let Some(Found {
                    value, end, cut_at, ..
                }) = read(&text)
                else {
                    continue;
                };
                assert!(text.is_char_boundary(end), "{text}");
                let cut = cut_at.map(|path| value.pointer(&path).is_some_and(Value::is_string));
                assert!(cut.unwrap_or(true), "{text}");
            }
        }
    }
}
