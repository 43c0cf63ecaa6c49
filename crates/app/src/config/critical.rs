//! `[critical]`: what makes a project critical beside its rank.

use super::{layers::Layers, setting::Setting, values};
use packaging::name::NormalizedName;

pub(crate) const SETTINGS: &[Setting] = &[Setting::new(
    "critical.dependencies",
    "",
    "Projects that this index itself is built on; each computation designates them.",
)];

/// What makes a project critical beside its rank.
#[derive(Clone, Debug)]
pub(crate) struct Critical {
    pub(crate) dependencies: Vec<NormalizedName>,
}

impl Critical {
    pub(crate) fn read(layers: &mut Layers) -> Option<Self> {
        let dependencies = layers.parse("critical.dependencies", |text| {
            let name = |name: &String| NormalizedName::from_any(name).map_err(|error| format!("wrong: {error}"));
            values::list(text).iter().map(name).collect()
        });
        Some(Self { dependencies: dependencies? })
    }
}

#[cfg(test)]
mod tests {
    use crate::config::{Config, Sources};

    fn read(text: &str) -> Result<Vec<String>, String> {
        let environment = vec![("FROMAGERIE__CRITICAL__DEPENDENCIES".to_owned(), text.to_owned())];
        let config = Config::read(&Sources { environment, ..Sources::default() });
        let config = config.map_err(|problems| problems.to_string())?;
        Ok(config.critical.dependencies.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn dependencies_are_names_in_any_spelling() {
        assert_eq!(read("").unwrap(), Vec::<String>::new());
        assert_eq!(read("Brie.Core, rind").unwrap(), ["brie-core", "rind"]);
        assert!(read("brie, -").unwrap_err().contains("critical.dependencies"));
    }
}
