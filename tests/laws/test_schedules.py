"""Laws of schedules of fixed tasks: as short as brute force finds, within every limit, with bounds that hold."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, permutations

from hypothesis import given, settings
from hypothesis import strategies as st

from chartway.schedule import MOST_NODES, Opening, Project, Schedule, Task, is_in_time, shortest
from chartway.timetable import peak

Before = tuple[tuple[int, ...], ...]


def tasks() -> st.SearchStrategy[Task]:
    study = st.builds(
        Task, st.sampled_from([2000, 3000, 1000, 5500, 0]), st.sampled_from([6000, 4000, 10_000, 3000, 0])
    )
    return st.one_of(study, study, st.sampled_from([Task(1000, job=True), Task(4000, job=True)]))


@st.composite
def projects(draw: st.DrawFn, least: int, most: int) -> tuple[Project, Before]:
    """Tasks, each after some of those before it; the goal is to have done them all."""
    some = tuple(draw(st.lists(tasks(), min_size=least, max_size=most)))
    before = tuple(
        tuple(draw(st.lists(st.integers(0, number - 1), max_size=2, unique=True)) if number else ())
        for number in range(len(some))
    )
    return Project(some, opening(before), draw(st.sampled_from([10_000, 12_000, None]))), before


def opening(before: Before) -> Opening:
    def found(done: int, _: int) -> tuple[int, bool]:
        opened = finished = 0
        for number, others in enumerate(before):
            if all(finished >> other & 1 for other in others):
                opened |= 1 << number
                finished |= done & 1 << number
        return opened, finished == (1 << len(before)) - 1

    return found


def has_room(project: Project, starts: dict[int, int]) -> bool:
    spans = [(start, start + project.tasks[task].weeks, project.tasks[task]) for task, start in starts.items()]
    jobs = peak((start, finish, task.job) for start, finish, task in spans)
    hours = peak((start, finish, task.hours) for start, finish, task in spans)
    return jobs <= 1 and (project.hours is None or hours <= project.hours)


def shortest_by_force(project: Project, before: Before) -> int:
    """Over every order in which the tasks could begin, each as soon as it can."""
    best = 1 << 40
    for order in permutations(range(len(before))):
        starts: dict[int, int] = {}
        for task in order:
            if not set(before[task]) <= starts.keys():
                break
            ends = {0, *(start + project.tasks[one].weeks for one, start in starts.items())}
            ready = max((starts[one] + project.tasks[one].weeks for one in before[task]), default=0)
            starts[task] = next(
                moment for moment in sorted(ends) if moment >= ready and has_room(project, starts | {task: moment})
            )
        else:
            best = min(best, max(start + project.tasks[one].weeks for one, start in starts.items()))
    return best


def check(project: Project, before: Before, found: Schedule) -> None:
    starts = dict(found.starts)
    ends = {task: start + project.tasks[task].weeks for task, start in starts.items()}

    assert len(starts) == len(before)
    assert has_room(project, starts)
    assert all(starts[task] >= ends[other] for task in starts for other in before[task])
    assert found.finish == max(ends.values())
    assert found.bound <= found.finish


@settings(max_examples=150, deadline=None)
@given(projects(1, 6))
def test_schedules_are_as_short_as_brute_force_finds(drawn: tuple[Project, Before]) -> None:
    project, before = drawn
    found = shortest(project)
    least = shortest_by_force(project, before)

    check(project, before, found)
    assert (found.finish, found.bound) == (least, least)
    assert is_in_time(project, least)
    assert is_in_time(project, least - 1) is False


@settings(max_examples=80, deadline=None)
@given(projects(1, 6))
def test_weights_leave_every_schedule_as_it_is(drawn: tuple[Project, Before]) -> None:
    project, before = drawn
    weighed = project.weighed()
    least = shortest_by_force(project, before)

    check(weighed, before, shortest(weighed))
    assert shortest(weighed).finish == shortest(weighed).bound == least
    for most, weights in weighed.weights:
        assert all(sum(weights[task] for task in some) <= most for some in side_by_side(project, before))
        assert sum(weight * task.weeks for weight, task in zip(weights, project.tasks, strict=True)) <= least * most


def side_by_side(project: Project, before: Before) -> Iterator[tuple[int, ...]]:
    """All sets of tasks that take time, none of which waits for another, and that fit into a week."""
    waits: list[set[int]] = []
    for others in before:
        waits.append(set(others).union(*(waits[other] for other in others)))
    lasting = [task for task, one in enumerate(project.tasks) if one.weeks]
    for count in range(1, len(lasting) + 1):
        for some in combinations(lasting, count):
            if not any(waits[task] & set(some) for task in some) and has_room(project, dict.fromkeys(some, 0)):
                yield some


def test_weights_prove_what_hours_alone_do_not() -> None:
    courses = [(11, 7), (5, 5), (16, 7), (11, 5), (11, 5), (16, 4), (16, 4), (9, 4), (5, 8), (9, 8), (16, 4), (9, 3)]
    tasks = tuple(Task(weeks * 1000, hours * 1000) for weeks, hours in courses)
    project = Project(tasks, opening(((),) * len(tasks)), 12_000)

    assert work(project) == 57_584
    assert work(project.weighed()) == 58_334
    assert shortest(project, 3_000).proved


def work(project: Project) -> int:
    """The weeks that all tasks take at least, whatever is counted."""
    return max(
        -(-sum(load * task.weeks for load, task in zip(loads, project.tasks, strict=True)) // there_is)
        for there_is, loads in project.resources
    )


@settings(max_examples=40, deadline=None)
@given(projects(8, 16), st.sampled_from([20, 300]))
def test_bounds_of_unfinished_searches_hold(drawn: tuple[Project, Before], nodes: int) -> None:
    project, before = drawn
    hasty = shortest(project, nodes)
    patient = shortest(project, MOST_NODES // 20)

    if hasty.starts:
        check(project, before, hasty)
    check(project, before, patient)
    assert hasty.bound <= patient.finish <= hasty.finish
    assert shortest(project, nodes) == hasty
