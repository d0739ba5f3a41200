"""Histories that broke something once, as `test_whatever_breaks` had found them: lived again, each in a few steps."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.test_whatever_breaks import Province


def a_laptop_that_is_begun_anew_is_not_known_any_more(province: Province) -> None:
    """It was enrolled after the backup, and its key is lost: what the hub had received comes back from the new folder."""
    province.the_hub_is_backed_up()
    province.exchange_over_a_line_that_breaks(at=0.9648106316829963, number=58, request=False)
    province.a_key_is_lost(number=462)
    province.the_hub_is_restored(choice=4, database_lost=False)
    province.the_hub_goes_on()


def a_backup_is_put_back_twice_and_both_generations_have_one_number(province: Province) -> None:
    """The anchor is lost, too. The head of the first was shown before the registry of the second came back."""
    province.the_hub_is_backed_up()
    province.the_hub_is_restored(choice=0, database_lost=True)
    province.the_hub_goes_on()
    province.exchange_over_a_line_that_breaks(at=0.9648106316829963, number=58, request=False)
    province.a_folder_is_copied(number=348)
    province.somebody_works_on_in_a_copy(choice=433)
    province.somebody_is_revoked(number=935)
    province.the_hub_is_restored(choice=406, database_lost=True)
    province.exchange(number=156)
    province.a_stick_reaches_the_hub(choice=385)
    province.the_hub_goes_on()
    province.the_hub_is_restored(choice=829, database_lost=False)


def a_generation_is_passed_over(province: Province) -> None:
    """A laptop holds the registry of a generation of which nothing came back to the hub, and follows the next."""
    province.the_hub_is_backed_up()
    province.a_folder_is_copied(number=348)
    province.somebody_works_on_in_a_copy(choice=433)
    province.a_folder_is_copied(number=85)
    province.the_hub_has_no_room(number=53, room=1)
    province.somebody_works_on_in_a_copy(choice=576)
    province.the_hub_is_restored(choice=406, database_lost=True)
    province.the_hub_goes_on()
    province.the_hub_is_restored(choice=829, database_lost=False)


def _two_histories(province: Province) -> None:
    """The hub is put back by hand, and two laptops hold what it signed of one place, each another."""
    province.the_hub_is_backed_up()
    province.a_folder_is_copied(number=621)
    province.the_hub_has_no_room(number=130, room=0)
    province.log(number=25, quantity=0)
    province.somebody_works_on_in_a_copy(choice=388)
    province.the_hub_is_put_back_by_hand(choice=167)
    province.the_hub_has_no_room(number=179, room=0)


def a_hub_goes_on_from_one_of_two_histories(province: Province) -> None:
    """It is put back once more. The second laptop shows its own history once a generation has begun without it."""
    _two_histories(province)
    province.the_hub_has_no_room(number=90, room=0)
    province.the_hub_is_put_back_by_hand(choice=0)


def a_copy_has_seen_the_other_of_two_histories(province: Province) -> None:
    """It is begun anew, and its new folder has that history, too."""
    _two_histories(province)
    province.a_laptop_has_no_room(number=494, other=False, room=3)
    province.the_hub_is_restored(choice=10, database_lost=True)


def a_receipt_is_of_a_time_that_has_not_come(province: Province) -> None:
    """The hub was made anew from a laptop that does not know it, with a clock that had gone back."""
    province.exchange(number=209)
    province.the_hub_has_no_room(number=215, room=6)
    province.the_hub_is_made_anew(brought=53)
    province.exchange(number=301)
    province.the_clock_jumps(hours=-24)
    province.the_hub_goes_on()


@pytest.mark.parametrize(
    "history",
    [
        a_laptop_that_is_begun_anew_is_not_known_any_more,
        a_backup_is_put_back_twice_and_both_generations_have_one_number,
        a_generation_is_passed_over,
        a_hub_goes_on_from_one_of_two_histories,
        a_copy_has_seen_the_other_of_two_histories,
        a_receipt_is_of_a_time_that_has_not_come,
    ],
)
def test_it_holds_now(history: Callable[[Province], None]) -> None:
    province = Province()
    province.begin()
    history(province)
    province.what_is_called_received_is_held_by_the_hub()
    province.teardown()
