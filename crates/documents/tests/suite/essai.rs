#[test]
fn draft() {
    let f = crate::recapitulatif::feuille();
    let p = documents::imprimer(&f).unwrap();
    std::fs::write("/tmp/recap.pdf", p).unwrap();
}
