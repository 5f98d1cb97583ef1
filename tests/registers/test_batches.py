"""Values in slices, and lookups by more names than one statement takes."""

from __future__ import annotations

from datetime import UTC

import pytest
from django.db import DataError, connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongdao.registers.arrays import array, arrays
from gongdao.registers.batches import slices
from gongdao.stages.listings import queries as listings


def test_slices_lose_nothing_and_are_no_longer_than_asked():
    parts = list(slices(range(25), 10))
    assert [len(part) for part in parts] == [10, 10, 5]
    assert [n for part in parts for n in part] == list(range(25))
    assert list(slices([], 10)) == []


@pytest.mark.django_db
def test_more_names_than_a_statement_has_parameters(world):
    assert listings.by_external(world.market.id, (f"x{n}" for n in range(70_000))) == {}


TEXTS = st.text(st.characters(exclude_characters="\0", exclude_categories=("Cs",)))


@pytest.mark.django_db
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(
            TEXTS | st.none(),
            st.integers(-(2**63), 2**63 - 1),
            st.datetimes(timezones=st.just(UTC)) | st.none(),
            st.binary(),
            st.booleans(),
        )
    )
)
def test_what_travels_in_arrays_arrives_as_it_was(db, rows):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM unnest(%s::text[], %s::bigint[], %s::timestamptz[], %s::bytea[], %s::bool[])",
            arrays(rows, 5),
        )
        came = [(a, b, c, bytes(d), e) for a, b, c, d, e in cursor.fetchall()]
    assert came == rows


@pytest.mark.django_db
def test_a_text_with_a_zero_byte_is_refused_by_the_driver(db):
    with connection.cursor() as cursor, pytest.raises((DataError, ValueError)):
        cursor.execute("SELECT unnest(%s::text[])", [array(["a\0b"])])
