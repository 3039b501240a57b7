// What a nurse and a dentist see: one forfait, two conventions.

import { DENTISTE, INFIRMIERE } from '../personnes.mjs';
import { dans } from './structures.mjs';

/** A page of the nurse, in the first of their two practices. */
const infirmiere = dans('infirmiere', INFIRMIERE, /cabinet de Valmière/);

export const AUXILIAIRES = [
  {
    nom: 'infirmiere-structures',
    route: '/structures',
    adresse: '/structures',
    personne: INFIRMIERE,
    dit: ['Choisir une structure', 'cabinet de Valmière', 'N° 970000001', "cabinet d'Orvaille-le-Haut", 'N° 970000002'],
  },
  infirmiere('tableau-de-bord', '/tableau-de-bord', '/tableau-de-bord', [
    'Infirmier n° 970000001',
    'Changer de structure',
    'Critères du socle remplis',
    'Tous exigés : 5',
    'FAMI : paiement, exercice 2023',
    '590,00 €',
  ]),
  infirmiere('formulaire', '/declarations/{dispositif}/{exercice}', '/declarations/fami/2024', [
    'Logiciel métier compatible DMP',
    'Repris de votre déclaration 2023',
    'il n’est pas nécessaire de transmettre',
    'exercice coordonné compris',
  ]),
  infirmiere('recu', '/depots/{dispositif}/{exercice}/{numero}', '/depots/fami/2023/1', [
    'structure n° 970000001',
    'Empreinte',
    'Récapitulatif PDF',
  ]),
  infirmiere('suivi', '/suivi/{dispositif}', '/suivi/fami', [
    '1 840 ÷ 2 000 = 92,00 %',
    'Pièces justificatives numérisées',
    'Au plus, dans l’année',
    '1 115,00 €',
    'Part des actes à distance',
    'Respecté',
  ]),
  infirmiere('remuneration', '/remunerations/{dispositif}/{exercice}', '/remunerations/fami/2023', [
    'Maëlle Kervadec, cabinet de Valmière',
    'Montant calculé',
    '590,00 €',
    '490,00 €',
    'Pourquoi ce montant ?',
  ]),
  infirmiere('comprendre-fami', '/documents-utiles/{dispositif}', '/documents-utiles/comprendre_mon_fami', [
    'Comprendre mon FAMI',
    'Sage-femme sans SCOR',
  ]),
  infirmiere('fami-par-profession', '/documents-utiles/{dispositif}', '/documents-utiles/fami_par_profession', [
    'Cinquième critère du socle',
    'Obligatoire : sans lui, pas de socle',
    'Chirurgien-dentiste',
  ]),
  {
    nom: 'dentiste-tableau-de-bord',
    route: '/tableau-de-bord',
    adresse: '/tableau-de-bord',
    personne: DENTISTE,
    dit: ['Chirurgien-dentiste n° 940000001', 'Critères du socle remplis', 'Comprendre mon FAMI', '940,00 €'],
  },
];
