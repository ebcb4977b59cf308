//! What stands before the words of a line: indent, bullets, and the marks that people type in their place.

use crate::text;

/// Whether a text begins with a date of the form `2025-10-29`, or a slip of it: `2023-10-9`,
/// `2024/05/01`, `2025-02-30`.
pub(crate) fn starts_with_iso_date(text: &str) -> bool {
    match text.as_bytes() {
        [year @ .., b'-' | b'/' | b'.', digit, _, _] if year.len() == 4 => {
            year.iter().all(u8::is_ascii_digit) && digit.is_ascii_digit()
        }
        longer if longer.len() > 8 => text.is_char_boundary(8) && starts_with_iso_date(&text[..8]),
        _ => false,
    }
}

/// So many marks before a date are one too many for a slip.
const MAX_MARKS: usize = 12;

/// What begins with a date and holds a pipe, behind whatever marks stand before it: bullets of any kind,
/// `#`, `>`, numbers of a list, boxes, emphasis, white space of any kind.
pub(super) fn dated(line: &str) -> Option<&str> {
    let mut rest = line;
    for _ in 0..=MAX_MARKS {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || text::is_hidden(c));
        if starts_with_iso_date(rest) || nearly_starts_with_date(rest) {
            return rest.contains('|').then_some(rest);
        }
        rest = without_mark(rest)?;
    }
    None
}

/// Whether a text begins with three numbers like those of a date with a slip: `2025-112-08`, `20255-12-08`.
fn nearly_starts_with_date(text: &str) -> bool {
    let mut rest = text;
    for (place, longest) in [(0, 6), (1, 3), (2, 3)] {
        let next = rest.trim_start_matches(|c: char| c.is_ascii_digit());
        let digits = rest.len() - next.len();
        if !(1..=longest).contains(&digits) || (place == 0 && digits < 3) {
            return false;
        }
        rest = next.trim_start_matches(['-', '/', '.']);
        if place < 2 && rest.len() == next.len() {
            return false;
        }
    }
    true
}

/// The text behind one mark: a box, a number of a list, or one character that is no letter, no digit and
/// opens no link.
fn without_mark(text: &str) -> Option<&str> {
    for check in ["[ ]", "[x]", "[X]"] {
        if let Some(rest) = text.strip_prefix(check) {
            return Some(rest);
        }
    }
    let number = text.trim_start_matches(|c: char| c.is_ascii_digit());
    if (1..=3).contains(&(text.len() - number.len())) {
        return number.strip_prefix(['.', ')']);
    }
    let mark = text.chars().next().filter(|c| !c.is_alphanumeric() && !matches!(c, '[' | ']' | '$' | '<'))?;
    text.get(mark.len_utf8()..)
}

/// The shape of a line, also where its bullet (`•`) was Mac Roman.
pub(super) fn repaired_shape(line: &str) -> (usize, bool, &str) {
    let Some(whole) = text::undo_mac_roman(line) else { return shape(line) };
    let (indent, bullet, content) = shape(&whole);
    // Mac Roman has one byte a character: byte n of the repaired line was character n.
    let skipped = whole.len() - content.len();
    let at = line.char_indices().nth(skipped).map_or(line.len(), |(at, _)| at);
    (indent, bullet, line.get(at..).unwrap_or_default())
}

/// Indent, whether there is a bullet, and what follows them.
fn shape(line: &str) -> (usize, bool, &str) {
    let content = line.trim_start();
    let indent = line.len() - content.len();
    if let Some(listing) = dated(line) {
        return (indent, listing.len() < content.len(), listing);
    }
    let mut chars = content.chars();
    let bullet = match (chars.next(), chars.next()) {
        (Some('*' | '-' | '+'), None | Some('[' | '$')) => true,
        (Some('*' | '-' | '+'), Some(next)) => next.is_whitespace() || next.is_ascii_digit(),
        _ => false,
    };
    (indent, bullet, if bullet { content[1..].trim_start() } else { content })
}

#[cfg(test)]
mod tests {
    use super::super::sections;

    #[test]
    fn a_line_with_a_date_and_a_pipe_is_an_item_whatever_stands_before_it() {
        let marks = [
            "# ",
            "## ",
            "#",
            "> ",
            "> * ",
            "• ",
            "•",
            "– ",
            "— ",
            "+ ",
            "1. ",
            "12) ",
            "\t",
            "",
            "\u{a0}",
            "*\u{a0}",
            "\u{200b}* ",
            "* [ ] ",
            "- [x] ",
            "**",
            "* * ",
            "· ",
            "| ",
            "      * ",
            "‚Ä¢ ",
        ];
        for mark in marks {
            for day in ["2025-01-02", "2025-1-2", "2025/01/02", "2025-112-02"] {
                let text = format!(
                    "## Upcoming Events\n* 2025-01-01 | X | [G](u)\n    * [**T**](u)\n\
                     {mark}{day} | Y | [G](u)\n    * [**T**](u)\n\n* 2025-01-03 | Z | [G](u)\n\n## Jobs\n* no\n"
                );
                let sections = sections(&text);
                let lines: Vec<_> = sections[0].items.iter().map(|item| item.line).collect();
                assert_eq!(lines, [2, 4, 7], "{mark:?} {day}");
                assert!(sections[0].items[1].lines[0].text.starts_with(day), "{mark:?} {day}");
            }
        }
        // Headings, and what is no date.
        for end in ["# Jobs 2025 | more", "## 2025", "# 2025-01-02", "# Quote: 2025-01-02 | X"] {
            let text =
                format!("## Upcoming Events\n* 2025-01-01 | X | [G](u)\n{end}\n* 2025-01-03 | Z | [G](u)\n");
            assert_eq!(sections(&text)[0].items.len(), 1, "{end}");
        }
    }
}
