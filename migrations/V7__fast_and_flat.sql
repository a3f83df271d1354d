/* Fast and flat: fewer rows for each article, and smaller ones. */

/* ---- near-duplicates ------------------------------------------------------------------------------- */

/* Eight numbers of a text instead of forty. What they are of only the program can tell, so the texts that are there
   wait for it; the pairs stay. */
DROP TABLE near_duplicate_bands;
CREATE TABLE near_duplicate_sketches (
    /* the lower half of one of the smallest hashes of the runs of four words */
    number INTEGER NOT NULL,
    article_id INTEGER NOT NULL,
    PRIMARY KEY (number, article_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE texts_without_sketch (article_id INTEGER PRIMARY KEY) STRICT;
INSERT INTO texts_without_sketch SELECT article_id FROM articles;

/* ---- the full-text index --------------------------------------------------------------------------- */

/* A row here keeps new articles out of the index until their batch ends; no transaction ends with one. And what did not
   change is not indexed again. */
CREATE TABLE index_waits (waits INTEGER PRIMARY KEY CHECK (waits = 1)) STRICT;
DROP TRIGGER articles_fts_insert;
DROP TRIGGER articles_fts_update;
CREATE TRIGGER articles_fts_insert AFTER INSERT ON articles WHEN NOT EXISTS (SELECT 1 FROM index_waits) BEGIN
    INSERT INTO articles_fts (rowid, headline, standfirst, byline, body, captions)
    VALUES (new.article_id, new.headline, new.standfirst, new.byline, new.body, new.captions);
END;
CREATE TRIGGER articles_fts_update AFTER UPDATE OF headline, standfirst, byline, body, captions ON articles
WHEN new.headline IS NOT old.headline OR new.standfirst IS NOT old.standfirst OR new.byline IS NOT old.byline
    OR new.body IS NOT old.body OR new.captions IS NOT old.captions
BEGIN
    INSERT INTO articles_fts (articles_fts, rowid, headline, standfirst, byline, body, captions)
    VALUES ('delete', old.article_id, old.headline, old.standfirst, old.byline, old.body, old.captions);
    INSERT INTO articles_fts (rowid, headline, standfirst, byline, body, captions)
    VALUES (new.article_id, new.headline, new.standfirst, new.byline, new.body, new.captions);
END;
