//! The few answers that the script reads.

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use std::fmt::Write as _;

/// An object of texts, in its order.
pub(super) fn repondre(code: StatusCode, champs: &[(&str, &str)]) -> Response {
    let mut corps = String::from("{");
    for (rang, (nom, valeur)) in champs.iter().enumerate() {
        if rang > 0 {
            corps.push(',');
        }
        chaine(&mut corps, nom);
        corps.push(':');
        chaine(&mut corps, valeur);
    }
    corps.push('}');
    (code, [(header::CONTENT_TYPE, "application/json")], corps).into_response()
}

fn chaine(corps: &mut String, texte: &str) {
    corps.push('"');
    for c in texte.chars() {
        match c {
            '"' => corps.push_str("\\\""),
            '\\' => corps.push_str("\\\\"),
            c if c.is_control() => {
                // Writing to a string cannot fail.
                let _ = write!(corps, "\\u{:04x}", u32::from(c));
            }
            c => corps.push(c),
        }
    }
    corps.push('"');
}
