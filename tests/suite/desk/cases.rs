//! Good and bad cases of the desk's codes, beside the one that each check carries (`examples.rs`).

use twir_events::{desk::draft, knowledge::Knowledge, model::Code};

use super::support::{codes, issue, problems, read};

/// A body that is bad in one way, and the same one mended.
struct Case {
    code: Code,
    bad: &'static str,
    good: &'static str,
}

const CASES: &[Case] = &[
    Case {
        code: Code::TitleFormat,
        bad: "### Europe\n* 2025-12-20 | Bern, CH | [G](https://a.example/g)\n    * [**Rust Bern / 3 - hybrid**](https://a.example/1)\n",
        good: "### Europe\n* 2025-12-20 | Bern, CH | [G](https://a.example/g)\n    * [**Building hybrid apps online**](https://a.example/1)\n",
    },
    Case {
        code: Code::TitleFormat,
        bad: "### Europe\n* 2025-12-20 | Bern, CH | [G](https://a.example/g)\n    * [**Talks (online)**](https://a.example/1)\n",
        good: "### Virtual\n* 2025-12-20 | Virtual (Bern, CH) | [G](https://a.example/g)\n    * [**Talks (online)**](https://a.example/1)\n",
    },
    Case {
        code: Code::PlaceholderTitle,
        bad: "### Europe\n* 2025-12-20 | Bern, CH | [G](https://a.example/g)\n    * [**Bare metal, part 3: Place Holder**](https://a.example/1)\n",
        good: "### Europe\n* 2025-12-20 | Bern, CH | [G](https://a.example/g)\n    * [**Bare metal, part 3**](https://a.example/1)\n",
    },
    Case {
        code: Code::TitleDate,
        bad: "### Europe\n* 2025-12-10 | Bern, CH | [G](https://www.meetup.com/g-rust)\n    * [**Last Tuesday**](https://www.meetup.com/g-rust/events/311111111/)\n",
        good: "### Europe\n* 2025-12-30 | Bern, CH | [G](https://www.meetup.com/g-rust)\n    * [**Last Tuesday**](https://www.meetup.com/g-rust/events/311111111/)\n",
    },
    Case {
        code: Code::TitleDate,
        bad: "### Europe\n* 2025-12-09 | Bern, CH | [G](https://www.meetup.com/g-rust)\n    * [**First Tuesdays**](https://www.meetup.com/g-rust/events/311111111/)\n",
        good: "### Europe\n* 2025-12-09 | Bern, CH | [G](https://www.meetup.com/g-rust)\n    * [**Second Tuesdays**](https://www.meetup.com/g-rust/events/311111111/)\n",
    },
    Case {
        code: Code::TitleDate,
        bad: "### Europe\n* 2025-12-06 | Bern, CH | [G](https://www.meetup.com/g-rust)\n    * [**Conf 6-7 December**](https://www.meetup.com/g-rust/events/311111111/)\n",
        good: "### Europe\n* 2025-12-06 - 2025-12-07 | Bern, CH | [G](https://www.meetup.com/g-rust)\n    * [**Conf 6-7 December**](https://www.meetup.com/g-rust/events/311111111/)\n",
    },
    Case {
        code: Code::TitleDate,
        bad: "### Europe\n* 2025-12-10 | Bern, CH | [G](https://www.meetup.com/g-rust)\n    * [**3-day workshop**](https://www.meetup.com/g-rust/events/311111111/)\n",
        good: "### Europe\n* 2025-12-10 - 2025-12-12 | Bern, CH | [G](https://www.meetup.com/g-rust)\n    * [**3-day workshop**](https://www.meetup.com/g-rust/events/311111111/)\n",
    },
    Case {
        code: Code::PlaceholderTitle,
        bad: "### Europe\n* 2025-12-20 | Bern, CH | [G](https://www.meetup.com/g-rust)\n    * [**Title**](https://www.meetup.com/g-rust/events/311111111/)\n",
        good: "### Europe\n* 2025-12-20 | Bern, CH | [G](https://www.meetup.com/g-rust)\n    * [**Talks**](https://www.meetup.com/g-rust/events/311111111/)\n",
    },
    Case {
        code: Code::PlaceholderTitle,
        bad: "### Europe\n* 2025-12-20 | Bern, CH | [G](https://www.meetup.com/g-rust)\n    * [**Upcoming Event**](https://www.meetup.com/g-rust/events/311111111/)\n",
        good: "### Europe\n* 2025-12-20 | Bern, CH | [G](https://www.meetup.com/g-rust)\n    * [**Talks**](https://www.meetup.com/g-rust/events/311111111/)\n",
    },
    Case {
        code: Code::PlaceholderTitle,
        bad: "### Europe\n* 2025-12-20 | Bern, CH | [G](https://www.meetup.com/g-rust)\n    * [**Place Holder**](https://www.meetup.com/g-rust/events/311111111/)\n",
        good: "### Europe\n* 2025-12-20 | Bern, CH | [G](https://www.meetup.com/g-rust)\n    * [**Talks**](https://www.meetup.com/g-rust/events/311111111/)\n",
    },
    Case {
        code: Code::StrayMark,
        bad: "### Europe\n* 2025-12-10 | Bern, CH | [G](https://a.example/g)]\n    * [**T**](https://a.example/1)\n",
        good: "### Europe\n* 2025-12-10 | Bern, CH | [G](https://a.example/g)\n    * [**T**](https://a.example/1)\n",
    },
    Case {
        code: Code::StrayMark,
        bad: "### Europe\n* 2025-12-10 | Bern, CH | [G](https://a.example/g))\n    * [**T**](https://a.example/1)\n",
        good: "### Europe\n* 2025-12-10 | Bern, CH | [G](https://a.example/g)\n    * [**T**](https://a.example/1)\n",
    },
    Case {
        code: Code::StrayMark,
        bad: "### Europe\n* 2025-12-10 | Bern, CH | [G](https://a.example/g)) + [H](https://a.example/h)\n    * [**T**](https://a.example/1)\n",
        good: "### Europe\n* 2025-12-10 | Bern, CH | [G](https://a.example/g) + [H](https://a.example/h)\n    * [**T**](https://a.example/1)\n",
    },
    Case {
        code: Code::StrayMark,
        bad: "### Europe\n* 2025-12-10 | Bern, CH | [G](https://a.example/g)\n    * [**T**](https://a.example/1))\n",
        good: "### Europe\n* 2025-12-10 | Bern, CH | [G](https://a.example/g)\n    * [**T**](https://a.example/1)\n",
    },
    Case {
        code: Code::StrayMark,
        bad: "### Europe\n* 2025-12-10 | Bern, CH | [G](https://a.example/g)\n    * [**T***](https://a.example/1)\n",
        good: "### Europe\n* 2025-12-10 | Bern, CH | [G](https://a.example/g)\n    * [**T**](https://a.example/1)\n",
    },
    Case {
        code: Code::StrayMark,
        bad: "### Europe\n* 2025-12-10 | Bern, CH | [G](https://a.example/g)\n    * [**T**](https://a.example/1)]\n",
        good: "### Europe\n* 2025-12-10 | Bern, CH | [G](https://a.example/g)\n    * [**T**](https://a.example/1)\n",
    },
    Case {
        code: Code::StrayMark,
        bad: "### Europe\n* 2025-12-10 | Bern, CH | [G](https://a.example/g)\n    * [**T**](https://a.example/1).\n",
        good: "### Europe\n* 2025-12-10 | Bern, CH | [G](https://a.example/g)\n    * [**T**](https://a.example/1)\n",
    },
    Case {
        code: Code::StrayMark,
        bad: "### Europe\n* 2025-12-10 | Bern, CH | [G](https://a.example/g) |\n    * [**T**](https://a.example/1)\n",
        good: "### Europe\n* 2025-12-10 | Bern, CH | [G](https://a.example/g)\n    * [**T**](https://a.example/1)\n",
    },
    Case {
        code: Code::RawHtml,
        bad: "### Europe\n* 2025-12-10 | Bern, CH | [G](https://a.example/g)\n    * [**Rust <> AI, and Vec<T>**](https://a.example/1)\n",
        good: "### Europe\n* 2025-12-10 | Bern, CH | [G](https://a.example/g)\n    * [**[Live] Rust (2) <> AI, and `Vec<T>`**](https://a.example/1)\n",
    },
    Case {
        code: Code::RawHtml,
        bad: "### Europe\n* 2025-12-10 | Bern, CH | [<b>G](https://a.example/g)\n    * [**T**](https://a.example/1)\n",
        good: "### Europe\n* 2025-12-10 | Bern, CH | [G](https://a.example/g)\n    * [**T**](https://a.example/1)\n",
    },
    Case {
        code: Code::Spacing,
        bad: "### Europe\n* 2025-12-10 | Bern, CH | [G](https://a.example/g)\n    * [**T**](https://a.example/1)\n\n* 2025-12-11 | Bern, CH | [H](https://a.example/h)\n    * [**U**](https://a.example/2)\n",
        good: "### Europe\n* 2025-12-10 | Bern, CH | [G](https://a.example/g)\n    * [**T**](https://a.example/1)\n* 2025-12-11 | Bern, CH | [H](https://a.example/h)\n    * [**U**](https://a.example/2)\n",
    },
    Case {
        code: Code::Spacing,
        bad: "### Europe\n* 2025-12-10 | Bern, CH |\n  [G](https://a.example/g)\n    * [**T**](https://a.example/1)\n",
        good: "### Europe\n* 2025-12-10 | Bern, CH | [G](https://a.example/g)\n    * [**T**](https://a.example/1)\n",
    },
    Case {
        code: Code::UnreadText,
        bad: "### Europe\n* 2025-12-10 | Bern, CH | [G](https://a.example/g)\n    * [**T**](https://a.example/1)\n    * [**U**](https://a.example/2) (11 December)\n",
        good: "### Europe\n* 2025-12-10 | Bern, CH | [G](https://a.example/g)\n    * [**T**](https://a.example/1)\n    * [**U**](https://a.example/2)\n",
    },
    Case {
        code: Code::UnreadText,
        bad: "### Europe\n* 2025-12-10 | Bern, CH | [G](https://a.example/g)\nwww.a.example/7)\n    * [**T**](https://a.example/1)\n",
        good: "### Europe\n* 2025-12-10 | Bern, CH | [G](https://a.example/g)\n    * [**T**](https://a.example/1)\n",
    },
    Case {
        code: Code::TrackingParameter,
        bad: "### Europe\n* 2025-12-10 | Bern, CH | [G](https://a.example/g)\n    * [**T**](https://luma.com/abc?pk=g-x)\n",
        good: "### Europe\n* 2025-12-10 | Bern, CH | [G](https://a.example/g)\n    * [**T**](https://luma.com/abc)\n",
    },
    Case {
        code: Code::UnsafeLink,
        bad: "### Europe\n* 2025-12-10 | Bern, CH | [G](https://a.example/g)\n    * [**T**](hhttps://a.example/1)\n",
        good: "### Europe\n* 2025-12-10 | Bern, CH | [G](https://a.example/g)\n    * [**T**](https://a.example/1)\n",
    },
    Case {
        code: Code::PlaceStyle,
        bad: "### Virtual\n* 2025-12-10 | Virtual (Global) | [G](https://a.example/g)\n    * [**T**](https://a.example/1)\n",
        good: "### Virtual\n* 2025-12-10 | Virtual | [G](https://a.example/g)\n    * [**T**](https://a.example/1)\n",
    },
    Case {
        code: Code::PlaceStyle,
        bad: "### Europe\n* 2025-12-10 | Milan, MI, IT | [G](https://a.example/g)\n    * [**T**](https://a.example/1)\n",
        good: "### Europe\n* 2025-12-10 | Milan, IT | [G](https://a.example/g)\n    * [**T**](https://a.example/1)\n",
    },
    Case {
        code: Code::PlaceStyle,
        bad: "### Europe\n* 2025-12-10 | Edinburgh, U8, UK | [G](https://a.example/g)\n    * [**T**](https://a.example/1)\n",
        good: "### Europe\n* 2025-12-10 | Edinburgh, UK | [G](https://a.example/g)\n    * [**T**](https://a.example/1)\n",
    },
    Case {
        code: Code::PlaceStyle,
        bad: "### Europe\n* 2025-12-10 | Crabtown, XQ, DE | [G](https://a.example/g)\n    * [**T**](https://a.example/1)\n",
        good: "### Europe\n* 2025-12-10 | Crabtown, DE | [G](https://a.example/g)\n    * [**T**](https://a.example/1)\n",
    },
    Case {
        code: Code::PlaceStyle,
        bad: "### Oceania\n* 2025-12-10 | Barton, AC, AU | [G](https://a.example/g)\n    * [**T**](https://a.example/1)\n",
        good: "### Oceania\n* 2025-12-10 | Barton, ACT, AU | [G](https://a.example/g)\n    * [**T**](https://a.example/1)\n",
    },
    Case {
        code: Code::PlaceStyle,
        bad: "### South America\n* 2025-12-10 | São Paulo, SP, BR | [G](https://a.example/g)\n    * [**T**](https://a.example/1)\n",
        good: "### South America\n* 2025-12-10 | São Paulo, BR | [G](https://a.example/g)\n    * [**T**](https://a.example/1)\n",
    },
    Case {
        code: Code::PlaceStyle,
        bad: "### North America\n* 2025-12-10 | Montreal, Quebec, CA | [G](https://a.example/g)\n    * [**T**](https://a.example/1)\n",
        good: "### North America\n* 2025-12-10 | Montreal, QC, CA | [G](https://a.example/g)\n    * [**T**](https://a.example/1)\n",
    },
    Case {
        code: Code::PlaceStyle,
        bad: "### Asia\n* 2025-12-10 | Tel Aviv-yafo, IL | [G](https://a.example/g)\n    * [**T**](https://a.example/1)\n",
        good: "### Asia\n* 2025-12-10 | Tel Aviv-Yafo, IL | [G](https://a.example/g)\n    * [**T**](https://a.example/1)\n",
    },
    Case {
        code: Code::PlaceStyle,
        bad: "### North America\n* 2025-12-10 | Ciudad De México, MX | [G](https://a.example/g)\n    * [**T**](https://a.example/1)\n",
        good: "### North America\n* 2025-12-10 | Ciudad de México, MX | [G](https://a.example/g)\n    * [**T**](https://a.example/1)\n",
    },
    Case {
        code: Code::NoCity,
        bad: "### North America\n* 2025-12-10 | Utah, US | [G](https://a.example/g)\n    * [**T**](https://a.example/1)\n",
        good: "### North America\n* 2025-12-10 | Lehi, UT, US | [G](https://a.example/g)\n    * [**T**](https://a.example/1)\n",
    },
    Case {
        code: Code::CityContradicted,
        bad: "### Europe\n* 2025-12-10 | Dublin, OH, IE | [G](https://a.example/g)\n    * [**T**](https://a.example/1)\n",
        good: "### Europe\n* 2025-12-10 | Dublin, IE | [G](https://a.example/g)\n    * [**T**](https://a.example/1)\n",
    },
    Case {
        code: Code::Spacing,
        bad: "### Europe\n* 2025-12-10 | Saarbrücken,DE | [G](https://a.example/g)\n    * [**T**](https://a.example/1)\n",
        good: "### Europe\n* 2025-12-10 | Saarbrücken, DE | [G](https://a.example/g)\n    * [**T**](https://a.example/1)\n",
    },
    Case {
        code: Code::Spacing,
        bad: "### North America\n* 2025-12-10 | Columbus , OH, US | [G](https://a.example/g)\n    * [**T**](https://a.example/1)\n",
        good: "### North America\n* 2025-12-10 | Columbus, OH, US | [G](https://a.example/g)\n    * [**T**](https://a.example/1)\n",
    },
    Case {
        code: Code::PastEvent,
        bad: "### Europe\n* 2025-12-02 | Bern, CH | [G](https://a.example/g)\n    * [**T**](https://a.example/1)\n",
        good: "### Europe\n* 2025-12-02 - 2025-12-03 | Bern, CH | [G](https://a.example/g)\n    * [**T**](https://a.example/1)\n",
    },
    Case {
        code: Code::TitleDate,
        bad: "### Europe\n* 2025-12-10 | Bern, CH | [G](https://a.example/g)\n    * [**Rust Lunch, Dec 11**](https://a.example/1)\n",
        good: "### Europe\n* 2025-12-10 | Bern, CH | [G](https://a.example/g)\n    * [**Rust Lunch, Dec 10**](https://a.example/1)\n",
    },
    Case {
        code: Code::TitleDate,
        bad: "### Europe\n* 2025-12-10 | Bern, CH | [G](https://a.example/g)\n    * [**Second Tuesday**](https://a.example/1)\n",
        good: "### Europe\n* 2025-12-09 | Bern, CH | [G](https://a.example/g)\n    * [**Second Tuesday**](https://a.example/1)\n",
    },
    Case {
        code: Code::Order,
        bad: "### Europe\n* 2025-12-10 | Reading, UK | [G](https://a.example/g)\n    * [**T**](https://a.example/1)\n* 2025-12-10 | ardez, CH | [H](https://a.example/h)\n    * [**U**](https://a.example/2)\n",
        good: "### Europe\n* 2025-12-10 | ardez, CH | [H](https://a.example/h)\n    * [**U**](https://a.example/2)\n* 2025-12-10 | Reading, UK | [G](https://a.example/g)\n    * [**T**](https://a.example/1)\n",
    },
    Case {
        code: Code::WrongSection,
        bad: "### Virtual\n* 2025-12-10 | Bern, CH | [G](https://a.example/g)\n    * [**T**](https://a.example/1)\n",
        good: "### Virtual\n* 2025-12-10 | Virtual (Bern, CH) | [G](https://a.example/g)\n    * [**T**](https://a.example/1)\n",
    },
    Case {
        code: Code::Spacing,
        bad: "### Europe\n* 2025-12-10 | Bern, CH| [G](https://a.example/g)\n    * [**T**](https://a.example/1)\n",
        good: "### Europe\n* 2025-12-10 | Bern, CH | [G](https://a.example/g)\n    * [**T**](https://a.example/1)\n",
    },
    Case {
        code: Code::Spacing,
        bad: "### Europe\n\n* 2025-12-10 | Bern, CH | [G](https://a.example/g)\n    * [**T**](https://a.example/1)\n",
        good: "### Europe\n* 2025-12-10 | Bern, CH | [G](https://a.example/g)\n    * [**T**](https://a.example/1)\n",
    },
    Case {
        code: Code::Double,
        bad: "### Europe\n* 2025-12-10 | Bern, CH | [G](https://a.example/g)\n    * [**Rust Talks**](https://a.example/1)\n* 2025-12-10 | Bern, CH | [G](https://a.example/g)\n    * [**2025 Rust Talks**](https://a.example/1)\n",
        good: "### Europe\n* 2025-12-10 | Bern, CH | [G](https://a.example/g)\n    * [**Rust Talks**](https://a.example/1)\n* 2025-12-11 | Bern, CH | [G](https://a.example/g)\n    * [**2025 Rust Talks**](https://a.example/1)\n",
    },
    Case {
        code: Code::LikelyDouble,
        bad: "### Europe\n* 2025-12-10 | Bern, CH | [G](https://a.example/g)\n    * [**Rust Talks**](https://a.example/1)\n* 2025-12-10 | Bern, CH | [G](https://a.example/g)\n    * [**Rust Talks**](https://a.example/2)\n",
        good: "### Europe\n* 2025-12-10 | Bern, CH | [G](https://a.example/g)\n    * [**Rust Talks**](https://a.example/1)\n* 2025-12-10 | Bern, CH | [G](https://a.example/g)\n    * [**Rust Workshop**](https://a.example/2)\n",
    },
    Case {
        code: Code::LikelyDouble,
        bad: "### Europe\n* 2025-12-10 | Bern, CH | [G](https://a.example/g)\n    * [**Async from Scratch**](https://a.example/1)\n* 2025-12-10 | Bern, CH | [H](https://b.example/h)\n    * [**Async from scratch!**](https://b.example/2)\n",
        good: "### Europe\n* 2025-12-10 | Basel, CH | [G](https://a.example/g)\n    * [**Async from Scratch**](https://a.example/1)\n* 2025-12-10 | Bern, CH | [H](https://b.example/h)\n    * [**Async from scratch!**](https://b.example/2)\n",
    },
    Case {
        code: Code::TrackingParameter,
        bad: "### Europe\n* 2025-12-10 | Bern, CH | [G](https://a.example/g)\n    * [**T**](https://a.example/1?utm_source=x)\n",
        good: "### Europe\n* 2025-12-10 | Bern, CH | [G](https://a.example/g)\n    * [**T**](https://a.example/1?id=x)\n",
    },
    Case {
        code: Code::RedirectLink,
        bad: "### Europe\n* 2025-12-10 | Bern, CH | [G](https://a.example/g)\n    * [**T**](https://www.google.com/url?q=https%3A%2F%2Fa.example%2F1&sa=D)\n",
        good: "### Europe\n* 2025-12-10 | Bern, CH | [G](https://a.example/g)\n    * [**T**](https://a.example/1)\n",
    },
    Case {
        code: Code::HttpLink,
        bad: "### Europe\n* 2025-12-10 | Bern, CH | [G](https://a.example/g)\n    * [**T**](http://a.example/1)\n",
        good: "### Europe\n* 2025-12-10 | Bern, CH | [G](https://a.example/g)\n    * [**T**](https://a.example/1)\n",
    },
    Case {
        code: Code::LinkStyle,
        bad: "### Europe\n* 2025-12-10 | Bern, CH | [G](https://www.meetup.com/g-rust/events/)\n    * [**T**](https://lu.ma/abc)\n",
        good: "### Europe\n* 2025-12-10 | Bern, CH | [G](https://www.meetup.com/g-rust)\n    * [**T**](https://luma.com/abc)\n",
    },
    Case {
        code: Code::PlaceholderTitle,
        bad: "### Europe\n* 2025-12-10 | Bern, CH | [G](https://a.example/g)\n    * [**Topic TBD**](https://a.example/1)\n",
        good: "### Europe\n* 2025-12-11 | Bern, CH | [G](https://a.example/g)\n    * [**Topic TBD**](https://a.example/1)\n",
    },
    Case {
        code: Code::DateStyle,
        bad: "### Europe\n* 2025-12-10 & 2025-12-11 | Bern, CH | [G](https://a.example/g)\n    * [**T**](https://a.example/1)\n",
        good: "### Europe\n* 2025-12-10 - 2025-12-11 | Bern, CH | [G](https://a.example/g)\n    * [**T**](https://a.example/1)\n",
    },
];

#[test]
fn each_rule_finds_what_is_bad_and_lets_be_what_is_good() {
    for Case { code, bad, good } in CASES {
        assert!(codes(bad).contains(&code.slug()), "{code} is not found in\n{bad}{:?}", codes(bad));
        assert!(!codes(good).contains(&code.slug()), "{code} is found in\n{good}");
    }
}

#[test]
fn a_section_in_house_style_has_no_problem() {
    for Case { code, good, .. } in CASES {
        let others: Vec<&str> = codes(good).into_iter().filter(|other| *other != "unknown-city").collect();
        assert_eq!(others, Vec::<&str>::new(), "beside {code} in\n{good}");
    }
}

#[test]
fn a_safe_fix_mends_its_problem_and_brings_no_other() {
    let knowledge = Knowledge::bundled();
    let told = |text: &str| {
        let mut told: Vec<&str> = problems(&[text]).iter().map(|problem| problem.code.slug()).collect();
        told.sort_unstable();
        told
    };
    for Case { code, bad, .. } in CASES {
        let text = issue(bad);
        let safe = problems(&[&text])
            .iter()
            .any(|problem| problem.code == *code && problem.fix.as_ref().is_some_and(|fix| fix.safe));
        let fixed = draft::fix(&read(&text), &knowledge, None).expect("it can be mended").text;
        let (before, after) = (told(&text), told(&fixed));
        assert!(after.iter().all(|slug| before.contains(slug)), "{code}: {after:?} in\n{fixed}");
        assert!(!safe || !after.contains(&code.slug()), "{code} is left in\n{fixed}");
        let again = draft::fix(&read(&fixed), &knowledge, None).expect("it can be mended").text;
        assert_eq!(again, fixed, "{code}: twice is not once");
    }
}
