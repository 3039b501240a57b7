// What the manager of a health centre sees, in the first of their two centres.

import { GESTIONNAIRE } from '../personnes.mjs';
import { dans } from './structures.mjs';

const centre = dans('centre', GESTIONNAIRE, /960000001/);

export const CENTRES = [
  centre('tableau-de-bord', '/tableau-de-bord', '/tableau-de-bord', [
    'Médical ou polyvalent',
    'Centre de santé n° 960000001',
    'Patients en situation de précarité',
    'Valeur fictive',
    '20 646,00 €',
  ]),
  centre('formulaire', '/declarations/{dispositif}/{exercice}', '/declarations/remuneration_specifique/2024', [
    'Amplitude d’ouverture',
    'Combien d’équivalents temps plein (ETP) les infirmiers font-ils ensemble',
    'Quel niveau de la démarche qualité',
    'Je déclare, au nom du centre de santé',
  ]),
  centre('suivi', '/suivi/{dispositif}', '/suivi/remuneration_specifique', [
    'Axe 1 : l’accès aux soins',
    '800 ÷ 8 000 = 10,00 %',
    'Repose sur une valeur fictive de démonstration',
    'Points de l’activité infirmière',
  ]),
  centre('remuneration', '/remunerations/{dispositif}/{exercice}', '/remunerations/remuneration_specifique/2023', [
    'Valeur fictive de démonstration',
    '20 646,00 €',
    "Conditions à remplir d'abord : 3 sur 3",
    'Pourquoi ce montant ?',
  ]),
];
