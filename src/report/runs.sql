/* title: Runs
   description: What was done to the archive and how it ended, latest first.
   parameter: since — started on this day (UTC) or later (first day)
   parameter: until — started on this day (UTC) or earlier (last day)
   parameter: limit — at most so many rows (number, default 20) */
SELECT
    run_id, command, started_at, finished_at, exit_code,
    seen, stored, duplicate, revised, refused, skipped, program_version
FROM runs
WHERE (:since IS NULL OR started_at >= :since)
  AND (:until IS NULL OR substr(started_at, 1, 10) <= :until)
ORDER BY run_id DESC
LIMIT :limit;
