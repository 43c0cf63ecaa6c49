//! The rank: whose downloads of the window stand in the top one percent.

use anyhow::{Context as _, Result};
use domain::{
    critical::{Ranked, top},
    downloads::segment::{self, Place},
};
use std::collections::BTreeMap;
use store::{Read, critical::Candidate, downloads::windows};

/// What the window says.
#[derive(Debug)]
pub(super) struct Ranking {
    /// Projects that are not quarantined.
    pub(super) eligible: u64,
    /// Those in the top one percent, best first.
    pub(super) candidates: Vec<Candidate>,
    /// The least downloads among them.
    pub(super) threshold: Option<u64>,
}

/// Ranks the projects that are not quarantined, on one snapshot.
pub(super) async fn rank(read: &mut Read) -> Result<Ranking> {
    let eligible = store::critical::eligible(read).await?.unsigned_abs();
    let left_out = store::critical::places_left_out(read).await?;
    let mut counts: Vec<(Place, u64)> = Vec::new();
    for window in windows::all(read).await? {
        let bucket = window.bucket;
        let sums = segment::decode(&window.counts)
            .with_context(|| format!("The sums of downloads are damaged: bucket {bucket}"))?;
        let places = sums.iter().enumerate().map(|(index, count)| (Place { bucket, index }, *count));
        counts.extend(places.filter(|(place, count)| *count > 0 && !left_out.contains(place)));
    }
    let ranked = top(counts, eligible);
    let threshold = ranked.last().map(|last| last.downloads);
    Ok(Ranking { eligible, candidates: candidates(read, ranked).await?, threshold })
}

async fn candidates(read: &mut Read, ranked: Vec<Ranked<Place>>) -> Result<Vec<Candidate>> {
    let places: Vec<Place> = ranked.iter().map(|one| one.key).collect();
    let projects: BTreeMap<Place, _> = store::critical::at_places(read, &places).await?.into_iter().collect();
    let candidate = |one: Ranked<Place>| {
        let project = projects.get(&one.key).context("A place has counts and no project")?;
        let rank = i64::try_from(one.rank)?;
        Ok(Candidate { project: project.0, rank: Some(rank), downloads: Some(i64::try_from(one.downloads)?) })
    };
    ranked.into_iter().map(candidate).collect()
}
