//! `docs/problems.md`, made of what the checks say of themselves.

use std::fmt::Write as _;

use super::{
    about::{CodeDoc, EXAMPLE_DATE, Example, Remedy},
    doc,
};
use crate::model::{Code, Severity};

const INTRODUCTION: &str = "\
# Problems

What `twir-events` tells about a listing carries a stable code. `check` prints them with the line in
question, `export listings` lists them for each row. An *error* makes `check` end with exit status 1;
a *warning* is most likely wrong or against the house style; a *note* is worth knowing.

Each code stands here under its own heading: what it means, an example, how to mend it, and whether
`draft` and `check --fix` do so unasked. An example stands under the heading of its part, in an issue of
";

/// The columns of the docs' lines.
const WIDTH: usize = 105;

/// The text of `docs/problems.md`; a test compares it with the file.
pub fn problems_md() -> String {
    let mut out = format!("{INTRODUCTION}{EXAMPLE_DATE} where it names no other date.\n");
    for doc in Code::ALL.iter().filter_map(|code| doc(*code)) {
        section(&mut out, doc);
    }
    out
}

fn section(out: &mut String, doc: &CodeDoc) {
    let _ = write!(out, "\n## {}\n\n{}\n", doc.code, doc.meaning);
    example(out, &doc.example);
    if !doc.mend.is_empty() {
        let _ = write!(out, "\n{}\n", doc.mend);
    }
    if let Some(good) = doc.example.good.filter(|_| doc.example.printable) {
        let _ = write!(out, "\nRight:\n\n{}", indented(&dated(&doc.example, good)));
    }
    let severity = match doc.severity {
        Severity::Note => "Note",
        Severity::Warning => "Warning",
        Severity::Error => "Error",
    };
    let _ = write!(out, "\n{}\n", wrapped(&format!("*{severity}.* {}", remedy(doc.remedy))));
}

/// A paragraph in lines of [`WIDTH`].
fn wrapped(paragraph: &str) -> String {
    let mut out = String::new();
    let mut column = 0;
    for word in paragraph.split(' ') {
        let length = word.chars().count();
        if column > 0 {
            let fits = column + 1 + length <= WIDTH;
            out.push(if fits { ' ' } else { '\n' });
            column = if fits { column + 1 } else { 0 };
        }
        out.push_str(word);
        column += length;
    }
    out
}

fn remedy(remedy: Remedy) -> String {
    match remedy {
        Remedy::Human(why) => format!("It has no fix: {why}."),
        Remedy::Offered(why) => format!("Its fix is shown and never applied unasked: {why}."),
        Remedy::Safe(why) => format!("Its fix is safe: {why}."),
        Remedy::Partly(why) => format!("Its fix is safe {why}."),
        Remedy::Section(why) => format!("`draft` and `check --fix` mend it: {why}."),
    }
}

/// What is bad, in a fence, below what it needs to be so.
fn example(out: &mut String, example: &Example) {
    if !example.earlier.is_empty() {
        out.push_str(match example.earlier {
            [_] => "\nAn earlier issue:\n\n",
            _ => "\nEarlier issues:\n\n",
        });
        let issues: Vec<String> = example
            .earlier
            .iter()
            .map(|issue| indented(&format!("Date: {}\n...\n{}", issue.date, issue.lines)))
            .collect();
        out.push_str(&issues.join("\n"));
    }
    if let Some(calendar) = example.calendar {
        let _ = write!(out, "\nA calendar:\n\n{}", indented(calendar));
    }
    if let Some(page) = example.gone {
        let _ = write!(out, "\nThere is no page <{page}> any more:\n");
    }
    if let Some(bad) = std::str::from_utf8(example.bad).ok().filter(|_| example.printable) {
        let _ = write!(out, "\n```\n{}\n```\n", dated(example, bad));
    }
}

/// Lines below the date of their issue, where it matters.
fn dated(example: &Example, lines: &str) -> String {
    example.date.map_or_else(|| lines.to_owned(), |date| format!("Date: {date}\n...\n{lines}"))
}

/// Lines as Markdown shows them as they are, without a fence: fences hold only what is bad.
fn indented(lines: &str) -> String {
    lines.lines().fold(String::new(), |mut out, line| {
        let _ = match line {
            "" => writeln!(out),
            line => writeln!(out, "    {line}"),
        };
        out
    })
}
