/* title: Decisions
   description: What people ruled, newest first: who, when and why, and whether it still holds. A ruling on a
     mention that is not recognised any more holds, and fits nothing.
   parameter: name — only rulings on whom this means, or on this name as it was called when it was decided (name)
   parameter: kind — only rulings on people, organisations or places (person, organisation or place)
   parameter: act — only this act, such as merge or reject (text)
   parameter: since — decided on this day (UTC) or later (first day)
   parameter: until — decided on this day (UTC) or earlier (last day)
   parameter: limit — at most so many rows (number, default 50) */
WITH /* shared: whom */,
/* By the keys that rulings have, of those that were merged into whom the name means as well. */
ruled_on (kind, key) AS (
    SELECT 'person', people.key FROM wanted JOIN people ON wanted.entity_id IN (people.person_id, people.merged_into_id)
    WHERE wanted.kind = 'person'
    UNION
    SELECT 'organisation', organisations.key
    FROM wanted JOIN organisations ON wanted.entity_id IN (organisations.organisation_id, organisations.merged_into_id)
    WHERE wanted.kind = 'organisation'
    UNION
    SELECT 'place', places.key FROM wanted JOIN places ON wanted.entity_id IN (places.place_id, places.merged_into_id)
    WHERE wanted.kind = 'place'
)
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
WHERE (:name IS NULL
       OR decisions.name = :name COLLATE NOCASE OR decisions.other_name = :name COLLATE NOCASE
       OR EXISTS (SELECT 1 FROM ruled_on
                  WHERE ruled_on.kind = decisions.kind AND ruled_on.key IN (decisions.key, decisions.other_key)))
  AND (:kind IS NULL OR decisions.kind = :kind)
  AND (:since IS NULL OR decisions.decided_at >= :since)
  AND (:until IS NULL OR substr(decisions.decided_at, 1, 10) <= :until)
  AND (:act IS NULL OR decisions.act = :act)
ORDER BY decisions.decision_id DESC
LIMIT :limit;
