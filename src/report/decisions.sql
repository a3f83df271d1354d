/* title: Decisions
   description: What people ruled, newest first: who, when and why, and whether it still holds. A ruling on a
     mention that is not recognised any more holds, and fits nothing.
   parameter: name — only rulings on this name, as it was called when it was decided (text)
   parameter: act — only this act, such as merge or reject (text)
   parameter: limit — at most so many rows (number, default 50) */
SELECT
    decisions.decision_id,
    decisions.decided_at,
    decisions.decided_by,
    decisions.act,
    decisions.kind,
    coalesce(decisions.name, decisions.surface_form) AS name,
    coalesce(
        decisions.other_name,
        CASE decisions.act WHEN 'set' THEN decisions.field || '=' || decisions.value END,
        decisions.value,
        'decision ' || decisions.undone_decision_id) AS what,
    articles.article_id,
    decisions.reason,
    CASE
        WHEN later.decision_id IS NOT NULL THEN 'undone by ' || later.decision_id
        WHEN decisions.act = 'undo' THEN 'done'
        WHEN EXISTS (SELECT 1 FROM unfit_decisions WHERE unfit_decisions.decision_id = decisions.decision_id) THEN 'fits nothing'
        ELSE 'in force'
    END AS state
FROM decisions
LEFT JOIN decisions AS later ON later.undone_decision_id = decisions.decision_id
LEFT JOIN articles ON articles.sha256 = decisions.article_sha256
WHERE (:name IS NULL OR decisions.name = :name COLLATE NOCASE OR decisions.other_name = :name COLLATE NOCASE)
  AND (:act IS NULL OR decisions.act = :act)
ORDER BY decisions.decision_id DESC
LIMIT :limit;
