//! Content lines (RFC 5545, section 3.1) out of bytes, as calendars really hold them.
//!
//! Lines are unfolded before bytes become characters, because a fold may lie inside one. A line that
//! cannot be read is a [`Line::bad`] line; what it costs is decided by who needs it. Time and memory
//! grow with the length of the file and with nothing else.

/// A parameter of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Param {
    /// In capitals.
    name: String,
    value: String,
}

/// One content line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    /// The line of the file on which it begins, from 1.
    pub number: usize,
    /// In capitals.
    pub name: String,
    params: Vec<Param>,
    /// As it is written, with its escapes.
    pub raw: String,
    /// Why it cannot be read.
    pub bad: Option<&'static str>,
}

impl Line {
    /// The value of the first parameter of that name.
    pub fn param(&self, name: &str) -> Option<&str> {
        let found = self.params.iter().find(|param| param.name == name)?;
        Some(found.value.trim()).filter(|value| !value.is_empty())
    }

    /// A TEXT value without its escapes (RFC 5545, section 3.3.11).
    pub fn text(&self) -> String {
        unescape(&self.raw)
    }

    /// The value behind the last colon: a zone's name that holds colons without quotes round it
    /// (`TZID=(UTC+01:00) Bern:20260507T190000`) leaves its rest before the date.
    pub fn behind_colons(&self) -> &str {
        self.raw.rsplit(':').next().unwrap_or_default().trim()
    }
}

/// Every line of a file that is not blank.
pub(super) fn lines(bytes: &[u8]) -> Vec<Line> {
    let mut out = Vec::new();
    let mut open: Option<(usize, Vec<u8>)> = None;
    for (index, physical) in physical_lines(bytes).enumerate() {
        match (physical.first(), &mut open) {
            (Some(b' ' | b'\t'), Some((_, line))) => line.extend_from_slice(&physical[1..]),
            _ => {
                out.extend(open.take().and_then(|(number, line)| content(number, &line)));
                open = Some((index + 1, physical.to_vec()));
            }
        }
    }
    out.extend(open.and_then(|(number, line)| content(number, &line)));
    out
}

/// By CRLF, LF or CR, whichever a program wrote.
fn physical_lines(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut rest = Some(bytes);
    std::iter::from_fn(move || {
        let text = rest?;
        let Some(end) = text.iter().position(|byte| matches!(byte, b'\n' | b'\r')) else {
            rest = None;
            return Some(text);
        };
        let two = text.get(end..end + 2) == Some(b"\r\n");
        rest = text.get(end + 1 + usize::from(two)..);
        text.get(..end)
    })
}

fn content(number: usize, bytes: &[u8]) -> Option<Line> {
    let line = |name: &str, bad| Line {
        number,
        name: name.to_ascii_uppercase(),
        params: Vec::new(),
        raw: String::new(),
        bad: Some(bad),
    };
    let Ok(text) = std::str::from_utf8(bytes) else {
        let head: String = bytes
            .iter()
            .take_while(|byte| is_name(char::from(**byte)))
            .map(|byte| char::from(*byte))
            .collect();
        return Some(line(&head, "it is no valid UTF-8"));
    };
    let text = text.trim_start_matches('\u{feff}').trim();
    if text.is_empty() {
        return None;
    }
    let end = text.find(|c| !is_name(c)).unwrap_or(text.len());
    let (name, rest) = text.split_at(end);
    let rest = rest.trim_start();
    if name.is_empty() || !rest.starts_with([':', ';']) {
        return Some(line(name, "it is no `NAME:value`"));
    }
    let Some(colon) = value_colon(rest) else { return Some(line(name, "it has no value")) };
    let (params, value) = (&rest[..colon], &rest[colon + 1..]);
    Some(Line {
        number,
        name: name.to_ascii_uppercase(),
        params: read_params(params),
        raw: value.trim().to_owned(),
        bad: None,
    })
}

fn is_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.')
}

/// Where the value begins: at the first colon outside quotes. Where quotes do not pair, behind the last
/// of them, else at the first colon of all.
fn value_colon(text: &str) -> Option<usize> {
    let mut quoted = false;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'"' => quoted = !quoted,
            b':' if !quoted => return Some(at),
            _ => {}
        }
    }
    let behind = text.rfind('"').and_then(|quote| Some(quote + text.get(quote..)?.find(':')?));
    behind.or_else(|| text.find(':'))
}

fn read_params(text: &str) -> Vec<Param> {
    let mut params = Vec::new();
    let mut quoted = false;
    for piece in text.split(|c| {
        quoted ^= c == '"';
        c == ';' && !quoted
    }) {
        let Some((name, value)) = piece.split_once('=') else { continue };
        let value = value.trim();
        let value = value.strip_prefix('"').and_then(|value| value.strip_suffix('"')).unwrap_or(value);
        // RFC 6868: what a quoted value cannot hold otherwise.
        let value = value.replace("^n", "\n").replace("^'", "\"").replace("^^", "^");
        params.push(Param { name: name.trim().to_ascii_uppercase(), value });
    }
    params
}

fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => match chars.next() {
                Some('n' | 'N') => out.push('\n'),
                Some(c) => out.push(c),
                None => {}
            },
            c => out.push(c),
        }
    }
    out.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(text: &str) -> Line {
        let lines = lines(text.as_bytes());
        assert_eq!(lines.len(), 1, "{text:?}");
        lines.into_iter().next().unwrap()
    }

    #[test]
    fn folds_may_lie_inside_a_character() {
        let lines = lines(b"SUMMARY:m\xc3\r\n \xa9tro\r\nX:1\n\ty\rZ:2");
        let read: Vec<(usize, &str, &str)> =
            lines.iter().map(|line| (line.number, line.name.as_str(), line.raw.as_str())).collect();
        assert_eq!(read, [(1, "SUMMARY", "métro"), (3, "X", "1y"), (5, "Z", "2")]);
    }

    #[test]
    fn parameters_are_read_with_and_without_quotes() {
        let line = one("organizer;cn=\"Rust, Bern: a; b\";x=^n^'^^:MAILTO:a@b.example");
        assert_eq!((line.name.as_str(), line.raw.as_str()), ("ORGANIZER", "MAILTO:a@b.example"));
        assert_eq!((line.param("CN"), line.param("X")), (Some("Rust, Bern: a; b"), Some("\"^")));
        assert_eq!(one("A;X=\"b \"c\" d\":mailto:e").raw, "mailto:e");
        assert_eq!(one("A;X=\"b:c").raw, "c");
        assert_eq!(one("DTSTART;TZID=(UTC+01:00) Bern:20260507T190000").behind_colons(), "20260507T190000");
    }

    #[test]
    fn what_is_no_property_is_bad_and_told() {
        for text in ["10179 Berlin", "REFRESH - INTERVAL; VALUE = DURATION:PT48H", ":x", "NAME;X=1"] {
            assert!(one(text).bad.is_some(), "{text}");
        }
        assert_eq!(lines(b"SUMMARY:\xff")[0].name, "SUMMARY");
        assert!(lines(b"SUMMARY:\xff")[0].bad.is_some());
        assert_eq!(lines(b"\xef\xbb\xbf\n \n\r\n"), []);
    }

    #[test]
    fn escapes_are_undone() {
        assert_eq!(one(r"A:a\, b\; c\\ d\Ne").text(), "a, b; c\\ d\ne");
    }
}
