//! A column's name without what exporters hang on it. Which column is meant is decided in
//! [`super`].

/// The zone mark behind a time column's name.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum HeaderZone {
    /// None.
    Unmarked,
    /// ` [UTC]`.
    Utc,
    /// ` [Local Time]` or ` Local time`: the exporter's own zone, whichever that was.
    Local,
}

/// A column's name, taken apart.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct ColumnName {
    /// The last part of the name, without marks.
    pub(crate) name: String,
    pub(crate) zone: HeaderZone,
    /// It is the last part of a longer name, such as `properties.Signer`.
    pub(crate) is_nested: bool,
    /// What stands in the header.
    pub(crate) full_name: String,
}

impl ColumnName {
    /// Takes a name apart.
    pub(crate) fn of(cell: &str) -> ColumnName {
        // Some tools quote names twice, and a byte order mark may hide inside the quotes.
        let trimmed = cell.trim_matches(|letter: char| {
            letter.is_whitespace() || letter == '\u{FEFF}' || letter == '"'
        });
        let mut name = trimmed;
        let mut zone = HeaderZone::Unmarked;
        for (mark, its_zone) in [
            (" [UTC]", HeaderZone::Utc),
            (" [Local Time]", HeaderZone::Local),
            (" Local time", HeaderZone::Local),
        ] {
            if let Some(start) = name.len().checked_sub(mark.len())
                && name.get(start..).is_some_and(|end| end.eq_ignore_ascii_case(mark))
            {
                name = name[..start].trim_end();
                zone = its_zone;
            }
        }
        // Names such as `properties.Signer` come from tools that flatten records.
        let last_part = name.rsplit('.').next().unwrap_or(name);
        ColumnName {
            name: last_part.to_owned(),
            zone,
            is_nested: last_part.len() < name.len(),
            full_name: trimmed.to_owned(),
        }
    }

    /// Whether it is this name, in any case.
    pub(crate) fn is(&self, wanted: &str) -> bool {
        self.name.eq_ignore_ascii_case(wanted)
    }
}
