//! What is worth telling about one item: problems at places of its lines, said in places of the
//! issue's text.

use std::ops::Range;

use super::joined_lines::Joined;
use crate::{
    knowledge::overrides::Override,
    link::{self, LinkError},
    model::{Code, Edit, Fix, PlaceFinding, Problem},
    newsletter::{
        Issue,
        markdown::{
            Item,
            inline::{self, InlineLink},
        },
    },
    text,
};

/// Collects the problems of one item.
///
/// Places are given as they are known while reading: the number of a line of the item and bytes of
/// its (repaired) text. They come out as line, column and bytes of the issue's text.
#[derive(Debug)]
pub(crate) struct ItemReport<'a> {
    issue: &'a Issue,
    item: &'a Item<'a>,
    problems: Vec<Problem>,
}

impl<'a> ItemReport<'a> {
    /// Nothing to tell yet.
    pub(crate) fn new(issue: &'a Issue, item: &'a Item<'a>) -> Self {
        Self { issue, item, problems: Vec::new() }
    }

    /// Tells of `range` in the text of the item's line `line` (from 0). Lines that are not there mean
    /// the last one, bytes behind a line's text its end.
    pub(crate) fn at(
        &mut self,
        code: Code,
        line: usize,
        range: Range<usize>,
        message: impl Into<String>,
    ) -> Finding<'_> {
        let span = self.span(line, range);
        let known = (self.item.span.start, self.item.line);
        self.problems.push(problem_behind(self.issue, known, code, span, message.into()));
        let index = self.problems.len() - 1;
        Finding { problem: &mut self.problems[index] }
    }

    /// Tells of the whole text of the item's line `line`.
    pub(crate) fn line(&mut self, code: Code, line: usize, message: impl Into<String>) -> Finding<'_> {
        self.at(code, line, 0..usize::MAX, message)
    }

    /// Tells of `range` in lines that belong together.
    pub(crate) fn within(
        &mut self,
        code: Code,
        lines: &Joined<'_>,
        range: Range<usize>,
        message: impl Into<String>,
    ) -> Finding<'_> {
        let (line, range) = lines.locate(range);
        self.at(code, line, range, message)
    }

    /// Tells of damage to the item's characters: text that was Mac Roman, control characters.
    pub(crate) fn characters(&mut self) {
        for (index, line) in self.item.lines.iter().enumerate() {
            if line.was_repaired() {
                self.line(
                    Code::MacRoman,
                    index,
                    format!("this line is UTF-8 that was read as Mac Roman; it says `{}`", line.text),
                )
                .replace("write the line in UTF-8", &*line.text, true);
            }
            if text::is_plain(&line.text) {
                continue;
            }
            // Those that stand side by side are one slip, and go by one fix.
            let mut rest = 0;
            while let Some(start) = line.text.get(rest..).and_then(|text| text.find(text::is_hidden)) {
                let at = rest + start;
                let run = line.text.get(at..).unwrap_or_default();
                let end = run.find(|c| !text::is_hidden(c)).unwrap_or(run.len());
                let count = run.get(..end).map_or(0, |run| run.chars().count());
                let first = run.chars().next().unwrap_or_default();
                rest = at + end;
                let code = u32::from(first);
                let message = match count {
                    1 => format!("a control character, U+{code:04X}, stands in this line"),
                    _ => format!("{count} control characters, the first U+{code:04X}, stand in this line"),
                };
                self.at(Code::ControlCharacter, index, at..rest, message).replace("take it out", "", true);
            }
        }
    }

    /// Tells that a row of `data/overrides.tsv` mended something.
    pub(crate) fn overridden(&mut self, lines: &Joined<'_>, range: Range<usize>, row: &Override) {
        let written = &lines.text[range.clone()];
        let message = format!("`{written}` is read as `{}`: {}", row.right, row.why);
        self.within(Code::Overridden, lines, range, message).replace(
            format!("write `{}`", row.right),
            &row.right,
            false,
        );
    }

    /// Tells what reading places found in a text that begins at `start` of `lines`.
    pub(crate) fn places(&mut self, lines: &Joined<'_>, start: usize, findings: &[PlaceFinding]) {
        for finding in findings {
            let range = start + finding.span.start..start + finding.span.end;
            let mut told = self.within(finding.code, lines, range, &finding.message);
            if let Some(help) = &finding.help {
                told = told.help(help);
            }
            if let Some(text) = &finding.replacement {
                let message = finding.help.clone().unwrap_or_else(|| format!("write `{text}`"));
                told.replace(message, text, finding.safe);
            }
        }
    }

    /// Tells of a link's Markdown, where it does not do what was meant.
    pub(crate) fn link_text(&mut self, lines: &Joined<'_>, link: &InlineLink<'_>) {
        if link.broken {
            let url: String = link.url.split_whitespace().collect();
            self.within(Code::BrokenMarkdown, lines, link.span.clone(), "this is no link in Markdown")
                .replace("write `[text](address)`", format!("[{}]({url})", link.text.trim()), true);
        } else if !link.is_bare() && !inline::plain_and_whole(link.text).1 {
            // The marks in a bare address are the address's.
            self.emphasis(lines, link.text_start..link.text_start + link.text.len());
        }
    }

    /// Tells of emphasis that is not closed, or not opened, in `range`.
    pub(crate) fn emphasis(&mut self, lines: &Joined<'_>, range: Range<usize>) {
        let written = lines.text.get(range.clone()).unwrap_or_default();
        let plain = inline::plain(written);
        let bold = format!("**{plain}**");
        // Safe where it then reads so, and where no address is among the words: what looks like a mark
        // may be a part of it.
        let safe =
            inline::links(written).is_empty() && inline::plain_and_whole(&bold) == (plain.clone(), true);
        self.within(Code::BrokenMarkdown, lines, range, "the marks of emphasis have no partners").replace(
            "set the whole in bold",
            bold,
            safe,
        );
    }

    /// The address of a link in the form that `form` gives it; what is none is told and left out.
    pub(crate) fn url(
        &mut self,
        lines: &Joined<'_>,
        link: &InlineLink<'_>,
        form: fn(&str) -> Result<String, LinkError>,
    ) -> Option<String> {
        match form(link.url) {
            Ok(url) => Some(url),
            Err(error) => {
                let code = match &error {
                    LinkError::Unsafe { .. } => Code::UnsafeLink,
                    LinkError::NotAbsolute { .. } => Code::BadLink,
                };
                let meant = link::scheme_meant(link.url);
                let at = lines.text.get(link.span.clone()).and_then(|text| text.rfind(link.url));
                match (meant, at.map(|at| link.span.start + at)) {
                    (Some(meant), Some(at)) => {
                        self.within(code, lines, at..at + link.url.len(), error.to_string()).replace(
                            format!("write `{meant}`"),
                            &*meant,
                            true,
                        );
                    }
                    _ => {
                        self.within(code, lines, link.span.clone(), error.to_string());
                    }
                }
                None
            }
        }
    }

    /// Makes the fixes of a kind safe, because something else shows that they are right.
    pub(crate) fn trust(&mut self, code: Code) {
        for problem in self.problems.iter_mut().filter(|problem| problem.code == code) {
            if let Some(fix) = &mut problem.fix {
                fix.safe = true;
            }
        }
    }

    /// The bytes of the issue's text under `range` of a line's text.
    pub(crate) fn span(&self, line: usize, range: Range<usize>) -> Range<usize> {
        let Some(line) = self.item.lines.get(line).or(self.item.lines.last()) else {
            return self.item.span.clone();
        };
        let start = line.position(&self.issue.text, range.start.min(line.text.len()));
        let end = line.position(&self.issue.text, range.end.min(line.text.len()));
        start..end.max(start)
    }

    /// The problems in the order of the text.
    pub(crate) fn finish(mut self) -> Vec<Problem> {
        self.problems.sort_by_key(|problem| (problem.span.start, problem.code));
        self.problems
    }
}

/// A problem that was just told, to say more about it.
#[derive(Debug)]
pub(crate) struct Finding<'r> {
    problem: &'r mut Problem,
}

impl Finding<'_> {
    /// What to do about it.
    pub(crate) fn help(self, help: impl Into<String>) -> Self {
        self.problem.help = Some(help.into());
        self
    }

    /// Mended by putting `text` in the place of the problem's span. `safe` when a program may do it
    /// unasked.
    pub(crate) fn replace(self, message: impl Into<String>, text: impl Into<String>, safe: bool) -> Self {
        let edits = vec![Edit { span: self.problem.span.clone(), text: text.into() }];
        self.problem.fix = Some(Fix { message: message.into(), edits, safe });
        self
    }
}

/// A problem at bytes of the issue's text.
pub(crate) fn problem(issue: &Issue, code: Code, span: Range<usize>, message: String) -> Problem {
    problem_behind(issue, (0, 1), code, span, message)
}

/// The same, where a byte before it at which a line begins and the number of that line are known: an
/// issue may have as many problems as lines, and counting from its head for each would take long.
pub(crate) fn problem_behind(
    issue: &Issue,
    (start, number): (usize, usize),
    code: Code,
    span: Range<usize>,
    message: String,
) -> Problem {
    let before = issue.text.get(start..span.start).unwrap_or_default();
    let line = before.matches('\n').count() + number;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    Problem { code, file: issue.file.clone(), line, column, span, message, help: None, fix: None }
}
