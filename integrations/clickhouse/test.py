"""Holds the counts of the queries in this folder against those of `errdoc scan`: test.py ERRDOC LOG"""

import json
import pathlib
import subprocess
import sys
import tempfile

import chdb

ERRDOC, LOG = sys.argv[1:]
HERE = pathlib.Path(__file__).parent
FUNCTION = (HERE / "errdoc_function.xml").read_text()

# Every hundredth row holds an error of its own; each must come back in its own row, whatever block and process it went to.
ALIGNED = """
SELECT count() AS rows, countIf(name != '') AS named, countIf(name != due) AS wrong FROM (
    SELECT
        if(number % 100 = 0, toString(number), '') AS due,
        if(due = '', 'a line', concat('{"error":"Event \\'', due, '\\' not found"}')) AS line,
        JSONExtractString(errdoc_line(line), 'diagnoses', 1, 'values', 'event') AS name
    FROM numbers_mt(200000))
"""

# A text of two lines is one row, and the rows behind it keep their answers.
SEVERAL_LINES = """
SELECT groupArray(arrayMap(d -> d.code, errdoc(text))) AS codes FROM (
    SELECT arrayJoin([NULL, 'POST failed:\\n{"error":\\n"Event ''a'' not found"}', '', 'a\\nb\\n', '']) AS text)
"""


def engine(folder, function):
    """Opens ClickHouse with the program and a function in a folder."""
    (folder / "errdoc").symlink_to(ERRDOC)
    path = folder / "errdoc_function.xml"
    path.write_text(function)
    return chdb.connect(f":memory:?user_scripts_path={folder}&user_defined_executable_functions_config={path}")


def rows(connection, query, **params):
    """Gives the answer to a query."""
    text = str(connection.query(query, "JSONEachRow", params=params))
    return [json.loads(line) for line in text.splitlines()]


def counts(groups):
    """Gives what is counted of each error."""
    return {(group["provider"], group["code"], int(group["count"])) for group in groups}


def check(claim, got, due):
    """Ends with what differs."""
    if got != due:
        if isinstance(due, set):
            got, due = got - due, due - got
        sys.exit(f"clickhouse: {claim}\n  got {got}\n  due {due}")


def fails(connection, query, **params):
    """Says whether a query fails as errdoc does."""
    try:
        connection.query(query, params=params)
    except Exception as error:
        return "CHILD_WAS_NOT_EXITED_NORMALLY" in str(error)
    return False


scan = json.loads(subprocess.run([ERRDOC, "scan", "--format", "json", LOG], check=True, capture_output=True).stdout)
due = counts(scan["groups"])
check("the log holds errors", len(due) > 50, True)
with tempfile.TemporaryDirectory() as name:
    connection = engine(pathlib.Path(name), FUNCTION)
    connection.query((HERE / "function.sql").read_text())
    connection.query("CREATE TABLE logs (line Nullable(String)) ENGINE = Memory")
    connection.query(f"INSERT INTO logs SELECT line FROM file('{LOG}', LineAsString, 'line String')")
    check("every line is a row", rows(connection, "SELECT count() AS n FROM logs"), [{"n": scan["lines"]}])
    check("rows.sql counts as scan does", counts(rows(connection, (HERE / "rows.sql").read_text())), due)
    check("file.sql counts as scan does", counts(rows(connection, (HERE / "file.sql").read_text(), log=LOG)), due)
    check("answers stay in their rows", rows(connection, ALIGNED), [{"rows": 200000, "named": 2000, "wrong": 0}])
    codes = [[], ["event-not-found"], [], [], []]
    check("a text may have several lines", rows(connection, SEVERAL_LINES), [{"codes": codes}])
    connection.close()

with tempfile.TemporaryDirectory() as name:
    broken = f"annotate --catalog {name}/none.json"
    connection = engine(pathlib.Path(name), FUNCTION.replace("annotate", broken))
    query = (HERE / "file.sql").read_text().replace("annotate", broken)
    check("a function fails with errdoc", fails(connection, "SELECT errdoc_line('a')"), True)
    check("a table fails with errdoc", fails(connection, query, log="/dev/null"), True)
    connection.close()
print(f"clickhouse: {len(due)} groups, {scan['errors']} errors in {scan['lines']} lines, counted alike")
