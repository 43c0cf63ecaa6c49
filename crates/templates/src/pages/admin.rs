//! The pages of operators; any of them is rendered by [`Templates::manage`].

use super::Templates;
use crate::Language;
use crate::context::admin::{
    AdminIndexPage, CampaignsPage, CriticalAdminPage, GiveawaysPage, InvitationsPage, ProgrammePage, SwitchPage,
    SwitchesPage,
};
use crate::context::admin::{ImpactPage, MandateFormPage, MandateHistoryPage, MandatePage, MandatesPage, PresetPage};

/// Every template of these pages by the name that an override uses.
pub(super) const SOURCES: &[(&str, &str)] = &[
    ("admin/base.html", include_str!("../../pages/admin/base.html")),
    ("admin/parts.html", include_str!("../../pages/admin/parts.html")),
    ("admin/index.html", include_str!("../../pages/admin/index.html")),
    ("admin/mandate_parts.html", include_str!("../../pages/admin/mandate_parts.html")),
    ("admin/mandates.html", include_str!("../../pages/admin/mandates.html")),
    ("admin/mandate_form.html", include_str!("../../pages/admin/mandate_form.html")),
    ("admin/mandate.html", include_str!("../../pages/admin/mandate.html")),
    ("admin/mandate_preset.html", include_str!("../../pages/admin/mandate_preset.html")),
    ("admin/mandate_impact.html", include_str!("../../pages/admin/mandate_impact.html")),
    ("admin/mandate_history.html", include_str!("../../pages/admin/mandate_history.html")),
    ("admin/critical.html", include_str!("../../pages/admin/critical.html")),
    ("admin/campaigns.html", include_str!("../../pages/admin/campaigns.html")),
    ("admin/giveaway.html", include_str!("../../pages/admin/giveaway.html")),
    ("admin/giveaway_form.html", include_str!("../../pages/admin/giveaway_form.html")),
    ("admin/giveaways.html", include_str!("../../pages/admin/giveaways.html")),
    ("admin/switch.html", include_str!("../../pages/admin/switch.html")),
    ("admin/switch_parts.html", include_str!("../../pages/admin/switch_parts.html")),
    ("admin/switches.html", include_str!("../../pages/admin/switches.html")),
    ("admin/invitations.html", include_str!("../../pages/admin/invitations.html")),
];

impl Templates {
    /// Every sample of these pages, by name.
    pub fn admin_samples(&self, language: Language) -> anyhow::Result<Vec<(&'static str, String)>> {
        let mut pages = Vec::new();
        self.add::<AdminIndexPage>(language, &mut pages)?;
        self.add::<MandatesPage>(language, &mut pages)?;
        self.add::<MandateFormPage>(language, &mut pages)?;
        self.add::<MandatePage>(language, &mut pages)?;
        self.add::<PresetPage>(language, &mut pages)?;
        self.add::<ImpactPage>(language, &mut pages)?;
        self.add::<MandateHistoryPage>(language, &mut pages)?;
        self.add::<CriticalAdminPage>(language, &mut pages)?;
        self.add::<CampaignsPage>(language, &mut pages)?;
        self.add::<GiveawaysPage>(language, &mut pages)?;
        self.add::<ProgrammePage>(language, &mut pages)?;
        self.add::<SwitchesPage>(language, &mut pages)?;
        self.add::<SwitchPage>(language, &mut pages)?;
        self.add::<InvitationsPage>(language, &mut pages)?;
        Ok(pages)
    }
}
