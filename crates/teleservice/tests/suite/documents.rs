//! Useful documents.
