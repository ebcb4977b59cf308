//! What is worth telling about one item: problems at places of its lines, said in places of the
//! issue's text.

use std::ops::Range;

use crate::{
    archive::Issue,
    markdown::Item,
    problem::{Code, Edit, Fix, Problem},
};

/// Collects the problems of one item.
///
/// Places are given as they are known while reading: the number of a line of the item and bytes of
/// its (repaired) text. They come out as line, column and bytes of the issue's text.
#[derive(Debug)]
pub(crate) struct Report<'a> {
    issue: &'a Issue,
    item: &'a Item<'a>,
    problems: Vec<Problem>,
}

impl<'a> Report<'a> {
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
        self.problems.push(problem(self.issue, code, span, message.into()));
        let index = self.problems.len() - 1;
        Finding { problem: &mut self.problems[index] }
    }

    /// Tells of the whole text of the item's line `line`.
    pub(crate) fn line(&mut self, code: Code, line: usize, message: impl Into<String>) -> Finding<'_> {
        self.at(code, line, 0..usize::MAX, message)
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

    /// Takes over problems that were found elsewhere.
    pub(crate) fn extend(&mut self, problems: impl IntoIterator<Item = Problem>) {
        self.problems.extend(problems);
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
    let before = issue.text.get(..span.start).unwrap_or(&issue.text);
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    Problem { code, file: issue.file.clone(), line, column, span, message, help: None, fix: None }
}
