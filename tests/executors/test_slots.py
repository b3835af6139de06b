"""The slot pool: slots are used again when they are clean, never more than it may have."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator

import pytest

from grader.errors import SandboxMissing, SlotLost
from grader.executors.probe import answers, works
from grader.executors.slots import Slot, SlotPool
from grader.far.lockdown import landlock_abi
from grader.model import SandboxSpec
from grader.sandbox.local import LocalSandbox
from grader.sandbox.process_session import ProcessSession
from grader.wire.control import Settings
from grader.wire.limits import Limits
from tests.processes import nothing_left
from tests.requires import requires
from tests.sabotage import DeadOnArrival

SPEC = SandboxSpec()
OTHER = SandboxSpec(limits=Limits(check_cpu=1.0))
FRESH = SandboxSpec(isolation="fresh")


@pytest.fixture
def pool() -> Iterator[SlotPool]:
    requires(sys.platform == "linux" and landlock_abi() > 0, "there is no Landlock")
    with nothing_left():
        pool = SlotPool(LocalSandbox(), size=2)
        yield pool
        pool.close()


class Counted(LocalSandbox):
    """Counts its far sides, and tells when one is started behind the back of this thread."""

    def __init__(self) -> None:
        super().__init__()
        self.opened = 0
        self.opened_behind = threading.Event()

    def open(self, spec: SandboxSpec) -> ProcessSession:
        self.opened += 1
        if threading.current_thread() is not threading.main_thread():
            self.opened_behind.set()
        return super().open(spec)


@pytest.fixture
def counted() -> Iterator[Counted]:
    requires(sys.platform == "linux" and landlock_abi() > 0, "there is no Landlock")
    with nothing_left():
        yield Counted()


class WithoutLandlock:
    """Its far sides know no Landlock, as on kernels that have none."""

    def __init__(self, tier: str) -> None:
        self.tier = tier
        self.image = ""

    def refusal(self) -> SandboxMissing | None:
        return None

    def open(self, spec: SandboxSpec) -> ProcessSession:
        return ProcessSession(Settings(tier=self.tier, lockdown=False))


def lent(pool: SlotPool, spec: SandboxSpec = SPEC, *, fresh: bool = False) -> Slot:
    with pool.lend(spec, fresh=fresh) as slot:
        return slot


def is_alive(slot: Slot) -> bool:
    return slot.session.sock.fileno() >= 0


def test_a_clean_slot_is_lent_again(pool: SlotPool) -> None:
    assert lent(pool) is lent(pool)


def test_a_fresh_slot_is_a_new_one(pool: SlotPool) -> None:
    assert lent(pool) is not lent(pool, fresh=True)


def test_a_slot_is_lent_only_for_the_spec_that_it_was_started_for(pool: SlotPool) -> None:
    slot = lent(pool)
    assert lent(pool, OTHER).spec == OTHER
    assert lent(pool) is slot


def test_an_assignment_that_asks_for_it_gets_a_fresh_slot_each_time(pool: SlotPool) -> None:
    first, second = lent(pool, FRESH), lent(pool, FRESH)
    assert first is not second
    assert not is_alive(first)
    assert (lent(pool).isolation, first.isolation) == ("reset", "fresh")


def test_the_next_fresh_slot_is_warmed_up_while_one_is_used(counted: Counted) -> None:
    pool = SlotPool(counted)
    with pool.lend(FRESH):
        assert counted.opened_behind.wait(60)
        assert counted.opened == 2
    with pool.lend(FRESH):
        pass
    pool.close()
    assert counted.opened == 3


def test_another_slot_warms_up_in_the_place_of_a_destroyed_one(counted: Counted) -> None:
    pool = SlotPool(counted)
    with pytest.raises(SlotLost), pool.lend(SPEC):
        raise SlotLost("something failed")
    assert counted.opened_behind.wait(60)
    lent(pool)
    pool.close()
    assert counted.opened == 2


def test_a_locked_slot_without_landlock_is_fresh_and_a_trusted_one_is_not() -> None:
    with nothing_left():
        for tier, isolation in (("docker", "fresh"), ("trusted", "reset")):
            pool = SlotPool(WithoutLandlock(tier))
            assert lent(pool).isolation == isolation
            pool.close()


def test_the_slot_that_waits_longest_makes_room_for_one_of_another_kind(pool: SlotPool) -> None:
    with pool.lend(SPEC) as first, pool.lend(SPEC) as second:
        pass
    lent(pool, OTHER)
    assert [is_alive(first), is_alive(second)] == [True, False]


def test_a_slot_in_which_something_failed_is_destroyed(pool: SlotPool) -> None:
    with pytest.raises(SlotLost), pool.lend(SPEC) as slot:
        raise SlotLost("something failed")
    assert not is_alive(slot)
    assert lent(pool) is not slot


def test_a_slot_that_cannot_be_reset_is_destroyed_without_a_word(pool: SlotPool) -> None:
    with pool.lend(SPEC) as slot:
        slot.session.kill()
    assert not is_alive(slot)
    assert lent(pool) is not slot


def test_a_slot_that_ended_while_it_was_idle_is_replaced_without_a_word(pool: SlotPool) -> None:
    slot = lent(pool)
    slot.session.kill()
    with pool.lend(SPEC) as another:
        assert another is not slot
        assert answers(another)


def test_a_spare_that_ended_while_it_waited_is_replaced_without_a_word(pool: SlotPool) -> None:
    lent(pool, FRESH)
    ((_, waiting),) = pool._spares
    spare = waiting.result(60)
    spare.session.kill()
    with pool.lend(FRESH) as another:
        assert another is not spare
        assert answers(another)


def test_a_slot_that_does_not_get_warm_says_so() -> None:
    with nothing_left(), pytest.raises(SlotLost, match="while we waited for it to be ready"):
        lent(SlotPool(DeadOnArrival()))


def test_stopping_the_pool_frees_whoever_waits_for_a_slot(pool: SlotPool) -> None:
    heard: list[SlotLost] = []
    is_lent = threading.Event()

    def wait_for_an_answer() -> None:
        try:
            with pool.lend(SPEC) as slot:
                is_lent.set()
                slot.session.sock.recv(1)
                raise SlotLost("the far side hung up")
        except SlotLost as lost:
            heard.append(lost)

    thread = threading.Thread(target=wait_for_an_answer)
    thread.start()
    assert is_lent.wait(60)
    pool.stop()
    thread.join(60)
    assert len(heard) == 1
    with pytest.raises(SlotLost, match="the run is over"):
        lent(pool)


def test_the_probe_works_in_a_good_slot_and_not_in_a_bad_one(pool: SlotPool) -> None:
    assert works(pool, SPEC)
    assert not works(SlotPool(DeadOnArrival()), SPEC)
