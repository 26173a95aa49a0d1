-- One generated input file of the cleaning benchmarks: rows {first} to {last}, values from the row number's hash alone.
COPY (
    SELECT
        range AS trip_id,
        CASE WHEN hash(range, 1) % 100 < 45 THEN 'CMT' ELSE 'VTS' END AS vendor,
        (hash(range, 2) % 8)::INTEGER AS passengers,
        CASE WHEN hash(range, 3) % 500 = 0 THEN 5000.5 ELSE (hash(range, 4) % 2000) / 100.0 END::DOUBLE AS distance,
        CASE WHEN hash(range, 5) % 300 = 0 THEN 0.0 ELSE (hash(range, 6) % 5000 + 30)::DOUBLE END::DOUBLE AS seconds,
        ((hash(range, 7) % 6000)::DOUBLE - 60.0) / 100.0 AS fare,
        ['CRD', 'CSH', 'NOC', 'DIS', 'UNK'][(hash(range, 8) % 5)::INTEGER + 1] AS payment,
        TIMESTAMP '2013-01-01' + to_microseconds((hash(range, 9) % 31536000000000)::BIGINT) AS pickup
    FROM range({first}, {last}))
TO '{file}' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 122880);
