//! Reading and rendering a page that is not in memory, once for all who wait for it.

use super::SimpleIndex;
use super::page::Page;
use super::table::Found;
use packaging::name::NormalizedName;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// The names that are being read right now, each with the lock that its readers queue for.
#[derive(Debug, Default)]
pub(crate) struct Flights(Mutex<HashMap<NormalizedName, Arc<tokio::sync::Mutex<()>>>>);

/// One reader's place in the queue for a name.
struct Flight<'a> {
    flights: &'a Flights,
    name: NormalizedName,
    lock: Arc<tokio::sync::Mutex<()>>,
}

impl SimpleIndex {
    /// The page of a project, from memory where it is fresh.
    ///
    /// What comes back is at least as new as every change that was announced before
    /// the call: a reader who had to wait takes a snapshot of his own if need be.
    ///
    /// # Errors
    ///
    /// When the database or a compressor fails.
    pub(crate) async fn page(&self, name: &NormalizedName) -> anyhow::Result<Option<Arc<Page>>> {
        match self.table.find(name.as_str()) {
            Found::Unknown => return Ok(None),
            Found::Fresh(page) => return Ok(Some(page)),
            Found::Stale => {}
        }
        let flight = self.flights.join(name);
        let _turn = flight.lock.lock().await;
        match self.table.find(name.as_str()) {
            Found::Unknown => Ok(None),
            Found::Fresh(page) => Ok(Some(page)),
            Found::Stale => self.load(name).await,
        }
    }

    async fn load(&self, name: &NormalizedName) -> anyhow::Result<Option<Arc<Page>>> {
        let snapshot = {
            let mut read = self.db.read().await?;
            store::simple::project(&mut read, name).await?
        };
        let Some(project) = snapshot.project else {
            self.table.remove(name.as_str(), snapshot.serial);
            return Ok(None);
        };
        let urls = self.urls.clone();
        let rendering = tokio::task::spawn_blocking(move || {
            let page = Page::new(snapshot.serial, &project, &urls)?;
            anyhow::Ok((project.name, Arc::new(page)))
        });
        let (name, page) = rendering.await??;
        self.table.store(name, &page);
        Ok(Some(page))
    }
}

impl Flights {
    fn join(&self, name: &NormalizedName) -> Flight<'_> {
        let mut flights = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let lock = Arc::clone(flights.entry(name.clone()).or_default());
        Flight { flights: self, name: name.clone(), lock }
    }
}

impl Drop for Flight<'_> {
    fn drop(&mut self) {
        let mut flights = self.flights.0.lock().unwrap_or_else(PoisonError::into_inner);
        // This flight and the map: nobody else waits.
        if Arc::strong_count(&self.lock) <= 2 {
            flights.remove(&self.name);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::ApiState;
    use std::sync::Arc;
    use templates::Templates;
    use testkit::distribution::Distribution;
    use testkit_index::{TestIndex, normalized};

    #[tokio::test]
    async fn concurrent_misses_of_one_page_render_it_once() {
        let index = TestIndex::new().await;
        let state = ApiState::new(Arc::clone(&index.ctx), Arc::new(Templates::new().unwrap())).await.unwrap();
        let ada = index.somebody("ada").await;
        index.publish(&ada.token, &Distribution::new("brie", "1").wheel()).await.unwrap();
        let name = normalized("brie");
        let pages = futures::future::join_all((0..50).map(|_| state.simple.page(&name))).await;
        let pages: Vec<_> = pages.into_iter().map(|page| page.unwrap().unwrap()).collect();
        assert!(pages.iter().all(|page| Arc::ptr_eq(page, &pages[0])));
        assert!(state.simple.flights.0.lock().unwrap().is_empty(), "nobody waits any more");
    }
}
