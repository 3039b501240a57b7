// People of the demonstration, as its entry names them.

/** A pharmacy whose amount has a malus. */
export const AVEC_MALUS = { id: '990000002' };

/** A pharmacy that misses a condition. */
export const SANS_SOCLE = { id: '990000001' };

/** A pharmacy that has declared nothing yet for this exercice. */
export const A_DECLARER = { id: '990000006' };

/** A pharmacy whose declaration was changed after it was transmitted. */
export const DEJA_TRANSMISE = { id: '990000005' };

/** A pharmacy that never transmitted anything. */
export const JAMAIS_DECLARE = { id: '990000050' };

/** A pharmacy that has three delegates, and these delegates. */
export const AVEC_DELEGUES = { id: '990000003' };
export const DELEGUE_QUI_VOIT = { nom: /^Délégué qui voit / };
export const DELEGUE_QUI_PREPARE = { nom: /^Délégué qui prépare / };
export const DELEGUE_QUI_TRANSMET = { nom: /^Délégué qui transmet / };

/** Somebody who has two pharmacies, and must say which. */
export const DEUX_STRUCTURES = { nom: /^Titulaire de deux structures / };

/** The doctor of the screens: télésanté, IPP, OAM. */
export const MEDECIN = { id: '980000001' };

/** A doctor who has an assistant, and was paid an advance. */
export const AVEC_ASSISTANT = { id: '980000002' };

/** A doctor over 65, whose objective is to keep their patients. */
export const EN_MAINTIEN = { id: '980000003' };

/** A nurse who has two practices: the first is paid, the second misses a criterion. */
export const INFIRMIERE = { id: 'p-maelle-kervadec' };

/** A dentist, whose FAMI is the one of the other professions. */
export const DENTISTE = { id: '940000001' };

/** Who manages two health centres, one polyvalent, the other dental. */
export const GESTIONNAIRE = { id: 'p-gestionnaire' };
