//! What a mandate says to whoever is signed in, and where it is mended.

use super::STEP_UP_PATH;
use domain::mandate::{Gate, Remedy};
use domain::permission::Outlook;
use service::Ctx;
use templates::context::MandateNotice;

/// The page of the second factors.
pub const TWO_FACTOR_PATH: &str = "/account/two-factor/";

/// The words for a rule that closes these gates, or will; `next` is where to go on afterwards.
pub fn notice(ctx: &Ctx, line: &Outlook, gates: &[Gate], next: Option<&str>) -> MandateNotice {
    let urls = &ctx.settings.urls;
    MandateNotice {
        gates: gates.iter().map(|gate| gate.as_str().to_owned()).collect(),
        cohort: line.why.cohort.as_str().to_owned(),
        strength: line.why.strength.as_str().to_owned(),
        deadline: line.why.deadline,
        remedy: line.denied.map(|remedy| remedy.as_str().to_owned()),
        way_url: urls.absolute(&way(line.denied, line.why.gate, next)),
        help_url: urls.absolute("/help/two-factor/"),
    }
}

/// The page where a closed gate is opened again, with what leads back.
pub fn way(remedy: Option<Remedy>, gate: Gate, next: Option<&str>) -> String {
    let is_step_up = remedy.is_some_and(Remedy::is_step_up);
    let path = if is_step_up { STEP_UP_PATH } else { TWO_FACTOR_PATH };
    if next.is_none() && !is_step_up {
        return path.to_owned();
    }
    format!("{path}?{}", carried(next, Some(gate)))
}

/// The query that travels through the pages of the second factors.
pub fn carried(next: Option<&str>, gate: Option<Gate>) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    if let Some(next) = next {
        query.append_pair("next", next);
    }
    if let Some(gate) = gate {
        query.append_pair("gate", gate.as_str());
    }
    query.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_lacks_a_factor_is_led_to_add_one_and_whoever_has_it_to_show_it() {
        let to = |remedy| way(Some(remedy), Gate::Credentials, Some("/account/tokens/"));
        let query = "next=%2Faccount%2Ftokens%2F&gate=credentials";
        for enrol in [Remedy::Enrol, Remedy::EnrolKey] {
            assert_eq!(to(enrol), format!("/account/two-factor/?{query}"));
        }
        for show in [Remedy::StepUp, Remedy::StepUpByKey] {
            assert_eq!(to(show), format!("/account/step-up/?{query}"));
        }
        assert_eq!(way(None, Gate::Publish, None), "/account/two-factor/");
    }
}
