"""The examples of `docs/scale.md` do what they say. Slow, and only where the engine is installed."""

import contextlib
import re
import sys
from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import parquet

from imrx.batch.texts import annotate_texts
from imrx.writers.nested import nested_schema, unnest

PAGE = (Path(__file__).parents[1] / "docs" / "scale.md").read_text(encoding="utf-8")
EXAMPLES = dict(re.findall(r"^### (\w+)\n\n```python\n(.*?)```", PAGE, flags=re.DOTALL | re.MULTILINE))
MODULES = {"Ray": "ray", "Spark": "pyspark", "Dask": "dask.dataframe"}

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore")]  # the engines warn of themselves


def prepare(engine: str, stack: contextlib.ExitStack, patch: pytest.MonkeyPatch) -> None:
    """Engines that would take the whole machine get two workers of it; Spark's are to be this very Python."""
    if engine == "Ray":
        import ray

        ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False, logging_level="error")
        stack.callback(ray.shutdown)
    if engine == "Spark":
        from pyspark.sql import SparkSession

        patch.setenv("PYSPARK_PYTHON", sys.executable)
        settings = {"spark.ui.enabled": "false", "spark.driver.bindAddress": "127.0.0.1"}
        spark = SparkSession.builder.master("local[2]").config(map=settings).getOrCreate()
        stack.callback(spark.stop)


@pytest.mark.parametrize("engine", EXAMPLES)
def test_the_example_gives_the_tables(engine, letters, tmp_path, monkeypatch):
    pytest.importorskip(MODULES[engine], reason=f"{engine} is not installed")
    monkeypatch.chdir(tmp_path)
    Path("letters").mkdir()
    for part in range(3):
        ids = [f"{doc_id}-{part}" for doc_id in letters]
        parquet.write_table(pa.table({"doc_id": ids, "text": [*letters.values()]}), f"letters/{part}.parquet")
    with contextlib.ExitStack() as stack:
        prepare(engine, stack, monkeypatch)
        exec(EXAMPLES[engine], {"__name__": "example"})
    made = parquet.read_table("annotated", schema=nested_schema()).sort_by("doc_id")
    ids = sorted(f"{doc_id}-{part}" for doc_id in letters for part in range(3))
    expected = annotate_texts([letters[doc_id[:-2]] for doc_id in ids], ids)
    assert made["doc_id"].to_pylist() == ids
    for name, table in unnest(expected).items():
        assert unnest(made)[name].to_pylist() == table.to_pylist(), name
