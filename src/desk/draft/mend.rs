//! Safe fixes, applied until none is left.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use crate::{
    desk::edits,
    model::{Code, Problem},
    newsletter::Issue,
};

use super::origin::Origin;

/// So many rounds at most: a fix may show what it hid, and that one more.
const ROUNDS: usize = 12;

/// Applies the safe fixes of what `check` finds, again and again until none is left. A kind of fix that
/// leaves as many problems of its kind as there were mends nothing, and is not applied: so it ends, and
/// once more changes nothing.
///
/// Returns the text and the problems that were mended, with the lines at which they stood by `origin`, which
/// follows the text.
pub fn mend<E>(
    issue: &Issue,
    origin: &mut Origin,
    mut check: impl FnMut(&Issue) -> Result<Vec<Problem>, E>,
) -> Result<(Issue, Vec<Problem>), E> {
    let mut current = issue.clone();
    let mut problems = check(&current)?;
    let mut done = Vec::new();
    let mut useless: BTreeSet<Code> = BTreeSet::new();
    for _ in 0..ROUNDS {
        let candidates: Vec<&Problem> =
            problems.iter().filter(|problem| !useless.contains(&problem.code)).collect();
        let (text, mended) = edits::apply_safe(&current.text, candidates.iter().copied());
        if mended.is_empty() || text == *current.text {
            break;
        }
        let next = Issue { text: Arc::from(text), ..current.clone() };
        let left = check(&next)?;
        let (before, after) = (counts(&problems), counts(&left));
        let mended: Vec<Problem> = mended
            .into_iter()
            .filter_map(|index| candidates.get(index))
            .map(|problem| (*problem).clone())
            .collect();
        let failed: Vec<Code> = mended
            .iter()
            .map(|problem| problem.code)
            .filter(|code| after.get(code).copied().unwrap_or(0) >= before.get(code).copied().unwrap_or(0))
            .collect();
        if failed.is_empty() {
            let edits = mended.iter().filter_map(|problem| problem.fix.as_ref()).flat_map(|fix| &fix.edits);
            let followed = origin.edited(&current.text, edits);
            done.extend(mended.into_iter().map(|mut problem| {
                problem.line = origin.line(problem.line).unwrap_or(problem.line);
                problem
            }));
            *origin = followed;
            (current, problems) = (next, left);
        } else {
            useless.extend(failed);
        }
    }
    Ok((current, done))
}

fn counts(problems: &[Problem]) -> BTreeMap<Code, usize> {
    problems.iter().fold(BTreeMap::new(), |mut counts, problem| {
        *counts.entry(problem.code).or_default() += 1;
        counts
    })
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use super::*;
    use crate::model::{Edit, Fix};

    /// Wants every `from` to be `to`.
    fn wants(text: &str, from: &str, to: &str, code: Code) -> Vec<Problem> {
        let edit = |at: usize| Edit { span: at..at + from.len(), text: to.to_owned() };
        let problem = |at: usize| Problem {
            code,
            file: "f".into(),
            line: 1,
            column: 1,
            span: at..at + from.len(),
            message: String::new(),
            help: None,
            fix: Some(Fix { message: String::new(), edits: vec![edit(at)], safe: true }),
        };
        text.match_indices(from).map(|(at, _)| problem(at)).collect()
    }

    fn issue(text: &str) -> Issue {
        Issue {
            file: "f".into(),
            path: None,
            number: None,
            date: chrono::NaiveDate::default(),
            draft: true,
            text: text.into(),
            invalid_utf8: None,
        }
    }

    #[test]
    fn a_fix_that_brings_its_problem_back_is_not_applied() {
        let mut check = |issue: &Issue| -> Result<Vec<Problem>, Infallible> {
            let mut found = wants(&issue.text, "a", "aa", Code::BrokenMarkdown);
            found.extend(wants(&issue.text, "x", "y", Code::LinkStyle));
            found.extend(wants(&issue.text, "y", "z", Code::Spacing));
            Ok(found)
        };
        let Ok((mended, done)) = mend(&issue("a x x"), &mut Origin::of("a x x"), &mut check);
        assert_eq!(&*mended.text, "a z z");
        assert_eq!(done.len(), 4);
        let Ok((again, _)) = mend(&mended, &mut Origin::of(""), &mut check);
        assert_eq!(again.text, mended.text);
    }
}
