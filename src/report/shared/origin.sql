CASE
    WHEN entities.decision_id IS NOT NULL OR entities.former_name IS NOT NULL
        OR EXISTS (SELECT 1 FROM entities AS merged WHERE merged.merged_into_id = entities.entity_id) THEN 'ruled'
    ELSE entities.origin
END
