-- Counts what stands in the lines of a file (s3, url and hdfs read alike), with one process and without a function.
SELECT diagnosis.provider AS provider, diagnosis.code AS code, sum(diagnosis.count) AS count
FROM (
    SELECT arrayJoin(JSONExtract(answer, 'diagnoses', 'Array(Tuple(
        provider Nullable(String), code Nullable(String), certainty String, count UInt64))')) AS diagnosis
    FROM executable('errdoc annotate --format jsonl', TSVRaw, 'answer String', (
        SELECT line FROM file({log:String}, LineAsString, 'line String')
    ), SETTINGS check_exit_code = 1) -- else a log that errdoc could not read is a log without errors
)
WHERE diagnosis.certainty IN ('certain', 'likely', 'possible')
GROUP BY provider, code
ORDER BY count DESC, provider, code
