// What a doctor sees: the same pages, drawn from the folders of another convention.

import { AVEC_ASSISTANT, EN_MAINTIEN, MEDECIN } from '../personnes.mjs';

const suivi = (nom, dispositif, dit, personne = MEDECIN) => ({
  nom: `medecin-${nom}`,
  route: '/suivi/{dispositif}',
  adresse: `/suivi/${dispositif}`,
  personne,
  dit,
});

export const MEDECINS = [
  {
    nom: 'medecin-tableau-de-bord',
    route: '/tableau-de-bord',
    adresse: '/tableau-de-bord',
    personne: MEDECIN,
    dit: [
      'Part de la télésanté dans le nombre total des actes',
      'Au 30/09/2024',
      '1,26 %',
      'Soit 7/553',
      'Seuil à ne pas dépasser : 20 %',
      'Accédez à votre suivi IPP',
      'Accédez à votre suivi OAM',
    ],
  },
  {
    nom: 'medecin-menu',
    route: '/tableau-de-bord',
    adresse: '/tableau-de-bord',
    personne: MEDECIN,
    preparer: (page) => page.locator('summary', { hasText: /^Menu$/ }).click(),
    dit: ['Ma patientèle', 'Forfait structure', 'Télésanté', 'IPP', 'OAM', 'Déconnexion'],
  },
  suivi('ipp', 'interessement_ipp', [
    'Dernière mise à jour : 31/12/2024',
    'Baisse du nombre de patients de moins de 65 ans avec association IPP + AINS',
    'Période précédente',
    'Période observée',
    'Cette donnée n’est pas disponible',
    'Atteint, à confirmer',
    'Règle d’atteinte provisoire',
  ]),
  suivi('oam', 'interessement_oam', ['8,33 %', 'Patients initiés PPC', 'Moyenne nationale', 'n. d.', '20 %']),
  suivi('biosimilaires', 'interessement_biosimilaires', ['Tocilizumab', 'Ustékinumab', 'Initiations']),
  suivi('telesante', 'telesante_part', ['1,26 %', 'Seuil à ne pas dépasser']),
  suivi(
    'assmed',
    'assmed',
    ['Option 2 - 1 ETP', '1 036', '1 615', 'Votre objectif cible : 1 341', '51,48 % de l’atteinte de votre objectif'],
    AVEC_ASSISTANT,
  ),
  suivi(
    'assmed-maintien',
    'assmed',
    ['Objectif de maintien', 'Option 1 - 1/2 ETP', '1 768', '3 221', '1 541', '1 857'],
    EN_MAINTIEN,
  ),
  suivi('rosp', 'rosp_clinique', ['Vaccination contre la grippe', 'Objectif intermédiaire', '55 %', '75 %']),
  {
    nom: 'medecin-remunerations',
    route: '/remunerations',
    adresse: '/remunerations?exercice=2024',
    personne: AVEC_ASSISTANT,
    dit: ['11 000,00 €', 'Versé le 07/01/2025', 'FPMT estimé', '22 879,00 €'],
  },
  {
    nom: 'medecin-comprendre-vsm',
    route: '/documents-utiles/{dispositif}',
    adresse: '/documents-utiles/comprendre_mon_vsm',
    dit: ['Comprendre mon VSM', 'Exemple'],
  },
];
