-- errdoc(text): the diagnoses of a text. A line feed in it becomes a blank: errdoc_line answers lines, and the answers
-- behind a text of two lines would be those to other rows.
CREATE OR REPLACE FUNCTION errdoc AS (text) -> JSONExtract(
    errdoc_line(replaceAll(ifNull(text, ''), '\n', ' ')),
    'diagnoses',
    'Array(Tuple(
        provider Nullable(String), code Nullable(String), certainty String, title String, quick_fix Nullable(String),
        http_status Nullable(UInt16), request_id Nullable(String), retry Tuple(verdict String), count UInt64))'
)
