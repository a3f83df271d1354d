//! What the meta tags are called that say when: those of OpenGraph and Dublin Core, of analytics and
//! newsletter services (Parse.ly, Sailthru, Cxense), of citation indexes, of content management systems.
//! Names in lower case.

/// Meta tags with the time of publication, the more exact before the looser ones.
#[rustfmt::skip]
pub const PUBLISHED: &[&str] = &[
    "article:published_time", "og:article:published_time", "article:published", "og:published_time",
    "og:pubdate", "rnews:datepublished", "datepublished", "parsely-pub-date", "sailthru.date",
    "cxenseparse:recs:publishtime", "cxenseparse:publishtime", "cxenseparse:pubtime", "bt:pubdate",
    "pubdate", "published_time", "published-date", "publisheddate", "publish-date", "publishdate",
    "publish_date", "published_at", "publish_time", "article.published", "article_date_original",
    "article:post_date", "publication_date", "publicationdate", "citation_publication_date",
    "citation_online_date", "originalpublicationdate", "displaydate", "ptime", "dc.date.issued",
    "dcterms.issued", "dc.date.created", "dcterms.created", "dc:created", "og:article:published",
    "datecreated", "creationdate", "article:created", "rnews:datecreated",
    "shareaholic:article_published_time", "mediator_published_time", "date_published",
    "article.created", "og:release_date", "video:release_date", "release_date",
];

/// Meta tags with a date that is as often that of the file as that of the article.
pub const LOOSE: &[&str] = &[
    "date",
    "dc.date",
    "dcterms.date",
    "dc:date",
    "created",
    "cdate",
    "page.date",
    "time",
    "ts",
    "last-publish",
];

/// Meta tags with the time of the last change.
pub const MODIFIED: &[&str] = &[
    "article:modified_time",
    "og:updated_time",
    "og:article:modified_time",
    "article:modified",
    "article:updated_time",
    "article:updated",
    "datemodified",
    "modified_time",
    "updated_time",
    "dcterms.modified",
    "dc.date.modified",
    "dc.date.updated",
    "last-modified",
    "lastmod",
    "lastmodified",
    "modificationdate",
    "article.updated",
    "revision_date",
    "revised",
    "last-update",
    "shareaholic:article_modified_time",
    "parsely-updated",
    "gentime",
];
