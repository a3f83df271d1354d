:since IS NULL
  AND :until IS NULL
  AND :dated IS NULL
  AND :ingested_since IS NULL
  AND :publisher IS NULL
  AND :topic IS NULL
  AND :once = 'no'
