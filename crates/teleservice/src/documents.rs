//! Useful documents.
use crate::adresses::Route;
pub(crate) const ROUTES: &[Route] = &[];
