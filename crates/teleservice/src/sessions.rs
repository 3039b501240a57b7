//! Who is looking: opaque ids, an idle and an absolute end, a token for every form.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// A session ends when it was not used for this long.
pub const INACTIVITE: Duration = Duration::from_secs(3_600);

/// And this long after it began, whatever happened.
pub const ABSOLUE: Duration = Duration::from_secs(4 * 3_600);

/// Beyond this many, the oldest leave: visitors who never come back must not fill the memory.
const AU_PLUS: usize = 10_000;

/// The clock, as an argument: tests make an hour pass.
#[derive(Clone)]
pub struct Horloge(pub Arc<dyn Fn() -> Instant + Send + Sync>);

impl Default for Horloge {
    fn default() -> Self {
        Self(Arc::new(Instant::now))
    }
}

impl fmt::Debug for Horloge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Horloge")
    }
}

/// What a session knows.
#[derive(Clone)]
pub(crate) struct Session {
    /// Rank of who is logged in.
    pub(crate) qui: Option<usize>,
    /// What every form must send back.
    pub(crate) jeton: String,
    nee: Instant,
    vue: Instant,
}

// Neither ids nor tokens may reach a log.
impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Session")
    }
}

pub(crate) struct Sessions {
    horloge: Horloge,
    table: Mutex<HashMap<String, Session>>,
}

impl fmt::Debug for Sessions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sessions")
    }
}

impl Sessions {
    pub(crate) fn new(horloge: Horloge) -> Self {
        Self { horloge, table: Mutex::default() }
    }

    /// Opens a session under a new id.
    pub(crate) fn ouvrir(&self, qui: Option<usize>) -> Result<(String, Session), getrandom::Error> {
        let maintenant = (self.horloge.0)();
        let session = Session { qui, jeton: hasard()?, nee: maintenant, vue: maintenant };
        let id = hasard()?;
        let mut table = self.table();
        table.retain(|_, session| session.vit(maintenant));
        if table.len() >= AU_PLUS {
            let plus_ancienne = table.iter().min_by_key(|(_, session)| session.vue).map(|(id, _)| id.clone());
            plus_ancienne.map(|id| table.remove(&id));
        }
        table.insert(id.clone(), session.clone());
        Ok((id, session))
    }

    /// The session of an id, if it still lives.
    pub(crate) fn lire(&self, id: &str) -> Option<Session> {
        let maintenant = (self.horloge.0)();
        let mut table = self.table();
        let session = table.get_mut(id)?;
        if !session.vit(maintenant) {
            table.remove(id);
            return None;
        }
        session.vue = maintenant;
        Some(session.clone())
    }

    pub(crate) fn fermer(&self, id: &str) {
        self.table().remove(id);
    }

    fn table(&self) -> MutexGuard<'_, HashMap<String, Session>> {
        self.table.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Session {
    fn vit(&self, maintenant: Instant) -> bool {
        maintenant.duration_since(self.vue) < INACTIVITE && maintenant.duration_since(self.nee) < ABSOLUE
    }
}

/// 256 bits from the operating system.
fn hasard() -> Result<String, getrandom::Error> {
    let mut octets = [0_u8; 32];
    getrandom::fill(&mut octets)?;
    Ok(octets.iter().map(|octet| format!("{octet:02x}")).collect())
}
