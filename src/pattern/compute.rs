//! Sums and differences of known values, computed exactly.

use super::Values;

/// Computes `a - b` or `a + b` from known decimal values; `None` when one is missing or no decimal.
#[must_use]
pub fn compute(expression: &str, values: &Values) -> Option<String> {
    let (left, sign, right) = split_expression(expression)?;
    let (a, a_scale) = decimal(values.get(left)?)?;
    let (b, b_scale) = decimal(values.get(right)?)?;
    let scale = a_scale.max(b_scale);
    let raise = |n: i128, from: u32| n.checked_mul(10_i128.checked_pow(scale - from)?);
    let result = raise(a, a_scale)?.checked_add(raise(b, b_scale)?.checked_mul(sign)?)?;
    let digits = format!(
        "{:0width$}",
        result.unsigned_abs(),
        width = scale as usize + 1
    );
    let (whole, part) = digits.split_at(digits.len() - scale as usize);
    let minus = if result < 0 { "-" } else { "" };
    Some(if scale == 0 {
        format!("{minus}{whole}")
    } else {
        format!("{minus}{whole}.{part}")
    })
}

/// Takes an expression apart: the two names, and 1 or -1 for the sign between them.
#[must_use]
pub fn split_expression(expression: &str) -> Option<(&str, i128, &str)> {
    let (at, sign) = match (expression.find(" - "), expression.find(" + ")) {
        (Some(at), None) => (at, -1),
        (None, Some(at)) => (at, 1),
        _ => return None,
    };
    Some((expression[..at].trim(), sign, expression[at + 3..].trim()))
}

/// Reads a decimal: its digits as a whole number, and how many stand after the point.
fn decimal(text: &str) -> Option<(i128, u32)> {
    let text = text.trim();
    let (minus, digits) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text),
    };
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let is_number = !whole.is_empty()
        && whole.len() + part.len() <= 30
        && whole
            .bytes()
            .chain(part.bytes())
            .all(|b| b.is_ascii_digit());
    if !is_number {
        return None;
    }
    let number: i128 = format!("{whole}{part}").parse().ok()?;
    Some((minus * number, u32::try_from(part.len()).ok()?))
}

#[cfg(test)]
mod tests {
    use super::super::tests::values;
    use super::compute;

    #[test]
    fn decimals_are_computed_exactly() {
        let known = values(&[
            ("cost", "0.0200"),
            ("balance", "0.0050"),
            ("n", "3"),
            ("debt", "-1.5"),
            ("x", "many"),
        ]);
        assert_eq!(compute("cost - balance", &known).as_deref(), Some("0.0150"));
        assert_eq!(
            compute("balance - cost", &known).as_deref(),
            Some("-0.0150")
        );
        assert_eq!(compute("n + cost", &known).as_deref(), Some("3.0200"));
        assert_eq!(compute("n - debt", &known).as_deref(), Some("4.5"));
        assert_eq!(compute("n - x", &known), None);
        assert_eq!(compute("n - missing", &known), None);
    }
}
