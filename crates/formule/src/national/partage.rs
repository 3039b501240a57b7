//! The shares of an envelope: whole cents, by largest remainder, with a floor.

/// What is shared, and how.
pub(super) struct Partage<'a> {
    /// Cents.
    pub(super) enveloppe: i128,
    /// Whoever has a right to less gets nothing.
    pub(super) plancher: Option<i128>,
    /// Is what the floor sets aside shared between the others?
    pub(super) reste_reparti: bool,
    /// The identifiers, which settle ties.
    pub(super) ordre: &'a [String],
}

/// Cents for each, in the order of the keys; `None` when a product leaves 127 bits.
///
/// The floor is held against the exact right, before its cents are rounded: the same key is never above it for one and
/// below for another. Where the rest is shared again, people leave one by one, the smallest key first and the last
/// identifier of equal keys, until the smallest right of those who stay is not below it.
pub(super) fn partager(partage: &Partage<'_>, mut cles: Vec<i128>) -> Option<Vec<i128>> {
    let total = cles.iter().try_fold(0_i128, |somme, cle| somme.checked_add(*cle))?;
    let Some(plancher) = partage.plancher.filter(|plancher| *plancher > 0) else {
        return plus_fort_reste(partage, &cles, total);
    };
    if !partage.reste_reparti {
        let mut parts = plus_fort_reste(partage, &cles, total)?;
        let seuil = plancher.checked_mul(total)?;
        for (part, cle) in parts.iter_mut().zip(&cles) {
            if partage.enveloppe.checked_mul(*cle)? < seuil {
                *part = 0;
            }
        }
        return Some(parts);
    }
    let mut rangs: Vec<usize> = (0..cles.len()).filter(|rang| cles[*rang] > 0).collect();
    rangs.sort_unstable_by(|a, b| {
        let ordre = |rang: usize| (&partage.ordre[rang], rang);
        cles[*a].cmp(&cles[*b]).then_with(|| ordre(*b).cmp(&ordre(*a)))
    });
    // Each departure raises the right of all who stay: the first who may stay ends it.
    let mut reste = total;
    for rang in rangs {
        if partage.enveloppe.checked_mul(cles[rang])? >= plancher.checked_mul(reste)? {
            break;
        }
        reste -= std::mem::take(&mut cles[rang]);
    }
    plus_fort_reste(partage, &cles, reste)
}

/// The whole part of each, then one cent to each of the largest remainders.
fn plus_fort_reste(partage: &Partage<'_>, cles: &[i128], total: i128) -> Option<Vec<i128>> {
    if total == 0 {
        return Some(vec![0; cles.len()]);
    }
    let mut parts = Vec::with_capacity(cles.len());
    let mut restes = Vec::with_capacity(cles.len());
    for (rang, cle) in cles.iter().enumerate() {
        let produit = partage.enveloppe.checked_mul(*cle)?;
        parts.push(produit / total);
        restes.push((produit % total, rang));
    }
    let distribue: i128 = parts.iter().sum();
    // Fewer cents are left than there are remainders.
    let centimes = usize::try_from(partage.enveloppe - distribue).ok()?;
    if centimes > 0 {
        restes.select_nth_unstable_by(centimes - 1, |(a, i), (b, j)| {
            b.cmp(a).then_with(|| (&partage.ordre[*i], i).cmp(&(&partage.ordre[*j], j)))
        });
        restes[..centimes].iter().for_each(|(_, rang)| parts[*rang] += 1);
    }
    Some(parts)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn noms(n: usize) -> Vec<String> {
        (0..n).map(|rang| format!("m{rang}")).collect()
    }

    fn partage(enveloppe: i128, plancher: Option<i128>, reste_reparti: bool, ordre: &[String]) -> Partage<'_> {
        Partage { enveloppe, plancher, reste_reparti, ordre }
    }

    #[test]
    fn the_parts_add_up_to_the_envelope_and_ties_go_to_the_first_name() {
        let noms = ["c", "a", "b"].map(str::to_owned);
        let parts = partager(&partage(100, None, false, &noms), vec![1, 1, 1]).unwrap();
        // 33 each, and the cent that is left goes to « a ».
        assert_eq!(parts, [33, 34, 33]);
    }

    #[test]
    fn nobody_with_a_key_leaves_the_envelope_whole() {
        assert_eq!(partager(&partage(100, None, false, &noms(2)), vec![0, 0]).unwrap(), [0, 0]);
        assert_eq!(partager(&partage(100, Some(1), true, &noms(2)), vec![0, 0]).unwrap(), [0, 0]);
    }

    #[test]
    fn the_same_key_is_above_the_floor_for_everybody_or_for_nobody() {
        // 33.33 each: one of them would get the 34th cent, and the floor is 34.
        for reparti in [false, true] {
            let parts = partager(&partage(100, Some(34), reparti, &noms(3)), vec![1, 1, 1]).unwrap();
            assert_eq!(parts, if reparti { [50, 50, 0] } else { [0, 0, 0] });
        }
    }

    /// What the comment of `partager` says, one departure at a time.
    fn un_par_un(p: &Partage<'_>, mut cles: Vec<i128>) -> Vec<i128> {
        loop {
            let total: i128 = cles.iter().sum();
            let presents = (0..cles.len()).filter(|rang| cles[*rang] > 0);
            let petit = presents.min_by_key(|rang| (cles[*rang], std::cmp::Reverse(&p.ordre[*rang])));
            match petit {
                Some(rang) if p.enveloppe * cles[rang] < p.plancher.unwrap() * total => cles[rang] = 0,
                _ => return plus_fort_reste(p, &cles, total).unwrap(),
            }
        }
    }

    #[test]
    fn leaving_all_at_once_is_leaving_one_by_one() {
        let mut graine = 7_u64;
        let mut tirer = |sous: u64| {
            graine = graine.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (graine >> 33) % sous
        };
        for _ in 0..2_000 {
            let n = 1 + tirer(30) as usize;
            let cles: Vec<i128> = (0..n).map(|_| i128::from(tirer(8))).collect();
            let noms = noms(n);
            let p = partage(i128::from(tirer(3_000)), Some(1 + i128::from(tirer(200))), true, &noms);
            let parts = partager(&p, cles.clone()).unwrap();
            assert_eq!(parts, un_par_un(&p, cles.clone()), "{cles:?} {} {:?}", p.enveloppe, p.plancher);
            let total: i128 = parts.iter().sum();
            assert!(total == p.enveloppe || total == 0, "{total} of {}", p.enveloppe);
        }
    }
}
