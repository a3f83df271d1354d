/* title: Feeds
   description: What is subscribed to, and how fetching it goes: when it last succeeded and last had something new, how
     many entries it usually has, when it is asked next, and what went wrong. Those that fail stand first.
   parameter: publisher — only feeds of this publisher (publisher)
   parameter: folder — only feeds in this folder, or in folders inside it (text)
   parameter: state — only these: failing is any that is not paused and whose last fetch failed (due, waiting, failing or paused)
   parameter: limit — at most so many rows (number, default 50) */
WITH /* shared: publisher */,
/* What a feed was told of its publisher is a name as somebody typed it. */
names_wanted (name) AS (
    SELECT :publisher
    UNION
    SELECT publishers.name FROM wanted_publishers JOIN publishers ON publishers.publisher_id = wanted_publishers.publisher_id
    UNION
    SELECT aliases.name FROM wanted_publishers JOIN aliases ON aliases.publisher_id = wanted_publishers.publisher_id
),
stated AS (
    SELECT
        feeds.feed_id,
        coalesce(feeds.title, feeds.url) AS feed,
        CASE
            WHEN feeds.paused_at IS NOT NULL THEN 'paused'
            WHEN feed_states.error_count > 0 THEN 'failing'
            /* One that was never fetched has no row. */
            WHEN coalesce(feed_states.next_check_at, '') <= strftime('%Y-%m-%dT%H:%M:%SZ', 'now') THEN 'due'
            ELSE 'waiting'
        END AS state,
        feeds.publisher,
        feeds.folder,
        feed_states.succeeded_at,
        feed_states.new_at,
        round(feed_states.entries_a_week, 1) AS entries_a_week,
        CASE WHEN feeds.paused_at IS NULL THEN feed_states.next_check_at END AS next_check_at,
        coalesce(feed_states.error_count, 0) AS errors,
        feed_states.error,
        feed_states.failing_since,
        feeds.paused_because,
        feeds.url
    FROM feeds
    LEFT JOIN feed_states ON feed_states.feed_id = feeds.feed_id
)
SELECT *
FROM stated
WHERE (:publisher IS NULL OR stated.publisher COLLATE NOCASE IN (SELECT name FROM names_wanted))
  AND (:folder IS NULL OR stated.folder = :folder
    OR substr(stated.folder, 1, length(:folder) + 1) = :folder || '/')
  AND (:state IS NULL OR stated.state = :state)
ORDER BY
    CASE stated.state WHEN 'failing' THEN 1 WHEN 'due' THEN 2 WHEN 'waiting' THEN 3 ELSE 4 END,
    stated.errors DESC, stated.feed, stated.feed_id
LIMIT :limit;
