//! What the checks need beside cargo, how to see whether it is there, and how to get it.

use crate::processus::quiet;
use std::path::Path;

/// Something that `rustup`, or the package manager of the system, brings.
pub(crate) struct Outil {
    pub(crate) nom: &'static str,
    voir: &'static [&'static str],
    attendu: &'static str,
    obtenir: &'static [&'static str],
}

/// The target for which `formule` must build.
pub(crate) const WASM: Outil = Outil {
    nom: "la cible wasm32-unknown-unknown",
    voir: &["rustup", "target", "list", "--installed"],
    attendu: "wasm32-unknown-unknown",
    obtenir: &["rustup", "target", "add", "wasm32-unknown-unknown"],
};

/// The server on which the suite of persistence is run a second time.
pub(crate) const POSTGRESQL: Outil = Outil {
    nom: "un serveur PostgreSQL",
    voir: &["sh", "-c", "ls /usr/lib/postgresql/*/bin/initdb"],
    attendu: "/usr/lib/postgresql/",
    obtenir: &["sh", "-c", "apt-get update -q && apt-get install -y -q postgresql"],
};

/// The server to which the tests send e-mails.
pub(crate) const SMTP: Outil = Outil {
    nom: "un serveur SMTP (aiosmtpd)",
    voir: &[
        "sh",
        "-c",
        "for p in /usr/bin/python3 python3; do $p -c 'import aiosmtpd.smtp; print(\"aiosmtpd\")'; done",
    ],
    attendu: "aiosmtpd",
    obtenir: &["sh", "-c", "apt-get update -q && apt-get install -y -q --no-install-recommends python3-aiosmtpd"],
};

/// The programs with which the PDFs are read back.
pub(crate) const POPPLER: Outil = Outil {
    nom: "pdftotext et pdfinfo",
    voir: &["sh", "-c", "command -v pdftotext"],
    attendu: "/",
    obtenir: &["sh", "-c", "apt-get update -q && apt-get install -y -q poppler-utils"],
};

/// The browser of the tests of pages: the one of the system, no other is downloaded.
pub(crate) const CHROMIUM: Outil = Outil {
    nom: "Chromium",
    voir: &["sh", "-c", "command -v chromium"],
    attendu: "/",
    obtenir: &["sh", "-c", "apt-get update -q && apt-get install -y -q chromium fonts-liberation"],
};

/// What drives the browser.
pub(crate) const NODE: Outil = Outil {
    nom: "Node",
    voir: &["sh", "-c", "command -v node"],
    attendu: "/",
    obtenir: &["sh", "-c", "apt-get update -q && apt-get install -y -q nodejs"],
};

/// Some packages of Node bring it along, others leave it apart.
pub(crate) const NPM: Outil = Outil {
    nom: "npm",
    voir: &["sh", "-c", "command -v npm"],
    attendu: "/",
    obtenir: &["sh", "-c", "apt-get update -q && apt-get install -y -q npm"],
};

/// The two packages of `navigateur/package-lock.json`, in the versions that it names.
pub(crate) const PAQUETS_DU_NAVIGATEUR: Outil = Outil {
    nom: "les paquets de « navigateur/ »",
    voir: &["sh", "-c", "cd navigateur && npm ls --silent >/dev/null 2>&1 && echo présents"],
    attendu: "présents",
    obtenir: &["sh", "-c", "cd navigateur && npm ci"],
};

/// What makes the pictures of the pages small.
pub(crate) const PNGQUANT: Outil = Outil {
    nom: "pngquant",
    voir: &["sh", "-c", "command -v pngquant"],
    attendu: "/",
    obtenir: &["sh", "-c", "apt-get update -q && apt-get install -y -q pngquant"],
};

/// The formatter of Rust.
pub(crate) const RUSTFMT: Outil = Outil {
    nom: "rustfmt",
    voir: &["rustup", "component", "list", "--installed"],
    attendu: "rustfmt",
    obtenir: &["rustup", "component", "add", "rustfmt"],
};

/// The linter of Rust.
pub(crate) const CLIPPY: Outil = Outil {
    nom: "clippy",
    voir: &["rustup", "component", "list", "--installed"],
    attendu: "clippy",
    obtenir: &["rustup", "component", "add", "clippy"],
};

impl Outil {
    /// Makes sure that the tool is there: installs it when allowed to, else says how to get it.
    pub(crate) fn require(&self, racine: &Path, installer: bool) -> Result<(), String> {
        if self.present(racine) {
            return Ok(());
        }
        let ecrite = self.obtenir.join(" ");
        let commande = ecrite.trim_start_matches("sh -c ");
        if !installer {
            return Err(format!("il manque {} : lancez « {commande} », ou ajoutez « --installer »", self.nom));
        }
        let reponse = quiet(racine, self.obtenir[0], &self.obtenir[1..])?;
        if reponse.reussi { Ok(()) } else { Err(format!("« {commande} » a échoué :\n{}", reponse.sortie)) }
    }

    fn present(&self, racine: &Path) -> bool {
        quiet(racine, self.voir[0], &self.voir[1..])
            .is_ok_and(|reponse| reponse.sortie.lines().any(|ligne| ligne.starts_with(self.attendu)))
    }
}
