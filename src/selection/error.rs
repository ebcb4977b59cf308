//! Why a text is no selection.

/// A value that names nothing or cannot be.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Nothing is called so.
    #[error("{option}: `{value}` names no known {what}{}", hint(nearest))]
    Unknown {
        /// The option.
        option: &'static str,
        /// What it was to name.
        what: &'static str,
        /// The value.
        value: String,
        /// The known value that is most like it.
        nearest: Option<String>,
    },
    /// The value has the wrong form.
    #[error("{option}: `{value}` is no {what}")]
    Malformed {
        /// The option.
        option: &'static str,
        /// The value.
        value: String,
        /// What was expected, with its form.
        what: &'static str,
    },
    /// There is no such option.
    #[error("there is no option `{option}`{}", hint(nearest))]
    NoOption {
        /// The option.
        option: String,
        /// The option that is most like it.
        nearest: Option<String>,
    },
    /// Options that contradict each other.
    #[error("{0}")]
    Contradiction(&'static str),
}

fn hint(nearest: &Option<String>) -> String {
    nearest.as_ref().map(|nearest| format!("; the nearest is `{nearest}`")).unwrap_or_default()
}
