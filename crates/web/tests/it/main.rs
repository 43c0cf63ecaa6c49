//! What stands before every page, over real requests.

mod session;
