"""When Python looks for garbage."""

import gc
import subprocess
import sys

import pytest

from imrx.garbage import made_to_stay

AFTERWARDS = """
import gc, sys
from imrx.cli import main
sys.argv = ["imrx", "--version"]
try:
    main()
except SystemExit:
    print(gc.isenabled(), gc.get_freeze_count() > 10_000)
"""


@pytest.fixture
def thawed():
    yield
    gc.unfreeze()


@pytest.mark.usefixtures("thawed")
def test_python_looks_for_garbage_again_afterwards():
    with made_to_stay():
        assert not gc.isenabled()
    assert gc.isenabled()
    with pytest.raises(OSError, match="no model"), made_to_stay():
        raise OSError("no model")
    assert gc.isenabled()


@pytest.mark.usefixtures("thawed")
def test_who_looks_for_none_is_left_alone():
    gc.disable()
    try:
        with made_to_stay():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_what_the_command_line_is_made_of_is_not_looked_at_again():
    done = subprocess.run([sys.executable, "-c", AFTERWARDS], capture_output=True, text=True, check=True)
    assert done.stdout.split()[-2:] == ["True", "True"]
