//! What clients are given on their command lines and in addresses: users, passwords, tokens, cookies.

use super::collect::{Collector, MAX_APART, MAX_OPTION};
use super::names::{Kind, kind};
use crate::sanitize::char_floor;

/// Options of clients that take a credential, in one letter: curl's `-u`, `-U` and `-b`, HTTPie's `-a`.
const CREDENTIAL_LETTERS: [u8; 4] = *b"uUba";

/// The same written out, where their names do not say that they are secret.
const CREDENTIAL_OPTIONS: [&str; 7] = [
    "user",
    "proxy-user",
    "oauth2-bearer",
    "auth",
    "cookie",
    "cert",
    "proxy-cert",
];

/// Programs with the letter of the option that is a password to them, or a name and a password.
const PASSWORD_LETTERS: [(&str, u8); 16] = [
    ("docker", b'p'),
    ("podman", b'p'),
    ("helm", b'p'),
    ("az", b'p'),
    ("sshpass", b'p'),
    ("mysql", b'p'),
    ("mysqldump", b'p'),
    ("mysqladmin", b'p'),
    ("mariadb", b'p'),
    ("mongosh", b'p'),
    ("mongo", b'p'),
    ("redis-cli", b'a'),
    ("ab", b'A'),
    ("curl", b'E'),
    ("htpasswd", b'b'),
    ("cf", b'p'),
];

/// Commands of protocols with a password, and how many lines from there may hold it.
const PROTOCOLS: &[(&str, usize)] = &[("AUTH PLAIN", 2), ("AUTH LOGIN", 5), ("PASS ", 1)];

/// What an address of mail or of telephony begins with: no user and password.
const NO_USERS: [&str; 18] = [
    "mailto", "sip", "sips", "xmpp", "acct", "tel", "im", "from", "to", "cc", "bcc", "email",
    "mail", "user", "username", "login", "contact", "reply-to",
];

/// The longest credentials in an address.
const MAX_USERINFO: usize = 256;

impl Collector<'_> {
    /// Keeps what options of clients are given.
    pub(super) fn options(&mut self) {
        let text = self.text;
        let bytes = text.as_bytes();
        // The end of the last value: what is in it is looked at once.
        let mut done = 0;
        for at in memchr::memchr_iter(b'-', bytes) {
            if at < done {
                continue;
            }
            let is_start = at == 0 || b" \t\n\"'`,([=".contains(&bytes[at - 1]);
            if !is_start
                || bytes
                    .get(at + 1)
                    .is_none_or(|b| !b.is_ascii_alphabetic() && *b != b'-')
            {
                continue;
            }
            let near = &text[at..char_floor(text, at + 64)];
            let length = near
                .find(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '_')
                .unwrap_or(near.len());
            let option = &near[..length];
            let name = option.trim_start_matches('-');
            let letter = option.bytes().last().unwrap_or_default();
            let is_short = !option.starts_with("--");
            let is_credential = CREDENTIAL_OPTIONS.contains(&name)
                || (is_short && name.len() <= 4 && CREDENTIAL_LETTERS.contains(&letter));
            if is_credential || (kind(name, false) == Kind::Secret && name.len() > 1) {
                let value = argument(&text[at + length..]);
                done = at + length + value.len();
                if is_credential {
                    self.credential(value, name, at);
                } else {
                    self.value(value, Kind::Secret, at, true);
                }
            }
            let is_password = is_short && name.len() == 1 && is_password_letter(text, at, letter);
            if is_password {
                let value = argument(&text[at + 2..]);
                done = at + 2 + value.len();
                self.credentials(value, at, false);
                self.value(value, Kind::Secret, at, true);
            }
            // `-pPASSWORD`
            let first = near.as_bytes()[1];
            if is_short && name.len() > 1 && first == b'p' && is_password_letter(text, at, first) {
                self.value(argument(&text[at + 2..]), Kind::Secret, at, true);
            }
            // `-uname:password`
            let glued = near.strip_prefix("-u").or_else(|| near.strip_prefix("-U"));
            if glued.is_some_and(|rest| rest.contains(':')) {
                let value = argument(&text[at + 1..]);
                let value = value.get(1..).unwrap_or_default();
                self.credential(value, "u", at);
            }
        }
    }

    /// Keeps what a file of logins says: `machine HOST login USER password PASSWORD`.
    pub(super) fn logins(&mut self) {
        let text = self.text;
        let sign = " password ";
        for at in memchr::memmem::find_iter(text.as_bytes(), sign) {
            let front = &text[char_floor(text, at.saturating_sub(MAX_APART))..at];
            let has_login = front
                .rsplit('\n')
                .next()
                .is_some_and(|l| l.contains("login "));
            if has_login {
                self.is_sure = true;
                self.value(argument(&text[at + sign.len()..]), Kind::Secret, at, true);
                self.is_sure = false;
            }
        }
    }

    /// Keeps what is said in the protocols of mail and of files: `AUTH PLAIN ...`, `PASS ...`.
    pub(super) fn protocols(&mut self) {
        let text = self.text;
        for (sign, lines) in PROTOCOLS {
            for at in memchr::memmem::find_iter(text.as_bytes(), sign) {
                let is_start = text[..at].ends_with([' ', '\n', '"', '\'']) || at == 0;
                let near = &text[at + sign.len()..char_floor(text, at + MAX_OPTION)];
                for line in near.lines().take(if is_start { *lines } else { 0 }) {
                    let word = line
                        .trim_end()
                        .rsplit([' ', '"'])
                        .find(|word| !word.is_empty());
                    let word = word.unwrap_or_default();
                    self.basic(word, at);
                    if *lines == 1 {
                        self.value(word, Kind::Secret, at, true);
                    }
                }
            }
        }
    }

    /// Keeps the credentials that an option is given.
    fn credential(&mut self, value: &str, name: &str, at: usize) {
        if name.ends_with('b') || name == "cookie" {
            for part in value.split([';', ' ']) {
                if let Some((_, value)) = part.split_once('=') {
                    self.value(value, Kind::Secret, at, true);
                }
            }
        } else if name.contains("bearer") {
            self.value(value, Kind::Secret, at, true);
        } else {
            self.credentials(value, at, false);
        }
    }

    /// Keeps the credentials before a host without a scheme: `user:password@host`, and those of a file of options.
    pub(super) fn users(&mut self) {
        let text = self.text;
        let bytes = text.as_bytes();
        let mut done = 0;
        for at in memchr::memchr_iter(b'@', bytes) {
            let from = char_floor(text, at.saturating_sub(MAX_USERINFO)).max(done);
            done = at + 1;
            let is_host = bytes.get(at + 1).is_some_and(u8::is_ascii_alphanumeric);
            if !is_host || from >= at {
                continue;
            }
            let near = &text[from..at];
            let near = near.rsplit(|c: char| c.is_whitespace() || "\"'`<>(".contains(c));
            let Some((user, password)) = near.into_iter().next().and_then(|n| n.split_once(':'))
            else {
                continue;
            };
            let user = user.rsplit([',', ';', '=']).next().unwrap_or_default();
            let is_name = |b: u8| b.is_ascii_alphanumeric() || b"._-%".contains(&b);
            let is_user = !user.is_empty()
                && user.bytes().all(is_name)
                && !NO_USERS
                    .iter()
                    .any(|known| user.eq_ignore_ascii_case(known));
            if is_user && !password.starts_with("//") {
                self.credentials(password, at, false);
            }
        }
        for sign in ["user = \"", "proxy-user = \""] {
            for at in memchr::memmem::find_iter(bytes, sign) {
                let start = at + sign.len();
                let near = &text[start..char_floor(text, start + MAX_OPTION)];
                let value = near.split(['"', '\n']).next().unwrap_or_default();
                if value.contains(':') {
                    self.credentials(value, at, false);
                }
            }
        }
    }

    /// Keeps the credentials in addresses: `https://user:password@host`.
    pub(super) fn addresses(&mut self) {
        let text = self.text;
        for at in memchr::memmem::find_iter(text.as_bytes(), "://") {
            let near = &text[at + 3..char_floor(text, at + 3 + MAX_USERINFO)];
            let ends = |c: char| {
                c.is_whitespace()
                    || matches!(c, '/' | '"' | '\'' | '`' | '<' | '>' | '\\' | '?' | '#')
            };
            let near = &near[..near.find(ends).unwrap_or(near.len())];
            if let Some((user, _)) = near.rsplit_once('@') {
                self.credentials(user, at, true);
            }
        }
    }
}

/// Returns true if a letter is the option for a password of a program that the same line calls.
fn is_password_letter(text: &str, at: usize, letter: u8) -> bool {
    let mut programs = PASSWORD_LETTERS
        .iter()
        .filter(|(_, known)| *known == letter);
    let front = &text[char_floor(text, at.saturating_sub(MAX_APART))..at];
    let line = front.rsplit('\n').next().unwrap_or_default();
    programs.any(|(program, _)| {
        let mut words = line.split(|c: char| c.is_whitespace() || "|&;/\"'".contains(c));
        words.any(|word| word == *program)
    })
}

/// Returns the word after an option: in quotes, after `=`, on the next line of a command, or the next text of a list.
fn argument(text: &str) -> &str {
    let signs = [
        ' ', '\t', '=', '\\', '\n', '\r', '"', '\'', ',', '$', '^', '`',
    ];
    let near = &text[..char_floor(text, MAX_OPTION)];
    let inner = near.trim_start_matches(signs);
    let before = &near[..near.len() - inner.len()];
    let quote = before.chars().rev().find(|c| matches!(c, '"' | '\''));
    let is_open = quote.is_some_and(|quote| before.ends_with(quote));
    let end = match quote.filter(|_| is_open) {
        Some(quote) => inner.find([quote, '\n']),
        None => inner.find(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '`')),
    };
    &inner[..end.unwrap_or(inner.len())]
}
