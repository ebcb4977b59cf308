//! Each code of the desk has a good and a bad case.

use std::fs;

use twir_events::{desk::check::RULES, model::Code};

use super::support::{codes, issue, issue_of, problems, run, said};

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
        code: Code::PageTwice,
        bad: "### Europe\n* 2025-12-10 | Bern, CH | [G](https://www.meetup.com/g-rust)\n    * [**T**](https://www.meetup.com/g-rust/events/311111111/)\n* 2025-12-17 | Bern, CH | [G](https://www.meetup.com/g-rust)\n    * [**T**](https://www.meetup.com/g-rust/events/311111111/)\n",
        good: "### Europe\n* 2025-12-10 | Bern, CH | [G](https://www.meetup.com/g-rust)\n    * [**T**](https://www.meetup.com/g-rust/events/311111111/)\n* 2025-12-17 | Bern, CH | [G](https://www.meetup.com/g-rust)\n    * [**T**](https://www.meetup.com/g-rust/events/322222222/)\n",
    },
    Case {
        code: Code::FormatContradicted,
        bad: "### Virtual\n* 2025-12-10 | Virtual (Bern, CH) | [G](https://www.meetup.com/g-rust)\n    * [**T**](https://www.meetup.com/g-rust/events/311111111/)\n\n### Europe\n* 2025-12-10 | Bern, CH | [G](https://www.meetup.com/g-rust)\n    * [**T**](https://www.meetup.com/g-rust/events/311111111/)\n",
        good: "### Virtual\n* 2025-12-10 | Hybrid (Bern, CH) | [G](https://www.meetup.com/g-rust)\n    * [**T**](https://www.meetup.com/g-rust/events/311111111/)\n\n### Europe\n* 2025-12-10 | Hybrid (Bern, CH) | [G](https://www.meetup.com/g-rust)\n    * [**T**](https://www.meetup.com/g-rust/events/311111111/)\n",
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
        code: Code::SecretInLink,
        bad: "### Europe\n* 2025-12-10 | Bern, CH | [G](https://a.example/g)\n    * [**T**](https://zoom.us/j/1?pwd=x)\n",
        good: "### Europe\n* 2025-12-10 | Bern, CH | [G](https://a.example/g)\n    * [**T**](https://zoom.us/j/1)\n",
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
        bad: "### Virtual\n* 2025-12-10 | Online | [G](https://a.example/g)\n    * [**T**](https://a.example/1)\n",
        good: "### Virtual\n* 2025-12-10 | Virtual | [G](https://a.example/g)\n    * [**T**](https://a.example/1)\n",
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
        bad: "### Europe\n* 2025-12-10 | Frankfurt Am Main, DE | [G](https://a.example/g)\n    * [**T**](https://a.example/1)\n",
        good: "### Europe\n* 2025-12-10 | Frankfurt am Main, DE | [G](https://a.example/g)\n    * [**T**](https://a.example/1)\n",
    },
    Case {
        code: Code::PlaceStyle,
        bad: "### North America\n* 2025-12-10 | Ciudad De México, MX | [G](https://a.example/g)\n    * [**T**](https://a.example/1)\n",
        good: "### North America\n* 2025-12-10 | Ciudad de México, MX | [G](https://a.example/g)\n    * [**T**](https://a.example/1)\n",
    },
    Case {
        code: Code::NoCity,
        bad: "### South America\n* 2025-12-10 | Argentina, AR | [G](https://a.example/g)\n    * [**T**](https://a.example/1)\n",
        good: "### South America\n* 2025-12-10 | Buenos Aires, AR | [G](https://a.example/g)\n    * [**T**](https://a.example/1)\n",
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
        code: Code::PlaceStyle,
        bad: "### Europe\n* 2025-12-10 | Leipzig, SN, DE | [G](https://a.example/g)\n    * [**T**](https://a.example/1)\n",
        good: "### Europe\n* 2025-12-10 | Leipzig, DE | [G](https://a.example/g)\n    * [**T**](https://a.example/1)\n",
    },
    Case {
        code: Code::PastEvent,
        bad: "### Europe\n* 2025-12-02 | Bern, CH | [G](https://a.example/g)\n    * [**T**](https://a.example/1)\n",
        good: "### Europe\n* 2025-12-02 - 2025-12-03 | Bern, CH | [G](https://a.example/g)\n    * [**T**](https://a.example/1)\n",
    },
    Case {
        code: Code::OutsideWindow,
        bad: "### Europe\n* 2026-01-01 | Bern, CH | [G](https://a.example/g)\n    * [**T**](https://a.example/1)\n",
        good: "### Europe\n* 2025-12-31 | Bern, CH | [G](https://a.example/g)\n    * [**T**](https://a.example/1)\n",
    },
    Case {
        code: Code::DateSlip,
        bad: "### Europe\n* 2024-12-10 | Bern, CH | [G](https://a.example/g)\n    * [**T**](https://a.example/1)\n",
        good: "### Europe\n* 2025-12-10 | Bern, CH | [G](https://a.example/g)\n    * [**T**](https://a.example/1)\n",
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
        bad: "### Europe\n* 2025-12-10 | Mountain View, CA, US | [G](https://a.example/g)\n    * [**T**](https://a.example/1)\n",
        good: "### North America\n* 2025-12-10 | Mountain View, CA, US | [G](https://a.example/g)\n    * [**T**](https://a.example/1)\n",
    },
    Case {
        code: Code::WrongSection,
        bad: "### Virtual\n* 2025-12-10 | Bern, CH | [G](https://a.example/g)\n    * [**T**](https://a.example/1)\n",
        good: "### Virtual\n* 2025-12-10 | Virtual (Bern, CH) | [G](https://a.example/g)\n    * [**T**](https://a.example/1)\n",
    },
    Case {
        code: Code::HybridOnce,
        bad: "### Europe\n* 2025-12-10 | Hybrid (Bern, CH) | [G](https://a.example/g)\n    * [**T**](https://a.example/1)\n",
        good: "### Virtual\n* 2025-12-10 | Hybrid (Bern, CH) | [G](https://a.example/g)\n    * [**T**](https://a.example/1)\n\n### Europe\n* 2025-12-10 | Hybrid (Bern, CH) | [G](https://a.example/g)\n    * [**T**](https://a.example/1)\n",
    },
    Case {
        code: Code::HeadingStyle,
        bad: "#### Europe:\n* 2025-12-10 | Bern, CH | [G](https://a.example/g)\n    * [**T**](https://a.example/1)\n",
        good: "### Europe\n* 2025-12-10 | Bern, CH | [G](https://a.example/g)\n    * [**T**](https://a.example/1)\n",
    },
    Case {
        code: Code::HeadingOrder,
        bad: "### Europe\n* 2025-12-10 | Bern, CH | [G](https://a.example/g)\n    * [**T**](https://a.example/1)\n\n### Asia\n* 2025-12-10 | Tokyo, JP | [H](https://a.example/h)\n    * [**U**](https://a.example/2)\n",
        good: "### Asia\n* 2025-12-10 | Tokyo, JP | [H](https://a.example/h)\n    * [**U**](https://a.example/2)\n\n### Europe\n* 2025-12-10 | Bern, CH | [G](https://a.example/g)\n    * [**T**](https://a.example/1)\n",
    },
    Case {
        code: Code::UnknownHeading,
        bad: "### Alps\n* 2025-12-10 | Bern, CH | [G](https://a.example/g)\n    * [**T**](https://a.example/1)\n",
        good: "### Europe\n* 2025-12-10 | Bern, CH | [G](https://a.example/g)\n    * [**T**](https://a.example/1)\n",
    },
    Case {
        code: Code::EmptyHeading,
        bad: "### Asia\n\n### Europe\n* 2025-12-10 | Bern, CH | [G](https://a.example/g)\n    * [**T**](https://a.example/1)\n",
        good: "### Europe\n* 2025-12-10 | Bern, CH | [G](https://a.example/g)\n    * [**T**](https://a.example/1)\n",
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
        code: Code::ConflictMarker,
        bad: "<<<<<<< HEAD\n### Europe\n* 2025-12-10 | Bern, CH | [G](https://a.example/g)\n    * [**T**](https://a.example/1)\n",
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
        code: Code::LocalePath,
        bad: "### Europe\n* 2025-12-10 | Bern, CH | [G](https://www.meetup.com/de-DE/g-rust)\n    * [**T**](https://www.meetup.com/g-rust/events/1234567/)\n",
        good: "### Europe\n* 2025-12-10 | Bern, CH | [G](https://www.meetup.com/g-rust)\n    * [**T**](https://www.meetup.com/g-rust/events/1234567/)\n",
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
        code: Code::SeparatorStyle,
        bad: "### Europe\n* 2025-12-10 | Bern, CH | [G](https://a.example/g) | [H](https://a.example/h)\n    * [**T**](https://a.example/1)\n",
        good: "### Europe\n* 2025-12-10 | Bern, CH | [G](https://a.example/g) + [H](https://a.example/h)\n    * [**T**](https://a.example/1)\n",
    },
    Case {
        code: Code::PlaceholderTitle,
        bad: "### Europe\n* 2025-12-10 | Bern, CH | [G](https://a.example/g)\n    * [**Topic TBD**](https://a.example/1)\n",
        good: "### Europe\n* 2025-12-11 | Bern, CH | [G](https://a.example/g)\n    * [**Topic TBD**](https://a.example/1)\n",
    },
    Case {
        code: Code::TitleStyle,
        bad: "### Europe\n* 2025-12-10 | Bern, CH | [G](https://a.example/g)\n    * [Evening](https://a.example/1)\n",
        good: "### Europe\n* 2025-12-10 | Bern, CH | [G](https://a.example/g)\n    * [**Evening**](https://a.example/1)\n",
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
    use twir_events::{desk::draft, knowledge::Knowledge};
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
        // Into an unfinished merge nothing is written.
        let Ok(fixed) = draft::fix(&super::support::read(&text), &knowledge, None).map(|fixed| fixed.text)
        else {
            assert_eq!(*code, Code::ConflictMarker);
            continue;
        };
        let (before, after) = (told(&text), told(&fixed));
        assert!(after.iter().all(|slug| before.contains(slug)), "{code}: {after:?} in\n{fixed}");
        assert!(!safe || !after.contains(&code.slug()), "{code} is left in\n{fixed}");
        let again =
            draft::fix(&super::support::read(&fixed), &knowledge, None).expect("it can be mended").text;
        assert_eq!(again, fixed, "{code}: twice is not once");
    }
}

#[test]
fn header_dates_are_the_issues() {
    let body = "### Europe\n* 2025-12-10 | Bern, CH | [G](https://a.example/g)\n    * [**T**](https://a.example/1)\n";
    let bad = issue_of("2025-12-03", 628, "2025-11-26 - 2025-12-24", body);
    let found = problems(&[&bad]);
    assert_eq!(found.iter().map(|problem| problem.code).collect::<Vec<_>>(), [Code::HeaderDates]);
    let fix = found[0].fix.as_ref().expect("the dates can be written");
    assert_eq!(fix.edits[0].text, "Rusty Events between 2025-12-03 - 2025-12-31");
    assert_eq!(&bad[fix.edits[0].span.clone()], "Rusty Events between 2025-11-26 - 2025-12-24");
}

/// A group's listing on a day.
fn listing(day: &str, group: &str, link: &str) -> String {
    format!("* {day} | Bern, CH | {group}\n    * [**Rust Talks**]({link})\n")
}

fn slugs(texts: &[&str]) -> Vec<&'static str> {
    problems(texts).iter().map(|problem| problem.code.slug()).collect()
}

#[test]
fn an_event_on_another_day_and_one_that_is_missing_are_told() {
    let group = "[G](https://www.meetup.com/g-rust)";
    let one = "https://www.meetup.com/g-rust/events/1111111/";
    let two = "https://www.meetup.com/g-rust/events/2222222/";
    let last = listing(
        "2025-12-20",
        "[H](https://www.meetup.com/h-rust)",
        "https://www.meetup.com/h-rust/events/3333333/",
    );
    let both = format!(
        "### Europe\n{}{}{last}",
        listing("2025-12-10", group, one),
        listing("2025-12-17", group, two)
    );
    let before = issue_of("2025-11-26", 627, "2025-11-26 - 2025-12-24", &both);
    let same = issue(&both);
    assert_eq!(slugs(&[&before, &same]), Vec::<&str>::new());
    let moved = issue(&format!(
        "### Europe\n{}{}{last}",
        listing("2025-12-11", group, one),
        listing("2025-12-17", group, two)
    ));
    assert_eq!(slugs(&[&before, &moved]), ["moved"]);
    let missing = issue(&format!("### Europe\n{}{last}", listing("2025-12-17", group, two)));
    assert_eq!(slugs(&[&before, &missing]), ["missing"]);
}

#[test]
fn a_group_under_another_name_or_link_is_told() {
    let body = |day: &str, group: &str| {
        format!("### Europe\n{}", listing(day, group, &format!("https://a.example/{day}")))
    };
    let earlier: Vec<String> = (0..3)
        .map(|week| {
            let date = format!("2025-11-{:02}", 5 + week * 7);
            let window = format!("{date} - x");
            issue_of(&date, 624 + week, &window, &body(&date, "[Gophers for Rust](https://a.example/g)"))
        })
        .collect();
    let with = |group: &str| {
        let last = issue(&body("2025-12-10", group));
        let mut texts: Vec<&str> = earlier.iter().map(String::as_str).collect();
        texts.push(&last);
        slugs(&texts)
    };
    assert_eq!(with("[Gophers for Rust](https://a.example/g)"), Vec::<&str>::new());
    assert_eq!(with("[Gophers for Rust](https://b.example/other)"), ["group-relinked"]);
    assert_eq!(with("[Crabs for Rust](https://a.example/g)"), ["group-renamed"]);
}

#[test]
fn every_rule_of_the_table_gives_the_codes_that_it_names() {
    let mut named: Vec<Code> = RULES.iter().flat_map(|rule| rule.codes).copied().collect();
    let count = named.len();
    named.sort_unstable();
    named.dedup();
    assert_eq!(named.len(), count, "two rules give one code");
    for rule in RULES {
        for case in CASES.iter().filter(|case| rule.codes.contains(&case.code)) {
            let text = issue(case.bad);
            let catalogue = twir_events::catalogue::Catalogue::read(
                vec![super::support::read(&text)],
                &twir_events::knowledge::Knowledge::bundled(),
                None,
            );
            let page = twir_events::desk::page::Page::open(&catalogue, 0).expect("it is there");
            assert!((rule.run)(&page).iter().any(|problem| problem.code == case.code), "{}", case.code);
        }
    }
}

/// Issues before the test issue in which `listing` stood on three days.
fn three_before(listing: impl Fn(&str) -> String) -> Vec<String> {
    let days = ["2025-09-10", "2025-10-08", "2025-11-12"];
    let issues = (0_u32..).zip(days).map(|(number, day)| {
        let body = format!("### Europe\n{}", listing(day));
        issue_of(day, 600 + number, &format!("{day} - x"), &body)
    });
    issues.collect()
}

/// The codes of an issue with this body after those issues.
fn after(earlier: &[String], body: &str) -> Vec<&'static str> {
    let last = issue(body);
    let mut texts: Vec<&str> = earlier.iter().map(String::as_str).collect();
    texts.push(&last);
    slugs(&texts)
}

#[test]
fn a_group_in_another_city_than_ever_is_told() {
    let at = |day: &str, place: &str| {
        format!(
            "* {day} | {place} | [Ort Rust](https://www.meetup.com/ort-rust)\n    * [**T {day}**](https://a.example/{day})\n"
        )
    };
    let earlier = three_before(|day| at(day, "Leipzig, DE"));
    let told = |place: &str| after(&earlier, &format!("### Europe\n{}", at("2025-12-10", place)));
    assert_eq!(told("Augsburg, DE"), ["group-elsewhere"]);
    assert_eq!(told("Leipzig, DE"), Vec::<&str>::new());
    assert_eq!(told("Halle, DE"), Vec::<&str>::new(), "near");
    // Who has met in two cities may meet anywhere; two days are no habit.
    let mut moving = earlier.clone();
    moving[0] = moving[0].replace("Leipzig", "Dresden");
    assert_eq!(
        after(&moving, &format!("### Europe\n{}", at("2025-12-10", "Augsburg, DE"))),
        Vec::<&str>::new()
    );
    assert_eq!(
        after(&earlier[..2], &format!("### Europe\n{}", at("2025-12-10", "Augsburg, DE"))),
        Vec::<&str>::new()
    );
}

#[test]
fn a_page_of_another_known_group_is_told() {
    let at = |day: &str, group: &str, host: &str, number: u32| {
        format!(
            "* {day} | Bern, CH | {group}\n    * [**T {day}**](https://www.meetup.com/{host}/events/{number}/)\n"
        )
    };
    let (ort, other) =
        ("[Ort Rust](https://www.meetup.com/ort-rust)", "[Tal Rust](https://www.meetup.com/tal-rust)");
    let number = |day: &str| day.replace('-', "").parse::<u32>().unwrap_or(0) * 10;
    let earlier = three_before(|day| at(day, ort, "ort-rust", number(day)));
    let told = |group: &str| {
        after(&earlier, &format!("### Europe\n{}", at("2025-12-10", group, "ort-rust", 311_000_000)))
    };
    assert_eq!(told(other), ["other-groups-link"]);
    assert_eq!(told(ort), Vec::<&str>::new());
    assert_eq!(told(&format!("{other} + {ort}")), Vec::<&str>::new());
    // A group that has listed the other one's events before may do so again.
    let with = three_before(|day| {
        format!("{}{}", at(day, ort, "ort-rust", number(day)), at(day, other, "ort-rust", number(day) + 1))
    });
    assert_eq!(
        after(&with, &format!("### Europe\n{}", at("2025-12-10", other, "ort-rust", 311_000_000))),
        Vec::<&str>::new()
    );
}

#[test]
fn what_stands_under_another_page_is_not_missing() {
    let at = |number: u32| {
        format!(
            "### Europe\n* 2025-12-10 | Bern, CH | [Ort Rust](https://www.meetup.com/ort-rust)\n    * [**Evening**](https://www.meetup.com/ort-rust/events/{number}/)\n\
                 * 2025-12-11 | Bern, CH | [H](https://a.example/h)\n    * [**Stays**](https://a.example/2)\n"
        )
    };
    let before = vec![issue_of("2025-11-26", 627, "2025-11-26 - 2025-12-24", &at(311_111_111))];
    let told = after(&before, &at(322_222_222));
    assert!(!told.contains(&"missing"), "{told:?}");
    let gone = at(1)
        .split_once("* 2025-12-11")
        .map(|(_, stays)| format!("### Europe\n* 2025-12-11{stays}"))
        .unwrap();
    assert_eq!(after(&before, &gone), ["missing"]);
    let off = vec![before[0].replace("**Evening**", "**CANCELLED: Evening**")];
    assert_eq!(after(&off, &gone), Vec::<&str>::new());
}

/// The page of one group's evening pasted at another's day, and taken out a week later.
#[test]
fn what_was_corrected_is_not_missing() {
    let own = "* 2025-12-11 | Reading, UK | [Ort Rust](https://www.meetup.com/ort-rust)\n    * [**Evening**](https://www.meetup.com/ort-rust/events/311111111/)\n";
    let pasted = "* 2025-12-12 | Geneva, CH | [Lab](https://lab.example)\n    * [**Evening**](https://www.meetup.com/ort-rust/events/311111111/)\n";
    let last = "* 2025-12-15 | Bern, CH | [H](https://a.example/h)\n    * [**Stays**](https://a.example/2)\n";
    let before = vec![issue_of(
        "2025-11-26",
        627,
        "2025-11-26 - 2025-12-24",
        &format!("### Europe\n{own}{pasted}{last}"),
    )];
    assert_eq!(after(&before, &format!("### Europe\n{own}{last}")), Vec::<&str>::new());
}

/// What its title contradicts is moved nowhere.
#[test]
fn a_title_that_says_another_way_to_take_part_is_for_a_human() {
    for (place, title, told) in [
        ("Virtual (Bern, CH)", "In person Rust January at the lab", true),
        ("Virtual (Bern, CH)", "Ort Rust onsite", true),
        ("Virtual (Bern, CH)", "Onboarding in person and other tales of a lost crab", false),
        ("Bern, CH", "Ort Rust Bern online", true),
        ("Bern, CH", "Selling bicycles online", false),
        ("Bern, CH", "Ort Rust meetup in person", false),
    ] {
        let row = format!(
            "* 2025-12-11 | {place} | [Ort Rust](https://ort.example)\n    * [**{title}**](https://ort.example/1)\n"
        );
        let right = if place.starts_with('V') { "Virtual" } else { "Europe" };
        let told_there = codes(&format!("### {right}\n{row}"));
        assert_eq!(told_there.contains(&"title-format"), told, "{title}: {told_there:?}");
        let wrong = if place.starts_with('V') { "Europe" } else { "Virtual" };
        let text = issue(&format!("### {wrong}\n{row}"));
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("2025-12-03-this-week-in-rust.md");
        fs::write(&path, &text).unwrap();
        let (out, _, _) = said(&run(&["draft", path.to_str().unwrap()]));
        assert_eq!(out.contains(&format!("### {wrong}\n")), told || wrong == "Virtual", "{title}:\n{out}");
    }
}

#[test]
fn a_city_that_no_table_knows_is_told_once_and_for_events_to_come() {
    let at = |day: &str, letter: char| {
        format!(
            "* {day} | Qwertzuhausen, DE | [G](https://a.example/g)\n    * [**{letter}**](https://a.example/{letter})\n"
        )
    };
    let body =
        format!("### Europe\n{}{}{}", at("2025-12-01", 'a'), at("2025-12-10", 'b'), at("2025-12-11", 'c'));
    let told: Vec<usize> = problems(&[&issue(&body)])
        .iter()
        .filter(|problem| problem.code == Code::UnknownCity)
        .map(|problem| problem.line)
        .collect();
    assert_eq!(told, [17]);
}
