//! The same stories on both engines. SQLite is always there; PostgreSQL when its programs are installed.

#![allow(clippy::unwrap_used, reason = "a story that cannot go on has failed")]

mod coffre;
#[cfg(feature = "s3")]
mod coffre_s3;
mod contrats;
mod courriels;
mod declarations;
mod documents;
mod imports;
mod invitations;
mod journal;
mod liquidations;
mod migrations;
mod nationaux;
mod personnes;
mod pieces;
mod postgresql;
mod serveur_postgresql;
mod sessions;
mod support;
mod versements;

use support::{Histoire, sur_sqlite};

macro_rules! histoires {
    ($($module:ident :: $nom:ident),* $(,)?) => {
        /// Every story, for the engine that is started once for all of them.
        const HISTOIRES: &[(&str, Histoire)] =
            &[$((stringify!($nom), |registre, brut| Box::pin($module::$nom(registre, brut)))),*];

        mod sqlite {
            $(#[test]
            fn $nom() {
                super::sur_sqlite(|registre, brut| Box::pin(super::$module::$nom(registre, brut)));
            })*
        }
    };
}

histoires![
    journal::acts_are_chained_and_verified,
    journal::an_altered_row_is_found,
    journal::a_removed_row_is_found,
    journal::swapped_rows_are_found,
    journal::a_cut_end_is_found,
    journal::a_row_written_without_the_register_is_found,
    journal::a_chain_made_again_is_betrayed_by_the_head_noted_outside,
    journal::the_database_refuses_to_change_or_remove_a_row,
    journal::acts_written_at_once_stand_in_line,
    declarations::a_field_is_kept_and_read_back,
    declarations::two_tabs_do_not_overwrite_each_other,
    declarations::the_same_value_sent_twice_is_kept_once,
    declarations::a_field_emptied_is_kept_empty,
    declarations::two_people_at_once_lose_nothing,
    declarations::transmissions_are_numbered_and_the_last_one_counts,
    declarations::a_button_pressed_twice_gives_one_receipt,
    declarations::a_field_changed_since_the_summary_stops_the_transmission,
    declarations::a_transmission_cannot_be_changed,
    declarations::a_transmission_altered_behind_the_triggers_is_a_failure,
    declarations::errors_quote_no_value,
    sessions::a_session_ends_after_an_hour_unused,
    sessions::a_session_used_without_pause_ends_after_four_hours,
    sessions::a_closed_session_opens_nothing,
    sessions::the_secret_is_not_in_the_database,
    pieces::a_piece_goes_from_deposit_to_refusal_with_its_reason,
    pieces::a_refusal_without_a_reason_is_refused,
    pieces::two_agents_do_not_decide_over_each_other,
    documents::a_document_issued_again_keeps_its_first_moment,
    nationaux::national_results_are_fixed_once_and_for_good,
    nationaux::a_correction_of_national_results_says_why_and_keeps_the_first,
    personnes::a_right_holds_until_it_ends_or_is_revoked,
    personnes::a_right_on_one_structure_is_not_revoked_from_another,
    invitations::an_invitation_is_accepted_once,
    invitations::an_invitation_ends_after_fifteen_days,
    invitations::an_invitation_of_somebody_who_is_no_longer_titulaire_gives_nothing,
    invitations::the_code_of_an_invitation_is_not_in_the_database,
    versements::a_correction_is_one_more_line,
    versements::an_order_sent_twice_is_written_once,
    versements::another_order_under_the_same_run_is_refused,
    liquidations::a_run_goes_from_preparation_to_the_ledger,
    liquidations::the_person_who_prepared_does_not_validate,
    liquidations::a_run_that_rests_on_something_unknown_is_never_an_order,
    liquidations::a_payment_made_since_the_preparation_stops_the_run,
    liquidations::the_same_run_is_not_prepared_twice_at_once,
    liquidations::a_decision_out_of_turn_is_refused,
    liquidations::two_people_who_pay_at_once_pay_once,
    liquidations::what_was_prepared_cannot_be_changed,
    liquidations::two_payments_of_a_beneficiary_never_bear_the_same_title,
    contrats::each_contract_is_paid_and_counted_alone,
    contrats::the_same_contract_is_not_paid_twice_by_one_run,
    contrats::only_a_payment_under_the_same_contract_makes_a_run_stale,
    contrats::an_imported_payment_counts_for_its_contract_and_has_a_title_of_its_own,
    contrats::what_was_paid_before_contracts_is_kept_and_still_guarded,
    imports::old_payments_are_read_back_the_most_recent_first,
    imports::the_same_file_is_imported_once,
    imports::a_payment_that_could_be_another_stops_the_import,
    imports::an_imported_payment_counts_in_what_was_paid,
    imports::a_department_is_imported_in_less_than_a_second,
    imports::an_imported_payment_cannot_be_changed,
    courriels::an_announcement_goes_out_once_and_leaves_only_its_trace,
    courriels::every_announcement_is_read_back_as_it_was_kept,
    courriels::the_same_announcement_is_kept_once_for_an_address,
    courriels::an_attempt_that_fails_is_made_again_later_and_later,
    courriels::a_recipient_refused_for_good_is_given_up_at_once,
    courriels::the_trace_of_what_was_sent_cannot_be_changed,
    migrations::a_copy_made_while_running_opens_with_the_same_journal,
    migrations::a_second_opening_changes_nothing,
    migrations::a_migration_changed_after_it_ran_is_refused,
    migrations::a_database_from_the_future_is_refused,
];
