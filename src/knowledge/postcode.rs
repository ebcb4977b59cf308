//! How countries write their postcodes, and the words of a calendar's place that name none:
//! `data/postcodes.tsv` and the classes `address` of `data/words.tsv`.

use super::{
    Gazetteer,
    tables::{Tables, table},
    words::{self, Class},
};
use crate::{
    model::Country,
    text::fold,
    tsv::{TableError, rows},
};

/// A form of a country's postcodes.
#[derive(Debug, Clone)]
pub(crate) struct Postcode {
    country: Country,
    /// `N` a digit, `A` a letter, `X` either; anything else stands for itself. Empty where a country has
    /// no postcodes.
    form: String,
    /// Whether the country is one city, so that an address may leave the city out.
    city: bool,
    /// Whether it stands behind the city.
    behind: bool,
}

/// What a word or phrase says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum AddressWord {
    /// That one takes part from afar.
    Online,
    /// Nothing beside such a word: `Zoom meeting`.
    Filler,
    /// That the place is not told: `TBA`, `Register to See Address`.
    Unsaid,
}

impl Tables {
    pub(crate) fn read_addresses(&mut self) -> Result<(), TableError> {
        let (name, text) = table!("postcodes.tsv");
        for row in rows(name, text, ["country", "form", "order"])? {
            let [country, form, order] = row.cells;
            let country = self.country_code(name, row.line, country)?;
            if !matches!(order, "before" | "after" | "city") {
                return Err(TableError::row(name, row.line, format!("`{order}` is no order")));
            }
            self.postcodes.push(Postcode {
                country,
                form: form.to_owned(),
                city: order == "city",
                behind: order != "before",
            });
        }
        Ok(())
    }
}

impl Gazetteer {
    /// Whether a text is a postcode; of that country, where one is known.
    pub(crate) fn is_postcode(&self, text: &str, country: Option<Country>) -> bool {
        let text = text.trim_start_matches('〒');
        // `D-10179`, `CH-3000`, `SE-111 22`: the country's mark before the digits.
        let marked = text.split_once('-').filter(|(mark, rest)| {
            (1..=2).contains(&mark.len())
                && mark.bytes().all(|byte| byte.is_ascii_uppercase())
                && rest.starts_with(|c: char| c.is_ascii_digit())
        });
        let bare = marked.map_or(text, |(_, rest)| rest);
        self.tables
            .postcodes
            .iter()
            .filter(|row| country.is_none_or(|country| row.country == country))
            .any(|row| !row.form.is_empty() && (fits(&row.form, text) || fits(&row.form, bare)))
    }

    /// The one country that writes its postcodes so: `EC1A 1BB`, `1018 LL`, `110-0005`. Digits alone
    /// say nothing.
    pub(crate) fn country_of_postcode(&self, text: &str) -> Option<Country> {
        if text.starts_with('〒') {
            return self.country_of_code("JP");
        }
        let telling = |form: &str| form.contains(['A', '-']);
        let mut found =
            self.tables.postcodes.iter().filter(|row| telling(&row.form) && fits(&row.form, text));
        let country = found.next()?.country;
        found.all(|row| row.country == country).then_some(country)
    }

    /// Whether a country writes its postcodes behind the city. Where it does not, a number behind a name
    /// is a house's: `Córdoba 1234`.
    pub(crate) fn has_postcode_behind(&self, country: Country) -> bool {
        self.tables.postcodes.iter().any(|row| row.country == country && row.behind)
    }

    /// Whether a country is one city.
    pub(crate) fn is_city_state(&self, country: Country) -> bool {
        self.tables.postcodes.iter().any(|row| row.country == country && row.city)
    }

    /// What a word or phrase of a place says.
    pub(crate) fn address_word(text: &str) -> Option<AddressWord> {
        words::rows_of(&fold(text)).iter().find_map(|row| match row.class {
            Class::AddressOnline => Some(AddressWord::Online),
            Class::AddressFiller => Some(AddressWord::Filler),
            Class::AddressUnsaid => Some(AddressWord::Unsaid),
            _ => None,
        })
    }
}

/// Whether a text has a form. Blanks may be left out; hyphens may where only digits stand beside them.
fn fits(form: &str, text: &str) -> bool {
    let mut text = text.chars().filter(|c| !c.is_whitespace()).peekable();
    for want in form.chars().filter(|c| *c != ' ') {
        let found = text.next();
        let fits = match want {
            'N' => found.is_some_and(|c| c.is_ascii_digit()),
            'A' => found.is_some_and(|c| c.is_ascii_uppercase()),
            'X' => found.is_some_and(|c| c.is_ascii_uppercase() || c.is_ascii_digit()),
            other => found == Some(other),
        };
        if !fits {
            return false;
        }
    }
    text.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn postcodes_of_many_countries_are_known() {
        let known = Gazetteer::bundled();
        for (text, country) in [
            ("EC1A 1BB", "GB"),
            ("EC1A1BB", "GB"),
            ("1018 LL", "NL"),
            ("1200-000", "PT"),
            ("110 00", "CZ"),
            ("〒150-0002", "JP"),
            ("N2G 1A7", "CA"),
            ("D02 X285", "IE"),
            ("D-10179", "DE"),
            ("SE-111 22", "SE"),
            ("LV-1010", "LV"),
            ("00-001", "PL"),
        ] {
            let country = known.country(country);
            assert!(country.is_some() && known.is_postcode(text, country), "{text}");
        }
        assert!(!known.is_postcode("12", None) && !known.is_postcode("Berlin", None));
        assert!(!known.is_postcode("10179", known.country("CH")));
        let of = |text| known.country_of_postcode(text).map(|country| country.code().to_owned());
        assert_eq!(of("EC1A 1BB").as_deref(), Some("GB"));
        assert_eq!(of("1018 LL").as_deref(), Some("NL"));
        assert_eq!(of("10179"), None);
    }
}
