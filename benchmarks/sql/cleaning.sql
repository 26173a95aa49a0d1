-- The five rules of the cleaning benchmarks as somebody would write them by hand in DuckDB: clean rows, and quarantined rows as they came with the
-- list of every rule they failed, file and row number. Same codec, row groups and limit of dictionaries as Millrace's outputs; no row hashes, statistics or change log.
COPY (
    SELECT trip_id, vendor, least(passengers, 6)::BIGINT AS passengers, distance, seconds, fare, payment, pickup
    FROM read_parquet({input})
    WHERE fare > 0
        AND distance < 200
        AND seconds > 0 AND seconds < 86400
        AND distance * 3600.0::DOUBLE <= seconds * 120.0::DOUBLE)
TO '{clean}' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 122880, DICTIONARY_SIZE_LIMIT 10240);

COPY (
    SELECT *
    FROM (
        SELECT trip_id, vendor, passengers, distance, seconds, fare, payment, pickup,
            list_filter([
                CASE WHEN NOT fare > 0 THEN 'fare-positive' END,
                CASE WHEN NOT distance < 200 THEN 'distance-sane' END,
                CASE WHEN NOT (seconds > 0 AND seconds < 86400) THEN 'duration-sane' END,
                CASE WHEN NOT distance * 3600.0::DOUBLE <= seconds * 120.0::DOUBLE THEN 'speed-sane' END],
                lambda reason: reason IS NOT NULL) AS _reasons,
            filename AS _source_file,
            file_row_number AS _source_row
        FROM read_parquet({input}, filename = true, file_row_number = true)
        WHERE NOT (fare > 0
            AND distance < 200
            AND seconds > 0 AND seconds < 86400
            AND distance * 3600.0::DOUBLE <= seconds * 120.0::DOUBLE)))
TO '{quarantine}' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 122880, DICTIONARY_SIZE_LIMIT 10240);
