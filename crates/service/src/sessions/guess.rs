//! A guess at a second factor: counted before it is judged.

use super::{Browser, FactorProof};
use crate::{Ctx, limits};
use domain::{
    Failure, Refusal,
    events::EventTag,
    ids::AccountId,
    limits::{Limit, LimitRefused, Recognition},
};
use tokio::sync::MutexGuard;

/// Somebody's turn to show who they are, with its place in the limits.
pub(super) struct Guess<'a> {
    ctx: &'a Ctx,
    browser: &'a Browser,
    account: AccountId,
    address: limits::Reserved<'a>,
    /// One at a time for one account: what is counted for it needs no reservation.
    _turn: MutexGuard<'a, ()>,
}

impl<'a> Guess<'a> {
    /// Waits for its turn; how often somebody may guess is limited, a key cannot be guessed.
    pub(super) async fn begin(
        ctx: &'a Ctx,
        browser: &'a Browser,
        account: AccountId,
        proof: Option<&FactorProof>,
    ) -> Result<Self, LimitRefused> {
        let recognition = match proof {
            Some(FactorProof::SecurityKey { .. }) => Recognition::Recognised,
            Some(FactorProof::Totp(_) | FactorProof::RecoveryCode(_)) | None => Recognition::Stranger,
        };
        let address = limits::reserve(ctx, Limit::SecondFactorPerAddress, &browser.visitor.address).await?;
        let key = account.to_string();
        let turn = ctx.soft.sessions.turn(&key).await;
        match limits::check_recognised(ctx, Limit::SecondFactorPerAccount, &key, recognition) {
            Ok(()) => Ok(Self { ctx, browser, account, address, _turn: turn }),
            Err(refusal) => {
                address.give_back();
                Err(refusal)
            }
        }
    }

    /// Counts a wrong one, and notes it in the log of the account.
    pub(super) fn settle<T, R: Refusal>(self, tag: EventTag, outcome: &Result<T, Failure<R>>) {
        if limits::is_wrong_guess(outcome) {
            limits::note(self.ctx, Limit::SecondFactorPerAccount, &self.account.to_string());
            limits::note_failure(self.ctx, self.account, tag, &self.browser.visitor);
        }
        self.address.settle(outcome);
    }
}
