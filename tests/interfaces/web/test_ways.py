"""Where a page belongs in the menu, and what a queue holds next."""

from __future__ import annotations

import pytest

from gongdao.interfaces.web import door, menu


@pytest.mark.parametrize(
    ("path", "tab"),
    [
        ("/platform", "/platform"),
        ("/platform/applications/app_1", "/platform/applications"),
        ("/platform/rules", "/platform"),
        ("/desk/plans", "/desk/plans"),
        ("/desk/terms", "/desk"),
        ("/report-desk", "/report-desk"),
        ("/reporting", ""),
        ("/", ""),
    ],
)
def test_one_tab_of_the_menu_leads_to_a_page(path, tab):
    assert menu.leading_to(path) == tab


@pytest.mark.parametrize(
    ("queue", "here", "following"),
    [
        (["a", "b", "c"], "a", "b"),
        (["a", "b", "c"], "c", "a"),
        (["a", "a", "b"], "a", "b"),
        (["a", "b"], "gone", "a"),
        (["a"], "a", ""),
        ([], "a", ""),
    ],
)
def test_after_the_last_a_queue_begins_again(queue, here, following):
    assert door.after(queue, here) == following
