//! The frame of a page in which a browser runs the page's own style and script, known by their hashes, and nothing else.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

/// Returns the beginning of a page, up to its `<body>`. What is in it loads nothing from elsewhere.
pub(super) fn head(style: &str, script: &str) -> String {
    let (style_hash, script_hash) = (hash(style), hash(script));
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src '{style_hash}'; script-src '{script_hash}'\">\n\
         <title>API errors</title>\n<style>{style}</style>\n</head>\n<body>\n"
    )
}

/// Returns the end of a page, with its script.
pub(super) fn foot(script: &str) -> String {
    format!("<script>{script}</script>\n</body>\n</html>\n")
}

/// Returns the hash of a style or a script as a Content Security Policy writes it.
fn hash(text: &str) -> String {
    format!("sha256-{}", STANDARD.encode(Sha256::digest(text)))
}
