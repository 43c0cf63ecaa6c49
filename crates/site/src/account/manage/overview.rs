//! The first page of the account.

use super::desk::{Away, Desk};
use axum::response::Response;
use domain::recovery::FEW_CODES;
use store::two_factor::Standing;
use templates::context::manage::{OverviewPage, Reminder, Tab};

/// `GET /account/`.
pub(super) async fn overview(desk: Desk) -> Result<Response, Away> {
    let (ctx, account) = (desk.ctx(), desk.account());
    let sessions = service::sessions::list(ctx, &desk.who.bearer).await?;
    let tokens = service::tokens::list(ctx, &desk.actor()).await.map_err(web::Problem::from)?;
    let mut read = ctx.db.read().await?;
    let row = store::accounts::by_id(&mut read, account).await?.ok_or_else(web::Problem::not_found)?;
    let addresses = store::addresses::of(&mut read, account).await?;
    let standing = store::two_factor::standing(&mut read, account).await?;
    let has_verified = addresses.iter().any(|address| address.verified_at.is_some());
    let page = OverviewPage {
        frame: desk.frame(Tab::Overview),
        username: row.username,
        address: addresses.into_iter().find(|address| address.is_primary).map(|address| address.address),
        created: row.created_at,
        reminders: reminders(standing, has_verified),
        factors: count(standing.usable()),
        codes_left: count(standing.codes_left),
        sessions: sessions.len() as u64,
        tokens: tokens.iter().filter(|token| !token.is_expired).count() as u64,
    };
    desk.page(&page)
}

/// A count of the database; never negative.
pub(super) fn count(count: i64) -> u64 {
    count.try_into().unwrap_or_default()
}

/// What an owner should see to, the most urgent first.
fn reminders(standing: Standing, has_verified: bool) -> Vec<Reminder> {
    let few = i64::from(FEW_CODES);
    let has_factor = 0 < standing.usable();
    let table = [
        (0 < standing.suspended, Reminder::FactorSuspended),
        (!has_verified, Reminder::NoVerifiedAddress),
        (standing.all() == 0, Reminder::NoFactor),
        (0 < standing.waiting, Reminder::FactorWaits),
        (has_factor && standing.codes_left == 0, Reminder::NoCodes),
        (has_factor && (1..=few).contains(&standing.codes_left), Reminder::FewCodes),
        (standing.usable() == 1, Reminder::OneFactor),
    ];
    table.into_iter().filter(|(is_due, _)| *is_due).map(|(_, reminder)| reminder).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: Standing = Standing {
        active_totp: 1,
        active_webauthn: 1,
        active_passkeys: 0,
        suspended: 0,
        waiting: 0,
        codes_left: 7,
        codes_burned: 1,
    };

    #[test]
    fn a_safe_account_is_left_in_peace() {
        assert_eq!(reminders(GOOD, true), []);
    }

    #[test]
    fn what_is_missing_is_told() {
        let table = [
            (GOOD, false, vec![Reminder::NoVerifiedAddress]),
            (Standing::default(), true, vec![Reminder::NoFactor]),
            (Standing { waiting: 1, ..Standing::default() }, true, vec![Reminder::FactorWaits]),
            (Standing { suspended: 1, ..GOOD }, true, vec![Reminder::FactorSuspended]),
            (Standing { active_totp: 0, ..GOOD }, true, vec![Reminder::OneFactor]),
            (Standing { codes_left: 0, ..GOOD }, true, vec![Reminder::NoCodes]),
            (Standing { codes_left: 2, ..GOOD }, true, vec![Reminder::FewCodes]),
            (Standing { codes_left: 3, ..GOOD }, true, vec![]),
        ];
        for (standing, has_verified, expected) in table {
            assert_eq!(reminders(standing, has_verified), expected, "{standing:?}");
        }
    }
}
