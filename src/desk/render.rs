//! Problems as text: for people with the source line shown, as JSON, and as annotations that GitHub shows
//! in a pull request.

use std::{fmt::Write as _, ops::Range};

use annotate_snippets::{AnnotationKind, Level, Patch, Renderer, Snippet};
use serde::Serialize;

use crate::{
    desk::check::severity,
    model::{Code, Fix, Problem, Severity},
    text,
};

/// For people: the source line with the problem marked, what to do, and the line as it would be. With
/// colours, which the caller strips where the output is no terminal.
///
/// `path` is shown as the file's name, `issue` is the issue's text.
pub fn human(problem: &Problem, path: &str, issue: &str) -> String {
    let code = problem.code.slug();
    let level = match severity(problem.code) {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let shown = shown(problem, issue);
    let raw = issue.get(shown.clone()).unwrap_or_default();
    let source = &*text::shown(raw);
    // Where a byte of the issue's line stands once what is hidden in it is shown.
    let moved = |at: usize| match source.len() == raw.len() {
        true => at,
        false => raw.get(..at).map_or(source.len(), |before| text::shown(before).len()),
    };
    let line = issue.get(..shown.start).unwrap_or_default().matches('\n').count() + 1;
    let within = |span: &Range<usize>| {
        let start = moved(span.start.saturating_sub(shown.start)).min(source.len());
        start..moved(span.end.saturating_sub(shown.start)).clamp(start, source.len())
    };
    let snippet = || Snippet::source(source).line_start(line).path(path);
    let mark = AnnotationKind::Primary.span(first_line(within(&problem.span), source));
    let mut report = vec![
        level.primary_title(text::shown_line(&problem.message)).id(code).element(snippet().annotation(mark)),
    ];
    if let Some(help) = help(problem) {
        report
            .push(annotate_snippets::Group::with_title(Level::HELP.secondary_title(text::shown_line(help))));
    }
    if let Some(fix) = &problem.fix {
        let inside =
            fix.edits.iter().all(|edit| shown.start <= edit.span.start && edit.span.end <= shown.end);
        let title = Level::HELP.secondary_title(text::shown_line(&fix.message));
        report.push(if inside && !fix.edits.is_empty() {
            let patches = fix
                .edits
                .iter()
                .map(|edit| Patch::new(within(&edit.span), text::shown(&edit.text).into_owned()));
            title.element(Snippet::source(source).line_start(line).path(path).patches(patches))
        } else {
            annotate_snippets::Group::with_title(title)
        });
    }
    let mut out = Renderer::styled().render(&report);
    out.push('\n');
    out
}

/// What to do, where the fix does not say it in the same words.
fn help(problem: &Problem) -> Option<&str> {
    let said = problem.fix.as_ref().map(|fix| fix.message.as_str());
    problem.help.as_deref().filter(|help| Some(*help) != said)
}

/// The whole lines of a problem and of its fix.
fn shown(problem: &Problem, text: &str) -> Range<usize> {
    let edits = problem.fix.iter().flat_map(|fix| &fix.edits).map(|edit| edit.span.clone());
    let spans = edits.chain([problem.span.clone()]);
    let (start, end) =
        spans.fold((usize::MAX, 0), |(start, end), span| (start.min(span.start), end.max(span.end)));
    let start = start.min(text.len());
    let from = text.get(..start).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
    let end = end.clamp(start, text.len());
    let after = text.get(end..).unwrap_or_default();
    let at_line_end = end > from && text.get(..end).is_some_and(|before| before.ends_with('\n'));
    let to = if at_line_end { end } else { after.find('\n').map_or(text.len(), |at| end + at) };
    from..to
}

/// Of a span over several lines only the first: one line says where to look.
fn first_line(span: Range<usize>, source: &str) -> Range<usize> {
    let end =
        source.get(span.clone()).and_then(|text| text.find('\n')).map_or(span.end, |at| span.start + at);
    span.start..end
}

/// A problem as other programs read it.
#[derive(Debug, Serialize)]
struct ProblemRow<'a> {
    code: Code,
    severity: Severity,
    file: &'a str,
    line: usize,
    column: usize,
    message: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fix: Option<&'a Fix>,
}

/// One JSON object a problem, a line each. Spans are bytes of the file.
pub fn json(problem: &Problem, path: &str) -> String {
    let row = ProblemRow {
        code: problem.code,
        severity: severity(problem.code),
        file: path,
        line: problem.line,
        column: problem.column,
        message: &problem.message,
        help: problem.help.as_deref(),
        fix: problem.fix.as_ref(),
    };
    let mut out = serde_json::to_string(&row).unwrap_or_default();
    out.push('\n');
    out
}

/// A workflow command that GitHub turns into an annotation, see its documentation of
/// "Workflow commands for GitHub Actions".
pub fn github(problem: &Problem, path: &str) -> String {
    let command = match severity(problem.code) {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    };
    let mut message = problem.message.clone();
    let fix = problem.fix.as_ref().map(|fix| &fix.message);
    for more in help(problem).into_iter().chain(fix.map(String::as_str)) {
        let _ = write!(message, "\n{more}");
    }
    let escaped = |text: &str| text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
    let property = |text: &str| escaped(text).replace(':', "%3A").replace(',', "%2C");
    format!(
        "::{command} file={},line={},col={},title={}::{}\n",
        property(path),
        problem.line,
        problem.column,
        property(problem.code.slug()),
        escaped(&text::shown(&message))
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Edit;

    const TEXT: &str = "## Upcoming Events\n* 2025-01-01 | Köln, GB | [G](u)\n    * x\n";

    fn problem() -> Problem {
        let at = TEXT.find("GB").unwrap();
        let span = at..at + 2;
        Problem {
            code: Code::CountryStyle,
            file: "a.md".into(),
            line: 2,
            column: 22,
            span: span.clone(),
            message: "100% `GB`".into(),
            help: Some("see, the list".into()),
            fix: Some(Fix {
                message: "write `UK`".into(),
                edits: vec![Edit { span, text: "UK".into() }],
                safe: true,
            }),
        }
    }

    #[test]
    fn people_see_the_line_the_help_and_the_fix() {
        let styled = human(&problem(), "draft/a.md", TEXT);
        let plain = anstream::adapter::strip_str(&styled).to_string();
        insta::assert_snapshot!(plain, @r"
        warning[country-style]: 100% `GB`
         --> draft/a.md:2:22
          |
        2 | * 2025-01-01 | Köln, GB | [G](u)
          |                      ^^
          |
        help: see, the list
        help: write `UK`
          |
        2 - * 2025-01-01 | Köln, GB | [G](u)
        2 + * 2025-01-01 | Köln, UK | [G](u)
          |
        ");
    }

    #[test]
    fn github_gets_one_line_with_everything_escaped() {
        assert_eq!(
            github(&problem(), "draft/a,b.md"),
            "::warning file=draft/a%2Cb.md,line=2,col=22,title=country-style::100%25 `GB`%0Asee, the list%0Awrite `UK`\n"
        );
    }

    #[test]
    fn what_is_hidden_does_nothing_in_any_form() {
        let text = "* 2025-01-01 | Bern, CH | [\u{1b}[31mG\u{202e}](u) | x\n";
        let at = text.find("| x").unwrap();
        let odd = Problem {
            message: "`\u{1b}[31mG\u{202e}`\n::error::x\u{7}".to_owned(),
            span: at..at + 3,
            line: 1,
            fix: None,
            help: Some("a\r\n##[error]b".to_owned()),
            ..problem()
        };
        let styled = human(&odd, "a.md", text);
        let plain = anstream::adapter::strip_str(&styled).to_string();
        assert!(plain.contains("[<U+001B>[31mG<U+202E>](u) | x"), "{plain}");
        assert!(!styled.contains("\u{1b}[31mG") && !plain.contains(['\u{202e}', '\u{7}']), "{plain}");
        let marked = plain.lines().find(|line| line.contains("^^^")).unwrap();
        let shown = plain.lines().find(|line| line.contains("| x")).unwrap();
        assert_eq!(marked.find("^^^"), shown.rfind("| x"), "{plain}");
        assert!(!plain.lines().any(|line| line.trim_start().starts_with("::")), "{plain}");
        let line = github(&odd, "a.md");
        assert_eq!(line.lines().count(), 1);
        assert!(!line.contains(['\u{1b}', '\u{202e}', '\u{7}']), "{line}");
    }

    #[test]
    fn a_help_that_the_fix_repeats_is_said_once() {
        let mut twice = problem();
        twice.help = Some("write `UK`".into());
        assert_eq!(human(&twice, "a.md", TEXT).matches("write `UK`").count(), 1);
        assert!(github(&twice, "a.md").ends_with("::100%25 `GB`%0Awrite `UK`\n"));
    }

    #[test]
    fn a_span_out_of_bounds_is_no_panic() {
        let mut odd = problem();
        odd.span = 500..900;
        odd.fix = None;
        assert!(human(&odd, "a.md", TEXT).contains("100%"));
    }
}
