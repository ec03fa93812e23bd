//! The tables: which codes, statuses and facts each API has.

use std::collections::BTreeSet;

use crate::answers::{CATALOG, entry};

/// The codes of Sent v3 with their HTTP statuses: 22 of the page, fourteen more, three of failed messages.
pub(crate) const SENT_V3: [(&str, u16); 39] = [
    ("AUTH_001", 401),
    ("AUTH_002", 401),
    ("AUTH_004", 403),
    ("AUTH_005", 403),
    ("AUTH_006", 403),
    ("AUTH_007", 403),
    ("VALIDATION_001", 400),
    ("VALIDATION_002", 400),
    ("VALIDATION_003", 400),
    ("VALIDATION_004", 400),
    ("VALIDATION_005", 400),
    ("VALIDATION_006", 400),
    ("VALIDATION_007", 400),
    ("RESOURCE_001", 404),
    ("RESOURCE_002", 404),
    ("RESOURCE_003", 404),
    ("RESOURCE_004", 404),
    ("RESOURCE_005", 404),
    ("RESOURCE_006", 404),
    ("RESOURCE_007", 409),
    ("RESOURCE_008", 404),
    ("BUSINESS_001", 422),
    ("BUSINESS_002", 429),
    ("BUSINESS_003", 422),
    ("BUSINESS_004", 422),
    ("BUSINESS_005", 422),
    ("BUSINESS_006", 422),
    ("BUSINESS_007", 422),
    ("BUSINESS_008", 422),
    ("CONFLICT_001", 409),
    ("SERVICE_001", 503),
    ("INTERNAL_001", 500),
    ("INTERNAL_002", 500),
    ("INTERNAL_003", 502),
    ("INTERNAL_004", 504),
    ("INTERNAL_005", 503),
    ("ERR_CONSENT_BLOCKED", 200),
    ("ERR_ROUTE_DENIED", 200),
    ("ERR_TEMPLATE_PARAMS_INVALID", 200),
];

/// The entries of Sent v2, which has no codes.
pub(crate) const SENT_V2: [(&str, u16); 11] = [
    ("validation-errors", 400),
    ("invalid-phone-number", 400),
    ("insufficient-balance", 400),
    ("template-not-found", 400),
    ("invalid-channel", 400),
    ("missing-headers", 401),
    ("invalid-credentials", 401),
    ("forbidden", 403),
    ("not-found", 404),
    ("too-many-requests", 429),
    ("internal-server-error", 500),
];

/// The entries of Sendivent, which has no codes.
pub(crate) const SENDIVENT: [(&str, u16); 11] = [
    ("invalid-api-key", 401),
    ("event-not-found", 404),
    ("contact-not-found", 404),
    ("validation-error", 400),
    ("quota-exceeded", 402),
    ("rate-limited", 429),
    ("no-template-for-channel", 400),
    ("unverified-sender", 400),
    ("subscription-inactive", 403),
    ("duplicate-request", 409),
    ("provider-error", 502),
];

/// The codes of Sinch Verification with their status names: 21 of the page, ten more. The status is in the number.
pub(crate) const SINCH: [(&str, &str); 31] = [
    ("40001", "ParameterValidation"),
    ("40002", "MissingParameter"),
    ("40003", "InvalidRequest"),
    ("40004", "InvalidAuthorizationKey"),
    ("40005", "NumberMissingLeadingPlus"),
    ("40100", "AuthorizationHeader"),
    ("40101", "AuthorizationHeader"),
    ("40102", "InvalidSignature"),
    ("40103", "AlreadyAuthorized"),
    ("40104", "AuthorizationRequired"),
    ("40105", "Expired"),
    ("40106", "UserBarred"),
    ("40107", "InvalidAuthorization"),
    ("40108", "InvalidCredentials"),
    ("40200", "PaymentRequired"),
    ("40300", "ForbiddenRequest"),
    ("40301", "InvalidScheme"),
    ("40302", "InsufficientPrivileges"),
    ("40303", "RestrictedAction"),
    ("40400", "ResourceNotFound"),
    ("40900", "RequestConflict"),
    ("42200", "ApplicationConfiguration"),
    ("42201", "Unavailable"),
    ("42202", "InvalidCallbackResponse"),
    ("42900", "CapacityExceeded"),
    ("42901", "VelocityConstraint"),
    ("50000", "InternalError"),
    ("50100", "MethodNotImplemented"),
    ("50101", "StatusNotImplemented"),
    ("50300", "TemporaryDown"),
    ("50301", "ConfigurationError"),
];

/// The nine codes of MichoW.
pub(crate) const MICHOW: [(&str, u16); 9] = [
    ("UNAUTHORIZED", 401),
    ("INVALID_API_KEY", 401),
    ("NO_SESSION", 403),
    ("NOT_FOUND", 404),
    ("SESSION_NOT_CONNECTED", 422),
    ("VALIDATION_ERROR", 422),
    ("RATE_LIMITED", 429),
    ("SEND_FAILED", 502),
    ("SERVICE_UNAVAILABLE", 503),
];

/// Gives code and status of each entry of an API.
fn table(api: &str) -> BTreeSet<(String, u16)> {
    let entries = CATALOG.entries(api).unwrap();
    entries
        .into_iter()
        .map(|entry| {
            let status = entry.http_status.usual().unwrap();
            (entry.code, status)
        })
        .collect()
}

/// Gives a table of the vendor's in the same form.
fn owned<'t>(rows: impl IntoIterator<Item = &'t (&'t str, u16)>) -> BTreeSet<(String, u16)> {
    rows.into_iter()
        .map(|(code, status)| ((*code).to_owned(), *status))
        .collect()
}

/// Gives the status that a Sinch code begins with.
pub(crate) fn status_in(code: &str) -> u16 {
    code[..3].parse().unwrap()
}

#[test]
fn each_api_has_the_codes_and_statuses_of_its_vendor() {
    assert_eq!(table("sent-v3"), owned(&SENT_V3));
    assert_eq!(table("sent-v2"), owned(&SENT_V2));
    assert_eq!(table("sendivent"), owned(&SENDIVENT));
    assert_eq!(table("michow"), owned(&MICHOW));
    let sinch: BTreeSet<(String, u16)> = SINCH
        .iter()
        .map(|(code, _)| ((*code).to_owned(), status_in(code)))
        .collect();
    assert_eq!(table("sinch-verification"), sinch);
    let counts = crate::examples::SEED.map(|id| CATALOG.entries(id).unwrap().len());
    assert_eq!(counts, [39, 11, 11, 31, 9]);
}

#[test]
fn a_name_of_ours_is_kebab_case_and_shown_as_ours() {
    for id in crate::examples::SEED {
        let has_no_codes = ["sent-v2", "sendivent"].contains(&id);
        for entry in CATALOG.entries(id).unwrap() {
            assert_eq!(entry.own_name, has_no_codes, "{id}:{}", entry.code);
            let is_kebab = entry
                .code
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b == b'-');
            assert_eq!(is_kebab, has_no_codes, "{id}:{}", entry.code);
        }
    }
}

#[test]
fn every_fact_that_is_not_of_the_page_says_where_it_is_from() {
    for code in [
        "AUTH_005",
        "AUTH_006",
        "AUTH_007",
        "VALIDATION_005",
        "VALIDATION_006",
        "RESOURCE_004",
        "RESOURCE_005",
        "RESOURCE_006",
        "BUSINESS_001",
        "BUSINESS_006",
        "BUSINESS_008",
        "SERVICE_001",
        "INTERNAL_002",
        "INTERNAL_004",
        "ERR_CONSENT_BLOCKED",
        "ERR_ROUTE_DENIED",
        "ERR_TEMPLATE_PARAMS_INVALID",
    ] {
        let source = entry("sent-v3", code).source;
        assert!(
            !source.starts_with("Error Catalog page"),
            "{code}: {source}"
        );
    }
    for code in [
        "40004", "40103", "40105", "40106", "40108", "40301", "40302", "42202", "50100", "50101",
    ] {
        let source = entry("sinch-verification", code).source;
        assert!(source.contains("SDK"), "{code}: {source}");
    }
}

#[test]
fn what_the_vendors_say_besides_their_codes_is_kept() {
    for (id, facts) in [
        (
            "sent-v3",
            [
                "x-api-key",
                "X-Request-Id",
                "x-api-version",
                "Retry-After",
                "X-RateLimit-Limit",
                "X-RateLimit-Remaining",
                "X-RateLimit-Reset",
                "X-Sandbox",
                "Idempotent-Replayed",
                "^[A-Za-z0-9_-]{1,255}$",
                "24 hours",
                "200 requests per minute",
                "bursts of 50",
                "bursts of 5)",
                "60 per minute (Starter)",
                "300 (Growth)",
                "test_mode",
                "sandbox",
                "support@sent.dm",
                "https://status.sent.dm",
                "meta.request_id",
            ]
            .as_slice(),
        ),
        (
            "sent-v2",
            &["x-api-key", "x-sender-id", "AUTH-001", "exception"],
        ),
        (
            "sendivent",
            &[
                "X-Idempotency-Key",
                "test_",
                "live_",
                "Retry-After",
                "Activity log",
                "`field`",
            ],
        ),
        (
            "sinch-verification",
            &["x-timestamp", "reference", "Balance", "E.164", "Voice"],
        ),
        (
            "michow",
            &[
                "mw_",
                "40 characters",
                "60 requests per minute",
                "300",
                "leading `+`",
                "YCloud",
            ],
        ),
    ] {
        let file: String = CATALOG.files(id).collect();
        for fact in facts {
            assert!(
                file.to_lowercase().contains(&fact.to_lowercase()),
                "{id} has lost `{fact}`"
            );
        }
    }
}
