//! Dates in every spelling, and the years they mean.

use proptest::prelude::*;

use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn days(text: &str, issue: &str) -> Option<(String, String)> {
    match at_start(text)?.resolve(day(issue)) {
        Resolved::Days(start, end) => Some((start.to_string(), end.to_string())),
        Resolved::Reversed(start) => Some((start.to_string(), "reversed".to_owned())),
        Resolved::NoSuchDay => Some(("none".to_owned(), "none".to_owned())),
    }
}

#[track_caller]
fn reads(text: &str, issue: &str, start: &str, end: &str) {
    assert_eq!(days(text, issue), Some((start.to_owned(), end.to_owned())), "{text}");
}

#[test]
fn days_in_every_spelling() {
    for text in [
        "8/17. Title",
        "8/17 Title",
        "8/17/2015: Title",
        "Aug 17. Title",
        "Aug  17. Title",
        "Aug. 17. Title",
        "August 17 - Title",
        "August 17, Title",
        "August 17th, Title",
        "Augst 17. Title",
        "17 August. Title",
        "17th of August Title",
        "2015-08-17 Title",
        "**[Aug 17. Title",
        "August 17, 2015 | Title",
    ] {
        reads(text, "2015-08-10", "2015-08-17", "2015-08-17");
    }
    reads("Sept 3. Title", "2015-08-10", "2015-09-03", "2015-09-03");
    reads("Octover 15. Title", "2015-08-10", "2015-10-15", "2015-10-15");
    reads("Dex  6. Title", "2015-11-28", "2015-12-06", "2015-12-06");
    reads("Februar 2, Title", "2015-01-10", "2015-02-02", "2015-02-02");
}

#[test]
fn spans_in_every_spelling() {
    for text in [
        "11/19 - 11/20. Title",
        "11/19-11/20. Title",
        "Nov 19 - 20. Title",
        "Nov 19-20. Title",
        "Nov 19–20, Title",
        "Nov 19/20. Title",
        "Nov 19+20, Title",
        "Nov 19 & 20. Title",
        "Nov 19 and 20. Title",
        "Nov 19 - Nov 20. Title",
        "Nov. 19 - Nov. 20: Title",
        "November 19 & 20, 2016 | Title",
    ] {
        reads(text, "2016-11-08", "2016-11-19", "2016-11-20");
    }
    reads("July 27 - August 8. X", "2020-07-14", "2020-07-27", "2020-08-08");
    reads("Dec 31 - Jan 2. X", "2018-12-25", "2018-12-31", "2019-01-02");
    reads("Dec 31 - Jan 2, 2022 | X", "2021-12-08", "2021-12-31", "2022-01-02");
    reads("Nov 20 - 19. X", "2016-11-08", "2016-11-20", "reversed");
}

#[test]
fn what_follows_a_date_is_not_taken_for_its_end() {
    for text in
        ["January 20 - 3 talks", "January 20. 4=1", "January 20 - Rust Berlin", "January 20, 100 years"]
    {
        reads(text, "2015-01-19", "2015-01-20", "2015-01-20");
    }
    for text in [
        "May 2019 meetup",
        "Rust 1.0",
        "24/7 coding",
        "May the force",
        "March",
        "13/1. X",
        "Nov 3.14",
        "4=1",
        "",
    ] {
        assert_eq!(at_start(text), None, "{text}");
    }
}

#[test]
fn a_date_without_a_year_is_near_its_issue() {
    reads("1/5. X", "2016-12-27", "2017-01-05", "2017-01-05");
    reads("12/28. X", "2017-01-03", "2016-12-28", "2016-12-28");
    reads("Jun 23. X", "2018-07-17", "2018-06-23", "2018-06-23");
    reads("Aug 17. X", "2018-04-03", "2018-08-17", "2018-08-17");
    reads("Jun 28-29. X", "2018-12-18", "2019-06-28", "2019-06-29");
    reads("Feb 29. X", "2016-01-04", "2016-02-29", "2016-02-29");
    reads("Feb 29. X", "2018-01-04", "none", "none");
    reads("Feb 30. X", "2016-01-04", "none", "none");
}

#[test]
fn a_leap_day_is_no_farther_from_its_issue_than_other_days() {
    reads("Feb 29. X", "2019-05-31", "2020-02-29", "2020-02-29");
    reads("Feb 29. X", "2019-05-30", "none", "none");
    reads("Feb 29. X", "2031-02-28", "none", "none");
    reads("Feb 29. X", "2016-05-30", "2016-02-29", "2016-02-29");
    reads("Feb 29. X", "2016-05-31", "none", "none");
}

#[test]
fn a_written_year_is_kept() {
    reads("February 1, 2021 | X", "2022-01-19", "2021-02-01", "2021-02-01");
    reads("February 1 & 2, 2021 | X", "2022-01-19", "2021-02-01", "2021-02-02");
    reads("Dec 31 - Jan 2, 2021 | X", "2022-01-19", "2020-12-31", "2021-01-02");
}

#[test]
fn dates_within_a_text_have_a_name() {
    let found = within("Rust Ort: Cryptography, December 18th").unwrap();
    assert_eq!(found.resolve(day("2014-11-17")), Resolved::Days(day("2014-12-18"), day("2014-12-18")));
    assert_eq!(found.span, 24..37);
    let found = within("until the meetup on 2015-01-12.").unwrap();
    assert_eq!(found.resolve(day("2014-12-29")), Resolved::Days(day("2015-01-12"), day("2015-01-12")));
    for text in ["open 24/7 with HTTP/3", "Early 2015", "in May 2019", "the Mars 2020 rover", "Dex 6"] {
        assert_eq!(within(text), None, "{text}");
    }
}

#[test]
fn misspelt_months_are_told() {
    assert_eq!(at_start("Octover 15. X").unwrap().misspelt, Some(("Octover".to_owned(), "october")));
    assert_eq!(at_start("Oct 15. X").unwrap().misspelt, None);
    assert_eq!(misspelt_month("man"), None, "January, March and May");
    assert_eq!(misspelt_month("rust"), None);
}

proptest! {
    #[test]
    fn inferred_years_stay_within_nine_months(month in 1u32..=12, date in 1u32..=31, ahead in 0i64..20_000) {
        let issue = day("2013-01-01") + chrono::Duration::days(ahead);
        let written = at_start(&format!("{month}/{date}. X")).unwrap();
        match written.resolve(issue) {
            Resolved::Days(start, end) => {
                prop_assert_eq!(start, end);
                prop_assert_eq!((start.month(), start.day()), (month, date));
                let far = (start - issue).num_days();
                prop_assert!((-91..=274).contains(&far), "{} days", far);
            }
            Resolved::Reversed(_) => prop_assert!(false),
            Resolved::NoSuchDay => {
                prop_assert!(NaiveDate::from_ymd_opt(2023, month, date).is_none());
            }
        }
    }

    #[test]
    fn any_text_is_read_without_panic(text in "\\PC*|[A-Za-z0-9 /.,&+-]{0,40}", at in 0i64..20_000) {
        let issue = day("2013-01-01") + chrono::Duration::days(at);
        for found in [at_start(&text), within(&text)].into_iter().flatten() {
            prop_assert!(text.get(found.span.clone()).is_some());
            let _ = found.resolve(issue);
        }
    }
}
