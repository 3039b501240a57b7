//! What the program writes for whoever runs it: on the error output, one line an event, nothing personal at any level.

use crate::echec::{Code, Echec};
use std::io;
use tracing::Level;

/// How much is written: `error`, `warn` (as long as nothing is said), `info` with one line a request, `debug`, `trace`.
const NIVEAU: &str = "CONVENTIO_JOURNAL";

/// Opens the log at the level that the environment names.
pub(crate) fn ouvrir() -> Result<(), Echec> {
    let niveau = match std::env::var(NIVEAU) {
        Err(_) => Level::WARN,
        Ok(mot) => mot.parse().map_err(|_| {
            let phrase =
                format!("{NIVEAU} : « {mot} » n'est pas un niveau. Écrivez error, warn, info, debug ou trace.");
            Echec::new(Code::Usage, phrase)
        })?,
    };
    let journal = tracing_subscriber::fmt().with_max_level(niveau).with_ansi(false).with_writer(io::stderr).finish();
    tracing::subscriber::set_global_default(journal)
        .map_err(|_| Echec::new(Code::Acces, "le journal technique est déjà ouvert."))
}
