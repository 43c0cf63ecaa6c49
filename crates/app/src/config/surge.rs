//! `[surge]`: what an hour may have before the operators hear of it.

use super::{layers::Layers, setting::Setting, values};
use domain::switches::{SurgeAct, SurgeLimits};

pub(crate) const SETTINGS: &[Setting] = &[
    Setting::new("surge.registrations", "300", "Registrations an hour that are not unusual; 0 does not watch them."),
    Setting::new("surge.new_projects", "500", "New projects an hour that are not unusual; 0 does not watch them."),
    Setting::new(
        "surge.refused_uploads",
        "2000",
        "Refused uploads an hour of people with a token that are not unusual; 0 does not watch them.",
    ),
    Setting::new("surge.act", "propose", "Beyond a limit: `propose` the switch to the operators, or `switch` it on."),
];

pub(crate) fn read(layers: &mut Layers) -> Option<SurgeLimits> {
    let mut number = |name| layers.parse(name, |text| values::number(text, 0));
    let registrations = number("surge.registrations");
    let new_projects = number("surge.new_projects");
    let refused_uploads = number("surge.refused_uploads");
    let act = layers.parse("surge.act", |text| {
        SurgeAct::from_text(text).ok_or_else(|| format!("neither `propose` nor `switch`: `{text}`"))
    });
    Some(SurgeLimits {
        registrations: registrations?,
        new_projects: new_projects?,
        refused_uploads: refused_uploads?,
        act: act?,
    })
}
