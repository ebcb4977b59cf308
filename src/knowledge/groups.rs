//! What is known about organising groups: one name for all their spellings and pages, and where they
//! are at home. The facts stand in `data/groups.tsv` and `data/group_aliases.tsv`.

use std::collections::BTreeMap;

use url::Url;

use super::{
    Gazetteer,
    group_calendars::{self, GroupCalendar},
};
use crate::{
    link,
    model::Country,
    text,
    tsv::{self, TableError, filled},
};

const GROUPS: &str = include_str!("../../data/groups.tsv");
const ALIASES: &str = include_str!("../../data/group_aliases.tsv");

/// Two names that agree less than this are not each other's slip of the pen.
const NEAREST: f64 = 0.88;

/// A row of `data/groups.tsv`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownGroup {
    /// The name under which all its listings are gathered.
    pub name: String,
    /// Its page, where it has one.
    pub url: Option<String>,
    /// The city in which it usually meets, as in the table of cities.
    pub city: Option<String>,
    /// The subdivision's code, for groups of the United States, Canada and Australia.
    pub subdivision: Option<String>,
    /// The country in which it usually meets; `None` for groups that meet online only.
    pub country: Option<Country>,
}

/// The known groups by name, other names, and pages.
#[derive(Debug, Clone, Default)]
pub struct Groups {
    groups: Vec<KnownGroup>,
    /// By folded name or other name.
    names: BTreeMap<String, usize>,
    /// By [`page`] of a URL.
    pages: BTreeMap<String, usize>,
    /// By the slug of a name or of a Meetup page.
    slugs: BTreeMap<String, usize>,
    /// Their calendars, and those of many groups.
    pub(super) calendars: Vec<GroupCalendar>,
}

impl Groups {
    /// The bundled tables.
    pub fn bundled() -> Self {
        let groups = Self::from_tables(GROUPS, ALIASES, &Gazetteer::bundled());
        let groups = groups.expect("the bundled tables can be read, which a test shows");
        let calendars =
            group_calendars::bundled().expect("the bundled table can be read, which a test shows");
        Self { calendars, ..groups }
    }

    /// From two tables: `name url city subdivision country`, and `alias name` where an alias is
    /// another name or another page. Of two rows that claim one name the first wins.
    ///
    /// # Errors
    ///
    /// A row without a name, with a country that `places` does not know, or an alias of no group.
    pub fn from_tables(groups: &str, aliases: &str, places: &Gazetteer) -> Result<Self, TableError> {
        let mut known = Self::default();
        let columns = ["name", "url", "city", "subdivision", "country"];
        for row in tsv::rows("groups.tsv", groups, columns)? {
            let [name, url, city, subdivision, code] = row.cells.map(|cell| filled(cell).map(str::to_owned));
            let wrong = |message: String| TableError::row("groups.tsv", row.line, message);
            let name = name.ok_or_else(|| wrong("the group has no name".to_owned()))?;
            let country = code.as_deref().map(|code| {
                places.country_of_code(code).ok_or_else(|| wrong(format!("`{code}` is no country")))
            });
            known.insert(KnownGroup { name, url, city, subdivision, country: country.transpose()? });
        }
        for row in tsv::rows("group_aliases.tsv", aliases, ["alias", "name"])? {
            let [alias, name] = row.cells;
            let Some(&index) = known.names.get(&text::fold(name)) else {
                let message = format!("`{name}` is no group of groups.tsv");
                return Err(TableError::row("group_aliases.tsv", row.line, message));
            };
            if alias.contains("://") {
                known.page(alias, index);
            } else {
                known.name(alias, index);
            }
        }
        Ok(known)
    }

    /// Adds a group with its name and its page.
    pub(super) fn insert(&mut self, group: KnownGroup) {
        let index = self.groups.len();
        self.name(&group.name, index);
        if let Some(url) = &group.url {
            self.page(url, index);
        }
        self.groups.push(group);
    }

    fn name(&mut self, name: &str, index: usize) {
        self.names.entry(text::fold(name)).or_insert(index);
        let slug = text::slug(name);
        if !slug.is_empty() {
            self.slugs.entry(slug).or_insert(index);
        }
    }

    fn page(&mut self, url: &str, index: usize) {
        let Some(page) = page(url) else { return };
        if let Some(slug) = page.strip_prefix("meetup.com/") {
            self.slugs.entry(slug.to_owned()).or_insert(index);
        }
        self.pages.entry(page).or_insert(index);
    }

    /// Every group in the order of the table, which is that of the names.
    pub fn iter(&self) -> std::slice::Iter<'_, KnownGroup> {
        self.groups.iter()
    }

    /// Whether this is the name of a group, or another name of one, whatever its case and accents.
    pub fn is_group(&self, name: &str) -> bool {
        self.names.contains_key(&text::fold(name))
    }

    /// The group of this name, other name or slug (`rust-berlin`, `join-srug`), or of this page or any
    /// page under it: `https://www.meetup.com/join-srug/events/1/` is of the Seattle Rust User Group.
    pub fn canonical(&self, name_or_url: &str) -> Option<&KnownGroup> {
        let index = if name_or_url.contains("://") {
            let page = page(name_or_url)?;
            let mut part = page.as_str();
            loop {
                match (self.pages.get(part), part.rsplit_once('/')) {
                    (Some(index), _) => break index,
                    (None, Some((above, _))) => part = above,
                    (None, None) => return None,
                }
            }
        } else {
            let name = text::fold(name_or_url);
            self.names.get(&name).or_else(|| self.slugs.get(&name))?
        };
        self.groups.get(*index)
    }

    /// The group whose name (or other name) is most like a text that names none; `None` when none is
    /// alike.
    pub fn nearest(&self, name: &str) -> Option<&KnownGroup> {
        let name = text::fold(name);
        let mut best: Option<(f64, usize)> = None;
        for (known, index) in &self.names {
            let alike = strsim::jaro_winkler(&name, known);
            if alike >= NEAREST && best.is_none_or(|(most, _)| alike > most) {
                best = Some((alike, *index));
            }
        }
        best.and_then(|(_, index)| self.groups.get(index))
    }
}

/// A key for the pages of a group: [`link::group_page`] without scheme, `www.`, query and the slash at
/// the end, in lower case. `None` for what is no web page.
fn page(url: &str) -> Option<String> {
    let url = Url::parse(&link::group_page(url).ok()?).ok()?;
    let host = url.host_str()?;
    let path = url.path().trim_end_matches('/').to_lowercase();
    Some(format!("{}{path}", host.strip_prefix("www.").unwrap_or(host)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: &str = "name\turl\tcity\tsubdivision\tcountry\n";
    const ORT: &str = "Rust Ort\thttps://www.meetup.com/Rust-Ort\tOrt\t\tDE\n";

    fn read(groups: &str, aliases: &str) -> Result<Groups, String> {
        let (groups, aliases) = (format!("{HEADER}{groups}"), format!("alias\tname\n{aliases}"));
        Groups::from_tables(&groups, &aliases, &Gazetteer::bundled()).map_err(|error| error.to_string())
    }

    fn known() -> Groups {
        let coders = "Ort Coders\thttps://ort.example/\t\t\t\n";
        let aliases = "Ört Rust\tRust Ort\nhttps://www.meetup.com/join-ort\tRust Ort\n";
        read(&format!("{ORT}{coders}"), aliases).unwrap()
    }

    #[test]
    fn bad_rows_are_told_with_their_line() {
        for (groups, aliases, message) in [
            ("Rust Ort\thttps://x.example/\n", "", "groups.tsv, line 2: 2 cells where 5 are expected"),
            ("\t\t\t\tDE\n", "", "groups.tsv, line 2: the group has no name"),
            ("Rust Ort\t\t\t\tXX\n", "", "groups.tsv, line 2: `XX` is no country"),
            (ORT, "nobody\tNo Such Group\n", "group_aliases.tsv, line 2: `No Such Group` is no group"),
            (ORT, "nobody\n", "group_aliases.tsv, line 2: 1 cells where 2 are expected"),
        ] {
            let error = read(groups, aliases).expect_err(message);
            assert!(error.starts_with(message), "{error}");
        }
    }

    #[test]
    fn names_are_known_whatever_their_case_and_accents() {
        let known = known();
        assert!(known.is_group("rust  ORT"));
        assert!(known.is_group("Ort Rust"));
        assert!(!known.is_group("Rust Ort Meetup"));
        assert!(!known.is_group("join-ort"), "a slug is no name");
    }

    #[test]
    fn one_group_for_all_its_names_and_pages() {
        let known = known();
        for way in [
            "Rust Ort",
            "Ört Rust",
            "rust-ort",
            "join-ort",
            "http://meetup.com/rust-ort/",
            "https://www.meetup.com/de-DE/Rust-Ort/events/123/?eventId=123",
            "https://www.meetup.com/de/join-ort",
        ] {
            assert_eq!(known.canonical(way).map(|group| group.name.as_str()), Some("Rust Ort"), "{way}");
        }
        let page = known.canonical("https://ort.example/2017/03/web.html").unwrap();
        assert_eq!(page.name, "Ort Coders");
        assert_eq!(page.country, None);
        for way in [
            "https://www.meetup.com/rust-ortho",
            "https://www.meetup.com/find/events",
            "https://example/",
            "mailto:x@y",
            "x",
        ] {
            assert_eq!(known.canonical(way), None, "{way}");
        }
    }

    #[test]
    fn a_slip_of_the_pen_finds_its_group() {
        let known = known();
        assert_eq!(known.nearest("Ort Codrs").map(|group| group.name.as_str()), Some("Ort Coders"));
        assert_eq!(known.nearest("Embedded"), None);
    }

    /// Rows sorted by their bytes, without doubles and blanks at the ends of cells; every alias leads
    /// to a group and says something that the group's own row doesn't.
    #[test]
    fn tables_are_in_normal_form() {
        for (table, columns) in [(GROUPS, 5), (ALIASES, 2)] {
            let rows: Vec<&str> = table.lines().collect();
            let mut sorted = rows.clone();
            sorted[1..].sort_unstable();
            sorted.dedup();
            assert_eq!(rows, sorted);
            assert!(table.ends_with('\n') && !table.contains('\r'));
            for row in rows {
                assert_eq!(row.split('\t').count(), columns, "{row}");
                assert!(row.split('\t').all(|cell| cell.trim() == cell), "{row}");
            }
        }
        let known = Groups::bundled();
        let mut names = std::collections::BTreeSet::new();
        let mut pages = std::collections::BTreeSet::new();
        for group in known.iter() {
            assert!(names.insert(text::fold(&group.name)), "{}", group.name);
            if let Some(url) = &group.url {
                assert!(pages.insert(page(url).unwrap()), "{url}");
                assert_eq!(link::group_page(url).as_deref(), Ok(url.as_str()));
            }
            assert!(group.country.is_some() || (group.city.is_none() && group.subdivision.is_none()));
        }
        for row in ALIASES.lines().skip(1) {
            let (alias, name) = row.split_once('\t').unwrap();
            assert!(known.groups.iter().any(|group| group.name == name), "{row}");
            let new = if alias.contains("://") {
                assert_eq!(link::group_page(alias).as_deref(), Ok(alias));
                pages.insert(page(alias).unwrap())
            } else {
                names.insert(text::fold(alias))
            };
            assert!(new, "{row}");
        }
    }
}
