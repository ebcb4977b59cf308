//! Safe fixes, applied until none is left.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
    sync::Arc,
};

use crate::{
    desk::{
        edits,
        page::{Page, PageItem},
    },
    link::{self, LinkId},
    model::{Code, Country, Days, Format, Place, Problem},
    newsletter::Issue,
    text,
};

use super::source_lines::SourceLines;

/// So many rounds at most: a fix may show what it hid, and that one more.
const ROUNDS: usize = 12;

/// What an item says, as far as no fix may change it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    span: Range<usize>,
    days: Option<Days>,
    format: Format,
    places: Vec<(Option<String>, Option<Country>)>,
    /// The letters and digits of the title.
    title: String,
    groups: Vec<String>,
    links: Vec<LinkId>,
}

impl Reading {
    /// Of every item of a page.
    pub fn of(page: &Page<'_>) -> Vec<Self> {
        let of = |found: &PageItem<'_>| {
            let listing = found.listing;
            let city = |place: &Place| place.known_city.clone().or(place.city.as_deref().map(text::fold));
            Self {
                span: found.item.span.clone(),
                days: listing.days,
                format: listing.format,
                places: listing.places.iter().map(|place| (city(place), place.country)).collect(),
                title: listing.title.chars().filter(|c| c.is_alphanumeric()).collect(),
                groups: listing.groups.iter().map(|group| text::fold(&group.name)).collect(),
                links: listing.links.iter().map(|link| link::identity(&link.url)).collect(),
            }
        };
        page.items.iter().map(of).collect()
    }

    /// Whether the mended item still says all that this one did. A link or a group that could not be
    /// read before may be there, and a title where there was none.
    fn is_kept_by(&self, mended: &Self) -> bool {
        self.days == mended.days
            && self.format == mended.format
            && self.places == mended.places
            && (self.title == mended.title || self.links.is_empty() || self.groups.is_empty())
            && self.groups.iter().all(|group| mended.groups.contains(group))
            && self.links.iter().all(|link| mended.links.contains(link))
    }
}

/// Applies the safe fixes of what `check` finds, again and again until none is left. What is written must
/// read as it was meant: a fix after which its item no longer says what it said is not applied. A kind of
/// fix that leaves as many problems of its kind as there were mends nothing, and is not applied either: so
/// it ends, and once more changes nothing.
///
/// Returns the text and the problems that were mended, with the lines at which they stood by `origin`, which
/// follows the text.
pub fn apply<E>(
    issue: &Issue,
    origin: &mut SourceLines,
    mut check: impl FnMut(&Issue) -> Result<(Vec<Problem>, Vec<Reading>), E>,
) -> Result<(Issue, Vec<Problem>), E> {
    let mut current = issue.clone();
    let (mut problems, mut readings) = check(&current)?;
    let mut done = Vec::new();
    let mut useless: BTreeSet<Code> = BTreeSet::new();
    let mut harmful: BTreeSet<Key> = BTreeSet::new();
    for _ in 0..ROUNDS {
        let wanted =
            |problem: &&Problem| !useless.contains(&problem.code) && !harmful.contains(&key(problem));
        let candidates: Vec<&Problem> = problems.iter().filter(wanted).collect();
        let (text, mended) = edits::apply_safe(&current.text, candidates.iter().copied());
        if mended.is_empty() || text == *current.text {
            break;
        }
        let next = Issue { text: Arc::from(text), ..current.clone() };
        let (left, now) = check(&next)?;
        let (before, after) = (counts(&problems), counts(&left));
        let mended: Vec<Problem> = mended
            .into_iter()
            .filter_map(|index| candidates.get(index))
            .map(|problem| (*problem).clone())
            .collect();
        let lost = lost(&readings, &now);
        if !lost.is_empty() {
            let touches = |problem: &&Problem| {
                let edits = problem.fix.iter().flat_map(|fix| &fix.edits);
                edits
                    .map(|edit| &edit.span)
                    .any(|edit| lost.iter().any(|item| item.start <= edit.end && edit.start <= item.end))
            };
            harmful.extend(mended.iter().filter(touches).map(key));
            continue;
        }
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
            (current, problems, readings) = (next, left, now);
        } else {
            useless.extend(failed);
        }
    }
    Ok((current, done))
}

/// A problem's code, where it stands and what its fix would write, by which it is known again.
type Key = (Code, usize, String);

fn key(problem: &Problem) -> Key {
    let edits = problem.fix.iter().flat_map(|fix| &fix.edits);
    let written = edits.map(|edit| edit.text.as_str()).collect::<Vec<_>>().join("\n");
    (problem.code, problem.span.start, written)
}

/// The items that no longer say what they said; all of them, where there are more or fewer now.
fn lost(before: &[Reading], after: &[Reading]) -> Vec<Range<usize>> {
    let all = before.len() != after.len();
    let pairs = before.iter().zip(after.iter().map(Some).chain(std::iter::repeat(None)));
    let broken = pairs.filter(|(item, now)| all || now.is_none_or(|now| !item.is_kept_by(now)));
    broken.map(|(item, _)| item.span.clone()).collect()
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
    fn a_fix_that_changes_what_an_item_says_is_not_applied() {
        let reading = |title: &str, span: Range<usize>| Reading {
            span,
            days: None,
            format: Format::InPerson,
            places: Vec::new(),
            title: title.to_owned(),
            groups: vec!["g".to_owned()],
            links: vec![link::identity("https://a.example/")],
        };
        // Two items, parted by a blank; the title of each is its text but for `.`.
        let mut check = |issue: &Issue| -> Result<(Vec<Problem>, Vec<Reading>), Infallible> {
            let mut found = wants(&issue.text, "a", "b", Code::Spacing);
            found.extend(wants(&issue.text, ".", "", Code::StrayMark));
            let at = issue.text.find(' ').unwrap_or_default();
            let (one, other) = issue.text.split_at(at);
            let title = |text: &str| text.replace(['.', ' '], "");
            let spans = [0..at, at + 1..issue.text.len()];
            let [first, second] = spans;
            Ok((found, vec![reading(&title(one), first), reading(&title(other), second)]))
        };
        let Ok((mended, done)) = apply(&issue("a. x."), &mut SourceLines::of("a. x."), &mut check);
        assert_eq!(&*mended.text, "a. x");
        assert_eq!(done.len(), 1);
    }

    #[test]
    fn a_fix_that_brings_its_problem_back_is_not_applied() {
        let mut check = |issue: &Issue| -> Result<(Vec<Problem>, Vec<Reading>), Infallible> {
            let mut found = wants(&issue.text, "a", "aa", Code::BrokenMarkdown);
            found.extend(wants(&issue.text, "x", "y", Code::LinkStyle));
            found.extend(wants(&issue.text, "y", "z", Code::Spacing));
            Ok((found, Vec::new()))
        };
        let Ok((mended, done)) = apply(&issue("a x x"), &mut SourceLines::of("a x x"), &mut check);
        assert_eq!(&*mended.text, "a z z");
        assert_eq!(done.len(), 4);
        let Ok((again, _)) = apply(&mended, &mut SourceLines::of(""), &mut check);
        assert_eq!(again.text, mended.text);
    }
}
