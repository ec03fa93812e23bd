-- Counts what stands in the rows of a table, with the function.
SELECT diagnosis.provider AS provider, diagnosis.code AS code, sum(diagnosis.count) AS count
FROM (SELECT arrayJoin(errdoc(line)) AS diagnosis FROM logs)
WHERE diagnosis.certainty IN ('certain', 'likely', 'possible')
GROUP BY provider, code
ORDER BY count DESC, provider, code
