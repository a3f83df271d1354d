//! GEXF 1.3: who is named together, as a network for Gephi.
//!
//! Nodes are people, organisations and places, edges the pairs that are named in the same articles, weighted by how
//! many those are. `id`, `label` and `weight` are words of the format and no attributes.

use std::io::{self, Write};

use super::{Exporter, Form, Format, Holds, Place, Setting, Stream, written};
use crate::model::{CoMention, EntityKind, ExportedEntity};

pub const FORMAT: Format = Format {
    name: "gexf",
    about: "GEXF: who is named together, as a network for Gephi",
    holds: Holds::Names,
    form: Form::File,
    endings: &["gexf"],
    streams: &[Stream::Entities, Stream::CoMentions],
    make,
};

/// Attributes of a node: name, and type in GEXF and in GraphML.
pub const ATTRIBUTES: [(&str, &str, &str); 7] = [
    ("kind", "string", "string"),
    ("articles", "integer", "int"),
    ("mentions", "integer", "int"),
    ("origin", "string", "string"),
    ("key", "string", "string"),
    ("wikidata_id", "string", "string"),
    ("description", "string", "string"),
];

/// The values of a node's attributes, in their order; `None` is left out.
pub fn values(entity: &ExportedEntity) -> [Option<String>; 7] {
    [
        Some(entity.means.kind.as_str().to_owned()),
        Some(entity.articles.to_string()),
        Some(entity.mentions.to_string()),
        Some(entity.origin.clone()),
        Some(entity.means.key.clone()),
        entity.means.wikidata_id.clone(),
        entity.description.clone(),
    ]
}

/// `person-12`: kind and number in the archive.
pub fn node(kind: EntityKind, id: i64) -> String {
    format!("{}-{id}", kind.as_str())
}

fn make<'w>(place: Place<'w>, setting: &'w Setting) -> io::Result<Box<dyn Exporter + 'w>> {
    let to = place.stream()?;
    let day = setting.made_at.split('T').next().unwrap_or_default();
    write!(
        to,
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <gexf xmlns=\"http://gexf.net/1.3\" version=\"1.3\">\n\
         <meta lastmodifieddate=\"{}\"><creator>{}</creator><description>Named in the same articles, {} or more</description></meta>\n\
         <graph mode=\"static\" defaultedgetype=\"undirected\">\n\
         <attributes class=\"node\">",
        written::xml(day),
        written::xml(&setting.program),
        setting.least
    )?;
    for (at, (name, kind, _)) in ATTRIBUTES.iter().enumerate() {
        write!(to, "<attribute id=\"{at}\" title=\"{name}\" type=\"{kind}\"/>")?;
    }
    write!(to, "</attributes>\n<nodes>\n")?;
    Ok(Box::new(Gexf { to, least: setting.least, has_edges: false }))
}

struct Gexf<'w> {
    to: &'w mut (dyn Write + Send),
    least: u32,
    has_edges: bool,
}

impl Gexf<'_> {
    fn begin_edges(&mut self) -> io::Result<()> {
        if !std::mem::replace(&mut self.has_edges, true) {
            write!(self.to, "</nodes>\n<edges>\n")?;
        }
        Ok(())
    }
}

impl Exporter for Gexf<'_> {
    fn entity(&mut self, entity: &ExportedEntity) -> io::Result<()> {
        // Who is named in fewer has no edge.
        if entity.articles < i64::from(self.least) {
            return Ok(());
        }
        let node = node(entity.means.kind, entity.id);
        write!(
            self.to,
            "<node id=\"{node}\" label=\"{}\"><attvalues>",
            written::xml(&entity.means.name)
        )?;
        for (at, value) in values(entity).iter().enumerate() {
            if let Some(value) = value {
                write!(self.to, "<attvalue for=\"{at}\" value=\"{}\"/>", written::xml(value))?;
            }
        }
        writeln!(self.to, "</attvalues></node>")
    }

    fn co_mention(&mut self, link: &CoMention) -> io::Result<()> {
        self.begin_edges()?;
        writeln!(
            self.to,
            "<edge source=\"{}\" target=\"{}\" weight=\"{}.0\"/>",
            node(link.one.0, link.one.1),
            node(link.other.0, link.other.1),
            link.articles
        )
    }

    fn end(mut self: Box<Self>) -> io::Result<Vec<String>> {
        self.begin_edges()?;
        write!(self.to, "</edges>\n</graph>\n</gexf>\n")?;
        Ok(Vec::new())
    }
}
