//! Text as people compare it, and the repair of text that was read in the wrong encoding.

use std::borrow::Cow;

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// A key under which spellings of one name are equal: lower case, without accents, white space
/// folded. `Köln` and `KOLN` are equal, `Köln` and `Koeln` are not.
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    if text.is_ascii() {
        // Nearly every name is, and folding is what reading does most.
        for word in text.split_whitespace() {
            if !out.is_empty() {
                out.push(' ');
            }
            out.push_str(word);
        }
        out.make_ascii_lowercase();
        return out;
    }
    for c in text.nfkd().filter(|c| !is_combining_mark(*c)) {
        match c {
            'ł' | 'Ł' => out.push('l'),
            'ø' | 'Ø' => out.push('o'),
            'đ' | 'Đ' => out.push('d'),
            'ß' => out.push_str("ss"),
            '’' | '‘' => out.push('\''),
            '\u{200b}'..='\u{200f}' | '\u{feff}' => {}
            c if c.is_whitespace() => {
                if !out.ends_with(' ') {
                    out.push(' ');
                }
            }
            c => out.extend(c.to_lowercase()),
        }
    }
    out.trim().to_owned()
}

/// A name for files and ids: lower-case ASCII letters and digits in runs joined by single hyphens.
/// Empty when nothing of the text can be kept.
pub fn slug(text: &str) -> String {
    let mut out = String::new();
    for c in fold(text).chars() {
        if c.is_ascii_alphanumeric() {
            out.push(c);
        } else if c != '\'' && !out.is_empty() && !out.ends_with('-') {
            out.push('-');
        }
    }
    out.truncate(out.trim_end_matches('-').len());
    out
}

/// Undoes UTF-8 that was read as Mac Roman (`Sessi√≥` for `Sessió`), exactly or not at all.
///
/// The repair holds when every character of the line has a byte in Mac Roman, the bytes are valid
/// UTF-8, and there is at least one multi-byte sequence among them: plain text that happens to
/// hold a `√` does not form one.
pub fn undo_mac_roman(line: &str) -> Option<String> {
    if line.is_ascii() {
        return None;
    }
    // U+F8FF, the apple, is the byte F0 with which four-byte sequences (emoji) begin. encoding_rs
    // maps it too, but reports unmappable characters by writing numeric references.
    let (bytes, _, unmappable) = encoding_rs::MACINTOSH.encode(line);
    if unmappable {
        return None;
    }
    String::from_utf8(bytes.into_owned()).ok()
}

/// Whether a character does something without being seen: controls, breaks of lines and paragraphs,
/// marks that turn the direction of writing, white space of no width, hyphens that show only where a
/// line ends, notes between lines, tags; and what is no character at all, which XML does not take. Joiners,
/// on which emoji and some scripts rely, are none of them; nor is the tab.
pub fn is_hidden(c: char) -> bool {
    (c.is_control() && c != '\t')
        || u32::from(c) & 0xfffe == 0xfffe
        || matches!(
            c,
            '\u{ad}'
                | '\u{61c}'
                | '\u{180e}'
                | '\u{200b}'
                | '\u{200e}'
                | '\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{fdd0}'..='\u{fdef}'
                | '\u{feff}'
                | '\u{fff9}'..='\u{fffb}'
                | '\u{e0000}'..='\u{e007f}'
        )
}

/// Whether every character is a printable one of ASCII, as in nearly every text: then none is hidden.
pub fn is_plain(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b' '..=b'~'))
}

/// A text that comes from outside as it may be shown in a terminal, an annotation or a report: what is
/// hidden in it is seen as its number, `<U+202E>`, and does nothing. Line breaks and tabs stay.
pub fn shown(text: &str) -> Cow<'_, str> {
    if !text.contains(|c: char| is_hidden(c) && c != '\n') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let ends_line = c == '\n' || (c == '\r' && chars.peek() == Some(&'\n'));
        if is_hidden(c) && !ends_line {
            out.push_str(&format!("<U+{:04X}>", u32::from(c)));
        } else {
            out.push(c);
        }
    }
    Cow::Owned(out)
}

/// The same in one line, at whose beginning no program that reads the output finds a command: GitHub
/// takes `::error` there for one.
pub fn shown_line(text: &str) -> String {
    let line = shown(text).split_whitespace().collect::<Vec<_>>().join(" ");
    if line.starts_with("::") || line.starts_with("##[") { format!("\\{line}") } else { line }
}

/// Lines that are laid out already, each as harmless as [`shown_line`] makes it: programs that read the output
/// look for their commands behind blanks, too.
pub fn shown_lines(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in shown(text).split_inclusive('\n') {
        let words = line.trim_start();
        if words.starts_with("::") || words.starts_with("##[") {
            out.push_str(&line[..line.len() - words.len()]);
            out.push('\\');
            out.push_str(words);
        } else {
            out.push_str(line);
        }
    }
    out
}

/// Text without hidden characters, with white space of every kind as single blanks, trimmed.
pub fn clean(text: &str) -> Cow<'_, str> {
    let bad = |c: char| is_hidden(c) || (c.is_whitespace() && c != ' ');
    if (is_plain(text) || !text.contains(bad)) && !text.contains("  ") && text.trim().len() == text.len() {
        return Cow::Borrowed(text);
    }
    let spaced: String = text
        .chars()
        .filter_map(|c| match c {
            c if c.is_whitespace() => Some(' '),
            c if is_hidden(c) => None,
            c => Some(c),
        })
        .collect();
    Cow::Owned(spaced.split_whitespace().collect::<Vec<_>>().join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fold_drops_case_and_accents() {
        assert_eq!(fold(" São  PAULO "), "sao paulo");
        assert_eq!(fold("Wrocław"), "wroclaw");
        assert_eq!(fold("Straße’s"), "strasse's");
    }

    #[test]
    fn ascii_folds_as_other_text_does() {
        let ascii: String = (0..128_u8).map(char::from).chain("  A b\t\u{b}C ".chars()).collect();
        assert_eq!(format!("{} e", fold(&ascii)), fold(&format!("{ascii} é")));
    }

    #[test]
    fn slug_is_safe_ascii() {
        assert_eq!(slug("../../x"), "x");
        assert_eq!(slug("Rust Köln/Bonn!"), "rust-koln-bonn");
        assert_eq!(slug("🦀"), "");
    }

    #[test]
    fn mac_roman_is_undone_exactly() {
        assert_eq!(undo_mac_roman("Sessi√≥ setmanal").as_deref(), Some("Sessió setmanal"));
        assert_eq!(undo_mac_roman("\u{f8ff}ü¶Ä").as_deref(), Some("🦀"));
        assert_eq!(undo_mac_roman("Nürnberg"), None);
        assert_eq!(undo_mac_roman("√2 is irrational"), None);
        assert_eq!(undo_mac_roman("plain"), None);
    }

    #[test]
    fn what_is_hidden_is_shown_as_its_number() {
        assert_eq!(shown("a\u{1b}[31mb\u{202e}c\n"), "a<U+001B>[31mb<U+202E>c\n");
        assert!(matches!(shown("👩\u{200d}💻 שלום"), Cow::Borrowed(_)));
        for c in ['\u{61c}', '\u{200e}', '\u{200f}', '\u{ad}', '\u{fff9}', '\u{180e}', '\u{e0041}', '\u{7f}']
        {
            assert!(is_hidden(c), "{c:?}");
        }
        assert_eq!(shown_line("::error::x\ny"), "\\::error::x y");
        assert_eq!(shown_line("a ::error"), "a ::error");
        assert_eq!(
            shown_lines("a\n  ::error::x\n##[y]\n z\u{1b}\n"),
            "a\n  \\::error::x\n\\##[y]\n z<U+001B>\n"
        );
    }

    #[test]
    fn clean_drops_control_characters() {
        assert_eq!(clean("a\r\n b\u{7}c"), "a bc");
        assert_eq!(clean("a\u{a0}b\u{202e}c\u{200b}"), "a bc");
        assert_eq!(clean("👩\u{200d}💻"), "👩\u{200d}💻");
        assert!(matches!(clean("as it is"), Cow::Borrowed(_)));
    }
}
