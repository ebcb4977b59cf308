//! Components (RFC 5545, section 3.4) out of content lines, without a stack that a file could exhaust.

use super::lines::Line;

/// No calendar nests its components deeper than this; alarms lie one deep.
const DEEP: usize = 32;

/// An event, or a time zone and its parts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Component {
    /// The line of its `BEGIN`, from 1.
    pub line: usize,
    /// Its own lines; those of alarms and other parts are not among them.
    pub lines: Vec<Line>,
    /// Of a time zone: its `STANDARD` and `DAYLIGHT`.
    pub parts: Vec<Component>,
    /// Whether it has its `END`.
    pub whole: bool,
}

impl Component {
    /// The first line of a name that can be read and says something.
    pub fn line(&self, name: &str) -> Option<&Line> {
        self.lines.iter().find(|line| line.name == name && line.bad.is_none() && !line.raw.is_empty())
    }

    /// Every line of a name that can be read and says something.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Line> {
        self.lines.iter().filter(move |line| line.name == name && line.bad.is_none() && !line.raw.is_empty())
    }

    /// The TEXT of the first line of a name.
    pub fn text(&self, name: &str) -> Option<String> {
        self.line(name).map(Line::text).filter(|text| !text.is_empty())
    }
}

/// One VCALENDAR.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Calendar {
    /// What it says of itself.
    pub own: Component,
    /// Its VEVENTs.
    pub events: Vec<Component>,
    /// Its VTIMEZONEs.
    pub zones: Vec<Component>,
}

/// Every VCALENDAR of a file.
pub(super) fn calendars(lines: Vec<Line>) -> Vec<Calendar> {
    let mut reading = Reading::default();
    for line in lines {
        let marker = line.raw.to_ascii_uppercase();
        match line.name.as_str() {
            "BEGIN" if line.bad.is_none() => reading.begin(&marker, line.number),
            "END" if line.bad.is_none() => reading.end(&marker),
            _ => reading.property(line),
        }
    }
    reading.finish();
    reading.done
}

#[derive(Default)]
struct Reading {
    done: Vec<Calendar>,
    open: Option<Calendar>,
    /// The event or time zone that is open.
    item: Option<(Item, Component)>,
    /// A part of the time zone that is open.
    part: Option<Component>,
    /// The names of components within that are of no concern, such as alarms.
    within: Vec<String>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Item {
    Event,
    Zone,
}

impl Reading {
    fn begin(&mut self, name: &str, line: usize) {
        let new = || Component { line, ..Component::default() };
        match name {
            "VCALENDAR" => {
                self.finish();
                self.open = Some(Calendar { own: new(), ..Calendar::default() });
            }
            // Nothing holds an event but a calendar: what was open before has lost its end.
            "VEVENT" | "VTIMEZONE" => {
                self.close_item(false);
                let item = if name == "VEVENT" { Item::Event } else { Item::Zone };
                self.item = Some((item, new()));
            }
            "STANDARD" | "DAYLIGHT" if matches!(self.item, Some((Item::Zone, _))) => {
                self.close_part();
                self.part = Some(new());
            }
            _ => self.within.push(name.to_owned()),
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            "VCALENDAR" => {
                self.close_item(false);
                if let Some(mut open) = self.open.take() {
                    open.own.whole = true;
                    self.done.push(open);
                }
            }
            "VEVENT" | "VTIMEZONE" => self.close_item(true),
            "STANDARD" | "DAYLIGHT" if self.part.is_some() => self.close_part(),
            _ => {
                // An END without its BEGIN means nothing; how far it is looked for is bounded.
                let from = self.within.len().saturating_sub(DEEP);
                if let Some(at) = self.within[from..].iter().rposition(|open| open == name) {
                    self.within.truncate(from + at);
                }
            }
        }
    }

    fn property(&mut self, line: Line) {
        if !self.within.is_empty() {
            return;
        }
        let component = match (&mut self.part, &mut self.item, &mut self.open) {
            (Some(part), _, _) => part,
            (None, Some((_, item)), _) => item,
            (None, None, Some(calendar)) => &mut calendar.own,
            (None, None, None) => return,
        };
        component.lines.push(line);
    }

    fn close_part(&mut self) {
        if let (Some(part), Some((_, item))) = (self.part.take(), &mut self.item) {
            item.parts.push(part);
        }
    }

    fn close_item(&mut self, whole: bool) {
        self.close_part();
        self.within.clear();
        if let Some((item, mut component)) = self.item.take() {
            component.whole = whole;
            // Events outside any calendar are read as those of one that says nothing of itself.
            let calendar = self.open.get_or_insert_default();
            match item {
                Item::Event => calendar.events.push(component),
                Item::Zone => calendar.zones.push(component),
            }
        }
    }

    fn finish(&mut self) {
        self.close_item(false);
        self.done.extend(self.open.take());
    }
}

#[cfg(test)]
mod tests {
    use super::{super::lines::lines, *};

    #[test]
    fn each_event_stands_alone() {
        let text = "BEGIN:VCALENDAR\nX-WR-CALNAME:One\nBEGIN:VEVENT\nSUMMARY:Lost\nBEGIN:VALARM\nSUMMARY:No\n\
            BEGIN:VEVENT\nSUMMARY:Good\nBEGIN:VALARM\nSUMMARY:No\nEND:VALARM\nURL:x\nEND:VEVENT\nEND:NONSENSE\n\
            END:VCALENDAR\nbegin:vcalendar\nBEGIN:VTIMEZONE\nTZID:Z\nBEGIN:STANDARD\nTZOFFSETTO:+0100\n\
            END:STANDARD\nEND:VTIMEZONE\nBEGIN:VEVENT\nSUMMARY:Cut";
        let calendars = calendars(lines(text.as_bytes()));
        let seen: Vec<Vec<(usize, usize, bool)>> = calendars
            .iter()
            .map(|calendar| {
                calendar.events.iter().map(|event| (event.line, event.lines.len(), event.whole)).collect()
            })
            .collect();
        assert_eq!(seen, [vec![(3, 1, false), (7, 2, true)], vec![(23, 1, false)]]);
        assert_eq!(calendars[0].own.text("X-WR-CALNAME").as_deref(), Some("One"));
        assert_eq!((calendars[0].own.whole, calendars[1].own.whole), (true, false));
        assert_eq!(calendars[1].zones[0].parts[0].text("TZOFFSETTO").as_deref(), Some("+0100"));
    }

    #[test]
    fn depth_costs_no_stack() {
        let text =
            format!("BEGIN:VCALENDAR\nBEGIN:VEVENT\n{}SUMMARY:x\nEND:VEVENT\n", "BEGIN:X\n".repeat(50_000));
        assert!(calendars(lines(text.as_bytes()))[0].events[0].whole);
    }
}
