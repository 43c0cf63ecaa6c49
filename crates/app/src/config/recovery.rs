//! `[recovery]`: letting people in again who lost every way in.

use super::{layers::Layers, setting::Setting};

pub(crate) const SETTINGS: &[Setting] = &[Setting::new(
    "recovery.approvers",
    "2",
    "Operators who must agree before an account is recovered; 1 is taken with a standing warning.",
)];

/// How many operators must agree.
pub(crate) fn approvers(layers: &mut Layers) -> Option<u32> {
    layers.parse("recovery.approvers", |text| match text.parse() {
        Ok(0) => Err("nobody would look: `0`".to_owned()),
        Ok(approvers) => Ok(approvers),
        Err(_) => Err(format!("not a number: `{text}`")),
    })
}

#[cfg(test)]
mod tests {
    use crate::config::{Config, Sources};

    fn approvers(text: &str) -> Result<u32, String> {
        let environment = vec![("FROMAGERIE__RECOVERY__APPROVERS".to_owned(), text.to_owned())];
        let config = Config::read(&Sources { environment, ..Sources::default() });
        config.map(|config| config.recovery_approvers).map_err(|problems| problems.0[0].message.clone())
    }

    #[test]
    fn somebody_has_to_look() {
        assert_eq!(approvers("1"), Ok(1));
        assert_eq!(approvers("3"), Ok(3));
        for wrong in ["0", "-1", "two"] {
            assert!(approvers(wrong).unwrap_err().contains(wrong), "{wrong}");
        }
    }
}
