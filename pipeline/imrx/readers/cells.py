"""Cells of data frames and tables, where whole numbers may be floats and what is missing has many forms."""

from numbers import Integral, Real


def is_missing(value: object) -> bool:
    """Whether a cell of a data frame holds nothing: `None`, or what pandas, NumPy and Dask put in its place."""
    if value is None:
        return True
    try:
        return bool(value != value)  # NaN and NaT are not equal to themselves
    except TypeError:  # of `pandas.NA`, even whether it is equal to itself is missing
        return True
    except ValueError:  # an array has an answer for each of its values
        return False


def as_whole(value: object) -> object:
    """The whole number that a float stands for, as which it is kept in a column where another is missing.

    Beyond 2 to the 53rd a float may stand for its neighbours as well, and is left as it is.
    """
    if isinstance(value, Real) and not isinstance(value, Integral):
        number = float(value)
        if number.is_integer() and abs(number) < 2**53:
            return int(number)
    return value
