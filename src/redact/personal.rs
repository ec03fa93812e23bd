//! Personal data: phone numbers, card numbers, bank accounts and e-mail addresses.

use crate::sanitize::char_floor;

/// How an e-mail address has its sign: as it is, in a URL, and in a URL in a URL.
const AT: [&str; 3] = ["@", "%40", "%2540"];

/// How an international phone number has its sign.
const PLUS: [&str; 5] = ["+", "%2B", "%2b", "%252B", "%252b"];

/// The lengths that a bank account may have.
const MIN_IBAN: usize = 15;
const MAX_IBAN: usize = 34;

/// Masks mail addresses and international phone numbers in an id; other digits are what ids are made of.
#[must_use]
pub fn personal_id(id: &str) -> String {
    let is_number = id.len() >= 10 && phone_number(id) == Some(id.len());
    let has = |signs: &[&str]| signs.iter().any(|sign| id.contains(sign));
    if is_number || has(&AT) || has(&PLUS) {
        personal(id)
    } else {
        id.to_owned()
    }
}

/// Masks phone numbers, card numbers, bank accounts and e-mail addresses in a text, as they are written and as a URL has them.
#[must_use]
pub fn personal(text: &str) -> String {
    let mut masked = String::with_capacity(text.len());
    let mut rest = text;
    // What a number or an address may be glued to, and still be one.
    let mut previous = ' ';
    while let Some(c) = rest.chars().next() {
        let is_inside = previous.is_alphanumeric();
        let (mask, length) = if let Some(length) = mail_address(rest)
            && !is_inside
            && previous != '_'
        {
            ("[e-mail]", length)
        } else if let Some(length) = card_number(rest).filter(|_| !is_inside) {
            ("[card]", length)
        } else if let Some(length) = bank_account(rest).filter(|_| !is_inside) {
            ("[iban]", length)
        } else if let Some(length) = phone_number(rest)
            && (!is_inside || plus(rest) > 0)
        {
            ("[phone]", length)
        } else {
            let length = escape(rest).unwrap_or(c.len_utf8());
            masked.push_str(&rest[..length]);
            previous = c;
            rest = &rest[length..];
            continue;
        };
        masked.push_str(mask);
        previous = ']';
        rest = &rest[length..];
    }
    masked
}

/// Returns the length of the escape of a URL at the start of a text: `%20`.
fn escape(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let is_escape =
        bytes.len() > 2 && bytes[0] == b'%' && bytes[1..3].iter().all(u8::is_ascii_hexdigit);
    is_escape.then_some(3)
}

/// Returns the length of the `+` at the start of a text.
fn plus(text: &str) -> usize {
    let sign = PLUS.iter().find(|sign| text.starts_with(**sign));
    sign.map_or(0, |sign| sign.len())
}

/// Returns the length of the mail address at the start of a text.
fn mail_address(text: &str) -> Option<usize> {
    let local = |c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '%' | '+' | '-');
    let near = &text[..char_floor(text, 67)];
    let end = near.find(|c: char| !local(c)).unwrap_or(near.len());
    let (at, sign) = AT
        .iter()
        .filter_map(|sign| Some((near.find(sign)?, *sign)))
        .min()
        .filter(|(at, _)| (1..=end.min(64)).contains(at))?;
    let domain = &text[at + sign.len()..];
    let domain = &domain[..char_floor(domain, 255)];
    let length = domain
        .find(|c: char| !(c.is_alphanumeric() || matches!(c, '.' | '-')))
        .unwrap_or(domain.len());
    let domain = domain[..length].trim_end_matches(['.', '-']);
    // One that is wrong may lack the end of its domain: in quotes, a name with a dot is still a person's.
    let is_wrong = || {
        let after = &text[at + sign.len() + domain.len()..];
        domain.len() >= 2
            && domain.bytes().all(|b| b.is_ascii_alphabetic())
            && near[..at].trim_matches('.').contains('.')
            && after.starts_with(['\'', '"', '>', '`'])
    };
    let is_domain = match domain.split_once('.') {
        Some((name, top)) => !name.is_empty() && top.len() >= 2,
        None => is_wrong(),
    };
    is_domain.then_some(at + sign.len() + domain.len())
}

/// Returns the length of the number of a payment card at the start of a text: 16 digits in groups of four, or in one whose
/// last digit is right for the others (ISO/IEC 7812).
fn card_number(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let separator = *bytes.get(4)?;
    let is_grouped = matches!(separator, b' ' | b'-');
    let length = if is_grouped { 19 } else { 16 };
    let run = bytes.get(..length)?;
    let is_run = run.iter().enumerate().all(|(at, b)| match at % 5 {
        4 if is_grouped => *b == separator,
        _ => b.is_ascii_digit(),
    });
    let sum = || -> u32 {
        let digits = run.iter().rev().enumerate();
        digits
            .map(|(at, b)| u32::from(b - b'0') * if at % 2 == 1 { 2 } else { 1 })
            .map(|digit| digit / 10 + digit % 10)
            .sum()
    };
    (is_run && ends_number(&text[length..]) && (is_grouped || sum() % 10 == 0)).then_some(length)
}

/// Returns the length of the bank account at the start of a text: an IBAN, in one or in groups of four (ISO 13616).
fn bank_account(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let start = bytes.get(..4)?;
    let is_start =
        start[..2].iter().all(u8::is_ascii_uppercase) && start[2..].iter().all(u8::is_ascii_digit);
    if !is_start {
        return None;
    }
    let mut account: Vec<u8> = Vec::with_capacity(MAX_IBAN);
    let mut longest = None;
    for (at, byte) in bytes.iter().enumerate() {
        let is_gap = *byte == b' ' && account.len().is_multiple_of(4) && bytes[at - 1] != b' ';
        match byte {
            b'A'..=b'Z' | b'0'..=b'9' if account.len() < MAX_IBAN => account.push(*byte),
            _ if is_gap => continue,
            _ => break,
        }
        let is_end = !bytes.get(at + 1).is_some_and(u8::is_ascii_alphanumeric);
        if is_end && account.len() >= MIN_IBAN && is_checked(&account) {
            longest = Some(at + 1);
        }
    }
    longest
}

/// Returns true if the check digits of a bank account are right for the rest of it: the remainder by 97 is 1.
fn is_checked(account: &[u8]) -> bool {
    let (start, rest) = account.split_at(4);
    let remainder = rest
        .iter()
        .chain(start)
        .fold(0, |sum: u32, byte| match byte {
            b'0'..=b'9' => (sum * 10 + u32::from(byte - b'0')) % 97,
            _ => (sum * 100 + u32::from(byte - b'A') + 10) % 97,
        });
    remainder == 1
}

/// Returns the length of the phone number at the start of a text: 8 to 15 digits, with or without `+` and separators.
fn phone_number(text: &str) -> Option<usize> {
    let plus = plus(text);
    if plus == 0 && !text.starts_with(|c: char| c == '(' || c.is_ascii_digit()) {
        return None;
    }
    let least = if plus > 0 { 7 } else { 8 };
    let mut digits = 0;
    let mut end = plus;
    let mut longest = None;
    for (at, c) in text.char_indices().skip_while(|(at, _)| *at < plus) {
        if c.is_ascii_digit() {
            digits += 1;
            end = at + 1;
            if digits > 15 {
                break;
            }
            if digits >= least && ends_number(&text[end..]) && !is_date_or_decimal(&text[..end]) {
                longest = Some(end);
            }
        } else if !matches!(c, ' ' | '-' | '.' | '(' | ')' | '/' | '\u{a0}')
            || at - end > 2
            || begins_date(&text[at + c.len_utf8()..])
        {
            break;
        }
    }
    longest
}

/// Returns true if a text begins with a date: the number before it has ended.
fn begins_date(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() > 4 && bytes[4] == b'-' && bytes[..4].iter().all(u8::is_ascii_digit)
}

/// Returns true if what follows leaves a number complete.
fn ends_number(rest: &str) -> bool {
    let mut next = rest.chars();
    match next.next() {
        Some(':') => !next.next().is_some_and(|c| c.is_ascii_digit()),
        Some(c) => !c.is_alphanumeric(),
        None => true,
    }
}

/// Returns true if digits are a date (2026-11-18) or a decimal (0.0050) rather than a number to call.
fn is_date_or_decimal(text: &str) -> bool {
    let bytes = text.as_bytes();
    let is_date = bytes.len() == 10
        && bytes.iter().enumerate().all(|(at, b)| match at {
            4 | 7 => matches!(b, b'-' | b'/'),
            _ => b.is_ascii_digit(),
        });
    let is_decimal = text.matches('.').count() == 1 && !text.contains([' ', '-', '(']);
    is_date || is_decimal
}

#[cfg(test)]
mod tests {
    use super::personal;

    #[test]
    fn personal_data_is_masked() {
        for (text, said) in [
            ("+1 (415) 555-0123 is not E.164", "[phone] is not E.164"),
            (
                "Sender '+14155551234' is not verified.",
                "Sender '[phone]' is not verified.",
            ),
            ("no contact ana.lopez@example.com.", "no contact [e-mail]."),
            ("+14155550123: not reachable", "[phone]: not reachable"),
            (
                "Sender +14155550123 10DLC campaign missing",
                "Sender [phone] 10DLC campaign missing",
            ),
            (
                "Opted out: +14155550123 2026-11-18T09:41:27Z",
                "Opted out: [phone] 2026-11-18T09:41:27Z",
            ),
            ("14155550123 14155559876", "[phone] [phone]"),
            (
                "balance: 0.0050, cost: 10000",
                "balance: 0.0050, cost: 10000",
            ),
            ("at 2026-11-18T09:41:27Z", "at 2026-11-18T09:41:27Z"),
            ("req_5fQ1mZ8vLc12345678", "req_5fQ1mZ8vLc12345678"),
        ] {
            assert_eq!(personal(text), said);
        }
    }

    #[test]
    fn personal_data_in_a_url_or_glued_to_a_name_is_masked() {
        for (text, said) in [
            ("/c?to=%2B4915112345678&a=1", "/c?to=[phone]&a=1"),
            ("q%3D%224915112345678%22", "q%3D%22[phone]%22"),
            ("/c/jo.doe%40example.org/x", "/c/[e-mail]/x"),
            ("/to?u=%2Fc%2F%252B4915112345678", "/to?u=%2Fc%2F[phone]"),
            ("/to?u=jo.doe%2540example.org", "/to?u=[e-mail]"),
            ("no user_4915112345678", "no user_[phone]"),
            ("user_4915112345678_eu", "user_[phone]_eu"),
            ("Ab12+4915112345678", "Ab12[phone]"),
            ("a%20b%2Fc 100%", "a%20b%2Fc 100%"),
        ] {
            assert_eq!(personal(text), said);
        }
    }

    #[test]
    fn a_bank_account_is_masked_whole() {
        for (text, said) in [
            ("no DE89370400440532013000 here", "no [iban] here"),
            ("DE89 3704 0044 0532 0130 00 IS wrong", "[iban] IS wrong"),
            ("'GB82WEST12345698765432'", "'[iban]'"),
            ("GB83WEST12345698765432", "GB83WEST12345698765432"),
        ] {
            assert_eq!(personal(text), said);
        }
    }

    #[test]
    fn a_card_number_is_masked_whole() {
        for (text, said) in [
            ("card 4242 4242 4242 4242 declined", "card [card] declined"),
            ("card 4242-4242-4242-4242.", "card [card]."),
            ("card 4242424242424242", "card [card]"),
            ("message 4242424242424241", "message 4242424242424241"),
        ] {
            assert_eq!(personal(text), said);
        }
    }
}
