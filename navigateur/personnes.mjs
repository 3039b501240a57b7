// People of the demonstration, as its entry names them.

/** A pharmacy whose amount has a malus. */
export const AVEC_MALUS = { id: '990000002' };

/** A pharmacy that misses a condition. */
export const SANS_SOCLE = { id: '990000001' };

/** A pharmacy that has three delegates, and these delegates. */
export const AVEC_DELEGUES = { id: '990000003' };
export const DELEGUE_QUI_VOIT = { nom: /^Délégué qui voit / };
export const DELEGUE_QUI_PREPARE = { nom: /^Délégué qui prépare / };
export const DELEGUE_QUI_TRANSMET = { nom: /^Délégué qui transmet / };

/** Somebody who has two pharmacies, and must say which. */
export const DEUX_STRUCTURES = { nom: /^Titulaire de deux structures / };
