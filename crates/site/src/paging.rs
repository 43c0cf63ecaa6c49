//! Lists that are shown page by page.

use axum::extract::Query;
use axum::extract::rejection::QueryRejection;
use serde::Deserialize;
use web::Problem;

/// Entries on one page.
pub(crate) const ON_A_PAGE: i64 = 25;

/// Which page of a list, from the query of an address.
#[derive(Deserialize)]
pub(crate) struct Asked {
    #[serde(default = "first")]
    page: i64,
}

/// One page of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Part {
    /// Counts from 1.
    pub(crate) page: u64,
    pub(crate) pages: u64,
    /// Entries on the pages before.
    pub(crate) skipped: i64,
}

/// The number of the page that is asked for; what is no number is no page.
pub(crate) fn asked(asked: Result<Query<Asked>, QueryRejection>) -> Result<i64, Problem> {
    let Query(Asked { page }) = asked.map_err(|_| Problem::not_found())?;
    Ok(page)
}

/// A page of a list of `count` entries; one beyond the last does not exist.
pub(crate) fn part(page: i64, count: i64) -> Result<Part, Problem> {
    part_of(page, count, ON_A_PAGE)
}

/// The same, with so many entries on a page.
pub(crate) fn part_of(page: i64, count: i64, on_a_page: i64) -> Result<Part, Problem> {
    let pages = ((count - 1) / on_a_page + 1).max(1);
    if !(1..=pages).contains(&page) {
        return Err(Problem::not_found());
    }
    let skipped = (page - 1) * on_a_page;
    Ok(Part { page: page.unsigned_abs(), pages: pages.unsigned_abs(), skipped })
}

const fn first() -> i64 {
    1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_list_has_one_page_and_a_full_one_no_empty_one() {
        let pages = |count| part(1, count).unwrap().pages;
        assert_eq!([pages(0), pages(1), pages(25), pages(26), pages(51)], [1, 1, 1, 2, 3]);
        assert_eq!(part(2, 26).unwrap(), Part { page: 2, pages: 2, skipped: 25 });
        for page in [i64::MIN, 0, 3] {
            assert!(part(page, 26).is_err(), "{page}");
        }
    }
}
