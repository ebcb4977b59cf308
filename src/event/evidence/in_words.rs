//! Evidence in words.

use super::{Agreement, DaysApart, Edition, Evidence, Likeness, LinkKind, OwnLinks, Together};

impl Evidence {
    /// What speaks for one event.
    pub fn alike(&self) -> Vec<String> {
        let mut facts = Vec::new();
        let mut add = |fact: &str| facts.push(fact.to_owned());
        match self.days {
            DaysApart::OneDay => add("the same day"),
            DaysApart::SameSpan => add("the same days"),
            DaysApart::SameStart => add("the same first day"),
            DaysApart::Overlapping => add("a day in common"),
            DaysApart::Apart(_) => {}
        }
        match self.link {
            Some(LinkKind::Occurrence | LinkKind::Planned(_)) => {
                add("the same link, made for one occurrence")
            }
            Some(LinkKind::Page) => add("the same page"),
            Some(LinkKind::Group) => add("the same group's page as link"),
            None => {}
        }
        match self.own_links {
            OwnLinks::TwoPlatforms => add("links on two platforms"),
            OwnLinks::SeriesAndOccurrence => add("the link of a series and that of an occurrence"),
            _ => {}
        }
        if self.group == Agreement::Same {
            add("the same group");
        } else if self.held_with {
            add("a title that names the other's group as host, too");
        } else if self.names_group {
            add("one links to the other's group");
        }
        if self.city == Agreement::Same {
            add("the same city");
        }
        match self.title.likeness {
            Likeness::Equal => add("the same title"),
            Likeness::Near if self.title.blank => add("a title that says nothing"),
            Likeness::Near => add("a title much like it"),
            Likeness::Far if self.title.occasion => add("titles that name one occasion"),
            Likeness::Far => {}
        }
        if self.title.edition == Edition::Same {
            add("the same number in the title");
        }
        if self.title.changed {
            add("a title that tells of a change");
        }
        if self.presence.gone {
            add("the issue no longer lists the older one");
        }
        if self.presence.always_late {
            add("the older day had passed whenever it was printed");
        }
        facts
    }

    /// What speaks against it.
    pub fn apart(&self) -> Vec<String> {
        let mut facts = Vec::new();
        if let Some(days) = self.days.apart() {
            facts.push(if days == 1 { "a day apart".to_owned() } else { format!("{days} days apart") });
        }
        let mut add = |fact: &str| facts.push(fact.to_owned());
        match self.own_links {
            OwnLinks::OnePlatform => add("two pages on one platform"),
            OwnLinks::TwoPlatforms | OwnLinks::SeriesAndOccurrence => add("other links"),
            OwnLinks::Untold if self.link.is_none() => add("no link in common"),
            OwnLinks::Untold | OwnLinks::Shared => {}
        }
        if self.group == Agreement::Different {
            add("another group");
        }
        if self.city == Agreement::Different {
            add("another city");
        }
        if self.title.likeness == Likeness::Far && !self.title.occasion {
            add("another title");
        }
        if self.title.edition == Edition::Different {
            add("another number in the title");
        }
        if self.title.dates == Agreement::Different {
            add("another date in the title");
        }
        if self.formats_apart {
            add("one of them in person, the other online");
        }
        match self.presence.together {
            Together::SamePart => add("one issue lists both in one part"),
            Together::OtherPart => add("one issue lists both, in two parts"),
            Together::No => {}
        }
        if self.presence.passed && !self.days.touch() {
            add("one had passed when the other was listed");
        }
        if self.presence.serves_series {
            add("the link served others too");
        }
        if self.presence.repeats_after.is_some() {
            add("the group holds others under this title");
        }
        facts
    }
}
