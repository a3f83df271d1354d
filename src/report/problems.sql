/* title: Problems
   description: Inputs that gave no article, and why, latest first.
   parameter: outcome — only those that should have given an article, or rightly gave none (refused or skipped)
   parameter: run — only those of this run (number)
   parameter: since — found by runs that started on this day (UTC) or later (first day)
   parameter: until — found by runs that started on this day (UTC) or earlier (last day)
   parameter: limit — at most so many rows (number, default 50) */
SELECT
    problems.problem_id, problems.run_id, runs.started_at, problems.outcome, problems.uri, problems.record,
    problems.reason, captures.sha256 AS capture_sha256
FROM problems
JOIN runs ON runs.run_id = problems.run_id
LEFT JOIN captures ON captures.capture_id = problems.capture_id
WHERE (:outcome IS NULL OR problems.outcome = :outcome)
  AND (:run IS NULL OR problems.run_id = :run)
  AND (:since IS NULL OR runs.started_at >= :since)
  AND (:until IS NULL OR substr(runs.started_at, 1, 10) <= :until)
ORDER BY problems.problem_id DESC
LIMIT :limit;
