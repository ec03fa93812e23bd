//! The form under which codes are compared when the exact spelling finds nothing.

/// Returns the form under which codes are compared when the exact spelling finds nothing:
/// upper case, letters and digits only, each number without leading zeros.
/// `auth2`, `Auth 002` and `AUTH_002` fold to the same text.
#[must_use]
pub(crate) fn fold(code: &str) -> String {
    let mut folded = String::with_capacity(code.len());
    let mut in_number = false;
    for c in code.chars().filter(|c| c.is_alphanumeric()) {
        if c.is_ascii_digit() {
            if in_number && folded.ends_with('0') && !number_has_value(&folded) {
                folded.pop();
            }
            in_number = true;
            folded.push(c);
        } else {
            in_number = false;
            folded.extend(c.to_uppercase());
        }
    }
    folded
}

/// Returns true if the number at the end of `text` has a digit other than zero.
fn number_has_value(text: &str) -> bool {
    text.bytes()
        .rev()
        .take_while(u8::is_ascii_digit)
        .any(|b| b != b'0')
}

#[cfg(test)]
mod tests {
    use super::fold;

    #[test]
    fn codes_that_differ_in_case_separator_or_leading_zeros_fold_alike() {
        for form in [
            "AUTH_002",
            "auth_002",
            "Auth 002",
            "auth2",
            "AUTH-2",
            "auth_0002",
        ] {
            assert_eq!(fold(form), "AUTH2", "{form}");
        }
        assert_eq!(fold("40005"), "40005");
        assert_eq!(fold("10200"), "10200");
        assert_eq!(fold("E_000"), "E0");
        assert_eq!(fold("E_100"), "E100");
        assert_eq!(fold("insufficient-balance"), "INSUFFICIENTBALANCE");
    }
}
