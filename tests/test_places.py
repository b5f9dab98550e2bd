from hypothesis import given, settings
from hypothesis import strategies as st

from imrx.places import Stretches

LIMITS = st.tuples(st.integers(0, 60), st.integers(1, 20)).map(lambda pair: (pair[0], sum(pair)))


@settings(derandomize=True, max_examples=300)
@given(st.lists(LIMITS, max_size=12), LIMITS)
def test_stretches_overlap(limits, asked):
    start, end = asked
    expected = any(start < until and since < end for since, until in limits)
    assert Stretches(limits).overlap(start, end) == expected
